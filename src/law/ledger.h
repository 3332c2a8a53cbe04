/*
 * The month ledger 月账 of one line, pure. Ordinary months are not rows: entitled = the rate, paid
 * = what the locked run paid, both computed from dated facts; only deviations are entries.
 * `ledger_settle` says which entries are missing for the facts as they are now: every decision
 * changes spans or rates and settles, nothing else writes entries, and settling twice adds nothing.
 *
 * Per month: entitled - paid - back_paid + refunded + offset + written_off = open withheld - open
 * overpaid + turned_not_due (design model; "Money, worked" of the readings). Amounts are 分 and
 * never negative. A month is settled only once its regular run is locked.
 *
 * An overlap (art. 11) makes part of a month's rate not due: entitled = rate - overlap, so that
 * what the month was paid beyond it is settled as overpaid, and what was withheld of it is never
 * back-paid. It counts until its matter is voided on the line.
 *
 * Spans: a row begins an effect at its first month without payment, or lifts or voids what the same
 * matter began. Months before a lift stay withheld in the runs they were in and are back-paid (a
 * lifted suspension) or stay not due (a lifted stop); a void undoes its cause as if it had never
 * been, which pays the months in full.
 *
 * What is overpaid because a month is not due is entered in the name of the matter by which it is
 * not due; what an undone one had entered is then entered anew.
 *
 * A hold (art. 7(3): a reported death is being verified) withholds one month, its first, and
 * decides nothing: the status of the line stays, and nothing is back-paid until it is voided, which
 * pays the month in full.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

enum span_effect { SPAN_UNSET, SPAN_SUSPEND, SPAN_STOP, SPAN_END, SPAN_LIFT, SPAN_VOID, SPAN_HOLD };

struct span_row {
    enum span_effect effect;
    int64_t matter;    /* the matter that began it */
    int64_t by_matter; /* the matter that wrote this row */
    struct month from;
    struct date happened_on;
    int64_t recorded_at;
};

struct rate_row {
    struct month from;
    int64_t amount, basic, account, subsidy, standard;
    int64_t recorded_at; /* among rows of one month the later recorded wins */
};

enum entry_kind {
    ENTRY_UNSET,
    ENTRY_WITHHELD,
    ENTRY_BACK_PAID,
    ENTRY_OVERPAID,
    ENTRY_REFUNDED,
    ENTRY_OFFSET,
    ENTRY_WRITTEN_OFF,
    ENTRY_TURNED_NOT_DUE,
    ENTRY_RECALLED, /* the run of the month was recalled before anybody was paid: earlier entries of
                       the month count no more */
    ENTRY_OVERLAP,  /* art. 11: of the month's rate not due, because another line is; decided, never
                       settled */
    ENTRY_ACCOUNT,  /* of the own account, paid to the heirs by a run of the month; of no month's
                       rate: from here on no part of the equation */
    ENTRY_ACCOUNT_BACK, /* … taken out of that run while it was open, or come back later (no run) */
    ENTRY_TAKEN, /* 抵扣: of what the run of the month pays this line, for what a line owes, its own
                    payer's or another's; that line has offset. Of no month's rate */
    ENTRY_COUNT
};

struct entry_row {
    struct month month; /* of entitlement */
    enum entry_kind kind;
    int64_t amount;
    struct month run_month; /* the payroll that pays or takes it; none for withheld, overpaid,
                               turned_not_due */
    int run_sequence;       /* 0 regular, 1.. supplementary */
    int64_t matter;
    int64_t recorded_at;
};

/* Which regular runs of the payer are locked, and when: locked_at[i] belongs to first + i; 0 is
 * open. */
struct ledger_locks {
    struct month first;
    size_t count;
    const int64_t *locked_at;
};

struct ledger_line {
    struct month first_month, last_month; /* last: none when open */
    int64_t recorded_at; /* months locked before this are history of another system */
    const struct rate_row *rates;
    size_t rate_count;
    const struct span_row *spans;
    size_t span_count;
    const struct entry_row *entries; /* within a month in the order in which they were entered */
    size_t entry_count;
};

enum month_state { MONTH_OUTSIDE, MONTH_PAYABLE, MONTH_WITHHELD, MONTH_NOT_DUE, MONTH_ENDED };

/* How the month stands in its regular run, by what was recorded at or before known_at (INT64_MAX:
 * now). */
enum month_state ledger_state(const struct ledger_line *line, struct month m, int64_t known_at);
/* The hold over the month (none: over any) that was on record by known_at and as_of (none: today)
 * and not voided by then; NULL when there is none. */
const struct span_row *ledger_held(const struct ledger_line *line, struct month m, int64_t known_at,
                                   struct date as_of);
/* The rate of the month as known then; 0 outside the line. row may be NULL. */
int64_t ledger_rate(const struct ledger_line *line, struct month m, int64_t known_at,
                    struct rate_row *row);
/* Of the rate of the month what overlaps have made not due (never more than the rate counts). */
int64_t ledger_overlap(const struct ledger_line *line, struct month m);
/* Lock moment of a month, 0 when open. */
int64_t ledger_locked_at(const struct ledger_locks *locks, struct month m);

struct month_account {
    struct month month;
    enum month_state state;
    int64_t entitled, paid;
    int64_t entered[ENTRY_COUNT]; /* by kind, as entered */
    int64_t sum[ENTRY_COUNT];     /* by kind, as it counts: less what a later fact has overtaken (an
                                     undone death) */
    int64_t open_withheld, open_overpaid;
};

/* Reads one month. Months not locked: paid is 0 and entitled the rate. */
struct month_account ledger_account(const struct ledger_line *line,
                                    const struct ledger_locks *locks, struct month m);
/* The equation of the header; 0 when it holds, else the difference in 分. */
int64_t ledger_difference(const struct month_account *a);

struct ledger_pay { /* where back-pay goes and in whose name */
    struct month month;
    int sequence;
    int64_t matter;
    int64_t recorded_at;
};

/* Writes the entries missing for all locked months into out[cap], in order of months; returns their
 * count (never more than cap: the rest comes with the next call). pay.month none: only withheld,
 * overpaid and turned_not_due entries, no back-pay. */
size_t ledger_settle(const struct ledger_line *line, const struct ledger_locks *locks,
                     const struct ledger_pay *pay, struct entry_row *out, size_t cap);

/* The same for the months of another system, which paid what the rate says: what a loss learnt late
 * makes not due is overpaid, and what came back for a decision that was undone is paid again. */
size_t ledger_settle_past(const struct ledger_line *line, const struct ledger_locks *locks,
                          const struct ledger_pay *pay, struct entry_row *out, size_t cap);

/* What the matter `cause` made overpaid in the month and is still owed, after what the refunds (the
 * ids of their matters) brought back; 0 once the cause is voided on the line. */
int64_t ledger_owed(const struct ledger_line *line, int64_t cause, const int64_t *refunds,
                    size_t refund_count, struct month m);

/* What the regular run of the month pays the line: 应发, as locked or, while open, as it would be
 * now. */
int64_t ledger_regular(const struct ledger_line *line, const struct ledger_locks *locks,
                       struct month m);
/* What is taken of the line in the regular run of the month: what was entered for it and what
 * earlier runs paid too little for, never more than the run pays (实发 ≥ 0, the remainder is
 * carried). left, which may be NULL: what the next run takes. */
int64_t ledger_taken(const struct ledger_line *line, const struct ledger_locks *locks,
                     struct month m, int64_t *left);
/* What of the own account the matter has paid and has not come back. */
int64_t ledger_own_account(const struct ledger_line *line, int64_t matter);
/* Sum of the entries of a kind that a run pays or takes. */
int64_t ledger_in_run(const struct ledger_line *line, enum entry_kind kind, struct month run_month,
                      int sequence);

/* The line's status on a day as the fold of its spans (1 paid, 2 suspended, 3 stopped, 4 ended) and
 * the matter that set it. A span counts from its release, a lift from its own release, but a lift
 * that came with the beginning (the end of a sentence) from its month on; ended outweighs stopped
 * outweighs suspended. */
int ledger_status(const struct ledger_line *line, int64_t known_at, struct date as_of,
                  int64_t *matter);
/* First day after `after` on which the status may change: that of a row which was recorded for a
 * later day (a night made up late asks for a day of the past), or of a foreseen lift; none when
 * there is no such day. */
struct date ledger_next_change(const struct ledger_line *line, struct date after);
