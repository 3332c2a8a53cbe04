/* Matters, their events and the notices: what the database itself refuses (architecture, "No
 * pension stops by accident"; B17, B32). */
#include "aggregate.h"

struct entering {
    struct matter m, after; /* after: as the write left it */
    struct matter_event e;
};

static struct entering of(int64_t matter_id)
{
    struct entering k = {
        .m = {.subject_id = PERSON,
              .matter_id = matter_id,
              .kind = MATTER_SUSPENSION,
              .state = STATE_PROPOSED,
              .agency = HUANCUI,
              .opened_on = date_of(2024, 3, 1),
              .due_on = date_of(2024, 3, 5),
              .cause = CAUSE_MISSED,
              .event_on = date_of(2024, 2, 28),
              .note = "note"},
        .e = {.event = EVENT_OPEN,
              .to = STATE_PROPOSED,
              .actor = "system",
              .happened_on = date_of(2024, 3, 1),
              .recorded_at = 2000},
    };
    return k;
}

/* Restartable, as every function of a write: each run begins with what was given and leaves its
 * result apart. */
static enum err insert_fn(struct data *d, void *ctx, struct problem *p)
{
    struct entering *k = ctx, run = {.m = k->m, .e = k->e};
    enum err e = matters_insert(d, &run.m, 2000, p);
    if (!e) e = matters_add_event(d, &run.m, &run.e, p);
    k->after = run.m;
    return e;
}

static enum err event_fn(struct data *d, void *ctx, struct problem *p)
{
    struct entering *k = ctx, run = {.m = k->m, .e = k->e};
    enum err e = matters_add_event(d, &run.m, &run.e, p);
    k->after = run.m;
    return e;
}

/* Enters the event and goes on from there. */
static enum err next(struct fixture *f, doing fn, struct entering *k)
{
    enum err e = change(f, fn, k);
    if (!e) k->m = k->after;
    return e;
}

static void a_matter_is_the_fold_of_its_events(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct matter_file *files;
    size_t count;
    struct entering k = of(7);
    assert_int_equal(next(f, insert_fn, &k), ERR_OK);
    k.e = (struct matter_event){.event = EVENT_DECIDE,
                                .from = STATE_PROPOSED,
                                .to = STATE_DECIDED,
                                .actor = "clerk",
                                .reason = "why",
                                .happened_on = date_of(2024, 3, 2),
                                .recorded_at = 3000};
    assert_int_equal(next(f, event_fn, &k), ERR_OK);
    assert_int_equal(k.m.events, 2);
    struct data d = reader(f, &r);
    assert_int_equal(matters_load(&d, PERSON, &files, &count, &why), ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(files[0].event_count, 2);
    assert_int_equal(files[0].m.state, STATE_DECIDED);
    assert_int_equal(files[0].m.events, 2);
    assert_string_equal(files[0].m.note, "note");
    assert_string_equal(files[0].events[1].reason, "why");
    assert_int_equal(files[0].m.due_on.day, date_of(2024, 3, 5).day);
    int64_t subject = 0;
    assert_int_equal(matters_find(&d, 7, &subject, &why), ERR_OK);
    assert_int_equal(subject, PERSON);
    assert_int_equal(matters_find(&d, 8, &subject, &why), ERR_NOT_FOUND);
    d.known_at = 2500; /* as known before the decision */
    assert_int_equal(matters_load(&d, PERSON, &files, &count, &why), ERR_OK);
    assert_int_equal(files[0].event_count, 1);
    store_read_end(&r);
}

/* The CHECK of the table: an adverse event has a decider, another releaser and a finding, whatever
 * the program does. */
static void the_database_refuses_an_adverse_event_of_one_person(void **state)
{
    struct fixture *f = *state;
    struct entering k = of(7);
    assert_int_equal(next(f, insert_fn, &k), ERR_OK);
    const struct matter_event bad[] = {
        {.releaser = "", .finding_seq = 9},
        {.releaser = "clerk", .finding_seq = 9},
        {.releaser = "reviewer", .finding_seq = 0},
    };
    for (int i = 0; i < 3; i++) {
        struct entering one = k;
        one.e = bad[i];
        one.e.event = EVENT_RELEASE;
        one.e.from = STATE_DECIDED;
        one.e.to = STATE_RELEASED;
        one.e.actor = "clerk";
        one.e.adverse = true;
        assert_true(change(f, event_fn, &one) != ERR_OK);
    }
    struct read r;
    struct matter_file *files;
    size_t count;
    struct data d = reader(f, &r);
    assert_int_equal(matters_load(&d, PERSON, &files, &count, &why), ERR_OK);
    assert_int_equal(files[0].event_count, 1);
    assert_int_equal(files[0].m.state, STATE_PROPOSED);
    store_read_end(&r);
    k.e = (struct matter_event){.event = EVENT_RELEASE,
                                .from = STATE_DECIDED,
                                .to = STATE_RELEASED,
                                .actor = "clerk",
                                .releaser = "reviewer",
                                .adverse = true,
                                .finding_seq = 9,
                                .recorded_at = 4000};
    assert_int_equal(change(f, event_fn, &k), ERR_OK);
}

static void an_event_is_numbered_once_and_needs_its_matter(void **state)
{
    struct fixture *f = *state;
    struct entering k = of(7), twin, orphan = of(8);
    struct entering again = k;
    assert_int_equal(next(f, insert_fn, &k), ERR_OK);
    assert_int_equal(change(f, insert_fn, &again), ERR_CONFLICT); /* the id is taken */
    twin = k;
    assert_int_equal(next(f, event_fn, &k), ERR_OK);
    assert_int_equal(change(f, event_fn, &twin),
                     ERR_CONFLICT); /* from the same reading: two writers at once */
    assert_true(change(f, event_fn, &orphan) != ERR_OK);
}

struct listed {
    int64_t ids[16];
    int count, stop_after;
};

static bool list_one(void *ctx, const struct matter *m)
{
    struct listed *l = ctx;
    l->ids[l->count++] = m->matter_id;
    return l->count != l->stop_after;
}

static void worklists_filter_and_come_by_due_day(void **state)
{
    static const struct {
        int64_t id;
        const char *agency;
        int kind, state, due;
    } given[] = {
        {1, "371000000000", 1, STATE_PROPOSED, 5}, {2, HUANCUI, 1, STATE_PROPOSED, 9},
        {3, HUANCUI, 2, STATE_DECIDED, 3},         {4, HUANCUI, 1, STATE_CLOSED, 1},
        {5, "371002001000", 1, STATE_HELD, 4},     {6, "371003000000", 1, STATE_PROPOSED, 2}};
    struct fixture *f = *state;
    for (int i = 0; i < 6; i++) {
        struct entering k = of(given[i].id);
        snprintf(k.m.agency, sizeof k.m.agency, "%s", given[i].agency);
        k.m.kind = (enum matter_kind_id)given[i].kind;
        k.m.due_on = date_of(2024, 3, given[i].due);
        k.e.to = (enum matter_state)given[i].state;
        assert_int_equal(change(f, insert_fn, &k), ERR_OK);
    }
    const struct {
        struct matters_filter filter;
        int64_t want[7];
    } cases[] = {
        {{0}, {4, 6, 3, 5, 1, 2}},
        {{.agency = "371000000000"}, {4, 6, 3, 5, 1, 2}},
        {{.agency = HUANCUI}, {4, 3, 5, 2}},
        {{.agency = HUANCUI, .open_only = true}, {3, 5, 2}},
        {{.agency = HUANCUI, .kind = 1}, {4, 5, 2}},
        {{.state = STATE_PROPOSED}, {6, 1, 2}},
        {{.agency = "371002001000"}, {5}},
        {{.agency = "371002001001"}, {0}},
        {{.subject = PERSON, .agency = HUANCUI, .kind = 2}, {3}},
        {{.subject = PERSON + 1}, {0}},
    };
    struct read r;
    struct data d = reader(f, &r);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct listed l = {0};
        assert_int_equal(matters_list(&d, &cases[i].filter, list_one, &l, &why), ERR_OK);
        for (int n = 0; n < 7; n++) assert_int_equal(l.ids[n], cases[i].want[n]);
    }
    struct listed two = {.stop_after = 2};
    assert_int_equal(matters_list(&d, &(struct matters_filter){0}, list_one, &two, &why), ERR_OK);
    assert_int_equal(two.count, 2);
    store_read_end(&r);
}

struct noting {
    struct notice n;
    bool made;
};

static enum err notice_fn(struct data *d, void *ctx, struct problem *p)
{
    struct noting *k = ctx;
    return notice_add(d, &k->n, &k->made, p);
}

SQL(notice_raw, "INSERT INTO notice (subject_id, notice_id, about, kind, channel, state, made_on, "
                "body, recorded_at)"
                " VALUES (?1, 1, 'reminder', 1, 'sms', 1, 0, ?2, 0)");

static enum err raw_notice(struct data *d, void *ctx, struct problem *p)
{
    (void)ctx;
    return db_exec(d->db, &notice_raw, DB_VALUES(DB_I(PERSON), DB_B("x", 1)), NULL, p);
}

static void a_notice_is_never_made_twice(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct notice *list;
    size_t count;
    struct noting k = {.n = {.subject_id = PERSON,
                             .about = "reminder",
                             .channel = "sms",
                             .body = "once",
                             .kind = 1,
                             .state = 1,
                             .made_on = date_of(2024, 3, 1),
                             .recorded_at = 5}};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(change(f, notice_fn, &k), ERR_OK);
        assert_int_equal(k.made, i == 0);
    }
    assert_int_equal(change(f, raw_notice, NULL), ERR_CONFLICT); /* the database says the same */
    k.n.subject_id = PERSON + 1;
    assert_int_equal(change(f, notice_fn, &k), ERR_OK);
    assert_true(k.made);
    struct data d = reader(f, &r);
    assert_int_equal(notice_list(&d, PERSON, &list, &count, &why), ERR_OK);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].body, "once");
    store_read_end(&r);
}

int main(void)
{
    static const struct CMUnitTest matters[] = {
        EACH(a_matter_is_the_fold_of_its_events),
        EACH(the_database_refuses_an_adverse_event_of_one_person),
        EACH(an_event_is_numbered_once_and_needs_its_matter),
        EACH(worklists_filter_and_come_by_due_day),
        EACH(a_notice_is_never_made_twice),
    };
    return TEST_ON_EACH(matters);
}
