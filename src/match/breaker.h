/*
 * The breaker: may a feed go ahead, or must people look at it first? Pure statistics: counts in, a
 * verdict with reasons out.
 *
 * It holds the first feed of a source, and any feed that would hold more people than the roster or
 * the source's own past allows, that fits the roster worse than before (unmatched, names that
 * differ, refused rows), whose people differ from those of the past in sex, age or region, whose
 * dates cannot be right, or whose people show signs of life after the event. Differences to the
 * past count only when they are both large and beyond chance, so that small feeds of an honest
 * source pass.
 *
 * The limits are compiled in; settings may lower them, never raise them. Who may release a held
 * feed, and the clock that keeps running, are not here; nor is any decision about a person:
 * evidence never is one.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/zh.h"

#define MATCH_REGIONS 32

struct match_region_count {
    int64_t code; /* any code of the caller's, the same in every feed */
    uint64_t people;
};

/* One feed. Rows count rows; people count different people among the matched rows that are against
 * them. */
struct match_breaker_feed {
    uint64_t rows, refused, matched, unmatched; /* rows = refused + matched + unmatched */
    uint64_t name_mismatches;                   /* of matched */
    uint64_t future_dated;            /* of matched + unmatched: after the day the feed came */
    uint64_t old_dated;               /* of matched + unmatched: more than a year before that day */
    uint64_t against;                 /* people with evidence against them */
    uint64_t would_hold;              /* of against: whose payment would be held */
    uint64_t later_signs;             /* of against: with a sign of life after the event's date */
    uint64_t male, female;            /* = against, but for those whose number does not tell */
    uint64_t age_sum, age_square_sum; /* whole years, over male + female */
    struct match_region_count region[MATCH_REGIONS]; /* the largest; the rest under one code, 0 */
    size_t regions;
};

/* Limits: a value of 0 in settings is unset. What each is: base/breaker_list.h. */
struct match_breaker_limits {
#define BREAKER_LIMIT(upper, lower, ceiling) uint32_t lower;
#include "base/breaker_list.h"
};

extern const struct match_breaker_limits match_breaker_ceiling;

/* The limits that hold: of each the setting or the ceiling, whichever is lower. settings may be
 * NULL. */
struct match_breaker_limits match_breaker_limits(const struct match_breaker_limits *settings);

struct match_breaker_reason {
    enum zh_id message; /* breaker_...; its {0}.. are the values */
    char value[3][24];
};

#define MATCH_BREAKER_REASONS 16

struct match_breaker_verdict {
    bool hold;
    size_t reasons; /* 0 when it passes */
    struct match_breaker_reason reason[MATCH_BREAKER_REASONS];
};

/* past: released feeds of the same source, the newest last; at most the last 60 are looked at.
 * people: on the roster. */
struct match_breaker_verdict match_breaker(const struct match_breaker_feed *feed,
                                           const struct match_breaker_feed *past, size_t past_count,
                                           uint64_t people,
                                           const struct match_breaker_limits *settings);

/* How many of people a released feed may touch in its first, second and third stage (0, 1, 2): 1 %,
 * 10 %, all, rounded up. */
uint64_t match_breaker_stage(uint64_t people, unsigned stage);
