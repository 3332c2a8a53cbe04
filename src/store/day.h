/* The business days that the night has run (day_run), so that none is run twice and missed ones are
 * caught up in order. */
#pragma once
#include "store/data.h"

enum err day_last(struct data *d, struct date *out,
                  struct problem *why); /* none when no day was run */
enum err day_add(struct data *d, struct date day, const char *counts, int64_t recorded_at,
                 struct problem *why);
