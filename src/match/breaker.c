#include "match/breaker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAST_MAX 60
#define CHANCE 4.0 /* standard deviations that are no longer chance: about 1 in 16,000 */
#define FEW 5      /* people or rows below which no difference is judged */
#define SOME                                                                                       \
    3 /* below this no share of its own is: one wrong name in a feed of ten is a matter for that   \
         person */
#define ALWAYS_HOLD 10 /* a source may always hold this many, whatever its past */

const struct match_breaker_limits match_breaker_ceiling = {
#define BREAKER_LIMIT(upper, lower, ceiling) .lower = ceiling,
#include "base/breaker_list.h"
};

static uint32_t lowest(uint32_t setting, uint32_t ceiling)
{
    return setting && setting < ceiling ? setting : ceiling;
}

struct match_breaker_limits match_breaker_limits(const struct match_breaker_limits *s)
{
    if (!s) return match_breaker_ceiling;
    return (struct match_breaker_limits){
#define BREAKER_LIMIT(upper, lower, ceiling) .lower = lowest(s->lower, ceiling),
#include "base/breaker_list.h"
    };
}

struct judge {
    const struct match_breaker_feed *feed, *past;
    size_t past_count;
    uint64_t people;
    struct match_breaker_limits limits;
    struct match_breaker_verdict verdict;
};

static struct match_breaker_reason *add(struct judge *j, enum zh_id message)
{
    struct match_breaker_reason *r = &j->verdict.reason[j->verdict.reasons++];
    j->verdict.hold = true;
    r->message = message;
    return r;
}

static void put_count(char out[24], uint64_t n)
{
    snprintf(out, 24, "%" PRIu64, n);
}

/* Basis points as a percentage: 1234 is 12.34. */
static void put_points(char out[24], double points)
{
    snprintf(out, 24, "%.2f", points / 100);
}

static double share(uint64_t part, uint64_t whole)
{
    return whole ? (double)part * 10000 / (double)whole : 0;
}

static double distance(double a, double b)
{
    return a > b ? a - b : b - a;
}

/* Counts that cannot all be true say that who counted is wrong, and then nothing else here means
 * anything. */
static bool adds_up(const struct match_breaker_feed *f)
{
    uint64_t dated = f->matched + f->unmatched, regions = 0;
    const uint64_t most = UINT64_C(1) << 40;
    if (f->rows > most || f->against > most || f->regions > MATCH_REGIONS) return false;
    for (size_t i = 0; i < f->regions; i++) {
        if (f->region[i].people > most) return false;
        regions += f->region[i].people;
    }
    return f->refused <= f->rows && f->matched <= f->rows && f->unmatched <= f->rows &&
           f->rows == f->refused + f->matched + f->unmatched && f->name_mismatches <= f->matched &&
           f->future_dated <= dated && f->old_dated <= dated && f->against <= f->matched &&
           f->would_hold <= f->against && f->later_signs <= f->against && f->male <= f->against &&
           f->female <= f->against - f->male && regions <= f->against &&
           f->age_sum <= 200 * (f->male + f->female) &&
           f->age_square_sum <= 40000 * (f->male + f->female);
}

/* A share that has a limit of its own, whatever the past. */
static void limited(struct judge *j, enum zh_id message, uint64_t part, uint64_t whole,
                    uint32_t limit)
{
    if (part < SOME || share(part, whole) <= limit) return;
    struct match_breaker_reason *r = add(j, message);
    put_count(r->value[0], part);
    put_points(r->value[1], share(part, whole));
    put_points(r->value[2], limit);
}

/* Whether a share differs from that of the past by more than chance would: the usual test of two
 * proportions. */
static bool beyond_chance(uint64_t part, uint64_t whole, uint64_t past_part, uint64_t past_whole)
{
    double n = (double)whole, m = (double)past_whole;
    double difference = (double)part / n - (double)past_part / m;
    double both = (double)(part + past_part) / (n + m);
    return difference * difference > CHANCE * CHANCE * both * (1 - both) * (1 / n + 1 / m);
}

struct parts {
    uint64_t part, whole, past_part, past_whole;
};

static void shifted(struct judge *j, enum zh_id message, struct parts p, uint32_t limit)
{
    if (p.whole < FEW || p.past_whole < FEW) return;
    double now = share(p.part, p.whole), before = share(p.past_part, p.past_whole);
    if (distance(now, before) <= limit ||
        !beyond_chance(p.part, p.whole, p.past_part, p.past_whole))
        return;
    struct match_breaker_reason *r = add(j, message);
    put_points(r->value[0], now);
    put_points(r->value[1], before);
    put_points(r->value[2], limit);
}

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void judge_size(struct judge *j)
{
    uint64_t rows[PAST_MAX], largest = 0;
    for (size_t i = 0; i < j->past_count; i++) {
        rows[i] = j->past[i].rows;
        if (j->past[i].would_hold > largest) largest = j->past[i].would_hold;
    }
    uint64_t hold = j->feed->would_hold, allowed = largest * j->limits.hold_percent / 100;
    if (allowed < ALWAYS_HOLD) allowed = ALWAYS_HOLD;
    if (hold > allowed) {
        struct match_breaker_reason *r = add(j, ZH_breaker_hold_past);
        put_count(r->value[0], hold);
        put_count(r->value[1], allowed);
    }
    qsort(rows, j->past_count, sizeof *rows, ascending);
    uint64_t middle = rows[j->past_count / 2];
    if (middle < FEW) return;
    uint64_t least = middle * (100 - j->limits.rows_drop) / 100,
             most = middle * (100 + j->limits.rows_rise) / 100;
    if (j->feed->rows >= least && j->feed->rows <= most) return;
    struct match_breaker_reason *r =
        add(j, j->feed->rows < least ? ZH_breaker_rows_few : ZH_breaker_rows_many);
    put_count(r->value[0], j->feed->rows);
    put_count(r->value[1], middle);
}

static void add_past(struct match_breaker_feed *sum, const struct match_breaker_feed *f)
{
    sum->matched += f->matched;
    sum->unmatched += f->unmatched;
    sum->old_dated += f->old_dated;
    sum->male += f->male;
    sum->female += f->female;
    sum->age_sum += f->age_sum;
    sum->age_square_sum += f->age_square_sum;
}

static double variance(const struct match_breaker_feed *f)
{
    double n = (double)(f->male + f->female), mean = (double)f->age_sum / n;
    return (double)f->age_square_sum / n - mean * mean;
}

static void judge_age(struct judge *j, const struct match_breaker_feed *past)
{
    const struct match_breaker_feed *f = j->feed;
    double n = (double)(f->male + f->female), m = (double)(past->male + past->female);
    if (n < FEW || m < FEW) return;
    double now = (double)f->age_sum / n, before = (double)past->age_sum / m;
    double difference = distance(now, before), a = variance(f), b = variance(past);
    double square_error = (a > b ? a : b) * (1 / n + 1 / m);
    if (difference * 10 <= j->limits.age_tenths ||
        difference * difference <= CHANCE * CHANCE * square_error)
        return;
    struct match_breaker_reason *r = add(j, ZH_breaker_age);
    snprintf(r->value[0], sizeof r->value[0], "%.1f", now);
    snprintf(r->value[1], sizeof r->value[1], "%.1f", before);
    snprintf(r->value[2], sizeof r->value[2], "%.1f", j->limits.age_tenths / 10.0);
}

static uint64_t region_people(const struct match_breaker_feed *f, int64_t code)
{
    uint64_t people = 0;
    for (size_t i = 0; i < f->regions; i++)
        if (f->region[i].code == code) people += f->region[i].people;
    return people;
}

static uint64_t all_regions(const struct match_breaker_feed *f)
{
    uint64_t people = 0;
    for (size_t i = 0; i < f->regions; i++) people += f->region[i].people;
    return people;
}

/* The region whose share has grown most; where one grew others shrank, so one side is enough. */
static void judge_region(struct judge *j)
{
    struct parts worst = {0};
    int64_t worst_code = 0;
    uint64_t whole = all_regions(j->feed), past_whole = 0;
    for (size_t i = 0; i < j->past_count; i++) past_whole += all_regions(&j->past[i]);
    if (whole < FEW || past_whole < FEW) return;
    for (size_t i = 0; i < j->feed->regions; i++) {
        int64_t code = j->feed->region[i].code;
        struct parts p = {region_people(j->feed, code), whole, 0, past_whole};
        for (size_t k = 0; k < j->past_count; k++) p.past_part += region_people(&j->past[k], code);
        double grown = share(p.part, p.whole) - share(p.past_part, p.past_whole);
        if (worst.whole &&
            grown <= share(worst.part, worst.whole) - share(worst.past_part, worst.past_whole))
            continue;
        worst = p;
        worst_code = code;
    }
    double grown = share(worst.part, worst.whole) - share(worst.past_part, worst.past_whole);
    if (grown <= j->limits.region_points ||
        !beyond_chance(worst.part, worst.whole, worst.past_part, worst.past_whole))
        return;
    struct match_breaker_reason *r = add(j, ZH_breaker_region);
    snprintf(r->value[0], sizeof r->value[0], "%" PRId64, worst_code);
    put_points(r->value[1], share(worst.part, worst.whole));
    put_points(r->value[2], share(worst.past_part, worst.past_whole));
}

static void judge_against_past(struct judge *j)
{
    struct match_breaker_feed past = {0};
    const struct match_breaker_feed *f = j->feed;
    for (size_t i = 0; i < j->past_count; i++) add_past(&past, &j->past[i]);
    uint64_t dated = f->matched + f->unmatched, past_dated = past.matched + past.unmatched;
    judge_size(j);
    shifted(j, ZH_breaker_unmatched,
            (struct parts){f->unmatched, dated, past.unmatched, past_dated},
            j->limits.unmatched_points);
    shifted(j, ZH_breaker_old, (struct parts){f->old_dated, dated, past.old_dated, past_dated},
            j->limits.old_points);
    shifted(j, ZH_breaker_sex,
            (struct parts){f->male, f->male + f->female, past.male, past.male + past.female},
            j->limits.sex_points);
    judge_age(j, &past);
    judge_region(j);
}

struct match_breaker_verdict match_breaker(const struct match_breaker_feed *feed,
                                           const struct match_breaker_feed *past, size_t past_count,
                                           uint64_t people,
                                           const struct match_breaker_limits *settings)
{
    size_t skip = past_count > PAST_MAX ? past_count - PAST_MAX : 0;
    struct judge j = {.feed = feed,
                      .past = past_count ? past + skip : NULL,
                      .past_count = past_count - skip,
                      .people = people,
                      .limits = match_breaker_limits(settings)};
    bool sound = adds_up(feed);
    for (size_t i = 0; i < j.past_count; i++) sound = sound && adds_up(&j.past[i]);
    if (!sound) {
        add(&j, ZH_breaker_counts);
        return j.verdict;
    }
    limited(&j, ZH_breaker_hold_share, feed->would_hold, people, j.limits.hold_share);
    limited(&j, ZH_breaker_mismatch, feed->name_mismatches, feed->matched, j.limits.mismatch_share);
    limited(&j, ZH_breaker_refused, feed->refused, feed->rows, j.limits.refused_share);
    limited(&j, ZH_breaker_future, feed->future_dated, feed->matched + feed->unmatched,
            j.limits.future_share);
    limited(&j, ZH_breaker_later, feed->later_signs, feed->against, j.limits.later_share);
    if (j.past_count) judge_against_past(&j);
    else add(&j, ZH_breaker_first);
    return j.verdict;
}

uint64_t match_breaker_stage(uint64_t people, unsigned stage)
{
    if (stage >= 2) return people;
    uint64_t part = stage == 0 ? 100 : 10;
    return people / part + (people % part != 0);
}
