/*
 * Working days (国务院 holiday notices) and the roll of 民法典 art. 203. Immutable snapshots: what
 * was published, as known on a day.
 *
 * A day off is a weekend or a published holiday; a published make-up day is a working day.
 * Readings: the start day is not counted. Past the last published year only weekends are known:
 * answers then carry past = true and the caller must warn.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"

enum day_kind { DAY_UNSET, DAY_HOLIDAY, DAY_MAKEUP };

/* One published day. published 0: always known. superseded_on 0: still in force. A superseded
 * holiday (year, name) replaces all rows in force of that name and year while it was in force; see
 * data/README.md. name points to storage that outlives the rows. */
struct calendar_row {
    struct date day;
    enum day_kind kind;
    int year;
    const char *name;
    struct date published, superseded_on;
};

struct calendar;

/* Builds the snapshot as known on known_at (DATE_NONE: today's knowledge, nothing superseded).
 * Allocated in a; rows may go. */
const struct calendar *calendar_build(struct arena *a, const struct calendar_row *rows,
                                      size_t count, struct date known_at);
/* The rows shipped in data/, compiled in. */
const struct calendar_row *calendar_shipped(size_t *count);

bool calendar_workday(const struct calendar *c, struct date d);
/* "国庆节", "国庆节调休上班", "" for a plain day; static or the calendar's storage. */
const char *calendar_name(const struct calendar *c, struct date d);
int calendar_last_year(const struct calendar *c);
/* n working days after d (d not counted), n >= 0; n == 0 gives d itself. */
struct date calendar_add(const struct calendar *c, struct date d, int n);
/* The end of a period that begins on d (not counted). Working days only by their own rule; days,
 * months and years by 民法典 202, and a last day of rest rolled by 203. n >= 0. */
enum period_unit { PERIOD_UNSET, PERIOD_WORKING_DAYS, PERIOD_DAYS, PERIOD_MONTHS, PERIOD_YEARS };
struct date calendar_period(const struct calendar *c, struct date d, int n, enum period_unit unit);
/* Working days in (a, b]; negative when b < a. */
int calendar_between(const struct calendar *c, struct date a, struct date b);
/* 民法典 203: d, or the next working day when d is a day off. */
struct date calendar_roll(const struct calendar *c, struct date d);
/* The last working day on or before d. */
struct date calendar_back(const struct calendar *c, struct date d);
bool calendar_past(const struct calendar *c, struct date d);
