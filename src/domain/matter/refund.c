/*
 * Refund 退还 of what was paid twice (art. 11; 77号; 行政强制法 53, 54, 69): the decision is
 * served, then the demand 催告 and its ten working days, then, when the periods for review and suit
 * have lapsed, the court. No step can be skipped: each guard asks overlap_recovery.
 */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"

static const struct matter_refund nothing;

static const struct matter_refund *refund_of(const struct matter_facts *f)
{
    return f->refund ? f->refund : &nothing;
}

static struct finding at_step(const struct matter_facts *f, enum overlap_step step, bool or_later)
{
    struct finding why;
    struct overlap_recovery r = overlap_recovery(f->law, &refund_of(f)->steps, &why);
    bool there = r.step == step || (or_later && r.step > step);
    if (why.outcome == OUTCOME_NO_LAW) return why;
    why.outcome = there ? OUTCOME_MET : OUTCOME_NOT_MET;
    if (!there && r.step == STEP_DECIDE)
        finding_missing(&why, FACT_DECISION_SERVED_ON, FACT_DATE),
            why.outcome = OUTCOME_NEEDS_EVIDENCE;
    if (!there && r.step == STEP_DEMAND)
        finding_missing(&why, FACT_DEMAND_SERVED_ON, FACT_DATE),
            why.outcome = OUTCOME_NEEDS_EVIDENCE;
    return why;
}

static struct finding may_demand(const struct matter_facts *f)
{
    return at_step(f, STEP_DEMAND, true);
}

static struct finding may_apply(const struct matter_facts *f)
{
    return at_step(f, STEP_APPLY, false);
}

static struct finding may_offset(const struct matter_facts *f)
{
    const struct matter_refund *r = refund_of(f);
    struct finding why;
    struct overlap_offset_facts facts = {.resident_overlap = r->resident ? TRI_YES : TRI_NO,
                                         .demand_served_on = r->steps.demand_served_on,
                                         .consent = r->consent ? TRI_YES : TRI_NO,
                                         .payable = r->payable,
                                         .debt = r->debt};
    if (overlap_offset(f->law, &facts, &why) <= 0 && why.outcome == OUTCOME_MET)
        why.outcome = OUTCOME_NOT_MET;
    return why;
}

static size_t on_offset(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    const struct matter_refund *r = refund_of(f);
    struct overlap_offset_facts facts = {.resident_overlap = r->resident ? TRI_YES : TRI_NO,
                                         .demand_served_on = r->steps.demand_served_on,
                                         .consent = r->consent ? TRI_YES : TRI_NO,
                                         .payable = r->payable,
                                         .debt = r->debt};
    out[0] = (struct effect){.kind = EFFECT_OFFSET,
                             .line_id = r->line_id,
                             .month = r->open,
                             .amount = overlap_offset(f->law, &facts, NULL)};
    return 1;
}

/* What is still owed at the most; the rest is the person's. */
static struct finding may_take(const struct matter_facts *f)
{
    struct finding why;
    int64_t amount = matter_value_number(f, "amount");
    overlap_recovery(f->law, &refund_of(f)->steps, &why);
    if (why.outcome == OUTCOME_NO_LAW) return why;
    finding_fact(&why, FACT_DEBT, FACT_MONEY, refund_of(f)->debt);
    finding_fact(&why, FACT_REFUND, FACT_MONEY, amount);
    why.outcome = amount > 0 && amount <= refund_of(f)->debt ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static size_t on_instalment(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_REFUND,
                             .line_id = refund_of(f)->line_id,
                             .amount = matter_value_number(f, "amount")};
    return 1;
}

static size_t on_paid(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    const struct matter_refund *r = refund_of(f);
    out[0] = (struct effect){.kind = EFFECT_REFUND, .line_id = r->line_id, .amount = r->debt};
    return 1;
}

static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)event_on;
    (void)why;
    return law_investigation_by(law, opened_on);
}

#define COMING_BACK(state)                                                                         \
    SERVE_ROWS(state),                                                                             \
        {.from = state, .event = EVENT_REVIEW, .to = state, .who = ACTION_MATTER_NOTE},            \
        {.from = state, .event = EVENT_REVIEW_OVER, .to = state, .who = ACTION_MATTER_NOTE},       \
        {.from = state,                                                                            \
         .event = EVENT_INSTALMENT,                                                                \
         .to = state,                                                                              \
         .who = ACTION_MATTER_NOTE,                                                                \
         .guard = may_take,                                                                        \
         .effects = on_instalment,                                                                 \
         .refusal = ZH_refusal_instalment},                                                        \
        {.from = state,                                                                            \
         .event = EVENT_PAID,                                                                      \
         .to = STATE_CLOSED,                                                                       \
         .who = ACTION_MATTER_CLOSE,                                                               \
         .effects = on_paid},                                                                      \
    {                                                                                              \
        .from = state, .event = EVENT_RESTORED, .to = STATE_CLOSED                                 \
    }

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    COMING_BACK(STATE_PROPOSED),
    COMING_BACK(STATE_DEMANDED),
    COMING_BACK(STATE_APPLIED),
    {.from = STATE_PROPOSED,
     .event = EVENT_CONTACT,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_DEMAND,
     .to = STATE_DEMANDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_demand,
     .letter = ZH_letter_demand},
    {.from = STATE_DEMANDED,
     .event = EVENT_CONSENT,
     .to = STATE_DEMANDED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_CONSENT,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_OFFSET,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_offset,
     .effects = on_offset},
    {.from = STATE_DEMANDED,
     .event = EVENT_OFFSET,
     .to = STATE_DEMANDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_offset,
     .effects = on_offset},
    {.from = STATE_DEMANDED,
     .event = EVENT_APPLY,
     .to = STATE_APPLIED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_apply,
     .letter = ZH_letter_court,
     .told = true},
};

static const struct matter_field fields[] = {
    {"amount", EVENT_INSTALMENT, VALUE_MONEY, true, NULL, ZH_field_instalment},
};

const struct matter_kind matter_refund = {
    .id = MATTER_REFUND,
    .word = "refund",
    .title = ZH_matter_refund,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};
