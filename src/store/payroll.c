#include "store/payroll.h"

#include <stdio.h>
#include <string.h>

SQL(sql_run_load, "SELECT month, sequence, state, locked_at FROM payroll_run WHERE payer = ?1 "
                  "ORDER BY month, sequence");

enum err payroll_run_load(struct data *d, const char *payer, struct payroll_run **out,
                          size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct payroll_run *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_run_load, DB_VALUES(DB_T(payer)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct payroll_run run = {
            .month = month_from_column(db_int(&c, 0)),
            .sequence = (int)db_int(&c, 1),
            .state = (enum run_state)db_int(&c, 2),
            .locked_at = db_int(&c, 3),
        };
        snprintf(run.payer, sizeof run.payer, "%s", payer);
        ARRAY_PUSH(d->arena, list, n, capacity, run);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

SQL(sql_run_update, "UPDATE payroll_run SET state = ?4, locked_at = ?5 WHERE payer = ?1 AND month "
                    "= ?2 AND sequence = ?3");
SQL(sql_run_insert,
    "INSERT INTO payroll_run (payer, month, sequence, state, locked_at, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
SQL(sql_run_events,
    "SELECT COUNT(*) FROM payroll_event WHERE payer = ?1 AND month = ?2 AND sequence = ?3");
SQL(sql_run_event,
    "INSERT INTO payroll_event (payer, month, sequence, n, state, actor, happened_on, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

enum err payroll_run_move(struct data *d, const struct payroll_run *run, const char *actor,
                          struct date on, int64_t recorded_at, struct problem *why)
{
    struct db_cursor c;
    const struct db_value payer = DB_T(run->payer), month = DB_I(month_column(run->month)),
                          seq = DB_I(run->sequence);
    int64_t changed = 0;
    enum err e = db_exec(d->db, &sql_run_update,
                         DB_VALUES(payer, month, seq, DB_I(run->state), DB_I(run->locked_at)),
                         &changed, why);
    if (!e && !changed)
        e = db_exec(
            d->db, &sql_run_insert,
            DB_VALUES(payer, month, seq, DB_I(run->state), DB_I(run->locked_at), DB_I(recorded_at)),
            NULL, why);
    if (!e) e = db_query(d->db, &sql_run_events, DB_VALUES(payer, month, seq), &c, why);
    if (e) return e;
    int64_t n = db_step(&c) ? db_int(&c, 0) + 1 : 1;
    e = db_done(&c, why);
    if (e) return e;
    return db_exec(d->db, &sql_run_event,
                   DB_VALUES(payer, month, seq, DB_I(n), DB_I(run->state), DB_T(actor),
                             DB_I(date_column(on)), DB_I(recorded_at)),
                   NULL, why);
}
