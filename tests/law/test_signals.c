/* The package of weak signals (B14): what the application asks beside the cases of
 * tests/law/07-signals.case. src/law/signals.c. */
#include "fixture.h"

#include "law/explain.h"
#include "law/signals.h"

static void put(enum param_id id, const char *text, const char *from)
{
    struct param_row row = {id, 0, D(from), DATE_NONE, 1};
    assert_true(params_parse(id, text, &row.value));
    law.params = params_later(arena, law.params, &row);
}

static void decide(const char *from)
{
    put(PARAM_SIGNALS_POINTS, "30 40 20 10", from);
    put(PARAM_SIGNALS_THRESHOLD, "60", from);
    put(PARAM_SIGNALS_DAYS, "90", from);
    put(PARAM_SIGNALS_SOURCES, "2", from);
}

static void it_is_in_force_with_all_four_values_alone(void **state)
{
    (void)state;
    law.today = D("2024-06-20");
    assert_false(signals_in_force(&law));
    assert_false(date_is_set(signals_next_change(&law)));
    decide("2024-06-21");
    assert_false(signals_in_force(&law));
    assert_date(signals_next_change(&law), "2024-06-21");
    put(PARAM_SIGNALS_DAYS, "60", "2024-07-01");
    assert_date(signals_next_change(&law), "2024-06-21");
    put(PARAM_SIGNALS_SOURCES, "3", "2024-06-20");
    assert_date(signals_next_change(&law), "2024-06-21");
    put(PARAM_SIGNALS_POINTS, "30", "2024-07-02");
    put(PARAM_SIGNALS_POINTS, "30", "2024-06-21");
    put(PARAM_SIGNALS_THRESHOLD, "30", "2024-06-22");
    assert_date(signals_next_change(&law), "2024-06-21");
    law.today = D("2024-06-21");
    assert_true(signals_in_force(&law));
    assert_date(signals_next_change(&law), "2024-06-22");
    assert_true(signals_param(PARAM_SIGNALS_SOURCES));
    assert_false(signals_param(PARAM_CYCLE_MONTHS));
}

static void a_signal_could_count_by_kind_and_day(void **state)
{
    (void)state;
    law.today = D("2024-06-20");
    assert_false(signals_give_points(&law, EVIDENCE_CHECKUP, D("2024-06-20")));
    decide("2024-06-20");
    assert_true(signals_give_points(&law, EVIDENCE_CHECKUP, D("2024-06-20")));
    assert_true(signals_give_points(&law, EVIDENCE_CHECKUP, D("2024-03-22")));
    assert_false(signals_give_points(&law, EVIDENCE_CHECKUP, D("2024-03-21")));
    assert_false(signals_give_points(&law, EVIDENCE_CHECKUP, D("2024-06-21")));
    assert_false(signals_give_points(&law, EVIDENCE_BUS, D("2024-06-20")));
    assert_false(signals_give_points(&law, EVIDENCE_HOSPITAL, D("2024-06-20")));
}

static void a_finding_names_what_it_rests_on(void **state)
{
    (void)state;
    law.today = D("2024-06-20");
    const struct signal list[] = {
        {.kind = EVIDENCE_OUTPATIENT, .on = D("2024-06-01"), .source = SIGNAL_NAMED + 6},
        {.kind = EVIDENCE_CHECKUP, .on = D("2024-06-05"), .source = 2},
        {.kind = EVIDENCE_CONTRIBUTION, .on = D("2024-06-10"), .source = 3},
        {.kind = EVIDENCE_PHARMACY, .on = D("2024-06-02"), .source = 2}};
    struct signals_facts facts = {.list = list, .count = 4};
    struct finding why, other;
    enum signal_verdict verdict[4];
    decide("2024-06-20");
    struct signals_answer a = signals_weigh(&law, &facts, verdict, &why);
    assert_date(a.whole_on, "2024-06-05");
    assert_int_equal(a.points, 80);
    assert_int_equal(verdict[3], SIGNAL_SAME_SOURCE);
    assert_true(signals_rest_on(&why, &list[0]));
    assert_true(signals_rest_on(&why, &list[1]));
    assert_false(signals_rest_on(&why, &list[2])); /* whole without it */
    assert_false(signals_rest_on(&why, &list[3]));
    facts.count = 1;
    signals_weigh(&law, &facts, NULL, &other);
    assert_false(signals_rest_on(&other, &list[0])); /* counted, and not whole */
    finding_start(&other, QUESTION_DUE, law.today);
    assert_false(signals_rest_on(&other, &list[0]));
}

static const char *named(void *ctx, const struct finding_fact *fact)
{
    return fact->id == FACT_SIGNAL && signals_source(fact->value) == SIGNAL_NAMED + 6 ? ctx : NULL;
}

static void its_source_is_a_number_or_what_the_caller_says(void **state)
{
    (void)state;
    law.today = D("2024-06-20");
    const struct signal list[] = {
        {.kind = EVIDENCE_OUTPATIENT, .on = D("2024-06-01"), .source = SIGNAL_NAMED + 6},
        {.kind = EVIDENCE_CHECKUP, .on = DATE_NONE, .source = 2}};
    struct signals_facts facts = {.list = list, .count = 2};
    struct finding why;
    struct buf b = BUF(1 << 16);
    decide("2024-06-20");
    signals_weigh(&law, &facts, NULL, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    law_explain_from(&law, &why, &(struct explain_sources){named, "医保"}, &b);
    assert_non_null(strstr(b.p, "门诊 2024-06-01：计分（来源：医保）"));
    assert_non_null(strstr(b.p, "来源2：种类、日期或来源不明"));
    buf_free(&b);
}

static void what_is_not_known_of_a_signal_may_decide(void **state)
{
    (void)state;
    law.today = D("2024-06-20");
    const struct signal list[] = {{.kind = EVIDENCE_UNSET, .on = D("2024-06-01"), .source = 1},
                                  {.kind = EVIDENCE_CHECKUP, .on = D("2024-06-05"), .source = 0}};
    struct signals_facts facts = {.list = list, .count = 2};
    enum signal_verdict verdict[2];
    struct finding why;
    decide("2024-06-20");
    signals_weigh(&law, &facts, verdict, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_int_equal(verdict[0], SIGNAL_UNKNOWN);
    assert_int_equal(verdict[1], SIGNAL_UNKNOWN);
    assert_false(signals_rest_on(&why, &list[1]));
}

static void too_many_to_weigh_go_to_a_person(void **state)
{
    (void)state;
    law.today = D("2024-06-20");
    struct signal list[SIGNALS_MOST + 1];
    for (int i = 0; i <= SIGNALS_MOST; i++)
        list[i] = (struct signal){EVIDENCE_CHECKUP, D("2024-06-05"), i % 2 + 1, false, false};
    struct signals_facts facts = {.list = list, .count = SIGNALS_MOST + 1};
    struct finding why;
    decide("2024-06-20");
    assert_false(date_is_set(signals_weigh(&law, &facts, NULL, &why).whole_on));
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    facts.count = SIGNALS_MOST;
    assert_date(signals_weigh(&law, &facts, NULL, &why).whole_on, "2024-06-05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_in_force_with_all_four_values_alone),
        TEST(a_signal_could_count_by_kind_and_day),
        TEST(a_finding_names_what_it_rests_on),
        TEST(its_source_is_a_number_or_what_the_caller_says),
        TEST(what_is_not_known_of_a_signal_may_decide),
        TEST(too_many_to_weigh_go_to_a_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
