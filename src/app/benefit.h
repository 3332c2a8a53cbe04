/* What a released benefit_kind matter brings: a kind of line (3(6)), or a benefit with a procedure
 * of its own (15). From the next request on the roster knows it. */
#pragma once
#include "app/dossier.h"

/* ERR_CONFLICT benefit_known. */
enum err benefit_apply(struct dossier *s, const struct matter_file *f, struct problem *why);
