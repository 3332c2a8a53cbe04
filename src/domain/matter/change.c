/* Change of details 信息变更 (art. 6): phone and address take effect at once, the rest is reviewed
 * by two; marriage and employment of a dependant go to a check of art. 8 as soon as they are known.
 */
#include "law/change.h"
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/words.h"

static int field_code(const char *word)
{
    return (int)change_field_from_word(word);
}

static const struct matter_field fields[] = {
    {"field", EVENT_OPEN, VALUE_CODE, true, field_code, ZH_field_field},
    {"value", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_value},
    {"changed_on", EVENT_OPEN, VALUE_DATE, true, NULL, ZH_field_changed_on},
    {"proof", EVENT_UNSET, VALUE_TEXT, false, NULL, ZH_field_proof},
};

static enum change_field field_of(const struct matter_facts *f)
{
    return (enum change_field)matter_value_number(f, "field");
}

/* Late is marked, nothing is blocked: only a day that is still to come is no change yet. */
static struct finding happened(const struct matter_facts *f)
{
    struct finding why;
    struct date on = matter_value_date(f, "changed_on");
    change_report(f->law, on, f->law->today, &why);
    if (date_cmp(on, f->law->today) > 0) why.outcome = OUTCOME_NOT_MET;
    else if (why.outcome == OUTCOME_NOT_MET) why.outcome = OUTCOME_MET;
    return why;
}

static size_t on_open(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    enum loss_event event = loss_event_from_word(matter_value_text(f, "value"));
    enum change_field field = field_of(f);
    if (!f->dependant_lines || !change_opens_loss_check(field)) return 0;
    bool fits = field == CHANGE_MARITAL ? event == LOSS_REMARRIAGE
                                        : event == LOSS_EMPLOYMENT || event == LOSS_ENLISTMENT;
    if (!fits) event = field == CHANGE_MARITAL ? LOSS_REMARRIAGE : LOSS_EMPLOYMENT;
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_EVIDENCE_CHECK,
                             .whom = WHOM_DEPENDANTS,
                             .cause = (int)event,
                             .event_on = matter_value_date(f, "changed_on")};
    return 1;
}

static struct finding needs_no_review(const struct matter_facts *f)
{
    struct finding why;
    if (change_handling(f->law, field_of(f), &why) != CHANGE_AT_ONCE) why.outcome = OUTCOME_NOT_MET;
    return why;
}

static struct finding reviewed(const struct matter_facts *f)
{
    struct finding why;
    change_handling(f->law, field_of(f), &why);
    return why;
}

static size_t apply(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_CHANGE,
                             .cause = (int)field_of(f),
                             .event_on = matter_value_date(f, "changed_on"),
                             .text = matter_value_text(f, "value")};
    return 1;
}

/* The review has no clock in law; what is explained is the person's own ten working days. */
static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    change_report(law, event_on, opened_on, why);
    return calendar_add(law->calendar, opened_on, 3);
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = happened, .effects = on_open,
             .refusal = ZH_refusal_change),
    NOTE_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_AT_ONCE,
     .to = STATE_CLOSED,
     .guard = needs_no_review,
     .effects = apply},
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = reviewed},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_RELEASE,
     .second_person = true,
     .guard = reviewed,
     .effects = apply},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_change_refused},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_change_refused},
};

const struct matter_kind matter_change = {
    .id = MATTER_CHANGE,
    .word = "change",
    .title = ZH_matter_change,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "changed_on",
    .at = AT_PAYER,
};
