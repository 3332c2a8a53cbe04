#include "app/feed_league.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/evidence_apply.h"
#include "app/feed_judge.h"
#include "domain/feed_source.h"
#include "domain/matter.h"
#include "domain/synonym.h"
#include "store/league.h"

#define SOURCES 64
#define LEAGUE_MEMORY (256u << 20)

struct standing {             /* of the source at the same place in the list */
    struct date received[64]; /* newest first */
    size_t received_count;
    int64_t last_wrong; /* the person counted last: rows come by person */
};

struct counting {
    struct date since;
    struct league_source list[SOURCES];
    struct standing standing[SOURCES];
    size_t count;
    int64_t certified, effortless;
};

static struct league_source *source_of(struct counting *k, const char *code)
{
    for (size_t i = 0; i < k->count; i++)
        if (strcmp(k->list[i].source->code, code) == 0) return &k->list[i];
    const struct feed_source *source = feed_source_find(code);
    if (!source || k->count == SOURCES) return NULL;
    k->list[k->count] = (struct league_source){.source = source};
    return &k->list[k->count++];
}

/* ---- what the records say ------------------------------------------------------------------- */

static enum err count_feeds(struct counting *k, struct data *d, struct problem *why)
{
    struct feed *list;
    size_t count;
    enum err e = feeds_list(d, NULL, &list, &count, why);
    for (size_t i = 0; !e && i < count; i++) {
        struct match_breaker_feed n;
        uint64_t certifies;
        struct league_source *s = source_of(k, list[i].source);
        if (!s || date_cmp(list[i].received_on, k->since) < 0) continue;
        s->feeds++;
        s->taken_back += list[i].state == FEED_REVERSED || list[i].state == FEED_REVERSING;
        struct standing *at = &k->standing[s - k->list];
        size_t room = sizeof at->received / sizeof *at->received;
        if (at->received_count < room) at->received[at->received_count++] = list[i].received_on;
        if (!feed_counts_read(list[i].counts, &n, &certifies)) continue;
        s->rows += n.rows;
        s->matched += n.matched;
    }
    return e;
}

static void count_certified(void *ctx, const struct league_certified *c)
{
    struct counting *k = ctx;
    k->certified += c->count;
    if (c->way != 3) return;
    k->effortless += c->count;
    bool by_feed = strncmp(c->channel, "feed:", 5) == 0;
    struct league_source *s = by_feed ? source_of(k, c->channel + 5) : NULL;
    if (s) s->certified += c->count;
}

static void count_against(void *ctx, const char *source, int64_t people)
{
    struct league_source *s = source_of(ctx, source);
    if (s) s->against = people;
}

static void count_wrong(void *ctx, const struct league_wrong *w)
{
    struct counting *k = ctx;
    struct league_source *s = source_of(k, w->source);
    bool same = evidence_same_ground((int)evidence_loss_event(w->kind), w->cause);
    if (!s || !same || k->standing[s - k->list].last_wrong == w->person_id) return;
    k->standing[s - k->list].last_wrong = w->person_id;
    s->wrong++;
}

static enum err count(struct counting *k, struct data *d, struct problem *why)
{
    static const int kinds[2] = {MATTER_EVIDENCE_CHECK, MATTER_LOSS};
    static const int states[2] = {STATE_REJECTED, STATE_UNDONE};
    enum err e = count_feeds(k, d, why);
    if (!e) e = league_certified_list(d, k->since, count_certified, k, why);
    if (!e) e = league_against_list(d, k->since, count_against, k, why);
    if (!e)
        e = league_wrong_list(d, &(struct league_asked){k->since, kinds, states}, count_wrong, k,
                              why);
    return e;
}

/* ---- freshness ------------------------------------------------------------------------------ */

static int by_size(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Days between its feeds: the middle one; 0 when there are too few to say. */
static int usual_gap(const struct standing *s)
{
    int gap[64];
    size_t n = 0;
    for (size_t i = 1; i < s->received_count; i++)
        gap[n++] = s->received[i - 1].day - s->received[i].day;
    if (s->received_count < LEAGUE_SILENT_AFTER) return 0;
    qsort(gap, n, sizeof *gap, by_size);
    return gap[n / 2] > 0 ? gap[n / 2] : 1;
}

/* A week beyond twice its usual gap: a holiday is no silence. */
static void put_freshness(struct league_source *s, const struct standing *at, struct date today)
{
    s->last = at->received_count ? at->received[0] : DATE_NONE;
    s->quiet_days = date_is_set(s->last) ? today.day - s->last.day : 0;
    s->gap_days = usual_gap(at);
    s->silent = s->gap_days && s->quiet_days > 2 * s->gap_days + 7;
}

/* ---- told ----------------------------------------------------------------------------------- */

int64_t league_share(int64_t part, int64_t whole)
{
    return whole > 0 ? part * 10000 / whole : 0;
}

static void put_json(const struct league *k, struct buf *b)
{
    buf_printf(b,
               "{\"since\":\"%s\",\"certified\":%" PRId64 ",\"without_effort\":%" PRId64
               ",\"without_effort_bp\":%" PRId64 ",\"sources\":[",
               date_print(k->since).s, k->certified, k->effortless,
               league_share(k->effortless, k->certified));
    for (size_t i = 0; i < k->count; i++) {
        const struct league_source *s = &k->list[i];
        buf_printf(b, "%s{\"source\":\"%s\",\"feeds\":%" PRIu64 ",\"taken_back\":%" PRIu64,
                   i ? ",\n" : "", s->source->code, s->feeds, s->taken_back);
        buf_printf(
            b, ",\"last_received\":\"%s\",\"quiet_days\":%d,\"usual_gap_days\":%d,\"silent\":%s",
            date_print(s->last).s, s->quiet_days, s->gap_days, s->silent ? "true" : "false");
        buf_printf(b,
                   ",\"rows\":%" PRIu64 ",\"matched\":%" PRIu64 ",\"certified\":%" PRId64
                   ",\"certified_bp\":%" PRId64 ",\"against\":%" PRId64 ",\"wrong\":%" PRId64 "}",
                   s->rows, s->matched, s->certified, league_share(s->certified, k->certified),
                   s->against, s->wrong);
    }
    buf_puts(b, "]}\n");
}

static double percent(int64_t part, int64_t whole)
{
    return (double)league_share(part, whole) / 100;
}

static void put_text(const struct league *k, struct buf *b)
{
    char text[400], n[3][24];
    snprintf(n[0], 24, "%" PRId64, k->effortless);
    snprintf(n[1], 24, "%" PRId64, k->certified);
    snprintf(n[2], 24, "%.1f", percent(k->effortless, k->certified));
    buf_puts(b, zh_print(text, sizeof text, ZH_feed_league_all, date_print(k->since).s, n[1], n[0],
                         n[2], NULL));
    buf_printf(b, "\n%s\n", zh_text(ZH_feed_league_head));
    for (size_t i = 0; i < k->count; i++) {
        const struct league_source *s = &k->list[i];
        buf_printf(b, "%s\t%" PRIu64 "\t%s\t%d\t%" PRIu64 "/%" PRIu64 "\t%" PRId64 "\t%.1f%%",
                   synonym_first(s->source->names).s, s->feeds, date_print(s->last).s,
                   s->quiet_days, s->matched, s->rows, s->certified,
                   percent(s->certified, k->certified));
        buf_printf(b, "\t%" PRId64 "/%" PRId64 "\t%" PRIu64 "\t%s\n", s->wrong, s->against,
                   s->taken_back, s->silent ? zh_text(ZH_feed_league_silent) : "");
    }
}

/* ---- use cases ------------------------------------------------------------------------------ */

enum err league_read(const struct call *call, struct league *out, struct problem *why)
{
    struct counting *k = ARENA_ARRAY(call->arena, struct counting, 1);
    struct read r = {.arena = call->arena};
    struct date today = call->clock.business_date;
    *k = (struct counting){.since = date_add_months(today, -12)};
    enum err e = app_authorise(call, ACTION_FEED_READ, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct arena *arena = arena_new(LEAGUE_MEMORY); /* a year of feeds: more than a page's own */
    r.arena = arena;
    struct data d = data_of_read(&r);
    e = arena ? count(k, &d, why) : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    store_read_end(&r);
    arena_free(arena);
    for (size_t i = 0; i < k->count; i++) put_freshness(&k->list[i], &k->standing[i], today);
    *out = (struct league){k->since, k->certified, k->effortless, k->list, k->count};
    return e;
}

enum err feed_league(const struct call *call, bool json, struct buf *out, struct problem *why)
{
    struct league k;
    enum err e = league_read(call, &k, why);
    if (!e && json) put_json(&k, out);
    if (!e && !json) put_text(&k, out);
    return e;
}
