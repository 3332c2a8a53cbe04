#include "store/league.h"

SQL_FANOUT(sql_league_certified,
           "SELECT channel, way, SUM(CASE WHEN result = 1 THEN 1 ELSE -1 END) FROM certification"
           " WHERE held_on >= ?1 AND result IN (1, 4) GROUP BY channel, way ORDER BY channel, way");

enum err league_certified_list(struct data *d, struct date since, league_certified_fn fn, void *ctx,
                               struct problem *why)
{
    struct db_cursor c;
    enum err e =
        db_query(d->db, &sql_league_certified, DB_VALUES(DB_I(date_column(since))), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct league_certified one = {db_text_copy(&c, 0, d->arena), (int)db_int(&c, 1),
                                       db_int(&c, 2)};
        fn(ctx, &one);
    }
    return db_done(&c, why);
}

SQL_FANOUT(sql_league_against,
           "SELECT source, COUNT(DISTINCT person_id) FROM evidence WHERE side = 2"
           " AND withdraws = 0 AND happened_on >= ?1 GROUP BY source"
           " ORDER BY source");

enum err league_against_list(struct data *d, struct date since, league_against_fn fn, void *ctx,
                             struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_league_against, DB_VALUES(DB_I(date_column(since))), &c, why);
    if (e) return e;
    while (db_step(&c)) fn(ctx, db_text_copy(&c, 0, d->arena), db_int(&c, 1));
    return db_done(&c, why);
}

SQL_FANOUT(sql_league_wrong,
           "SELECT e.source, e.person_id, e.kind, m.cause FROM evidence e JOIN matter m"
           " ON m.subject_id = e.person_id WHERE e.side = 2 AND e.withdraws = 0"
           " AND e.happened_on >= ?1 AND m.kind IN (?2, ?3) AND m.state IN (?4, ?5)"
           " ORDER BY e.person_id");

enum err league_wrong_list(struct data *d, const struct league_asked *in, league_wrong_fn fn,
                           void *ctx, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_league_wrong,
                          DB_VALUES(DB_I(date_column(in->since)), DB_I(in->kinds[0]),
                                    DB_I(in->kinds[1]), DB_I(in->states[0]), DB_I(in->states[1])),
                          &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct league_wrong one = {db_text_copy(&c, 0, d->arena), db_int(&c, 1),
                                   (enum evidence_kind)db_int(&c, 2), (int)db_int(&c, 3)};
        fn(ctx, &one);
    }
    return db_done(&c, why);
}
