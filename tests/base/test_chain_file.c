#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/chain_file.h"

static const uint8_t some[SM_DIGEST] = {9};
static FILE *f;
static struct chain_writer w;

static int begin(void **state)
{
    (void)state;
    f = tmpfile();
    if (!f) return -1;
    w = chain_file_start(f);
    return 0;
}

static int end(void **state)
{
    (void)state;
    return fclose(f);
}

static void put_tip(int64_t chain)
{
    struct chain_tip t = {.chain = chain, .n = 1};
    chain_file_tip(&w, &t, 1);
}

static void put_entry(void)
{
    struct chain_entry e = {5, 1, 2, 3, {"a", 1}, {"b", 1}, {"", 0}, {"", 0}, some, chain_zero};
    chain_file_entry(&w, &e, some);
}

static void put_head(void)
{
    struct chain_head h = {
        .day = 20261123, .count = 1, .signature = {1, 2, 3}, .signature_size = 3};
    chain_file_head(&w, &h);
}

/* Reads to the end; the kinds as letters into out. */
static enum err read_back(char out[16])
{
    struct chain_reader r;
    enum chain_record kind = CHAIN_RECORD_TIP;
    size_t n = 0;
    rewind(f);
    enum err e = chain_file_open(&r, f, NULL);
    while (e == ERR_OK && n < 15 && (e = chain_file_next(&r, &kind, NULL)) == ERR_OK) {
        out[n++] = "ZTEH"[kind];
        if (kind == CHAIN_RECORD_ENTRY) {
            assert_int_equal(r.entry.chain, 5);
            assert_int_equal(r.entry.request_id, 3);
            assert_memory_equal(r.entry.action.p, "b", 1);
            assert_memory_equal(r.digest, some, SM_DIGEST);
        }
        if (kind == CHAIN_RECORD_HEAD) assert_memory_equal(r.day.signature, "\1\2\3", 3);
        if (kind == CHAIN_RECORD_END) break;
    }
    out[n] = 0;
    return e;
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    char kinds[16];
    put_tip(-3), put_tip(5), put_entry(), put_entry(), put_head();
    assert_int_equal(chain_file_end(&w, NULL), ERR_OK);
    assert_int_equal(read_back(kinds), ERR_OK);
    assert_string_equal(kinds, "TTEEHZ");
}

static void kinds_out_of_order_are_damage(void **state)
{
    (void)state;
    char kinds[16];
    put_entry(), put_tip(5);
    assert_int_equal(chain_file_end(&w, NULL), ERR_OK);
    assert_int_equal(read_back(kinds), ERR_INPUT);
    assert_string_equal(kinds, "E");
}

static void tips_out_of_order_are_damage(void **state)
{
    (void)state;
    char kinds[16];
    put_tip(5), put_tip(5);
    assert_int_equal(chain_file_end(&w, NULL), ERR_OK);
    assert_int_equal(read_back(kinds), ERR_INPUT);
    assert_string_equal(kinds, "T");
}

static void counts_that_do_not_agree_are_damage(void **state)
{
    (void)state;
    for (int which = 0; which < 3; which++) {
        char kinds[16];
        rewind(f);
        w = chain_file_start(f);
        put_tip(5), put_entry(), put_head();
        w.tips += which == 0, w.entries += which == 1, w.heads += which == 2;
        assert_int_equal(chain_file_end(&w, NULL), ERR_OK);
        assert_int_equal(read_back(kinds), ERR_INPUT);
        assert_string_equal(kinds, "TEH");
    }
}

static void a_full_disk_shows_at_the_end(void **state)
{
    (void)state;
    struct problem why;
    FILE *full = fopen("/dev/full", "wb");
    assert_non_null(full);
    struct chain_writer v = chain_file_start(full);
    assert_int_equal(chain_file_end(&v, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_chain_file_write);
    fclose(full);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_reads_back),   TEST(kinds_out_of_order_are_damage),
        TEST(tips_out_of_order_are_damage), TEST(counts_that_do_not_agree_are_damage),
        TEST(a_full_disk_shows_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
