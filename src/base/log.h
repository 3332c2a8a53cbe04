/*
 * The log of the process: one line of key=value on stderr an event, with the request's id and, for
 * failures, an error id that the user sees too. Never personal data: the log is for operators; who
 * read or changed whom is in the audit chain.
 *
 *   at=2026-11-23T09:00:00.123456+08:00 level=warn event=feed.held request=7f3a source=civil rows=4
 *
 * The guard is the last resort, not the rule: a value that holds 17 digits followed by a digit or X
 * (also full-width, or with single blanks or hyphens between digits) is written as [refused], and
 * counted. Values are quoted where needed, broken bytes become \xNN, so a line is one line; it is
 * at most 4,096 bytes and written with one write(2), which keeps lines whole on a pipe and between
 * threads.
 *
 * Not here: access counters and metrics (src/http), the audit chain (base/chain.h).
 * Thread-safe. Errors of writing are ignored: a full disk under the log must not stop a payment.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum log_level { LOG_LEVEL_ERROR = 1, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

struct log_field { /* made by log_text and log_number */
    const char *key;
    const char *text; /* NULL: the number counts */
    int64_t number;
};
static inline struct log_field log_text(const char *key, const char *value)
{
    return (struct log_field){key, value ? value : "", 0};
}
static inline struct log_field log_number(const char *key, int64_t value)
{
    return (struct log_field){key, NULL, value};
}

#define LOG_LINE 4096

void log_level_set(enum log_level most); /* what is above is dropped; LOG_LEVEL_INFO at start */
bool log_level_parse(const char *name, enum log_level *out); /* "error" "warn" "info" "debug" */
void log_descriptor_set(int fd);                             /* 2 at start */

/* The id that this thread's lines carry until it is set again; NULL or "" for none. Copied, at most
 * 40 bytes. */
void log_request_set(const char *id);

/* As log_write(LOG_LEVEL_INFO, "feed.held", log_text("source", code), log_number("rows", n)). */
void log_event(enum log_level level, const char *event, const struct log_field *fields,
               size_t count);
#define log_write(level, event, ...)                                                               \
    log_event((level), (event), (const struct log_field[]){__VA_ARGS__},                           \
              sizeof((const struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field))

/* A failure, with the problem's code and message id but not its values. Returns the id that the
 * page shows to the user. */
struct log_error_id {
    char s[12]; /* 8 characters without look-alikes */
};
struct log_error_id log_failure(const char *event, const struct problem *why);

/* How many values the guard has refused since the start; anything but 0 is a bug to be found. */
uint64_t log_refused(void);

/* Exposed for the guard's own test and for others that must not let a number through (exports of
 * diagnostics). */
bool log_looks_personal(const char *text);
