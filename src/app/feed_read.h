/*
 * A feed's file on its way in, row by row: the part of feed_import.c that reads. Good rows are
 * matched by exact number and counted for the breaker, bad ones are listed; both go on record in
 * parts when the feed is stored, and are gathered for the rehearsal when it is only tried.
 */
#pragma once
#include "app/feed_file.h"
#include "app/feed_import.h"
#include "app/feed_judge.h"
#include "app/feed_rehearse.h"
#include "app/roster_index.h"
#include "app/row_errors.h"
#include "domain/feed_row.h"

struct feed_pending { /* a good row that waits for its chunk */
    struct feed_row row;
    uint64_t line, ordinal;
    struct feed_item item; /* person_id 0: nobody has the number */
};

struct feed_bad { /* a bad row's reasons, for the record */
    uint64_t ordinal;
    struct feed_refusal r;
};

struct feed_reading {
    const struct call *call;
    const struct feed_import *in;
    struct feed_imported *out;
    const struct feed_source *source;
    struct feed_file file;
    struct feed f; /* of the record; strings live in the call's arena */
    bool begins;   /* a new feed: its record is made once its header is understood */
    bool store;    /* rows go on record: a new feed, or one whose reading broke off */
    struct feed_columns columns;
    struct match_index *roster; /* who is on the roster, for a large file; else NULL */
    struct arena *arena;        /* of the chunk */
    struct feed_pending *rows;
    struct feed_bad *bad;
    size_t count, bad_count;
    struct row_errors errors;
    struct feed_tally tally;
    struct feed_rehearsal rehearsal; /* of what is only tried */
    uint64_t last_line, last_bad;    /* lines */
};

/* From the first row on, with nothing counted. */
void feed_read_start(struct feed_reading *k);
/* All rows. ERR_INPUT: the file is not acceptable, and nothing of it is on record; ERR_BUSY:
 * feed_busy, import_stopped. */
enum err feed_read(struct feed_reading *k, struct problem *why);
