#include "base/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sm.h"
#include "base/zh.h"

#define VALUE_MAX 1000 /* of a value before quoting */

static _Atomic int most = LOG_LEVEL_INFO;
static _Atomic int descriptor = 2;
static _Atomic uint64_t refused;
static _Thread_local char request[41];

static const char *const level_name[] = {[LOG_LEVEL_ERROR] = "error",
                                         [LOG_LEVEL_WARN] = "warn",
                                         [LOG_LEVEL_INFO] = "info",
                                         [LOG_LEVEL_DEBUG] = "debug"};

void log_level_set(enum log_level level)
{
    atomic_store(&most, (int)level);
}

bool log_level_parse(const char *name, enum log_level *out)
{
    for (int i = LOG_LEVEL_ERROR; i <= LOG_LEVEL_DEBUG; i++) {
        if (strcmp(level_name[i], name) != 0) continue;
        *out = (enum log_level)i;
        return true;
    }
    return false;
}

void log_descriptor_set(int fd)
{
    atomic_store(&descriptor, fd);
}

void log_request_set(const char *id)
{
    snprintf(request, sizeof request, "%s", id ? id : "");
}

uint64_t log_refused(void)
{
    return atomic_load(&refused);
}

/* ---- The guard ---- */

/* The character at p with full-width forms folded: '0' for any digit, 'X', ' ' for a separator, 0
 * for anything else. */
static char folded(const unsigned char *p, size_t *used)
{
    *used = 1;
    unsigned char c = p[0];
    if (c == 0xEF && p[1] == 0xBC && p[2] >= 0x80) { /* U+FF00 to U+FF3F */
        *used = 3;
        c = (unsigned char)(p[2] - 0x80 + 0x20);
    } else if (c == 0xEF && p[1] == 0xBD && p[2] >= 0x80 && p[2] <= 0x9E) { /* U+FF40 to U+FF5E */
        *used = 3;
        c = (unsigned char)(p[2] - 0x80 + 0x60);
    } else if (c == 0xE3 && p[1] == 0x80 && p[2] == 0x80) { /* the ideographic space */
        *used = 3;
        return ' ';
    }
    if (c >= '0' && c <= '9') return '0';
    if (c == 'X' || c == 'x') return 'X';
    return c == ' ' || c == '-' ? ' ' : 0;
}

bool log_looks_personal(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    int digits = 0;
    bool separated = false;
    for (size_t used; *p; p += used) {
        char c = folded(p, &used);
        if (digits >= 17 && (c == '0' || c == 'X')) return true;
        if (c == '0') {
            digits++;
            separated = false;
        } else if (c == ' ' && digits > 0 && !separated) {
            separated = true;
        } else {
            digits = 0;
            separated = false;
        }
    }
    return false;
}

/* ---- The line ---- */

struct line {
    char s[LOG_LINE];
    size_t n;
};

static void add(struct line *l, const char *s, size_t n)
{
    size_t room = sizeof l->s - 1 - l->n; /* the last byte is the line's end */
    if (n > room) n = room;
    memcpy(l->s + l->n, s, n);
    l->n += n;
}

static void add_text(struct line *l, const char *s)
{
    add(l, s, strlen(s));
}

/* Bytes of the UTF-8 character at p, 0 when it is none (also for controls, which would break the
 * line or a terminal). */
static size_t character(const unsigned char *p)
{
    static const unsigned char lead[5] = {0, 0, 0xC2, 0xE0, 0xF0},
                               top[5] = {0, 0, 0xDF, 0xEF, 0xF4};
    if (p[0] < 0x80) return p[0] >= 0x20 && p[0] != 0x7F;
    for (size_t n = 2; n <= 4; n++) {
        if (p[0] < lead[n] || p[0] > top[n]) continue;
        for (size_t i = 1; i < n; i++)
            if ((p[i] & 0xC0) != 0x80) return 0;
        return n == 2 && p[0] == 0xC2 && p[1] < 0xA0 ? 0 : n;
    }
    return 0;
}

static void add_quoted(struct line *l, const char *s)
{
    char hex[8];
    add(l, "\"", 1);
    for (const unsigned char *p = (const unsigned char *)s; *p;) {
        size_t n = character(p);
        if (n == 0) {
            add(l, hex, (size_t)snprintf(hex, sizeof hex, *p == '\n' ? "\\n" : "\\x%02x", *p));
            n = 1;
        } else {
            if (*p == '"' || *p == '\\') add(l, "\\", 1);
            add(l, (const char *)p, n);
        }
        p += n;
    }
    add(l, "\"", 1);
}

static bool plain(const char *s)
{
    for (; *s; s++)
        if (*s <= 0x20 || *s >= 0x7F || *s == '"' || *s == '=' || *s == '\\') return false;
    return true;
}

static void add_value(struct line *l, const char *text)
{
    char cut[VALUE_MAX + 1];
    if (log_looks_personal(text)) {
        atomic_fetch_add(&refused, 1);
        add_text(l, "[refused]");
        return;
    }
    size_t n = strnlen(text, VALUE_MAX);
    memcpy(cut, text, n);
    cut[n] = 0;
    if (plain(cut) && n > 0) add(l, cut, n);
    else add_quoted(l, cut);
}

static void add_field(struct line *l, struct log_field f)
{
    char number[24];
    add(l, " ", 1);
    add_text(l, f.key);
    add(l, "=", 1);
    snprintf(number, sizeof number, "%" PRId64, f.number);
    add_value(l, f.text ? f.text : number);
}

static void add_moment(struct line *l)
{
    int64_t moment = clock_system().moment;
    struct moment_text t = moment_print(moment);
    char micro[24];
    t.s[10] = 'T';
    snprintf(micro, sizeof micro, ".%06d+08:00", (int)(moment % 1000000));
    add_text(l, "at=");
    add_text(l, t.s);
    add_text(l, micro);
}

static void put(struct line *l)
{
    ssize_t wrote;
    l->s[l->n++] = '\n';
    do wrote = write(atomic_load(&descriptor), l->s, l->n);
    while (wrote < 0 && errno == EINTR);
}

void log_event(enum log_level level, const char *event, const struct log_field *fields,
               size_t count)
{
    if ((int)level > atomic_load(&most)) return;
    struct line l = {.n = 0};
    add_moment(&l);
    add_field(&l, log_text("level", level_name[level]));
    add_field(&l, log_text("event", event));
    if (request[0]) add_field(&l, log_text("request", request));
    for (size_t i = 0; i < count; i++) add_field(&l, fields[i]);
    put(&l);
}

struct log_error_id log_failure(const char *event, const struct problem *why)
{
    static const char letters[33] =
        "23456789abcdefghjkmnpqrstuvwxyz~"; /* 31 and a filler that is drawn again */
    struct log_error_id id = {""};
    uint8_t r[1];
    for (size_t i = 0; i < 8;) {
        sm_random(r, 1);
        if ((r[0] & 31) != 31) id.s[i++] = letters[r[0] & 31];
    }
    log_write(LOG_LEVEL_ERROR, event, log_text("error", id.s), log_number("code", why->code),
              log_text("message", zh_id_name(why->message)), log_text("field", why->field));
    return id;
}
