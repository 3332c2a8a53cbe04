#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/move.h"
#include "app/readjudicate_part.h"
#include "base/buf.h"
#include "base/zh.h"

#define CHUNK 200

/* ---- Shared with the list ------------------------------------------------------------------- */

struct date readjudicate_deadline(const struct law *law, const struct matter *m,
                                  struct finding *why)
{
    struct law then = *law;
    then.today = m->opened_on;
    return matter_kind(m->kind)->due(&then, m->cause, m->event_on, m->opened_on, why);
}

struct date readjudicate_done_on(const struct matter_file *f)
{
    static const enum matter_event_id ends[] = {EVENT_DECIDE, EVENT_REJECT, EVENT_CERTIFIED,
                                                EVENT_CLOSE, EVENT_ARRIVED};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const struct matter_event *e = dossier_event(f, ends[i]);
        if (e) return e->happened_on;
    }
    return DATE_NONE;
}

const char *readjudicate_outcome(struct date today, struct date done, struct date by)
{
    bool late = date_cmp(date_is_set(done) ? done : today, by) > 0;
    if (!date_is_set(done))
        return zh_text(late ? ZH_readjudicate_overdue : ZH_readjudicate_running);
    return zh_text(late ? ZH_readjudicate_late : ZH_readjudicate_in_time);
}

/* ---- One person ----------------------------------------------------------------------------- */

struct applying {
    const struct call *call;
    struct law before;
    const struct matter *act;     /* the released re-adjudication */
    const char *actor, *releaser; /* of it */
    int64_t *ids;                 /* subjects, ascending, each once */
    size_t count, capacity;
    size_t at, end; /* the chunk */
    struct readjudicate_written *n, chunk;
};

static void say(struct buf *b, enum zh_id id, const char *const *values, size_t n)
{
    char text[512];
    buf_puts(b, zh_format(text, sizeof text, id, values, n));
    buf_putc(b, '\n');
}

/* An open matter whose last day is still that of its opening by the old law. */
static enum err move_deadline(struct applying *a, struct dossier *s, struct matter_file *f,
                              struct date to, struct problem *why)
{
    f->m.due_on = to;
    struct matter_event event = {
        .event = EVENT_READJUDGED,
        .from = f->m.state,
        .to = f->m.state,
        .actor = a->actor,
        .releaser = a->releaser,
        .happened_on = s->law.today,
        .reason = arena_print(s->d.arena, "%" PRId64, a->act->matter_id),
        .recorded_at = s->clock.moment,
    };
    a->chunk.matters++;
    return matters_add_event(&s->d, &f->m, &event, why);
}

static enum err judge_matter(struct applying *a, struct dossier *s, struct matter_file *f,
                             struct buf *letter, struct problem *why)
{
    struct date old = readjudicate_deadline(&a->before, &f->m, NULL);
    struct date now = readjudicate_deadline(&s->law, &f->m, NULL);
    if (old.day == now.day) return ERR_OK;
    struct date done = readjudicate_done_on(f);
    const char *was = readjudicate_outcome(s->law.today, done, old);
    const char *is = readjudicate_outcome(s->law.today, done, now);
    struct date_text from = date_print(old), to = date_print(now);
    const char *title = zh_text(matter_kind(f->m.kind)->title);
    char before[160], after[160];
    zh_print(before, sizeof before, ZH_correction_day, from.s, was, NULL);
    zh_print(after, sizeof after, ZH_correction_day, to.s, is, NULL);
    if (strcmp(was, is) != 0)
        say(letter, ZH_correction_outcome, (const char *const[]){title, before, after}, 3);
    else if (matter_open(f->m.state))
        say(letter, ZH_correction_open, (const char *const[]){title, from.s, to.s}, 3);
    if (!matter_open(f->m.state) || f->m.due_on.day != old.day) return ERR_OK;
    return move_deadline(a, s, f, now, why);
}

static enum err judge_due(struct applying *a, struct dossier *s, struct buf *letter,
                          struct problem *why)
{
    struct date old = s->p.due_on, now = dossier_due(s, NULL);
    if (s->p.person_id < 0 || old.day == now.day) return ERR_OK;
    struct date_text from = date_print(old), to = date_print(now);
    say(letter, ZH_correction_due, (const char *const[]){from.s, to.s}, 2);
    s->p.due_on = now;
    a->chunk.persons++;
    store_audit(s->w, &(struct audit_note){.subject = s->p.person_id,
                                           .action = "person.readjudicate",
                                           .object = "due",
                                           .content = &s->p.due_on,
                                           .content_size = sizeof s->p.due_on});
    return person_update_dates(&s->d, &s->p, why);
}

/* One letter to the person, with all that is corrected; a matter about no person has nobody. */
static enum err send_letter(struct applying *a, struct dossier *s, const struct buf *said,
                            struct problem *why)
{
    struct buf b = BUF(1 << 16);
    char about[64], number[64];
    struct agency office;
    bool made = false;
    if (!said->n || s->p.person_id < 0) return ERR_OK;
    enum err e = agency_load(&s->d, a->act->agency, AGENCY_OFFICE, &office, why);
    if (e) return e;
    snprintf(about, sizeof about, "correction:%" PRId64, a->act->matter_id);
    snprintf(number, sizeof number, "%.6s-%d-%" PRId64, a->act->agency,
             date_civil(s->law.today).year, a->act->matter_id);
    struct date_text today = date_print(s->law.today), since = date_print(a->act->event_on);
    say(&b, ZH_correction_title, NULL, 0);
    say(&b, ZH_letter_number, (const char *const[]){number}, 1);
    say(&b, ZH_letter_person,
        (const char *const[]){s->p.name, arena_print(s->d.arena, "%s", idnum_mask(s->p.number).s)},
        2);
    buf_puts(&b, said->p);
    say(&b, ZH_correction_why, (const char *const[]){since.s}, 1);
    say(&b, ZH_correction_rights, NULL, 0);
    say(&b, ZH_letter_seal, (const char *const[]){office.name, today.s}, 2);
    struct notice n = {.subject_id = s->p.person_id,
                       .about = about,
                       .channel = "letter",
                       .number = number,
                       .body = b.p,
                       .kind = 2,
                       .state = 1,
                       .made_on = s->law.today,
                       .recorded_at = s->clock.moment};
    e = b.failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL)
                 : notice_add(&s->d, &n, &made, why);
    a->chunk.letters += made;
    buf_free(&b);
    return e;
}

static enum err correct(struct applying *a, struct dossier *s, struct problem *why)
{
    struct buf letter = BUF(1 << 15);
    enum err e = judge_due(a, s, &letter, why);
    for (size_t i = 0; !e && i < s->matter_count; i++)
        e = judge_matter(a, s, &s->matters[i], &letter, why);
    if (!e) e = send_letter(a, s, &letter, why);
    if (!e) e = dossier_fold(s, why);
    buf_free(&letter);
    return e;
}

static enum err correct_some(struct write *w, void *ctx, struct problem *why)
{
    struct applying *a = ctx;
    a->chunk = (struct readjudicate_written){0}; /* a job may run again */
    for (size_t i = a->at; i < a->end; i++) {
        struct dossier s = dossier_for_write(a->call, w);
        enum err e = a->ids[i] > 0 ? person_lock_row(&s.d, a->ids[i], why) : ERR_OK;
        if (!e) e = dossier_load(&s, a->ids[i], why);
        if (!e) e = correct(a, &s, why);
        if (e) return e;
    }
    return ERR_OK;
}

/* ---- Everybody whom it moves ---------------------------------------------------------------- */

static int by_id(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

static bool gather(void *ctx, const struct matter *m)
{
    struct applying *a = ctx;
    const struct law *now = &a->call->app->law;
    if (readjudicate_deadline(&a->before, m, NULL).day != readjudicate_deadline(now, m, NULL).day)
        ARRAY_PUSH(a->call->arena, a->ids, a->count, a->capacity, m->subject_id);
    return true;
}

static enum err find_matters(struct applying *a, struct problem *why)
{
    struct read r = {0};
    enum err e = store_read_begin(a->call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    d.arena = a->call->arena;
    e = matters_list(&d, &(struct matters_filter){0}, gather, a, why);
    store_read_end(&r);
    return e;
}

static enum err find_persons(struct applying *a, struct problem *why)
{
    const struct app *app = a->call->app;
    struct evaluation_law before = {a->before, app->windows, app->window_count};
    struct evaluation_law now = {app->law, app->windows, app->window_count};
    struct evaluated done = {0};
    struct sweep_asked asked = {
        .now = &before, .then = &now, .within = a->act->agency, .list = true, .moved = true};
    enum err e = evaluate_sweep(a->call, &(struct evaluate){0}, &asked, &done, why);
    for (size_t i = 0; !e && i < done.r.case_count; i++)
        if (done.r.cases[i].before.day != done.r.cases[i].after.day)
            ARRAY_PUSH(a->call->arena, a->ids, a->count, a->capacity, done.r.cases[i].person_id);
    sweep_free(&done.r);
    return e;
}

static void once_each(struct applying *a)
{
    size_t n = 0;
    if (a->count) qsort(a->ids, a->count, sizeof *a->ids, by_id);
    for (size_t i = 0; i < a->count; i++)
        if (!n || a->ids[n - 1] != a->ids[i]) a->ids[n++] = a->ids[i];
    a->count = n;
}

static enum err write_all(struct applying *a, struct problem *why)
{
    enum err e = ERR_OK;
    for (a->at = 0; !e && a->at < a->count; a->at = a->end) {
        a->end = a->count - a->at < CHUNK ? a->count : a->at + CHUNK;
        e = app_bulk(a->call, correct_some, a, why);
        if (e) break;
        a->n->persons += a->chunk.persons;
        a->n->matters += a->chunk.matters;
        a->n->letters += a->chunk.letters;
    }
    return e;
}

/* ---- The act -------------------------------------------------------------------------------- */

struct act {
    const struct call *call;
    int64_t matter_id;
    struct matter_file *f;
    struct dossier s;
};

static enum err close_act(struct write *w, void *ctx, struct problem *why)
{
    struct act *act = ctx;
    struct dossier s = dossier_for_write(act->call, w);
    enum err e = dossier_load(&s, act->f->m.subject_id, why);
    struct matter_file *f = e ? NULL : dossier_matter(&s, act->matter_id);
    if (e || !f) return e;
    return move_matter(&s, f, &(struct move){.event = EVENT_TAKE_EFFECT, .system = true}, why);
}

static enum err load_act(struct act *act, struct problem *why)
{
    struct read r = {0};
    int64_t subject;
    enum err e = store_read_begin(act->call->app->store, &r, why);
    if (e) return e;
    act->s = dossier_for_read(act->call, &r);
    act->s.d.arena = act->call->arena;
    e = matters_find(&act->s.d, act->matter_id, &subject, why);
    if (!e) e = dossier_load(&act->s, subject, why);
    if (!e) act->f = dossier_matter(&act->s, act->matter_id);
    store_read_end(&r);
    if (e) return e;
    if (act->f->m.kind != MATTER_READJUDICATION)
        return problem_set(why, ERR_LAW, ZH_correction_kind, "matter", NULL);
    if (act->f->m.state != STATE_RELEASED)
        return problem_set(why, ERR_LAW, ZH_correction_not_released, "matter", NULL);
    return ERR_OK;
}

enum err readjudicate_apply(const struct call *call, int64_t matter_id,
                            struct readjudicate_written *out, struct problem *why)
{
    struct act act = {.call = call, .matter_id = matter_id};
    *out = (struct readjudicate_written){0};
    enum err e = app_authorise(call, ACTION_PARAM_RELEASE, call->who.agency, why);
    if (!e) e = load_act(&act, why);
    if (e) return e;
    const struct matter_event *released = dossier_event(act.f, EVENT_RELEASE);
    struct applying a = {.call = call, .act = &act.f->m, .n = out};
    a.actor = released->actor;
    a.releaser = released->releaser;
    a.before = app_law_on(call->app, call->arena, call->clock.business_date,
                          date_add_days(act.f->m.event_on, -1));
    e = find_persons(&a, why);
    if (!e) e = find_matters(&a, why);
    once_each(&a);
    if (!e) e = write_all(&a, why);
    return e ? e : app_bulk(call, close_act, &act, why);
}
