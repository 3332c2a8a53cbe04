/*
 * Letters as text, with all that a burdening letter must carry (readings, "Papers and powers"):
 * number, person, facts and evidence, the law, line, months and amount, how to make it up, the
 * right to state one's case, reconsideration and suit, place of the seal, date, receipt.
 */
#pragma once
#include "app/dossier.h"

/* Makes the letter of a matter's row and puts it into the outbox, once. effects may be empty. */
enum err letter_make(struct dossier *s, const struct matter_file *f, const struct matter_row *row,
                     const struct finding *finding, const char *reason, struct problem *why);
