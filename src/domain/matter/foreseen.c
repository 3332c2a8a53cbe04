/* Foreseen loss 预见 (art. 8(3) and others): shown 90 days ahead; on the day it hands over. A
 * birthday and the end of an appraisal open a loss matter, which people decide; a paper that runs
 * out is followed by the ordinary suspension for the missed day, a pension that begins by the
 * overlap of the two lines, and a sentence that ends lifts its stop by itself: these open nothing
 * twice. */
#include "domain/evaluation.h"
#include "domain/matter/rows.h"

/* The loss that the foreseen day brings, to be verified and decided like any other. */
static size_t open_loss(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    if (!evaluation_opens_loss(f->matter->cause)) return 0;
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_LOSS,
                             .cause = LOSS_ADULTHOOD,
                             .event_on = f->matter->event_on};
    return 1;
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    NOTE_ROWS(STATE_PROPOSED),
    SERVE_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED, .event = EVENT_ARRIVED, .to = STATE_CLOSED, .effects = open_loss},
    {.from = STATE_PROPOSED, .event = EVENT_WITHDRAWN, .to = STATE_CLOSED},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT},
};

const struct matter_kind matter_foreseen_loss = {
    .id = MATTER_FORESEEN_LOSS,
    .word = "foreseen_loss",
    .title = ZH_matter_foreseen_loss,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_event,
};
