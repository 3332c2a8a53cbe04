#include "law/overlap_period.h"

#include "law/rules.h"

static bool due(const struct ledger_line *line, struct month m)
{
    enum month_state state = ledger_state(line, m, INT64_MAX);
    return state == MONTH_PAYABLE || state == MONTH_WITHHELD;
}

static struct overlap_line line_of(const struct overlap_side *side, struct month m)
{
    struct rate_row rate;
    int64_t amount = ledger_rate(side->line, m, INT64_MAX, &rate);
    return (struct overlap_line){
        .kind = side->kind,
        .amount = amount,
        .basic = rate.basic,
        .own = rate.account,
        .government = rate.subsidy,
        .standard = rate.standard,
        .first_month = side->line->first_month,
    };
}

static struct month later(struct month a, struct month b)
{
    return !month_is_set(a) || (month_is_set(b) && month_cmp(b, a) > 0) ? b : a;
}

/* Keeps the first finding that says more than those before it. */
static void keep(struct finding *why, const struct finding *one)
{
    if (!why || why->outcome == OUTCOME_NEEDS_EVIDENCE) return;
    if (one->outcome == OUTCOME_NEEDS_EVIDENCE || why->outcome != OUTCOME_MET) *why = *one;
}

struct overlap_period overlap_period(const struct law *law, const struct overlap_side *a, const struct overlap_side *b, int choose,
                                     struct month from, struct month through, struct overlap_part *parts, size_t cap,
                                     struct finding *why)
{
    struct finding one;
    struct overlap_period p = {.refund_side = -1};
    p.item = overlap_case(law, a->kind, b->kind, &one);
    if (why) *why = one;
    if (why && p.item) why->outcome = OUTCOME_NOT_MET;
    if (!p.item || p.item == 4) return p;
    from = later(from, later(later(a->line->first_month, b->line->first_month), month_of(rules_measure_first())));
    for (struct month m = from; month_cmp(m, through) <= 0 && p.count < cap; m = month_add(m, 1)) {
        if (!due(a->line, m) || !due(b->line, m)) continue;
        struct overlap_line la = line_of(a, m), lb = line_of(b, m);
        struct overlap_refund r = overlap_month(law, &la, &lb, choose, &one);
        keep(why, &one);
        p.refund_side = r.refund_side;
        p.missing |= one.outcome == OUTCOME_NEEDS_EVIDENCE;
        if (one.outcome == OUTCOME_NEEDS_EVIDENCE) continue;
        int64_t left = r.amount - ledger_overlap(r.refund_side ? b->line : a->line, m);
        if (left <= 0) continue;
        parts[p.count++] = (struct overlap_part){m, left, r.own};
        p.total += left;
        p.own += r.own;
    }
    if (why && !p.missing && !p.count) why->outcome = OUTCOME_NOT_MET;
    return p;
}
