#include "app/move_all.h"

#include <string.h>

#include "app/batch.h"

struct stepping {
    const struct call *call;
    const struct move *move;
    int64_t subject, matter_id;
    bool already;
};

/* Its last step was this one, and it cannot be taken again from there. */
static bool taken(const struct matter_file *f, enum matter_event_id event)
{
    if (matter_row(matter_kind(f->m.kind), f->m.state, event)) return false;
    return f->event_count && f->events[f->event_count - 1].event == event;
}

static enum err step(struct write *w, void *ctx, struct problem *why)
{
    struct stepping *k = ctx;
    struct dossier s = dossier_for_write(k->call, w);
    enum err e = dossier_load(&s, k->subject, why);
    struct matter_file *f = e ? NULL : dossier_matter(&s, k->matter_id);
    if (!e && !f) e = problem_set(why, ERR_NOT_FOUND, ZH_matter_unknown, NULL, "", NULL);
    if (e) return e;
    k->already = taken(f, k->move->event);
    return k->already ? ERR_OK : move_matter(&s, f, k->move, why);
}

static enum err find(const struct call *call, int64_t id, int64_t *subject, struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = matters_find(&d, id, subject, why);
    store_read_end(&r);
    return e;
}

static bool refusal(enum err e)
{
    return e == ERR_LAW || e == ERR_DENIED || e == ERR_NOT_FOUND || e == ERR_INPUT ||
           e == ERR_USAGE || e == ERR_CONFLICT;
}

static enum err one(const struct call *call, int64_t id, const struct move_list *list,
                    struct moved_all *out, struct problem *why)
{
    struct stepping k = {.call = call, .move = list->move, .matter_id = id};
    enum err e = find(call, id, &k.subject, why);
    if (!e) e = app_write(call, k.subject, step, &k, why);
    if (refusal(e)) {
        out->refused++;
        list->refused(list->ctx, id, why);
        *why = (struct problem){0};
        return ERR_OK;
    }
    out->moved += !e && !k.already;
    out->already += !e && k.already;
    return e;
}

enum err move_all(const struct call *call, const struct move_list *list, struct moved_all *out,
                  struct problem *why)
{
    struct batch_answer batch;
    struct batch_asked asked = {list->ids, list->count, list->move->event, list->most};
    struct call alone = *call;
    alone.request_id = 0; /* one request an item: a repetition of the list is another request */
    enum err e = batch_ask(&alone, &asked, &batch, why);
    *out =
        (struct moved_all){.held = batch.held, .people = batch.people, .batch_id = batch.batch_id};
    for (size_t i = 0; !e && !batch.held && i < list->count; i++) {
        struct call each = alone;
        each.arena = arena_new(16u << 20);
        if (!each.arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
        e = one(&each, list->ids[i], list, out, why);
        arena_free(each.arena);
    }
    bool used = batch.batch_id && !batch.held;
    return e || !used ? e : batch_done(&alone, batch.batch_id, why);
}
