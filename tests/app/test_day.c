/*
 * The night (arts. 5, 10; interface.md): scenarios 8, 42; capabilities B2, C22: idempotent, caught
 * up in order, and finished by the next call wherever it broke off.
 */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/world.h"

SQL_FANOUT(count_reminders, "SELECT COUNT(*) FROM notice WHERE kind = 1");
SQL_FANOUT(count_suspensions, "SELECT COUNT(*) FROM matter WHERE kind = 1");
SQL_FANOUT(count_doubled, "SELECT COUNT(*) FROM (SELECT subject_id FROM matter WHERE kind = 1 "
                          "GROUP BY subject_id, agency HAVING COUNT(*) > 1) d");
SQL_FANOUT(count_days, "SELECT COUNT(*) FROM day_run");
SQL_FANOUT(count_locked, "SELECT COUNT(*) FROM payroll_run WHERE sequence = 0 AND state = 2");
SQL_FANOUT(count_events, "SELECT COUNT(*) FROM matter_event");
SQL_FANOUT(count_state, "SELECT (SELECT COUNT(*) FROM notice) + (SELECT COUNT(*) FROM "
                        "matter_event) + (SELECT COUNT(*) FROM payroll_event)"
                        " + (SELECT COUNT(*) FROM month_entry) + (SELECT COUNT(*) FROM audit)");

static void a_day_is_run_once(void **state)
{
    struct world *w = *state;
    world_crowd(w, 1, 30, (struct newcomer){0});
    struct day_counts n = world_day(w, "2024-02-29");
    assert_int_equal(n.days, 59);
    assert_int_equal(n.suspensions, 30);
    int64_t rows = world_count(w, &count_state);
    for (int i = 0; i < 2; i++) {
        n = world_day(w, "2024-02-29");
        assert_int_equal(n.days, 0);
        assert_int_equal(n.suspensions + n.reminders + n.runs_locked, 0);
    }
    assert_int_equal(world_count(w, &count_state), rows);
    assert_int_equal(world_count(w, &count_days), 59);
}

/* Scenario 8: 90, 60, 30, 15 and 3 days before; those that lie before the start are gone. */
static void missed_days_are_caught_up_in_order_each_with_its_own_date(void **state)
{
    struct world *w = *state;
    const char *number =
        world_enrol(w, 1, (struct newcomer){.last = "2023-07-15"}); /* due 2024-07-15 */
    world_day(w, "2024-07-14");
    struct dossier s = world_dossier(w, number);
    struct read r = {.arena = w->arena};
    struct notice *list;
    size_t count;
    assert_int_equal(store_read_begin(w->app.store, &r, &w->why), ERR_OK);
    r.arena = w->arena;
    struct data d = data_of_read(&r);
    assert_int_equal(notice_list(&d, s.p.person_id, &list, &count, &w->why), ERR_OK);
    store_read_end(&r);
    static const char *const days[] = {"2024-04-16", "2024-05-16", "2024-06-15", "2024-06-30",
                                       "2024-07-12"};
    assert_int_equal(count, 5);
    for (int i = 0; i < 5; i++) assert_int_equal(list[i].made_on.day, D(days[i]).day);
    assert_int_equal(world_count(w, &count_locked),
                     8 * 7); /* the city and seven districts, January to July */
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, NULL).kind, MATTER_UNSET);
    assert_int_equal(world_day(w, "2024-07-15").suspensions, 0); /* the due day itself is in time */
    assert_int_equal(world_day(w, "2024-07-16").suspensions, 1);
}

static void caught_up_or_day_by_day_comes_to_the_same(void **state)
{
    struct world *w = *state;
    world_crowd(w, 1, 5, (struct newcomer){.last = "2023-01-31"});
    world_crowd(w, 6, 5, (struct newcomer){.last = "2023-02-14"});
    int suspensions = 0, reminders = 0;
    for (struct date day = D("2024-01-02"); day.day <= D("2024-02-20").day;
         day = date_add_days(day, 1)) {
        struct day_counts n = world_day(w, date_print(day).s);
        assert_int_equal(n.days, 1);
        suspensions += n.suspensions;
        reminders += n.reminders;
    }
    assert_int_equal(suspensions, 10);
    assert_int_equal(reminders, 5 * 2 + 5 * 3); /* 15 and 3 days before; 30, 15 and 3 */
}

static void only_the_console_and_the_system_administrator_run_it(void **state)
{
    static const char *const logins[] = {"clerk@" HUANCUI, "manager@" CITY, "supervisor@" CITY,
                                         "auditadmin", "secadmin"};
    struct world *w = *state;
    for (int i = 0; i < 5; i++) {
        struct call call = world_call(w, logins[i]);
        struct day_counts n;
        assert_int_equal(day_run(&call, &n, &w->why), ERR_DENIED);
    }
    assert_int_equal(world_count(w, &count_days), 0);
}

/* Scenario 42: killed at some moment of the night; the next call finishes it, nobody is asked twice
 * and nobody is left out. */
static void killed_in_the_middle_the_next_call_finishes(void **state)
{
    struct world *w = *state;
    world_crowd(w, 1, 700, (struct newcomer){.last = "2023-02-28"});
    world_day(w, "2024-02-27");
    int64_t reminders = world_count(w, &count_reminders);
    assert_int_equal(reminders, 700 * 3);
    app_close(&w->app);
    for (int kill_ms = 10; kill_ms <= 160; kill_ms *= 2) {
        pid_t child = fork();
        if (child == 0) {
            struct day_counts n;
            world_try_day(w, "2024-02-29", &n);
            _exit(0);
        }
        nanosleep(&(struct timespec){.tv_nsec = kill_ms * 1000000L}, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    world_day(w, "2024-02-29");
    assert_int_equal(world_count(w, &count_suspensions), 700);
    assert_int_equal(world_count(w, &count_doubled), 0);
    assert_int_equal(world_count(w, &count_events), 700);
    assert_int_equal(world_count(w, &count_reminders), reminders);
    assert_int_equal(world_count(w, &count_days), 59);
    assert_true(world_entries(w) > 0);
    assert_int_equal(world_breaks(w), 0);
}

/* A job that fails in the middle of its chunk leaves nothing of the chunk, and the next call does
 * it all. */
struct failing {
    const struct call *call;
    const int64_t *ids;
    int count;
};

static enum err fails_after_some(struct write *write, void *ctx, struct problem *why)
{
    struct failing *k = ctx;
    for (int i = 0; i < k->count; i++) {
        struct dossier s = dossier_for_write(k->call, write);
        struct matter_file *made;
        struct opening o = {.kind = MATTER_SUSPENSION,
                            .agency = HUANCUI,
                            .cause = CAUSE_MISSED,
                            .event_on = D("2024-02-28")};
        s.who = (struct principal){.login = "system"};
        enum err e = dossier_load(&s, k->ids[i], why);
        if (!e) e = move_open(&s, &o, &made, why);
        if (e) return e;
    }
    return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
}

static void a_chunk_that_fails_leaves_nothing_of_it(void **state)
{
    struct world *w = *state;
    int64_t ids[10];
    world_crowd(w, 1, 10, (struct newcomer){0});
    for (int i = 0; i < 10; i++) ids[i] = world_id(w, world_number(w, NULL, i + 1));
    world_day(w, "2024-02-28");
    world_go(w, "2024-02-29");
    int64_t rows = world_count(w, &count_state);
    struct call call = world_call(w, NULL);
    assert_int_equal(app_bulk(&call, fails_after_some, &(struct failing){&call, ids, 7}, &w->why),
                     ERR_FAILED);
    assert_int_equal(world_count(w, &count_state), rows);
    assert_int_equal(world_day(w, "2024-02-29").suspensions, 10);
    assert_int_equal(world_breaks(w), 0);
}

static enum err lock_only(struct write *write, void *ctx, struct problem *why)
{
    const struct call *call = ctx;
    struct data d = data_of_write(write);
    struct payroll_run run = {.payer = HUANCUI,
                              .month = M("2024-03"),
                              .state = RUN_LOCKED,
                              .locked_at = call->clock.moment};
    return payroll_run_move(&d, &run, "system", call->clock.business_date, call->clock.moment, why);
}

/* Broken off between the lock of a run and what follows from it: the next call of the same day
 * carries it through. */
static void broken_off_after_the_lock_the_suspension_still_takes_effect(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    world_day(w, "2024-02-29");
    world_go(w, "2024-03-01");
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, NULL));
    world_day(w, "2024-03-07");
    world_go(w, "2024-03-08");
    struct call call = world_call(w, NULL);
    assert_int_equal(app_bulk(&call, lock_only, &call, &w->why), ERR_OK);
    world_day(w, "2024-03-09");
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, NULL).state, STATE_IN_EFFECT);
    struct dossier s = world_dossier(w, number);
    assert_int_equal(s.lines[0].ledger.entry_count, 1);
    assert_int_equal(world_breaks(w), 0);
}

/* A stopped line is settled by the lock of each month, like a suspended one. */
static void the_months_of_a_stopped_line_are_entered_as_not_due(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-12-20"});
    world_go(w, "2024-01-15");
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct loss_reported done;
    struct loss_report in = {.number = number,
                             .event = LOSS_PRISON,
                             .on = D("2024-01-10"),
                             .until = D("2024-05-09"),
                             .reported_on = D("2024-01-15"),
                             .sentence = SENTENCE_IMPRISONMENT,
                             .reporter_in_city = true};
    assert_int_equal(loss_report(&call, &in, &done, &w->why), ERR_OK);
    world_release(w, world_matter(w, number, MATTER_LOSS, NULL));
    world_day(w, "2024-05-31");
    assert_int_equal(world_status(w, number, 0), 3);
    world_day(w, "2024-06-11");
    assert_int_equal(world_status(w, number, 0), 1); /* from the month after the release */
    struct dossier s = world_dossier(w, number);
    int64_t not_due = 0;
    for (size_t i = 0; i < s.lines[0].ledger.entry_count; i++)
        if (s.lines[0].ledger.entries[i].kind == ENTRY_TURNED_NOT_DUE)
            not_due += s.lines[0].ledger.entries[i].amount;
    assert_int_equal(not_due, 4 * RATE); /* February to May */
    assert_int_equal(world_payable(w, number, "2024-01", -1).net, RATE);
    assert_int_equal(world_payable(w, number, "2024-05", -1).net, 0);
    assert_int_equal(world_payable(w, number, "2024-06", -1).net, RATE);
    assert_int_equal(world_breaks(w), 0);
}

int main(void)
{
    static const struct CMUnitTest day[] = {
        WORLD_TEST(a_day_is_run_once),
        WORLD_TEST(missed_days_are_caught_up_in_order_each_with_its_own_date),
        WORLD_TEST(caught_up_or_day_by_day_comes_to_the_same),
        WORLD_TEST(only_the_console_and_the_system_administrator_run_it),
        WORLD_TEST(killed_in_the_middle_the_next_call_finishes),
        WORLD_TEST(a_chunk_that_fails_leaves_nothing_of_it),
        WORLD_TEST(broken_off_after_the_lock_the_suspension_still_takes_effect),
        WORLD_TEST(the_months_of_a_stopped_line_are_entered_as_not_due),
    };
    return TEST_ON_EACH(day);
}
