#include "fixture.h"

#include "law/explain.h"
#include "law/rules.h"

static struct buf out;

static const char *explained(const struct finding *f)
{
    buf_free(&out);
    out = BUF(1 << 20);
    law_explain(&law, f, &out);
    assert_false(out.failed);
    return out.p;
}

static int drop(void **state)
{
    buf_free(&out);
    return law_teardown(state);
}

static void the_days_are_counted_one_by_one(void **state)
{
    (void)state;
    struct finding f;
    today("2024-10-08");
    law_suspend_by(&law, CAUSE_MISSED, D("2024-09-30"), &f);
    const char *s = explained(&f);
    assert_non_null(strstr(s, "2024-09-30星期一为起算日，不计；共3个工作日"));
    assert_non_null(strstr(s, "2024-10-01 星期二　不计　国庆节\n"));
    assert_non_null(strstr(s, "2024-10-08 星期二　第1日"));
    assert_non_null(strstr(s, "2024-10-10 星期四　第3日"));
    assert_null(strstr(s, "第4日"));
    assert_non_null(strstr(s, "答：符合，2024-10-10 星期四"));
    assert_non_null(strstr(s, "《威海市社会保险长期待遇领取资格认证办法》第十条"));
    assert_non_null(strstr(s, "suspend.days = 3"));
    law_suspend_by(&law, CAUSE_MISSED, D("2024-04-25"), &f);
    s = explained(&f);
    assert_non_null(strstr(s, "2024-04-27 星期六　不计　周末"));
    assert_non_null(strstr(s, "2024-04-28 星期日　第2日　劳动节调休上班"));
}

static void the_end_of_the_measure_is_said_openly(void **state)
{
    (void)state;
    struct suspension_facts facts = {.cause = CAUSE_MISSED, .event_on = D("2024-12-31")};
    today("2025-01-06");
    struct finding f = law_may_suspend(&law, &facts, true);
    const char *s = explained(&f);
    assert_non_null(strstr(s, "原办法已于2024年12月31日期满"));
    assert_non_null(strstr(s, "不利决定只依据现行有效的国家规定"));
    assert_non_null(strstr(s, "《社会保险经办条例》第二十六条"));
    assert_null(strstr(s, "《威海市社会保险长期待遇领取资格认证办法》"));
    assert_non_null(strstr(s, "信息比对日：（缺）"));
    assert_non_null(strstr(s, "待补：联系本人日"));
    law_resume_month(&law, D("2025-01-03"), &f);
    s = explained(&f);
    assert_non_null(strstr(s, "按惯例延续"));
    assert_non_null(strstr(s, "已于2024-12-31停止有效，按惯例延续"));
    assert_non_null(strstr(s, "原办法（已于2024-12-31期满）第十条"));
    struct loss_facts loss = {
        .event = LOSS_DEATH, .on = D("2024-12-20"), .line_kind = LINE_WORKER_PENSION};
    law_loss(&law, &loss, &f);
    s = explained(&f);
    assert_non_null(strstr(s, "原办法（已于2024-12-31期满）第八条第（一）项"));
    assert_non_null(strstr(s, "不作为今日决定的依据"));
    assert_null(strstr(s, "资格认证办法"));
}

static void expiry_is_announced_three_months_ahead(void **state)
{
    (void)state;
    struct finding f;
    today("2024-09-30");
    law_valid_until(&law, WAYS_COMMUNITY, D("2024-09-30"), DATE_NONE, &f);
    assert_non_null(strstr(explained(&f), "有效期至2024年12月31日"));
    today("2024-09-29");
    law_valid_until(&law, WAYS_COMMUNITY, D("2024-09-29"), DATE_NONE, &f);
    assert_null(strstr(explained(&f), "有效期至2024年12月31日"));
    today("2016-01-01"); /* no value in force for the warning itself */
    law_valid_until(&law, WAYS_COMMUNITY, D("2024-09-29"), DATE_NONE, &f);
    assert_null(strstr(explained(&f), "期满"));
}

/* Of an act whose first day is known by its month only, nobody is told a day as if it were certain.
 */
static void a_first_day_that_nobody_checked_is_said_to_be_so(void **state)
{
    (void)state;
    struct finding f;
    finding_start(&f, QUESTION_DUE, D("2024-05-20"));
    rules_cite(&f, RULE_CYCLE_ROLLING, D("2024-05-20"));
    const char *s = explained(&f);
    assert_non_null(strstr(s, "自2018-05-01起有效（具体日期未核对）"));
    finding_start(&f, QUESTION_DUE, D("2024-05-20"));
    rules_cite(&f, RULE_CYCLE_LOCAL, D("2024-05-20"));
    assert_null(strstr(explained(&f), "未核对"));
}

static void an_answer_past_the_calendar_warns(void **state)
{
    (void)state;
    struct finding f;
    today("2026-06-01");
    law_valid_until(&law, WAYS_COMMUNITY, D("2026-06-01"), DATE_NONE, &f);
    assert_non_null(strstr(explained(&f), "2026年以后的放假安排尚未公布"));
}

static void codes_and_values_are_printed_in_words(void **state)
{
    (void)state;
    char text[128];
    static const struct {
        struct finding_fact f;
        const char *want;
    } v[] = {
        {{FACT_CAUSE, FACT_CODE, 1, CAUSE_OBJECTION}, "公示有异议"},
        {{FACT_LOSS_EVENT, FACT_CODE, 1, LOSS_MISSING}, "失踪"},
        {{FACT_SENTENCE, FACT_CODE, 1, SENTENCE_LIFE}, "无期徒刑"},
        {{FACT_LINE_KIND, FACT_CODE, 1, LINE_CARE}, "生活护理费"},
        {{FACT_LINE_KIND, FACT_CODE, 1, 104}, "104"},
        {{FACT_RELATION, FACT_CODE, 1, RELATION_SPOUSE}, "配偶"},
        {{FACT_OTHER_KIND, FACT_CODE, 1, LINE_CARE}, "生活护理费"},
        {{FACT_KEEP_KIND, FACT_CODE, 1, LINE_CARE}, "生活护理费"},
        {{FACT_STRENGTH, 77, 1, 3}, "3"},
        {{FACT_EFFECT, FACT_CODE, 1, STOP_STOP}, "停发"},
        {{FACT_DUE_ON, FACT_CODE, 1, 5}, "5"},
        {{FACT_DUE_ON, FACT_DATE, 1, 738000}, "2021-07-29"},
        {{FACT_FROM_MONTH, FACT_MONTH, 1, 2024 * 12}, "2024-01"},
        {{FACT_DAYS_LATE, FACT_MONEY, 1, 321055}, "3,210.55"},
        {{FACT_DAYS_LATE, FACT_COUNT, 1, 4}, "4"},
        {{FACT_OUTAGE, FACT_FLAG, 1, 1}, "是"},
        {{FACT_OUTAGE, FACT_FLAG, 1, 0}, "否"},
        {{FACT_OUTAGE, FACT_FLAG, 0, 0}, "（缺）"},
    };
    for (size_t i = 0; i < COUNT_OF(v); i++)
        assert_string_equal(law_explain_fact(&v[i].f, text, sizeof text), v[i].want);
}

static void a_finding_of_unknown_numbers_is_still_printed(void **state)
{
    (void)state;
    struct finding f;
    finding_start(&f, 0, law.today);
    assert_non_null(explained(&f));
    finding_start(&f, 250, law.today);
    f.count_days = 1;
    assert_non_null(explained(&f));
    finding_rule(&f, 60000);
    finding_param(&f, 60000, 1, DATE_NONE);
    finding_fact(&f, 60000, FACT_CODE, 1);
    f.count_days = 100000;
    f.count_from = D("2024-01-01");
    assert_non_null(explained(&f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_days_are_counted_one_by_one, law_setup, drop),
        cmocka_unit_test_setup_teardown(the_end_of_the_measure_is_said_openly, law_setup, drop),
        cmocka_unit_test_setup_teardown(expiry_is_announced_three_months_ahead, law_setup, drop),
        cmocka_unit_test_setup_teardown(a_first_day_that_nobody_checked_is_said_to_be_so, law_setup,
                                        drop),
        cmocka_unit_test_setup_teardown(an_answer_past_the_calendar_warns, law_setup, drop),
        cmocka_unit_test_setup_teardown(codes_and_values_are_printed_in_words, law_setup, drop),
        cmocka_unit_test_setup_teardown(a_finding_of_unknown_numbers_is_still_printed, law_setup,
                                        drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
