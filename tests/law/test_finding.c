#include "fixture.h"

static struct finding full(void)
{
    struct finding f;
    finding_start(&f, QUESTION_DUE, D("2024-06-03"));
    for (int i = 0; i < FINDING_RULES; i++) finding_rule(&f, i + 1);
    for (int i = 0; i < FINDING_FACTS; i++)
        finding_fact(&f, i + 1, FACT_MONEY, -(int64_t)i * 1000000007);
    for (int i = 0; i < FINDING_PARAMS; i++) finding_param(&f, i + 1, i * 12, D("2018-01-01"));
    f.outcome = OUTCOME_NO_LAW;
    f.answer = D("2024-10-08");
    f.count_from = D("2024-09-30");
    f.count_days = 3;
    f.past_calendar = true;
    return f;
}

static void what_was_encoded_is_decoded_alike(void **state)
{
    (void)state;
    struct finding f = full(), back;
    uint8_t bytes[FINDING_BYTES], again[FINDING_BYTES];
    size_t n = finding_encode(&f, bytes);
    assert_true(n <= FINDING_BYTES);
    assert_true(finding_decode(bytes, n, &back));
    assert_int_equal(finding_encode(&back, again), n);
    assert_memory_equal(bytes, again, n);
    assert_int_equal(back.fact[2].value, f.fact[2].value);
    assert_int_equal(back.answer.day, f.answer.day);
    assert_true(back.past_calendar);
    finding_start(&f, 0, DATE_NONE);
    n = finding_encode(&f, bytes);
    assert_true(finding_decode(bytes, n, &back));
}

/* Every truncation and every damaged head or fact is refused, and no byte string makes it read
 * outside. */
static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    struct finding f = full(), out;
    uint8_t bytes[FINDING_BYTES], bad[FINDING_BYTES];
    size_t n = finding_encode(&f, bytes);
    for (size_t cut = 0; cut < n; cut++) assert_false(finding_decode(bytes, cut, &out));
    static const struct {
        size_t at;
        uint8_t v;
    } damage[] = {{0, 2},
                  {1, 6},
                  {3, 2},
                  {4, FINDING_RULES + 1},
                  {5, FINDING_FACTS + 1},
                  {6, FINDING_PARAMS + 1},
                  {4, 0}};
    for (size_t i = 0; i < COUNT_OF(damage); i++) {
        memcpy(bad, bytes, n);
        bad[damage[i].at] = damage[i].v;
        assert_false(finding_decode(bad, n, &out));
    }
    size_t first_fact = 23 + 2 * FINDING_RULES;
    for (size_t at = 2; at <= 3; at++) {
        memcpy(bad, bytes, n);
        bad[first_fact + at] = 9;
        assert_false(finding_decode(bad, n, &out));
        bad[first_fact + at] = 0;
        assert_int_equal(finding_decode(bad, n, &out),
                         at == 3); /* kind 0 is no kind; known may be 0 */
    }
    assert_false(finding_decode(bytes, FINDING_BYTES + 1, &out));
}

static void nothing_is_noted_twice_and_nobody_may_listen(void **state)
{
    (void)state;
    struct finding f;
    finding_start(&f, QUESTION_LOSS, law.today);
    finding_rule(&f, 3);
    finding_rule(&f, 3);
    finding_fact(&f, 4, FACT_FLAG, 1);
    finding_fact(&f, 4, FACT_FLAG, 1);
    finding_missing(&f, 4, FACT_FLAG);
    finding_fact(&f, 4, FACT_FLAG, 0); /* another value of the same fact: both stand */
    finding_param(&f, 5, 1, DATE_NONE);
    finding_param(&f, 5, 1, DATE_NONE);
    assert_int_equal(f.rule_count, 1);
    assert_int_equal(f.fact_count, 3);
    assert_int_equal(f.param_count, 1);
    finding_start(NULL, 0, DATE_NONE);
    finding_rule(NULL, 1);
    finding_fact(NULL, 1, FACT_FLAG, 1);
    finding_missing(NULL, 1, FACT_FLAG);
    finding_param(NULL, 1, 1, DATE_NONE);
}

static void every_fact_and_question_has_its_word(void **state)
{
    (void)state;
    for (int i = 1; i < FACT_COUNT_OF; i++) {
        assert_int_not_equal(facts_word(i), ZH_none);
        assert_int_not_equal(facts_source_word(i), ZH_none);
    }
    assert_int_equal(facts_source_word(0), ZH_none);
    assert_int_equal(facts_source_word(FACT_COUNT_OF), ZH_none);
    for (int i = 1; i < QUESTION_COUNT; i++) assert_int_not_equal(facts_question_word(i), ZH_none);
    assert_int_equal(facts_word(0), ZH_none);
    assert_int_equal(facts_word(FACT_COUNT_OF), ZH_none);
    assert_int_equal(facts_question_word(-1), ZH_none);
    assert_int_equal(facts_question_word(QUESTION_COUNT), ZH_none);
    for (int i = 1; i <= OUTCOME_NO_LAW; i++) assert_int_not_equal(outcome_word(i), ZH_none);
    assert_int_equal(outcome_word(0), ZH_none);
    assert_int_equal(outcome_word(9), ZH_none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_encoded_is_decoded_alike),
        TEST(damaged_bytes_are_refused),
        TEST(nothing_is_noted_twice_and_nobody_may_listen),
        TEST(every_fact_and_question_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
