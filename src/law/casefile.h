/*
 * `.case` files: facts about one made-up person and a date in, findings out, no database
 * (docs/cases.md is the manual, made for lawyers). A file holds any number of cases; each may say
 * what is expected. The one file of the law room that reads a file.
 *
 * Memory: everything is in the arena given. Errors: ERR_FAILED (cannot read), ERR_INPUT with the
 * line in {0}.
 */
#pragma once
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "law/law.h"

struct case_line {
    const char *key, *value;
    int line;
};

#define CASE_LINES 48

struct case_one {
    const char *title;
    int line;
    struct case_line given[CASE_LINES], expected[CASE_LINES];
    size_t given_count, expected_count;
};

struct casefile {
    struct case_one *cases;
    size_t count;
};

struct case_answer {
    enum zh_id key;
    char text[160];
};

#define CASE_ANSWERS 16

struct case_run {
    const struct case_one *one;
    struct law law;
    struct finding finding; /* question 0 when the question has none */
    struct case_answer answer[CASE_ANSWERS];
    size_t answer_count;
    const char *item; /* the sub-item of law/items.txt that the case covers, "" for none */
};

enum err casefile_parse(struct arena *a, const char *text, struct casefile *out,
                        struct problem *why);
enum err casefile_read(struct arena *a, const char *path, struct casefile *out,
                       struct problem *why);
/* Asks the law; a field that the question does not use is an error, so that a misspelt fact is
 * never ignored. */
enum err casefile_run(struct arena *a, const struct case_one *one, struct case_run *out,
                      struct problem *why);
/* Appends one line for each expectation that does not hold; returns how many. */
size_t casefile_mismatches(const struct case_run *run, struct buf *out);
/* The answers and the explanation. */
void casefile_print(const struct case_run *run, struct buf *out);

/* `law try FILE.case`: findings to out, faults to err. Returns an exit status: 0, or 1 when a case
 * differs or cannot be read. */
int law_try_command(const char *path, FILE *out, FILE *err);
