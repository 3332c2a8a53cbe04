#include "store/job.h"

#include <string.h>

#define COLUMNS "job_id, kind, state, digest, position, total, detail, recorded_at"

SQL(sql_job_insert, "INSERT INTO job (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
SQL(sql_job_update, "UPDATE job SET state = ?2, position = ?3, total = ?4, detail = ?5,"
                    " recorded_at = ?6 WHERE job_id = ?1");
SQL_FANOUT(sql_job_find, "SELECT " COLUMNS " FROM job WHERE kind = ?1 AND digest = ?2"
                         " AND state <> ?3 AND recorded_at >= ?4 ORDER BY job_id DESC LIMIT 1");
SQL(sql_job_load, "SELECT " COLUMNS " FROM job WHERE job_id = ?1 AND kind = ?2");
SQL(sql_job_forget, "DELETE FROM job WHERE job_id = ?1");
SQL_FANOUT(sql_job_list,
           "SELECT " COLUMNS " FROM job WHERE (kind = ?2 OR (?2 = '' AND kind NOT IN ('" JOB_BATCH
           "', '" JOB_MOVED "')))"
           " ORDER BY job_id DESC LIMIT ?1");

enum err job_insert(struct data *d, const struct job *job, struct problem *why)
{
    return db_exec(d->db, &sql_job_insert,
                   DB_VALUES(DB_I(job->job_id), DB_T(job->kind), DB_I(job->state),
                             DB_T(job->digest), DB_I(job->position), DB_I(job->total),
                             DB_T(job->detail), DB_I(job->recorded_at)),
                   NULL, why);
}

enum err job_update(struct data *d, const struct job *job, struct problem *why)
{
    return db_exec(d->db, &sql_job_update,
                   DB_VALUES(DB_I(job->job_id), DB_I(job->state), DB_I(job->position),
                             DB_I(job->total), DB_T(job->detail), DB_I(job->recorded_at)),
                   NULL, why);
}

static struct job job_of(struct data *d, struct db_cursor *c)
{
    return (struct job){.job_id = db_int(c, 0),
                        .kind = db_text_copy(c, 1, d->arena),
                        .state = (enum job_state)db_int(c, 2),
                        .digest = db_text_copy(c, 3, d->arena),
                        .position = db_int(c, 4),
                        .total = db_int(c, 5),
                        .detail = db_text_copy(c, 6, d->arena),
                        .recorded_at = db_int(c, 7)};
}

enum err job_find(struct data *d, const char *kind, const char *digest, int64_t since,
                  struct job *out, struct problem *why)
{
    struct db_cursor c;
    *out = (struct job){0};
    enum err e =
        db_query(d->db, &sql_job_find,
                 DB_VALUES(DB_T(kind), DB_T(digest), DB_I(JOB_DONE), DB_I(since)), &c, why);
    if (e) return e;
    while (db_step(&c)) *out = job_of(d, &c);
    return db_done(&c, why);
}

enum err job_load(struct data *d, const char *kind, int64_t id, struct job *out,
                  struct problem *why)
{
    struct db_cursor c;
    *out = (struct job){0};
    enum err e = db_query(d->db, &sql_job_load, DB_VALUES(DB_I(id), DB_T(kind)), &c, why);
    if (e) return e;
    while (db_step(&c)) *out = job_of(d, &c);
    e = db_done(&c, why);
    return e || out->job_id ? e : ERR_NOT_FOUND;
}

enum err job_forget(struct data *d, int64_t id, struct problem *why)
{
    return db_exec(d->db, &sql_job_forget, DB_VALUES(DB_I(id)), NULL, why);
}

enum err job_list(struct data *d, const char *kind, int64_t most, struct job **out, size_t *count,
                  struct problem *why)
{
    struct db_cursor c;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    enum err e =
        db_query(d->db, &sql_job_list, DB_VALUES(DB_I(most), DB_T(kind ? kind : "")), &c, why);
    if (e) return e;
    while (db_step(&c)) ARRAY_PUSH(d->arena, *out, *count, capacity, job_of(d, &c));
    return db_done(&c, why);
}
