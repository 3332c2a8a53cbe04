/*
 * The facts of the full evaluation (domain/evaluation.h), read straight from rows, many persons at
 * a time in the order of their ids: what the packed file (store/packed.h) is made from. No name, no
 * number.
 */
#pragma once
#include "domain/evaluation.h"
#include "store/data.h"

/* Persons with from <= id <= to, the first `most` of them, ascending, in the arena of d with all
 * that they point to. Every payer of one call is one pointer. */
struct facts_range {
    int64_t from, to;
    size_t most;
};
enum err facts_load(struct data *d, const struct facts_range *range, struct evaluation_facts **out,
                    size_t *count, struct problem *why);

/* The newest entry of the log: what facts of now rest on; n 0 when there is none. */
struct facts_head {
    int64_t chain, n, seq;
    uint8_t digest[32];
};
enum err facts_head(struct data *d, struct facts_head *out, struct problem *why);
/* Is that entry in this store's log? No: another store, or one restored from before it. */
enum err facts_head_known(struct data *d, const struct facts_head *head, bool *known,
                          struct problem *why);
/* Subjects with an entry later than seq, ascending and each once; those that are no persons
 * included. Every change of a person's facts has an entry. */
enum err facts_changed(struct data *d, int64_t seq, int64_t **out, size_t *count,
                       struct problem *why);
