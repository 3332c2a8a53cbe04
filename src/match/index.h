/*
 * The roster index: every person's number, packed for matching. Built once, written to a private
 * file, taken into memory by who matches, as it is: nothing is parsed or rebuilt. (Into huge pages
 * rather than by mapping the file: see image.c. It is checked once and cannot change or shrink
 * under a run.)
 *
 * A person is known by the rank, 0 .. people-1, of the number among all numbers in ascending byte
 * order. The image (memory and file are the same, little-endian):
 *
 *   header     4096 bytes: magic, version, counts, the length of each part, digests
 *   buckets    64 bytes each, one cache line: five keys, their five ranks, whether a key that
 * belongs here had to move on to a bucket below; about 3.5 people a bucket, 18.3 bytes a person
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

struct match_bucket {
    uint64_t key[5]; /* 0: free */
    uint32_t rank[5];
    uint32_t moved_on; /* 1: go on with the bucket below */
};

struct match_index {
    uint32_t people;
    uint64_t buckets;
    const struct match_bucket *bucket;
    const uint64_t *key; /* by rank */
    const uint64_t *tag; /* by rank; NULL without tags */
    void *image;         /* the whole */
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

static inline uint64_t match_index_home(const struct match_index *index, uint64_t key)
{
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
    return (uint64_t)((unsigned __int128)h * index->buckets >> 64);
}

/* A bit for each of the bucket's keys that this is: all five without a branch, which of them it is
 * cannot be foreseen. */
static inline unsigned match_bucket_hit(const struct match_bucket *b, uint64_t key)
{
    return (unsigned)(b->key[0] == key) | (unsigned)(b->key[1] == key) << 1 |
           (unsigned)(b->key[2] == key) << 2 | (unsigned)(b->key[3] == key) << 3 |
           (unsigned)(b->key[4] == key) << 4;
}

/* The rank of key, whose home bucket that is, or MATCH_NOBODY. */
static inline uint32_t match_index_at(const struct match_index *index, uint64_t home, uint64_t key)
{
    for (uint64_t tries = 0; tries <= index->buckets; tries++) {
        const struct match_bucket *b = &index->bucket[home];
        unsigned hit = match_bucket_hit(b, key);
        if (hit) {
            uint32_t rank = b->rank[__builtin_ctz(hit)];
            return rank < index->people ? rank : MATCH_NOBODY;
        }
        if (!b->moved_on) return MATCH_NOBODY;
        if (++home == index->buckets) home = 0;
    }
    return MATCH_NOBODY;
}

static inline uint32_t match_index_find(const struct match_index *index, uint64_t key)
{
    return match_index_at(index, match_index_home(index, key), key);
}
