#include "fixture.h"

static struct date due_after(const char *success)
{
    struct cycle_facts f = {.success = {.here = D(success)}};
    f.windows = law_shipped_windows(&f.window_count);
    return law_due(&law, &f, NULL);
}

static struct date due_without(const char *first_month, const char *registered)
{
    struct cycle_facts f = {.first_month = M(first_month), .registered_on = D(registered)};
    f.windows = law_shipped_windows(&f.window_count);
    return law_due(&law, &f, NULL);
}

static void a_success_gives_twelve_months(void **state)
{
    (void)state;
    assert_date(due_after("2023-07-15"), "2024-07-15"); /* scenario 8 */
    assert_date(due_after("2023-10-05"), "2024-10-08"); /* rolls over National Day */
    assert_date(due_after("2024-02-29"), "2025-02-28");
    assert_date(due_after("2023-09-30"), "2024-09-30");
    assert_date(law_valid_until(&law, WAYS_COMMUNITY, D("2023-10-05"), DATE_NONE, NULL),
                "2024-10-08");
}

/* readings, art. 5: the historic mode; scenario 9 */
static void the_window_of_2018_ends_on_its_announced_day(void **state)
{
    (void)state;
    assert_date(due_after("2017-07-15"), "2018-06-30");
    assert_date(due_after("2017-03-01"), "2018-06-30");
    assert_date(due_after("2016-10-10"), "2018-06-30");
    assert_date(due_after("2018-05-10"),
                "2019-05-10"); /* certified in the window: rolling from then */
    assert_date(due_after("2018-01-10"), "2019-01-10");
}

static void without_a_window_the_cycle_stands(void **state)
{
    (void)state;
    struct cycle_facts f = {.success = {.here = D("2017-07-15")}};
    assert_date(law_due(&law, &f, NULL), "2018-07-16"); /* 15 July 2018 was a Sunday */
}

static void a_window_announced_too_late_does_not_count(void **state)
{
    (void)state;
    struct window w = {D("2018-03-18"), D("2018-04-01"), D("2018-06-30")};
    struct cycle_facts f = {.success = {.here = D("2017-07-15")}, .windows = &w, .window_count = 1};
    struct finding why;
    assert_false(law_window_announced(&law, &w, &why));
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
    assert_date(why.answer, "2018-03-17");
    assert_date(law_due(&law, &f, NULL), "2018-07-16");
    w.announced = D("2018-03-17");
    assert_true(law_window_announced(&law, &w, &why));
    assert_date(law_due(&law, &f, NULL), "2018-06-30");
    w.announced = DATE_NONE;
    assert_false(law_window_announced(&law, &w, NULL));
}

static void of_two_windows_the_earlier_that_concerns_the_person(void **state)
{
    (void)state;
    struct window w[] = {{D("2018-08-01"), D("2018-10-01"), D("2018-11-30")},
                         {D("2018-03-01"), D("2018-04-01"), D("2018-06-30")}};
    struct cycle_facts f = {.success = {.here = D("2017-07-15")}, .windows = w, .window_count = 2};
    assert_date(law_due(&law, &f, NULL), "2018-06-30");
    f.success.here = D("2018-03-02");
    assert_date(law_due(&law, &f, NULL), "2019-03-04"); /* 2 March 2019 is a Saturday */
}

static void a_first_cycle_ends_after_the_year_or_ninety_days(void **state)
{
    (void)state;
    assert_date(due_without("2024-01", "2024-02-01"), "2025-02-05"); /* 31 January 2025 is 春节 */
}

static void a_first_cycle_rolls(void **state)
{
    (void)state;
    assert_date(due_without("2023-03", "2023-04-01"), "2024-04-01"); /* 31 March 2024 is a Sunday */
    assert_date(due_without("2010-01", "2026-01-05"),
                "2026-04-07"); /* 5 April 2026: 清明 to the 6th */
}

static void a_first_cycle_is_not_cut_short_by_a_window(void **state)
{
    (void)state;
    assert_date(due_without("2010-01", "2018-01-02"),
                "2018-06-30"); /* the window, later than 90 days */
    assert_date(due_without("2010-01", "2018-05-15"),
                "2018-08-13"); /* the window would leave 46 days */
    assert_date(due_without("2010-01", "2018-07-15"),
                "2018-10-15"); /* the window was over: 13 October is a Saturday */
    assert_date(due_without("2018-05", "2018-05-20"), "2019-05-31");
}

static void windows_of_other_years_and_modes_do_not_count(void **state)
{
    (void)state;
    struct window w[] = {{D("2019-03-01"), D("2019-04-01"), D("2019-06-30")},
                         {D("2018-03-01"), D("2018-04-01"), D("2018-06-30")},
                         {D("2018-08-01"), D("2018-10-01"), D("2018-11-30")}};
    struct cycle_facts f = {.success = {.here = D("2017-07-15")}, .windows = w, .window_count = 3};
    assert_date(law_due(&law, &f, NULL), "2018-06-30"); /* 2019 is rolling: its window is none */
    law.params = params_without(arena, law.params, PARAM_CYCLE_MODE);
    assert_date(law_due(&law, &f, NULL), "2018-07-16");
    law.params = params_with(arena, law.params, PARAM_REMIND_DAYS, 0x0807060504030201);
    int days[LAW_REMINDERS];
    assert_int_equal(law_reminders(&law, DATE_NONE, D("2026-12-01"), days), 8);
}

static void nothing_known_needs_evidence(void **state)
{
    (void)state;
    struct cycle_facts f = {0};
    struct finding why;
    assert_false(date_is_set(law_due(&law, &f, &why)));
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_false(fact_of(&why, FACT_LAST_SUCCESS)->known);
}

static void the_parameters_decide(void **state)
{
    (void)state;
    law.params = params_with(arena, law.params, PARAM_CYCLE_MONTHS, 6);
    assert_date(due_after("2023-07-15"), "2024-01-15");
    law.params = params_with(arena, law.params, PARAM_CYCLE_END, CHOICE_CYCLE_END_MONTH_END);
    assert_date(due_after("2023-07-15"), "2024-01-31"); /* Guangdong's month end */
}

static void the_finding_tells_rules_facts_and_parameters(void **state)
{
    (void)state;
    struct finding why;
    struct cycle_facts f = {.success = {.here = D("2023-10-05")}};
    law_due(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_MET);
    assert_int_equal(why.question, QUESTION_DUE);
    assert_date(why.answer, "2024-10-08");
    assert_true(cites(&why, RULE_CYCLE_LOCAL));
    assert_true(cites(&why, RULE_CYCLE_ROLLING));
    assert_true(cites(&why, RULE_MONTH_CODE));
    assert_true(cites(&why, RULE_ROLL_CODE));
    assert_int_equal(why.param[0].id, PARAM_CYCLE_MONTHS);
    assert_int_equal(why.param[0].value, 12);
    f.success.here = D("2025-10-05"); /* the measure has ended */
    law_due(&law, &f, &why);
    assert_false(cites(&why, RULE_CYCLE_LOCAL));
    assert_true(cites(&why, RULE_CYCLE_ROLLING));
    f.success.here = D("2019-10-05"); /* before the civil code */
    law_due(&law, &f, &why);
    assert_true(cites(&why, RULE_MONTH_GENERAL));
    assert_false(cites(&why, RULE_MONTH_CODE));
}

static void a_due_day_past_the_calendar_warns(void **state)
{
    (void)state;
    struct finding why;
    assert_date(law_valid_until(&law, WAYS_COMMUNITY, D("2026-02-02"), DATE_NONE, &why),
                "2027-02-02");
    assert_true(why.past_calendar);
    law_valid_until(&law, WAYS_COMMUNITY, D("2025-02-05"), DATE_NONE, &why);
    assert_false(why.past_calendar);
}

static void one_more_certification_never_makes_a_due_date_earlier(void **state)
{
    (void)state;
    struct date before = DATE_NONE;
    for (int32_t d = D("2016-01-01").day; d < D("2026-12-31").day; d++) {
        struct cycle_facts f = {.success = {.here = {d}}};
        f.windows = law_shipped_windows(&f.window_count);
        struct date due = law_due(&law, &f, NULL);
        assert_true(due.day >= before.day);
        before = due;
    }
}

static void reminders_come_largest_first(void **state)
{
    (void)state;
    int days[LAW_REMINDERS];
    assert_int_equal(law_reminders(&law, DATE_NONE, D("2026-12-01"), days), 5);
    assert_int_equal(days[0], 90);
    assert_int_equal(days[4], 3);
    today("2017-12-31");
    assert_int_equal(law_reminders(&law, DATE_NONE, D("2026-12-01"), days), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_success_gives_twelve_months),
        TEST(the_window_of_2018_ends_on_its_announced_day),
        TEST(without_a_window_the_cycle_stands),
        TEST(a_window_announced_too_late_does_not_count),
        TEST(of_two_windows_the_earlier_that_concerns_the_person),
        TEST(a_first_cycle_ends_after_the_year_or_ninety_days),
        TEST(a_first_cycle_rolls),
        TEST(a_first_cycle_is_not_cut_short_by_a_window),
        TEST(windows_of_other_years_and_modes_do_not_count),
        TEST(nothing_known_needs_evidence),
        TEST(the_parameters_decide),
        TEST(the_finding_tells_rules_facts_and_parameters),
        TEST(a_due_day_past_the_calendar_warns),
        TEST(one_more_certification_never_makes_a_due_date_earlier),
        TEST(reminders_come_largest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
