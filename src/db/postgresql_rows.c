#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgresql.h"

#define FETCH_ROWS "1000"
#define PIPELINE_ROWS 128
#define PIPELINE_BYTES                                                                             \
    32768 /* less than a socket holds: neither side waits for the other to read */

struct bytea { /* unescaped */
    unsigned char *p;
    size_t n;
};

struct rows { /* behind a cursor */
    PGresult *result;
    int row;
    const char *statement;
    char portal[24];     /* name of the server cursor, "" when the result is whole */
    struct bytea *bytea; /* of this row, by column */
};

/* ---- One result ----------------------------------------------------------------------------- */

static void bytea_free(struct rows *r)
{
    if (!r->bytea) return;
    for (int i = 0; i < PQnfields(r->result); i++) PQfreemem(r->bytea[i].p);
    free(r->bytea);
    r->bytea = NULL;
}

static bool is_select(const struct sql *q)
{
    return strncmp(q->text, "SELECT", 6) == 0 && !strstr(q->text, "{FOR UPDATE}");
}

static enum err declare(struct postgresql *pg, const struct sql *q, const struct pg_values *v,
                        struct rows *r, struct problem *why)
{
    struct buf text = BUF(1 << 20);
    snprintf(r->portal, sizeof r->portal, "c%u", pg->cursors++);
    buf_printf(&text, "DECLARE %s NO SCROLL CURSOR FOR ", r->portal);
    enum err e = pg_translate(q, &text, why);
    if (!e) {
        PGresult *result =
            PQexecParams(pg->conn, text.p, v->count, v->type, v->value, v->length, v->format, 0);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) e = pg_failed(pg, result, q->name, why);
        PQclear(result);
    }
    buf_free(&text);
    return e;
}

static enum err fetch(struct postgresql *pg, struct rows *r, struct problem *why)
{
    char text[64];
    snprintf(text, sizeof text, "FETCH " FETCH_ROWS " FROM %s", r->portal);
    PQclear(r->result);
    r->result = PQexec(pg->conn, text);
    r->row = -1;
    if (PQresultStatus(r->result) == PGRES_TUPLES_OK) return ERR_OK;
    return pg_failed(pg, r->result, r->statement, why);
}

static enum err whole(struct postgresql *pg, const struct sql *q, const struct pg_values *v,
                      struct rows *r, struct problem *why)
{
    const char *name;
    enum err e = pg_prepare(pg, q, v, &name, why);
    if (e) return e;
    r->result = PQexecPrepared(pg->conn, name, v->count, v->value, v->length, v->format, 0);
    ExecStatusType status = PQresultStatus(r->result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return ERR_OK;
    return pg_failed(pg, r->result, q->name, why);
}

enum err pg_query(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                  struct db_cursor *c, struct problem *why)
{
    struct postgresql *pg = (struct postgresql *)db;
    struct pg_values values;
    enum err e = pg_settle(pg, why);
    if (e) return e;
    struct rows *r = calloc(1, sizeof *r);
    if (!r) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    r->row = -1;
    r->statement = q->name;
    pg_values_set(&values, v, n);
    if (q->fanout && is_select(q) && db_in_transaction(db)) {
        e = declare(pg, q, &values, r, why);
        if (!e) e = fetch(pg, r, why);
    } else {
        e = whole(pg, q, &values, r, why);
    }
    c->impl = r;
    if (e) pg_done(c);
    if (e) c->impl = NULL;
    return e;
}

bool pg_step(struct db_cursor *c)
{
    struct rows *r = c->impl;
    bytea_free(r);
    if (++r->row < PQntuples(r->result)) return true;
    if (!r->portal[0] || PQntuples(r->result) == 0) return false;
    c->failed = fetch((struct postgresql *)c->db, r, &c->why);
    return !c->failed && ++r->row < PQntuples(r->result);
}

void pg_done(struct db_cursor *c)
{
    struct rows *r = c->impl;
    struct postgresql *pg = (struct postgresql *)c->db;
    char text[40];
    bytea_free(r);
    PQclear(r->result);
    if (r->portal[0] && db_in_transaction(c->db)) {
        snprintf(text, sizeof text, "CLOSE %s", r->portal);
        pg_command(pg, text, NULL);
    }
    free(r);
}

int64_t pg_integer(struct db_cursor *c, int column)
{
    const struct rows *r = c->impl;
    const char *s = PQgetvalue(r->result, r->row, column);
    return *s == 't' ? 1 : strtoll(s, NULL, 10);
}

const char *pg_text(struct db_cursor *c, int column)
{
    const struct rows *r = c->impl;
    return PQgetvalue(r->result, r->row, column);
}

const void *pg_blob(struct db_cursor *c, int column, size_t *n)
{
    struct rows *r = c->impl;
    *n = 0;
    if (PQgetisnull(r->result, r->row, column)) return "";
    if (!r->bytea) r->bytea = calloc((size_t)PQnfields(r->result), sizeof *r->bytea);
    struct bytea *b = r->bytea ? &r->bytea[column] : NULL;
    if (b && !b->p)
        b->p = PQunescapeBytea((const unsigned char *)PQgetvalue(r->result, r->row, column), &b->n);
    if (!b || !b->p) {
        c->failed = problem_set(&c->why, ERR_FAILED, ZH_err_memory, NULL, NULL);
        return "";
    }
    *n = b->n;
    return b->p;
}

bool pg_is_null(struct db_cursor *c, int column)
{
    const struct rows *r = c->impl;
    return PQgetisnull(r->result, r->row, column) != 0;
}

/* ---- Many at once --------------------------------------------------------------------------- */

static void give_rows(struct postgresql *pg, const struct db_many *m, size_t index,
                      PGresult *result)
{
    if (!m || !m->row || PQresultStatus(result) != PGRES_TUPLES_OK) return;
    struct rows r = {.result = result, .row = -1, .statement = m->q->name};
    struct db_cursor c = {.db = &pg->db, .impl = &r, .row = -1};
    while (++r.row < PQntuples(result)) {
        c.row++;
        m->row(m->ctx, index, &c);
        bytea_free(&r);
    }
}

/* Reads the answers of count statements up to the sync; the first failure stays, the rest of the
 * pipeline is then empty answers. m may be NULL: nobody wants rows. */
static enum err collect(struct postgresql *pg, const struct db_many *m, size_t first, size_t count,
                        struct problem *why)
{
    enum err e = ERR_OK;
    size_t at = first;
    const char *name = m ? m->q->name : "exec";
    for (;;) {
        PGresult *result = PQgetResult(pg->conn);
        if (!result) { /* the end of one statement, or of everything on a lost connection */
            if (PQstatus(pg->conn) != CONNECTION_OK) return e ? e : pg_failed(pg, NULL, name, why);
            at++;
            if (at > first + count + 1) return e ? e : pg_failed(pg, NULL, name, why);
            continue;
        }
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) give_rows(pg, m, at, result);
        else if (status != PGRES_PIPELINE_SYNC && status != PGRES_PIPELINE_ABORTED && !e)
            e = pg_failed(pg, result, name, why);
        PQclear(result);
        if (status == PGRES_PIPELINE_SYNC) return e;
    }
}

static size_t bytes_of(const struct db_value *v, size_t n)
{
    size_t bytes = 64;
    for (size_t i = 0; i < n; i++) bytes += v[i].n + 24;
    return bytes;
}

/* Sends as many statements as one round may hold; returns their number, 0 when the connection is
 * lost. */
static size_t send_some(struct postgresql *pg, const struct db_many *m, size_t first,
                        const char *name)
{
    size_t sent = 0, bytes = 0;
    struct pg_values values;
    while (first + sent < m->rows && sent < PIPELINE_ROWS && bytes < PIPELINE_BYTES) {
        const struct db_value *v = m->v + (first + sent) * m->columns;
        pg_values_set(&values, v, m->columns);
        if (!PQsendQueryPrepared(pg->conn, name, values.count, values.value, values.length,
                                 values.format, 0))
            return 0;
        bytes += bytes_of(v, m->columns);
        sent++;
    }
    return PQpipelineSync(pg->conn) ? sent : 0;
}

enum err pg_many(struct db *db, const struct db_many *m, struct problem *why)
{
    struct postgresql *pg = (struct postgresql *)db;
    struct pg_values values;
    const char *name;
    pg_values_set(&values, m->v, m->columns);
    enum err e = pg_settle(pg, why);
    if (!e) e = pg_prepare(pg, m->q, &values, &name, why);
    if (e) return e;
    if (!PQenterPipelineMode(pg->conn)) return pg_failed(pg, NULL, m->q->name, why);
    for (size_t i = 0; !e && i < m->rows;) {
        size_t sent = send_some(pg, m, i, name);
        e = sent ? collect(pg, m, i, sent, why) : pg_failed(pg, NULL, m->q->name, why);
        i += sent;
    }
    if (!PQexitPipelineMode(pg->conn)) pg->lost = true;
    return e;
}

/* ---- Sent without waiting ------------------------------------------------------------------- */

static enum err wait_for_sent(struct postgresql *pg)
{
    struct problem why;
    size_t count = pg->sent;
    if (count == 0) return ERR_OK;
    pg->sent = pg->sent_bytes = 0;
    enum err e = PQpipelineSync(pg->conn) ? collect(pg, NULL, 0, count, &why)
                                          : pg_failed(pg, NULL, "exec", &why);
    if (!PQexitPipelineMode(pg->conn)) pg->lost = true;
    if (e && !pg->deferred.code) pg->deferred = why;
    return e;
}

enum err pg_settle(struct postgresql *pg, struct problem *why)
{
    wait_for_sent(pg);
    if (!pg->deferred.code) return ERR_OK;
    enum err e = pg->deferred.code;
    if (why) *why = pg->deferred;
    pg->deferred = (struct problem){0};
    return e;
}

enum err pg_send(struct postgresql *pg, const char *name, const struct pg_values *v,
                 struct problem *why)
{
    if (pg->sent == 0 && !PQenterPipelineMode(pg->conn)) return pg_failed(pg, NULL, name, why);
    pg->sent++;
    if (!PQsendQueryPrepared(pg->conn, name, v->count, v->value, v->length, v->format, 0))
        return pg_failed(pg, NULL, name, why);
    for (int i = 0; i < v->count; i++) pg->sent_bytes += 24 + (size_t)v->length[i];
    if (pg->sent < PIPELINE_ROWS && pg->sent_bytes < PIPELINE_BYTES) return ERR_OK;
    return pg_settle(pg, why);
}
