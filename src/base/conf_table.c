/* The table of settings, and what is a good value for each kind: base/conf.h. */
#include "base/conf_table.h"

#include <arpa/inet.h>
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct conf_row rows[CONF_COUNT] = {
    [CONF_DB] = {"db", CONF_DATABASE, "sqlite:var/jianzai.db", 0, 0, NULL, ZH_conf_help_db},
    [CONF_KEYS_DIR] = {"keys", CONF_PATH, "", 0, 0, NULL, ZH_conf_help_keys},
    [CONF_LISTEN] = {"listen", CONF_ADDRESS, "127.0.0.1", 0, 0, NULL, ZH_conf_help_listen},
    [CONF_PORT] = {"port", CONF_NUMBER, "8080", 1, 65535, NULL, ZH_conf_help_port},
    [CONF_METRICS_PORT] = {"metrics_port", CONF_NUMBER, "0", 0, 65535, NULL,
                           ZH_conf_help_metrics_port},
    [CONF_WORKERS] = {"workers", CONF_NUMBER, "64", 1, 256, NULL, ZH_conf_help_workers},
    [CONF_CACHE_MB] = {"cache_mb", CONF_NUMBER, "32", 1, 65536, NULL, ZH_conf_help_cache_mb},
    [CONF_BUSY_MS] = {"busy_ms", CONF_NUMBER, "5000", 0, 60000, NULL, ZH_conf_help_busy_ms},
    [CONF_PG_WRITERS] = {"pg_writers", CONF_NUMBER, "4", 1, 16, NULL, ZH_conf_help_pg_writers},
    [CONF_PROXY] = {"proxy", CONF_ADDRESS, "127.0.0.1", 0, 0, NULL, ZH_conf_help_proxy},
    [CONF_REQUESTS_PER_MINUTE] = {"requests_per_minute", CONF_NUMBER, "1200", 0, 1000000, NULL,
                                  ZH_conf_help_requests_per_minute},
    [CONF_ACCOUNT_PER_MINUTE] = {"account_per_minute", CONF_NUMBER, "1200", 0, 1000000, NULL,
                                 ZH_conf_help_account_per_minute},
    [CONF_SESSION_MINUTES] = {"session_minutes", CONF_NUMBER, "30", 1, 720, NULL,
                              ZH_conf_help_session_minutes},
    [CONF_PASSWORD_MB] = {"password_mb", CONF_NUMBER, "19", 19, 1024, NULL,
                          ZH_conf_help_password_mb},
    [CONF_PASSWORD_PASSES] = {"password_passes", CONF_NUMBER, "2", 1, 20, NULL,
                              ZH_conf_help_password_passes},
    [CONF_PASSWORD_JOBS] = {"password_jobs", CONF_NUMBER, "2", 1, 64, NULL,
                            ZH_conf_help_password_jobs},
    [CONF_LOG_LEVEL] = {"log_level", CONF_CHOICE, "info", 0, 0, "error warn info debug",
                        ZH_conf_help_log_level},
    [CONF_BATCH_PEOPLE] = {"batch_people", CONF_NUMBER, "200", 1, CONF_BATCH_CEILING, NULL,
                           ZH_conf_help_batch_people},
#define BREAKER_LIMIT(upper, lower, ceiling)                                                       \
    [CONF_BREAKER_##upper] = {                                                                     \
        "breaker_" #lower, CONF_NUMBER, #ceiling, 1, ceiling, NULL, ZH_conf_help_breaker_##lower},
#include "base/breaker_list.h"
};

const struct conf_row *conf_row(enum conf_key key)
{
    assert(key < CONF_COUNT);
    return &rows[key];
}

bool conf_find(const char *name, size_t n, enum conf_key *out)
{
    for (int i = 0; i < CONF_COUNT; i++) {
        if (strlen(rows[i].name) != n || memcmp(rows[i].name, name, n) != 0) continue;
        *out = (enum conf_key)i;
        return true;
    }
    return false;
}

/* ---- Values ---- */

static bool decimal(const char *s, int64_t *out)
{
    size_t n = strlen(s);
    *out = 0;
    if (n == 0 || n > 15 || strspn(s, "0123456789") != n) return false;
    for (; *s; s++) *out = *out * 10 + (*s - '0');
    return true;
}

static enum err number(const struct conf_row *r, const char *value, int64_t *out,
                       struct problem *why)
{
    if (decimal(value, out) && *out >= r->min && *out <= r->max) return ERR_OK;
    char min[24], max[24];
    snprintf(min, sizeof min, "%" PRId64, r->min);
    snprintf(max, sizeof max, "%" PRId64, r->max);
    return problem_set(why, ERR_CONFIG, ZH_conf_range, r->name, r->name, value, min, max, NULL);
}

static bool chosen(const char *choices, const char *value)
{
    size_t n = strlen(value);
    for (const char *p = choices; n > 0 && p; p = strchr(p, ' ')) {
        p += *p == ' ';
        if (strncmp(p, value, n) == 0 && (p[n] == ' ' || p[n] == 0)) return true;
    }
    return false;
}

static bool database(const char *s)
{
    static const char *const schemes[] = {"sqlite:", "postgresql://", "postgres://"};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(s, schemes[i], strlen(schemes[i])) == 0) return s[strlen(schemes[i])] != 0;
    return false;
}

static bool address(const char *s)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, s, bytes) == 1 || inet_pton(AF_INET6, s, bytes) == 1;
}

enum err conf_value(const struct conf_row *r, const char *value, int64_t *out, struct problem *why)
{
    *out = 0;
    switch (r->kind) {
    case CONF_NUMBER:
        return number(r, value, out, why);
    case CONF_CHOICE:
        if (chosen(r->choices, value)) return ERR_OK;
        return problem_set(why, ERR_CONFIG, ZH_conf_choice, r->name, r->name, value, r->choices,
                           NULL);
    case CONF_DATABASE: /* the value may hold a password: it is not repeated */
        return database(value)
                   ? ERR_OK
                   : problem_set(why, ERR_CONFIG, ZH_conf_database, r->name, r->name, NULL);
    case CONF_ADDRESS:
        return address(value)
                   ? ERR_OK
                   : problem_set(why, ERR_CONFIG, ZH_conf_address, r->name, r->name, value, NULL);
    case CONF_PATH:
        return ERR_OK;
    }
    return ERR_OK;
}

/* ---- Nearest name ---- */

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return c == '-' ? '_' : c;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

#define NAME_MAX_BYTES 40

/* Edits between two names: insert, delete, replace, or two neighbours exchanged. */
static size_t distance(const char *a, const char *b)
{
    size_t d[3][NAME_MAX_BYTES + 1] = {{0}}, n = strlen(a), m = strlen(b);
    if (n > NAME_MAX_BYTES || m > NAME_MAX_BYTES) return SIZE_MAX;
    for (size_t j = 0; j <= m; j++) d[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = d[i % 3];
        const size_t *up = d[(i + 2) % 3], *upper = d[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            char x = folded(a[i - 1]), y = folded(b[j - 1]);
            now[j] = least(up[j] + 1, now[j - 1] + 1, up[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == folded(b[j - 2]) && folded(a[i - 2]) == y &&
                upper[j - 2] + 1 < now[j])
                now[j] = upper[j - 2] + 1;
        }
    }
    return d[n % 3][m];
}

const char *conf_nearest(const char *name)
{
    const char *best = NULL;
    size_t least_edits = strlen(name) < 4 ? 1 : 3; /* more edits are no longer a slip */
    for (int i = 0; i < CONF_COUNT; i++) {
        size_t edits = distance(name, rows[i].name);
        if (edits > least_edits || (best && edits == least_edits)) continue;
        best = rows[i].name;
        least_edits = edits;
    }
    return best;
}
