#include "store/day.h"

SQL_FANOUT(sql_day_last, "SELECT MAX(day) FROM day_run");
SQL(sql_day_add, "INSERT INTO day_run (day, counts, recorded_at) VALUES (?1, ?2, ?3)");

enum err day_last(struct data *d, struct date *out, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_day_last, NULL, 0, &c, why);
    if (e) return e;
    *out = db_step(&c) ? date_from_column(db_int(&c, 0)) : DATE_NONE;
    return db_done(&c, why);
}

enum err day_add(struct data *d, struct date day, const char *counts, int64_t recorded_at,
                 struct problem *why)
{
    return db_exec(d->db, &sql_day_add,
                   DB_VALUES(DB_I(date_column(day)), DB_T(counts), DB_I(recorded_at)), NULL, why);
}
