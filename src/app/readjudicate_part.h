/* What listing (readjudicate.c) and writing (readjudicate_apply.c) share. */
#pragma once
#include "app/readjudicate.h"

/* The deadline as law of that knowledge gives it on the day of the opening. */
struct date readjudicate_deadline(const struct law *law, const struct matter *m,
                                  struct finding *why);
/* The day on which what the deadline asks for was done, none while it is open. */
struct date readjudicate_done_on(const struct matter_file *f);
/* In time, late, running or overdue, in words. */
const char *readjudicate_outcome(struct date today, struct date done, struct date by);
