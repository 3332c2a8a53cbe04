#include "app/worklist.h"

#include <string.h>

#include "app/batch.h"
#include "store/fields.h"

#define GUARDED_AGE 80

struct gathering {
    const struct call *call;
    struct worklist *w;
    struct matter *list;
    size_t n, capacity;
};

static bool is_overdue(const struct call *call, const struct matter *m)
{
    return matter_open(m->state) && date_is_set(m->due_on) &&
           date_cmp(call->clock.business_date, m->due_on) > 0;
}

static bool gather(void *ctx, const struct matter *m)
{
    struct gathering *g = ctx;
    size_t first = (size_t)g->w->page * WORKLIST_PAGE, at = g->w->count++;
    g->w->overdue += is_overdue(g->call, m);
    if (at >= first && at < first + WORKLIST_PAGE)
        ARRAY_PUSH(g->call->arena, g->list, g->n, g->capacity, *m);
    return true;
}

static bool guarded(const struct person *p, struct date today)
{
    return p->protection || (date_is_set(p->birth) && date_age(p->birth, today) >= GUARDED_AGE);
}

enum err worklist_name(struct data *d, const struct matter *m, const struct person *p,
                       const char **out, struct problem *why)
{
    const char *by = matter_kind(m->kind)->named_by;
    struct matter_file f = {.m = *m};
    *out = p->person_id < 0 ? m->note : p->name;
    enum err e = p->person_id < 0 && by ? fields_load(d, &f, why) : ERR_OK;
    struct matter_value given = by && !e ? matters_value(&f, by) : (struct matter_value){0};
    if (given.field) *out = given.text;
    return e;
}

static enum err fill(const struct call *call, struct data *d, const struct matter *m,
                     struct worklist_row *row, struct problem *why)
{
    struct person p;
    struct line *lines = NULL;
    size_t count = 0;
    struct date today = call->clock.business_date;
    enum err e = person_load(d, m->subject_id, &p, why);
    if (!e) e = line_load_all(d, m->subject_id, &lines, &count, why);
    if (e) return e;
    *row = (struct worklist_row){.m = *m,
                                 .number = arena_copy(call->arena, p.number, strlen(p.number)),
                                 .overdue = is_overdue(call, m),
                                 .guarded = guarded(&p, today)};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(lines[i].payer, m->agency) != 0) continue;
        if (!row->line_kind) row->line_kind = lines[i].kind;
        row->amount += ledger_rate(&lines[i].ledger, month_of(today), INT64_MAX, NULL);
    }
    return worklist_name(d, m, &p, &row->name, why);
}

enum err worklist_load(const struct call *call, struct worklist *w, struct problem *why)
{
    struct read r = {0};
    struct gathering g = {.call = call, .w = w};
    struct matters_filter filter = {.agency = w->agency ? w->agency : call->who.agency,
                                    .kind = (int)w->kind,
                                    .state = (int)w->state,
                                    .open_only = w->state == STATE_UNSET};
    enum err e = app_authorise(call, ACTION_MATTER_LIST, filter.agency, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = matters_list(&d, &filter, gather, &g, why);
    w->rows = ARENA_ARRAY(call->arena, struct worklist_row, g.n + 1);
    for (; !e && w->row_count < g.n; w->row_count++)
        e = fill(call, &d, &g.list[w->row_count], &w->rows[w->row_count], why);
    store_read_end(&r);
    return e ? e : app_disclose(call, "matter.list", 0, why);
}

enum err worklist_matter(const struct call *call, int64_t matter_id, struct matter *out,
                         struct problem *why)
{
    struct read r = {.arena = call->arena};
    *out = (struct matter){0};
    struct matter_file *list = NULL;
    size_t count = 0;
    int64_t subject = 0;
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = matters_find(&d, matter_id, &subject, why);
    if (!e) e = matters_load(&d, subject, &list, &count, why);
    for (size_t i = 0; !e && i < count; i++)
        if (list[i].m.matter_id == matter_id) *out = list[i].m;
    store_read_end(&r);
    return e ? e : app_authorise(call, ACTION_MATTER_LIST, out->agency, why);
}

/* ---- One step for many ---------------------------------------------------------------------- */

static enum err check_guarded(const struct call *call, int64_t matter_id, struct problem *why)
{
    struct read r = {0};
    struct person p;
    int64_t person_id;
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = matters_find(&d, matter_id, &person_id, why);
    if (!e) e = person_load(&d, person_id, &p, why);
    if (!e && guarded(&p, call->clock.business_date))
        e = problem_set(why, ERR_LAW, ZH_worklist_guarded, "id", NULL);
    store_read_end(&r);
    return e;
}

static enum err step_each(const struct call *call, const struct worklist_many *in,
                          struct worklist_result *out, struct problem *why)
{
    for (size_t i = 0; i < in->count; i++) {
        struct problem one = {0};
        struct moved moved;
        enum err e = in->count > 1 ? check_guarded(call, in->ids[i], &one) : ERR_OK;
        if (!e) e = move_by_id(call, in->ids[i], in->move, &moved, &one);
        if (e == ERR_FAILED || e == ERR_BUSY) {
            if (why) *why = one;
            return e;
        }
        if (!e) out->done++;
        else if (!out->refused++) out->first = one;
    }
    return ERR_OK;
}

enum err worklist_step(const struct call *call, const struct worklist_many *in,
                       struct worklist_result *out, struct problem *why)
{
    struct batch_answer batch = {0};
    struct batch_asked asked = {in->ids, in->count, in->move->event, in->most};
    enum err e = in->count > 1 ? batch_ask(call, &asked, &batch, why) : ERR_OK;
    *out = (struct worklist_result){.held = batch.held, .people = batch.people};
    if (!e && !batch.held) e = step_each(call, in, out, why);
    bool used = batch.batch_id && !batch.held;
    return e || !used ? e : batch_done(call, batch.batch_id, why);
}
