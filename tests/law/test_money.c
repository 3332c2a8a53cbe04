/* Arts. 11 to 13 and what is foreseen: edges of money, missing values. */
#include "fixture.h"

#include "law/foresee.h"
#include "law/fraud.h"
#include "law/other.h"
#include "law/overlap.h"
#include "law/scope.h"
#include "law/tips.h"

static void instalments_always_sum_up(void **state)
{
    (void)state;
    for (int n = 1; n <= 40; n++)
        for (int64_t total = 0; total < 200; total++) {
            int64_t parts[40], sum = 0;
            overlap_instalments(total, n, parts);
            for (int i = 0; i < n; i++) {
                assert_true(parts[i] >= 0);
                sum += parts[i];
            }
            assert_int_equal(sum, total);
        }
}

/* Whatever the amounts, a refund is between nothing and the month, and a higher pension never makes
 * it smaller. */
static void a_top_up_refund_stays_inside_the_month(void **state)
{
    (void)state;
    for (int64_t standard = 0; standard <= 400; standard += 50)
        for (int64_t top_up = 0; top_up <= 400; top_up += 25) {
            int64_t before = -1;
            for (int64_t pension = 0; pension <= 500; pension += 25) {
                int64_t r = overlap_top_up(standard, top_up, pension);
                assert_true(r >= 0 && r <= top_up && r >= before);
                before = r;
            }
        }
}

static void which_side_is_refunded(void **state)
{
    (void)state;
    struct overlap_line pension = {.kind = LINE_GOVERNMENT_PENSION, .amount = 500000},
                        survivor = {.kind = LINE_SURVIVOR_HARDSHIP, .amount = 80000},
                        resident = {.kind = LINE_RESIDENT_PENSION,
                                    .amount = 21800,
                                    .basic = 18300,
                                    .own = 2800,
                                    .government = 700};
    struct overlap_refund r = overlap_month(&law, &survivor, &pension, -1, NULL);
    assert_int_equal(r.refund_side, 0);
    assert_int_equal(r.amount, 80000);
    r = overlap_month(&law, &resident, &pension, -1, NULL);
    assert_int_equal(r.refund_side, 0);
    assert_int_equal(r.amount, 19000);
    r = overlap_month(&law, &resident, &pension, 1, NULL); /* an officer's other lawful choice */
    assert_int_equal(r.refund_side, 1);
    assert_int_equal(r.amount, 500000);
    struct overlap_line later = resident, earlier = resident;
    earlier.first_month = M("2012-01");
    later.first_month = M("2019-01");
    assert_int_equal(overlap_month(&law, &later, &earlier, -1, NULL).refund_side, 0);
    assert_int_equal(overlap_month(&law, &earlier, &later, -1, NULL).refund_side, 1);
    struct finding why;
    overlap_month(&law, &earlier, &later, -1, &why);
    assert_true(cites(&why, RULE_OVERLAP_SAME_NATIONAL));
    overlap_month(&law, &resident, &pension, -1, &why);
    assert_false(cites(&why, RULE_OVERLAP_SAME_NATIONAL));
    later.first_month = MONTH_NONE;
    assert_int_equal(overlap_month(&law, &earlier, &later, -1, NULL).refund_side, -1);
    assert_int_equal(overlap_month(&law, &later, &earlier, -1, NULL).refund_side, -1);
    struct overlap_line top_up = {
        .kind = LINE_DISABILITY_TOP_UP, .amount = 50000, .standard = 350000};
    pension.amount = 312000;
    r = overlap_month(&law, &top_up, &pension, -1, NULL);
    assert_int_equal(r.amount, 12000);
}

static void offset_of_residents_needs_77_in_force(void **state)
{
    (void)state;
    struct overlap_offset_facts f = {.resident_overlap = TRI_YES,
                                     .demand_served_on = D("2020-03-02"),
                                     .payable = 100000,
                                     .debt = 100000};
    today("2020-12-31");
    assert_int_equal(overlap_offset(&law, &f, NULL), 0);
    today("2021-01-01");
    assert_int_equal(overlap_offset(&law, &f, NULL), 20000);
}

static void a_recovery_without_values_says_so(void **state)
{
    (void)state;
    static const enum param_id ids[] = {PARAM_REVIEW_DAYS, PARAM_SUIT_MONTHS,
                                        PARAM_COURT_APPLY_MONTHS, PARAM_DEMAND_DAYS};
    struct overlap_recovery_facts f = {.decision_served_on = D("2024-03-05"),
                                       .demand_served_on = D("2024-03-20")};
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct finding why;
        struct law bare = {law.calendar, params_without(arena, law.params, ids[i]), law.today};
        overlap_recovery(&bare, &f, &why);
        assert_int_equal(why.outcome, OUTCOME_NO_LAW);
    }
}

static void a_fine_without_values_or_papers(void **state)
{
    (void)state;
    struct finding why;
    struct fraud_fine_facts f = {.amount = 100};
    fraud_fine(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    for (int i = 0; i < 2; i++) {
        struct law bare = {
            law.calendar,
            params_without(arena, law.params, i ? PARAM_FINE_MAX_TIMES : PARAM_FINE_MIN_TIMES),
            law.today};
        assert_int_equal(fraud_fine(&bare, &f, &why).most, 0);
        assert_int_equal(why.outcome, OUTCOME_NO_LAW);
    }
}

static void a_reward_that_cannot_be(void **state)
{
    (void)state;
    struct tips_reward_facts f = {.reported_on = D("2024-03-01"),
                                  .subject = SUBJECT_PERSON,
                                  .loss = 8000000,
                                  .confirmed = TRI_YES,
                                  .first = TRI_YES,
                                  .supervising_staff = TRI_NO,
                                  .full_capacity = TRI_YES};
    struct finding why;
    assert_int_equal(tips_reward(&law, &f, &why), 160000);
    f.paid_elsewhere = 20000000;
    assert_int_equal(tips_reward(&law, &f, &why), 0);
    f.paid_elsewhere = 0;
    f.full_capacity = TRI_NO;
    assert_int_equal(tips_reward(&law, &f, &why), 0);
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
    f.subject = SUBJECT_COUNT;
    tips_reward(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    f.subject = SUBJECT_PERSON;
    f.reported_on = DATE_NONE;
    tips_reward(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    static const enum param_id ids[] = {PARAM_REWARD_CAP, PARAM_REWARD_FIXED};
    f.reported_on = D("2024-03-01");
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct law bare = {law.calendar, params_without(arena, law.params, ids[i]), law.today};
        assert_int_equal(tips_reward(&bare, &f, NULL), 0);
    }
}

static void what_is_foreseen_comes_in_order(void **state)
{
    (void)state;
    struct foreseen list[FORESEEN_MOST];
    today("2024-02-20");
    struct foresee_facts f = {.line_kind = LINE_DEPENDANT,
                              .relation = RELATION_CHILD,
                              .birth = D("2006-05-20"),
                              .sentence_until = D("2024-04-01"),
                              .proof_until = D("2024-03-01")};
    assert_int_equal(foresee_list(&law, &f, list), 3);
    assert_int_equal(list[0].cause, FORESEEN_PROOF);
    assert_int_equal(list[1].cause, FORESEEN_SENTENCE_END);
    assert_int_equal(list[2].cause, FORESEEN_ADULTHOOD);
    f.proof_until = D("2024-02-19"); /* over */
    assert_int_equal(foresee_list(&law, &f, list), 2);
    f.appraisal_until = D("2024-05-19"); /* runs out before the birthday: carries nothing */
    assert_int_equal(foresee_list(&law, &f, list), 2);
    f.relation = RELATION_SPOUSE;
    assert_int_equal(foresee_list(&law, &f, list), 2);
    assert_int_equal(list[1].cause, FORESEEN_APPRAISAL);
    f.line_kind = LINE_WORKER_PENSION;
    f.relation = RELATION_CHILD;
    f.retires_on = D("2024-03-01");
    assert_int_equal(foresee_list(&law, &f, list), 2);
    f.line_kind = LINE_DEPENDANT;
    f.birth = DATE_NONE;
    assert_int_equal(foresee_list(&law, &f, list), 2);
    for (int r = RELATION_GRANDCHILD; r <= RELATION_SIBLING; r++) {
        struct foresee_facts g = {
            .line_kind = LINE_DEPENDANT, .relation = (enum relation)r, .birth = D("2006-05-20")};
        assert_int_equal(foresee_list(&law, &g, list), 1);
    }
}

static void a_local_kind_is_in_scope_by_its_properties(void **state)
{
    (void)state;
    struct finding why;
    for (int mask = 0; mask < 27; mask++) {
        struct scope_facts f = {.line_kind = LINE_KIND_LOCAL,
                                .fund_paid = (enum tri)(mask % 3),
                                .periodic = (enum tri)(mask / 3 % 3),
                                .long_term = (enum tri)(mask / 9)};
        enum scope s = scope_line(&law, &f, &why);
        bool lump = f.periodic == TRI_NO || f.long_term == TRI_NO,
             known = f.periodic && f.long_term;
        enum scope want = f.fund_paid == TRI_UNKNOWN ? SCOPE_UNSET
                          : f.fund_paid == TRI_NO    ? SCOPE_OUTSIDE
                          : lump                     ? SCOPE_OTHER_BENEFIT
                          : known                    ? SCOPE_COVERED
                                                     : SCOPE_UNSET;
        assert_int_equal(s, want);
        assert_int_equal(why.outcome == OUTCOME_NEEDS_EVIDENCE, want == SCOPE_UNSET);
        struct other_facts o = {f.fund_paid, f.long_term, f.periodic};
        struct finding other = other_benefit(&law, &o);
        bool away = o.fund_paid == TRI_NO || o.long_term == TRI_YES;
        bool met = o.fund_paid == TRI_YES && o.long_term == TRI_NO && o.procedure == TRI_YES;
        assert_int_equal(other.outcome, away  ? OUTCOME_NOT_APPLICABLE
                                        : met ? OUTCOME_MET
                                              : OUTCOME_NEEDS_EVIDENCE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(instalments_always_sum_up),
        TEST(a_top_up_refund_stays_inside_the_month),
        TEST(which_side_is_refunded),
        TEST(offset_of_residents_needs_77_in_force),
        TEST(a_recovery_without_values_says_so),
        TEST(a_fine_without_values_or_papers),
        TEST(a_reward_that_cannot_be),
        TEST(what_is_foreseen_comes_in_order),
        TEST(a_local_kind_is_in_scope_by_its_properties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
