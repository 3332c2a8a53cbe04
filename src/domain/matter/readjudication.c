/* Re-adjudication 重新测算 (C4): after an amended calendar or a released parameter the list of whom
 * it moves is shown by anybody who may evaluate; writing what it says is proposed, decided by one
 * and released by another who did not propose it. event_on: compared with the law known before that
 * day. */
#include "domain/matter.h"

static size_t write_all(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_READJUDICATE};
    return 1;
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_PARAM_DECIDE},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_RELEASED,
     .who = ACTION_PARAM_RELEASE,
     .second_person = true,
     .not_opener = true,
     .effects = write_all},
    {.from = STATE_RELEASED, .event = EVENT_TAKE_EFFECT, .to = STATE_CLOSED},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_PARAM_DECIDE},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_PARAM_DECIDE},
};

const struct matter_kind matter_readjudication = {
    .id = MATTER_READJUDICATION,
    .word = "readjudication",
    .title = ZH_matter_readjudication,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
};
