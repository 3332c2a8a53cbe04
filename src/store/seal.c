/*
 * Checking all chains (the judgement is base/chain_walk's, docs/audit-format.md section 5), and the
 * daily signed head.
 *
 * Sealing reads the tips that may have moved (tip_blocks.h) from one snapshot while writing goes
 * on, then stores in one transaction the head and, for each chain that moved since the last head,
 * the n it covers. Entries appended in between belong to the next head.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/chain_walk.h"
#include "store/core.h"
#include "store/tip_blocks.h"

#define CHUNK 256

/* Chains are walked in parts, so that memory is that of one part whatever their number. */
#define PART 200000
SQL_FANOUT(seal_part,
           "SELECT chain FROM audit_tip WHERE chain >= ?1 ORDER BY chain LIMIT 1 OFFSET ?2");
SQL_FANOUT(seal_tips, "SELECT chain, n, head, digest FROM audit_tip WHERE chain BETWEEN ?1 AND ?2"
                      " ORDER BY chain");
SQL_FANOUT(seal_entries, "SELECT chain, n, moment, actor, action, object, purpose, request_id, "
                         "content, prev, digest FROM audit WHERE chain BETWEEN ?1 AND ?2"
                         " ORDER BY {EITHER seq | chain, n}");
SQL_FANOUT(seal_heads, "SELECT day, root, count, signature FROM audit_head ORDER BY day");
SQL_FANOUT(seal_head_of, "SELECT root, count, signature FROM audit_head WHERE day = ?1");
SQL_FANOUT(seal_newest, "SELECT root FROM audit_head ORDER BY day DESC LIMIT 1");
SQL_FANOUT(seal_head_insert,
           "INSERT INTO audit_head (day, root, count, signature) VALUES (?1, ?2, ?3, ?4)");
SQL(seal_tip_head, "UPDATE audit_tip SET head = ?2 WHERE chain = ?1");

/* ---- Verifying ------------------------------------------------------------------------------ */

static const uint8_t *digest_column(struct db_cursor *c, int column)
{
    size_t n;
    const void *p = db_blob(c, column, &n);
    return n == SM_DIGEST ? p : NULL;
}

static struct sm_bytes text_column(struct db_cursor *c, int column)
{
    const char *s = db_text(c, column);
    return (struct sm_bytes){s, strlen(s)};
}

static bool send_tip(struct chain_walk *w, struct db_cursor *c)
{
    struct chain_tip tip = {.chain = db_int(c, 0), .n = db_int(c, 1)};
    const uint8_t *digest = digest_column(c, 3);
    if (!digest)
        return chain_walk_malformed(w, (struct chain_break){CHAIN_TIP, tip.chain, tip.n, 0});
    memcpy(tip.digest, digest, SM_DIGEST);
    return chain_walk_tip(w, &tip, db_int(c, 2));
}

static bool send_entry(struct chain_walk *w, struct db_cursor *c)
{
    struct chain_entry e = {
        .chain = db_int(c, 0),
        .n = db_int(c, 1),
        .moment = db_int(c, 2),
        .actor = text_column(c, 3),
        .action = text_column(c, 4),
        .object = text_column(c, 5),
        .purpose = text_column(c, 6),
        .request_id = db_int(c, 7),
        .content = digest_column(c, 8),
        .prev = digest_column(c, 9),
    };
    const uint8_t *digest = digest_column(c, 10);
    enum chain_fault fault = !e.content ? CHAIN_CONTENT
                             : !e.prev  ? CHAIN_PREV
                             : !digest  ? CHAIN_DIGEST
                                        : CHAIN_OK;
    if (fault) return chain_walk_malformed(w, (struct chain_break){fault, e.chain, e.n, 0});
    return chain_walk_entry(w, &e, digest);
}

static bool read_head(struct db_cursor *c, int root_column, struct chain_head *h)
{
    size_t n;
    const uint8_t *root = digest_column(c, root_column);
    const void *signature = db_blob(c, root_column + 2, &n);
    if (!root || n > SM_SIGNATURE) return false;
    memcpy(h->root, root, SM_DIGEST);
    h->count = db_int(c, root_column + 1);
    memcpy(h->signature, signature, n);
    h->signature_size = n;
    return true;
}

static bool send_head(struct chain_walk *w, struct db_cursor *c)
{
    struct chain_head h = {.day = db_int(c, 0)};
    if (!read_head(c, 1, &h))
        return chain_walk_malformed(w, (struct chain_break){CHAIN_ROOT, 0, 0, h.day});
    return chain_walk_head(w, &h);
}

struct part {
    int64_t first, last; /* chains */
};

/* With part NULL: q has no values. */
static enum err feed(struct db *db, const struct sql *q, const struct part *part,
                     struct chain_walk *w, bool (*send)(struct chain_walk *, struct db_cursor *),
                     struct problem *why)
{
    struct db_cursor c;
    struct db_value v[] = {DB_I(part ? part->first : 0), DB_I(part ? part->last : 0)};
    enum err e = db_query(db, q, v, part ? 2 : 0, &c, why);
    if (e) return e;
    while (db_step(&c) && send(w, &c)) continue;
    return db_done(&c, why);
}

/* The lines that earlier sealing left beside the store. */
static void feed_outside(const char *path, struct chain_walk *w)
{
    char line[CHAIN_HEAD_LINE];
    struct chain_head h;
    FILE *f = fopen(path, "r");
    if (!f) return;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        if (chain_head_parse(line, &h) && !chain_walk_outside_head(w, &h)) break;
    }
    fclose(f);
}

static enum err broken(const struct chain_result *result, struct problem *why)
{
    char chain[24], n[24];
    if (result->memory) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    const struct chain_break *at = &result->first;
    if (at->day) {
        snprintf(n, sizeof n, "%lld", (long long)at->day);
        return problem_set(why, ERR_FAILED, ZH_audit_broken_head, NULL, n, chain_field(at->fault),
                           NULL);
    }
    snprintf(chain, sizeof chain, "%lld", (long long)at->chain);
    snprintf(n, sizeof n, "%lld", (long long)at->n);
    return problem_set(why, ERR_FAILED, ZH_audit_broken, NULL, chain, n, chain_field(at->fault),
                       NULL);
}

/* The last chain of the part that begins with part->first. */
static enum err end_part(struct db *db, struct part *part, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(db, &seal_part, DB_VALUES(DB_I(part->first), DB_I(PART)), &c, why);
    if (e) return e;
    part->last = db_step(&c) ? db_int(&c, 0) : INT64_MAX;
    return db_done(&c, why);
}

static enum err walk(struct store *s, struct db *db, struct chain_walk *w, struct problem *why)
{
    enum err e = ERR_OK;
    feed_outside(s->heads_path, w);
    for (struct part part = {INT64_MIN, 0}; !e; part.first = part.last + 1) {
        e = end_part(db, &part, why);
        if (!e) e = feed(db, &seal_tips, &part, w, send_tip, why);
        if (!e) e = feed(db, &seal_entries, &part, w, send_entry, why);
        if (e || part.last == INT64_MAX || !chain_walk_part(w)) break;
    }
    if (!e) e = feed(db, &seal_heads, NULL, w, send_head, why);
    if (e) return e;
    bool good = chain_walk_end(w);
    struct chain_result result = chain_walk_result(w);
    return good ? ERR_OK : broken(&result, why);
}

enum err store_audit_verify(struct store *s, int64_t *entries, struct problem *why)
{
    struct read r;
    struct buf pem = BUF(4096);
    *entries = 0;
    enum err e = keyring_public_pem(s->keys, &pem);
    struct sm_pair *key = e ? NULL : sm_pair_from_pem((struct sm_bytes){pem.p, pem.n}, false);
    struct chain_walk *w = key ? chain_walk_new(key) : NULL;
    if (!e && !w) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) e = store_read_begin(s, &r, why);
    if (!e) {
        e = walk(s, r.db, w, why);
        *entries = chain_walk_result(w).entries;
        store_read_end(&r);
    }
    chain_walk_free(w);
    sm_pair_free(key);
    buf_free(&pem);
    return e;
}

/* ---- Sealing a day -------------------------------------------------------------------------- */

struct sealing {
    struct chain_head head;
    struct tip_blocks blocks;
    struct tip_walk walk; /* the chains whose tips it will cover */
};

/* The newest head's root; false when there is none. */
static enum err newest_root(struct db *db, uint8_t root[SM_DIGEST], bool *found,
                            struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(db, &seal_newest, NULL, 0, &c, why);
    if (e) return e;
    const uint8_t *digest = db_step(&c) ? digest_column(&c, 0) : NULL;
    *found = digest != NULL;
    if (digest) memcpy(root, digest, SM_DIGEST);
    return db_done(&c, why);
}

static enum err read_tips(struct store *store, struct db *db, struct sealing *s,
                          struct problem *why)
{
    uint8_t newest[SM_DIGEST];
    bool found;
    enum err e = newest_root(db, newest, &found, why);
    if (e) return e;
    tip_blocks_load(store->tips_path, found ? newest : NULL, &s->blocks);
    /* Ids of several writers are not in order of their commits: an hour of them is read again. */
    if (!db_single_writer(store->writer[0].db)) s->blocks.seq = ids_hour_before(s->blocks.seq);
    e = tip_blocks_refresh(db, &s->blocks, &s->walk, &s->head.count, why);
    memcpy(s->head.root, s->blocks.root, SM_DIGEST);
    return e;
}

static enum err write_head(struct write *w, void *ctx, struct problem *why)
{
    const struct sealing *s = ctx;
    const struct chain_head *h = &s->head;
    struct db_value v[CHUNK * 2];
    enum err e = db_exec(w->db, &seal_head_insert,
                         DB_VALUES(DB_I(h->day), DB_B(h->root, SM_DIGEST), DB_I(h->count),
                                   DB_B(h->signature, h->signature_size)),
                         NULL, why);
    for (size_t at = 0; !e && at < s->walk.count; at += CHUNK) {
        size_t rows = s->walk.count - at < CHUNK ? s->walk.count - at : CHUNK;
        for (size_t i = 0; i < rows; i++) {
            v[2 * i] = DB_I(s->walk.moved[at + i].chain);
            v[2 * i + 1] = DB_I(s->walk.moved[at + i].n);
        }
        e = db_many(
            w->db, &(struct db_many){.q = &seal_tip_head, .v = v, .columns = 2, .rows = rows}, why);
    }
    return e;
}

/* Already sealed: *found and the head as stored. */
static enum err load_head(struct db *db, struct chain_head *h, bool *found, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(db, &seal_head_of, DB_VALUES(DB_I(h->day)), &c, why);
    if (e) return e;
    *found = db_step(&c) && read_head(&c, 0, h);
    return db_done(&c, why);
}

static bool line_is_there(const char *path, const char *wanted)
{
    char line[CHAIN_HEAD_LINE];
    bool found = false;
    FILE *f = fopen(path, "r");
    if (!f) return false;
    while (!found && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        found = strcmp(line, wanted) == 0;
    }
    fclose(f);
    return found;
}

static enum err write_line(const char *path, const struct chain_head *h, struct problem *why)
{
    char line[CHAIN_HEAD_LINE];
    chain_head_print(h, line);
    if (line_is_there(path, line)) return ERR_OK;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    bool good = fd >= 0 && dprintf(fd, "%s\n", line) > 0 && fsync(fd) == 0;
    int code = errno;
    if (fd >= 0) close(fd);
    return good ? ERR_OK
                : problem_set(why, ERR_FAILED, ZH_audit_heads_file, NULL, path, strerror(code),
                              NULL);
}

static enum err sign_and_store(struct store *s, struct sealing *sealing, struct clock clock,
                               struct problem *why)
{
    uint8_t bytes[CHAIN_HEAD_BYTES];
    struct chain_head *h = &sealing->head;
    chain_head_bytes(h, bytes);
    enum err e = keyring_sign(s->keys, (struct sm_bytes){bytes, sizeof bytes}, h->signature,
                              &h->signature_size, why);
    struct write_request r = {.actor = "system", .purpose = "", .clock = clock};
    return e ? e : store_bulk(s, &r, write_head, sealing, why);
}

enum err store_audit_seal_day(struct store *s, struct clock clock, struct problem *why)
{
    struct sealing sealing = {.head = {.day = date_column(clock.business_date)}};
    struct read r;
    bool found = false;
    enum err e = store_read_begin(s, &r, why);
    if (e) return e;
    e = load_head(r.db, &sealing.head, &found, why);
    if (!e && !found) e = read_tips(s, r.db, &sealing, why);
    store_read_end(&r);
    if (!e && !found) e = sign_and_store(s, &sealing, clock, why);
    if (!e && !found)
        tip_blocks_save(s->tips_path, &sealing.blocks); /* not there: read once more */
    if (!e) e = write_line(s->heads_path, &sealing.head, why);
    free(sealing.walk.moved);
    tip_blocks_free(&sealing.blocks);
    return e;
}
