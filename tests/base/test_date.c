/* Civil dates, months and periods: the golden vectors of the readings, and properties over years.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/date.h"

static struct date day(const char *s)
{
    struct date d = DATE_NONE;
    if (date_parse(s, &d, NULL) != ERR_OK) fail_msg("%s is no date", s);
    return d;
}

static void assert_date(struct date d, const char *want)
{
    assert_string_equal(date_print(d).s, want);
}

static void first_day_of_the_era_is_one(void **state)
{
    (void)state;
    assert_int_equal(date_of(1, 1, 1).day, 1);
    assert_int_equal(date_of(1, 12, 31).day, 365);
    assert_int_equal(date_of(1970, 1, 1).day, 719163);
    assert_int_equal(date_of(9999, 12, 31).day, 3652059);
}

/* Walks every day of the years 1 to 9999 by hand and compares. */
static void every_day_of_the_calendar_has_its_number(void **state)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int number = 0;
    (void)state;
    for (int y = 1; y <= 9999; y++) {
        bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
        for (int m = 1; m <= 12; m++) {
            int last = m == 2 && leap ? 29 : length[m - 1];
            for (int d = 1; d <= last; d++) {
                struct date date = date_of(y, m, d);
                struct civil c = date_civil(date);
                if (date.day != ++number || c.year != y || c.month != m || c.day != d)
                    fail_msg("%04d-%02d-%02d has number %d, day %d", y, m, d, date.day, number);
            }
            assert_false(civil_valid(y, m, last + 1));
        }
    }
}

static void parts_outside_the_calendar_are_not_valid(void **state)
{
    (void)state;
    assert_true(civil_valid(2024, 2, 29));
    assert_false(civil_valid(2023, 2, 29));
    assert_false(civil_valid(1971, 2, 29));
    assert_false(civil_valid(1900, 2, 29));
    assert_true(civil_valid(2000, 2, 29));
    assert_false(civil_valid(2024, 0, 1));
    assert_false(civil_valid(2024, 13, 1));
    assert_false(civil_valid(2024, 1, 0));
    assert_false(civil_valid(0, 1, 1));
    assert_false(civil_valid(10000, 1, 1));
    assert_false(civil_valid(-1, 1, 1));
}

static void weekdays_are_those_of_the_almanac(void **state)
{
    (void)state;
    assert_int_equal(date_weekday(date_of(1, 1, 1)), 1);
    assert_int_equal(date_weekday(day("1970-01-01")), 4);
    assert_int_equal(date_weekday(day("2024-02-18")), 7); /* a Sunday that was worked */
    assert_int_equal(date_weekday(day("2026-11-23")), 1);
}

/* 民法典 202: the corresponding day, or the month's last day. */
static void months_end_on_the_corresponding_day(void **state)
{
    static const struct {
        const char *from;
        int months;
        const char *to;
    } golden[] = {{"2023-08-31", 6, "2024-02-29"},  {"2022-08-31", 6, "2023-02-28"},
                  {"2024-03-05", 6, "2024-09-05"},  {"2023-07-15", 12, "2024-07-15"},
                  {"2023-10-05", 12, "2024-10-05"}, {"2024-02-29", 12, "2025-02-28"},
                  {"2024-02-29", 48, "2028-02-29"}, {"2024-01-31", 1, "2024-02-29"},
                  {"2024-01-31", 3, "2024-04-30"},  {"2023-12-31", 2, "2024-02-29"},
                  {"2024-12-15", 1, "2025-01-15"},  {"2024-05-31", 0, "2024-05-31"},
                  {"2024-03-31", -1, "2024-02-29"}, {"2024-01-15", -1, "2023-12-15"},
                  {"2024-01-31", -14, "2022-11-30"}};
    (void)state;
    for (size_t i = 0; i < sizeof golden / sizeof *golden; i++)
        assert_date(date_add_months(day(golden[i].from), golden[i].months), golden[i].to);
}

static void adding_months_keeps_the_day_or_ends_the_month(void **state)
{
    (void)state;
    for (struct date d = day("1999-11-01"); date_cmp(d, day("2004-04-01")) < 0;
         d = date_add_days(d, 1))
        for (int n = -30; n <= 30; n++) {
            struct date to = date_add_months(d, n);
            struct month want = month_add(month_of(d), n);
            int asked = date_civil(d).day, last = date_civil(month_last(want)).day;
            assert_int_equal(month_cmp(month_of(to), want), 0);
            assert_int_equal(date_civil(to).day, asked < last ? asked : last);
        }
}

static void age_is_complete_on_the_birthday(void **state)
{
    (void)state;
    assert_int_equal(date_age(day("2006-05-20"), day("2024-05-19")), 17);
    assert_int_equal(date_age(day("2006-05-20"), day("2024-05-20")), 18);
    assert_int_equal(date_age(day("2006-05-20"), day("2024-05-21")), 18);
    assert_int_equal(date_age(day("2008-02-29"), day("2026-02-27")), 17);
    assert_int_equal(date_age(day("2008-02-29"), day("2026-02-28")), 18);
    assert_int_equal(date_age(day("2008-02-29"), day("2024-02-28")), 15);
    assert_int_equal(date_age(day("2008-02-29"), day("2024-02-29")), 16);
    assert_int_equal(date_age(day("1946-03-15"), day("1946-03-15")), 0);
}

static void age_never_falls_and_rises_once_a_year(void **state)
{
    struct date birth = day("1996-02-29");
    int before = 0, rises = 0;
    (void)state;
    for (struct date d = birth; date_cmp(d, day("2036-03-01")) < 0; d = date_add_days(d, 1)) {
        int age = date_age(birth, d);
        assert_in_range(age - before, 0, 1);
        rises += age - before;
        before = age;
    }
    assert_int_equal(rises, 40);
}

static void columns_are_readable_numbers(void **state)
{
    (void)state;
    assert_int_equal(date_column(day("2024-03-05")), 20240305);
    assert_int_equal(date_column(DATE_NONE), 0);
    assert_date(date_from_column(20240229), "2024-02-29");
    assert_false(date_is_set(date_from_column(20230229)));
    assert_false(date_is_set(date_from_column(0)));
    assert_false(date_is_set(date_from_column(-20240101)));
    assert_false(date_is_set(date_from_column(INT64_C(99991232))));
    assert_false(date_is_set(date_from_column(INT64_MAX)));
    assert_int_equal(month_column(month_from(2024, 12)), 202412);
    assert_int_equal(month_column(MONTH_NONE), 0);
    assert_int_equal(month_cmp(month_from_column(202401), month_from(2024, 1)), 0);
    assert_false(month_is_set(month_from_column(202413)));
    assert_false(month_is_set(month_from_column(202400)));
    assert_false(month_is_set(month_from_column(INT64_MAX)));
}

static void months_begin_and_end_where_they_should(void **state)
{
    (void)state;
    assert_date(month_first(month_from(2024, 2)), "2024-02-01");
    assert_date(month_last(month_from(2024, 2)), "2024-02-29");
    assert_date(month_last(month_from(2023, 12)), "2023-12-31");
    assert_string_equal(month_print(month_add(month_from(2024, 11), 2)).s, "2025-01");
    assert_string_equal(month_print(month_add(month_from(2024, 1), -1)).s, "2023-12");
    assert_string_equal(month_print(MONTH_NONE).s, "");
    assert_string_equal(date_print(DATE_NONE).s, "");
}

static void order_and_extremes(void **state)
{
    struct date a = day("2024-01-31"), b = day("2024-02-01");
    (void)state;
    assert_int_equal(date_cmp(a, b), -1);
    assert_int_equal(date_cmp(b, a), 1);
    assert_int_equal(date_cmp(a, a), 0);
    assert_int_equal(date_max(a, b).day, b.day);
    assert_int_equal(date_min(a, b).day, a.day);
}

static void strict_reading_takes_one_shape_only(void **state)
{
    static const char *const bad[] = {
        "",           "2024",     "2024-1-01",  "2024/01/01", "2024-01-01x", " 2024-01-01",
        "2024-01-0a", "20240101", "-024-01-01", "2024-01--1"};
    struct problem why;
    struct date d = day("2024-01-01");
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(date_parse(bad[i], &d, &why), ERR_INPUT);
        assert_int_equal(why.message, ZH_err_date_format);
        assert_string_equal(why.value[0], bad[i]);
    }
    assert_int_equal(date_parse("2023-02-29", &d, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_err_date_impossible);
    assert_date(d, "2024-01-01"); /* untouched */
}

static void offices_write_dates_in_many_ways(void **state)
{
    static const char *const good[] = {
        "2026-11-03",
        "2026/11/03",
        "2026.11.03",
        "20261103",
        "2026-11-3",
        "2026/11/3",
        "2026.11.3",
        " 2026-11-03",
        "2026\u5e7411\u67083\u65e5",
        "2026\u5e74 11\u6708 03\u65e5",
        "\uff12\uff10\uff12\uff16\uff0d\uff11\uff11\uff0d\uff10\uff13",
        "2026\uff0f11\uff0f03"};
    static const char *const bad[] = {"",
                                      "2026",
                                      "26-11-03",
                                      "2026-11",
                                      "2026-11-03-04",
                                      "46349",
                                      "2026-111-03",
                                      "2026-11-003",
                                      "2026 Nov 3",
                                      "2026-11-03T",
                                      "1.23E+5",
                                      "99999999999999999999"};
    struct problem why;
    struct date d;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        d = DATE_NONE;
        if (date_parse_office(good[i], &d, &why) != ERR_OK) fail_msg("%s refused", good[i]);
        assert_date(d, "2026-11-03");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (date_parse_office(bad[i], &d, &why) != ERR_INPUT) fail_msg("%s taken", bad[i]);
        assert_int_equal(why.message, ZH_err_date_format);
    }
    assert_int_equal(date_parse_office("2023\u5e742\u670829\u65e5", &d, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_err_date_impossible);
}

static void months_are_read_strictly_and_as_offices_write_them(void **state)
{
    static const char *const good[] = {"2026-01",           "2026/1",    "2026.01", "202601",
                                       "2026\u5e741\u6708", "2026-01-31"};
    static const char *const bad[] = {"",       "2026",  "2026-13", "2026-00",
                                      "202613", "26-01", "2026-1x"};
    struct problem why;
    struct month m = MONTH_NONE;
    (void)state;
    assert_int_equal(month_parse("2024-02", &m, &why), ERR_OK);
    assert_string_equal(month_print(m).s, "2024-02");
    assert_int_equal(month_parse("2024-2", &m, &why), ERR_INPUT);
    assert_int_equal(month_parse("2024-13", &m, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_err_month_format);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        m = MONTH_NONE;
        if (month_parse_office(good[i], &m, &why) != ERR_OK) fail_msg("%s refused", good[i]);
        assert_string_equal(month_print(m).s, "2026-01");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (month_parse_office(bad[i], &m, &why) != ERR_INPUT) fail_msg("%s taken", bad[i]);
}

static void printing_and_reading_are_inverse(void **state)
{
    (void)state;
    for (int32_t n = 1; n <= 3652059; n += 97) {
        struct date d = {n}, back;
        struct problem why;
        assert_int_equal(date_parse(date_print(d).s, &back, &why), ERR_OK);
        assert_int_equal(back.day, n);
        assert_int_equal(date_from_column(date_column(d)).day, n);
        assert_int_equal(date_parse_office(date_print(d).s, &back, &why), ERR_OK);
        assert_int_equal(back.day, n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_day_of_the_era_is_one),
        cmocka_unit_test(every_day_of_the_calendar_has_its_number),
        cmocka_unit_test(parts_outside_the_calendar_are_not_valid),
        cmocka_unit_test(weekdays_are_those_of_the_almanac),
        cmocka_unit_test(months_end_on_the_corresponding_day),
        cmocka_unit_test(adding_months_keeps_the_day_or_ends_the_month),
        cmocka_unit_test(age_is_complete_on_the_birthday),
        cmocka_unit_test(age_never_falls_and_rises_once_a_year),
        cmocka_unit_test(columns_are_readable_numbers),
        cmocka_unit_test(months_begin_and_end_where_they_should),
        cmocka_unit_test(order_and_extremes),
        cmocka_unit_test(strict_reading_takes_one_shape_only),
        cmocka_unit_test(offices_write_dates_in_many_ways),
        cmocka_unit_test(months_are_read_strictly_and_as_offices_write_them),
        cmocka_unit_test(printing_and_reading_are_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
