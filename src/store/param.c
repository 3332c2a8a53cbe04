#include "store/param.h"

#include <string.h>

SQL_FANOUT(sql_param_load, "SELECT name, value, valid_from, version, recorded_at FROM param "
                           "WHERE recorded_at <= ?1 ORDER BY name, valid_from, version");
SQL_FANOUT(sql_param_version, "SELECT MAX(version) FROM param WHERE name = ?1");
SQL_FANOUT(sql_param_insert, "INSERT INTO param (name, valid_from, version, value, citation, "
                             "decided_by, released_by, recorded_at) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
SQL(sql_proposal_insert,
    "INSERT INTO param_proposal (subject_id, matter_id, name, value, valid_from, citation, reason, "
    "proposed_by, counts, cases, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
    "?11)");
SQL(sql_proposal_load,
    "SELECT matter_id, name, value, valid_from, citation, reason, proposed_by, counts, cases, "
    "recorded_at FROM param_proposal WHERE subject_id = ?1");
SQL(sql_case_insert,
    "INSERT INTO param_case (subject_id, n, cases, recorded_at) VALUES (?1, ?2, ?3, ?4)");
SQL(sql_case_load, "SELECT cases FROM param_case WHERE subject_id = ?1 AND n = ?2");

enum err param_load(struct data *d, struct param_known **out, size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct param_known *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_param_load, DB_VALUES(DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct param_known k = {
            .row = {.id = params_find(db_text(&c, 0)),
                    .value = db_int(&c, 1),
                    .valid_from = date_from_column(db_int(&c, 2)),
                    .version = (int)db_int(&c, 3)},
            .recorded_at = db_int(&c, 4),
        };
        if (k.row.id) ARRAY_PUSH(d->arena, list, n, capacity, k);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

static enum err next_version(struct data *d, const char *name, int64_t *out, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_param_version, DB_VALUES(DB_T(name)), &c, why);
    if (e) return e;
    *out = 1 + (db_step(&c) ? db_int(&c, 0) : 0);
    return db_done(&c, why);
}

enum err param_insert(struct data *d, const struct param_release *r, struct problem *why)
{
    const struct param_proposal *p = r->proposal;
    int64_t version;
    enum err e = next_version(d, p->name, &version, why);
    if (e) return e;
    return db_exec(d->db, &sql_param_insert,
                   DB_VALUES(DB_T(p->name), DB_I(date_column(p->valid_from)), DB_I(version),
                             DB_I(p->value), DB_T(p->citation), DB_T(r->decided_by),
                             DB_T(r->released_by), DB_I(r->recorded_at)),
                   NULL, why);
}

enum err param_proposal_insert(struct data *d, const struct param_proposal *p, struct problem *why)
{
    return db_exec(d->db, &sql_proposal_insert,
                   DB_VALUES(DB_I(p->subject_id), DB_I(p->matter_id), DB_T(p->name), DB_I(p->value),
                             DB_I(date_column(p->valid_from)), DB_T(p->citation), DB_T(p->reason),
                             DB_T(p->proposed_by), DB_T(p->counts), DB_I(p->cases),
                             DB_I(p->recorded_at)),
                   NULL, why);
}

enum err param_proposal_load(struct data *d, int64_t subject, struct param_proposal *out,
                             struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_proposal_load, DB_VALUES(DB_I(subject)), &c, why);
    if (e) return e;
    bool found = db_step(&c);
    if (found)
        *out = (struct param_proposal){
            .subject_id = subject,
            .matter_id = db_int(&c, 0),
            .name = db_text_copy(&c, 1, d->arena),
            .value = db_int(&c, 2),
            .valid_from = date_from_column(db_int(&c, 3)),
            .citation = db_text_copy(&c, 4, d->arena),
            .reason = db_text_copy(&c, 5, d->arena),
            .proposed_by = db_text_copy(&c, 6, d->arena),
            .counts = db_text_copy(&c, 7, d->arena),
            .cases = db_int(&c, 8),
            .recorded_at = db_int(&c, 9),
        };
    e = db_done(&c, why);
    return e || found ? e : problem_set(why, ERR_NOT_FOUND, ZH_param_no_proposal, NULL, NULL);
}

enum err param_case_insert(struct data *d, int64_t subject, int n, struct db_value bytes,
                           int64_t recorded_at, struct problem *why)
{
    return db_exec(d->db, &sql_case_insert,
                   DB_VALUES(DB_I(subject), DB_I(n), bytes, DB_I(recorded_at)), NULL, why);
}

enum err param_case_load(struct data *d, int64_t subject, int n, const void **bytes, size_t *size,
                         struct problem *why)
{
    struct db_cursor c;
    *size = 0;
    enum err e = db_query(d->db, &sql_case_load, DB_VALUES(DB_I(subject), DB_I(n)), &c, why);
    if (e) return e;
    if (db_step(&c)) {
        const void *found = db_blob(&c, 0, size);
        void *copy = arena_alloc(d->arena, *size + 1);
        if (*size) memcpy(copy, found, *size);
        *bytes = copy;
    }
    return db_done(&c, why);
}
