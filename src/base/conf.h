/*
 * The configuration: one table of {name, kind, range, default, help} that serves the file, the
 * environment, the flags, the help text and `check-config`. A later source wins: default, then
 * file, then environment (JIANZAI_PORT), then flag (--port 8080).
 *
 *   # /etc/jianzai/jianzai.conf
 *   port = 8080
 *
 * A value is the rest of the line without surrounding blanks; nothing is quoted or escaped. A name
 * that is not in the table, a name twice in one source, a value out of range: each is a problem
 * with its line, none is ignored, and a program with problems does not start. A new setting is a
 * row in conf.c, an enum here and a sentence in ui/zh.
 *
 * Memory: everything is in the caller's arena and lives as long as it. Read-only once loaded, then
 * usable by all threads.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define CONF_FILE "/etc/jianzai/jianzai.conf"
#define CONF_PROBLEMS 50 /* kept; the rest is the same mistake again */
#define CONF_FILE_MAX 65536
/* People whom one list may move before somebody else has looked at it (app/batch.h). */
#define CONF_BATCH_CEILING 200

enum conf_key {
    CONF_DB,
    CONF_KEYS_DIR, /* "": beside the database */
    CONF_LISTEN,
    CONF_PORT,
    CONF_METRICS_PORT,
    CONF_WORKERS,
    CONF_CACHE_MB,
    CONF_BUSY_MS,
    CONF_PG_WRITERS,
    CONF_PROXY,               /* whose X-Real-IP is believed */
    CONF_REQUESTS_PER_MINUTE, /* of one address; 0: no limit */
    CONF_ACCOUNT_PER_MINUTE,  /* of one login; 0: no limit */
    CONF_SESSION_MINUTES,
    CONF_PASSWORD_MB,
    CONF_PASSWORD_PASSES,
    CONF_PASSWORD_JOBS,
    CONF_LOG_LEVEL,
    CONF_BATCH_PEOPLE, /* no value beyond CONF_BATCH_CEILING */
/* CONF_BREAKER_HOLD_SHARE and so on; no value beyond its ceiling */
#define BREAKER_LIMIT(upper, lower, ceiling) CONF_BREAKER_##upper,
#include "base/breaker_list.h"
    CONF_COUNT
};

enum conf_kind { CONF_NUMBER, CONF_CHOICE, CONF_DATABASE, CONF_ADDRESS, CONF_PATH };

struct conf_row {
    const char *name;
    enum conf_kind kind;
    const char *initial;
    int64_t min, max;    /* CONF_NUMBER, inclusive */
    const char *choices; /* CONF_CHOICE, separated by one blank */
    enum zh_id help;
};
const struct conf_row *conf_row(enum conf_key key);

enum conf_source { CONF_DEFAULT, CONF_FROM_FILE, CONF_FROM_ENVIRONMENT, CONF_FROM_FLAG };

struct conf_problem {
    struct problem problem; /* code ERR_CONFIG, or ERR_USAGE for a flag */
    const char *where;      /* the file's path, the variable, the flag */
    int line;               /* 0 outside a file */
};

struct conf;
struct conf *conf_new(struct arena *a); /* all defaults */

/* Each reads as far as it can and collects problems. Order does not matter. */
void conf_read_text(struct conf *c, const char *path, const char *text, size_t n);
/* An absent file that is not required is no problem. */
void conf_read_file(struct conf *c, const char *path, bool required);
/* Variables JIANZAI_TEST_… belong to the tests. */
void conf_read_environment(struct conf *c, char *const *environment);
/* Takes --name value and --name=value of known names (with - or _) out of argv and returns the new
 * argc; stops at "--". */
int conf_read_flags(struct conf *c, int argc, char **argv);

const char *conf_text(const struct conf *c, enum conf_key key);
int64_t conf_number(const struct conf *c, enum conf_key key); /* CONF_NUMBER only */
enum conf_source conf_source(const struct conf *c, enum conf_key key);

size_t conf_problem_count(const struct conf *c);
const struct conf_problem *conf_problem_at(const struct conf *c, size_t i);
const char *conf_problem_sentence(const struct conf_problem *p, char *out, size_t cap);
/* ERR_OK, or the code of the first problem; one sentence a line into out (may be NULL). */
enum err conf_check(const struct conf *c, struct buf *out);

/* Every setting as a file that could be read again, with help and source as comments, for
 * check-config; a password in a database address is masked. */
void conf_print(const struct conf *c, struct buf *out);

/* The known name nearest to a mistyped one; NULL when none is near. */
const char *conf_nearest(const char *name);
