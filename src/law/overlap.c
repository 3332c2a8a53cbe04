#include "law/overlap.h"

#include "base/money.h"
#include "law/kinds.h"
#include "law/rules.h"

static bool disability(int kind)
{
    return kind == LINE_DISABILITY || kind == LINE_DISABILITY_TOP_UP;
}

static int item_of(const struct law *law, int a, int b)
{
    int64_t same = CHOICE_DUP_SAME_KIND_ON;
    bool pensions = line_kind_basic_pension(a) && line_kind_basic_pension(b);
    params_value(law->params, PARAM_DUP_SAME_KIND, law->today, &same);
    if (pensions) return a != b || same == CHOICE_DUP_SAME_KIND_ON ? 1 : 0;
    bool work = line_kind_work_pension(a) || line_kind_work_pension(b);
    if (work && (line_kind_dependant(a) || line_kind_dependant(b))) return 2;
    if (work && (disability(a) || disability(b))) return 3;
    return line_kind_medical(a) && line_kind_medical(b) && a != b ? 4 : 0;
}

static void cite(struct finding *why, int item)
{
    static const int rules[] = {RULE_NONE, RULE_OVERLAP_PENSIONS, RULE_OVERLAP_SURVIVOR,
                                RULE_OVERLAP_DISABILITY, RULE_OVERLAP_MEDICAL};
    if (!why || !item) return;
    finding_rule(why, rules[item]);
    if (item == 3) rules_cite(why, RULE_TOPUP_NATIONAL, why->asked_on);
    if (item == 1) rules_cite(why, RULE_OVERLAP_REFUND_NATIONAL, why->asked_on);
}

int overlap_case(const struct law *law, int kind_a, int kind_b, struct finding *why)
{
    finding_start(why, QUESTION_OVERLAP, law->today);
    finding_fact(why, FACT_LINE_KIND, FACT_CODE, kind_a);
    finding_fact(why, FACT_OTHER_KIND, FACT_CODE, kind_b);
    int item = item_of(law, kind_a, kind_b);
    rules_outcome(why, item ? OUTCOME_MET : OUTCOME_NOT_MET);
    if (item) finding_fact(why, FACT_OVERLAP_CASE, FACT_COUNT, item);
    cite(why, item);
    return item;
}

int64_t overlap_top_up(int64_t standard, int64_t top_up, int64_t pension)
{
    int64_t due = standard > pension ? standard - pension : 0;
    return top_up > due ? top_up - due : 0;
}

/* ---- One month ------------------------------------------------------------------------------ */

/* The side that is refunded where nobody chose another: 0 line a, 1 line b, -1 an officer must say.
 */
static int default_side(int item, /* 1 to 3 */ const struct overlap_line *a,
                        const struct overlap_line *b)
{
    if (item != 1) return line_kind_work_pension(a->kind) ? 1 : 0;
    bool ra = a->kind == LINE_RESIDENT_PENSION, rb = b->kind == LINE_RESIDENT_PENSION;
    if (ra != rb) return rb ? 1 : 0;
    if (!ra || !month_is_set(a->first_month) || !month_is_set(b->first_month)) return -1;
    int order = month_cmp(a->first_month, b->first_month);
    return order < 0 ? 1 : order > 0 ? 0 : -1;
}

static bool resident_part(const struct overlap_line *l, struct overlap_refund *r,
                          struct finding *why)
{
    if (l->basic + l->own + l->government == 0) {
        finding_missing(why, FACT_BASIC, FACT_MONEY);
        finding_missing(why, FACT_GOVERNMENT, FACT_MONEY);
        return false;
    }
    finding_fact(why, FACT_BASIC, FACT_MONEY, l->basic);
    finding_fact(why, FACT_GOVERNMENT, FACT_MONEY, l->government);
    finding_fact(why, FACT_OWN, FACT_MONEY, l->own);
    r->amount = l->basic + l->government;
    r->own = l->own;
    return true;
}

static bool top_up_part(const struct overlap_line *l, const struct overlap_line *pension,
                        struct overlap_refund *r, struct finding *why)
{
    if (l->standard == 0) {
        finding_missing(why, FACT_STANDARD, FACT_MONEY);
        return false;
    }
    finding_fact(why, FACT_STANDARD, FACT_MONEY, l->standard);
    finding_fact(why, FACT_TOP_UP, FACT_MONEY, l->amount);
    finding_fact(why, FACT_PENSION, FACT_MONEY, pension->amount);
    r->amount = overlap_top_up(l->standard, l->amount, pension->amount);
    return true;
}

/* What of the refunded line's month goes back; false: a fact is missing. */
static bool part(const struct overlap_line *refund, const struct overlap_line *keep,
                 struct overlap_refund *r, struct finding *why)
{
    if (refund->kind == LINE_RESIDENT_PENSION) return resident_part(refund, r, why);
    if (refund->kind == LINE_DISABILITY_TOP_UP) return top_up_part(refund, keep, r, why);
    r->amount = refund->amount;
    return true;
}

struct overlap_refund overlap_month(const struct law *law, const struct overlap_line *a,
                                    const struct overlap_line *b, int choose, struct finding *why)
{
    struct overlap_refund r = {.refund_side = -1};
    r.item = overlap_case(law, a->kind, b->kind, why);
    if (why) why->question = QUESTION_REFUND;
    if (!r.item) return r;
    if (r.item == 4) { /* insured status: 医保局 is told */
        rules_outcome(why, OUTCOME_NOT_APPLICABLE);
        return r;
    }
    int side = choose == 0 || choose == 1 ? choose : default_side(r.item, a, b);
    if (side < 0) {
        finding_missing(why, FACT_KEEP_KIND, FACT_CODE);
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return r;
    }
    const struct overlap_line *refund = side ? b : a, *keep = side ? a : b;
    if (a->kind == LINE_RESIDENT_PENSION && a->kind == b->kind)
        rules_cite(why, RULE_OVERLAP_SAME_NATIONAL, law->today);
    finding_fact(why, FACT_KEEP_KIND, FACT_CODE, keep->kind);
    r.refund_side = side;
    if (!part(refund, keep, &r, why)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return r;
    }
    finding_fact(why, FACT_REFUND, FACT_MONEY, r.amount);
    rules_outcome(why, r.amount > 0 ? OUTCOME_MET : OUTCOME_NOT_MET);
    return r;
}

/* ---- Recovery ------------------------------------------------------------------------------- */

static enum overlap_step step_of(const struct law *law, const struct overlap_recovery_facts *f,
                                 const struct overlap_recovery *r)
{
    if (!date_is_set(f->decision_served_on)) return STEP_DECIDE;
    if (!date_is_set(f->demand_served_on)) return STEP_DEMAND;
    if (f->review_pending || date_cmp(law->today, r->apply_from) < 0) return STEP_WAIT;
    return date_cmp(law->today, r->apply_until) > 0 ? STEP_TOO_LATE : STEP_APPLY;
}

/* The periods that run from the service of the decision. */
static bool periods(const struct law *law, const struct overlap_recovery_facts *f,
                    struct overlap_recovery *r, struct finding *why)
{
    int64_t review, suit, court;
    struct date served = f->decision_served_on;
    if (!rules_param(law, PARAM_REVIEW_DAYS, served, &review, why) ||
        !rules_param(law, PARAM_SUIT_MONTHS, served, &suit, why) ||
        !rules_param(law, PARAM_COURT_APPLY_MONTHS, served, &court, why))
        return false;
    r->review_until = calendar_roll(law->calendar, date_add_days(served, (int)review));
    r->suit_until = calendar_roll(law->calendar, date_add_months(served, (int)suit));
    struct date over = date_is_set(f->review_over_on) ? f->review_over_on
                                                      : date_max(r->review_until, r->suit_until);
    r->apply_from = date_add_days(over, 1);
    r->apply_until = calendar_roll(law->calendar, date_add_months(over, (int)court));
    finding_fact(why, FACT_REVIEW_UNTIL, FACT_DATE, r->review_until.day);
    finding_fact(why, FACT_SUIT_UNTIL, FACT_DATE, r->suit_until.day);
    return true;
}

struct overlap_recovery
overlap_recovery(const struct law *law, const struct overlap_recovery_facts *f, struct finding *why)
{
    struct overlap_recovery r = {0};
    int64_t days;
    finding_start(why, QUESTION_RECOVERY, law->today);
    rules_date(why, FACT_DECISION_SERVED_ON, f->decision_served_on);
    rules_date(why, FACT_DEMAND_SERVED_ON, f->demand_served_on);
    rules_cite(why, RULE_REFUND_DEMAND, law->today);
    rules_cite(why, RULE_REFUND_COURT, law->today);
    if (date_is_set(f->decision_served_on) && !periods(law, f, &r, why)) return r;
    if (date_is_set(f->demand_served_on)) {
        if (!rules_param(law, PARAM_DEMAND_DAYS, f->demand_served_on, &days, why)) return r;
        r.demand_until = rules_working_days(law, f->demand_served_on, days, why);
        r.apply_from = date_max(r.apply_from, date_add_days(r.demand_until, 1));
    }
    r.step = step_of(law, f, &r);
    if (date_is_set(r.apply_from) && date_is_set(f->demand_served_on))
        rules_answer(law, r.apply_from, why);
    if (date_is_set(r.apply_until))
        finding_fact(why, FACT_APPLY_UNTIL, FACT_DATE, r.apply_until.day);
    rules_outcome(why, r.step == STEP_APPLY ? OUTCOME_MET : OUTCOME_NOT_MET);
    return r;
}

void overlap_instalments(int64_t total, int n, int64_t *parts)
{
    int64_t left = total;
    for (int i = 0; i < n; i++) {
        int64_t part = i == n - 1 ? left : money_share(total, 1, n);
        parts[i] = part < left ? part : left;
        left -= parts[i];
    }
}

static bool offset_allowed(const struct law *law, const struct overlap_offset_facts *f,
                           struct finding *why)
{
    int64_t days;
    finding_fact(why, FACT_CONSENT, FACT_FLAG, f->consent);
    finding_fact(why, FACT_OVERLAP_OF_RESIDENT, FACT_FLAG, f->resident_overlap);
    if (f->consent) return true;
    if (!f->resident_overlap || !register_in_force(RULE_OVERLAP_OFFSET_NATIONAL, law->today))
        return false;
    rules_date(why, FACT_DEMAND_SERVED_ON, f->demand_served_on);
    if (!date_is_set(f->demand_served_on) ||
        !rules_param(law, PARAM_DEMAND_DAYS, f->demand_served_on, &days, why))
        return false;
    return date_cmp(law->today, rules_working_days(law, f->demand_served_on, days, why)) > 0;
}

int64_t overlap_offset(const struct law *law, const struct overlap_offset_facts *f,
                       struct finding *why)
{
    int64_t share;
    finding_start(why, QUESTION_OFFSET, law->today);
    rules_cite(why, RULE_OVERLAP_OFFSET_NATIONAL, law->today);
    bool allowed = offset_allowed(law, f, why);
    rules_outcome(why, allowed ? OUTCOME_MET : OUTCOME_NOT_MET);
    if (!allowed || !rules_param(law, PARAM_OFFSET_MAX_SHARE, law->today, &share, why)) return 0;
    int64_t most = f->payable * share / 100, taken = f->debt < most ? f->debt : most;
    finding_fact(why, FACT_PAYABLE, FACT_MONEY, f->payable);
    finding_fact(why, FACT_OFFSET, FACT_MONEY, taken);
    return taken;
}
