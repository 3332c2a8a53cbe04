/* Rows that several kinds share, so that a note on file means the same everywhere. Private to
 * src/domain/matter/. */
#pragma once
#include "domain/matter.h"

/* When a letter published today counts as served: kept with the event. */
struct finding rows_notice_served(const struct matter_facts *f);
/* The finding of a decision on the day of its release: an adverse act also needs the file that 条例
 * 26 asks for. */
struct finding rows_on_file(const struct matter_facts *f, struct finding why);
/* n of the newest event of that id, 0: none. */
int rows_newest(const struct matter_facts *f, enum matter_event_id event);

#define NOTE_ROWS(state)                                                                           \
    {.from = state, .event = EVENT_COMPARE, .to = state, .who = ACTION_MATTER_NOTE},               \
        {.from = state, .event = EVENT_CONTACT, .to = state, .who = ACTION_MATTER_NOTE},           \
        {.from = state, .event = EVENT_ENTRUST, .to = state, .who = ACTION_MATTER_NOTE},           \
    {                                                                                              \
        .from = state, .event = EVENT_VISIT, .to = state, .who = ACTION_MATTER_NOTE                \
    }

/* By hand, left at the door or by post; or published for whom nobody reaches. */
#define SERVE_ROWS(state)                                                                          \
    {.from = state, .event = EVENT_SERVE, .to = state, .who = ACTION_MATTER_NOTE},                 \
    {                                                                                              \
        .from = state, .event = EVENT_SERVE_NOTICE, .to = state, .who = ACTION_MATTER_NOTE,        \
        .guard = rows_notice_served                                                                \
    }

/* Holding is bounded: the app sets the hold's own clock and the night resumes it. */
#define HOLD_ROWS                                                                                  \
    {.from = STATE_PROPOSED, .event = EVENT_HOLD, .to = STATE_HELD, .who = ACTION_MATTER_HOLD},    \
        {.from = STATE_DECIDED, .event = EVENT_HOLD, .to = STATE_HELD, .who = ACTION_MATTER_HOLD}, \
    {                                                                                              \
        .from = STATE_HELD, .event = EVENT_RESUME, .to = STATE_PROPOSED, .who = ACTION_MATTER_HOLD \
    }

/* A matter that somebody opens (matter open). */
#define OPEN_ROW(...)                                                                              \
    {                                                                                              \
        .from = STATE_UNSET, .event = EVENT_OPEN, .who = ACTION_MATTER_OPEN, __VA_ARGS__           \
    }

/* What the city agency lays down for all (art. 4(3)): decided by one, released by another who did
 * not propose it. */
#define STANDARD_DECIDE_ROW(...)                                                                   \
    {                                                                                              \
        .from = STATE_PROPOSED, .event = EVENT_DECIDE, .to = STATE_DECIDED,                        \
        .who = ACTION_PARAM_DECIDE, __VA_ARGS__                                                    \
    }
#define STANDARD_RELEASE_ROW(...)                                                                  \
    {                                                                                              \
        .from = STATE_DECIDED, .event = EVENT_RELEASE, .who = ACTION_PARAM_RELEASE,                \
        .second_person = true, .not_opener = true, __VA_ARGS__                                     \
    }
#define STANDARD_REJECT_ROWS                                                                       \
    {.from = STATE_PROPOSED,                                                                       \
     .event = EVENT_REJECT,                                                                        \
     .to = STATE_REJECTED,                                                                         \
     .who = ACTION_PARAM_DECIDE},                                                                  \
    {                                                                                              \
        .from = STATE_DECIDED, .event = EVENT_REJECT, .to = STATE_REJECTED,                        \
        .who = ACTION_PARAM_DECIDE                                                                 \
    }
