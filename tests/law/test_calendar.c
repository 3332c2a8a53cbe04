#include "fixture.h"

struct vector {
    const char *from;
    int n;
    const char *want, *known_at;
};

/* readings.md, "Golden vectors" */
static void the_golden_vectors_hold(void **state)
{
    (void)state;
    static const struct vector v[] = {
        {"2024-09-30", 3, "2024-10-10", ""},
        {"2024-02-08", 7, "2024-02-23", ""},
        {"2024-02-08", 30, "2024-03-27", ""},
        {"2024-03-15", 7, "2024-03-26", ""},
        {"2024-03-15", 20, "2024-04-15", ""},
        {"2024-03-15", 30, "2024-04-28", ""},
        {"2023-09-27", 7, "2023-10-12", ""},
        {"2022-12-30", 3, "2023-01-05", ""},
        {"2020-01-23", 3, "2020-02-05", ""},
        {"2018-12-26", 3, "2018-12-29", ""},
        {"2026-09-30", 3, "2026-10-10", ""},
        {"2026-02-12", 7, "2026-02-28", ""},
        {"2024-12-31", 3, "2025-01-06", ""},
        {"2018-06-30", 3, "2018-07-04", ""},
        {"2020-01-23", 3, "2020-02-03", "2020-01-26"},
        {"2020-01-23", 3, "2020-02-05", "2020-01-27"},
    };
    for (size_t i = 0; i < COUNT_OF(v); i++)
        assert_date(calendar_add(calendar_known(v[i].known_at), D(v[i].from), v[i].n), v[i].want);
}

static void working_days_of_each_year_are_those_of_the_table(void **state)
{
    (void)state;
    static const int want[] = {250, 250, 249, 250, 249, 249, 251, 248, 248};
    for (int y = 2018; y <= 2026; y++)
        assert_int_equal(calendar_between(law.calendar, date_of(y - 1, 12, 31), date_of(y, 12, 31)),
                         want[y - 2018]);
}

/* The plain definition, day by day, against the prefix sums, over the edges of the table. */
static void counting_agrees_with_walking(void **state)
{
    (void)state;
    for (int32_t start = D("2016-11-01").day; start < D("2028-03-01").day; start += 5) {
        struct date d = {start};
        for (int n = 1; n <= 40; n++) {
            do d.day++;
            while (!calendar_workday(law.calendar, d));
            assert_int_equal(calendar_add(law.calendar, (struct date){start}, n).day, d.day);
            assert_int_equal(calendar_between(law.calendar, (struct date){start}, d), n);
            assert_int_equal(calendar_between(law.calendar, d, (struct date){start}), -n);
        }
    }
}

static void rolling_goes_forward_and_back_goes_back(void **state)
{
    (void)state;
    assert_date(calendar_roll(law.calendar, D("2024-10-05")), "2024-10-08");
    assert_date(calendar_roll(law.calendar, D("2024-10-08")), "2024-10-08");
    assert_date(calendar_roll(law.calendar, D("2024-04-28")),
                "2024-04-28"); /* a Sunday that works */
    assert_date(calendar_back(law.calendar, D("2024-03-10")), "2024-03-08");
    assert_date(calendar_back(law.calendar, D("2024-03-08")), "2024-03-08");
    assert_date(calendar_add(law.calendar, D("2024-03-10"), 0), "2024-03-10");
}

static void days_have_their_names(void **state)
{
    (void)state;
    assert_string_equal(calendar_name(law.calendar, D("2024-10-01")), "国庆节");
    assert_string_equal(calendar_name(law.calendar, D("2024-10-12")), "国庆节调休上班");
    assert_string_equal(calendar_name(law.calendar, D("2024-10-09")), "");
    assert_string_equal(calendar_name(law.calendar, D("2030-10-01")), "");
}

static void beyond_the_last_published_year_is_said(void **state)
{
    (void)state;
    assert_int_equal(calendar_last_year(law.calendar), 2026);
    assert_false(calendar_past(law.calendar, D("2026-12-31")));
    assert_true(calendar_past(law.calendar, D("2027-01-01")));
}

static void a_superseded_holiday_replaces_all_rows_of_its_name_and_year(void **state)
{
    (void)state;
    const struct calendar *before = calendar_known("2019-03-21"),
                          *after = calendar_known("2019-03-22");
    assert_true(calendar_workday(before, D("2019-05-02")));
    assert_false(calendar_workday(after, D("2019-05-02")));
    assert_false(
        calendar_workday(before, D("2019-04-28"))); /* the make-up Sunday came with the amendment */
    assert_true(calendar_workday(after, D("2019-04-28")));
}

static void an_amended_calendar_moves_only_what_crosses_it(void **state)
{
    (void)state;
    const struct calendar *before = calendar_known("2020-01-26"), *after = calendar_known("");
    for (int32_t d = D("2018-06-01").day; d < D("2022-01-01").day; d++) {
        struct date from = {d}, end = calendar_add(after, from, 3);
        bool crosses = end.day >= D("2020-01-20").day && d <= D("2020-02-03").day;
        if (!crosses) assert_int_equal(calendar_add(before, from, 3).day, end.day);
    }
}

static void a_calendar_without_rows_knows_weekends_only(void **state)
{
    (void)state;
    const struct calendar *c = calendar_build(arena, NULL, 0, DATE_NONE);
    assert_date(calendar_add(c, D("2024-09-30"), 3), "2024-10-03");
    assert_int_equal(calendar_between(c, D("2024-09-27"), D("2024-10-04")), 5);
    assert_true(calendar_past(c, D("2024-01-01")));
}

static void names_beyond_what_fits_are_left_out(void **state)
{
    (void)state;
    struct calendar_row rows[300];
    char names[300][8];
    for (int i = 0; i < 300; i++) {
        snprintf(names[i], sizeof names[i], "N%d", i);
        rows[i] = (struct calendar_row){
            {D("2024-01-01").day + i}, DAY_HOLIDAY, 2024, names[i], DATE_NONE, DATE_NONE};
    }
    const struct calendar *c = calendar_build(arena, rows, 300, DATE_NONE);
    assert_string_equal(calendar_name(c, rows[254].day), "N254");
    assert_string_equal(calendar_name(c, rows[299].day), "");
    assert_false(calendar_workday(c, rows[299].day));
}

static void a_row_published_later_is_not_known_before(void **state)
{
    (void)state;
    struct calendar_row rows[] = {
        {D("2027-01-01"), DAY_HOLIDAY, 2027, "A", D("2026-11-10"), DATE_NONE},
        {D("2026-01-01"), DAY_HOLIDAY, 2026, "A", DATE_NONE, DATE_NONE},
        {D("2026-01-02"), DAY_HOLIDAY, 2026, "B", DATE_NONE, D("2026-05-01")},
        {D("2026-01-05"), DAY_HOLIDAY, 2026, "B", DATE_NONE, D("2026-06-01")},
        {D("2026-01-06"), DAY_HOLIDAY, 2026, "B", DATE_NONE, DATE_NONE},
    };
    assert_int_equal(calendar_last_year(calendar_build(arena, rows, 5, D("2026-11-09"))), 2026);
    assert_int_equal(calendar_last_year(calendar_build(arena, rows, 5, D("2026-11-10"))), 2027);
    const struct calendar *first = calendar_build(arena, rows, 5, D("2026-04-30"));
    const struct calendar *second = calendar_build(arena, rows, 5, D("2026-05-01"));
    const struct calendar *third = calendar_build(arena, rows, 5, D("2026-06-01"));
    const struct calendar *of[] = {first, second, third};
    const char *day[] = {"2026-01-02", "2026-01-05", "2026-01-06"};
    for (int c = 0; c < 3; c++)
        for (int d = 0; d < 3; d++) assert_int_equal(calendar_workday(of[c], D(day[d])), c != d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_golden_vectors_hold),
        TEST(working_days_of_each_year_are_those_of_the_table),
        TEST(counting_agrees_with_walking),
        TEST(rolling_goes_forward_and_back_goes_back),
        TEST(days_have_their_names),
        TEST(beyond_the_last_published_year_is_said),
        TEST(a_superseded_holiday_replaces_all_rows_of_its_name_and_year),
        TEST(an_amended_calendar_moves_only_what_crosses_it),
        TEST(a_calendar_without_rows_knows_weekends_only),
        TEST(names_beyond_what_fits_are_left_out),
        TEST(a_row_published_later_is_not_known_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
