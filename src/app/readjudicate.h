/*
 * Re-adjudication (C4, both time axes): after a calendar was amended or a parameter released, what
 * would the same facts have led to? Compares the law as it was known at the end of the day before
 * `since` with the law as it is known now, for every person's due day, every matter's deadline, open
 * or past, and whether what was done was done in time. Lists old and new with their arithmetic and
 * changes nothing by itself.
 *
 * readjudicate_apply is a person's act: the stored due days of those listed become what law says
 * now, each with an entry in the log. Deadlines of matters are facts of their opening and stay.
 */
#pragma once
#include <stdio.h>

#include "app/dossier.h"
#include "app/evaluate.h"

struct readjudicate {
    struct date since;
    bool json;
    const char *reason; /* to apply it; NULL: only list */
};

struct readjudicated {
    int64_t persons, matters; /* whose day moves */
    int64_t outcomes;         /* of these matters: in time before and late now, or the other way */
    int64_t applied;
};

/* ERR_USAGE readjudicate_since: the day lies ahead. */
enum err readjudicate(const struct call *call, const struct readjudicate *in, FILE *out,
                      struct readjudicated *counts, struct problem *why);
