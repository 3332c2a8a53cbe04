/*
 * Art. 11 over months and in the ledger: the rows of "Money, worked" about overlaps (scenarios 27
 * to 29; capabilities 11.1 to 11.4).
 */
#include "book.h"

#include "law/overlap_period.h"

static struct book pension, other;
static struct overlap_part parts[OVERLAP_MONTHS];
static struct finding why;

static void pair(int64_t a, int64_t b)
{
    book_begin(&pension, "2024-01", a);
    book_begin(&other, "2024-01", b);
}

static void residents(void)
{
    pair(321055, 21800);
    other.rates[0].basic = 18300;
    other.rates[0].account = 2800;
    other.rates[0].subsidy = 700;
}

static struct overlap_period asked(int kind, int other_kind, const char *through)
{
    struct overlap_asked q = {
        {kind, &pension.line}, {other_kind, &other.line}, -1, MONTH_NONE, M(through)};
    return overlap_period(&law, &q, parts, OVERLAP_MONTHS, &why);
}

/* Enters the parts as matter 7 does, then settles. */
static void decide(const struct overlap_period *p, const char *day)
{
    for (size_t i = 0; i < p->count; i++)
        other.entries[other.line.entry_count++] = (struct entry_row){.month = parts[i].month,
                                                                     .kind = ENTRY_OVERLAP,
                                                                     .amount = parts[i].amount,
                                                                     .matter = 7,
                                                                     .recorded_at = at(day)};
    book_settle(&other,
                (struct ledger_pay){.month = M("2024-06"), .matter = 7, .recorded_at = at(day)});
}

static int64_t sum(enum entry_kind kind)
{
    int64_t total = 0;
    for (size_t i = 0; i < other.line.entry_count; i++)
        if (other.entries[i].kind == kind) total += other.entries[i].amount;
    return total;
}

static void four_months_of_a_residents_pension_refund_760(void **state)
{
    (void)state;
    residents();
    book_lock_range(&other, "2024-01", "2024-04");
    struct overlap_period p = asked(LINE_WORKER_PENSION, LINE_RESIDENT_PENSION, "2024-04");
    assert_int_equal(p.item, 1);
    assert_int_equal(p.refund_side, 1);
    assert_int_equal(p.count, 4);
    assert_int_equal(p.total, 76000);
    assert_int_equal(p.own, 4 * 2800);
    assert_int_equal(why.outcome, OUTCOME_MET);
    decide(&p, "2024-05-06");
    assert_int_equal(sum(ENTRY_OVERPAID), 76000);
    struct month_account a = book_account(&other, M("2024-02"));
    assert_int_equal(a.entitled, 2800);
    assert_int_equal(a.open_overpaid, 19000);
    assert_balanced(&other);
    assert_int_equal(asked(LINE_WORKER_PENSION, LINE_RESIDENT_PENSION, "2024-04").count,
                     0); /* counted once */
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
}

static void settling_again_adds_nothing_and_a_refund_closes_the_month(void **state)
{
    (void)state;
    residents();
    book_lock_range(&other, "2024-01", "2024-04");
    struct overlap_period p = asked(LINE_WORKER_PENSION, LINE_RESIDENT_PENSION, "2024-04");
    decide(&p, "2024-05-06");
    assert_int_equal(book_settle(&other, (struct ledger_pay){.month = M("2024-06"),
                                                             .recorded_at = at("2024-05-07")}),
                     0);
    other.entries[other.line.entry_count++] = (struct entry_row){.month = M("2024-01"),
                                                                 .kind = ENTRY_REFUNDED,
                                                                 .amount = 19000,
                                                                 .matter = 8,
                                                                 .recorded_at = at("2024-05-20")};
    assert_int_equal(book_settle(&other, (struct ledger_pay){.month = M("2024-06"),
                                                             .recorded_at = at("2024-05-21")}),
                     0);
    assert_int_equal(book_account(&other, M("2024-01")).open_overpaid, 0);
    assert_balanced(&other);
}

static void an_undone_overlap_pays_back_only_what_was_refunded(void **state)
{
    (void)state;
    residents();
    book_lock_range(&other, "2024-01", "2024-04");
    struct overlap_period p = asked(LINE_WORKER_PENSION, LINE_RESIDENT_PENSION, "2024-04");
    decide(&p, "2024-05-06");
    other.entries[other.line.entry_count++] = (struct entry_row){.month = M("2024-01"),
                                                                 .kind = ENTRY_REFUNDED,
                                                                 .amount = 19000,
                                                                 .matter = 8,
                                                                 .recorded_at = at("2024-05-20")};
    book_span(&other,
              (struct span_row){.effect = SPAN_VOID, .matter = 7, .recorded_at = at("2024-05-27")});
    book_settle(&other, (struct ledger_pay){
                            .month = M("2024-05"), .sequence = 1, .recorded_at = at("2024-05-27")});
    assert_int_equal(sum(ENTRY_BACK_PAID), 19000);
    assert_int_equal(book_account(&other, M("2024-02")).open_overpaid, 0);
    assert_balanced(&other);
}

/* A month withheld for want of certification is back-paid without what the overlap made not due. */
static void what_was_withheld_of_an_overlap_is_never_back_paid(void **state)
{
    (void)state;
    residents();
    book_lock_range(&other, "2024-01", "2024-02");
    book_span(&other, (struct span_row){.effect = SPAN_SUSPEND,
                                        .matter = 1,
                                        .from = M("2024-03"),
                                        .recorded_at = at("2024-03-05")});
    book_lock_range(&other, "2024-03", "2024-04");
    struct overlap_period p = asked(LINE_WORKER_PENSION, LINE_RESIDENT_PENSION, "2024-04");
    assert_int_equal(p.count, 4);
    decide(&p, "2024-05-06");
    assert_int_equal(sum(ENTRY_OVERPAID), 2 * 19000);
    book_span(&other, (struct span_row){.effect = SPAN_LIFT,
                                        .matter = 1,
                                        .by_matter = 2,
                                        .from = M("2024-05"),
                                        .recorded_at = at("2024-05-06")});
    book_settle(&other, (struct ledger_pay){
                            .month = M("2024-05"), .matter = 2, .recorded_at = at("2024-05-06")});
    assert_int_equal(sum(ENTRY_BACK_PAID), 2 * 2800);
    assert_balanced(&other);
}

static void arrears_of_a_pension_count_in_the_month_they_are_for(void **state)
{
    (void)state;
    pair(300000, 50000);
    other.rates[0].standard = 350000;
    assert_int_equal(asked(LINE_WORKER_PENSION, LINE_DISABILITY_TOP_UP, "2024-06").count,
                     0); /* scenario 28 */
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
    book_rate(&pension, M("2024-01"), 312000, at("2024-07-01"));
    struct overlap_period p = asked(LINE_WORKER_PENSION, LINE_DISABILITY_TOP_UP, "2024-06");
    assert_int_equal(p.count, 6);
    assert_int_equal(p.total, 72000);
    book_rate(&pension, M("2024-01"), 360000, at("2024-07-02"));
    p = asked(LINE_WORKER_PENSION, LINE_DISABILITY_TOP_UP, "2024-01");
    assert_int_equal(p.total, 50000);
}

static void only_months_in_which_both_lines_are_due_count(void **state)
{
    (void)state;
    pair(500000, 50000);
    pension.line.first_month = M("2024-03");
    book_span(&other, (struct span_row){.effect = SPAN_END,
                                        .matter = 3,
                                        .from = M("2024-05"),
                                        .recorded_at = at("2024-05-06")});
    struct overlap_period p = asked(LINE_GOVERNMENT_PENSION, LINE_SURVIVOR_HARDSHIP, "2024-07");
    assert_int_equal(p.item, 2); /* scenario 29 */
    assert_int_equal(p.count, 2);
    assert_month(parts[0].month, "2024-03");
    assert_int_equal(p.total, 100000);
}

static void a_month_that_misses_a_fact_is_said_and_not_guessed(void **state)
{
    (void)state;
    pair(321055, 21800);
    struct overlap_period p = asked(LINE_WORKER_PENSION, LINE_RESIDENT_PENSION, "2024-02");
    assert_true(p.missing);
    assert_int_equal(p.count, 0);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_int_equal(asked(LINE_RESIDENT_PENSION, LINE_DEPENDANT, "2024-02").item, 0);
    assert_int_equal(asked(LINE_WORKER_PENSION, LINE_CARE, "2024-02").item, 0);
}

/* Before 2018 is history only: nothing is decided about it. */
static void months_before_the_measure_are_left_alone(void **state)
{
    (void)state;
    residents();
    pension.line.first_month = other.line.first_month = other.rates[0].from =
        pension.rates[0].from = M("2015-01");
    assert_int_equal(asked(LINE_WORKER_PENSION, LINE_RESIDENT_PENSION, "2018-03").count, 3);
    assert_month(parts[0].month, "2018-01");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(four_months_of_a_residents_pension_refund_760),
        TEST(settling_again_adds_nothing_and_a_refund_closes_the_month),
        TEST(an_undone_overlap_pays_back_only_what_was_refunded),
        TEST(what_was_withheld_of_an_overlap_is_never_back_paid),
        TEST(arrears_of_a_pension_count_in_the_month_they_are_for),
        TEST(only_months_in_which_both_lines_are_due_count),
        TEST(a_month_that_misses_a_fact_is_said_and_not_guessed),
        TEST(months_before_the_measure_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
