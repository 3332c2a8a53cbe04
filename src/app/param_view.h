/*
 * Proposed changes of dated parameters as pages show them (M10): the list of the city agency, and
 * one with its counts by payer, its events and who may take the next step. Counts only: the people
 * are listed by `law proposal --list` for who may evaluate.
 */
#pragma once
#include "app/param_change.h"
#include "store/param.h"

struct param_count {
    char payer[AGENCY_CODE];
    int64_t persons, newly_due, no_longer_due, suspend, spare, restore, earlier, later;
};

struct param_view { /* in the call's arena */
    struct param_proposal p;
    struct matter_file f;
    struct param_count at_once, first_day; /* if it held for everybody now; on its first day */
    struct param_count *payers;            /* at_once, by payer */
    size_t payer_count;
};

/* ERR_NOT_FOUND matter_unknown; ERR_DENIED (the city agency only). */
enum err param_view(const struct call *call, int64_t matter_id, struct param_view *out,
                    struct problem *why);

/* Newest first; ERR_DENIED. */
enum err param_list(const struct call *call, struct matter **out, size_t *count,
                    struct problem *why);
