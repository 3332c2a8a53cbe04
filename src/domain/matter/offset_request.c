/*
 * A payer whose own lines have nothing to take from asks the one that pays another line to offset
 * (77号: from the residents' account first, then from the worker's pension). Each payer decides
 * about its own line: what it takes goes to the payer that is owed, and stands in that refund as
 * offset. It may send the request back. Ends with the refund, or when that is undone.
 */
#include "domain/matter.h"
#include "domain/matter/offset.h"
#include "domain/matter/rows.h"

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    SERVE_ROWS(STATE_PROPOSED),
    OFFSET_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT},
    {.from = STATE_PROPOSED, .event = EVENT_RESTORED, .to = STATE_CLOSED},
};

const struct matter_kind matter_offset_request = {
    .id = MATTER_OFFSET_REQUEST,
    .word = "offset_request",
    .title = ZH_matter_offset_request,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
};
