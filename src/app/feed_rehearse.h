/*
 * What applying a feed would do, found out by doing it: person by person, some hundreds of rows in
 * one transaction that is rolled back, by the same evidence_apply. What the import then does
 * differs only by what happened in between. Needs no feed on record.
 */
#pragma once
#include "app/feed_run.h"

struct feed_rehearsal {
    struct feed_item *items; /* matched rows; malloc */
    size_t count, capacity;
    uint64_t certifies, holds, contradictions; /* people certified; people of whom a check is
                                                  opened; checks of what contradicts itself */
};

/* A matched row, in the order of the file. ERR_FAILED: memory. */
enum err feed_rehearsal_add(struct feed_rehearsal *r, const struct feed_item *item,
                            struct problem *why);
/* Of the rows added; f: source and agency. The call is a rehearsal (dry_run). ERR_BUSY
 * import_stopped. */
enum err feed_rehearse(const struct call *call, const struct feed *f, struct feed_rehearsal *r,
                       struct problem *why);
void feed_rehearsal_free(struct feed_rehearsal *r);
