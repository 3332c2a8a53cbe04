#include "app/param_view.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define LIST_MOST 50

/* ---- The counts that the proposal carries --------------------------------------------------- */

static int64_t number(const json_t *of, const char *name)
{
    return json_integer_value(json_object_get(of, name));
}

static struct param_count count_of(const json_t *of)
{
    return (struct param_count){.persons = number(of, "persons"),
                                .newly_due = number(of, "newly_due"),
                                .no_longer_due = number(of, "no_longer_due"),
                                .suspend = number(of, "suspend"),
                                .spare = number(of, "spare"),
                                .restore = number(of, "restore"),
                                .earlier = number(of, "earlier"),
                                .later = number(of, "later")};
}

static void read_counts(struct param_view *v, struct arena *arena)
{
    const char *payer;
    json_t *of, *all = json_loads(v->p.counts, 0, NULL), *payers = json_object_get(all, "payers");
    v->at_once = count_of(json_object_get(all, "at_once"));
    v->first_day = count_of(json_object_get(all, "on_first_day"));
    v->payers = ARENA_ARRAY(arena, struct param_count, json_object_size(payers) + 1);
    json_object_foreach(payers, payer, of)
    {
        struct param_count *c = &v->payers[v->payer_count++];
        *c = count_of(of);
        strncat(c->payer, payer, AGENCY_CODE - 1);
    }
    json_decref(all);
}

/* ---- One, and the list ---------------------------------------------------------------------- */

static enum err load(struct data *d, int64_t matter_id, struct param_view *v, struct problem *why)
{
    int64_t subject = 0;
    struct matter_file *list = NULL;
    size_t n = 0;
    enum err e = matters_find(d, matter_id, &subject, why);
    if (!e) e = matters_load(d, subject, &list, &n, why);
    if (!e) e = param_proposal_load(d, subject, &v->p, why);
    for (size_t i = 0; !e && i < n; i++)
        if (list[i].m.matter_id == matter_id) v->f = list[i];
    return e;
}

enum err param_view(const struct call *call, int64_t matter_id, struct param_view *out,
                    struct problem *why)
{
    struct read r = {0};
    *out = (struct param_view){0};
    enum err e = app_authorise_city(call, ACTION_MATTER_LIST, why);
    if (!e) e = app_disclose(call, "param.show", 0, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = load(&d, matter_id, out, why);
    store_read_end(&r);
    if (!e) read_counts(out, call->arena);
    return e;
}

struct listing {
    struct arena *arena;
    struct matter *list;
    size_t n, capacity;
};

static bool take(void *ctx, const struct matter *m)
{
    struct listing *l = ctx;
    struct matter one = *m;
    one.note = arena_copy(l->arena, m->note, strlen(m->note));
    ARRAY_PUSH(l->arena, l->list, l->n, l->capacity, one);
    return true;
}

static int newest_first(const void *a, const void *b)
{
    const struct matter *x = a, *y = b;
    return (x->matter_id < y->matter_id) - (x->matter_id > y->matter_id);
}

enum err param_list(const struct call *call, struct matter **out, size_t *count,
                    struct problem *why)
{
    struct read r = {0};
    struct listing l = {.arena = call->arena};
    struct matters_filter filter = {.agency = call->who.agency, .kind = MATTER_PARAM_CHANGE};
    *count = 0;
    enum err e = app_authorise_city(call, ACTION_MATTER_LIST, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = matters_list(&d, &filter, take, &l, why);
    store_read_end(&r);
    if (e) return e;
    if (l.n) qsort(l.list, l.n, sizeof *l.list, newest_first);
    *out = l.list;
    *count = l.n < LIST_MOST ? l.n : LIST_MOST;
    return ERR_OK;
}
