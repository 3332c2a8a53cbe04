/* M10, changing a dated parameter: proposed by one, decided by another, released by a third, from
 * its first day on and never for days that have passed. */
#include "app/param_view.h"

#include "app/move.h"

#include <string.h>

#include "law/params.h"
#include "web/page.h"

enum { KEY, VALUE, FROM, CITATION, REASON };
enum { EVENT, STEP_REASON };
enum { STEPS_MOST = 8 };

static const char *value_text(struct turn *t, enum param_id id, int64_t value)
{
    char *out = arena_alloc(t->arena, 80);
    params_print(id, value, out, 80);
    return out;
}

/* ---- Proposing ------------------------------------------------------------------------------ */

static void put_keys(struct turn *t, struct tmpl_param_model *m)
{
    struct tmpl_param_key *rows = ARENA_ARRAY(t->arena, struct tmpl_param_key, PARAM_COUNT);
    const char *chosen = t->form.text[KEY] ? t->form.text[KEY] : "";
    for (int id = PARAM_NONE + 1; id < PARAM_COUNT; id++) {
        int64_t now;
        enum param_id p = (enum param_id)id;
        bool there = params_value(t->app.law.params, p, t->app.clock.business_date, &now);
        const char *value = there ? value_text(t, p, now) : zh_text(ZH_parampage_key_none);
        rows[m->keys_n++] = (struct tmpl_param_key){
            view_text(params_key(p)),
            view_text(frame_print(t, ZH_parampage_key_row, params_text(p), value)),
            strcmp(params_key(p), chosen) == 0};
    }
    m->keys = rows;
}

static enum err put_rows(struct turn *t, struct tmpl_param_model *m, struct problem *why)
{
    struct matter *list = NULL;
    size_t n = 0;
    enum err e = param_list(&t->call, &list, &n, why);
    if (e) return e;
    struct tmpl_param_row *rows = ARENA_ARRAY(t->arena, struct tmpl_param_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *url =
            arena_print(t->arena, "/staff/law/change/%s", id_text(t->arena, list[i].matter_id));
        const char *title = arena_copy(t->arena, list[i].note, strcspn(list[i].note, "\n"));
        rows[i] = (struct tmpl_param_row){view_text(url), view_text(title), list[i].event_on,
                                          view_text(matter_state_title(list[i].state)),
                                          list[i].opened_on};
    }
    m->rows = rows;
    m->rows_n = n;
    return ERR_OK;
}

static enum err show(struct turn *t, struct problem *why)
{
    struct tmpl_param_model m = {
        .page = frame_staff(t, zh_text(ZH_parampage_title)),
        .errors = frame_errors(t),
        .token = view_text(t->token),
        .may = permission_allows(&t->call.who, ACTION_PARAM_PROPOSE, t->call.who.agency) &&
               agency_code_level(t->call.who.agency) == LEVEL_CITY,
        .value = view_text(t->form.text[VALUE]),
        .from = view_text(t->form.text[FROM]),
        .citation = view_text(t->form.text[CITATION]),
        .reason = view_text(t->form.text[REASON]),
        .key_error = view_text(frame_error_at(t, "key")),
        .value_error = view_text(frame_error_at(t, "value")),
        .from_error = view_text(frame_error_at(t, "from")),
        .citation_error = view_text(frame_error_at(t, "citation")),
        .reason_error = view_text(frame_error_at(t, "reason")),
    };
    m.page.on_law = true;
    enum err e = ERR_OK;
    if (m.may) {
        put_keys(t, &m);
        e = put_rows(t, &m, why);
    }
    if (!e) tmpl_param(&t->r->body, &m);
    return e;
}

enum err page_param(struct turn *t, struct problem *why)
{
    return show(t, why);
}

/* The use case names its own flags; the page's fields bear other names. */
static const char *field_of(const struct problem *why)
{
    static const char *const names[][2] = {
        {"KEY", "key"}, {"VALUE", "value"}, {"from", "from"}, {"citation", "citation"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(why->field, names[i][0]) == 0) return names[i][1];
    return "";
}

enum err page_param_do(struct turn *t, struct problem *why)
{
    struct form_data *f = &t->form;
    struct param_proposed done = {0};
    struct param_propose in = {.key = f->text[KEY],
                               .value = f->text[VALUE],
                               .from = f->date[FROM],
                               .citation = f->text[CITATION],
                               .reason = f->text[REASON]};
    enum err e = f->error_n ? ERR_INPUT : param_propose(&t->call, &in, &done, why);
    if (!e) {
        sweep_free(&done.listed);
        http_reply_redirect(
            t->r, arena_print(t->arena, "/staff/law/change/%s", id_text(t->arena, done.matter_id)));
        return ERR_OK;
    }
    if (!f->error_n && (e == ERR_DENIED || !form_error_of(f, why, field_of(why), t->arena)))
        return e;
    if (t->r->status < 400) t->r->status = 422;
    return show(t, why);
}

/* ---- One proposal --------------------------------------------------------------------------- */

static bool did(const struct turn *t, const struct matter_event *e)
{
    return e && strcmp(e->actor, t->call.who.login) == 0;
}

static void put_events(struct turn *t, const struct param_view *v,
                       struct tmpl_param_change_model *m)
{
    const struct matter_kind *kind = matter_kind(v->f.m.kind);
    struct tmpl_param_change_event *rows =
        ARENA_ARRAY(t->arena, struct tmpl_param_change_event, STEPS_MOST);
    const struct matter_event *open = dossier_event(&v->f, EVENT_OPEN);
    const struct matter_event *decide = dossier_event(&v->f, EVENT_DECIDE);
    for (size_t i = 0; i < kind->row_count && m->events_n < STEPS_MOST; i++) {
        const struct matter_row *row = &kind->rows[i];
        if (row->from != v->f.m.state || row->who == ACTION_UNSET) continue;
        if (!permission_allows(&t->call.who, row->who, v->f.m.agency)) continue;
        if ((row->second_person && did(t, decide)) || (row->not_opener && did(t, open))) {
            m->own = true;
            continue;
        }
        const char *word = matter_event_word(row->event);
        bool chosen = t->form.error_n && strcmp(t->form.text[EVENT], word) == 0;
        rows[m->events_n++] = (struct tmpl_param_change_event){
            view_text(word), view_text(matter_event_title(row->event)), chosen};
    }
    m->events = rows;
}

static struct tmpl_param_change_payer payer_row(const struct turn *t, const struct param_count *c)
{
    return (struct tmpl_param_change_payer){
        .name = view_text(*c->payer ? frame_office(t, c->payer) : ""),
        .persons = c->persons,
        .due = c->newly_due,
        .undue = c->no_longer_due,
        .suspend = c->suspend,
        .spare = c->spare,
        .restore = c->restore,
        .total = !*c->payer};
}

static void put_counts(struct turn *t, const struct param_view *v,
                       struct tmpl_param_change_model *m)
{
    const struct param_count *all = &v->at_once, *first = &v->first_day;
    struct tmpl_param_change_payer *rows =
        ARENA_ARRAY(t->arena, struct tmpl_param_change_payer, v->payer_count + 1);
    for (size_t i = 0; i < v->payer_count; i++) rows[i] = payer_row(t, &v->payers[i]);
    rows[v->payer_count] = payer_row(t, all);
    m->payers = rows;
    m->payers_n = v->payer_count + 1;
    m->moves = all->newly_due + all->no_longer_due + all->suspend + all->spare + all->restore +
                   first->earlier + first->later !=
               0;
    char *said = arena_alloc(t->arena, 400), *n[5];
    const int64_t counts[5] = {first->newly_due, first->no_longer_due, first->suspend, first->later,
                               first->earlier};
    for (size_t i = 0; i < 5; i++) n[i] = arena_print(t->arena, "%lld", (long long)counts[i]);
    zh_print(said, 400, ZH_parampage_impact_first, n[0], n[1], n[2], NULL);
    const char *moved =
        first->later + first->earlier ? frame_print(t, ZH_parampage_impact_moved, n[3], n[4]) : "";
    m->first = view_text(arena_print(t->arena, "%s%s", said, moved));
}

static void put_steps(struct turn *t, const struct param_view *v, struct tmpl_param_change_model *m)
{
    struct tmpl_param_change_step *rows =
        ARENA_ARRAY(t->arena, struct tmpl_param_change_step, v->f.event_count + 1);
    for (size_t i = 0; i < v->f.event_count; i++) {
        const struct matter_event *e = &v->f.events[i];
        rows[i] = (struct tmpl_param_change_step){view_moment(e->recorded_at), view_text(e->actor),
                                                  view_text(matter_event_title(e->event)),
                                                  view_text(e->reason)};
    }
    m->steps = rows;
    m->steps_n = v->f.event_count;
}

static enum zh_id said_of(enum matter_state state)
{
    if (matter_open(state)) return ZH_parampage_after;
    return state == STATE_CLOSED ? ZH_parampage_done : ZH_parampage_over;
}

static enum err show_one(struct turn *t, struct problem *why)
{
    struct param_view v;
    enum err e = param_view(&t->call, t->id, &v, why);
    if (e) return e;
    enum param_id id = params_find(v.p.name);
    const char *from = arena_print(t->arena, "%s", date_print(v.p.valid_from).s);
    const char *title = arena_print(t->arena, "%s%s%s", zh_text(ZH_parampage_title),
                                    zh_text(ZH_web_colon), params_text(id));
    struct tmpl_param_change_model m = {
        .page = frame_staff(t, title),
        .errors = frame_errors(t),
        .token = view_text(t->token),
        .ref = view_text(id_text(t->arena, t->id)),
        .title = view_text(title),
        .state = view_text(matter_state_title(v.f.m.state)),
        .from = v.p.valid_from,
        .becomes = view_text(value_text(t, id, v.p.value)),
        .citation = view_text(v.p.citation),
        .reason = view_text(v.p.reason),
        .by = view_text(v.p.proposed_by),
        .open = matter_open(v.f.m.state),
        .said = view_text(frame_print(t, said_of(v.f.m.state), from, NULL)),
        .typed = view_text(t->form.error_n ? t->form.text[STEP_REASON] : ""),
        .reason_error = view_text(frame_error_at(t, "reason")),
    };
    m.page.on_law = true;
    put_events(t, &v, &m);
    put_counts(t, &v, &m);
    put_steps(t, &v, &m);
    tmpl_param_change(&t->r->body, &m);
    return ERR_OK;
}

enum err page_param_change(struct turn *t, struct problem *why)
{
    return show_one(t, why);
}

enum err page_param_change_do(struct turn *t, struct problem *why)
{
    struct moved moved;
    struct form_data *f = &t->form;
    struct move move = {.event = matter_event_from_word(f->text[EVENT]),
                        .reason = f->text[STEP_REASON]};
    if (!f->error_n && !move.event) form_error(f, "", zh_text(ZH_web_need_event));
    enum err e = f->error_n ? ERR_INPUT : move_by_id(&t->call, t->id, &move, &moved, why);
    if (!e) {
        http_reply_redirect(
            t->r, arena_print(t->arena, "/staff/law/change/%s", id_text(t->arena, t->id)));
        return ERR_OK;
    }
    if (!f->error_n && !form_error_of(f, why, "reason", t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return show_one(t, why);
}
