/*
 * The clocks 期限: every period of the law that has a first day and a length. One table: which
 * parameter is the length (its title, article, unit and dated values stand in law/params.txt) and
 * how its last day is found. The same day for everybody who asks for it (C29): the rules count so.
 *
 * Where neither an article nor a reading says whether the last day rolls, the row says so and the
 * answer has both days; nothing is guessed.
 */
#pragma once
#include "law/calendar.h"
#include "law/params.h"

enum clock_end {
    CLOCK_UNSET,
    CLOCK_WORKING, /* counted in working days: the last one is one */
    CLOCK_ROLLS,   /* 民法典 203: a last day of rest moves to the next working day */
    CLOCK_STAYS,   /* the corresponding day itself, as the reading says */
    CLOCK_UNSAID   /* not laid down */
};

struct law_clock {
    enum param_id param;
    enum clock_end end;
};

const struct law_clock *clocks_at(size_t index);         /* NULL past the last */
const struct law_clock *clocks_find(const char *key);    /* by the parameter's key; NULL */
enum period_unit clocks_unit(const struct law_clock *c); /* of the parameter */

struct law_clock_answer {
    int64_t count;      /* of the unit, in force on the day of the law */
    struct date due;    /* the last day; of CLOCK_UNSAID the day that is not rolled */
    struct date rolled; /* of days, months and years: the next working day; else due */
    bool past_calendar; /* beyond the last published holidays: only weekends are known */
};

/* The event's day is not counted. false: no value in force on that day. */
bool clocks_answer(const struct calendar *calendar, const struct params *params,
                   const struct law_clock *c, struct date event, struct date law_day,
                   struct law_clock_answer *out);
