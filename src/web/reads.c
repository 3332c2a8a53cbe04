/* The sheet "谁看过您的记录" for the person it is about (C32), printed at the counter. */
#include "app/person_reads.h"

#include "web/page.h"

/* The agency answers for the read; of the clerk nothing is said. */
static const char *where(struct turn *t, const struct person_read *r)
{
    if (r->role == ROLE_CONSOLE) return zh_text(ZH_reads_console);
    const char *office = frame_office(t, r->agency);
    return r->side == AGENCY_DEPARTMENT ? frame_print(t, ZH_reads_department, office, NULL)
                                        : office;
}

enum err page_reads(struct turn *t, struct problem *why)
{
    struct person_reads list;
    const char *mark = http_get(t->q->query, "k"), *id = id_text(t->arena, t->id);
    struct person_wanted wanted = {.person_id = t->id,
                                   .exact = frame_mark_is(t, "file", t->id, NULL, mark)};
    t->call.purpose = zh_text(ZH_reads_own_purpose);
    enum err e = person_reads(&t->call, &wanted, &list, why);
    if (e) return e;
    struct tmpl_reads_row *rows = ARENA_ARRAY(t->arena, struct tmpl_reads_row, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct person_read *r = &list.list[i];
        const char *purpose = *r->purpose ? r->purpose : zh_text(ZH_reads_no_purpose);
        rows[i] = (struct tmpl_reads_row){view_moment(r->moment), view_text(where(t, r)),
                                          view_text(zh_text(r->what)), view_text(purpose)};
    }
    const char *back = wanted.exact ? arena_print(t->arena, "/staff/person/%s?k=%s", id, mark)
                                    : arena_print(t->arena, "/staff/person/%s", id);
    const char *made = frame_print(t, ZH_reads_made, frame_office(t, t->call.who.agency),
                                   date_print(t->app.clock.business_date).s);
    struct tmpl_reads_model m = {.page = frame_staff(t, zh_text(ZH_reads_title)),
                                 .back_url = view_text(back),
                                 .name = view_text(list.p.name),
                                 .masked = mask_number(t->arena, list.p.number),
                                 .rows = rows,
                                 .rows_n = list.count,
                                 .more = list.more,
                                 .made = view_text(made)};
    m.page.on_find = true;
    tmpl_reads(&t->r->body, &m);
    return ERR_OK;
}
