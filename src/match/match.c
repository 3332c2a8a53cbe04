#include "match/match.h"

#include <stdlib.h>
#include <sys/sysinfo.h>

#include "match/run.h"

#define THREADS_MAX 64

unsigned match_threads(const struct match_options *options)
{
    int n = options && options->threads ? (int)options->threads : get_nprocs();
    return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

struct match_cut match_cut_of(const struct match_options *options)
{
    struct match_cut cut = MATCH_CUT;
    if (options && options->piece) cut.piece = options->piece;
    if (options && options->row_max) cut.row_max = options->row_max;
    cut.map = options && options->map;
    return cut;
}

static bool fill_lanes(struct match_run *run)
{
    run->lanes.threads = match_threads(&run->shared.options);
    unsigned count = run->lanes.threads * MATCH_LANES;
    run->lanes.lane = calloc(count, sizeof *run->lanes.lane);
    if (!run->lanes.lane) return false;
    run->lanes.count = count;
    for (unsigned i = 0; i < count; i++) {
        struct match_lane *lane = &run->lanes.lane[i];
        lane->text = malloc(match_cut_text(&run->lanes.cut));
        lane->worker = match_worker_new(&run->shared);
        if (!lane->text || !lane->worker) return false;
    }
    return true;
}

enum err match_run_new(const struct match_index *index, const struct match_options *options,
                       struct match_run **out, struct problem *why)
{
    *out = NULL;
    struct match_run *run = calloc(1, sizeof *run);
    if (!run) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (options) run->shared.options = *options;
    run->lanes.cut = run->shared.cut = match_cut_of(options);
    run->shared.index = index;
    run->shared.latest = &run->latest;
    run->shared.days = run->days;
    match_days(run->days);
    run->shared.kinds = match_kinds_new();
    bool fits = run->shared.kinds && match_latest_init(&run->latest, index) && fill_lanes(run);
    struct match_kernels kernels = match_kernels_of(run->shared.options.kernel);
    if (fits) run->shared.gathers = match_gathers_new(&run->latest, run->lanes.threads, &kernels);
    if (run->shared.gathers) {
        *out = run;
        return ERR_OK;
    }
    match_run_free(run);
    return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
}

void match_run_free(struct match_run *run)
{
    if (!run) return;
    for (unsigned i = 0; i < run->lanes.count; i++) {
        struct match_lane *lane = &run->lanes.lane[i];
        if (lane->text) explicit_bzero(lane->text, match_cut_text(&run->lanes.cut));
        free(lane->text);
        match_worker_free(lane->worker);
    }
    free(run->lanes.lane);
    match_gathers_free(run->shared.gathers);
    match_latest_done(&run->latest);
    match_kinds_free(run->shared.kinds);
    free(run);
}

enum err match_run_feed(struct match_run *run, int fd, struct match_counts *counts,
                        struct problem *why)
{
    struct match_counts *c = &run->shared.counts;
    *c = (struct match_counts){0};
    enum err err = match_pieces(fd, &match_feed_parser, &run->lanes, why);
    c->matched += match_gathers_finish(run->shared.gathers);
    c->unmatched = c->rows - c->refused - c->matched;
    if (counts) *counts = *c;
    return err;
}

void match_run_clear(struct match_run *run)
{
    match_latest_clear(&run->latest);
}
