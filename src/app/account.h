/*
 * The own account 个人账户 of who died, paid to the heirs (domain/matter/loss.c decides;
 * law/account.h says how much): entries of a supplementary run, which can be taken out again while
 * that run is open and are corrected by an entry back afterwards.
 */
#pragma once
#include "app/dossier.h"
#include "domain/matter.h"

/* What the matter has paid of the line's account and has not come back, and what of it is in a run
 * that is still open: into account_paid and account_open. */
void account_facts(struct dossier *s, const struct matter_file *f, const struct line *l,
                   struct matter_line *out);
/* EFFECT_ACCOUNT, EFFECT_ACCOUNT_BACK. */
enum err account_apply(struct dossier *s, const struct matter_file *f, const struct effect *effect,
                       struct problem *why);
