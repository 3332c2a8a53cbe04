#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/han.h"
#include "base/pinyin.h"

static void initials_of(const char *name, const char *expected)
{
    char out[200];
    assert_int_equal(pinyin_initials(name, out, sizeof out), strlen(expected));
    assert_string_equal(out, expected);
}

static void a_plain_name_has_one_combination(void **state)
{
    (void)state;
    initials_of("张三", "zs");
    initials_of("丛日明", "crm");
    initials_of("", "");
    initials_of("·", "");
}

static void all_readings_of_a_character_are_kept(void **state)
{
    (void)state;
    initials_of("单明", "dm cm sm");
    initials_of("仇华", "ch qh");
    initials_of("曾乐", "cl cy zl zy");
    assert_string_equal(han_initials(0x738B),
                        "wY"); /* 王: wáng, wàng; yù in old dictionaries only */
}

static void dots_blanks_and_latin_words(void **state)
{
    (void)state;
    initials_of("买买提·艾力", "mmtal mmtyl mmdal mmdyl");
    initials_of("Michael Ｓmith", "ms");
    initials_of("李Ｔom", "lt");
}

static void rare_characters_have_readings_through_every_decoder(void **state)
{
    (void)state;
    initials_of("\xF0\xA0\x82\x87", "z"); /* U+20087 */
    initials_of("\xEE\xA0\x96", "z");     /* the same as U+E816 */
}

static void combinations_are_bounded_and_never_cut(void **state)
{
    (void)state;
    char out[200], small[8];
    pinyin_initials("单单单单单单", out, sizeof out);
    assert_int_equal(strlen(out), PINYIN_COMBINATIONS * 7 - 1);
    assert_int_equal(pinyin_initials("单明", small, sizeof small), 5);
    assert_string_equal(small, "dm cm");
    assert_int_equal(pinyin_initials("张三", small, 2), 0);
    assert_string_equal(small, "");
}

static void typed_letters_match_any_reading(void **state)
{
    (void)state;
    assert_true(pinyin_match("单明", "sm"));
    assert_true(pinyin_match("单明", "DM"));
    assert_true(pinyin_match("单明", "ｃ"));
    assert_false(pinyin_match("单明", "xm"));
    assert_false(pinyin_match("单明", "dmx"));
    assert_false(pinyin_match("单明", ""));
    assert_false(pinyin_match("单明", "d1"));
    assert_true(pinyin_match("王明", "ym"));
    assert_true(pinyin_match("买买提·艾力", "mmt"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_name_has_one_combination),
        cmocka_unit_test(all_readings_of_a_character_are_kept),
        cmocka_unit_test(dots_blanks_and_latin_words),
        cmocka_unit_test(rare_characters_have_readings_through_every_decoder),
        cmocka_unit_test(combinations_are_bounded_and_never_cut),
        cmocka_unit_test(typed_letters_match_any_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
