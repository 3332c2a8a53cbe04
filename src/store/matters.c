#include "store/fields.h"

#include <stdio.h>
#include <string.h>

#define MATTER_COLUMNS                                                                             \
    "subject_id, matter_id, kind, state, agency, opened_on, clock_from, clock_days, due_on, "      \
    "cause, event_on, until_on,"                                                                   \
    " reported_on, detail, effect_month, parent_matter, note, events"

SQL(sql_matter_load, "SELECT " MATTER_COLUMNS
                     " FROM matter WHERE subject_id = ?1 AND recorded_at <= ?2 ORDER BY matter_id");
SQL(sql_event_load,
    "SELECT matter_id, n, event, from_state, to_state, actor, releaser, adverse, happened_on, "
    "reason,"
    " finding_seq, recorded_at FROM matter_event WHERE subject_id = ?1 AND recorded_at <= ?2"
    " ORDER BY matter_id, n");
SQL_FANOUT(sql_matter_subject, "SELECT subject_id FROM matter WHERE matter_id = ?1");
SQL(sql_matter_insert, "INSERT INTO matter (subject_id, matter_id, kind, state, agency, opened_on, "
                       "clock_from, clock_days,"
                       " due_on, cause, event_on, until_on, reported_on, detail, effect_month, "
                       "parent_matter, note, events,"
                       " recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                       "?13, ?14, ?15, ?16, ?17,"
                       " 0, ?18)");
SQL(sql_matter_move, "UPDATE matter SET state = ?3, due_on = ?4, effect_month = ?5, events = ?6"
                     " WHERE subject_id = ?1 AND matter_id = ?2");
SQL(sql_event_insert, "INSERT INTO matter_event (subject_id, matter_id, n, event, from_state, "
                      "to_state, actor, releaser,"
                      " adverse, happened_on, reason, finding_seq, recorded_at)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");

static struct matter matter_of(struct db_cursor *c, struct arena *arena)
{
    struct matter m = {
        .subject_id = db_int(c, 0),
        .matter_id = db_int(c, 1),
        .kind = (enum matter_kind_id)db_int(c, 2),
        .state = (enum matter_state)db_int(c, 3),
        .opened_on = date_from_column(db_int(c, 5)),
        .clock_from = date_from_column(db_int(c, 6)),
        .clock_days = (int)db_int(c, 7),
        .due_on = date_from_column(db_int(c, 8)),
        .cause = (int)db_int(c, 9),
        .event_on = date_from_column(db_int(c, 10)),
        .until_on = date_from_column(db_int(c, 11)),
        .reported_on = date_from_column(db_int(c, 12)),
        .detail = (int)db_int(c, 13),
        .effect_month = month_from_column(db_int(c, 14)),
        .parent = db_int(c, 15),
        .note = db_text_copy(c, 16, arena),
        .events = (int)db_int(c, 17),
    };
    snprintf(m.agency, sizeof m.agency, "%s", db_text(c, 4));
    return m;
}

static enum err load_events(struct data *d, int64_t subject, struct matter_file *files,
                            size_t count, struct problem *why)
{
    struct db_cursor c;
    enum err e =
        db_query(d->db, &sql_event_load, DB_VALUES(DB_I(subject), DB_I(d->known_at)), &c, why);
    if (e) return e;
    size_t at = 0, capacity = 0;
    while (db_step(&c)) {
        while (at < count && files[at].m.matter_id != db_int(&c, 0)) at++, capacity = 0;
        if (at == count) break;
        struct matter_event event = {
            .n = (int)db_int(&c, 1),
            .event = (enum matter_event_id)db_int(&c, 2),
            .from = (enum matter_state)db_int(&c, 3),
            .to = (enum matter_state)db_int(&c, 4),
            .actor = db_text_copy(&c, 5, d->arena),
            .releaser = db_text_copy(&c, 6, d->arena),
            .adverse = db_int(&c, 7) != 0,
            .happened_on = date_from_column(db_int(&c, 8)),
            .reason = db_text_copy(&c, 9, d->arena),
            .finding_seq = db_int(&c, 10),
            .recorded_at = db_int(&c, 11),
        };
        ARRAY_PUSH(d->arena, files[at].events, files[at].event_count, capacity, event);
    }
    return db_done(&c, why);
}

enum err matters_load(struct data *d, int64_t subject, struct matter_file **out, size_t *count,
                      struct problem *why)
{
    struct db_cursor c;
    struct matter_file *files = NULL;
    size_t n = 0, capacity = 0;
    enum err e =
        db_query(d->db, &sql_matter_load, DB_VALUES(DB_I(subject), DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct matter_file file = {.m = matter_of(&c, d->arena)};
        ARRAY_PUSH(d->arena, files, n, capacity, file);
    }
    e = db_done(&c, why);
    if (!e && n) e = load_events(d, subject, files, n, why);
    if (!e && n) e = fields_load_all(d, subject, files, n, why);
    *out = files;
    *count = n;
    return e;
}

enum err matters_find(struct data *d, int64_t matter_id, int64_t *subject, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_matter_subject, DB_VALUES(DB_I(matter_id)), &c, why);
    if (e) return e;
    *subject = db_step(&c) ? db_int(&c, 0) : 0;
    e = db_done(&c, why);
    if (e || *subject) return e;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)matter_id);
    return problem_set(why, ERR_NOT_FOUND, ZH_matter_unknown, NULL, id, NULL);
}

enum err matters_insert(struct data *d, const struct matter *m, int64_t recorded_at,
                        struct problem *why)
{
    return db_exec(d->db, &sql_matter_insert,
                   DB_VALUES(DB_I(m->subject_id), DB_I(m->matter_id), DB_I(m->kind), DB_I(m->state),
                             DB_T(m->agency), DB_I(date_column(m->opened_on)),
                             DB_I(date_column(m->clock_from)), DB_I(m->clock_days),
                             DB_I(date_column(m->due_on)), DB_I(m->cause),
                             DB_I(date_column(m->event_on)), DB_I(date_column(m->until_on)),
                             DB_I(date_column(m->reported_on)), DB_I(m->detail),
                             DB_I(month_column(m->effect_month)), DB_I(m->parent),
                             DB_T(m->note ? m->note : ""), DB_I(recorded_at)),
                   NULL, why);
}

enum err matters_add_event(struct data *d, struct matter *m, struct matter_event *v,
                           struct problem *why)
{
    v->n = m->events + 1;
    enum err e = db_exec(
        d->db, &sql_event_insert,
        DB_VALUES(DB_I(m->subject_id), DB_I(m->matter_id), DB_I(v->n), DB_I(v->event),
                  DB_I(v->from), DB_I(v->to), DB_T(v->actor), DB_T(v->releaser ? v->releaser : ""),
                  DB_I(v->adverse), DB_I(date_column(v->happened_on)),
                  DB_T(v->reason ? v->reason : ""), DB_I(v->finding_seq), DB_I(v->recorded_at)),
        NULL, why);
    if (e) return e;
    m->events = v->n;
    m->state = v->to;
    return db_exec(d->db, &sql_matter_move,
                   DB_VALUES(DB_I(m->subject_id), DB_I(m->matter_id), DB_I(m->state),
                             DB_I(date_column(m->due_on)), DB_I(month_column(m->effect_month)),
                             DB_I(m->events)),
                   NULL, why);
}

SQL_FANOUT(sql_matter_list,
           "SELECT " MATTER_COLUMNS
           " FROM matter WHERE agency >= ?1 AND agency < ?2 AND (?3 = 0 OR kind = ?3)"
           " AND (?4 = 0 OR state = ?4) AND (?5 = 0 OR state NOT IN (3, 4, 6, 7, 8))"
           " ORDER BY due_on, opened_on, matter_id");
SQL(sql_matter_list_one,
    "SELECT " MATTER_COLUMNS " FROM matter WHERE subject_id = ?6 AND agency >= ?1 AND agency < ?2"
    " AND (?3 = 0 OR kind = ?3) AND (?4 = 0 OR state = ?4) AND (?5 = 0 OR state NOT IN (3, 4, 6, "
    "7, 8))"
    " ORDER BY due_on, opened_on, matter_id");

/* The codes below an agency are a range: its significant digits, then anything. */
static void range_of(const char *agency, char low[AGENCY_CODE], char high[AGENCY_CODE])
{
    static const int significant[] = {0, 4, 6, 9, 12};
    int n = agency && *agency ? significant[agency_code_level(agency)] : 0;
    snprintf(low, AGENCY_CODE, "%.*s", n, n ? agency : "");
    snprintf(high, AGENCY_CODE, "%.*s:", n, n ? agency : "");
}

enum err matters_list(struct data *d, const struct matters_filter *f, matters_row row, void *ctx,
                      struct problem *why)
{
    char low[AGENCY_CODE], high[AGENCY_CODE];
    struct db_cursor c;
    range_of(f->agency, low, high);
    if (f->agency && agency_code_level(f->agency) == LEVEL_STATION)
        snprintf(high, sizeof high, "%.11s:", f->agency);
    const struct db_value v[] = {DB_T(low),      DB_T(high),         DB_I(f->kind),
                                 DB_I(f->state), DB_I(f->open_only), DB_I(f->subject)};
    enum err e = f->subject ? db_query(d->db, &sql_matter_list_one, v, 6, &c, why)
                            : db_query(d->db, &sql_matter_list, v, 5, &c, why);
    if (e) return e;
    bool more = true;
    while (more && db_step(&c)) {
        struct matter m = matter_of(&c, d->arena);
        more = row(ctx, &m);
    }
    return db_done(&c, why);
}

SQL(sql_notice_about, "SELECT notice_id FROM notice WHERE subject_id = ?1 AND about = ?2");
SQL(sql_notice_insert, "INSERT INTO notice (subject_id, notice_id, about, kind, channel, state, "
                       "made_on, matter_id, number,"
                       " body, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
SQL(sql_notice_load, "SELECT notice_id, about, kind, channel, state, made_on, matter_id, number, "
                     "body, recorded_at FROM notice"
                     " WHERE subject_id = ?1 AND recorded_at <= ?2 ORDER BY notice_id");

static void notice_purpose(char out[64], int64_t subject)
{
    snprintf(out, 64, "notice.body %lld", (long long)subject);
}

enum err notice_add(struct data *d, struct notice *n, bool *made, struct problem *why)
{
    struct db_cursor c;
    enum err e =
        db_query(d->db, &sql_notice_about, DB_VALUES(DB_I(n->subject_id), DB_T(n->about)), &c, why);
    if (e) return e;
    bool there = db_step(&c);
    e = db_done(&c, why);
    *made = !there;
    if (e || there) return e;
    char purpose[64];
    size_t size = strlen(n->body);
    uint8_t *sealed = arena_alloc(d->arena, size + SM_SEAL_EXTRA);
    notice_purpose(purpose, n->subject_id);
    keyring_seal(store_keys(d->store), purpose, (struct sm_bytes){(const uint8_t *)n->body, size},
                 sealed);
    n->notice_id = store_new_id(d->store);
    return db_exec(d->db, &sql_notice_insert,
                   DB_VALUES(DB_I(n->subject_id), DB_I(n->notice_id), DB_T(n->about), DB_I(n->kind),
                             DB_T(n->channel), DB_I(n->state), DB_I(date_column(n->made_on)),
                             DB_I(n->matter_id), DB_T(n->number ? n->number : ""),
                             DB_B(sealed, size + SM_SEAL_EXTRA), DB_I(n->recorded_at)),
                   NULL, why);
}

enum err notice_list(struct data *d, int64_t subject, struct notice **out, size_t *count,
                     struct problem *why)
{
    struct db_cursor c;
    struct notice *list = NULL;
    size_t n = 0, capacity = 0;
    char purpose[64];
    notice_purpose(purpose, subject);
    enum err e =
        db_query(d->db, &sql_notice_load, DB_VALUES(DB_I(subject), DB_I(d->known_at)), &c, why);
    if (e) return e;
    enum err opened = ERR_OK;
    while (!opened && db_step(&c)) {
        size_t size;
        const void *sealed = db_blob(&c, 8, &size);
        char *body = arena_alloc(d->arena, size + 1);
        if (size >= SM_SEAL_EXTRA)
            opened = keyring_open_value(store_keys(d->store), purpose,
                                        (struct sm_bytes){sealed, size}, (uint8_t *)body, why);
        struct notice one = {
            .subject_id = subject,
            .notice_id = db_int(&c, 0),
            .about = db_text_copy(&c, 1, d->arena),
            .kind = (int)db_int(&c, 2),
            .channel = db_text_copy(&c, 3, d->arena),
            .state = (int)db_int(&c, 4),
            .made_on = date_from_column(db_int(&c, 5)),
            .matter_id = db_int(&c, 6),
            .number = db_text_copy(&c, 7, d->arena),
            .body = body,
            .recorded_at = db_int(&c, 9),
        };
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    e = db_done(&c, opened ? NULL : why);
    *out = list;
    *count = n;
    return opened ? opened : e;
}

struct matter_value matters_value(const struct matter_file *f, const char *name)
{
    struct matter_value v = {.text = ""};
    for (size_t i = f->given_count; i-- > 0;) {
        const struct matter_given *g = &f->given[i];
        if (strcmp(g->name, name) != 0) continue;
        const struct matter_field *field = matter_field(matter_kind(f->m.kind), name, g->event);
        if (field && !matter_value_parse(field, g->value, &v, NULL)) return v;
        return (struct matter_value){.text = ""};
    }
    return v;
}
