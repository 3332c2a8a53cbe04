#include "store/recall.h"

#include <string.h>

SQL_FANOUT(
    sql_recall_list,
    "SELECT e.person_id, e.line_id, e.kind, e.amount FROM month_entry e JOIN line l"
    " ON l.person_id = e.person_id AND l.line_id = e.line_id WHERE l.payer = ?1 AND e.month = ?2"
    " ORDER BY e.person_id, e.line_id, e.n");
SQL(sql_recall_count,
    "SELECT COUNT(*) FROM month_entry WHERE person_id = ?1 AND line_id = ?2 AND month = ?3");
SQL(sql_recall_line,
    "INSERT INTO month_entry (person_id, line_id, month, n, kind, amount, run_month, run_sequence,"
    " matter_id, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, ?6)");

enum err recall_list(struct data *d, const char *payer, struct month m, struct recalled_entry **out,
                     size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct recalled_entry *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e =
        db_query(d->db, &sql_recall_list, DB_VALUES(DB_T(payer), DB_I(month_column(m))), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct recalled_entry row = {db_int(&c, 0), db_int(&c, 1), db_int(&c, 2), db_int(&c, 3)};
        ARRAY_PUSH(d->arena, list, n, capacity, row);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

enum err recall_line(struct data *d, const struct recalled_entry *of, struct month m,
                     int64_t recorded_at, struct problem *why)
{
    struct db_cursor c;
    const struct db_value month = DB_I(month_column(m));
    const struct db_value person = DB_I(of->person_id), line = DB_I(of->line_id);
    enum err e = db_query(d->db, &sql_recall_count, DB_VALUES(person, line, month), &c, why);
    if (e) return e;
    int64_t n = db_step(&c) ? db_int(&c, 0) + 1 : 1;
    e = db_done(&c, why);
    if (e) return e;
    return db_exec(d->db, &sql_recall_line,
                   DB_VALUES(person, line, month, DB_I(n), DB_I(ENTRY_RECALLED), DB_I(recorded_at)),
                   NULL, why);
}
