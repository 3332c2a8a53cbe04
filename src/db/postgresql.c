#include "db/postgresql.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/migration.h"

#define CACHE_START 256
#define TYPE_BYTEA 17
#define TYPE_INT8 20
#define TYPE_TEXT 25

/* ---- Failures ------------------------------------------------------------------------------- */

static bool state_is(const char *state, const char *prefix)
{
    return state && strncmp(state, prefix, strlen(prefix)) == 0;
}

/* The name of a constraint without the _digits that Citus adds to a shard's. */
static void constraint_name(const PGresult *result, char out[96])
{
    const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    snprintf(out, 96, "%s", name ? name : "");
    size_t n = strlen(out);
    while (n > 0 && out[n - 1] >= '0' && out[n - 1] <= '9') n--;
    if (n > 0 && n < strlen(out) && out[n - 1] == '_') out[n - 1] = 0;
}

static enum err lost(struct postgresql *pg, struct problem *why)
{
    char words[96];
    const char *text = pg->conn ? PQerrorMessage(pg->conn) : "";
    snprintf(words, sizeof words, "%.*s", (int)strcspn(text, "\n"), text);
    pg->lost = true;
    return problem_set(why, ERR_BUSY, ZH_err_db_lost, "db", words, NULL);
}

enum err pg_failed(struct postgresql *pg, const PGresult *result, const char *statement,
                   struct problem *why)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    /* A failure without a code comes from libpq itself: what the server did, or whether it is
     * there, is not known any more. */
    if (!state || PQstatus(pg->conn) != CONNECTION_OK || state_is(state, "57P") ||
        state_is(state, "08"))
        return lost(pg, why);
    char words[96];
    constraint_name(result, words);
    if (state_is(state, "23505"))
        return problem_set(why, ERR_CONFLICT, ZH_err_db_conflict, NULL, words, NULL);
    if (state_is(state, "23"))
        return problem_set(why, ERR_FAILED, ZH_err_db_constraint, NULL, statement, words, NULL);
    if (state_is(state, "40") || state_is(state, "55P03"))
        return problem_set(why, ERR_BUSY, ZH_err_db_retry, NULL, NULL);
    if (state_is(state, "57014")) return problem_set(why, ERR_BUSY, ZH_err_db_timeout, NULL, NULL);
    if (state_is(state, "53100")) return problem_set(why, ERR_FAILED, ZH_err_db_full, NULL, NULL);
    if (state_is(state, "53")) return problem_set(why, ERR_BUSY, ZH_err_db_busy, NULL, NULL);
    if (state_is(state, "25006"))
        return problem_set(why, ERR_CONFIG, ZH_err_db_read_only, "db", pg->db.name, NULL);
    /* The primary message names tables and columns; the detail, which quotes values, is left out.
     */
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return problem_set(why, ERR_FAILED, ZH_err_db_failed, NULL, statement, text ? text : "", NULL);
}

/* ---- Values and statements ------------------------------------------------------------------ */

void pg_values_set(struct pg_values *p, const struct db_value *v, size_t n)
{
    assert(n <= PG_MAX_VALUES);
    p->count = (int)n;
    for (size_t i = 0; i < n; i++) {
        p->value[i] = v[i].p ? v[i].p : "";
        p->length[i] = (int)v[i].n;
        p->format[i] = 1;
        p->type[i] = v[i].type == DB_BLOB ? TYPE_BYTEA : TYPE_TEXT;
        if (v[i].type == DB_INT) {
            snprintf(p->number[i], sizeof p->number[i], "%lld", (long long)v[i].i);
            p->value[i] = p->number[i];
            p->format[i] = 0;
            p->type[i] = TYPE_INT8;
        } else if (v[i].type == DB_NULL) {
            p->value[i] = NULL;
            p->type[i] = 0;
        }
    }
}

enum err pg_translate(const struct sql *q, struct buf *out, struct problem *why)
{
    char unknown[24] = "";
    if (dialect_translate(DIALECT_POSTGRESQL, q->text, out, unknown)) return ERR_OK;
    return problem_set(why, ERR_FAILED, ZH_err_db_token, NULL, q->name, unknown, NULL);
}

static size_t slot_of(const struct prepared *cache, size_t size, const struct sql *q)
{
    size_t i = ((uintptr_t)q >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20 & (size - 1);
    while (cache[i].q && cache[i].q != q) i = (i + 1) & (size - 1);
    return i;
}

static bool cache_grow(struct postgresql *pg)
{
    size_t size = pg->cache_size ? pg->cache_size * 2 : CACHE_START;
    struct prepared *cache = calloc(size, sizeof *cache);
    if (!cache) return false;
    for (size_t i = 0; i < pg->cache_size; i++)
        if (pg->cache[i].q) cache[slot_of(cache, size, pg->cache[i].q)] = pg->cache[i];
    free(pg->cache);
    pg->cache = cache;
    pg->cache_size = size;
    return true;
}

static enum err prepare_named(struct postgresql *pg, const struct sql *q, const char *name,
                              const struct pg_values *v, struct problem *why)
{
    struct buf text = BUF(1 << 20);
    enum err e = pg_translate(q, &text, why);
    if (!e) {
        PGresult *result = PQprepare(pg->conn, name, text.p, v ? v->count : 0, v ? v->type : NULL);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) e = pg_failed(pg, result, q->name, why);
        PQclear(result);
    }
    buf_free(&text);
    return e;
}

enum err pg_prepare(struct postgresql *pg, const struct sql *q, const struct pg_values *v,
                    const char **name, struct problem *why)
{
    if (pg->lost) return lost(pg, why);
    if (pg->cache_used * 2 >= pg->cache_size && !cache_grow(pg))
        return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    struct prepared *p = &pg->cache[slot_of(pg->cache, pg->cache_size, q)];
    *name = p->name;
    if (p->q) return ERR_OK;
    enum err e = pg_settle(pg, why);
    if (e) return e;
    snprintf(p->name, sizeof p->name, "s%zu", pg->cache_used);
    e = prepare_named(pg, q, p->name, v, why);
    if (e) return e;
    p->q = q;
    pg->cache_used++;
    return ERR_OK;
}

static enum err p_check(struct db *db, const struct sql *q, struct problem *why)
{
    struct postgresql *pg = (struct postgresql *)db;
    enum err e = pg_settle(pg, why);
    if (!e) e = prepare_named(pg, q, "check", NULL, why);
    return e ? e : pg_command(pg, "DEALLOCATE \"check\"", why);
}

enum err pg_command(struct postgresql *pg, const char *text, struct problem *why)
{
    if (pg->lost) return lost(pg, why);
    enum err e = pg_settle(pg, why);
    if (e) return e;
    PGresult *result = PQexec(pg->conn, text);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        e = pg_failed(pg, result, text, why);
    PQclear(result);
    return e;
}

/* In the middle of a pipeline libpq says ACTIVE; what was sent may fail, then settling says so. */
static bool p_in_transaction(const struct db *db)
{
    const struct postgresql *pg = (const struct postgresql *)db;
    return !pg->lost && !pg->deferred.code &&
           (pg->sent > 0 || PQtransactionStatus(pg->conn) == PQTRANS_INTRANS);
}

static enum err p_exec(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                       int64_t *changed, struct problem *why)
{
    struct postgresql *pg = (struct postgresql *)db;
    struct pg_values values;
    const char *name;
    pg_values_set(&values, v, n);
    enum err e = pg_prepare(pg, q, &values, &name, why);
    if (!e && pg->defer && !changed && p_in_transaction(db)) return pg_send(pg, name, &values, why);
    if (!e) e = pg_settle(pg, why);
    if (e) return e;
    PGresult *result =
        PQexecPrepared(pg->conn, name, values.count, values.value, values.length, values.format, 0);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        e = pg_failed(pg, result, q->name, why);
    else if (changed) *changed = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return e;
}

static enum err p_run(struct db *db, const char *text, struct problem *why)
{
    const struct sql q = {"migration", text, true};
    struct buf b = BUF(1 << 20);
    enum err e = pg_translate(&q, &b, why);
    if (!e) e = pg_command((struct postgresql *)db, b.p, why);
    buf_free(&b);
    return e;
}

static enum err p_tables(struct db *db, int64_t *count, bool *migrated, struct problem *why)
{
    static const struct sql q = {"tables",
                                 "SELECT count(*), coalesce(sum(CASE relname WHEN "
                                 "'schema_migration' THEN 1 ELSE 0 END), 0) "
                                 "FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p') AND "
                                 "relnamespace = current_schema()::regnamespace",
                                 false};
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

/*
 * Whatever goes wrong while COMMIT is under way may have been a success: the connection went away
 * before the answer, or a coordinator failed after its workers had committed. Only an answer that
 * says ROLLBACK is a plain failure: the transaction had failed before.
 */
static enum err commit(struct postgresql *pg, struct problem *why)
{
    if (pg->lost) return lost(pg, why);
    enum err e = pg_settle(pg, why);
    if (e) return e;
    PGresult *result = PQexec(pg->conn, "COMMIT");
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    bool undone = done && strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
    PQclear(result);
    if (undone)
        return problem_set(why, ERR_FAILED, ZH_err_db_failed, NULL, "COMMIT", "ROLLBACK", NULL);
    if (done) return ERR_OK;
    if (PQstatus(pg->conn) != CONNECTION_OK) pg->lost = true;
    return problem_set(why, ERR_BUSY, ZH_err_db_ambiguous, NULL, NULL);
}

static enum err p_command(struct db *db, enum db_command command, struct problem *why)
{
    struct postgresql *pg = (struct postgresql *)db;
    switch (command) {
    case COMMAND_COMMIT:
        return commit(pg, why);
    case COMMAND_SAVEPOINT:
        return pg_command(pg, "SAVEPOINT job", why);
    case COMMAND_RELEASE:
        return pg_command(pg, "RELEASE SAVEPOINT job", why);
    case COMMAND_BEGIN:
        break;
    }
    return pg_command(pg,
                      db->mode == DB_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                           : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                      why);
}

static void p_rollback(struct db *db)
{
    struct postgresql *pg = (struct postgresql *)db;
    pg_settle(pg, NULL);
    if (!pg->lost && PQtransactionStatus(pg->conn) != PQTRANS_IDLE)
        pg_command(pg, "ROLLBACK", NULL);
}

static void p_savepoint_rollback(struct db *db)
{
    struct postgresql *pg = (struct postgresql *)db;
    if (pg->lost) return;
    pg_command(pg, "ROLLBACK TO SAVEPOINT job", NULL);
    pg_command(pg, "RELEASE SAVEPOINT job", NULL);
}

static void p_defer(struct db *db, bool on)
{
    ((struct postgresql *)db)->defer = on;
}

static enum err p_settle(struct db *db, struct problem *why)
{
    return pg_settle((struct postgresql *)db, why);
}

/* ---- Opening and closing -------------------------------------------------------------------- */

static bool p_broken(const struct db *db)
{
    return ((const struct postgresql *)db)->lost;
}

static void p_close(struct db *db)
{
    struct postgresql *pg = (struct postgresql *)db;
    if (pg->conn) PQfinish(pg->conn);
    free(pg->cache);
    free(pg);
}

/* postgresql://user:secret@host/db → postgresql://user@host/db */
static void without_password(const char *url, char *out, size_t cap)
{
    const char *host = strchr(url, '@'), *start = strstr(url, "//");
    const char *secret =
        start && host ? memchr(start + 2, ':', (size_t)(host > start + 2 ? host - start - 2 : 0))
                      : NULL;
    const char *query = strchr(url, '?');
    int rest = (int)(query ? query - (host ? host : url) : (long)strlen(host ? host : url));
    if (secret) snprintf(out, cap, "%.*s%.*s", (int)(secret - url), url, rest, host);
    else snprintf(out, cap, "%.*s", (int)(query ? query - url : (long)strlen(url)), url);
}

static void ignore_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

static enum err session(struct postgresql *pg, const struct db_options *options,
                        struct problem *why)
{
    char text[512];
    snprintf(
        text, sizeof text,
        "SET statement_timeout = %d; SET synchronous_commit = on; SET cursor_tuple_fraction = 1.0; "
        "SET bytea_output = hex; SET standard_conforming_strings = on; SET client_min_messages = "
        "warning; "
        "SET extra_float_digits = 0",
        options->statement_ms > 0 ? options->statement_ms : 120000);
    return pg_command(pg, text, why);
}

static enum err p_open(const char *url, const struct db_options *options, struct db **out,
                       struct problem *why)
{
    struct postgresql *pg = calloc(1, sizeof *pg);
    if (!pg) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    pg->db = (struct db){.driver = &db_postgresql, .mode = options->mode};
    without_password(url, pg->db.name, sizeof pg->db.name);
    const char *const names[] = {"connect_timeout", "keepalives_idle", "application_name",
                                 "dbname",          "client_encoding", NULL};
    const char *const values[] = {"5", "30", "jianzai", url, "UTF8", NULL};
    pg->conn = PQconnectdbParams(names, values, 1);
    enum err e = ERR_OK;
    if (PQstatus(pg->conn) != CONNECTION_OK) {
        const char *text = PQerrorMessage(pg->conn);
        char words[96];
        snprintf(words, sizeof words, "%.*s", (int)strcspn(text, "\n"), text);
        e = problem_set(why, ERR_CONFIG, ZH_err_db_open, "db", pg->db.name, words, NULL);
    }
    if (!e) PQsetNoticeReceiver(pg->conn, ignore_notice, NULL);
    if (!e) e = session(pg, options, why);
    if (e) {
        p_close(&pg->db);
        return e;
    }
    *out = &pg->db;
    return ERR_OK;
}

static enum err p_backup(struct db *db, const char *path, struct problem *why)
{
    (void)db;
    (void)path;
    return problem_set(why, ERR_USAGE, ZH_err_db_no_backup, "db", NULL);
}

static bool p_checkpoint_step(struct db *db)
{
    (void)db;
    return false;
}

static int64_t p_frames(struct db *db)
{
    (void)db;
    return 0;
}

const struct db_driver db_postgresql = {
    .scheme = "postgresql:",
    .open = p_open,
    .close = p_close,
    .broken = p_broken,
    .in_transaction = p_in_transaction,
    .command = p_command,
    .rollback = p_rollback,
    .savepoint_rollback = p_savepoint_rollback,
    .check = p_check,
    .exec = p_exec,
    .defer = p_defer,
    .settle = p_settle,
    .many = pg_many,
    .query = pg_query,
    .step = pg_step,
    .done = pg_done,
    .integer = pg_integer,
    .text = pg_text,
    .blob = pg_blob,
    .is_null = pg_is_null,
    .bulk_begin = pg_bulk_begin,
    .bulk_row = pg_bulk_row,
    .bulk_end = pg_bulk_end,
    .run = p_run,
    .tables = p_tables,
    .backup = p_backup,
    .checkpoint_step = p_checkpoint_step,
    .frames = p_frames,
    .frames_waiting = p_frames,
};
