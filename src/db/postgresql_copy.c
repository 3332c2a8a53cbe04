/* COPY in its binary form: int8 in network order, text and bytea as they are. Rows gather in
 * memory, so that other statements can run between them. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgresql.h"

#define GATHER (4u << 20)

static const char header[] =
    "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"; /* signature, flags, no extension */

struct bulk {
    struct db_bulk head;
    struct postgresql *pg;
    struct buf command, rows;
    enum err failed;
};

enum err pg_bulk_begin(struct db *db, const char *table, const char *columns, struct db_bulk **out,
                       struct problem *why)
{
    struct bulk *b = calloc(1, sizeof *b);
    if (!b) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    b->pg = (struct postgresql *)db;
    b->command = BUF(1 << 16);
    b->rows = BUF(GATHER * 16);
    buf_printf(&b->command, "COPY %s (%s) FROM STDIN (FORMAT binary)", table, columns);
    *out = &b->head;
    return ERR_OK;
}

static enum err end_copy(struct bulk *b, struct problem *why)
{
    enum err e = ERR_OK;
    for (PGresult *result; (result = PQgetResult(b->pg->conn)); PQclear(result))
        if (!e && PQresultStatus(result) != PGRES_COMMAND_OK)
            e = pg_failed(b->pg, result, "copy", why);
    return e;
}

static enum err flush(struct bulk *b, struct problem *why)
{
    if (b->rows.n == 0) return ERR_OK;
    buf_add(&b->rows, "\377\377", 2);
    if (b->rows.failed) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err e = pg_settle(b->pg, why);
    if (e) return e;
    PGresult *result = PQexec(b->pg->conn, b->command.p);
    bool ready = PQresultStatus(result) == PGRES_COPY_IN;
    e = ready ? ERR_OK : pg_failed(b->pg, result, "copy", why);
    PQclear(result);
    if (!ready) return e;
    bool sent = PQputCopyData(b->pg->conn, b->rows.p, (int)b->rows.n) == 1 &&
                PQputCopyEnd(b->pg->conn, NULL) == 1;
    e = end_copy(b, why);
    buf_clear(&b->rows);
    return e || sent ? e : pg_failed(b->pg, NULL, "copy", why);
}

static void add_length(struct buf *b, int32_t n)
{
    uint32_t bytes = htobe32((uint32_t)n);
    buf_add(b, &bytes, sizeof bytes);
}

static void add_value(struct buf *b, const struct db_value *v)
{
    if (v->type == DB_NULL) {
        add_length(b, -1);
    } else if (v->type == DB_INT) {
        uint64_t bytes = htobe64((uint64_t)v->i);
        add_length(b, sizeof bytes);
        buf_add(b, &bytes, sizeof bytes);
    } else {
        add_length(b, (int32_t)v->n);
        buf_add(b, v->p, v->n);
    }
}

enum err pg_bulk_row(struct db_bulk *head, const struct db_value *v, size_t n, struct problem *why)
{
    struct bulk *b = (struct bulk *)head;
    if (b->failed) return b->failed;
    if (b->rows.n == 0) buf_add(&b->rows, header, sizeof header - 1);
    uint16_t count = htobe16((uint16_t)n);
    buf_add(&b->rows, &count, sizeof count);
    for (size_t i = 0; i < n; i++) add_value(&b->rows, &v[i]);
    if (b->rows.n >= GATHER || b->rows.failed) b->failed = flush(b, why);
    return b->failed;
}

enum err pg_bulk_end(struct db_bulk *head, struct problem *why)
{
    struct bulk *b = (struct bulk *)head;
    enum err e = b->failed ? b->failed : flush(b, why);
    buf_free(&b->command);
    buf_free(&b->rows);
    free(b);
    return e;
}
