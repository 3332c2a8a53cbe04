#include "app/matter_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/zh.h"
#include "domain/matter_field.h"
#include "law/explain.h"

struct view {
    struct dossier s;
    const struct matter_file *f;
    const struct matter_kind *kind;
    struct notice *notices;
    size_t notice_count;
    bool overdue;
};

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_text(struct buf *b, const char *key, const char *value)
{
    buf_printf(b, "\"%s\":", key);
    buf_json(b, value ? value : "");
    buf_putc(b, ',');
}

static void json_date(struct buf *b, const char *key, struct date d)
{
    buf_printf(b, "\"%s\":", key);
    if (date_is_set(d)) buf_printf(b, "\"%s\",", date_print(d).s);
    else buf_puts(b, "null,");
}

static void comma_to(struct buf *b, const char *end)
{
    if (b->n && b->p[b->n - 1] == ',') b->p[--b->n] = 0;
    buf_puts(b, end);
}

static void json_events(const struct view *v, struct buf *b)
{
    buf_puts(b, "\"events\":[");
    for (size_t i = 0; i < v->f->event_count; i++) {
        const struct matter_event *e = &v->f->events[i];
        buf_putc(b, '{');
        json_text(b, "event", matter_event_word(e->event));
        json_text(b, "state", matter_state_word(e->to));
        json_date(b, "on", e->happened_on);
        json_text(b, "by", e->actor);
        json_text(b, "released_by", e->releaser);
        json_text(b, "reason", e->reason);
        comma_to(b, "},");
    }
    comma_to(b, "],");
}

static void json_steps(const struct view *v, struct buf *b)
{
    buf_puts(b, "\"steps\":[");
    for (size_t i = 0; i < v->kind->row_count; i++) {
        const struct matter_row *row = &v->kind->rows[i];
        if (row->from != v->f->m.state || row->who == ACTION_UNSET) continue;
        buf_putc(b, '{');
        json_text(b, "event", matter_event_word(row->event));
        json_text(b, "to", matter_state_word(row->to));
        buf_printf(b, "\"adverse\":%s,\"second_person\":%s},", row->adverse ? "true" : "false",
                   row->second_person ? "true" : "false");
    }
    comma_to(b, "],");
}

static void json_fields(const struct view *v, struct buf *b)
{
    buf_puts(b, "\"fields\":[");
    for (size_t i = 0; i < v->f->given_count; i++) {
        const struct matter_given *g = &v->f->given[i];
        buf_putc(b, '{');
        json_text(b, "event", matter_event_word(g->event));
        json_text(b, "name", g->name);
        json_text(b, "value", g->value);
        comma_to(b, "},");
    }
    comma_to(b, "],");
}

static void json_letters(const struct view *v, struct buf *b)
{
    buf_puts(b, "\"letters\":[");
    for (size_t i = 0; i < v->notice_count; i++) {
        const struct notice *n = &v->notices[i];
        if (n->matter_id != v->f->m.matter_id) continue;
        buf_putc(b, '{');
        json_text(b, "number", n->number);
        json_date(b, "made_on", n->made_on);
        json_text(b, "body", n->body);
        comma_to(b, "},");
    }
    comma_to(b, "]");
}

static void print_json(const struct view *v, struct buf *b)
{
    const struct matter *m = &v->f->m;
    buf_printf(b, "{\"id\":\"%" PRId64 "\",", m->matter_id);
    json_text(b, "kind", v->kind->word);
    json_text(b, "state", matter_state_word(m->state));
    json_text(b, "number", v->s.p.number);
    json_text(b, "name", v->s.p.name);
    json_text(b, "agency", m->agency);
    json_date(b, "opened_on", m->opened_on);
    json_date(b, "due_on", m->due_on);
    json_date(b, "event_on", m->event_on);
    json_text(b, "effect_month",
              month_is_set(m->effect_month) ? month_print(m->effect_month).s : "");
    buf_printf(b, "\"overdue\":%s,", v->overdue ? "true" : "false");
    if (m->note && *m->note) json_text(b, "note", m->note);
    if (m->parent) buf_printf(b, "\"parent\":\"%" PRId64 "\",", m->parent);
    json_events(v, b);
    json_steps(v, b);
    json_fields(v, b);
    json_letters(v, b);
    buf_puts(b, "}\n");
}

/* ---- Text ----------------------------------------------------------------------------------- */

static void line(struct buf *b, enum zh_id id, const char *const values[4])
{
    char text[1024];
    buf_puts(b, zh_format(text, sizeof text, id, values, 4));
    buf_putc(b, '\n');
}

static void print_steps(const struct view *v, struct buf *b)
{
    for (size_t i = 0; i < v->kind->row_count; i++) {
        const struct matter_row *row = &v->kind->rows[i];
        if (row->from != v->f->m.state || row->who == ACTION_UNSET) continue;
        const char *const values[4] = {matter_event_word(row->event),
                                       matter_event_title(row->event), matter_state_title(row->to),
                                       row->second_person ? zh_text(ZH_matter_show_second) : ""};
        line(b, ZH_matter_show_step, values);
    }
}

static void print_text(const struct view *v, struct buf *b)
{
    const struct matter *m = &v->f->m;
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, m->matter_id);
    const char *const head[4] = {zh_text(v->kind->title), id, v->s.p.name, v->s.p.number};
    line(b, ZH_matter_show_head, head);
    const char *state = matter_state_title(m->state);
    const char *late = v->overdue ? zh_text(ZH_matter_show_late) : "";
    struct date_text due = date_print(m->due_on);
    const char *const clock[4] = {state, m->agency, due.s, late};
    line(b, ZH_matter_show_clock, clock);
    if (m->note && *m->note) buf_printf(b, "%s\n", m->note);
    if (month_is_set(m->effect_month)) {
        struct date_text month = month_print(m->effect_month);
        const char *const effect[4] = {month.s, "", "", ""};
        line(b, ZH_matter_show_effect, effect);
    }
    for (size_t i = 0; i < v->f->event_count; i++) {
        const struct matter_event *e = &v->f->events[i];
        struct date_text on = date_print(e->happened_on);
        const char *const values[4] = {on.s, matter_event_title(e->event), e->actor,
                                       e->reason ? e->reason : ""};
        line(b, ZH_matter_show_event, values);
    }
    for (size_t i = 0; i < v->f->given_count; i++) {
        const struct matter_given *g = &v->f->given[i];
        const struct matter_field *field = matter_field(v->kind, g->name, g->event);
        const char *const values[4] = {field ? zh_text(field->title) : g->name, g->value, "", ""};
        line(b, ZH_matter_show_field, values);
    }
    print_steps(v, b);
    struct finding clock_why = {0};
    v->kind->due(&v->s.law, m->cause, m->event_on, m->opened_on, &clock_why);
    if (clock_why.question) law_explain(&v->s.law, &clock_why, b);
    for (size_t i = 0; i < v->notice_count; i++)
        if (v->notices[i].matter_id == m->matter_id) buf_printf(b, "\n%s\n", v->notices[i].body);
}

/* ---- The use case --------------------------------------------------------------------------- */

static enum err load(struct view *v, int64_t subject, int64_t matter_id, struct problem *why)
{
    char id[24];
    enum err e = dossier_load(&v->s, subject, why);
    if (e) return e;
    v->f = dossier_matter(&v->s, matter_id);
    snprintf(id, sizeof id, "%" PRId64, matter_id);
    if (!v->f) return problem_set(why, ERR_NOT_FOUND, ZH_matter_unknown, NULL, id, NULL);
    v->kind = matter_kind(v->f->m.kind);
    v->overdue = matter_open(v->f->m.state) && date_cmp(v->s.law.today, v->f->m.due_on) > 0;
    return notice_list(&v->s.d, subject, &v->notices, &v->notice_count, why);
}

enum err matter_show(const struct call *call, const struct matter_show *in, struct buf *out,
                     struct problem *why)
{
    struct read r = {0};
    int64_t subject = 0;
    if (!call->purpose) return problem_set(why, ERR_USAGE, ZH_purpose_missing, "purpose", NULL);
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct view v = {.s = dossier_for_read(call, &r)};
    e = matters_find(&v.s.d, in->matter_id, &subject, why);
    if (!e) e = load(&v, subject, in->matter_id, why);
    if (!e) e = app_authorise(call, ACTION_MATTER_LIST, v.f->m.agency, why);
    store_read_end(&r);
    if (!e) e = app_disclose(call, "matter.show", subject, why);
    if (e) return e;
    if (in->json) print_json(&v, out);
    else print_text(&v, out);
    return out->failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL) : ERR_OK;
}
