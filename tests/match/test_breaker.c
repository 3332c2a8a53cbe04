/* The breaker: every reason alone, poisoned feeds, honest ones, and limits that only go down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/zh.h"
#include "match/breaker.h"

#define PEOPLE 1000000
#define PAST 12

/* A month of deaths: 2,000 rows, 900 of them about people on the roster, of whom 880 would be held.
 */
static struct match_breaker_feed honest(void)
{
    struct match_breaker_feed f = {.rows = 2000,
                                   .refused = 10,
                                   .matched = 900,
                                   .unmatched = 1090,
                                   .name_mismatches = 5,
                                   .future_dated = 1,
                                   .old_dated = 40,
                                   .against = 895,
                                   .would_hold = 880,
                                   .later_signs = 4,
                                   .male = 450,
                                   .female = 440,
                                   .regions = 3};
    f.region[0] = (struct match_region_count){371002, 400};
    f.region[1] = (struct match_region_count){371003, 300};
    f.region[2] = (struct match_region_count){371081, 190};
    f.age_sum = 890 * 79;
    f.age_square_sum = 890 * (79 * 79 + 90);
    return f;
}

static struct match_breaker_verdict judge(const struct match_breaker_feed *f,
                                          const struct match_breaker_limits *limits)
{
    struct match_breaker_feed past[PAST];
    for (int i = 0; i < PAST; i++) past[i] = honest();
    return match_breaker(f, past, PAST, PEOPLE, limits);
}

static void expect_only(const struct match_breaker_feed *f, enum zh_id message)
{
    struct match_breaker_verdict v = judge(f, NULL);
    if (v.reasons != 1)
        for (size_t i = 0; i < v.reasons; i++) print_error("%s\n", zh_id_name(v.reason[i].message));
    assert_true(v.hold);
    assert_int_equal(v.reasons, 1);
    assert_string_equal(zh_id_name(v.reason[0].message), zh_id_name(message));
}

static void expect_among(const struct match_breaker_feed *f, enum zh_id message)
{
    struct match_breaker_verdict v = judge(f, NULL);
    bool found = false;
    for (size_t i = 0; i < v.reasons; i++) found |= v.reason[i].message == message;
    assert_true(v.hold);
    assert_true(found);
}

static void an_honest_feed_passes(void **test)
{
    (void)test;
    struct match_breaker_feed f = honest(), none = {0};
    assert_false(judge(&f, NULL).hold);
    assert_int_equal(judge(&f, NULL).reasons, 0);
    expect_only(&none, ZH_breaker_rows_few);
}

static void the_first_feed_of_a_source_is_held(void **test)
{
    (void)test;
    struct match_breaker_feed f = honest();
    struct match_breaker_verdict v = match_breaker(&f, NULL, 0, PEOPLE, NULL);
    assert_true(v.hold);
    assert_int_equal(v.reasons, 1);
    assert_int_equal(v.reason[0].message, ZH_breaker_first);
}

static void each_share_holds_alone(void **test)
{
    (void)test;
    struct match_breaker_feed f = honest();
    f.name_mismatches = 19;
    expect_only(&f, ZH_breaker_mismatch);
    f.name_mismatches = 18; /* exactly the limit */
    assert_false(judge(&f, NULL).hold);
    f = honest();
    f.refused = 110;
    f.unmatched -= 100;
    expect_only(&f, ZH_breaker_refused);
    f = honest();
    f.future_dated = 10;
    expect_only(&f, ZH_breaker_future);
    f = honest();
    f.later_signs = 45;
    expect_only(&f, ZH_breaker_later);
}

static void each_difference_to_the_past_holds_alone(void **test)
{
    (void)test;
    struct match_breaker_feed f = honest();
    f.matched -= 5;
    f.unmatched = 1990 - f.matched;
    assert_false(judge(&f, NULL).hold);
    f = honest();
    f.rows = 2900;
    f.unmatched = 2900 - 10 - 900;
    assert_false(judge(&f, NULL).hold);
    f.rows = 3400;
    f.unmatched = 3400 - 10 - 900;
    expect_only(&f, ZH_breaker_unmatched);
    f = honest();
    f.old_dated = 400;
    expect_only(&f, ZH_breaker_old);
    f = honest();
    f.male = 600;
    f.female = 290;
    expect_only(&f, ZH_breaker_sex);
    f = honest();
    f.age_sum = 890 * 73;
    f.age_square_sum = 890 * (73 * 73 + 90);
    expect_only(&f, ZH_breaker_age);
    f = honest();
    f.region[2].people = 0;
    f.region[1].people = 30;
    f.region[0].people = 860;
    expect_only(&f, ZH_breaker_region);
    f = honest();
    f.region[0] = (struct match_region_count){110101, 400}; /* from elsewhere altogether */
    expect_only(&f, ZH_breaker_region);
}

static struct match_breaker_feed times(struct match_breaker_feed f, uint64_t by, uint64_t divided)
{
    uint64_t *const counts[] = {&f.rows,
                                &f.refused,
                                &f.matched,
                                &f.unmatched,
                                &f.name_mismatches,
                                &f.future_dated,
                                &f.old_dated,
                                &f.against,
                                &f.would_hold,
                                &f.later_signs,
                                &f.male,
                                &f.female,
                                &f.age_sum,
                                &f.age_square_sum,
                                &f.region[0].people,
                                &f.region[1].people,
                                &f.region[2].people};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        *counts[i] = *counts[i] * by / divided;
    f.unmatched = f.rows - f.refused - f.matched;
    return f;
}

static void size_holds_alone(void **test)
{
    (void)test;
    struct match_breaker_feed f = times(honest(), 1, 10);
    expect_only(&f, ZH_breaker_rows_few);
    f = times(honest(), 3, 1); /* the catching up of a quarter is let through */
    assert_false(judge(&f, NULL).hold);
    f = times(honest(), 4, 1);
    expect_only(&f, ZH_breaker_hold_past);
    f = times(honest(), 6, 1);
    f.would_hold = 2000;
    expect_only(&f, ZH_breaker_rows_many);
    struct match_breaker_feed past[2] = {times(honest(), 3, 1), times(honest(), 3, 1)};
    f = times(honest(), 3, 1);
    struct match_breaker_verdict v = match_breaker(&f, past, 2, 400000, NULL);
    assert_int_equal(v.reasons, 1);
    assert_int_equal(v.reason[0].message, ZH_breaker_hold_share);
    assert_string_equal(v.reason[0].value[0], "2640");
    assert_string_equal(v.reason[0].value[1], "0.66");
    assert_string_equal(v.reason[0].value[2], "0.50");
}

static void impossible_counts_hold(void **test)
{
    (void)test;
    struct match_breaker_feed f = honest(), broken[8];
    for (size_t i = 0; i < 8; i++) broken[i] = f;
    broken[0].rows++;
    broken[1].name_mismatches = 901;
    broken[2].male = UINT64_MAX;
    broken[3].would_hold = 896;
    broken[4].regions = MATCH_REGIONS + 1;
    broken[5].age_sum = 1000 * 890;
    broken[6].refused = UINT64_MAX, broken[6].matched = 2001;
    broken[7].region[1].people = UINT64_MAX - 300;
    for (size_t i = 0; i < 8; i++) {
        expect_only(&broken[i], ZH_breaker_counts);
        assert_int_equal(match_breaker(&f, &broken[i], 1, PEOPLE, NULL).reason[0].message,
                         ZH_breaker_counts);
    }
}

static void poisoned_feeds_are_held(void **test)
{
    (void)test;
    struct match_breaker_feed f = honest(); /* columns shifted: nothing can be read */
    f = (struct match_breaker_feed){.rows = 2000, .refused = 2000};
    expect_among(&f, ZH_breaker_refused);
    f = honest(); /* all dead: the roster itself came back as a feed of deaths */
    f.rows = f.matched = f.against = f.would_hold = PEOPLE;
    f.refused = f.unmatched = 0;
    f.later_signs = PEOPLE / 2;
    expect_among(&f, ZH_breaker_hold_share);
    expect_among(&f, ZH_breaker_hold_past);
    expect_among(&f, ZH_breaker_rows_many);
    expect_among(&f, ZH_breaker_later);
    f = honest(); /* wrong year */
    f.future_dated = 1990;
    f.old_dated = 0;
    expect_among(&f, ZH_breaker_future);
    f = honest();
    f.old_dated = 1990;
    f.future_dated = 0;
    expect_among(&f, ZH_breaker_old);
    f = honest(); /* numbers off by one: few are anybody, and those have other names */
    f.matched = 20, f.unmatched = 1970, f.name_mismatches = 19;
    f.against = f.would_hold = 20, f.male = f.female = 10, f.later_signs = 10;
    f.regions = 0;
    f.age_sum = 20 * 79, f.age_square_sum = 20 * (79 * 79 + 90);
    expect_among(&f, ZH_breaker_mismatch);
    expect_among(&f, ZH_breaker_unmatched);
    f = times(honest(), 1, 20); /* truncated */
    expect_among(&f, ZH_breaker_rows_few);
    f = honest(); /* re-encoded or names swapped: every name differs */
    f.name_mismatches = 880;
    expect_among(&f, ZH_breaker_mismatch);
    f = honest(); /* 70 % false: they are alive, and show it */
    f.later_signs = 600;
    expect_among(&f, ZH_breaker_later);
}

static uint64_t state = 42;

static uint64_t chance(uint64_t n, unsigned in_10000)
{
    uint64_t hits = 0;
    for (uint64_t i = 0; i < n; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        hits += (state >> 20) % 10000 < in_10000;
    }
    return hits;
}

/* A feed of the same source in another week, as chance has it. */
static struct match_breaker_feed drawn(uint64_t rows)
{
    struct match_breaker_feed f = {.rows = rows, .regions = 3};
    f.refused = chance(rows, 50);
    f.matched = chance(rows - f.refused, 4500);
    f.unmatched = rows - f.refused - f.matched;
    f.name_mismatches = chance(f.matched, 50);
    f.old_dated = chance(rows - f.refused, 200);
    f.against = f.would_hold = f.matched;
    f.later_signs = chance(f.against, 40);
    f.male = chance(f.against, 5100);
    f.female = f.against - f.male;
    f.region[0] = (struct match_region_count){371002, chance(f.against, 4500)};
    f.region[1] = (struct match_region_count){371003, chance(f.against - f.region[0].people, 6000)};
    f.region[2] =
        (struct match_region_count){371081, f.against - f.region[0].people - f.region[1].people};
    for (uint64_t i = 0; i < f.against; i++) {
        uint64_t age = 60 + chance(40, 4700);
        f.age_sum += age;
        f.age_square_sum += age * age;
    }
    return f;
}

static void honest_feeds_of_every_size_pass(void **test)
{
    (void)test;
    static const uint64_t sizes[] = {10, 30, 100, 600};
    for (size_t s = 0; s < 4; s++) {
        struct match_breaker_feed past[PAST];
        unsigned held = 0;
        for (int i = 0; i < PAST; i++) past[i] = drawn(sizes[s] + chance(sizes[s], 5000));
        for (int round = 0; round < 500; round++) {
            struct match_breaker_feed f = drawn(sizes[s] + chance(sizes[s], 5000));
            held += match_breaker(&f, past, PAST, PEOPLE, NULL).hold;
        }
        if (held > 5) print_error("%u of 500 feeds of %u rows held\n", held, (unsigned)sizes[s]);
        assert_true(held <= 5); /* 1 % */
    }
}

static void settings_lower_limits_and_never_raise_them(void **test)
{
    (void)test;
    const uint32_t *ceiling = (const uint32_t *)(const void *)&match_breaker_ceiling;
    size_t n = sizeof match_breaker_ceiling / sizeof *ceiling;
    for (size_t i = 0; i < n; i++) {
        assert_true(ceiling[i] > 1);
        for (int way = 0; way < 3; way++) {
            struct match_breaker_limits settings = {0};
            uint32_t value = way == 0 ? ceiling[i] + 1 : way == 1 ? UINT32_MAX : ceiling[i] - 1;
            memcpy((char *)&settings + i * sizeof value, &value, sizeof value);
            struct match_breaker_limits got = match_breaker_limits(&settings);
            for (size_t k = 0; k < n; k++) {
                uint32_t limit;
                memcpy(&limit, (const char *)&got + k * sizeof limit, sizeof limit);
                assert_int_equal(limit, k == i && way == 2 ? value : ceiling[k]);
            }
        }
    }
    struct match_breaker_feed f = honest();
    struct match_breaker_verdict v =
        judge(&f, &(struct match_breaker_limits){.mismatch_share = 50});
    assert_int_equal(v.reasons, 1);
    assert_int_equal(v.reason[0].message, ZH_breaker_mismatch);
    f.name_mismatches = 19;
    assert_true(judge(&f, &(struct match_breaker_limits){.mismatch_share = 10000}).hold);
}

static void stages_are_one_in_a_hundred_then_ten_then_all(void **test)
{
    (void)test;
    assert_int_equal(match_breaker_stage(0, 0), 0);
    assert_int_equal(match_breaker_stage(1, 0), 1);
    assert_int_equal(match_breaker_stage(880, 0), 9);
    assert_int_equal(match_breaker_stage(880, 1), 88);
    assert_int_equal(match_breaker_stage(880, 2), 880);
    assert_int_equal(match_breaker_stage(UINT64_MAX, 1), UINT64_MAX / 10 + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_honest_feed_passes),
        cmocka_unit_test(the_first_feed_of_a_source_is_held),
        cmocka_unit_test(each_share_holds_alone),
        cmocka_unit_test(each_difference_to_the_past_holds_alone),
        cmocka_unit_test(size_holds_alone),
        cmocka_unit_test(impossible_counts_hold),
        cmocka_unit_test(poisoned_feeds_are_held),
        cmocka_unit_test(honest_feeds_of_every_size_pass),
        cmocka_unit_test(settings_lower_limits_and_never_raise_them),
        cmocka_unit_test(stages_are_one_in_a_hundred_then_ten_then_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
