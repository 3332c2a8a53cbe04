#include "db/sqlite.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db/migration.h"

#define CACHE_START 256

/* ---- Failures ------------------------------------------------------------------------------- */

/* SQLite's own words name tables and columns, never values. */
static enum err constraint_failed(struct sqlite *s, int extended, const char *statement,
                                  struct problem *why)
{
    const char *words = sqlite3_errmsg(s->handle);
    if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
        extended == SQLITE_CONSTRAINT_ROWID)
        return problem_set(why, ERR_CONFLICT, ZH_err_db_conflict, NULL, words, NULL);
    return problem_set(why, ERR_FAILED, ZH_err_db_constraint, NULL, statement, words, NULL);
}

enum err sqlite_failed(struct sqlite *s, const char *statement, struct problem *why)
{
    int extended = sqlite3_extended_errcode(s->handle), code = extended & 0xff;
    switch (code) {
    case SQLITE_FULL:
        return problem_set(why, ERR_FAILED, ZH_err_db_full, NULL, NULL);
    case SQLITE_IOERR:
        return problem_set(why, ERR_FAILED, ZH_err_db_io, "db", s->db.name, NULL);
    case SQLITE_CONSTRAINT:
        return constraint_failed(s, extended, statement, why);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return problem_set(why, ERR_BUSY, ZH_err_db_busy, NULL, NULL);
    case SQLITE_READONLY:
        return problem_set(why, ERR_CONFIG, ZH_err_db_read_only, "db", s->db.name, NULL);
    case SQLITE_NOTADB:
        return problem_set(why, ERR_CONFIG, ZH_err_db_not_database, "db", s->db.name, NULL);
    case SQLITE_CORRUPT:
        return problem_set(why, ERR_FAILED, ZH_err_db_corrupt, "db", s->db.name, NULL);
    case SQLITE_CANTOPEN:
        return problem_set(why, ERR_CONFIG, ZH_err_db_open, "db", s->db.name,
                           sqlite3_errmsg(s->handle), NULL);
    default:
        return problem_set(why, ERR_FAILED, ZH_err_db_failed, NULL, statement,
                           sqlite3_errmsg(s->handle), NULL);
    }
}

/* ---- Statements ----------------------------------------------------------------------------- */

enum err sqlite_prepare_text(struct sqlite *s, const char *name, const char *text,
                             sqlite3_stmt **out, struct problem *why)
{
    struct buf b = BUF(1 << 20);
    char unknown[24] = "";
    enum err e = ERR_OK;
    *out = NULL;
    if (!dialect_translate(DIALECT_SQLITE, text, &b, unknown))
        e = problem_set(why, ERR_FAILED, ZH_err_db_token, NULL, name, unknown, NULL);
    else if (sqlite3_prepare_v3(s->handle, b.p, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) !=
             SQLITE_OK)
        e = sqlite_failed(s, name, why);
    buf_free(&b);
    return e;
}

static size_t slot_of(const struct sqlite *s, const struct sql *q)
{
    size_t i = ((uintptr_t)q >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20 & (s->cache_size - 1);
    while (s->cache[i] && (s->cache[i]->q != q)) i = (i + 1) & (s->cache_size - 1);
    return i;
}

static bool cache_grow(struct sqlite *s)
{
    struct statement **old = s->cache;
    size_t count = s->cache_size;
    struct statement **cache = calloc(count ? count * 2 : CACHE_START, sizeof(*cache));
    if (!cache) return false;
    s->cache = cache;
    s->cache_size = count ? count * 2 : CACHE_START;
    for (size_t i = 0; i < count; i++)
        if (old[i]) s->cache[slot_of(s, old[i]->q)] = old[i];
    free(old);
    return true;
}

void sqlite_cache_free(struct sqlite *s)
{
    for (size_t i = 0; i < s->cache_size; i++) {
        if (!s->cache[i]) continue;
        sqlite3_finalize(s->cache[i]->stmt);
        free(s->cache[i]);
    }
    free(s->cache);
    s->cache = NULL;
    s->cache_size = s->cache_used = 0;
}

static struct statement *statement_new(struct sqlite *s, const struct sql *q, bool single_use,
                                       struct problem *why)
{
    struct statement *st = calloc(1, sizeof *st);
    if (!st) {
        problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
        return NULL;
    }
    *st = (struct statement){.q = q, .busy = true, .single_use = single_use};
    if (sqlite_prepare_text(s, q->name, q->text, &st->stmt, why)) {
        free(st);
        return NULL;
    }
    return st;
}

/* NULL with *why set. Give it back with put_back. */
static struct statement *take(struct sqlite *s, const struct sql *q, struct problem *why)
{
    if (s->cache_used * 2 >= s->cache_size && !cache_grow(s)) {
        problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
        return NULL;
    }
    size_t i = slot_of(s, q);
    struct statement *st = s->cache[i];
    if (st && !st->busy) {
        st->busy = true;
        return st;
    }
    if (st) return statement_new(s, q, true, why);
    st = statement_new(s, q, false, why);
    if (!st) return NULL;
    s->cache[i] = st;
    s->cache_used++;
    return st;
}

static void put_back(struct statement *st)
{
    if (st->single_use) {
        sqlite3_finalize(st->stmt);
        free(st);
        return;
    }
    sqlite3_reset(st->stmt);
    st->busy = false;
}

enum err sqlite_bind(struct sqlite *s, sqlite3_stmt *stmt, const struct db_value *v, size_t n,
                     struct problem *why)
{
    assert((int)n == sqlite3_bind_parameter_count(stmt));
    for (size_t i = 0; i < n; i++) {
        int at = (int)i + 1, code = SQLITE_OK;
        switch (v[i].type) {
        case DB_NULL:
            code = sqlite3_bind_null(stmt, at);
            break;
        case DB_INT:
            code = sqlite3_bind_int64(stmt, at, v[i].i);
            break;
        case DB_TEXT:
            code = sqlite3_bind_text64(stmt, at, v[i].p, v[i].n, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case DB_BLOB:
            code = sqlite3_bind_blob64(stmt, at, v[i].p ? v[i].p : "", v[i].n, SQLITE_STATIC);
            break;
        }
        if (code != SQLITE_OK) return sqlite_failed(s, sqlite3_sql(stmt), why);
    }
    return ERR_OK;
}

/* ---- Running -------------------------------------------------------------------------------- */

static enum err s_exec(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                       int64_t *changed, struct problem *why)
{
    struct sqlite *s = (struct sqlite *)db;
    struct statement *st = take(s, q, why);
    if (!st) return why ? why->code : ERR_FAILED;
    enum err e = sqlite_bind(s, st->stmt, v, n, why);
    if (!e) {
        int code = sqlite3_step(st->stmt);
        while (code == SQLITE_ROW) code = sqlite3_step(st->stmt);
        if (code != SQLITE_DONE) e = sqlite_failed(s, q->name, why);
        else if (changed) *changed = sqlite3_changes64(s->handle);
    }
    put_back(st);
    return e;
}

static enum err s_query(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                        struct db_cursor *c, struct problem *why)
{
    struct sqlite *s = (struct sqlite *)db;
    struct statement *st = take(s, q, why);
    if (!st) return why ? why->code : ERR_FAILED;
    enum err e = sqlite_bind(s, st->stmt, v, n, why);
    if (e) put_back(st);
    else c->impl = st;
    return e;
}

static bool s_step(struct db_cursor *c)
{
    struct statement *st = c->impl;
    int code = sqlite3_step(st->stmt);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE)
        c->failed = sqlite_failed((struct sqlite *)c->db, st->q->name, &c->why);
    return false;
}

static void s_done(struct db_cursor *c)
{
    put_back(c->impl);
}

static sqlite3_stmt *stmt_of(struct db_cursor *c)
{
    return ((struct statement *)c->impl)->stmt;
}

static int64_t s_integer(struct db_cursor *c, int column)
{
    return sqlite3_column_int64(stmt_of(c), column);
}

static const char *s_text(struct db_cursor *c, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt_of(c), column);
    return text ? (const char *)text : "";
}

static const void *s_blob(struct db_cursor *c, int column, size_t *n)
{
    const void *p = sqlite3_column_blob(stmt_of(c), column);
    *n = (size_t)sqlite3_column_bytes(stmt_of(c), column);
    return p ? p : "";
}

static bool s_is_null(struct db_cursor *c, int column)
{
    return sqlite3_column_type(stmt_of(c), column) == SQLITE_NULL;
}

static enum err s_many(struct db *db, const struct db_many *m, struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < m->rows; i++) {
        const struct db_value *v = m->v + i * m->columns;
        if (!m->row) {
            e = s_exec(db, m->q, v, m->columns, NULL, why);
            continue;
        }
        struct db_cursor c;
        e = db_query(db, m->q, v, m->columns, &c, why);
        while (!e && db_step(&c)) m->row(m->ctx, i, &c);
        if (!e) e = db_done(&c, why);
    }
    return e;
}

static enum err s_check(struct db *db, const struct sql *q, struct problem *why)
{
    sqlite3_stmt *stmt = NULL;
    enum err e = sqlite_prepare_text((struct sqlite *)db, q->name, q->text, &stmt, why);
    sqlite3_finalize(stmt);
    return e;
}

static enum err s_run(struct db *db, const char *text, struct problem *why)
{
    struct sqlite *s = (struct sqlite *)db;
    sqlite3_stmt *stmt = NULL;
    enum err e = sqlite_prepare_text(s, "migration", text, &stmt, why);
    if (e) return e;
    if (sqlite3_step(stmt) != SQLITE_DONE) e = sqlite_failed(s, "migration", why);
    sqlite3_finalize(stmt);
    return e;
}

static enum err s_tables(struct db *db, int64_t *count, bool *migrated, struct problem *why)
{
    static const struct sql q = {
        "tables", "SELECT count(*), coalesce(sum(name = 'schema_migration'), 0) FROM sqlite_master",
        true};
    struct db_cursor c;
    enum err e = db_query(db, &q, NULL, 0, &c, why);
    if (e) return e;
    if (db_step(&c)) {
        *count = db_int(&c, 0);
        *migrated = db_int(&c, 1) > 0;
    }
    return db_done(&c, why);
}

/* ---- Transactions --------------------------------------------------------------------------- */

static const struct sql begin_write = {"begin", "BEGIN IMMEDIATE", true};
static const struct sql begin_read = {"begin", "BEGIN", true};
static const struct sql commit = {"commit", "COMMIT", true};
static const struct sql rollback = {"rollback", "ROLLBACK", true};
static const struct sql savepoint = {"savepoint", "SAVEPOINT job", true};
static const struct sql release = {"release", "RELEASE job", true};
static const struct sql back_to = {"rollback to", "ROLLBACK TO job", true};

static enum err s_command(struct db *db, enum db_command command, struct problem *why)
{
    const struct sql *q = command == COMMAND_COMMIT      ? &commit
                          : command == COMMAND_SAVEPOINT ? &savepoint
                          : command == COMMAND_RELEASE   ? &release
                          : db->mode == DB_WRITE         ? &begin_write
                                                         : &begin_read;
    return s_exec(db, q, NULL, 0, NULL, why);
}

static bool s_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(((const struct sqlite *)db)->handle);
}

static void s_rollback(struct db *db)
{
    if (s_in_transaction(db)) s_exec(db, &rollback, NULL, 0, NULL, NULL);
}

static void s_savepoint_rollback(struct db *db)
{
    if (!s_in_transaction(db)) return;
    s_exec(db, &back_to, NULL, 0, NULL, NULL);
    s_exec(db, &release, NULL, 0, NULL, NULL);
}

static bool s_broken(const struct db *db)
{
    (void)db;
    return false;
}

const struct db_driver db_sqlite = {
    .scheme = "sqlite:",
    .open = sqlite_open,
    .close = sqlite_close,
    .broken = s_broken,
    .in_transaction = s_in_transaction,
    .command = s_command,
    .rollback = s_rollback,
    .savepoint_rollback = s_savepoint_rollback,
    .check = s_check,
    .exec = s_exec,
    .many = s_many,
    .query = s_query,
    .step = s_step,
    .done = s_done,
    .integer = s_integer,
    .text = s_text,
    .blob = s_blob,
    .is_null = s_is_null,
    .bulk_begin = sqlite_bulk_begin,
    .bulk_row = sqlite_bulk_row,
    .bulk_end = sqlite_bulk_end,
    .run = s_run,
    .tables = s_tables,
    .backup = sqlite_backup,
    .checkpoint_step = sqlite_checkpoint_step,
    .frames = sqlite_frames,
    .frames_waiting = sqlite_frames_waiting,
    .single_writer = true,
};
