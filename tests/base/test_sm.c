#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sm.h"

#define BYTES(s) ((struct sm_bytes){(s), strlen(s)})

static void assert_hex(const void *bytes, size_t n, const char *want)
{
    char got[1024];
    assert_true(n * 2 < sizeof got);
    sm_hex(bytes, n, got);
    assert_string_equal(got, want);
}

static void the_library_has_the_algorithms(void **state)
{
    (void)state;
    assert_int_equal(sm_ready(NULL), ERR_OK);
}

static void sm3_gives_the_digests_of_gbt_32905(void **state)
{
    (void)state;
    uint8_t out[SM_DIGEST];
    sm_digest("abc", 3, out);
    assert_hex(out, sizeof out, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    char m[65] = "";
    for (int i = 0; i < 16; i++) memcpy(m + 4 * i, "abcd", 4);
    sm_digest(m, 64, out);
    assert_hex(out, sizeof out, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

static void sm3_in_pieces_is_the_digest_of_the_whole(void **state)
{
    (void)state;
    uint8_t m[300], whole[SM_DIGEST], pieces[SM_DIGEST];
    for (size_t i = 0; i < sizeof m; i++) m[i] = (uint8_t)(i * 7);
    struct sm_hash *h = sm_hash_new();
    for (size_t cut = 0; cut <= sizeof m; cut += 13) {
        sm_digest(m, sizeof m, whole);
        sm_hash_start(h);
        sm_hash_add(h, m, cut);
        sm_hash_add(h, m + cut, sizeof m - cut);
        sm_hash_end(h, pieces);
        assert_memory_equal(whole, pieces, SM_DIGEST);
    }
    sm_hash_free(h);
}

static void hmac_sm3_gives_the_tags_of_gmt_0042(void **state)
{
    (void)state;
    uint8_t key[37], cd[50], out[SM_DIGEST];
    for (size_t i = 0; i < sizeof key; i++) key[i] = (uint8_t)(i + 1);
    const char *half = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    struct sm_bytes twice[] = {BYTES(half), BYTES(half)};
    sm_hmac((struct sm_bytes){key, 32}, twice, 2, out);
    assert_hex(out, sizeof out, "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
    memset(cd, 0xcd, sizeof cd);
    sm_hmac((struct sm_bytes){key, 37}, &(struct sm_bytes){cd, sizeof cd}, 1, out);
    assert_hex(out, sizeof out, "220bf579ded555393f0159f66c99877822a3ecf610d1552154b41d44b94db3ae");
}

static void sm4_gives_the_block_of_gbt_32907(void **state)
{
    (void)state;
    /* Counter mode over zeros is the block cipher of the counter block. */
    uint8_t key[16], zero[16] = {0}, out[16];
    assert_true(sm_unhex("0123456789abcdeffedcba9876543210", 16, key));
    sm_ctr(key, key, (struct sm_bytes){zero, 16}, out);
    assert_hex(out, 16, "681edf34d206965e86b3e94f536e4246");
}

static void sm4_ctr_counts_over_blocks(void **state)
{
    (void)state;
    uint8_t key[16], counter[16], plain[64], out[64];
    assert_true(sm_unhex("0123456789abcdeffedcba9876543210", 16, key));
    for (size_t i = 0; i < 16; i++) counter[i] = (uint8_t)i;
    static const uint8_t pattern[] = {0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0xaa, 0xbb};
    for (size_t i = 0; i < 64; i++) plain[i] = pattern[i / 8];
    sm_ctr(key, counter, (struct sm_bytes){plain, 64}, out); /* draft-ribose-cfrg-sm4, A.2.5.1 */
    assert_hex(out, 64,
               "ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7"
               "f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514");
}

static void tags_of_two_kinds_differ_and_cannot_be_shifted(void **state)
{
    (void)state;
    uint8_t key[SM_MASTER], other[SM_MASTER], a[SM_DIGEST], b[SM_DIGEST];
    memset(key, 1, sizeof key);
    memset(other, 2, sizeof other);
    sm_tag(key, "number", BYTES("37060219600101123X"), a);
    sm_tag(key, "number", BYTES("37060219600101123X"), b);
    assert_memory_equal(a, b, SM_DIGEST);
    sm_tag(key, "phone", BYTES("37060219600101123X"), b);
    assert_memory_not_equal(a, b, SM_DIGEST);
    sm_tag(key, "number3", BYTES("7060219600101123X"), b);
    assert_memory_not_equal(a, b, SM_DIGEST);
    sm_tag(other, "number", BYTES("37060219600101123X"), b);
    assert_memory_not_equal(a, b, SM_DIGEST);
}

static struct sm_seal_key key_of(uint8_t fill, uint16_t version)
{
    uint8_t master[SM_MASTER];
    struct sm_seal_key k;
    memset(master, fill, sizeof master);
    sm_seal_key(master, version, &k);
    return k;
}

static void a_sealed_value_opens_for_its_purpose(void **state)
{
    (void)state;
    struct sm_seal_key k = key_of(5, 300);
    for (size_t n = 0; n < 200; n++) {
        uint8_t plain[200], sealed[200 + SM_SEAL_EXTRA], back[200];
        for (size_t i = 0; i < n; i++) plain[i] = (uint8_t)(i + n);
        sm_seal(&k, BYTES("document.number 7"), (struct sm_bytes){plain, n}, sealed);
        struct sm_bytes value = {sealed, n + SM_SEAL_EXTRA};
        assert_int_equal(sm_sealed_version(value), 300);
        assert_int_equal(sm_open(&k, BYTES("document.number 7"), value, back, NULL), ERR_OK);
        assert_memory_equal(plain, back, n);
    }
}

static void the_layout_is_the_one_in_the_header(void **state)
{
    (void)state;
    /* Opened here by hand from the description alone. */
    uint8_t master[SM_MASTER], sealed[3 + SM_SEAL_EXTRA], cipher[SM_DIGEST], mac[SM_DIGEST],
        want[SM_DIGEST];
    memset(master, 9, sizeof master);
    struct sm_seal_key k;
    sm_seal_key(master, 2, &k);
    sm_seal(&k, BYTES("p"), BYTES("abc"), sealed);
    assert_memory_equal(sealed, "\x01\x00\x02", 3);
    struct sm_bytes c[] = {BYTES("jianzai seal 1 cipher"), {"\0\2", 2}},
                    m[] = {BYTES("jianzai seal 1 mac"), {"\0\2", 2}};
    sm_hmac((struct sm_bytes){master, 32}, c, 2, cipher);
    sm_hmac((struct sm_bytes){master, 32}, m, 2, mac);
    struct sm_bytes authenticated[] = {{"\0\0\0\0\0\0\0\1p", 9}, {sealed, 18}};
    sm_hmac((struct sm_bytes){mac, 32}, authenticated, 2, want);
    assert_memory_equal(want, sealed + 18, 16);
    uint8_t counter[16] = {0}, plain[3];
    memcpy(counter, sealed + 3, 12);
    sm_ctr(cipher, counter, (struct sm_bytes){sealed + 15, 3}, plain);
    assert_memory_equal(plain, "abc", 3);
}

static void every_changed_bit_is_refused_and_nothing_comes_out(void **state)
{
    (void)state;
    struct sm_seal_key k = key_of(5, 1);
    uint8_t sealed[18 + SM_SEAL_EXTRA], back[18];
    sm_seal(&k, BYTES("a"), BYTES("37060219600101123X"), sealed);
    for (size_t bit = 0; bit < sizeof sealed * 8; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
        memset(back, 0xEE, sizeof back);
        struct problem why;
        assert_int_equal(
            sm_open(&k, BYTES("a"), (struct sm_bytes){sealed, sizeof sealed}, back, &why),
            ERR_FAILED);
        assert_int_equal(why.message, ZH_sm_not_authentic);
        for (size_t i = 0; i < sizeof back; i++) assert_int_equal(back[i], 0xEE);
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t n = 0; n < sizeof sealed; n++)
        assert_int_equal(sm_open(&k, BYTES("a"), (struct sm_bytes){sealed, n}, back, NULL),
                         ERR_FAILED);
}

static void another_purpose_or_key_does_not_open(void **state)
{
    (void)state;
    struct sm_seal_key k = key_of(5, 1), other = key_of(6, 1), newer = key_of(5, 2);
    uint8_t sealed[3 + SM_SEAL_EXTRA], back[3];
    struct sm_bytes value = {sealed, sizeof sealed};
    sm_seal(&k, BYTES("person 1"), BYTES("abc"), sealed);
    assert_int_equal(sm_open(&k, BYTES("person 2"), value, back, NULL), ERR_FAILED);
    assert_int_equal(sm_open(&other, BYTES("person 1"), value, back, NULL), ERR_FAILED);
    assert_int_equal(sm_open(&newer, BYTES("person 1"), value, back, NULL), ERR_FAILED);
    assert_int_equal(sm_open(&k, BYTES("person 1"), value, back, NULL), ERR_OK);
}

static void the_same_plain_text_never_seals_alike(void **state)
{
    (void)state;
    struct sm_seal_key k = key_of(5, 1);
    uint8_t a[3 + SM_SEAL_EXTRA], b[3 + SM_SEAL_EXTRA];
    sm_seal(&k, BYTES("p"), BYTES("abc"), a);
    sm_seal(&k, BYTES("p"), BYTES("abc"), b);
    assert_memory_not_equal(a + 3, b + 3, 12);
    assert_memory_not_equal(a + 15, b + 15, 3 + 16);
}

static void the_signature_of_gbt_32918_5_verifies(void **state)
{
    (void)state;
    /* GB/T 32918.5 annex A.2: the recommended curve, the default id, "message digest". SPKI and DER
     * wrapped by hand. */
    static const char pem[] = "-----BEGIN PUBLIC KEY-----\n"
                              "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y\n"
                              "M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==\n"
                              "-----END PUBLIC KEY-----\n";
    uint8_t der[72];
    assert_true(
        sm_unhex("3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                 "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
                 72, der));
    struct sm_pair *p = sm_pair_from_pem(BYTES(pem), false);
    assert_non_null(p);
    assert_false(sm_pair_private(p));
    assert_true(sm_verify(p, BYTES("message digest"), (struct sm_bytes){der, 72}));
    assert_false(sm_verify(p, BYTES("message digesT"), (struct sm_bytes){der, 72}));
    der[71] ^= 1;
    assert_false(sm_verify(p, BYTES("message digest"), (struct sm_bytes){der, 72}));
    sm_pair_free(p);
}

static void a_pair_survives_pem_and_signs(void **state)
{
    (void)state;
    struct buf private = BUF(4096), public = BUF(4096);
    struct sm_pair *made = sm_pair_new();
    assert_non_null(made);
    assert_int_equal(sm_pair_private_pem(made, &private), ERR_OK);
    assert_int_equal(sm_pair_public_pem(made, &public), ERR_OK);
    struct sm_pair *signer = sm_pair_from_pem((struct sm_bytes){private.p, private.n}, true);
    struct sm_pair *reader = sm_pair_from_pem((struct sm_bytes){public.p, public.n}, false);
    uint8_t signature[SM_SIGNATURE];
    size_t size;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(sm_sign(signer, BYTES("day"), signature, &size, NULL), ERR_OK);
        assert_true(sm_verify(reader, BYTES("day"), (struct sm_bytes){signature, size}));
        assert_false(sm_verify(reader, BYTES("dax"), (struct sm_bytes){signature, size}));
        assert_false(sm_verify(reader, BYTES("day"), (struct sm_bytes){signature, size - 1}));
    }
    assert_int_equal(sm_sign(reader, BYTES("day"), signature, &size, NULL), ERR_FAILED);
    assert_int_equal(sm_pair_private_pem(reader, &private), ERR_FAILED);
    sm_pair_free(made);
    sm_pair_free(signer);
    sm_pair_free(reader);
    buf_free(&private);
    buf_free(&public);
}

static void other_curves_and_rubbish_are_no_keys(void **state)
{
    (void)state;
    static const char p256[] = "-----BEGIN PUBLIC KEY-----\n"
                               "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
                               "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
                               "-----END PUBLIC KEY-----\n";
    assert_null(sm_pair_from_pem(BYTES(p256), false));
    assert_null(sm_pair_from_pem(BYTES("rubbish"), false));
    assert_null(sm_pair_from_pem(BYTES(""), true));
}

static void hex_is_read_strictly(void **state)
{
    (void)state;
    uint8_t out[2];
    assert_true(sm_unhex("0aFf", 2, out));
    assert_memory_equal(out, "\x0a\xff", 2);
    assert_false(sm_unhex("0aF", 2, out));
    assert_false(sm_unhex("0aFf0", 2, out));
    assert_false(sm_unhex("0aFg", 2, out));
}

static void *digest_many(void *arg)
{
    uint8_t out[SM_DIGEST];
    for (int i = 0; i < 2000; i++) {
        sm_digest("abc", 3, out);
        if (out[0] != 0x66) *(bool *)arg = true;
        struct sm_bytes part = BYTES("Hi There");
        sm_hmac(BYTES("0123456789abcdef"), &part, 1, out);
    }
    return NULL;
}

static void threads_do_not_share_contexts(void **state)
{
    (void)state;
    pthread_t t[4];
    bool wrong[4] = {false};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, digest_many, &wrong[i]), 0);
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    for (int i = 0; i < 4; i++) assert_false(wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_has_the_algorithms),
        cmocka_unit_test(sm3_gives_the_digests_of_gbt_32905),
        cmocka_unit_test(sm3_in_pieces_is_the_digest_of_the_whole),
        cmocka_unit_test(hmac_sm3_gives_the_tags_of_gmt_0042),
        cmocka_unit_test(sm4_gives_the_block_of_gbt_32907),
        cmocka_unit_test(sm4_ctr_counts_over_blocks),
        cmocka_unit_test(tags_of_two_kinds_differ_and_cannot_be_shifted),
        cmocka_unit_test(a_sealed_value_opens_for_its_purpose),
        cmocka_unit_test(the_layout_is_the_one_in_the_header),
        cmocka_unit_test(every_changed_bit_is_refused_and_nothing_comes_out),
        cmocka_unit_test(another_purpose_or_key_does_not_open),
        cmocka_unit_test(the_same_plain_text_never_seals_alike),
        cmocka_unit_test(the_signature_of_gbt_32918_5_verifies),
        cmocka_unit_test(a_pair_survives_pem_and_signs),
        cmocka_unit_test(other_curves_and_rubbish_are_no_keys),
        cmocka_unit_test(hex_is_read_strictly),
        cmocka_unit_test(threads_do_not_share_contexts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
