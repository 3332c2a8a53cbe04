/* A line's facts that grow over time, for tests of the ledger: rates, spans, entries and the
 * payer's locks, with room for all. */
#pragma once
#include "fixture.h"

#include "base/clock.h"
#include "law/ledger.h"

#define BOOK_ROWS 600
#define BOOK_MONTHS 60

struct book {
    struct rate_row rates[BOOK_ROWS];
    struct span_row spans[BOOK_ROWS];
    struct entry_row entries[BOOK_ROWS];
    int64_t locked_at[BOOK_MONTHS];
    struct ledger_line line;
    struct ledger_locks locks;
};

static inline int64_t at(const char *day)
{
    return moment_of(D(day), 9, 0);
}

/* A line of `amount` from `first`, recorded in its first month; locks begin there too. */
static inline void book_begin(struct book *b, const char *first, int64_t amount)
{
    memset(b, 0, sizeof *b);
    b->rates[0] = (struct rate_row){
        .from = M(first), .amount = amount, .recorded_at = moment_of(month_first(M(first)), 1, 0)};
    b->line = (struct ledger_line){.first_month = M(first),
                                   .recorded_at = b->rates[0].recorded_at,
                                   .rates = b->rates,
                                   .rate_count = 1,
                                   .spans = b->spans,
                                   .entries = b->entries};
    b->locks = (struct ledger_locks){M(first), BOOK_MONTHS, b->locked_at};
}

static inline void book_copy(struct book *to, const struct book *from)
{
    *to = *from;
    to->line.rates = to->rates;
    to->line.spans = to->spans;
    to->line.entries = to->entries;
    to->locks.locked_at = to->locked_at;
}

static inline void book_span(struct book *b, struct span_row row)
{
    assert_true(b->line.span_count < BOOK_ROWS);
    if (!row.by_matter) row.by_matter = row.matter;
    row.happened_on = moment_date(row.recorded_at);
    b->spans[b->line.span_count++] = row;
}

static inline void book_rate(struct book *b, struct month from, int64_t amount, int64_t recorded_at)
{
    assert_true(b->line.rate_count < BOOK_ROWS);
    b->rates[b->line.rate_count++] =
        (struct rate_row){.from = from, .amount = amount, .recorded_at = recorded_at};
}

static inline size_t book_settle(struct book *b, struct ledger_pay pay)
{
    struct entry_row out[16];
    size_t n, total = 0;
    do {
        n = ledger_settle(&b->line, &b->locks, &pay, out, 16);
        assert_true(b->line.entry_count + n <= BOOK_ROWS);
        if (n) memcpy(b->entries + b->line.entry_count, out, n * sizeof *out);
        b->line.entry_count += n;
        total += n;
    } while (n >= 14);
    return total;
}

/* The night of a lock: what the run finds withheld is entered, back-pay goes to the month after. */
static inline void book_lock(struct book *b, struct month m, int64_t moment)
{
    int at_index = m.index - b->locks.first.index;
    assert_true(at_index >= 0 && at_index < BOOK_MONTHS);
    b->locked_at[at_index] = moment;
    book_settle(b, (struct ledger_pay){.month = month_add(m, 1), .recorded_at = moment});
}

/* Locks from..to on their lock days by the calendar. */
static inline void book_lock_range(struct book *b, const char *from, const char *to)
{
    for (struct month m = M(from); month_cmp(m, M(to)) <= 0; m = month_add(m, 1))
        book_lock(b, m, moment_of(law_lock_day(&law, m), 20, 0));
}

static inline struct month_account book_account(const struct book *b, struct month m)
{
    return ledger_account(&b->line, &b->locks, m);
}

static inline void assert_balanced(const struct book *b)
{
    for (int i = 0; i < BOOK_MONTHS; i++) {
        struct month m = month_add(b->locks.first, i);
        struct month_account a = book_account(b, m);
        if (!b->locked_at[i] || b->locked_at[i] < b->line.recorded_at) continue;
        if (ledger_difference(&a))
            print_message("%s: off by %lld\n", month_print(m).s, (long long)ledger_difference(&a));
        assert_int_equal(ledger_difference(&a), 0);
        assert_true(a.paid >= 0 && a.entitled >= 0 && a.open_withheld >= 0 && a.open_overpaid >= 0);
    }
}
