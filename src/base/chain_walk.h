/*
 * Checks the chains of a whole store, section 5 of docs/audit-format.md, and names the first break.
 * Fed in this order: what is held outside, all tips, all entries in stored order, all heads
 * ascending, end. The same for the command `audit verify`, for jianzai-verify, for SQLite,
 * PostgreSQL and export files. Pure: no database, no file.
 *
 * Every feeding function returns false at the first break (or when memory ran out) and from then on
 * does nothing. Memory: about 150 bytes a chain, nothing an entry. One thread at a time.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/chain.h"

struct chain_walk;

struct chain_break {
    enum chain_fault fault; /* CHAIN_OK: none */
    int64_t chain, n;       /* of the entry; both 0 when it is about a head */
    int64_t day;            /* yyyymmdd of the head; 0 when it is about an entry */
};

struct chain_result {
    struct chain_break first;
    bool memory; /* ran out: nothing is known */
    int64_t entries, chains, heads, outside;
};

/* key may be NULL: signatures are then not checked, and the caller says so. It is borrowed. */
struct chain_walk *chain_walk_new(const struct sm_pair *key);
void chain_walk_free(struct chain_walk *w);

/* Held outside: heads, and the leaves of a snapshot (whose own root and signature the caller has
 * checked). */
bool chain_walk_outside_head(struct chain_walk *w, const struct chain_head *h);
bool chain_walk_outside_leaf(struct chain_walk *w, const struct chain_tip *leaf);

bool chain_walk_tip(struct chain_walk *w, const struct chain_tip *tip, int64_t head);
bool chain_walk_entry(struct chain_walk *w, const struct chain_entry *e,
                      const uint8_t digest[SM_DIGEST]);
bool chain_walk_malformed(
    struct chain_walk *w,
    struct chain_break where); /* a row that cannot be an entry, tip or head */
bool chain_walk_head(struct chain_walk *w, const struct chain_head *h);
/* All tips and entries of the chains so far have come by; what follows is of greater chains only.
 * Their memory is used again. Not with the leaves of a snapshot. */
bool chain_walk_part(struct chain_walk *w);
bool chain_walk_end(struct chain_walk *w); /* true: everything fits */

struct chain_result chain_walk_result(const struct chain_walk *w);
