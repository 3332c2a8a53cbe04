/* A partner is found by its code or by any of its names, and by nothing else. */
#include "domain/feed_source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/zh.h"

static void every_name_finds_its_partner(void **test)
{
    (void)test;
    for (size_t i = 0; feed_source_at(i); i++) {
        const struct feed_source *source = feed_source_at(i);
        assert_ptr_equal(feed_source_find(source->code), source);
        for (const char *s = zh_text(source->names); *s;) {
            char name[64] = {0};
            size_t n = strcspn(s, "|");
            assert_true(n < sizeof name - 8);
            memcpy(name, s, n);
            assert_ptr_equal(feed_source_find(name), source);
            memcpy(name + n, " *", 3); /* as a form marks what must be filled in */
            assert_ptr_equal(feed_source_find(name), source);
            s += n + (s[n] == '|');
        }
    }
}

static void other_words_find_nobody(void **test)
{
    (void)test;
    static const char *const words[] = {
        "", "|", "交通|公交", "公交|", "|公交", "公", "公交公司的车", "transports", "(交通)"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_null(feed_source_find(words[i]));
    const struct feed_source *bus = feed_source_find("transport");
    assert_ptr_equal(feed_source_find("交通（威海）"), bus);
    assert_ptr_equal(feed_source_find("ＴＲＡＮＳＰＯＲＴ"), NULL); /* a code is written as it is */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_finds_its_partner),
        cmocka_unit_test(other_words_find_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
