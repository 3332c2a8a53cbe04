/* Receiving: somebody opens a matter about a person, from the file, or one that is about nobody of
 * ours (t->id is 0). Which kinds, who may and what is asked for stand in the kinds' tables. */
#include <stdlib.h>
#include <string.h>

#include "app/worklist.h"
#include "web/fields.h"
#include "web/page.h"

enum { KIND, AGENCY, REASON, MARK };

static const struct matter_row *opening(const struct matter_kind *kind)
{
    return matter_row(kind, STATE_UNSET, EVENT_OPEN);
}

/* By people, and in a role that somebody of this office may have here. */
static bool role_opens(const struct turn *t, const struct matter_kind *kind)
{
    const struct matter_row *row = opening(kind);
    bool city = agency_code_level(t->call.who.agency) == LEVEL_CITY;
    if (!row || row->who == ACTION_UNSET || (kind->at == AT_CITY && !city)) return false;
    return permission_region(t->call.who.role, row->who) != REGION_NONE;
}

/* Here: from somebody's file what is about a person, elsewhere what is about nobody. */
static bool may_open(const struct turn *t, const struct matter_kind *kind)
{
    return kind->about_nobody == !t->id && role_opens(t, kind);
}

bool matter_new_may(const struct turn *t)
{
    for (int k = MATTER_UNSET + 1; k < MATTER_KIND_COUNT; k++)
        if (may_open(t, matter_kind((enum matter_kind_id)k))) return true;
    return false;
}

struct view_text matter_new_url(struct turn *t, enum matter_kind_id kind)
{
    const struct matter_kind *k = matter_kind(kind);
    if (!k->about_nobody || !role_opens(t, k)) return view_text("");
    return view_text(arena_print(t->arena, "/staff/open?kind=%s", k->word));
}

/* Whoever came in by the exact number gets on by it too. */
static const char *url_of(struct turn *t, const char *more, const char *mark)
{
    if (!t->id) return arena_print(t->arena, "/staff/open?%s", more);
    const char *id = id_text(t->arena, t->id);
    const char *k = *mark ? arena_print(t->arena, "&k=%s", mark) : "";
    return arena_print(t->arena, "/staff/person/%s/open?%s%s", id, more, k);
}

static void put_kinds(struct turn *t, const char *mark, struct tmpl_matter_new_model *m)
{
    struct tmpl_matter_new_kind *rows =
        ARENA_ARRAY(t->arena, struct tmpl_matter_new_kind, MATTER_KIND_COUNT);
    for (int k = MATTER_UNSET + 1; k < MATTER_KIND_COUNT; k++) {
        const struct matter_kind *kind = matter_kind((enum matter_kind_id)k);
        if (!may_open(t, kind)) continue;
        const char *more = arena_print(t->arena, "kind=%s", kind->word);
        rows[m->kinds_n++] = (struct tmpl_matter_new_kind){view_text(url_of(t, more, mark)),
                                                           view_text(zh_text(kind->title))};
    }
    m->kinds = rows;
}

/* Asked only where a matter of the payer could go to more than one. */
static void put_payers(struct turn *t, const struct person_file *f, const struct matter_kind *kind,
                       struct tmpl_matter_new_model *m)
{
    struct tmpl_matter_new_payer *rows =
        ARENA_ARRAY(t->arena, struct tmpl_matter_new_payer, f->s.payer_count + 1);
    const char *chosen = t->form.text[AGENCY] ? t->form.text[AGENCY] : "";
    if (kind->at != AT_PAYER || f->s.payer_count < 2) return;
    for (size_t i = 0; i < f->s.payer_count; i++) {
        const char *payer = f->s.payers[i].payer;
        rows[i] = (struct tmpl_matter_new_payer){
            view_text(payer), view_text(frame_office(t, payer)), strcmp(payer, chosen) == 0};
    }
    m->payers = rows;
    m->payers_n = f->s.payer_count;
}

static void put_done(struct turn *t, struct person_file *f, struct tmpl_matter_new_model *m)
{
    const char *done = http_get(t->q->query, "done"), *year = http_get(t->q->query, "year"), *end;
    struct matter_file *made = done ? dossier_matter(&f->s, id_parse(done, &end)) : NULL;
    if (!made) return;
    const struct matter_kind *kind = matter_kind(made->m.kind);
    bool mine = permission_allows(&t->call.who, ACTION_MATTER_LIST, made->m.agency);
    m->done = true;
    m->done_title = view_text(frame_print(t, ZH_mattnew_done, zh_text(kind->title), NULL));
    m->reference = view_text(done);
    m->office = view_text(frame_office(t, made->m.agency));
    m->due = matter_open(made->m.state) ? made->m.due_on : DATE_NONE;
    if (mine) m->matter_url = view_text(arena_print(t->arena, "/staff/matter/%s", done));
    if (kind->on_open != ZH_none && year && strspn(year, "0123456789") == strlen(year))
        m->note = view_text(frame_print(t, kind->on_open, year, NULL));
}

/* What of the kind is under way in the own jurisdiction: it stands in nobody's file. */
static enum err put_open_ones(struct turn *t, const struct matter_kind *kind,
                              struct tmpl_matter_new_model *m, struct problem *why)
{
    struct worklist w = {.kind = kind->id};
    enum err e = worklist_load(&t->call, &w, why);
    if (e) return e;
    struct tmpl_matter_new_row *rows =
        ARENA_ARRAY(t->arena, struct tmpl_matter_new_row, w.row_count + 1);
    for (size_t i = 0; i < w.row_count; i++) {
        const struct matter *one = &w.rows[i].m;
        const char *id = id_text(t->arena, one->matter_id);
        rows[i] = (struct tmpl_matter_new_row){
            view_text(arena_print(t->arena, "/staff/matter/%s", id)), view_text(w.rows[i].name),
            view_text(matter_state_title(one->state)), one->opened_on, word_clock(t, one)};
    }
    m->listed = true;
    m->rows = rows;
    m->rows_n = w.row_count;
    return ERR_OK;
}

static void put_person(struct turn *t, const struct person_file *f, const char *mark,
                       struct tmpl_matter_new_model *m)
{
    const char *id = id_text(t->arena, t->id);
    m->name = view_text(f->s.p.name);
    m->masked = mask_number(t->arena, f->s.p.number);
    m->person_url = view_text(
        arena_print(t->arena, *mark ? "/staff/person/%s?k=%s" : "/staff/person/%s", id, mark));
}

/* One kind's form, or the choice among kinds. */
static enum err put_kind(struct turn *t, struct person_file *f, const char *word,
                         struct tmpl_matter_new_model *m, struct problem *why)
{
    const struct matter_kind *kind = *word ? matter_kind_from_word(word) : NULL;
    if (!kind || !may_open(t, kind)) {
        put_kinds(t, m->mark.p, m);
        return ERR_OK;
    }
    struct fields_of of = {.kind = kind, .event = EVENT_OPEN, .p = f};
    m->kind = view_text(kind->word);
    m->title = view_text(zh_text(kind->title));
    m->fields = fields_form(t, &of, false);
    m->more = fields_form(t, &of, true);
    if (!f) return put_open_ones(t, kind, m, why);
    put_payers(t, f, kind, m);
    return ERR_OK;
}

static enum err show(struct turn *t, const char *word, const char *mark, struct problem *why)
{
    struct person_file f;
    struct person_wanted wanted = {.person_id = t->id,
                                   .exact = frame_mark_is(t, "file", t->id, NULL, mark),
                                   .log = "person.card"};
    enum err e = t->id ? person_file_load(&t->call, &wanted, &f, why) : ERR_OK;
    if (e) return e;
    struct tmpl_matter_new_model m = {
        .page = frame_staff(t, zh_text(ZH_mattnew_title)),
        .errors = frame_errors(t),
        .token = view_text(t->token),
        .action = view_text(
            t->id ? arena_print(t->arena, "/staff/person/%s/open", id_text(t->arena, t->id))
                  : "/staff/open"),
        .mark = view_text(mark),
        .other_url = view_text(url_of(t, "", mark)),
        .reason = view_text(t->form.text[REASON]),
    };
    m.page.on_find = true;
    if (t->id) put_person(t, &f, mark, &m);
    e = put_kind(t, t->id ? &f : NULL, word, &m, why);
    if (e) return e;
    if (t->id) put_done(t, &f, &m);
    tmpl_matter_new(&t->r->body, &m);
    return ERR_OK;
}

static const char *text_of(struct http_pairs in, const char *name)
{
    const char *text = http_get(in, name);
    return text ? text : "";
}

enum err page_matter_new(struct turn *t, struct problem *why)
{
    return show(t, text_of(t->q->query, "kind"), text_of(t->q->query, "k"), why);
}

/* A person of elsewhere is reached by the exact number alone, also here. */
static enum err check_reach(struct turn *t, const char *mark, struct problem *why)
{
    struct person_file f;
    struct person_wanted wanted = {.person_id = t->id,
                                   .exact = frame_mark_is(t, "file", t->id, NULL, mark)};
    return person_file_load(&t->call, &wanted, &f, why);
}

static enum err open_it(struct turn *t, struct matter_opened *done, struct problem *why)
{
    const struct form_data *f = &t->form;
    const struct matter_kind *kind = matter_kind_from_word(f->text[KIND]);
    struct matter_open in = {.kind = f->text[KIND],
                             .person_id = t->id,
                             .agency = *f->text[AGENCY] ? f->text[AGENCY] : NULL,
                             .reason = *f->text[REASON] ? f->text[REASON] : NULL};
    enum err e = t->id ? check_reach(t, f->text[MARK], why) : ERR_OK;
    if (!e && kind && !may_open(t, kind))
        e = problem_set(why, ERR_NOT_FOUND, ZH_web_not_here, NULL, NULL);
    if (!e && kind) in.given = fields_read(t, kind, EVENT_OPEN);
    if (e || f->error_n) return e ? e : ERR_INPUT;
    return matter_open_by_hand(&t->call, &in, done, why);
}

enum err page_matter_new_do(struct turn *t, struct problem *why)
{
    struct matter_opened done;
    struct form_data *f = &t->form;
    enum err e = f->error_n ? ERR_INPUT : open_it(t, &done, why);
    if (!e && !t->id) { /* it stands in no file: its own page shows it */
        const char *id = id_text(t->arena, done.moved.matter_id);
        http_reply_redirect(t->r, arena_print(t->arena, "/staff/matter/%s", id));
        return ERR_OK;
    }
    if (!e) {
        const char *more = arena_print(t->arena, "done=%s&year=%d",
                                       id_text(t->arena, done.moved.matter_id), done.this_year);
        http_reply_redirect(t->r, url_of(t, more, f->text[MARK]));
        return ERR_OK;
    }
    if (!f->error_n && !form_error_of(f, why, "", t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return show(t, f->text[KIND], f->text[MARK], why);
}
