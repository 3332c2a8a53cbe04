/*
 * Certification (arts. 5, 7): any agency, anybody in the city, by exact number
 * (scope.certify = own: only who lives or is paid in its own place). Twice on one day
 * has one effect and two log entries. For a suspended person the evidence is taken and a
 * reinstatement matter opened at every payer that suspended: the payer decides (art. 10).
 */
#pragma once
#include "app/dossier.h"

struct certify {
    const char *number; /* NULL: person_id, known from a card that was shown for the exact number */
    int64_t person_id;
    int way; /* 1..6, art. 7 */
    const char *channel, *agency;
    struct date held_on;       /* none: the business date */
    const char *note;          /* way 6: at least 20 characters */
    int evidence;              /* n of the evidence that it rests on, 0 for none */
    const struct finding *why; /* what law says of what it rests on; NULL: the period alone */
    const char *key;           /* the caller's own (Idempotency-Key), NULL: none */
    bool desk;                 /* counts as the caller's work of the day */
};

struct certified {
    int64_t reference, person_id;
    struct date held_on, valid_until;
    bool repeated; /* the same day had one already */
    bool pending;  /* way 6: reference is the matter that a second person has to release */
    int forwarded; /* reinstatement matters waiting for a payer */
};

/* ERR_INPUT, ERR_NOT_FOUND, ERR_DENIED, ERR_LAW. */
enum err certify_person(const struct call *call, const struct certify *c, struct certified *out,
                        struct problem *why);
/* The same inside a write, from evidence: held on the evidence's day, by the system. */
enum err certify_in_dossier(struct dossier *s, const struct certify *c, struct certified *out,
                            struct problem *why);
