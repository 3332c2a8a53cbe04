#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/password.h"

static const struct password_settings cheap = {0, 1, 2, 8};

static void the_right_password_and_no_other_is_accepted(void **state)
{
    (void)state;
    char stored[PASSWORD_STORED], again[PASSWORD_STORED];
    struct problem why;
    struct passwords *p = password_pool_new(&cheap);
    assert_int_equal(password_hash(p, "correct horse", stored, NULL), ERR_OK);
    assert_memory_equal(stored, "$argon2id$v=19$", 15);
    assert_int_equal(password_hash(p, "correct horse", again, NULL), ERR_OK);
    assert_string_not_equal(stored, again);
    bool rehash = true;
    assert_int_equal(password_verify(p, "correct horse", stored, &rehash, NULL), ERR_OK);
    assert_false(rehash);
    assert_int_equal(password_verify(p, "correct horsf", stored, NULL, &why), ERR_DENIED);
    assert_int_equal(why.message, ZH_password_wrong);
    assert_int_equal(password_verify(p, "", stored, NULL, NULL), ERR_DENIED);
    password_pool_free(p);
}

static void what_is_not_a_stored_hash_is_never_right(void **state)
{
    (void)state;
    struct passwords *p = password_pool_new(&cheap);
    char unterminated[PASSWORD_STORED];
    memset(unterminated, '$', sizeof unterminated);
    static const char *const bad[] = {
        "", "correct horse", "$argon2id$", "$argon2i$v=19$m=8,t=3,p=1$YWFhYWFhYWFhYWFhYWFhYQ$YWFh",
        "$argon2id$v=19$m=4294967295,t=1,p=1$YWFhYWFhYWFhYWFhYWFhYQ$YWFh"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(password_verify(p, "correct horse", bad[i], NULL, NULL), ERR_DENIED);
    assert_int_equal(password_verify(p, "correct horse", unterminated, NULL, NULL), ERR_DENIED);
    assert_int_equal(password_verify(p, "correct horse", NULL, NULL, NULL), ERR_DENIED);
    password_pool_free(p);
}

static void lengths_are_bounded(void **state)
{
    (void)state;
    char stored[PASSWORD_STORED], big[PASSWORD_MAX + 2];
    struct problem why;
    struct passwords *p = password_pool_new(&cheap);
    memset(big, 'a', sizeof big - 1);
    big[sizeof big - 1] = 0;
    assert_int_equal(password_hash(p, big, stored, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_password_length);
    assert_int_equal(password_hash(p, "", stored, NULL), ERR_INPUT);
    assert_int_equal(password_hash(p, big + 1, stored, NULL), ERR_OK);
    assert_int_equal(password_verify(p, big + 1, stored, NULL, NULL), ERR_OK);
    assert_int_equal(password_verify(p, big, stored, NULL, NULL), ERR_DENIED);
    password_pool_free(p);
}

static void new_settings_ask_for_a_new_hash(void **state)
{
    (void)state;
    char stored[PASSWORD_STORED];
    bool again = false;
    struct passwords *p = password_pool_new(&cheap),
                     *stronger = password_pool_new(&(struct password_settings){1, 2, 1, 0});
    assert_int_equal(password_hash(p, "x", stored, NULL), ERR_OK);
    assert_int_equal(password_verify(stronger, "x", stored, &again, NULL), ERR_OK);
    assert_true(again);
    assert_int_equal(password_verify(stronger, "y", stored, &again, NULL), ERR_DENIED);
    assert_false(again);
    password_pool_free(p);
    password_pool_free(stronger);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void an_unknown_user_takes_as_long_as_a_wrong_password(void **state)
{
    (void)state;
    char stored[PASSWORD_STORED];
    struct passwords *p = password_pool_new(&(struct password_settings){19, 1, 1, 0});
    assert_int_equal(password_hash(p, "x", stored, NULL), ERR_OK);
    double known = 1e9, unknown = 1e9; /* the fastest of five each: load only slows */
    for (int i = 0; i < 5; i++) {
        double t = seconds();
        password_verify(p, "y", stored, NULL, NULL);
        known = seconds() - t < known ? seconds() - t : known;
        t = seconds();
        password_verify(p, "y", NULL, NULL, NULL);
        unknown = seconds() - t < unknown ? seconds() - t : unknown;
    }
    assert_true(unknown > known / 3 && known > unknown / 3);
    password_pool_free(p);
}

struct crowd {
    struct passwords *p;
    enum err result;
};

static void *sign_in(void *arg)
{
    struct crowd *c = arg;
    char stored[PASSWORD_STORED];
    c->result = password_hash(c->p, "x", stored, NULL);
    return NULL;
}

static void a_crowd_beyond_the_bound_is_told_to_come_back(void **state)
{
    (void)state;
    enum { MANY = 12 };
    pthread_t t[MANY];
    struct crowd c[MANY];
    struct passwords *p = password_pool_new(&(struct password_settings){64, 6, 1, 2});
    int done = 0, busy = 0;
    for (int i = 0; i < MANY; i++) {
        c[i] = (struct crowd){p, ERR_FAILED};
        assert_int_equal(pthread_create(&t[i], NULL, sign_in, &c[i]), 0);
    }
    for (int i = 0; i < MANY; i++) {
        pthread_join(t[i], NULL);
        done += c[i].result == ERR_OK;
        busy += c[i].result == ERR_BUSY;
    }
    assert_int_equal(done + busy, MANY);
    assert_true(done >= 3);
    assert_true(busy >= 1);
    char stored[PASSWORD_STORED];
    assert_int_equal(password_hash(p, "x", stored, NULL), ERR_OK); /* every place was given back */
    password_pool_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_password_and_no_other_is_accepted),
        cmocka_unit_test(what_is_not_a_stored_hash_is_never_right),
        cmocka_unit_test(lengths_are_bounded),
        cmocka_unit_test(new_settings_ask_for_a_new_hash),
        cmocka_unit_test(an_unknown_user_takes_as_long_as_a_wrong_password),
        cmocka_unit_test(a_crowd_beyond_the_bound_is_told_to_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
