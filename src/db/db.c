#include "db/db.h"

#include <assert.h>
#include <string.h>

#include "db/driver.h"

SQL_FANOUT(db_self_test, "SELECT 1"); /* the section of statements is never empty */

extern const struct sql *const __start_jz_sql[];
extern const struct sql *const __stop_jz_sql[];

const struct sql *const *sql_registered(size_t *count)
{
    *count = (size_t)(__stop_jz_sql - __start_jz_sql);
    return __start_jz_sql;
}

struct db_value db_text_value(const char *s)
{
    return s ? (struct db_value){.type = DB_TEXT, .p = s, .n = strlen(s)} : DB_N;
}

enum err db_open(const char *url, const struct db_options *options, struct db **out,
                 struct problem *why)
{
    static const struct db_driver *const drivers[] = {&db_sqlite, &db_postgresql};
    *out = NULL;
    for (size_t i = 0; i < sizeof drivers / sizeof drivers[0]; i++)
        if (strncmp(url, drivers[i]->scheme, strlen(drivers[i]->scheme)) == 0)
            return drivers[i]->open(url, options, out, why);
    return problem_set(why, ERR_CONFIG, ZH_err_db_url, "db", url, NULL);
}

void db_close(struct db *db)
{
    if (db) db->driver->close(db);
}

bool db_broken(const struct db *db)
{
    return db->driver->broken(db);
}

bool db_in_transaction(const struct db *db)
{
    return db->driver->in_transaction(db);
}

bool db_single_writer(const struct db *db)
{
    return db->driver->single_writer && db->mode == DB_WRITE;
}

bool db_commits_in_order(const struct db *db)
{
    return db->driver->single_writer;
}

enum err db_begin(struct db *db, struct problem *why)
{
    return db->driver->command(db, COMMAND_BEGIN, why);
}

enum err db_commit(struct db *db, struct problem *why)
{
    return db->driver->command(db, COMMAND_COMMIT, why);
}

void db_rollback(struct db *db)
{
    db->driver->rollback(db);
}

enum err db_savepoint(struct db *db, struct problem *why)
{
    return db->driver->command(db, COMMAND_SAVEPOINT, why);
}

enum err db_savepoint_release(struct db *db, struct problem *why)
{
    return db->driver->command(db, COMMAND_RELEASE, why);
}

void db_savepoint_rollback(struct db *db)
{
    db->driver->savepoint_rollback(db);
}

enum err db_exec(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                 int64_t *changed, struct problem *why)
{
    return db->driver->exec(db, q, v, n, changed, why);
}

enum err db_many(struct db *db, const struct db_many *m, struct problem *why)
{
    return m->rows == 0 ? ERR_OK : db->driver->many(db, m, why);
}

void db_defer(struct db *db, bool on)
{
    if (db->driver->defer) db->driver->defer(db, on);
}

enum err db_settle(struct db *db, struct problem *why)
{
    return db->driver->settle ? db->driver->settle(db, why) : ERR_OK;
}

enum err db_check(struct db *db, const struct sql *q, struct problem *why)
{
    return db->driver->check(db, q, why);
}

enum err db_query(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                  struct db_cursor *c, struct problem *why)
{
    *c = (struct db_cursor){.db = db, .row = -1};
    return db->driver->query(db, q, v, n, c, why);
}

bool db_step(struct db_cursor *c)
{
    if (c->failed || !c->db->driver->step(c)) return false;
    c->row++;
    return true;
}

int64_t db_int(struct db_cursor *c, int column)
{
    return c->db->driver->integer(c, column);
}

const char *db_text(struct db_cursor *c, int column)
{
    return c->db->driver->text(c, column);
}

const void *db_blob(struct db_cursor *c, int column, size_t *n)
{
    return c->db->driver->blob(c, column, n);
}

bool db_is_null(struct db_cursor *c, int column)
{
    return c->db->driver->is_null(c, column);
}

enum err db_done(struct db_cursor *c, struct problem *why)
{
    if (c->impl) c->db->driver->done(c);
    c->impl = NULL;
    if (c->failed && why) *why = c->why;
    return c->failed;
}

char *db_text_copy(struct db_cursor *c, int column, struct arena *a)
{
    const char *s = db_text(c, column);
    return arena_copy(a, s, strlen(s));
}

enum err db_bulk_begin(struct db *db, const char *table, const char *columns, struct db_bulk **out,
                       struct problem *why)
{
    *out = NULL;
    enum err e = db->driver->bulk_begin(db, table, columns, out, why);
    if (!e) (*out)->db = db;
    return e;
}

enum err db_bulk_row(struct db_bulk *b, const struct db_value *v, size_t n, struct problem *why)
{
    return b->db->driver->bulk_row(b, v, n, why);
}

enum err db_bulk_end(struct db_bulk *b, struct problem *why)
{
    return b ? b->db->driver->bulk_end(b, why) : ERR_OK;
}

enum err db_backup(struct db *db, const char *path, struct problem *why)
{
    return db->driver->backup(db, path, why);
}

bool db_checkpoint_step(struct db *db)
{
    return db->driver->checkpoint_step(db);
}

int64_t db_frames(struct db *db)
{
    return db->driver->frames(db);
}

int64_t db_frames_waiting(struct db *db)
{
    return db->driver->frames_waiting(db);
}

bool db_is_store_file_locked(const struct db *db)
{
    return db_single_writer(db);
}
