/* A package of weak signals (B14): what tests/law/07-signals.case cannot ask. */
#include "fixture.h"

#include <string.h>

#include "law/facts.h"
#include "law/signals.h"

static void in_force(void)
{
    int64_t points;
    assert_true(params_parse(PARAM_SIGNALS_POINTS, "30 40 20 10 5", &points));
    law.params = params_with(arena, law.params, PARAM_SIGNALS_POINTS, points);
    law.params = params_with(arena, law.params, PARAM_SIGNALS_THRESHOLD, 60);
    law.params = params_with(arena, law.params, PARAM_SIGNALS_DAYS, 90);
    law.params = params_with(arena, law.params, PARAM_SIGNALS_SOURCES, 2);
    law.today = D("2026-05-20");
}

static struct signal clinic(const char *on, int source)
{
    return (struct signal){EVIDENCE_OUTPATIENT, D(on), source, false, false};
}

static void each_signal_is_told_whether_it_counts(void **state)
{
    (void)state;
    in_force();
    struct signal list[] = {clinic("2026-04-01", 1),
                            clinic("2026-04-02", 1),
                            clinic("2026-04-03", 2),
                            {EVIDENCE_UNSET, D("2026-04-03"), 3, false, false}};
    struct signals_facts facts = {.list = list, .count = COUNT_OF(list)};
    enum signal_verdict verdict[COUNT_OF(list)];
    struct finding why;
    struct signals_answer a = signals_weigh(&law, &facts, verdict, &why);
    assert_int_equal(verdict[0], SIGNAL_SAME_SOURCE);
    assert_int_equal(verdict[1], SIGNAL_COUNTS);
    assert_int_equal(verdict[2], SIGNAL_COUNTS);
    assert_int_equal(verdict[3], SIGNAL_UNKNOWN);
    assert_int_equal(a.points, 60);
    assert_date(a.whole_on, "2026-04-03");
}

/* The finding has room for ten; those that count are among them. */
static void the_finding_shows_what_counts_first(void **state)
{
    (void)state;
    in_force();
    struct signal list[14];
    for (int i = 0; i < 14; i++) list[i] = clinic("2026-04-01", i < 12 ? 1 : i);
    struct signals_facts facts = {.list = list, .count = COUNT_OF(list)};
    struct finding why;
    int shown = 0, counted = 0;
    signals_weigh(&law, &facts, NULL, &why);
    for (int i = 0; i < why.fact_count; i++) {
        shown += why.fact[i].id == FACT_SIGNAL;
        counted += why.fact[i].value == signals_fact(&list[0], SIGNAL_COUNTS) ||
                   why.fact[i].value == signals_fact(&list[12], SIGNAL_COUNTS) ||
                   why.fact[i].value == signals_fact(&list[13], SIGNAL_COUNTS);
    }
    assert_true(shown <= 10);
    assert_int_equal(counted, 3);
}

static void too_many_are_for_a_person_to_look_at(void **state)
{
    (void)state;
    in_force();
    struct signal list[SIGNALS_MOST + 1];
    for (int i = 0; i <= SIGNALS_MOST; i++) list[i] = clinic("2026-04-01", i + 1);
    struct signals_facts facts = {.list = list, .count = COUNT_OF(list)};
    struct finding why;
    assert_false(date_is_set(signals_weigh(&law, &facts, NULL, &why).whole_on));
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    facts.count--;
    assert_date(signals_weigh(&law, &facts, NULL, &why).whole_on, "2026-04-01");
}

static void a_number_that_is_no_signal_still_prints(void **state)
{
    (void)state;
    char text[200];
    struct signal s = clinic("2026-04-01", 7);
    assert_non_null(strstr(signals_print(signals_fact(&s, SIGNAL_COUNTS), text, sizeof text), "7"));
    assert_non_null(strstr(signals_print(signals_fact(&s, SIGNAL_VERDICTS), text, sizeof text),
                           zh_text(ZH_signal_unknown)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_signal_is_told_whether_it_counts),
        TEST(the_finding_shows_what_counts_first),
        TEST(too_many_are_for_a_person_to_look_at),
        TEST(a_number_that_is_no_signal_still_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
