#include "store/evidence.h"

#include <string.h>

SQL(sql_evidence_load,
    "SELECT n, kind, happened_on, until_on, sentence, source, feed, feed_row, name_bytes, "
    "name_agrees, withdraws,"
    " recorded_at FROM evidence WHERE person_id = ?1 AND recorded_at <= ?2 ORDER BY n");
SQL(sql_evidence_insert,
    "INSERT INTO evidence (person_id, n, kind, side, strength, happened_on, until_on, sentence, "
    "source, feed,"
    " feed_row, name_bytes, name_agrees, withdraws, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");

static struct evidence evidence_of(struct db_cursor *c, struct arena *arena)
{
    size_t size;
    const void *name = db_blob(c, 8, &size);
    return (struct evidence){
        .n = (int)db_int(c, 0),
        .kind = (enum evidence_kind)db_int(c, 1),
        .happened_on = date_from_column(db_int(c, 2)),
        .until_on = date_from_column(db_int(c, 3)),
        .sentence = (enum sentence)db_int(c, 4),
        .source = db_text_copy(c, 5, arena),
        .feed = db_text_copy(c, 6, arena),
        .feed_row = db_int(c, 7),
        .name = arena_copy(arena, size ? name : "", size),
        .name_agrees = db_int(c, 9) != 0,
        .withdraws = (int)db_int(c, 10),
        .recorded_at = db_int(c, 11),
    };
}

enum err evidence_load(struct data *d, int64_t person_id, struct evidence **out, size_t *count,
                       struct problem *why)
{
    struct db_cursor c;
    struct evidence *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e =
        db_query(d->db, &sql_evidence_load, DB_VALUES(DB_I(person_id), DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct evidence one = evidence_of(&c, d->arena);
        if (one.withdraws > 0 && (size_t)one.withdraws <= n)
            list[one.withdraws - 1].withdrawn = true;
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

SQL_FANOUT(sql_evidence_wake,
           "UPDATE person SET next_on = ?1 WHERE (next_on > ?1 OR next_on = 0) AND EXISTS"
           " (SELECT 1 FROM evidence e WHERE e.person_id = person.person_id AND e.strength = ?2"
           " AND e.withdraws = 0 AND e.happened_on > person.last_success)");

enum err evidence_wake(struct data *d, struct date day, struct problem *why)
{
    return db_exec(d->db, &sql_evidence_wake, DB_VALUES(DB_I(date_column(day)), DB_I(STRENGTH_C)),
                   NULL, why);
}

enum err evidence_insert(struct data *d, int64_t person_id, const struct evidence *v,
                         struct problem *why)
{
    return db_exec(d->db, &sql_evidence_insert,
                   DB_VALUES(DB_I(person_id), DB_I(v->n), DB_I(v->kind),
                             DB_I(evidence_side(v->kind) == EVIDENCE_FOR ? 1 : 2),
                             DB_I(evidence_strength(v->kind)), DB_I(date_column(v->happened_on)),
                             DB_I(date_column(v->until_on)), DB_I(v->sentence), DB_T(v->source),
                             DB_T(v->feed), DB_I(v->feed_row),
                             DB_B(v->name ? v->name : "", v->name ? strlen(v->name) : 0),
                             DB_I(v->name_agrees), DB_I(v->withdraws), DB_I(v->recorded_at)),
                   NULL, why);
}
