/*
 * Rows of one part of the index to the latest dates, the second of the two innermost loops (the
 * first is fields.h): inside of src/match only. A kernel for each of a few instruction sets, all
 * with the same answer.
 */
#pragma once
#include "match/latest.h"
#include "match/match.h"

struct match_row {      /* of a kind below MATCH_DENSE and with a short day */
    uint32_t low, high; /* the key's halves: 12 bytes a row, not 16 */
    uint16_t kind, day;
};

static inline struct match_row match_row_of(uint64_t key, uint16_t kind, uint16_t day)
{
    return (struct match_row){(uint32_t)key, (uint32_t)(key >> 32), kind, day};
}

static inline uint64_t match_row_key(const struct match_row *row)
{
    return (uint64_t)row->high << 32 | row->low;
}

struct match_kernels {
    /* The part that each row's key belongs into, if it is anybody's. */
    void (*parts)(const struct match_index *index, const struct match_row *rows, size_t n,
                  uint8_t *parts);
    /* Raises the dates of those rows whose people are in the index, all of that part and under its
     * lock; returns how many these are. */
    uint64_t (*look_up)(struct match_latest *latest, uint32_t part, const struct match_row *rows,
                        size_t n);
};

/* Plain where this build or processor lacks what was asked for. */
struct match_kernels match_kernels_of(enum match_kernel kernel);
