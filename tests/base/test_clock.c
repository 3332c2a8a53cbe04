/* The injected clock: China time, whatever the machine's zone is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

#define SECOND INT64_C(1000000)

static void a_fixed_day_means_nine_in_the_morning(void **state)
{
    struct clock c = clock_fixed(date_of(2024, 3, 5));
    (void)state;
    assert_int_equal(date_column(c.business_date), 20240305);
    assert_int_equal(c.moment, INT64_C(1709600400) * SECOND); /* 2024-03-05T01:00:00Z */
    assert_string_equal(moment_print(c.moment).s, "2024-03-05 09:00:00");
}

static void the_day_changes_at_midnight_in_china(void **state)
{
    int64_t midnight = moment_of(date_of(2024, 3, 5), 0, 0);
    (void)state;
    assert_int_equal(date_column(moment_date(midnight)), 20240305);
    assert_int_equal(date_column(moment_date(midnight - 1)), 20240304);
    assert_int_equal(date_column(moment_date(midnight + 86400 * SECOND - 1)), 20240305);
    assert_int_equal(date_column(moment_date(midnight + 86400 * SECOND)), 20240306);
}

static void moments_before_1970_have_their_day_too(void **state)
{
    (void)state;
    for (int y = 1900; y < 1972; y += 7) {
        struct date d = date_of(y, 7, 1);
        assert_int_equal(moment_date(moment_of(d, 0, 0)).day, d.day);
        assert_int_equal(moment_date(moment_of(d, 23, 59)).day, d.day);
        assert_int_equal(moment_date(moment_of(d, 0, 0) - 1).day, d.day - 1);
    }
    assert_string_equal(moment_print(moment_of(date_of(1946, 3, 15), 6, 30)).s,
                        "1946-03-15 06:30:00");
}

static void the_zone_of_the_machine_does_not_matter(void **state)
{
    static const char *const zones[] = {"UTC", "Asia/Shanghai", "America/New_York",
                                        "Pacific/Kiritimati"};
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        setenv("TZ", zones[i], 1);
        tzset();
        assert_string_equal(moment_print(INT64_C(1709600400) * SECOND).s, "2024-03-05 09:00:00");
    }
    unsetenv("TZ");
    tzset();
}

static void the_system_clock_is_now(void **state)
{
    int64_t before = (int64_t)time(NULL) * SECOND;
    struct clock c = clock_system();
    (void)state;
    assert_in_range(c.moment - before, 0, 10 * SECOND);
    assert_int_equal(c.business_date.day, moment_date(c.moment).day);
}

static void known_at_a_day_means_until_its_end(void **state)
{
    struct problem why;
    int64_t t;
    (void)state;
    assert_int_equal(moment_parse("2024-03-05", &t, &why), ERR_OK);
    assert_int_equal(t, moment_of(date_of(2024, 3, 6), 0, 0) - 1);
    assert_int_equal(moment_parse("2024-03-05T09:30", &t, &why), ERR_OK);
    assert_int_equal(t, moment_of(date_of(2024, 3, 5), 9, 30) + SECOND - 1);
    assert_int_equal(moment_parse("2024-03-05 09:30:15", &t, &why), ERR_OK);
    assert_int_equal(t, moment_of(date_of(2024, 3, 5), 9, 30) + 16 * SECOND - 1);
    assert_int_equal(moment_parse("2024-03-05T00:00:00", &t, &why), ERR_OK);
    assert_int_equal(moment_date(t).day, date_of(2024, 3, 5).day);
}

static void what_is_no_moment_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "2024-03",
                                      "2024-03-05T",
                                      "2024-03-05T9",
                                      "2024-03-05T24:00",
                                      "2024-03-05T09:60",
                                      "2024-03-05T09:30:60",
                                      "2024-03-05x09:30",
                                      "2024-02-30T09:30",
                                      "2024-03-05T09:30:15x",
                                      "2024-03-05T09:30x",
                                      "2024-03-05T-9:30",
                                      "2024-03-05T+9:30",
                                      "2024-03-05T09:30:15+08:00"};
    struct problem why;
    int64_t t = 7;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (moment_parse(bad[i], &t, &why) != ERR_INPUT) fail_msg("%s taken", bad[i]);
        assert_int_equal(t, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_day_means_nine_in_the_morning),
        cmocka_unit_test(the_day_changes_at_midnight_in_china),
        cmocka_unit_test(moments_before_1970_have_their_day_too),
        cmocka_unit_test(the_zone_of_the_machine_does_not_matter),
        cmocka_unit_test(the_system_clock_is_now),
        cmocka_unit_test(known_at_a_day_means_until_its_end),
        cmocka_unit_test(what_is_no_moment_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
