/* What is said when law refuses a step of a matter. */
#pragma once
#include "domain/matter.h"

/* ERR_LAW. Art. 17: what lies before the measure is history only; says the day. */
enum err move_refuse_history(struct date d, struct problem *why);
/* ERR_LAW. The sentence of the row, or the facts that stand in the way: the missing ones, or the
 * flags that are set against it. */
enum err move_refused(const struct matter_row *row, const struct finding *finding,
                      struct problem *why);
