/* One held list (app/batch.h): whom it moves, its release by another, and going on with it. */
#include <inttypes.h>
#include <string.h>

#include "app/batch.h"
#include "app/worklist.h"
#include "web/page.h"

struct listing {
    struct turn *t;
    struct tmpl_batch_row *rows;
    size_t n, capacity;
    enum matter_kind_id kind; /* of all; UNSET: of several */
};

static void put_row(void *ctx, const struct matter_list_row *row)
{
    struct listing *k = ctx;
    struct arena *a = k->t->arena;
    const struct matter *m = row->m;
    const char *id = id_text(a, m->matter_id);
    if (!k->n) k->kind = m->kind;
    if (k->kind != m->kind) k->kind = MATTER_UNSET;
    struct tmpl_batch_row out = {
        .id = view_text(id),
        .url = view_text(arena_print(a, "/staff/matter/%s", id)),
        .name = view_text(arena_copy(a, row->name, strlen(row->name))),
        .masked = mask_number(a, row->number),
        .kind = view_text(zh_text(matter_kind(m->kind)->title)),
        .state = view_text(matter_state_title(m->state)),
        .agency = view_text(frame_office(k->t, arena_copy(a, m->agency, strlen(m->agency)))),
        .overdue = row->overdue,
    };
    ARRAY_PUSH(a, k->rows, k->n, k->capacity, out);
}

static enum zh_id state_word(const struct batch_view *v)
{
    if (v->done) return ZH_bp_state_done;
    if (v->lapsed) return ZH_bp_state_lapsed;
    return v->released ? ZH_bp_state_released : ZH_bp_state_waits;
}

/* Where the same list can be given again: the worklists take what fits on one of their pages. */
static const char *action_of(const struct listing *k)
{
    if (k->n > WORKLIST_PAGE) return "";
    if (k->kind == MATTER_SUSPENSION) return "/staff/suspension";
    return k->kind == MATTER_REINSTATEMENT ? "/staff/reinstatement" : "";
}

static void put_next(const struct batch_view *v, const struct listing *k,
                     struct tmpl_batch_model *m)
{
    m->may_release = v->to_release;
    if (!v->to_go_on) return;
    m->action = view_text(action_of(k));
    m->event = view_text(matter_event_word(v->event));
    m->step = view_text(matter_event_title(v->event));
    m->elsewhere = !*action_of(k);
}

static enum err show(struct turn *t, struct problem *why)
{
    struct batch_view v;
    struct listing k = {.t = t};
    enum err e = batch_about(&t->call, t->id, &v, why);
    if (e) return e;
    e = batch_show(&t->call, t->id, put_row, &k, why);
    if (e) return e;
    const char *people = arena_print(t->arena, "%" PRId64, v.people);
    struct tmpl_batch_model m = {
        .page = frame_staff(t, zh_text(ZH_bp_page)),
        .errors = frame_errors(t),
        .token = view_text(t->token),
        .url = view_text(arena_print(t->arena, "/staff/batch/%s", id_text(t->arena, t->id))),
        .title = view_text(frame_print(t, ZH_bp_title, matter_event_title(v.event), people)),
        .lead = view_text(zh_text(ZH_bp_lead)),
        .state = view_text(zh_text(state_word(&v))),
        .good = v.released || v.done,
        .asked = view_text(v.asked),
        .asked_at = view_moment(v.recorded_at),
        .released = view_text(v.released ? v.released : ""),
        .people = v.people,
        .until = date_add_days(moment_date(v.recorded_at), BATCH_DAYS),
        .rows = k.rows,
        .rows_n = k.n,
        .back = view_text(k.kind == MATTER_REINSTATEMENT ? "/staff/reinstatement"
                                                         : "/staff/suspension"),
    };
    put_next(&v, &k, &m);
    tmpl_batch(&t->r->body, &m);
    return ERR_OK;
}

enum err page_batch(struct turn *t, struct problem *why)
{
    return show(t, why);
}

enum err page_batch_do(struct turn *t, struct problem *why)
{
    if (!t->form.error_n && strcmp(t->form.text[0], "release") != 0)
        form_error(&t->form, "", zh_text(ZH_web_need_event));
    enum err e = t->form.error_n ? ERR_INPUT : batch_release(&t->call, t->id, why);
    if (!e) {
        http_reply_redirect(t->r,
                            arena_print(t->arena, "/staff/batch/%s", id_text(t->arena, t->id)));
        return ERR_OK;
    }
    if (!t->form.error_n && !form_error_of(&t->form, why, "", t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return show(t, why);
}
