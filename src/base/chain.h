/*
 * The audit chain: canonical bytes, digests, tips, Merkle root and signed head, as
 * docs/audit-format.md specifies them. Pure: no database, no file, no clock.
 *
 * Not here: files of entries (base/chain_file.h), checking a whole store (base/chain_walk.h),
 * appending (src/store).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sm.h"

#define CHAIN_TEXT_MAX 1024 /* bytes of each text, section 1 */
#define CHAIN_BYTES_MAX (4 + 4 * 8 + 4 * (2 + CHAIN_TEXT_MAX) + 2 * SM_DIGEST)

struct chain_entry { /* section 1; everything is borrowed; content and prev are SM_DIGEST bytes */
    int64_t chain, n, moment, request_id;
    struct sm_bytes actor, action, object, purpose;
    const uint8_t *content, *prev;
};

struct chain_tip { /* section 2 */
    int64_t chain, n;
    uint8_t digest[SM_DIGEST];
};

/* What a checker can find wrong; chain_field names it as section 5 does. */
enum chain_fault {
    CHAIN_OK,
    CHAIN_N,
    CHAIN_PREV,
    CHAIN_DIGEST,
    CHAIN_TIP,
    CHAIN_COUNT,
    CHAIN_ROOT,
    CHAIN_SIGNATURE,
    CHAIN_OUTSIDE,
    CHAIN_MOMENT, /* the rest: a value of the wrong type or size in that field */
    CHAIN_ACTOR,
    CHAIN_ACTION,
    CHAIN_OBJECT,
    CHAIN_PURPOSE,
    CHAIN_REQUEST_ID,
    CHAIN_CONTENT,
    CHAIN_DAY,
    CHAIN_CHAIN,
    CHAIN_FAULTS
};
const char *chain_field(enum chain_fault fault);

extern const uint8_t chain_zero[SM_DIGEST]; /* prev of entry 1 */

/* CHAIN_OK, or the first text that is too long or holds a zero byte. */
enum chain_fault chain_entry_limits(const struct chain_entry *e);

/* Writes the canonical bytes and returns how many; the entry must be within its limits. */
size_t chain_entry_bytes(const struct chain_entry *e, uint8_t out[CHAIN_BYTES_MAX]);
void chain_entry_digest(const struct chain_entry *e, uint8_t out[SM_DIGEST]);
/* The inverse; texts and digests point into bytes. CHAIN_OK, or CHAIN_DIGEST when these are no
 * canonical bytes. */
enum chain_fault chain_entry_parse(struct sm_bytes bytes, struct chain_entry *out);

/*
 * Step 1 of section 5 for the entry that follows tip (n 0 and digest zero before the first).
 * CHAIN_OK: *tip has moved on. Otherwise what is wrong, and *tip is as before.
 */
enum chain_fault chain_verify_step(struct chain_tip *tip, const struct chain_entry *e,
                                   const uint8_t digest[SM_DIGEST]);

/* ---- Root, section 3 ---- */

void chain_leaf(const struct chain_tip *tip, uint8_t out[SM_DIGEST]);

/* Takes the tips one by one in ascending order of chain; 2 KB whatever their number. Start with
 * {0}. */
struct chain_merkle {
    int64_t count, last;
    uint8_t stack[64][SM_DIGEST];
};
/* false: not ascending; m is unchanged */
bool chain_merkle_add(struct chain_merkle *m, const struct chain_tip *tip);
/* 2^levels leaves at once, the greatest chain of which is last, by the root of their own tree. The
 * count so far must be a multiple of 2^levels. */
bool chain_merkle_add_tree(struct chain_merkle *m, int levels, int64_t last,
                           const uint8_t root[SM_DIGEST]);
void chain_merkle_root(const struct chain_merkle *m, uint8_t out[SM_DIGEST]);

#define CHAIN_PROOF_MAX 63
struct chain_proof { /* that leaf `index` of `count` is under a root */
    int64_t index, count;
    size_t n;
    uint8_t sibling[CHAIN_PROOF_MAX][SM_DIGEST]; /* from the leaf up */
};
/* tips: all of them, ascending; index < count. */
void chain_prove(const struct chain_tip *tips, size_t count, size_t index, struct chain_proof *out);
bool chain_proof_holds(const struct chain_proof *p, const struct chain_tip *tip,
                       const uint8_t root[SM_DIGEST]);

/* ---- Head, section 4 ---- */

#define CHAIN_HEAD_BYTES (4 + 2 * 8 + SM_DIGEST)

struct chain_head {
    int64_t day; /* yyyymmdd */
    int64_t count;
    uint8_t root[SM_DIGEST];
    uint8_t signature[SM_SIGNATURE];
    size_t signature_size; /* 0: not signed yet */
};

/* What keyring_sign signs. */
void chain_head_bytes(const struct chain_head *h, uint8_t out[CHAIN_HEAD_BYTES]);
bool chain_head_verify(const struct chain_head *h, const struct sm_pair *key);

#define CHAIN_HEAD_LINE 256
/* The line of text without its end, and back; false when it is none. */
const char *chain_head_print(const struct chain_head *h, char out[CHAIN_HEAD_LINE]);
bool chain_head_parse(const char *line, struct chain_head *out);

/* Big-endian integers, for chain_file. */
void chain_put64(uint8_t *p, int64_t v);
int64_t chain_get64(const uint8_t *p);
