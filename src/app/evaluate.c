#include "app/evaluate.h"

#include <string.h>

#include "base/zh.h"

#define DISTRICTS 16

struct district {
    char code[AGENCY_CODE];
    int64_t persons, due, newly_due, no_longer_due;
};

struct evaluating {
    const struct call *call;
    const struct evaluate *in;
    struct law now, then; /* then: with the setting changed */
    FILE *out;
    struct evaluated *n;
    struct district district[DISTRICTS];
    size_t district_count;
};

static enum err read_setting(struct evaluating *k, struct problem *why)
{
    char key[64];
    const char *eq = k->in->set ? strchr(k->in->set, '=') : NULL;
    int64_t value;
    k->then = k->now;
    if (!k->in->set) return ERR_OK;
    if (!eq || (size_t)(eq - k->in->set) >= sizeof key)
        return problem_set(why, ERR_USAGE, ZH_evaluate_form, "set", k->in->set, NULL);
    snprintf(key, sizeof key, "%.*s", (int)(eq - k->in->set), k->in->set);
    enum param_id id = params_find(key);
    if (!id) return problem_set(why, ERR_USAGE, ZH_evaluate_unknown, "set", key, NULL);
    if (!params_parse(id, eq + 1, &value))
        return problem_set(why, ERR_USAGE, ZH_evaluate_value, "set", key, eq + 1, NULL);
    k->then.params = params_with(k->call->arena, k->now.params, id, value);
    return ERR_OK;
}

static struct district *district_of(struct evaluating *k, const struct dossier *s)
{
    const char *payer = s->line_count ? s->lines[0].payer : "371000000000";
    for (size_t i = 0; i < k->district_count; i++)
        if (strcmp(k->district[i].code, payer) == 0) return &k->district[i];
    if (k->district_count == DISTRICTS) return &k->district[DISTRICTS - 1];
    struct district *d = &k->district[k->district_count++];
    memcpy(d->code, payer, AGENCY_CODE);
    return d;
}

static void evaluate_person(struct evaluating *k, struct dossier *s)
{
    s->law = k->now;
    struct date before = dossier_due(s, NULL), today = k->now.today;
    s->law = k->then;
    struct date after = dossier_due(s, NULL);
    struct district *d = district_of(k, s);
    bool was = date_cmp(before, today) < 0, is = date_cmp(after, today) < 0, suspended = false;
    for (size_t i = 0; i < s->line_count; i++) suspended |= s->lines[i].status == 2;
    k->n->persons++;
    k->n->due += was;
    k->n->suspended += suspended;
    k->n->newly_due += is && !was;
    k->n->no_longer_due += was && !is;
    k->n->earlier += date_cmp(after, before) < 0;
    k->n->later += date_cmp(after, before) > 0;
    d->persons++;
    d->due += was;
    d->newly_due += is && !was;
    d->no_longer_due += was && !is;
    if (k->in->list && was != is)
        fprintf(k->out, "%s,%s,%s,%s,%s\n", s->p.number, s->p.name, d->code, date_print(before).s,
                date_print(after).s);
}

static enum err sweep(struct evaluating *k, struct read *r, struct problem *why)
{
    struct id_page page = {.count = ID_PAGE};
    struct arena *arena = arena_new(256u << 20);
    enum err e = arena ? ERR_OK : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    while (!e && page.count == ID_PAGE) {
        r->arena = arena;
        struct data d = data_of_read(r);
        e = person_list(&d, &page, why);
        for (size_t i = 0; !e && i < page.count; i++) {
            struct dossier s = dossier_for_read(k->call, r);
            e = person_load(&s.d, page.ids[i], &s.p, why);
            if (!e) e = line_load_all(&s.d, page.ids[i], &s.lines, &s.line_count, why);
            if (!e) evaluate_person(k, &s);
        }
        arena_reset(arena);
    }
    arena_free(arena);
    return e;
}

enum err evaluate_all(const struct call *call, const struct evaluate *in, FILE *out,
                      struct evaluated *counts, struct problem *why)
{
    struct evaluating k = {.call = call, .in = in, .now = call->app->law, .out = out, .n = counts};
    struct read r = {.arena = call->arena};
    *counts = (struct evaluated){0};
    k.now.today = call->clock.business_date;
    enum err e = app_authorise(call, ACTION_EVALUATE, call->who.agency, why);
    if (!e) e = read_setting(&k, why);
    if (!e) e = app_disclose(call, "evaluate", 0, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    e = sweep(&k, &r, why);
    store_read_end(&r);
    for (size_t i = 0; !e && i < k.district_count; i++) {
        const struct district *d = &k.district[i];
        fprintf(out, "payer=%s persons=%lld due=%lld newly_due=%lld no_longer_due=%lld\n", d->code,
                (long long)d->persons, (long long)d->due, (long long)d->newly_due,
                (long long)d->no_longer_due);
    }
    return e;
}
