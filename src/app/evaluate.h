/*
 * evaluate: the whole law for everyone, streamed; with settings changed (what-if) it counts and
 * lists who would newly be due or no longer be, by district, and writes nothing but its own entry
 * in the log. Who reads must be allowed to (ACTION_EVALUATE).
 */
#pragma once
#include <stdio.h>

#include "app/dossier.h"

struct evaluate {
    const char *set; /* "cycle.months=6", NULL: none */
    bool list, json;
};

struct evaluated {
    int64_t persons, due, suspended, protected_persons;
    int64_t newly_due, no_longer_due, earlier, later;
};

enum err evaluate_all(const struct call *call, const struct evaluate *in, FILE *out,
                      struct evaluated *counts, struct problem *why);
