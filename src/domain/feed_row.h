/*
 * The feed file, row by row: one row per event of one person (interface.md, "Feed"). Cells in, a
 * typed row or every problem of it out. Pure; cells are terminated UTF-8. Who may assert what is
 * asked here, for a kind that the partner may not assert makes a bad row.
 *
 * Not here: whether anybody has the number, what the event means for anybody.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/idnum.h"
#include "base/name.h"
#include "domain/feed_source.h"
#include "domain/synonym.h"
#include "law/law.h"

enum feed_field {
    FEED_NUMBER,   /* 社会保障号码 */
    FEED_NAME,     /* 姓名 */
    FEED_EVENT,    /* 事件 */
    FEED_ON,       /* 事件日期 */
    FEED_FROM,     /* 来源: the column must be there, a cell may be empty */
    FEED_UNTIL,    /* 终止日期; from here on columns may be absent */
    FEED_SENTENCE, /* 刑种 */
    FEED_NOTE,     /* 备注 */
    FEED_FIELD_COUNT
};

#define FEED_UNKNOWN_MAX 64

struct feed_columns {
    int at[FEED_FIELD_COUNT]; /* -1: no such column */
    size_t count;             /* cells of the header, trailing empty ones not counted */
    size_t unknown[FEED_UNKNOWN_MAX], unknown_count;
};

struct feed_row {
    struct idnum number;
    char name[NAME_BYTES], name_key[NAME_BYTES];
    enum evidence_kind kind;
    struct date on, until;
    enum sentence sentence;
};

struct feed_cells {
    const char *const *cells;
    size_t n;
    struct date today;
    const struct feed_source *source; /* who sends */
};

/* ERR_INPUT: feed_header_missing, roster_header_twice; *out is what was recognised all the same. */
enum err feed_header(const char *const *cells, size_t n, struct feed_columns *out,
                     struct problem *why);
struct synonym_text feed_field_name(enum feed_field field); /* as we write it */
bool feed_is_header(const char *const *cells, size_t n);
/* The number of problems, 0 for a good row; at most max are stored, each with the column's name in
 * `field`. */
size_t feed_row(const struct feed_columns *columns, const struct feed_cells *in,
                struct feed_row *out, struct problem *problems, size_t max);
