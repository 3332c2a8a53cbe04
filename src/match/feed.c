#include "match/feed.h"

#include <stdio.h>
#include <stdlib.h>

#define INLINE __attribute__((always_inline)) static inline
#define CACHE 2048
#define TEXT_AHEAD 12288 /* bytes: a mapped file's cache lines are asked for so early */
#define ROW_LEAST 30     /* bytes of the shortest row that can be right */

struct refusal {
    uint32_t line; /* from the piece's first */
    uint16_t value;
    uint16_t reason; /* enum zh_id */
};

struct cached_kind {
    uint64_t a, b;
    uint16_t n; /* 0: free */
    uint16_t number;
};

typedef size_t plain_rows_fn(struct match_worker *w, size_t at, size_t stop);

struct match_worker {
    struct match_shared *shared;
    plain_rows_fn *plain_rows;
    struct csv_cursor cursor;
    struct match_row *row;
    struct match_rare *rare;
    struct refusal *refusal;
    size_t rows, rares, refusals;
    struct match_counts counts;
    bool too_many_kinds;
    unsigned cached;
    struct cached_kind cache[CACHE];
    char cell[MATCH_KIND_BYTES + 1];
};

void match_worker_free(struct match_worker *w)
{
    if (!w) return;
    free(w->row);
    free(w->rare);
    free(w->refusal);
    explicit_bzero(w, sizeof *w);
    free(w);
}

/* Those of a rare kind or date are few and do without gathering. */
static void keep_rare(struct match_worker *w, uint64_t key, uint16_t kind, struct date date)
{
    uint32_t rank = match_index_find(w->shared->index, key);
    if (rank == MATCH_NOBODY) return;
    w->rare[w->rares++] = (struct match_rare){rank, kind, date};
    w->counts.matched++;
}

static int kind_uncached(struct match_worker *w, const char *s, size_t n)
{
    if (n == 0 || n > MATCH_KIND_BYTES) return MATCH_KIND_NOT_UTF8;
    return match_kinds_number(w->shared->kinds, s, n);
}

static inline uint64_t load8(const char *s)
{
    uint64_t v;
    memcpy(&v, s, sizeof v);
    return v;
}

/* The number of the kind at s, or negative. Eight bytes from s can be read whatever n is. Up to 16
 * bytes are two words, which with the length are the kind itself: equal words need no look at the
 * text. */
static inline int kind_number(struct match_worker *w, const char *s, size_t n)
{
    if (n - 1 >= 16) return kind_uncached(w, s, n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return kind_uncached(w, s, n);
#endif
    uint64_t a = load8(s), b = 0;
    if (n < 8) a &= (UINT64_C(1) << 8 * n) - 1;
    else b = load8(s + n - 8);
    uint64_t h = (a ^ (b << 23 | b >> 41)) * 0x9E3779B97F4A7C15u;
    for (size_t at = h >> 53;; at = (at + 1) % CACHE) {
        struct cached_kind *k = &w->cache[at];
        if (k->a == a && k->b == b && k->n == n) return k->number;
        if (k->n) continue;
        int number = kind_uncached(w, s, n);
        if (number >= 0 && w->cached < CACHE / 2) {
            *k = (struct cached_kind){a, b, (uint16_t)n, (uint16_t)number};
            w->cached++;
        }
        return number;
    }
}

typedef struct match_fields fields_fn(const char *number, const char *date, const uint16_t *days);

/* As many plain rows as the scanned special bytes hold, from at; stops before the first row that is
 * anything else. */
INLINE size_t plain_rows(fields_fn *fields, struct match_worker *w, size_t at, size_t stop)
{
    struct csv_cursor *c = &w->cursor;
    const char *block = c->p + c->base;
    const uint32_t *s = c->at + c->next, *end = c->at + c->count, *first = s;
    const uint16_t *days = w->shared->days;
    struct match_row *row = w->row + w->rows;
    uint64_t rows = 0;
    while (at < stop && end - s >= 6) {
        const char *kind = block + s[1] + 1, *date = block + s[2] + 1;
        unsigned cr = block[s[4]] == '\r';
        bool shaped = (block[s[0]] == ',') & (block[s[1]] == ',') & (block[s[2]] == ',') &
                      (block[s[3]] == ',') & (block[s[4 + cr]] == '\n') & (s[4 + cr] - s[4] == cr) &
                      (s[3] - s[2] == 11) & (c->base + s[0] - at == MATCH_NUMBER);
        if (!shaped || s[4] - s[0] > w->shared->cut.row_max - 32) break;
        __builtin_prefetch(c->p + at + TEXT_AHEAD);
        struct match_fields f = fields(c->p + at, date, days);
        int number = kind_number(w, kind, s[2] - s[1] - 1);
        if (!f.key || !f.day || number < 0) break;
        if (number < MATCH_DENSE) *row++ = match_row_of(f.key, (uint16_t)number, f.day);
        else keep_rare(w, f.key, (uint16_t)number, match_short_date(f.day));
        at = c->base + s[4 + cr] + 1;
        s += 5 + cr;
        rows++;
    }
    w->rows = (size_t)(row - w->row);
    c->next += (size_t)(s - first);
    w->counts.rows += rows;
    return at;
}

static size_t plain_rows_plain(struct match_worker *w, size_t at, size_t stop)
{
    return plain_rows(match_fields_plain, w, at, stop);
}

#if defined __x86_64__
__attribute__((target("avx2,bmi,bmi2"))) static size_t plain_rows_avx2(struct match_worker *w,
                                                                       size_t at, size_t stop)
{
    return plain_rows(match_fields_avx2, w, at, stop);
}
#endif

static plain_rows_fn *plain_rows_of(enum match_kernel kernel)
{
#if defined __x86_64__
    if (kernel != MATCH_PLAIN && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return plain_rows_avx2;
#endif
    (void)kernel;
    return plain_rows_plain;
}

struct match_worker *match_worker_new(struct match_shared *shared)
{
    struct match_worker *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    size_t rows = shared->cut.piece / ROW_LEAST + 2;
    w->shared = shared;
    w->cursor.scan = csv_scan_best();
    w->plain_rows = plain_rows_of(shared->options.kernel);
    w->row = calloc(rows, sizeof *w->row);
    w->rare = calloc(rows, sizeof *w->rare);
    w->refusal = malloc((shared->cut.piece / 2 + 2) *
                        sizeof *w->refusal); /* a bad row has two bytes at least */
    if (w->row && w->rare && w->refusal) return w;
    match_worker_free(w);
    return NULL;
}

static void refuse(struct match_worker *w, uint64_t line, enum zh_id reason, size_t value)
{
    w->counts.rows++;
    w->refusal[w->refusals++] = (struct refusal){
        (uint32_t)line, (uint16_t)(value < 65535 ? value : 65535), (uint16_t)reason};
}

/* A cell as terminated text in w->cell; NULL when it is longer than that. */
static const char *cell_text(struct match_worker *w, const struct csv_extent *cell, size_t *n)
{
    if (cell->end - cell->begin > MATCH_KIND_BYTES) {
        if (!cell->doubled || cell->end - cell->begin > 2 * MATCH_KIND_BYTES) return NULL;
        char longer[2 * MATCH_KIND_BYTES];
        *n = csv_extent_copy(w->cursor.p, cell, longer);
        if (*n > MATCH_KIND_BYTES) return NULL;
        memcpy(w->cell, longer, *n);
    } else {
        *n = csv_extent_copy(w->cursor.p, cell, w->cell);
    }
    w->cell[*n] = 0;
    return w->cell;
}

/* A row that csv_shape has taken apart. */
static void shaped_row(struct match_worker *w, const struct csv_extent *cells, size_t count,
                       uint64_t line)
{
    if (count != MATCH_COLUMNS) {
        refuse(w, line, ZH_match_columns, count);
        return;
    }
    size_t n;
    const char *s = cell_text(w, &cells[0], &n);
    uint64_t key = s ? match_key(s, n) : 0;
    if (!key) {
        refuse(w, line, ZH_match_number, 0);
        return;
    }
    struct date date;
    s = cell_text(w, &cells[3], &n);
    if (!s || strlen(s) != n || date_parse(s, &date, NULL) != ERR_OK) {
        refuse(w, line, ZH_match_date, 0);
        return;
    }
    s = cell_text(w, &cells[2], &n);
    if (!s || n == 0) {
        refuse(w, line, ZH_match_kind, MATCH_KIND_BYTES);
        return;
    }
    int kind = kind_uncached(w, s, n);
    if (kind == MATCH_KIND_TOO_MANY) w->too_many_kinds = true;
    if (kind < 0) {
        refuse(w, line, ZH_match_kind_utf8, 0);
        return;
    }
    w->counts.rows++;
    uint16_t day = match_short_day(date);
    if (kind < MATCH_DENSE && day) w->row[w->rows++] = match_row_of(key, (uint16_t)kind, day);
    else keep_rare(w, key, (uint16_t)kind, date);
}

size_t match_header_end(struct csv_cursor *c, const struct match_cut *cut, uint64_t *lines)
{
    struct csv_extent cells[64];
    struct csv_limits limits = {cut->row_max, 64};
    struct csv_shape shape;
    size_t at = c->n >= 3 && memcmp(c->p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (;;) {
        csv_cursor_at(c, at);
        if (at == c->n || csv_shape_row(c, at, &limits, cells, &shape) != CSV_ROW) break;
        bool blank = shape.cells == 1 && cells[0].end == at;
        if (!blank && match_key(c->p + cells[0].begin, cells[0].end - cells[0].begin)) break;
        at = shape.next;
        *lines += shape.lines;
        if (!blank) break;
    }
    csv_cursor_at(c, at);
    return at;
}

/* One row the long way; returns where the next one begins, or MATCH_OPEN. */
static size_t any_row(struct match_worker *w, size_t at, uint64_t *lines)
{
    struct csv_extent cells[64];
    struct csv_limits limits = {w->shared->cut.row_max, 64};
    struct csv_shape shape;
    enum csv_found found = csv_shape_row(&w->cursor, at, &limits, cells, &shape);
    if (found == CSV_BAD) refuse(w, *lines, shape.error, shape.cells);
    else if (shape.cells != 1 || cells[0].end != at) shaped_row(w, cells, shape.cells, *lines);
    *lines += shape.lines;
    return shape.next == CSV_NO_LINE ? MATCH_OPEN : shape.next;
}

static size_t parse(struct match_worker *w, const struct match_piece *piece, size_t start,
                    uint64_t *lines)
{
    struct csv_cursor *c = &w->cursor;
    c->p = piece->text;
    c->n = piece->n;
    c->last = piece->last;
    w->rows = w->rares = w->refusals = 0;
    w->counts = (struct match_counts){0};
    w->too_many_kinds = false;
    csv_cursor_at(c, start);
    size_t at = start;
    if (piece->beginning && start == 0) at = match_header_end(c, &w->shared->cut, lines);
    while (at < piece->stop) {
        csv_cursor_peek(c); /* scans on when the special bytes are used up */
        uint64_t before = w->counts.rows;
        at = w->plain_rows(w, at, piece->stop);
        *lines += w->counts.rows - before;
        if (at < piece->stop) at = any_row(w, at, lines);
    }
    return at;
}

static void report(const struct match_shared *shared, const struct refusal *r, uint64_t first)
{
    char line[24], value[16];
    struct problem why;
    snprintf(line, sizeof line, "%llu", (unsigned long long)(first + r->line));
    snprintf(value, sizeof value, "%u", r->value);
    problem_set(&why, ERR_ROWS, (enum zh_id)r->reason, NULL, line, value, NULL);
    shared->options.refused(shared->options.ctx, first + r->line, &why);
}

static enum err settle(struct match_worker *w, uint64_t line, struct problem *why)
{
    struct match_shared *shared = w->shared;
    if (w->too_many_kinds) {
        char most[16];
        snprintf(most, sizeof most, "%d", MATCH_KINDS);
        return problem_set(why, ERR_INPUT, ZH_match_kinds_many, NULL, most, NULL);
    }
    shared->counts.rows += w->counts.rows;
    shared->counts.matched += w->counts.matched;
    shared->counts.refused += w->refusals;
    for (size_t i = 0; shared->options.refused && i < w->refusals; i++)
        report(shared, &w->refusal[i], line);
    return ERR_OK;
}

static enum err apply(struct match_worker *w, struct problem *why)
{
    match_gathers_add(w->shared->gathers, w->row, w->rows);
    if (!match_latest_add_rare(w->shared->latest, w->rare, w->rares))
        return problem_set(why, ERR_FAILED, ZH_match_sparse_many, NULL, NULL);
    return ERR_OK;
}

const struct match_parser match_feed_parser = {parse, settle, apply};
