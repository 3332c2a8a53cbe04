/* The columns of section 7 of docs/audit-format.md. */
#include <sqlite3.h>
#include <string.h>

#include "verify/verify.h"

static enum err unreadable(sqlite3 *db, const char *path, struct problem *why)
{
    return problem_set(why, ERR_CONFIG, ZH_verify_unreadable, NULL, path,
                       db ? sqlite3_errmsg(db) : "SQLite", NULL);
}

static bool integer(sqlite3_stmt *q, int column, int64_t *out)
{
    *out = sqlite3_column_int64(q, column);
    return sqlite3_column_type(q, column) == SQLITE_INTEGER;
}

/* An id of staff may be stored as a number: its decimal text counts. */
static bool text(sqlite3_stmt *q, int column, struct sm_bytes *out)
{
    int type = sqlite3_column_type(q, column);
    out->p = sqlite3_column_text(q, column);
    out->n = (size_t)sqlite3_column_bytes(q, column);
    return (type == SQLITE_TEXT || type == SQLITE_INTEGER) && out->p && out->n <= CHAIN_TEXT_MAX &&
           (out->n == 0 || memchr(out->p, 0, out->n) == NULL);
}

static const uint8_t *digest(sqlite3_stmt *q, int column)
{
    const uint8_t *p = sqlite3_column_blob(q, column);
    return sqlite3_column_type(q, column) == SQLITE_BLOB &&
                   sqlite3_column_bytes(q, column) == SM_DIGEST
               ? p
               : NULL;
}

static bool send_tip(sqlite3_stmt *q, struct verify_sink *s)
{
    struct chain_tip tip = {0};
    int64_t head = 0;
    const uint8_t *d = digest(q, 3);
    bool ok = integer(q, 0, &tip.chain);
    ok = integer(q, 1, &tip.n) && ok;
    ok = integer(q, 2, &head) && ok && d;
    if (!ok) return s->malformed(s, (struct chain_break){CHAIN_TIP, tip.chain, tip.n, 0});
    memcpy(tip.digest, d, SM_DIGEST);
    return s->tip(s, &tip, head);
}

static enum chain_fault take_entry(sqlite3_stmt *q, struct chain_entry *e, const uint8_t **d)
{
    if (!integer(q, 0, &e->chain)) return CHAIN_CHAIN;
    if (!integer(q, 1, &e->n)) return CHAIN_N;
    if (!integer(q, 2, &e->moment)) return CHAIN_MOMENT;
    if (!integer(q, 3, &e->request_id)) return CHAIN_REQUEST_ID;
    if (!text(q, 4, &e->actor)) return CHAIN_ACTOR;
    if (!text(q, 5, &e->action)) return CHAIN_ACTION;
    if (!text(q, 6, &e->object)) return CHAIN_OBJECT;
    if (!text(q, 7, &e->purpose)) return CHAIN_PURPOSE;
    if (!(e->content = digest(q, 8))) return CHAIN_CONTENT;
    if (!(e->prev = digest(q, 9))) return CHAIN_PREV;
    if (!(*d = digest(q, 10))) return CHAIN_DIGEST;
    return CHAIN_OK;
}

static bool send_entry(sqlite3_stmt *q, struct verify_sink *s)
{
    struct chain_entry e = {0};
    const uint8_t *d = NULL;
    enum chain_fault fault = take_entry(q, &e, &d);
    if (fault != CHAIN_OK) return s->malformed(s, (struct chain_break){fault, e.chain, e.n, 0});
    return s->entry(s, &e, d);
}

static bool send_head(sqlite3_stmt *q, struct verify_sink *s)
{
    struct chain_head h = {0};
    const uint8_t *root = digest(q, 2), *signature = sqlite3_column_blob(q, 3);
    int size = sqlite3_column_bytes(q, 3);
    if (!integer(q, 0, &h.day))
        return s->malformed(s, (struct chain_break){.fault = CHAIN_DAY, .day = h.day});
    if (!integer(q, 1, &h.count))
        return s->malformed(s, (struct chain_break){.fault = CHAIN_COUNT, .day = h.day});
    if (!root) return s->malformed(s, (struct chain_break){.fault = CHAIN_ROOT, .day = h.day});
    if (!signature || size < 1 || size > SM_SIGNATURE || sqlite3_column_type(q, 3) != SQLITE_BLOB)
        return s->malformed(s, (struct chain_break){.fault = CHAIN_SIGNATURE, .day = h.day});
    memcpy(h.root, root, SM_DIGEST);
    memcpy(h.signature, signature, (size_t)size);
    h.signature_size = (size_t)size;
    return s->head(s, &h);
}

/* *more: false once the sink wants no more. */
static bool each_row(sqlite3 *db, const char *sql,
                     bool (*send)(sqlite3_stmt *, struct verify_sink *), struct verify_sink *s,
                     bool *more)
{
    sqlite3_stmt *q = NULL;
    if (!*more) return true;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) return false;
    int rc = SQLITE_ROW;
    while (*more && (rc = sqlite3_step(q)) == SQLITE_ROW) *more = send(q, s);
    return sqlite3_finalize(q) == SQLITE_OK && (rc == SQLITE_DONE || !*more);
}

/* One read transaction, so that a server that goes on writing changes nothing under the check. */
static bool read_all(sqlite3 *db, struct verify_sink *s)
{
    bool more = true;
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_busy_timeout(db, 5000);
    return sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
           each_row(db, "SELECT chain, n, head, digest FROM audit_tip ORDER BY chain", send_tip, s,
                    &more) &&
           each_row(db,
                    "SELECT chain, n, moment, request_id, actor, action, object, purpose, content, "
                    "prev, digest"
                    " FROM audit ORDER BY seq",
                    send_entry, s, &more) &&
           each_row(db, "SELECT day, count, root, signature FROM audit_head ORDER BY day",
                    send_head, s, &more);
}

enum err verify_read_sqlite(const char *path, struct verify_sink *s, struct problem *why)
{
    sqlite3 *db = NULL;
    enum err e = ERR_OK;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        !read_all(db, s))
        e = unreadable(db, path, why);
    sqlite3_close(db);
    return e;
}
