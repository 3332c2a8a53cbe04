/*
 * Reading CSV: strict, streaming, vectorised. Rows come one at a time, files of any size in
 * constant memory.
 *
 * The grammar is csv_shape.h's. A byte order mark at the start is passed over; empty lines are
 * passed over and counted. A bad row is reported with its line and column and costs its first line
 * only; csv_next then goes on with the line below.
 *
 * Not here: character sets (the source's read may decode: what it gives must be UTF-8 where that
 * matters, offsets count the decoded bytes), header names, what the cells mean. Cells are bytes;
 * nothing is trimmed.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Where the bytes come from. ctx is the caller's and must outlive the reader. */
struct csv_source {
    /* Puts 1..cap bytes into out and returns ERR_OK with their number in *n, 0 at the end; fills
     * *why on failure. */
    enum err (*read)(void *ctx, char *out, size_t cap, size_t *n, struct problem *why);
    /* The next read starts at this byte. NULL where the source cannot. */
    enum err (*seek)(void *ctx, uint64_t offset, struct problem *why);
    void *ctx;
};

struct csv_options {
    size_t max_row;     /* bytes; 0: 1 MiB */
    size_t max_columns; /* 0: 256 */
};

struct csv_cell {
    const char *s; /* terminated; holds no NUL of its own */
    size_t n;
};

struct csv_row {
    const struct csv_cell *cells;    /* valid until the next call on the reader */
    size_t count;                    /* >= 1; 0 for a bad row */
    uint64_t line;                   /* from 1; of the row's first byte */
    uint64_t offset;                 /* of the row's first byte, byte order mark included */
    uint64_t next_offset, next_line; /* where csv_seek can go on after this row */
    size_t column;                   /* bad row: the cell, from 1, where it went wrong */
    const char *raw;                 /* bad row: its line without the end, not terminated */
    size_t raw_n;                    /* 0 where that is longer than max_row */
};

struct csv;

struct csv *csv_open(const struct csv_source *source,
                     const struct csv_options *options); /* NULL: out of memory */
struct csv *
csv_open_fd(int fd,
            const struct csv_options *options); /* fd stays the caller's; seeks where fd can */
struct csv *csv_open_memory(const void *bytes, size_t n,
                            const struct csv_options *options); /* bytes stay the caller's */
void csv_close(struct csv *c);                                  /* wipes; NULL is allowed */

/*
 * ERR_OK         a row, in *out
 * ERR_NOT_FOUND  the end of the file (why is untouched)
 * ERR_ROWS       a bad row: why has the sentence with line and column, *out the place; call again
 * to go on otherwise      what read said; the reader is of no further use except for csv_seek
 */
enum err csv_next(struct csv *c, struct csv_row *out, struct problem *why);

/* Goes on at a byte where a row begins (a next_offset with its next_line). ERR_USAGE where the
 * source cannot. */
enum err csv_seek(struct csv *c, uint64_t offset, uint64_t line, struct problem *why);
