#include "fixture.h"

static struct suspension_facts missed(const char *due)
{
    return (struct suspension_facts){.cause = CAUSE_MISSED, .event_on = D(due)};
}

static enum outcome release_outcome(const struct suspension_facts *f)
{
    return (enum outcome)law_may_suspend(&law, f, true).outcome;
}

static enum outcome decide_outcome(const struct suspension_facts *f)
{
    return (enum outcome)law_may_suspend(&law, f, false).outcome;
}

static void the_decision_is_due_three_working_days_after_the_period(void **state)
{
    (void)state;
    static const char *const v[][2] = {
        {"2018-06-30", "2018-07-04"},                               /* scenario 9 */
        {"2024-09-30", "2024-10-10"},                               /* scenario 10 */
        {"2024-10-08", "2024-10-11"}, {"2024-12-31", "2025-01-06"}, /* scenario 11 */
        {"2024-07-15", "2024-07-18"}, {"2020-01-23", "2020-02-05"}, {"2026-09-30", "2026-10-10"},
    };
    struct finding why;
    for (size_t i = 0; i < COUNT_OF(v); i++) {
        assert_date(law_suspend_by(&law, CAUSE_MISSED, D(v[i][0]), &why), v[i][1]);
        assert_date(why.count_from, v[i][0]);
        assert_int_equal(why.count_days, 3);
    }
    assert_false(date_is_set(law_suspend_by(&law, CAUSE_MISSED, D("2017-12-31"), &why)));
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
    assert_false(date_is_set(law_suspend_by(&law, CAUSE_MISSED, DATE_NONE, &why)));
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
}

static void a_missed_cycle_is_not_decided_before_its_end(void **state)
{
    (void)state;
    struct suspension_facts f = missed("2023-07-14");
    today("2023-07-13");
    assert_int_equal(decide_outcome(&f), OUTCOME_NOT_MET);
    today("2023-07-14");
    assert_int_equal(decide_outcome(&f), OUTCOME_NOT_MET);
    today("2023-07-15");
    assert_int_equal(decide_outcome(&f), OUTCOME_MET);
    f.event_on = DATE_NONE;
    assert_int_equal(decide_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
    f.cause = CAUSE_UNSET;
    assert_int_equal(decide_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
}

static void a_failure_suspends_nobody_before_the_due_date(void **state)
{
    (void)state;
    struct suspension_facts f = {
        .cause = CAUSE_FAILED, .event_on = D("2023-05-10"), .due_on = D("2023-06-01")};
    today("2023-06-01");
    assert_int_equal(decide_outcome(&f), OUTCOME_NOT_MET);
    today("2023-06-02");
    assert_int_equal(decide_outcome(&f), OUTCOME_MET);
    f.due_on = DATE_NONE;
    assert_int_equal(decide_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
    f.event_on = D("2023-06-03");
    assert_int_equal(decide_outcome(&f), OUTCOME_NOT_MET);
}

static void what_is_cited_follows_the_day_of_the_decision(void **state)
{
    (void)state;
    struct suspension_facts f = missed("2023-07-14");
    today("2023-11-30");
    struct finding d = law_may_suspend(&law, &f, false);
    assert_true(cites(&d, RULE_SUSPEND_MISSED));
    assert_false(cites(&d, RULE_VERIFY_NATIONAL));
    today("2024-12-31");
    d = law_may_suspend(&law, &f, false);
    assert_true(cites(&d, RULE_SUSPEND_MISSED));
    assert_true(cites(&d, RULE_VERIFY_NATIONAL));
    today("2025-01-01");
    d = law_may_suspend(&law, &f, false);
    assert_int_equal(d.outcome, OUTCOME_MET);
    assert_false(cites(&d, RULE_SUSPEND_MISSED));
    assert_true(cites(&d, RULE_VERIFY_NATIONAL));
    assert_true(cites(&d, RULE_POWER_PAYMENT));
    for (int i = 0; i < d.rule_count; i++) assert_true(register_in_force(d.rule[i], law.today));
    today("2017-12-31");
    assert_int_equal(decide_outcome(&f), OUTCOME_NO_LAW);
    assert_true(law_measure_in_force(&law, D("2018-01-01")));
    assert_true(law_measure_in_force(&law, D("2024-12-31")));
    assert_false(law_measure_in_force(&law, D("2025-01-01")));
    assert_false(law_measure_in_force(&law, D("2017-12-31")));
}

static void after_the_end_the_city_may_choose_to_do_nothing(void **state)
{
    (void)state;
    struct suspension_facts f = missed("2025-07-14");
    today("2025-08-01");
    law.params = params_with(arena, law.params, PARAM_AFTER_EXPIRY, CHOICE_AFTER_EXPIRY_NONE);
    assert_int_equal(decide_outcome(&f), OUTCOME_NO_LAW);
    law.params = params_without(arena, law.params, PARAM_AFTER_EXPIRY);
    assert_int_equal(decide_outcome(&f), OUTCOME_NO_LAW);
    today("2024-08-01");
    f.event_on = D("2024-07-01");
    assert_int_equal(decide_outcome(&f), OUTCOME_MET);
}

static void from_december_2023_a_release_needs_what_article_26_asks_for(void **state)
{
    (void)state;
    struct suspension_facts f = missed("2023-11-20");
    today("2023-11-30");
    assert_int_equal(release_outcome(&f), OUTCOME_MET);
    today("2023-12-01");
    assert_int_equal(decide_outcome(&f), OUTCOME_MET);
    assert_int_equal(release_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
    f.compared_on = D("2023-12-01");
    assert_int_equal(release_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
    f.contacted_on = D("2023-12-02"); /* tomorrow is not on file */
    assert_int_equal(release_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
    f.contacted_on = D("2023-12-01");
    assert_int_equal(release_outcome(&f), OUTCOME_MET);
    f.contacted_on = DATE_NONE;
    f.entrusted_on = D("2023-11-30");
    assert_int_equal(release_outcome(&f), OUTCOME_MET);
    f.compared_on = D("2023-12-02");
    struct finding d = law_may_suspend(&law, &f, true);
    assert_int_equal(d.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_false(fact_of(&d, FACT_COMPARED_ON)->known);
}

static void whatever_stands_against_it_holds_it(void **state)
{
    (void)state;
    today("2023-07-20");
    for (unsigned bit = 1; bit <= AGAINST_PENDING_CHECK; bit <<= 1) {
        struct suspension_facts f = missed("2023-07-14");
        f.against = bit;
        assert_int_equal(decide_outcome(&f), OUTCOME_NOT_MET);
        assert_int_equal(release_outcome(&f), OUTCOME_NOT_MET);
    }
    struct suspension_facts all = {.cause = CAUSE_FAILED,
                                   .event_on = D("2023-07-14"),
                                   .due_on = D("2023-07-14"),
                                   .against = 0xFF,
                                   .protected_person = true,
                                   .visited_on = D("2023-07-18")};
    today("2024-07-20");
    assert_int_equal(release_outcome(&all), OUTCOME_NOT_MET); /* the fullest finding still fits */
}

static void a_protected_person_needs_a_visit_and_a_manager(void **state)
{
    (void)state;
    today("2023-07-20");
    struct suspension_facts f = missed("2023-07-14");
    f.protected_person = true;
    assert_int_equal(decide_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
    f.visited_on = D("2023-07-21");
    assert_int_equal(decide_outcome(&f), OUTCOME_NEEDS_EVIDENCE);
    f.visited_on = D("2023-07-20");
    assert_int_equal(decide_outcome(&f), OUTCOME_MET);
    assert_int_equal(release_outcome(&f), OUTCOME_NOT_MET);
    f.someone_manager = true;
    assert_int_equal(release_outcome(&f), OUTCOME_MET);
}

static void missing_and_custody_rest_on_article_25_too(void **state)
{
    (void)state;
    today("2025-03-03");
    struct suspension_facts f = {.cause = CAUSE_CUSTODY, .event_on = D("2025-03-03")};
    struct finding d = law_may_suspend(&law, &f, false);
    assert_int_equal(d.outcome, OUTCOME_MET);
    assert_true(cites(&d, RULE_LOSS_VERIFIED));
    f.cause = CAUSE_MISSING_PERSON;
    d = law_may_suspend(&law, &f, false);
    assert_true(cites(&d, RULE_LOSS_VERIFIED));
    f = missed("2025-02-03");
    d = law_may_suspend(&law, &f, false);
    assert_false(cites(&d, RULE_LOSS_VERIFIED));
}

static void payroll_is_locked_on_the_last_working_day_up_to_the_tenth(void **state)
{
    (void)state;
    static const char *const v[][2] = {{"2024-03", "2024-03-08"}, {"2024-10", "2024-10-10"},
                                       {"2026-02", "2026-02-10"}, {"2020-10", "2020-10-10"},
                                       {"2025-05", "2025-05-09"}, {"2024-02", "2024-02-09"}};
    for (size_t i = 0; i < COUNT_OF(v); i++) assert_date(law_lock_day(&law, M(v[i][0])), v[i][1]);
    law.params = params_build(
        arena, &(struct param_row){PARAM_PAYROLL_LOCK, 40, D("2018-01-01"), DATE_NONE, 1}, 1);
    assert_date(law_lock_day(&law, M("2024-03")), "2024-03-29");
    assert_true(date_is_set(law_lock_day(&law, M("2017-12"))));
}

static void the_effect_is_the_first_month_not_locked(void **state)
{
    (void)state;
    today("2024-03-05");
    assert_month(law_effect_month(&law, MONTH_NONE), "2024-03");
    today("2024-03-08"); /* the lock day itself is open until locked in fact */
    assert_month(law_effect_month(&law, MONTH_NONE), "2024-03");
    assert_month(law_effect_month(&law, M("2024-02")), "2024-03");
    assert_month(law_effect_month(&law, M("2024-03")), "2024-04");
    today("2024-03-12");
    assert_month(law_effect_month(&law, MONTH_NONE), "2024-04");
    assert_month(law_effect_month(&law, M("2024-02")),
                 "2024-03"); /* not locked in fact: still open */
    assert_month(law_effect_month(&law, M("2023-11")), "2024-03"); /* never a month that is over */
}

static void payment_resumes_the_month_after_the_person_appeared(void **state)
{
    (void)state;
    struct finding why;
    assert_month(law_resume_month(&law, D("2024-05-31"), &why), "2024-06");
    assert_true(cites(&why, RULE_MAKEUP_RESUME));
    assert_month(law_resume_month(&law, D("2024-06-01"), NULL), "2024-07");
    assert_month(law_resume_month(&law, D("2025-01-10"), NULL), "2025-02");
    assert_month(law_resume_month(&law, D("2024-12-31"), NULL), "2025-01");
    assert_month(law_resume_month(&law, D("2024-01-31"), NULL), "2024-02");
    assert_false(month_is_set(law_resume_month(&law, DATE_NONE, &why)));
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
}

static void more_than_twelve_months_suspended_needs_a_manager(void **state)
{
    (void)state;
    today("2025-03-05");
    assert_false(law_reinstate_needs_manager(&law, D("2024-03-05")));
    today("2025-03-06");
    assert_true(law_reinstate_needs_manager(&law, D("2024-03-05")));
    today("2017-01-01"); /* no value in force: the careful side */
    assert_true(law_reinstate_needs_manager(&law, D("2016-12-05")));
}

static void the_investigation_opens_the_day_after_six_months(void **state)
{
    (void)state;
    static const char *const v[][2] = {{"2024-03-05", "2024-09-06"}, /* scenario 16 */
                                       {"2024-08-31", "2025-03-01"},
                                       {"2023-08-31", "2024-03-01"},
                                       {"2024-04-01", "2024-10-02"},
                                       {"2024-12-30", "2025-07-01"}};
    struct finding why;
    for (size_t i = 0; i < COUNT_OF(v); i++)
        assert_date(law_investigation_day(&law, D(v[i][0]), &why), v[i][1]);
    assert_true(cites(&why, RULE_INVESTIGATE));
    assert_date(law_investigation_by(&law, D("2024-09-06")),
                "2024-12-05"); /* four days off for 中秋, seven for 国庆节, three make-up days */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_decision_is_due_three_working_days_after_the_period),
        TEST(a_missed_cycle_is_not_decided_before_its_end),
        TEST(a_failure_suspends_nobody_before_the_due_date),
        TEST(what_is_cited_follows_the_day_of_the_decision),
        TEST(after_the_end_the_city_may_choose_to_do_nothing),
        TEST(from_december_2023_a_release_needs_what_article_26_asks_for),
        TEST(whatever_stands_against_it_holds_it),
        TEST(a_protected_person_needs_a_visit_and_a_manager),
        TEST(missing_and_custody_rest_on_article_25_too),
        TEST(payroll_is_locked_on_the_last_working_day_up_to_the_tenth),
        TEST(the_effect_is_the_first_month_not_locked),
        TEST(payment_resumes_the_month_after_the_person_appeared),
        TEST(more_than_twelve_months_suspended_needs_a_manager),
        TEST(the_investigation_opens_the_day_after_six_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
