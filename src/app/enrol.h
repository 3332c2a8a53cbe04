/*
 * One roster row into the record: a new person, a new line, a changed rate or detail, or nothing.
 * Idempotent. Used by the roster import and by the demonstration city. The row is decoded and
 * checked (domain/roster.h); whether its payer exists is checked here.
 */
#pragma once
#include "app/dossier.h"
#include "domain/roster.h"

enum enrolled {
    ENROLLED_UNCHANGED,
    ENROLLED_CHANGED,
    ENROLLED_NEW
}; /* of the line: NEW also for a further line of a known person */

/* Do payer and residence stand in the agency tree, and may the payer pay? */
enum err enrol_check(struct dossier *s, const struct roster_row *row, struct problem *why);
/* s is a fresh dossier for write. ERR_INPUT, ERR_NOT_FOUND: the row is refused and nothing of it is
 * stored. */
enum err enrol_row(struct dossier *s, const struct roster_row *row, enum enrolled *out,
                   struct problem *why);
/* The same with a history of certifications, oldest first; only what a new person brings is taken.
 */
struct enrol_history {
    const struct date *held_on;
    const int *way; /* art. 7 (1)..(6) */
    size_t count;
};
enum err enrol_with_history(struct dossier *s, const struct roster_row *row,
                            const struct enrol_history *history, enum enrolled *out,
                            struct problem *why);
/* A past certification that the roster or another city reports: history, the evidence's day counts.
 */
enum err enrol_history(struct dossier *s, struct date held_on, int way, const char *agency,
                       struct problem *why);

/* Before the first part of a load and after its last, also when it failed: load.h. */
enum err enrol_load_begin(const struct call *call, struct problem *why);
enum err enrol_load_end(const struct call *call, struct problem *why);
