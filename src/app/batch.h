/*
 * Batch 成批办理: a list that takes a step which burdens people or changes what they are paid, and
 * that is longer than any honest day's, waits until another person has looked at it (as a feed
 * does, match/breaker.h). Held, it is shown with everybody whom it moves; a manager of the agency
 * who has seen it, and is not who brought it, releases it; then whoever brought it gives the same
 * list again. A release lapses after BATCH_DAYS. Nothing is moved here (move_all.h); every check of
 * a single step still holds for each.
 *
 * The ceiling is compiled in; a setting may lower it, never raise it. Short lists of an agency
 * count together for a day and a step, with those whom a step was refused for. It is a row of table
 * job, kind "batch": who asked, saw and released it stands in the log too.
 */
#pragma once
#include "app/matter_list.h"

#define BATCH_DAYS 7

struct batch_asked {
    const int64_t *ids;
    size_t count;
    enum matter_event_id event;
    size_t most; /* people; 0 or more than the ceiling: the ceiling */
};

struct batch_answer {
    size_t people; /* on whom the step has weight, each once */
    bool held;
    int64_t batch_id; /* of what is held or was released; 0: short enough */
};

/* May the list go ahead? What is to be looked at is put on record. */
enum err batch_ask(const struct call *call, const struct batch_asked *in, struct batch_answer *out,
                   struct problem *why);
/* The list has been gone through to its end: the release is used up. */
enum err batch_done(const struct call *call, int64_t batch_id, struct problem *why);

/* A list that was held, for who may release it and for who brought it. In the call's arena. */
struct batch_view {
    int64_t batch_id;
    const char *asked;
    const char *released; /* by whom; NULL: nobody yet */
    enum matter_event_id event;
    int64_t people, recorded_at; /* when it was held, microseconds */
    bool own;                    /* the caller brought it */
    bool done, lapsed;           /* carried out; too late for that */
    bool to_release;             /* it waits, and the caller may let it through */
    bool to_go_on;               /* it is let through, and the caller brought it */
};
/* ERR_NOT_FOUND batch_unknown; ERR_DENIED. Not a look at whom it moves. */
enum err batch_about(const struct call *call, int64_t batch_id, struct batch_view *out,
                     struct problem *why);
/* Those that still wait to be released or carried out, newest first. */
enum err batch_waiting(const struct call *call, struct batch_view **out, size_t *count,
                       struct problem *why);

/* Everybody on it, to the end, with the matter as it stands; then the caller has seen it.
 * ERR_NOT_FOUND batch_unknown; ERR_DENIED. */
enum err batch_show(const struct call *call, int64_t batch_id, matter_list_fn fn, void *ctx,
                    struct problem *why);
/* ERR_LAW batch_same_person, batch_not_seen, batch_released; else as batch_show. */
enum err batch_release(const struct call *call, int64_t batch_id, struct problem *why);
