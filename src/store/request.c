/*
 * Requests: a retry never acts twice. The row is written in the transaction of what it answers for;
 * its key leads with time, so rows append. Ids that the store itself just made are not looked up:
 * they are new.
 */
#include <string.h>

#include "store/core.h"

#define COLUMNS 6

/* On SQLite an id stands once whatever its subject; on PostgreSQL each subject has its own, because
 * the key leads with it. */
SQL(request_load, "SELECT subject_id, principal, digest, answer FROM request WHERE request_id = ?2"
                  " AND {EITHER ?1 = ?1 | subject_id = ?1}");
SQL(request_insert,
    "INSERT INTO request (request_id, subject_id, principal, digest, answer, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
SQL(request_probe, "INSERT INTO request (request_id, subject_id, principal, answer, recorded_at) "
                   "VALUES (?1, ?2, '', '', 0)"
                   " ON CONFLICT DO NOTHING");
SQL_FANOUT(request_max, "SELECT max(request_id) FROM request");

static int64_t subject_of(const struct write_request *r)
{
    return r->subject_count ? r->subject[0] : 0;
}

static const char *principal_of(const struct write_request *r)
{
    return r->actor ? r->actor : "";
}

struct done { /* a request that was done before, or earlier in the batch */
    int64_t subject;
    const char *principal;
    const void *digest; /* NULL: none was given */
};

static bool same_request(const struct write_request *r, const struct done *d)
{
    if (d->subject != subject_of(r) || strcmp(d->principal, principal_of(r)) != 0) return false;
    return !r->digest || !d->digest || memcmp(d->digest, r->digest, SM_DIGEST) == 0;
}

static struct done done_column(struct db_cursor *c)
{
    size_t n;
    const void *digest = db_blob(c, 2, &n);
    return (struct done){db_int(c, 0), db_text(c, 1), n == SM_DIGEST ? digest : NULL};
}

static enum err other_request(struct problem *why)
{
    return problem_set(why, ERR_CONFLICT, ZH_err_store_request_other, NULL, NULL);
}

static enum err find_one(struct db *db, struct job *j, int64_t id, bool *found, struct problem *why)
{
    struct db_cursor c;
    bool same = true;
    enum err e = db_query(db, &request_load, DB_VALUES(DB_I(subject_of(j->r)), DB_I(id)), &c, why);
    if (e) return e;
    *found = db_step(&c);
    if (*found) {
        struct done done = done_column(&c);
        same = same_request(j->r, &done);
        j->answer[0] = 0;
        if (same) strncat(j->answer, db_text(&c, 3), STORE_ANSWER);
        j->r->request_id = id;
    }
    e = db_done(&c, why);
    return e || same ? e : other_request(why);
}

/* As in the table: on PostgreSQL each subject has its own ids. */
static bool has_id_of(const struct db *db, const struct write_request *r,
                      const struct write_request *other)
{
    return other->request_id == r->request_id &&
           (db_single_writer(db) || subject_of(other) == subject_of(r));
}

enum err request_find_in_batch(const struct batch *b, size_t at, bool *found, struct problem *why)
{
    struct job *j = b->job[at];
    *found = false;
    for (size_t i = 0; i < at; i++) {
        const struct job *other = b->job[i];
        const struct write_request *r = other->r;
        if (other->kind == JOB_NOTE || other->result || !has_id_of(b->writer->db, j->r, r))
            continue;
        if (!same_request(j->r, &(struct done){subject_of(r), principal_of(r), r->digest}))
            return other_request(why);
        memcpy(j->answer, other->answer, sizeof j->answer);
        *found = true;
        return ERR_OK;
    }
    return ERR_OK;
}

enum err request_find(struct db *db, struct job *j, bool *found, struct problem *why)
{
    struct write_request *r = j->r;
    if (!r->foreign_key) return find_one(db, j, r->request_id, found, why);
    struct date today = moment_date(r->clock.moment);
    for (int back = 1; back >= 0; back--) {
        int64_t id = ids_foreign(date_add_days(today, -back), principal_of(r), subject_of(r),
                                 r->foreign_key);
        r->request_id = id;
        enum err e = find_one(db, j, id, found, why);
        if (e || *found) return e;
    }
    return ERR_OK;
}

enum err request_append(struct batch *b, struct problem *why)
{
    struct db_value *v = ARENA_ARRAY(b->writer->arena, struct db_value, b->count * COLUMNS);
    size_t rows = 0;
    for (size_t i = 0; i < b->count; i++) {
        const struct job *j = b->job[i];
        const struct write_request *r = j->r;
        if (j->kind == JOB_NOTE || j->result || j->replayed) continue;
        struct db_value *row = v + rows++ * COLUMNS;
        row[0] = DB_I(r->request_id);
        row[1] = DB_I(subject_of(r));
        row[2] = db_text_value(principal_of(r));
        row[3] = r->digest ? DB_B(r->digest, SM_DIGEST) : DB_N;
        row[4] = db_text_value(j->answer);
        row[5] = DB_I(r->clock.moment);
        if (!b->writer->proof.set)
            b->writer->proof =
                (struct proof){.set = true, .subject = subject_of(r), .request_id = r->request_id};
    }
    if (rows) b->written = true;
    return db_many(
        b->writer->db,
        &(struct db_many){.q = &request_insert, .v = v, .columns = COLUMNS, .rows = rows}, why);
}

enum err request_newest(struct db *db, int64_t *id, struct problem *why)
{
    struct db_cursor c;
    *id = 0;
    enum err e = db_query(db, &request_max, NULL, 0, &c, why);
    if (e) return e;
    if (db_step(&c)) *id = db_int(&c, 0);
    return db_done(&c, why);
}

/* The insert waits for a lost transaction that inserted the same; what it inserts is rolled back.
 */
enum err request_has(struct db *db, const struct proof *p, bool *found, struct problem *why)
{
    int64_t inserted = 0;
    enum err e = db_exec(db, &request_probe, DB_VALUES(DB_I(p->request_id), DB_I(p->subject)),
                         &inserted, why);
    *found = !e && inserted == 0;
    return e;
}
