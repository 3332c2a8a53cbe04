/*
 * Appending to the chains (docs/audit-format.md). The tips of a batch are worked out in memory; the
 * cache of the single writer learns them only after the commit, so a rollback has nothing to put
 * back.
 *
 * Where the database has other writers, tips are read under a row lock in ascending order of chain,
 * in the same transaction.
 */
#include <stdlib.h>
#include <string.h>

#include "store/core.h"

#define CACHE_SETS 16384 /* × 4 ways × 56 bytes = 3.5 MB */
#define WAYS 4
#define AUDIT_COLUMNS 13
#define TIP_COLUMNS 5
#define CHUNK 256      /* rows bound at one time */
#define BULK_FROM 1024 /* more rows than this are copied in bulk */

SQL(audit_tip_load, "SELECT n, seq, digest FROM audit_tip WHERE chain = ?1 {FOR UPDATE}");
SQL(audit_tip_insert,
    "INSERT INTO audit_tip (chain, n, seq, head, digest) VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(audit_tip_update, "UPDATE audit_tip SET n = ?2, seq = ?3, digest = ?4 WHERE chain = ?1");
SQL(audit_insert, "INSERT INTO audit (seq, chain, n, prev_seq, moment, actor, action, object, "
                  "purpose, request_id, content, prev, "
                  "digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
SQL_FANOUT(audit_max, "SELECT max(seq) FROM audit");
SQL(audit_proof,
    "SELECT seq FROM audit WHERE chain = ?1 AND n = ?2 AND {EITHER seq = ?3 | ?3 = ?3}");
SQL(audit_tip_probe, "INSERT INTO audit_tip (chain, n, seq, head, digest) VALUES (?1, 0, 0, 0, ?2) "
                     "ON CONFLICT (chain) DO NOTHING");
SQL(audit_tip_lock, "SELECT n FROM audit_tip WHERE chain = ?1 {FOR UPDATE}");

/* ---- The cache ------------------------------------------------------------------------------ */

struct tip_cache {
    struct tip way[CACHE_SETS][WAYS]; /* newest first; n is 0 where empty */
};

struct tip_cache *audit_cache_new(void)
{
    return calloc(1, sizeof(struct tip_cache));
}

void audit_cache_free(struct tip_cache *c)
{
    free(c);
}

static size_t hash_of(int64_t chain)
{
    return (size_t)((uint64_t)chain * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static bool cache_get(const struct tip_cache *c, struct tip *tip)
{
    const struct tip *way = c->way[hash_of(tip->chain) % CACHE_SETS];
    for (int i = 0; i < WAYS; i++)
        if (way[i].n && way[i].chain == tip->chain) {
            *tip = way[i];
            return true;
        }
    return false;
}

static void cache_put(struct tip_cache *c, const struct tip *tip)
{
    struct tip *way = c->way[hash_of(tip->chain) % CACHE_SETS];
    int at = 0;
    while (at < WAYS - 1 && way[at].n && way[at].chain != tip->chain) at++;
    memmove(way + 1, way, (size_t)at * sizeof *way);
    way[0] = *tip;
}

/* ---- Notes ---------------------------------------------------------------------------------- */

static bool bounded(const char *s)
{
    return strlen(s) <= CHAIN_TEXT_MAX;
}

static bool note_grow(struct batch *b)
{
    if (b->note_count < b->note_cap) return true;
    size_t cap = b->note_cap ? b->note_cap * 2 : 64;
    struct note *grown = realloc(b->note, cap * sizeof *grown);
    if (!grown) return false;
    b->note = grown;
    b->note_cap = cap;
    return true;
}

void audit_add_note(struct batch *b, struct job *j, const struct audit_note *note)
{
    const char *object = note->object ? note->object : "";
    if (!bounded(note->action) || !bounded(object) || !note_grow(b)) {
        j->bad_note = true;
        return;
    }
    struct note *n = &b->note[b->note_count++];
    *n = (struct note){.job = j, .subject = note->subject, .fresh = note->fresh};
    n->action = arena_copy(b->writer->arena, note->action, strlen(note->action));
    n->object = arena_copy(b->writer->arena, object, strlen(object));
    sm_digest(note->content_size ? note->content : "", note->content_size, n->content);
}

void store_audit(struct write *w, const struct audit_note *note)
{
    struct writer *writer = w->impl;
    audit_add_note(&writer->batch, writer->running, note);
}

/* ---- Tips of a batch ------------------------------------------------------------------------ */

static int by_chain(const void *a, const void *b)
{
    int64_t x = ((const struct tip *)a)->chain, y = ((const struct tip *)b)->chain;
    return (x > y) - (x < y);
}

static struct tip *tip_of(struct batch *b, int64_t chain)
{
    struct tip key = {.chain = chain};
    return bsearch(&key, b->tip, b->tip_count, sizeof key, by_chain);
}

/* The chains of all notes, ascending, each once, at n = 0. */
static void collect_chains(struct batch *b)
{
    b->tip = ARENA_ARRAY(b->writer->arena, struct tip, b->note_count);
    for (size_t i = 0; i < b->note_count; i++) b->tip[i].chain = b->note[i].subject;
    qsort(b->tip, b->note_count, sizeof *b->tip, by_chain);
    b->tip_count = 0;
    for (size_t i = 0; i < b->note_count; i++)
        if (i == 0 || b->tip[i].chain != b->tip[i - 1].chain) b->tip[b->tip_count++] = b->tip[i];
}

struct loading {
    struct tip **tip;
    size_t offset;
};

static void tip_row(void *ctx, size_t index, struct db_cursor *c)
{
    const struct loading *l = ctx;
    struct tip *tip = l->tip[l->offset + index];
    size_t n;
    const void *digest = db_blob(c, 2, &n);
    tip->n = db_int(c, 0);
    tip->seq = db_int(c, 1);
    memcpy(tip->digest, digest, n < SM_DIGEST ? n : SM_DIGEST);
}

static enum err load_from_db(struct batch *b, struct tip **missing, size_t count,
                             struct problem *why)
{
    struct db_value v[CHUNK];
    enum err e = ERR_OK;
    for (size_t at = 0; !e && at < count; at += CHUNK) {
        size_t rows = count - at < CHUNK ? count - at : CHUNK;
        struct loading l = {missing, at};
        for (size_t i = 0; i < rows; i++) v[i] = DB_I(missing[at + i]->chain);
        e = db_many(b->writer->db, &(struct db_many){&audit_tip_load, v, 1, rows, tip_row, &l},
                    why);
    }
    return e;
}

static enum err load_tips(struct batch *b, struct problem *why)
{
    struct arena *a = b->writer->arena;
    bool *fresh = ARENA_ARRAY(a, bool, b->tip_count);
    struct tip **missing = ARENA_ARRAY(a, struct tip *, b->tip_count);
    size_t count = 0;
    for (size_t i = 0; i < b->note_count; i++)
        if (b->note[i].fresh) fresh[tip_of(b, b->note[i].subject) - b->tip] = true;
    for (size_t i = 0; i < b->tip_count; i++) {
        bool known = fresh[i] || (b->writer->tips && cache_get(b->writer->tips, &b->tip[i]));
        if (!known) missing[count++] = &b->tip[i];
    }
    return load_from_db(b, missing, count, why);
}

/* ---- Writing -------------------------------------------------------------------------------- */

/* Either rows by the statement or a copy in bulk, fed value by value. */
struct feed {
    struct db *db;
    struct db_bulk *bulk;
    const struct sql *q;
    size_t columns, rows;
    struct db_value v[CHUNK * AUDIT_COLUMNS];
};

static enum err feed_send(struct feed *f, struct problem *why)
{
    enum err e = ERR_OK;
    if (f->bulk)
        for (size_t i = 0; !e && i < f->rows; i++)
            e = db_bulk_row(f->bulk, f->v + i * f->columns, f->columns, why);
    else
        e = db_many(f->db,
                    &(struct db_many){.q = f->q, .v = f->v, .columns = f->columns, .rows = f->rows},
                    why);
    f->rows = 0;
    return e;
}

static enum err feed_row(struct feed *f, const struct db_value *v, size_t n, struct problem *why)
{
    memcpy(f->v + f->rows * f->columns, v, n * sizeof *v);
    return ++f->rows == CHUNK ? feed_send(f, why) : ERR_OK;
}

static enum err feed_end(struct feed *f, enum err e, struct problem *why)
{
    if (!e) e = feed_send(f, why);
    if (!f->bulk) return e;
    enum err ended = db_bulk_end(f->bulk, e ? NULL : why);
    return e ? e : ended;
}

/* Everything an entry points to must outlive the chunk: its digests stand in kept. */
struct kept {
    uint8_t prev[SM_DIGEST], digest[SM_DIGEST];
};

static enum err append_one(struct batch *b, struct note *note, struct feed *f, struct kept *kept,
                           struct problem *why)
{
    const struct write_request *r = note->job->r;
    struct tip *tip = tip_of(b, note->subject);
    const char *actor = r->actor ? r->actor : "", *purpose = r->purpose ? r->purpose : "";
    struct chain_entry entry = {
        .chain = tip->chain,
        .n = tip->n + 1,
        .moment = r->clock.moment,
        .request_id = note->job->kind == JOB_NOTE ? 0 : r->request_id,
        .actor = {actor, strlen(actor)},
        .action = {note->action, strlen(note->action)},
        .object = {note->object, strlen(note->object)},
        .purpose = {purpose, strlen(purpose)},
        .content = note->content,
        .prev = kept->prev,
    };
    memcpy(kept->prev, tip->digest, SM_DIGEST);
    chain_entry_digest(&entry, kept->digest);
    int64_t seq = ids_next_above(&b->writer->store->ids, tip->seq);
    enum err e =
        feed_row(f,
                 DB_VALUES(DB_I(seq), DB_I(tip->chain), DB_I(entry.n), DB_I(tip->seq),
                           DB_I(entry.moment), DB_T(actor), DB_T(note->action), DB_T(note->object),
                           DB_T(purpose), DB_I(entry.request_id), DB_B(note->content, SM_DIGEST),
                           DB_B(kept->prev, SM_DIGEST), DB_B(kept->digest, SM_DIGEST)),
                 why);
    tip->n = entry.n;
    tip->seq = seq;
    memcpy(tip->digest, kept->digest, SM_DIGEST);
    return e;
}

static enum err append_entries(struct batch *b, struct feed *f, struct problem *why)
{
    struct kept *kept = ARENA_ARRAY(b->writer->arena, struct kept, CHUNK);
    *f = (struct feed){.db = b->writer->db, .q = &audit_insert, .columns = AUDIT_COLUMNS};
    enum err e = ERR_OK;
    if (b->note_count >= BULK_FROM)
        e = db_bulk_begin(f->db, "audit",
                          "seq, chain, n, prev_seq, moment, actor, action, object, purpose, "
                          "request_id, content, prev, digest",
                          &f->bulk, why);
    for (size_t i = 0; !e && i < b->note_count; i++)
        e = append_one(b, &b->note[i], f, &kept[i % CHUNK], why);
    return feed_end(f, e, why);
}

/* before: what n was, by position, so that first entries insert and others update. */
static enum err store_tips(struct batch *b, const int64_t *before, struct feed *f,
                           struct problem *why)
{
    *f = (struct feed){.db = b->writer->db, .q = &audit_tip_insert, .columns = TIP_COLUMNS};
    enum err e = ERR_OK;
    if (b->tip_count >= BULK_FROM)
        e = db_bulk_begin(f->db, "audit_tip", "chain, n, seq, head, digest", &f->bulk, why);
    for (size_t i = 0; !e && i < b->tip_count; i++) {
        const struct tip *t = &b->tip[i];
        if (!before[i])
            e = feed_row(f,
                         DB_VALUES(DB_I(t->chain), DB_I(t->n), DB_I(t->seq), DB_I(0),
                                   DB_B(t->digest, SM_DIGEST)),
                         why);
    }
    e = feed_end(f, e, why);
    *f = (struct feed){.db = b->writer->db, .q = &audit_tip_update, .columns = TIP_COLUMNS - 1};
    for (size_t i = 0; !e && i < b->tip_count; i++) {
        const struct tip *t = &b->tip[i];
        if (before[i])
            e = feed_row(
                f, DB_VALUES(DB_I(t->chain), DB_I(t->n), DB_I(t->seq), DB_B(t->digest, SM_DIGEST)),
                why);
    }
    return feed_end(f, e, why);
}

enum err audit_append(struct batch *b, struct problem *why)
{
    if (b->note_count == 0) return ERR_OK;
    struct arena *a = b->writer->arena;
    struct feed *f = ARENA_NEW(a, struct feed);
    collect_chains(b);
    enum err e = load_tips(b, why);
    if (e) return e;
    int64_t *before = ARENA_ARRAY(a, int64_t, b->tip_count);
    for (size_t i = 0; i < b->tip_count; i++) before[i] = b->tip[i].n;
    e = append_entries(b, f, why);
    if (!e) e = store_tips(b, before, f, why);
    b->written = true;
    const struct tip *t = &b->tip[0];
    b->writer->proof = (struct proof){.set = true, .chain = t->chain, .n = t->n, .seq = t->seq};
    return e;
}

void audit_committed(struct batch *b)
{
    if (b->writer->tips)
        for (size_t i = 0; i < b->tip_count; i++) cache_put(b->writer->tips, &b->tip[i]);
    atomic_fetch_add_explicit(&b->writer->store->audit_entries, (int64_t)b->note_count,
                              memory_order_relaxed);
}

/* ---- Looking back --------------------------------------------------------------------------- */

static enum err one_number(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                           int64_t *out, struct problem *why)
{
    struct db_cursor c;
    *out = 0;
    enum err e = db_query(db, q, v, n, &c, why);
    if (e) return e;
    if (db_step(&c)) *out = db_int(&c, 0);
    return db_done(&c, why);
}

enum err audit_newest(struct db *db, int64_t *seq, struct problem *why)
{
    return one_number(db, &audit_max, NULL, 0, seq, why);
}

/* The row lock waits for a lost transaction that moved the tip, the insert for one that made it;
 * what it inserts is rolled back. */
enum err audit_has(struct db *db, const struct proof *p, bool *found, struct problem *why)
{
    int64_t n = 0, seq = 0;
    static const uint8_t zero[SM_DIGEST];
    enum err e =
        db_exec(db, &audit_tip_probe, DB_VALUES(DB_I(p->chain), DB_B(zero, SM_DIGEST)), NULL, why);
    if (!e) e = one_number(db, &audit_tip_lock, DB_VALUES(DB_I(p->chain)), &n, why);
    if (!e)
        e = one_number(db, &audit_proof, DB_VALUES(DB_I(p->chain), DB_I(p->n), DB_I(p->seq)), &seq,
                       why);
    *found = !e && seq == p->seq;
    return e;
}
