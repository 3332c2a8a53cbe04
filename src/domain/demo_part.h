/*
 * Shared between the files of the made-up city: demo.c (order, ages, numbers), demo_life.c (lines,
 * homes, certifications) and demo_name.c. Private to them.
 */
#pragma once
#include "domain/demo.h"

/* A division code of ID numbers, with the pairs of sequence numbers a day that it may use. */
struct demo_issue {
    char code[7];
    int pairs;
};

struct demo_issues {
    const struct demo_issue *rows;
    size_t count;
    uint64_t total; /* pairs of all rows */
    uint64_t step;  /* shares no divisor with total, so that its multiples meet every pair once */
};

struct demo {
    struct demo_options options;
    uint64_t next;
    /* person i is number (i * step + shift) mod people in the order of births */
    uint64_t step, shift;
    int32_t oldest; /* first birth day of the table */
    int days;       /* birth days in it; the last one is `start` */
    /* before[d]: people born before day oldest + d; before[days] = people */
    const uint64_t *before;
    const uint16_t *community_district; /* index into districts */
    struct date city_founded;  /* numbers of those born before it have the codes of the counties */
    struct date had_15_digits; /* born before: grown up while numbers still had 15 digits */
    struct demo_issues issued_before, issued_since;
    uint64_t families; /* dead workers whom dependants are linked to */
};

/* A small deterministic source of chance (splitmix64); one per person and purpose. */
struct dice {
    uint64_t state;
};

static inline uint64_t dice_roll(struct dice *d)
{
    uint64_t z = d->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline struct dice dice_of(uint64_t seed, uint64_t purpose, uint64_t index)
{
    struct dice d = {seed ^ (purpose * 0xD6E8FEB86659FD93u)};
    d.state = dice_roll(&d) ^ (index * 0xA0761D6478BD642Fu);
    return d;
}

/* 0 to n - 1 */
static inline uint32_t dice_below(struct dice *d, uint32_t n)
{
    return (uint32_t)((dice_roll(d) >> 32) * n >> 32);
}

/* true in `per` of 10,000 cases */
static inline bool dice_hits(struct dice *d, uint32_t per)
{
    return dice_below(d, 10000) < per;
}

/* demo.c: the dead worker of a family, as a number; *birth and *sex are his or hers. */
void demo_worker(const struct demo *demo, uint64_t family, char number[19], struct date *birth,
                 enum sex *sex);
/* demo_life.c: lines, residence, phone, certifications, link; out->id must be filled. */
void demo_life(const struct demo *demo, struct dice *d, struct demo_person *out);
/* demo_name.c */
void demo_name(struct dice *d, const struct idnum *id, char out[DEMO_NAME]);
