/* Sentences: found by id, filled in, and cut only between characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "base/zh.h"

static bool utf8_whole(const char *s)
{
    while (*s) {
        unsigned char c = (unsigned char)*s;
        int more = c < 0x80 ? 0 : c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC2 ? 1 : -1;
        if (more < 0) return false;
        for (s++; more--; s++)
            if (((unsigned char)*s & 0xC0) != 0x80) return false;
    }
    return true;
}

static void every_id_has_a_name_and_a_sentence(void **state)
{
    (void)state;
    assert_string_equal(zh_text(ZH_none), "");
    for (int id = 1; id < ZH_count; id++) {
        const char *text = zh_text((enum zh_id)id);
        if (!*text || !utf8_whole(text))
            fail_msg("%s is empty or no UTF-8", zh_id_name((enum zh_id)id));
        assert_true(*zh_id_name((enum zh_id)id) != 0);
    }
    assert_string_equal(zh_id_name(ZH_err_date_format), "err_date_format");
}

/* A placeholder beyond {3} would never be filled in. */
static void placeholders_are_zero_to_three(void **state)
{
    (void)state;
    for (int id = 1; id < ZH_count; id++)
        for (const char *s = zh_text((enum zh_id)id); (s = strchr(s, '{')); s++)
            if (!(s[1] >= '0' && s[1] <= '3' && s[2] == '}'))
                fail_msg("%s: %s", zh_id_name((enum zh_id)id), zh_text((enum zh_id)id));
}

static void values_stand_where_the_sentence_wants_them(void **state)
{
    char out[400];
    (void)state;
    zh_print(out, sizeof out, ZH_err_file_open, "a.csv", "no such file", NULL);
    assert_non_null(strstr(out, "a.csv"));
    assert_non_null(strstr(out, "no such file"));
    assert_true(strstr(out, "a.csv") < strstr(out, "no such file"));
    assert_null(strchr(out, '{'));
    zh_print(out, sizeof out, ZH_err_file_open, "a.csv", NULL);
    assert_null(strchr(out, '{')); /* a value that is missing leaves nothing behind */
    zh_print(out, sizeof out, ZH_err_date_format, "{1}%s", NULL);
    assert_non_null(strstr(out, "{1}%s")); /* values are not read as sentences */
}

/* Whatever the room: terminated, whole characters, the beginning of the full text, nothing wasted.
 */
static void a_cut_sentence_is_its_beginning(void **state)
{
    const char *values[] = {"\u5065\u5728 a\u5065", "\U00020000b"};
    char full[1000], out[1000];
    (void)state;
    zh_format(full, sizeof full, ZH_err_file_open, values, 2);
    for (size_t cap = 1; cap <= strlen(full) + 2; cap++) {
        memset(out, 'z', sizeof out);
        assert_ptr_equal(zh_format(out, cap, ZH_err_file_open, values, 2), out);
        size_t n = strlen(out);
        assert_true(n < cap);
        assert_true(utf8_whole(out));
        if (strncmp(full, out, n) != 0)
            fail_msg("cut at %zu: %s is not the beginning of %s", cap, out, full);
        assert_true(n == strlen(full) || n + 4 >= cap);
        assert_int_equal(out[cap], 'z');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_id_has_a_name_and_a_sentence),
        cmocka_unit_test(placeholders_are_zero_to_three),
        cmocka_unit_test(values_stand_where_the_sentence_wants_them),
        cmocka_unit_test(a_cut_sentence_is_its_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
