/*
 * The tips of all chains in blocks of 64, each with the root of its own small tree, in a derived
 * file beside the store: a day is sealed by reading again only the blocks in which a chain moved,
 * so its cost follows what happened that day and not the population. The root is that of
 * docs/audit-format.md section 3: a block that begins at a multiple of 64 is a perfect subtree of
 * it.
 *
 * The file may be lost at any time: then all tips are read once. It is believed only when its own
 * digest fits and it stands at the newest head in the database. A chain that began between older
 * ones (a subject with a negative id) moves what comes after it: from there on all is read again.
 * Inside src/store only.
 */
#pragma once
#include "base/chain.h"
#include "db/db.h"

#define TIP_BLOCK_LEVELS 6
#define TIP_BLOCK (1 << TIP_BLOCK_LEVELS)

struct tip_block {
    int64_t last; /* its greatest chain; it begins after the last of the block before */
    uint8_t root[SM_DIGEST];
};

struct tip_blocks {
    struct tip_block *block; /* full ones only */
    size_t count, cap;
    int64_t seq;             /* no entry of the log up to this one is news to them */
    uint8_t root[SM_DIGEST]; /* the head that they stand at */
};

/* Zeroed when there is no file that fits newest (NULL: none is wanted). Free with tip_blocks_free.
 */
void tip_blocks_load(const char *path, const uint8_t newest[SM_DIGEST], struct tip_blocks *out);
/* False when the file could not be written; then there is none. */
bool tip_blocks_save(const char *path, const struct tip_blocks *b);
void tip_blocks_free(struct tip_blocks *b);

/* A chain whose tip the last head does not cover. */
struct tip_moved {
    int64_t chain, n;
};
struct tip_walk { /* moved is malloc'ed */
    struct tip_moved *moved;
    size_t count, cap;
};
/* Brings the blocks up to the database (inside a read transaction): their root and number of
 * leaves, and which chains moved. b->seq and b->root become those of now. Errors: those of a query;
 * ERR_FAILED audit_broken for a tip that cannot be read, err_memory. */
enum err tip_blocks_refresh(struct db *db, struct tip_blocks *b, struct tip_walk *moved,
                            int64_t *leaves, struct problem *why);
