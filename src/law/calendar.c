/*
 * The published years are one table: for each day its kind and the number of working days up to it,
 * and the list of working days. Before and after it only weekends are known and the count is
 * arithmetic, so that every question takes constant time.
 */
#include "law/calendar.h"

#include <string.h>

#include "base/zh.h"
#include "law/calendar_table.h"

#define MAX_NAMES 255

struct cell {
    int32_t ordinal; /* working days of the table up to and including this day */
    uint8_t kind;    /* enum day_kind; DAY_UNSET: a plain day */
    uint8_t name;    /* index into names */
};

struct calendar {
    int32_t first, last; /* days of the table; last < first when there is no row */
    int last_year;
    struct cell *cell;
    int32_t *workday; /* the n-th working day of the table, counted from 0 */
    int32_t workdays;
    const char *name[MAX_NAMES + 1], *makeup[MAX_NAMES + 1];
    size_t names;
};

static bool weekend(int32_t day)
{
    return date_weekday((struct date){day}) > 5;
}

/* Is the row part of what was known on known_at? */
static bool row_known(const struct calendar_row *r, struct date known_at)
{
    if (!date_is_set(known_at)) return !date_is_set(r->superseded_on);
    if (date_is_set(r->superseded_on)) return date_cmp(known_at, r->superseded_on) < 0;
    return !date_is_set(r->published) || date_cmp(r->published, known_at) <= 0;
}

/* A superseded version that still held on known_at replaces the rows of its year and name; of
 * several the one that ended first. */
static bool row_replaced(const struct calendar_row *rows, size_t count,
                         const struct calendar_row *r, struct date known_at)
{
    if (!date_is_set(known_at)) return false;
    for (size_t i = 0; i < count; i++) {
        const struct calendar_row *o = &rows[i];
        if (!date_is_set(o->superseded_on) || date_cmp(known_at, o->superseded_on) >= 0) continue;
        if (o->year != r->year || strcmp(o->name, r->name) != 0) continue;
        if (!date_is_set(r->superseded_on) || date_cmp(o->superseded_on, r->superseded_on) < 0)
            return true;
    }
    return false;
}

static uint8_t name_index(struct calendar *c, struct arena *a, const char *name)
{
    for (size_t i = 1; i <= c->names; i++)
        if (strcmp(c->name[i], name) == 0) return (uint8_t)i;
    if (c->names == MAX_NAMES) return 0;
    char text[160];
    c->names++;
    c->name[c->names] = arena_copy(a, name, strlen(name));
    zh_print(text, sizeof text, ZH_law_makeup_day, name, NULL);
    c->makeup[c->names] = arena_copy(a, text, strlen(text));
    return (uint8_t)c->names;
}

static void number_days(struct calendar *c)
{
    for (int32_t d = c->first; d <= c->last; d++) {
        struct cell *cell = &c->cell[d - c->first];
        bool off = cell->kind == DAY_HOLIDAY || (cell->kind == DAY_UNSET && weekend(d));
        if (!off) c->workday[c->workdays++] = d;
        cell->ordinal = c->workdays;
    }
}

const struct calendar *calendar_build(struct arena *a, const struct calendar_row *rows,
                                      size_t count, struct date known_at)
{
    struct calendar *c = ARENA_NEW(a, struct calendar);
    int first = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        int year = date_civil(rows[i].day).year;
        if (!row_known(&rows[i], known_at)) continue;
        if (!first || year < first) first = year;
        if (year > last) last = year;
    }
    c->last = -1;
    c->last_year = last;
    if (!first) return c;
    c->first = date_of(first, 1, 1).day;
    c->last = date_of(last, 12, 31).day;
    size_t days = (size_t)(c->last - c->first + 1);
    c->cell = ARENA_ARRAY(a, struct cell, days);
    c->workday = ARENA_ARRAY(a, int32_t, days);
    for (size_t i = 0; i < count; i++) {
        if (!row_known(&rows[i], known_at) || row_replaced(rows, count, &rows[i], known_at))
            continue;
        struct cell *cell = &c->cell[rows[i].day.day - c->first];
        cell->kind = (uint8_t)rows[i].kind;
        cell->name = name_index(c, a, rows[i].name);
    }
    number_days(c);
    return c;
}

const struct calendar_row *calendar_shipped(size_t *count)
{
    *count = calendar_rows_count;
    return calendar_rows;
}

static const struct cell *cell_of(const struct calendar *c, struct date d)
{
    return d.day >= c->first && d.day <= c->last ? &c->cell[d.day - c->first] : NULL;
}

bool calendar_workday(const struct calendar *c, struct date d)
{
    const struct cell *cell = cell_of(c, d);
    if (cell && cell->kind != DAY_UNSET) return cell->kind == DAY_MAKEUP;
    return !weekend(d.day);
}

const char *calendar_name(const struct calendar *c, struct date d)
{
    const struct cell *cell = cell_of(c, d);
    if (!cell || cell->kind == DAY_UNSET || !cell->name) return "";
    return cell->kind == DAY_MAKEUP ? c->makeup[cell->name] : c->name[cell->name];
}

int calendar_last_year(const struct calendar *c)
{
    return c->last_year;
}

/* ---- Counting ------------------------------------------------------------------------------- */

/* Weekdays in [1, day], day 1 being a Monday; for day <= 0 counted backwards. */
static int32_t weekdays_to(int32_t day)
{
    int32_t weeks = day >= 0 ? day / 7 : (day - 6) / 7, rest = day - weeks * 7;
    return weeks * 5 + (rest < 5 ? rest : 5);
}

/* The n-th weekday, n = 1 being day 1. */
static int32_t weekday_at(int32_t n)
{
    int32_t weeks = n > 0 ? (n - 1) / 5 : (n - 5) / 5;
    return weeks * 7 + (n - weeks * 5);
}

/* Working days up to and including d, on a scale that is the plain weekdays' before the table. */
static int32_t ordinal(const struct calendar *c, int32_t d)
{
    if (c->last < c->first || d < c->first) return weekdays_to(d);
    int32_t before = weekdays_to(c->first - 1);
    if (d <= c->last) return before + c->cell[d - c->first].ordinal;
    return before + c->workdays + weekdays_to(d) - weekdays_to(c->last);
}

/* The inverse: the working day with that ordinal. */
static int32_t day_at(const struct calendar *c, int32_t n)
{
    if (c->last < c->first) return weekday_at(n);
    int32_t before = weekdays_to(c->first - 1);
    if (n <= before) return weekday_at(n);
    if (n <= before + c->workdays) return c->workday[n - before - 1];
    return weekday_at(n - before - c->workdays + weekdays_to(c->last));
}

struct date calendar_add(const struct calendar *c, struct date d, int n)
{
    if (n <= 0) return d;
    return (struct date){day_at(c, ordinal(c, d.day) + n)};
}

struct date calendar_period(const struct calendar *c, struct date d, int n, enum period_unit unit)
{
    if (unit == PERIOD_WORKING_DAYS) return calendar_add(c, d, n);
    if (unit == PERIOD_DAYS) return calendar_roll(c, date_add_days(d, n));
    return calendar_roll(c, date_add_months(d, unit == PERIOD_YEARS ? n * 12 : n));
}

int calendar_between(const struct calendar *c, struct date a, struct date b)
{
    return ordinal(c, b.day) - ordinal(c, a.day);
}

struct date calendar_roll(const struct calendar *c, struct date d)
{
    return calendar_workday(c, d) ? d : calendar_add(c, d, 1);
}

struct date calendar_back(const struct calendar *c, struct date d)
{
    return (struct date){day_at(c, ordinal(c, d.day))};
}

bool calendar_past(const struct calendar *c, struct date d)
{
    return date_civil(d).year > c->last_year;
}
