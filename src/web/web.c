#include "web/web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/sm.h"
#include "http/cookie.h"
#include "web/frame.h"
#include "web/json.h"
#include "web/sign_in.h"

#define NAMES_MEMORY (16u << 20)
#define FORM_BODY 16384
#define UPLOAD_SECONDS 600 /* 256 MB over a slow line of an office */

enum err web_new(const struct web_options *options, struct web **out, struct problem *why)
{
    struct web *w = calloc(1, sizeof *w);
    struct app view;
    *out = w;
    if (!w) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    w->o = *options;
    w->arena = arena_new(NAMES_MEMORY);
    w->sessions = sessions_new(&options->passwords);
    w->uploads =
        uploads_new(&(struct uploads_options){options->home, options->date, options->breaker});
    int most = options->account_per_minute;
    w->accounts = most ? limit_new(most) : NULL;
    bool whole = w->arena && w->sessions && w->uploads && (w->accounts || !most);
    enum err e = whole ? app_view(options->home, options->date, &view, why)
                       : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) {
        e = agency_names_load(&view, w->arena, &w->names, why);
        app_close(&view);
    }
    if (!e) return ERR_OK;
    web_free(w);
    *out = NULL;
    return e;
}

void web_free(struct web *w)
{
    if (!w) return;
    uploads_free(w->uploads); /* first: it works on the store */
    sessions_free(w->sessions);
    limit_free(w->accounts);
    arena_free(w->arena);
    free(w);
}

/* Before a large body is taken in: is there a session behind it? Who may do what is asked again
 * when it has come. */
static bool has_session(struct web *w, const struct http_request *head)
{
    const char *token = http_cookie_get(head, "session", w->o.plain);
    struct arena *arena = arena_new(1u << 20);
    struct problem why;
    struct app view;
    struct call call = {.arena = arena};
    struct session_now now;
    bool found = false;
    if (arena && token && strlen(token) == SESSION_TOKEN - 1 &&
        !app_view(w->o.home, w->o.date, &view, &why)) {
        call.app = &view;
        call.clock = view.clock;
        found = !session_call(&view, token, arena, &call, &now, &why);
        app_close(&view);
    }
    arena_free(arena);
    return found;
}

struct http_limits web_admit(void *ctx, const struct http_request *head)
{
    int64_t id;
    bool other;
    const struct route *route = route_find(head->method, head->path, &id, &other);
    struct http_limits limits = {.direct = !route};
    if (route && (route->form || route->csrf)) limits.body = FORM_BODY;
    if (route && route->files) {
        limits.files = route->files;
        limits.seconds = UPLOAD_SECONDS;
        if (!has_session(ctx, head)) limits.refuse = 403;
    }
    return limits;
}

/* ---- Who asks ------------------------------------------------------------------------------- */

enum err web_session(struct turn *t, const char *token, struct problem *why)
{
    t->call = (struct call){.app = &t->app, .arena = t->arena, .clock = t->app.clock};
    if (!token || strlen(token) != SESSION_TOKEN - 1)
        return problem_set(why, ERR_DENIED, ZH_session_none, NULL, NULL);
    enum err e = session_call(&t->app, token, t->arena, &t->call, &t->now, why);
    if (e) return e;
    char *mark = arena_alloc(t->arena, 33);
    session_mark(&t->app, "web.form", token, mark);
    t->session = token;
    t->token = mark;
    t->signed_in = true;
    return ERR_OK;
}

enum err web_may(const struct turn *t, struct problem *why)
{
    int permission = t->route->permission;
    if (permission == ROUTE_SIGNED_IN) return ERR_OK;
    if (permission > 0 && permission < ACTION_COUNT &&
        permission_region(t->call.who.role, (enum action)permission) != REGION_NONE)
        return ERR_OK;
    return app_authorise(&t->call, permission > 0 ? (enum action)permission : ACTION_UNSET, "",
                         why);
}

static bool csrf_good(struct turn *t)
{
    const char *given = http_get(t->q->form, "token");
    const char *expected = t->token;
    if (t->route->csrf == CSRF_NONE) return true;
    if (!given) given = http_header(t->q, "X-Token");
    if (t->route->csrf == CSRF_VISIT) {
        const char *visit = http_cookie_get(t->q, "visit", t->web->o.plain);
        char *mark = arena_alloc(t->arena, 33);
        if (!visit) return false;
        session_mark(&t->app, "web.visit", visit, mark);
        expected = mark;
    }
    return given && expected && strlen(given) == strlen(expected) &&
           sm_equal(given, expected, strlen(expected));
}

/* ---- The form ------------------------------------------------------------------------------- */

static enum err decode(struct turn *t, struct problem *why)
{
    struct http_pairs in = t->q->form;
    if (!t->route->form) return ERR_OK;
    if (t->q->method == HTTP_GET || t->q->method == HTTP_HEAD) in = t->q->query;
    if (t->route->json) {
        if (strcmp(t->q->content_type, "application/json") != 0)
            return problem_set(why, ERR_USAGE, ZH_web_json_type, "", NULL);
        enum err e = json_pairs(t->route->form, t->q->body ? t->q->body : "", t->q->body_n,
                                t->arena, &in, why);
        if (e) return e;
    }
    form_decode(t->route->form, in, t->app.clock.business_date, t->arena, &t->form);
    return ERR_OK;
}

static bool json_errors(struct turn *t)
{
    if (!t->route->json || !t->form.error_n) return false;
    struct problem why = {.code = ERR_INPUT, .message = ZH_web_fields};
    frame_problem(t, &why, 422);
    return true;
}

/* ---- One request ---------------------------------------------------------------------------- */

/* Not signed in: pages lead to the sign-in page and back again, a form goes along; JSON says 401.
 */
static void ask_to_sign_in(struct turn *t, const struct problem *why)
{
    if (t->route->json) {
        frame_problem(t, why, 401);
        return;
    }
    bool ended = why->message == ZH_session_idle || why->message == ZH_session_over;
    if (ended && sign_in_keep(t, why)) return;
    const char *back = t->q->method == HTTP_GET ? t->q->path : "/staff";
    const char *reason = why->message == ZH_session_idle   ? "idle"
                         : why->message == ZH_session_over ? "over"
                                                           : "none";
    http_reply_redirect(t->r, arena_print(t->arena, "/staff/sign-in?why=%s&back=%s", reason, back));
}

static enum err run(struct turn *t, struct problem *why)
{
    enum err e = t->route->permission == ROUTE_PUBLIC ? ERR_OK : web_may(t, why);
    if (!e && t->route->json && !csrf_good(t)) /* in a header: before the body is looked at */
        return problem_set(why, ERR_DENIED, ZH_web_form_expired, NULL, NULL);
    if (!e) e = decode(t, why);
    if (e) return e;
    bool good = csrf_good(t);
    if (!good && !t->route->form)
        return problem_set(why, ERR_DENIED, ZH_web_form_expired, NULL, NULL);
    if (!good) { /* the page comes again with what was typed */
        t->form.error_n = 0;
        form_error(&t->form, "", zh_text(ZH_web_form_expired));
        t->r->status = 403;
    }
    if (json_errors(t)) return ERR_OK;
    bool moving = t->q->method != HTTP_GET && t->q->method != HTTP_HEAD;
    if (t->route->step_up && moving && !t->form.error_n && !t->now.stepped_up) {
        t->r->status = 403;
        return sign_in_ask_code(t);
    }
    return t->route->handler(t, why);
}

static int64_t microseconds(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* By login, not by session: signing in again gives nothing more. */
static bool came_too_often(struct turn *t)
{
    const struct web *w = t->web;
    if (!w->accounts || !t->signed_in) return false;
    int64_t now = w->o.ticks ? w->o.ticks() : microseconds() / 1000;
    int wait = limit_take(w->accounts, t->call.who.login, now);
    if (!wait) return false;
    struct problem why;
    const char *seconds = arena_print(t->arena, "%d", wait);
    problem_set(&why, ERR_BUSY, ZH_web_too_often, "", seconds, NULL);
    frame_problem(t, &why, 429);
    http_reply_header(t->r, "Retry-After", seconds);
    return true;
}

static void answer(struct turn *t)
{
    struct problem why = {0};
    enum err e = web_session(t, http_cookie_get(t->q, "session", t->web->o.plain), &why);
    if (e && e != ERR_DENIED) {
        frame_problem(t, &why, err_http_status(e));
        return;
    }
    if (e && t->route->permission != ROUTE_PUBLIC) {
        ask_to_sign_in(t, &why);
        return;
    }
    if (came_too_often(t)) return;
    e = run(t, &why);
    if (e) frame_problem(t, &why, err_http_status(e));
    if (t->signed_in && t->route->permission != ROUTE_PUBLIC) {
        int idle = t->route->counter ? SESSION_COUNTER : t->web->o.session_minutes * 60;
        session_seen(&t->call, t->session, &t->now, idle, NULL);
    }
}

static void write_log(const struct turn *t, int64_t us)
{
    int status = t->r->status ? t->r->status : 200;
    const char *path = t->route ? t->route->path : t->r->asset ? "/a/" : "-";
    if (status >= 0 && status < WEB_STATUSES) t->web->status[status]++;
    t->web->busy_us += (uint64_t)us;
    log_write(LOG_LEVEL_INFO, "http.request", log_text("method", http_method_name(t->q->method)),
              log_text("path", path), log_number("status", status), log_number("us", us));
}

static void no_route(struct turn *t, bool other)
{
    struct problem why = {.code = ERR_NOT_FOUND, .message = ZH_web_not_here};
    if (other) why.message = ZH_web_not_this_way;
    frame_problem(t, &why, other ? 405 : 404);
}

void web_handle(void *ctx, const struct http_request *q, struct http_response *r,
                struct arena *arena)
{
    struct turn t = {.web = ctx, .q = q, .r = r, .arena = arena};
    struct problem why = {0};
    bool other = false;
    int64_t start = microseconds();
    log_request_set(q->id);
    if (q->method == HTTP_GET || q->method == HTTP_HEAD) r->asset = asset_find(q->path);
    if (!r->asset) {
        frame_look_read(&t);
        t.route = route_find(q->method, q->path, &t.id, &other);
        enum err e = app_view(t.web->o.home, t.web->o.date, &t.app, &why);
        if (e) frame_problem(&t, &why, err_http_status(e));
        else if (!t.route) no_route(&t, other);
        else answer(&t);
        if (!e) app_close(&t.app);
    }
    write_log(&t, microseconds() - start);
    log_request_set(NULL);
}
