/* Buffers: ceilings, escapes, and allocations that fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* The linker sends every realloc of the program here: the n-th one fails. */
void *__real_realloc(void *p, size_t size);
void *__wrap_realloc(void *p, size_t size);
static int fail_in = -1;

void *__wrap_realloc(void *p, size_t size)
{
    if (fail_in > 0 && --fail_in == 0) return NULL;
    return __real_realloc(p, size);
}

static void appends_add_up(void **state)
{
    struct buf b = BUF(1000);
    (void)state;
    buf_puts(&b, "one ");
    buf_putc(&b, '&');
    buf_add(&b, " two\0three", 10);
    buf_printf(&b, " %d", 4);
    assert_false(b.failed);
    assert_int_equal(b.n, 17);
    assert_memory_equal(b.p, "one & two\0three 4", 18);
    buf_clear(&b);
    assert_int_equal(b.n, 0);
    assert_string_equal(b.p, "");
    buf_free(&b);
    assert_null(b.p);
    assert_int_equal(b.max, 1000);
}

/* A list of appends of all kinds; piece(b, i) does the i-th. */
static void piece(struct buf *b, int i)
{
    static const char text[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    switch (i % 6) {
    case 0:
        buf_add(b, text, (size_t)i % sizeof text);
        break;
    case 1:
        buf_puts(b, text + i % 30);
        break;
    case 2:
        buf_putc(b, 'x');
        break;
    case 3:
        buf_printf(b, "%0*d", i % 50, i);
        break;
    case 4:
        buf_json(b, "a\"b\n\x01");
        break;
    default:
        buf_csv(b, "=1,\"2\"");
        break;
    }
}

/* At every ceiling: never beyond it, terminated, a prefix of the whole, and failure stays. */
static void the_ceiling_holds_wherever_it_is(void **state)
{
    struct buf whole = BUF(100000);
    (void)state;
    for (int i = 0; i < 60; i++) piece(&whole, i);
    assert_false(whole.failed);
    for (size_t max = 0; max <= whole.n + 3; max++) {
        struct buf b = BUF(max);
        for (int i = 0; i < 60; i++) {
            size_t before = b.n;
            bool failed = b.failed;
            piece(&b, i);
            assert_true(b.n <= max);
            if (failed) assert_true(b.failed && b.n == before);
            if (b.p) assert_int_equal(b.p[b.n], 0);
        }
        assert_int_equal(b.failed, max < whole.n);
        if (b.n) assert_memory_equal(b.p, whole.p, b.n);
        buf_clear(&b);
        assert_false(b.failed);
        buf_free(&b);
    }
    buf_free(&whole);
}

static void absurd_sizes_are_refused(void **state)
{
    struct buf b = BUF(100);
    (void)state;
    buf_puts(&b, "abc");
    buf_add(&b, "x", SIZE_MAX);
    assert_true(b.failed);
    buf_clear(&b);
    buf_puts(&b, "abc");
    buf_add(&b, "x", SIZE_MAX - 2);
    assert_true(b.failed);
    assert_string_equal(b.p, "abc");
    buf_free(&b);
}

static void every_failed_allocation_is_a_failed_buffer(void **state)
{
    bool failed;
    int n = 0;
    (void)state;
    do {
        struct buf b = BUF(100000);
        fail_in = ++n;
        for (int i = 0; i < 200; i++) piece(&b, i);
        fail_in = -1;
        failed = b.failed;
        if (b.p) assert_int_equal(b.p[b.n], 0);
        buf_free(&b);
    } while (failed);
    assert_true(n > 3);
}

static void json(const char *s, const char *want)
{
    struct buf b = BUF(1000);
    buf_json(&b, s);
    assert_string_equal(b.p, want);
    buf_free(&b);
}

static void json_strings_are_escaped(void **state)
{
    (void)state;
    json("", "\"\"");
    json("a\"b\\c", "\"a\\\"b\\\\c\"");
    json("a\nb\tc\r\x7f", "\"a\\nb\\u0009c\\u000d\\u007f\"");
    json("\u5065\u5728", "\"\u5065\u5728\"");
    json("</script>", "\"</script>\"");
}

static void csv(const char *s, const char *want)
{
    struct buf b = BUF(1000);
    buf_csv(&b, s);
    assert_string_equal(b.p ? b.p : "", want);
    buf_free(&b);
}

static void csv_cells_are_quoted_and_inert(void **state)
{
    (void)state;
    csv("", "");
    csv("plain", "plain");
    csv("a,b", "\"a,b\"");
    csv("a\"b", "\"a\"\"b\"");
    csv("a\nb", "\"a\nb\"");
    csv("=1+1", "\"'=1+1\"");
    csv("+86", "\"'+86\"");
    csv("-5", "\"'-5\"");
    csv("@x", "\"'@x\"");
    csv("\tx", "\"'\tx\"");
    csv("\uff1d1", "\"'\uff1d1\"");
    csv("\uff0b1", "\"'\uff0b1\"");
    csv("\uff0d1", "\"'\uff0d1\"");
    csv("\uff201", "\"'\uff201\"");
    csv("1=1", "1=1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_add_up),
        cmocka_unit_test(the_ceiling_holds_wherever_it_is),
        cmocka_unit_test(absurd_sizes_are_refused),
        cmocka_unit_test(every_failed_allocation_is_a_failed_buffer),
        cmocka_unit_test(json_strings_are_escaped),
        cmocka_unit_test(csv_cells_are_quoted_and_inert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
