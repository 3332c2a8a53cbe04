/*
 * How many audit entries a second are verified: bench_verify [ENTRIES [CHAINS]], by default
 * 1,000,000 over 200,000 chains. Three figures in one run: the bare digest of the same bytes, an
 * export file, a SQLite store. Writes into a temporary folder.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/chain_file.h"
#include "verify/verify.h"

static char root[64], db_path[96], export_path[96];

struct watch {
    double wall, processor; /* the second tells more on a machine that others use, too */
};

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct watch started(void)
{
    return (struct watch){seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID)};
}

static void report(const char *what, int64_t entries, struct watch since)
{
    struct watch now = started();
    printf("%-14s %9.0f entries/s %9.0f entries a processor second\n", what,
           (double)entries / (now.wall - since.wall),
           (double)entries / (now.processor - since.processor));
}

static void need(bool ok, const char *what)
{
    if (ok) return;
    fprintf(stderr, "bench_verify: %s\n", what);
    exit(1);
}

static struct sm_bytes bytes_of(const char *s)
{
    return (struct sm_bytes){s, strlen(s)};
}

static void insert(sqlite3_stmt *q, const struct chain_entry *e, const uint8_t digest[SM_DIGEST])
{
    sqlite3_bind_int64(q, 1, e->chain);
    sqlite3_bind_int64(q, 2, e->n);
    sqlite3_bind_int64(q, 3, e->moment);
    sqlite3_bind_text(q, 4, e->actor.p, (int)e->actor.n, SQLITE_STATIC);
    sqlite3_bind_text(q, 5, e->action.p, (int)e->action.n, SQLITE_STATIC);
    sqlite3_bind_text(q, 6, e->object.p, (int)e->object.n, SQLITE_STATIC);
    sqlite3_bind_text(q, 7, e->purpose.p, (int)e->purpose.n, SQLITE_STATIC);
    sqlite3_bind_int64(q, 8, e->request_id);
    sqlite3_bind_blob(q, 9, e->content, SM_DIGEST, SQLITE_STATIC);
    sqlite3_bind_blob(q, 10, e->prev, SM_DIGEST, SQLITE_STATIC);
    sqlite3_bind_blob(q, 11, digest, SM_DIGEST, SQLITE_STATIC);
    need(sqlite3_step(q) == SQLITE_DONE && sqlite3_reset(q) == SQLITE_OK, "insert");
}

static void fill(sqlite3 *db, struct chain_tip *tips, int64_t entries, int64_t chains)
{
    sqlite3_stmt *q = NULL;
    need(sqlite3_prepare_v2(db, "INSERT INTO audit VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?)", -1, &q,
                            NULL) == SQLITE_OK,
         "sql");
    uint64_t x = 88172645463325252u;
    for (int64_t i = 0; i < entries; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        struct chain_tip *t = &tips[i < chains ? (uint64_t)i : x % (uint64_t)chains];
        char object[48];
        uint8_t content[SM_DIGEST], digest[SM_DIGEST];
        snprintf(object, sizeof object, "certification:%" PRId64, i);
        memcpy(content, &x, 8), memset(content + 8, 7, 24);
        struct chain_entry e = {t->chain,
                                t->n + 1,
                                1795395600000000 + i,
                                i,
                                bytes_of("clerk@371002000000"),
                                bytes_of("certify"),
                                bytes_of(object),
                                bytes_of("annual"),
                                content,
                                t->digest};
        chain_entry_digest(&e, digest);
        insert(q, &e, digest);
        t->n++;
        memcpy(t->digest, digest, SM_DIGEST);
    }
    sqlite3_finalize(q);
}

static void build(int64_t entries, int64_t chains)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    struct chain_tip *tips = calloc((size_t)chains, sizeof *tips);
    need(tips && sqlite3_open(db_path, &db) == SQLITE_OK, "open");
    for (int64_t i = 0; i < chains; i++) tips[i].chain = i + 1;
    static const char schema[] =
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
        "CREATE TABLE audit (seq INTEGER PRIMARY KEY, chain INTEGER, n INTEGER, moment INTEGER, "
        "actor TEXT, action TEXT,"
        " object TEXT, purpose TEXT, request_id INTEGER, content BLOB, prev BLOB, digest BLOB);"
        "CREATE TABLE audit_tip (chain INTEGER PRIMARY KEY, n INTEGER, head INTEGER, digest BLOB);"
        "CREATE TABLE audit_head (day INTEGER PRIMARY KEY, root BLOB, count INTEGER, signature "
        "BLOB)";
    need(sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK, "schema");
    fill(db, tips, entries, chains);
    need(sqlite3_prepare_v2(db, "INSERT INTO audit_tip VALUES (?,?,0,?)", -1, &q, NULL) ==
             SQLITE_OK,
         "sql");
    for (int64_t i = 0; i < chains; i++) {
        sqlite3_bind_int64(q, 1, tips[i].chain);
        sqlite3_bind_int64(q, 2, tips[i].n);
        sqlite3_bind_blob(q, 3, tips[i].digest, SM_DIGEST, SQLITE_STATIC);
        need(sqlite3_step(q) == SQLITE_DONE && sqlite3_reset(q) == SQLITE_OK, "insert tip");
    }
    sqlite3_finalize(q);
    need(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "commit");
    sqlite3_close(db);
    free(tips);
    need(verify_export(db_path, export_path, NULL) == ERR_OK, "export");
}

static void digest_alone(int64_t entries)
{
    uint8_t bytes[171] = {1}, out[SM_DIGEST]; /* as long as the canonical bytes of an entry above */
    struct watch t = started();
    for (int64_t i = 0; i < entries; i++) {
        memcpy(bytes, &i, sizeof i);
        sm_digest(bytes, sizeof bytes, out);
    }
    report("bare digest", entries, t);
}

static void check(const char *what, const char *path, int64_t entries)
{
    struct chain_result r;
    struct verify_options o = {.source = path};
    struct watch t = started();
    need(verify_check(&o, &r, NULL) == ERR_OK && r.first.fault == CHAIN_OK && r.entries == entries,
         what);
    report(what, entries, t);
}

int main(int argc, char **argv)
{
    int64_t entries = argc > 1 ? strtoll(argv[1], NULL, 10) : 1000000;
    int64_t chains = argc > 2 ? strtoll(argv[2], NULL, 10) : 200000;
    need(chains > 0 && entries >= chains, "ENTRIES must be at least CHAINS");
    snprintf(root, sizeof root, "%s", "/tmp/jz-bench-XXXXXX");
    need(mkdtemp(root) != NULL, root);
    snprintf(db_path, sizeof db_path, "%s/a.db", root);
    snprintf(export_path, sizeof export_path, "%s/a.jzx", root);
    build(entries, chains);
    for (int run = 0; run < 3; run++) {
        digest_alone(entries);
        check("export file", export_path, entries);
        check("SQLite store", db_path, entries);
    }
    unlink(db_path);
    unlink(export_path);
    return rmdir(root);
}
