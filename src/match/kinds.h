/*
 * The kinds of events in a feed, free text, numbered in the order they are first seen: inside of
 * src/match only. Shared by all workers, which ask it only for kinds that their own small cache
 * does not hold.
 */
#pragma once
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MATCH_KINDS 4096 /* a file with more is no feed */
#define MATCH_KIND_BYTES 200

#define MATCH_KIND_NOT_UTF8 (-1)
#define MATCH_KIND_TOO_MANY (-2)

struct match_kind {
    char text[MATCH_KIND_BYTES];
    size_t n;
};

struct match_kinds {
    pthread_mutex_t lock;
    int count;
    uint16_t slot[MATCH_KINDS * 2]; /* open addressing: number + 1 */
    struct match_kind kind[MATCH_KINDS];
};

struct match_kinds *match_kinds_new(void); /* NULL: out of memory */
void match_kinds_free(struct match_kinds *k);

/* The number of a kind of 1 .. MATCH_KIND_BYTES bytes, new or known, or one of the negative
 * answers. */
int match_kinds_number(struct match_kinds *k, const char *s, size_t n);

/* order[i] is the number of the i-th kind in byte order; returns how many. Not while workers run.
 */
int match_kinds_order(const struct match_kinds *k, uint16_t order[MATCH_KINDS]);
