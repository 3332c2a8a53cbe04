#include "store/session.h"

#include <stdio.h>
#include <string.h>

SQL(sql_session_insert, "INSERT INTO session (token, login, created, last_seen, idle_seconds,"
                        " step_up_until, code_step) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL(sql_session_load, "SELECT login, created, last_seen, idle_seconds, step_up_until, code_step,"
                      " ended FROM session WHERE token = ?1");
SQL(sql_session_update, "UPDATE session SET last_seen = ?2, idle_seconds = ?3, step_up_until = ?4,"
                        " code_step = ?5 WHERE token = ?1");
SQL(sql_session_end, "UPDATE session SET ended = ?2 WHERE login = ?1 AND ended = 0");

enum err session_end(struct data *d, const char *login, int64_t moment, struct problem *why)
{
    return db_exec(d->db, &sql_session_end, DB_VALUES(DB_T(login), DB_I(moment)), NULL, why);
}

enum err session_insert(struct data *d, const struct session *s, struct problem *why)
{
    enum err e = session_end(d, s->login, s->created, why);
    if (e) return e;
    return db_exec(d->db, &sql_session_insert,
                   DB_VALUES(DB_B(s->token, sizeof s->token), DB_T(s->login), DB_I(s->created),
                             DB_I(s->last_seen), DB_I(s->idle_seconds), DB_I(s->step_up_until),
                             DB_I(s->code_step)),
                   NULL, why);
}

enum err session_load(struct data *d, const uint8_t token[SM_DIGEST], struct session *out,
                      struct problem *why)
{
    struct db_cursor c;
    *out = (struct session){0};
    enum err e = db_query(d->db, &sql_session_load, DB_VALUES(DB_B(token, SM_DIGEST)), &c, why);
    if (e) return e;
    bool found = db_step(&c);
    if (found) {
        memcpy(out->token, token, SM_DIGEST);
        snprintf(out->login, sizeof out->login, "%s", db_text(&c, 0));
        out->created = db_int(&c, 1);
        out->last_seen = db_int(&c, 2);
        out->idle_seconds = (int)db_int(&c, 3);
        out->step_up_until = db_int(&c, 4);
        out->code_step = db_int(&c, 5);
        out->ended = db_int(&c, 6);
    }
    e = db_done(&c, why);
    return e || found ? e : problem_set(why, ERR_NOT_FOUND, ZH_session_none, NULL, NULL);
}

enum err session_update(struct data *d, const struct session *s, struct problem *why)
{
    return db_exec(d->db, &sql_session_update,
                   DB_VALUES(DB_B(s->token, sizeof s->token), DB_I(s->last_seen),
                             DB_I(s->idle_seconds), DB_I(s->step_up_until), DB_I(s->code_step)),
                   NULL, why);
}

/* ---- What proves who signs in --------------------------------------------------------------- */

SQL(sql_staff_secrets, "SELECT password, second_factor, disabled_from FROM staff WHERE login = ?1");
SQL(sql_session_step, "SELECT MAX(code_step) FROM session WHERE login = ?1");

static enum err load_step(struct data *d, const char *login, int64_t *out, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_session_step, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    if (db_step(&c)) *out = db_int(&c, 0);
    return db_done(&c, why);
}

enum err staff_secrets_load(struct data *d, const char *login, struct date on,
                            struct staff_secrets *out, struct problem *why)
{
    struct db_cursor c;
    *out = (struct staff_secrets){0};
    enum err e = db_query(d->db, &sql_staff_secrets, DB_VALUES(DB_T(login)), &c, why);
    if (e) return e;
    if (db_step(&c)) {
        struct date off = date_from_column(db_int(&c, 2));
        size_t n;
        const void *factor = db_blob(&c, 1, &n);
        if (!date_is_set(off) || date_cmp(off, on) > 0)
            snprintf(out->password, sizeof out->password, "%s", db_text(&c, 0));
        if (factor && n && n <= sizeof out->factor) {
            memcpy(out->factor, factor, n);
            out->factor_n = n;
        }
    }
    e = db_done(&c, why);
    return e ? e : load_step(d, login, &out->code_step, why);
}

/* ---- The day at the counter ----------------------------------------------------------------- */

SQL(sql_desk_insert, "INSERT INTO desk_work (login, day, seq, person_id, recorded_at)"
                     " VALUES (?1, ?2, ?3, ?4, ?5)");
SQL_FANOUT(sql_desk_list, "SELECT seq, person_id, recorded_at FROM desk_work"
                          " WHERE login = ?1 AND day = ?2 ORDER BY seq DESC");
SQL_FANOUT(sql_desk_count, "SELECT COUNT(*) FROM desk_work WHERE login = ?1 AND day = ?2");

enum err desk_add(struct data *d, const char *login, struct date day, const struct desk_entry *e,
                  struct problem *why)
{
    return db_exec(d->db, &sql_desk_insert,
                   DB_VALUES(DB_T(login), DB_I(date_column(day)), DB_I(e->seq), DB_I(e->person_id),
                             DB_I(e->recorded_at)),
                   NULL, why);
}

enum err desk_list(struct data *d, const char *login, struct date day, struct desk_entry **out,
                   size_t *count, struct problem *why)
{
    struct db_cursor c;
    struct desk_entry *list = NULL;
    size_t n = 0, capacity = 0;
    enum err e =
        db_query(d->db, &sql_desk_list, DB_VALUES(DB_T(login), DB_I(date_column(day))), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct desk_entry one = {db_int(&c, 0), db_int(&c, 1), db_int(&c, 2)};
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    *out = list;
    *count = n;
    return db_done(&c, why);
}

enum err desk_count(struct data *d, const char *login, struct date day, int64_t *out,
                    struct problem *why)
{
    struct db_cursor c;
    *out = 0;
    enum err e =
        db_query(d->db, &sql_desk_count, DB_VALUES(DB_T(login), DB_I(date_column(day))), &c, why);
    if (e) return e;
    if (db_step(&c)) *out = db_int(&c, 0);
    return db_done(&c, why);
}

/* ---- Who looked ----------------------------------------------------------------------------- */

SQL(sql_look_tip, "SELECT seq FROM audit_tip WHERE chain = ?1");
SQL(sql_look_entry,
    "SELECT prev_seq, moment, actor, action, purpose FROM audit WHERE chain = ?1 AND seq = ?2");

static enum err look_newest(struct data *d, int64_t chain, int64_t *seq, struct problem *why)
{
    struct db_cursor c;
    *seq = 0;
    enum err e = db_query(d->db, &sql_look_tip, DB_VALUES(DB_I(chain)), &c, why);
    if (e) return e;
    if (db_step(&c)) *seq = db_int(&c, 0);
    return db_done(&c, why);
}

/* Entries that disclose the person to somebody; the others are what was done. */
static bool is_look(const char *action)
{
    static const char *const looks[] = {
        "person.card", "person.file", "person.read",  "person.find", "person.reads",
        "matter.show", "matter.list", "letter.print", "law.explain", "person.photo"};
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (strcmp(action, looks[i]) == 0) return true;
    return false;
}

enum err looks_list(struct data *d, int64_t person_id, size_t most, struct looked **out,
                    size_t *count, struct problem *why)
{
    struct looked *list = NULL;
    size_t n = 0, capacity = 0;
    int64_t seq;
    enum err e = look_newest(d, person_id, &seq, why);
    for (size_t steps = 0; !e && seq && n < most && steps < most * 8; steps++) {
        struct db_cursor c;
        int64_t prev = 0;
        e = db_query(d->db, &sql_look_entry, DB_VALUES(DB_I(person_id), DB_I(seq)), &c, why);
        if (e) return e;
        if (db_step(&c)) {
            prev = db_int(&c, 0);
            struct looked one = {.moment = db_int(&c, 1),
                                 .actor = db_text_copy(&c, 2, d->arena),
                                 .action = db_text_copy(&c, 3, d->arena),
                                 .purpose = db_text_copy(&c, 4, d->arena)};
            if (is_look(one.action)) ARRAY_PUSH(d->arena, list, n, capacity, one);
        }
        e = db_done(&c, why);
        seq = prev;
    }
    *out = list;
    *count = n;
    return e;
}
