#include <stdio.h>
#include <stdlib.h>

#include "match/run.h"

/* A roster row is `number` or more; what stands behind the number is only looked at as CSV. */
#define COLUMNS_MAX 256

struct refusal {
    uint64_t line;
    uint32_t column;
    enum zh_id reason;
};

struct roster {
    struct match_builder *builder;
    struct match_counts counts;
    struct match_options options;
    struct match_cut cut;
};

struct match_worker {
    struct roster *roster;
    struct csv_cursor cursor;
    struct csv_extent cells[COLUMNS_MAX];
    uint64_t *key;
    struct refusal *refusal;
    size_t keys, refusals;
};

static void refuse(struct match_worker *w, uint64_t line, enum zh_id reason, size_t column)
{
    w->refusal[w->refusals++] = (struct refusal){line, (uint32_t)column, reason};
}

static size_t row(struct match_worker *w, size_t at, uint64_t *lines)
{
    struct csv_limits limits = {w->roster->cut.row_max, COLUMNS_MAX};
    struct csv_shape shape;
    enum csv_found found = csv_shape_row(&w->cursor, at, &limits, w->cells, &shape);
    if (found == CSV_BAD) {
        refuse(w, *lines, shape.error, shape.cells);
    } else if (shape.cells != 1 || w->cells[0].end != at) {
        size_t n = w->cells[0].end - w->cells[0].begin;
        uint64_t key = match_key(w->cursor.p + w->cells[0].begin, n);
        if (key) w->key[w->keys++] = key;
        else refuse(w, *lines, ZH_match_roster_number, 1);
    }
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
    w->keys = w->refusals = 0;
    csv_cursor_at(c, start);
    size_t at = start;
    if (piece->beginning && start == 0) at = match_header_end(c, &w->roster->cut, lines);
    while (at < piece->stop) at = row(w, at, lines);
    return at;
}

static enum err settle(struct match_worker *w, uint64_t first, struct problem *why)
{
    struct roster *roster = w->roster;
    roster->counts.rows += w->keys + w->refusals;
    roster->counts.matched += w->keys;
    roster->counts.refused += w->refusals;
    for (size_t i = 0; roster->options.refused && i < w->refusals; i++) {
        const struct refusal *r = &w->refusal[i];
        char line[24], column[16];
        struct problem reason;
        snprintf(line, sizeof line, "%llu", (unsigned long long)(first + r->line));
        snprintf(column, sizeof column, "%u", r->column);
        problem_set(&reason, ERR_ROWS, r->reason, NULL, line, column, NULL);
        roster->options.refused(roster->options.ctx, first + r->line, &reason);
    }
    return match_builder_add_keys(roster->builder, w->key, w->keys, why);
}

static const struct match_parser parser = {parse, settle, NULL};

static void worker_free(struct match_worker *w)
{
    if (!w) return;
    free(w->key);
    free(w->refusal);
    free(w);
}

static struct match_worker *worker_new(struct roster *roster)
{
    struct match_worker *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->roster = roster;
    w->cursor.scan = csv_scan_best();
    w->key = malloc((roster->cut.piece / 15 + 2) * sizeof *w->key);
    w->refusal = malloc((roster->cut.piece / 2 + 2) * sizeof *w->refusal);
    if (w->key && w->refusal) return w;
    worker_free(w);
    return NULL;
}

static enum err read_all(struct roster *roster, int fd, struct problem *why)
{
    unsigned threads = match_threads(&roster->options), count = threads * MATCH_LANES, made = 0;
    struct match_lane *lane = calloc(count, sizeof *lane);
    for (; lane && made < count; made++) {
        lane[made].text = malloc(match_cut_text(&roster->cut));
        lane[made].worker = worker_new(roster);
        if (!lane[made].text || !lane[made].worker) break;
    }
    enum err err = ERR_FAILED;
    if (made == count && lane)
        err = match_pieces(fd, &parser, &(struct match_lanes){lane, threads, count, roster->cut},
                           why);
    else problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    for (unsigned i = 0; lane && i < count; i++) {
        if (lane[i].text) explicit_bzero(lane[i].text, match_cut_text(&roster->cut));
        free(lane[i].text);
        worker_free(lane[i].worker);
    }
    free(lane);
    return err;
}

enum err match_roster_index(int fd, const struct match_options *options, struct match_index **out,
                            struct match_counts *counts, struct problem *why)
{
    *out = NULL;
    struct roster roster = {.builder = match_builder_new(false, 0), .cut = match_cut_of(options)};
    if (options) roster.options = *options;
    if (!roster.builder) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err err = read_all(&roster, fd, why);
    if (counts) *counts = roster.counts;
    if (err == ERR_OK) err = match_builder_finish(roster.builder, out, why);
    match_builder_free(roster.builder);
    return err;
}
