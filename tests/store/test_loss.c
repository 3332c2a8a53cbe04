/* PostgreSQL goes away, at the worst moments: nothing acknowledged is lost, nothing happens twice.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/zh.h"
#include "support/jobs.h"
#include "support/proxy.h"

struct cut_off {
    struct fixture *f;
    struct proxy *proxy;
    struct store *store; /* through the proxy */
    char url[512];
};

static int setup(void **state)
{
    struct cut_off *c = calloc(1, sizeof *c);
    void *fixture;
    jobs_setup(&fixture);
    c->f = fixture;
    c->proxy = proxy_new(&c->f->t);
    test_url_through(&c->f->t, c->f->t.folder, 5432, c->url);
    struct store_options o = {.url = c->url, .keys = c->f->keys, .writers = 1};
    struct problem why;
    assert_int_equal(store_open(&o, &c->store, &why), ERR_OK);
    *state = c;
    return 0;
}

static int teardown(void **state)
{
    struct cut_off *c = *state;
    store_close(c->store);
    proxy_free(c->proxy);
    void *fixture = c->f;
    jobs_teardown(&fixture);
    free(c);
    return 0;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One write whose commit is cut; fn runs again only when nothing was committed. */
static void cut_one(struct cut_off *c, enum proxy_cut cut, int64_t subject, int runs)
{
    struct jobs_outage o = {.id = subject, .answer = "done"};
    struct write_request r = jobs_request(c->f, subject);
    struct problem why;
    char answer[32] = "";
    int64_t entries = 0, before = jobs_count(c->f->store);
    r.answer = answer;
    r.answer_size = sizeof answer;
    proxy_arm(c->proxy, cut, 1);
    int cuts = proxy_cuts(c->proxy);
    assert_int_equal(store_write(c->store, &r, jobs_outage_fn, &o, &why), ERR_OK);
    assert_int_equal(proxy_cuts(c->proxy), cuts + 1);
    assert_string_equal(answer, "done");
    assert_int_equal(o.runs, runs);
    assert_int_equal(jobs_count(c->f->store), before + 1);
    assert_int_equal(store_audit_verify(c->f->store, &entries, &why), ERR_OK);
}

static void a_commit_that_never_arrived_is_made_again(void **state)
{
    for (int i = 1; i <= 3; i++) cut_one(*state, PROXY_CUT_BEFORE, i, 2);
}

static void a_commit_whose_answer_is_lost_is_found(void **state)
{
    for (int i = 1; i <= 3; i++) cut_one(*state, PROXY_CUT_AFTER, i, 1);
}

static void a_commit_still_under_way_is_waited_for(void **state)
{
    for (int i = 1; i <= 2; i++) cut_one(*state, PROXY_CUT_LATE, i, 1);
}

static void a_disclosure_is_logged_once_whatever_happens_to_its_commit(void **state)
{
    struct cut_off *c = *state;
    struct problem why;
    int64_t entries = 0;
    for (int i = 0; i < 9; i++) {
        proxy_arm(c->proxy, (enum proxy_cut)(PROXY_CUT_BEFORE + i % 3), 1);
        assert_int_equal(
            store_disclose(c->store,
                           &(struct disclosure){1 + i / 3, "person.read", "clerk@371002000000",
                                                "counter", c->f->clock},
                           &why),
            ERR_OK);
    }
    assert_int_equal(store_audit_verify(c->f->store, &entries, &why), ERR_OK);
    assert_int_equal(entries, 9);
}

struct retry {
    struct cut_off *c;
    pthread_t thread;
    bool replayed;
    enum err result;
};

static void *same_request(void *arg)
{
    struct retry *me = arg;
    struct jobs_outage o = {.id = 7};
    struct write_request r = jobs_request(me->c->f, 7);
    r.request_id = 4711;
    me->result = store_write(me->c->store, &r, jobs_outage_fn, &o, NULL);
    me->replayed = r.replayed;
    return NULL;
}

static void parallel_retries_of_one_request_act_once_through_cuts(void **state)
{
    struct retry retry[32];
    int acted = 0;
    proxy_arm(((struct cut_off *)*state)->proxy, PROXY_CUT_AFTER, 1);
    for (int i = 0; i < 32; i++) {
        retry[i] = (struct retry){.c = *state};
        assert_int_equal(pthread_create(&retry[i].thread, NULL, same_request, &retry[i]), 0);
    }
    for (int i = 0; i < 32; i++) {
        pthread_join(retry[i].thread, NULL);
        assert_int_equal(retry[i].result, ERR_OK);
        acted += !retry[i].replayed;
    }
    assert_int_equal(acted, 1);
    assert_int_equal(jobs_count(((struct cut_off *)*state)->f->store), 1);
}

static void *come_back(void *arg)
{
    usleep(1500000);
    proxy_refuse(arg, false);
    return NULL;
}

static void a_server_that_comes_back_is_used_within_ten_seconds(void **state)
{
    struct cut_off *c = *state;
    pthread_t thread;
    struct read r;
    struct problem why;
    assert_int_equal(store_read_begin(c->store, &r, &why), ERR_OK);
    store_read_end(&r);
    proxy_refuse(c->proxy, true);
    usleep(200000);
    assert_int_equal(store_read_begin(c->store, &r, &why), ERR_BUSY); /* a reader does not wait */
    assert_int_equal(why.code, ERR_BUSY);
    assert_int_equal(pthread_create(&thread, NULL, come_back, c->proxy), 0);
    double start = seconds();
    assert_int_equal(jobs_outage(c->store, 9, ""), ERR_OK);
    assert_true(seconds() - start < 10);
    pthread_join(thread, NULL);
    assert_int_equal(jobs_count(c->store), 1);
}

static void terminated_sessions_are_replaced(void **state)
{
    struct cut_off *c = *state;
    for (int i = 0; i < 5; i++) {
        test_postgresql_command(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'",
            c->f->t.name);
        assert_int_equal(jobs_outage(c->store, i, ""), ERR_OK);
    }
    assert_int_equal(jobs_count(c->store), 5);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    static const struct CMUnitTest loss[] = {
        EACH(a_commit_that_never_arrived_is_made_again),
        EACH(a_commit_whose_answer_is_lost_is_found),
        EACH(a_commit_still_under_way_is_waited_for),
        EACH(a_disclosure_is_logged_once_whatever_happens_to_its_commit),
        EACH(parallel_retries_of_one_request_act_once_through_cuts),
        EACH(a_server_that_comes_back_is_used_within_ten_seconds),
        EACH(terminated_sessions_are_replaced),
    };
    return test_has_postgresql() ? TEST_ON(BACKEND_POSTGRESQL, loss) : 0;
}
