#include "base/csv_shape.h"

#include <string.h>

void csv_cursor_at(struct csv_cursor *c, size_t start)
{
    c->scanned = c->base = start;
    c->next = c->count = 0;
}

/* Scans on until there is a special byte that is not used yet; false at the end of the text. */
static bool scan_on(struct csv_cursor *c)
{
    while (c->next == c->count) {
        size_t left = c->n - c->scanned, take = left < CSV_SCAN_BLOCK ? left : CSV_SCAN_BLOCK;
        if (take == 0) return false;
        c->base = c->scanned;
        c->next = 0;
        c->count = c->scan(c->p + c->base, take, c->at);
        c->scanned += take;
    }
    return true;
}

static inline size_t peek(struct csv_cursor *c)
{
    return c->next < c->count || scan_on(c) ? c->base + c->at[c->next] : c->n;
}

size_t csv_cursor_peek(struct csv_cursor *c)
{
    return peek(c);
}

struct row {
    struct csv_cursor *c;
    const struct csv_limits *limits;
    struct csv_extent *cells;
    struct csv_shape *shape;
    size_t start, end; /* the row's first byte; no byte of it may stand at end or later */
    enum csv_found found;
};

static void bad(struct row *r, enum zh_id error)
{
    struct csv_cursor *c = r->c;
    const char *lf = memchr(c->p + r->start, '\n', c->n - r->start);
    *r->shape =
        (struct csv_shape){.error = error, .cells = r->shape->cells + 1, .next = CSV_NO_LINE};
    if (lf) {
        r->shape->next = (size_t)(lf + 1 - c->p);
        r->shape->lines = 1;
    } else if (c->last) {
        r->shape->next = c->n;
    }
    csv_cursor_at(c, lf ? r->shape->next : c->n);
    r->found = CSV_BAD;
}

/* The text has run out inside the row. */
static void runs_out(struct row *r, enum zh_id too_long)
{
    if (r->end < r->c->n) bad(r, too_long);
    else r->found = CSV_MORE;
}

static bool cell_add(struct row *r, size_t begin, size_t end, bool doubled)
{
    if (r->shape->cells == r->limits->max_columns) {
        bad(r, ZH_csv_columns);
        return false;
    }
    r->cells[r->shape->cells++] = (struct csv_extent){begin, end, doubled};
    return true;
}

static void row_ends(struct row *r, size_t next, size_t lines)
{
    r->shape->next = next;
    r->shape->lines += lines;
    r->found = CSV_ROW;
}

/* A cell's text has ended before offset at, where a comma or the row's end must stand. Returns
 * whether another cell comes, and at is then past the comma. */
static bool cell_ends(struct row *r, size_t *at, struct csv_extent cell, enum zh_id otherwise)
{
    const char *p = r->c->p;
    if (*at >= r->end) {
        if (!(r->c->last && *at == r->c->n)) runs_out(r, ZH_csv_row_long);
        else if (cell_add(r, cell.begin, cell.end, cell.doubled)) row_ends(r, *at, 0);
        return false;
    }
    char c = p[*at];
    if (c == '\r') {
        bool lone = *at + 1 < r->end ? p[*at + 1] != '\n' : r->c->last && *at + 1 == r->c->n;
        if (lone) bad(r, ZH_csv_bare_cr);
        else if (*at + 1 >= r->end) runs_out(r, ZH_csv_row_long);
        else if (cell_add(r, cell.begin, cell.end, cell.doubled)) {
            r->c->next++; /* the CR */
            peek(r->c);
            r->c->next++; /* the LF */
            row_ends(r, *at + 2, 1);
        }
        return false;
    }
    if (c != ',' && c != '\n') {
        bad(r, c == 0 ? ZH_csv_nul : otherwise);
        return false;
    }
    if (!cell_add(r, cell.begin, cell.end, cell.doubled)) return false;
    r->c->next++;
    *at += 1;
    if (c == '\n') row_ends(r, *at, 1);
    return c == ',';
}

/* Finds the closing quote of the cell whose opening quote the cursor is at; false when the row is
 * over. */
static bool quoted_end(struct row *r, struct csv_extent *cell)
{
    struct csv_cursor *c = r->c;
    c->next++;
    for (;;) {
        size_t at = peek(c);
        if (at >= r->end) {
            if (c->last && r->end == c->n) bad(r, ZH_csv_quote_open);
            else runs_out(r, ZH_csv_quote_open);
            return false;
        }
        if (c->p[at] == 0) {
            bad(r, ZH_csv_nul);
            return false;
        }
        c->next++;
        if (c->p[at] == '\n') r->shape->lines++;
        if (c->p[at] != '"') continue;
        if (at + 1 < r->end ? c->p[at + 1] != '"' : c->last && at + 1 == c->n) {
            cell->end = at;
            return true;
        }
        if (at + 1 >= r->end) {
            runs_out(r, ZH_csv_row_long);
            return false;
        }
        cell->doubled = true;
        peek(c);
        c->next++;
    }
}

enum csv_found csv_shape_row(struct csv_cursor *c, size_t start, const struct csv_limits *limits,
                             struct csv_extent *cells, struct csv_shape *shape)
{
    size_t longest = c->n - start < limits->max_row ? c->n - start : limits->max_row;
    struct row r = {c, limits, cells, shape, start, start + longest, CSV_MORE};
    *shape = (struct csv_shape){.next = start};
    size_t at = start;
    bool more = true;
    while (more) {
        struct csv_extent cell = {.begin = at};
        size_t special = peek(c);
        if (special > r.end) special = r.end;
        if (special == at && at < r.end && c->p[at] == '"') {
            cell.begin++;
            if (!quoted_end(&r, &cell)) break;
            at = cell.end + 1;
            more = cell_ends(&r, &at, cell, ZH_csv_quote_after);
        } else {
            cell.end = at = special;
            more = cell_ends(&r, &at, cell, ZH_csv_quote_inside);
        }
    }
    return r.found;
}

size_t csv_extent_copy(const char *p, const struct csv_extent *cell, char *out)
{
    size_t n = 0;
    if (!cell->doubled) {
        n = cell->end - cell->begin;
        memcpy(out, p + cell->begin, n);
        return n;
    }
    for (size_t i = cell->begin; i < cell->end; i++) {
        out[n++] = p[i];
        i += p[i] == '"'; /* the second of the two */
    }
    return n;
}
