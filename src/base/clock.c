#include "base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000000)
#define DAY_US (INT64_C(86400) * SECOND)
#define CHINA_OFFSET (INT64_C(8) * 3600 * SECOND)

static int32_t epoch_day(void)
{
    return date_of(1970, 1, 1).day;
}

int64_t moment_of(struct date d, int hour, int minute)
{
    return (d.day - epoch_day()) * DAY_US + (hour * INT64_C(60) + minute) * 60 * SECOND -
           CHINA_OFFSET;
}

struct date moment_date(int64_t moment)
{
    int64_t t = moment + CHINA_OFFSET, days = t / DAY_US - (t % DAY_US < 0); /* before 1970 too */
    return (struct date){(int32_t)days + epoch_day()};
}

struct clock clock_system(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t moment = now.tv_sec * SECOND + now.tv_nsec / 1000;
    return (struct clock){moment_date(moment), moment};
}

struct clock clock_fixed(struct date d)
{
    return (struct clock){d, moment_of(d, 9, 0)};
}

/* "HH:MM" or "HH:MM:SS" to seconds after midnight; -1 when it is neither. */
static int seconds_of_day(const char *s)
{
    int part[3] = {0}, limit[3] = {24, 60, 60};
    size_t n = strlen(s), count = n == 8 ? 3 : 2;
    if (n != 5 && n != 8) return -1;
    for (size_t i = 0; i < count; i++, s += 3) {
        if (!isdigit((unsigned char)s[0]) || !isdigit((unsigned char)s[1])) return -1;
        if (i + 1 < count && s[2] != ':') return -1;
        part[i] = (s[0] - '0') * 10 + (s[1] - '0');
        if (part[i] >= limit[i]) return -1;
    }
    return (part[0] * 60 + part[1]) * 60 + part[2];
}

enum err moment_parse(const char *s, int64_t *out, struct problem *why)
{
    struct date d;
    char day[11] = "";
    strncat(day, s, 10);
    enum err e = date_parse(day, &d, why);
    if (e) return e;
    if (s[10] == 0) {
        *out = moment_of(d, 24, 0) - 1;
        return ERR_OK;
    }
    int second = s[10] == 'T' || s[10] == ' ' ? seconds_of_day(s + 11) : -1;
    if (second < 0) return problem_set(why, ERR_INPUT, ZH_err_date_format, NULL, s, NULL);
    *out = moment_of(d, 0, 0) + (second + 1) * SECOND - 1;
    return ERR_OK;
}

struct moment_text moment_print(int64_t moment)
{
    struct moment_text t;
    struct date d = moment_date(moment);
    int second = (int)((moment - moment_of(d, 0, 0)) / SECOND);
    snprintf(t.s, sizeof t.s, "%s %02d:%02d:%02d", date_print(d).s, second / 3600, second / 60 % 60,
             second % 60);
    return t;
}
