/*
 * Errors: about ten codes, one table. A problem is {code, message id, field, values}; its Chinese
 * sentence stands in ui/zh alone and is printed once, at the edge. Values are bounded copies and
 * never hold a full document number.
 *
 * Functions that can fail in a way a caller expects return `enum err` and fill a caller-owned
 * `struct problem` (which may be NULL when the caller only wants the code). Programmer mistakes are
 * asserts.
 */
#pragma once
#include <stddef.h>

#include "zh_gen.h"

enum err {
    ERR_OK,
    ERR_FAILED,    /* unexpected: I/O, database, memory               exit 1  HTTP 500 */
    ERR_USAGE,     /* the call itself is wrong                         exit 2  HTTP 400 */
    ERR_CONFIG,    /* configuration, schema, store                     exit 3  HTTP 500 */
    ERR_ROWS,      /* part of the rows refused, the rest done          exit 4  HTTP 422 */
    ERR_INPUT,     /* a field's value is not acceptable                exit 1  HTTP 422 */
    ERR_DENIED,    /* no permission                                    exit 5  HTTP 403 */
    ERR_LAW,       /* the law does not allow it                        exit 5  HTTP 409 */
    ERR_NOT_FOUND, /* nothing there (or nothing you may see)           exit 1  HTTP 404 */
    ERR_CONFLICT,  /* done already with other content, or moved on     exit 1  HTTP 409 */
    ERR_BUSY,      /* try again later                                  exit 75 HTTP 503 */
    ERR_COUNT
};

#define PROBLEM_VALUES 4

struct problem {
    enum err code;
    enum zh_id message;
    char field[32]; /* name of the input field or column, "" if none */
    /* what goes into {0}..{3}, UTF-8, cut at a character boundary */
    char value[PROBLEM_VALUES][96];
};

/* Fills *p (when not NULL) and returns code. Values are printf-formatted parts separated by the
 * caller: give up to four strings, NULL-terminated when fewer. */
enum err problem_set(struct problem *p, enum err code, enum zh_id message, const char *field, ...)
    __attribute__((sentinel));

int err_exit_status(enum err code);
int err_http_status(enum err code);

/* Prints the sentence of p into out[cap] (always terminated) and returns out. */
const char *problem_sentence(const struct problem *p, char *out, size_t cap);
