/*
 * The roster's numbers, packed (match/index.h) in a private file beside the store, for large feeds:
 * most rows of a bus company's or a hospital's feed are of people who draw no benefit, and these
 * are passed over without asking the database. Who is in it is still asked for there.
 *
 * It holds keys made of the keyed digests that the database finds numbers by, no number; mode 0600.
 * Derived: never edited, never backed up, brought up to date from the list of people changed since
 * it was written, and whatever is wrong with it is answered by building it again.
 */
#pragma once
#include "match/index.h"
#include "store/person.h"

/* The key of a normalised number. */
uint64_t roster_key(struct store *s, const char *number);

struct roster_index_counts {
    int64_t added; /* numbers read from the store */
    bool rebuilt;
};
/* The index as of the read transaction of d, to be freed by match_index_free. d's arena is not
 * used. counts may be NULL. ERR_FAILED: memory, or the database's answer. */
enum err roster_index(const struct data *d, const char *path, struct match_index **out,
                      struct roster_index_counts *counts, struct problem *why);
