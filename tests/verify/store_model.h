/*
 * A small store of audit chains in memory that a test can tamper with and write as SQLite file,
 * export, snapshot or head line. Built from the specification's functions in base/chain.h;
 * everything is deterministic in the seed but keys and signatures.
 */
#pragma once
#include <stdint.h>

#include "base/chain.h"

#define MODEL_ROWS 512
#define MODEL_CHAINS 24

struct model_row {
    int64_t chain, n, moment, request_id;
    char actor[40], action[24], object[40], purpose[40];
    uint8_t content[SM_DIGEST], prev[SM_DIGEST], digest[SM_DIGEST];
};

struct model_tip {
    struct chain_tip tip;
    int64_t head;
};

struct model {
    struct model_row row[MODEL_ROWS]; /* in stored order */
    size_t rows;
    struct model_tip tip[MODEL_CHAINS]; /* ascending */
    size_t tips;
    struct chain_head head[2];
    size_t heads;
};

/* Chains with entries before the first head, between the heads, and after the second one. */
void model_build(struct model *m, uint64_t seed, const struct sm_pair *key);
void model_sign(
    struct model *m, int64_t day,
    const struct sm_pair *key); /* sets every tip's head and adds or replaces the head */
void model_resign(
    struct model *m,
    const struct sm_pair *key); /* the newest head over the present rows, tips' head kept */
struct model_tip *model_tip(struct model *m, int64_t chain);
/* What an attacker does: digests from row `from` on along its chain, and the stored tip. */
void model_recompute(struct model *m, size_t from);
void model_entry_digest(struct model_row *r);

void model_write_sqlite(const struct model *m, const char *path);
void model_write_export(const struct model *m, const char *path);
void model_write_snapshot(const struct model *m, const char *path); /* of the newest head */
void model_write_lines(const struct model *m, const char *path);

uint64_t model_random(uint64_t *state); /* xorshift */
