/* Loss of entitlement 丧失资格 (arts. 8 and 9; 条例 25): reported or found, verified by a person,
 * then with its own effect on each line. Learnt late, it opens a refund of what was paid beyond
 * it; that somebody owes it is decided there, by itself. */
#include "domain/matter/hold.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/account.h"
#include "law/facts.h"
#include "law/kinds.h"
#include "law/register.h"

static struct loss_facts facts_for(const struct matter_facts *f, const struct matter_line *line)
{
    return (struct loss_facts){
        .event = (enum loss_event)f->matter->cause,
        .on = f->matter->event_on,
        .until = f->matter->until_on,
        .sentence = (enum sentence)(f->matter->detail / 2),
        .line_kind = line->kind,
        .relation = line->relation,
        .birth = f->birth,
        .appraisal_until = line->appraisal_until,
    };
}

/* What law says of the facts for the lines of this payer: the first line that it touches. */
static struct finding may_decide(const struct matter_facts *f)
{
    struct finding why;
    bool any = false;
    finding_start(&why, QUESTION_LOSS, f->law->today);
    why.outcome = OUTCOME_NOT_MET;
    for (size_t i = 0; i < f->line_count; i++) {
        struct loss_facts facts = facts_for(f, &f->lines[i]);
        struct finding one = {0};
        struct loss_effect effect = law_loss(f->law, &facts, &one);
        if (!any || effect.effect != STOP_NONE) why = one;
        any = true;
        if (effect.effect != STOP_NONE) break;
    }
    return why;
}

static struct finding may_release(const struct matter_facts *f)
{
    return rows_on_file(f, may_decide(f));
}

static const enum span_effect spans[] = {
    [STOP_NONE] = SPAN_UNSET, [STOP_SUSPEND] = SPAN_SUSPEND, [STOP_STOP] = SPAN_STOP,
    [STOP_END] = SPAN_END,    [STOP_NOTIFY] = SPAN_UNSET,    [STOP_FREEZE] = SPAN_UNSET,
};

/* A conviction after custody and a declaration of death after a disappearance reach back to what
 * was withheld for that doubt. */
static struct month reach_back(const struct matter_line *l, enum loss_event event,
                               struct month from)
{
    bool same = (event == LOSS_PRISON && l->suspended_for == LOSS_CUSTODY) ||
                (event == LOSS_DECLARED_DEAD && l->suspended_for == LOSS_MISSING);
    return same && month_cmp(l->suspended_from, from) < 0 ? l->suspended_from : from;
}

/* Doubt (missing, custody) withholds from the next open payroll; a true loss holds from its own
 * month, also backwards. The hold of the check before it has done its work: what of the held month
 * is due is paid. */
static size_t on_release(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    struct month open = law_effect_month(f->law, f->locked_through);
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS - 6; i++) {
        struct loss_facts facts = facts_for(f, &f->lines[i]);
        struct loss_effect effect = law_loss(f->law, &facts, NULL);
        if (hold_over(f, &f->lines[i]))
            out[n++] = (struct effect){.kind = EFFECT_VOID,
                                       .line_id = f->lines[i].line_id,
                                       .matter_id = f->lines[i].held_by};
        if (spans[effect.effect] == SPAN_UNSET) continue;
        struct month from = effect.from;
        if (effect.effect == STOP_SUSPEND) from = open;
        else if (effect.withheld_turn_not_due) from = reach_back(&f->lines[i], facts.event, from);
        out[n++] = (struct effect){.kind = EFFECT_SPAN,
                                   .span = spans[effect.effect],
                                   .line_id = f->lines[i].line_id,
                                   .month = from};
        if (month_is_set(effect.until))
            out[n++] = (struct effect){.kind = EFFECT_LIFT,
                                       .line_id = f->lines[i].line_id,
                                       .matter_id = f->matter->matter_id,
                                       .month = effect.until};
    }
    out[n++] = (struct effect){.kind = EFFECT_BACK_PAY, .month = open};
    out[n++] = (struct effect){.kind = EFFECT_OWING};
    out[n++] = (struct effect){.kind = EFFECT_LETTER};
    return n;
}

/* What of an own account is in an open run is not paid out; what was paid comes back by its own
 * row. */
static size_t on_undo(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS - 6; i++) {
        const struct matter_line *l = &f->lines[i];
        out[n++] = (struct effect){
            .kind = EFFECT_VOID, .line_id = l->line_id, .matter_id = f->matter->matter_id};
        if (l->account_open)
            out[n++] = (struct effect){.kind = EFFECT_ACCOUNT_BACK,
                                       .line_id = l->line_id,
                                       .month = month_of(f->law->today),
                                       .amount = l->account_open};
    }
    if (f->refund_matter)
        out[n++] = (struct effect){
            .kind = EFFECT_CLOSE, .matter_id = f->refund_matter, .event = EVENT_RESTORED};
    out[n++] =
        (struct effect){.kind = EFFECT_BACK_PAY, .month = month_of(f->law->today), .at_once = true};
    out[n++] = (struct effect){.kind = EFFECT_OWING}; /* of another loss over the same months */
    out[n++] = (struct effect){.kind = EFFECT_LETTER};
    return n;
}

/* ---- The own account of who died ------------------------------------------------------------ */

/* The line whose account it is: the one named, else the only basic pension of this payer. */
static const struct matter_line *account_line(const struct matter_facts *f, struct finding *why)
{
    const struct matter_line *found = NULL;
    int64_t named = matter_value_number(f, "account_line");
    int pensions = 0;
    for (size_t i = 0; i < f->line_count; i++) {
        bool pension = line_kind_basic_pension(f->lines[i].kind);
        if (!pension || (named && f->lines[i].line_id != named)) continue;
        found = &f->lines[i];
        pensions++;
    }
    finding_start(why, QUESTION_ACCOUNT, f->law->today);
    if (why) why->outcome = pensions ? OUTCOME_NEEDS_EVIDENCE : OUTCOME_NOT_MET;
    if (pensions > 1) finding_missing(why, FACT_LINE_KIND, FACT_CODE);
    return pensions == 1 ? found : NULL;
}

/* What is left of a basic pension's own account is the heirs'. What they owe is recovered by itself
 * (refund.c), never taken from it here. */
static int64_t account_left(const struct matter_facts *f, const struct matter_line *line,
                            struct finding *why)
{
    const struct matter_value *balance = matter_value(f, "balance");
    struct account_facts facts = {
        .event = (enum loss_event)f->matter->cause,
        .on = f->matter->event_on,
        .line_kind = line->kind,
        .balance = balance ? balance->number : ACCOUNT_UNKNOWN,
        .heir = *matter_value_text(f, "heir") ? TRI_YES : TRI_UNKNOWN,
        .paid = line->account_paid,
    };
    return account_settle(f->law, &facts, why);
}

static struct finding may_settle(const struct matter_facts *f)
{
    struct finding why;
    const struct matter_line *line = account_line(f, &why);
    if (line) account_left(f, line, &why);
    return why;
}

/* Each decision is paid once: what came back of it is decided again. */
static struct finding may_pay(const struct matter_facts *f)
{
    struct finding why = may_settle(f);
    bool paid = rows_newest(f, EVENT_PAY_ACCOUNT) > rows_newest(f, EVENT_SETTLE);
    if (why.outcome == OUTCOME_MET && paid) why.outcome = OUTCOME_NOT_MET;
    return why;
}

static size_t on_pay(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    const struct matter_line *line = account_line(f, NULL);
    if (!line) return 0;
    out[0] = (struct effect){.kind = EFFECT_ACCOUNT,
                             .line_id = line->line_id,
                             .month = month_of(f->law->today),
                             .amount = account_left(f, line, NULL)};
    return 1;
}

/* Recording what came back burdens nobody: not more than was paid. */
static struct finding may_take_back(const struct matter_facts *f)
{
    struct finding why;
    const struct matter_line *line = account_line(f, &why);
    int64_t back = matter_value_number(f, "account_back");
    if (!line) return why;
    finding_fact(&why, FACT_ACCOUNT_PAID, FACT_MONEY, line->account_paid);
    why.outcome = back > 0 && back <= line->account_paid ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static size_t on_take_back(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    const struct matter_line *line = account_line(f, NULL);
    if (!line) return 0;
    out[0] = (struct effect){.kind = EFFECT_ACCOUNT_BACK,
                             .line_id = line->line_id,
                             .month = month_of(f->law->today),
                             .amount = matter_value_number(f, "account_back")};
    return 1;
}

static const struct matter_field fields[] = {
    {"balance", EVENT_SETTLE, VALUE_MONEY, false, NULL, ZH_field_balance},
    {"heir", EVENT_SETTLE, VALUE_PARTY, false, NULL, ZH_field_heir},
    {"account_line", EVENT_SETTLE, VALUE_LINE, false, NULL, ZH_field_account_line},
    {"account_back", EVENT_ACCOUNT_BACK, VALUE_MONEY, true, NULL, ZH_field_account_back},
};

/* Decided by one and paid out by another; taken back by a manager. */
#define SETTLE_ROWS(state)                                                                         \
    {.from = state,                                                                                \
     .event = EVENT_SETTLE,                                                                        \
     .to = state,                                                                                  \
     .who = ACTION_MATTER_DECIDE,                                                                  \
     .guard = may_settle,                                                                          \
     .refusal = ZH_refusal_settle},                                                                \
        {.from = state,                                                                            \
         .event = EVENT_PAY_ACCOUNT,                                                               \
         .to = state,                                                                              \
         .who = ACTION_MATTER_RELEASE,                                                             \
         .second_person = true,                                                                    \
         .first = EVENT_SETTLE,                                                                    \
         .guard = may_pay,                                                                         \
         .effects = on_pay,                                                                        \
         .letter = ZH_letter_settlement,                                                           \
         .refusal = ZH_refusal_pay_account},                                                       \
        ACCOUNT_BACK_ROW(state)
#define ACCOUNT_BACK_ROW(state)                                                                    \
    {                                                                                              \
        .from = state, .event = EVENT_ACCOUNT_BACK, .to = state, .who = ACTION_MATTER_UNDO,        \
        .guard = may_take_back, .effects = on_take_back, .letter = ZH_letter_account_back,         \
        .refusal = ZH_refusal_account_back                                                         \
    }

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    NOTE_ROWS(STATE_PROPOSED),
    NOTE_ROWS(STATE_DECIDED),
    NOTE_ROWS(STATE_HELD),
    HOLD_ROWS,
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_decide},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_RELEASED,
     .who = ACTION_MATTER_RELEASE,
     .adverse = true,
     .second_person = true,
     .guard = may_release,
     .effects = on_release,
     .letter = ZH_letter_loss},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .effects = hold_end},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .effects = hold_end},
    {.from = STATE_HELD,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .effects = hold_end},
    HOLD_EXPIRES_ROW(STATE_PROPOSED),
    HOLD_EXPIRES_ROW(STATE_DECIDED),
    HOLD_EXPIRES_ROW(STATE_HELD),
    {.from = STATE_RELEASED, .event = EVENT_TAKE_EFFECT, .to = STATE_IN_EFFECT},
    SERVE_ROWS(STATE_RELEASED),
    SERVE_ROWS(STATE_IN_EFFECT),
    SETTLE_ROWS(STATE_RELEASED),
    SETTLE_ROWS(STATE_IN_EFFECT),
    ACCOUNT_BACK_ROW(STATE_UNDONE), /* what was paid for a death that was none */
    {.from = STATE_RELEASED,
     .event = EVENT_UNDO,
     .to = STATE_UNDONE,
     .who = ACTION_MATTER_UNDO,
     .effects = on_undo,
     .letter = ZH_letter_undone},
    {.from = STATE_IN_EFFECT,
     .event = EVENT_UNDO,
     .to = STATE_UNDONE,
     .who = ACTION_MATTER_UNDO,
     .effects = on_undo,
     .letter = ZH_letter_undone},
    ALIVE_ROW(STATE_PROPOSED, STATE_REJECTED, .effects = hold_end),
    ALIVE_ROW(STATE_DECIDED, STATE_REJECTED, .effects = hold_end),
    ALIVE_ROW(STATE_HELD, STATE_REJECTED, .effects = hold_end),
    ALIVE_ROW(STATE_RELEASED, STATE_UNDONE, .effects = on_undo, .letter = ZH_letter_undone),
    ALIVE_ROW(STATE_IN_EFFECT, STATE_UNDONE, .effects = on_undo, .letter = ZH_letter_undone),
    {.from = STATE_PROPOSED, .event = EVENT_WITHDRAWN, .to = STATE_UNDONE, .effects = hold_end},
    {.from = STATE_DECIDED, .event = EVENT_WITHDRAWN, .to = STATE_UNDONE, .effects = hold_end},
    {.from = STATE_HELD, .event = EVENT_WITHDRAWN, .to = STATE_UNDONE, .effects = hold_end},
    {.from = STATE_RELEASED,
     .event = EVENT_WITHDRAWN,
     .to = STATE_UNDONE,
     .effects = on_undo,
     .letter = ZH_letter_undone},
    {.from = STATE_IN_EFFECT,
     .event = EVENT_WITHDRAWN,
     .to = STATE_UNDONE,
     .effects = on_undo,
     .letter = ZH_letter_undone},
};

const struct matter_kind matter_loss = {
    .id = MATTER_LOSS,
    .word = "loss",
    .title = ZH_matter_loss,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .no_history = true,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};
