/* Discipline 责任追究 (art. 14): 徇私舞弊, 弄虚作假, 泄漏举报人信息 by staff, in the case of a
 * person. Who is concerned takes no step in it. */
#include <string.h>

#include "base/zh.h"
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"

static int misconduct_code(const char *word)
{
    static const enum zh_id words[] = {ZH_none, ZH_misconduct_favour, ZH_misconduct_forgery,
                                       ZH_misconduct_leak};
    for (int i = 1; i < (int)(sizeof words / sizeof *words); i++)
        if (strcmp(word, zh_text(words[i])) == 0) return i;
    return 0;
}

static const struct matter_field fields[] = {
    {"staff", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_staff},
    {"misconduct", EVENT_OPEN, VALUE_CODE, true, misconduct_code, ZH_field_misconduct},
    {"facts", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_discipline_facts},
    {"outcome", EVENT_DECIDE, VALUE_TEXT, true, NULL, ZH_field_outcome},
};

/* Asked as a matter of power: nobody acts in his own case. */
static struct finding not_concerned(const struct matter_facts *f)
{
    struct finding why;
    finding_start(&why, QUESTION_POWER, f->law->today);
    why.outcome =
        strcmp(matter_value_text(f, "staff"), f->mover) == 0 ? OUTCOME_NOT_MET : OUTCOME_MET;
    return why;
}

/* No law sets a clock; the one for inquiries is kept. */
static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)event_on;
    (void)why;
    return law_investigation_by(law, opened_on);
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET,
     .event = EVENT_OPEN,
     .to = STATE_PROPOSED,
     .who = ACTION_DISCIPLINE,
     .guard = not_concerned,
     .refusal = ZH_refusal_concerned},
    {.from = STATE_PROPOSED,
     .event = EVENT_CONTACT,
     .to = STATE_PROPOSED,
     .who = ACTION_DISCIPLINE,
     .guard = not_concerned,
     .refusal = ZH_refusal_concerned},
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_DISCIPLINE,
     .guard = not_concerned,
     .refusal = ZH_refusal_concerned},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_CLOSED,
     .who = ACTION_DISCIPLINE,
     .second_person = true,
     .guard = not_concerned,
     .refusal = ZH_refusal_concerned},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_DISCIPLINE,
     .guard = not_concerned,
     .refusal = ZH_refusal_concerned},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_DISCIPLINE,
     .guard = not_concerned,
     .refusal = ZH_refusal_concerned},
};

const struct matter_kind matter_discipline = {
    .id = MATTER_DISCIPLINE,
    .word = "discipline",
    .title = ZH_matter_discipline,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .at = AT_OPENER,
};
