/*
 * Evidence 证据 (art. 7(3)): what a source says happened to a person on a day. Facts: never edited;
 * what turns out to be false is withdrawn by a later row that names it. Evidence is never itself a
 * decision.
 */
#pragma once
#include "law/evidence.h"
#include "store/data.h"

struct evidence {
    int n;
    enum evidence_kind kind;
    struct date happened_on, until_on;
    enum sentence sentence;
    const char *source, *feed; /* feed: id of the feed in decimal, "" for none */
    int64_t feed_row;
    const char *name; /* as it came, when it differs from ours; "" otherwise */
    bool name_agrees;
    int withdraws;  /* n of the row that this one takes back, 0 for evidence */
    bool withdrawn; /* a later row takes it back */
    int64_t recorded_at;
};

/* Evidence that nobody took back. */
static inline bool evidence_stands(const struct evidence *e)
{
    return !e->withdraws && !e->withdrawn;
}

/* All rows of a person in order, withdrawals with them. */
enum err evidence_load(struct data *d, int64_t person_id, struct evidence **out, size_t *count,
                       struct problem *why);
/* Whoever left a weak trace since the last certification is looked at in the night of the day: the
 * release of a value for weak signals. */
enum err evidence_wake(struct data *d, struct date day, struct problem *why);
/* n is given: one more than the newest. */
enum err evidence_insert(struct data *d, int64_t person_id, const struct evidence *e,
                         struct problem *why);
