/*
 * Silent certification (art. 7(3)): what evidence certifies, by whatever way it does, comes through
 * here: way 3, held on the day of the evidence, by the system, and the person is told.
 */
#pragma once
#include "app/dossier.h"

struct evidence_basis {
    const char *channel, *agency;
    struct date held_on;
    int n;                     /* of the row; of several, of that which made them enough */
    const struct finding *why; /* NULL: the period alone */
    const char *words;         /* what it is, for the person */
};

/* *certified is left alone where the same day is certified already. */
enum err evidence_certify(struct dossier *s, const struct evidence_basis *b, bool *certified,
                          struct problem *why);
