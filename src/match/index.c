#include "match/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "match/image.h"

struct match_builder {
    uint64_t *key, *tag; /* tag: NULL without tags */
    size_t n, cap;
    bool with_tags;
};

/* Arrays of many millions: mapped, so that growing moves pages rather than bytes, and huge pages
 * save their first touch. */
static uint64_t *grow(uint64_t *old, size_t from, size_t to)
{
    size_t bytes = to * sizeof *old;
    void *p = old ? mremap(old, from * sizeof *old, bytes, MREMAP_MAYMOVE)
                  : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return NULL;
    madvise(p, bytes, MADV_HUGEPAGE);
    return p;
}

static void release(uint64_t *p, size_t cap, size_t used)
{
    if (!p) return;
    explicit_bzero(p, used * sizeof *p);
    munmap(p, cap * sizeof *p);
}

static bool reserve(struct match_builder *b, size_t need)
{
    if (need <= b->cap) return true;
    size_t cap = b->cap ? b->cap * 2 : 4096;
    while (cap < need) cap *= 2;
    uint64_t *key = grow(b->key, b->cap, cap);
    if (!key) return false;
    b->key = key;
    if (b->with_tags) {
        uint64_t *tag = grow(b->tag, b->cap, cap);
        if (!tag) { /* the keys have grown already; give them back to their old size */
            b->key = mremap(b->key, cap * sizeof *key, (b->cap ? b->cap : 1) * sizeof *key, 0);
            return false;
        }
        b->tag = tag;
    }
    b->cap = cap;
    return true;
}

struct match_builder *match_builder_new(bool with_tags, size_t people)
{
    struct match_builder *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    b->with_tags = with_tags;
    if (reserve(b, people ? people : 1)) return b;
    match_builder_free(b);
    return NULL;
}

void match_builder_free(struct match_builder *b)
{
    if (!b) return;
    release(b->key, b->cap, b->n);
    release(b->tag, b->cap, b->n);
    free(b);
}

/* A roster has a row per benefit, so keys come again; room for eight a person. */
static enum err room_for(struct match_builder *b, size_t n, struct problem *why)
{
    if (n > (size_t)MATCH_PEOPLE_MAX * 8 - b->n) {
        char most[16];
        snprintf(most, sizeof most, "%u", MATCH_PEOPLE_MAX);
        return problem_set(why, ERR_INPUT, ZH_match_people_many, NULL, most, NULL);
    }
    if (!reserve(b, b->n + n)) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    return ERR_OK;
}

enum err match_builder_add(struct match_builder *b, uint64_t key, uint64_t tag, struct problem *why)
{
    if (b->n == b->cap) {
        enum err err = room_for(b, 1, why);
        if (err != ERR_OK) return err;
    }
    b->key[b->n] = key;
    if (b->tag) b->tag[b->n] = tag;
    b->n++;
    return ERR_OK;
}

enum err match_builder_add_keys(struct match_builder *b, const uint64_t *keys, size_t n,
                                struct problem *why)
{
    enum err err = room_for(b, n, why);
    if (err != ERR_OK) return err;
    if (n) memcpy(b->key + b->n, keys, n * sizeof *keys);
    b->n += n;
    return ERR_OK;
}

#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)

/* One round of the radix sort: from one pair of arrays into the other, by the digit at shift;
 * stable. Returns false, having moved nothing, when all keys have the same digit there. */
static bool sort_round(const struct match_builder *from, struct match_builder *to, unsigned shift)
{
    size_t at[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < from->n; i++) at[from->key[i] >> shift & (DIGITS - 1)]++;
    if (at[from->key[0] >> shift & (DIGITS - 1)] == from->n) return false;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t count = at[d];
        at[d] = sum;
        sum += count;
    }
    for (size_t i = 0; i < from->n; i++) {
        size_t to_at = at[from->key[i] >> shift & (DIGITS - 1)]++;
        to->key[to_at] = from->key[i];
        if (from->tag) to->tag[to_at] = from->tag[i];
    }
    return true;
}

/* Sorts by key, equal ones in the order they came. */
static bool sort(struct match_builder *b)
{
    struct match_builder other = {.with_tags = b->with_tags};
    if (b->n < 2) return true;
    if (!reserve(&other, b->n)) {
        release(other.key, other.cap, 0);
        return false;
    }
    struct match_builder *from = b, *to = &other;
    size_t n = b->n;
    for (unsigned shift = 0; shift < 60; shift += DIGIT_BITS) {
        from->n = to->n = n;
        if (!sort_round(from, to, shift)) continue;
        struct match_builder *swap = from;
        from = to;
        to = swap;
    }
    if (from == &other) {
        struct match_builder swap = *b;
        *b = other;
        other = swap;
    }
    release(other.key, other.cap, n);
    release(other.tag, other.cap, n);
    return true;
}

static void drop_repeats(struct match_builder *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->n; i++) {
        if (i && b->key[i] == b->key[i - 1]) continue;
        b->key[kept] = b->key[i];
        if (b->tag) b->tag[kept] = b->tag[i];
        kept++;
    }
    b->n = kept;
}

static void place(const struct match_index *index, struct match_bucket *buckets, uint64_t home,
                  uint64_t key, uint32_t rank)
{
    for (;;) {
        struct match_bucket *b = &buckets[home];
        for (size_t i = 0; i < 5; i++) {
            if (b->key[i]) continue;
            b->key[i] = key;
            b->rank[i] = rank;
            return;
        }
        b->moved_on = 1;
        if (++home == index->parts * index->buckets) home = 0;
    }
}

#define AHEAD 16 /* how far the placing looks ahead, to have the cache line there in time */

static void fill(struct match_index *index, const struct match_builder *b)
{
    /* The image is ours and still writable; only its users see it as const. */
    struct match_bucket *buckets = (struct match_bucket *)(uintptr_t)index->bucket;
    uint64_t *keys = (uint64_t *)(uintptr_t)index->key, *tags = (uint64_t *)(uintptr_t)index->tag;
    if (b->n) memcpy(keys, b->key, b->n * sizeof *keys);
    if (tags && b->n) memcpy(tags, b->tag, b->n * sizeof *tags);
    match_index_cut(index);
    uint64_t home[AHEAD];
    for (uint32_t part = 0; part < index->parts; part++) {
        uint32_t first = match_part_first(index, part), end = match_part_first(index, part + 1);
        for (uint32_t i = first; i - first < end - first + AHEAD; i++) {
            if (i - first >= AHEAD)
                place(index, buckets, home[i % AHEAD], keys[i - AHEAD], i - AHEAD);
            if (i >= end) continue;
            home[i % AHEAD] = match_index_home(index, part, keys[i]);
            __builtin_prefetch(&buckets[home[i % AHEAD]], 1);
        }
    }
}

enum err match_builder_finish(struct match_builder *b, struct match_index **out,
                              struct problem *why)
{
    *out = NULL;
    if (!sort(b)) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    drop_repeats(b);
    if (b->n > MATCH_PEOPLE_MAX) {
        char most[16];
        snprintf(most, sizeof most, "%u", MATCH_PEOPLE_MAX);
        return problem_set(why, ERR_INPUT, ZH_match_people_many, NULL, most, NULL);
    }
    struct match_index *index = match_image_new((uint32_t)b->n, b->with_tags);
    if (!index) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    fill(index, b);
    *out = index;
    return ERR_OK;
}
