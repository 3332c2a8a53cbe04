#include <dirent.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/keyring.h"
#include "base/zh.h"

static char root[64], dir[96];

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "%s", "/tmp/jz-keyring-XXXXXX");
    if (!mkdtemp(root)) return -1;
    snprintf(dir, sizeof dir, "%s/store.db.keys", root);
    return 0;
}

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static size_t entries(const char *path)
{
    size_t n = 0;
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));)
        n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    if (d) closedir(d);
    return n;
}

static int remove_root(void **state)
{
    (void)state;
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) unlink(path_of(e->d_name));
    if (d) closedir(d);
    rmdir(dir);
    return rmdir(root);
}

static struct keyring *opened(void)
{
    struct keyring *r;
    assert_int_equal(keyring_open(dir, &r, NULL), ERR_OK);
    return r;
}

static void refused(enum zh_id message)
{
    struct keyring *r = (struct keyring *)root;
    struct problem why = {0};
    assert_int_equal(keyring_open(dir, &r, &why), ERR_CONFIG);
    assert_null(r);
    assert_string_equal(zh_id_name(why.message), zh_id_name(message));
}

static void a_new_ring_is_readable_by_its_owner_only(void **state)
{
    (void)state;
    umask(0);
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    struct stat st;
    assert_int_equal(stat(dir, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    assert_int_equal(entries(dir), 4);
    static const char *const names[] = {"data-1.key", "tag-1.key", "sign.key", "sign.pub"};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(stat(path_of(names[i]), &st), 0);
        assert_int_equal(st.st_mode & 07777, 0600);
    }
    assert_int_equal(entries(root), 1);
    keyring_close(opened());
}

static void creating_twice_changes_nothing(void **state)
{
    (void)state;
    uint8_t a[SM_DIGEST], b[SM_DIGEST];
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    struct keyring *r = opened();
    keyring_tag(r, "k", "x", a);
    keyring_close(r);
    struct problem why;
    assert_int_equal(keyring_create(dir, &why), ERR_CONFLICT);
    assert_int_equal(why.message, ZH_keyring_exists);
    assert_int_equal(entries(root), 1);
    r = opened();
    keyring_tag(r, "k", "x", b);
    keyring_close(r);
    assert_memory_equal(a, b, SM_DIGEST);
}

static void a_place_that_cannot_be_written_leaves_nothing(void **state)
{
    (void)state;
    char nowhere[128];
    struct problem why;
    snprintf(nowhere, sizeof nowhere, "%s/absent/keys", root);
    assert_int_equal(keyring_create(nowhere, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_keyring_write);
    assert_int_equal(entries(root), 0);
}

static void an_absent_directory_has_its_own_sentence(void **state)
{
    (void)state;
    refused(ZH_keyring_missing);
}

static void what_others_can_read_is_refused(void **state)
{
    (void)state;
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    for (unsigned bit = 1; bit <= 040; bit <<= 1) {
        assert_int_equal(chmod(dir, 0700 | bit), 0);
        refused(ZH_keyring_directory_open);
    }
    assert_int_equal(chmod(dir, 0700), 0);
    static const char *const names[] = {"data-1.key", "tag-1.key", "sign.key"};
    for (int i = 0; i < 3; i++) {
        for (unsigned bit = 1; bit <= 0100; bit <<= 1) {
            assert_int_equal(chmod(path_of(names[i]), 0600 | bit), 0);
            refused(ZH_keyring_file_open);
        }
        assert_int_equal(chmod(path_of(names[i]), 0600), 0);
    }
    keyring_close(opened());
}

static void the_sentence_says_what_to_do(void **state)
{
    (void)state;
    char sentence[512];
    struct keyring *r;
    struct problem why;
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    assert_int_equal(chmod(dir, 0755), 0);
    assert_int_equal(keyring_open(dir, &r, &why), ERR_CONFIG);
    problem_sentence(&why, sentence, sizeof sentence);
    assert_non_null(strstr(sentence, "755"));
    assert_non_null(strstr(sentence, "chmod 700"));
    assert_non_null(strstr(sentence, dir));
}

static void a_symbolic_link_or_missing_file_is_refused(void **state)
{
    (void)state;
    char elsewhere[128];
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    snprintf(elsewhere, sizeof elsewhere, "%s/moved", root);
    assert_int_equal(rename(path_of("data-1.key"), elsewhere), 0);
    refused(ZH_keyring_no_key);
    assert_int_equal(symlink(elsewhere, path_of("data-1.key")), 0);
    refused(ZH_keyring_read);
    unlink(path_of("data-1.key"));
    assert_int_equal(rename(elsewhere, path_of("data-1.key")), 0);
    unlink(path_of("sign.key"));
    refused(ZH_keyring_read);
}

static void every_damaged_byte_of_a_key_is_noticed(void **state)
{
    (void)state;
    char text[200];
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    FILE *f = fopen(path_of("tag-1.key"), "r+");
    size_t n = fread(text, 1, sizeof text, f);
    assert_int_equal(n, strlen("jianzai tag key 1\n") + 65 + 9);
    for (size_t i = 0; i < n; i++) {
        fseek(f, (long)i, SEEK_SET);
        fputc(text[i] ^ 1, f);
        fflush(f);
        refused(ZH_keyring_damaged);
        fseek(f, (long)i, SEEK_SET);
        fputc(text[i], f);
        fflush(f);
    }
    fclose(f);
    keyring_close(opened());
    assert_int_equal(truncate(path_of("tag-1.key"), 40), 0);
    refused(ZH_keyring_damaged);
    assert_int_equal(truncate(path_of("tag-1.key"), 0), 0);
    refused(ZH_keyring_damaged);
}

static void a_copied_key_is_not_a_new_version(void **state)
{
    (void)state;
    char two[256];
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    snprintf(two, sizeof two, "%s/data-2.key", dir);
    assert_int_equal(link(path_of("data-1.key"), two), 0);
    refused(ZH_keyring_damaged);
}

static void the_newest_version_seals_and_all_open(void **state)
{
    (void)state;
    uint8_t first[3 + SM_SEAL_EXTRA], second[3 + SM_SEAL_EXTRA], back[3];
    struct sm_bytes abc = {"abc", 3}, a = {first, sizeof first}, b = {second, sizeof second};
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    struct keyring *r = opened();
    assert_int_equal(keyring_newest(r, KEYRING_DATA), 1);
    keyring_seal(r, "p", abc, first);
    keyring_close(r);

    uint16_t version = 0;
    assert_int_equal(keyring_add(dir, KEYRING_DATA, &version, NULL), ERR_OK);
    assert_int_equal(version, 2);
    r = opened();
    assert_int_equal(keyring_newest(r, KEYRING_DATA), 2);
    assert_int_equal(keyring_newest(r, KEYRING_TAG), 1);
    keyring_seal(r, "p", abc, second);
    assert_int_equal(sm_sealed_version(a), 1);
    assert_int_equal(sm_sealed_version(b), 2);
    assert_int_equal(keyring_open_value(r, "p", a, back, NULL), ERR_OK);
    assert_memory_equal(back, "abc", 3);
    assert_int_equal(keyring_open_value(r, "p", b, back, NULL), ERR_OK);
    assert_int_equal(keyring_open_value(r, "q", b, back, NULL), ERR_FAILED);
    keyring_close(r);

    /* Shredded: the old version is gone, its values with it, the others stay. */
    unlink(path_of("data-1.key"));
    struct problem why;
    r = opened();
    assert_int_equal(keyring_open_value(r, "p", a, back, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_keyring_no_version);
    assert_string_equal(why.value[0], "1");
    assert_int_equal(keyring_open_value(r, "p", b, back, NULL), ERR_OK);
    keyring_close(r);
}

static void versions_are_ordered_as_numbers(void **state)
{
    (void)state;
    uint16_t version = 0;
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    for (int i = 2; i <= 11; i++)
        assert_int_equal(keyring_add(dir, KEYRING_DATA, &version, NULL), ERR_OK);
    assert_int_equal(version, 11);
    struct keyring *r = opened();
    assert_int_equal(keyring_newest(r, KEYRING_DATA), 11);
    keyring_close(r);
    for (int i = 12; i <= KEYRING_VERSIONS; i++)
        assert_int_equal(keyring_add(dir, KEYRING_DATA, &version, NULL), ERR_OK);
    struct problem why;
    assert_int_equal(keyring_add(dir, KEYRING_DATA, &version, &why), ERR_CONFIG);
    assert_int_equal(why.message, ZH_keyring_too_many);
}

static void an_older_tag_is_found_during_a_change_of_keys(void **state)
{
    (void)state;
    uint8_t old[SM_DIGEST], again[SM_DIGEST], new[SM_DIGEST];
    uint16_t version;
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    struct keyring *r = opened();
    keyring_tag(r, "number", "37060219600101123X", old);
    keyring_close(r);
    assert_int_equal(keyring_add(dir, KEYRING_TAG, &version, NULL), ERR_OK);
    r = opened();
    keyring_tag(r, "number", "37060219600101123X", new);
    assert_memory_not_equal(old, new, SM_DIGEST);
    assert_true(keyring_tag_with(r, 1, "number", "37060219600101123X", again));
    assert_memory_equal(old, again, SM_DIGEST);
    assert_false(keyring_tag_with(r, 3, "number", "37060219600101123X", again));
    keyring_close(r);
}

static void the_public_file_checks_what_the_ring_signs(void **state)
{
    (void)state;
    uint8_t signature[SM_SIGNATURE];
    char pem[2048];
    size_t size;
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    struct keyring *r = opened();
    struct sm_bytes message = {"head of 2026-11-23", 18};
    assert_int_equal(keyring_sign(r, message, signature, &size, NULL), ERR_OK);
    assert_true(keyring_verify(r, message, (struct sm_bytes){signature, size}));
    FILE *f = fopen(path_of("sign.pub"), "r");
    size_t n = fread(pem, 1, sizeof pem, f);
    fclose(f);
    struct sm_pair *outside = sm_pair_from_pem((struct sm_bytes){pem, n}, false);
    assert_non_null(outside);
    assert_true(sm_verify(outside, message, (struct sm_bytes){signature, size}));
    struct buf same = BUF(2048);
    assert_int_equal(keyring_public_pem(r, &same), ERR_OK);
    assert_int_equal(same.n, n);
    assert_memory_equal(same.p, pem, n);
    buf_free(&same);
    sm_pair_free(outside);
    keyring_close(r);
}

struct signer {
    const struct keyring *ring;
    int wrong;
};

static void *sign_many(void *arg)
{
    struct signer *s = arg;
    uint8_t signature[SM_SIGNATURE], sealed[3 + SM_SEAL_EXTRA], back[3];
    size_t size;
    for (int i = 0; i < 100; i++) {
        struct sm_bytes m = {"abc", 3};
        bool good = keyring_sign(s->ring, m, signature, &size, NULL) == ERR_OK &&
                    keyring_verify(s->ring, m, (struct sm_bytes){signature, size});
        keyring_seal(s->ring, "p", m, sealed);
        struct sm_bytes value = {sealed, sizeof sealed};
        good = good && keyring_open_value(s->ring, "p", value, back, NULL) == ERR_OK;
        s->wrong += !good || memcmp(back, "abc", 3) != 0;
    }
    return NULL;
}

static void threads_share_one_ring(void **state)
{
    (void)state;
    pthread_t t[4];
    struct signer s[4];
    assert_int_equal(keyring_create(dir, NULL), ERR_OK);
    struct keyring *r = opened();
    for (int i = 0; i < 4; i++) {
        s[i] = (struct signer){r, 0};
        assert_int_equal(pthread_create(&t[i], NULL, sign_many, &s[i]), 0);
    }
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    for (int i = 0; i < 4; i++) assert_int_equal(s[i].wrong, 0);
    keyring_close(r);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_ring_is_readable_by_its_owner_only),
        TEST(creating_twice_changes_nothing),
        TEST(a_place_that_cannot_be_written_leaves_nothing),
        TEST(an_absent_directory_has_its_own_sentence),
        TEST(what_others_can_read_is_refused),
        TEST(the_sentence_says_what_to_do),
        TEST(a_symbolic_link_or_missing_file_is_refused),
        TEST(every_damaged_byte_of_a_key_is_noticed),
        TEST(a_copied_key_is_not_a_new_version),
        TEST(the_newest_version_seals_and_all_open),
        TEST(versions_are_ordered_as_numbers),
        TEST(an_older_tag_is_found_during_a_change_of_keys),
        TEST(threads_share_one_ring),
        TEST(the_public_file_checks_what_the_ring_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
