#include "fixture.h"

static int64_t value_on(enum param_id id, const char *on)
{
    int64_t v = -1;
    return params_value(law.params, id, D(on), &v) ? v : -1;
}

/* Every "key = default" of readings.md. */
static void the_defaults_of_the_readings_are_shipped(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value;
    } want[] = {
        {"art3.medical_line_action", "notify"},
        {"scope.certify", "city"},
        {"scope.browse", "own"},
        {"window.min_notice_days", "15"},
        {"cycle.end", "corresponding_day"},
        {"art6.days", "10"},
        {"pub.days", "7"},
        {"death_auto_action", "hold_next_payroll"},
        {"abroad.paper_valid", "6"},
        {"abroad.date_basis", "postmark"},
        {"abroad.cycle", "12"},
        {"age.reached_on", "birthday"},
        {"pay.stop", "month_after_event"},
        {"art9.basis", "reporter"},
        {"objection.mode", "prelim"},
        {"payroll.lock", "10"},
        {"recert.place", "payer_decides_any_receives"},
        {"count.start_day", "exclude"},
        {"dup.same_kind", "on"},
        {"after_expiry", "national_power_local_practice"},
        {"cycle.months", "12"},
        {"remind.days", "90 60 30 15 3"},
    };
    char text[64];
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        enum param_id id = params_find(want[i].key);
        assert_int_not_equal(id, PARAM_NONE);
        assert_string_equal(params_print(id, value_on(id, "2024-06-01"), text, sizeof text),
                            want[i].value);
    }
}

static void every_parameter_is_described_and_cited(void **state)
{
    (void)state;
    for (int id = 1; id < PARAM_COUNT; id++) {
        assert_true(strlen(params_text((enum param_id)id)) > 0);
        assert_true(strlen(params_unit((enum param_id)id)) > 0);
        assert_non_null(register_article_at(params_citation((enum param_id)id, 0)));
        size_t n;
        assert_non_null(params_rows(law.params, (enum param_id)id, &n));
        /* B9, B14: Weihai has laid down no classes by age and decided nothing about weak signals;
           only the city can put values in; nor for how long a photo is kept */
        bool undecided = strcmp(params_unit((enum param_id)id), "ages") == 0 ||
                         strncmp(params_key((enum param_id)id), "signals.", 8) == 0 ||
                         id == PARAM_PHOTO_KEEP_MONTHS;
        assert_int_equal(n == 0, undecided);
    }
    assert_string_equal(params_text(PARAM_NONE), "");
    assert_string_equal(params_unit(PARAM_COUNT), "");
    assert_string_equal(params_key(PARAM_COUNT), "");
    assert_int_equal(params_citation(PARAM_CYCLE_MONTHS, 4), -1);
    assert_int_equal(params_citation(PARAM_NONE, 0), -1);
    assert_int_equal(params_citation(PARAM_COUNT, 0), -1);
    assert_int_equal(params_citation(PARAM_CYCLE_MONTHS, -1), -1);
    assert_string_equal(params_text(PARAM_COUNT), "");
    assert_string_equal(params_unit(PARAM_NONE), "");
    assert_string_equal(params_key(PARAM_NONE), "");
}

static void without_a_value_in_force_there_is_none(void **state)
{
    (void)state;
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2017-12-31"), -1);
    assert_int_equal(value_on(PARAM_ART9_NATIONAL_DAYS, "2023-11-30"), -1);
    assert_int_equal(value_on(PARAM_ART9_NATIONAL_DAYS, "2023-12-01"), 20);
    assert_int_equal(value_on(PARAM_ART9_LOCAL_DAYS, "2024-12-31"), 7);
    assert_int_equal(value_on(PARAM_ART9_LOCAL_DAYS, "2025-01-01"), -1);
    assert_int_equal(value_on(PARAM_CYCLE_MODE, "2018-12-31"), CHOICE_CYCLE_MODE_COLLECTIVE);
    assert_int_equal(value_on(PARAM_CYCLE_MODE, "2019-01-01"), CHOICE_CYCLE_MODE_ROLLING);
    assert_int_equal(value_on(PARAM_NONE, "2019-01-01"), -1);
    assert_int_equal(value_on(PARAM_COUNT, "2019-01-01"), -1);
}

static void later_values_win_where_they_hold(void **state)
{
    (void)state;
    const struct param_row more[] = {
        {PARAM_CYCLE_MONTHS, 6, D("2026-07-01"), DATE_NONE, 1},
        {PARAM_CYCLE_MONTHS, 9, D("2026-07-01"), D("2026-12-31"), 2},
        {PARAM_CYCLE_MONTHS, 8, D("2026-07-01"), D("2026-12-31"), 2},
        {PARAM_NONE, 8, D("2026-07-01"), DATE_NONE, 2},
        {PARAM_COUNT, 8, D("2026-07-01"), DATE_NONE, 2},
    };
    law.params = params_build(arena, more, COUNT_OF(more));
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2026-06-30"), 12);
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2026-07-01"),
                     8); /* of equal versions the later row */
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2027-01-01"), 6);
    assert_int_equal(value_on(PARAM_CYCLE_END, "2027-01-01"), 0);
}

static void a_what_if_holds_on_every_day_and_leaves_the_rest(void **state)
{
    (void)state;
    const struct params *before = law.params;
    law.params = params_with(arena, before, PARAM_CYCLE_MONTHS, 6);
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2016-01-01"), 6);
    assert_int_equal(value_on(PARAM_ART6_DAYS, "2024-01-01"), 10);
    law.params = before;
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2024-01-01"), 12);
}

/* One released change more: from its first day on, until a later one; other parameters stay. */
static void a_later_row_wins_from_its_first_day(void **state)
{
    (void)state;
    const struct params *before = law.params;
    law.params = params_later(
        arena, before,
        &(struct param_row){
            .id = PARAM_CYCLE_MONTHS, .value = 6, .valid_from = D("2024-07-01"), .version = 2});
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2024-06-30"), 12);
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2024-07-01"), 6);
    law.params = params_later(
        arena, law.params,
        &(struct param_row){
            .id = PARAM_CYCLE_MONTHS, .value = 9, .valid_from = D("2024-03-01"), .version = 3});
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2024-02-29"), 12);
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2024-03-01"), 9);
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2024-07-01"), 6);
    assert_int_equal(value_on(PARAM_CYCLE_END, "2024-07-01"), CHOICE_CYCLE_END_CORRESPONDING_DAY);
    assert_int_equal(value_on(PARAM_REWARD_FIXED, "2024-07-01"), 50000); /* the last of all */
    for (int id = PARAM_NONE + 1; id < PARAM_COUNT; id++)
        if (id != PARAM_CYCLE_MONTHS) {
            int64_t a = 0, b = 0;
            params_value(before, (enum param_id)id, D("2024-07-01"), &a);
            params_value(law.params, (enum param_id)id, D("2024-07-01"), &b);
            assert_int_equal(a, b);
        }
}

static void nobody_sets_a_cycle_of_no_months_or_an_age_of_two_hundred(void **state)
{
    (void)state;
    static const struct {
        enum param_id id;
        int64_t value;
        bool good;
    } tried[] = {
        {PARAM_CYCLE_MONTHS, 0, false},      {PARAM_CYCLE_MONTHS, 1, true},
        {PARAM_CYCLE_MONTHS, 120, true},     {PARAM_CYCLE_MONTHS, 121, false},
        {PARAM_AGE_ADULT, 130, true},        {PARAM_AGE_ADULT, 200, false},
        {PARAM_OFFSET_MAX_SHARE, 100, true}, {PARAM_OFFSET_MAX_SHARE, 101, false},
        {PARAM_SUSPEND_DAYS, 0, false},      {PARAM_SELF_MIN_GAP_DAYS, 0, true},
        {PARAM_CYCLE_MODE, 99, true}, /* a choice is checked where it is read */
    };
    for (size_t i = 0; i < COUNT_OF(tried); i++)
        assert_int_equal(params_in_range(tried[i].id, tried[i].value), tried[i].good);
}

static void values_are_read_as_written(void **state)
{
    (void)state;
    int64_t v;
    char text[64];
    assert_true(params_parse(PARAM_CYCLE_MONTHS, "12", &v) && v == 12);
    assert_true(params_parse(PARAM_CYCLE_MONTHS, "6 months", &v) && v == 6);
    assert_true(params_parse(PARAM_CYCLE_END, "month_end", &v) && v == CHOICE_CYCLE_END_MONTH_END);
    assert_true(params_parse(PARAM_REMIND_DAYS, "60 30", &v));
    assert_string_equal(params_print(PARAM_REMIND_DAYS, v, text, sizeof text), "60 30");
    assert_true(params_parse(PARAM_REWARD_CAP, "10000000", &v) && v == 10000000);
    static const struct {
        enum param_id id;
        const char *text;
    } bad[] = {
        {PARAM_CYCLE_MONTHS, ""},
        {PARAM_CYCLE_MONTHS, "-1"},
        {PARAM_CYCLE_MONTHS, "12 days"},
        {PARAM_CYCLE_MONTHS, "1234567890123"},
        {PARAM_CYCLE_MONTHS, "100001"},
        {PARAM_CYCLE_END, "yes"},
        {PARAM_REMIND_DAYS, ""},
        {PARAM_REMIND_DAYS, "0"},
        {PARAM_REMIND_DAYS, "200"},
        {PARAM_REMIND_DAYS, "1 2 3 4 5 6 7 8 9"},
        {PARAM_REMIND_DAYS, "1,2"},
        {PARAM_REMIND_DAYS, "x"},
        {PARAM_OFFSET_MAX_SHARE, "101"},
        {PARAM_NONE, "1"},
        {PARAM_COUNT, "1"},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(params_parse(bad[i].id, bad[i].text, &v));
    assert_string_equal(params_print(PARAM_NONE, 1, text, sizeof text), "");
    assert_string_equal(params_print(PARAM_CYCLE_END, 7, text, sizeof text), "7");
    assert_true(params_parse(PARAM_OFFSET_MAX_SHARE, "100", &v) && v == 100);
    assert_string_equal(params_print(PARAM_CYCLE_END, -1, text, sizeof text), "-1");
    char narrow[12];
    params_parse(PARAM_REMIND_DAYS, "90 60 30 15 3", &v);
    assert_string_equal(params_print(PARAM_REMIND_DAYS, v, narrow, sizeof narrow), "90 60 30");
    law.params = params_without(arena, law.params, PARAM_CYCLE_MONTHS);
    assert_int_equal(value_on(PARAM_CYCLE_MONTHS, "2024-01-01"), -1);
    assert_int_equal(params_find("no.such"), PARAM_NONE);
    assert_string_equal(params_key(params_find("cycle.mode")), "cycle.mode");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_defaults_of_the_readings_are_shipped),
        TEST(every_parameter_is_described_and_cited),
        TEST(without_a_value_in_force_there_is_none),
        TEST(later_values_win_where_they_hold),
        TEST(a_what_if_holds_on_every_day_and_leaves_the_rest),
        TEST(a_later_row_wins_from_its_first_day),
        TEST(nobody_sets_a_cycle_of_no_months_or_an_age_of_two_hundred),
        TEST(values_are_read_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
