#include "law/overlap.h"

#include "base/money.h"
#include "law/kinds.h"
#include "law/power.h"
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
    finding_rule(why, rules[item]); /* printed as 原办法 after its end */
    if (item == 3) {
        rules_cite(why, RULE_OVERLAP_DISABILITY_NATIONAL, why->asked_on);
        rules_cite(why, RULE_TOPUP_NATIONAL, why->asked_on);
    }
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
    int64_t sum = l->basic + l->own + l->government;
    if (sum == 0) {
        finding_missing(why, FACT_BASIC, FACT_MONEY);
        finding_missing(why, FACT_GOVERNMENT, FACT_MONEY);
        return false;
    }
    finding_fact(why, FACT_BASIC, FACT_MONEY, l->basic);
    finding_fact(why, FACT_GOVERNMENT, FACT_MONEY, l->government);
    finding_fact(why, FACT_OWN, FACT_MONEY, l->own);
    if (l->amount && l->amount != sum) {
        finding_fact(why, FACT_OTHER_AMOUNT, FACT_MONEY, l->amount);
        rules_contradictory(why);
        return false;
    }
    r->amount = l->basic + l->government;
    r->own = l->own;
    return true;
}

static bool top_up_part(const struct overlap_line *l, const struct overlap_line *pension,
                        struct overlap_refund *r, struct finding *why)
{
    if (l->standard == 0) finding_missing(why, FACT_STANDARD, FACT_MONEY);
    if (l->amount == 0) finding_missing(why, FACT_TOP_UP, FACT_MONEY);
    if (pension->amount == 0) finding_missing(why, FACT_PENSION, FACT_MONEY);
    if (l->standard == 0 || l->amount == 0 || pension->amount == 0) return false;
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
    if (refund->amount == 0) finding_missing(why, FACT_OTHER_AMOUNT, FACT_MONEY);
    r->amount = refund->amount;
    return refund->amount != 0;
}

/* The month lies in the measure's time or after it, and today's law gives the power to recover. */
static bool may_recover(const struct law *law, struct month m, struct finding *why)
{
    struct finding power;
    struct power_decision d = power_decision(law, law->today, &power);
    if (month_is_set(m)) {
        finding_fact(why, FACT_ENTITLED_MONTH, FACT_MONTH, m.index);
        if (rules_history_only(month_first(m), why)) return false;
    }
    if (!d.allowed) rules_outcome(why, OUTCOME_NO_LAW);
    rules_cite_power(why, law->today);
    return d.allowed;
}

/* Who is to pay back: the officer's choice, else dup.keep; -1: nobody has said. */
static int side_of(const struct law *law, int item, const struct overlap_line *a,
                   const struct overlap_line *b, int choose, struct finding *why)
{
    int64_t keep;
    if (choose == 0 || choose == 1) {
        rules_cite(why, RULE_OVERLAP_CHOICE, law->today);
        return choose;
    }
    if (!rules_param(law, PARAM_DUP_KEEP, law->today, &keep, why)) return -1;
    int side = default_side(item, a, b);
    if (side < 0) {
        finding_missing(why, FACT_KEEP_KIND, FACT_CODE);
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
    }
    return side;
}

struct overlap_refund overlap_month(const struct law *law, const struct overlap_line *a,
                                    const struct overlap_line *b, int choose, struct finding *why)
{
    struct overlap_refund r = {.refund_side = -1};
    r.item = overlap_case(law, a->kind, b->kind, why);
    if (why) why->question = QUESTION_REFUND;
    if (!r.item || (r.item != 4 && !may_recover(law, a->month, why))) return r;
    if (r.item == 4) { /* insured status: 医保局 is told */
        rules_outcome(why, OUTCOME_NOT_APPLICABLE);
        return r;
    }
    int side = side_of(law, r.item, a, b, choose, why);
    if (side < 0) return r;
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
    if (f->review_pending == TRI_YES || date_cmp(law->today, r->apply_from) < 0) return STEP_WAIT;
    return date_cmp(law->today, r->apply_until) > 0 ? STEP_TOO_LATE : STEP_APPLY;
}

struct date overlap_notice_served(const struct law *law, struct date published_on,
                                  struct finding *why)
{
    int64_t days;
    finding_start(why, QUESTION_SERVICE, law->today);
    rules_date(why, FACT_PUBLISHED_ON, published_on);
    if (!date_is_set(published_on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return DATE_NONE;
    }
    rules_cite_roll(why, published_on);
    if (!rules_param(law, PARAM_SERVICE_NOTICE_DAYS, published_on, &days, why)) return DATE_NONE;
    return rules_answer(law, calendar_roll(law->calendar, date_add_days(published_on, (int)days)),
                        why);
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
    r->review_until = rules_roll(law, date_add_days(served, (int)review), why);
    r->suit_until = rules_roll(law, date_add_months(served, (int)suit), why);
    struct date over = date_is_set(f->review_over_on) ? f->review_over_on
                                                      : date_max(r->review_until, r->suit_until);
    r->apply_from = date_add_days(over, 1);
    r->apply_until = rules_roll(law, date_add_months(over, (int)court), why);
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
    if (rules_contradict(why, FACT_DECISION_SERVED_ON, f->decision_served_on, FACT_DEMAND_SERVED_ON,
                         f->demand_served_on) ||
        rules_contradict(why, FACT_DECISION_SERVED_ON, f->decision_served_on, FACT_REVIEW_OVER_ON,
                         f->review_over_on) ||
        rules_history_only(f->decision_served_on, why))
        return r;
    rules_cite(why, RULE_REFUND_DEMAND, law->today);
    rules_cite(why, RULE_REFUND_COURT, law->today);
    rules_cite_power(why, law->today);
    rules_cite(why, RULE_REFUND_LOCAL, f->decision_served_on);
    if (date_is_set(f->decision_served_on) && !periods(law, f, &r, why)) return r;
    if (date_is_set(f->decision_served_on) && date_is_set(f->demand_served_on)) {
        if (!rules_param(law, PARAM_DEMAND_DAYS, f->demand_served_on, &days, why)) return r;
        r.demand_until = rules_working_days(law, f->demand_served_on, days, why);
        r.apply_from = date_max(r.apply_from, date_add_days(r.demand_until, 1));
    }
    r.step = step_of(law, f, &r);
    if (date_is_set(r.apply_from) && date_is_set(f->demand_served_on))
        rules_answer(law, r.apply_from, why);
    if (date_is_set(r.apply_until))
        finding_fact(why, FACT_APPLY_UNTIL, FACT_DATE, r.apply_until.day);
    bool unknown = r.step == STEP_APPLY && f->review_pending == TRI_UNKNOWN;
    if (unknown) finding_missing(why, FACT_REVIEW_PENDING, FACT_FLAG);
    rules_outcome(why, unknown                ? OUTCOME_NEEDS_EVIDENCE
                       : r.step == STEP_APPLY ? OUTCOME_MET
                                              : OUTCOME_NOT_MET);
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

/* Consent, or for residents' overlaps the expired demand. */
static enum outcome offset_allowed(const struct law *law, const struct overlap_offset_facts *f,
                                   struct finding *why)
{
    int64_t days;
    rules_flag(why, FACT_CONSENT, f->consent);
    if (f->consent == TRI_YES) return OUTCOME_MET;
    enum outcome otherwise = f->consent == TRI_UNKNOWN ? OUTCOME_NEEDS_EVIDENCE : OUTCOME_NOT_MET;
    rules_flag(why, FACT_OVERLAP_OF_RESIDENT, f->resident_overlap);
    if (f->resident_overlap == TRI_UNKNOWN) return OUTCOME_NEEDS_EVIDENCE;
    if (f->resident_overlap == TRI_NO ||
        !register_in_force(RULE_OVERLAP_OFFSET_NATIONAL, law->today))
        return otherwise;
    rules_date(why, FACT_DEMAND_SERVED_ON, f->demand_served_on);
    if (!date_is_set(f->demand_served_on)) return otherwise;
    if (!rules_param(law, PARAM_DEMAND_DAYS, f->demand_served_on, &days, why))
        return OUTCOME_NO_LAW;
    struct date last = rules_working_days(law, f->demand_served_on, days, why);
    return date_cmp(law->today, last) > 0 ? OUTCOME_MET : otherwise;
}

int64_t overlap_offset(const struct law *law, const struct overlap_offset_facts *f,
                       struct finding *why)
{
    int64_t share;
    finding_start(why, QUESTION_OFFSET, law->today);
    rules_cite(why, RULE_OVERLAP_OFFSET_NATIONAL, law->today);
    rules_cite_power(why, law->today);
    enum outcome allowed = offset_allowed(law, f, why);
    rules_outcome(why, allowed);
    if (allowed != OUTCOME_MET ||
        !rules_param(law, PARAM_OFFSET_MAX_SHARE, law->today, &share, why))
        return 0;
    int64_t most = f->payable * share / 100, taken = f->debt < most ? f->debt : most;
    finding_fact(why, FACT_PAYABLE, FACT_MONEY, f->payable);
    finding_fact(why, FACT_OFFSET, FACT_MONEY, taken);
    return taken;
}
