/* Signing in and out, one more code before a decision, and where a session starts. */
#include <string.h>

#include "base/sm.h"
#include "http/cookie.h"
#include "web/kept.h"
#include "web/page.h"
#include "web/sign_in.h"

enum { USER, PASSWORD, CODE, BACK, KEPT };

struct sign_in_shown {
    const char *user, *back, *kept;
};

/* ---- Cookies -------------------------------------------------------------------------------- */

void sign_in_cookie(struct turn *t, const char *token)
{
    http_cookie_set(t->r, t->arena,
                    &(struct http_cookie){.name = "session",
                                          .value = token ? token : "",
                                          .max_age = token ? 0 : -1,
                                          .same_site = HTTP_STRICT,
                                          .plain = t->web->o.plain});
}

static const char *visit_cookie(struct turn *t)
{
    const char *visit = http_cookie_get(t->q, "visit", t->web->o.plain);
    if (visit && strlen(visit) == 32) return visit;
    uint8_t bytes[16];
    char *fresh = arena_alloc(t->arena, 33);
    sm_random(bytes, sizeof bytes);
    sm_hex(bytes, sizeof bytes, fresh);
    http_cookie_set(
        t->r, t->arena,
        &(struct http_cookie){
            .name = "visit", .value = fresh, .same_site = HTTP_STRICT, .plain = t->web->o.plain});
    return fresh;
}

const char *sign_in_visit(struct turn *t)
{
    char *mark = arena_alloc(t->arena, 33);
    session_mark(&t->app, "web.visit", visit_cookie(t), mark);
    return mark;
}

static const char *training_code(struct turn *t)
{
    char *code = arena_alloc(t->arena, 8);
    return session_demo_code(&t->app, code) ? code : "";
}

/* A page of staff, as it was asked for; anything else is the start page. */
static const char *safe_back(const char *back)
{
    bool good = back && strncmp(back, "/staff", 6) == 0 && (back[6] == '/' || !back[6]) &&
                strlen(back) < 200;
    for (const char *c = back; good && *c; c++)
        if ((unsigned char)*c <= 32 || (unsigned char)*c >= 127 || *c == '\\') good = false;
    return good && strncmp(back, "/staff/sign", 11) != 0 ? back : "/staff";
}

/* ---- Signing in ----------------------------------------------------------------------------- */

static void show(struct turn *t, const struct sign_in_shown *s, const struct problem *why)
{
    t->signed_in = false;
    struct tmpl_sign_in_model m = {
        .page = frame_staff(t, zh_text(ZH_st_sign_title)),
        .errors = frame_errors(t),
        .token = view_text(sign_in_visit(t)),
        .user = view_text(s->user),
        .back = view_text(safe_back(s->back)),
        .kept = view_text(s->kept),
        .code_hint = view_text(training_code(t)),
        .locked = why && why->message == ZH_sign_in_locked,
    };
    if (m.locked)
        for (const char *c = why->value[0]; *c; c++) m.minutes = m.minutes * 10 + (*c - '0');
    tmpl_sign_in(&t->r->body, &m);
}

enum err page_sign_in(struct turn *t, struct problem *why)
{
    (void)why;
    const char *reason = http_get(t->q->query, "why");
    if (reason && strcmp(reason, "idle") == 0) form_error(&t->form, "", zh_text(ZH_session_idle));
    if (reason && strcmp(reason, "over") == 0) form_error(&t->form, "", zh_text(ZH_session_over));
    show(t, &(struct sign_in_shown){"", http_get(t->q->query, "back"), ""}, NULL);
    return ERR_OK;
}

bool sign_in_keep(struct turn *t, const struct problem *why)
{
    struct sign_in_shown s = {"", t->q->path, kept_of(t)};
    if (!*s.kept) return false;
    form_error(&t->form, "", zh_text(why->message));
    form_error(&t->form, "", zh_text(ZH_web_kept));
    t->r->status = 401;
    show(t, &s, NULL);
    return true;
}

enum err page_sign_in_do(struct turn *t, struct problem *why)
{
    const struct form_data *f = &t->form;
    char token[SESSION_TOKEN];
    struct sign_in in = {f->text[USER], f->text[PASSWORD], f->text[CODE]};
    enum err e =
        f->error_n ? ERR_INPUT : session_sign_in(t->web->sessions, &t->app, &in, token, why);
    if (!e) {
        sign_in_cookie(t, arena_copy(t->arena, token, strlen(token)));
        const char *back = safe_back(f->text[BACK]);
        if (!kept_show(t, token, back, &e, why)) http_reply_redirect(t->r, back);
        return e;
    }
    if (!f->error_n && e != ERR_DENIED) return e;
    if (!f->error_n && why->message != ZH_sign_in_locked)
        form_error_of(&t->form, why, why->field, t->arena);
    if (t->r->status < 400) t->r->status = e == ERR_DENIED ? 403 : 422;
    show(t, &(struct sign_in_shown){f->text[USER], f->text[BACK], f->text[KEPT]}, why);
    return ERR_OK;
}

enum err page_sign_out(struct turn *t, struct problem *why)
{
    enum err e = session_sign_out(&t->call, why);
    if (e) return e;
    sign_in_cookie(t, NULL);
    http_reply_redirect(t->r, "/staff/sign-in");
    return ERR_OK;
}

static bool may(const struct turn *t, enum action action)
{
    return permission_region(t->call.who.role, action) != REGION_NONE;
}

enum err page_start(struct turn *t, struct problem *why)
{
    (void)why;
    const char *first = may(t, ACTION_CERTIFY)       ? "/staff/counter"
                        : may(t, ACTION_MATTER_LIST) ? "/staff/suspension"
                        : may(t, ACTION_USERS)       ? "/staff/users"
                                                     : "/help";
    http_reply_redirect(t->r, first);
    return ERR_OK;
}

/* ---- One more code -------------------------------------------------------------------------- */

enum { STEP_CODE, STEP_ACTION, STEP_EVENT, STEP_REASON };

static void show_step_up(struct turn *t, struct tmpl_step_up_model *m)
{
    struct view_text *ids = ARENA_ARRAY(t->arena, struct view_text, t->form.ids_n + 1);
    for (size_t i = 0; i < t->form.ids_n; i++)
        ids[i] = view_text(id_text(t->arena, t->form.ids[i]));
    m->page = frame_staff(t, zh_text(ZH_web_step_up));
    m->state = view_text(http_get(t->q->form, "state")); /* of the list that it came from */
    m->agency = view_text(http_get(t->q->form, "agency"));
    m->page_number = view_text(http_get(t->q->form, "page"));
    m->errors = frame_errors(t);
    m->token = view_text(t->token);
    m->ids = ids;
    m->ids_n = t->form.ids_n;
    m->code_hint = view_text(training_code(t));
    tmpl_step_up(&t->r->body, m);
}

/* Fields of the form in hand, found by name whatever their place. */
static const char *field(const struct turn *t, const char *name)
{
    const struct form *f = t->route->form;
    for (size_t i = 0; f && i < FORM_FIELDS && f->field[i].name; i++)
        if (strcmp(f->field[i].name, name) == 0) return t->form.text[i];
    return "";
}

enum err sign_in_ask_code(struct turn *t)
{
    struct tmpl_step_up_model m = {.action = view_text(t->q->path),
                                   .event = view_text(field(t, "event")),
                                   .reason = view_text(field(t, "reason"))};
    show_step_up(t, &m);
    return ERR_OK;
}

static enum err show_again(struct turn *t)
{
    struct tmpl_step_up_model m = {.action = view_text(t->form.text[STEP_ACTION]),
                                   .event = view_text(t->form.text[STEP_EVENT]),
                                   .reason = view_text(t->form.text[STEP_REASON])};
    if (t->r->status < 400) t->r->status = 422;
    show_step_up(t, &m);
    return ERR_OK;
}

/* The code is right: what was asked for is done now, as if it had been sent to its own row. */
enum err page_step_up(struct turn *t, struct problem *why)
{
    bool other;
    int64_t id;
    if (t->form.error_n) return show_again(t);
    const struct route *asked = route_find(HTTP_POST, t->form.text[STEP_ACTION], &id, &other);
    if (!asked || !asked->step_up || asked->permission <= 0)
        return problem_set(why, ERR_NOT_FOUND, ZH_web_not_here, NULL, NULL);
    if (!may(t, (enum action)asked->permission))
        return app_authorise(&t->call, (enum action)asked->permission, "", why);
    enum err e =
        session_step_up(t->web->sessions, &t->call, t->session, t->form.text[STEP_CODE], why);
    if (e) {
        if (!form_error_of(&t->form, why, "code", t->arena)) return e;
        return show_again(t);
    }
    t->route = asked;
    t->id = id;
    form_decode(asked->form, t->q->form, t->app.clock.business_date, t->arena, &t->form);
    return asked->handler(t, why);
}
