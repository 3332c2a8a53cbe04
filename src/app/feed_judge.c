#include "app/feed_judge.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/evidence_apply.h"
#include "law/signals.h"

/* ---- sets ----------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t x)
{
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd);
    x ^= x >> 33;
    return x ? x : 1;
}

static void set_put(uint64_t *slot, size_t size, uint64_t x)
{
    size_t at = mixed(x) & (size - 1);
    while (slot[at]) at = (at + 1) & (size - 1);
    slot[at] = x;
}

static bool set_grow(struct feed_set *s)
{
    size_t size = s->size ? s->size * 2 : 1024;
    uint64_t *fresh = calloc(size, sizeof *fresh);
    if (!fresh) return false;
    for (size_t i = 0; i < s->size; i++)
        if (s->slot[i]) set_put(fresh, size, s->slot[i]);
    free(s->slot);
    s->slot = fresh;
    s->size = size;
    return true;
}

/* True when it was not in. x is not 0. Out of memory every one counts as new: the feed looks
 * larger, never smaller. */
static bool set_add(struct feed_set *s, uint64_t x)
{
    if (s->count * 2 >= s->size && !set_grow(s)) return true;
    size_t at = mixed(x) & (s->size - 1);
    for (; s->slot[at]; at = (at + 1) & (s->size - 1))
        if (s->slot[at] == x) return false;
    s->slot[at] = x;
    s->count++;
    return true;
}

void feed_tally_free(struct feed_tally *t)
{
    free(t->against.slot);
    free(t->certified.slot);
    free(t->rows.slot);
    free(t->weakly.slot);
}

/* ---- counting ------------------------------------------------------------------------------- */

bool feed_tally_first(struct feed_tally *t, const char *number, enum evidence_kind kind,
                      struct date on)
{
    uint64_t h = UINT64_C(1469598103934665603);
    for (const char *s = number; *s; s++) h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
    h = (h ^ (uint64_t)kind) * UINT64_C(1099511628211);
    h = (h ^ (uint64_t)on.day) * UINT64_C(1099511628211);
    bool first = set_add(&t->rows, h ? h : 1);
    t->duplicates += !first;
    return first;
}

static void count_region(struct match_breaker_feed *b, const char *code)
{
    char six[7];
    snprintf(six, sizeof six, "%.6s", code);
    int64_t region = strtoll(six, NULL, 10);
    for (size_t i = 0; i < b->regions; i++) {
        if (b->region[i].code != region && i + 1 < MATCH_REGIONS) continue;
        b->region[i].people++;
        return;
    }
    bool last = b->regions + 1 == MATCH_REGIONS; /* the rest is counted under one code */
    b->region[b->regions++] = (struct match_region_count){last ? 0 : region, 1};
}

static void count_against(struct feed_tally *t, const struct law *law, const struct person *p,
                          struct date on)
{
    struct match_breaker_feed *b = &t->b;
    if (!set_add(&t->against, (uint64_t)p->person_id)) return;
    b->against++;
    b->would_hold++;
    b->later_signs += date_cmp(law_last_success(&p->success), on) > 0;
    count_region(b, p->residence_code);
    if (!p->sex || !date_is_set(p->birth)) return;
    uint64_t age = (uint64_t)date_age(p->birth, law->today);
    b->male += p->sex == SEX_MALE;
    b->female += p->sex == SEX_FEMALE;
    b->age_sum += age;
    b->age_square_sum += age * age;
}

void feed_tally_add(struct feed_tally *t, const struct law *law, const struct person *p,
                    const struct feed_item *item)
{
    t->b.matched++;
    t->b.name_mismatches += !item->name_agrees;
    t->b.old_dated += date_cmp(item->on, date_add_months(law->today, -12)) < 0;
    if (evidence_side(item->kind) == EVIDENCE_AGAINST) {
        count_against(t, law, p, item->on);
    } else if (item->name_agrees && evidence_would_certify(law, p, item->kind, item->on)) {
        t->certifies += set_add(&t->certified, (uint64_t)p->person_id);
    } else if (item->name_agrees && signals_give_points(law, item->kind, item->on)) {
        t->weak += set_add(&t->weakly, (uint64_t)p->person_id);
    }
}

/* ---- as text -------------------------------------------------------------------------------- */

#define NUMBERS 14

void feed_counts_print(const struct feed_tally *t, struct buf *out)
{
    const struct match_breaker_feed *b = &t->b;
    const uint64_t v[NUMBERS] = {
        b->rows,         b->refused,   b->matched, b->unmatched,     b->name_mismatches,
        b->future_dated, b->old_dated, b->against, b->would_hold,    b->later_signs,
        b->male,         b->female,    b->age_sum, b->age_square_sum};
    for (size_t i = 0; i < NUMBERS; i++) buf_printf(out, "%" PRIu64 " ", v[i]);
    buf_printf(out, "%" PRIu64, t->certifies);
    for (size_t i = 0; i < b->regions; i++)
        buf_printf(out, " %" PRId64 ":%" PRIu64, b->region[i].code, b->region[i].people);
}

bool feed_counts_read(const char *text, struct match_breaker_feed *b, uint64_t *certifies)
{
    char *at = (char *)text;
    *b = (struct match_breaker_feed){0};
    uint64_t *const v[NUMBERS] = {
        &b->rows,         &b->refused,   &b->matched, &b->unmatched,     &b->name_mismatches,
        &b->future_dated, &b->old_dated, &b->against, &b->would_hold,    &b->later_signs,
        &b->male,         &b->female,    &b->age_sum, &b->age_square_sum};
    if (!*text) return false;
    for (size_t i = 0; i < NUMBERS; i++) *v[i] = strtoull(at, &at, 10);
    *certifies = strtoull(at, &at, 10);
    while (*at == ' ' && b->regions < MATCH_REGIONS) {
        struct match_region_count *r = &b->region[b->regions];
        r->code = strtoll(at, &at, 10);
        if (*at != ':') return false;
        r->people = strtoull(at + 1, &at, 10);
        b->regions++;
    }
    return *at == 0;
}

/* ---- the verdict ---------------------------------------------------------------------------- */

static void say(struct buf *out, enum zh_id message, const char *a, const char *b, const char *c)
{
    char text[400];
    buf_puts(out, zh_print(text, sizeof text, message, a, b, c, NULL));
    buf_putc(out, '\n');
}

static void number(char out[24], uint64_t n)
{
    snprintf(out, 24, "%" PRIu64, n);
}

/* The source's applied feeds since its last reversed one, oldest first; what a clerk made by hand
 * is nobody's past. */
static size_t past_of(const struct feed *past, size_t count, struct match_breaker_feed *out,
                      size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < count && n < cap; i++) {
        uint64_t certifies;
        if (past[i].state == FEED_REVERSED || past[i].state == FEED_REVERSING) break;
        if (past[i].state != FEED_APPLIED || !feed_counts_read(past[i].counts, &out[n], &certifies))
            continue;
        n += out[n].rows > FEED_SMALL;
    }
    for (size_t i = 0; i < n / 2; i++) {
        struct match_breaker_feed swap = out[i];
        out[i] = out[n - 1 - i];
        out[n - 1 - i] = swap;
    }
    return n;
}

/* What a first feed may do without anybody's look. */
static bool first_holds(const struct feed_tally *t, struct buf *reasons)
{
    char n[24], most[24];
    if (t->b.rows <= FEED_SMALL) {
        if (t->b.against <= FEED_SMALL_AGAINST) return false;
        number(n, t->b.against);
        number(most, FEED_SMALL_AGAINST);
        say(reasons, ZH_breaker_hold_past, n, most, NULL);
        return true;
    }
    number(n, t->b.against);
    if (t->b.against) say(reasons, ZH_feed_first_against, n, NULL, NULL);
    number(n, t->certifies);
    number(most, FEED_FIRST_CERTIFIES);
    if (t->certifies > FEED_FIRST_CERTIFIES) say(reasons, ZH_feed_first_many, n, most, NULL);
    number(n, t->weak);
    if (t->weak > FEED_FIRST_CERTIFIES) say(reasons, ZH_signal_first_many, n, most, NULL);
    return t->b.against || t->certifies > FEED_FIRST_CERTIFIES || t->weak > FEED_FIRST_CERTIFIES;
}

static bool file_holds(const struct feed_tally *t, struct buf *reasons)
{
    char n[24], share[24], most[24];
    uint64_t points = t->b.rows ? t->duplicates * 10000 / t->b.rows : 0;
    bool repeats = t->duplicates >= 3 && points > FEED_DUPLICATES;
    if (t->truncated) say(reasons, ZH_feed_truncated, NULL, NULL, NULL);
    if (repeats) {
        number(n, t->duplicates);
        snprintf(share, sizeof share, "%" PRIu64 ".%02" PRIu64, points / 100, points % 100);
        snprintf(most, sizeof most, "%d.00", FEED_DUPLICATES / 100);
        say(reasons, ZH_feed_duplicates, n, share, most);
    }
    /* Two are few, but not when they are most of those whom we know: the whole file's names are
     * spoilt then. */
    bool names = t->b.rows > FEED_SMALL && t->b.name_mismatches >= 2 &&
                 t->b.name_mismatches * 2 >= t->b.matched;
    if (names) {
        number(n, t->b.name_mismatches);
        number(share, t->b.matched);
        say(reasons, ZH_feed_names_spoilt, n, share, NULL);
    }
    return t->truncated || repeats || names;
}

bool feed_judge(const struct feed_tally *t, const struct feed *past, size_t past_count,
                uint64_t people, struct buf *reasons)
{
    struct match_breaker_feed before[60];
    bool small = t->b.rows <= FEED_SMALL;
    size_t n = small ? 0 : past_of(past, past_count, before, 60);
    struct match_breaker_verdict v = match_breaker(&t->b, before, n, people, t->settings);
    bool hold = file_holds(t, reasons);
    for (size_t i = 0; i < v.reasons; i++) {
        const struct match_breaker_reason *r = &v.reason[i];
        if (r->message == ZH_breaker_first) {
            hold |= first_holds(t, reasons);
            continue;
        }
        /* Of a short list each row stands for itself: the bad ones are listed, the good ones are
         * not theirs to spoil. */
        if (small && r->message == ZH_breaker_refused) continue;
        say(reasons, r->message, r->value[0], r->value[1], r->value[2]);
        hold = true;
    }
    return hold;
}
