#include "app/feed_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/evidence_withdraw.h"
#include "match/breaker.h"

#define CHUNK 200

static const struct {
    enum zh_id word;
    const char *code;
} states[FEED_STATE_COUNT] = {
    [FEED_STATE_UNSET] = {ZH_none, ""},
    [FEED_READING] = {ZH_feed_state_reading, "reading"},
    [FEED_HELD] = {ZH_feed_state_held, "held"},
    [FEED_APPLYING] = {ZH_feed_state_applying, "applying"},
    [FEED_APPLIED] = {ZH_feed_state_applied, "applied"},
    [FEED_REVERSING] = {ZH_feed_state_reversing, "reversing"},
    [FEED_REVERSED] = {ZH_feed_state_reversed, "reversed"},
};

enum zh_id feed_state_word(enum feed_state state)
{
    return states[state].word;
}

const char *feed_state_code(enum feed_state state)
{
    return states[state].code;
}

enum err feed_note_event(struct data *d, const struct call *call, struct feed *f,
                         enum feed_event_kind event, const char *reason, struct problem *why)
{
    struct feed_note note = {
        .event = event,
        .actor = call->who.login,
        .reason = reason,
        .happened_on = call->clock.business_date,
        .recorded_at = call->clock.moment,
    };
    enum err e = feeds_add_event(d, f, &note, why);
    return e ? e : feeds_update(d, f, why);
}

int64_t feed_stage_rows(const struct feed *f, int stage)
{
    return (int64_t)match_breaker_stage((uint64_t)f->kept, (unsigned)stage - 1);
}

/* How many of its rows may be evidence now. */
static int64_t allowed(const struct feed *f)
{
    return f->stage ? feed_stage_rows(f, f->stage) : f->kept;
}

static struct dossier system_dossier(const struct call *call, struct write *w)
{
    struct dossier s = dossier_for_write(call, w);
    s.who = (struct principal){0};
    return s;
}

/* ---- applying ------------------------------------------------------------------------------- */

struct chunk {
    const struct call *call;
    int64_t feed_id;
    struct feed f;
    struct feed_applied n;
    bool more;
    uint64_t reversed;
    struct feed_others others; /* people to whom a row gives another name */
};

static int by_id(const void *a, const void *b)
{
    const struct feed_other *x = a, *y = b;
    return (x->person_id > y->person_id) - (x->person_id < y->person_id);
}

static bool other_name(const struct chunk *k, int64_t person_id)
{
    const struct feed_other asked = {.person_id = person_id};
    const struct feed_other *found =
        k->others.count ? bsearch(&asked, k->others.people, k->others.count, sizeof asked, by_id)
                        : NULL;
    return found && evidence_fresh(&k->call->app->law, found->last);
}

enum err feed_apply_item(const struct call *call, struct write *w, const struct feed *f,
                         const struct feed_item *item, struct evidence_done *out,
                         struct problem *why)
{
    struct dossier s = system_dossier(call, w);
    return evidence_apply(&s, f, item, out, why);
}

static enum err apply_item(struct chunk *k, struct write *w, struct feed_item *item,
                           struct problem *why)
{
    struct evidence_done done;
    item->other_name = other_name(k, item->person_id);
    enum err e = feed_apply_item(k->call, w, &k->f, item, &done, why);
    k->n.certified += done.certified;
    k->n.checks += (uint64_t)done.checks;
    k->n.repeated += done.repeated;
    k->n.kept += !done.certified && !done.checks && !done.repeated;
    return e;
}

static enum err apply_chunk(struct write *w, void *ctx, struct problem *why)
{
    struct chunk *k = ctx;
    struct data d = data_of_write(w);
    k->n = (struct feed_applied){0};
    k->more = false;
    enum err e = feeds_load(&d, k->feed_id, true, &k->f, why);
    if (e || k->f.state != FEED_APPLYING) return e;
    int64_t left = allowed(&k->f) - k->f.applied;
    struct feed_page page = {k->feed_id, k->f.applied, left < CHUNK ? left : CHUNK, NULL, 0};
    e = feeds_items(&d, &page, why);
    for (size_t i = 0; !e && i < page.count; i++) e = apply_item(k, w, &page.items[i], why);
    if (e) return e;
    k->f.applied += (int64_t)page.count;
    k->more = page.count > 0;
    if (k->f.applied < k->f.kept) return feeds_update(&d, &k->f, why);
    k->more = false;
    k->f.state = FEED_APPLIED;
    return feed_note_event(&d, k->call, &k->f, FEED_FINISHED, NULL, why);
}

/* Before the first row: of two rows about one number neither may be first. */
static enum err load_others(struct chunk *k, struct problem *why)
{
    struct read r = {.arena = k->call->arena};
    k->others = (struct feed_others){
        .feed_id = k->feed_id, .first = FEED_OTHER_FIRST, .last = FEED_OTHER_LAST};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    r.arena = k->call->arena;
    struct data d = data_of_read(&r);
    e = feeds_other_names(&d, &k->others, why);
    store_read_end(&r);
    return e;
}

enum err feed_apply(const struct call *call, int64_t feed_id, struct feed *f,
                    struct feed_applied *out, struct problem *why)
{
    struct chunk k = {.call = call, .feed_id = feed_id, .more = true};
    enum err e = load_others(&k, why);
    while (!e && k.more) {
        e = app_go_on(call, 0, why);
        if (!e) e = app_bulk(call, apply_chunk, &k, why);
        if (e) break;
        out->certified += k.n.certified;
        out->checks += k.n.checks;
        out->repeated += k.n.repeated;
        out->kept += k.n.kept;
    }
    *f = k.f;
    f->source = f->digest = f->uploader = f->counts = f->verdict =
        ""; /* theirs went with the write */
    return e;
}

/* ---- releasing ------------------------------------------------------------------------------ */

static enum err state_problem(const struct feed *f, enum zh_id message, struct problem *why)
{
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, f->feed_id);
    return problem_set(why, ERR_LAW, message, NULL, id, zh_text(feed_state_word(f->state)), NULL);
}

/* A manager of the uploader's level or above. */
static enum err high_enough(const struct call *call, const struct feed *f, struct problem *why)
{
    enum err e = app_authorise(call, ACTION_FEED_RELEASE, "", why);
    if (e || agency_code_level(call->who.agency) <= agency_code_level(f->agency)) return e;
    return problem_set(why, ERR_DENIED, ZH_feed_release_level, "as", call->who.login, f->agency,
                       NULL);
}

enum err feed_release_check(const struct call *call, const struct feed *f,
                            const struct feed_notes *notes, struct problem *why)
{
    const char *login = call->who.login;
    bool going_on = f->state == FEED_APPLYING && f->stage; /* the last stage too: broken off */
    enum err e = high_enough(call, f, why);
    if (e) return e;
    if (strcmp(f->uploader, login) == 0)
        return problem_set(why, ERR_LAW, ZH_feed_release_uploader, "as", f->uploader, NULL);
    if (f->state != FEED_HELD && !going_on) return state_problem(f, ZH_feed_release_state, why);
    for (size_t i = 0; f->state == FEED_HELD && i < notes->count; i++)
        if (notes->list[i].event == FEED_APPROVED && strcmp(notes->list[i].actor, login) == 0)
            return problem_set(why, ERR_LAW, ZH_feed_release_twice, "as", login, NULL);
    return ERR_OK;
}

struct releasing {
    const struct call *call;
    int64_t feed_id;
    struct feed_released *out;
};

static enum err approve(struct releasing *k, struct data *d, struct feed *f,
                        const struct feed_notes *notes, struct problem *why)
{
    for (size_t i = 0; i < notes->count; i++)
        k->out->approvals += notes->list[i].event == FEED_APPROVED;
    if (++k->out->approvals < 2) return feed_note_event(d, k->call, f, FEED_APPROVED, NULL, why);
    enum err e = feed_note_event(d, k->call, f, FEED_APPROVED, NULL, why);
    if (e) return e;
    f->state = FEED_APPLYING;
    f->stage = 1;
    return feed_note_event(d, k->call, f, FEED_STAGED, "1", why);
}

static enum err next_stage(struct releasing *k, struct data *d, struct feed *f, struct problem *why)
{
    char stage[12];
    k->out->approvals = 2;
    if (f->applied < allowed(f))
        return ERR_OK; /* the stage before was broken off: finished first */
    f->stage++;
    snprintf(stage, sizeof stage, "%d", f->stage);
    return feed_note_event(d, k->call, f, FEED_STAGED, stage, why);
}

static enum err release_write(struct write *w, void *ctx, struct problem *why)
{
    struct releasing *k = ctx;
    struct data d = data_of_write(w);
    struct feed f;
    struct feed_notes notes;
    *k->out = (struct feed_released){0};
    enum err e = feeds_load(&d, k->feed_id, true, &f, why);
    if (!e) e = feeds_events(&d, k->feed_id, &notes.list, &notes.count, why);
    if (!e) e = feed_release_check(k->call, &f, &notes, why);
    if (e) return e;
    store_audit(w, &(struct audit_note){
                       .subject = -k->feed_id, .action = "feed.release", .object = f.source});
    e = f.state == FEED_APPLYING ? next_stage(k, &d, &f, why) : approve(k, &d, &f, &notes, why);
    k->out->state = f.state;
    k->out->stage = f.stage;
    return e;
}

enum err feed_release(const struct call *call, int64_t feed_id, struct feed_released *out,
                      struct problem *why)
{
    struct releasing k = {call, feed_id, out};
    struct feed f;
    enum err e = app_authorise(call, ACTION_FEED_RELEASE, "", why);
    if (!e) e = app_bulk(call, release_write, &k, why);
    if (e || out->state != FEED_APPLYING || call->dry_run) return e;
    e = feed_apply(call, feed_id, &f, &out->applied, why);
    if (!e) out->state = f.state;
    return e;
}

/* ---- reversing ------------------------------------------------------------------------------ */

enum err feed_reverse_check(const struct call *call, const struct feed *f, struct problem *why)
{
    bool may = f->state == FEED_APPLIED || f->state == FEED_APPLYING || f->state == FEED_HELD ||
               f->state == FEED_REVERSING; /* broken off: goes on */
    enum err e = high_enough(call, f, why);
    return e || may ? e : state_problem(f, ZH_feed_reverse_state, why);
}

struct reversing {
    const struct call *call;
    int64_t feed_id;
    const char *reason;
};

static enum err reverse_begin(struct write *w, void *ctx, struct problem *why)
{
    struct reversing *k = ctx;
    struct data d = data_of_write(w);
    struct feed f;
    enum err e = feeds_load(&d, k->feed_id, true, &f, why);
    if (!e) e = feed_reverse_check(k->call, &f, why);
    if (e || f.state == FEED_REVERSING) return e;
    f.state = FEED_REVERSING;
    store_audit(w, &(struct audit_note){
                       .subject = -k->feed_id, .action = "feed.reverse", .object = f.source});
    return feed_note_event(&d, k->call, &f, FEED_REVERSE, k->reason, why);
}

static enum err reverse_chunk(struct write *w, void *ctx, struct problem *why)
{
    struct chunk *k = ctx;
    struct data d = data_of_write(w);
    k->more = false;
    k->reversed = 0;
    enum err e = feeds_load(&d, k->feed_id, true, &k->f, why);
    if (e || k->f.state != FEED_REVERSING) return e;
    int64_t left = k->f.applied - k->f.reversed;
    struct feed_page page = {k->feed_id, k->f.reversed, left < CHUNK ? left : CHUNK, NULL, 0};
    e = feeds_items(&d, &page, why);
    for (size_t i = 0; !e && i < page.count; i++) {
        struct dossier s = system_dossier(k->call, w);
        bool changed;
        e = evidence_withdraw(&s, &k->f, &page.items[i], &changed, why);
        k->reversed += changed;
    }
    if (e) return e;
    k->f.reversed += (int64_t)page.count;
    k->more = k->f.reversed < k->f.applied;
    if (k->more) return feeds_update(&d, &k->f, why);
    k->f.state = FEED_REVERSED;
    return feed_note_event(&d, k->call, &k->f, FEED_TAKEN_BACK, NULL, why);
}

enum err feed_reverse(const struct call *call, int64_t feed_id, const char *reason,
                      struct feed_reversed *out, struct problem *why)
{
    struct reversing r = {call, feed_id, reason};
    struct chunk k = {.call = call, .feed_id = feed_id, .more = true};
    *out = (struct feed_reversed){0};
    enum err e = app_authorise(call, ACTION_FEED_RELEASE, "", why);
    if (!e && (!reason || !*reason))
        e = problem_set(why, ERR_USAGE, ZH_feed_reverse_reason, "reason", NULL);
    if (!e) e = app_bulk(call, reverse_begin, &r, why);
    while (!e && k.more && !call->dry_run) {
        e = app_go_on(call, 0, why);
        if (!e) e = app_bulk(call, reverse_chunk, &k, why);
        if (!e) out->rows += k.reversed;
    }
    return e;
}
