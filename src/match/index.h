/*
 * The roster index: every person's number, packed for matching. Built once, written to a private
 * file, taken into memory by who matches, as it is: nothing is parsed or rebuilt. (Into huge pages
 * rather than by mapping the file: see image.c. It is checked once and cannot change or shrink
 * under a run.)
 *
 * A person is known by the rank, 0 .. people-1, of the number among all numbers in ascending byte
 * order. The ranks are cut into a few parts of as many people each; a part has buckets of its own,
 * so that what is known of its people stays in a processor's cache while many rows of a feed are
 * looked up in it. The image (memory and file are the same, little-endian):
 *
 *   header     4096 bytes: magic, version, counts, digests
 *   buckets    part by part, 64 bytes each, one cache line: five keys, their five ranks, whether a
 * key that belongs here had to move on to a bucket below; about 3.5 people a bucket, 18.3 bytes a
 * person
 *   keys       8 bytes a person, by rank
 *   tags       8 bytes a person, by rank, only when the builder was given them
 *
 * The digests find damage, not forgery: the file must be private to the service. It holds identity
 * numbers in clear.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "match/number.h"

#define MATCH_PEOPLE_MAX (UINT32_C(1) << 27)
#define MATCH_NOBODY UINT32_MAX
#define MATCH_PARTS_MAX 64
#define MATCH_NOTE 64 /* bytes */

struct match_bucket {
    uint64_t key[5]; /* 0: free */
    uint32_t rank[5];
    uint32_t moved_on; /* 1: go on with the bucket below */
};

struct match_index {
    uint32_t people;
    uint32_t parts;   /* a power of two, at most people if there are any */
    uint64_t buckets; /* of a part */
    const struct match_bucket *bucket;
    const uint64_t *key; /* by rank */
    const uint64_t *tag; /* by rank; NULL without tags */
    /* By part: its lowest key; of the first one 0, and no key is as high as those behind the last.
     */
    uint64_t lowest[MATCH_PARTS_MAX];
    uint8_t *note; /* MATCH_NOTE bytes for the caller, set before the index is written */
    void *image;   /* the whole */
    size_t size;
};

struct match_builder;

/* with_tags: each person carries 64 bits of the caller's (a person id, say). people is a guess of
 * how many will come. */
struct match_builder *match_builder_new(bool with_tags, size_t people); /* NULL: out of memory */
void match_builder_free(struct match_builder *b);                       /* wipes; NULL is allowed */
/* In any order; a key may come again, the first tag is kept. ERR_INPUT past MATCH_PEOPLE_MAX,
 * ERR_FAILED out of memory. */
enum err match_builder_add(struct match_builder *b, uint64_t key, uint64_t tag,
                           struct problem *why);
/* Several keys at once, without tags. */
enum err match_builder_add_keys(struct match_builder *b, const uint64_t *keys, size_t n,
                                struct problem *why);
/* The index of everybody added so far, in memory; the builder is used up and only to be freed. */
enum err match_builder_finish(struct match_builder *b, struct match_index **out,
                              struct problem *why);

/* Writes beside path and renames, mode 0600, synced: either the old file is there or the new one.
 */
enum err match_index_write(struct match_index *index, const char *path, struct problem *why);
/* Reads and checks everything. ERR_INPUT: another file, another version, damaged. */
enum err match_index_open(const char *path, struct match_index **out, struct problem *why);
void match_index_free(struct match_index *index); /* NULL is allowed */

/* The first rank of a part; people for the one behind the last. */
static inline uint32_t match_part_first(const struct match_index *index, uint32_t part)
{
    return (uint32_t)((uint64_t)index->people * part / index->parts);
}

/* The part that a key belongs into, if it is anybody's. Without a branch: keys come in any order.
 */
static inline uint32_t match_part_of(const struct match_index *index, uint64_t key)
{
    uint32_t part = 0;
    for (uint32_t step = index->parts / 2; step; step /= 2)
        part += index->lowest[part + step] <= key ? step : 0;
    return part;
}

static inline uint64_t match_index_home(const struct match_index *index, uint32_t part,
                                        uint64_t key)
{
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
    return part * index->buckets + (uint64_t)((unsigned __int128)h * index->buckets >> 64);
}

/* The rank of key, whose home bucket that is, or MATCH_NOBODY. */
static inline uint32_t match_index_at(const struct match_index *index, uint64_t home, uint64_t key)
{
    uint64_t all = index->parts * index->buckets;
    for (uint64_t tries = 0; tries <= all; tries++) {
        const struct match_bucket *b = &index->bucket[home];
        for (size_t i = 0; i < 5; i++)
            if (b->key[i] == key) return b->rank[i];
        if (!b->moved_on) return MATCH_NOBODY;
        if (++home == all) home = 0;
    }
    return MATCH_NOBODY;
}

static inline uint32_t match_index_find(const struct match_index *index, uint64_t key)
{
    return match_index_at(index, match_index_home(index, match_part_of(index, key), key), key);
}
