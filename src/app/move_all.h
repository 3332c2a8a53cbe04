/*
 * The same step for many matters: each in a transaction of its own, so that a power cut leaves
 * every one of them done or not done, and the same list given again goes on where it broke off:
 * what has taken the step already is passed over, and no letter is made twice. Every check of a
 * single move holds for each. A list of more people than the ceiling waits for another person first
 * (batch.h).
 */
#pragma once
#include "app/move.h"

struct moved_all {
    size_t moved, already, refused;
    bool
        held; /* nothing was moved: more people than the ceiling, and nobody else has released it */
    size_t people; /* whom the step has weight for, when it was looked at as a batch */
    int64_t batch_id;
};

/* Called for each that is refused, with its problem. */
typedef void (*move_refused)(void *ctx, int64_t matter_id, const struct problem *why);

struct move_list {
    const int64_t *ids;
    size_t count;
    const struct move *move;
    size_t most; /* people that one list may move (batch.h); 0: the ceiling */
    move_refused refused;
    void *ctx; /* of refused */
};

/* ERR_OK even when some are refused, or all are held; stops at what is no refusal (ERR_BUSY,
 * ERR_FAILED). */
enum err move_all(const struct call *call, const struct move_list *list, struct moved_all *out,
                  struct problem *why);
