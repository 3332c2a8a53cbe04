#include "store/training.h"

#include <string.h>

/* By the login whose lessons they are; people are only pointed to. */
SQL(sql_training_list, "SELECT lesson, start_id, person_id, started_on, recorded_at"
                       " FROM training_start WHERE login = ?1 ORDER BY lesson, start_id");
SQL(sql_training_insert, "INSERT INTO training_start (login, lesson, start_id, person_id,"
                         " started_on, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

enum err training_list(struct data *d, const char *login, struct training_start **out,
                       size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct training_start *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_training_list, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct training_start t = {.login = login,
                                   .lesson = (int)db_int(&c, 0),
                                   .start_id = db_int(&c, 1),
                                   .person_id = db_int(&c, 2),
                                   .started_on = date_from_column(db_int(&c, 3)),
                                   .recorded_at = db_int(&c, 4)};
        if (n && list[n - 1].lesson == t.lesson) list[n - 1] = t;
        else ARRAY_PUSH(d->arena, list, n, capacity, t);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

enum err training_insert(struct data *d, const struct training_start *t, struct problem *why)
{
    return db_exec(d->db, &sql_training_insert,
                   DB_VALUES(DB_T(t->login), DB_I(t->lesson), DB_I(t->start_id), DB_I(t->person_id),
                             DB_I(date_column(t->started_on)), DB_I(t->recorded_at)),
                   NULL, why);
}
