#include "app/alive.h"

#include <stdio.h>

#include "app/move.h"
#include "base/idnum.h"

struct acting {
    const struct call *call;
    int64_t person_id;
    struct alive_done *out;
};

static bool helps(const struct matter *m)
{
    bool rests = m->kind == MATTER_EVIDENCE_CHECK || m->kind == MATTER_LOSS;
    return rests && law_death((enum loss_event)m->cause) == DEATH_REPORTED &&
           matter_row(matter_kind(m->kind), m->state, EVENT_ALIVE) != NULL;
}

bool alive_would_help(const struct dossier *s)
{
    for (size_t i = 0; i < s->matter_count; i++)
        if (helps(&s->matters[i].m)) return true;
    return false;
}

/* The newest first: a loss before the check that it came of. Each move folds the dossier anew. */
static struct matter_file *next(struct dossier *s)
{
    for (size_t i = s->matter_count; i-- > 0;)
        if (helps(&s->matters[i].m)) return &s->matters[i];
    return NULL;
}

static enum err act(struct write *w, void *ctx, struct problem *why)
{
    struct acting *k = ctx;
    struct dossier s = dossier_for_write(k->call, w);
    char reason[300];
    *k->out = (struct alive_done){0};
    zh_print(reason, sizeof reason, ZH_alive_reason, k->call->purpose, NULL);
    enum err e = dossier_load(&s, k->person_id, why);
    struct matter_file *f;
    while (!e && (f = next(&s))) {
        int64_t id = f->m.matter_id;
        e = move_matter(&s, f, &(struct move){.event = EVENT_ALIVE, .reason = reason}, why);
        if (e) break;
        bool undone = dossier_matter(&s, id)->m.state == STATE_UNDONE;
        k->out->undone += undone;
        k->out->ended += !undone;
    }
    if (!e && !k->out->undone && !k->out->ended)
        e = problem_set(why, ERR_LAW, ZH_alive_nothing, NULL, NULL);
    return e;
}

static enum err person_of(const struct call *call, const char *text, int64_t *id,
                          struct problem *why)
{
    struct idnum number;
    struct read r = {.arena = call->arena};
    enum err e = idnum_parse(text, call->clock.business_date, &number, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = person_find(&d, number.number, id, why);
    store_read_end(&r);
    return e;
}

enum err alive_at_counter(const struct call *call, const struct alive *in, struct alive_done *out,
                          struct problem *why)
{
    struct acting k = {call, in->person_id, out};
    enum err e = app_authorise(call, ACTION_FALSE_DEATH, call->who.agency, why);
    if (!e && !call->purpose) e = problem_set(why, ERR_USAGE, ZH_purpose_missing, "purpose", NULL);
    if (!e && in->number) e = person_of(call, in->number, &k.person_id, why);
    return e ? e : app_write(call, k.person_id, act, &k, why);
}
