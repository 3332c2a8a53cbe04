#include "app/person_show.h"

#include <stdio.h>
#include <string.h>

#include "app/signals.h"
#include "app/sweep.h"
#include "base/money.h"
#include "law/kinds.h"

/* What is shown: the dossier cut back to the day and to what was known. */
struct view {
    struct dossier s;
    struct certification *certifications;
    size_t certification_count;
    struct notice *notices;
    size_t notice_count;
    struct finding due_why, level_why;
    enum survival level;
    struct date as_of;
    int64_t known_at;
    bool full;           /* the number unmasked: a purpose was given */
    const char *account; /* reviewed, its last four digits; NULL: none on record */
};

/* ---- as of a day ---------------------------------------------------------------------------- */

static enum matter_state state_on(const struct matter_file *f, struct date day, struct date *opened)
{
    enum matter_state state = STATE_UNSET;
    for (size_t i = 0; i < f->event_count; i++)
        if (date_cmp(f->events[i].happened_on, day) <= 0) state = f->events[i].to;
    *opened = f->m.opened_on;
    return date_cmp(f->m.opened_on, day) <= 0 ? state : STATE_UNSET;
}

static void cut_back(struct view *v)
{
    struct dossier *s = &v->s;
    size_t kept = 0;
    s->p.success = certification_last(v->certifications, v->certification_count, v->as_of);
    for (size_t i = 0; i < v->certification_count; i++) {
        const struct certification *c = &v->certifications[i];
        if (date_cmp(c->held_on, v->as_of) > 0) continue;
        v->certifications[kept++] = *c;
    }
    v->certification_count = kept;
    kept = 0;
    for (size_t i = 0; i < s->matter_count; i++) {
        struct date opened;
        enum matter_state state = state_on(&s->matters[i], v->as_of, &opened);
        if (state == STATE_UNSET) continue;
        s->matters[kept] = s->matters[i];
        s->matters[kept++].m.state = state;
    }
    s->matter_count = kept;
    for (size_t i = 0; i < s->line_count; i++) {
        struct line *l = &s->lines[i];
        l->status = ledger_status(&l->ledger, v->known_at, v->as_of, &l->status_matter);
    }
    s->p.due_on = dossier_due(s, &v->due_why);
}

static enum err load(struct view *v, int64_t person_id, struct problem *why)
{
    struct dossier *s = &v->s;
    struct evidence *evidence = NULL;
    size_t evidence_count = 0;
    s->law = app_law_on(s->app, s->d.arena, v->as_of,
                        v->known_at == INT64_MAX ? DATE_NONE : moment_date(v->known_at));
    enum err e = dossier_load(s, person_id, why);
    if (!e) e = certification_list(&s->d, &s->p, &v->certifications, &v->certification_count, why);
    if (!e) e = notice_list(&s->d, person_id, &v->notices, &v->notice_count, why);
    if (!e) e = evidence_load(&s->d, person_id, &evidence, &evidence_count, why);
    if (e) return e;
    cut_back(v);
    v->level = dossier_level(s, evidence, evidence_count, &v->level_why);
    return ERR_OK;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_text(struct buf *b, const char *key, const char *value)
{
    buf_printf(b, "\"%s\":", key);
    buf_json(b, value);
}

static void json_date(struct buf *b, const char *key, struct date d)
{
    buf_printf(b, "\"%s\":", key);
    if (date_is_set(d)) buf_printf(b, "\"%s\"", date_print(d).s);
    else buf_puts(b, "null");
}

static const struct span_row *held_on(const struct view *v, const struct line *l)
{
    return ledger_held(&l->ledger, MONTH_NONE, v->known_at, v->as_of);
}

static void json_lines(const struct view *v, struct buf *b)
{
    static const char *const status[] = {"", "paid", "suspended", "stopped", "ended"};
    buf_puts(b, "\"lines\":[");
    for (size_t i = 0; i < v->s.line_count; i++) {
        const struct line *l = &v->s.lines[i];
        struct month m = month_of(v->as_of);
        if (month_cmp(m, l->ledger.first_month) < 0) m = l->ledger.first_month;
        buf_printf(b, "%s{\"line_id\":%lld,", i ? "," : "", (long long)l->line_id);
        json_text(b, "kind", app_kind_word(v->s.app, l->kind));
        buf_putc(b, ',');
        json_text(b, "payer", l->payer);
        buf_printf(b, ",\"status\":\"%s\",\"amount_fen\":%lld,\"first_month\":\"%s\",",
                   status[l->status], (long long)ledger_rate(&l->ledger, m, v->known_at, NULL),
                   month_print(l->ledger.first_month).s);
        const struct span_row *held = held_on(v, l);
        json_text(b, "held_month", held ? month_print(held->from).s : "");
        buf_putc(b, '}');
    }
    buf_puts(b, "]");
}

static void json_certifications(const struct view *v, struct buf *b)
{
    buf_puts(b, "\"certifications\":[");
    for (size_t i = 0; i < v->certification_count; i++) {
        const struct certification *c = &v->certifications[i];
        buf_printf(b, "%s{\"reference\":\"%lld\",\"way\":%d,", i ? "," : "", (long long)c->seq,
                   c->way);
        json_date(b, "held_on", c->held_on);
        buf_putc(b, ',');
        json_date(b, "valid_until", c->valid_until);
        buf_putc(b, ',');
        json_text(b, "agency", c->agency);
        buf_putc(b, ',');
        json_text(b, "channel", c->channel);
        bool undone = !certification_counts(&v->certifications[i]);
        buf_printf(b, ",\"counts\":%s,\"reverses\":\"%lld\"}", undone ? "false" : "true",
                   (long long)c->reverses);
    }
    buf_puts(b, "]");
}

static void json_events(const struct matter_file *f, struct date as_of, struct buf *b)
{
    bool first = true;
    buf_puts(b, "\"events\":[");
    for (size_t i = 0; i < f->event_count; i++) {
        const struct matter_event *e = &f->events[i];
        if (date_cmp(e->happened_on, as_of) > 0) continue;
        buf_printf(b, "%s{\"event\":\"%s\",\"state\":\"%s\",", first ? "" : ",",
                   matter_event_word(e->event), matter_state_word(e->to));
        json_date(b, "on", e->happened_on);
        buf_putc(b, ',');
        json_text(b, "by", e->actor);
        buf_putc(b, ',');
        json_text(b, "released_by", e->releaser);
        buf_putc(b, ',');
        json_text(b, "reason", e->reason);
        buf_putc(b, '}');
        first = false;
    }
    buf_puts(b, "]");
}

static void json_matters(const struct view *v, struct buf *b)
{
    buf_puts(b, "\"matters\":[");
    for (size_t i = 0; i < v->s.matter_count; i++) {
        const struct matter_file *f = &v->s.matters[i];
        bool overdue = matter_open(f->m.state) && date_cmp(v->as_of, f->m.due_on) > 0;
        buf_printf(b, "%s{\"id\":\"%lld\",\"kind\":\"%s\",\"state\":\"%s\",\"agency\":\"%s\",",
                   i ? "," : "", (long long)f->m.matter_id, matter_kind(f->m.kind)->word,
                   matter_state_word(f->m.state), f->m.agency);
        json_date(b, "opened_on", f->m.opened_on);
        buf_putc(b, ',');
        json_date(b, "due_on", f->m.due_on);
        buf_printf(b, ",\"overdue\":%s,", overdue ? "true" : "false");
        json_events(f, v->as_of, b);
        buf_putc(b, '}');
    }
    buf_puts(b, "]");
}

static void json_month(const char *kind, const struct line *l, const struct month_account *a,
                       bool first, struct buf *b)
{
    static const struct {
        enum entry_kind kind;
        const char *key;
    } keys[] = {{ENTRY_WITHHELD, "withheld_fen"},
                {ENTRY_BACK_PAID, "back_paid_fen"},
                {ENTRY_OVERPAID, "overpaid_fen"},
                {ENTRY_REFUNDED, "refunded_fen"},
                {ENTRY_OFFSET, "offset_fen"},
                {ENTRY_WRITTEN_OFF, "written_off_fen"},
                {ENTRY_TURNED_NOT_DUE, "turned_not_due_fen"},
                {ENTRY_OVERLAP, "overlap_fen"}};
    buf_printf(b, "%s{", first ? "" : ",");
    json_text(b, "line", kind);
    buf_printf(b,
               ",\"line_id\":%lld,\"payer\":\"%s\",\"month\":\"%s\",\"entitled_fen\":%lld,\"paid_"
               "fen\":%lld",
               (long long)l->line_id, l->payer, month_print(a->month).s, (long long)a->entitled,
               (long long)a->paid);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        buf_printf(b, ",\"%s\":%lld", keys[i].key, (long long)a->sum[keys[i].kind]);
    buf_puts(b, "}");
}

/* Months that this record accounts for, with what the next settling would enter already counted. */
static void json_months(struct view *v, struct buf *b)
{
    bool first = true;
    buf_puts(b, "\"months\":[");
    for (size_t i = 0; i < v->s.line_count; i++) {
        struct line l = v->s.lines[i];
        const struct payer_locks *p = dossier_locks(&v->s, l.payer);
        l.ledger = dossier_projected(&v->s, &l);
        for (size_t k = 0; k < p->locks.count; k++) {
            struct month m = month_add(p->locks.first, (int)k);
            struct month_account a = ledger_account(&l.ledger, &p->locks, m);
            if (!p->locks.locked_at[k] || p->locks.locked_at[k] < l.ledger.recorded_at) continue;
            if (a.state == MONTH_OUTSIDE) continue;
            json_month(app_kind_word(v->s.app, l.kind), &l, &a, first, b);
            first = false;
        }
    }
    buf_puts(b, "]");
}

static void add_why(struct view *v, const struct finding *f, bool json, bool first, struct buf *b)
{
    struct buf text = BUF(1 << 18);
    signals_explain(&v->s.law, f, &text);
    if (json) {
        if (!first) buf_putc(b, ',');
        buf_json(b, text.p ? text.p : "");
    } else if (text.p) {
        buf_puts(b, text.p);
        buf_putc(b, '\n');
    }
    buf_free(&text);
}

/* Which weak signals a certification rests on. */
static enum err write_packages(struct view *v, bool json, struct buf *b, struct problem *why)
{
    for (size_t i = 0; i < v->certification_count; i++) {
        const struct certification *c = &v->certifications[i];
        struct finding said;
        if (strcmp(c->channel, SIGNALS_CHANNEL) != 0 || !c->finding_seq) continue;
        enum err e = finding_load(&v->s.d, v->s.p.person_id, c->finding_seq, &said, why);
        if (e) return e;
        add_why(v, &said, json, false, b);
    }
    return ERR_OK;
}

static enum err write_why(struct view *v, bool json, struct buf *b, struct problem *why)
{
    add_why(v, &v->due_why, json, true, b);
    if (v->level) add_why(v, &v->level_why, json, false, b);
    enum err packages = write_packages(v, json, b, why);
    if (packages) return packages;
    for (size_t i = 0; i < v->s.matter_count; i++) {
        const struct matter_file *f = &v->s.matters[i];
        struct finding clock = {0};
        matter_kind(f->m.kind)->due(&v->s.law, f->m.cause, f->m.event_on, f->m.opened_on, &clock);
        if (clock.question) add_why(v, &clock, json, false, b);
        for (size_t k = 0; k < f->event_count; k++) {
            if (!f->events[k].finding_seq || date_cmp(f->events[k].happened_on, v->as_of) > 0)
                continue;
            struct finding said;
            enum err e =
                finding_load(&v->s.d, v->s.p.person_id, f->events[k].finding_seq, &said, why);
            if (e) return e;
            add_why(v, &said, json, false, b);
        }
    }
    return ERR_OK;
}

static void json_notices(const struct view *v, struct buf *b)
{
    bool first = true;
    buf_puts(b, "\"notices\":[");
    for (size_t i = 0; i < v->notice_count; i++) {
        const struct notice *n = &v->notices[i];
        if (date_cmp(n->made_on, v->as_of) > 0) continue;
        buf_printf(b, "%s{\"kind\":\"%s\",\"channel\":\"%s\",", first ? "" : ",",
                   n->kind == 1 ? "reminder" : "letter", n->channel);
        json_date(b, "made_on", n->made_on);
        buf_putc(b, ',');
        json_text(b, "about", n->about);
        buf_putc(b, ',');
        json_text(b, "number", n->number);
        buf_putc(b, ',');
        json_text(b, "text", n->body);
        buf_putc(b, '}');
        first = false;
    }
    buf_puts(b, "]");
}

static enum err write_json(struct view *v, struct buf *b, struct problem *why)
{
    buf_putc(b, '{');
    json_text(b, "number", v->full ? v->s.p.number : idnum_mask(v->s.p.number).s);
    buf_putc(b, ',');
    json_text(b, "name", v->s.p.name);
    buf_puts(b, ",\"account\":");
    if (v->account) buf_json(b, v->account);
    else buf_puts(b, "null");
    buf_putc(b, ',');
    json_date(b, "due_on", v->s.p.due_on);
    buf_printf(b, ",\"level\":\"%s\",", sweep_level_word(v->level));
    json_lines(v, b);
    buf_putc(b, ',');
    json_certifications(v, b);
    buf_putc(b, ',');
    json_matters(v, b);
    buf_putc(b, ',');
    json_months(v, b);
    buf_putc(b, ',');
    json_notices(v, b);
    buf_puts(b, ",\"why\":[");
    enum err e = write_why(v, true, b, why);
    buf_puts(b, "]}\n");
    return e;
}

/* ---- text ----------------------------------------------------------------------------------- */

static void line_text(struct buf *b, enum zh_id id, const char *a, const char *c, const char *d)
{
    char text[1024];
    buf_puts(b, zh_print(text, sizeof text, id, a, c, d, NULL));
    buf_putc(b, '\n');
}

static void held_text(const struct view *v, const struct line *l, struct buf *b)
{
    const struct span_row *held = held_on(v, l);
    for (size_t i = 0; held && i < v->s.matter_count; i++)
        if (v->s.matters[i].m.matter_id == held->matter)
            line_text(b, ZH_show_held, month_print(held->from).s,
                      date_print(v->s.matters[i].m.due_on).s, "");
}

static enum zh_id certification_word(const struct view *v, size_t i)
{
    if (v->certifications[i].result == RESULT_REVERSED) return ZH_show_reversal;
    bool counts = certification_counts(&v->certifications[i]);
    return counts ? ZH_show_certification : ZH_show_reversed;
}

static enum err write_text(struct view *v, struct buf *b, struct problem *why)
{
    static const enum zh_id status[] = {ZH_none, ZH_status_paid, ZH_status_suspended,
                                        ZH_status_stopped, ZH_status_ended};
    line_text(b, ZH_show_person, v->s.p.name, v->full ? v->s.p.number : idnum_mask(v->s.p.number).s,
              date_print(v->s.p.due_on).s);
    if (v->level) line_text(b, ZH_show_level, zh_text(grade_word(v->level)), "", "");
    if (v->account) line_text(b, ZH_person_account, v->account, "", "");
    for (size_t i = 0; i < v->s.line_count; i++) {
        const struct line *l = &v->s.lines[i];
        char money[96];
        snprintf(
            money, sizeof money, "%s",
            money_print_grouped(ledger_rate(&l->ledger, month_of(v->as_of), v->known_at, NULL)).s);
        line_text(b, ZH_show_line, app_kind_word(v->s.app, l->kind), money,
                  zh_text(status[l->status]));
        held_text(v, l, b);
    }
    for (size_t i = 0; i < v->certification_count; i++)
        line_text(b, certification_word(v, i), date_print(v->certifications[i].held_on).s,
                  v->certifications[i].agency, date_print(v->certifications[i].valid_until).s);
    for (size_t i = 0; i < v->s.matter_count; i++) {
        const struct matter *m = &v->s.matters[i].m;
        line_text(b, ZH_show_matter, zh_text(matter_kind(m->kind)->title),
                  matter_state_title(m->state), date_print(m->due_on).s);
    }
    buf_puts(b, zh_text(ZH_show_why));
    buf_putc(b, '\n');
    return write_why(v, false, b, why);
}

/* ---- the use case --------------------------------------------------------------------------- */

enum err person_show(const struct call *call, const struct person_view *view, struct buf *out,
                     struct problem *why)
{
    struct view v = {.as_of = date_is_set(view->as_of) ? view->as_of : call->clock.business_date,
                     .known_at = view->known_at ? view->known_at : INT64_MAX};
    struct idnum number;
    struct read r = {.arena = call->arena, .known_at = v.known_at};
    int64_t person_id = 0;
    enum err e = app_authorise(call, ACTION_PERSON_READ_EXACT, call->who.agency, why);
    if (!e && !call->purpose) e = problem_set(why, ERR_USAGE, ZH_purpose_missing, "purpose", NULL);
    if (!e) e = idnum_parse(view->number, call->clock.business_date, &number, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    r.known_at = v.known_at;
    v.full = true;
    v.s = dossier_for_read(call, &r);
    e = person_find(&v.s.d, number.number, &person_id, why);
    if (!e) e = load(&v, person_id, why);
    if (!e && v.s.p.recorded_at > v.known_at)
        e = problem_set(why, ERR_NOT_FOUND, ZH_person_unknown, NULL, idnum_mask(number.number).s,
                        NULL);
    if (!e) e = person_fact_value(&v.s.d, person_id, "account", v.as_of, &v.account, why);
    if (!e) e = view->json ? write_json(&v, out, why) : write_text(&v, out, why);
    store_read_end(&r);
    if (e) return e;
    return app_disclose(call, "person.read", person_id, why);
}
