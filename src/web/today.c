/* K7: what I did today, and taking one back by a reversing entry. */
#include "app/today.h"

#include <string.h>

#include "web/turn.h"

enum { ID, REASON };

static const char *reference(struct turn *t, int64_t seq)
{
    return arena_print(t->arena, "RZ-%lld", (long long)seq);
}

static enum err show(struct turn *t, int64_t undo, struct problem *why)
{
    struct today today;
    struct tmpl_today_undo asked = {.id = view_text(id_text(t->arena, undo)),
                                    .what = view_text(zh_text(ZH_st_held)),
                                    .reason = view_text(t->form.text[REASON])};
    enum err e = today_list(&t->call, &today, why);
    if (e) return e;
    struct tmpl_today_model m = {.page = frame_staff(t, zh_text(ZH_pg_nav_today)),
                                 .errors = frame_errors(t),
                                 .token = view_text(t->token),
                                 .on = t->app.clock.business_date,
                                 .count = (int64_t)today.total};
    struct tmpl_today_row *rows = ARENA_ARRAY(t->arena, struct tmpl_today_row, today.count + 1);
    for (size_t i = 0; i < today.count; i++) {
        const struct today_row *r = &today.rows[i];
        rows[i] = (struct tmpl_today_row){
            .id = view_text(id_text(t->arena, r->reference)),
            .at = view_moment(r->recorded_at),
            .what = view_text(zh_text(ZH_st_held)),
            .name = view_text(r->name),
            .masked = view_text(arena_copy(t->arena, r->number.s, strlen(r->number.s))),
            .reference = view_text(reference(t, r->reference)),
            .may_undo = !r->reversed,
            .undone = r->reversed,
            .person_url = view_text(arena_print(t->arena, "/staff/person/%s?k=%s",
                                                id_text(t->arena, r->person_id),
                                                frame_mark(t, "file", r->person_id, NULL))),
        };
        if (r->reference != undo || r->reversed) continue;
        asked.name = view_text(r->name);
        m.undo = &asked;
        m.undo_n = 1;
    }
    m.rows = rows;
    m.rows_n = today.count;
    tmpl_today(&t->r->body, &m);
    return ERR_OK;
}

enum err page_today(struct turn *t, struct problem *why)
{
    const char *undo = http_get(t->q->query, "undo");
    t->form.text[REASON] = "";
    return show(t, undo ? id_parse(undo, &undo) : 0, why);
}

enum err page_today_undo(struct turn *t, struct problem *why)
{
    struct undone done;
    struct form_data *f = &t->form;
    enum err e =
        f->error_n ? ERR_INPUT : today_undo(&t->call, f->id[ID], f->text[REASON], &done, why);
    if (!e) {
        http_reply_redirect(t->r, "/staff/today");
        return ERR_OK;
    }
    if (!f->error_n && !form_error_of(f, why, "reason", t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return show(t, f->id[ID], why);
}
