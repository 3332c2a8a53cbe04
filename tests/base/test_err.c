/* Errors: one table of codes, bounded problems, the sentence at the edge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "base/err.h"

static void exit_statuses_are_those_of_the_manual(void **state)
{
    static const int exit_status[ERR_COUNT] = {
        [ERR_FAILED] = 1,   [ERR_USAGE] = 2,  [ERR_CONFIG] = 3, [ERR_ROWS] = 4,
        [ERR_INPUT] = 1,    [ERR_DENIED] = 5, [ERR_LAW] = 5,    [ERR_NOT_FOUND] = 1,
        [ERR_CONFLICT] = 1, [ERR_BUSY] = 75};
    (void)state;
    for (int code = ERR_OK; code < ERR_COUNT; code++)
        assert_int_equal(err_exit_status((enum err)code), exit_status[code]);
}

static void http_statuses_say_whose_fault_it_is(void **state)
{
    (void)state;
    assert_int_equal(err_http_status(ERR_OK), 200);
    for (int code = ERR_OK + 1; code < ERR_COUNT; code++) {
        int status = err_http_status((enum err)code);
        bool ours = code == ERR_FAILED || code == ERR_CONFIG || code == ERR_BUSY;
        assert_in_range(status, ours ? 500 : 400, ours ? 503 : 422);
    }
    assert_int_equal(err_http_status(ERR_DENIED), 403);
    assert_int_equal(err_http_status(ERR_BUSY), 503);
}

static void a_problem_carries_code_field_and_values(void **state)
{
    struct problem p;
    char out[300];
    (void)state;
    assert_int_equal(problem_set(&p, ERR_INPUT, ZH_err_date_format, "due_on", "31.2.", NULL),
                     ERR_INPUT);
    assert_int_equal(p.code, ERR_INPUT);
    assert_int_equal(p.message, ZH_err_date_format);
    assert_string_equal(p.field, "due_on");
    assert_string_equal(p.value[0], "31.2.");
    assert_string_equal(p.value[1], "");
    assert_non_null(strstr(problem_sentence(&p, out, sizeof out), "31.2."));
    problem_set(&p, ERR_FAILED, ZH_err_memory, NULL, NULL);
    assert_string_equal(p.field, "");
    assert_string_equal(p.value[0], ""); /* nothing of the problem before */
}

static void four_values_need_no_end(void **state)
{
    struct problem p;
    (void)state;
    problem_set(&p, ERR_FAILED, ZH_err_memory, "", "a", "b", "c", "d", NULL);
    assert_string_equal(p.value[0], "a");
    assert_string_equal(p.value[3], "d");
}

static void long_values_are_cut_between_characters(void **state)
{
    char text[400];
    struct problem p;
    (void)state;
    for (size_t lead = 0; lead < 3; lead++) {
        size_t n = lead;
        memset(text, 'a', lead);
        while (n + 3 < sizeof text) memcpy(text + n, "\u5065", 3), n += 3;
        text[n] = 0;
        problem_set(&p, ERR_INPUT, ZH_err_date_format, text, text, NULL);
        for (int which = 0; which < 2; which++) {
            const char *got = which ? p.field : p.value[0];
            size_t cap = which ? sizeof p.field : sizeof p.value[0], length = strlen(got);
            assert_true(length < cap && length + 3 >= cap);
            assert_int_equal((length - lead) % 3, 0);
            assert_memory_equal(got, text, length);
        }
    }
}

static void nobody_has_to_want_the_detail(void **state)
{
    (void)state;
    assert_int_equal(problem_set(NULL, ERR_LAW, ZH_err_memory, "x", "y", NULL), ERR_LAW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_statuses_are_those_of_the_manual),
        cmocka_unit_test(http_statuses_say_whose_fault_it_is),
        cmocka_unit_test(a_problem_carries_code_field_and_values),
        cmocka_unit_test(four_values_need_no_end),
        cmocka_unit_test(long_values_are_cut_between_characters),
        cmocka_unit_test(nobody_has_to_want_the_detail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
