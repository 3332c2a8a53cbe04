/*
 * matter show: one matter with its clock, its events, the steps it can take now and who may take
 * them, its letters, and in JSON the same. A read of a person: purpose and disclosure as for one.
 */
#pragma once
#include "app/dossier.h"
#include "base/buf.h"

struct matter_show {
    int64_t matter_id;
    bool json;
};

/* ERR_NOT_FOUND matter_unknown, ERR_DENIED. Nothing is in *out unless the disclosure is durable. */
enum err matter_show(const struct call *call, const struct matter_show *in, struct buf *out,
                     struct problem *why);
