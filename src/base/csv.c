#include "base/csv.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv_shape.h"

#define CHUNK ((size_t)64 << 10) /* read ahead of the longest row */

struct memory {
    const char *p;
    size_t n, at;
};

struct csv {
    struct csv_source source;
    struct csv_limits limits;
    struct memory memory; /* ctx of csv_open_memory */
    int fd;               /* ctx of csv_open_fd */
    char *buffer;         /* cap + 1 bytes */
    size_t cap;
    size_t start;    /* the next row, in buffer */
    uint64_t offset; /* of buffer[0] in the file */
    uint64_t line;   /* of the next row */
    bool beginning;  /* a byte order mark may come */
    struct csv_extent *extents;
    struct csv_cell *cells;
    struct csv_cursor cursor;
};

static enum err read_fd(void *ctx, char *out, size_t cap, size_t *n, struct problem *why)
{
    const int *fd = ctx;
    ssize_t got;
    do got = read(*fd, out, cap);
    while (got < 0 && errno == EINTR);
    if (got < 0) return problem_set(why, ERR_FAILED, ZH_csv_read, NULL, strerror(errno), NULL);
    *n = (size_t)got;
    return ERR_OK;
}

static enum err seek_fd(void *ctx, uint64_t offset, struct problem *why)
{
    const int *fd = ctx;
    if (offset > INT64_MAX || lseek(*fd, (off_t)offset, SEEK_SET) < 0)
        return problem_set(why, ERR_USAGE, ZH_csv_seek, NULL, NULL);
    return ERR_OK;
}

static enum err read_memory(void *ctx, char *out, size_t cap, size_t *n, struct problem *why)
{
    struct memory *m = ctx;
    (void)why;
    *n = m->n - m->at < cap ? m->n - m->at : cap;
    if (*n) memcpy(out, m->p + m->at, *n);
    m->at += *n;
    return ERR_OK;
}

static enum err seek_memory(void *ctx, uint64_t offset, struct problem *why)
{
    struct memory *m = ctx;
    if (offset > m->n) return problem_set(why, ERR_USAGE, ZH_csv_seek, NULL, NULL);
    m->at = (size_t)offset;
    return ERR_OK;
}

struct csv *csv_open(const struct csv_source *source, const struct csv_options *options)
{
    struct csv *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->source = *source;
    c->limits.max_row = options && options->max_row ? options->max_row : (size_t)1 << 20;
    c->limits.max_columns = options && options->max_columns ? options->max_columns : 256;
    c->cap = c->limits.max_row + CHUNK;
    c->buffer = malloc(c->cap + 1);
    c->extents = calloc(c->limits.max_columns, sizeof *c->extents);
    c->cells = calloc(c->limits.max_columns, sizeof *c->cells);
    c->cursor = (struct csv_cursor){.p = c->buffer, .scan = csv_scan_best()};
    c->line = 1;
    c->beginning = true;
    if (c->buffer && c->extents && c->cells) return c;
    csv_close(c);
    return NULL;
}

struct csv *csv_open_fd(int fd, const struct csv_options *options)
{
    struct csv *c = csv_open(&(struct csv_source){read_fd, seek_fd, NULL}, options);
    if (!c) return NULL;
    c->fd = fd;
    c->source.ctx = &c->fd;
    return c;
}

struct csv *csv_open_memory(const void *bytes, size_t n, const struct csv_options *options)
{
    struct csv *c = csv_open(&(struct csv_source){read_memory, seek_memory, NULL}, options);
    if (!c) return NULL;
    c->memory = (struct memory){bytes, n, 0};
    c->source.ctx = &c->memory;
    return c;
}

void csv_close(struct csv *c)
{
    if (!c) return;
    if (c->buffer) explicit_bzero(c->buffer, c->cursor.n);
    free(c->buffer);
    free(c->extents);
    free(c->cells);
    explicit_bzero(c, sizeof *c);
    free(c);
}

/* Moves what is left to the front and reads more behind it; sets cursor.last at the end of the
 * file. */
static enum err fill(struct csv *c, struct problem *why)
{
    struct csv_cursor *cursor = &c->cursor;
    size_t left = cursor->n - c->start, got = 0;
    memmove(c->buffer, c->buffer + c->start, left);
    c->offset += c->start;
    c->start = 0;
    cursor->n = left;
    csv_cursor_at(cursor, 0);
    size_t room = c->cap - left < CHUNK ? c->cap - left : CHUNK;
    enum err err = c->source.read(c->source.ctx, c->buffer + left, room, &got, why);
    if (err != ERR_OK) return err;
    cursor->n += got;
    cursor->last = got == 0;
    return ERR_OK;
}

/* The byte order mark may come in three reads. */
static enum err begin(struct csv *c, struct problem *why)
{
    while (c->cursor.n < 3 && !c->cursor.last) {
        enum err err = fill(c, why);
        if (err != ERR_OK) return err;
    }
    if (c->cursor.n >= 3 && memcmp(c->buffer, "\xEF\xBB\xBF", 3) == 0) c->start = 3;
    csv_cursor_at(&c->cursor, c->start);
    c->beginning = false;
    return ERR_OK;
}

/* Moves start past the end of the line it is in, however long that is. */
static enum err skip_line(struct csv *c, struct problem *why)
{
    for (;;) {
        const char *from = c->buffer + c->start;
        const char *lf = memchr(from, '\n', c->cursor.n - c->start);
        c->start = lf ? (size_t)(lf + 1 - c->buffer) : c->cursor.n;
        c->line += lf != NULL;
        if (lf || c->cursor.last) return ERR_OK;
        enum err err = fill(c, why);
        if (err != ERR_OK) return err;
    }
}

/* Reads on until the end of the bad line is in the buffer, or the longest row would be; *n is the
 * line's length without its end, or 0 when it is longer than a row may be. */
static enum err complete_line(struct csv *c, size_t *n, struct problem *why)
{
    for (;;) {
        const char *from = c->buffer + c->start;
        size_t have = c->cursor.n - c->start;
        const char *lf = memchr(from, '\n', have);
        if (!lf && !c->cursor.last && have <= c->limits.max_row) {
            enum err err = fill(c, why);
            if (err != ERR_OK) return err;
            continue;
        }
        *n = lf ? (size_t)(lf - from) : have;
        if (*n && from[*n - 1] == '\r') --*n;
        if (*n > c->limits.max_row) *n = 0;
        return ERR_OK;
    }
}

static enum err bad_row(struct csv *c, const struct csv_shape *shape, struct csv_row *out,
                        struct problem *why)
{
    char line[24], column[24];
    snprintf(line, sizeof line, "%" PRIu64, c->line);
    snprintf(column, sizeof column, "%zu", shape->cells);
    enum err err = complete_line(c, &out->raw_n, why);
    out->raw = c->buffer + c->start;
    if (err == ERR_OK) err = skip_line(c, why);
    if (err != ERR_OK) return err;
    out->column = shape->cells;
    out->next_offset = c->offset + c->start;
    out->next_line = c->line;
    csv_cursor_at(&c->cursor, c->start);
    return problem_set(why, ERR_ROWS, shape->error, NULL, line, column, NULL);
}

static void good_row(struct csv *c, const struct csv_shape *shape, struct csv_row *out)
{
    for (size_t i = 0; i < shape->cells; i++) {
        struct csv_extent *e = &c->extents[i];
        char *s = c->buffer + e->begin;
        size_t n = e->doubled ? csv_extent_copy(c->buffer, e, s) : e->end - e->begin;
        s[n] =
            0; /* over the comma, quote or line end; behind a last line without one there is room */
        c->cells[i] = (struct csv_cell){s, n};
    }
    out->cells = c->cells;
    out->count = shape->cells;
    c->start = shape->next;
    c->line += shape->lines;
    out->next_offset = c->offset + c->start;
    out->next_line = c->line;
}

static bool blank(const struct csv *c, const struct csv_shape *shape)
{
    return shape->cells == 1 && c->extents[0].begin == c->start && c->extents[0].end == c->start;
}

enum err csv_next(struct csv *c, struct csv_row *out, struct problem *why)
{
    *out = (struct csv_row){0};
    enum err err = c->beginning ? begin(c, why) : ERR_OK;
    while (err == ERR_OK) {
        if (c->cursor.last && c->start == c->cursor.n) return ERR_NOT_FOUND;
        struct csv_shape shape;
        enum csv_found found = csv_shape_row(&c->cursor, c->start, &c->limits, c->extents, &shape);
        if (found == CSV_MORE) {
            err = fill(c, why);
            continue;
        }
        out->line = c->line;
        out->offset = c->offset + c->start;
        if (found == CSV_BAD) return bad_row(c, &shape, out, why);
        if (!blank(c, &shape)) {
            good_row(c, &shape, out);
            return ERR_OK;
        }
        c->start = shape.next;
        c->line += shape.lines;
    }
    return err;
}

enum err csv_seek(struct csv *c, uint64_t offset, uint64_t line, struct problem *why)
{
    if (!c->source.seek) return problem_set(why, ERR_USAGE, ZH_csv_seek, NULL, NULL);
    enum err err = c->source.seek(c->source.ctx, offset, why);
    if (err != ERR_OK) return err;
    c->cursor.n = c->start = 0;
    c->cursor.last = false;
    c->beginning = offset == 0;
    c->offset = offset;
    c->line = line;
    csv_cursor_at(&c->cursor, 0);
    return ERR_OK;
}
