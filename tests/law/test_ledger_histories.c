/*
 * Properties of the month ledger over random histories with a fixed seed (capabilities 10.7, C9,
 * C12; architecture, nouns 7): months are locked one after the other, and between two locks matters
 * begin, are lifted or voided, rates change, refunds come in; every change settles.
 */
#include "book.h"
#include "law/overlap.h"

#define HISTORIES 20000
#define MONTHS 10
#define MATTERS 8
#define ACCOUNT_MATTER 1000

static uint64_t seed;

static int pick(int below) /* splitmix64 */
{
    uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (int)((z ^ (z >> 31)) % (uint64_t)below);
}

struct history {
    struct book b;
    int64_t now;
    struct month open; /* the next month to be locked */
    int matters, lifted[MATTERS], voided[MATTERS];
    int64_t paid_at_lock[BOOK_MONTHS];
    int instalments;
};

static struct history h, twin;

/* With the regular run, or by a supplementary one of the month before: told apart by what is on
 * record, so that a twin of the same history draws the same numbers. */
static void settle(struct history *x)
{
    bool supplementary = x->b.line.entry_count % 3 == 1;
    book_settle(&x->b, (struct ledger_pay){.month = month_add(x->open, supplementary ? -1 : 0),
                                           .sequence = supplementary,
                                           .matter = 1,
                                           .recorded_at = x->now});
}

static struct month some_month(const struct history *x, int back)
{
    return month_add(x->open, pick(back + 4) - back);
}

static void begin_matter(struct history *x)
{
    if (x->matters == MATTERS) return;
    static const enum span_effect effects[] = {SPAN_SUSPEND, SPAN_STOP, SPAN_END, SPAN_HOLD};
    enum span_effect effect = effects[pick(4)];
    bool ahead = effect == SPAN_SUSPEND || effect == SPAN_HOLD;
    struct month from = ahead ? month_add(x->open, pick(2)) : some_month(x, 5);
    book_span(&x->b,
              (struct span_row){
                  .effect = effect, .matter = ++x->matters, .from = from, .recorded_at = x->now});
    if (effect == SPAN_STOP && pick(2)) { /* a sentence with its end */
        x->lifted[x->matters - 1] = 1;
        book_span(&x->b, (struct span_row){.effect = SPAN_LIFT,
                                           .matter = x->matters,
                                           .from = month_add(from, 1 + pick(6)),
                                           .recorded_at = x->now});
    }
}

static void lift_matter(struct history *x, int matter)
{
    if (x->lifted[matter - 1]++) return;
    book_span(&x->b, (struct span_row){.effect = SPAN_LIFT,
                                       .matter = matter,
                                       .by_matter = 100 + matter,
                                       .from = some_month(x, 3),
                                       .recorded_at = x->now});
}

static void void_matter(struct history *x, int matter)
{
    if (x->voided[matter - 1]++) return;
    book_span(&x->b,
              (struct span_row){
                  .effect = SPAN_VOID, .matter = matter, .from = x->open, .recorded_at = x->now});
}

/* What is owed back is to come in by a plan of instalments, and some of them do. */
static void instalments(struct history *x)
{
    int64_t parts[6], sum = 0;
    int n = 2 + pick(5), paid = 1 + pick(n);
    struct month m = some_month(x, 5);
    int64_t owed = book_account(&x->b, m).open_overpaid;
    overlap_instalments(owed, n, parts);
    for (int i = 0; i < n; i++) sum += parts[i];
    assert_int_equal(sum, owed);
    for (int i = 0; i < paid && parts[i] > 0; i++) {
        x->b.entries[x->b.line.entry_count++] = (struct entry_row){.month = m,
                                                                   .kind = ENTRY_REFUNDED,
                                                                   .amount = parts[i],
                                                                   .run_month = x->open,
                                                                   .recorded_at = x->now};
        owed -= parts[i];
        assert_int_equal(book_account(&x->b, m).open_overpaid, owed);
        x->instalments++;
    }
}

/* Part or all of what is owed back comes in. */
static void refund(struct history *x)
{
    struct month m = some_month(x, 5);
    struct month_account a = book_account(&x->b, m);
    if (!a.open_overpaid) return;
    int64_t amount = pick(2) ? a.open_overpaid : (a.open_overpaid + 1) / 2;
    x->b.entries[x->b.line.entry_count++] =
        (struct entry_row){.month = m,
                           .kind = pick(2) ? ENTRY_REFUNDED : ENTRY_OFFSET,
                           .amount = amount,
                           .run_month = x->open,
                           .recorded_at = x->now};
}

/* Of the own account to the heirs, all or part of it back: out of the run, or come back later. */
static void own_account(struct history *x)
{
    int64_t paid = ledger_own_account(&x->b.line, ACCOUNT_MATTER);
    bool back = paid && pick(2), in_run = !back || pick(2);
    x->b.entries[x->b.line.entry_count++] =
        (struct entry_row){.month = x->open,
                           .kind = back ? ENTRY_ACCOUNT_BACK : ENTRY_ACCOUNT,
                           .amount = back ? (pick(2) ? paid : (paid + 1) / 2) : 1 + pick(5000000),
                           .run_month = in_run ? x->open : MONTH_NONE,
                           .run_sequence = in_run,
                           .matter = ACCOUNT_MATTER,
                           .recorded_at = x->now};
}

/* From what the open run pays, for what another line owes; more than it pays at times. */
static void take(struct history *x)
{
    x->b.entries[x->b.line.entry_count++] = (struct entry_row){.month = x->open,
                                                               .kind = ENTRY_TAKEN,
                                                               .amount = 1 + pick(600000),
                                                               .run_month = x->open,
                                                               .matter = ACCOUNT_MATTER + 1,
                                                               .recorded_at = x->now};
}

static void happen(struct history *x)
{
    x->now += 60 * 1000000;
    int what = pick(14), matter = x->matters ? 1 + pick(x->matters) : 0;
    if (what < 4) begin_matter(x);
    else if (what < 7 && matter) lift_matter(x, matter);
    else if (what < 8 && matter) void_matter(x, matter);
    else if (what < 10) book_rate(&x->b, some_month(x, 6), 100000 + pick(300000), x->now);
    else if (what < 11) refund(x);
    else if (what < 12) own_account(x);
    else if (what < 13) take(x);
    else instalments(x);
    settle(x);
}

static void start(struct history *x, int number)
{
    memset(x, 0, sizeof *x);
    seed = 20241231u + (uint64_t)number * 7919u;
    book_begin(&x->b, "2023-01", 100000 + pick(400000));
    if (pick(10) == 0) x->b.line.last_month = month_add(x->b.line.first_month, 6 + pick(6));
    x->open = x->b.line.first_month;
    x->now = at("2023-01-05");
}

static void lock(struct history *x)
{
    int i = x->open.index - x->b.locks.first.index;
    x->now += 24 * 3600 * INT64_C(1000000);
    book_lock(&x->b, x->open, x->now);
    x->paid_at_lock[i] = book_account(&x->b, x->open).paid;
    x->open = month_add(x->open, 1);
}

static void run(struct history *x, int number)
{
    start(x, number);
    for (int i = 0; i < MONTHS; i++) {
        for (int n = pick(3); n > 0; n--) happen(x);
        lock(x);
    }
}

static int64_t given(const struct history *x)
{
    int64_t total = 0;
    for (int i = 0; i < MONTHS; i++) {
        struct month_account a = book_account(&x->b, month_add(x->b.locks.first, i));
        total += a.paid + a.entered[ENTRY_BACK_PAID];
    }
    return total;
}

static void every_settled_month_balances_and_no_amount_is_negative(void **state)
{
    int instalments_paid = 0, supplementary = 0;
    (void)state;
    for (int n = 0; n < HISTORIES; n++) {
        run(&h, n);
        instalments_paid += h.instalments;
        assert_balanced(&h.b);
        for (size_t i = 0; i < h.b.line.entry_count; i++) {
            const struct entry_row *e = &h.b.entries[i];
            assert_true(e->amount > 0);
            supplementary += e->kind == ENTRY_BACK_PAID && e->run_sequence;
            assert_true(e->kind > ENTRY_UNSET && e->kind < ENTRY_COUNT);
            if (e->kind == ENTRY_ACCOUNT_BACK) continue; /* of a run, or come back after it */
            assert_int_equal(month_is_set(e->run_month),
                             e->kind == ENTRY_BACK_PAID || e->kind == ENTRY_REFUNDED ||
                                 e->kind == ENTRY_OFFSET || e->kind == ENTRY_ACCOUNT ||
                                 e->kind == ENTRY_TAKEN);
        }
    }
    assert_true(instalments_paid > 1000 && supplementary > 1000);
}

static void settling_again_adds_nothing(void **state)
{
    struct entry_row out[8];
    (void)state;
    for (int n = 0; n < HISTORIES; n++) {
        run(&h, n);
        struct ledger_pay pay = {
            .month = month_add(h.open, 1), .sequence = 1, .matter = 9, .recorded_at = h.now};
        assert_int_equal(ledger_settle(&h.b.line, &h.b.locks, &pay, out, 8), 0);
    }
}

static void what_a_lock_paid_never_changes(void **state)
{
    (void)state;
    for (int n = 0; n < HISTORIES; n++) {
        run(&h, n);
        for (int i = 0; i < MONTHS; i++)
            assert_int_equal(book_account(&h.b, month_add(h.b.locks.first, i)).paid,
                             h.paid_at_lock[i]);
    }
}

/* A payable month is paid in full: in its run, back-paid, less what is known to be too much. */
static void a_payable_month_ends_up_paid_in_full(void **state)
{
    (void)state;
    for (int n = 0; n < HISTORIES; n++) {
        run(&h, n);
        for (int i = 0; i < MONTHS; i++) {
            struct month m = month_add(h.b.locks.first, i);
            struct month_account a = book_account(&h.b, m);
            int64_t kept = a.paid + a.entered[ENTRY_BACK_PAID] - a.entered[ENTRY_REFUNDED] -
                           a.entered[ENTRY_OFFSET] - a.open_overpaid;
            if (a.state == MONTH_PAYABLE)
                assert_int_equal(kept, ledger_rate(&h.b.line, m, INT64_MAX, NULL));
            if (a.state == MONTH_NOT_DUE || a.state == MONTH_ENDED) assert_int_equal(kept, 0);
        }
    }
}

/* The same history with one more matter, undone: every month stands as if it had never been, and
 * the record is longer. */
static void an_undo_leaves_everything_as_if_it_had_never_been(void **state)
{
    (void)state;
    for (int n = 0; n < HISTORIES; n++) {
        run(&h, n);
        twin = h;
        book_copy(&twin.b, &h.b);
        if (twin.matters == MATTERS) continue;
        seed = (uint64_t)n;
        twin.matters++;
        book_span(&twin.b, (struct span_row){.effect = (enum span_effect)(SPAN_SUSPEND + pick(3)),
                                             .matter = twin.matters,
                                             .from = some_month(&twin, 6),
                                             .recorded_at = twin.now});
        settle(&twin);
        lock(&twin);
        void_matter(&twin, twin.matters);
        settle(&twin);
        lock(&h);
        settle(&h);
        assert_balanced(&twin.b);
        assert_true(twin.b.line.span_count == h.b.line.span_count + 2);
        for (int i = 0; i <= MONTHS; i++) {
            struct month m = month_add(h.b.locks.first, i);
            struct month_account a = book_account(&h.b, m), t = book_account(&twin.b, m);
            assert_int_equal(t.state, a.state);
            assert_int_equal(t.open_overpaid, a.open_overpaid);
            if (a.state == MONTH_PAYABLE)
                assert_int_equal(t.paid + t.entered[ENTRY_BACK_PAID] - t.open_overpaid,
                                 a.paid + a.entered[ENTRY_BACK_PAID] - a.open_overpaid);
        }
    }
}

/* The own account and what is taken for another line are of no month: without their entries every
 * month stands the same, and settling the rest gives the same entries (C13). */
static void an_own_account_and_what_is_taken_change_no_month(void **state)
{
    int paid = 0;
    (void)state;
    for (int n = 0; n < HISTORIES; n++) {
        run(&h, n);
        twin = h;
        book_copy(&twin.b, &h.b);
        size_t kept = 0;
        for (size_t i = 0; i < h.b.line.entry_count; i++)
            if (h.b.entries[i].kind < ENTRY_ACCOUNT) twin.b.entries[kept++] = h.b.entries[i];
        paid += kept < h.b.line.entry_count;
        twin.b.line.entry_count = kept;
        assert_true(ledger_own_account(&h.b.line, ACCOUNT_MATTER) >= 0);
        assert_int_equal(ledger_own_account(&twin.b.line, ACCOUNT_MATTER), 0);
        for (int i = 0; i <= MONTHS; i++) {
            struct month m = month_add(h.b.locks.first, i);
            struct month_account a = book_account(&h.b, m), t = book_account(&twin.b, m);
            memset(a.entered + ENTRY_ACCOUNT, 0, (ENTRY_COUNT - ENTRY_ACCOUNT) * sizeof *a.sum);
            memset(a.sum + ENTRY_ACCOUNT, 0, (ENTRY_COUNT - ENTRY_ACCOUNT) * sizeof *a.sum);
            assert_memory_equal(&a, &t, sizeof a);
        }
        settle(&twin);
        assert_int_equal(twin.b.line.entry_count, kept);
    }
    assert_true(paid > 1000);
}

/* 实发 ≥ 0, and nothing that was to be taken is lost or taken twice. */
static void what_is_taken_is_carried_until_a_run_can_bear_it(void **state)
{
    int carried = 0;
    (void)state;
    for (int n = 0; n < HISTORIES; n += 4) {
        int64_t entered = 0, sum = 0, left = 0;
        run(&h, n);
        for (int i = 0; i <= MONTHS; i++) {
            struct month m = month_add(h.b.locks.first, i);
            entered += ledger_in_run(&h.b.line, ENTRY_TAKEN, m, 0) +
                       ledger_in_run(&h.b.line, ENTRY_OFFSET, m, 0);
            int64_t taken = ledger_taken(&h.b.line, &h.b.locks, m, &left);
            assert_true(taken >= 0 && left >= 0);
            assert_true(taken <= ledger_regular(&h.b.line, &h.b.locks, m));
            assert_true(left == 0 || taken == ledger_regular(&h.b.line, &h.b.locks, m));
            sum += taken;
            assert_int_equal(sum + left, entered);
            carried += left > 0;
        }
    }
    assert_true(carried > 250);
}

static void one_more_lift_never_lowers_what_is_paid(void **state)
{
    int lifts = 0;
    (void)state;
    for (int n = 0; n < HISTORIES; n++) {
        run(&h, n);
        int64_t before = given(&h);
        for (int m = 1; m <= h.matters; m++) {
            if (h.lifted[m - 1]) continue;
            twin = h;
            book_copy(&twin.b, &h.b);
            lift_matter(&twin, m);
            settle(&twin);
            assert_balanced(&twin.b);
            assert_true(given(&twin) >= before);
            lifts += given(&twin) > before;
        }
    }
    assert_true(lifts > 1000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(every_settled_month_balances_and_no_amount_is_negative),
        TEST(settling_again_adds_nothing),
        TEST(what_a_lock_paid_never_changes),
        TEST(a_payable_month_ends_up_paid_in_full),
        TEST(an_undo_leaves_everything_as_if_it_had_never_been),
        TEST(an_own_account_and_what_is_taken_change_no_month),
        TEST(what_is_taken_is_carried_until_a_run_can_bear_it),
        TEST(one_more_lift_never_lowers_what_is_paid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
