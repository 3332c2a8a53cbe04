/*
 * Art. 11: 重复领取, by month of entitlement and amount. Months and their entries are the ledger's
 * (law/ledger.h); this says whether two lines overlap, how much of a month, which side is refunded,
 * and which step of recovery is open. ④ is insured status, not money.
 *
 * A refund is an adverse act: its power is national law in force on law->today (社会保险法, 条例),
 * also while the measure stands; art. 11 names the substance of the months it held for, after its
 * end only as 原办法.
 */
#pragma once
#include "law/law.h"

/* 1 to 4: the item of art. 11 under which the two kinds overlap; 0: none (居民养老 + 抚恤金,
 * anything + 护理费). The same basic pension drawn twice is item 1 where dup.same_kind is on. */
int overlap_case(const struct law *law, int kind_a, int kind_b, struct finding *why);

/* Item 3's exception: what of a month's top-up the fund should not have paid: max(0, top_up −
 * max(0, standard − pension)). 分. */
int64_t overlap_top_up(int64_t standard, int64_t top_up, int64_t pension);

struct overlap_line {
    int kind;
    struct month month; /* of entitlement, the same in both (a's is read); none: not asked */
    int64_t amount;     /* entitlement of the month, 分; 0: unknown */
    int64_t basic, own, government; /* 居民养老: the components; all 0: unknown */
    int64_t standard;               /* 伤残津贴补差: the standard it tops up; 0: unknown */
    struct month first_month;       /* of two of one kind the earlier is kept */
};

struct overlap_refund {
    int item;        /* of art. 11; 0: no overlap */
    int refund_side; /* 0: line a, 1: line b; -1: an officer must choose, or ④ (refer to 医保局) */
    int64_t amount; /* 分 of that month to refund */
    int64_t own;    /* 分 of the own account that go back to the person when the line ends */
};

/* One month of two lines. NEEDS_EVIDENCE when components or the standard are missing, or both are
 * work pensions (an officer records the choice), or when components do not sum up to the amount.
 * A month before the measure: NO_LAW. `choose` 0 or 1 overrides the default
 * side, -1 takes the default. */
struct overlap_refund overlap_month(const struct law *law, const struct overlap_line *a,
                                    const struct overlap_line *b, int choose, struct finding *why);

/* ---- Recovery: decision → 催告 → court; a step cannot be skipped ------------------------------
 */

/* 公告送达: the day on which a letter published on that day counts as served (service.notice_days,
 * rolled like every period in days). none when no law is in force. */
struct date overlap_notice_served(const struct law *law, struct date published_on,
                                  struct finding *why);

struct overlap_recovery_facts {
    struct date decision_served_on, demand_served_on; /* none: not yet served */
    struct date
        review_over_on; /* a review or suit that was brought ended on; none when none was brought */
    enum tri review_pending;
};
enum overlap_step { STEP_DECIDE, STEP_DEMAND, STEP_WAIT, STEP_APPLY, STEP_TOO_LATE };
struct overlap_recovery {
    enum overlap_step step;
    struct date review_until,
        suit_until;           /* 60 days and six months from the service of the decision, rolled */
    struct date demand_until; /* 10 working days from the service of the demand */
    struct date apply_from, apply_until; /* first and last day for the application to the court */
};
struct overlap_recovery overlap_recovery(const struct law *law,
                                         const struct overlap_recovery_facts *facts,
                                         struct finding *why);

/* n instalments of a debt: each half-up to the 分, never more than what is left, the last takes the
 * remainder. */
void overlap_instalments(int64_t total, int n, int64_t *parts);

struct overlap_offset_facts {
    enum tri resident_overlap; /* of 居民 overlaps: by law, once the served demand has expired; all
                              others: consent */
    struct date demand_served_on;
    enum tri consent;      /* written */
    int64_t payable, debt; /* 分 of the month; still owed */
};
/* 分 that may be offset this month: at most offset.max_share of it, fractions dropped. 0 with the
 * reason in why. */
int64_t overlap_offset(const struct law *law, const struct overlap_offset_facts *facts,
                       struct finding *why);
