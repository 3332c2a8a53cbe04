#include "app/readjudicate_part.h"

#include <inttypes.h>
#include <string.h>

#include "app/move.h"
#include "base/buf.h"
#include "base/zh.h"
#include "law/explain.h"

#define PAGE_MEMORY ((size_t)512 << 20)

struct judging {
    const struct call *call;
    const struct readjudicate *in;
    struct law before, now;
    FILE *out;
    struct readjudicated *n;
    struct arena *arena; /* of the case at hand */
    bool any;
};

/* One case as it is shown: a person's due day or a matter's deadline. */
struct shown_case {
    const char *what, *number, *agency;
    int64_t matter_id;
    struct date from, before, after;
    const char *outcome_before, *outcome_after;
    struct finding why_before, why_after;
};

/* ---- Showing -------------------------------------------------------------------------------- */

static void explain(const struct law *law, const struct finding *f, struct buf *out)
{
    if (f->question) law_explain(law, f, out);
}

static void show_json(struct judging *k, const struct shown_case *c, struct buf *before,
                      struct buf *after)
{
    struct buf b = BUF(4096);
    buf_printf(&b, "%s{\"what\":\"%s\",", k->any ? "," : "", c->what);
    if (c->matter_id) buf_printf(&b, "\"matter\":\"%" PRId64 "\",", c->matter_id);
    buf_printf(&b,
               "\"number\":\"%s\",\"agency\":\"%s\",\"from\":\"%s\",\"before\":\"%s\","
               "\"after\":\"%s\",\"workdays_before\":%d,\"workdays_after\":%d,"
               "\"outcome_before\":\"%s\",\"outcome_after\":\"%s\",\"why_before\":",
               c->number, c->agency, date_print(c->from).s, date_print(c->before).s,
               date_print(c->after).s, calendar_between(k->before.calendar, c->from, c->before),
               calendar_between(k->now.calendar, c->from, c->after), c->outcome_before,
               c->outcome_after);
    fwrite(b.p, 1, b.n, k->out);
    buf_clear(&b);
    struct buf text = BUF(1 << 20);
    buf_json(&text, before->n ? before->p : "");
    buf_puts(&text, ",\"why_after\":");
    buf_json(&text, after->n ? after->p : "");
    buf_puts(&text, "}");
    fwrite(text.p, 1, text.n, k->out);
    buf_free(&text);
    buf_free(&b);
}

static void show_text(struct judging *k, const struct shown_case *c, const struct buf *before,
                      const struct buf *after)
{
    char matter[24] = "-";
    if (c->matter_id) snprintf(matter, sizeof matter, "%" PRId64, c->matter_id);
    fprintf(k->out, "%s\t%s\t%s\t%s\t%s > %s\t%s > %s\n", c->what, matter, c->number, c->agency,
            date_print(c->before).s, date_print(c->after).s, c->outcome_before, c->outcome_after);
    fprintf(k->out, "--- %s\n%s--- %s\n%s\n", zh_text(ZH_readjudicate_before),
            before->n ? before->p : "", zh_text(ZH_readjudicate_after), after->n ? after->p : "");
}

static void show_case(struct judging *k, const struct shown_case *c)
{
    if (k->in->reason) return; /* who proposes sees the counts; the list is for who may evaluate */
    struct buf before = BUF(1 << 18), after = BUF(1 << 18);
    explain(&k->before, &c->why_before, &before);
    explain(&k->now, &c->why_after, &after);
    if (k->in->json) show_json(k, c, &before, &after);
    else show_text(k, c, &before, &after);
    k->any = true;
    buf_free(&before);
    buf_free(&after);
}

/* ---- Persons -------------------------------------------------------------------------------- */

static enum err judge_person(struct judging *k, struct read *r, const struct sweep_case *found,
                             const char *payer, struct problem *why)
{
    struct dossier s = dossier_for_read(k->call, r);
    struct shown_case c = {
        .what = "due", .agency = payer, .outcome_before = "", .outcome_after = ""};
    s.d.arena = k->arena;
    enum err e = person_load(&s.d, found->person_id, &s.p, why);
    if (e) return e;
    c.number = s.p.number;
    c.from = law_last_success(&s.p.success);
    if (!date_is_set(c.from)) c.from = s.p.registered_on;
    s.law = k->before;
    c.before = dossier_due(&s, &c.why_before);
    s.law = k->now;
    c.after = dossier_due(&s, &c.why_after);
    const char *past = zh_text(ZH_readjudicate_past), *ahead = zh_text(ZH_readjudicate_ahead);
    c.outcome_before = date_cmp(c.before, k->now.today) < 0 ? past : ahead;
    c.outcome_after = date_cmp(c.after, k->now.today) < 0 ? past : ahead;
    show_case(k, &c);
    return ERR_OK;
}

static enum err find_persons(struct judging *k, struct evaluated *done, struct problem *why)
{
    struct evaluation_law before = {k->before, k->call->app->windows, k->call->app->window_count};
    struct evaluation_law now = {k->now, before.windows, before.window_count};
    struct sweep_asked asked = {
        .now = &before, .then = &now, .within = k->call->who.agency, .list = true, .moved = true};
    return evaluate_sweep(k->call, &(struct evaluate){0}, &asked, done, why);
}

static bool moves(const struct sweep_case *c)
{
    return c->before.day != c->after.day;
}

static enum err judge_persons(struct judging *k, const struct evaluated *done, struct problem *why)
{
    struct read r = {0};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    for (size_t i = 0; !e && i < done->r.case_count; i++) {
        const struct sweep_case *c = &done->r.cases[i];
        if (!moves(c)) continue;
        k->n->persons++;
        arena_reset(k->arena);
        e = judge_person(k, &r, c, done->r.payer[c->payer], why);
    }
    store_read_end(&r);
    return e;
}

/* ---- Matters -------------------------------------------------------------------------------- */

struct gathering {
    struct judging *k;
    struct arena *arena;
    struct matter *list;
    size_t count, capacity;
};

static bool gather(void *ctx, const struct matter *m)
{
    struct gathering *g = ctx;
    if (readjudicate_deadline(&g->k->before, m, NULL).day ==
        readjudicate_deadline(&g->k->now, m, NULL).day)
        return true;
    ARRAY_PUSH(g->arena, g->list, g->count, g->capacity, *m);
    return true;
}

static enum err judge_matter(struct judging *k, struct read *r, const struct matter *m,
                             struct problem *why)
{
    struct matter_file *files, *f = NULL;
    size_t count;
    struct person p;
    struct data d = data_of_read(r);
    d.arena = k->arena;
    enum err e = person_load(&d, m->subject_id, &p, why);
    if (!e) e = matters_load(&d, m->subject_id, &files, &count, why);
    for (size_t i = 0; !e && i < count; i++)
        if (files[i].m.matter_id == m->matter_id) f = &files[i];
    if (e || !f) return e;
    struct shown_case c = {.what = matter_kind(m->kind)->word,
                           .number = p.number,
                           .agency = m->agency,
                           .matter_id = m->matter_id,
                           .from = m->event_on};
    c.before = readjudicate_deadline(&k->before, m, &c.why_before);
    c.after = readjudicate_deadline(&k->now, m, &c.why_after);
    c.outcome_before = readjudicate_outcome(k->now.today, readjudicate_done_on(f), c.before);
    c.outcome_after = readjudicate_outcome(k->now.today, readjudicate_done_on(f), c.after);
    k->n->matters++;
    k->n->outcomes += strcmp(c.outcome_before, c.outcome_after) != 0;
    show_case(k, &c);
    return ERR_OK;
}

static enum err judge_matters(struct judging *k, struct problem *why)
{
    struct read r = {0};
    struct gathering g = {.k = k, .arena = k->call->arena};
    struct matters_filter all = {.agency = k->call->who.agency};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    d.arena = k->arena;
    e = matters_list(&d, &all, gather, &g, why);
    for (size_t i = 0; !e && i < g.count; i++) {
        arena_reset(k->arena);
        e = judge_matter(k, &r, &g.list[i], why);
    }
    store_read_end(&r);
    return e;
}

/* ---- The proposal --------------------------------------------------------------------------- */

static enum err open_matter(struct write *w, void *ctx, struct problem *why)
{
    struct judging *k = ctx;
    struct dossier s = dossier_for_write(k->call, w);
    struct matter_file *made;
    char persons[24], matters[24], outcomes[24], note[512];
    snprintf(persons, sizeof persons, "%" PRId64, k->n->persons);
    snprintf(matters, sizeof matters, "%" PRId64, k->n->matters);
    snprintf(outcomes, sizeof outcomes, "%" PRId64, k->n->outcomes);
    const char *const values[4] = {date_print(k->in->since).s, persons, matters, outcomes};
    struct opening o = {
        .kind = MATTER_READJUDICATION,
        .agency = k->call->who.agency,
        .event_on = k->in->since,
        .reason = k->in->reason,
        .note = zh_format(note, sizeof note, ZH_correction_note, values, 4),
    };
    enum err e = dossier_load(&s, -store_new_id(w->store), why);
    if (!e) e = move_open(&s, &o, &made, why);
    if (!e) k->n->matter_id = made->m.matter_id;
    return e;
}

/* ---- The use case --------------------------------------------------------------------------- */

static enum err judge(struct judging *k, struct problem *why)
{
    struct evaluated done = {0};
    if (k->in->json) fputs("{\"cases\":[", k->out);
    enum err e = find_persons(k, &done, why);
    if (!e) e = judge_persons(k, &done, why);
    if (!e) e = judge_matters(k, why);
    if (!e && k->in->json)
        fprintf(k->out,
                "],\"persons\":%" PRId64 ",\"matters\":%" PRId64 ",\"outcomes\":%" PRId64 "}\n",
                k->n->persons, k->n->matters, k->n->outcomes);
    if (!e && k->in->reason) e = app_bulk(k->call, open_matter, k, why);
    sweep_free(&done.r);
    return e;
}

enum err readjudicate(const struct call *call, const struct readjudicate *in, FILE *out,
                      struct readjudicated *counts, struct problem *why)
{
    struct date today = call->clock.business_date;
    struct judging k = {.call = call, .in = in, .out = out, .n = counts};
    *counts = (struct readjudicated){0};
    enum err e = in->reason ? app_authorise_city(call, ACTION_PARAM_PROPOSE, why)
                            : app_authorise(call, ACTION_EVALUATE, call->who.agency, why);
    if (!e && date_cmp(in->since, today) > 0)
        e = problem_set(why, ERR_USAGE, ZH_readjudicate_since, "since", date_print(in->since).s,
                        NULL);
    if (!e) e = app_disclose(call, "readjudicate", 0, why);
    if (e) return e;
    k.before = app_law_on(call->app, call->arena, today, date_add_days(in->since, -1));
    k.now = call->app->law;
    k.now.today = today;
    k.arena = arena_new(PAGE_MEMORY);
    if (!k.arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    e = judge(&k, why);
    arena_free(k.arena);
    return e;
}
