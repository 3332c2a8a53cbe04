/*
 * check: refolds state from facts for everybody and compares. Names the first breaks in words;
 * changes nothing. line status and its matter = the fold of its spans; due day = what law says of
 * the facts; matter state = its last event, events without gaps; the equation of every month of
 * every line, and nothing left to settle; certifications form one chain. A due day that is right by
 * the law as it was known before an amendment is no break: a notice says what to readjudicate.
 */
#pragma once
#include <stdio.h>

#include "app/dossier.h"

struct check_counts {
    int64_t persons, lines, months, matters, breaks;
    int64_t outdated; /* due days that the law gave before it was amended: no break */
};
/* ERR_FAILED check_broken when there is any break; each is printed to out. */
enum err check_store(const struct call *call, FILE *out, struct check_counts *counts,
                     struct problem *why);
