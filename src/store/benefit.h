/* Kinds of benefit that the city added (table benefit_kind): part of the law's snapshot. */
#pragma once
#include "domain/local_kind.h"
#include "store/data.h"

struct benefit_kind {
    struct local_kind kind; /* kind.kind is given by benefit_insert */
    const char *citation, *decided_by, *released_by;
    int64_t recorded_at;
};

/* ERR_CONFLICT benefit_known: the city has a kind of that name. */
enum err benefit_insert(struct data *d, const struct benefit_kind *b, struct problem *why);
/* All, ascending by kind. */
enum err benefit_load(struct data *d, struct local_kinds *out, struct problem *why);
