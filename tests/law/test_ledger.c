/*
 * The month ledger: the cases of the readings, "Money, worked", by spans and rates (arts. 8, 10;
 * scenarios 14, 15, 22, 25; capabilities 10.6, 10.7, 8.10, C9, C12). Random histories:
 * test_ledger_histories.c.
 */
#include "book.h"

#define RATE 321055

static struct book b;

static void assert_run(const char *month, int64_t due, int64_t back)
{
    assert_int_equal(ledger_regular(&b.line, &b.locks, M(month)), due);
    assert_int_equal(ledger_in_run(&b.line, ENTRY_BACK_PAID, M(month), 0), back);
}

static int64_t entered(const char *month, enum entry_kind kind)
{
    return book_account(&b, M(month)).entered[kind];
}

/* Suspends from the next payroll that is open on the day of the release, as matter 1. */
static struct month suspend(const char *released)
{
    today(released);
    struct month from = law_effect_month(&law, MONTH_NONE);
    book_span(&b,
              (struct span_row){
                  .effect = SPAN_SUSPEND, .matter = 1, .from = from, .recorded_at = at(released)});
    return from;
}

/* A make-up on the one day, reinstated on the other, by matter 2. */
static void reinstate(const char *appeared, const char *released)
{
    struct month from = law_resume_month(&law, D(appeared), NULL);
    struct month now = month_of(D(released));
    book_span(&b, (struct span_row){.effect = SPAN_LIFT,
                                    .matter = 1,
                                    .by_matter = 2,
                                    .from = from,
                                    .recorded_at = at(released)});
    book_settle(&b, (struct ledger_pay){.month = month_cmp(from, now) > 0 ? from : now,
                                        .matter = 2,
                                        .recorded_at = at(released)});
}

static void released_before_the_lock_the_month_is_withheld(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    assert_month(suspend("2024-03-05"), "2024-03");
    book_lock_range(&b, "2024-03", "2024-03");
    assert_run("2024-03", 0, 0);
    assert_int_equal(entered("2024-03", ENTRY_WITHHELD), RATE);
    assert_int_equal(book_account(&b, M("2024-03")).open_withheld, RATE);
    assert_run("2024-02", RATE, 0);
    assert_balanced(&b);
}

static void released_after_the_lock_and_certified_at_once_nothing_is_owed(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-03");
    assert_month(suspend("2024-03-12"), "2024-04"); /* the lock was 03-08 */
    reinstate("2024-03-28", "2024-04-01");
    book_lock_range(&b, "2024-04", "2024-04");
    assert_run("2024-03", RATE, 0);
    assert_run("2024-04", RATE, 0);
    assert_int_equal(b.line.entry_count, 0);
    assert_balanced(&b);
}

/* Scenario 14. */
static void certified_on_the_last_of_may_june_pays_three_months_back(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    suspend("2024-03-05");
    book_lock_range(&b, "2024-03", "2024-05");
    reinstate("2024-05-31", "2024-06-03");
    book_lock_range(&b, "2024-06", "2024-06");
    assert_run("2024-06", RATE, 963165);
    assert_int_equal(RATE + 963165, 1284220);
    assert_balanced(&b);
}

static void certified_on_the_first_of_june_july_pays_four_months_back(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    suspend("2024-03-05");
    book_lock_range(&b, "2024-03", "2024-05");
    reinstate("2024-06-01", "2024-06-03");
    book_lock_range(&b, "2024-06", "2024-07");
    assert_run("2024-06", 0, 0);
    assert_run("2024-07", RATE, 1284220);
    assert_balanced(&b);
}

static void a_rise_pays_each_withheld_month_at_its_own_rate_and_arrears_apart(void **state)
{
    int64_t risen = 330687; /* 3,210.55 × 1.03 = 3,306.8665, half up */
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    suspend("2024-03-05");
    book_lock_range(&b, "2024-03", "2024-04");
    book_rate(&b, M("2024-01"), risen, at("2024-04-15"));
    book_settle(&b, (struct ledger_pay){.month = M("2024-05"), .recorded_at = at("2024-04-15")});
    assert_run("2024-05", 0, 2 * (risen - RATE)); /* January and February, separately */
    assert_int_equal(entered("2024-01", ENTRY_BACK_PAID), 9632);
    book_lock_range(&b, "2024-05", "2024-05");
    reinstate("2024-05-31", "2024-06-03");
    book_lock_range(&b, "2024-06", "2024-06");
    assert_run("2024-06", risen, 3 * risen);
    assert_int_equal(entered("2024-03", ENTRY_BACK_PAID), risen);
    assert_run("2024-02", RATE, 0); /* what the lock paid stays what it paid */
    assert_balanced(&b);
}

static void missing_and_back_in_january_february_pays_eleven_months_back(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    suspend("2024-03-05");
    book_lock_range(&b, "2024-03", "2025-01");
    reinstate("2025-01-10", "2025-01-13");
    book_lock_range(&b, "2025-02", "2025-02");
    assert_run("2025-02", RATE, 3531605);
    assert_balanced(&b);
}

static void missing_and_declared_dead_nothing_is_paid_back(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    suspend("2024-03-05");
    book_lock_range(&b, "2024-03", "2025-01");
    book_span(&b, (struct span_row){.effect = SPAN_END,
                                    .matter = 3,
                                    .from = M("2024-03"),
                                    .recorded_at = at("2025-01-13")});
    book_settle(&b, (struct ledger_pay){
                        .month = M("2025-02"), .matter = 3, .recorded_at = at("2025-01-13")});
    book_lock_range(&b, "2025-02", "2025-04");
    for (struct month m = M("2024-03"); month_cmp(m, M("2025-04")) <= 0; m = month_add(m, 1)) {
        struct month_account a = book_account(&b, m);
        assert_int_equal(a.paid + a.entered[ENTRY_BACK_PAID], 0);
        assert_int_equal(a.open_withheld, 0);
    }
    assert_int_equal(entered("2024-12", ENTRY_TURNED_NOT_DUE), RATE);
    assert_balanced(&b);
}

static void prison_is_not_due_from_the_month_after_to_the_month_of_release(void **state)
{
    (void)state;
    book_begin(&b, "2023-01", RATE);
    book_lock_range(&b, "2023-01", "2023-03");
    int64_t decided = at("2023-03-15");
    book_span(&b,
              (struct span_row){
                  .effect = SPAN_STOP, .matter = 4, .from = M("2023-04"), .recorded_at = decided});
    book_span(&b,
              (struct span_row){
                  .effect = SPAN_LIFT, .matter = 4, .from = M("2024-03"), .recorded_at = decided});
    book_lock_range(&b, "2023-04", "2024-04");
    int not_due = 0;
    for (struct month m = M("2023-01"); month_cmp(m, M("2024-04")) <= 0; m = month_add(m, 1))
        not_due += book_account(&b, m).state == MONTH_NOT_DUE;
    assert_int_equal(not_due, 11);
    assert_run("2023-03", RATE, 0);
    assert_run("2023-04", 0, 0);
    assert_run("2024-02", 0, 0);
    assert_run("2024-03", RATE, 0);
    assert_int_equal(entered("2023-12", ENTRY_TURNED_NOT_DUE), RATE);
    assert_int_equal(entered("2023-12", ENTRY_WITHHELD), 0);
    assert_balanced(&b);
}

/* C12: the prison months turn not due, the others are back-paid. */
static void prison_inside_a_suspension_is_left_out_of_the_back_pay(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    suspend("2024-03-05");
    book_lock_range(&b, "2024-03", "2024-09");
    book_span(&b, (struct span_row){.effect = SPAN_STOP,
                                    .matter = 4,
                                    .from = M("2024-05"),
                                    .recorded_at = at("2024-09-20")});
    book_span(&b, (struct span_row){.effect = SPAN_LIFT,
                                    .matter = 4,
                                    .from = M("2024-08"),
                                    .recorded_at = at("2024-09-20")});
    book_settle(&b, (struct ledger_pay){
                        .month = M("2024-10"), .matter = 4, .recorded_at = at("2024-09-20")});
    reinstate("2024-09-25", "2024-09-26");
    book_lock_range(&b, "2024-10", "2024-10");
    assert_run("2024-10", RATE, 4 * RATE); /* March, April, August, September */
    assert_int_equal(entered("2024-06", ENTRY_TURNED_NOT_DUE), RATE);
    assert_int_equal(entered("2024-06", ENTRY_BACK_PAID), 0);
    assert_balanced(&b);
}

/* A death that is learnt late: what was paid after its month is overpaid; undone, nothing is. (C9,
 * C13) */
static void a_death_learnt_late_is_overpaid_and_undone_it_is_not(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-05");
    book_span(&b, (struct span_row){.effect = SPAN_END,
                                    .matter = 5,
                                    .from = M("2024-03"),
                                    .recorded_at = at("2024-05-20")});
    book_settle(&b, (struct ledger_pay){
                        .month = M("2024-06"), .matter = 5, .recorded_at = at("2024-05-20")});
    for (const char *const *m = (const char *const[]){"2024-03", "2024-04", "2024-05", NULL}; *m;
         m++) {
        assert_int_equal(book_account(&b, M(*m)).open_overpaid, RATE);
        assert_int_equal(book_account(&b, M(*m)).entitled, 0);
    }
    assert_int_equal(book_account(&b, M("2024-02")).open_overpaid,
                     0); /* the month of the death is paid */
    book_lock_range(&b, "2024-06", "2024-07");
    assert_run("2024-06", 0, 0);
    assert_balanced(&b);
    book_span(&b, (struct span_row){.effect = SPAN_VOID,
                                    .matter = 5,
                                    .from = M("2024-07"),
                                    .recorded_at = at("2024-07-20")});
    book_settle(&b, (struct ledger_pay){.month = M("2024-07"),
                                        .sequence = 1,
                                        .matter = 5,
                                        .recorded_at = at("2024-07-20")});
    assert_int_equal(ledger_in_run(&b.line, ENTRY_BACK_PAID, M("2024-07"), 1), 2 * RATE);
    assert_int_equal(book_account(&b, M("2024-04")).open_overpaid, 0);
    assert_int_equal(book_account(&b, M("2024-04")).entered[ENTRY_OVERPAID],
                     RATE); /* it stays on record */
    assert_balanced(&b);
}

/* Refunded by the family and then undone: the refund comes back with the rest. */
static void a_refund_for_a_death_that_was_undone_is_paid_back(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-03");
    book_span(&b, (struct span_row){.effect = SPAN_END,
                                    .matter = 5,
                                    .from = M("2024-03"),
                                    .recorded_at = at("2024-03-20")});
    book_settle(&b, (struct ledger_pay){
                        .month = M("2024-04"), .matter = 5, .recorded_at = at("2024-03-20")});
    b.entries[b.line.entry_count++] = (struct entry_row){.month = M("2024-03"),
                                                         .kind = ENTRY_REFUNDED,
                                                         .amount = RATE,
                                                         .run_month = M("2024-04"),
                                                         .recorded_at = at("2024-04-02")};
    assert_int_equal(book_account(&b, M("2024-03")).open_overpaid, 0);
    assert_balanced(&b);
    book_span(&b, (struct span_row){.effect = SPAN_VOID,
                                    .matter = 5,
                                    .from = M("2024-04"),
                                    .recorded_at = at("2024-04-03")});
    book_settle(&b, (struct ledger_pay){.month = M("2024-04"),
                                        .sequence = 1,
                                        .matter = 5,
                                        .recorded_at = at("2024-04-03")});
    assert_int_equal(ledger_in_run(&b.line, ENTRY_BACK_PAID, M("2024-04"), 1), RATE);
    assert_balanced(&b);
}

static int64_t owed(int64_t cause, const char *month)
{
    static const int64_t refunds[] = {9};
    return ledger_owed(&b.line, cause, refunds, 1, M(month));
}

static void end_by(int64_t matter, const char *from, const char *on)
{
    book_span(&b,
              (struct span_row){
                  .effect = SPAN_END, .matter = matter, .from = M(from), .recorded_at = at(on)});
    book_settle(
        &b, (struct ledger_pay){.month = M("2024-06"), .matter = matter, .recorded_at = at(on)});
}

static void undo(int64_t matter, const char *on)
{
    book_span(&b, (struct span_row){.effect = SPAN_VOID,
                                    .matter = matter,
                                    .from = M("2024-06"),
                                    .recorded_at = at(on)});
    book_settle(&b,
                (struct ledger_pay){
                    .month = M("2024-06"), .sequence = 1, .matter = matter, .recorded_at = at(on)});
}

/* A wrong date is undone and the right one decided: only its own months are owed, and in its own
 * name; a second report of the same death owes nothing until the first is undone. (C13, C9) */
static void what_is_overpaid_is_owed_by_the_matter_that_stands(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-05");
    end_by(5, "2024-03", "2024-05-20");
    assert_int_equal(owed(5, "2024-03"), RATE);
    end_by(6, "2024-03", "2024-05-21");
    assert_int_equal(owed(6, "2024-03"), 0);
    undo(5, "2024-05-22");
    assert_int_equal(owed(5, "2024-03"), 0);
    assert_int_equal(owed(6, "2024-03"), RATE);
    undo(6, "2024-05-23");
    end_by(7, "2024-04", "2024-05-24");
    assert_int_equal(owed(7, "2024-03"), 0);
    assert_int_equal(owed(7, "2024-04"), RATE);
    b.entries[b.line.entry_count++] = (struct entry_row){.month = M("2024-04"),
                                                         .kind = ENTRY_REFUNDED,
                                                         .amount = 5,
                                                         .matter = 9,
                                                         .recorded_at = at("2024-05-25")};
    assert_int_equal(owed(7, "2024-04"), RATE - 5);
    assert_balanced(&b);
    b.entries[b.line.entry_count++] = (struct entry_row){
        .month = M("2024-05"), .kind = ENTRY_RECALLED, .recorded_at = at("2024-05-26")};
    assert_int_equal(owed(7, "2024-05"), 0); /* nobody was paid */
}

/* Months that another system paid: overpaid by the rate, and what came back is paid again after an
 * undo. */
static void the_past_is_settled_too(void **state)
{
    struct entry_row out[16];
    struct ledger_pay pay = {.month = M("2024-02"), .matter = 5, .recorded_at = at("2024-01-20")};
    (void)state;
    book_begin(&b, "2023-10", RATE);
    b.line.recorded_at = at("2024-01-02");
    assert_int_equal(ledger_settle_past(&b.line, &b.locks, &pay, out, 16), 0);
    end_by(5, "2023-11", "2024-01-20");
    size_t n = ledger_settle_past(&b.line, &b.locks, &pay, out, 16);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        assert_month(out[i].month, i ? "2023-12" : "2023-11");
        assert_int_equal(out[i].amount, RATE);
        assert_int_equal(out[i].matter, 5);
        b.entries[b.line.entry_count++] = out[i];
    }
    assert_int_equal(ledger_settle_past(&b.line, &b.locks, &pay, out, 16), 0);
    assert_int_equal(owed(5, "2023-12"), RATE);
    b.entries[b.line.entry_count++] = (struct entry_row){.month = M("2023-12"),
                                                         .kind = ENTRY_REFUNDED,
                                                         .amount = RATE,
                                                         .matter = 9,
                                                         .recorded_at = at("2024-01-22")};
    undo(5, "2024-01-23");
    n = ledger_settle_past(&b.line, &b.locks, &pay, out, 16);
    assert_int_equal(n, 1);
    assert_int_equal(out[0].kind, ENTRY_BACK_PAID);
    assert_int_equal(out[0].amount, RATE);
    assert_month(out[0].month, "2023-12");
}

/* The same, part by part: what does not fit comes with the next call; a month that was locked
 * before the line came is the other system's, also when it is the month in which it came. */
static void the_past_is_settled_in_parts(void **state)
{
    struct entry_row out[16];
    struct ledger_pay pay = {.month = M("2024-03"), .matter = 5, .recorded_at = at("2024-02-20")};
    static const int64_t refunds[] = {9, 8};
    (void)state;
    book_begin(&b, "2023-10", RATE);
    b.line.recorded_at = at("2024-01-20");
    book_lock(&b, M("2024-01"), at("2024-01-10"));
    end_by(5, "2023-12", "2024-02-20");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ledger_settle_past(&b.line, &b.locks, &pay, out, 1), 1);
        assert_month(out[0].month, i ? "2024-01" : "2023-12");
        b.entries[b.line.entry_count++] = out[0];
    }
    assert_int_equal(ledger_settle_past(&b.line, &b.locks, &pay, out, 1), 0);
    b.entries[b.line.entry_count++] = (struct entry_row){.month = M("2024-01"),
                                                         .kind = ENTRY_OFFSET,
                                                         .amount = 7,
                                                         .matter = 8,
                                                         .recorded_at = at("2024-02-21")};
    assert_int_equal(ledger_owed(&b.line, 5, refunds, 2, M("2024-01")), RATE - 7);
    assert_int_equal(ledger_owed(&b.line, 5, refunds, 1, M("2024-01")), RATE);
}

/* Prison was entered, then undone: the months come back in full and count as not due no more. */
static void an_undone_stop_pays_its_months_in_full(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    book_span(&b, (struct span_row){.effect = SPAN_STOP,
                                    .matter = 4,
                                    .from = M("2024-02"),
                                    .recorded_at = at("2024-02-20")});
    book_settle(&b, (struct ledger_pay){
                        .month = M("2024-03"), .matter = 4, .recorded_at = at("2024-02-20")});
    assert_int_equal(book_account(&b, M("2024-02")).open_overpaid, RATE);
    book_lock_range(&b, "2024-03", "2024-05");
    book_span(&b, (struct span_row){.effect = SPAN_VOID,
                                    .matter = 4,
                                    .from = M("2024-05"),
                                    .recorded_at = at("2024-05-20")});
    book_settle(&b, (struct ledger_pay){.month = M("2024-05"),
                                        .sequence = 1,
                                        .matter = 4,
                                        .recorded_at = at("2024-05-20")});
    assert_int_equal(ledger_in_run(&b.line, ENTRY_BACK_PAID, M("2024-05"), 1), 3 * RATE);
    assert_int_equal(book_account(&b, M("2024-04")).sum[ENTRY_TURNED_NOT_DUE], 0);
    assert_balanced(&b);
}

/* ---- edges ---------------------------------------------------------------------------------- */

static void months_outside_the_line_are_neither_paid_nor_owed(void **state)
{
    (void)state;
    book_begin(&b, "2024-02", RATE);
    b.line.last_month = M("2024-04");
    book_lock_range(&b, "2024-02", "2024-06");
    assert_int_equal(ledger_state(&b.line, M("2024-01"), INT64_MAX), MONTH_OUTSIDE);
    assert_run("2024-02", RATE, 0);
    assert_run("2024-04", RATE, 0);
    assert_run("2024-05", 0, 0);
    assert_int_equal(ledger_rate(&b.line, M("2024-05"), INT64_MAX, NULL), 0);
    assert_int_equal(b.line.entry_count, 0);
    assert_balanced(&b);
}

static void months_locked_before_the_line_came_are_history_of_another_system(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    b.line.recorded_at = at("2024-03-20");
    book_lock_range(&b, "2024-01", "2024-04");
    assert_int_equal(book_account(&b, M("2024-03")).paid, 0);
    assert_run("2024-04", RATE, 0);
    assert_int_equal(b.line.entry_count, 0);
}

/* Known then, not now: a rate or span recorded after the lock changes what is owed, never what was
 * paid. */
static void a_lock_pays_what_was_known_at_its_moment(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-01");
    int64_t locked = ledger_locked_at(&b.locks, M("2024-01"));
    book_rate(&b, M("2024-01"), RATE + 100, locked + 1);
    assert_int_equal(book_account(&b, M("2024-01")).paid, RATE);
    b.rates[b.line.rate_count - 1].recorded_at = locked;
    assert_int_equal(book_account(&b, M("2024-01")).paid, RATE + 100);
    book_span(
        &b, (struct span_row){
                .effect = SPAN_STOP, .matter = 4, .from = M("2024-01"), .recorded_at = locked + 1});
    assert_int_equal(book_account(&b, M("2024-01")).paid, RATE + 100);
}

static void of_two_rates_of_one_month_the_later_recorded_holds(void **state)
{
    struct rate_row row;
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_rate(&b, M("2024-03"), 2, at("2024-02-02"));
    book_rate(&b, M("2024-03"), 3, at("2024-02-03"));
    book_rate(&b, M("2024-02"), 4, at("2024-02-04"));
    assert_int_equal(ledger_rate(&b.line, M("2024-05"), INT64_MAX, &row), 3);
    assert_month(row.from, "2024-03");
    assert_int_equal(ledger_rate(&b.line, M("2024-05"), at("2024-02-02"), NULL), 2);
    assert_int_equal(ledger_rate(&b.line, M("2024-02"), INT64_MAX, NULL), 4);
    assert_int_equal(ledger_rate(&b.line, M("2024-05"), at("2023-12-31"), &row), 0);
    assert_int_equal(row.amount, 0);
}

static void hold(const char *month, const char *on)
{
    book_span(&b, (struct span_row){
                      .effect = SPAN_HOLD, .matter = 5, .from = M(month), .recorded_at = at(on)});
}

static void take_off(const char *on)
{
    book_span(&b, (struct span_row){
                      .effect = SPAN_VOID, .matter = 5, .by_matter = 5, .recorded_at = at(on)});
    book_settle(&b, (struct ledger_pay){
                        .month = M("2024-03"), .sequence = 1, .matter = 5, .recorded_at = at(on)});
}

/* Art. 7(3): a reported death, while it is verified. */
static void a_hold_withholds_one_month_and_is_paid_when_it_is_taken_off(void **state)
{
    int64_t matter;
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    hold("2024-03", "2024-03-07");
    book_lock_range(&b, "2024-03", "2024-04");
    assert_run("2024-03", 0, 0);
    assert_run("2024-04", RATE, 0);
    assert_int_equal(book_account(&b, M("2024-03")).open_withheld, RATE);
    assert_int_equal(entered("2024-03", ENTRY_BACK_PAID), 0);
    assert_int_equal(ledger_status(&b.line, INT64_MAX, D("2024-03-20"), &matter), 1);
    assert_int_equal(ledger_held(&b.line, M("2024-03"), INT64_MAX, DATE_NONE)->matter, 5);
    assert_null(ledger_held(&b.line, M("2024-04"), INT64_MAX, DATE_NONE));
    take_off("2024-04-20");
    assert_int_equal(ledger_in_run(&b.line, ENTRY_BACK_PAID, M("2024-03"), 1), RATE);
    assert_int_equal(book_account(&b, M("2024-03")).open_withheld, 0);
    assert_null(ledger_held(&b.line, MONTH_NONE, INT64_MAX, DATE_NONE));
    assert_non_null(ledger_held(&b.line, MONTH_NONE, at("2024-04-19"), DATE_NONE));
    assert_non_null(ledger_held(&b.line, MONTH_NONE, INT64_MAX, D("2024-04-19")));
    assert_balanced(&b);
}

static void a_hold_before_a_death_that_is_true_turns_not_due(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_lock_range(&b, "2024-01", "2024-02");
    hold("2024-03", "2024-03-07");
    book_lock_range(&b, "2024-03", "2024-03");
    book_span(&b, (struct span_row){.effect = SPAN_END,
                                    .matter = 6,
                                    .from = M("2024-03"),
                                    .recorded_at = at("2024-03-12")});
    take_off("2024-03-12");
    assert_int_equal(entered("2024-03", ENTRY_TURNED_NOT_DUE), RATE);
    assert_int_equal(entered("2024-03", ENTRY_BACK_PAID), 0);
    assert_balanced(&b);
}

static void without_a_run_to_pay_it_nothing_is_back_paid(void **state)
{
    (void)state;
    book_begin(&b, "2024-01", RATE);
    suspend("2024-01-03");
    b.locked_at[0] = moment_of(D("2024-01-10"), 20, 0);
    b.locked_at[1] = moment_of(D("2024-02-09"), 20, 0);
    book_span(&b, (struct span_row){.effect = SPAN_LIFT,
                                    .matter = 1,
                                    .from = M("2024-03"),
                                    .recorded_at = at("2024-02-20")});
    assert_int_equal(book_settle(&b, (struct ledger_pay){.month = MONTH_NONE}), 2);
    assert_int_equal(entered("2024-01", ENTRY_BACK_PAID), 0);
    assert_int_equal(book_account(&b, M("2024-01")).open_withheld, RATE);
    assert_balanced(&b);
}

/* ---- status: the fold of the spans ---------------------------------------------------------- */

static int status(const char *day, int64_t *matter)
{
    return ledger_status(&b.line, INT64_MAX, D(day), matter);
}

static void the_status_follows_the_heaviest_span_and_names_its_matter(void **state)
{
    int64_t matter;
    (void)state;
    book_begin(&b, "2024-01", RATE);
    assert_int_equal(status("2024-01-05", &matter), 1);
    assert_int_equal(matter, 0);
    suspend("2024-03-05");
    assert_int_equal(status("2024-03-04", &matter), 1);
    assert_int_equal(status("2024-03-05", &matter), 2);
    assert_int_equal(matter, 1);
    book_span(&b, (struct span_row){.effect = SPAN_END,
                                    .matter = 9,
                                    .from = M("2024-04"),
                                    .recorded_at = at("2024-04-02")});
    assert_int_equal(status("2024-04-02", &matter), 4);
    assert_int_equal(matter, 9);
    book_span(&b,
              (struct span_row){.effect = SPAN_VOID, .matter = 9, .recorded_at = at("2024-04-20")});
    assert_int_equal(status("2024-04-20", &matter), 2);
    assert_int_equal(status("2024-04-19", &matter), 4); /* as of the day before */
    assert_int_equal(ledger_status(&b.line, at("2024-04-01"), D("2024-06-01"), &matter),
                     2); /* as known then */
    reinstate("2024-05-31", "2024-06-03");
    assert_int_equal(status("2024-06-03", &matter), 1);
}

static void the_end_of_a_sentence_changes_the_status_in_its_month(void **state)
{
    int64_t matter;
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_span(&b, (struct span_row){.effect = SPAN_STOP,
                                    .matter = 4,
                                    .from = M("2024-02"),
                                    .recorded_at = at("2024-01-20")});
    book_span(&b, (struct span_row){.effect = SPAN_LIFT,
                                    .matter = 4,
                                    .from = M("2024-06"),
                                    .recorded_at = at("2024-01-20")});
    assert_int_equal(status("2024-05-31", &matter), 3);
    assert_date(ledger_next_change(&b.line, D("2024-05-31")), "2024-06-01");
    assert_int_equal(status("2024-06-01", &matter), 1);
    assert_date(ledger_next_change(&b.line, D("2024-06-01")), "");
    book_span(&b,
              (struct span_row){.effect = SPAN_VOID, .matter = 4, .recorded_at = at("2024-02-20")});
    assert_date(ledger_next_change(&b.line, D("2024-02-21")), "");
    assert_int_equal(status("2024-02-21", &matter), 1);
}

/* A night that is made up late asks on a day before what was decided meanwhile. */
static void what_was_recorded_for_a_later_day_changes_the_status_then(void **state)
{
    int64_t matter;
    (void)state;
    book_begin(&b, "2024-01", RATE);
    book_span(&b, (struct span_row){.effect = SPAN_END,
                                    .matter = 5,
                                    .from = M("2024-04"),
                                    .happened_on = D("2024-03-12"),
                                    .recorded_at = at("2024-03-12")});
    assert_int_equal(status("2024-03-08", &matter), 1);
    assert_date(ledger_next_change(&b.line, D("2024-03-08")), "2024-03-12");
    assert_int_equal(status("2024-03-12", &matter), 4);
    assert_date(ledger_next_change(&b.line, D("2024-03-12")), "");
}

/* 抵扣 from a pension of 3,210.55: 5,000.00 to be taken in March, while April is suspended. */
static void what_a_run_cannot_bear_the_next_one_takes(void **state)
{
    int64_t left;
    (void)state;
    book_begin(&b, "2024-01", 321055);
    b.entries[b.line.entry_count++] = (struct entry_row){.month = M("2024-03"),
                                                         .kind = ENTRY_TAKEN,
                                                         .amount = 500000,
                                                         .run_month = M("2024-03"),
                                                         .recorded_at = at("2024-03-01")};
    book_span(&b, (struct span_row){.effect = SPAN_SUSPEND,
                                    .matter = 1,
                                    .from = M("2024-04"),
                                    .recorded_at = at("2024-04-01")});
    assert_int_equal(ledger_taken(&b.line, &b.locks, M("2024-02"), &left), 0);
    assert_int_equal(ledger_taken(&b.line, &b.locks, M("2024-03"), &left), 321055);
    assert_int_equal(left, 178945);
    assert_int_equal(ledger_taken(&b.line, &b.locks, M("2024-04"), &left), 0);
    book_span(&b, (struct span_row){.effect = SPAN_LIFT,
                                    .matter = 1,
                                    .from = M("2024-05"),
                                    .recorded_at = at("2024-04-20")});
    assert_int_equal(ledger_taken(&b.line, &b.locks, M("2024-05"), &left), 178945);
    assert_int_equal(left, 0);
    assert_int_equal(ledger_taken(&b.line, &b.locks, M("2024-06"), NULL), 0);
    book_lock_range(&b, "2024-01", "2024-05");
    assert_int_equal(ledger_taken(&b.line, &b.locks, M("2024-05"), NULL), 178945);
    assert_balanced(&b);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(released_before_the_lock_the_month_is_withheld),
        TEST(released_after_the_lock_and_certified_at_once_nothing_is_owed),
        TEST(certified_on_the_last_of_may_june_pays_three_months_back),
        TEST(certified_on_the_first_of_june_july_pays_four_months_back),
        TEST(a_rise_pays_each_withheld_month_at_its_own_rate_and_arrears_apart),
        TEST(missing_and_back_in_january_february_pays_eleven_months_back),
        TEST(missing_and_declared_dead_nothing_is_paid_back),
        TEST(prison_is_not_due_from_the_month_after_to_the_month_of_release),
        TEST(prison_inside_a_suspension_is_left_out_of_the_back_pay),
        TEST(a_death_learnt_late_is_overpaid_and_undone_it_is_not),
        TEST(a_refund_for_a_death_that_was_undone_is_paid_back),
        TEST(what_is_overpaid_is_owed_by_the_matter_that_stands),
        TEST(the_past_is_settled_too),
        TEST(the_past_is_settled_in_parts),
        TEST(an_undone_stop_pays_its_months_in_full),
        TEST(months_outside_the_line_are_neither_paid_nor_owed),
        TEST(months_locked_before_the_line_came_are_history_of_another_system),
        TEST(a_lock_pays_what_was_known_at_its_moment),
        TEST(of_two_rates_of_one_month_the_later_recorded_holds),
        TEST(a_hold_withholds_one_month_and_is_paid_when_it_is_taken_off),
        TEST(a_hold_before_a_death_that_is_true_turns_not_due),
        TEST(without_a_run_to_pay_it_nothing_is_back_paid),
        TEST(the_status_follows_the_heaviest_span_and_names_its_matter),
        TEST(the_end_of_a_sentence_changes_the_status_in_its_month),
        TEST(what_was_recorded_for_a_later_day_changes_the_status_then),
        TEST(what_a_run_cannot_bear_the_next_one_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
