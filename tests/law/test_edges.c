/*
 * Where the law meets its edges: nothing known, nobody listening, more than there is room for, two
 * that contradict each other (issue 4, "Bad input"; capabilities C2, C8, C12).
 */
#include "book.h"

#include "law/overlap.h"
#include "law/overlap_period.h"

static struct book b, other;
static struct overlap_part parts[OVERLAP_MONTHS];

/* ---- Overlap over months -------------------------------------------------------------------- */

static struct overlap_period ask(int kind, int other_kind, size_t cap, struct finding *why)
{
    struct overlap_asked q = {
        {kind, &b.line}, {other_kind, &other.line}, -1, MONTH_NONE, M("2024-06")};
    return overlap_period(&law, &q, parts, cap, why);
}

static void an_overlap_needs_no_listener_and_no_more_room_than_there_is(void **state)
{
    (void)state;
    struct finding why;
    book_begin(&b, "2024-03", 500000);
    book_begin(&other, "2024-01", 80000);
    assert_int_equal(ask(LINE_GOVERNMENT_PENSION, LINE_SURVIVOR_HARDSHIP, 99, NULL).total, 320000);
    assert_int_equal(ask(LINE_GOVERNMENT_PENSION, LINE_SURVIVOR_HARDSHIP, 2, &why).count, 2);
    assert_int_equal(ask(LINE_SURVIVOR_HARDSHIP, LINE_GOVERNMENT_PENSION, 99, &why).refund_side, 0);
    assert_int_equal(ask(LINE_CARE, LINE_GOVERNMENT_PENSION, 99, NULL).item, 0);
    assert_int_equal(ask(LINE_CARE, LINE_GOVERNMENT_PENSION, 99, &why).item, 0);
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
    assert_int_equal(ask(LINE_WORKER_MEDICAL, LINE_RESIDENT_MEDICAL, 99, &why).item, 4);
    assert_int_equal(ask(LINE_WORKER_PENSION, LINE_WORKER_PENSION, 99, NULL).count, 0);
}

static void a_line_without_its_beginning_counts_from_the_other(void **state)
{
    (void)state;
    struct finding why;
    book_begin(&b, "2024-03", 500000);
    book_begin(&other, "2024-01", 80000);
    other.line.first_month = MONTH_NONE;
    assert_int_equal(ask(LINE_GOVERNMENT_PENSION, LINE_DEPENDANT, 99, &why).count, 4);
    book_span(&other, (struct span_row){.effect = SPAN_SUSPEND,
                                        .matter = 3,
                                        .from = M("2024-05"),
                                        .recorded_at = at("2024-05-02")});
    assert_int_equal(ask(LINE_GOVERNMENT_PENSION, LINE_DEPENDANT, 99, &why).count, 4);
    book_span(&b, (struct span_row){.effect = SPAN_STOP,
                                    .matter = 4,
                                    .from = M("2024-06"),
                                    .recorded_at = at("2024-05-02")});
    assert_int_equal(ask(LINE_GOVERNMENT_PENSION, LINE_DEPENDANT, 99, &why).count, 3);
}

/* The measure is named, but only as what has expired; the power is national (trap 1). */
static void after_the_end_a_refund_stands_on_national_law(void **state)
{
    (void)state;
    struct finding why;
    char cite[256];
    today("2026-03-02");
    struct overlap_line pension = {.kind = LINE_WORKER_PENSION, .month = M("2024-04")},
                        resident = {.kind = LINE_RESIDENT_PENSION,
                                    .basic = 18300,
                                    .own = 2800,
                                    .government = 700};
    assert_int_equal(overlap_month(&law, &pension, &resident, -1, &why).amount, 19000);
    assert_true(cites(&why, RULE_POWER_PAYMENT));
    assert_true(cites(&why, RULE_VERIFY_NATIONAL));
    assert_true(cites(&why, RULE_OVERLAP_REFUND_NATIONAL));
    assert_false(register_in_force(RULE_OVERLAP_PENSIONS, law.today));
    register_citation_on(register_rule_at(RULE_OVERLAP_PENSIONS)->article, law.today, cite,
                         sizeof cite);
    assert_non_null(strstr(cite, "2024-12-31"));
    struct overlap_recovery_facts f = {.decision_served_on = D("2025-03-05")};
    overlap_recovery(&law, &f, &why);
    assert_false(cites(&why, RULE_REFUND_LOCAL));
    assert_true(cites(&why, RULE_POWER_PAYMENT));
}

static void a_review_that_ended_before_the_decision_is_no_review(void **state)
{
    (void)state;
    struct finding why;
    struct overlap_recovery_facts f = {.decision_served_on = D("2024-03-05"),
                                       .review_over_on = D("2024-03-04")};
    overlap_recovery(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_non_null(fact_of(&why, FACT_CONTRADICTORY));
    assert_int_equal(overlap_recovery(&law, &f, NULL).step, STEP_DECIDE);
    f = (struct overlap_recovery_facts){.decision_served_on = D("2017-03-05")};
    overlap_recovery(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
}

/* ---- Ledger --------------------------------------------------------------------------------- */

static void a_recalled_run_makes_its_month_begin_again(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", 100000);
    b.entries[b.line.entry_count++] =
        (struct entry_row){.month = M("2024-01"), .kind = ENTRY_WITHHELD, .amount = 100000};
    b.entries[b.line.entry_count++] =
        (struct entry_row){.month = M("2024-01"), .kind = ENTRY_RECALLED};
    assert_int_equal(book_account(&b, M("2024-01")).entered[ENTRY_WITHHELD], 0);
    b.entries[b.line.entry_count++] =
        (struct entry_row){.month = M("2024-01"), .kind = ENTRY_WITHHELD, .amount = 40000};
    assert_int_equal(book_account(&b, M("2024-01")).entered[ENTRY_WITHHELD], 40000);
}

static void months_before_the_locks_are_open_and_a_stopped_month_pays_nothing(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", 100000);
    assert_true(ledger_locked_at(&b.locks, M("2023-12")) == 0);
    assert_true(ledger_locked_at(&b.locks, month_add(M("2024-01"), BOOK_MONTHS)) == 0);
    assert_int_equal(ledger_regular(&b.line, &b.locks, M("2024-02")), 100000);
    book_span(&b, (struct span_row){.effect = SPAN_STOP,
                                    .matter = 4,
                                    .from = M("2024-02"),
                                    .recorded_at = at("2024-01-20")});
    assert_int_equal(ledger_regular(&b.line, &b.locks, M("2024-02")), 0);
    assert_int_equal(ledger_regular(&b.line, &b.locks, M("2023-12")), 0);
}

static void the_next_change_is_the_earlier_of_two_sentences(void **state)
{
    (void)state;
    int64_t matter;
    book_begin(&b, "2024-01", 100000);
    static const char *const ends[] = {"2024-09", "2024-06", "2024-12"};
    for (int i = 0; i < 3; i++) {
        int64_t when = at("2024-01-20");
        book_span(&b, (struct span_row){.effect = i == 2 ? SPAN_SUSPEND : SPAN_STOP,
                                        .matter = i + 1,
                                        .from = M("2024-02"),
                                        .recorded_at = when});
        book_span(
            &b, (struct span_row){
                    .effect = SPAN_LIFT, .matter = i + 1, .from = M(ends[i]), .recorded_at = when});
    }
    assert_date(ledger_next_change(&b.line, D("2024-03-01")), "2024-06-01");
    assert_date(ledger_next_change(&b.line, D("2024-06-01")), "2024-09-01");
    assert_int_equal(ledger_status(&b.line, INT64_MAX, D("2024-03-01"), &matter), 3);
    assert_int_equal(ledger_status(&b.line, INT64_MAX, D("2024-10-01"), &matter), 2);
    assert_int_equal(ledger_status(&b.line, at("2024-01-01"), D("2024-10-01"), &matter), 1);
}

static void of_two_lifts_of_one_matter_the_first_holds(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", 100000);
    book_span(&b, (struct span_row){.effect = SPAN_SUSPEND,
                                    .matter = 1,
                                    .from = M("2024-02"),
                                    .recorded_at = at("2024-02-01")});
    for (int i = 0; i < 2; i++)
        book_span(&b, (struct span_row){.effect = SPAN_LIFT,
                                        .matter = 1,
                                        .by_matter = 2,
                                        .from = i ? M("2024-08") : M("2024-04"),
                                        .recorded_at = at("2024-03-05")});
    assert_int_equal(ledger_state(&b.line, M("2024-05"), INT64_MAX), MONTH_PAYABLE);
    assert_int_equal(ledger_state(&b.line, M("2024-03"), INT64_MAX), MONTH_WITHHELD);
    assert_int_equal(ledger_state(&b.line, M("2024-05"), at("2024-03-04")), MONTH_WITHHELD);
}

static void a_full_page_of_entries_is_continued_by_the_next_call(void **state)
{
    (void)state;
    struct entry_row out[4];
    book_begin(&b, "2024-01", 100000);
    book_span(&b, (struct span_row){.effect = SPAN_SUSPEND,
                                    .matter = 1,
                                    .from = M("2024-01"),
                                    .recorded_at = at("2024-01-03")});
    for (int i = 0; i < 6; i++)
        b.locked_at[i] = moment_of(law_lock_day(&law, month_add(M("2024-01"), i)), 20, 0);
    struct ledger_pay pay = {.month = M("2024-07"), .recorded_at = at("2024-07-01")};
    size_t n = ledger_settle(&b.line, &b.locks, &pay, out, 4);
    assert_true(n >= 1 && n <= 4);
    assert_int_equal(book_settle(&b, pay), 6);
}

/* ---- Parameters, register, calendar --------------------------------------------------------- */

static void of_values_for_one_day_the_higher_version_then_the_later_wins(void **state)
{
    (void)state;
    int64_t v;
    struct param_row rows[] = {
        {.id = PARAM_CYCLE_MONTHS, .value = 6, .valid_from = D("2024-01-01"), .version = 2},
        {.id = PARAM_CYCLE_MONTHS, .value = 9, .valid_from = D("2024-01-01"), .version = 1},
        {.id = PARAM_CYCLE_MONTHS, .value = 7, .valid_from = D("2024-01-01"), .version = 2},
        {.id = PARAM_CYCLE_MONTHS, .value = 8, .valid_from = D("2024-03-01"), .version = 1}};
    const struct params *p = params_build(arena, rows, COUNT_OF(rows));
    assert_true(params_value(p, PARAM_CYCLE_MONTHS, D("2024-02-01"), &v));
    assert_int_equal(v, 7);
    assert_true(params_value(p, PARAM_CYCLE_MONTHS, D("2023-12-31"), &v));
    assert_int_equal(v, 12);
}

static void reminders_are_at_most_eight(void **state)
{
    (void)state;
    int days[LAW_REMINDERS];
    int64_t packed;
    assert_true(params_parse(PARAM_REMIND_DAYS, "99 90 60 45 30 15 3 1", &packed));
    law.params = params_with(arena, law.params, PARAM_REMIND_DAYS, packed);
    assert_int_equal(law_reminders(&law, DATE_NONE, D("2024-12-02"), days), 8);
    assert_int_equal(days[0], 99);
    assert_int_equal(days[7], 1);
}

static void interpretations_stand_beside_their_own_article_only(void **state)
{
    (void)state;
    const struct register_interpretation *list[8];
    assert_int_equal(register_interpret(ACT_MEASURE, "10", D("2024-06-03"), list, 8), 8);
    assert_int_equal(register_interpret(ACT_MEASURE, "10", D("2024-06-03"), list, 2), 2);
    assert_int_equal(register_interpret(ACT_MEASURE, "10", D("2017-06-03"), list, 8), 0);
    assert_int_equal(register_interpret(ACT_MEASURE, "1", D("2024-06-03"), list, 8), 0);
}

/* A longer way round says what a day past the calendar means: each date of an answer is watched. */
static void any_date_past_the_calendar_warns(void **state)
{
    (void)state;
    struct finding why;
    today("2026-12-01");
    struct overlap_recovery_facts f = {.decision_served_on = D("2026-12-01"),
                                       .review_pending = TRI_NO};
    overlap_recovery(&law, &f, &why);
    assert_true(why.past_calendar); /* the periods for review and suit end in 2027 */
    f.decision_served_on = D("2025-12-01");
    overlap_recovery(&law, &f, &why);
    assert_false(why.past_calendar);
}

static void a_due_day_of_an_earlier_year_is_taken_up_by_the_first_window_after_it(void **state)
{
    (void)state;
    struct window w[] = {{D("2018-03-01"), D("2018-04-01"), D("2018-06-30")},
                         {D("2018-08-01"), D("2018-09-01"), D("2018-10-31")}};
    struct cycle_facts f = {.success = {.here = D("2017-03-01")}, .windows = w, .window_count = 2};
    assert_date(law_due(&law, &f, NULL), "2018-06-30");
    f.success.here = D("2018-02-01"); /* of the window's own year: its cycle stands */
    assert_date(law_due(&law, &f, NULL), "2019-02-01");
    f.success.here = DATE_NONE;
    f.registered_on = D("2018-08-01"); /* ninety days from it end between the two */
    f.first_month = M("2016-01");
    assert_date(law_due(&law, &f, NULL), "2018-10-31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_overlap_needs_no_listener_and_no_more_room_than_there_is),
        TEST(a_line_without_its_beginning_counts_from_the_other),
        TEST(after_the_end_a_refund_stands_on_national_law),
        TEST(a_review_that_ended_before_the_decision_is_no_review),
        TEST(a_recalled_run_makes_its_month_begin_again),
        TEST(months_before_the_locks_are_open_and_a_stopped_month_pays_nothing),
        TEST(the_next_change_is_the_earlier_of_two_sentences),
        TEST(of_two_lifts_of_one_matter_the_first_holds),
        TEST(a_full_page_of_entries_is_continued_by_the_next_call),
        TEST(of_values_for_one_day_the_higher_version_then_the_later_wins),
        TEST(reminders_are_at_most_eight),
        TEST(interpretations_stand_beside_their_own_article_only),
        TEST(any_date_past_the_calendar_warns),
        TEST(a_due_day_of_an_earlier_year_is_taken_up_by_the_first_window_after_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
