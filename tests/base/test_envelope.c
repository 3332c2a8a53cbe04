/* The signed envelope: one writing, one signature, one place in the series. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/envelope.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define BEFORE "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"

static struct sm_pair *key;

static int make_key(void **state)
{
    (void)state;
    key = sm_pair_new();
    return key ? 0 : -1;
}

static int drop_key(void **state)
{
    (void)state;
    sm_pair_free(key);
    return 0;
}

static struct envelope sample(void)
{
    return (struct envelope){.sender = "civil",
                             .recipient = "371000000000",
                             .sequence = 12,
                             .period = month_from(2024, 3),
                             .rows = 5000,
                             .digest = DIGEST,
                             .previous = BEFORE};
}

static struct envelope_expected expected(void)
{
    return (struct envelope_expected){.sender = "civil",
                                      .recipient = "371000000000",
                                      .digest = DIGEST,
                                      .rows = 5000,
                                      .last_sequence = 11,
                                      .last_digest = BEFORE,
                                      .last_period = month_from(2024, 2),
                                      .now = month_from(2024, 3)};
}

static enum err accept(const char *text, size_t n, const struct envelope_expected *x,
                       struct problem *why)
{
    struct envelope e;
    enum err err = envelope_parse(text, n, &e, why);
    if (!err) err = envelope_verify(&e, key, why);
    return err ? err : envelope_check(&e, x, why);
}

static void signed_envelope_is_accepted(void **state)
{
    (void)state;
    struct problem why;
    struct buf text = BUF(ENVELOPE_MOST);
    struct envelope e = sample();
    struct envelope_expected x = expected();
    assert_int_equal(envelope_sign(&e, key, &text, &why), ERR_OK);
    assert_int_equal(accept(text.p, text.n, &x, &why), ERR_OK);
    buf_free(&text);
}

static void ten_thousand_mutations_none_accepted(void **state)
{
    (void)state;
    struct problem why;
    struct buf text = BUF(ENVELOPE_MOST);
    struct envelope e = sample();
    struct envelope_expected x = expected();
    uint64_t r = 88172645463325252u;
    char copy[ENVELOPE_MOST];
    size_t accepted = 0;
    assert_int_equal(envelope_sign(&e, key, &text, &why), ERR_OK);
    const char *end = strstr(text.p, "signature=");
    size_t body = (size_t)(end - text.p);
    for (size_t i = 0; i < 10000; i++) {
        r ^= r << 13, r ^= r >> 7, r ^= r << 17;
        memcpy(copy, text.p, text.n);
        size_t at = i < body ? i : (size_t)(r % body); /* every signed byte once, then anywhere */
        copy[at] = (char)(copy[at] ^ (char)(1 + (r >> 32) % 255));
        /* What the envelope says is believed here, so that only the signature and the one writing
         * stand in the way. */
        struct envelope read;
        bool ok = envelope_parse(copy, text.n, &read, NULL) == ERR_OK &&
                  envelope_verify(&read, key, NULL) == ERR_OK;
        accepted += ok || accept(copy, text.n, &x, NULL) == ERR_OK;
    }
    assert_int_equal(accepted, 0);
    buf_free(&text);
}

static void cut_short_or_longer_is_no_envelope(void **state)
{
    (void)state;
    struct buf text = BUF(4 * ENVELOPE_MOST);
    struct envelope e = sample(), read;
    assert_int_equal(envelope_sign(&e, key, &text, NULL), ERR_OK);
    for (size_t n = 0; n < text.n; n++)
        assert_int_equal(envelope_parse(text.p, n, &read, NULL), ERR_INPUT);
    buf_puts(&text, "more=1\n");
    assert_int_equal(envelope_parse(text.p, text.n, &read, NULL), ERR_INPUT);
    buf_free(&text);
}

static void one_writing_only(void **state)
{
    (void)state;
    static const char *const wrong[] = {"sequence=012", "sequence=+12", "sequence=0",
                                        "sequence=12 ", "sequence=99999999999999999999"};
    struct envelope read;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct buf b = BUF(4 * ENVELOPE_MOST);
        buf_printf(&b,
                   "jianzai-envelope "
                   "1\nsender=civil\nrecipient=371000000000\n%s\nperiod=2024-03\nrows=1\ndigest=%"
                   "s\nprevious=%s\n"
                   "signature=3000\n",
                   wrong[i], DIGEST, ZEROS);
        assert_int_equal(envelope_parse(b.p, b.n, &read, NULL), ERR_INPUT);
        buf_free(&b);
    }
}

static void another_key_does_not_verify(void **state)
{
    (void)state;
    struct problem why;
    struct buf text = BUF(ENVELOPE_MOST);
    struct envelope e = sample();
    struct sm_pair *other = sm_pair_new();
    assert_int_equal(envelope_sign(&e, other, &text, &why), ERR_OK);
    struct envelope_expected x = expected();
    assert_int_equal(accept(text.p, text.n, &x, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_envelope_signature);
    sm_pair_free(other);
    buf_free(&text);
}

static void expect_refusal(struct envelope e, struct envelope_expected x, enum zh_id message)
{
    struct problem why = {0};
    assert_int_equal(envelope_check(&e, &x, &why), ERR_INPUT);
    assert_int_equal(why.message, message);
}

static void each_reason_is_told(void **state)
{
    (void)state;
    struct envelope e = sample();
    struct envelope_expected x = expected();
    assert_int_equal(envelope_check(&e, &x, NULL), ERR_OK);
    x.last_sequence = 12, expect_refusal(e, x, ZH_envelope_replayed), x = expected();
    x.last_sequence = 10, expect_refusal(e, x, ZH_envelope_reordered), x = expected();
    x.last_digest = ZEROS, expect_refusal(e, x, ZH_envelope_broken), x = expected();
    x.sender = "police", expect_refusal(e, x, ZH_envelope_foreign), x = expected();
    x.recipient = "370600000000", expect_refusal(e, x, ZH_envelope_foreign), x = expected();
    x.now = month_from(2024, 2), expect_refusal(e, x, ZH_envelope_early), x = expected();
    x.now = month_from(2024, 7), expect_refusal(e, x, ZH_envelope_stale), x = expected();
    x.last_period = month_from(2024, 4), expect_refusal(e, x, ZH_envelope_stale), x = expected();
    x.rows = 4999, expect_refusal(e, x, ZH_envelope_truncated), x = expected();
    x.rows = 5001, expect_refusal(e, x, ZH_envelope_altered), x = expected();
    x.digest = BEFORE, expect_refusal(e, x, ZH_envelope_altered);
}

static void the_first_of_a_series_follows_nothing(void **state)
{
    (void)state;
    struct envelope e = sample();
    struct envelope_expected x = expected();
    e.sequence = 1;
    x.last_sequence = 0;
    x.last_digest = NULL;
    x.last_period = MONTH_NONE;
    expect_refusal(e, x, ZH_envelope_broken);
    memcpy(e.previous, ZEROS, sizeof e.previous);
    assert_int_equal(envelope_check(&e, &x, NULL), ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signed_envelope_is_accepted),
        cmocka_unit_test(ten_thousand_mutations_none_accepted),
        cmocka_unit_test(cut_short_or_longer_is_no_envelope),
        cmocka_unit_test(one_writing_only),
        cmocka_unit_test(another_key_does_not_verify),
        cmocka_unit_test(each_reason_is_told),
        cmocka_unit_test(the_first_of_a_series_follows_nothing),
    };
    return cmocka_run_group_tests(tests, make_key, drop_key);
}
