/*
 * The latest date per person and kind, filled by all workers at once: inside of src/match only.
 *
 * The first MATCH_DENSE kinds have a column of 16-bit days each (1900-01-01 is 1, to 2078-12-31),
 * one cell a person; kinds seen later and dates outside those years go into one hash table behind a
 * lock. So memory is 2 bytes a person and common kind, and every kind that comes is still answered.
 */
#pragma once
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "match/index.h"

#define MATCH_DENSE 18

struct match_rare {
    uint32_t rank;
    uint16_t kind;
    struct date date;
};

struct match_latest {
    const struct match_index *index;
    pthread_mutex_t part_lock[MATCH_PARTS_MAX]; /* over the cells of a part's people */
    uint16_t *cell;                             /* [kind][rank] */
    size_t bytes;
    pthread_mutex_t lock; /* over the below */
    uint64_t *slot;       /* rank, kind and date in 27, 12 and 22 bits; 0: free */
    size_t rare, slots;
};

#define MATCH_EPOCH 693595     /* date.day of 1899-12-31 */
#define MATCH_SHORT_LAST 65379 /* 2078-12-31 */

/* 0 outside 1900 to 2078. */
static inline uint16_t match_short_day(struct date date)
{
    uint32_t day = (uint32_t)date.day - MATCH_EPOCH;
    return (uint16_t)(day <= MATCH_SHORT_LAST ? day : 0);
}

static inline struct date match_short_date(uint16_t day)
{
    return (struct date){day + MATCH_EPOCH};
}

/* index must outlive it. */
bool match_latest_init(struct match_latest *t, const struct match_index *index);
void match_latest_clear(struct match_latest *t); /* forgets all events, keeps the memory */
void match_latest_done(struct match_latest *t);

/* Events of a kind from MATCH_DENSE or without a short day; false when memory has run out. Any
 * number of threads. */
bool match_latest_add_rare(struct match_latest *t, const struct match_rare *rare, size_t n);

/* The rare entries in an array of t->rare that the caller frees, by rank and then by place[kind];
 * NULL: out of memory or none. Not while workers run. */
struct match_rare *match_latest_rare(const struct match_latest *t, const uint16_t *place);
