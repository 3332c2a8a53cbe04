/*
 * A CSV file in pieces on all cores, with the answer of one reader: inside of src/match only.
 *
 * Pieces are read and parsed at the same time. Where a piece's first row begins is not known before
 * the piece above has been parsed (a quoted cell may hold line ends), so the line below the first
 * line end is taken for it; then pieces are settled in order, and one that was guessed wrong is
 * parsed again from the right place. Nothing of a piece may have an effect before it is settled.
 * There are more lanes than threads, so that a thread which the system has put aside with a piece
 * in hand holds nobody up: the others parse ahead.
 *
 * Files are read with pread, and mapped only where the caller says so: one that shrinks must not
 * kill a service. Pipes are read in turn.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define MATCH_PIECE_SLACK 64 /* bytes behind the text that may be read, for wide loads */

struct match_cut {
    size_t piece;   /* bytes of a piece; tests cut small */
    size_t row_max; /* longest row with its end; less than piece */
    bool map;       /* match_options.map */
};

#define MATCH_CUT ((struct match_cut){(size_t)256 << 10, (size_t)16 << 10, false})
#define MATCH_LANES 4 /* a thread */

/* What a lane's text must hold. */
static inline size_t match_cut_text(const struct match_cut *cut)
{
    return cut->piece + cut->row_max + 2 + MATCH_PIECE_SLACK;
}

#define MATCH_OPEN SIZE_MAX /* an end inside a bad line whose own end is not in the text */

struct match_piece {
    const char *text; /* the lane's, or a part of the mapped file */
    size_t n;
    size_t stop;    /* a row that begins at stop or below belongs to the next piece */
    bool beginning; /* text[0] is the start of the file */
    bool last;      /* text[n] is the end of the file */
};

struct match_worker; /* the parser's; one a lane */

struct match_parser {
    /* Forgets what it knows of a piece and parses the rows that begin in start .. stop-1. Returns
     * where the first row that is not its own begins, or MATCH_OPEN, and how many line ends it
     * passed. */
    size_t (*parse)(struct match_worker *w, const struct match_piece *piece, size_t start,
                    uint64_t *lines);
    /* The piece is right and its first row has this line number. Called in order, by one thread at
     * a time. */
    enum err (*settle)(struct match_worker *w, uint64_t line, struct problem *why);
    /* After settle, at the same time as other workers; NULL if there is nothing left to do. */
    enum err (*apply)(struct match_worker *w, struct problem *why);
};

struct match_span {
    size_t start, end; /* in the text; MATCH_OPEN: not in it */
    uint64_t lines;
};

struct match_lane { /* what a piece needs; allocated once by the caller, used for many files */
    struct match_worker *worker;
    char *text; /* match_cut_text bytes */
    /* The rest is match_pieces' own. */
    uint64_t order;
    bool ready;
    struct match_piece piece;
    struct match_span span;
};

struct match_lanes {
    struct match_lane *lane;
    unsigned threads, count; /* count >= threads; one of the threads is the caller's own */
    struct match_cut cut;
};

/* Reads fd from where it stands to its end. */
enum err match_pieces(int fd, const struct match_parser *parser, const struct match_lanes *lanes,
                      struct problem *why);
