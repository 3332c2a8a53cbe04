/* The workload and its check. */
#include "load.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "power.db"
#define GROUP_ROOM 100 /* ids of group g: g * 100 + k */
#define BODY 700
#define CUTS_A_RUN 100
#define PERSONS 40

static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static int group_jobs(uint64_t seed, int group)
{
    return 1 + (int)(mix(seed ^ (uint64_t)group) % 16);
}

static bool rolled_back(uint64_t seed, int64_t id)
{
    return mix(seed + (uint64_t)id) % 10 == 0;
}

static int body_of(uint64_t seed, int64_t id, unsigned char body[BODY])
{
    int n = 60 + (int)(mix(seed * 3 + (uint64_t)id) % (BODY - 60));
    for (int i = 0; i < n; i++)
        body[i] = (unsigned char)mix(seed + (uint64_t)id * 1000 + (uint64_t)i / 8);
    return n;
}

static int64_t person_of(uint64_t seed, int64_t id)
{
    return (int64_t)(mix(seed * 7 + (uint64_t)id) % PERSONS);
}

static void must(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK) return;
    fprintf(stderr, "power: %s: %s\n", sql, message ? message : "");
    abort();
}

/* NULL when what is there is no database. */
static sqlite3 *open_db(const char *synchronous)
{
    sqlite3 *db = NULL;
    char pragma[64];
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    snprintf(pragma, sizeof pragma, "PRAGMA synchronous=%s", synchronous);
    if (sqlite3_open_v2(NAME, &db, flags, POWER_VFS) == SQLITE_OK &&
        sqlite3_exec(db, pragma, NULL, NULL, NULL) == SQLITE_OK)
        return db;
    sqlite3_close(db);
    return NULL;
}

static void make_tables(sqlite3 *db)
{
    must(db, "PRAGMA page_size=4096");
    must(db, "PRAGMA journal_mode=WAL");
    must(db, "PRAGMA wal_autocheckpoint=60");
    must(db, "CREATE TABLE entry (id INTEGER PRIMARY KEY, person INTEGER NOT NULL,"
             " body BLOB NOT NULL) STRICT");
    must(db, "CREATE TABLE person (person INTEGER PRIMARY KEY, entries INTEGER NOT NULL) STRICT");
    must(db, "CREATE INDEX entry_person ON entry (person)");
    must(db, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39)"
             " INSERT INTO person SELECT i, 0 FROM n");
}

static void run_job(sqlite3 *db, sqlite3_stmt *insert, sqlite3_stmt *update, uint64_t seed,
                    int64_t id)
{
    unsigned char body[BODY];
    int n = body_of(seed, id, body);
    must(db, "SAVEPOINT job");
    sqlite3_bind_int64(insert, 1, id);
    sqlite3_bind_int64(insert, 2, person_of(seed, id));
    sqlite3_bind_blob(insert, 3, body, n, SQLITE_STATIC);
    sqlite3_bind_int64(update, 1, person_of(seed, id));
    if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_step(update) != SQLITE_DONE) abort();
    sqlite3_reset(insert);
    sqlite3_reset(update);
    if (rolled_back(seed, id)) must(db, "ROLLBACK TO job");
    must(db, "RELEASE job");
}

static void run_group(sqlite3 *db, struct power_disk *disk, const struct load *load, int group)
{
    sqlite3_stmt *insert, *update;
    int jobs = group_jobs(load->seed, group);
    int64_t first = (int64_t)group * GROUP_ROOM;
    sqlite3_prepare_v2(db, "INSERT INTO entry VALUES (?1, ?2, ?3)", -1, &insert, NULL);
    sqlite3_prepare_v2(db, "UPDATE person SET entries = entries + 1 WHERE person = ?1", -1, &update,
                       NULL);
    must(db, "BEGIN IMMEDIATE");
    for (int k = 0; k < jobs; k++) run_job(db, insert, update, load->seed, first + k);
    must(db, "COMMIT");
    sqlite3_finalize(insert);
    sqlite3_finalize(update);
    for (int k = 0; k < jobs; k++)
        if (!rolled_back(load->seed, first + k)) power_disk_mark(disk, first + k);
}

struct power_disk *load_run(const struct load *load, size_t *first)
{
    struct power_disk *disk = power_disk_new();
    power_vfs_mount(disk);
    sqlite3 *db = open_db(load->synchronous), *reader;
    make_tables(db);
    must(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (load->lies) power_disk_lie(disk);
    *first = power_disk_events(disk);
    reader = open_db(load->synchronous);
    for (int g = 0; g < load->groups; g++) {
        uint64_t luck = mix(load->seed * 11 + (uint64_t)g);
        if (luck % 7 == 0)
            must(reader, "BEGIN; SELECT count(*) FROM entry"); /* holds checkpoints up */
        run_group(db, disk, load, g);
        if (luck % 7 == 0) must(reader, "COMMIT");
        if (luck % 13 == 0) must(db, "PRAGMA wal_checkpoint(PASSIVE)");
    }
    sqlite3_close(reader);
    sqlite3_close(db);
    return disk;
}

/* ---- Looking at what is left -------------------------------------------------------------------
 */

struct look {
    const struct load *load;
    struct verdict *verdict;
    unsigned char *found; /* by id */
    int64_t ids;
};

__attribute__((format(printf, 2, 3))) static void damaged(struct verdict *v, const char *format,
                                                          ...)
{
    va_list args;
    if (!v->damaged) {
        va_start(args, format);
        vsnprintf(v->what, sizeof v->what, format, args);
        va_end(args);
    }
    v->damaged = true;
}

static void look_at_entries(sqlite3 *db, struct look *k)
{
    unsigned char body[BODY];
    uint64_t seed = k->load->seed;
    sqlite3_stmt *all = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT id, person, body FROM entry", -1, &all, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(all)) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(all, 0);
        bool ours =
            id >= 0 && id < k->ids && id % GROUP_ROOM < group_jobs(seed, (int)(id / GROUP_ROOM));
        int n = ours ? body_of(seed, id, body) : 0;
        if (!ours || rolled_back(seed, id))
            damaged(k->verdict, "job %lld was never done", (long long)id);
        else if (sqlite3_column_int64(all, 1) != person_of(seed, id) ||
                 sqlite3_column_bytes(all, 2) != n ||
                 memcmp(sqlite3_column_blob(all, 2), body, (size_t)n) != 0)
            damaged(k->verdict, "job %lld is not what was written", (long long)id);
        else k->found[id] = 1;
        rc = SQLITE_OK;
    }
    if (rc != SQLITE_DONE) damaged(k->verdict, "reading: %s", sqlite3_errmsg(db));
    sqlite3_finalize(all);
}

/* Whole groups only, and none after one that is missing. */
static void look_at_groups(struct look *k)
{
    bool missing = false;
    for (int g = 0; g < k->load->groups; g++) {
        int want = 0, got = 0;
        for (int64_t id = (int64_t)g * GROUP_ROOM, n = group_jobs(k->load->seed, g); n--; id++) {
            want += !rolled_back(k->load->seed, id);
            got += k->found[id];
        }
        if (got && got < want) damaged(k->verdict, "group %d: %d of %d", g, got, want);
        if (got && missing) damaged(k->verdict, "group %d is there, one before it is not", g);
        missing |= want && !got;
    }
}

static void look_at_file(sqlite3 *db, struct verdict *v)
{
    sqlite3_stmt *s = NULL;
    const char *sums = "SELECT count(*) FROM person AS p WHERE entries <>"
                       " (SELECT count(*) FROM entry AS e WHERE e.person = p.person)";
    sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &s, NULL);
    if (!s || sqlite3_step(s) != SQLITE_ROW) damaged(v, "integrity_check: %s", sqlite3_errmsg(db));
    else if (strcmp((const char *)sqlite3_column_text(s, 0), "ok") != 0)
        damaged(v, "integrity_check: %s", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    s = NULL;
    sqlite3_prepare_v2(db, sums, -1, &s, NULL);
    if (!s || sqlite3_step(s) != SQLITE_ROW) damaged(v, "sums: %s", sqlite3_errmsg(db));
    else if (sqlite3_column_int(s, 0)) damaged(v, "%d sums differ", sqlite3_column_int(s, 0));
    sqlite3_finalize(s);
    if (sqlite3_exec(db, "UPDATE person SET entries = entries + 1 WHERE person = 1", NULL, NULL,
                     NULL))
        damaged(v, "writing again: %s", sqlite3_errmsg(db));
}

static void look_for_acknowledged(void *ctx, int64_t id)
{
    struct look *k = ctx;
    k->verdict->acknowledged++;
    if (k->found[id]) return;
    if (k->verdict->lost++ == 0 && !k->verdict->damaged)
        snprintf(k->verdict->what, sizeof k->verdict->what, "job %lld was acknowledged and is lost",
                 (long long)id);
}

struct verdict load_check(struct power_disk *disk, const struct load *load, size_t moment,
                          uint64_t luck)
{
    struct verdict v = {0};
    struct look k = {load, &v, NULL, (int64_t)load->groups * GROUP_ROOM};
    struct power_disk *left = power_disk_cut(disk, moment, luck);
    k.found = calloc((size_t)k.ids, 1);
    if (!k.found) abort();
    power_vfs_mount(left);
    sqlite3 *db = open_db(load->synchronous);
    if (!db) damaged(&v, "cannot be opened");
    if (db) {
        look_at_entries(db, &k);
        look_at_groups(&k);
        look_at_file(db, &v);
    }
    power_disk_marks(disk, moment, look_for_acknowledged, &k);
    sqlite3_close(db);
    power_vfs_mount(NULL);
    power_disk_free(left);
    free(k.found);
    return v;
}

struct tally load_cuts(const struct load *load, int cuts)
{
    struct tally t = {0};
    struct load now = *load;
    for (int done = 0; done < cuts; now.seed++) {
        size_t first, events;
        struct power_disk *disk = load_run(&now, &first);
        events = power_disk_events(disk);
        for (int i = 0; i < CUTS_A_RUN && done < cuts; i++, done++) {
            uint64_t luck = mix(now.seed * 1000003 + (uint64_t)i);
            struct verdict v = load_check(disk, &now, first + luck % (events - first + 1), luck);
            t.cuts++;
            t.cuts_with_loss += v.lost > 0;
            t.damaged += v.damaged;
            t.acknowledged += v.acknowledged;
            t.lost += v.lost;
            if (v.what[0] && !t.what[0]) memcpy(t.what, v.what, sizeof t.what);
        }
        power_disk_free(disk);
    }
    return t;
}
