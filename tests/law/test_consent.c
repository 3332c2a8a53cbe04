/* Who consents (个人信息保护法 31): a guardian below 14, on both sides of the birthday;
 * and how long a photo is kept (19, 47). */
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

/* In whole months after the one in which the last benefit ended, whatever its day. */
static void a_photo_is_kept_for_whole_months_after_the_end(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct law law = {NULL, params_build(arena, NULL, 0), date_of(2024, 6, 3)};
    assert_false(date_is_set(consent_photo_until(&law, month_from(2024, 3))));
    law.params = params_with(arena, law.params, PARAM_PHOTO_KEEP_MONTHS, 11);
    assert_int_equal(consent_photo_until(&law, month_from(2024, 3)).day, date_of(2025, 2, 28).day);
    law.params = params_with(arena, law.params, PARAM_PHOTO_KEEP_MONTHS, 1);
    assert_int_equal(consent_photo_until(&law, month_from(2024, 1)).day, date_of(2024, 2, 29).day);
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_guardian_consents_until_the_fourteenth_birthday),
        cmocka_unit_test(an_unknown_birth_is_no_childs),
        cmocka_unit_test(a_photo_is_kept_for_whole_months_after_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
