/* The disk that can lose its power, and 200 cuts of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "load.h"
#include "power_disk.h"

#define CUTS 200

static struct load load_of(const char *synchronous)
{
    return (struct load){.synchronous = synchronous, .groups = 60, .seed = 20241123};
}

static void assert_content(struct power_disk *d, const char *want)
{
    const struct power_file *f = &d->files[0];
    assert_true(f->exists);
    assert_int_equal(f->content.n, strlen(want));
    assert_memory_equal(f->content.p, want, strlen(want));
}

static void what_was_synced_stays(void **state)
{
    struct power_disk *d = power_disk_new();
    int file = power_file_create(d, "a");
    (void)state;
    power_file_write(d, file, 0, "hello world", 11);
    power_file_truncate(d, file, 5);
    power_file_sync(d, file);
    size_t synced = power_disk_events(d);
    power_file_write(d, file, 0, "J", 1);
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct power_disk *left = power_disk_cut(d, synced, seed);
        assert_content(left, "hello");
        power_disk_free(left);
    }
    power_disk_free(d);
}

/* Over many seeds everything that may happen to two unsynced writes does happen. */
static void what_was_not_synced_comes_in_any_part(void **state)
{
    struct power_disk *d = power_disk_new();
    int file = power_file_create(d, "a"), seen[4] = {0}, torn = 0;
    unsigned char pages[2][2 * POWER_SECTOR];
    (void)state;
    memset(pages, 'z', sizeof pages);
    power_file_write(d, file, 0, pages, sizeof pages);
    power_file_sync(d, file);
    memset(pages[0], 'a', sizeof pages[0]);
    memset(pages[1], 'b', sizeof pages[1]);
    power_file_write(d, file, 0, pages[0], sizeof pages[0]);
    power_file_write(d, file, sizeof pages[0], pages[1], sizeof pages[1]);
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct power_disk *left = power_disk_cut(d, power_disk_events(d), seed);
        const unsigned char *p = left->files[0].content.p;
        for (size_t i = 0; i < sizeof pages; i++) assert_int_equal(p[i], p[i - i % POWER_SECTOR]);
        torn += p[0] != p[POWER_SECTOR] || p[2 * POWER_SECTOR] != p[3 * POWER_SECTOR];
        seen[(p[0] == 'a') + 2 * (p[2 * POWER_SECTOR] == 'b')]++;
        power_disk_free(left);
    }
    for (int i = 0; i < 4; i++)
        assert_true(seen[i] > 0); /* none, the first, the second alone, both */
    assert_true(torn > 0);
    power_disk_free(d);
}

static void a_new_file_may_be_gone_until_it_is_synced(void **state)
{
    struct power_disk *d = power_disk_new();
    int file = power_file_create(d, "a"), there = 0;
    (void)state;
    power_file_write(d, file, 0, "x", 1);
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct power_disk *left = power_disk_cut(d, power_disk_events(d), seed);
        there += left->files[0].exists;
        power_disk_free(left);
    }
    assert_in_range(there, 20, 80);
    power_file_sync(d, file);
    struct power_disk *left = power_disk_cut(d, power_disk_events(d), 7);
    assert_content(left, "x");
    power_disk_free(left);
    power_disk_free(d);
}

static void the_same_seed_leaves_the_same(void **state)
{
    struct load load = load_of("FULL");
    size_t first;
    struct power_disk *d = load_run(&load, &first);
    (void)state;
    for (uint64_t seed = 1; seed < 4; seed++) {
        struct power_disk *a = power_disk_cut(d, power_disk_events(d) / 2, seed);
        struct power_disk *b = power_disk_cut(d, power_disk_events(d) / 2, seed);
        assert_int_equal(a->file_count, b->file_count);
        for (int i = 0; i < a->file_count; i++) {
            assert_int_equal(a->files[i].content.n, b->files[i].content.n);
            if (a->files[i].content.n)
                assert_memory_equal(a->files[i].content.p, b->files[i].content.p,
                                    a->files[i].content.n);
        }
        power_disk_free(a);
        power_disk_free(b);
    }
    power_disk_free(d);
}

static void without_a_cut_everything_is_there(void **state)
{
    struct load load = load_of("NORMAL"); /* even so: a clean close syncs */
    size_t first;
    struct power_disk *d = load_run(&load, &first);
    struct verdict v = load_check(d, &load, power_disk_events(d), 1);
    (void)state;
    assert_string_equal(v.what, "");
    assert_true(v.acknowledged > 300);
    power_disk_free(d);
}

static void full_loses_nothing_acknowledged(void **state)
{
    struct load load = load_of("FULL");
    struct tally t = load_cuts(&load, CUTS);
    (void)state;
    assert_string_equal(t.what, "");
    assert_int_equal(t.cuts, CUTS);
    assert_int_equal(t.lost, 0);
    assert_int_equal(t.damaged, 0);
    assert_true(t.acknowledged > 100 * CUTS);
}

/* The control: were it green, the cuts would prove nothing. */
static void normal_loses_but_never_half_a_group(void **state)
{
    struct load load = load_of("NORMAL");
    struct tally t = load_cuts(&load, CUTS);
    (void)state;
    assert_true(t.cuts_with_loss > CUTS / 4);
    assert_int_equal(t.damaged, 0);
}

static void a_disk_that_lies_is_found_out(void **state)
{
    struct load load = load_of("FULL");
    (void)state;
    load.lies = true;
    struct tally t = load_cuts(&load, CUTS);
    assert_true(t.cuts_with_loss > CUTS / 4);
    assert_true(t.damaged > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_synced_stays),
        cmocka_unit_test(what_was_not_synced_comes_in_any_part),
        cmocka_unit_test(a_new_file_may_be_gone_until_it_is_synced),
        cmocka_unit_test(the_same_seed_leaves_the_same),
        cmocka_unit_test(without_a_cut_everything_is_there),
        cmocka_unit_test(full_loses_nothing_acknowledged),
        cmocka_unit_test(normal_loses_but_never_half_a_group),
        cmocka_unit_test(a_disk_that_lies_is_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
