/*
 * Dated parameters of the store: values in force (table param, read with the law's snapshot) and
 * the proposals that brought them, with the list of whom they touch. A value is never edited: a
 * later one is a new row.
 */
#pragma once
#include "law/params.h"
#include "store/data.h"

struct param_proposal {
    int64_t subject_id, matter_id;
    const char *name;
    int64_t value;
    struct date valid_from;
    const char *citation, *reason, *proposed_by, *counts;
    int64_t cases;
    int64_t recorded_at;
};

enum err param_proposal_insert(struct data *d, const struct param_proposal *p, struct problem *why);
/* ERR_NOT_FOUND param_no_proposal: the matter is about something else. */
enum err param_proposal_load(struct data *d, int64_t subject, struct param_proposal *out,
                             struct problem *why);
/* The n-th piece of the list, from 1; size 0: there is none. */
enum err param_case_insert(struct data *d, int64_t subject, int n, struct db_value bytes,
                           int64_t recorded_at, struct problem *why);
enum err param_case_load(struct data *d, int64_t subject, int n, const void **bytes, size_t *size,
                         struct problem *why);

struct param_release {
    const struct param_proposal *proposal;
    const char *decided_by, *released_by;
    int64_t recorded_at;
};
/* The value comes into the law. */
enum err param_insert(struct data *d, const struct param_release *r, struct problem *why);

/* All values of the store with the moment at which each became known. */
struct param_known {
    struct param_row row;
    int64_t recorded_at;
};
enum err param_load(struct data *d, struct param_known **out, size_t *count, struct problem *why);
