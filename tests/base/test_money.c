/* Money in fen: what is read, what is refused, how a share is rounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/money.h"

static void amounts_are_read_to_the_fen(void **state)
{
    static const struct {
        const char *s;
        int64_t fen;
    } good[] = {{"3210.55", 321055},
                {"3,210.55", 321055},
                {"3210", 321000},
                {"3210.5", 321050},
                {"0", 0},
                {"0.01", 1},
                {"0.10", 10},
                {"007", 700},
                {"\u00a53210.5", 321050},
                {"\uffe53,210.50", 321050},
                {"3210.55\u5143", 321055},
                {" 3210.55 ", 321055},
                {"\u30003210.55\u3000", 321055},
                {"1,234,567.89", 123456789},
                {"\uff13\uff12\uff11\uff10\uff0e\uff15\uff15", 321055},
                {"\uff13\uff0c\uff12\uff11\uff10", 321000},
                {"99999999999.99", INT64_C(9999999999999)}};
    struct problem why;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t fen = -1;
        if (money_parse(good[i].s, &fen, &why) != ERR_OK) fail_msg("%s refused", good[i].s);
        if (fen != good[i].fen) fail_msg("%s read as %lld", good[i].s, (long long)fen);
    }
}

/* A comma that does not part three digits is a decimal comma or a slip; guessing would be a hundred
 * times wrong. */
static void what_is_no_amount_is_refused(void **state)
{
    static const char *const bad[] = {
        "",         " ",        "abc",      "3210.555",      "1.2.3",   ".5",           "5.",
        "+5",       "1e5",      "3.2E+3",   "3210,55",       "3,21",    "1,23,456",     ",123",
        "1234,567", "12 34",    "5\u51430", "5\u5143\u5143", "5\u00a5", "123456789012", "0x10",
        "5,",       "1,234,56", "\u5143"};
    struct problem why;
    int64_t fen = 42;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (money_parse(bad[i], &fen, &why) != ERR_INPUT) fail_msg("%s taken", bad[i]);
        assert_int_equal(why.message, ZH_err_money_format);
        assert_int_equal(fen, 42);
    }
}

static void negative_amounts_are_refused_as_such(void **state)
{
    static const char *const bad[] = {"-1", "-3210.55", " -1", "\uff0d5", "\u00a5-5"};
    struct problem why;
    int64_t fen;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(money_parse(bad[i], &fen, &why), ERR_INPUT);
        assert_int_equal(why.message, ZH_err_money_negative);
    }
}

static void amounts_are_printed_with_two_decimals(void **state)
{
    (void)state;
    assert_string_equal(money_print(321055).s, "3210.55");
    assert_string_equal(money_print(5).s, "0.05");
    assert_string_equal(money_print(0).s, "0.00");
    assert_string_equal(money_print(-321055).s, "-3210.55");
    assert_string_equal(money_print_grouped(321055).s, "3,210.55");
    assert_string_equal(money_print_grouped(99999).s, "999.99");
    assert_string_equal(money_print_grouped(-123456789).s, "-1,234,567.89");
    assert_string_equal(money_print_grouped(-99999).s, "-999.99");
    assert_string_equal(money_print_grouped(INT64_C(9999999999999)).s, "99,999,999,999.99");
}

static void printing_and_reading_are_inverse(void **state)
{
    struct problem why;
    uint64_t x = 20241123;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t fen, want;
        x = x * UINT64_C(6364136223846793005) + 1;
        want = (int64_t)(x >> 21) % INT64_C(10000000000000);
        assert_int_equal(money_parse(money_print(want).s, &fen, &why), ERR_OK);
        assert_int_equal(fen, want);
        assert_int_equal(money_parse(money_print_grouped(want).s, &fen, &why), ERR_OK);
        assert_int_equal(fen, want);
    }
}

static void a_share_is_rounded_half_up(void **state)
{
    (void)state;
    assert_int_equal(money_share(321055, 103, 100), 330687); /* a rise of 3 %: 3306.8665 */
    assert_int_equal(money_share(5, 1, 2), 3);
    assert_int_equal(money_share(4, 1, 3), 1);
    assert_int_equal(money_share(5, 1, 3), 2);
    assert_int_equal(money_share(0, 7, 9), 0);
    assert_int_equal(money_share(INT64_C(9999999999999), 1000, 1000), INT64_C(9999999999999));
    assert_int_equal(money_share(INT64_C(9000000000000000), 1000, 1000), INT64_C(9000000000000000));
}

static void a_share_is_never_half_a_fen_off(void **state)
{
    (void)state;
    for (int64_t fen = 0; fen < 2000; fen += 7)
        for (int64_t d = 1; d < 40; d++)
            for (int64_t n = 0; n <= d; n++) {
                int64_t off = 2 * (money_share(fen, n, d) * d - fen * n); /* in halves of 1/d fen */
                assert_true(off <= d && off > -d);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_read_to_the_fen),
        cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(negative_amounts_are_refused_as_such),
        cmocka_unit_test(amounts_are_printed_with_two_decimals),
        cmocka_unit_test(printing_and_reading_are_inverse),
        cmocka_unit_test(a_share_is_rounded_half_up),
        cmocka_unit_test(a_share_is_never_half_a_fen_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
