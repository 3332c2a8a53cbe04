#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : days[m - 1];
}

bool civil_valid(int y, int m, int d)
{
    return y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m);
}

struct date date_of(int y, int m, int d)
{
    /* Days before the year, then through the months counted from March so that leap days come last.
     */
    int a = (14 - m) / 12, yy = y - a, mm = m + 12 * a - 3;
    return (struct date){d + (153 * mm + 2) / 5 + 365 * yy + yy / 4 - yy / 100 + yy / 400 - 306};
}

struct civil date_civil(struct date date)
{
    int z = date.day + 305, era = z / 146097, doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    return (struct civil){yoe + era * 400 + (m <= 2), m, d};
}

struct date date_from_column(int64_t v)
{
    int y = (int)(v / 10000), m = (int)(v / 100 % 100), d = (int)(v % 100);
    return v > 0 && v <= 99991231 && civil_valid(y, m, d) ? date_of(y, m, d) : DATE_NONE;
}

int64_t date_column(struct date d)
{
    if (!d.day) return 0;
    struct civil c = date_civil(d);
    return c.year * 10000 + c.month * 100 + c.day;
}

int date_weekday(struct date d)
{
    return (d.day - 1) % 7 + 1; /* 0001-01-01 was a Monday */
}

struct date date_add_days(struct date d, int days)
{
    return (struct date){d.day + days};
}

struct date date_add_months(struct date d, int months)
{
    struct civil c = date_civil(d);
    int index = c.year * 12 + c.month - 1 + months, y = index / 12, m = index % 12 + 1;
    int last = month_days(y, m);
    return date_of(y, m, c.day < last ? c.day : last);
}

int date_age(struct date birth, struct date on)
{
    struct civil b = date_civil(birth), o = date_civil(on);
    int years = o.year - b.year;
    return date_add_months(birth, years * 12).day > on.day ? years - 1 : years;
}

struct month month_from(int y, int m)
{
    return (struct month){y * 12 + m - 1};
}

struct month month_of(struct date d)
{
    struct civil c = date_civil(d);
    return month_from(c.year, c.month);
}

struct month month_from_column(int64_t v)
{
    int y = (int)(v / 100), m = (int)(v % 100);
    return v > 0 && v <= 999912 && civil_valid(y, m, 1) ? month_from(y, m) : MONTH_NONE;
}

int64_t month_column(struct month m)
{
    return m.index ? m.index / 12 * 100 + m.index % 12 + 1 : 0;
}

struct month month_add(struct month m, int months)
{
    return (struct month){m.index + months};
}

struct date month_first(struct month m)
{
    return date_of(m.index / 12, m.index % 12 + 1, 1);
}

struct date month_last(struct month m)
{
    return date_add_days(month_first(month_add(m, 1)), -1);
}

static bool digits(const char *s, int n, int *out)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') return false;
        v = v * 10 + (s[i] - '0');
    }
    *out = v;
    return true;
}

static enum err date_checked(struct civil c, const char *s, struct date *out, struct problem *why)
{
    if (!civil_valid(c.year, c.month, c.day))
        return problem_set(why, ERR_INPUT, ZH_err_date_impossible, NULL, s, NULL);
    *out = date_of(c.year, c.month, c.day);
    return ERR_OK;
}

enum err date_parse(const char *s, struct date *out, struct problem *why)
{
    int y, m, d;
    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-' || !digits(s, 4, &y) ||
        !digits(s + 5, 2, &m) || !digits(s + 8, 2, &d))
        return problem_set(why, ERR_INPUT, ZH_err_date_format, NULL, s, NULL);
    return date_checked((struct civil){y, m, d}, s, out, why);
}

enum err month_parse(const char *s, struct month *out, struct problem *why)
{
    int y, m;
    if (strlen(s) != 7 || s[4] != '-' || !digits(s, 4, &y) || !digits(s + 5, 2, &m) ||
        !civil_valid(y, m, 1))
        return problem_set(why, ERR_INPUT, ZH_err_month_format, NULL, s, NULL);
    *out = month_from(y, m);
    return ERR_OK;
}

/* Splits s into up to three runs of digits, any other characters separating them; returns the
 * count, or -1 when a run is too long or there is text that no office writes in a date. */
static int digit_runs(const char *s, int values[3], int lengths[3])
{
    /* year, month and day as Chinese words, then separators, half and full width */
    static const char *const allowed[] = {"\u5e74", "\u6708", "\u65e5", "-",      "/",     ".",
                                          " ",      "\u3000", "\uff0d", "\uff0f", "\uff0e"};
    int count = 0;
    bool in_run = false;
    while (*s) {
        bool wide = strncmp(s, "\xEF\xBC", 2) == 0 && (unsigned char)s[2] >= 0x90 &&
                    (unsigned char)s[2] <= 0x99;
        if (wide || isdigit((unsigned char)*s)) {
            int digit = wide ? (unsigned char)s[2] - 0x90 : *s - '0';
            if (!in_run && count == 3) return -1;
            if (!in_run) values[count] = lengths[count] = 0, count++;
            if (++lengths[count - 1] > 8) return -1;
            values[count - 1] = values[count - 1] * 10 + digit;
            in_run = true;
            s += wide ? 3 : 1;
            continue;
        }
        in_run = false;
        size_t i = 0, n = sizeof allowed / sizeof *allowed;
        while (i < n && strncmp(s, allowed[i], strlen(allowed[i])) != 0) i++;
        if (i == n) return -1;
        s += strlen(allowed[i]);
    }
    return count;
}

enum err date_parse_office(const char *s, struct date *out, struct problem *why)
{
    int v[3] = {0}, n[3] = {0}, runs = digit_runs(s, v, n);
    struct civil c = {v[0], v[1], v[2]};
    if (runs == 1) c = (struct civil){v[0] / 10000, v[0] / 100 % 100, v[0] % 100};
    if ((runs == 1 && n[0] == 8) || (runs == 3 && n[0] == 4 && n[1] <= 2 && n[2] <= 2))
        return date_checked(c, s, out, why);
    return problem_set(why, ERR_INPUT, ZH_err_date_format, NULL, s, NULL);
}

enum err month_parse_office(const char *s, struct month *out, struct problem *why)
{
    int v[3] = {0}, n[3] = {0}, runs = digit_runs(s, v, n), y = 0, m = 0;
    if (runs == 1 && n[0] == 6) y = v[0] / 100, m = v[0] % 100;
    if (runs >= 2 && n[0] == 4 && n[1] <= 2) y = v[0], m = v[1];
    if (!civil_valid(y, m, 1))
        return problem_set(why, ERR_INPUT, ZH_err_month_format, NULL, s, NULL);
    *out = month_from(y, m);
    return ERR_OK;
}

struct date_text date_print(struct date d)
{
    struct date_text t = {""};
    if (d.day) {
        struct civil c = date_civil(d);
        snprintf(t.s, sizeof t.s, "%04u-%02u-%02u", (unsigned)c.year % 10000,
                 (unsigned)c.month % 100, (unsigned)c.day % 100);
    }
    return t;
}

struct date_text month_print(struct month m)
{
    struct date_text t = {""};
    if (m.index)
        snprintf(t.s, sizeof t.s, "%04u-%02u", (unsigned)(m.index / 12) % 10000,
                 (unsigned)(m.index % 12 + 1) % 100);
    return t;
}
