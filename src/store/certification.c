#include "store/certification.h"

#include <string.h>

#include "store/load.h"

SQL(sql_certification_load,
    "SELECT n, prev_seq, way, channel, held_on, agency, operator, result, valid_until, finding_seq,"
    " reverses, recorded_at, evidence FROM certification WHERE person_id = ?1 AND seq = ?2");

bool certification_counts(const struct certification *c)
{
    return (c->result == RESULT_PASSED || c->result == RESULT_HISTORY) && !c->reversed;
}

/* The newest stand first, so what reverses comes before what it reverses. */
static void mark_reversed(struct certification *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; list[i].reverses && k < n; k++)
            if (list[k].seq == list[i].reverses) list[k].reversed = true;
}

enum err certification_list(struct data *d, const struct person *p, struct certification **out,
                            size_t *count, struct problem *why)
{
    struct certification *list = NULL;
    size_t n = 0, capacity = 0;
    for (int64_t seq = p->certification_seq; seq;) {
        struct db_cursor c;
        enum err e = db_query(d->db, &sql_certification_load,
                              DB_VALUES(DB_I(p->person_id), DB_I(seq)), &c, why);
        if (e) return e;
        int64_t prev = 0;
        if (db_step(&c)) {
            struct certification one = {
                .seq = seq,
                .person_id = p->person_id,
                .n = (int)db_int(&c, 0),
                .prev_seq = db_int(&c, 1),
                .way = (int)db_int(&c, 2),
                .channel = db_text_copy(&c, 3, d->arena),
                .held_on = date_from_column(db_int(&c, 4)),
                .agency = db_text_copy(&c, 5, d->arena),
                .operator= db_text_copy(&c, 6, d->arena),
                .result = (enum certification_result)db_int(&c, 7),
                .valid_until = date_from_column(db_int(&c, 8)),
                .finding_seq = db_int(&c, 9),
                .reverses = db_int(&c, 10),
                .recorded_at = db_int(&c, 11),
                .evidence = (int)db_int(&c, 12),
            };
            prev = one.prev_seq;
            if (one.recorded_at <= d->known_at) ARRAY_PUSH(d->arena, list, n, capacity, one);
        }
        e = db_done(&c, why);
        if (e) return e;
        seq = prev;
    }
    mark_reversed(list, n);
    *out = list;
    *count = n;
    return ERR_OK;
}

struct successes certification_last(const struct certification *list, size_t count,
                                    struct date until)
{
    struct successes last = {0};
    for (size_t i = 0; i < count; i++)
        if (date_cmp(list[i].held_on, until) <= 0 && certification_counts(&list[i]))
            law_count_success(&last, list[i].way, list[i].held_on);
    return last;
}

SQL_FANOUT(sql_certification_find, "SELECT person_id FROM certification WHERE seq = ?1");

enum err certification_find(struct data *d, int64_t seq, int64_t *person_id, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_certification_find, DB_VALUES(DB_I(seq)), &c, why);
    if (e) return e;
    *person_id = db_step(&c) ? db_int(&c, 0) : 0;
    e = db_done(&c, why);
    if (!e && !*person_id)
        e = problem_set(why, ERR_NOT_FOUND, ZH_certification_unknown, "reference", NULL);
    return e;
}

SQL_FANOUT(sql_certification_walk, "SELECT seq, person_id, way, held_on, agency, operator, result, "
                                   "valid_until, reverses, recorded_at"
                                   " FROM certification WHERE seq > ?1 ORDER BY seq DESC LIMIT ?2");

enum err certification_walk(struct data *d, struct certification_walk *walk, struct problem *why)
{
    struct db_cursor c;
    int rows = 0;
    enum err e = db_query(d->db, &sql_certification_walk,
                          DB_VALUES(DB_I(walk->floor), DB_I(CERTIFICATION_WALK)), &c, why);
    if (e) return e;
    bool more = true;
    while (more && db_step(&c)) {
        rows++;
        struct certification one = {
            .seq = db_int(&c, 0),
            .person_id = db_int(&c, 1),
            .way = (int)db_int(&c, 2),
            .held_on = date_from_column(db_int(&c, 3)),
            .agency = db_text(&c, 4),
            .operator= db_text(&c, 5),
            .result = (enum certification_result)db_int(&c, 6),
            .valid_until = date_from_column(db_int(&c, 7)),
            .reverses = db_int(&c, 8),
            .recorded_at = db_int(&c, 9),
        };
        more = one.recorded_at >= walk->since && walk->fn(walk->ctx, &one);
    }
    walk->cut = more && rows == CERTIFICATION_WALK;
    return db_done(&c, why);
}

SQL(sql_certification_insert,
    "INSERT INTO certification (" LOAD_CERTIFICATION_COLUMNS ")"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");

enum err certification_add(struct data *d, struct person *p, struct certification *c,
                           struct problem *why)
{
    c->seq = store_new_id(d->store);
    c->n = p->certification_count + 1;
    c->prev_seq = p->certification_seq;
    enum err e = load_row(d, LOAD_CERTIFICATION, &sql_certification_insert,
                          DB_VALUES(DB_I(c->seq), DB_I(p->person_id), DB_I(c->n), DB_I(c->prev_seq),
                                    DB_I(c->way), DB_T(c->channel), DB_I(date_column(c->held_on)),
                                    DB_T(c->agency), DB_T(c->operator), DB_I(c->result),
                                    DB_I(date_column(c->valid_until)), DB_I(c->finding_seq),
                                    DB_I(c->reverses), DB_I(c->recorded_at), DB_I(c->evidence)),
                          why);
    if (e) return e;
    p->certification_seq = c->seq;
    p->certification_count = c->n;
    return ERR_OK;
}

SQL(sql_finding_insert,
    "INSERT INTO finding (seq, subject_id, question, outcome, bytes, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
SQL(sql_finding_load, "SELECT bytes FROM finding WHERE subject_id = ?1 AND seq = ?2");

enum err finding_add(struct data *d, int64_t subject, const struct finding *f, int64_t recorded_at,
                     int64_t *seq, struct problem *why)
{
    uint8_t bytes[FINDING_BYTES];
    size_t n = finding_encode(f, bytes);
    *seq = store_new_id(d->store);
    return db_exec(d->db, &sql_finding_insert,
                   DB_VALUES(DB_I(*seq), DB_I(subject), DB_I(f->question), DB_I(f->outcome),
                             DB_B(bytes, n), DB_I(recorded_at)),
                   NULL, why);
}

enum err finding_load(struct data *d, int64_t subject, int64_t seq, struct finding *out,
                      struct problem *why)
{
    struct db_cursor c;
    bool good = false;
    enum err e = db_query(d->db, &sql_finding_load, DB_VALUES(DB_I(subject), DB_I(seq)), &c, why);
    if (e) return e;
    if (db_step(&c)) {
        size_t n;
        const void *bytes = db_blob(&c, 0, &n);
        good = finding_decode(bytes, n, out);
    }
    e = db_done(&c, why);
    return e || good ? e : problem_set(why, ERR_NOT_FOUND, ZH_finding_unknown, NULL, NULL);
}
