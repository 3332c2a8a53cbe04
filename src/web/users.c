/* M9: who may sign in and as what. */
#include "app/user.h"

#include <string.h>

#include "base/sm.h"
#include "web/page.h"

#define ROWS_MOST 100

enum { LOGIN, NAME, AGENCY, ROLE, EVENT };

struct gathering {
    struct turn *t;
    const char *query;
    struct tmpl_users_row *rows;
    size_t n, count;
};

static bool wanted(const struct gathering *g, const struct staff_row *row)
{
    if (!*g->query) return true;
    return strstr(row->who.login, g->query) || strstr(row->name, g->query) ||
           strstr(frame_office(g->t, row->who.agency), g->query);
}

static bool gather(void *ctx, const struct staff_row *row)
{
    struct gathering *g = ctx;
    struct arena *a = g->t->arena;
    if (!wanted(g, row) || g->count++ >= ROWS_MOST) return true;
    const char *login = arena_copy(a, row->who.login, strlen(row->who.login));
    struct date today = g->t->app.clock.business_date;
    bool off = date_is_set(row->disabled_from) && date_cmp(row->disabled_from, today) <= 0;
    g->rows[g->n++] = (struct tmpl_users_row){
        .url = view_text(arena_print(a, "/staff/users?login=%s", login)),
        .name = view_text(arena_copy(a, row->name, strlen(row->name))),
        .login = view_text(login),
        .role = view_text(word_role(row->who.role)),
        .agency = view_text(frame_office(g->t, row->who.agency)),
        .active = !off && row->who.role != ROLE_UNSET,
        .last = view_moment(row->last_seen),
        .code = row->bound || app_training(&g->t->app),
    };
    return true;
}

static void put_roles(struct turn *t, const char *chosen, struct tmpl_users_model *m)
{
    struct tmpl_users_role *rows = ARENA_ARRAY(t->arena, struct tmpl_users_role, ROLE_CONSOLE);
    for (int r = ROLE_CLERK; r < ROLE_CONSOLE; r++)
        rows[m->roles_n++] = (struct tmpl_users_role){view_text(role_word((enum role)r)),
                                                      view_text(word_role((enum role)r)),
                                                      strcmp(role_word((enum role)r), chosen) == 0};
    m->roles = rows;
}

static enum err show(struct turn *t, const char *done, struct problem *why)
{
    const char *query = http_get(t->q->query, "q"), *login = http_get(t->q->query, "login");
    const char *agency = http_get(t->q->query, "agency"); /* picked on the page of agencies */
    struct gathering g = {.t = t,
                          .query = query ? query : "",
                          .rows = ARENA_ARRAY(t->arena, struct tmpl_users_row, ROWS_MOST)};
    enum err e = user_list(&t->call, gather, &g, why);
    if (e) return e;
    bool again = t->form.error_n != 0;
    struct tmpl_users_model m = {.page = frame_staff(t, zh_text(ZH_st_users_title)),
                                 .errors = frame_errors(t),
                                 .token = view_text(t->token),
                                 .query = view_text(g.query),
                                 .count = (int64_t)g.count,
                                 .rows = g.rows,
                                 .rows_n = g.n,
                                 .login = view_text(again ? t->form.text[LOGIN] : login),
                                 .agency_code = view_text(again ? t->form.text[AGENCY] : agency),
                                 .done = view_text(done)};
    put_roles(t, again ? t->form.text[ROLE] : "", &m);
    tmpl_users(&t->r->body, &m);
    return ERR_OK;
}

enum err page_users(struct turn *t, struct problem *why)
{
    return show(t, NULL, why);
}

static enum err act(struct turn *t, struct setup_offer *offer, bool *changed, struct problem *why)
{
    const struct form_data *f = &t->form;
    *changed = true;
    if (strcmp(f->text[EVENT], "add") == 0)
        return user_add(&t->call, f->text[LOGIN], f->text[NAME], offer, why);
    if (strcmp(f->text[EVENT], "grant") == 0)
        return user_grant(&t->call, f->text[LOGIN], f->text[ROLE], f->text[AGENCY], why);
    if (strcmp(f->text[EVENT], "revoke") == 0)
        return user_revoke(&t->call, f->text[LOGIN], changed, why);
    if (strcmp(f->text[EVENT], "reset") == 0)
        return user_reset_factor(&t->call, f->text[LOGIN], offer, changed, why);
    if (strcmp(f->text[EVENT], "disable") == 0)
        return user_disable(&t->call, f->text[LOGIN], changed, why);
    return problem_set(why, ERR_INPUT, ZH_web_need_event, "event", NULL);
}

static const char *event_word(const char *event)
{
    if (strcmp(event, "grant") == 0) return zh_text(ZH_web_users_grant);
    if (strcmp(event, "revoke") == 0) return zh_text(ZH_web_users_revoke);
    return zh_text(strcmp(event, "reset") == 0 ? ZH_web_users_reset : ZH_web_users_disable);
}

static const char *done_text(struct turn *t, const struct setup_offer *offer, bool changed)
{
    const char *event = t->form.text[EVENT], *login = t->form.text[LOGIN];
    char *said = arena_alloc(t->arena, 1024);
    if (!offer->secret[0])
        return changed ? frame_print(t, ZH_web_users_done, event_word(event), login)
                       : frame_print(t, ZH_web_users_same, login, NULL);
    struct date_text until = date_print(moment_date(offer->until));
    const char *const values[3] = {login, offer->secret, until.s};
    zh_format(said, 1024, ZH_setup_offer, values, 3);
    if (strcmp(event, "add") != 0) return said;
    return arena_print(t->arena, "%s%s", frame_print(t, ZH_web_users_added, login, NULL), said);
}

enum err page_users_do(struct turn *t, struct problem *why)
{
    bool changed = false;
    struct form_data *f = &t->form;
    struct setup_offer offer = {0};
    enum err e = f->error_n ? ERR_INPUT : act(t, &offer, &changed, why);
    if (e && !f->error_n && !form_error_of(f, why, "login", t->arena)) return e;
    if (f->error_n) {
        if (t->r->status < 400) t->r->status = e ? err_http_status(e) : 422;
        return show(t, NULL, why);
    }
    enum err shown = show(t, done_text(t, &offer, changed), why);
    sm_wipe(&offer, sizeof offer);
    return shown;
}
