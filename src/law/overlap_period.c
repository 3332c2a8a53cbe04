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
        .month = m,
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

/* The first month that can count at all. */
static struct month begin(const struct overlap_asked *q)
{
    struct month both = later(q->a.line->first_month, q->b.line->first_month);
    return later(q->from, later(both, month_of(rules_measure_first())));
}

/* One month; *p takes it up, and parts has room for one more. */
static void count_month(const struct law *law, const struct overlap_asked *q, struct month m,
                        struct overlap_period *p, struct overlap_part *part)
{
    struct finding *one = &p->month_why;
    struct overlap_line a = line_of(&q->a, m), b = line_of(&q->b, m);
    struct overlap_refund r = overlap_month(law, &a, &b, q->choose, one);
    p->refund_side = r.refund_side;
    p->missing |= one->outcome == OUTCOME_NEEDS_EVIDENCE;
    if (one->outcome == OUTCOME_NEEDS_EVIDENCE) return;
    int64_t left = r.amount - ledger_overlap(r.refund_side ? q->b.line : q->a.line, m);
    if (left <= 0) return;
    *part = (struct overlap_part){m, left, r.own};
    p->count++;
    p->total += left;
    p->own += r.own;
}

struct overlap_period overlap_period(const struct law *law, const struct overlap_asked *q,
                                     struct overlap_part *parts, size_t cap, struct finding *why)
{
    struct overlap_period p = {.refund_side = -1};
    p.item = overlap_case(law, q->a.kind, q->b.kind, &p.month_why);
    if (why) *why = p.month_why;
    if (why && p.item) why->outcome = OUTCOME_NOT_MET;
    if (!p.item || p.item == 4) return p;
    for (struct month m = begin(q); month_cmp(m, q->through) <= 0 && p.count < cap;
         m = month_add(m, 1)) {
        if (!due(q->a.line, m) || !due(q->b.line, m)) continue;
        count_month(law, q, m, &p, &parts[p.count]);
        keep(why, &p.month_why);
    }
    if (why && !p.missing && !p.count) why->outcome = OUTCOME_NOT_MET;
    return p;
}
