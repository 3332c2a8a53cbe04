/* Inbound 异地来认证 (art. 7(4), second paragraph): somebody whom another place pays and who lives
 * here is certified here by what that payer requires. No line and no recipient of ours is touched,
 * also where the number is on our roster: the matter is about nobody here; the result goes to the
 * payer by letter. */
#include <string.h>

#include "base/idnum.h"
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/ways.h"

static const struct matter_field fields[] = {
    {"number", EVENT_OPEN, VALUE_NUMBER, true, NULL, ZH_inbound_number},
    {"name", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_inbound_name},
    {"payer", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_inbound_payer},
    {"requires", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_inbound_requires},
    {"lives", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_inbound_lives},
    {"held_on", EVENT_CONFIRM, VALUE_DATE, true, NULL, ZH_field_held_on},
    {"how", EVENT_CONFIRM, VALUE_TEXT, true, NULL, ZH_inbound_how},
};

static struct finding asked(const struct matter_facts *f)
{
    struct finding why;
    struct idnum number;
    finding_start(&why, QUESTION_WAY_VALID, f->law->today);
    finding_fact(&why, FACT_WAY, FACT_CODE, WAYS_ELSEWHERE);
    bool good = !idnum_parse(matter_value_text(f, "number"), f->law->today, &number, NULL);
    why.outcome = good ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

/* Seen here, between the request and today; by whose rules it counts is the payer's to say. */
static struct finding seen(const struct matter_facts *f)
{
    struct finding why;
    struct date held = matter_value_date(f, "held_on");
    finding_start(&why, QUESTION_WAY_VALID, f->law->today);
    finding_fact(&why, FACT_WAY, FACT_CODE, WAYS_ELSEWHERE);
    finding_fact(&why, FACT_HELD_ON, FACT_DATE, held.day);
    bool here = date_cmp(held, f->matter->opened_on) >= 0 && date_cmp(held, f->law->today) <= 0;
    why.outcome = here ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = asked, .refusal = ZH_inbound_bad_number),
    {.from = STATE_PROPOSED,
     .event = EVENT_CONTACT,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_CONFIRM,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_NOTE,
     .guard = seen,
     .letter = ZH_letter_inbound_passed,
     .bare = true,
     .given = true,
     .refusal = ZH_inbound_held_on},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_inbound_failed,
     .bare = true,
     .given = true},
};

const struct matter_kind matter_inbound = {
    .id = MATTER_INBOUND,
    .word = "inbound",
    .title = ZH_matter_inbound,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .at = AT_OPENER,
    .about_nobody = true,
    .named_by = "name",
};
