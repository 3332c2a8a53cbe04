/* Wrong contact 联系方式失效 (C26): a message came back; the place where the person lives finds out
 * how to reach them, and the number that was found takes effect at once (art. 6). */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/change.h"

static const struct matter_field fields[] = {
    {"returned_on", EVENT_OPEN, VALUE_DATE, true, NULL, ZH_field_returned_on},
    {"text", EVENT_OPEN, VALUE_TEXT, false, NULL, ZH_field_returned},
    {"phone", EVENT_CONFIRM, VALUE_TEXT, true, NULL, ZH_field_phone},
};

static size_t apply(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_CHANGE,
                             .cause = CHANGE_PHONE,
                             .event_on = f->law->today,
                             .text = matter_value_text(f, "phone")};
    return 1;
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED),
    {.from = STATE_PROPOSED, .event = EVENT_VISIT, .to = STATE_PROPOSED, .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_NOT_FOUND,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_CONFIRM,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_NOTE,
     .effects = apply},
    {.from = STATE_PROPOSED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_MATTER_CLOSE},
};

const struct matter_kind matter_wrong_contact = {
    .id = MATTER_WRONG_CONTACT,
    .word = "wrong_contact",
    .title = ZH_matter_wrong_contact,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "returned_on",
    .at = AT_RESIDENCE,
    .single = true,
};
