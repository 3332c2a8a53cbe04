#include "match/gather.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

#define ROWS ((size_t)1 << 20) /* of a gather, at most: 12 MiB */
#define ALL_ROWS (4 * ROWS)    /* of all gathers */
#define STREAM_ROWS 2048       /* of a stream, at least */
#define TOGETHER 256           /* rows whose parts are told at a time */
#define AHEAD 16               /* rows of a stream whose cache line is asked for */
#define WORTH_THREADS 65536    /* rows left at the end of a feed */

struct stream {
    struct match_row *row;
    size_t rows;
};

struct gather {
    struct match_row *room; /* of all streams */
    struct stream stream[MATCH_PARTS_MAX];
};

struct match_gathers {
    struct match_latest *latest;
    const struct match_index *index;
    struct match_kernels kernel;
    size_t cap; /* rows of a stream */
    unsigned count;
    struct gather *gather;
    pthread_mutex_t lock; /* over the list of idle ones */
    struct gather **idle; /* the last one used is the next, its memory is still near */
    unsigned idles;
    atomic_uint_fast64_t matched;
    atomic_uint part; /* to be finished next */
};

/* Of a stream: enough that a part's cache lines are used several times; a small index is near
 * anyway. */
static size_t rows_of(const struct match_index *index, unsigned threads)
{
    size_t rows = ALL_ROWS / threads < ROWS ? ALL_ROWS / threads : ROWS;
    if (rows > index->people) rows = index->people;
    rows /= index->parts;
    return rows > STREAM_ROWS ? rows : STREAM_ROWS;
}

static size_t room_bytes(const struct match_gathers *g)
{
    return (g->cap * g->index->parts + AHEAD) * sizeof(struct match_row);
}

static bool room_for(struct match_gathers *g, struct gather *gather)
{
    size_t bytes = room_bytes(g);
    gather->room = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (gather->room == MAP_FAILED) {
        gather->room = NULL;
        return false;
    }
    madvise(gather->room, bytes, MADV_HUGEPAGE);
    for (uint32_t part = 0; part < g->index->parts; part++)
        gather->stream[part].row = gather->room + part * g->cap;
    return true;
}

struct match_gathers *match_gathers_new(struct match_latest *latest, unsigned threads,
                                        const struct match_kernels *kernels)
{
    struct match_gathers *g = calloc(1, sizeof *g);
    if (!g) return NULL;
    pthread_mutex_init(&g->lock, NULL);
    g->latest = latest;
    g->kernel = *kernels;
    g->index = latest->index;
    g->cap = rows_of(g->index, threads);
    g->gather = calloc(threads, sizeof *g->gather);
    g->idle = calloc(threads, sizeof *g->idle);
    bool fits = g->gather && g->idle;
    for (; fits && g->count < threads; g->count++) {
        fits = room_for(g, &g->gather[g->count]);
        g->idle[g->idles++] = &g->gather[g->count];
    }
    if (fits) return g;
    match_gathers_free(g);
    return NULL;
}

void match_gathers_free(struct match_gathers *g)
{
    if (!g) return;
    for (unsigned i = 0; i < g->count; i++)
        if (g->gather[i].room) munmap(g->gather[i].room, room_bytes(g));
    free(g->gather);
    free(g->idle);
    pthread_mutex_destroy(&g->lock);
    free(g);
}

/* Looks up a stream's rows and empties it; returns how many match. */
static uint64_t look_up(struct match_gathers *g, struct stream *stream, uint32_t part)
{
    pthread_mutex_lock(&g->latest->part_lock[part]);
    uint64_t matched = g->kernel.look_up(g->latest, part, stream->row, stream->rows);
    pthread_mutex_unlock(&g->latest->part_lock[part]);
    stream->rows = 0;
    return matched;
}

static struct gather *take(struct match_gathers *g)
{
    pthread_mutex_lock(&g->lock);
    struct gather *gather = g->idle[--g->idles];
    pthread_mutex_unlock(&g->lock);
    return gather;
}

static void give_back(struct match_gathers *g, struct gather *gather)
{
    pthread_mutex_lock(&g->lock);
    g->idle[g->idles++] = gather;
    pthread_mutex_unlock(&g->lock);
}

void match_gathers_add(struct match_gathers *g, const struct match_row *rows, size_t n)
{
    struct gather *gather = take(g);
    uint64_t matched = 0;
    uint8_t part[TOGETHER];
    for (size_t at = 0; at < n; at += TOGETHER) {
        size_t some = n - at < TOGETHER ? n - at : TOGETHER;
        g->kernel.parts(g->index, rows + at, some, part);
        for (size_t i = 0; i < some; i++) {
            struct stream *stream = &gather->stream[part[i]];
            __builtin_prefetch(&stream->row[stream->rows + AHEAD], 1);
            stream->row[stream->rows++] = rows[at + i];
            if (stream->rows == g->cap) matched += look_up(g, stream, part[i]);
        }
    }
    g->matched += matched;
    give_back(g, gather);
}

/* Part by part, all gathers' rows of it. */
static void *finish_parts(void *arg)
{
    struct match_gathers *g = arg;
    uint64_t matched = 0;
    for (uint32_t part; (part = atomic_fetch_add(&g->part, 1)) < g->index->parts;)
        for (unsigned i = 0; i < g->count; i++)
            matched += look_up(g, &g->gather[i].stream[part], part);
    g->matched += matched;
    return NULL;
}

static size_t rows_left(const struct match_gathers *g)
{
    size_t rows = 0;
    for (unsigned i = 0; i < g->count; i++)
        for (uint32_t part = 0; part < g->index->parts; part++)
            rows += g->gather[i].stream[part].rows;
    return rows;
}

uint64_t match_gathers_finish(struct match_gathers *g)
{
    unsigned started = 1, wanted = rows_left(g) >= WORTH_THREADS ? g->count : 1;
    pthread_t *ids = calloc(wanted, sizeof *ids); /* without it this thread does it all */
    g->part = 0;
    while (ids && started < wanted && pthread_create(&ids[started], NULL, finish_parts, g) == 0)
        started++;
    finish_parts(g);
    for (unsigned i = 1; i < started; i++) pthread_join(ids[i], NULL);
    free(ids);
    uint64_t matched = g->matched;
    g->matched = 0;
    return matched;
}
