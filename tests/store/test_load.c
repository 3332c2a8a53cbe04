/* Many callers at once, on both databases: every total is exact, every chain holds, failing jobs
 * leave nothing. */
#include <pthread.h>
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
#include "support/jobs.h"

#define CALLERS 64
#define PEOPLE 50

SQL(load_person_insert, "INSERT INTO person (person_id, name, name_key, initials, sex, birth, "
                        "number, last4, residence_kind, residence_code,"
                        " registered_on, first_month, last_success, due_on, next_on, recorded_at)"
                        " VALUES (?1, '', '', '', 0, 0, ?2, '', 0, '', 0, 0, 0, 0, 0, 0)");
SQL(load_person_count, "SELECT certification_count FROM person WHERE person_id = ?1");
SQL(load_person_set, "UPDATE person SET certification_count = ?2 WHERE person_id = ?1");
SQL_FANOUT(load_sum, "SELECT sum(certification_count) FROM person");
SQL_FANOUT(load_requests, "SELECT count(*) FROM request");

static enum err add_people(struct write *w, void *ctx, struct problem *why)
{
    enum err e = ERR_OK;
    (void)ctx;
    for (int i = 1; !e && i <= PEOPLE; i++)
        e = db_exec(w->db, &load_person_insert, DB_VALUES(DB_I(i), DB_B("", 0)), NULL, why);
    return e;
}

struct step {
    int64_t person;
    enum err fail_with;
};

/* Reads and writes back: two at once on one person would lose a step. Fails, when it does, after
 * having written. */
static enum err add_one(struct write *w, void *ctx, struct problem *why)
{
    const struct step *s = ctx;
    struct db_cursor c;
    enum err e = db_query(w->db, &load_person_count, DB_VALUES(DB_I(s->person)), &c, why);
    if (e) return e;
    int64_t n = db_step(&c) ? db_int(&c, 0) : -1;
    e = db_done(&c, why);
    if (!e)
        e = db_exec(w->db, &load_person_set, DB_VALUES(DB_I(s->person), DB_I(n + 1)), NULL, why);
    store_audit(w,
                &(struct audit_note){.subject = s->person, .action = "step", .object = "person"});
    return e || !s->fail_with ? e : problem_set(why, s->fail_with, ZH_err_memory, NULL, NULL);
}

struct caller {
    pthread_t thread;
    struct fixture *f;
    int index, jobs, done, failed, wrong;
};

static void *call(void *arg)
{
    struct caller *me = arg;
    for (int i = 0; i < me->jobs; i++) {
        bool fails = i % 17 == 0;
        struct step s = {1 + (me->index * 7 + i) % PEOPLE, fails ? ERR_LAW : ERR_OK};
        struct write_request r = jobs_request(me->f, s.person);
        enum err e = store_write(me->f->store, &r, add_one, &s, NULL);
        if (e == ERR_OK && !fails) me->done++;
        else if (e == ERR_LAW && fails) me->failed++;
        else me->wrong++;
    }
    return NULL;
}

static int64_t number(struct store *s, const struct sql *q)
{
    struct read r;
    struct db_cursor c;
    assert_int_equal(store_read_begin(s, &r, NULL), ERR_OK);
    assert_int_equal(db_query(r.db, q, NULL, 0, &c, NULL), ERR_OK);
    int64_t n = db_step(&c) ? db_int(&c, 0) : -1;
    assert_int_equal(db_done(&c, NULL), ERR_OK);
    store_read_end(&r);
    return n;
}

static void run_callers(struct fixture *f, int jobs)
{
    static struct caller caller[CALLERS];
    int64_t done = 0, failed = 0, wrong = 0, entries = 0;
    struct write_request r = jobs_request(f, 0);
    struct problem why;
    assert_int_equal(store_write(f->store, &r, add_people, NULL, &why), ERR_OK);
    for (int i = 0; i < CALLERS; i++) {
        caller[i] = (struct caller){.f = f, .index = i, .jobs = jobs};
        assert_int_equal(pthread_create(&caller[i].thread, NULL, call, &caller[i]), 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(caller[i].thread, NULL);
        done += caller[i].done;
        failed += caller[i].failed;
        wrong += caller[i].wrong;
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(done + failed, CALLERS * jobs);
    assert_true(number(f->store, &load_sum) == done);
    assert_true(number(f->store, &load_requests) == done + 1);
    assert_int_equal(store_audit_verify(f->store, &entries, &why), ERR_OK);
    assert_true(entries == done);
}

static void sixty_four_callers_with_a_thousand_jobs_each(void **state)
{
    run_callers(*state, test_backend == BACKEND_SQLITE
                            ? 1000
                            : 200); /* failing jobs split batches there: fewer, same totals */
}

/* Jobs that touch two people in opposite order must not lock each other out for good. */
struct pair {
    pthread_t thread;
    struct fixture *f;
    int index, wrong;
};

static enum err add_two(struct write *w, void *ctx, struct problem *why)
{
    const int64_t *person = ctx;
    struct step s = {person[0], ERR_OK};
    enum err e = add_one(w, &s, why);
    s.person = person[1];
    return e ? e : add_one(w, &s, why);
}

static void *call_pairs(void *arg)
{
    struct pair *me = arg;
    for (int i = 0; i < 50; i++) {
        int64_t person[2] = {1 + i % 5, 6 + i % 3};
        if (me->index % 2) {
            int64_t swap = person[0];
            person[0] = person[1];
            person[1] = swap;
        }
        struct write_request r = jobs_request(me->f, person[0]);
        r.subject[1] = person[1];
        r.subject_count = 2;
        me->wrong += store_write(me->f->store, &r, add_two, person, NULL) != ERR_OK;
    }
    return NULL;
}

static void two_people_at_once_in_either_order(void **state)
{
    static struct pair pair[16];
    struct fixture *f = *state;
    struct write_request r = jobs_request(f, 0);
    int64_t entries = 0;
    assert_int_equal(store_write(f->store, &r, add_people, NULL, NULL), ERR_OK);
    for (int i = 0; i < 16; i++) {
        pair[i] = (struct pair){.f = f, .index = i};
        assert_int_equal(pthread_create(&pair[i].thread, NULL, call_pairs, &pair[i]), 0);
    }
    for (int i = 0; i < 16; i++) {
        pthread_join(pair[i].thread, NULL);
        assert_int_equal(pair[i].wrong, 0);
    }
    assert_true(number(f->store, &load_sum) == 16 * 50 * 2);
    assert_int_equal(store_audit_verify(f->store, &entries, NULL), ERR_OK);
    assert_true(entries == 16 * 50 * 2);
}

static void a_lone_caller_commits_every_job_at_once(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 50; i++) assert_int_equal(jobs_outage(f->store, i, ""), ERR_OK);
    struct store_counts c = store_counts(f->store);
    assert_int_equal(c.jobs, 50);
    assert_int_equal(c.groups, 50);
}

/* A long batch beside others: its parts would last this long each if they did not make way. */
#define PART_MS 1500
#define PARTS 8

struct long_batch {
    struct fixture *f;
    pthread_t thread;
    int parts, made_way;
    _Atomic bool over;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static enum err work_until_others_wait(struct write *w, void *ctx, struct problem *why)
{
    struct long_batch *b = ctx;
    int64_t until = now_ms() + PART_MS;
    (void)why;
    bool way = false;
    while (!way && now_ms() < until) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        way = store_make_way(w);
    }
    b->made_way += way;
    return ERR_OK;
}

static void *run_parts(void *arg)
{
    struct long_batch *b = arg;
    for (int i = 0; i < PARTS; i++) {
        struct write_request r = jobs_request(b->f, 1);
        b->parts += store_bulk(b->f->store, &r, work_until_others_wait, b, NULL) == ERR_OK;
    }
    b->over = true;
    return NULL;
}

static void a_long_batch_makes_way_for_everybody_and_still_gets_on(void **state)
{
    struct fixture *f = *state;
    struct long_batch b = {.f = f};
    int64_t longest = 0, began = now_ms();
    assert_int_equal(pthread_create(&b.thread, NULL, run_parts, &b), 0);
    for (int i = 0; !b.over; i++) { /* never a moment without a caller */
        struct write_request r = jobs_request(f, 1);
        struct jobs_outage o = {.id = i};
        int64_t asked = now_ms();
        assert_int_equal(store_write(f->store, &r, jobs_outage_fn, &o, NULL), ERR_OK);
        if (now_ms() - asked > longest) longest = now_ms() - asked;
        assert_true(now_ms() - began < 60000); /* starved */
    }
    pthread_join(b.thread, NULL);
    assert_int_equal(b.parts, PARTS);
    assert_true(b.made_way >= PARTS - 1); /* the first may end before anybody came */
    assert_true(longest < PART_MS / 2);
}

static void a_long_batch_alone_makes_way_for_nobody(void **state)
{
    struct fixture *f = *state;
    struct long_batch b = {.f = f};
    struct write_request r = jobs_request(f, 1);
    assert_int_equal(store_bulk(f->store, &r, work_until_others_wait, &b, NULL), ERR_OK);
    assert_int_equal(b.made_way, 0);
}

/* Where others may come, a part is over before the first of them does (issue 3: an import beside
 * the counter). */
static void a_long_batch_where_others_may_come_ends_its_parts_early(void **state)
{
    struct fixture *f = *state;
    struct long_batch b = {.f = f};
    struct store_options o = jobs_options(f);
    o.served = true;
    store_close(f->store);
    assert_int_equal(store_open(&o, &f->store, NULL), ERR_OK);
    struct write_request r = jobs_request(f, 1);
    assert_int_equal(store_bulk(f->store, &r, work_until_others_wait, &b, NULL), ERR_OK);
    assert_int_equal(b.made_way, 1);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, jobs_setup, jobs_teardown)
    static const struct CMUnitTest load[] = {
        EACH(sixty_four_callers_with_a_thousand_jobs_each),
        EACH(two_people_at_once_in_either_order),
        EACH(a_lone_caller_commits_every_job_at_once),
        EACH(a_long_batch_makes_way_for_everybody_and_still_gets_on),
        EACH(a_long_batch_alone_makes_way_for_nobody),
        EACH(a_long_batch_where_others_may_come_ends_its_parts_early),
    };
    return TEST_ON_EACH(load);
}
