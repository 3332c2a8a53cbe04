/*
 * person show: one person as JSON or text (interface.md), with every status explained. --as-of D:
 * how it stood on a past day; --known-at T: by what was recorded until T. As-of loads facts and
 * asks law for that day; it never reads state. A read is a disclosure: its entry is durable before
 * anything is answered.
 */
#pragma once
#include "app/dossier.h"
#include "base/buf.h"

struct person_view {
    const char *number;
    struct date as_of; /* none: the business date */
    int64_t known_at;  /* 0: now */
    bool json;
};

enum err person_show(const struct call *call, const struct person_view *v, struct buf *out,
                     struct problem *why);
