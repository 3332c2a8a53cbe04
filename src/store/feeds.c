#include "store/feeds.h"

#include <stdio.h>
#include <string.h>

#define FEED_COLUMNS                                                                               \
    "feed_id, source, digest, uploader, agency, received_on, state, stage, staged, kept, "         \
    "applied, reversed, counts,"                                                                   \
    " verdict, sequence, period, events, recorded_at"

SQL_FANOUT(sql_feed_load, "SELECT " FEED_COLUMNS " FROM feed WHERE feed_id = ?1");
SQL_FANOUT(sql_feed_lock, "UPDATE feed SET events = events WHERE feed_id = ?1");
SQL_FANOUT(sql_feed_find,
           "SELECT " FEED_COLUMNS
           " FROM feed WHERE source = ?1 AND digest = ?2 ORDER BY feed_id DESC LIMIT 1");
SQL_FANOUT(sql_feed_list, "SELECT " FEED_COLUMNS " FROM feed ORDER BY feed_id DESC");
SQL_FANOUT(sql_feed_recent, "SELECT " FEED_COLUMNS " FROM feed ORDER BY feed_id DESC LIMIT ?1");
SQL_FANOUT(sql_feed_list_source,
           "SELECT " FEED_COLUMNS " FROM feed WHERE source = ?1 ORDER BY feed_id DESC");
SQL_FANOUT(sql_feed_insert, "INSERT INTO feed (feed_id, source, digest, uploader, agency, "
                            "received_on, state, sequence, period, recorded_at)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
SQL_FANOUT(
    sql_feed_update,
    "UPDATE feed SET state = ?2, stage = ?3, staged = ?4, kept = ?5, applied = ?6, reversed = ?7,"
    " counts = ?8, verdict = ?9, events = ?10 WHERE feed_id = ?1");

static struct feed feed_of(struct db_cursor *c, struct arena *arena)
{
    struct feed f = {
        .feed_id = db_int(c, 0),
        .source = db_text_copy(c, 1, arena),
        .digest = db_text_copy(c, 2, arena),
        .uploader = db_text_copy(c, 3, arena),
        .received_on = date_from_column(db_int(c, 5)),
        .state = (enum feed_state)db_int(c, 6),
        .stage = (int)db_int(c, 7),
        .staged = db_int(c, 8),
        .kept = db_int(c, 9),
        .applied = db_int(c, 10),
        .reversed = db_int(c, 11),
        .counts = db_text_copy(c, 12, arena),
        .verdict = db_text_copy(c, 13, arena),
        .sequence = db_int(c, 14),
        .period = month_from_column(db_int(c, 15)),
        .events = (int)db_int(c, 16),
        .recorded_at = db_int(c, 17),
    };
    snprintf(f.agency, sizeof f.agency, "%s", db_text(c, 4));
    return f;
}

enum err feeds_insert(struct data *d, const struct feed *f, struct problem *why)
{
    return db_exec(d->db, &sql_feed_insert,
                   DB_VALUES(DB_I(f->feed_id), DB_T(f->source), DB_T(f->digest), DB_T(f->uploader),
                             DB_T(f->agency), DB_I(date_column(f->received_on)), DB_I(f->state),
                             DB_I(f->sequence), DB_I(month_column(f->period)),
                             DB_I(f->recorded_at)),
                   NULL, why);
}

enum err feeds_load(struct data *d, int64_t feed_id, bool lock, struct feed *out,
                    struct problem *why)
{
    struct db_cursor c;
    enum err e =
        lock ? db_exec(d->db, &sql_feed_lock, DB_VALUES(DB_I(feed_id)), NULL, why) : ERR_OK;
    if (!e) e = db_query(d->db, &sql_feed_load, DB_VALUES(DB_I(feed_id)), &c, why);
    if (e) return e;
    bool there = db_step(&c);
    if (there) *out = feed_of(&c, d->arena);
    e = db_done(&c, why);
    if (e || there) return e;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)feed_id);
    return problem_set(why, ERR_NOT_FOUND, ZH_feed_unknown, NULL, id, NULL);
}

enum err feeds_update(struct data *d, const struct feed *f, struct problem *why)
{
    return db_exec(d->db, &sql_feed_update,
                   DB_VALUES(DB_I(f->feed_id), DB_I(f->state), DB_I(f->stage), DB_I(f->staged),
                             DB_I(f->kept), DB_I(f->applied), DB_I(f->reversed), DB_T(f->counts),
                             DB_T(f->verdict), DB_I(f->events)),
                   NULL, why);
}

enum err feeds_find(struct data *d, const char *source, const char *digest, struct feed *out,
                    struct problem *why)
{
    struct db_cursor c;
    *out = (struct feed){0};
    enum err e = db_query(d->db, &sql_feed_find, DB_VALUES(DB_T(source), DB_T(digest)), &c, why);
    if (e) return e;
    if (db_step(&c)) *out = feed_of(&c, d->arena);
    return db_done(&c, why);
}

static enum err take_all(struct db_cursor *c, struct arena *arena, struct feed **out, size_t *count,
                         struct problem *why)
{
    struct feed *list = NULL;
    size_t n = 0, capacity = 0;
    while (db_step(c)) {
        struct feed f = feed_of(c, arena);
        ARRAY_PUSH(arena, list, n, capacity, f);
    }
    *out = list;
    *count = n;
    return db_done(c, why);
}

enum err feeds_list(struct data *d, const char *source, struct feed **out, size_t *count,
                    struct problem *why)
{
    struct db_cursor c;
    enum err e = source ? db_query(d->db, &sql_feed_list_source, DB_VALUES(DB_T(source)), &c, why)
                        : db_query(d->db, &sql_feed_list, NULL, 0, &c, why);
    return e ? e : take_all(&c, d->arena, out, count, why);
}

enum err feeds_recent(struct data *d, struct feed **out, size_t *count, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_feed_recent, DB_VALUES(DB_I(FEEDS_RECENT)), &c, why);
    return e ? e : take_all(&c, d->arena, out, count, why);
}

SQL_FANOUT(sql_feed_states, "SELECT state FROM feed WHERE source = ?1 ORDER BY feed_id DESC");

enum err feeds_in_doubt(struct data *d, const char *source, bool *out, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_feed_states, DB_VALUES(DB_T(source)), &c, why);
    *out = false;
    for (bool newest = true; !e && db_step(&c); newest = false) {
        int64_t state = db_int(&c, 0);
        *out |= state == FEED_HELD || state == FEED_REVERSING || (newest && state == FEED_REVERSED);
    }
    return e ? e : db_done(&c, why);
}

/* ---- events --------------------------------------------------------------------------------- */

SQL_FANOUT(sql_feed_event_insert,
           "INSERT INTO feed_event (feed_id, n, event, actor, happened_on, reason, recorded_at)"
           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL_FANOUT(
    sql_feed_events,
    "SELECT n, event, actor, happened_on, reason, recorded_at FROM feed_event WHERE feed_id = ?1"
    " ORDER BY n");

enum err feeds_add_event(struct data *d, struct feed *f, const struct feed_note *note,
                         struct problem *why)
{
    f->events++;
    return db_exec(d->db, &sql_feed_event_insert,
                   DB_VALUES(DB_I(f->feed_id), DB_I(f->events), DB_I(note->event),
                             DB_T(note->actor), DB_I(date_column(note->happened_on)),
                             DB_T(note->reason ? note->reason : ""), DB_I(note->recorded_at)),
                   NULL, why);
}

enum err feeds_events(struct data *d, int64_t feed_id, struct feed_note **out, size_t *count,
                      struct problem *why)
{
    struct db_cursor c;
    struct feed_note *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_feed_events, DB_VALUES(DB_I(feed_id)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct feed_note one = {(int)db_int(&c, 0),
                                (enum feed_event_kind)db_int(&c, 1),
                                db_text_copy(&c, 2, d->arena),
                                db_text_copy(&c, 4, d->arena),
                                date_from_column(db_int(&c, 3)),
                                db_int(&c, 5)};
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

/* ---- rows ----------------------------------------------------------------------------------- */

SQL_FANOUT(
    sql_feed_row_insert,
    "INSERT INTO feed_row (feed_id, n, file_line, person_id, kind, happened_on, until_on, sentence,"
    " name_agrees, name_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
SQL_FANOUT(
    sql_feed_rows,
    "SELECT n, file_line, person_id, kind, happened_on, until_on, sentence, name_agrees, name_bytes"
    " FROM feed_row WHERE feed_id = ?1 AND n > ?2 ORDER BY n LIMIT ?3");

enum err feeds_add_item(struct data *d, int64_t feed_id, const struct feed_item *i,
                        struct problem *why)
{
    return db_exec(d->db, &sql_feed_row_insert,
                   DB_VALUES(DB_I(feed_id), DB_I(i->n), DB_I(i->line), DB_I(i->person_id),
                             DB_I(i->kind), DB_I(date_column(i->on)), DB_I(date_column(i->until)),
                             DB_I(i->sentence), DB_I(i->name_agrees),
                             DB_B(i->name, strlen(i->name))),
                   NULL, why);
}

enum err feeds_items(struct data *d, struct feed_page *page, struct problem *why)
{
    struct db_cursor c;
    struct feed_item *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e =
        db_query(d->db, &sql_feed_rows,
                 DB_VALUES(DB_I(page->feed_id), DB_I(page->after), DB_I(page->limit)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        size_t size;
        const void *name = db_blob(&c, 8, &size);
        struct feed_item one = {
            .n = db_int(&c, 0),
            .line = db_int(&c, 1),
            .person_id = db_int(&c, 2),
            .kind = (enum evidence_kind)db_int(&c, 3),
            .on = date_from_column(db_int(&c, 4)),
            .until = date_from_column(db_int(&c, 5)),
            .sentence = (enum sentence)db_int(&c, 6),
            .name_agrees = db_int(&c, 7) != 0,
            .name = arena_copy(d->arena, size ? name : "", size),
        };
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    page->items = list;
    page->count = n;
    return db_done(&c, why);
}

SQL_FANOUT(sql_feed_other_names,
           "SELECT person_id, MAX(happened_on) FROM feed_row WHERE feed_id = ?1 AND name_agrees = 0"
           " AND kind BETWEEN ?2 AND ?3 GROUP BY person_id ORDER BY person_id");

enum err feeds_other_names(struct data *d, struct feed_others *others, struct problem *why)
{
    struct db_cursor c;
    struct feed_other *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_feed_other_names,
                          DB_VALUES(DB_I(others->feed_id), DB_I(others->first), DB_I(others->last)),
                          &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct feed_other one = {db_int(&c, 0), date_from_column(db_int(&c, 1))};
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    others->people = list;
    others->count = n;
    return db_done(&c, why);
}

SQL_FANOUT(
    sql_feed_refusal_insert,
    "INSERT INTO feed_refusal (feed_id, file_line, n, field, reason) VALUES (?1, ?2, ?3, ?4, ?5)");
SQL_FANOUT(sql_feed_refusals, "SELECT file_line, n, field, reason FROM feed_refusal WHERE feed_id "
                              "= ?1 ORDER BY file_line, n LIMIT 10000");

enum err feeds_add_refusal(struct data *d, int64_t feed_id, const struct feed_refusal *r,
                           struct problem *why)
{
    return db_exec(
        d->db, &sql_feed_refusal_insert,
        DB_VALUES(DB_I(feed_id), DB_I(r->line), DB_I(r->n), DB_T(r->field), DB_T(r->reason)), NULL,
        why);
}

enum err feeds_refusals(struct data *d, int64_t feed_id, struct feed_refusal **out, size_t *count,
                        struct problem *why)
{
    struct db_cursor c;
    struct feed_refusal *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_feed_refusals, DB_VALUES(DB_I(feed_id)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct feed_refusal one = {db_int(&c, 0), (int)db_int(&c, 1), db_text_copy(&c, 2, d->arena),
                                   db_text_copy(&c, 3, d->arena)};
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

/* ---- partners that sign --------------------------------------------------------------------- */

SQL_FANOUT(sql_feed_sender, "SELECT public_key FROM feed_sender WHERE source = ?1 AND valid_from "
                            "<= ?2 ORDER BY valid_from DESC"
                            " LIMIT 1");
SQL_FANOUT(sql_feed_sender_insert, "INSERT INTO feed_sender (source, valid_from, public_key, "
                                   "recorded_by, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5)");

enum err feeds_sender(struct data *d, const char *source, struct date on, const char **pem,
                      struct problem *why)
{
    struct db_cursor c;
    *pem = NULL;
    enum err e =
        db_query(d->db, &sql_feed_sender, DB_VALUES(DB_T(source), DB_I(date_column(on))), &c, why);
    if (e) return e;
    if (db_step(&c)) *pem = db_text_copy(&c, 0, d->arena);
    return db_done(&c, why);
}

enum err feeds_add_sender(struct data *d, const char *source, const struct feed_note *by,
                          const char *pem, struct problem *why)
{
    return db_exec(d->db, &sql_feed_sender_insert,
                   DB_VALUES(DB_T(source), DB_I(date_column(by->happened_on)), DB_T(pem),
                             DB_T(by->actor), DB_I(by->recorded_at)),
                   NULL, why);
}
