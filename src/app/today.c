#include "app/today.h"

#include <stdio.h>
#include <string.h>

#include "app/dossier.h"
#include "app/move.h"

/* ---- The list ------------------------------------------------------------------------------- */

struct listing {
    const struct call *call;
    struct certification kept[TODAY_ROWS];
    int64_t *reversed; /* the references taken back today, by anybody */
    size_t count, total, reversals, capacity;
    size_t own_reversed;
};

static bool taken_back(const struct listing *k, int64_t seq)
{
    for (size_t i = 0; i < k->reversals; i++)
        if (k->reversed[i] == seq) return true;
    return false;
}

/* Newest first: a reversal is met before what it reverses. */
static bool keep(void *ctx, const struct certification *c)
{
    struct listing *k = ctx;
    if (moment_date(c->recorded_at).day != k->call->clock.business_date.day) return true;
    if (c->result == RESULT_REVERSED)
        ARRAY_PUSH(k->call->arena, k->reversed, k->reversals, k->capacity, c->reverses);
    if (c->result != RESULT_PASSED || strcmp(c->operator, k->call->who.login) != 0) return true;
    k->total++;
    k->own_reversed += taken_back(k, c->seq);
    if (k->count < TODAY_ROWS) k->kept[k->count++] = *c;
    return true;
}

static enum err show(struct data *d, const struct listing *k, const struct certification *c,
                     struct today_row *out, struct problem *why)
{
    struct person p;
    enum err e = person_load(d, c->person_id, &p, why);
    if (e) return e;
    *out = (struct today_row){
        .reference = c->seq,
        .person_id = c->person_id,
        .recorded_at = c->recorded_at,
        .name = p.name,
        .number = idnum_mask(p.number),
        .way = c->way,
        .held_on = c->held_on,
        .valid_until = c->valid_until,
        .reversed = taken_back(k, c->seq),
    };
    return ERR_OK;
}

enum err today_list(const struct call *call, struct today *out, struct problem *why)
{
    struct listing *k = ARENA_NEW(call->arena, struct listing);
    struct read r = {0};
    *out = (struct today){0};
    k->call = call;
    enum err e = app_authorise(call, ACTION_CERTIFY, call->who.agency, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    struct certification_walk walk = {
        .floor = store_training(call->app->store)
                     ? 0
                     : store_id_floor(moment_of(call->clock.business_date, 0, 0)),
        .since = moment_of(call->clock.business_date, 0, 0),
        .fn = keep,
        .ctx = k,
    };
    e = certification_walk(&d, &walk, why);
    out->rows = ARENA_ARRAY(call->arena, struct today_row, k->count + 1);
    for (size_t i = 0; !e && i < k->count; i++) e = show(&d, k, &k->kept[i], &out->rows[i], why);
    store_read_end(&r);
    out->count = k->count;
    out->total = k->total;
    out->reversed = k->own_reversed;
    out->more = walk.cut;
    return e ? e : app_disclose(call, "certification.today", 0, why);
}

/* ---- Taking one back ------------------------------------------------------------------------ */

struct undoing {
    const struct call *call;
    int64_t reference;
    const char *reason;
    struct undone *out;
};

struct file { /* the certification within the dossier */
    struct dossier s;
    struct certification *list, *one;
    size_t count;
};

static enum err load(struct file *f, const struct undoing *k, int64_t person_id,
                     struct problem *why)
{
    enum err e = dossier_load(&f->s, person_id, why);
    if (!e) e = certification_list(&f->s.d, &f->s.p, &f->list, &f->count, why);
    for (size_t i = 0; !e && i < f->count; i++) {
        if (f->list[i].seq != k->reference) continue;
        f->one = &f->list[i];
        if (f->one->result != RESULT_PASSED)
            return problem_set(why, ERR_LAW, ZH_today_kind, "reference", NULL);
        if (!certification_counts(&f->list[i]))
            return problem_set(why, ERR_CONFLICT, ZH_today_reversed, "reference", NULL);
    }
    if (!e && !f->one)
        e = problem_set(why, ERR_NOT_FOUND, ZH_certification_unknown, "reference", NULL);
    return e;
}

static bool manages(const struct principal *who, const struct file *f)
{
    bool over = agency_within(who->agency, f->one->agency);
    for (size_t i = 0; i < f->s.line_count; i++)
        over |= strcmp(who->agency, f->s.lines[i].payer) == 0;
    return who->role == ROLE_MANAGER && over;
}

static bool locked_since(const struct file *f)
{
    for (size_t i = 0; i < f->s.payer_count; i++)
        for (size_t k = 0; k < f->s.payers[i].run_count; k++) {
            const struct payroll_run *run = &f->s.payers[i].runs[k];
            bool locked = run->state == RUN_LOCKED || run->state == RUN_SENT ||
                          run->state == RUN_ACKNOWLEDGED;
            if (locked && run->locked_at >= f->one->recorded_at) return true;
        }
    return false;
}

/* Its own reinstatement: opened by it or after it, with no other certification that would bear it.
 */
static bool rests_on(const struct matter *m, const struct file *f, struct date last)
{
    return m->kind == MATTER_REINSTATEMENT && date_cmp(m->event_on, f->one->held_on) >= 0 &&
           date_cmp(last, m->event_on) < 0;
}

static struct successes last_without(const struct file *f)
{
    enum certification_result was = f->one->result;
    f->one->result = RESULT_REVERSED;
    struct successes last = certification_last(f->list, f->count, (struct date){INT32_MAX});
    f->one->result = was;
    return last;
}

static enum err check(const struct file *f, struct problem *why)
{
    const struct principal *who = &f->s.who;
    bool same_day = moment_date(f->one->recorded_at).day == f->s.clock.business_date.day;
    bool own = same_day && strcmp(f->one->operator, who->login) == 0;
    if (!own && !manages(who, f))
        return problem_set(why, ERR_DENIED, ZH_today_not_yours, "as", who->login, NULL);
    struct successes left = last_without(f);
    struct date last = law_last_success(&left);
    for (size_t i = 0; i < f->s.matter_count; i++) {
        const struct matter *m = &f->s.matters[i].m;
        if (rests_on(m, f, last) && (m->state == STATE_RELEASED || m->state == STATE_IN_EFFECT))
            return problem_set(why, ERR_LAW, ZH_today_reinstated, "reference", NULL);
    }
    if (locked_since(f) && !(who->role == ROLE_MANAGER && dossier_pays(&f->s, who->agency)))
        return problem_set(why, ERR_LAW, ZH_today_locked, "reference", NULL);
    return ERR_OK;
}

/* The reversing entry, and beside it, for ever readable, why. */
static enum err reverse(struct file *f, const struct undoing *k, struct problem *why)
{
    struct dossier *s = &f->s;
    struct certification row = {
        .way = f->one->way,
        .channel = f->one->channel,
        .agency = s->who.agency,
        .operator= s->who.login,
        .held_on = f->one->held_on,
        .valid_until = f->one->valid_until,
        .result = RESULT_REVERSED,
        .finding_seq = f->one->finding_seq,
        .reverses = f->one->seq,
        .recorded_at = s->clock.moment,
    };
    struct person_fact fact = {
        .person_id = s->p.person_id,
        .field = "certification.reversed",
        .value = arena_print(s->d.arena, "%lld %s", (long long)f->one->seq, k->reason),
        .recorded_by = s->who.login,
        .valid_from = s->law.today,
        .recorded_at = s->clock.moment,
    };
    s->p.success = last_without(f);
    s->p.due_on = dossier_due(s, NULL);
    enum err e = certification_add(&s->d, &s->p, &row, why);
    if (!e) e = person_update_dates(&s->d, &s->p, why);
    if (!e) e = person_add_fact(&s->d, &fact, why);
    *k->out = (struct undone){
        k->reference, row.seq, s->p.person_id, law_last_success(&s->p.success), s->p.due_on, 0};
    return e;
}

static enum err close_what_followed(struct file *f, struct undone *out, struct problem *why)
{
    struct dossier *s = &f->s;
    for (size_t i = 0; i < s->matter_count; i++) {
        struct matter_file *m = &s->matters[i];
        if (!rests_on(&m->m, f, law_last_success(&s->p.success)) || !matter_open(m->m.state))
            continue;
        enum err e =
            move_matter(s, m, &(struct move){.event = EVENT_REVERSED, .system = true}, why);
        if (e) return e;
        out->closed++;
    }
    return ERR_OK;
}

static enum err undo(struct write *w, void *ctx, struct problem *why)
{
    struct undoing *k = ctx;
    struct file f = {.s = dossier_for_write(k->call, w)};
    enum err e = load(&f, k, k->out->person_id, why);
    if (!e) e = check(&f, why);
    if (!e) e = reverse(&f, k, why);
    if (!e) e = close_what_followed(&f, k->out, why);
    if (!e) e = dossier_fold(&f.s, why);
    if (e) return e;
    store_audit(w,
                &(struct audit_note){
                    .subject = f.s.p.person_id,
                    .action = "certify.undo",
                    .object = arena_print(w->arena, "certification:%lld", (long long)k->reference),
                    .content = k->reason,
                    .content_size = strlen(k->reason),
                });
    return ERR_OK;
}

enum err today_undo(const struct call *call, int64_t reference, const char *reason,
                    struct undone *out, struct problem *why)
{
    struct undoing k = {call, reference, reason, out};
    struct read r = {0};
    *out = (struct undone){0};
    if (!reason || !*reason || strlen(reason) > TODAY_REASON)
        return problem_set(why, ERR_USAGE, ZH_today_reason, "reason", NULL);
    enum err e = app_authorise(call, ACTION_CERTIFY, call->who.agency, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = certification_find(&d, reference, &out->person_id, why);
    store_read_end(&r);
    return e ? e : app_write(call, out->person_id, undo, &k, why);
}
