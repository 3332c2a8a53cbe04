/* Suspension 暂停 (art. 10; 条例 26): doubt or a missed cycle; recoverable, back-paid unless a true
 * loss is found. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "law/facts.h"
#include "law/kinds.h"

/* Whoever is suspended for want of certification is not suspended once more: one make-up restores.
 */
static bool already(const struct matter_facts *f)
{
    bool any = false;
    for (size_t i = 0; i < f->line_count; i++) {
        const struct matter_line *l = &f->lines[i];
        if (line_kind_medical(l->kind) || l->status > 2) continue;
        if (!l->suspended_by || l->suspended_for != LOSS_UNSET) return false;
        any = true;
    }
    return any;
}

static struct finding ask(const struct matter_facts *f, bool releasing)
{
    struct finding why = law_may_suspend(f->law, &f->suspension, releasing);
    if (!already(f)) return why;
    finding_fact(&why, FACT_ALREADY_SUSPENDED, FACT_FLAG, 1);
    if (why.outcome == OUTCOME_MET) why.outcome = OUTCOME_NOT_MET;
    return why;
}

static struct finding may_decide(const struct matter_facts *f)
{
    return ask(f, false);
}

static struct finding may_release(const struct matter_facts *f)
{
    return ask(f, true);
}

/* Every line that this payer pays and that is not stopped or ended anyway; medical lines are never
 * stopped here. */
static size_t on_release(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    struct month from = law_effect_month(f->law, f->locked_through);
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS - 2; i++)
        if (!line_kind_medical(f->lines[i].kind) && f->lines[i].status <= 2)
            out[n++] = (struct effect){.kind = EFFECT_SPAN,
                                       .span = SPAN_SUSPEND,
                                       .line_id = f->lines[i].line_id,
                                       .month = from};
    out[n++] = (struct effect){.kind = EFFECT_LETTER};
    return n;
}

static size_t on_void(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS - 3; i++)
        out[n++] = (struct effect){
            .kind = EFFECT_VOID, .line_id = f->lines[i].line_id, .matter_id = f->matter->matter_id};
    out[n++] =
        (struct effect){.kind = EFFECT_BACK_PAY, .month = month_of(f->law->today), .at_once = true};
    out[n++] = (struct effect){.kind = EFFECT_LETTER};
    return n;
}

static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)opened_on;
    return law_suspend_by(law, (enum suspension_cause)cause, event_on, why);
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
     .letter = ZH_letter_suspension},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT},
    {.from = STATE_HELD, .event = EVENT_REJECT, .to = STATE_REJECTED, .who = ACTION_MATTER_REJECT},
    {.from = STATE_PROPOSED, .event = EVENT_CERTIFIED, .to = STATE_CLOSED},
    {.from = STATE_DECIDED, .event = EVENT_CERTIFIED, .to = STATE_CLOSED},
    {.from = STATE_HELD, .event = EVENT_CERTIFIED, .to = STATE_CLOSED},
    {.from = STATE_RELEASED, .event = EVENT_TAKE_EFFECT, .to = STATE_IN_EFFECT},
    {.from = STATE_RELEASED,
     .event = EVENT_LAST_LOOK,
     .to = STATE_CLOSED,
     .effects = on_void,
     .letter = ZH_letter_not_suspended},
    {.from = STATE_RELEASED, .event = EVENT_RESTORED, .to = STATE_CLOSED},
    {.from = STATE_IN_EFFECT, .event = EVENT_RESTORED, .to = STATE_CLOSED},
    SERVE_ROWS(STATE_RELEASED),
    SERVE_ROWS(STATE_IN_EFFECT),
    {.from = STATE_RELEASED,
     .event = EVENT_UNDO,
     .to = STATE_UNDONE,
     .who = ACTION_MATTER_UNDO,
     .effects = on_void,
     .letter = ZH_letter_undone},
    {.from = STATE_IN_EFFECT,
     .event = EVENT_UNDO,
     .to = STATE_UNDONE,
     .who = ACTION_MATTER_UNDO,
     .effects = on_void,
     .letter = ZH_letter_undone},
};

const struct matter_kind matter_suspension = {
    .id = MATTER_SUSPENSION,
    .word = "suspension",
    .title = ZH_matter_suspension,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
};
