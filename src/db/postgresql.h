/*
 * The PostgreSQL driver's inside, shared by its files: postgresql.c (connection, statements,
 * transactions), postgresql_rows.c (cursors and pipelines), postgresql_copy.c (COPY). Nobody else
 * includes it.
 *
 * Integers travel as text, text and bytea in binary; a parameter's type is that of the first value
 * bound to it.
 */
#pragma once
#include <libpq-fe.h>

#include "base/buf.h"
#include "db/driver.h"

#define PG_MAX_VALUES 64

struct prepared {
    const struct sql *q;
    char name[16];
};

struct postgresql {
    struct db db;
    PGconn *conn;
    struct prepared *cache; /* open addressing over the statement's address */
    size_t cache_size, cache_used;
    unsigned cursors; /* names the next server cursor */
    bool lost;
    bool defer;              /* db_exec may send without waiting */
    size_t sent, sent_bytes; /* statements on their way, in pipeline mode */
    struct problem deferred; /* the first failure among them, not yet reported */
};

struct pg_values { /* one set of parameters as libpq wants it; borrows from the values it was made
                      of */
    int count;
    Oid type[PG_MAX_VALUES];
    const char *value[PG_MAX_VALUES];
    int length[PG_MAX_VALUES], format[PG_MAX_VALUES];
    char number[PG_MAX_VALUES][24];
};

void pg_values_set(struct pg_values *p, const struct db_value *v, size_t n);
/* The statement's name on this connection, prepared when it is not yet. */
enum err pg_prepare(struct postgresql *pg, const struct sql *q, const struct pg_values *v,
                    const char **name, struct problem *why);
enum err pg_translate(const struct sql *q, struct buf *out, struct problem *why);
/* Fills why from a failed result (or from the connection when NULL); notices a lost connection. */
enum err pg_failed(struct postgresql *pg, const PGresult *result, const char *statement,
                   struct problem *why);
enum err pg_command(struct postgresql *pg, const char *text, struct problem *why);

enum err pg_query(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                  struct db_cursor *c, struct problem *why);
bool pg_step(struct db_cursor *c);
void pg_done(struct db_cursor *c);
int64_t pg_integer(struct db_cursor *c, int column);
const char *pg_text(struct db_cursor *c, int column);
const void *pg_blob(struct db_cursor *c, int column, size_t *n);
bool pg_is_null(struct db_cursor *c, int column);
enum err pg_many(struct db *db, const struct db_many *m, struct problem *why);

/* Sends the statement without waiting for its answer. */
enum err pg_send(struct postgresql *pg, const char *name, const struct pg_values *v,
                 struct problem *why);
/* Waits for all that was sent; everything that talks to the server in another way does this first.
 */
enum err pg_settle(struct postgresql *pg, struct problem *why);

enum err pg_bulk_begin(struct db *db, const char *table, const char *columns, struct db_bulk **out,
                       struct problem *why);
enum err pg_bulk_row(struct db_bulk *b, const struct db_value *v, size_t n, struct problem *why);
enum err pg_bulk_end(struct db_bulk *b, struct problem *why);
