/* K4, the person's file. The whole number only with a purpose, logged with it. */
#include <stdlib.h>
#include <string.h>

#include "law/kinds.h"
#include "web/page.h"
#include "web/person.h"

enum { REVEAL_PURPOSE };
enum { EVENTS_MOST = 200 };

/* ---- Lines and months ----------------------------------------------------------------------- */

static void put_lines(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    size_t n = f->s.line_count;
    struct tmpl_person_line *lines = ARENA_ARRAY(t->arena, struct tmpl_person_line, n + 1);
    struct month now = month_of(t->app.clock.business_date);
    for (size_t i = 0; i < n; i++) {
        const struct line *l = &f->s.lines[i];
        lines[i] = (struct tmpl_person_line){
            .kind = view_text(app_kind_word(&t->app, l->kind)),
            .payer = view_text(frame_office(t, l->payer)),
            .amount = view_money(ledger_rate(&l->ledger, now, INT64_MAX, NULL)),
            .no_money = line_kind_medical(l->kind),
            .since = l->ledger.first_month,
            .status = view_text(word_status(l->status)),
            .bad = l->status != 1,
        };
    }
    m->lines = lines;
    m->lines_n = n;
}

/* Months with an entry of any kind, each once. */
static void put_months(struct turn *t, struct person_file *f, struct tmpl_person_model *m)
{
    size_t most = 1;
    for (size_t i = 0; i < f->s.line_count; i++) most += f->s.lines[i].ledger.entry_count;
    struct tmpl_person_entry *rows = ARENA_ARRAY(t->arena, struct tmpl_person_entry, most);
    for (size_t i = 0; i < f->s.line_count; i++) {
        const struct line *l = &f->s.lines[i];
        const struct payer_locks *locks = dossier_locks(&f->s, l->payer);
        struct month before = MONTH_NONE;
        for (size_t k = 0; locks && k < l->ledger.entry_count; k++) {
            struct month month = l->ledger.entries[k].month;
            if (month.index == before.index) continue;
            before = month;
            struct month_account a = ledger_account(&l->ledger, &locks->locks, month);
            rows[m->months_n++] = (struct tmpl_person_entry){
                .month = month,
                .line = view_text(app_kind_word(&t->app, l->kind)),
                .entitled = view_money(a.entitled),
                .paid = view_money(a.paid),
                .withheld = view_money(a.sum[ENTRY_WITHHELD]),
                .back_paid = view_money(a.sum[ENTRY_BACK_PAID]),
                .overpaid = view_money(a.sum[ENTRY_OVERPAID]),
                .note = view_text(a.open_withheld ? zh_text(ZH_web_month_open) : ""),
            };
        }
    }
    m->months = rows;
}

/* ---- Matters and the time line -------------------------------------------------------------- */

static void put_matters(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    struct tmpl_person_matter *rows =
        ARENA_ARRAY(t->arena, struct tmpl_person_matter, f->s.matter_count + 1);
    for (size_t i = f->s.matter_count; i-- > 0;) {
        const struct matter *x = &f->s.matters[i].m;
        const char *url =
            arena_print(t->arena, "/staff/matter/%s", id_text(t->arena, x->matter_id));
        rows[m->matters_n++] = (struct tmpl_person_matter){
            view_text(url), view_text(zh_text(matter_kind(x->kind)->title)),
            view_text(matter_state_title(x->state)), x->opened_on, word_clock(t, x)};
    }
    m->matters = rows;
}

static int newest_first(const void *a, const void *b)
{
    const struct tmpl_person_event *x = a, *y = b;
    return date_cmp(y->at, x->at);
}

static size_t put_matter_events(struct turn *t, const struct matter_file *f,
                                struct tmpl_person_event *rows, size_t n)
{
    for (size_t k = 0; k < f->event_count && n < EVENTS_MOST; k++) {
        const struct matter_event *e = &f->events[k];
        const char *title =
            frame_print(t, ZH_web_flag_title, zh_text(matter_kind(f->m.kind)->title),
                        matter_event_title(e->event));
        rows[n++] = (struct tmpl_person_event){e->happened_on, view_text(title),
                                               view_text(e->reason), view_text("")};
    }
    return n;
}

static void put_events(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    struct tmpl_person_event *rows = ARENA_ARRAY(t->arena, struct tmpl_person_event, EVENTS_MOST);
    size_t n = 0;
    for (size_t i = 0; i < f->certification_count && n < EVENTS_MOST; i++) {
        const struct certification *c = &f->certifications[i];
        const char *detail =
            frame_print(t, ZH_web_event_detail, frame_office(t, c->agency), word_way(t, c->way));
        const char *ref = arena_print(t->arena, "RZ-%lld", (long long)c->seq);
        enum zh_id title = c->result == RESULT_FAILED ? ZH_st_undone : ZH_st_held;
        rows[n++] = (struct tmpl_person_event){c->held_on, view_text(zh_text(title)),
                                               view_text(detail), view_text(ref)};
    }
    for (size_t i = 0; i < f->s.matter_count; i++)
        n = put_matter_events(t, &f->s.matters[i], rows, n);
    qsort(rows, n, sizeof *rows, newest_first);
    m->events = rows;
    m->events_n = n;
}

static void put_looks(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    struct tmpl_person_look *rows =
        ARENA_ARRAY(t->arena, struct tmpl_person_look, f->look_count + 1);
    for (size_t i = 0; i < f->look_count; i++)
        rows[i] =
            (struct tmpl_person_look){view_moment(f->looks[i].moment), view_text(f->looks[i].actor),
                                      view_text(f->looks[i].purpose)};
    m->looks = rows;
    m->looks_n = f->look_count;
}

/* ---- The page ------------------------------------------------------------------------------- */

/* Whoever came in by the exact number gets on by it too. */
static struct view_text onward(struct turn *t, const char *to)
{
    const char *id = id_text(t->arena, t->id), *mark = http_get(t->q->query, "k");
    return view_text(mark ? arena_print(t->arena, "/staff/person/%s/%s?k=%s", id, to, mark)
                          : arena_print(t->arena, "/staff/person/%s/%s", id, to));
}

static void put_holds(struct turn *t, struct person_file *f, struct tmpl_person_model *m)
{
    size_t n;
    const struct person_hold *holds = person_holds(t, f, &n);
    struct tmpl_person_hold *rows = ARENA_ARRAY(t->arena, struct tmpl_person_hold, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *id = id_text(t->arena, holds[i].by->matter_id);
        rows[i] =
            (struct tmpl_person_hold){view_text(holds[i].title), view_text(holds[i].text),
                                      view_text(arena_print(t->arena, "/staff/matter/%s", id)),
                                      view_text(zh_text(matter_kind(holds[i].by->kind)->title))};
    }
    m->holds = rows;
    m->holds_n = n;
}

static void show(struct turn *t, struct person_file *f, bool full, bool exact)
{
    const struct person *p = &f->s.p;
    struct date today = t->app.clock.business_date;
    bool certify = permission_region(t->call.who.role, ACTION_CERTIFY) != REGION_NONE;
    struct tmpl_person_model m = {
        .page = frame_staff(t, frame_print(t, ZH_st_person_title, p->name, NULL)),
        .token = view_text(t->token),
        .ref = view_text(id_text(t->arena, p->person_id)),
        .name = view_text(p->name),
        .masked = mask_number(t->arena, p->number),
        .full = view_text(full ? p->number : ""),
        .sex = view_text(word_sex(p->sex)),
        .age = date_is_set(p->birth) ? date_age(p->birth, today) : 0,
        .born = p->birth,
        .address = view_text(word_address(t, p)),
        .phone = p->phone && *p->phone ? mask_phone(t->arena, p->phone) : view_text(""),
        .due = p->due_on,
        .late = date_cmp(today, p->due_on) > 0,
        .certify_url = view_text(certify ? "/staff/counter" : ""),
        .why = word_why(t, &f->due_why),
        .level = view_text(zh_text(grade_word(f->level))),
        .level_good = f->level == SURVIVAL_CONFIRMED,
        .level_mid = f->level == SURVIVAL_SIGNS,
        .level_bad = f->level == SURVIVAL_TO_VERIFY,
        .level_why = word_why(t, &f->level_why),
        .reads_url = onward(t, "reads"),
        .dead = person_false_death(t, f, frame_shown(t, p->person_id)),
    };
    if (matter_new_may(t)) m.open_url = onward(t, "open");
    m.photo_url = photo_address(t, f, exact);
    m.photo_edit_url = photo_page(t, t->id, http_get(t->q->query, "k"));
    put_lines(t, f, &m);
    put_months(t, f, &m);
    put_matters(t, f, &m);
    put_events(t, f, &m);
    person_papers(t, f, &m);
    person_relatives(t, f, &m);
    put_holds(t, f, &m);
    put_looks(t, f, &m);
    tmpl_person(&t->r->body, &m);
}

enum err page_person(struct turn *t, struct problem *why)
{
    struct person_file f;
    const char *mark = http_get(t->q->query, "k");
    struct person_wanted wanted = {.person_id = t->id,
                                   .exact = frame_mark_is(t, "file", t->id, NULL, mark),
                                   .log = "person.file",
                                   .photo = true,
                                   .whole = true};
    enum err e = person_file_load(&t->call, &wanted, &f, why);
    if (!e) show(t, &f, false, wanted.exact);
    return e;
}

enum err page_person_reveal(struct turn *t, struct problem *why)
{
    struct person_file f;
    struct person_wanted wanted = {
        .person_id = t->id, .log = "person.read", .photo = true, .whole = true};
    bool good = !t->form.error_n;
    if (good) t->call.purpose = t->form.text[REVEAL_PURPOSE];
    else wanted.log = "person.file";
    enum err e = person_file_load(&t->call, &wanted, &f, why);
    if (!e) show(t, &f, good, false);
    return e;
}
