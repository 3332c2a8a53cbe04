/* Re-adjudication 重新测算 (C4): after an amended calendar or a released parameter the list of whom
 * it moves is shown by anybody who may evaluate; writing what it says is proposed, decided by one
 * and released by another who did not propose it. event_on: compared with the law known before that
 * day. */
#include "domain/matter/rows.h"

static size_t write_all(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_READJUDICATE};
    return 1;
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    STANDARD_DECIDE_ROW(.guard = NULL),
    STANDARD_RELEASE_ROW(.to = STATE_RELEASED, .effects = write_all),
    {.from = STATE_RELEASED, .event = EVENT_TAKE_EFFECT, .to = STATE_CLOSED},
    STANDARD_REJECT_ROWS,
};

const struct matter_kind matter_readjudication = {
    .id = MATTER_READJUDICATION,
    .word = "readjudication",
    .title = ZH_matter_readjudication,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
};
