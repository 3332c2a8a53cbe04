/* Objection 异议 to a public list (arts. 7(1), 10). It never stops a pension by itself: a clerk of
 * the payer accepts or rejects it within two working days; accepted, a suspension is proposed. In
 * literal mode (objection.mode) the objection is accepted as it comes. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/ways.h"

static const struct matter_field fields[] = {
    {"text", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_objection},
    {"objector", EVENT_OPEN, VALUE_TEXT, false, NULL, ZH_field_objector},
    {"raised_on", EVENT_OPEN, VALUE_DATE, false, NULL, ZH_field_raised_on},
    {"published_on", EVENT_OPEN, VALUE_DATE, false, NULL, ZH_field_published_on},
};

static struct date raised_on(const struct matter_facts *f)
{
    struct date d = matter_value_date(f, "raised_on");
    return date_is_set(d) ? d : f->law->today;
}

/* Until the end of the list's last day; the day of a list on paper is given with the objection. */
static struct finding in_time(const struct matter_facts *f)
{
    struct finding why;
    struct date given = matter_value_date(f, "published_on");
    struct date from = date_is_set(given) ? given : f->published_on;
    if (!date_is_set(from)) {
        finding_start(&why, QUESTION_PUBLICATION, f->law->today);
        finding_missing(&why, FACT_PUBLISHED_ON, FACT_DATE);
        why.outcome = OUTCOME_NEEDS_EVIDENCE;
        return why;
    }
    struct date last = ways_publication_last(f->law, from, &why);
    if (!date_is_set(last)) return why;
    struct date raised = raised_on(f);
    finding_fact(&why, FACT_RAISED_ON, FACT_DATE, raised.day);
    bool good = date_cmp(raised, from) >= 0 && date_cmp(raised, last) <= 0 &&
                date_cmp(raised, f->law->today) <= 0;
    why.outcome = good ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static struct finding answered(const struct matter_facts *f)
{
    struct finding why;
    struct date by = ways_objection_by(f->law, f->matter->event_on, &why);
    if (date_is_set(by)) why.outcome = OUTCOME_MET;
    return why;
}

/* Literal mode alone answers on the very day without a clock. */
static struct finding literal(const struct matter_facts *f)
{
    struct finding why = answered(f);
    if (why.outcome == OUTCOME_MET && why.answer.day != f->matter->event_on.day)
        why.outcome = OUTCOME_NOT_MET;
    return why;
}

static size_t propose(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_SUSPENSION,
                             .whom = WHOM_EVERY_PAYER,
                             .once = true,
                             .cause = CAUSE_OBJECTION,
                             .event_on = f->law->today};
    return 1;
}

static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)opened_on;
    return ways_objection_by(law, event_on, why);
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = in_time, .refusal = ZH_refusal_objection),
    NOTE_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_AT_ONCE,
     .to = STATE_CLOSED,
     .guard = literal,
     .effects = propose},
    {.from = STATE_PROPOSED,
     .event = EVENT_ACCEPT,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_DECIDE,
     .guard = answered,
     .effects = propose,
     .letter = ZH_letter_objection_accepted,
     .bare = true},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .guard = answered,
     .letter = ZH_letter_objection_rejected,
     .bare = true},
    {.from = STATE_PROPOSED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_MATTER_CLOSE},
};

const struct matter_kind matter_objection = {
    .id = MATTER_OBJECTION,
    .word = "objection",
    .title = ZH_matter_objection,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "raised_on",
    .at = AT_PAYER,
};
