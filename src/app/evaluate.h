/*
 * evaluate: the whole law for everyone, from the packed file (store/packed.h) on all cores; what
 * the night of this day would open, by payer. With a setting changed (what-if, scenario 40) also
 * who would newly be due, suspended or restored. Writes nothing but its own entry in the log and
 * the derived file. Who reads must be allowed to (ACTION_EVALUATE) and sees the own region only.
 */
#pragma once
#include <stdio.h>

#include "app/app.h"
#include "app/sweep.h"

struct evaluate {
    const char *set; /* "cycle.months=6", NULL: none */
    bool list, json;
    bool rebuild; /* the packed file from rows alone */
    bool rows;    /* without the packed file: slow, for comparing */
    int threads;  /* 0: one for each core */
};

struct evaluated {
    struct packed_counts file;
    int64_t update_us, sweep_us;
    struct sweep_result r; /* free with sweep_free */
};

/* Errors: ERR_USAGE evaluate_form, evaluate_unknown, evaluate_value; ERR_DENIED. */
enum err evaluate_all(const struct call *call, const struct evaluate *in, struct evaluated *out,
                      struct problem *why);
/* The sweep alone, for use cases that have authorised it themselves: brings the file up and asks.
 */
enum err evaluate_sweep(const struct call *call, const struct evaluate *in,
                        const struct sweep_asked *asked, struct evaluated *out,
                        struct problem *why);
const char *evaluate_changes(unsigned changes, char out[80]); /* "newly_due suspend" */
/* As lines of key=value, before them with list the people; or as one JSON document. */
enum err evaluate_print(const struct call *call, const struct evaluate *in,
                        const struct evaluated *done, FILE *out, struct problem *why);
