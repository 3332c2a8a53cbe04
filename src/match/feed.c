#include "match/feed.h"

#include <stdio.h>
#include <stdlib.h>

#define PENDING 64
#define CACHE 2048
#define ROW_LEAST 30 /* bytes of the shortest row that can be right */

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

struct pending {
    uint64_t key, home;
    int32_t day;
    uint16_t kind;
};

struct match_worker {
    struct match_shared *shared;
    struct csv_cursor cursor;
    struct match_event *event;
    struct match_rare *rare;
    struct refusal *refusal;
    size_t events, rares, refusals;
    struct match_counts counts;
    bool too_many_kinds;
    unsigned waiting, cached;
    struct pending pending[PENDING];
    struct cached_kind cache[CACHE];
    char cell[MATCH_KIND_BYTES + 1];
};

void match_months(int32_t months[MATCH_MONTHS])
{
    memset(months, 0, MATCH_MONTHS * sizeof *months);
    for (int y = MATCH_YEAR_FIRST; y <= MATCH_YEAR_LAST; y++) {
        for (int m = 1; m <= 12; m++) {
            struct date first = date_of(y, m, 1), next = date_add_months(first, 1);
            months[(y - MATCH_YEAR_FIRST) * 16 + m] = (first.day - 1) * 32 + (next.day - first.day);
        }
    }
}

struct match_worker *match_worker_new(struct match_shared *shared)
{
    struct match_worker *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    size_t rows = shared->cut.piece / ROW_LEAST + 3; /* look_up writes one ahead */
    w->shared = shared;
    w->cursor.scan = csv_scan_best();
    w->event = calloc(rows, sizeof *w->event);
    w->rare = calloc(rows, sizeof *w->rare);
    w->refusal = malloc((shared->cut.piece / 2 + 2) *
                        sizeof *w->refusal); /* a bad row has two bytes at least */
    if (w->event && w->rare && w->refusal) return w;
    match_worker_free(w);
    return NULL;
}

void match_worker_free(struct match_worker *w)
{
    if (!w) return;
    free(w->event);
    free(w->rare);
    free(w->refusal);
    explicit_bzero(w, sizeof *w);
    free(w);
}

/* Looks up what is waiting; their cache lines have been asked for when they were put there. Whether
 * a row matches cannot be foreseen, so the event is written in any case and counted only if it is
 * one. */
static void look_up(struct match_worker *w)
{
    const struct match_index *index = w->shared->index;
    size_t matched = 0, events = w->events;
    for (unsigned i = 0; i < w->waiting; i++) {
        const struct pending *p = &w->pending[i];
        const struct match_bucket *b = &index->bucket[p->home];
        unsigned hit = match_bucket_hit(b, p->key);
        uint32_t rank = b->rank[__builtin_ctz(hit | 16)];
        bool found = hit && rank < index->people;
        if (!hit && b->moved_on) {
            rank = match_index_at(index, p->home, p->key);
            found = rank != MATCH_NOBODY;
        }
        uint16_t day = match_short_day((struct date){p->day});
        bool dense = p->kind < MATCH_DENSE && day;
        w->event[events] = (struct match_event){rank, p->kind, day};
        events += found & dense;
        matched += found;
        if (!dense && found) w->rare[w->rares++] = (struct match_rare){rank, p->kind, {p->day}};
    }
    w->events = events;
    w->counts.matched += matched;
    w->counts.unmatched += w->waiting - matched;
    w->waiting = 0;
}

static inline void await(struct match_worker *w, uint64_t key, int kind, int32_t day)
{
    uint64_t home = match_index_home(w->shared->index, key);
    __builtin_prefetch(&w->shared->index->bucket[home]);
    w->pending[w->waiting++] = (struct pending){key, home, day, (uint16_t)kind};
    if (w->waiting == PENDING) look_up(w);
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

/* The day of a date as YYYY-MM-DD at s, 0 when it is none or out of the table's years. */
static inline int32_t day_of(const int32_t *months, const char *s)
{
    uint64_t v = load8(s) ^ 0x2D30302D30303030u; /* "0000-00-": digits become 0 to 9, dashes 0 */
    unsigned tens = (unsigned)(unsigned char)s[8] - '0', ones = (unsigned)(unsigned char)s[9] - '0';
    if (((v | (v + 0x0F06060F06060606u)) & 0xF0F0F0F0F0F0F0F0u) || tens > 9 || ones > 9) return 0;
    unsigned year = (unsigned)(v & 15) * 1000 + (unsigned)(v >> 8 & 15) * 100 +
                    (unsigned)(v >> 16 & 15) * 10 + (unsigned)(v >> 24 & 15);
    unsigned month = (unsigned)(v >> 40 & 15) * 10 + (unsigned)(v >> 48 & 15),
             day = tens * 10 + ones;
    if (year - MATCH_YEAR_FIRST > MATCH_YEAR_LAST - MATCH_YEAR_FIRST || month > 12) return 0;
    int32_t m = months[(year - MATCH_YEAR_FIRST) * 16 + month];
    return day - 1 < (unsigned)(m & 31) ? m / 32 + (int32_t)day : 0;
}

/* As many plain rows as the scanned special bytes hold, from at; stops before the first row that is
 * anything else. */
static size_t plain_rows(struct match_worker *w, size_t at, size_t stop)
{
    struct csv_cursor *c = &w->cursor;
    const char *block = c->p + c->base;
    const uint32_t *s = c->at + c->next, *end = c->at + c->count, *first = s;
    const int32_t *months = w->shared->months;
    uint64_t rows = 0;
    while (at < stop && end - s >= 6) {
        const char *kind = block + s[1] + 1, *date = block + s[2] + 1;
        unsigned cr = block[s[4]] == '\r';
        bool shaped = (block[s[0]] == ',') & (block[s[1]] == ',') & (block[s[2]] == ',') &
                      (block[s[3]] == ',') & (block[s[4 + cr]] == '\n') & (s[4 + cr] - s[4] == cr) &
                      (s[3] - s[2] == 11) & (c->base + s[0] - at == MATCH_NUMBER);
        if (!shaped || s[4] - s[0] > w->shared->cut.row_max - 32) break;
        uint64_t key = match_key18(c->p + at);
        int32_t day = day_of(months, date);
        int number = kind_number(w, kind, s[2] - s[1] - 1);
        if (!key || !day || number < 0) break;
        await(w, key, number, day);
        at = c->base + s[4 + cr] + 1;
        s += 5 + cr;
        rows++;
    }
    c->next += (size_t)(s - first);
    w->counts.rows += rows;
    return at;
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
    await(w, key, kind, date.day);
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
    w->events = w->rares = w->refusals = w->waiting = 0;
    w->counts = (struct match_counts){0};
    w->too_many_kinds = false;
    csv_cursor_at(c, start);
    size_t at = start;
    if (piece->beginning && start == 0) at = match_header_end(c, &w->shared->cut, lines);
    while (at < piece->stop) {
        csv_cursor_peek(c); /* scans on when the special bytes are used up */
        uint64_t before = w->counts.rows;
        at = plain_rows(w, at, piece->stop);
        *lines += w->counts.rows - before;
        if (at < piece->stop) at = any_row(w, at, lines);
    }
    look_up(w);
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
    shared->counts.unmatched += w->counts.unmatched;
    shared->counts.refused += w->refusals;
    for (size_t i = 0; shared->options.refused && i < w->refusals; i++)
        report(shared, &w->refusal[i], line);
    return ERR_OK;
}

static enum err apply(struct match_worker *w, struct problem *why)
{
    match_latest_add(w->shared->latest, w->event, w->events);
    if (!match_latest_add_rare(w->shared->latest, w->rare, w->rares))
        return problem_set(why, ERR_FAILED, ZH_match_sparse_many, NULL, NULL);
    return ERR_OK;
}

const struct match_parser match_feed_parser = {parse, settle, apply};
