/* Between the files of app/day.h: what the night and the last look before a lock both do. */
#pragma once
#include "app/day.h"

/* What was there until a day ends after it: a public notice, the hold of a payroll. */
enum err day_expire(struct dossier *s, struct problem *why);
/* Traces that came before the value did, or before what stood against them was cleared; counted in
 * n. */
enum err day_signals(struct dossier *s, struct day_counts *n, struct problem *why);
