/* Names compared as people would, whatever decoder or keyboard they came through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/charset.h"
#include "base/han.h"
#include "base/name.h"

static void same(const char *a, const char *b)
{
    char x[NAME_BYTES], y[NAME_BYTES];
    name_key(a, x, sizeof x);
    name_key(b, y, sizeof y);
    assert_string_equal(x, y);
    assert_int_equal(name_compare(a, b), 0);
}

static void every_middle_dot_is_the_same(void **state)
{
    (void)state;
    static const char *const writings[] = {
        "买买提•艾力",  "买买提‧艾力",   "买买提・艾力", "买买提･艾力", "买买提.艾力",
        "买买提．艾力", "买买提 · 艾力", "买买提∙艾力",  "买买提⋅艾力",
    };
    for (size_t i = 0; i < sizeof writings / sizeof *writings; i++)
        same("买买提·艾力", writings[i]);
    assert_true(name_compare("买买提·艾力", "买买提艾力") != 0);
}

static void width_case_and_blanks_do_not_matter(void **state)
{
    (void)state;
    same("张　三", "张三");
    same(" 张 三 ", "张三");
    same("ＭＩＣＨＡＥＬ", "Michael");
    same("张三\xEF\xB8\x80", "张三"); /* U+FE00, a variation selector */
    assert_true(name_compare("张三", "张叁") != 0);
    assert_true(name_compare("张三", "张三三") < 0);
}

/* The same character from a decoder of GBK, of GB18030-2005 and of GB 18030-2022. */
static void rare_characters_are_equal_through_every_decoder(void **state)
{
    (void)state;
    static const struct {
        uint32_t private_point, character;
    } rows[] = {
        {0xE81E, 0x9FB4},  {0xE826, 0x9FB5},  {0xE82B, 0x9FB6},  {0xE82C, 0x9FB7},
        {0xE832, 0x9FB8},  {0xE843, 0x9FB9},  {0xE854, 0x9FBA},  {0xE864, 0x9FBB},
        {0xE816, 0x20087}, {0xE817, 0x20089}, {0xE818, 0x200CC}, {0xE831, 0x215D7},
        {0xE83B, 0x2298F}, {0xE855, 0x241FE}, {0xE81A, 0x3473},  {0xE81F, 0x359E},
        {0xE863, 0x4DAE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char a[16] = "王", b[16] = "王";
        a[3 + charset_put(rows[i].private_point, a + 3)] = 0;
        b[3 + charset_put(rows[i].character, b + 3)] = 0;
        same(a, b);
    }
}

static void compatibility_forms_are_their_unified_characters(void **state)
{
    (void)state;
    assert_int_equal(han_unified(0xF92C), 0x90CE);
    assert_int_equal(han_unified(0xF9F1), 0x96A3);
    assert_int_equal(han_unified(0x2F00), 0x4E00);
    assert_int_equal(han_unified(0x2F803), 0x20122);
    assert_int_equal(han_unified(0xFA0E), 0xFA0E); /* a unified character in that block */
    assert_int_equal(han_unified(0x4E00), 0x4E00);
    same("\xEF\xA4\xAC", "郎");
}

static void a_key_is_its_own_key_and_never_overruns(void **state)
{
    (void)state;
    char once[NAME_BYTES], twice[NAME_BYTES], small[6];
    name_key("\xEE\xA0\x9E 买买提．ａｂ\xEF\xA4\xAC", once, sizeof once);
    name_key(once, twice, sizeof twice);
    assert_string_equal(once, twice);
    assert_int_equal(name_key("张三丰", small, sizeof small), 3);
    assert_string_equal(small, "张");
}

static void a_name_is_trimmed_and_lost_characters_are_refused(void **state)
{
    (void)state;
    char out[NAME_BYTES];
    struct problem why;
    assert_int_equal(name_clean("　张三 \r\n", out, &why), ERR_OK);
    assert_string_equal(out, "张三");
    assert_int_equal(name_clean("買買提 · 艾力", out, &why), ERR_OK);
    assert_string_equal(out, "買買提 · 艾力");
    static const struct {
        const char *s;
        enum zh_id message;
    } bad[] = {
        {"", ZH_name_empty},
        {" 　", ZH_name_empty},
        {"张?", ZH_name_garbled},
        {"张？", ZH_name_garbled},
        {"张\xEF\xBF\xBD", ZH_name_garbled},
        {"张\xC5", ZH_name_garbled},
        {"张\x01", ZH_name_garbled},
        {"１２ 3", ZH_name_digits},
        {"371002", ZH_name_digits},
        {"张\xEE\x80\x80", ZH_name_garbled}, /* U+E000: a private point that no edition assigned */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(name_clean(bad[i].s, out, &why), ERR_INPUT);
        assert_int_equal(why.message, bad[i].message);
        assert_string_equal(out, "");
    }
    /* a private point of an older edition is a real character */
    assert_int_equal(name_clean("张\xEE\xA0\x9E", out, &why), ERR_OK);
    char longest[4 * NAME_MAX_CHARACTERS + 8] = "";
    for (int i = 0; i < NAME_MAX_CHARACTERS; i++) memcpy(longest + 3 * i, "张", 4);
    assert_int_equal(name_clean(longest, out, &why), ERR_OK);
    memcpy(longest + 3 * NAME_MAX_CHARACTERS, "张", 4);
    assert_int_equal(name_clean(longest, out, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_name_long);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_middle_dot_is_the_same),
        cmocka_unit_test(width_case_and_blanks_do_not_matter),
        cmocka_unit_test(rare_characters_are_equal_through_every_decoder),
        cmocka_unit_test(compatibility_forms_are_their_unified_characters),
        cmocka_unit_test(a_key_is_its_own_key_and_never_overruns),
        cmocka_unit_test(a_name_is_trimmed_and_lost_characters_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
