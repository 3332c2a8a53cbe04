#include "store/recall.h"

#include <string.h>

SQL_FANOUT(
    sql_recall_list,
    "SELECT e.person_id, e.line_id, e.kind, e.amount FROM month_entry e JOIN line l"
    " ON l.person_id = e.person_id AND l.line_id = e.line_id WHERE l.payer = ?1 AND e.month = ?2"
    " ORDER BY e.person_id, e.line_id, e.n");
SQL(sql_recall_line,
    "DELETE FROM month_entry WHERE person_id = ?1 AND line_id = ?2 AND month = ?3");

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

enum err recall_line(struct data *d, int64_t person_id, int64_t line_id, struct month m,
                     struct problem *why)
{
    return db_exec(d->db, &sql_recall_line,
                   DB_VALUES(DB_I(person_id), DB_I(line_id), DB_I(month_column(m))), NULL, why);
}
