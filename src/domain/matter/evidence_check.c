/* Check of evidence 核实 (art. 7(3)): against-evidence is verified by a person within 3 working
 * days; meanwhile the next payroll is held where a death was reported. The hold ends with the check
 * or with its term, whichever comes first; a confirmed death hands it over to the loss. Two bodies
 * on one number are looked at in the same way, without a cause (app/evidence_identity.h). */
#include "domain/matter/hold.h"
#include "domain/matter/rows.h"

/* A check of two bodies on one number has no cause: it may find somebody dead, it confirms no loss.
 */
static struct finding names_a_loss(const struct matter_facts *f)
{
    struct finding why;
    finding_start(&why, QUESTION_CONTRADICTION, f->law->today);
    why.outcome = f->matter->cause ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static size_t open_loss(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] =
        (struct effect){.kind = EFFECT_OPEN,
                        .open = MATTER_LOSS,
                        .cause = f->matter->cause ? f->matter->cause : LOSS_DEATH,
                        .event_on = date_is_set(f->given_on) ? f->given_on : f->matter->event_on,
                        .until_on = f->matter->until_on,
                        .detail = f->matter->detail};
    return 1;
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    NOTE_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_HOLD,
     .to = STATE_PROPOSED,
     .guard = hold_may_begin,
     .effects = hold_begin,
     .clock = hold_until},
    HOLD_EXPIRES_ROW(STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_FOUND_DEAD,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_CLOSE,
     .effects = open_loss,
     .day = ZH_move_day_death,
     .day_open = true},
    {.from = STATE_PROPOSED,
     .event = EVENT_CONFIRM,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_CLOSE,
     .guard = names_a_loss,
     .refusal = ZH_refusal_identity,
     .effects = open_loss,
     .day = ZH_move_day_fact,
     .day_open = true},
    {.from = STATE_PROPOSED,
     .event = EVENT_FOUND_ALIVE,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_CLOSE,
     .effects = hold_end},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .effects = hold_end},
    ALIVE_ROW(STATE_PROPOSED, STATE_REJECTED, .effects = hold_end),
    {.from = STATE_PROPOSED, .event = EVENT_CERTIFIED, .to = STATE_PROPOSED},
    {.from = STATE_PROPOSED, .event = EVENT_WITHDRAWN, .to = STATE_UNDONE, .effects = hold_end},
};

const struct matter_kind matter_evidence_check = {
    .id = MATTER_EVIDENCE_CHECK,
    .word = "evidence_check",
    .title = ZH_matter_evidence_check,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .holds = AGAINST_PENDING_CHECK,
};
