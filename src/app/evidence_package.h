/*
 * A package of weak traces (art. 7(3), B14) on the record of one person. Where the city has put no
 * values in force (signals.* of law/params.txt, as shipped) nothing is read and nobody is certified
 * by it.
 *
 * Not here: the rule (law/signals.h), what follows from it (evidence_apply.h, evidence_withdraw.h).
 */
#pragma once
#include "app/dossier.h"
#include "store/evidence.h"

struct evidence_package {
    bool whole;         /* it proves life on the dossier's day, later than the last success */
    struct date on;     /* the day by which it was whole: the certification is held on it */
    struct finding why; /* question 0: no values in force */
};

/* Are there values in force on that day? */
bool evidence_package_in_force(const struct law *law);
/* list: all evidence of the person on record, what was just added with it. Rows of a feed that is
 * being taken back do not count. */
enum err evidence_package(struct dossier *s, const struct evidence *list, size_t count,
                          struct evidence_package *out, struct problem *why);
/* Is the row one of those that counted in that finding? */
bool evidence_package_holds(const struct finding *f, const struct evidence *row);
/* The finding of the newest certification that counts, if it rests on a package; question 0
 * otherwise. list: newest first. */
enum err evidence_package_why(struct dossier *s, const struct certification *list, size_t count,
                              struct finding *out, struct problem *why);
