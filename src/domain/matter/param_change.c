/* Parameter change 参数变更 (art. 4(3), C3): the city agency sets the standard. Proposed with its
 * first day, its citation and the list of whom it would touch; decided by one, released by another
 * who did not propose it; never for days that have passed: released by its first day, or it has to
 * be proposed anew. */
#include "domain/matter/rows.h"

static size_t come_into_force(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_PARAM};
    return 1;
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    STANDARD_DECIDE_ROW(.guard = NULL),
    STANDARD_RELEASE_ROW(.to = STATE_CLOSED, .effects = come_into_force),
    STANDARD_REJECT_ROWS,
};

const struct matter_kind matter_param_change = {
    .id = MATTER_PARAM_CHANGE,
    .word = "param_change",
    .title = ZH_matter_param_change,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_event,
};
