/* Parameter change 参数变更 (art. 4(3), C3): the city agency sets the standard. Proposed with its
 * first day, its citation and the list of whom it would touch; decided by one, released by another
 * who did not propose it; never for days that have passed: released by its first day, or it has to
 * be proposed anew. */
#include "domain/matter.h"

static size_t come_into_force(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_PARAM};
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
     .to = STATE_CLOSED,
     .who = ACTION_PARAM_RELEASE,
     .second_person = true,
     .not_opener = true,
     .effects = come_into_force},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_PARAM_DECIDE},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_PARAM_DECIDE},
};

const struct matter_kind matter_param_change = {
    .id = MATTER_PARAM_CHANGE,
    .word = "param_change",
    .title = ZH_matter_param_change,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_event,
};
