/*
 * The night 日终: opens and moves matters for whoever has something due, and locks the payroll on
 * its lock day. Its cost follows the due, not the population. Missed days are caught up in order; a
 * day that was run is not run again; a day that broke off is finished by the next call.
 */
#pragma once
#include "app/dossier.h"

struct day_counts {
    int days; /* business days run by this call, catching up included */
    int reminders, suspensions, investigations, foreseen, losses;
    int certified; /* by weak signals (signals.h) */
    int visits;    /* that go out by themselves (outreach.h) */
    int runs_locked, took_effect, last_looks;
    int photos; /* whose term is over, deleted (photo_term.h) */
};

/* What the night does for one person: a dossier that is loaded for writing, with the system as who
 * acts. Folded at the end; adds to n. */
enum err day_person(struct dossier *s, struct day_counts *n, struct problem *why);
enum err day_run(const struct call *call, struct day_counts *out, struct problem *why);
/* Locks the regular run of a payer: last look, lock, then withheld entries. Used by the night and
 * by `payroll lock`. */
enum err day_lock_payroll(const struct call *call, const char *payer, struct month m,
                          struct day_counts *out, struct problem *why);
