/*
 * What is still owed of what one cause (a loss, an overlap) has made overpaid: what the ledger has
 * (law/ledger.h: ledger_owed), less what an order for fraud asked back before the refund was
 * decided (art. 12): nobody owes a month twice. An order fills the months that it names from the
 * oldest on, line after line of its payer; one that names none fills every month. What an order
 * asks back counts as the refund's release found it, so that undoing the order later adds nothing
 * to a debt that was decided: the night opens a refund of its own for that.
 */
#pragma once
#include "app/dossier.h"

struct owed {
    int64_t cause;    /* the overlap or loss */
    int64_t *refunds; /* the matters that bring it back */
    size_t refund_count;
    struct owed_share *ordered; /* by an order for fraud */
    size_t ordered_count;
};

/* As `refund` has it; as it would be decided now where that is NULL or not decided. In the
 * dossier's arena. */
struct owed refund_owed(struct dossier *s, int64_t cause, const struct matter_file *refund);
/* 分 of one month of a line. */
int64_t refund_owed_in(const struct line *l, const struct owed *o, struct month m);
/* Is the line's entry `at` the first by which the cause made its month overpaid? Goes over the
 * months once each, as they were entered. */
bool refund_owed_first(const struct line *l, size_t at, const struct owed *o);
/* 分 that orders ask back of all lines. */
int64_t refund_owed_ordered(const struct owed *o);
