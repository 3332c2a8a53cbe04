/* K9 and K10, the worklists of proposed suspensions and of reinstatements: filter, clock, one step
 * for many. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/batch.h"
#include "app/worklist.h"
#include "law/kinds.h"
#include "web/page.h"

enum { IDS, EVENT, REASON };
enum { AGENCIES_MOST = 12, STEPS_MOST = 8 };

static bool same(const char *given, const char *value)
{
    return given && strcmp(given, value) == 0;
}

/* ---- Filter --------------------------------------------------------------------------------- */

static void put_states(struct turn *t, enum matter_state chosen, struct tmpl_worklist_model *m)
{
    static const enum matter_state states[] = {STATE_UNSET, STATE_PROPOSED, STATE_DECIDED,
                                               STATE_HELD, STATE_RELEASED};
    size_t n = sizeof states / sizeof *states;
    struct tmpl_worklist_state *rows = ARENA_ARRAY(t->arena, struct tmpl_worklist_state, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct tmpl_worklist_state){
            view_text(states[i] ? matter_state_word(states[i]) : ""),
            view_text(states[i] ? matter_state_title(states[i]) : zh_text(ZH_web_state_open)),
            states[i] == chosen};
    m->states = rows;
    m->states_n = n;
}

/* The payers in the own jurisdiction: whoever decides. */
static void put_agencies(struct turn *t, const char *chosen, struct tmpl_worklist_model *m)
{
    struct tmpl_worklist_agency *rows =
        ARENA_ARRAY(t->arena, struct tmpl_worklist_agency, AGENCIES_MOST);
    const char *own = t->call.who.agency;
    rows[m->agencies_n++] =
        (struct tmpl_worklist_agency){view_text(""), view_text(frame_office(t, own)), !chosen};
    for (size_t i = 0; i < t->web->names.n && m->agencies_n < AGENCIES_MOST; i++) {
        const struct agency_name *a = &t->web->names.p[i];
        if (!agency_may_pay(a->code) || same(own, a->code) || !agency_within(own, a->code))
            continue;
        rows[m->agencies_n++] = (struct tmpl_worklist_agency){
            view_text(a->code), view_text(a->name), same(chosen, a->code)};
    }
    m->agencies = rows;
}

/* ---- Rows ----------------------------------------------------------------------------------- */

/* Ticked in a form that comes again. */
static bool picked(const struct turn *t, int64_t matter_id)
{
    for (size_t i = 0; i < t->form.ids_n; i++)
        if (t->form.ids[i] == matter_id) return true;
    return false;
}

static void put_rows(struct turn *t, const struct worklist *w, bool many,
                     struct tmpl_worklist_model *m)
{
    struct tmpl_worklist_row *rows =
        ARENA_ARRAY(t->arena, struct tmpl_worklist_row, w->row_count + 1);
    for (size_t i = 0; i < w->row_count; i++) {
        const struct worklist_row *r = &w->rows[i];
        const char *id = id_text(t->arena, r->m.matter_id);
        rows[i] = (struct tmpl_worklist_row){
            .id = view_text(id),
            .url = view_text(arena_print(t->arena, "/staff/matter/%s", id)),
            .name = view_text(r->name),
            .masked = mask_number(t->arena, r->number),
            .kind = view_text(app_kind_word(&t->app, r->line_kind)),
            .cause = view_text(word_cause(&r->m)),
            .state = view_text(matter_state_title(r->m.state)),
            .agency = view_text(frame_office(t, r->m.agency)),
            .opened = r->m.opened_on,
            .clock = word_clock(t, &r->m),
            .amount = view_money(r->amount),
            .held = r->m.state == STATE_HELD,
            .may_batch = many && !r->guarded && w->state != STATE_UNSET,
            .picked = picked(t, r->m.matter_id),
        };
    }
    m->rows = rows;
    m->rows_n = w->row_count;
    m->count = (int64_t)w->count;
    m->overdue = (int64_t)w->overdue;
}

/* The steps that lead on from the state shown, as far as the role may take them somewhere. */
static void put_steps(struct turn *t, const struct worklist *w, struct tmpl_worklist_model *m)
{
    struct tmpl_worklist_batch *rows =
        ARENA_ARRAY(t->arena, struct tmpl_worklist_batch, STEPS_MOST);
    const struct matter_kind *kind = matter_kind(w->kind);
    for (size_t i = 0; i < kind->row_count && m->batch_n < STEPS_MOST; i++) {
        const struct matter_row *row = &kind->rows[i];
        if (w->state == STATE_UNSET || row->from != w->state || row->who == ACTION_UNSET) continue;
        if (permission_region(t->call.who.role, row->who) == REGION_NONE) continue;
        rows[m->batch_n++] = (struct tmpl_worklist_batch){
            view_text(matter_event_word(row->event)), view_text(matter_event_title(row->event)),
            row->adverse, row->who == ACTION_MATTER_NOTE};
    }
    m->batch = rows;
}

/* Lists that were longer than the ceiling: the caller's own, and those that the caller may release.
 */
static enum err put_waits(struct turn *t, struct tmpl_worklist_model *m, struct problem *why)
{
    struct batch_view *list;
    size_t count;
    enum err e = batch_waiting(&t->call, &list, &count, why);
    struct tmpl_worklist_wait *rows =
        ARENA_ARRAY(t->arena, struct tmpl_worklist_wait, (e ? 0 : count) + 1);
    for (size_t i = 0; !e && i < count; i++) {
        const struct batch_view *v = &list[i];
        enum zh_id word = v->to_release ? ZH_bp_wait_release
                          : v->to_go_on ? ZH_bp_wait_go
                                        : ZH_bp_wait_other;
        const char *people = arena_print(t->arena, "%" PRId64, v->people);
        rows[i] = (struct tmpl_worklist_wait){
            view_text(frame_print(t, word, matter_event_title(v->event), people)),
            view_text(arena_print(t->arena, "/staff/batch/%s", id_text(t->arena, v->batch_id)))};
    }
    m->waits = rows;
    m->waits_n = e ? 0 : count;
    return e;
}

static void put_paging(struct turn *t, const struct worklist *w, struct tmpl_worklist_model *m)
{
    const char *state = w->state ? matter_state_word(w->state) : "";
    const char *agency = w->agency ? w->agency : "";
    if (w->page > 0)
        m->previous =
            view_text(arena_print(t->arena, "?state=%s&agency=%s&page=%d", state, agency, w->page));
    if ((size_t)(w->page + 1) * WORKLIST_PAGE < w->count)
        m->next = view_text(
            arena_print(t->arena, "?state=%s&agency=%s&page=%d", state, agency, w->page + 2));
    if (w->row_count && w->state != STATE_PROPOSED && w->state != STATE_UNSET)
        m->print_url =
            view_text(arena_print(t->arena, "/staff/letters?kind=%s&state=%s&agency=%s&page=%d",
                                  matter_kind(w->kind)->word, state, agency, w->page + 1));
}

/* ---- The page ------------------------------------------------------------------------------- */

struct list {
    enum matter_kind_id kind;
    enum zh_id title, lead;
    const char *action;
};
static const struct list suspension = {MATTER_SUSPENSION, ZH_pg_nav_suspension,
                                       ZH_web_suspension_lead, "/staff/suspension"};
static const struct list reinstatement = {MATTER_REINSTATEMENT, ZH_pg_nav_reinstatement,
                                          ZH_web_reinstatement_lead, "/staff/reinstatement"};

/* K5: each is looked at by itself, nothing is done for many at once. */
static const struct list check = {MATTER_EVIDENCE_CHECK, ZH_pg_nav_check, ZH_sides_list_lead,
                                  "/staff/check"};

/* From the address, or from the form that was sent: the list comes again as it was. */
static void read_filter(struct turn *t, struct worklist *w)
{
    struct http_pairs in = t->q->method == HTTP_POST ? t->q->form : t->q->query;
    const char *state = http_get(in, "state"), *agency = http_get(in, "agency");
    const char *page = http_get(in, "page");
    w->state = state ? matter_state_from_word(state) : STATE_PROPOSED;
    w->agency = agency && agency_code_valid(agency) ? agency : NULL;
    w->page = page && strlen(page) < 6 ? (int)strtol(page, NULL, 10) - 1 : 0;
    if (w->page < 0) w->page = 0;
}

static enum err show(struct turn *t, const struct list *list, struct problem *why)
{
    struct worklist w = {.kind = list->kind};
    bool again = t->form.error_n != 0;
    read_filter(t, &w);
    enum err e = worklist_load(&t->call, &w, why);
    if (e) return e;
    struct tmpl_worklist_model m = {.page = frame_staff(t, zh_text(list->title)),
                                    .errors = frame_errors(t),
                                    .token = view_text(t->token),
                                    .title = view_text(zh_text(list->title)),
                                    .lead = view_text(zh_text(list->lead)),
                                    .action = view_text(list->action),
                                    .state = view_text(w.state ? matter_state_word(w.state) : ""),
                                    .agency = view_text(w.agency),
                                    .page_number = w.page + 1,
                                    .reason = view_text(again ? t->form.text[REASON] : "")};
    m.page.on_suspension = list->kind == MATTER_SUSPENSION;
    m.page.on_reinstatement = list->kind == MATTER_REINSTATEMENT;
    m.page.on_check = list->kind == MATTER_EVIDENCE_CHECK;
    put_states(t, w.state, &m);
    put_agencies(t, w.agency, &m);
    bool many = list->kind != MATTER_EVIDENCE_CHECK;
    put_rows(t, &w, many, &m);
    if (many) put_steps(t, &w, &m);
    if (many) e = put_waits(t, &m, why);
    put_paging(t, &w, &m);
    if (!e) tmpl_worklist(&t->r->body, &m);
    return e;
}

static const char *same_list(struct turn *t, const struct list *list)
{
    struct worklist w = {.kind = list->kind};
    read_filter(t, &w);
    return arena_print(t->arena, "%s?state=%s&agency=%s&page=%d", list->action,
                       w.state ? matter_state_word(w.state) : "", w.agency ? w.agency : "",
                       w.page + 1);
}

static enum err step(struct turn *t, const struct list *list, struct problem *why)
{
    struct worklist_result result;
    struct form_data *f = &t->form;
    struct move move = {.event = matter_event_from_word(f->text[EVENT]), .reason = f->text[REASON]};
    if (!f->error_n && !move.event) form_error(f, "", zh_text(ZH_web_need_event));
    if (f->error_n) {
        if (t->r->status < 400) t->r->status = 422;
        return show(t, list, why);
    }
    struct worklist_many many = {f->ids, f->ids_n, t->web->o.batch_people, &move};
    enum err e = worklist_step(&t->call, &many, &result, why);
    if (e) return e;
    if (result.held) {
        const char *people = arena_print(t->arena, "%zu", result.people);
        form_error(f, "", frame_print(t, ZH_web_batch_held, people, NULL));
        t->r->status = 409;
        return show(t, list, why);
    }
    if (!result.refused) {
        http_reply_redirect(t->r, same_list(t, list));
        return ERR_OK;
    }
    const char *refused = arena_print(t->arena, "%zu", result.refused);
    const char *done = arena_print(t->arena, "%zu", result.done);
    form_error(f, "", frame_print(t, ZH_web_batch_refused, done, refused));
    form_error_of(f, &result.first, "", t->arena);
    t->r->status = 409;
    return show(t, list, why);
}

enum err page_suspension(struct turn *t, struct problem *why)
{
    return show(t, &suspension, why);
}

enum err page_suspension_do(struct turn *t, struct problem *why)
{
    return step(t, &suspension, why);
}

enum err page_reinstatement(struct turn *t, struct problem *why)
{
    return show(t, &reinstatement, why);
}

enum err page_reinstatement_do(struct turn *t, struct problem *why)
{
    return step(t, &reinstatement, why);
}

enum err page_check(struct turn *t, struct problem *why)
{
    return show(t, &check, why);
}
