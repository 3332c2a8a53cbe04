#include "store/day.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

SQL_FANOUT(sql_day_last, "SELECT MAX(day) FROM day_run");
SQL_FANOUT(sql_day_state, "SELECT (SELECT MAX(day) FROM day_run), "
                          "(SELECT value FROM store_meta WHERE name = 'law_version')");
SQL(sql_law_changed, "UPDATE store_meta SET value = ?1 WHERE name = 'law_version'");
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

enum err day_state(struct data *d, struct day_state *out, struct problem *why)
{
    struct db_cursor c;
    *out = (struct day_state){0};
    enum err e = db_query(d->db, &sql_day_state, NULL, 0, &c, why);
    if (e) return e;
    if (db_step(&c)) {
        out->last = date_from_column(db_int(&c, 0));
        out->law_version = strtoll(db_text(&c, 1), NULL, 10);
    }
    return db_done(&c, why);
}

enum err day_law_changed(struct data *d, struct problem *why)
{
    char value[24];
    snprintf(value, sizeof value, "%" PRId64, store_new_id(d->store));
    return db_exec(d->db, &sql_law_changed, DB_VALUES(DB_T(value)), NULL, why);
}
