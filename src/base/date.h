/*
 * Civil dates and months of the proleptic Gregorian calendar, years 1 to 9999. Pure; no time zone,
 * no clock.
 *
 * A date counts days from 0001-01-01, which is 1; 0 is "no date". Columns hold yyyymmdd and yyyymm,
 * 0 for none. Month arithmetic follows 民法典 art. 202: the corresponding day, or the month's last
 * day where there is none. The roll to a working day of art. 203 needs the calendar and is law's
 * (law/calendar.h).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct date {
    int32_t day;
};

struct month {
    int32_t index; /* year * 12 + (month - 1); 0 is "no month" */
};

struct civil {
    int year, month, day; /* month 1-12, day 1-31 */
};

#define DATE_NONE ((struct date){0})
#define MONTH_NONE ((struct month){0})

bool civil_valid(int year, int month, int day);
struct date date_of(int year, int month, int day); /* the parts must be valid */
struct civil date_civil(struct date d);
struct date date_from_column(int64_t yyyymmdd); /* DATE_NONE when 0 or impossible */
int64_t date_column(struct date d);
int date_weekday(struct date d); /* 1 Monday .. 7 Sunday */
struct date date_add_days(struct date d, int days);
struct date date_add_months(struct date d, int months); /* 民法典 202; months may be negative */
/* Completed years; the birthday itself completes (29 Feb: 28 Feb). */
int date_age(struct date birth, struct date on);
static inline bool date_is_set(struct date d)
{
    return d.day != 0;
}
static inline int date_cmp(struct date a, struct date b)
{
    return (a.day > b.day) - (a.day < b.day);
}
static inline struct date date_max(struct date a, struct date b)
{
    return a.day > b.day ? a : b;
}
static inline struct date date_min(struct date a, struct date b)
{
    return a.day < b.day ? a : b;
}

struct month month_of(struct date d);
struct month month_from(int year, int month);
struct month month_from_column(int64_t yyyymm);
int64_t month_column(struct month m);
struct month month_add(struct month m, int months);
struct date month_first(struct month m);
struct date month_last(struct month m);
static inline bool month_is_set(struct month m)
{
    return m.index != 0;
}
static inline int month_cmp(struct month a, struct month b)
{
    return (a.index > b.index) - (a.index < b.index);
}

/* YYYY-MM-DD and YYYY-MM only; problem: err_date_format, err_date_impossible, err_month_format. */
enum err date_parse(const char *s, struct date *out, struct problem *why);
enum err month_parse(const char *s, struct month *out, struct problem *why);
/* Every way an office writes a date: 2026-11-23, 2026/11/23, 2026.11.23, 20261123, 2026年11月23日,
 * one-digit parts, full-width digits. */
enum err date_parse_office(const char *s, struct date *out, struct problem *why);
enum err month_parse_office(const char *s, struct month *out, struct problem *why);

struct date_text {
    char s[12];
};
struct date_text date_print(struct date d); /* "2026-11-23", "" for none; use as date_print(d).s */
struct date_text month_print(struct month m); /* "2026-11" */
