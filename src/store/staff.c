#include "store/staff.h"

#include <stdio.h>

SQL_FANOUT(sql_staff_list,
           "SELECT s.login, s.name, s.disabled_from, g.role, g.agency, g.agency_kind, g.valid_from"
           " FROM staff s LEFT JOIN staff_grant g ON g.login = s.login AND g.valid_from <= ?1"
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
