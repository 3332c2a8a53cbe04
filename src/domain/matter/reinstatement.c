/* Reinstatement 恢复 (art. 10): the make-up is its first step; any counter receives, the payer
 * decides, from the next month, back-paid. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "law/facts.h"

/* The person appeared and passed; after more than 12 months suspended a manager is one of the two.
 */
static struct finding may_release(const struct matter_facts *f)
{
    struct finding why;
    law_resume_month(f->law, f->matter->event_on, &why);
    bool manager = f->decided_by_manager || f->mover_is_manager;
    finding_fact(&why, FACT_SUSPENDED_ON, FACT_DATE, f->suspended_on.day);
    why.outcome = OUTCOME_MET;
    if (date_is_set(f->suspended_on) && law_reinstate_needs_manager(f->law, f->suspended_on) &&
        !manager) {
        finding_missing(&why, FACT_SOMEONE_MANAGER, FACT_FLAG);
        why.outcome = OUTCOME_NEEDS_EVIDENCE;
    }
    return why;
}

/* Every line suspended at this payer, whatever suspended it for want of certification; losses keep
 * their own matters. */
static size_t on_release(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    struct month from = law_resume_month(f->law, f->matter->event_on, NULL);
    size_t n = 0;
    int64_t closed = 0;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS - 5; i++) {
        int64_t by = f->lines[i].suspended_by;
        if (!by) continue;
        out[n++] = (struct effect){
            .kind = EFFECT_LIFT, .line_id = f->lines[i].line_id, .matter_id = by, .month = from};
        if (by != closed)
            out[n++] =
                (struct effect){.kind = EFFECT_CLOSE, .matter_id = by, .event = EVENT_RESTORED};
        closed = by;
    }
    out[n++] = (struct effect){.kind = EFFECT_BACK_PAY, .month = from};
    out[n++] = (struct effect){.kind = EFFECT_LETTER};
    return n;
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
     .who = ACTION_MATTER_DECIDE},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_RELEASED,
     .who = ACTION_MATTER_RELEASE,
     .second_person = true,
     .guard = may_release,
     .effects = on_release,
     .letter = ZH_letter_reinstatement},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_not_passed},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_not_passed},
    {.from = STATE_PROPOSED, .event = EVENT_CERTIFIED, .to = STATE_PROPOSED},
    {.from = STATE_DECIDED, .event = EVENT_CERTIFIED, .to = STATE_DECIDED},
    {.from = STATE_PROPOSED, .event = EVENT_RESTORED, .to = STATE_CLOSED},
    {.from = STATE_DECIDED, .event = EVENT_RESTORED, .to = STATE_CLOSED},
    {.from = STATE_HELD, .event = EVENT_RESTORED, .to = STATE_CLOSED},
    {.from = STATE_PROPOSED, .event = EVENT_REVERSED, .to = STATE_CLOSED},
    {.from = STATE_DECIDED, .event = EVENT_REVERSED, .to = STATE_CLOSED},
    {.from = STATE_HELD, .event = EVENT_REVERSED, .to = STATE_CLOSED},
    {.from = STATE_PROPOSED, .event = EVENT_WITHDRAWN, .to = STATE_UNDONE},
    {.from = STATE_DECIDED, .event = EVENT_WITHDRAWN, .to = STATE_UNDONE},
    {.from = STATE_HELD, .event = EVENT_WITHDRAWN, .to = STATE_UNDONE},
    {.from = STATE_RELEASED, .event = EVENT_TAKE_EFFECT, .to = STATE_IN_EFFECT},
    SERVE_ROWS(STATE_RELEASED),
    SERVE_ROWS(STATE_IN_EFFECT),
};

const struct matter_kind matter_reinstatement = {
    .id = MATTER_REINSTATEMENT,
    .word = "reinstatement",
    .title = ZH_matter_reinstatement,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
};
