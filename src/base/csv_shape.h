/*
 * The grammar of CSV: the shape of one row over bytes in memory, without changing or copying them.
 * RFC 4180, strictly:
 *
 * - Cells are separated by commas, rows end with LF or CRLF; the last row may lack its end.
 * - A cell whose first byte is a quote is quoted: commas and line ends belong to it, two quotes are
 * one, and after its closing quote comes a comma or the row's end. Anywhere else a quote is an
 * error, and so are a CR that no LF follows outside quotes and a NUL anywhere.
 * - A bad row is its first line only: reading goes on with the line below, so one stray quote costs
 * one line.
 *
 * Reading files row by row is csv.h; this is for it and for callers that hold large stretches
 * themselves (match).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csv_scan.h"
#include "base/zh.h"

/* Special bytes found ahead of the reading. p, n and last are the caller's; the rest belongs to the
 * functions below. All offsets are from p. */
struct csv_cursor {
    const char *p;
    size_t n;
    bool last; /* p[n] is the end of the file */
    csv_scan_fn scan;
    size_t scanned, base; /* bytes looked at; the offset that at[] counts from */
    size_t next, count;   /* of at[]: the first not used yet; how many there are */
    uint32_t at[CSV_SCAN_BLOCK + CSV_SCAN_SLACK];
};

struct csv_extent {
    size_t begin, end; /* without the quotes around it */
    bool doubled;      /* quoted, with two quotes inside that stand for one */
};

struct csv_limits {
    size_t max_row;     /* bytes of a row with its end */
    size_t max_columns; /* cells that the caller's array holds */
};

#define CSV_NO_LINE SIZE_MAX

struct csv_shape {
    size_t cells;
    size_t next;  /* offset of the row (bad row: line) below; CSV_NO_LINE when a bad row's line does
                     not end in the text */
    size_t lines; /* line ends that next has passed */
    enum zh_id error; /* bad row: csv_quote_inside, csv_quote_after, csv_quote_open, csv_bare_cr,
                         csv_nul, csv_row_long, csv_columns; sentences with {0} line, {1} column */
};

enum csv_found {
    CSV_ROW,
    CSV_BAD, /* shape->error says why; shape->cells is the column (from 1) where it happened */
    CSV_MORE /* the text ends before the row does and is not the last: come again at the same start
                with more of it */
};

/* Points the cursor to start, over whatever text p and n now are. */
void csv_cursor_at(struct csv_cursor *c, size_t start);

/* The offset of the next special byte that is not used yet, or n. */
size_t csv_cursor_peek(struct csv_cursor *c);

/* The row that begins at start, where the cursor must be; leaves the cursor at shape->next
 * (CSV_MORE: undefined, set it). */
enum csv_found csv_shape_row(struct csv_cursor *c, size_t start, const struct csv_limits *limits,
                             struct csv_extent *cells, struct csv_shape *shape);

/* Copies a cell's text to out, two quotes made one; returns its length, at most end - begin, which
 * out must hold. */
size_t csv_extent_copy(const char *p, const struct csv_extent *cell, char *out);
