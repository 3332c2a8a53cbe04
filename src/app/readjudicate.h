/*
 * Re-adjudication (C4, both time axes): after a calendar was amended or a parameter released, what
 * would the same facts have led to? Compares the law as it was known at the end of the day before
 * `since` with the law as it is known now, for every person's due day, every matter's deadline,
 * open or past, and whether what was done was done in time. Lists old and new with their arithmetic
 * and changes nothing by itself.
 *
 * Writing it is a matter of the city agency (domain/matter/readjudication.c): proposed, decided by
 * one, released by another. The release writes: the stored due days of those listed become what law
 * says now, deadlines of open matters that stood as at their opening move with an event of their
 * own, and whom it concerns gets one letter of correction. What was decided stays; it is put right
 * by its own table. Stopped half way it is taken up again by readjudicate_apply; twice is once.
 */
#pragma once
#include <stdio.h>

#include "app/dossier.h"
#include "app/evaluate.h"

struct readjudicate {
    struct date since;
    bool json;
    const char *reason; /* to propose that it be written; NULL: only list */
};

struct readjudicated {
    int64_t persons, matters; /* whose day moves */
    int64_t outcomes;         /* of these matters: in time before and late now, or the other way */
    int64_t matter_id;        /* of the proposal */
};

/* ERR_USAGE readjudicate_since: the day lies ahead. */
enum err readjudicate(const struct call *call, const struct readjudicate *in, FILE *out,
                      struct readjudicated *counts, struct problem *why);

struct readjudicate_written {
    int64_t persons, matters, letters;
};
/* What a released re-adjudication says, in chunks; closes it. ERR_LAW correction_not_released,
 * correction_kind; ERR_DENIED. */
enum err readjudicate_apply(const struct call *call, int64_t matter_id,
                            struct readjudicate_written *out, struct problem *why);
