/*
 * Refund 退还 of what was paid twice (art. 11; 77号) or after entitlement had ended (arts. 8, 9;
 * 社会保险法, 条例 26; 行政强制法 53, 54, 69). The overlap's own decision says what goes back;
 * after a loss it is decided here, by one and released by another. Then the decision is served, the
 * demand 催告 and its ten working days, and, when the periods for review and suit have lapsed, the
 * court. No step can be skipped: each guard asks overlap_recovery.
 */
#include "domain/matter.h"
#include "domain/matter/offset.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/overpaid.h"

static struct finding at_step(const struct matter_facts *f, enum overlap_step step, bool or_later)
{
    struct finding why;
    struct overlap_recovery r = overlap_recovery(f->law, &offset_refund(f)->steps, &why);
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

/* What is still owed at the most; the rest is the person's. */
static struct finding may_take(const struct matter_facts *f)
{
    struct finding why;
    int64_t amount = matter_value_number(f, "amount");
    overlap_recovery(f->law, &offset_refund(f)->steps, &why);
    if (why.outcome == OUTCOME_NO_LAW) return why;
    finding_fact(&why, FACT_DEBT, FACT_MONEY, offset_refund(f)->debt);
    finding_fact(&why, FACT_REFUND, FACT_MONEY, amount);
    why.outcome = amount > 0 && amount <= offset_refund(f)->debt ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static size_t on_instalment(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    return offset_spread(offset_refund(f), matter_value_number(f, "amount"),
                         (struct effect){.kind = EFFECT_REFUND}, out);
}

static size_t on_paid(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    const struct matter_refund *r = offset_refund(f);
    size_t n = offset_end(f, out);
    return n + offset_spread(r, r->debt, (struct effect){.kind = EFFECT_REFUND}, out + n);
}

/* ---- After a loss: the decision that money goes back ---------------------------------------- */

/* Every line that owes must have stopped by the ground itself; the finding is the first that says
 * no, else the first of them with what is owed altogether. */
static struct finding may_decide(const struct matter_facts *f)
{
    const struct matter_refund *r = offset_refund(f);
    struct finding why;
    finding_start(&why, QUESTION_OVERPAID, f->law->today);
    why.outcome = OUTCOME_NOT_MET;
    for (size_t i = 0; r->after_loss && i < r->owing_count; i++) {
        struct finding one;
        struct overpaid_facts facts = {.loss = r->loss,
                                       .reported_on = r->reported_on,
                                       .reporter_in_city = r->reporter_in_city ? TRI_YES : TRI_NO,
                                       .amount = r->owing[i].debt};
        facts.loss.line_kind = r->owing[i].kind;
        facts.loss.relation = r->owing[i].relation;
        facts.loss.birth = f->birth;
        facts.loss.appraisal_until = r->owing[i].appraisal_until;
        if (!r->owing[i].debt) continue;
        overpaid_recover(f->law, &facts, &one);
        if (why.outcome != OUTCOME_MET || one.outcome != OUTCOME_MET) why = one;
        if (one.outcome != OUTCOME_MET) return why;
    }
    if (why.outcome == OUTCOME_MET) finding_fact(&why, FACT_DEBT, FACT_MONEY, r->debt);
    if (r->ordered) finding_fact(&why, FACT_ORDERED, FACT_MONEY, r->ordered);
    return why;
}

static struct finding may_release(const struct matter_facts *f)
{
    return rows_on_file(f, may_decide(f));
}

/* What an overlap decided is undone with the overlap. What is still owed after an undo gets a new
 * matter from the night. */
static struct finding may_undo(const struct matter_facts *f)
{
    struct finding why;
    finding_start(&why, QUESTION_OVERPAID, f->law->today);
    why.outcome = offset_refund(f)->after_loss ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

/* What is still owed, in equal parts a month apart (law/overlap.h: overlap_instalments); it changes
 * no period of the recovery. */
static struct finding may_plan(const struct matter_facts *f)
{
    const struct matter_refund *r = offset_refund(f);
    struct finding why;
    int64_t n = matter_value_number(f, "instalments");
    bool decided = !r->after_loss || f->matter->state != STATE_PROPOSED;
    bool ahead = date_cmp(matter_value_date(f, "first_due"), f->law->today) >= 0;
    overlap_recovery(f->law, &r->steps, &why);
    if (why.outcome == OUTCOME_NO_LAW) return why;
    finding_fact(&why, FACT_DEBT, FACT_MONEY, r->debt);
    bool parts = n >= 2 && n <= REFUND_PARTS && n <= r->debt;
    why.outcome = decided && ahead && parts ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static size_t on_release(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_LETTER};
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

/* `withdrawn`: the letter that says so when the overlap or the loss is undone. */
#define COMING_BACK(state, withdrawn)                                                              \
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
        .from = state, .event = EVENT_RESTORED, .to = STATE_CLOSED, .effects = offset_end,         \
        .letter = withdrawn                                                                        \
    }

#define PLAN_ROW(state)                                                                            \
    {                                                                                              \
        .from = state, .event = EVENT_PLAN, .to = state, .who = ACTION_MATTER_DECIDE,              \
        .guard = may_plan, .letter = ZH_letter_plan, .refusal = ZH_refusal_plan                    \
    }

#define UNDO_ROW(state)                                                                            \
    {                                                                                              \
        .from = state, .event = EVENT_UNDO, .to = STATE_UNDONE, .who = ACTION_MATTER_UNDO,         \
        .guard = may_undo, .effects = offset_end, .letter = ZH_letter_undone,                      \
        .refusal = ZH_refusal_refund_undo                                                          \
    }

#define DEMAND_ROW(state)                                                                          \
    {                                                                                              \
        .from = state, .event = EVENT_DEMAND, .to = STATE_DEMANDED, .who = ACTION_MATTER_DECIDE,   \
        .guard = may_demand, .letter = ZH_letter_demand                                            \
    }

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    COMING_BACK(STATE_PROPOSED, ZH_none),
    COMING_BACK(STATE_DECIDED, ZH_none),
    COMING_BACK(STATE_ESTABLISHED, ZH_letter_refund_withdrawn),
    COMING_BACK(STATE_DEMANDED, ZH_letter_refund_withdrawn),
    COMING_BACK(STATE_APPLIED, ZH_letter_refund_withdrawn),
    NOTE_ROWS(STATE_PROPOSED),
    NOTE_ROWS(STATE_DECIDED),
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_decide,
     .refusal = ZH_refusal_refund_decide},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_REJECT},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_ESTABLISHED,
     .who = ACTION_MATTER_RELEASE,
     .adverse = true,
     .second_person = true,
     .guard = may_release,
     .effects = on_release,
     .letter = ZH_letter_refund},
    PLAN_ROW(STATE_PROPOSED),
    PLAN_ROW(STATE_ESTABLISHED),
    PLAN_ROW(STATE_DEMANDED),
    UNDO_ROW(STATE_ESTABLISHED),
    UNDO_ROW(STATE_DEMANDED),
    UNDO_ROW(STATE_APPLIED),
    DEMAND_ROW(STATE_PROPOSED),
    DEMAND_ROW(STATE_ESTABLISHED),
    OFFSET_ROWS(STATE_PROPOSED),
    OFFSET_ROWS(STATE_ESTABLISHED),
    OFFSET_ROWS(STATE_DEMANDED),
    ASK_OFFSET_ROW(STATE_PROPOSED),
    ASK_OFFSET_ROW(STATE_ESTABLISHED),
    ASK_OFFSET_ROW(STATE_DEMANDED),
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
    {"instalments", EVENT_PLAN, VALUE_COUNT, true, NULL, ZH_field_instalments},
    {"first_due", EVENT_PLAN, VALUE_DATE, true, NULL, ZH_field_first_due},
    {"payee", EVENT_DECIDE, VALUE_PARTY, true, NULL, ZH_field_payee},
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
