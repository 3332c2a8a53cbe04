/* Values as pages print them, masks, and the assets within their budgets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/money.h"
#include "view/mask.h"

static struct buf out;

static const char *printed(void)
{
    static char copy[400];
    snprintf(copy, sizeof copy, "%s", out.p ? out.p : "");
    buf_clear(&out);
    return copy;
}

static void text_is_escaped(void **state)
{
    (void)state;
    view_put_text(&out, view_text("<a b=\"c\" d='e'>&\u738b"));
    assert_string_equal(printed(), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\u738b");
    for (int i = 0; i < 24; i++) { /* a special byte at every offset of the word-wise scan */
        char long_text[32] = "abcdefghijklmnopqrstuvwx";
        long_text[i] = '<';
        view_put_text(&out, view_text(long_text));
        assert_int_equal(strcspn(printed(), "&"), i);
        buf_clear(&out);
    }
    view_put_text(&out, view_text(NULL));
    assert_string_equal(printed(), "");
}

static void urls_stay_here(void **state)
{
    (void)state;
    static const char *const good[] = {"/a?b=c", "?x", "#y", "https://a.example/", "tel:12333"};
    static const char *const bad[] = {"javascript:x", "//a",   "/\\a", "data:x",  "a", "",
                                      "HTTPS:x",      "/a\tb", " /a",  "http://a"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        view_put_url(&out, view_text(good[i]));
        assert_string_equal(printed(), good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        view_put_url(&out, view_text(bad[i]));
        assert_string_equal(printed(), "#");
    }
    view_put_component(&out, view_text("a/b?c=\u738b\""));
    assert_string_equal(printed(), "a%2Fb%3Fc%3D%E7%8E%8B%22");
}

static void dates_and_money_are_chinese_in_text_and_plain_in_attributes(void **state)
{
    (void)state;
    view_put_date(&out, date_of(2026, 1, 3));
    assert_string_equal(printed(), "2026\u5e741\u67083\u65e5");
    view_put_date_iso(&out, date_of(2026, 1, 3));
    assert_string_equal(printed(), "2026-01-03");
    view_put_date(&out, DATE_NONE);
    assert_string_equal(printed(), "");
    view_put_month(&out, month_from(2024, 12));
    assert_string_equal(printed(), "2024\u5e7412\u6708");
    view_put_moment(&out, view_moment(moment_of(date_of(2026, 1, 3), 9, 5)));
    assert_string_equal(printed(), "2026\u5e741\u67083\u65e5 09:05");
    view_put_moment_iso(&out, view_moment(moment_of(date_of(2026, 1, 3), 9, 5)));
    assert_string_equal(printed(), "2026-01-03T09:05:00+08:00");
    view_put_money(&out, view_money(321055));
    assert_string_equal(printed(), "3,210.55");
    static const int64_t amounts[] = {0, 5, 99, 100, 12345, 99999, 100000, 123456789012, -321055};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        view_put_money(&out, view_money(amounts[i]));
        assert_string_equal(printed(), money_print_grouped(amounts[i]).s);
    }
    view_put_int(&out, INT64_MIN);
    assert_string_equal(printed(), "-9223372036854775808");
    view_put_money_plain(&out, view_money(321055));
    assert_string_equal(printed(), "3210.55");
}

static void sentences_take_values_escaped(void **state)
{
    (void)state;
    struct view_argument a[2];
    view_argument_int(&a[0], 3);
    view_argument_text(&a[1], view_text("<x>"));
    view_put_sentence_with(&out, ZH_view_month, a, 2);
    assert_string_equal(printed(), "3\u5e74&lt;x&gt;\u6708");
}

static void masks_hide_what_they_must(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 16);
    assert_string_equal(mask_name(a, "\u5f20\u4e09").p, "\u5f20*");
    assert_string_equal(mask_name(a, "\u5f20\u5c0f\u660e").p, "\u5f20*\u660e");
    assert_string_equal(mask_name(a, "\u6b27\u00b7\u963f\u4e70").p, "\u6b27\u00b7*\u4e70");
    assert_string_equal(mask_name(a, "\u5f20").p, "*");
    assert_string_equal(mask_name(a, "").p, "");
    assert_string_equal(mask_number(a, "371002195402114120").p, "371002********4120");
    assert_string_equal(mask_number(a, "H01234567").p, "H01**4567");
    assert_string_equal(mask_number(a, "1234567").p, "*******");
    assert_string_equal(mask_tail(a, "371002195402114120").p, "****4120");
    assert_string_equal(mask_tail(a, "12").p, "****");
    assert_string_equal(mask_phone(a, "13800000000").p, "138****0000");
    assert_string_equal(mask_phone(a, "523100").p, "******");
    arena_free(a);
}

static void assets_fit_their_budgets_and_carry_their_hash(void **state)
{
    (void)state;
    static const size_t most[] = {[ASSET_public_css] = 3584,
                                  [ASSET_public_js] = 1536,
                                  [ASSET_staff_css] = 12288,
                                  [ASSET_staff_js] = 12288};
    for (int i = 0; i < ASSET_COUNT; i++) {
        const struct asset *a = asset_get((enum asset_id)i);
        assert_in_range(a->gzip_n, 20, most[i]);
        assert_true(a->gzip[0] == 0x1f && a->gzip[1] == 0x8b);
        assert_ptr_equal(asset_find(a->path), a);
        assert_true(strncmp(a->path, "/a/", 3) == 0 && strchr(a->path, '-'));
    }
    assert_non_null(strstr(asset_get(ASSET_staff_js)->path, "/a/staff-"));
    assert_null(asset_find("/a/none.css"));
}

int main(void)
{
    out = BUF(1 << 16);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(urls_stay_here),
        cmocka_unit_test(dates_and_money_are_chinese_in_text_and_plain_in_attributes),
        cmocka_unit_test(sentences_take_values_escaped),
        cmocka_unit_test(masks_hide_what_they_must),
        cmocka_unit_test(assets_fit_their_budgets_and_carry_their_hash),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buf_free(&out);
    return failed;
}
