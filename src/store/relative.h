/*
 * Relatives: people whose lines are linked to a worker (dependants' benefits name the worker's
 * number, roster 参保职工号码) and that worker, found from either side. A link is by tag, so it
 * holds also for a worker who came on record later.
 */
#pragma once
#include "store/person.h"

struct relative {
    struct person p;
    int relation; /* enum relation, of the dependant to the worker */
    bool worker;  /* the worker of one of the person's lines; else a dependant of the person */
    const char *const *payers; /* of the relative's lines, each once */
    size_t payer_count;
};

#define RELATIVES_MOST 20

/* Workers first, each person once, at most RELATIVES_MOST. */
enum err relative_list(struct data *d, int64_t person_id, struct relative **out, size_t *count,
                       struct problem *why);
