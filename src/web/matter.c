/* One matter: what is on file, who may take which step now, the letter to print. */
#include <string.h>

#include "app/worklist.h"
#include "law/kinds.h"
#include "web/fields.h"
#include "web/matter.h"
#include "web/page.h"
#include "web/person.h"
#include "web/sides.h"

enum { EVENT, REASON };
enum { STEPS_MOST = 16 };

/* ---- Who may do what ------------------------------------------------------------------------ */

static bool may_take(const struct turn *t, const struct matter_file *f,
                     const struct matter_row *row)
{
    const struct principal *who = &t->call.who;
    if (row->who == ACTION_UNSET) return false;
    if (row->who == ACTION_MATTER_NOTE && agency_within(f->m.agency, who->agency))
        return permission_region(who->role, row->who) != REGION_NONE;
    return permission_allows(who, row->who, f->m.agency);
}

static bool decided_here(const struct turn *t, const struct matter_file *f,
                         const struct matter_row *row)
{
    const struct matter_event *e = dossier_event(f, row->first ? row->first : EVENT_DECIDE);
    return e && strcmp(e->actor, t->call.who.login) == 0;
}

static const char *hint_of(const struct matter_row *row)
{
    if (row->second_person) return zh_text(ZH_web_hint_second);
    switch (row->event) {
    case EVENT_COMPARE:
    case EVENT_CONTACT:
    case EVENT_ENTRUST:
        return zh_text(ZH_web_hint_file);
    case EVENT_VISIT:
        return zh_text(ZH_web_hint_visit);
    case EVENT_DECIDE:
        return zh_text(ZH_web_hint_decide);
    case EVENT_HOLD:
        return zh_text(ZH_web_hint_hold);
    case EVENT_REJECT:
        return zh_text(ZH_web_hint_reject);
    default:
        return "";
    }
}

static void put_choices(struct turn *t, const struct person_file *p, const struct matter_file *f,
                        struct tmpl_matter_model *m)
{
    const struct matter_kind *kind = matter_kind(f->m.kind);
    struct tmpl_matter_event *rows = ARENA_ARRAY(t->arena, struct tmpl_matter_event, STEPS_MOST);
    for (size_t i = 0; i < kind->row_count && m->events_n < STEPS_MOST; i++) {
        const struct matter_row *row = &kind->rows[i];
        if (row->from != f->m.state || !may_take(t, f, row)) continue;
        if (row->second_person && decided_here(t, f, row)) {
            m->own_decision = true;
            continue;
        }
        if (row->who == ACTION_MATTER_NOTE && dossier_event(f, row->event)) continue;
        m->may_release |= row->second_person && !row->first;
        const char *hint = hint_of(row);
        const char *title = matter_event_title(row->event);
        struct fields_of of = {kind, row->event, p, row, f->m.agency};
        rows[m->events_n++] = (struct tmpl_matter_event){
            .value = view_text(matter_event_word(row->event)),
            .label = view_text(title),
            .hint = view_text(hint),
            .danger = row->adverse,
            .chosen =
                t->form.error_n && strcmp(t->form.text[EVENT], matter_event_word(row->event)) == 0,
            .title = view_text(frame_print(t, ZH_matter_fields_for, title, NULL)),
            .fields = fields_form(t, &of, false),
        };
    }
    struct fields_of any = {kind, EVENT_UNSET, p, NULL, f->m.agency};
    m->more = fields_form(t, &any, true);
    m->events = rows;
    m->may_decide = m->events_n && !m->may_release;
    const struct matter_event *decide = dossier_event(f, EVENT_DECIDE);
    if (decide) m->decided_by = view_text(decide->actor);
    if (decide) m->decided_at = view_moment(decide->recorded_at);
}

/* ---- What is on file ------------------------------------------------------------------------ */

/* Is it anywhere in the kind's table? */
static bool knows(const struct matter_kind *kind, enum matter_event_id event)
{
    for (size_t i = 0; i < kind->row_count; i++)
        if (kind->rows[i].event == event) return true;
    return false;
}

static void put_checks(struct turn *t, const struct matter_file *f, struct tmpl_matter_model *m)
{
    static const enum matter_event_id asked[] = {EVENT_COMPARE, EVENT_CONTACT, EVENT_ENTRUST};
    size_t n = sizeof asked / sizeof *asked;
    struct tmpl_matter_check *rows = ARENA_ARRAY(t->arena, struct tmpl_matter_check, n);
    if (f->m.kind == MATTER_REINSTATEMENT) return;
    for (size_t i = 0; i < n; i++) {
        const struct matter_event *e = dossier_event(f, asked[i]);
        const char *detail = "";
        if (!knows(matter_kind(f->m.kind), asked[i])) continue;
        if (e)
            detail = frame_print(t, ZH_web_check_detail, date_print(e->happened_on).s, e->reason);
        rows[m->checks_n++] =
            (struct tmpl_matter_check){.title = view_text(matter_event_title(asked[i])),
                                       .done = e != NULL,
                                       .detail = view_text(detail)};
    }
    m->checks = rows;
}

static void put_trail(struct turn *t, const struct matter_file *f, struct tmpl_matter_model *m)
{
    struct tmpl_matter_step *rows =
        ARENA_ARRAY(t->arena, struct tmpl_matter_step, f->event_count + 1);
    for (size_t i = 0; i < f->event_count; i++) {
        const struct matter_event *e = &f->events[i];
        const char *who = e->releaser && *e->releaser ? e->releaser : e->actor;
        if (strcmp(who, "system") == 0) who = zh_text(ZH_web_system);
        rows[i] = (struct tmpl_matter_step){view_moment(e->recorded_at), view_text(who),
                                            view_text(matter_event_title(e->event)),
                                            view_text(e->reason)};
    }
    m->steps = rows;
    m->steps_n = f->event_count;
}

/* Newest first, those that stand. A check of evidence has them beside each other (sides.h). */
static void put_evidence(struct turn *t, const struct person_file *p, struct tmpl_matter_model *m)
{
    enum { EVIDENCE_MOST = 12 };
    struct tmpl_matter_evidence *rows =
        ARENA_ARRAY(t->arena, struct tmpl_matter_evidence, EVIDENCE_MOST);
    for (size_t i = p->evidence_count; i-- > 0 && m->evidence_n < EVIDENCE_MOST;) {
        const struct evidence *e = &p->evidence[i];
        if (!evidence_stands(e)) continue;
        rows[m->evidence_n++] = (struct tmpl_matter_evidence){
            .in_favour = evidence_side(e->kind) == EVIDENCE_FOR,
            .title = view_text(zh_text(evidence_word(e->kind))),
            .at = e->happened_on,
            .source = view_text(word_source(t, e->source)),
            .strength = view_text(zh_text(evidence_strength_word(evidence_strength(e->kind)))),
        };
    }
    m->evidence = rows;
}

/* The payrolls that this matter holds. */
static void put_holds(struct turn *t, struct person_file *p, struct tmpl_matter_model *m)
{
    size_t n;
    const struct person_hold *holds = person_holds(t, p, &n);
    struct tmpl_matter_hold *rows = ARENA_ARRAY(t->arena, struct tmpl_matter_hold, n + 1);
    for (size_t i = 0; i < n; i++)
        if (holds[i].by->matter_id == t->id)
            rows[m->holds_n++] =
                (struct tmpl_matter_hold){view_text(holds[i].title), view_text(holds[i].text)};
    m->holds = rows;
}

/* What was given by name, word by word, the day or the choice as it was written; a number masked.
 */
static void put_given(struct turn *t, const struct matter_file *f, struct tmpl_matter_model *m)
{
    struct tmpl_matter_given *rows =
        ARENA_ARRAY(t->arena, struct tmpl_matter_given, f->given_count + 1);
    for (size_t i = 0; i < f->given_count; i++) {
        const struct matter_given *g = &f->given[i];
        const struct matter_field *field = matter_field(matter_kind(f->m.kind), g->name, g->event);
        const char *label = field ? fields_label(t, field) : g->name;
        bool number = field && field->type == VALUE_NUMBER;
        rows[i] = (struct tmpl_matter_given){
            view_text(label), number ? mask_number(t->arena, g->value) : view_text(g->value)};
    }
    m->given = rows;
    m->given_n = f->given_count;
}

static struct tmpl_why_model why_of(struct turn *t, const struct person_file *p,
                                    const struct matter_file *f)
{
    struct finding found = {0};
    for (size_t i = f->event_count; i-- > 0;)
        if (person_file_why(p, f, i, &found)) return word_why(t, &found);
    matter_kind(f->m.kind)->due(&t->app.law, f->m.cause, f->m.event_on, f->m.opened_on, &found);
    return word_why(t, &found);
}

static int64_t amount(const struct turn *t, const struct person_file *p, const char *payer)
{
    int64_t sum = 0;
    struct month now = month_of(t->app.clock.business_date);
    for (size_t i = 0; i < p->s.line_count; i++)
        if (strcmp(p->s.lines[i].payer, payer) == 0)
            sum += ledger_rate(&p->s.lines[i].ledger, now, INT64_MAX, NULL);
    return sum;
}

static const char *effect(struct turn *t, const struct matter *m)
{
    if (month_is_set(m->effect_month))
        return frame_print(t, ZH_web_effect_from, month_print(m->effect_month).s, NULL);
    return zh_text(m->kind == MATTER_REINSTATEMENT ? ZH_web_effect_back : ZH_web_effect_none);
}

/* ---- The page ------------------------------------------------------------------------------- */

enum err matter_file_load(struct turn *t, const char *log, struct person_file *p,
                          struct matter_file **f, struct problem *why)
{
    struct person_wanted wanted = {.exact = true,
                                   .log = log}; /* the matter is in the jurisdiction */
    struct matter m;
    enum err e = worklist_matter(&t->call, t->id, &m, why);
    wanted.person_id = m.subject_id;
    wanted.whole = wanted.person_id > 0; /* what was told of the person, on both sides */
    if (!e) e = person_file_load(&t->call, &wanted, p, why);
    if (e) return e;
    *f = dossier_matter(&p->s, t->id);
    return *f ? ERR_OK : problem_set(why, ERR_NOT_FOUND, ZH_web_not_here, NULL, NULL);
}

static void put_person(struct turn *t, const struct person_file *p, struct tmpl_matter_model *m)
{
    const char *id = id_text(t->arena, p->s.p.person_id);
    m->name = view_text(p->s.p.name);
    m->masked = mask_number(t->arena, p->s.p.number);
    m->person_url = view_text(arena_print(t->arena, "/staff/person/%s", id));
}

static enum err show(struct turn *t, struct problem *why)
{
    struct person_file p;
    struct matter_file *f = NULL;
    enum err e = matter_file_load(t, "matter.show", &p, &f, why);
    if (e) return e;
    const struct matter_kind *kind = matter_kind(f->m.kind);
    bool nobody = p.s.p.person_id < 0;
    const char *title = frame_print(t, ZH_web_flag_title, zh_text(kind->title), word_cause(&f->m));
    struct tmpl_matter_model m = {
        .page = frame_staff(t, title),
        .errors = frame_errors(t),
        .token = view_text(t->token),
        .ref = view_text(id_text(t->arena, t->id)),
        .title = view_text(title),
        .nobody = nobody,
        .state = view_text(matter_state_title(f->m.state)),
        .clock = word_clock(t, &f->m),
        .effect = view_text(effect(t, &f->m)),
        .amount = view_money(amount(t, &p, f->m.agency)),
        .sides = sides_of(t, &p, &f->m),
        .why = why_of(t, &p, f),
        .reason = view_text(t->form.error_n ? t->form.text[REASON] : ""),
        .reason_error = view_text(frame_error_at(t, "reason")),
    };
    if (!nobody) put_person(t, &p, &m);
    m.page.on_suspension = f->m.kind == MATTER_SUSPENSION;
    m.page.on_reinstatement = f->m.kind == MATTER_REINSTATEMENT;
    m.page.on_check = f->m.kind == MATTER_EVIDENCE_CHECK;
    put_choices(t, &p, f, &m);
    put_given(t, f, &m);
    put_checks(t, f, &m);
    if (f->m.kind != MATTER_EVIDENCE_CHECK) put_evidence(t, &p, &m);
    put_holds(t, &p, &m);
    put_trail(t, f, &m);
    for (size_t i = 0; i < p.notice_count; i++)
        if (p.notices[i].matter_id == t->id && p.notices[i].kind == 2)
            m.letter_url =
                view_text(arena_print(t->arena, "/staff/letters?id=%s", id_text(t->arena, t->id)));
    tmpl_matter(&t->r->body, &m);
    return ERR_OK;
}

/* A change of a parameter is read beside what it would move, on a page of its own. */
enum err page_matter(struct turn *t, struct problem *why)
{
    struct matter m;
    enum err e = worklist_matter(&t->call, t->id, &m, why);
    if (e || m.kind != MATTER_PARAM_CHANGE) return e ? e : show(t, why);
    http_reply_redirect(t->r,
                        arena_print(t->arena, "/staff/law/change/%s", id_text(t->arena, t->id)));
    return ERR_OK;
}

/* The row of the step that was asked for: of the matter as it stands now. NULL: there is none, as
 * the use case will say. */
static enum err step_row(struct turn *t, enum matter_event_id event,
                         const struct matter_kind **kind, const struct matter_row **row,
                         struct problem *why)
{
    struct matter m;
    enum err e = worklist_matter(&t->call, t->id, &m, why);
    if (e) return e;
    *kind = matter_kind(m.kind);
    *row = matter_row(*kind, m.state, event);
    return ERR_OK;
}

/* The facts that come with the step, as its kind's table asks for them, and its day. */
static enum err read_fields(struct turn *t, struct move *move, const struct matter_row **row,
                            struct problem *why)
{
    const struct matter_kind *kind = NULL;
    enum err e = step_row(t, move->event, &kind, row, why);
    if (e) return e;
    move->given = fields_read(t, kind, move->event);
    if (*row) move->given_on = fields_day(t, *row);
    return t->form.error_n ? ERR_INPUT : ERR_OK;
}

/* Where what the use case refused is shown: the day beside the day of its step. */
static const char *place_of(struct turn *t, const struct problem *why, const struct matter_row *row)
{
    bool day = row && row->day != ZH_none && strcmp(why->field, "on") == 0;
    return day ? fields_day_name(t, row) : "reason";
}

enum err page_matter_do(struct turn *t, struct problem *why)
{
    struct moved moved;
    struct form_data *f = &t->form;
    const struct matter_row *row = NULL;
    struct move move = {.event = matter_event_from_word(f->text[EVENT]), .reason = f->text[REASON]};
    if (!f->error_n && !move.event) form_error(f, "", zh_text(ZH_web_need_event));
    enum err e = f->error_n ? ERR_INPUT : read_fields(t, &move, &row, why);
    if (!e) e = move_by_id(&t->call, t->id, &move, &moved, why);
    if (!e) {
        http_reply_redirect(t->r,
                            arena_print(t->arena, "/staff/matter/%s", id_text(t->arena, t->id)));
        return ERR_OK;
    }
    if (!f->error_n && !form_error_of(f, why, place_of(t, why, row), t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return show(t, why);
}
