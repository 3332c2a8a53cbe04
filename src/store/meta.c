#include "store/meta.h"

#include <stdio.h>

SQL(sql_meta_get, "SELECT value FROM store_meta WHERE name = ?1");
SQL(sql_meta_update, "UPDATE store_meta SET value = ?2 WHERE name = ?1");
SQL(sql_meta_insert, "INSERT INTO store_meta (name, value) VALUES (?1, ?2)");

enum err meta_get(struct data *d, const char *name, char *out, size_t cap, struct problem *why)
{
    struct db_cursor c;
    out[0] = 0;
    enum err e = db_query(d->db, &sql_meta_get, DB_VALUES(DB_T(name)), &c, why);
    if (e) return e;
    if (db_step(&c)) snprintf(out, cap, "%s", db_text(&c, 0));
    return db_done(&c, why);
}

enum err meta_set(struct data *d, const char *name, const char *value, struct problem *why)
{
    int64_t changed = 0;
    enum err e =
        db_exec(d->db, &sql_meta_update, DB_VALUES(DB_T(name), DB_T(value)), &changed, why);
    if (!e && !changed)
        e = db_exec(d->db, &sql_meta_insert, DB_VALUES(DB_T(name), DB_T(value)), NULL, why);
    return e;
}
