/* Appeal 申诉与更正 (B19): somebody asks that a decision be looked at again. Who decided or
 * released it takes no step here; upheld, the matter itself is undone or corrected by its own
 * table. */
#include <string.h>

#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"

static const struct matter_field fields[] = {
    {"against", EVENT_OPEN, VALUE_MATTER, true, NULL, ZH_field_against},
    {"text", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_appeal},
};

static struct finding ask(const struct matter_facts *f, bool deciding)
{
    struct finding why;
    finding_start(&why, QUESTION_POWER, f->law->today);
    why.outcome = f->against_count ? OUTCOME_MET : OUTCOME_NOT_MET;
    for (size_t i = 0; deciding && i < f->against_count; i++) {
        const struct matter_event *e = &f->against[i];
        bool decided = e->event == EVENT_DECIDE || e->event == EVENT_RELEASE;
        bool same = strcmp(e->actor, f->mover) == 0 || strcmp(e->releaser, f->mover) == 0;
        if (decided && same) why.outcome = OUTCOME_NOT_MET;
    }
    return why;
}

static struct finding there(const struct matter_facts *f)
{
    return ask(f, false);
}

static struct finding by_others(const struct matter_facts *f)
{
    return ask(f, true);
}

/* No law sets a clock for a complaint to the agency itself; the one for inquiries is kept. */
static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)event_on;
    (void)why;
    return law_investigation_by(law, opened_on);
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = there, .refusal = ZH_refusal_appeal_against),
    NOTE_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = by_others,
     .refusal = ZH_refusal_appeal_same},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_RELEASE,
     .second_person = true,
     .guard = by_others,
     .letter = ZH_letter_appeal_upheld,
     .refusal = ZH_refusal_appeal_same},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .guard = by_others,
     .letter = ZH_letter_appeal_refused,
     .refusal = ZH_refusal_appeal_same},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .guard = by_others,
     .letter = ZH_letter_appeal_refused,
     .refusal = ZH_refusal_appeal_same},
    {.from = STATE_PROPOSED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_MATTER_CLOSE},
};

const struct matter_kind matter_appeal = {
    .id = MATTER_APPEAL,
    .word = "appeal",
    .title = ZH_matter_appeal,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .at = AT_PAYER,
};
