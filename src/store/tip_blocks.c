#include "store/tip_blocks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/core.h"

#define MAGIC "JZTIPS1\n"

SQL_FANOUT(tips_after,
           "SELECT chain, n, head, digest FROM audit_tip WHERE chain > ?1 ORDER BY chain");
SQL_FANOUT(tips_between,
           "SELECT chain, n, head, digest FROM audit_tip WHERE chain > ?1 AND chain <= ?2"
           " ORDER BY chain");
SQL_FANOUT(tips_touched, "SELECT DISTINCT chain FROM audit WHERE seq > ?1 ORDER BY chain");
SQL_FANOUT(tips_newest, "SELECT max(seq) FROM audit");

void tip_blocks_free(struct tip_blocks *b)
{
    free(b->block);
    *b = (struct tip_blocks){0};
}

/* ---- The file: magic, count, seq, root, blocks, digest of all of it ------------------------- */

struct file_head {
    char magic[8];
    int64_t count, seq;
    uint8_t root[SM_DIGEST];
};

static void digest_of(const struct file_head *h, const struct tip_block *block,
                      uint8_t out[SM_DIGEST])
{
    struct sm_hash *hash = sm_hash_new();
    sm_hash_start(hash);
    sm_hash_add(hash, h, sizeof *h);
    if (h->count) sm_hash_add(hash, block, (size_t)h->count * sizeof *block);
    sm_hash_end(hash, out);
    sm_hash_free(hash);
}

static bool read_all(FILE *f, const uint8_t newest[SM_DIGEST], struct tip_blocks *out)
{
    struct file_head h;
    uint8_t kept[SM_DIGEST], digest[SM_DIGEST];
    if (fread(&h, sizeof h, 1, f) != 1 || memcmp(h.magic, MAGIC, sizeof h.magic) != 0) return false;
    if (memcmp(h.root, newest, SM_DIGEST) != 0 || h.count < 0 || h.count > INT32_MAX) return false;
    out->cap = out->count = (size_t)h.count;
    out->block = calloc(out->count + 1, sizeof *out->block);
    if (!out->block || fread(out->block, sizeof *out->block, out->count, f) != out->count)
        return false;
    digest_of(&h, out->block, digest);
    out->seq = h.seq;
    return fread(kept, sizeof kept, 1, f) == 1 && memcmp(kept, digest, SM_DIGEST) == 0;
}

void tip_blocks_load(const char *path, const uint8_t newest[SM_DIGEST], struct tip_blocks *out)
{
    *out = (struct tip_blocks){0};
    FILE *f = newest ? fopen(path, "rb") : NULL;
    if (!f) return;
    if (!read_all(f, newest, out)) tip_blocks_free(out);
    fclose(f);
}

bool tip_blocks_save(const char *path, const struct tip_blocks *b)
{
    char fresh[4096];
    uint8_t digest[SM_DIGEST];
    struct file_head h = {.magic = MAGIC, .count = (int64_t)b->count, .seq = b->seq};
    memcpy(h.root, b->root, SM_DIGEST);
    digest_of(&h, b->block, digest);
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh) return false;
    FILE *f = fopen(fresh, "wb");
    bool good = f && fwrite(&h, sizeof h, 1, f) == 1 &&
                (!b->count || fwrite(b->block, sizeof *b->block, b->count, f) == b->count) &&
                fwrite(digest, sizeof digest, 1, f) == 1;
    if (f && fclose(f) != 0) good = false;
    good = good && rename(fresh, path) == 0;
    if (!good) remove(fresh);
    return good;
}

/* ---- Reading tips --------------------------------------------------------------------------- */

static bool remember(struct tip_walk *w, int64_t chain, int64_t n)
{
    if (w->count == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 1024;
        struct tip_moved *grown = realloc(w->moved, cap * sizeof *grown);
        if (!grown) return false;
        w->moved = grown;
        w->cap = cap;
    }
    w->moved[w->count++] = (struct tip_moved){chain, n};
    return true;
}

static bool read_tip(struct db_cursor *c, struct tip_walk *moved, struct chain_tip *tip)
{
    size_t size;
    *tip = (struct chain_tip){.chain = db_int(c, 0), .n = db_int(c, 1)};
    const void *digest = db_blob(c, 3, &size);
    if (size != SM_DIGEST) return false;
    memcpy(tip->digest, digest, SM_DIGEST);
    return tip->n == db_int(c, 2) || remember(moved, tip->chain, tip->n);
}

static enum err unreadable(struct problem *why)
{
    return problem_set(why, ERR_FAILED, ZH_audit_broken, NULL, "", "", chain_field(CHAIN_TIP),
                       NULL);
}

static int64_t begin_after(const struct tip_blocks *b, size_t i)
{
    return i ? b->block[i - 1].last : INT64_MIN;
}

struct stretch { /* blocks [from, to) */
    size_t from, to;
    bool
        fits; /* they hold the chains that they held; otherwise nothing of them is to be believed */
};

static enum err read_blocks(struct db *db, struct tip_blocks *b, struct stretch *s,
                            struct tip_walk *moved, struct problem *why)
{
    struct chain_merkle m = {0};
    struct chain_tip tip;
    struct db_cursor c;
    size_t at = s->from, before = moved->count;
    bool good = true;
    enum err e =
        db_query(db, &tips_between,
                 DB_VALUES(DB_I(begin_after(b, s->from)), DB_I(b->block[s->to - 1].last)), &c, why);
    if (e) return e;
    for (s->fits = true; s->fits && good && db_step(&c);) {
        good = read_tip(&c, moved, &tip) && at < s->to && chain_merkle_add(&m, &tip);
        if (!good || m.count < TIP_BLOCK) continue;
        chain_merkle_root(&m, b->block[at].root);
        s->fits = b->block[at++].last == tip.chain;
        m = (struct chain_merkle){0};
    }
    e = db_done(&c, why);
    if (!e && at == s->to && good && s->fits) return ERR_OK;
    s->fits = false;
    moved->count = before;
    return e;
}

static bool push(struct tip_blocks *b, int64_t last, const uint8_t root[SM_DIGEST])
{
    if (b->count == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 1024;
        struct tip_block *grown = realloc(b->block, cap * sizeof *grown);
        if (!grown) return false;
        b->block = grown;
        b->cap = cap;
    }
    b->block[b->count] = (struct tip_block){.last = last};
    memcpy(b->block[b->count++].root, root, SM_DIGEST);
    return true;
}

/* What comes after the last full block, leaf by leaf; full blocks of it are kept. */
static enum err read_tail(struct db *db, struct tip_blocks *b, struct tip_walk *moved,
                          struct chain_merkle *all, struct problem *why)
{
    struct chain_merkle m = {0};
    struct chain_tip tip;
    struct db_cursor c;
    bool good = true;
    enum err e = db_query(db, &tips_after, DB_VALUES(DB_I(begin_after(b, b->count))), &c, why);
    if (e) return e;
    while (good && db_step(&c)) {
        good =
            read_tip(&c, moved, &tip) && chain_merkle_add(all, &tip) && chain_merkle_add(&m, &tip);
        if (!good || m.count < TIP_BLOCK) continue;
        uint8_t root[SM_DIGEST];
        chain_merkle_root(&m, root);
        good = push(b, tip.chain, root);
        m = (struct chain_merkle){0};
    }
    e = db_done(&c, why);
    return e || good ? e : unreadable(why);
}

/* ---- What has to be read again -------------------------------------------------------------- */

static size_t block_of(const struct tip_blocks *b, int64_t chain)
{
    size_t low = 0, high = b->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->block[middle].last < chain) low = middle + 1;
        else high = middle;
    }
    return low;
}

static enum err find_touched(struct db *db, const struct tip_blocks *b, bool *touched,
                             struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(db, &tips_touched, DB_VALUES(DB_I(b->seq)), &c, why);
    if (e) return e;
    while (db_step(&c)) touched[block_of(b, db_int(&c, 0))] = true;
    return db_done(&c, why);
}

static enum err refresh_blocks(struct db *db, struct tip_blocks *b, struct tip_walk *moved,
                               struct problem *why)
{
    bool *touched = calloc(b->count + 1, sizeof *touched);
    if (!touched) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err e = find_touched(db, b, touched, why);
    for (struct stretch at = {0}; !e && at.from < b->count; at.from = at.to) {
        at.to = at.from + 1;
        if (!touched[at.from]) continue;
        while (at.to < b->count && touched[at.to]) at.to++;
        e = read_blocks(db, b, &at, moved, why);
        if (!at.fits) b->count = at.from; /* the tail begins there now */
    }
    free(touched);
    return e;
}

static enum err newest_entry(struct db *db, int64_t *seq, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(db, &tips_newest, NULL, 0, &c, why);
    if (e) return e;
    *seq = db_step(&c) ? db_int(&c, 0) : 0;
    return db_done(&c, why);
}

enum err tip_blocks_refresh(struct db *db, struct tip_blocks *b, struct tip_walk *moved,
                            int64_t *leaves, struct problem *why)
{
    struct chain_merkle all = {0};
    int64_t newest = 0;
    enum err e = newest_entry(db, &newest, why);
    if (!e && b->count) e = refresh_blocks(db, b, moved, why);
    for (size_t i = 0; !e && i < b->count; i++)
        chain_merkle_add_tree(&all, TIP_BLOCK_LEVELS, b->block[i].last, b->block[i].root);
    if (!e) e = read_tail(db, b, moved, &all, why);
    if (e) return e;
    b->seq = newest;
    *leaves = all.count;
    chain_merkle_root(&all, b->root);
    return ERR_OK;
}
