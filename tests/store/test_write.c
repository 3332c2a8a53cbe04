/* store_write on both databases: conflicts, retries, replays, audit. */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/zh.h"
#include "store/core.h"
#include "support/database.h"
#include "support/jobs.h"

static void a_write_is_there_for_the_next_reader(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(jobs_outage(f->store, 7, "a"), ERR_OK);
    assert_int_equal(jobs_count(f->store), 1);
}

static void a_failing_job_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct jobs_outage o = {.id = 7, .fail_with = ERR_LAW};
    struct write_request r = jobs_request(f, 1);
    struct problem why;
    assert_int_equal(store_write(f->store, &r, jobs_outage_fn, &o, &why), ERR_LAW);
    assert_int_equal(jobs_count(f->store), 0);
    int64_t entries = -1;
    assert_int_equal(store_audit_verify(f->store, &entries, &why), ERR_OK);
    assert_int_equal(entries, 0);
    assert_int_equal(jobs_outage(f->store, 7, "a"), ERR_OK);
    assert_int_equal(store_audit_verify(f->store, &entries, &why), ERR_OK);
    assert_int_equal(entries, 1);
}

static void a_conflict_is_told_and_the_store_goes_on(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(jobs_outage(f->store, 7, "a"), ERR_OK);
    assert_int_equal(jobs_outage(f->store, 7, "b"), ERR_CONFLICT);
    assert_int_equal(jobs_outage(f->store, 8, "c"), ERR_OK);
    assert_int_equal(jobs_count(f->store), 2);
}

static void the_same_request_acts_once_and_answers_twice(void **state)
{
    struct fixture *f = *state;
    char answer[64];
    uint8_t digest[32] = {1};
    for (int i = 0; i < 3; i++) {
        struct jobs_outage o = {.id = 7, .answer = "reference 7"};
        struct write_request r = jobs_request(f, 1);
        r.request_id = 4711;
        r.digest = digest;
        r.answer = answer;
        r.answer_size = sizeof answer;
        struct problem why;
        assert_int_equal(store_write(f->store, &r, jobs_outage_fn, &o, &why), ERR_OK);
        assert_int_equal(r.replayed, i > 0);
        assert_int_equal(o.runs, i == 0);
        assert_string_equal(answer, "reference 7");
        if (i == 1) jobs_reopen(f);
    }
    assert_int_equal(jobs_count(f->store), 1);
}

static void another_thing_under_the_same_request_is_refused(void **state)
{
    struct fixture *f = *state;
    uint8_t digest[2][32] = {{1}, {2}};
    for (int i = 0; i < 2; i++) {
        struct jobs_outage o = {.id = 7 + i};
        struct write_request r = jobs_request(f, 1);
        struct problem why;
        r.request_id = 4711;
        r.digest = digest[i];
        enum err e = store_write(f->store, &r, jobs_outage_fn, &o, &why);
        assert_int_equal(e, i ? ERR_CONFLICT : ERR_OK);
        if (i) assert_int_equal(why.message, ZH_err_store_request_other);
    }
    struct jobs_outage o = {.id = 9};
    struct write_request r = jobs_request(f, 1);
    r.request_id = 4711;
    r.actor = "somebody else";
    assert_int_equal(store_write(f->store, &r, jobs_outage_fn, &o, NULL), ERR_CONFLICT);
    assert_int_equal(jobs_count(f->store), 1);
}

/* Callers whose requests carry one id wait behind a busy writer until all are there, so that one
 * batch takes them all. */
struct gate {
    sem_t begun, open;
};

struct rival {
    struct fixture *f;
    pthread_t thread;
    const char *actor;
    uint8_t digest[32];
    int64_t id;
    struct gate *gate; /* of who keeps the writer busy */
    enum err err;
    bool replayed;
};

static enum err busy_until_told(struct write *w, void *ctx, struct problem *why)
{
    (void)w, (void)why;
    struct gate *gate = ctx;
    sem_post(&gate->begun);
    sem_wait(&gate->open);
    return ERR_OK;
}

static void *keep_busy(void *arg)
{
    struct rival *v = arg;
    struct write_request r = jobs_request(v->f, 1);
    v->err = store_write(v->f->store, &r, busy_until_told, v->gate, NULL);
    return NULL;
}

/* Waits until so many jobs stand in the queue; false after ten seconds. */
static bool queued(const struct store *s, size_t jobs)
{
    for (int i = 0; i < 10000; i++) {
        size_t waiting = 0;
        for (int w = 0; w < s->writer_count; w++) waiting += s->writer[w].waiting;
        if (waiting == jobs) return true;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return false;
}

static void *ask(void *arg)
{
    struct rival *v = arg;
    struct jobs_outage o = {.id = v->id};
    struct write_request r = jobs_request(v->f, 1);
    r.request_id = 4711;
    r.actor = v->actor;
    r.digest = v->digest;
    v->err = store_write(v->f->store, &r, jobs_outage_fn, &o, NULL);
    v->replayed = r.replayed;
    return NULL;
}

static void one_batch_tells_rivals_of_one_request_apart(void **state)
{
    struct fixture *f = *state;
    struct gate gate;
    sem_init(&gate.begun, 0, 0);
    sem_init(&gate.open, 0, 0);
    struct rival busy = {.f = f, .gate = &gate};
    struct rival v[] = {{.f = f, .actor = "clerk@1", .digest = {1}, .id = 1},
                        {.f = f, .actor = "clerk@1", .digest = {1}, .id = 2},
                        {.f = f, .actor = "clerk@1", .digest = {2}, .id = 3},
                        {.f = f, .actor = "clerk@2", .digest = {1}, .id = 4}};
    enum { N = sizeof v / sizeof v[0] };
    assert_int_equal(pthread_create(&busy.thread, NULL, keep_busy, &busy), 0);
    sem_wait(&gate.begun);
    for (int i = 0; i < N; i++) {
        assert_int_equal(pthread_create(&v[i].thread, NULL, ask, &v[i]), 0);
        assert_true(queued(f->store, (size_t)i + 1)); /* in this order */
    }
    sem_post(&gate.open);
    for (int i = 0; i < N; i++) pthread_join(v[i].thread, NULL);
    pthread_join(busy.thread, NULL);
    sem_destroy(&gate.begun);
    sem_destroy(&gate.open);
    assert_int_equal(v[0].err, ERR_OK);
    assert_false(v[0].replayed);
    assert_int_equal(v[1].err, ERR_OK);
    assert_true(v[1].replayed);
    assert_int_equal(v[2].err, ERR_CONFLICT);
    assert_int_equal(v[3].err, ERR_CONFLICT);
    assert_int_equal(jobs_count(f->store), 1);
}

static void a_partners_key_acts_once_within_a_day(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *key;
        int days;
        bool replayed;
    } given[] = {{"A-1", 0, false},
                 {"A-1", 0, true},
                 {"A-1", 1, true},
                 {"A-2", 1, false},
                 {"A-1", 5, false}};
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        struct jobs_outage o = {.id = 100 + (int64_t)i};
        struct write_request r = jobs_request(f, 1);
        r.foreign_key = given[i].key;
        r.clock = clock_fixed(date_add_days(date_of(2026, 11, 23), given[i].days));
        assert_int_equal(store_write(f->store, &r, jobs_outage_fn, &o, NULL), ERR_OK);
        assert_int_equal(r.replayed, given[i].replayed);
        assert_true(r.request_id > 0);
    }
    assert_int_equal(jobs_count(f->store), 3);
}

static void a_note_that_is_too_long_fails_its_job(void **state)
{
    struct fixture *f = *state;
    static char action[2000];
    memset(action, 'x', sizeof action - 1);
    struct jobs_outage o = {.id = 7, .action = action};
    struct write_request r = jobs_request(f, 1);
    struct problem why;
    assert_int_equal(store_write(f->store, &r, jobs_outage_fn, &o, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_err_store_note);
    assert_int_equal(jobs_count(f->store), 0);
}

static void disclosures_are_entries_of_the_subject(void **state)
{
    struct fixture *f = *state;
    int64_t entries = 0;
    for (int i = 0; i < 5; i++)
        assert_int_equal(
            store_disclose(f->store,
                           &(struct disclosure){4711 + i % 2, "person.read", "clerk@371002000000",
                                                "counter", f->clock},
                           NULL),
            ERR_OK);
    assert_int_equal(store_audit_verify(f->store, &entries, NULL), ERR_OK);
    assert_int_equal(entries, 5);
    assert_int_equal(store_counts(f->store).audit_entries, 5);
}

static void chains_go_on_after_failures_and_reopening(void **state)
{
    struct fixture *f = *state;
    int64_t entries = 0;
    struct problem why;
    for (int i = 0; i < 40; i++) {
        struct jobs_outage o = {
            .id = 100 + i, .fail_with = i % 3 == 1 ? ERR_LAW : ERR_OK, .notes = i % 4};
        struct write_request r = jobs_request(f, 1 + i % 3);
        assert_int_equal(store_write(f->store, &r, jobs_outage_fn, &o, &why), o.fail_with);
        if (i % 10 == 9) jobs_reopen(f);
    }
    assert_int_equal(store_audit_verify(f->store, &entries, &why), ERR_OK);
    assert_true(entries > 0);
}

static void a_large_batch_goes_in_at_once(void **state)
{
    struct fixture *f = *state;
    int64_t entries = 0;
    struct jobs_outage o = {.id = 7, .notes = 5000, .fresh = true};
    struct write_request r = jobs_request(f, 1);
    struct problem why;
    assert_int_equal(store_bulk(f->store, &r, jobs_outage_fn, &o, &why), ERR_OK);
    o = (struct jobs_outage){.id = 8, .notes = 5000};
    r = jobs_request(f, 1);
    assert_int_equal(store_bulk(f->store, &r, jobs_outage_fn, &o, &why), ERR_OK);
    assert_int_equal(store_audit_verify(f->store, &entries, &why), ERR_OK);
    assert_int_equal(entries, 10000);
}

SQL_FANOUT(
    write_window,
    "INSERT INTO collective_window (window_id, scope, announced, first_day, last_day, recorded_at)"
    " VALUES (?1, '', 1, 2, 3, 0)");

struct twice {
    int64_t id;
    enum err second; /* what the second insert said when it last ran */
};

static enum err insert_twice(struct write *w, void *ctx, struct problem *why)
{
    struct twice *t = ctx;
    enum err e = db_exec(w->db, &write_window, DB_VALUES(DB_I(t->id)), NULL, why);
    t->second = e ? e : db_exec(w->db, &write_window, DB_VALUES(DB_I(t->id)), NULL, why);
    return t->second == ERR_CONFLICT ? problem_set(why, ERR_LAW, ZH_err_store_note, NULL, "", NULL)
                                     : t->second;
}

static void a_failure_inside_a_large_batch_is_told_where_it_happened(void **state)
{
    struct fixture *f = *state;
    struct twice t = {.id = 7};
    struct write_request r = jobs_request(f, 1);
    struct problem why;
    assert_int_equal(store_bulk(f->store, &r, insert_twice, &t, &why), ERR_LAW);
    assert_int_equal(t.second, ERR_CONFLICT);
    assert_int_equal(why.message, ZH_err_store_note);
}

static void ids_ascend_and_never_repeat_over_reopening(void **state)
{
    struct fixture *f = *state;
    int64_t last = 0;
    for (int i = 0; i < 20000; i++) {
        int64_t id = store_new_id(f->store);
        assert_true(id > last);
        last = id;
    }
    assert_int_equal(jobs_outage(f->store, 7, "a"), ERR_OK);
    jobs_reopen(f);
    if (test_backend == BACKEND_SQLITE) assert_true(store_new_id(f->store) > last);
}

static void a_training_store_says_so(void **state)
{
    struct fixture *f = *state;
    assert_true(store_training(f->store));
    jobs_reopen(f);
    assert_true(store_training(f->store));
    assert_non_null(store_keys(f->store));
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, jobs_setup, jobs_teardown)
    static const struct CMUnitTest write[] = {
        EACH(a_write_is_there_for_the_next_reader),
        EACH(a_failing_job_leaves_nothing),
        EACH(a_conflict_is_told_and_the_store_goes_on),
        EACH(the_same_request_acts_once_and_answers_twice),
        EACH(another_thing_under_the_same_request_is_refused),
        EACH(one_batch_tells_rivals_of_one_request_apart),
        EACH(a_partners_key_acts_once_within_a_day),
        EACH(a_note_that_is_too_long_fails_its_job),
        EACH(disclosures_are_entries_of_the_subject),
        EACH(chains_go_on_after_failures_and_reopening),
        EACH(a_large_batch_goes_in_at_once),
        EACH(a_failure_inside_a_large_batch_is_told_where_it_happened),
        EACH(ids_ascend_and_never_repeat_over_reopening),
        EACH(a_training_store_says_so),
    };
    return TEST_ON_EACH(write);
}
