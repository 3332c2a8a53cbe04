/*
 * Art. 11 in the record: finds overlapping lines of a person and opens the matter at the payer of
 * the side to be refunded; gives the guards and effects of the kind overlap their facts and enters
 * what they decide. What overlaps and how much is law's (law/overlap_period.h), what follows is the
 * table's (domain/matter/overlap.c), what comes back app/refund.h's. A person's lines stand in one
 * dossier, so nothing here touches two persons.
 */
#pragma once
#include "app/dossier.h"

/* Opens what is not open yet, silently; of medical insurance only a notice to 医保局 is made. Doing
 * it again adds nothing: a pair that an officer rejected or that was undone stays so. */
enum err overlap_detect(struct dossier *s, struct problem *why);

/* Facts for a move; NULL in the matter_facts when the matter is of another kind. In the dossier's
 * arena. */
const struct matter_overlap *overlap_facts(struct dossier *s, const struct matter_file *f);

/* The effects EFFECT_OVERLAP and EFFECT_RATE. */
enum err overlap_apply(struct dossier *s, const struct matter_file *f,
                       const struct matter_facts *facts, const struct effect *effect,
                       struct problem *why);
