#include "app/day.h"

#include <stdio.h>
#include <string.h>

#include "app/day_part.h"
#include "app/move.h"
#include "app/photo_term.h"

#define CHUNK 200

struct chunk {
    const struct call *call;
    const int64_t *ids;
    size_t count;
    struct day_counts counts;
    enum err (*each)(struct dossier *s, struct chunk *k, struct problem *why);
    struct payroll_run run;
};

static enum err run_chunk(struct write *w, void *ctx, struct problem *why)
{
    struct chunk *k = ctx;
    k->counts = (struct day_counts){0};
    for (size_t i = 0; i < k->count; i++) {
        struct dossier s = dossier_for_write(k->call, w);
        s.who = (struct principal){.login = "system"};
        enum err e = dossier_load(&s, k->ids[i], why);
        if (!e) e = k->each(&s, k, why);
        if (e) return e;
    }
    return ERR_OK;
}

static void add_counts(struct day_counts *to, const struct day_counts *from)
{
    to->reminders += from->reminders;
    to->suspensions += from->suspensions;
    to->investigations += from->investigations;
    to->foreseen += from->foreseen;
    to->losses += from->losses;
    to->visits += from->visits;
    to->certified += from->certified;
    to->took_effect += from->took_effect;
    to->last_looks += from->last_looks;
}

static enum err each_due(struct dossier *s, struct chunk *k, struct problem *why)
{
    return day_person(s, &k->counts, why);
}

/* A person whose next day has not moved past today is not asked twice in one run: the list goes on
 * after it. */
static enum err run_due(const struct call *call, struct day_counts *out, struct problem *why)
{
    struct due_page page = {0};
    for (;;) {
        struct read r = {.arena = call->arena};
        enum err e = store_read_begin(call->app->store, &r, why);
        if (e) return e;
        r.arena = call->arena;
        struct data d = data_of_read(&r);
        e = person_list_due(&d, call->clock.business_date, &page, why);
        store_read_end(&r);
        if (e || !page.count) return e;
        struct chunk k = {.call = call, .ids = page.ids, .count = page.count, .each = each_due};
        e = app_bulk(call, run_chunk, &k, why);
        if (e) return e;
        add_counts(out, &k.counts);
    }
}

/* ---- the payroll lock ----------------------------------------------------------------------- */

/* A hold whose term is over holds nothing. Certified since the release and nothing withheld yet:
 * the suspension never takes effect. */
static enum err last_look(struct dossier *s, struct chunk *k, struct problem *why)
{
    enum err e = day_expire(s, why);
    if (!e) e = day_signals(s, &k->counts, why);
    if (e) return e;
    for (size_t i = 0; i < s->matter_count; i++) {
        struct matter_file *f = &s->matters[i];
        if (f->m.kind != MATTER_SUSPENSION || f->m.state != STATE_RELEASED ||
            f->m.cause != CAUSE_MISSED)
            continue;
        if (strcmp(f->m.agency, k->run.payer) != 0 || date_cmp(s->p.due_on, f->m.event_on) <= 0)
            continue;
        if (month_cmp(f->m.effect_month, k->run.month) < 0) continue;
        struct matter_file *back = dossier_open_matter(s, MATTER_REINSTATEMENT, f->m.agency);
        int64_t back_id = back ? back->m.matter_id : 0;
        e = move_matter(s, f, &(struct move){.event = EVENT_LAST_LOOK, .system = true}, why);
        if (!e && back_id)
            e = move_matter(s, dossier_matter(s, back_id),
                            &(struct move){.event = EVENT_RESTORED, .system = true}, why);
        if (e) return e;
        k->counts.last_looks++;
    }
    return dossier_fold(s, why);
}

/* In whose name the lock withholds the line's month. */
static int64_t withheld_by(const struct line *l, struct month m)
{
    const struct span_row *held = ledger_held(&l->ledger, m, INT64_MAX, DATE_NONE);
    return l->status_matter || !held ? l->status_matter : held->matter;
}

static enum err take_effect(struct dossier *s, struct chunk *k, struct problem *why)
{
    struct ledger_pay pay = {.month = month_add(k->run.month, 1), .recorded_at = s->clock.moment};
    for (size_t i = 0; i < s->line_count; i++)
        if (strcmp(s->lines[i].payer, k->run.payer) == 0)
            pay.matter = withheld_by(&s->lines[i], k->run.month);
    enum err e = dossier_pays(s, k->run.payer) ? move_settle(s, k->run.payer, &pay, why) : ERR_OK;
    for (size_t i = 0; !e && i < s->matter_count; i++) {
        struct matter_file *f = &s->matters[i];
        if (f->m.state != STATE_RELEASED || strcmp(f->m.agency, k->run.payer) != 0) continue;
        if (!matter_row(matter_kind(f->m.kind), STATE_RELEASED, EVENT_TAKE_EFFECT)) continue;
        if (month_cmp(f->m.effect_month, k->run.month) > 0) continue;
        e = move_matter(s, f, &(struct move){.event = EVENT_TAKE_EFFECT, .system = true}, why);
        k->counts.took_effect++;
    }
    return e ? e : dossier_fold(s, why);
}

struct subjects {
    struct arena *arena;
    const char *payer;
    int64_t *ids;
    size_t count, capacity;
};

static bool add_subject(void *ctx, const struct matter *m)
{
    struct subjects *s = ctx;
    if (strcmp(m->agency, s->payer) != 0) return true;
    for (size_t i = s->count; i-- > 0 && s->count - i < 4;)
        if (s->ids[i] == m->subject_id) return true;
    ARRAY_PUSH(s->arena, s->ids, s->count, s->capacity, m->subject_id);
    return true;
}

/* Who may be touched by the lock: persons with a suspended or stopped line at the payer, and those
 * with a released matter there, or one that may hold a payroll. */
static enum err touched(const struct call *call, const char *payer, struct subjects *out,
                        struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    const struct matters_filter filters[] = {
        {.agency = payer, .state = STATE_RELEASED},
        {.agency = payer, .kind = MATTER_EVIDENCE_CHECK, .open_only = true},
        {.agency = payer, .kind = MATTER_LOSS, .open_only = true},
    };
    for (size_t i = 0; !e && i < sizeof filters / sizeof *filters; i++)
        e = matters_list(&d, &filters[i], add_subject, out, why);
    struct id_page page = {.count = ID_PAGE};
    while (!e && page.count == ID_PAGE) {
        e = line_list_suspended(&d, payer, &page, why);
        for (size_t i = 0; !e && i < page.count; i++)
            ARRAY_PUSH(out->arena, out->ids, out->count, out->capacity, page.ids[i]);
    }
    store_read_end(&r);
    return e;
}

static enum err each_touched(const struct call *call, const struct subjects *subjects,
                             struct chunk *k, struct day_counts *out, struct problem *why)
{
    for (size_t at = 0; at < subjects->count; at += CHUNK) {
        k->ids = subjects->ids + at;
        k->count = subjects->count - at < CHUNK ? subjects->count - at : CHUNK;
        enum err e = app_bulk(call, run_chunk, k, why);
        if (e) return e;
        add_counts(out, &k->counts);
    }
    return ERR_OK;
}

struct locking {
    const struct call *call;
    struct payroll_run run;
};

static void note_lock(struct write *w, const struct payroll_run *run)
{
    char object[64];
    snprintf(object, sizeof object, "payroll:%s:%s:%d", run->payer, month_print(run->month).s,
             run->sequence);
    store_audit(w,
                &(struct audit_note){
                    .action = "payroll.lock", .object = object, .content = "", .content_size = 0});
}

static enum err lock_run(struct write *w, void *ctx, struct problem *why)
{
    struct locking *l = ctx;
    struct data d = data_of_write(w);
    const char *actor = l->call->who.role == ROLE_CONSOLE ? "system" : l->call->who.login;
    enum err e = payroll_run_move(&d, &l->run, actor, l->call->clock.business_date,
                                  l->call->clock.moment, why);
    struct payroll_run *runs;
    size_t count;
    if (!e) note_lock(w, &l->run);
    if (!e) e = payroll_run_load(&d, l->run.payer, &runs, &count, why);
    for (size_t i = 0; !e && i < count; i++) {
        if (!runs[i].sequence || runs[i].state != RUN_OPEN) continue;
        runs[i].state = RUN_LOCKED;
        runs[i].locked_at = l->call->clock.moment;
        e = payroll_run_move(&d, &runs[i], actor, l->call->clock.business_date,
                             l->call->clock.moment, why);
        if (!e) note_lock(w, &runs[i]);
    }
    return e;
}

/* What follows from a lock: withheld entries, and released matters take effect. Done again, it adds
 * nothing. */
static enum err after_lock(const struct call *call, const struct subjects *subjects,
                           const char *payer, struct month m, struct day_counts *out,
                           struct problem *why)
{
    struct chunk k = {.call = call, .each = take_effect, .run = {.month = m}};
    snprintf(k.run.payer, sizeof k.run.payer, "%.12s", payer);
    return each_touched(call, subjects, &k, out, why);
}

enum err day_lock_payroll(const struct call *call, const char *payer, struct month m,
                          struct day_counts *out, struct problem *why)
{
    struct subjects subjects = {.arena = call->arena, .payer = payer};
    struct chunk k = {.call = call, .each = last_look, .run = {.month = m}};
    snprintf(k.run.payer, sizeof k.run.payer, "%.12s", payer);
    enum err e = touched(call, payer, &subjects, why);
    if (!e) e = each_touched(call, &subjects, &k, out, why);
    struct locking l = {.call = call, .run = k.run};
    l.run.state = RUN_LOCKED;
    l.run.locked_at = call->clock.moment;
    if (!e) e = app_bulk(call, lock_run, &l, why);
    if (!e) e = after_lock(call, &subjects, payer, m, out, why);
    if (!e) out->runs_locked++;
    return e;
}

/* How the payer's regular run of the month stands on this day. */
enum lock_need {
    LOCK_DONE,
    LOCK_NEEDED,
    LOCK_TO_FINISH /* locked on this very day: the night may have broken off after it */
};

struct lock_payer {
    char code[AGENCY_CODE];
    enum lock_need need;
};

static enum err lock_need(struct data *d, const char *payer, struct date day, enum lock_need *out,
                          struct problem *why)
{
    struct payroll_run *runs;
    size_t count;
    struct month m = month_of(day);
    enum err e = payroll_run_load(d, payer, &runs, &count, why);
    *out = LOCK_NEEDED;
    for (size_t i = 0; !e && i < count; i++)
        if (runs[i].month.index == m.index && !runs[i].sequence && runs[i].state != RUN_OPEN)
            *out = moment_date(runs[i].locked_at).day == day.day ? LOCK_TO_FINISH : LOCK_DONE;
    return e;
}

static enum err lock_payers(const struct call *call, struct lock_payer *payers, size_t cap,
                            size_t *count, struct problem *why)
{
    struct read r = {.arena = call->arena};
    struct agency_code *offices;
    size_t n;
    enum err e = store_read_begin(call->app->store, &r, why);
    *count = 0;
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = agency_codes(&d, LEVEL_DISTRICT, &offices, &n, why);
    for (size_t i = 0; !e && i < n && *count < cap; i++) {
        if (!agency_may_pay(offices[i].code)) continue;
        struct lock_payer *p = &payers[*count];
        memcpy(p->code, offices[i].code, AGENCY_CODE);
        e = lock_need(&d, p->code, call->clock.business_date, &p->need, why);
        *count += p->need != LOCK_DONE;
    }
    store_read_end(&r);
    return e;
}

/* Locks the regular runs of the month that are not locked yet; finishes those that this day locked.
 */
static enum err lock_due(const struct call *call, struct day_counts *out, struct problem *why)
{
    struct lock_payer payers[32];
    size_t count = 0;
    struct month m = month_of(call->clock.business_date);
    if (date_cmp(call->clock.business_date, law_lock_day(&call->app->law, m)) < 0) return ERR_OK;
    enum err e = lock_payers(call, payers, 32, &count, why);
    for (size_t i = 0; !e && i < count; i++) {
        struct subjects subjects = {.arena = call->arena, .payer = payers[i].code};
        if (payers[i].need == LOCK_NEEDED) {
            e = day_lock_payroll(call, payers[i].code, m, out, why);
            continue;
        }
        e = touched(call, payers[i].code, &subjects, why);
        if (!e) e = after_lock(call, &subjects, payers[i].code, m, out, why);
    }
    return e;
}

/* ---- the days ------------------------------------------------------------------------------- */

static enum err finish_day(struct write *w, void *ctx, struct problem *why)
{
    const struct call *call = ctx;
    struct data d = data_of_write(w);
    return day_add(&d, call->clock.business_date, "", call->clock.moment, why);
}

static enum err first_day(const struct call *call, struct date *from, struct problem *why)
{
    struct read r = {.arena = call->arena};
    char start[16];
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    struct date last, today = call->clock.business_date;
    e = day_last(&d, &last, why);
    if (!e) e = meta_get(&d, "started_on", start, sizeof start, why);
    store_read_end(&r);
    if (e) return e;
    struct date begun = DATE_NONE;
    if (start[0] && date_parse(start, &begun, NULL)) begun = DATE_NONE;
    *from = date_is_set(last)    ? date_add_days(last, 1)
            : date_is_set(begun) ? date_min(begun, today)
                                 : today;
    return ERR_OK;
}

/* One day on a view and a clock of its own: the caller's app stays as it is. */
static enum err one_day(const struct call *call, struct date day, struct day_counts *out,
                        struct problem *why)
{
    struct call today = *call;
    struct app view = *call->app;
    view.law.today = day;
    today.app = &view;
    today.arena = arena_new(256u << 20);
    if (!today.arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (date_cmp(day, call->clock.business_date) < 0) today.clock = clock_fixed(day);
    view.clock = today.clock;
    enum err e = run_due(&today, out, why);
    if (!e) e = lock_due(&today, out, why);
    if (!e) e = photo_term_night(&today, &out->photos, why);
    if (!e) e = app_bulk(&today, finish_day, &today, why);
    if (!e && !call->dry_run && day.day == call->clock.business_date.day)
        e = store_audit_seal_day(call->app->store, today.clock, why);
    arena_free(today.arena);
    out->days++;
    return e;
}

enum err day_run(const struct call *call, struct day_counts *out, struct problem *why)
{
    struct date day;
    *out = (struct day_counts){0};
    enum err e = app_authorise(call, ACTION_NIGHT, "", why);
    if (e) return e;
    app_night_begin(call->app);
    e = first_day(call, &day, why);
    for (; !e && date_cmp(day, call->clock.business_date) <= 0; day = date_add_days(day, 1))
        e = one_day(call, day, out, why);
    app_night_end(call->app);
    if (e == ERR_CONFLICT)
        e = problem_set(why, ERR_BUSY, ZH_day_beside, NULL,
                        NULL); /* another night wrote the same day */
    return e;
}
