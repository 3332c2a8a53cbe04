#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/onecode.h"

#define AT(seconds) ((int64_t)(seconds)*1000000)

static const uint8_t secret[ONECODE_SECRET] = "12345678901234567890"; /* RFC 6238, appendix B */

static void codes_are_those_of_rfc_6238(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        const char *code; /* the last six of the eight digits printed there */
    } want[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char code[ONECODE_DIGITS + 1];
        onecode_at(secret, AT(want[i].at), code);
        assert_string_equal(code, want[i].code);
        assert_int_equal(onecode_verify(secret, code, AT(want[i].at), 0), want[i].at / 30);
    }
}

static void one_step_to_either_side_is_accepted_and_no_more(void **state)
{
    (void)state;
    int64_t step = 1111111109 / 30;
    char code[ONECODE_DIGITS + 1];
    onecode_at(secret, AT(step * 30), code);
    assert_int_equal(onecode_verify(secret, code, AT(step * 30 - 30), 0), step);
    assert_int_equal(onecode_verify(secret, code, AT(step * 30 + 59), 0), step);
    assert_int_equal(onecode_verify(secret, code, AT(step * 30 - 31), 0), 0);
    assert_int_equal(onecode_verify(secret, code, AT(step * 30 + 60), 0), 0);
}

static void a_code_works_once(void **state)
{
    (void)state;
    int64_t step = 1111111109 / 30;
    char code[ONECODE_DIGITS + 1], older[ONECODE_DIGITS + 1], next[ONECODE_DIGITS + 1];
    onecode_at(secret, AT(step * 30), code);
    onecode_at(secret, AT(step * 30 - 30), older);
    onecode_at(secret, AT(step * 30 + 30), next);
    int64_t used = onecode_verify(secret, code, AT(step * 30), 0);
    assert_int_equal(used, step);
    assert_int_equal(onecode_verify(secret, code, AT(step * 30), used), 0);
    assert_int_equal(onecode_verify(secret, older, AT(step * 30), used), 0);
    assert_int_equal(onecode_verify(secret, next, AT(step * 30), used), step + 1);
}

static void what_is_not_six_digits_of_this_secret_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "28708", "2870820", "287083", "28708x", " 28708"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(onecode_verify(secret, bad[i], AT(59), 0), 0);
    uint8_t other[ONECODE_SECRET], third[ONECODE_SECRET];
    onecode_secret(other);
    onecode_secret(third);
    assert_memory_not_equal(other, third, ONECODE_SECRET);
}

static void the_uri_is_what_authenticators_read(void **state)
{
    (void)state;
    char uri[ONECODE_URI];
    assert_string_equal(
        onecode_uri(secret, "clerk@371002000000", uri),
        "otpauth://totp/"
        "jianzai:clerk@371002000000?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=jianzai");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_rfc_6238),
        cmocka_unit_test(one_step_to_either_side_is_accepted_and_no_more),
        cmocka_unit_test(a_code_works_once),
        cmocka_unit_test(what_is_not_six_digits_of_this_secret_is_refused),
        cmocka_unit_test(the_uri_is_what_authenticators_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
