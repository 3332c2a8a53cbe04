/* The business days that the night has run (day_run), so that none is run twice and missed ones are
 * caught up in order. */
#pragma once
#include "store/data.h"

enum err day_last(struct data *d, struct date *out,
                  struct problem *why); /* none when no day was run */
enum err day_add(struct data *d, struct date day, const char *counts, int64_t recorded_at,
                 struct problem *why);

/* What every request looks at first: the last day that was run, and the version of what the law's
 * snapshot is made of (calendar, parameters, windows, agencies). */
struct day_state {
    struct date last;
    int64_t law_version;
};
enum err day_state(struct data *d, struct day_state *out, struct problem *why);
/* In the transaction that changes any of these: other processes load the law anew. */
enum err day_law_changed(struct data *d, struct problem *why);
