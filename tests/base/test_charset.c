/* GB 18030-2022 against iconv sequence by sequence, strict UTF-8, and what a file is taken for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <iconv.h>

#include "base/charset.h"

/* Where GB 18030-2022 differs from the tables of glibc before 2.39. */
static const struct {
    uint32_t bytes, cp;
} changed[] = {
    {0xFE51, 0xE816},     {0xFE52, 0xE817},     {0xFE53, 0xE818},     {0xFE6C, 0xE831},
    {0xFE76, 0xE83B},     {0xFE91, 0xE855},     {0x82359037, 0xE81E}, {0x82359038, 0xE826},
    {0x82359039, 0xE82B}, {0x82359130, 0xE82C}, {0x82359131, 0xE832}, {0x82359132, 0xE843},
    {0x82359133, 0xE854}, {0x82359134, 0xE864}, {0x84318236, 0xE78D}, {0x84318237, 0xE78F},
    {0x84318238, 0xE78E}, {0x84318239, 0xE790}, {0x84318330, 0xE791}, {0x84318331, 0xE792},
    {0x84318332, 0xE793}, {0x84318333, 0xE794}, {0x84318334, 0xE795}, {0x84318335, 0xE796},
};

static uint32_t change_of(uint32_t bytes)
{
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        if (changed[i].bytes == bytes) return changed[i].cp;
    return 0;
}

static size_t spell(uint32_t bytes, unsigned char out[4])
{
    size_t n = bytes > 0xFFFF ? 4 : 2;
    for (size_t i = 0; i < n; i++) out[i] = (unsigned char)(bytes >> (8 * (n - 1 - i)));
    return n;
}

/* 0 when refused */
static uint32_t ours(uint32_t bytes)
{
    unsigned char in[4];
    char out[8] = "";
    size_t n = spell(bytes, in);
    struct charset_step s = charset_gb18030(in, n, out, sizeof out - 1);
    const char *p = out;
    if (s.end == CHARSET_BAD) {
        assert_int_equal(s.used, 0);
        assert_int_equal(s.written, 0);
        return 0;
    }
    assert_int_equal(s.end, CHARSET_DONE);
    assert_int_equal(s.used, n);
    uint32_t cp = charset_next(&p);
    assert_int_equal(p - out, s.written);
    return cp;
}

static uint32_t theirs(iconv_t cd, uint32_t bytes)
{
    unsigned char in[4], out[8];
    size_t left = spell(bytes, in), room = sizeof out;
    char *from = (char *)in, *to = (char *)out;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 || left || room != 4) return 0;
    return (uint32_t)out[0] << 24 | (uint32_t)out[1] << 16 | (uint32_t)out[2] << 8 | out[3];
}

static size_t compare(iconv_t cd, uint32_t bytes)
{
    uint32_t expected = change_of(bytes);
    if (!expected) expected = theirs(cd, bytes);
    uint32_t got = ours(bytes);
    if (got != expected) fail_msg("%08X gives U+%04X, not U+%04X", bytes, got, expected);
    return got != 0;
}

static void every_sequence_of_two_and_four_bytes_is_that_of_the_2022_edition(void **state)
{
    (void)state;
    iconv_t cd = iconv_open("UTF-32BE", "GB18030");
    assert_true(cd != (iconv_t)-1);
    size_t assigned = 0;
    for (uint32_t a = 0x81; a <= 0xFE; a++) {
        for (uint32_t b = 0x40; b <= 0xFE; b++)
            if (b != 0x7F) assigned += compare(cd, a << 8 | b);
        for (uint32_t b = 0x30; b <= 0x39; b++)
            for (uint32_t c = 0x81; c <= 0xFE; c++)
                for (uint32_t d = 0x30; d <= 0x39; d++)
                    assigned += compare(cd, a << 24 | b << 16 | c << 8 | d);
    }
    iconv_close(cd);
    /* every scalar value but ASCII has its sequence, and no sequence stands for two: 2022 is one to
     * one but for U+20087 … */
    assert_int_equal(assigned, 0x110000 - 0x800 - 0x80);
}

static void the_rare_character_pairs_of_the_2022_edition(void **state)
{
    (void)state;
    assert_int_equal(ours(0xFE59), 0x9FB4);
    assert_int_equal(ours(0x82359037), 0xE81E);
    assert_int_equal(ours(0xFE51), 0xE816);
    assert_int_equal(ours(0x95329031), 0x20087);
    assert_int_equal(ours(0xA6D9), 0xFE10);
    assert_int_equal(ours(0x84318236), 0xE78D);
    assert_int_equal(ours(0xE3329A35), 0x10FFFF);
    assert_int_equal(ours(0xE3329A36), 0);
}

static void bad_bytes_are_refused_with_their_offset_and_never_replaced(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n, offset;
        enum zh_id message;
    } rows[] = {
        {"abc\x80xyz", 7, 3, ZH_charset_bytes},
        {"\xD5\xC5\xFF\xFF", 4, 2, ZH_charset_bytes},
        {"\xD5\xC5 12345678\xD5", 12, 11, ZH_charset_cut},
        {"\x81\x30\x81", 3, 0, ZH_charset_cut},
        {"ab\xC4\x20", 4, 2, ZH_charset_bytes},
        {"\x84\x32\x81\x30", 4, 0, ZH_charset_bytes},
        {"\x81\x30\x20\x30", 4, 0, ZH_charset_bytes},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = BUF(1000);
        struct problem why;
        char offset[24];
        assert_int_equal(charset_decode(CHARSET_GB18030, rows[i].bytes, rows[i].n, &out, &why),
                         ERR_INPUT);
        assert_int_equal(why.message, rows[i].message);
        snprintf(offset, sizeof offset, "%zu", rows[i].offset);
        assert_string_equal(why.value[0], offset);
        assert_null(out.n ? strchr(out.p, '?') : NULL);
        buf_free(&out);
    }
}

static void a_stream_in_small_pieces_gives_the_same_text(void **state)
{
    (void)state;
    /* 张三·abc, U+20087 in four bytes, then digits */
    static const char text[] = "\xD5\xC5\xC8\xFD\xA1\xA4"
                               "abc\x95\x32\x90\x31"
                               "0123456789";
    size_t n = sizeof text - 1;
    for (size_t piece = 1; piece <= n; piece++) {
        char out[64] = "";
        size_t at = 0, end = 0, written = 0;
        while (at < n) {
            end = end + piece < n ? end + piece : n;
            struct charset_step s =
                charset_gb18030(text + at, end - at, out + written, sizeof out - 1 - written);
            assert_true(s.end == CHARSET_DONE || (s.end == CHARSET_MORE && end < n));
            at += s.used;
            written += s.written;
        }
        assert_string_equal(out, "张三·abc\xF0\xA0\x82\x87"
                                 "0123456789");
    }
}

static void a_full_output_stops_at_a_character(void **state)
{
    (void)state;
    char out[4];
    struct charset_step s = charset_gb18030("a\xD5\xC5\xD5\xC5", 5, out, 4);
    assert_int_equal(s.end, CHARSET_FULL);
    assert_int_equal(s.used, 3);
    assert_int_equal(s.written, 4);
    s = charset_gb18030("0123456789ab", 12, out, 4);
    assert_int_equal(s.end, CHARSET_FULL);
    assert_int_equal(s.used, 4);
}

static void utf8_is_validated_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t n, bad;
    } rows[] = {
        {"12345678\xC0\x80", 10, 8}, /* overlong NUL */
        {"\xE0\x80\xAF", 3, 0},      /* overlong */
        {"a\xED\xA0\x80", 4, 1},     /* surrogate */
        {"\xF4\x90\x80\x80", 4, 0},  /* past U+10FFFF */
        {"\xF5\x80\x80\x80", 4, 0},
        {"ab\x80", 3, 2},
        {"\xE5\xBC", 2, 0}, /* cut off */
        {"\xF0\x8F\xBF\xBF", 4, 0},
        {"\xE5\xBC\xA0\xE5\xBC"
         "a",
         6, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t bad = 99;
        assert_false(charset_is_utf8(rows[i].s, rows[i].n, &bad));
        assert_int_equal(bad, rows[i].bad);
    }
    assert_true(charset_is_utf8("", 0, NULL));
    assert_true(charset_is_utf8("张三\xF0\xA0\x82\x87\xF4\x8F\xBF\xBF\xEE\x80\x80", 17, NULL));
}

static void every_scalar_value_survives_being_written_and_read(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        if (cp == 0xD800) cp = 0xE000;
        char s[5] = "";
        size_t n = charset_put(cp, s);
        const char *p = s;
        if (charset_next(&p) != cp || p != s + n) fail_msg("U+%04X", cp);
    }
}

static void a_file_is_known_by_its_mark_then_by_validity(void **state)
{
    (void)state;
    struct charset_found f = charset_detect("\xEF\xBB\xBFsomething", 12);
    assert_int_equal(f.charset, CHARSET_UTF8);
    assert_int_equal(f.bom, 3);
    assert_int_equal(charset_detect("张三", 6).charset, CHARSET_UTF8);
    assert_int_equal(charset_detect("\xD5\xC5\xC8\xFD", 4).charset, CHARSET_GB18030);
    assert_int_equal(charset_detect("\xFF\xFE\x20\x5F", 4).charset, CHARSET_UTF16);
    assert_int_equal(charset_detect("\x84\x31\x95\x33"
                                    "a",
                                    5)
                         .bom,
                     4);
    assert_int_equal(charset_detect("", 0).charset, CHARSET_UTF8);
}

static void a_file_of_utf16_is_refused_with_the_way_out(void **state)
{
    (void)state;
    struct buf out = BUF(100);
    struct problem why;
    assert_int_equal(charset_decode(CHARSET_UTF16, "\xFF\xFE", 2, &out, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_charset_utf16);
    buf_free(&out);
}

static void a_text_over_the_ceiling_is_refused(void **state)
{
    (void)state;
    struct buf out = BUF(4);
    struct problem why;
    assert_int_equal(charset_decode(CHARSET_GB18030, "\xD5\xC5\xD5\xC5", 4, &out, &why),
                     ERR_FAILED);
    assert_int_equal(why.message, ZH_charset_size);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_of_two_and_four_bytes_is_that_of_the_2022_edition),
        cmocka_unit_test(the_rare_character_pairs_of_the_2022_edition),
        cmocka_unit_test(bad_bytes_are_refused_with_their_offset_and_never_replaced),
        cmocka_unit_test(a_stream_in_small_pieces_gives_the_same_text),
        cmocka_unit_test(a_full_output_stops_at_a_character),
        cmocka_unit_test(utf8_is_validated_strictly),
        cmocka_unit_test(every_scalar_value_survives_being_written_and_read),
        cmocka_unit_test(a_file_is_known_by_its_mark_then_by_validity),
        cmocka_unit_test(a_file_of_utf16_is_refused_with_the_way_out),
        cmocka_unit_test(a_text_over_the_ceiling_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
