#include "base/clock.h"

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
    return (struct date){(int32_t)((moment + CHINA_OFFSET) / DAY_US) + epoch_day()};
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

enum err moment_parse(const char *s, int64_t *out, struct problem *why)
{
    struct date d;
    char day[11] = "";
    strncat(day, s, 10);
    enum err e = date_parse(day, &d, why);
    if (e) return e;
    int hour = 23, minute = 59, second = 59;
    if (s[10] == 0) {
        *out = moment_of(d, 24, 0) - 1;
        return ERR_OK;
    }
    second = 0;
    int got = sscanf(s + 11, "%2d:%2d:%2d", &hour, &minute, &second);
    if ((s[10] != 'T' && s[10] != ' ') || got < 2 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 59)
        return problem_set(why, ERR_INPUT, ZH_err_date_format, NULL, s, NULL);
    *out = moment_of(d, hour, minute) + second * SECOND + SECOND - 1;
    return ERR_OK;
}

struct moment_text moment_print(int64_t moment)
{
    struct moment_text t;
    struct date d = moment_date(moment);
    int second = (int)((moment + CHINA_OFFSET) % DAY_US / SECOND);
    snprintf(t.s, sizeof t.s, "%s %02d:%02d:%02d", date_print(d).s, second / 3600, second / 60 % 60,
             second % 60);
    return t;
}
