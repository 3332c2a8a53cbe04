/* The bare loop: one thread, the same statements, a commit for every 64 jobs, checkpoints by the
 * same rule, no store around them. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chain.h"
#include "bench.h"

enum { BEGIN, COMMIT, FINDING, CERTIFICATION, PERSON, TIP, AUDIT, TIP_UPDATE, REQUEST, STATEMENTS };

static const char *const text[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [FINDING] = "INSERT INTO finding (seq, subject_id, question, outcome, bytes, recorded_at) "
                "VALUES (?1, ?2, 1, 1, ?3, ?4)",
    [CERTIFICATION] = "INSERT INTO certification (seq, person_id, n, prev_seq, way, channel, "
                      "held_on, agency, operator, evidence, result, "
                      "valid_until, finding_seq, reverses, recorded_at) VALUES (?1, ?2, 1, 0, 2, "
                      "'counter', 20261123, '371002000000', "
                      "'clerk@371002000000', 0, 1, 20271130, ?3, 0, ?4)",
    [PERSON] = "UPDATE person SET last_success = 20261123, due_on = 20271130, certification_seq = "
               "?2, certification_count = "
               "certification_count + 1 WHERE person_id = ?1",
    [TIP] = "SELECT n, seq, digest FROM audit_tip WHERE chain = ?1",
    [AUDIT] = "INSERT INTO audit (seq, chain, n, prev_seq, moment, actor, action, object, purpose, "
              "request_id, content, prev, digest) "
              "VALUES (?1, ?2, ?3, ?4, ?5, 'clerk@371002000000', 'certify', ?6, 'counter', ?7, ?8, "
              "?9, ?10)",
    [TIP_UPDATE] = "UPDATE audit_tip SET n = ?2, seq = ?3, digest = ?4 WHERE chain = ?1",
    [REQUEST] = "INSERT INTO request (request_id, subject_id, principal, digest, answer, "
                "recorded_at) VALUES (?1, ?2, "
                "'clerk@371002000000', ?3, 'certification', ?4)",
};

static sqlite3 *db;
static sqlite3_stmt *stmt[STATEMENTS];
static int wal_pages;

static void die(const char *what)
{
    fprintf(stderr, "bare: %s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

static void run(int which)
{
    int code;
    while ((code = sqlite3_step(stmt[which])) == SQLITE_ROW) continue;
    if (code != SQLITE_DONE) die(text[which]);
    sqlite3_reset(stmt[which]);
}

static void bind(int which, int at, int64_t v)
{
    sqlite3_bind_int64(stmt[which], at, v);
}

static void bind_bytes(int which, int at, const void *p, int n)
{
    sqlite3_bind_blob(stmt[which], at, p, n, SQLITE_TRANSIENT);
}

static void audit(const struct certified *c)
{
    uint8_t content[SM_DIGEST], prev[SM_DIGEST] = {0}, digest[SM_DIGEST];
    char object[48];
    int64_t n = 0, seq = 0;
    bind(TIP, 1, c->person);
    if (sqlite3_step(stmt[TIP]) == SQLITE_ROW) {
        n = sqlite3_column_int64(stmt[TIP], 0);
        seq = sqlite3_column_int64(stmt[TIP], 1);
        memcpy(prev, sqlite3_column_blob(stmt[TIP], 2), SM_DIGEST);
    }
    sqlite3_reset(stmt[TIP]);
    snprintf(object, sizeof object, "certification:%lld", (long long)c->certification_seq);
    sm_digest(object, strlen(object), content);
    struct chain_entry e = {c->person,
                            n + 1,
                            c->moment,
                            c->request_id,
                            {"clerk@371002000000", 18},
                            {"certify", 7},
                            {object, strlen(object)},
                            {"counter", 7},
                            content,
                            prev};
    chain_entry_digest(&e, digest);
    bind(AUDIT, 1, c->audit_seq);
    bind(AUDIT, 2, c->person);
    bind(AUDIT, 3, n + 1);
    bind(AUDIT, 4, seq);
    bind(AUDIT, 5, c->moment);
    sqlite3_bind_text(stmt[AUDIT], 6, object, -1, SQLITE_TRANSIENT);
    bind(AUDIT, 7, c->request_id);
    bind_bytes(AUDIT, 8, content, SM_DIGEST);
    bind_bytes(AUDIT, 9, prev, SM_DIGEST);
    bind_bytes(AUDIT, 10, digest, SM_DIGEST);
    run(AUDIT);
    bind(TIP_UPDATE, 1, c->person);
    bind(TIP_UPDATE, 2, n + 1);
    bind(TIP_UPDATE, 3, c->audit_seq);
    bind_bytes(TIP_UPDATE, 4, digest, SM_DIGEST);
    run(TIP_UPDATE);
}

static void one(const struct certified *c)
{
    static const uint8_t digest[SM_DIGEST];
    bind(FINDING, 1, c->finding_seq);
    bind(FINDING, 2, c->person);
    bind_bytes(FINDING, 3, c->finding, FINDING_SIZE);
    bind(FINDING, 4, c->moment);
    run(FINDING);
    bind(CERTIFICATION, 1, c->certification_seq);
    bind(CERTIFICATION, 2, c->person);
    bind(CERTIFICATION, 3, c->finding_seq);
    bind(CERTIFICATION, 4, c->moment);
    run(CERTIFICATION);
    bind(PERSON, 1, c->person);
    bind(PERSON, 2, c->certification_seq);
    run(PERSON);
    audit(c);
    bind(REQUEST, 1, c->request_id);
    bind(REQUEST, 2, c->person);
    bind_bytes(REQUEST, 3, digest, SM_DIGEST);
    bind(REQUEST, 4, c->moment);
    run(REQUEST);
}

static int count_pages(void *arg, sqlite3 *handle, const char *schema, int pages)
{
    (void)arg;
    (void)handle;
    (void)schema;
    wal_pages = pages;
    return SQLITE_OK;
}

double bench_bare(const struct plan *plan)
{
    char path[512];
    uint64_t random = 7;
    snprintf(path, sizeof path, "%s/store.db", plan->folder);
    if (sqlite3_open(path, &db) != SQLITE_OK) die("open");
    sqlite3_exec(db,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                 "PRAGMA cache_size = -32768; PRAGMA "
                 "temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0",
                 NULL, NULL, NULL);
    sqlite3_wal_hook(db, count_pages, NULL);
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(db, text[i], -1, SQLITE_PREPARE_PERSISTENT, &stmt[i], NULL) !=
            SQLITE_OK)
            die(text[i]);
    certified_begin();
    double start = now_seconds(), end = start;
    int64_t jobs = 0;
    while ((end = now_seconds()) < start + plan->seconds) {
        run(BEGIN);
        for (int i = 0; i < CALLERS; i++, jobs++) {
            struct certified c;
            certified_make(&c, plan, &random);
            one(&c);
        }
        run(COMMIT);
        if (wal_pages >= 1500)
            sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(stmt[i]);
    sqlite3_close(db);
    return (double)jobs / (end - start);
}
