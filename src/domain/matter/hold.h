/* The bounded hold of the next payroll while a reported death is verified (art. 7(3):
 * death_auto_action, death.verify_days): the check begins it, the loss that the check opens may go
 * on with it, and it is taken off as soon as either ends or its term is over. It decides nothing.
 * Private to src/domain/matter/. */
#pragma once
#include "domain/matter.h"

/* MET for a check of a reported death, cremation or cancelled household registration where the law
 * of today holds the next payroll; the answer is the last day of the hold. */
struct finding hold_may_begin(const struct matter_facts *f);
/* The last day of the hold. */
struct date hold_until(const struct matter_facts *f);
/* Holds the payer's lines for the next payroll that is not locked. */
size_t hold_begin(const struct matter_facts *f, struct effect out[MATTER_EFFECTS]);

/* MET while a line is held by this matter, or by the check that opened it. */
struct finding hold_is_on(const struct matter_facts *f);
/* Is the line held by this matter, or by the check that opened it? */
bool hold_over(const struct matter_facts *f, const struct matter_line *line);
/* Takes the hold off; a month that its run has passed over is paid at once. Nothing where nothing
 * is held. */
size_t hold_end(const struct matter_facts *f, struct effect out[MATTER_EFFECTS]);

/* MET when the matter rests on a reported death: then the person's own coming undoes it (C9). */
struct finding hold_of_death(const struct matter_facts *f);

/* The person stands at a counter, wherever: nothing of a death is left. In favour of the person,
 * therefore without a second one. */
#define ALIVE_ROW(state, end, ...)                                                                 \
    {                                                                                              \
        .from = state, .event = EVENT_ALIVE, .to = end, .who = ACTION_FALSE_DEATH,                 \
        .guard = hold_of_death, .refusal = ZH_refusal_alive, __VA_ARGS__                           \
    }

/* The term is over and nobody decided: the matter stays as it is, without the hold. */
#define HOLD_EXPIRES_ROW(state)                                                                    \
    {                                                                                              \
        .from = state, .event = EVENT_EXPIRED, .to = state, .guard = hold_is_on,                   \
        .effects = hold_end                                                                        \
    }
