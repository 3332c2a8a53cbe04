#include <stdio.h>
#include <string.h>

#include "db/driver.h"
#include "db/migration.h"

SQL_FANOUT(migration_newest, "SELECT max(version) FROM schema_migration");
SQL_FANOUT(migration_done, "SELECT version FROM schema_migration WHERE version = ?1");
SQL_FANOUT(migration_record,
           "INSERT INTO schema_migration (version, name, moment) VALUES (?1, ?2, ?3)");

int db_schema_latest(void)
{
    return db_migrations[db_migration_count - 1].version;
}

/* Branches number their migrations apart, so that a lower one may land after a higher one. */
static enum err recorded(struct db *db, int version, bool *done, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(db, &migration_done, DB_VALUES(DB_I(version)), &c, why);
    if (e) return e;
    *done = db_step(&c);
    return db_done(&c, why);
}

/* A database with tables but without ours belongs to another program. */
enum err db_schema_version(struct db *db, int *version, struct problem *why)
{
    int64_t tables = 0;
    bool migrated = false;
    *version = 0;
    enum err e = db->driver->tables(db, &tables, &migrated, why);
    if (e) return e;
    if (!migrated && tables > 0)
        return problem_set(why, ERR_CONFIG, ZH_err_db_foreign, "db", db->name, NULL);
    if (!migrated) return ERR_OK;
    struct db_cursor c;
    e = db_query(db, &migration_newest, NULL, 0, &c, why);
    if (e) return e;
    if (db_step(&c)) *version = (int)db_int(&c, 0);
    e = db_done(&c, why);
    bool done = *version <= db_schema_latest();
    for (int i = 0, before = 0; !e && done && i < db_migration_count; i++) {
        e = recorded(db, db_migrations[i].version, &done, why);
        if (!e && !done) *version = before;
        before = db_migrations[i].version;
    }
    return e;
}

static enum err refuse_newer(int version, struct problem *why)
{
    char have[16], know[16];
    snprintf(have, sizeof have, "%d", version);
    snprintf(know, sizeof know, "%d", db_schema_latest());
    return problem_set(why, ERR_CONFIG, ZH_err_db_newer, "db", have, know, NULL);
}

static enum err statement_failed(int version, int index, const struct problem *inner,
                                 struct problem *why)
{
    char number[16], statement[16], sentence[96];
    snprintf(number, sizeof number, "%d", version);
    snprintf(statement, sizeof statement, "%d", index + 1);
    problem_sentence(inner, sentence, sizeof sentence);
    return problem_set(why, inner->code, ZH_err_db_migration, "db", number, statement, sentence,
                       NULL);
}

static enum err run_migration(struct db *db, const struct migration *m, int64_t moment,
                              struct problem *why)
{
    struct problem inner = {0};
    for (int i = 0; m->statements[i]; i++)
        if (db->driver->run(db, m->statements[i], &inner))
            return statement_failed(m->version, i, &inner, why);
    return db_exec(db, &migration_record, DB_VALUES(DB_I(m->version), DB_T(m->name), DB_I(moment)),
                   NULL, why);
}

static enum err run_missing(struct db *db, int64_t moment, struct problem *why)
{
    int version = 0;
    enum err e = db_schema_version(db, &version, why);
    if (e) return e;
    if (version > db_schema_latest()) return refuse_newer(version, why);
    if (version == 0)
        e = db->driver->run(
            db,
            "CREATE TABLE IF NOT EXISTS schema_migration (version {INT} NOT NULL PRIMARY KEY, "
            "name {TEXT} NOT NULL, moment {INT} NOT NULL) {STRICT}",
            why);
    for (int i = 0; !e && i < db_migration_count; i++) {
        bool done = false;
        e = recorded(db, db_migrations[i].version, &done, why);
        if (!e && !done) e = run_migration(db, &db_migrations[i], moment, why);
    }
    return e;
}

enum err db_migrate(struct db *db, int64_t moment, struct problem *why)
{
    enum err e = db_begin(db, why);
    if (e) return e;
    e = run_missing(db, moment, why);
    if (!e) e = db_commit(db, why);
    if (e) db_rollback(db);
    return e;
}

/* ---- Indexes that a load makes last --------------------------------------------------------- */

static const char *index_statement(const char *name)
{
    char head[80];
    int n = snprintf(head, sizeof head, "CREATE INDEX %s ", name);
    for (int i = 0; i < db_migration_count; i++)
        for (const char *const *s = db_migrations[i].statements; *s; s++)
            if (strncmp(*s, head, (size_t)n) == 0) return *s;
    return NULL;
}

enum err db_index_make(struct db *db, const char *name, struct problem *why)
{
    const char *statement = index_statement(name);
    if (!statement) return problem_set(why, ERR_FAILED, ZH_err_db_index, "index", name, NULL);
    return db->driver->run(db, statement, why);
}

enum err db_index_drop(struct db *db, const char *name, struct problem *why)
{
    char statement[80];
    if (!index_statement(name))
        return problem_set(why, ERR_FAILED, ZH_err_db_index, "index", name, NULL);
    snprintf(statement, sizeof statement, "DROP INDEX %s", name);
    return db->driver->run(db, statement, why);
}
