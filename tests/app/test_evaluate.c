/*
 * The full evaluation and its packed file: scenarios 16, 22, 40; capabilities C3, C15, C35. The
 * file refreshed is the file built anew; what is counted is what the night then opens; a what-if
 * writes nothing.
 */
#include "app/evaluate.h"

#include <fcntl.h>
#include <unistd.h>

#include "app/world.h"

SQL_FANOUT(count_everything,
           "SELECT (SELECT COUNT(*) FROM notice) + (SELECT COUNT(*) FROM matter_event)"
           " + (SELECT COUNT(*) FROM month_entry) + (SELECT COUNT(*) FROM certification)"
           " + (SELECT COUNT(*) FROM param) + (SELECT COUNT(*) FROM person_fact)");
SQL_FANOUT(count_persons, "SELECT COUNT(*) FROM person");
SQL_FANOUT(count_overlaps, "SELECT COUNT(*) FROM matter WHERE kind = 7");
SQL(fake_due, "UPDATE person SET due_on = 20240304 WHERE person_id = ?1");
SQL(forget_entries, "DELETE FROM audit WHERE chain = ?1");

static struct evaluated evaluate(struct world *w, struct evaluate in)
{
    struct evaluated done;
    struct call call = world_call(w, NULL);
    assert_int_equal(evaluate_all(&call, &in, &done, &w->why), ERR_OK);
    return done;
}

static struct sweep_tally tally(struct world *w, struct evaluate in)
{
    struct evaluated done = evaluate(w, in);
    struct sweep_tally all = sweep_total(&done.r);
    sweep_free(&done.r);
    return all;
}

/* Brings the file up to now; how many were read again. */
static struct packed_counts update(struct world *w, const char *path, bool rebuild)
{
    struct packed_counts n;
    struct read r = {.arena = w->arena};
    assert_int_equal(store_read_begin(w->app.store, &r, &w->why), ERR_OK);
    struct data d = data_of_read(&r);
    assert_int_equal(packed_update(&d, path, rebuild, &n, &w->why), ERR_OK);
    store_read_end(&r);
    return n;
}

static char *bytes_of(struct world *w, const char *path, size_t *size)
{
    char *bytes = arena_alloc(w->arena, 4u << 20);
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    ssize_t n = read(fd, bytes, 4u << 20);
    close(fd);
    assert_true(n > 8192 && n < (4 << 20));
    *size = (size_t)n;
    return bytes;
}

/* All behind the header, which also says what the file rests on. */
static void same_as_built_anew(struct world *w)
{
    char refreshed[200], anew[200];
    size_t a_size, b_size;
    snprintf(refreshed, sizeof refreshed, "%s/a.packed", w->t.folder);
    snprintf(anew, sizeof anew, "%s/b.packed", w->t.folder);
    assert_false(update(w, refreshed, false).rebuilt && access(anew, F_OK) == 0);
    assert_true(update(w, anew, true).rebuilt);
    char *a = bytes_of(w, refreshed, &a_size), *b = bytes_of(w, anew, &b_size);
    assert_int_equal(a_size, b_size);
    assert_memory_equal(a + 8192, b + 8192, a_size - 8192);
}

static void report(struct world *w, const char *number, enum loss_event event, const char *on,
                   const char *until)
{
    struct loss_report in = {.number = number,
                             .event = event,
                             .on = D(on),
                             .until = D(until),
                             .sentence = event == LOSS_PRISON ? SENTENCE_IMPRISONMENT : 0,
                             .reported_on = D("2024-03-05"),
                             .reporter_in_city = true};
    struct loss_reported done = {0};
    struct call call = world_call(w, "clerk@" HUANCUI);
    assert_int_equal(loss_report(&call, &in, &done, &w->why), ERR_OK);
}

/* People of every sort: due soon, with two lines that overlap, a child, in prison, abroad. */
static void populate(struct world *w)
{
    world_crowd(w, 100, 30, (struct newcomer){.last = "2023-03-04"}); /* due 2024-03-04 */
    world_crowd(w, 200, 30, (struct newcomer){.last = "2023-11-20"});
    world_crowd(w, 300, 5, (struct newcomer){.last = "2023-03-01", .payer = WENDENG});
    world_enrol(w, 1, (struct newcomer){.last = "2023-11-01"});
    world_enrol(w, 1,
                (struct newcomer){
                    .last = "2023-11-01", .kind = LINE_CARE, .payer = WENDENG, .rate = 90000});
    world_enrol(w, 1,
                (struct newcomer){.birth = "2006-05-20",
                                  .last = "2023-11-01",
                                  .kind = LINE_DEPENDANT,
                                  .relation = RELATION_CHILD});
}

static void the_file_refreshed_is_the_file_built_anew(void **state)
{
    struct world *w = *state;
    populate(w);
    same_as_built_anew(w);
    world_day(w, "2024-03-05");
    same_as_built_anew(w);
    const char *number = world_number(w, NULL, 100);
    struct certified done;
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, world_number(w, NULL, 200), &done), ERR_OK);
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, NULL));
    report(w, world_number(w, NULL, 201), LOSS_PRISON, "2024-02-01", "2024-09-30");
    world_release(w, world_matter(w, world_number(w, NULL, 201), MATTER_LOSS, NULL));
    world_enrol(w, 2, (struct newcomer){.last = "2024-01-05"});
    world_enrol(w, 200,
                (struct newcomer){.last = "2023-11-20", .kind = LINE_RESIDENT_PENSION,
                                  .rate = 21800});
    same_as_built_anew(w);
    world_day(w, "2024-09-08");
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &done), ERR_OK);
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, NULL));
    same_as_built_anew(w);
    world_day(w, "2024-12-01");
    same_as_built_anew(w);
}

/* The guard itself: a change that left no entry in the log would stay unseen. */
static void only_the_changed_are_read_again(void **state)
{
    struct world *w = *state;
    char path[200];
    snprintf(path, sizeof path, "%s/a.packed", w->t.folder);
    populate(w);
    int64_t all = world_count(w, &count_persons);
    struct packed_counts n = update(w, path, false);
    assert_true(n.rebuilt && n.read == all && n.persons == all);
    world_go(w, "2024-01-20");
    struct certified done;
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, world_number(w, NULL, 200), &done), ERR_OK);
    n = update(w, path, false);
    assert_false(n.rebuilt);
    assert_int_equal(n.persons, all);
    if (test_backend == BACKEND_SQLITE) assert_int_equal(n.read, 1);
    else assert_true(n.read >= 1);
}

static void spoil(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    char c;
    assert_int_equal(pread(fd, &c, 1, at), 1);
    c ^= 0x10;
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
    close(fd);
}

static void a_damaged_or_foreign_file_is_built_again(void **state)
{
    struct world *w = *state;
    char path[200];
    populate(w);
    struct sweep_tally good = tally(w, (struct evaluate){0});
    snprintf(path, sizeof path, "%s", packed_path(w->app.store));
    static const off_t places[] = {0, 9, 40, 300, 8192, 9000};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        spoil(path, places[i]);
        struct evaluated done = evaluate(w, (struct evaluate){0});
        struct sweep_tally now = sweep_total(&done.r);
        assert_true(done.file.rebuilt);
        assert_memory_equal(&now, &good, sizeof now);
        sweep_free(&done.r);
    }
    assert_int_equal(truncate(path, 9000), 0);
    assert_true(evaluate(w, (struct evaluate){0}).file.rebuilt);
    assert_false(evaluate(w, (struct evaluate){0}).file.rebuilt);
    /* Restored from before the file: the entry it rests on is not in the log. */
    struct packed *p;
    assert_int_equal(packed_open(path, &p, &w->why), ERR_OK);
    world_edit(w, &forget_entries, packed_head(p).chain);
    packed_close(p);
    assert_true(evaluate(w, (struct evaluate){0}).file.rebuilt);
}

/* Each morning the count, then the night: to the matter. */
static void what_is_counted_is_what_the_night_opens(void **state)
{
    struct world *w = *state;
    populate(w);
    report(w, world_number(w, NULL, 202), LOSS_PRISON, "2023-12-01", "2024-06-10");
    world_day(w, "2024-01-03");
    world_release(w, world_matter(w, world_number(w, NULL, 202), MATTER_LOSS, NULL));
    static const char *const days[] = {"2024-02-20", "2024-02-29", "2024-03-02", "2024-03-05",
                                       "2024-03-12", "2024-05-20", "2024-06-10", "2024-11-21"};
    int64_t suspensions = 0, foreseen = 0, losses = 0;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        world_day(w, date_print(date_add_days(D(days[i]), -1)).s);
        world_go(w, days[i]);
        struct evaluated done = evaluate(w, (struct evaluate){0});
        struct sweep_tally t = sweep_total(&done.r);
        struct sweep_tally rows = tally(w, (struct evaluate){.rows = true});
        assert_memory_equal(&t, &rows, sizeof t);
        int64_t before = world_count(w, &count_overlaps);
        struct day_counts n = world_day(w, days[i]);
        assert_int_equal(t.suspensions, n.suspensions);
        assert_int_equal(t.investigations, n.investigations);
        assert_int_equal(t.foreseen, n.foreseen);
        assert_int_equal(t.losses, n.losses);
        assert_int_equal(done.r.overlaps, world_count(w, &count_overlaps) - before);
        assert_int_equal(t.stale, 0);
        sweep_free(&done.r);
        suspensions += n.suspensions;
        foreseen += n.foreseen;
        losses += n.losses;
    }
    assert_true(suspensions >= 35 && foreseen >= 1 && losses == 1);
    assert_int_equal(tally(w, (struct evaluate){0}).suspensions, 0);
}

/* Scenario 16 seen by the sweep: a suspension of 2024-03-05 is investigated on 2024-09-06. */
static void an_investigation_is_counted_on_its_day(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-03-01"});
    world_day(w, "2024-03-05");
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, NULL));
    world_day(w, "2024-09-05");
    assert_int_equal(tally(w, (struct evaluate){0}).investigations, 0);
    world_go(w, "2024-09-06");
    assert_int_equal(tally(w, (struct evaluate){0}).investigations, 1);
    assert_int_equal(world_day(w, "2024-09-06").investigations, 1);
    assert_int_equal(tally(w, (struct evaluate){0}).investigations, 0);
}

/* Scenario 40: 12 to 6 months lists who would newly be due; nothing is written. */
static void a_shorter_cycle_lists_the_newly_due_and_writes_nothing(void **state)
{
    struct world *w = *state;
    populate(w);
    world_day(w, "2024-06-03");
    int64_t rows = world_count(w, &count_everything), entries = world_entries(w);
    struct evaluated done = evaluate(w, (struct evaluate){.set = "cycle.months=6", .list = true});
    struct sweep_tally t = sweep_total(&done.r);
    /* The 30 of 2023-11-20 were due 2024-05-20; the two of 2023-11-01 2024-05-06 (a holiday). */
    assert_int_equal(t.newly_due, 32);
    assert_int_equal(t.no_longer_due, 0);
    assert_int_equal(t.suspend, 33); /* one of them has two payers */
    assert_int_equal(done.r.case_count, 32);
    for (size_t i = 0; i < done.r.case_count; i++) {
        const struct sweep_case *c = &done.r.cases[i];
        assert_int_equal(c->changes, SWEEP_NEWLY_DUE | SWEEP_SUSPEND);
        assert_true(date_cmp(c->after, D("2024-06-03")) < 0);
        assert_true(date_cmp(c->before, D("2024-06-03")) >= 0);
    }
    sweep_free(&done.r);
    assert_int_equal(world_count(w, &count_everything), rows);
    assert_int_equal(world_entries(w), entries + 1);
    assert_int_equal(tally(w, (struct evaluate){0}).suspensions, 0);
}

/* The other way: a cycle of 24 months, and who waits for a decision would be left alone. */
static void a_longer_cycle_counts_the_restored(void **state)
{
    struct world *w = *state;
    populate(w);
    world_day(w, "2024-03-05");
    world_release(w, world_matter(w, world_number(w, NULL, 100), MATTER_SUSPENSION, NULL));
    struct evaluated done = evaluate(w, (struct evaluate){.set = "cycle.months=24", .list = true});
    struct sweep_tally t = sweep_total(&done.r);
    assert_int_equal(t.no_longer_due, 35);
    assert_int_equal(t.restore, 35); /* proposed, and the one already released */
    assert_int_equal(t.suspend, 0);
    sweep_free(&done.r);
}

/* A district sees its own; a clerk nothing. */
static void the_region_bounds_what_is_seen(void **state)
{
    struct world *w = *state;
    populate(w);
    world_go(w, "2024-06-03");
    struct evaluated done;
    struct call call = world_call(w, "manager@" WENDENG);
    struct evaluate in = {.set = "cycle.months=6", .list = true};
    assert_int_equal(evaluate_all(&call, &in, &done, &w->why), ERR_OK);
    assert_int_equal(done.r.persons, 6); /* five, and the one with a care allowance of Wendeng */
    for (size_t i = 0; i < done.r.payers; i++)
        assert_true(!done.r.seen[i] || strcmp(done.r.payer[i], WENDENG) == 0);
    sweep_free(&done.r);
    call = world_call(w, "clerk@" WENDENG);
    assert_int_equal(evaluate_all(&call, &in, &done, &w->why), ERR_DENIED);
}

static void what_cannot_be_set_is_refused(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *set;
        enum zh_id message;
    } cases[] = {
        {"cycle.months", ZH_evaluate_form},
        {"cycle.moons=6", ZH_evaluate_unknown},
        {"cycle.months=six", ZH_evaluate_value},
        {"cycle.mode=sometimes", ZH_evaluate_value},
        {"cycle.months=-1", ZH_evaluate_value},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct evaluated done;
        struct call call = world_call(w, NULL);
        struct evaluate in = {.set = cases[i].set};
        assert_int_equal(evaluate_all(&call, &in, &done, &w->why), ERR_USAGE);
        assert_int_equal(w->why.message, cases[i].message);
    }
}

/* A stored due day that law no longer gives is told, and law is followed. */
static void a_stale_due_day_is_told(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-11-20"});
    world_edit(w, &fake_due, world_id(w, number));
    struct sweep_tally t = tally(w, (struct evaluate){.rebuild = true});
    assert_int_equal(t.stale, 1);
    assert_int_equal(t.past_due, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_file_refreshed_is_the_file_built_anew),
        WORLD_TEST(only_the_changed_are_read_again),
        WORLD_TEST(a_damaged_or_foreign_file_is_built_again),
        WORLD_TEST(what_is_counted_is_what_the_night_opens),
        WORLD_TEST(an_investigation_is_counted_on_its_day),
        WORLD_TEST(a_shorter_cycle_lists_the_newly_due_and_writes_nothing),
        WORLD_TEST(a_longer_cycle_counts_the_restored),
        WORLD_TEST(the_region_bounds_what_is_seen),
        WORLD_TEST(what_cannot_be_set_is_refused),
        WORLD_TEST(a_stale_due_day_is_told),
    };
    return TEST_ON_EACH(tests);
}
