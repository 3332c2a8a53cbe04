#include "store/staff.h"

#include <stdio.h>
#include <string.h>

SQL_FANOUT(sql_staff_list,
           "SELECT s.login, s.name, s.disabled_from, g.role, g.agency, g.agency_kind, g.valid_from,"
           " (SELECT MAX(x.last_seen) FROM session x WHERE x.login = s.login),"
           " s.second_factor IS NOT NULL FROM staff s LEFT JOIN staff_grant g ON g.login = s.login "
           "AND g.valid_from <= ?1"
           " AND (g.valid_until = 0 OR g.valid_until >= ?1) ORDER BY s.login, g.valid_from");
SQL(sql_staff_state, "SELECT disabled_from FROM staff WHERE login = ?1");
SQL(sql_staff_disable, "UPDATE staff SET disabled_from = ?2 WHERE login = ?1");

enum err staff_list(struct data *d, struct date on, staff_row_fn fn, void *ctx, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_staff_list, DB_VALUES(DB_I(date_column(on))), &c, why);
    if (e) return e;
    for (bool more = true; more && db_step(&c);) {
        struct staff_row row = {
            .who = {.role = (enum role)db_int(&c, 3),
                    .agency_kind = (enum agency_kind)db_int(&c, 5)},
            .name = db_text(&c, 1),
            .disabled_from = date_from_column(db_int(&c, 2)),
            .valid_from = date_from_column(db_int(&c, 6)),
            .last_seen = db_int(&c, 7),
            .bound = db_int(&c, 8) != 0,
        };
        snprintf(row.who.login, sizeof row.who.login, "%s", db_text(&c, 0));
        snprintf(row.who.agency, sizeof row.who.agency, "%s", db_text(&c, 4));
        more = fn(ctx, &row);
    }
    return db_done(&c, why);
}

enum err staff_disable(struct data *d, const char *login, struct date from, bool *changed,
                       struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_staff_state, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    bool found = db_step(&c);
    struct date before = found ? date_from_column(db_int(&c, 0)) : DATE_NONE;
    e = db_done(&c, why);
    if (e) return e;
    if (!found) return problem_set(why, ERR_NOT_FOUND, ZH_staff_unknown, "user", login, NULL);
    *changed = !date_is_set(before) || date_cmp(before, from) > 0;
    if (!*changed) return ERR_OK;
    return db_exec(d->db, &sql_staff_disable, DB_VALUES(DB_T(login), DB_I(date_column(from))), NULL,
                   why);
}

/* ---- Grants -------------------------------------------------------------------------------------
 */

SQL(sql_staff_grants,
    "SELECT role, valid_from, valid_until FROM staff_grant WHERE login = ?1 ORDER BY valid_from");
SQL(sql_staff_revoke,
    "UPDATE staff_grant SET valid_until = ?3 WHERE login = ?1 AND valid_from <= ?2"
    " AND (valid_until = 0 OR valid_until >= ?2)");
SQL(sql_staff_reopen, "UPDATE staff_grant SET valid_until = 0"
                      " WHERE login = ?1 AND role = ?2 AND agency = ?3 AND valid_from = ?4");
SQL(sql_staff_factor, "SELECT second_factor FROM staff WHERE login = ?1");
SQL(sql_staff_forget, "UPDATE staff SET second_factor = NULL WHERE login = ?1");

bool staff_in_force(const struct staff_grant_row *row, struct date on)
{
    return date_cmp(row->valid_from, on) <= 0 &&
           (!date_is_set(row->valid_until) || date_cmp(row->valid_until, on) >= 0);
}

static enum err staff_exists(struct data *d, const char *login, bool *factor, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_staff_factor, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    bool found = db_step(&c);
    *factor = found && !db_is_null(&c, 0);
    e = db_done(&c, why);
    if (!e && !found) e = problem_set(why, ERR_NOT_FOUND, ZH_staff_unknown, "user", login, NULL);
    return e;
}

enum err staff_grants(struct data *d, const char *login, struct staff_grant_row **out,
                      size_t *count, struct problem *why)
{
    struct db_cursor c;
    bool factor;
    struct staff_grant_row *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = staff_exists(d, login, &factor, why);
    if (!e) e = db_query(d->db, &sql_staff_grants, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct staff_grant_row row = {
            .role = (enum role)db_int(&c, 0),
            .valid_from = date_from_column(db_int(&c, 1)),
            .valid_until = date_from_column(db_int(&c, 2)),
        };
        ARRAY_PUSH(d->arena, list, n, capacity, row);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

SQL(sql_staff_was, "SELECT role, agency, agency_kind FROM staff_grant WHERE login = ?1"
                   " AND valid_from <= ?2 ORDER BY valid_from DESC");

enum err staff_was(struct data *d, const char *login, struct date on, struct principal *out,
                   struct problem *why)
{
    struct db_cursor c;
    *out = (struct principal){0};
    enum err e =
        db_query(d->db, &sql_staff_was, DB_VALUES(DB_T(login), DB_I(date_column(on))), &c, why);
    if (e) return e;
    if (db_step(&c)) {
        out->role = (enum role)db_int(&c, 0);
        out->agency_kind = (enum agency_kind)db_int(&c, 2);
        snprintf(out->agency, sizeof out->agency, "%s", db_text(&c, 1));
    }
    return db_done(&c, why);
}

enum err staff_revoke(struct data *d, const char *login, struct date from, bool *changed,
                      struct problem *why)
{
    int64_t rows = 0;
    enum err e = db_exec(
        d->db, &sql_staff_revoke,
        DB_VALUES(DB_T(login), DB_I(date_column(from)), DB_I(date_column(date_add_days(from, -1)))),
        &rows, why);
    *changed = rows > 0;
    return e;
}

enum err staff_give(struct data *d, const struct principal *p, struct date from, const char *by,
                    int64_t recorded_at, struct problem *why)
{
    int64_t rows = 0;
    enum err e =
        db_exec(d->db, &sql_staff_reopen,
                DB_VALUES(DB_T(p->login), DB_I(p->role), DB_T(p->agency), DB_I(date_column(from))),
                &rows, why);
    return e || rows ? e : staff_grant(d, p, from, by, recorded_at, why);
}

enum err staff_forget_factor(struct data *d, const char *login, bool *changed, struct problem *why)
{
    enum err e = staff_exists(d, login, changed, why);
    if (e || !*changed) return e;
    return db_exec(d->db, &sql_staff_forget, DB_VALUES(DB_T(login)), NULL, why);
}

/* ---- Setting up ----------------------------------------------------------------------------- */

SQL(sql_setup_forget, "DELETE FROM staff_setup WHERE login = ?1");
SQL(sql_setup_insert, "INSERT INTO staff_setup (login, tag, made_at, until_at, made_by)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(sql_setup_load, "SELECT tag, made_at, until_at, used_at FROM staff_setup WHERE login = ?1");
SQL(sql_setup_use, "UPDATE staff_setup SET used_at = ?2 WHERE login = ?1 AND used_at = 0");
SQL(sql_staff_bind, "UPDATE staff SET password = ?2, second_factor = ?3 WHERE login = ?1");

enum err staff_setup_put(struct data *d, const char *login, const struct staff_setup *s,
                         struct problem *why)
{
    enum err e = db_exec(d->db, &sql_setup_forget, DB_VALUES(DB_T(login)), NULL, why);
    if (e) return e;
    return db_exec(d->db, &sql_setup_insert,
                   DB_VALUES(DB_T(login), DB_B(s->tag, sizeof s->tag), DB_I(s->made_at),
                             DB_I(s->until_at), DB_T(s->made_by)),
                   NULL, why);
}

enum err staff_setup_load(struct data *d, const char *login, struct staff_setup *out,
                          struct problem *why)
{
    struct db_cursor c;
    size_t n = 0;
    *out = (struct staff_setup){0};
    enum err e = db_query(d->db, &sql_setup_load, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    if (db_step(&c)) {
        const void *tag = db_blob(&c, 0, &n);
        if (n == sizeof out->tag) memcpy(out->tag, tag, n);
        out->made_at = db_int(&c, 1);
        out->until_at = db_int(&c, 2);
        out->used_at = db_int(&c, 3);
    }
    e = db_done(&c, why);
    if (e || n == sizeof out->tag) return e;
    return problem_set(why, ERR_NOT_FOUND, ZH_staff_unknown, "user", login, NULL);
}

enum err staff_bind(struct data *d, const char *login, const char *password, struct sm_bytes factor,
                    int64_t used_at, struct problem *why)
{
    int64_t rows = 0;
    enum err e = db_exec(d->db, &sql_setup_use, DB_VALUES(DB_T(login), DB_I(used_at)), &rows, why);
    if (!e && rows != 1) e = problem_set(why, ERR_CONFLICT, ZH_staff_unknown, "user", login, NULL);
    if (e) return e;
    return db_exec(d->db, &sql_staff_bind,
                   DB_VALUES(DB_T(login), DB_T(password), DB_B(factor.p, factor.n)), NULL, why);
}

enum err staff_known(struct data *d, const char *login, bool *out, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_staff_state, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    *out = db_step(&c);
    return db_done(&c, why);
}
