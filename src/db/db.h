/*
 * One database connection behind about fifteen functions; two drivers, SQLite and PostgreSQL,
 * chosen by the URL. Nothing above src/db asks which one it is. SQL is written once: parameters are
 * ?1..?n, types and dialect differences stand in migrations' tokens only.
 *
 * A connection belongs to one thread at a time. Strings given by a cursor live until the next step.
 * Dates, ids and moments are always bound, never taken from the database.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct db;
struct db_cursor;

/* A statement: a literal beside the one function that uses it, registered so that a test prepares
 * every one on both databases. SQL(person_by_id, "SELECT name FROM person WHERE person_id = ?1");
 * defines `static const struct sql person_by_id`. fan-out statements (no subject id) use
 * SQL_FANOUT. */
struct sql {
    const char *name, *text;
    bool fanout;
};
#define SQL_REGISTER(id, is_fanout, statement)                                                     \
    static const struct sql id = {#id, statement, is_fanout};                                      \
    static const struct sql *const id##_registered __attribute__((used, section("jz_sql"))) = &id
#define SQL(id, statement) SQL_REGISTER(id, false, statement)
#define SQL_FANOUT(id, statement) SQL_REGISTER(id, true, statement)
/* All registered statements of this program. */
const struct sql *const *sql_registered(size_t *count);

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };
struct db_value {
    enum db_type type;
    int64_t i;
    const void *p;
    size_t n;
};
#define DB_I(x) ((struct db_value){.type = DB_INT, .i = (int64_t)(x)})
#define DB_T(s) db_text_value(s)
#define DB_B(bytes, size) ((struct db_value){.type = DB_BLOB, .p = (bytes), .n = (size)})
#define DB_N ((struct db_value){.type = DB_NULL})
struct db_value
db_text_value(const char *s); /* NULL gives SQL NULL; s must live until the call returns */
#define DB_VALUES(...)                                                                             \
    (const struct db_value[]){__VA_ARGS__},                                                        \
        sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)

enum db_mode { DB_READ, DB_WRITE };
struct db_options {
    enum db_mode mode;
    int busy_ms;
    int cache_kib;
    const char *vfs;  /* SQLite VFS name, NULL for the default (power-cut tests) */
    bool sync_normal; /* only the power-cut control sets this */
    bool create;      /* SQLite: make the file when it is not there; otherwise that is ERR_CONFIG */
    int statement_ms; /* PostgreSQL: longest time of one statement, default 120 000 */
};

/* "sqlite:PATH" or "postgresql://…". Errors: ERR_CONFIG (unknown scheme, cannot open, not ours),
 * ERR_BUSY. */
enum err db_open(const char *url, const struct db_options *options, struct db **out,
                 struct problem *why);
void db_close(struct db *db);
/* True once the connection is lost (PostgreSQL); close it and open another. */
bool db_broken(const struct db *db);
/* False again after a failure that ended the transaction by itself (disk full, connection lost). */
bool db_in_transaction(const struct db *db);
/* True when no other connection can write (SQLite holds the file's lock): then rows need no locks,
 * what was read once stays true, and savepoints cost nothing. */
bool db_single_writer(const struct db *db);
/* True when what was committed later also carries the later moments and log numbers, because there
 * is one writer; known to readers too. */
bool db_commits_in_order(const struct db *db);

enum err db_begin(struct db *db,
                  struct problem *why); /* SQLite: BEGIN IMMEDIATE for a writer; PostgreSQL: READ
                                           COMMITTED (readers: REPEATABLE READ) */
enum err db_commit(struct db *db,
                   struct problem *why); /* ERR_BUSY with why->message err_db_ambiguous when the
                                            outcome is unknown */
void db_rollback(struct db *db);
enum err db_savepoint(struct db *db, struct problem *why);
enum err db_savepoint_release(struct db *db, struct problem *why);
void db_savepoint_rollback(struct db *db);

/* Runs a statement that returns no rows. changed may be NULL. A UNIQUE violation is ERR_CONFLICT;
 * 40001/40P01/SQLITE_BUSY are ERR_BUSY. */
enum err db_exec(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                 int64_t *changed, struct problem *why);

/* One statement for many rows of values: pipelined on PostgreSQL, so that they cost one wait. row
 * (may be NULL) is called for each result row with the index of its values; it must not use db
 * otherwise. Stops at the first failure. */
struct db_many {
    const struct sql *q;
    const struct db_value *v; /* columns × rows values, row after row */
    size_t columns, rows;
    void (*row)(void *ctx, size_t index, struct db_cursor *c);
    void *ctx;
};
enum err db_many(struct db *db, const struct db_many *m, struct problem *why);
/* While on, db_exec without `changed` may send its statement and answer before the database has
 * (PostgreSQL: no wait for each; SQLite ignores it). A failure then ends the transaction and is
 * reported by the next call that waits, at the latest by db_settle, which the caller makes before
 * it believes anything. Only for callers that can run the whole transaction again without it. */
void db_defer(struct db *db, bool on);
enum err db_settle(struct db *db, struct problem *why);
/* Prepares q and forgets it: is it good SQL on this database? */
enum err db_check(struct db *db, const struct sql *q, struct problem *why);

/* Large results do not fill memory on SQLite; on PostgreSQL a SELECT registered with SQL_FANOUT and
 * run inside a transaction streams by a server cursor, any other result is fetched whole.
 *
 * Rows:  struct db_cursor c;  e = db_query(db, &q, DB_VALUES(DB_I(id)), &c, why);  while (!e &&
 * db_step(&c)) { db_int(&c, 0) … } e = db_done(&c, why);   db_done is always called after a
 * successful db_query and reports what stopped the stepping. */
struct db_cursor {
    struct db *db;
    void *impl;
    int64_t row;
    enum err failed;
    struct problem why;
};
enum err db_query(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                  struct db_cursor *c, struct problem *why);
bool db_step(struct db_cursor *c);
int64_t db_int(struct db_cursor *c, int column);      /* 0 for NULL */
const char *db_text(struct db_cursor *c, int column); /* "" for NULL */
const void *db_blob(struct db_cursor *c, int column, size_t *n);
bool db_is_null(struct db_cursor *c, int column);
enum err db_done(struct db_cursor *c, struct problem *why);
/* Copies of the strings, in an arena. */
char *db_text_copy(struct db_cursor *c, int column, struct arena *a);

/* Many rows into one table, inside a transaction: COPY on PostgreSQL, one prepared INSERT on
 * SQLite. columns: "a, b, c". Several may be open at once and other statements run between:
 * PostgreSQL gathers 4 MiB before it copies, so rows may be invisible until db_bulk_end; end the
 * bulk of a parent table before the bulk of its children grows past that. INT columns are BIGINT
 * there. */
struct db_bulk;
enum err db_bulk_begin(struct db *db, const char *table, const char *columns, struct db_bulk **out,
                       struct problem *why);
enum err db_bulk_row(struct db_bulk *b, const struct db_value *v, size_t n, struct problem *why);
enum err db_bulk_end(struct db_bulk *b,
                     struct problem *why); /* also frees b; call it after a failure too */

/* Migrations: sql/NNNN-name.sql, compiled in, one statement a call, forward only; tokens {ID} {INT}
 * {TEXT} {BLOB} {STRICT}, and {KEY a, b}: PRIMARY KEY (a, b) on PostgreSQL, nothing on SQLite where
 * the table's physical order is time (write-path.md rule 2). */
enum err db_migrate(struct db *db, int64_t moment, struct problem *why);
/* The last migration before the first that is missing; one that this program does not know where
 * there is a newer one; 0: empty. */
enum err db_schema_version(struct db *db, int *version, struct problem *why);
int db_schema_latest(void);

/* The index of that name as its migration made it; in a transaction. For a first load: dropped
 * before, made after. Errors: those of db_exec; ERR_FAILED when no migration makes such an index.
 */
enum err db_index_drop(struct db *db, const char *name, struct problem *why);
enum err db_index_make(struct db *db, const char *name, struct problem *why);

/* Online copy into a fresh file while others work (SQLite: backup API in small steps; PostgreSQL:
 * ERR_USAGE, use pg_dump). Give it a reader inside a transaction: the copy is then that snapshot,
 * however much is written meanwhile. */
enum err db_backup(struct db *db, const char *path, struct problem *why);
/* SQLite: moves what is in the WAL into the file, as far as readers allow; PostgreSQL: nothing.
 * Small steps come from calling it often: a step costs what db_frames_waiting says. Returns true
 * when more is left (a reader still needs the old pages). */
bool db_checkpoint_step(struct db *db);
int64_t db_frames_waiting(struct db *db); /* WAL frames not yet moved (0 on PostgreSQL) */
/* WAL frames written since open, for the benchmark (0 on PostgreSQL). */
int64_t db_frames(struct db *db);
bool db_is_store_file_locked(const struct db *db);
