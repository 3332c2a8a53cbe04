/*
 * Art. 11 over time: the months in which two lines of one person are both due, and what of them is
 * to be refunded (law/overlap.h says it of one month). Pure; months count by entitlement, not by
 * payment, so arrears count in the month they are for. What an earlier decision has already made
 * not due counts no second time. Months before 2018-01 are history only.
 *
 * Not here: entering it in the ledger (domain/matter/overlap.c says what, app does it), and
 * overlaps of medical insurance, which are no money.
 */
#pragma once
#include "law/ledger.h"
#include "law/overlap.h"

struct overlap_side {
    int kind;
    const struct ledger_line *line;
};

struct overlap_part {
    struct month month;
    int64_t amount, own; /* 分 to refund; of the own account, the person's */
};

struct overlap_period {
    int item;                 /* of art. 11; 0: the kinds do not overlap */
    int refund_side;          /* 0 a, 1 b, -1 an officer must choose */
    size_t count;             /* parts */
    int64_t total, own;       /* 分, sums of the parts */
    bool missing;             /* a month cannot be told: why says which fact is missing */
    struct finding month_why; /* of the last month asked */
};

struct overlap_asked {
    struct overlap_side a, b;
    int choose;                 /* as in overlap_month */
    struct month from, through; /* inclusive; from none: the beginning */
};

#define OVERLAP_MONTHS 240

/* parts[cap] gets the months with something to refund, ascending. why: the first month that misses
 * a fact, else the first with something to refund, else NOT_MET. */
struct overlap_period overlap_period(const struct law *law, const struct overlap_asked *asked,
                                     struct overlap_part *parts, size_t cap, struct finding *why);
