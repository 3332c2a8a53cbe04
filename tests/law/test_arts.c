/* What the .case files do not say: nobody listening, facts absent one by one, words and codes
 * outside their range, edges of money. */
#include "fixture.h"

#include "law/abroad.h"
#include "law/change.h"
#include "law/evidence.h"
#include "law/foresee.h"
#include "law/fraud.h"
#include "law/other.h"
#include "law/overlap.h"
#include "law/power.h"
#include "law/scope.h"
#include "law/tips.h"
#include "law/ways.h"

static void nobody_needs_to_listen(void **state)
{
    (void)state;
    struct date d = D("2024-03-15"), none = DATE_NONE;
    struct loss_facts loss = {.event = LOSS_DEATH, .on = d, .line_kind = LINE_WORKER_PENSION};
    struct report_facts report = {.event = LOSS_DEATH, .on = d, .reported_on = d};
    struct cycle_facts cycle = {.success = {.here = D("2017-05-01")}};
    cycle.windows = law_shipped_windows(&cycle.window_count);
    assert_date(law_due(&law, &cycle, NULL), "2018-06-30");
    assert_false(date_is_set(law_due(&law, &(struct cycle_facts){0}, NULL)));
    assert_date(law_suspend_by(&law, CAUSE_FAILED, d, NULL), "2024-03-20");
    assert_false(date_is_set(law_suspend_by(&law, CAUSE_FAILED, none, NULL)));
    assert_false(date_is_set(law_suspend_by(&law, CAUSE_FAILED, D("2017-03-01"), NULL)));
    assert_false(month_is_set(law_resume_month(&law, none, NULL)));
    assert_date(law_investigation_day(&law, d, NULL), "2024-09-16");
    assert_int_equal(law_loss(&law, &loss, NULL).effect, STOP_END);
    assert_date(law_report_clock(&law, &report, NULL).binding_limit, "2024-04-15");
    report.on = none;
    assert_false(date_is_set(law_report_clock(&law, &report, NULL).binding_limit));
    assert_date(change_report(&law, d, d, NULL).by, "2024-03-29");
    assert_false(date_is_set(change_report(&law, none, none, NULL).by));
    assert_int_equal(scope_line(&law, &(struct scope_facts){.line_kind = LINE_CARE}, NULL),
                     SCOPE_COVERED);
    assert_int_equal(scope_line(&law, &(struct scope_facts){0}, NULL), SCOPE_UNSET);
    assert_true(power_decision(&law, d, NULL).allowed);
    assert_false(power_decision(&law, D("2017-12-31"), NULL).allowed);
    assert_date(evidence_death_hold(&law, d, NULL), "2024-03-20");
    assert_false(date_is_set(evidence_death_hold(&law, none, NULL)));
    assert_date(ways_publication_last(&law, d, NULL), "2024-03-22");
    assert_int_equal(overlap_case(&law, LINE_WORKER_PENSION, LINE_CARE, NULL), 0);
    assert_date(fraud_report_by(&law, d, NULL), "2024-04-15");
    assert_false(date_is_set(fraud_report_by(&law, none, NULL)));
    assert_int_equal(fraud_fine(&law, &(struct fraud_fine_facts){.amount = 100}, NULL).most, 500);
    assert_date(tips_clock(&law, d, none, true, NULL).review_by, "2024-03-22");
    assert_false(date_is_set(tips_clock(&law, none, none, true, NULL).review_by));
    assert_int_equal(tips_reward(&law, &(struct tips_reward_facts){.reported_on = d}, NULL), 0);
}

static void nobody_needs_to_listen_about_money_and_papers(void **state)
{
    (void)state;
    struct date d = D("2024-03-15");
    struct overlap_line a = {.kind = LINE_WORKER_PENSION, .amount = 300000},
                        b = {.kind = LINE_RESIDENT_PENSION};
    assert_int_equal(overlap_month(&law, &a, &b, -1, NULL).refund_side, 1);
    b.kind = LINE_WORKER_MEDICAL;
    assert_int_equal(overlap_month(&law, &a, &b, -1, NULL).item, 0);
    struct overlap_recovery_facts rf = {.decision_served_on = d, .demand_served_on = d};
    assert_int_equal(overlap_recovery(&law, &rf, NULL).step, STEP_WAIT);
    struct overlap_offset_facts of = {.consent = TRI_YES, .payable = 1000, .debt = 1000};
    assert_int_equal(overlap_offset(&law, &of, NULL), 200);
    of.consent = TRI_NO;
    assert_int_equal(overlap_offset(&law, &of, NULL), 0);
    struct abroad_paper_facts paper = {
        .place = PLACE_ABROAD, .issuer = ISSUER_EMBASSY, .issued = d, .posted = d, .received = d};
    assert_true(abroad_paper(&law, &paper, NULL).usable);
    paper.place = PLACE_UNSET;
    assert_false(abroad_paper(&law, &paper, NULL).usable);
}

static void each_missing_fact_of_a_paper_is_named(void **state)
{
    (void)state;
    struct date d = D("2024-03-15");
    const struct abroad_paper_facts whole = {
        .place = PLACE_ABROAD, .issuer = ISSUER_EMBASSY, .issued = d, .posted = d, .received = d};
    for (int i = 0; i < 4; i++) {
        static const int missing[] = {FACT_PLACE, FACT_ISSUER, FACT_ISSUED_ON, FACT_RECEIVED_ON};
        struct abroad_paper_facts f = whole;
        struct finding why;
        if (i == 0) f.place = PLACE_UNSET;
        if (i == 1) f.issuer = ISSUER_UNSET;
        if (i == 2) f.issued = DATE_NONE;
        if (i == 3) f.posted = f.received = DATE_NONE;
        abroad_paper(&law, &f, &why);
        assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
        assert_false(fact_of(&why, missing[i])->known);
    }
    struct abroad_paper_facts by_receipt = whole;
    by_receipt.received = D("2024-10-08");
    assert_true(abroad_paper(&law, &by_receipt, NULL).usable);
    law.params =
        params_with(arena, law.params, PARAM_ABROAD_DATE_BASIS, CHOICE_ABROAD_DATE_BASIS_RECEIVED);
    assert_false(abroad_paper(&law, &by_receipt, NULL).usable);
    by_receipt.received = DATE_NONE;
    assert_true(abroad_paper(&law, &by_receipt, NULL).usable);
    assert_date(abroad_remind_on(&law, d), "2024-04-14");
    struct abroad_paper_facts odd = whole;
    odd.place = PLACE_COUNT;
    assert_false(abroad_paper(&law, &odd, NULL).usable);
}

static void every_issuer_fits_only_its_places(void **state)
{
    (void)state;
    struct date d = D("2024-03-15");
    for (int p = PLACE_HONG_KONG; p < PLACE_COUNT; p++)
        for (int i = ISSUER_EMBASSY; i < ISSUER_COUNT; i++) {
            struct abroad_paper_facts f = {.place = (enum abroad_place)p,
                                           .issuer = (enum abroad_issuer)i,
                                           .issued = d,
                                           .posted = d,
                                           .received = d};
            bool fits = (p == PLACE_HONG_KONG && i == ISSUER_FEDERATION) ||
                        (p == PLACE_MACAU && i == ISSUER_FEDERATION) ||
                        (p == PLACE_TAIWAN && i == ISSUER_TAIWAN_NOTARY) ||
                        (p == PLACE_ABROAD && i == ISSUER_EMBASSY) ||
                        (p == PLACE_ABROAD && i == ISSUER_APOSTILLE);
            assert_int_equal(abroad_paper(&law, &f, NULL).usable, fits);
        }
}

/* ---- Powers: the whole table, as art. 4 reads ----------------------------------------------- */

/* Per deed the bodies that may: C, D departments of city and district; c, d agencies; t town
 * office; s station; v village. */
static bool expected_power(int body, int deed)
{
    static const char letters[BODY_COUNT] = {0, 'C', 'D', 'c', 'd', 't', 's', 'v'};
    static const char *const may[DEED_COUNT] = {
        [DEED_CERTIFY] = "cdts",         [DEED_VISIT] = "cdts",     [DEED_PUBLISH] = "cdts",
        [DEED_RECEIVE_MAKE_UP] = "cdts", [DEED_INQUIRE] = "cdtsv",  [DEED_ASSIGN] = "cdt",
        [DEED_SUSPEND] = "cd",           [DEED_REINSTATE] = "cd",   [DEED_RECOVER] = "cd",
        [DEED_REPORT_FRAUD] = "cd",      [DEED_SET_STANDARD] = "c", [DEED_SUPERVISE] = "CD",
        [DEED_ORDER_REFUND] = "CD",      [DEED_FINE] = "CD",        [DEED_HANDLE_TIP] = "CD",
        [DEED_INTERPRET] = "C"};
    return strchr(may[deed], letters[body]) != NULL;
}

static void the_powers_are_those_of_article_4(void **state)
{
    (void)state;
    for (int b = BODY_UNSET; b <= BODY_COUNT; b++)
        for (int d = DEED_UNSET; d <= DEED_COUNT; d++) {
            struct finding f = power_may(&law, (enum power_body)b, (enum power_deed)d);
            bool known = b > BODY_UNSET && b < BODY_COUNT && d > DEED_UNSET && d < DEED_COUNT;
            if (known)
                assert_int_equal(f.outcome, expected_power(b, d) ? OUTCOME_MET : OUTCOME_NOT_MET);
            else assert_int_equal(f.outcome, OUTCOME_NEEDS_EVIDENCE);
        }
    assert_false(power_compatible(BODY_CITY_DEPARTMENT, BODY_CITY_AGENCY));
    assert_false(power_compatible(BODY_STATION, BODY_DISTRICT_DEPARTMENT));
    assert_true(power_compatible(BODY_CITY_AGENCY, BODY_STATION));
    assert_true(power_compatible(BODY_CITY_DEPARTMENT, BODY_DISTRICT_DEPARTMENT));
    assert_int_equal(power_substance(&law, DATE_NONE).outcome, OUTCOME_NEEDS_EVIDENCE);
}

static void every_table_of_words_comes_back_and_ends(void **state)
{
    (void)state;
    for (int i = 1; i < BODY_COUNT; i++)
        assert_int_equal(power_body_from_word(zh_text(power_body_word((enum power_body)i))), i);
    for (int i = 1; i < DEED_COUNT; i++)
        assert_int_equal(power_deed_from_word(zh_text(power_deed_word((enum power_deed)i))), i);
    for (int i = 1; i < CHANGE_COUNT; i++)
        assert_int_equal(change_field_from_word(zh_text(change_field_word((enum change_field)i))),
                         i);
    for (int i = 1; i < EVIDENCE_COUNT; i++)
        assert_int_equal(evidence_from_word(zh_text(evidence_word((enum evidence_kind)i))), i);
    for (int i = 1; i < WAYS_COUNT; i++)
        assert_int_equal(ways_from_word(zh_text(ways_word((enum ways)i))), i);
    for (int i = 1; i < PLACE_COUNT; i++)
        assert_int_equal(abroad_place_from_word(zh_text(abroad_place_word((enum abroad_place)i))),
                         i);
    for (int i = 1; i < ISSUER_COUNT; i++)
        assert_int_equal(
            abroad_issuer_from_word(zh_text(abroad_issuer_word((enum abroad_issuer)i))), i);
    for (int i = 1; i < SUBJECT_COUNT; i++)
        assert_int_equal(tips_subject_from_word(zh_text(tips_subject_word((enum tips_subject)i))),
                         i);
    assert_int_equal(ways_from_word("4"), WAYS_ELSEWHERE);
    for (int i = 0; i <= 100; i += 100) { /* 0 and far outside */
        assert_int_equal(power_body_word((enum power_body)i), ZH_none);
        assert_int_equal(power_deed_word((enum power_deed)i), ZH_none);
        assert_int_equal(change_field_word((enum change_field)i), ZH_none);
        assert_int_equal(evidence_word((enum evidence_kind)i), ZH_none);
        assert_int_equal(ways_word((enum ways)i), ZH_none);
        assert_int_equal(abroad_place_word((enum abroad_place)i), ZH_none);
        assert_int_equal(abroad_issuer_word((enum abroad_issuer)i), ZH_none);
        assert_int_equal(tips_subject_word((enum tips_subject)i), ZH_none);
        assert_int_equal(foreseen_word((enum foreseen_cause)i), ZH_none);
        assert_int_equal(scope_word((enum scope)i), ZH_none);
        assert_int_equal(evidence_strength_word((enum evidence_strength)i), ZH_none);
        assert_int_equal(evidence_strength((enum evidence_kind)i), STRENGTH_NONE);
    }
    for (int i = 1; i < FORESEEN_COUNT; i++)
        assert_int_not_equal(foreseen_word((enum foreseen_cause)i), ZH_none);
    char long_word[300];
    memset(long_word, 'x', sizeof long_word);
    long_word[sizeof long_word - 1] = 0;
    assert_int_equal(ways_from_word(long_word), WAYS_UNSET);
    assert_int_equal(ways_from_word("\t社 区\u3000认证"), WAYS_COMMUNITY);
}

/* ---- Evidence and ways ---------------------------------------------------------------------- */

static void the_words_of_a_feed_have_their_side_strength_and_event(void **state)
{
    (void)state;
    for (int k = EVIDENCE_DEATH; k < EVIDENCE_COUNT; k++) {
        bool against = k <= EVIDENCE_ENLISTMENT;
        assert_int_equal(evidence_side((enum evidence_kind)k),
                         against ? EVIDENCE_AGAINST : EVIDENCE_FOR);
        assert_int_equal(evidence_loss_event((enum evidence_kind)k), against ? k : LOSS_UNSET);
        if (against)
            assert_int_equal(loss_event_from_word(zh_text(evidence_word((enum evidence_kind)k))),
                             k);
    }
    assert_int_equal(evidence_side(EVIDENCE_UNSET), EVIDENCE_NO_SIDE);
    assert_int_equal(evidence_loss_event(EVIDENCE_COUNT), LOSS_UNSET);
}

static void evidence_that_lacks_something_is_said(void **state)
{
    (void)state;
    struct evidence_facts e = {0};
    assert_int_equal(evidence_weigh(&law, &e).outcome, OUTCOME_NEEDS_EVIDENCE);
    e.kind = EVIDENCE_ENTRY;
    struct finding f = evidence_weigh(&law, &e);
    assert_int_equal(f.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_false(fact_of(&f, FACT_HAPPENED_ON)->known);
    assert_int_equal(evidence_contradiction(&law, D("2024-01-01"), &e).outcome,
                     OUTCOME_NEEDS_EVIDENCE);
    e.happened_on = D("2024-01-02");
    assert_int_equal(evidence_contradiction(&law, DATE_NONE, &e).outcome, OUTCOME_NEEDS_EVIDENCE);
    e.kind = EVIDENCE_MISSING;
    assert_int_equal(evidence_contradiction(&law, D("2024-01-01"), &e).outcome,
                     OUTCOME_NOT_APPLICABLE);
    law.params = params_without(arena, law.params, PARAM_EVIDENCE_FRESH_MONTHS);
    assert_false(evidence_fresh(&law, D("2024-06-01")));
    law.params =
        params_with(arena, law.params, PARAM_EVIDENCE_MIN_STRENGTH, CHOICE_EVIDENCE_MIN_STRENGTH_C);
    law.params = params_with(arena, law.params, PARAM_EVIDENCE_FRESH_MONTHS, 12);
    e = (struct evidence_facts){.kind = EVIDENCE_BUS, .happened_on = D("2024-06-01")};
    assert_int_equal(evidence_weigh(&law, &e).outcome, OUTCOME_MET);
    law.params =
        params_with(arena, law.params, PARAM_EVIDENCE_MIN_STRENGTH, CHOICE_EVIDENCE_MIN_STRENGTH_A);
    e.kind = EVIDENCE_HOSPITAL;
    assert_int_equal(evidence_weigh(&law, &e).outcome, OUTCOME_NOT_MET);
}

static void a_way_without_its_facts_needs_them(void **state)
{
    (void)state;
    struct way_facts w = {0};
    assert_int_equal(ways_valid(&law, &w).outcome, OUTCOME_NEEDS_EVIDENCE);
    w.way = WAYS_COUNT;
    assert_int_equal(ways_valid(&law, &w).outcome, OUTCOME_NEEDS_EVIDENCE);
    w.way = WAYS_SELF;
    assert_int_equal(ways_valid(&law, &w).outcome, OUTCOME_NEEDS_EVIDENCE);
    w.held_on = D("2024-06-03");
    w.way = WAYS_ABROAD;
    assert_int_equal(ways_valid(&law, &w).outcome, OUTCOME_NEEDS_EVIDENCE);
    w.way = WAYS_DATA;
    w.evidence_kind = EVIDENCE_VACCINATION;
    struct finding f = ways_valid(&law, &w);
    assert_int_equal(f.outcome, OUTCOME_MET);
    assert_date(f.answer, "2025-06-03");
    w.evidence_kind = EVIDENCE_BUS;
    assert_int_equal(ways_valid(&law, &w).outcome, OUTCOME_NOT_MET);
    assert_false(ways_counts_as_mailed(&w));
    w.way = WAYS_COMMUNITY;
    w.home_visit = w.disabled = true;
    w.approved = TRI_YES;
    w.officers = 2;
    assert_int_equal(ways_valid(&law, &w).outcome, OUTCOME_MET);
    for (int i = 0; i < 6; i++) { /* each way's own parameter missing */
        static const struct {
            enum ways way;
            enum param_id id;
        } own[] = {
            {WAYS_COMMUNITY, PARAM_VISIT_MIN_AGE},   {WAYS_COMMUNITY, PARAM_VISIT_OFFICERS},
            {WAYS_SELF, PARAM_SELF_MIN_GAP_DAYS},    {WAYS_ELSEWHERE, PARAM_MAIL_FORM_APPROVAL},
            {WAYS_OTHER, PARAM_OTHER_WAY_MIN_CHARS}, {WAYS_DATA, PARAM_EVIDENCE_MIN_STRENGTH}};
        struct law bare = {law.calendar, params_without(arena, law.params, own[i].id), law.today};
        w.way = own[i].way;
        w.mailed = true;
        w.evidence_kind = EVIDENCE_ENTRY;
        assert_int_equal(ways_valid(&bare, &w).outcome, OUTCOME_NO_LAW);
    }
}

static void without_a_value_clocks_give_no_day(void **state)
{
    (void)state;
    static const enum param_id ids[] = {PARAM_PAYROLL_LOCK,       PARAM_INVESTIGATE_DAYS,
                                        PARAM_PROTECT_VISIT_DAYS, PARAM_ABROAD_REMIND_DAYS,
                                        PARAM_AGE_ADULT,          PARAM_FORESEE_DAYS,
                                        PARAM_AGE_REACHED_ON};
    struct date d = D("2024-03-15");
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        law.params = params_without(arena, law.params, ids[i]);
    assert_false(date_is_set(law_lock_day(&law, M("2024-03"))));
    assert_false(date_is_set(law_investigation_by(&law, d)));
    assert_false(date_is_set(ways_protected_visit_by(&law, d, NULL)));
    assert_false(date_is_set(abroad_remind_on(&law, d)));
    assert_false(date_is_set(law_adulthood(&law, d)));
    struct foreseen list[FORESEEN_MOST];
    assert_int_equal(
        foresee_list(&law, &(struct foresee_facts){.proof_until = D("2024-12-01")}, list), 0);
    law.params = params_with(arena, law.params, PARAM_AGE_ADULT, 18);
    assert_false(date_is_set(law_adulthood(&law, d)));
    struct loss_facts grown = {.event = LOSS_ADULTHOOD,
                               .line_kind = LINE_DEPENDANT,
                               .relation = RELATION_CHILD,
                               .birth = D("2006-05-20")};
    struct finding why;
    law_loss(&law, &grown, &why);
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
}

static void the_start_day_is_counted_only_where_a_parameter_says_so(void **state)
{
    (void)state;
    assert_date(law_suspend_by(&law, CAUSE_MISSED, D("2024-07-15"), NULL), "2024-07-18");
    law.params =
        params_with(arena, law.params, PARAM_COUNT_START_DAY, CHOICE_COUNT_START_DAY_INCLUDE);
    assert_date(law_suspend_by(&law, CAUSE_MISSED, D("2024-07-15"), NULL), "2024-07-17");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_needs_to_listen),
        TEST(nobody_needs_to_listen_about_money_and_papers),
        TEST(each_missing_fact_of_a_paper_is_named),
        TEST(every_issuer_fits_only_its_places),
        TEST(the_powers_are_those_of_article_4),
        TEST(every_table_of_words_comes_back_and_ends),
        TEST(the_words_of_a_feed_have_their_side_strength_and_event),
        TEST(evidence_that_lacks_something_is_said),
        TEST(a_way_without_its_facts_needs_them),
        TEST(without_a_value_clocks_give_no_day),
        TEST(the_start_day_is_counted_only_where_a_parameter_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
