/* K3: finding people. What was typed is in the form, never in an address. */
#include "app/find.h"

#include <string.h>

#include "web/page.h"
#include "web/scan.h"

enum { QUERY, PURPOSE };

static void show(struct turn *t, struct tmpl_find_model *m)
{
    m->page = frame_staff(t, zh_text(ZH_st_find_title));
    m->errors = frame_errors(t);
    m->token = view_text(t->token);
    tmpl_find(&t->r->body, m);
}

enum err page_find(struct turn *t, struct problem *why)
{
    struct tmpl_find_model m = {0};
    (void)why;
    show(t, &m);
    return ERR_OK;
}

static struct person living_at(const struct find_row *r)
{
    size_t n = strlen(r->residence_code);
    struct person p = {.residence_code = r->residence_code};
    p.residence_kind = n == 12                                ? PLACE_CITY
                       : n == 6                               ? PLACE_MAINLAND
                       : strcmp(r->residence_code, "HK") == 0 ? PLACE_HONGKONG
                       : strcmp(r->residence_code, "MO") == 0 ? PLACE_MACAU
                       : strcmp(r->residence_code, "TW") == 0 ? PLACE_TAIWAN
                                                              : PLACE_ABROAD;
    return p;
}

/* An exact number opens the file also elsewhere: the mark says that this session had it. */
static const char *file_of(struct turn *t, const struct found *f, const struct find_row *r)
{
    const char *id = id_text(t->arena, r->person_id);
    if (f->by != FIND_NUMBER) return arena_print(t->arena, "/staff/person/%s", id);
    return arena_print(t->arena, "/staff/person/%s?k=%s", id,
                       frame_mark(t, "file", r->person_id, NULL));
}

static void put_rows(struct turn *t, const struct found *f, struct tmpl_find_model *m)
{
    struct date today = t->app.clock.business_date;
    struct tmpl_find_row *rows = ARENA_ARRAY(t->arena, struct tmpl_find_row, f->count + 1);
    for (size_t i = 0; i < f->count; i++) {
        const struct find_row *r = &f->rows[i];
        struct person p = living_at(r);
        rows[i] = (struct tmpl_find_row){
            .url = view_text(file_of(t, f, r)),
            .name = view_text(r->name),
            .masked = view_text(r->number.s),
            .born = date_is_set(r->birth) ? date_civil(r->birth).year : 0,
            .address = view_text(word_address(t, &p)),
            .payer = view_text(*r->payer ? frame_office(t, r->payer) : ""),
            .due = r->due_on,
            .late = date_cmp(today, r->due_on) > 0,
            .status = view_text(zh_text(r->attention ? ZH_web_attention : ZH_web_no_attention)),
            .bad = r->attention,
        };
    }
    m->rows = rows;
    m->rows_n = f->count;
    m->count = (int64_t)f->total;
    m->cut = f->more;
    m->more = f->total > f->count;
}

enum err page_find_do(struct turn *t, struct problem *why)
{
    struct form_data *f = &t->form;
    struct found found = {0};
    struct tmpl_find_model m = {.query = view_text(f->text[QUERY]),
                                .purpose = view_text(f->text[PURPOSE])};
    int64_t matter_id = f->error_n ? 0 : scan_parse(f->text[QUERY]);
    if (matter_id) {
        http_reply_redirect(
            t->r, arena_print(t->arena, "/staff/matter/%s", id_text(t->arena, matter_id)));
        return ERR_OK;
    }
    t->call.purpose = *f->text[PURPOSE] ? f->text[PURPOSE] : NULL;
    enum err e = f->error_n ? ERR_INPUT : find_persons(&t->call, f->text[QUERY], &found, why);
    if (e && !f->error_n && !form_error_of(f, why, "query", t->arena)) return e;
    if (e && t->r->status < 400) t->r->status = 422;
    m.searched = !e;
    if (!e) put_rows(t, &found, &m);
    if (!e && found.by == FIND_NUMBER && !found.count)
        m.inbound_url =
            matter_new_url(t, MATTER_INBOUND); /* art. 7(4): another place's recipient */
    show(t, &m);
    return ERR_OK;
}
