/* What is known of somebody's being alive, in three levels (B15): src/law/grade.c. */
#include "fixture.h"

#include "base/zh.h"
#include "law/explain.h"
#include "law/grade.h"

static struct grade_facts facts_of(const char *success, const char *due, const char *trace)
{
    struct grade_facts f = {.trace_kind = trace ? EVIDENCE_PHARMACY : EVIDENCE_UNSET};
    if (success) f.last_success = D(success);
    if (due) f.due_on = D(due);
    if (trace) f.trace_on = D(trace);
    return f;
}

static enum survival level_on(const char *today, struct grade_facts f)
{
    law.today = D(today);
    struct finding why;
    enum survival quiet = grade_survival(&law, &f, NULL), level = grade_survival(&law, &f, &why);
    assert_int_equal(quiet, level);
    return level;
}

static void the_level_falls_the_day_after_each_limit(void **state)
{
    (void)state;
    struct grade_facts f = facts_of("2023-05-10", "2024-05-13", "2023-06-30");
    assert_int_equal(level_on("2024-05-10", f), SURVIVAL_CONFIRMED);
    assert_int_equal(level_on("2024-05-11", f), SURVIVAL_SIGNS); /* valid, no longer fresh */
    assert_int_equal(level_on("2024-05-13", f), SURVIVAL_SIGNS);
    assert_int_equal(level_on("2024-06-30", f), SURVIVAL_SIGNS); /* the trace alone */
    assert_int_equal(level_on("2024-07-01", f), SURVIVAL_TO_VERIFY);
}

static void only_what_could_help_is_missing(void **state)
{
    (void)state;
    struct finding why;
    struct grade_facts sure = facts_of("2024-05-09", "2025-05-09", NULL),
                       none = {.unsettled = false};
    law.today = D("2024-06-03");
    assert_int_equal(grade_survival(&law, &sure, &why), SURVIVAL_CONFIRMED);
    assert_null(fact_of(&why, FACT_HAPPENED_ON));
    assert_int_equal(grade_survival(&law, &none, &why), SURVIVAL_TO_VERIFY);
    assert_false(fact_of(&why, FACT_HAPPENED_ON)->known || fact_of(&why, FACT_LAST_SUCCESS)->known);
}

/* The answer is the last day of the level, whatever gave it: asked on it and on the next. */
static void the_answer_is_the_last_day_of_the_level(void **state)
{
    (void)state;
    static const char *const days[] = {NULL, "2023-03-31", "2023-11-30", "2024-02-29"};
    struct finding why, next;
    for (size_t i = 0; i < 4 * 4 * 4; i++) {
        struct grade_facts f = facts_of(days[i % 4], days[i / 4 % 4], days[i / 16]);
        law.today = D("2024-03-01");
        enum survival level = grade_survival(&law, &f, &why);
        if (level == SURVIVAL_TO_VERIFY) {
            assert_false(date_is_set(why.answer));
            assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
            continue;
        }
        law.today = why.answer;
        assert_int_equal(grade_survival(&law, &f, NULL), level);
        law.today = date_add_days(why.answer, 1);
        assert_true(grade_survival(&law, &f, &next) > level);
    }
}

static void a_report_that_nobody_settled_is_verified_first(void **state)
{
    (void)state;
    struct grade_facts f = facts_of("2024-05-09", "2025-05-09", "2024-05-09");
    assert_int_equal(level_on("2024-05-10", f), SURVIVAL_CONFIRMED);
    f.unsettled = true;
    assert_int_equal(level_on("2024-05-10", f), SURVIVAL_TO_VERIFY);
}

static void what_is_yet_to_happen_and_a_due_day_alone_prove_nothing(void **state)
{
    (void)state;
    assert_int_equal(level_on("2024-05-10", facts_of(NULL, "2024-08-08", NULL)),
                     SURVIVAL_TO_VERIFY);
    assert_int_equal(level_on("2024-05-10", facts_of("2024-05-11", "2025-05-12", "2024-05-11")),
                     SURVIVAL_TO_VERIFY);
    assert_int_equal(level_on("2024-05-11", facts_of("2024-05-11", "2025-05-12", NULL)),
                     SURVIVAL_CONFIRMED);
    assert_int_equal(level_on("2024-05-11", facts_of("2024-05-11", NULL, NULL)), SURVIVAL_SIGNS);
}

static void before_the_measure_there_is_no_level(void **state)
{
    (void)state;
    struct grade_facts f = facts_of("2017-12-01", "2018-12-03", NULL);
    assert_int_equal(level_on("2017-12-31", f), SURVIVAL_UNSET);
    assert_int_equal(level_on("2018-01-01", f), SURVIVAL_CONFIRMED);
}

/* C1, and the sentence that it is no ground for anything is part of what is shown. */
static void the_level_is_explained_with_what_it_rests_on(void **state)
{
    (void)state;
    struct grade_facts f = facts_of("2023-05-10", "2024-05-10", "2024-01-05");
    struct finding why;
    struct buf out = BUF(1 << 16);
    law.today = D("2024-06-03");
    assert_int_equal(grade_survival(&law, &f, &why), SURVIVAL_SIGNS);
    law_explain(&law, &why, &out);
    assert_non_null(strstr(out.p, zh_text(ZH_survival_signs)));
    assert_non_null(strstr(out.p, zh_text(evidence_word(EVIDENCE_PHARMACY))));
    assert_non_null(strstr(out.p, zh_text(evidence_strength_word(STRENGTH_C))));
    assert_non_null(strstr(out.p, "2024-01-05"));
    assert_non_null(strstr(out.p, zh_text(ZH_change_survival)));
    buf_free(&out);
    assert_int_equal(grade_word(SURVIVAL_UNSET), ZH_none);
    assert_int_equal(grade_word(SURVIVAL_COUNT), ZH_none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_level_falls_the_day_after_each_limit),
        TEST(only_what_could_help_is_missing),
        TEST(the_answer_is_the_last_day_of_the_level),
        TEST(a_report_that_nobody_settled_is_verified_first),
        TEST(what_is_yet_to_happen_and_a_due_day_alone_prove_nothing),
        TEST(before_the_measure_there_is_no_level),
        TEST(the_level_is_explained_with_what_it_rests_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
