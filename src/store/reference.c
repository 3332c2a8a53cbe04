#include "store/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AGENCY_COLUMNS "code, kind, valid_from, valid_until, level, parent, name, recorded_at"
SQL(sql_agency_load,
    "SELECT " AGENCY_COLUMNS " FROM agency WHERE code = ?1 AND kind = ?2 ORDER BY valid_from DESC");
SQL_FANOUT(sql_agency_list,
           "SELECT " AGENCY_COLUMNS " FROM agency ORDER BY code, kind, valid_from");
SQL(sql_agency_insert,
    "INSERT INTO agency (code, kind, valid_from, valid_until, level, parent, name, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

SQL(sql_agency_lock, "SELECT code FROM agency WHERE code = ?1 {FOR UPDATE}");

enum err agency_lock(struct data *d, const char *code, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_agency_lock, DB_VALUES(DB_T(code)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
    }
    return db_done(&c, why);
}

static struct agency agency_of(struct db_cursor *c, struct arena *arena)
{
    struct agency a = {
        .kind = (enum agency_kind)db_int(c, 1),
        .valid_from = date_from_column(db_int(c, 2)),
        .valid_until = date_from_column(db_int(c, 3)),
        .level = (enum agency_level)db_int(c, 4),
        .name = db_text_copy(c, 6, arena),
        .recorded_at = db_int(c, 7),
    };
    snprintf(a.code, sizeof a.code, "%s", db_text(c, 0));
    snprintf(a.parent, sizeof a.parent, "%s", db_text(c, 5));
    return a;
}

enum err agency_load(struct data *d, const char *code, enum agency_kind kind, struct agency *out,
                     struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_agency_load, DB_VALUES(DB_T(code), DB_I(kind)), &c, why);
    if (e) return e;
    bool found = db_step(&c);
    if (found) *out = agency_of(&c, d->arena);
    e = db_done(&c, why);
    return e || found ? e
                      : problem_set(why, ERR_NOT_FOUND, ZH_agency_unknown, "agency", code, NULL);
}

enum err agency_insert(struct data *d, const struct agency *a, struct problem *why)
{
    return db_exec(d->db, &sql_agency_insert,
                   DB_VALUES(DB_T(a->code), DB_I(a->kind), DB_I(date_column(a->valid_from)),
                             DB_I(date_column(a->valid_until)), DB_I(a->level), DB_T(a->parent),
                             DB_T(a->name), DB_I(a->recorded_at)),
                   NULL, why);
}

SQL(sql_agency_rename, "UPDATE agency SET name = ?4, recorded_at = ?5 WHERE code = ?1 AND kind = "
                       "?2 AND valid_from = ?3");

enum err agency_rename(struct data *d, const struct agency *a, struct problem *why)
{
    return db_exec(d->db, &sql_agency_rename,
                   DB_VALUES(DB_T(a->code), DB_I(a->kind), DB_I(date_column(a->valid_from)),
                             DB_T(a->name), DB_I(a->recorded_at)),
                   NULL, why);
}

enum err agency_list(struct data *d, struct agency **out, size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct agency *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_agency_list, NULL, 0, &c, why);
    if (e) return e;
    while (db_step(&c)) ARRAY_PUSH(d->arena, list, n, capacity, agency_of(&c, d->arena));
    *out = list;
    *count = n;
    return db_done(&c, why);
}

SQL_FANOUT(sql_agency_codes, "SELECT DISTINCT code FROM agency WHERE kind = ?1 AND level <= ?2");

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct agency_code *)a)->code, ((const struct agency_code *)b)->code);
}

/* Sorted here: the database's order of text may be another than strcmp's. */
enum err agency_codes(struct data *d, enum agency_level lowest, struct agency_code **out,
                      size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct agency_code *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e =
        db_query(d->db, &sql_agency_codes, DB_VALUES(DB_I(AGENCY_OFFICE), DB_I(lowest)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct agency_code one;
        snprintf(one.code, sizeof one.code, "%s", db_text(&c, 0));
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    if (n) qsort(list, n, sizeof *list, by_code);
    *out = list;
    *count = n;
    return db_done(&c, why);
}

SQL(sql_calendar_insert, "INSERT INTO calendar_day (version, day, name, kind, year, published, "
                         "superseded_on, recorded_at)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
SQL_FANOUT(sql_calendar_load, "SELECT day, name, kind, year, published, superseded_on, version "
                              "FROM calendar_day WHERE version ="
                              " (SELECT MAX(version) FROM calendar_day) ORDER BY day, published");

enum err calendar_insert(struct data *d, int version, const struct calendar_row *r,
                         int64_t recorded_at, struct problem *why)
{
    return db_exec(d->db, &sql_calendar_insert,
                   DB_VALUES(DB_I(version), DB_I(date_column(r->day)), DB_T(r->name), DB_I(r->kind),
                             DB_I(r->year), DB_I(date_column(r->published)),
                             DB_I(date_column(r->superseded_on)), DB_I(recorded_at)),
                   NULL, why);
}

enum err calendar_load(struct data *d, struct calendar_row **out, size_t *count, int *version,
                       struct problem *why)
{
    struct db_cursor c;
    struct calendar_row *list = NULL;
    size_t n = 0, capacity = 0;
    *version = 0;
    enum err e = db_query(d->db, &sql_calendar_load, NULL, 0, &c, why);
    if (e) return e;
    while (db_step(&c)) {
        *version = (int)db_int(&c, 6);
        struct calendar_row row = {
            .day = date_from_column(db_int(&c, 0)),
            .name = db_text_copy(&c, 1, d->arena),
            .kind = (enum day_kind)db_int(&c, 2),
            .year = (int)db_int(&c, 3),
            .published = date_from_column(db_int(&c, 4)),
            .superseded_on = date_from_column(db_int(&c, 5)),
        };
        ARRAY_PUSH(d->arena, list, n, capacity, row);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

SQL(sql_window_insert,
    "INSERT INTO collective_window (window_id, scope, announced, first_day, last_day, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
SQL_FANOUT(sql_window_load,
           "SELECT announced, first_day, last_day FROM collective_window WHERE recorded_at <= ?1"
           " ORDER BY first_day");

enum err window_insert(struct data *d, const struct window *w, const char *scope,
                       int64_t recorded_at, struct problem *why)
{
    return db_exec(d->db, &sql_window_insert,
                   DB_VALUES(DB_I(store_new_id(d->store)), DB_T(scope),
                             DB_I(date_column(w->announced)), DB_I(date_column(w->first)),
                             DB_I(date_column(w->last)), DB_I(recorded_at)),
                   NULL, why);
}

enum err window_load(struct data *d, struct window **out, size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct window *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_window_load, DB_VALUES(DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct window w = {date_from_column(db_int(&c, 0)), date_from_column(db_int(&c, 1)),
                           date_from_column(db_int(&c, 2))};
        ARRAY_PUSH(d->arena, list, n, capacity, w);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

SQL_FANOUT(sql_outage, "SELECT COUNT(*) FROM outage WHERE from_day <= ?1 AND until_day >= ?1");

enum err outage_covers(struct data *d, struct date day, bool *covered, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_outage, DB_VALUES(DB_I(date_column(day))), &c, why);
    if (e) return e;
    *covered = db_step(&c) && db_int(&c, 0) > 0;
    return db_done(&c, why);
}

SQL(sql_staff_insert,
    "INSERT INTO staff (login, name, password, recorded_at) VALUES (?1, ?2, ?3, ?4)");
SQL(sql_grant_insert, "INSERT INTO staff_grant (login, role, agency, agency_kind, valid_from, "
                      "granted_by, recorded_at)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL(sql_staff_principal,
    "SELECT g.role, g.agency, g.agency_kind FROM staff_grant g JOIN staff s ON s.login = g.login"
    " WHERE g.login = ?1 AND g.valid_from <= ?2 AND (g.valid_until = 0 OR g.valid_until >= ?2) AND "
    "(s.disabled_from = 0 OR"
    " s.disabled_from > ?2) ORDER BY g.valid_from DESC");

enum err staff_insert(struct data *d, const char *login, const char *name, const char *password,
                      int64_t recorded_at, struct problem *why)
{
    return db_exec(d->db, &sql_staff_insert,
                   DB_VALUES(DB_T(login), DB_T(name), DB_T(password), DB_I(recorded_at)), NULL,
                   why);
}

enum err staff_grant(struct data *d, const struct principal *p, struct date from, const char *by,
                     int64_t recorded_at, struct problem *why)
{
    return db_exec(d->db, &sql_grant_insert,
                   DB_VALUES(DB_T(p->login), DB_I(p->role), DB_T(p->agency), DB_I(p->agency_kind),
                             DB_I(date_column(from)), DB_T(by), DB_I(recorded_at)),
                   NULL, why);
}

enum err staff_principal(struct data *d, const char *login, struct date on, struct principal *out,
                         struct problem *why)
{
    struct db_cursor c;
    *out = (struct principal){0};
    enum err e = db_query(d->db, &sql_staff_principal,
                          DB_VALUES(DB_T(login), DB_I(date_column(on))), &c, why);
    if (e) return e;
    bool found = db_step(&c);
    if (found) {
        snprintf(out->login, sizeof out->login, "%s", login);
        out->role = (enum role)db_int(&c, 0);
        snprintf(out->agency, sizeof out->agency, "%s", db_text(&c, 1));
        out->agency_kind = (enum agency_kind)db_int(&c, 2);
    }
    e = db_done(&c, why);
    return e || found ? e : problem_set(why, ERR_DENIED, ZH_staff_unknown, "as", login, NULL);
}
