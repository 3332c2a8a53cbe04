/*
 * The injected clock. Two readings: the business date (China, UTC+8) that decides law, and the
 * moment that facts are recorded.
 * `--date D` in a training store sets both: D, and D at 09:00 +08:00.
 */
#pragma once
#include <stdint.h>

#include "base/date.h"

struct clock {
    struct date business_date;
    int64_t moment; /* microseconds since 1970-01-01 UTC */
};

struct clock clock_system(void);
struct clock clock_fixed(struct date d);
int64_t moment_of(struct date d, int hour, int minute); /* China time */
struct date moment_date(int64_t moment);                /* the China date of a moment */
/* T as `--known-at` takes it: a date means until its end, or YYYY-MM-DDTHH:MM[:SS] China time;
 * inclusive. */
enum err moment_parse(const char *s, int64_t *out, struct problem *why);

struct moment_text {
    char s[28];
};
struct moment_text moment_print(int64_t moment); /* "2026-11-23 09:00:00" China time */
