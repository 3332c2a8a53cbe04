/* Number and date of a plain row: each kernel says what match_key and date_parse say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/fields.h"

static uint16_t days[MATCH_DAYS];

#if defined __x86_64__
__attribute__((target("avx2"))) static struct match_fields wide_fields(const char *n, const char *d)
{
    return match_fields_avx2(n, d, days);
}
#endif

static void expect(const char number[19], const char date[11])
{
    char n[32] = {0}, d[32] = {0};
    memcpy(n, number, 18);
    memcpy(d, date, 10);
    struct date parsed;
    uint16_t day =
        strlen(d) == 10 && date_parse(d, &parsed, NULL) == ERR_OK ? match_short_day(parsed) : 0;
    uint64_t key = match_key(n, 18);
    struct match_fields plain = match_fields_plain(n, d, days);
    assert_int_equal(plain.key, key);
    assert_int_equal(plain.day, day);
#if defined __x86_64__
    if (!__builtin_cpu_supports("avx2")) return;
    struct match_fields wide = wide_fields(n, d);
    if (key && day) {
        assert_int_equal(wide.key, key);
        assert_int_equal(wide.day, day);
    } else {
        assert_true(!wide.key || !wide.day);
    }
#endif
}

static void every_date_of_the_table_and_none_other(void **test)
{
    (void)test;
    char text[48];
    for (int year = 1898; year <= 2080; year++) {
        for (int month = 0; month <= 20; month++) {
            for (int day = 0; day <= 41; day++) {
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
                expect("370602194501011234", text);
            }
        }
    }
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "2026-%02d-11", i);
        expect("370602194501011234", text);
        snprintf(text, sizeof text, "2026-11-%02d", i);
        expect("370602194501011234", text);
    }
    for (int year = 0; year <= 9999; year++) {
        snprintf(text, sizeof text, "%04d-02-29", year);
        expect("37060219450101123X", text);
    }
}

static void any_byte_in_any_place(void **test)
{
    (void)test;
    static const char number[] = "37060219450101123x", date[] = "2026-11-29";
    for (int byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < 18; at++) {
            char other[19];
            memcpy(other, number, sizeof other);
            other[at] = (char)byte;
            expect(other, date);
        }
        for (size_t at = 0; at < 10; at++) {
            char other[11];
            memcpy(other, date, sizeof other);
            other[at] = (char)byte;
            expect(number, other);
        }
    }
}

static void many_numbers(void **test)
{
    (void)test;
    uint64_t seed = 1;
    char number[48], date[32];
    for (int i = 0; i < 200000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        unsigned long long digits = (seed >> 3) % 100000000000000000u;
        snprintf(number, sizeof number, "%017llu%c", digits, "0123456789Xx"[seed % 12]);
        snprintf(date, sizeof date, "%04u-%02u-%02u", 1895 + (unsigned)(seed >> 40) % 190,
                 (unsigned)(seed >> 30) % 14, (unsigned)(seed >> 20) % 33);
        expect(number, date);
    }
}

static int fill_days(void **test)
{
    (void)test;
    match_days(days);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_date_of_the_table_and_none_other),
        cmocka_unit_test(any_byte_in_any_place),
        cmocka_unit_test(many_numbers),
    };
    return cmocka_run_group_tests(tests, fill_days, NULL);
}
