/* The roster index: everybody is found, nobody else is, and a file that is not whole is refused. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "match/image.h"

static char folder[64], path[96];

static uint64_t key_of(uint64_t i)
{
    return i * 7919 + 1;
}

static struct match_index *build(size_t people, bool with_tags)
{
    struct match_builder *b = match_builder_new(with_tags, 0);
    assert_non_null(b);
    struct problem why;
    struct match_index *index;
    for (size_t i = 0; i < people; i++) {
        size_t person = (i * 101) % (people % 101 ? people : people + 1) % people;
        assert_int_equal(match_builder_add(b, key_of(person), person + 5, &why), ERR_OK);
        if (i % 3 == 0) assert_int_equal(match_builder_add(b, key_of(person), 1, &why), ERR_OK);
    }
    for (size_t i = 0; i < people; i++)
        assert_int_equal(match_builder_add(b, key_of(i), i + 5, &why), ERR_OK);
    assert_int_equal(match_builder_finish(b, &index, &why), ERR_OK);
    match_builder_free(b);
    return index;
}

static void expect_everybody(const struct match_index *index, size_t people)
{
    assert_int_equal(index->people, people);
    for (size_t i = 0; i < people; i++) {
        assert_int_equal(match_index_find(index, key_of(i)), i);
        assert_int_equal(index->key[i], key_of(i));
        if (index->tag) assert_int_equal(index->tag[i], i + 5);
        assert_int_equal(match_index_find(index, key_of(i) + 1), MATCH_NOBODY);
    }
    assert_int_equal(match_index_find(index, key_of(people)), MATCH_NOBODY);
}

static void everybody_is_found_and_nobody_else(void **test)
{
    (void)test;
    static const size_t sizes[] = {0, 1, 2, 3, 4, 5, 6, 7, 17, 100, 1000, 200000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int tags = 0; tags < 2; tags++) {
            struct match_index *index = build(sizes[i], tags);
            expect_everybody(index, sizes[i]);
            if (sizes[i] >= 200000) {
                assert_true(index->size / sizes[i] <= (tags ? 35 : 27));
                assert_int_equal(index->parts, 8);
            }
            match_index_free(index);
        }
    }
}

/* Keys that all belong into the same few buckets, so that they move on, around the end of the table
 * too. */
static void crowded_buckets_move_on(void **test)
{
    (void)test;
    enum { PEOPLE = 350 };
    struct match_index shape = {.parts = 1, .buckets = (uint64_t)PEOPLE * 2 / 7 + 1};
    struct match_builder *b = match_builder_new(false, PEOPLE);
    struct problem why;
    struct match_index *index;
    uint64_t keys[PEOPLE], key = 1;
    for (size_t n = 0; n < PEOPLE; key++) {
        if (match_index_home(&shape, 0, key) + 3 < shape.buckets) continue;
        keys[n++] = key;
        assert_int_equal(match_builder_add(b, key, 0, &why), ERR_OK);
    }
    assert_int_equal(match_builder_finish(b, &index, &why), ERR_OK);
    match_builder_free(b);
    for (uint32_t i = 0; i < PEOPLE; i++) assert_int_equal(match_index_find(index, keys[i]), i);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(match_index_find(index, key + (uint64_t)i), MATCH_NOBODY);
    match_index_free(index);
}

static void a_file_is_the_index_again(void **test)
{
    (void)test;
    struct problem why;
    for (int round = 0; round < 2; round++) { /* the second time over the first file */
        struct match_index *index = build(1000 + (size_t)round, round), *again;
        assert_int_equal(match_index_write(index, path, &why), ERR_OK);
        match_index_free(index);
        struct stat st;
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        assert_int_equal(match_index_open(path, &again, &why), ERR_OK);
        expect_everybody(again, 1000 + (size_t)round);
        match_index_free(again);
    }
}

static void expect_refused(enum zh_id message)
{
    struct problem why = {0};
    struct match_index *index = (void *)1;
    assert_int_not_equal(match_index_open(path, &index, &why), ERR_OK);
    assert_null(index);
    if (message) assert_int_equal(why.message, message);
}

static void overwrite(off_t at, const void *bytes, size_t n)
{
    int fd = open(path, O_RDWR);
    assert_int_equal(pwrite(fd, bytes, n, at), (ssize_t)n);
    close(fd);
}

static void every_damaged_byte_is_found(void **test)
{
    (void)test;
    struct problem why;
    struct match_index *index = build(300, false), *again;
    off_t size = (off_t)index->size;
    assert_int_equal(match_index_write(index, path, &why), ERR_OK);
    const unsigned char *image = index->image;
    for (off_t at = 0; at < size; at++) {
        if (at == sizeof(struct match_header))
            at = 4096; /* the rest of the header page is empty and means nothing */
        unsigned char bad = image[at] ^ (unsigned char)(1u << at % 8);
        overwrite(at, &bad, 1);
        expect_refused(at < 8    ? ZH_match_index_foreign
                       : at < 12 ? ZH_match_index_version
                                 : ZH_match_index_damaged);
        overwrite(at, &image[at], 1);
    }
    assert_int_equal(match_index_open(path, &again, &why), ERR_OK);
    match_index_free(again);
    match_index_free(index);
}

/* Digests find damage; ranks that no builder would give are found even with right digests. */
static void a_rank_of_another_part_is_refused(void **test)
{
    (void)test;
    struct problem why;
    for (int wrong = 0; wrong < 4; wrong++) {
        struct match_index *index = build(70000, false);
        assert_true(index->parts > 1);
        struct match_bucket *b = (struct match_bucket *)(uintptr_t)index->bucket;
        while (!b->key[0]) b++;
        if (wrong == 1) b->rank[0] = (b->rank[0] + 40000) % 70000;
        if (wrong == 2) b->rank[0] = 70000;
        if (wrong == 3) b->moved_on = 2;
        assert_int_equal(match_index_write(index, path, &why), ERR_OK);
        match_index_free(index);
        if (wrong) {
            expect_refused(ZH_match_index_damaged);
            continue;
        }
        assert_int_equal(match_index_open(path, &index, &why), ERR_OK);
        match_index_free(index);
    }
}

static void a_file_cut_short_or_longer_is_refused(void **test)
{
    (void)test;
    struct problem why;
    struct match_index *index = build(300, false);
    off_t size = (off_t)index->size;
    match_index_write(index, path, &why);
    match_index_free(index);
    assert_int_equal(truncate(path, size + 8), 0);
    expect_refused(ZH_match_index_damaged);
    for (off_t n = size - 8; n > 4096; n -= 512) {
        assert_int_equal(truncate(path, n), 0);
        expect_refused(ZH_match_index_damaged);
    }
    assert_int_equal(truncate(path, 100), 0);
    expect_refused(ZH_match_index_foreign);
    assert_int_equal(truncate(path, 0), 0);
    expect_refused(ZH_match_index_foreign);
    unlink(path);
    expect_refused(ZH_match_open);
    assert_int_equal(mkdir(path, 0700), 0);
    expect_refused(ZH_match_index_foreign);
    rmdir(path);
}

static void a_failed_write_leaves_the_old_file(void **test)
{
    (void)test;
    struct problem why;
    struct match_index *index = build(10, false);
    char nowhere[160];
    snprintf(nowhere, sizeof nowhere, "%s/none/index", folder);
    assert_int_equal(match_index_write(index, nowhere, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_match_write);
    assert_int_equal(mkdir(path, 0700), 0); /* a rename onto a folder fails */
    assert_int_equal(match_index_write(index, path, &why), ERR_FAILED);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0); /* empty: no draft was left behind */
    assert_int_equal(mkdir(folder, 0700), 0);
    match_index_free(index);
}

static int make_folder(void **test)
{
    (void)test;
    snprintf(folder, sizeof folder, "/tmp/test-index-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/index", folder);
    return 0;
}

static int drop_folder(void **test)
{
    (void)test;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_found_and_nobody_else),
        cmocka_unit_test(crowded_buckets_move_on),
        cmocka_unit_test(a_file_is_the_index_again),
        cmocka_unit_test(every_damaged_byte_is_found),
        cmocka_unit_test(a_rank_of_another_part_is_refused),
        cmocka_unit_test(a_file_cut_short_or_longer_is_refused),
        cmocka_unit_test(a_failed_write_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
