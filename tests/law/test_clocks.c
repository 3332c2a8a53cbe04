/*
 * The one table of clocks (C29): each is a period of the law with an article, in a unit of time;
 * its last day is the one that the rules find (readings.md, "Golden vectors" and art. 12), and
 * where nothing says whether it rolls, both days are told.
 */
#include "fixture.h"
#include "law/clocks.h"

static void every_clock_is_a_period_with_an_article(void **state)
{
    (void)state;
    size_t n = 0;
    for (; clocks_at(n); n++) {
        const struct law_clock *c = clocks_at(n);
        assert_true(params_citation(c->param, 0) >= 0);
        assert_ptr_equal(clocks_find(params_key(c->param)), c);
        bool working = clocks_unit(c) == PERIOD_WORKING_DAYS;
        assert_true(clocks_unit(c) != PERIOD_UNSET && c->end != CLOCK_UNSET);
        assert_true(working == (c->end == CLOCK_WORKING));
    }
    assert_true(n > 20);
    assert_null(clocks_find("fine.min_times")); /* a number that is no period */
}

static struct law_clock_answer of(const char *key, const char *event, const char *law_day)
{
    struct law_clock_answer a;
    assert_true(
        clocks_answer(law.calendar, law.params, clocks_find(key), D(event), D(law_day), &a));
    return a;
}

static void the_last_day_is_the_one_that_the_rules_find(void **state)
{
    (void)state;
    static const struct {
        const char *key, *event, *want;
    } asked[] = {
        {"suspend.days", "2024-09-30", "2024-10-10"},
        {"art9.local_days", "2024-02-08", "2024-02-23"},
        {"art9.outside_days", "2024-02-08", "2024-03-27"},
        {"art9.national_days", "2024-03-15", "2024-04-15"},
        {"fraud.report_days", "2024-09-05", "2024-10-08"}, /* the 5th is in the holiday */
        {"investigate.months", "2024-03-05", "2024-09-05"},
        {"investigate.months", "2024-04-06", "2024-10-06"}, /* stays though it is one of rest */
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        assert_int_equal(of(asked[i].key, asked[i].event, asked[i].event).due.day,
                         D(asked[i].want).day);
}

static void what_is_not_laid_down_has_both_days(void **state)
{
    (void)state;
    struct law_clock_answer a = of("abroad.proxy_days", "2024-09-05", "2024-09-05");
    assert_int_equal(clocks_find("abroad.proxy_days")->end, CLOCK_UNSAID);
    assert_int_equal(a.due.day, D("2024-10-05").day);
    assert_int_equal(a.rolled.day, D("2024-10-08").day);
}

static void without_a_value_in_force_there_is_no_answer(void **state)
{
    (void)state;
    struct law_clock_answer a;
    const struct law_clock *c = clocks_find("art9.local_days");
    assert_true(clocks_answer(law.calendar, law.params, c, D("2024-12-31"), D("2024-12-31"), &a));
    assert_false(clocks_answer(law.calendar, law.params, c, D("2025-01-01"), D("2025-01-01"), &a));
    assert_true(of("suspend.days", "2029-01-05", "2024-01-01").past_calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_clock_is_a_period_with_an_article),
        cmocka_unit_test(the_last_day_is_the_one_that_the_rules_find),
        cmocka_unit_test(what_is_not_laid_down_has_both_days),
        cmocka_unit_test(without_a_value_in_force_there_is_no_answer),
    };
    return cmocka_run_group_tests(tests, law_setup, law_teardown);
}
