/* Investigation 调查 (art. 10, second paragraph): more than six months suspended; find out what is
 * true and act on it. Never ends a benefit itself. */
#include "domain/matter.h"
#include "domain/matter/rows.h"

static size_t open_reinstatement(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] =
        (struct effect){.kind = EFFECT_OPEN, .open = MATTER_REINSTATEMENT, .event_on = f->given_on};
    return 1;
}

static size_t open_death(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){
        .kind = EFFECT_OPEN, .open = MATTER_LOSS, .cause = LOSS_DEATH, .event_on = f->given_on};
    return 1;
}

static size_t open_missing(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){
        .kind = EFFECT_OPEN, .open = MATTER_LOSS, .cause = LOSS_MISSING, .event_on = f->given_on};
    return 1;
}

/* Unreachable: the name is published with a deadline (national notice); the line stays suspended
 * and is never ended for that. */
static size_t publish(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_LETTER};
    return 1;
}

static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)event_on;
    (void)why;
    return law_investigation_by(law, opened_on);
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    NOTE_ROWS(STATE_PROPOSED),
    NOTE_ROWS(STATE_HELD),
    {.from = STATE_PROPOSED, .event = EVENT_HOLD, .to = STATE_HELD, .who = ACTION_MATTER_HOLD},
    {.from = STATE_HELD, .event = EVENT_RESUME, .to = STATE_PROPOSED, .who = ACTION_MATTER_HOLD},
    {.from = STATE_PROPOSED,
     .event = EVENT_FOUND_ALIVE,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_CLOSE,
     .effects = open_reinstatement,
     .day = ZH_move_day_alive},
    {.from = STATE_PROPOSED,
     .event = EVENT_FOUND_DEAD,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_CLOSE,
     .effects = open_death,
     .day = ZH_move_day_death},
    {.from = STATE_PROPOSED,
     .event = EVENT_FOUND_MISSING,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_CLOSE,
     .effects = open_missing,
     .day = ZH_move_day_missing},
    {.from = STATE_PROPOSED,
     .event = EVENT_NOT_FOUND,
     .to = STATE_HELD,
     .who = ACTION_MATTER_CLOSE,
     .effects = publish,
     .letter = ZH_letter_call},
    {.from = STATE_PROPOSED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_MATTER_CLOSE},
    {.from = STATE_HELD, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_MATTER_CLOSE},
    {.from = STATE_PROPOSED, .event = EVENT_RESTORED, .to = STATE_CLOSED},
    {.from = STATE_HELD, .event = EVENT_RESTORED, .to = STATE_CLOSED},
};

const struct matter_kind matter_investigation = {
    .id = MATTER_INVESTIGATION,
    .word = "investigation",
    .title = ZH_matter_investigation,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
};
