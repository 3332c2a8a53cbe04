#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/chain.h"

#define BYTES(s) ((struct sm_bytes){(s), strlen(s)})

static char docs[1 << 16];

/* What our code computes stands word for word in the specification. */
static void assert_documented(const void *bytes, size_t n, const char *want)
{
    char hex[512];
    sm_hex(bytes, n, hex);
    assert_string_equal(hex, want);
    assert_non_null(strstr(docs, want));
}

static int load_docs(void **state)
{
    (void)state;
    FILE *f = fopen(JZ_SOURCE_DIR "/docs/audit-format.md", "rb");
    if (!f) return -1;
    size_t n = fread(docs, 1, sizeof docs - 1, f);
    fclose(f);
    return n > 0 ? 0 : -1;
}

static uint8_t content[3][SM_DIGEST], digest[3][SM_DIGEST];
static struct chain_entry entry[3];

static int make_entries(void **state)
{
    (void)state;
    sm_digest("way=2 held_on=20261123", 22, content[0]);
    sm_digest("", 0, content[1]);
    sm_digest("x", 1, content[2]);
    entry[0] = (struct chain_entry){4711,
                                    1,
                                    1795395600000000,
                                    8001,
                                    BYTES("clerk@371002000000"),
                                    BYTES("certify"),
                                    BYTES("certification:1"),
                                    BYTES(""),
                                    content[0],
                                    chain_zero};
    entry[1] = (struct chain_entry){4711,
                                    2,
                                    1795395660000000,
                                    8002,
                                    BYTES("reviewer@371002000000"),
                                    BYTES("person.read"),
                                    BYTES("person:4711"),
                                    BYTES("\u5e74\u5ea6\u6838\u5bf9"),
                                    content[1],
                                    digest[0]};
    entry[2] = (struct chain_entry){-5,
                                    1,
                                    1795395660000001,
                                    0,
                                    BYTES("sysadmin"),
                                    BYTES("param.release"),
                                    BYTES(""),
                                    BYTES(""),
                                    content[2],
                                    chain_zero};
    for (int i = 0; i < 3; i++) chain_entry_digest(&entry[i], digest[i]);
    return 0;
}

static struct chain_tip tip_of(int64_t chain, int64_t n, const uint8_t d[SM_DIGEST])
{
    struct chain_tip t = {.chain = chain, .n = n};
    if (d) memcpy(t.digest, d, SM_DIGEST);
    return t;
}

static void the_worked_example_of_the_specification_holds(void **state)
{
    (void)state;
    uint8_t bytes[CHAIN_BYTES_MAX], leaf[SM_DIGEST], root[SM_DIGEST];
    assert_int_equal(chain_entry_bytes(&entry[0], bytes), 148);
    assert_documented(bytes, 56,
                      "4a5a413100000000000012670000000000000001000660e71cf824000000000000001f41"
                      "0012636c65726b40333731303032303030303030");
    assert_documented(digest[0], 32,
                      "511264ed56762278ee5d56c0607de9aa46965c54b99a2d71bc7b7ab3f7b8b803");
    assert_documented(digest[1], 32,
                      "00f6c45408ae4392a20792e1a37e33f97298ec745e6025ee5b2f78c8a9e728f5");
    assert_documented(digest[2], 32,
                      "18cd97dd44f411c118cc9a5128ece977e3bae475d2c56f2642939b01977195c2");
    struct chain_tip low = tip_of(-5, 1, digest[2]), high = tip_of(4711, 2, digest[1]);
    chain_leaf(&low, leaf);
    assert_documented(leaf, 32, "1db44e10236b4e98b3eb72f363e8f12c31e0e3ab76fe3c8aaf64ceaa78ace32d");
    chain_leaf(&high, leaf);
    assert_documented(leaf, 32, "934a692e492fe395e4029fdb7714df8a3701f38d986f21efc1655084c79fb481");
    struct chain_merkle m = {0};
    assert_true(chain_merkle_add(&m, &low));
    assert_true(chain_merkle_add(&m, &high));
    chain_merkle_root(&m, root);
    assert_documented(root, 32, "8523fd5c80536faff6974fac162a611a105f208eeacde65ca967a74739130ff7");
    struct chain_head h = {.day = 20261123, .count = 2};
    memcpy(h.root, root, SM_DIGEST);
    uint8_t signed_bytes[CHAIN_HEAD_BYTES];
    chain_head_bytes(&h, signed_bytes);
    assert_documented(signed_bytes, sizeof signed_bytes,
                      "4a5a4831000000000135290300000000000000028523fd5c80536faff6974fac162a611a105f"
                      "208eeacde65ca967a74739130ff7");
}

static void canonical_bytes_parse_back_to_the_entry(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        uint8_t bytes[CHAIN_BYTES_MAX], again[CHAIN_BYTES_MAX];
        struct chain_entry back;
        size_t n = chain_entry_bytes(&entry[i], bytes);
        assert_int_equal(chain_entry_parse((struct sm_bytes){bytes, n}, &back), CHAIN_OK);
        assert_int_equal(chain_entry_bytes(&back, again), n);
        assert_memory_equal(bytes, again, n);
        assert_int_equal(back.chain, entry[i].chain);
        for (size_t cut = 0; cut < n; cut++)
            assert_int_not_equal(chain_entry_parse((struct sm_bytes){bytes, cut}, &back), CHAIN_OK);
        assert_int_not_equal(chain_entry_parse((struct sm_bytes){bytes, n + 1}, &back), CHAIN_OK);
    }
}

static void a_step_moves_the_tip_on(void **state)
{
    (void)state;
    struct chain_tip tip = tip_of(4711, 0, NULL);
    assert_int_equal(chain_verify_step(&tip, &entry[0], digest[0]), CHAIN_OK);
    assert_int_equal(chain_verify_step(&tip, &entry[1], digest[1]), CHAIN_OK);
    assert_int_equal(tip.n, 2);
    assert_memory_equal(tip.digest, digest[1], SM_DIGEST);
}

static void every_changed_field_breaks_the_step_and_leaves_the_tip(void **state)
{
    (void)state;
    for (int field = 0; field < 12; field++) {
        struct chain_tip tip = tip_of(4711, 1, digest[0]);
        struct chain_entry e = entry[1];
        uint8_t d[SM_DIGEST], other[SM_DIGEST] = {1};
        memcpy(d, digest[1], SM_DIGEST);
        enum chain_fault want = CHAIN_DIGEST;
        switch (field) {
        case 0:
            e.chain++, want = CHAIN_N;
            break;
        case 1:
            e.n++, want = CHAIN_N;
            break;
        case 2:
            e.moment++;
            break;
        case 3:
            e.request_id ^= 1;
            break;
        case 4:
            e.actor = BYTES("reviewer@371002000001");
            break;
        case 5:
            e.action = BYTES("person.reae");
            break;
        case 6:
            e.object.n--;
            break;
        case 7:
            e.purpose = BYTES("");
            break;
        case 8:
            e.content = other;
            break;
        case 9:
            e.prev = other, want = CHAIN_PREV;
            break;
        case 10:
            d[31] ^= 1;
            break;
        default: /* a byte moved from one text to the next */
            e.action = BYTES("person.readp");
            e.object = BYTES("erson:4711");
        }
        assert_int_equal(chain_verify_step(&tip, &e, d), want);
        assert_int_equal(tip.n, 1);
        assert_memory_equal(tip.digest, digest[0], SM_DIGEST);
    }
}

static void texts_over_the_limit_or_with_a_zero_byte_are_named(void **state)
{
    (void)state;
    char big[CHAIN_TEXT_MAX + 1];
    memset(big, 'a', sizeof big);
    struct chain_tip tip = tip_of(4711, 0, NULL);
    struct chain_entry e = entry[0];
    e.object = (struct sm_bytes){big, CHAIN_TEXT_MAX};
    assert_int_equal(chain_entry_limits(&e), CHAIN_OK);
    e.object.n++;
    assert_int_equal(chain_verify_step(&tip, &e, digest[0]), CHAIN_OBJECT);
    e = entry[0];
    e.purpose = (struct sm_bytes){"a\0b", 3};
    assert_int_equal(chain_verify_step(&tip, &e, digest[0]), CHAIN_PURPOSE);
    assert_string_equal(chain_field(CHAIN_PURPOSE), "purpose");
}

static void example_tips(struct chain_tip *tips, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t number[8];
        chain_put64(number, (int64_t)i);
        tips[i] = tip_of((int64_t)i * 3 - 10, (int64_t)i + 1, NULL);
        sm_digest(number, 8, tips[i].digest);
    }
}

static void merkle_of(const struct chain_tip *tips, size_t n, uint8_t root[SM_DIGEST])
{
    struct chain_merkle m = {0};
    for (size_t i = 0; i < n; i++) assert_true(chain_merkle_add(&m, &tips[i]));
    chain_merkle_root(&m, root);
}

static void roots_have_the_shape_of_rfc_6962(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        const char *root; /* from a second, recursive implementation in Python */
    } want[] = {
        {0, "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"},
        {1, "174648996e3b9a2e0c0a2d1d4e0996d8a4eecb47d401634118e861e455794ab3"},
        {2, "139f87590a710b5081bb3a811c96a1d46edd6914dafeaca03a26ae9ca8856408"},
        {3, "4dd5ff9c66acd066989ca5c2672826f7761a8a57b6fe1c327cc60cd1fb314681"},
        {5, "8bd498493b99ca687810cec5da4e4a9d343f7442bc8dbc70a9d2055aaf8aa6ba"},
        {7, "983832fce6c2b07771c8666777d926c011243d26604d7a52c8d1f8c324bc34f1"},
        {8, "913e2e1482220732fb8e45207dd079e8dbc7996808ad57da4edb0780e7cd7f25"},
        {100, "d50b3da58d2c3fafb94f1ca104181a2c17b03366b3c956de9918eb40670fb752"},
    };
    struct chain_tip tips[100];
    example_tips(tips, 100);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        uint8_t root[SM_DIGEST];
        char hex[65];
        merkle_of(tips, want[i].n, root);
        sm_hex(root, SM_DIGEST, hex);
        assert_string_equal(hex, want[i].root);
    }
}

static void tips_out_of_order_or_twice_are_refused(void **state)
{
    (void)state;
    struct chain_merkle m = {0};
    struct chain_tip five = tip_of(5, 1, digest[0]), four = tip_of(4, 1, digest[0]);
    assert_true(chain_merkle_add(&m, &five));
    assert_false(chain_merkle_add(&m, &five));
    assert_false(chain_merkle_add(&m, &four));
    assert_int_equal(m.count, 1);
}

static void an_inclusion_proof_holds_for_its_leaf_alone(void **state)
{
    (void)state;
    struct chain_tip tips[33];
    example_tips(tips, 33);
    for (size_t n = 1; n <= 33; n++) {
        uint8_t root[SM_DIGEST];
        merkle_of(tips, n, root);
        for (size_t i = 0; i < n; i++) {
            struct chain_proof p;
            chain_prove(tips, n, i, &p);
            assert_true(chain_proof_holds(&p, &tips[i], root));
            assert_false(chain_proof_holds(&p, &tips[(i + 1) % 33], root));
            struct chain_tip changed = tips[i];
            changed.n++;
            assert_false(chain_proof_holds(&p, &changed, root));
            if (p.n == 0) continue;
            p.sibling[p.n - 1][0] ^= 1;
            assert_false(chain_proof_holds(&p, &tips[i], root));
            p.sibling[p.n - 1][0] ^= 1;
            p.n--;
            assert_false(chain_proof_holds(&p, &tips[i], root));
        }
    }
    struct chain_proof huge = {.index = 5, .count = INT64_MAX, .n = 3};
    assert_false(chain_proof_holds(&huge, &tips[0], digest[0]));
}

static void a_head_verifies_only_as_it_was_signed(void **state)
{
    (void)state;
    struct sm_pair *pair = sm_pair_new(), *other = sm_pair_new();
    struct chain_head h = {.day = 20261123, .count = 2};
    memcpy(h.root, digest[0], SM_DIGEST);
    uint8_t bytes[CHAIN_HEAD_BYTES];
    chain_head_bytes(&h, bytes);
    assert_false(chain_head_verify(&h, pair));
    assert_int_equal(
        sm_sign(pair, (struct sm_bytes){bytes, sizeof bytes}, h.signature, &h.signature_size, NULL),
        ERR_OK);
    assert_true(chain_head_verify(&h, pair));
    assert_false(chain_head_verify(&h, other));
    char line[CHAIN_HEAD_LINE];
    struct chain_head back;
    chain_head_print(&h, line);
    assert_memory_equal(line, "2026-11-23 2 511264ed", 21);
    assert_true(chain_head_parse(line, &back));
    assert_true(chain_head_verify(&back, pair));
    back.day++;
    assert_false(chain_head_verify(&back, pair));
    back = h, back.count++;
    assert_false(chain_head_verify(&back, pair));
    back = h, back.root[0] ^= 1;
    assert_false(chain_head_verify(&back, pair));
    sm_pair_free(pair);
    sm_pair_free(other);
}

static void head_lines_are_read_strictly(void **state)
{
    (void)state;
    struct chain_head h;
    const char *good =
        "2026-11-23 2 511264ed56762278ee5d56c0607de9aa46965c54b99a2d71bc7b7ab3f7b8b803 3006\n";
    assert_true(chain_head_parse(good, &h));
    assert_int_equal(h.day, 20261123);
    assert_int_equal(h.signature_size, 2);
    assert_false(chain_head_parse("", &h));
    assert_false(chain_head_parse("2026-11-23 2 5112 3006", &h));
    assert_false(chain_head_parse(
        "2026-11-23 -2 511264ed56762278ee5d56c0607de9aa46965c54b99a2d71bc7b7ab3f7b8b803 30", &h));
    assert_false(chain_head_parse(
        "20261123 2 511264ed56762278ee5d56c0607de9aa46965c54b99a2d71bc7b7ab3f7b8b803 30", &h));
    assert_false(chain_head_parse(
        "2026-11-23 2 511264ed56762278ee5d56c0607de9aa46965c54b99a2d71bc7b7ab3f7b8b803 306", &h));
    char lengthy[CHAIN_HEAD_LINE];
    snprintf(lengthy, sizeof lengthy, "%.78s%0*d", good, 2 * (SM_SIGNATURE + 1), 0);
    assert_false(chain_head_parse(lengthy, &h));
    lengthy[78 + 2 * SM_SIGNATURE] = 0;
    assert_true(chain_head_parse(lengthy, &h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_of_the_specification_holds),
        cmocka_unit_test(canonical_bytes_parse_back_to_the_entry),
        cmocka_unit_test(a_step_moves_the_tip_on),
        cmocka_unit_test(every_changed_field_breaks_the_step_and_leaves_the_tip),
        cmocka_unit_test(texts_over_the_limit_or_with_a_zero_byte_are_named),
        cmocka_unit_test(roots_have_the_shape_of_rfc_6962),
        cmocka_unit_test(tips_out_of_order_or_twice_are_refused),
        cmocka_unit_test(an_inclusion_proof_holds_for_its_leaf_alone),
        cmocka_unit_test(a_head_verifies_only_as_it_was_signed),
        cmocka_unit_test(head_lines_are_read_strictly),
    };
    if (load_docs(NULL) != 0 || make_entries(NULL) != 0) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
