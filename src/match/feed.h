/*
 * Feed rows to events: inside of src/match only. The parser for match_pieces that reads
 * `number,name,kind,date,source`, gathers them for the look-up that adds to the latest dates. Rows
 * without quotes and with 18-character numbers take a short way through the special bytes that the
 * scan found; all others, and all bad ones, go through csv_shape.
 */
#pragma once
#include "base/csv_shape.h"
#include "match/fields.h"
#include "match/gather.h"
#include "match/index.h"
#include "match/kinds.h"
#include "match/latest.h"
#include "match/match.h"
#include "match/pieces.h"

#define MATCH_COLUMNS 5

/* What all workers of a run share. Counts and refusals are touched only in turn. */
struct match_shared {
    const struct match_index *index;
    struct match_kinds *kinds;
    struct match_latest *latest;
    struct match_gathers *gathers;
    struct match_counts counts;
    struct match_options options;
    struct match_cut cut;
    const uint16_t *days; /* match_days */
};

struct match_worker *match_worker_new(struct match_shared *shared); /* NULL: out of memory */
void match_worker_free(struct match_worker *w);                     /* wipes; NULL is allowed */

extern const struct match_parser match_feed_parser;

/* Offset behind the byte order mark and the header row, if they are there; the row is a header
 * unless its first cell is a number. Counts its line ends in *lines; leaves the cursor there. */
size_t match_header_end(struct csv_cursor *c, const struct match_cut *cut, uint64_t *lines);
