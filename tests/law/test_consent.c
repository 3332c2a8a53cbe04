/* Who consents (个人信息保护法 31): a guardian below 14, on both sides of the birthday. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/consent.h"

static void a_guardian_consents_until_the_fourteenth_birthday(void **state)
{
    (void)state;
    struct date birth = date_of(2010, 3, 15), leap = date_of(2008, 2, 29);
    assert_true(consent_by_guardian(birth, date_of(2024, 3, 14)));
    assert_false(consent_by_guardian(birth, date_of(2024, 3, 15)));
    assert_true(consent_by_guardian(leap, date_of(2022, 2, 27)));
    assert_false(consent_by_guardian(leap, date_of(2022, 3, 1)));
}

static void an_unknown_birth_is_no_childs(void **state)
{
    (void)state;
    assert_false(consent_by_guardian(DATE_NONE, date_of(2024, 3, 15)));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_guardian_consents_until_the_fourteenth_birthday),
        cmocka_unit_test(an_unknown_birth_is_no_childs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
