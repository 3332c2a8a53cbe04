/*
 * Refunds in the record: what an overlap (art. 11) or a loss learnt late has made overpaid, what of
 * it came back and what is still owed, over all lines of the payer; gives the guards and effects of
 * the kind refund their facts and enters what comes back. What is overpaid is the ledger's
 * (law/ledger.h), what may be decided law's (law/overpaid.h, law/overlap.h), what follows the
 * table's (domain/matter/refund.c).
 */
#pragma once
#include "app/dossier.h"

/* Facts for a move of a refund, or of the request by which another payer is asked to offset it
 * (debt and steps are the refund's, what may be taken is that payer's); NULL for other kinds. In
 * the dossier's arena. */
const struct matter_refund *refund_facts(struct dossier *s, const struct matter_file *f);

/* Of a fraud: month by month what refunds of its payer have brought back or, being decided, still
 * demand; those of an undone loss or overlap gave it back. *count is 0 for other kinds. */
const struct matter_claim *refund_claims(struct dossier *s, const struct matter_file *f,
                                         size_t *count);

/* The newest refund that this matter opened; 0 when there is none. */
int64_t refund_matter_of(const struct dossier *s, const struct matter_file *f);

/* Opens a refund for each loss of the payer that leaves something owed and has none open. Doing it
 * again adds nothing. */
enum err refund_detect(struct dossier *s, const char *payer, struct problem *why);

/* Would refund_detect open one, at any payer? */
bool refund_wanted(struct dossier *s);

/* The effects EFFECT_REFUND and EFFECT_OFFSET: the oldest debt of the line first, in the name of
 * the refund. EFFECT_TAKE: what the open run takes of a paying line, in the name of who released
 * it. */
enum err refund_apply(struct dossier *s, const struct matter_file *f, const struct effect *effect,
                      struct problem *why);
