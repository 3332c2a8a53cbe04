#include "store_model.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chain_file.h"

static void need(bool ok, const char *what)
{
    if (ok) return;
    fprintf(stderr, "store_model: %s\n", what);
    exit(1);
}

uint64_t model_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static struct sm_bytes bytes_of(const char *s)
{
    return (struct sm_bytes){s, strlen(s)};
}

static struct chain_entry entry_of(const struct model_row *r)
{
    return (struct chain_entry){r->chain,
                                r->n,
                                r->moment,
                                r->request_id,
                                bytes_of(r->actor),
                                bytes_of(r->action),
                                bytes_of(r->object),
                                bytes_of(r->purpose),
                                r->content,
                                r->prev};
}

void model_entry_digest(struct model_row *r)
{
    struct chain_entry e = entry_of(r);
    chain_entry_digest(&e, r->digest);
}

struct model_tip *model_tip(struct model *m, int64_t chain)
{
    for (size_t i = 0; i < m->tips; i++)
        if (m->tip[i].tip.chain == chain) return &m->tip[i];
    return NULL;
}

static struct model_tip *tip_made(struct model *m, int64_t chain)
{
    struct model_tip *t = model_tip(m, chain);
    if (t) return t;
    size_t at = m->tips;
    for (; at > 0 && m->tip[at - 1].tip.chain > chain; at--) m->tip[at] = m->tip[at - 1];
    m->tip[at] = (struct model_tip){.tip.chain = chain};
    m->tips++;
    return &m->tip[at];
}

static void append(struct model *m, int64_t chain, uint64_t *random)
{
    static const char *const actions[] = {"certify", "person.read", "matter.decide",
                                          "matter.release"};
    struct model_tip *t = tip_made(m, chain);
    struct model_row *r = &m->row[m->rows];
    uint64_t number = model_random(random);
    *r = (struct model_row){.chain = chain,
                            .n = t->tip.n + 1,
                            .moment = 1795395600000000 + (int64_t)m->rows * 1000,
                            .request_id = (int64_t)(number >> 1)};
    snprintf(r->actor, sizeof r->actor, "clerk@%012" PRIu64, number % 1000);
    snprintf(r->action, sizeof r->action, "%s", actions[number % 4]);
    snprintf(r->object, sizeof r->object, "certification:%zu", m->rows);
    snprintf(r->purpose, sizeof r->purpose, "%s", number % 3 ? "annual" : "");
    sm_digest(&number, sizeof number, r->content);
    memcpy(r->prev, t->tip.digest, SM_DIGEST);
    model_entry_digest(r);
    t->tip.n = r->n;
    memcpy(t->tip.digest, r->digest, SM_DIGEST);
    m->rows++;
}

static void digest_at(const struct model *m, int64_t chain, int64_t n, uint8_t out[SM_DIGEST])
{
    for (size_t i = 0; i < m->rows; i++)
        if (m->row[i].chain == chain && m->row[i].n == n) memcpy(out, m->row[i].digest, SM_DIGEST);
}

static void head_of(const struct model *m, int64_t day, const struct sm_pair *key,
                    struct chain_head *out)
{
    struct chain_merkle k = {0};
    uint8_t bytes[CHAIN_HEAD_BYTES];
    for (size_t i = 0; i < m->tips; i++) {
        struct chain_tip t = {.chain = m->tip[i].tip.chain, .n = m->tip[i].head};
        digest_at(m, t.chain, t.n, t.digest);
        if (t.n > 0) need(chain_merkle_add(&k, &t), "tips ascend");
    }
    *out = (struct chain_head){.day = day, .count = k.count};
    chain_merkle_root(&k, out->root);
    chain_head_bytes(out, bytes);
    need(sm_sign(key, (struct sm_bytes){bytes, sizeof bytes}, out->signature, &out->signature_size,
                 NULL) == ERR_OK,
         "sign");
}

void model_sign(struct model *m, int64_t day, const struct sm_pair *key)
{
    for (size_t i = 0; i < m->tips; i++) m->tip[i].head = m->tip[i].tip.n;
    head_of(m, day, key, &m->head[m->heads++]);
}

void model_resign(struct model *m, const struct sm_pair *key)
{
    struct chain_head *h = &m->head[m->heads - 1];
    head_of(m, h->day, key, h);
}

void model_build(struct model *m, uint64_t seed, const struct sm_pair *key)
{
    memset(m, 0, sizeof *m);
    for (int64_t i = 0; i < MODEL_CHAINS - 2; i++)
        append(m, i * 37 - 100, &seed); /* some subjects are negative */
    for (int i = 0; i < 120; i++)
        append(m, (int64_t)(model_random(&seed) % (MODEL_CHAINS - 2)) * 37 - 100, &seed);
    model_sign(m, 20261122, key);
    for (int i = 0; i < 120; i++)
        append(m, (int64_t)(model_random(&seed) % (MODEL_CHAINS - 2)) * 37 - 100, &seed);
    model_sign(m, 20261123, key);
    for (int i = 0; i < 60; i++)
        append(m, (int64_t)(model_random(&seed) % MODEL_CHAINS) * 37 - 100, &seed);
}

void model_recompute(struct model *m, size_t from)
{
    int64_t chain = m->row[from].chain;
    struct model_tip *t = model_tip(m, chain);
    const uint8_t *prev = m->row[from].prev;
    for (size_t i = from; i < m->rows; i++) {
        struct model_row *r = &m->row[i];
        if (r->chain != chain) continue;
        if (i != from) memcpy(r->prev, prev, SM_DIGEST);
        model_entry_digest(r);
        prev = r->digest;
        t->tip.n = r->n;
        memcpy(t->tip.digest, r->digest, SM_DIGEST);
    }
}

/* ---- Writing ---- */

static void bind_blob(sqlite3_stmt *q, int at, const void *p, size_t n)
{
    need(sqlite3_bind_blob(q, at, p, (int)n, SQLITE_TRANSIENT) == SQLITE_OK, "bind");
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    need(sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    return q;
}

static void run(sqlite3_stmt *q)
{
    need(sqlite3_step(q) == SQLITE_DONE, "step");
    need(sqlite3_reset(q) == SQLITE_OK, "reset");
}

static void write_rows(sqlite3 *db, const struct model *m)
{
    sqlite3_stmt *q = prepare(db, "INSERT INTO audit VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?)");
    for (size_t i = 0; i < m->rows; i++) {
        const struct model_row *r = &m->row[i];
        sqlite3_bind_int64(q, 1, r->chain);
        sqlite3_bind_int64(q, 2, r->n);
        sqlite3_bind_int64(q, 3, r->moment);
        sqlite3_bind_text(q, 4, r->actor, -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 5, r->action, -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 6, r->object, -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 7, r->purpose, -1, SQLITE_STATIC);
        sqlite3_bind_int64(q, 8, r->request_id);
        bind_blob(q, 9, r->content, SM_DIGEST);
        bind_blob(q, 10, r->prev, SM_DIGEST);
        bind_blob(q, 11, r->digest, SM_DIGEST);
        run(q);
    }
    sqlite3_finalize(q);
}

static void write_tips_and_heads(sqlite3 *db, const struct model *m)
{
    sqlite3_stmt *q = prepare(db, "INSERT INTO audit_tip VALUES (?,?,?,?)");
    for (size_t i = 0; i < m->tips; i++) {
        sqlite3_bind_int64(q, 1, m->tip[i].tip.chain);
        sqlite3_bind_int64(q, 2, m->tip[i].tip.n);
        sqlite3_bind_int64(q, 3, m->tip[i].head);
        bind_blob(q, 4, m->tip[i].tip.digest, SM_DIGEST);
        run(q);
    }
    sqlite3_finalize(q);
    q = prepare(db, "INSERT INTO audit_head VALUES (?,?,?,?)");
    for (size_t i = 0; i < m->heads; i++) {
        sqlite3_bind_int64(q, 1, m->head[i].day);
        bind_blob(q, 2, m->head[i].root, SM_DIGEST);
        sqlite3_bind_int64(q, 3, m->head[i].count);
        bind_blob(q, 4, m->head[i].signature, m->head[i].signature_size);
        run(q);
    }
    sqlite3_finalize(q);
}

void model_write_sqlite(const struct model *m, const char *path)
{
    sqlite3 *db = NULL;
    unlink(path);
    need(sqlite3_open(path, &db) == SQLITE_OK, "open");
    static const char schema[] =
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
        "CREATE TABLE audit (seq INTEGER PRIMARY KEY, chain INTEGER, n INTEGER, moment INTEGER, "
        "actor TEXT, action TEXT,"
        " object TEXT, purpose TEXT, request_id INTEGER, content BLOB, prev BLOB, digest BLOB);"
        "CREATE TABLE audit_tip (chain INTEGER PRIMARY KEY, n INTEGER, head INTEGER, digest BLOB);"
        "CREATE TABLE audit_head (day INTEGER PRIMARY KEY, root BLOB, count INTEGER, signature "
        "BLOB)";
    need(sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK, "schema");
    write_rows(db, m);
    write_tips_and_heads(db, m);
    need(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "commit");
    sqlite3_close(db);
}

void model_write_export(const struct model *m, const char *path)
{
    FILE *f = fopen(path, "wb");
    need(f != NULL, path);
    struct chain_writer w = chain_file_start(f);
    for (size_t i = 0; i < m->tips; i++) chain_file_tip(&w, &m->tip[i].tip, m->tip[i].head);
    for (size_t i = 0; i < m->rows; i++) {
        struct chain_entry e = entry_of(&m->row[i]);
        chain_file_entry(&w, &e, m->row[i].digest);
    }
    for (size_t i = 0; i < m->heads; i++) chain_file_head(&w, &m->head[i]);
    need(chain_file_end(&w, NULL) == ERR_OK, "export");
    fclose(f);
}

void model_write_snapshot(const struct model *m, const char *path)
{
    FILE *f = fopen(path, "wb");
    need(f != NULL, path);
    struct chain_writer w = chain_file_start(f);
    for (size_t i = 0; i < m->tips; i++) {
        struct chain_tip t = {.chain = m->tip[i].tip.chain, .n = m->tip[i].head};
        digest_at(m, t.chain, t.n, t.digest);
        if (t.n > 0) chain_file_tip(&w, &t, t.n);
    }
    chain_file_head(&w, &m->head[m->heads - 1]);
    need(chain_file_end(&w, NULL) == ERR_OK, "snapshot");
    fclose(f);
}

void model_write_lines(const struct model *m, const char *path)
{
    FILE *f = fopen(path, "w");
    need(f != NULL, path);
    fputs("# heads carried out of the machine\n", f);
    for (size_t i = 0; i < m->heads; i++) {
        char line[CHAIN_HEAD_LINE];
        fprintf(f, "%s\n", chain_head_print(&m->head[i], line));
    }
    fclose(f);
}
