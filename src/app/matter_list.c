#include "app/matter_list.h"

#include <string.h>

#include "app/worklist.h"

struct listing {
    struct arena *arena;
    struct matter *rows;
    size_t count, capacity;
};

static bool keep(void *ctx, const struct matter *m)
{
    struct listing *l = ctx;
    ARRAY_PUSH(l->arena, l->rows, l->count, l->capacity, *m);
    return true;
}

static enum err filter_of(const struct call *call, const struct matter_list *in, struct data *d,
                          struct matters_filter *f, struct problem *why)
{
    const struct matter_kind *kind = in->kind ? matter_kind_from_word(in->kind) : NULL;
    f->agency = in->agency ? in->agency : call->who.agency;
    f->state = in->state ? (int)matter_state_from_word(in->state) : 0;
    f->kind = kind ? (int)kind->id : 0;
    if (in->kind && !kind) return problem_set(why, ERR_USAGE, ZH_list_kind, "kind", in->kind, NULL);
    if (in->state && !f->state)
        return problem_set(why, ERR_USAGE, ZH_list_state, "state", in->state, NULL);
    if (in->agency && !agency_code_valid(in->agency))
        return problem_set(why, ERR_INPUT, ZH_agency_unknown, "agency", in->agency, NULL);
    enum err e = app_authorise(call, ACTION_MATTER_LIST, f->agency, why);
    if (e || !in->number) return e;
    struct idnum number;
    e = idnum_parse(in->number, call->clock.business_date, &number, why);
    return e ? e : person_find(d, number.number, &f->subject, why);
}

static enum err show(const struct call *call, struct data *d, const struct listing *l,
                     matter_list_fn fn, void *ctx, struct problem *why)
{
    for (size_t i = 0; i < l->count; i++) {
        struct person p;
        enum err e = person_load(d, l->rows[i].subject_id, &p, why);
        if (e) return e;
        struct matter_list_row row = {
            .m = &l->rows[i],
            .number = p.number,
            .overdue = matter_open(l->rows[i].state) &&
                       date_cmp(call->clock.business_date, l->rows[i].due_on) > 0,
        };
        e = worklist_name(d, row.m, &p, &row.name, why);
        if (e) return e;
        fn(ctx, &row);
    }
    return ERR_OK;
}

enum err matter_list(const struct call *call, const struct matter_list *in, matter_list_fn fn,
                     void *ctx, struct problem *why)
{
    struct read r = {.arena = call->arena};
    struct matters_filter filter = {0};
    struct listing l = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = filter_of(call, in, &d, &filter, why);
    if (!e) e = matters_list(&d, &filter, keep, &l, why);
    store_read_end(&r);
    if (e) return e;
    e = app_disclose(call, "matter.list", filter.subject, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    d = data_of_read(&r);
    e = show(call, &d, &l, fn, ctx, why);
    store_read_end(&r);
    return e;
}
