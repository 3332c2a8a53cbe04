#include "store/benefit.h"

#include <string.h>

SQL_FANOUT(sql_benefit_load,
           "SELECT kind, word, long_term, procedure_text FROM benefit_kind ORDER BY kind");
SQL_FANOUT(sql_benefit_insert,
           "INSERT INTO benefit_kind (kind, word, long_term, procedure_text, citation, decided_by, "
           "released_by, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

enum err benefit_load(struct data *d, struct local_kinds *out, struct problem *why)
{
    struct db_cursor c;
    struct local_kind *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_benefit_load, NULL, 0, &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct local_kind k = {.kind = (int)db_int(&c, 0), .word = db_text_copy(&c, 1, d->arena)};
        if (!db_int(&c, 2)) k.procedure = db_text_copy(&c, 3, d->arena);
        ARRAY_PUSH(d->arena, list, n, capacity, k);
    }
    *out = (struct local_kinds){list, n};
    return db_done(&c, why);
}

enum err benefit_insert(struct data *d, const struct benefit_kind *b, struct problem *why)
{
    struct local_kinds known;
    enum err e = benefit_load(d, &known, why);
    if (e) return e;
    if (local_kind_find(&known, b->kind.word))
        return problem_set(why, ERR_CONFLICT, ZH_benefit_known, "word", b->kind.word, NULL);
    int kind = known.count ? known.rows[known.count - 1].kind + 1 : LINE_KIND_LOCAL;
    return db_exec(d->db, &sql_benefit_insert,
                   DB_VALUES(DB_I(kind), DB_T(b->kind.word), DB_I(!b->kind.procedure),
                             DB_T(b->kind.procedure ? b->kind.procedure : ""), DB_T(b->citation),
                             DB_T(b->decided_by), DB_T(b->released_by), DB_I(b->recorded_at)),
                   NULL, why);
}
