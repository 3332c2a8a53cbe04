/*
 * init: schema, agencies, calendar, the 2018 window, first administrators. demo: a made-up city
 * (domain/demo.h), streamed in.
 */
#pragma once
#include "app/setup.h"

#define INIT_ADMINS 3

struct init_counts {
    int cities, districts, towns, stations, holidays, staff;
    /* system, security and audit administrator of a production store; secrets "" in a training
     * store, whose sign-in page shows the code */
    struct setup_offer admin[INIT_ADMINS];
};

/* The store is open and empty. The agency tree is data/divisions-weihai.csv, carried in the
 * program. */
enum err init_store(struct app *a, bool demo_staff, struct init_counts *out, struct problem *why);

struct demo_counts {
    int64_t people, lines, certifications;
};
enum err init_demo(struct app *a, int64_t people, uint64_t seed, struct demo_counts *out,
                   struct problem *why);
