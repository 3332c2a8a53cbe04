#include "web/frame.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/sm.h"
#include "http/cookie.h"

/* ---- The look ------------------------------------------------------------------------------- */

void frame_look_read(struct turn *t)
{
    const char *v = http_cookie_get(t->q, "look", t->web->o.plain);
    if (!v) return;
    t->look.elder = strchr(v, 'e') != NULL;
    t->look.contrast = strchr(v, 'c') != NULL;
}

static struct view_text look_class(const struct turn *t)
{
    if (t->look.elder && t->look.contrast) return view_text("elder contrast");
    if (t->look.elder) return view_text("elder");
    return view_text(t->look.contrast ? "contrast" : "");
}

static const char *own_path(const struct turn *t, const char *otherwise)
{
    return t->route && t->q->method == HTTP_GET ? t->q->path : otherwise;
}

struct tmpl_layout_public_model frame_public(const struct turn *t, const char *title)
{
    return (struct tmpl_layout_public_model){
        .title = view_text(title),
        .look = look_class(t),
        .path = view_text(own_path(t, "/")),
        .elder = t->look.elder,
        .contrast = t->look.contrast,
        .expired = t->app.store && !law_measure_in_force(&t->app.law, t->app.clock.business_date),
        .training = t->app.store && app_training(&t->app),
    };
}

static bool may(const struct turn *t, enum action action)
{
    return t->signed_in && permission_region(t->call.who.role, action) != REGION_NONE;
}

struct tmpl_layout_staff_model frame_staff(const struct turn *t, const char *title)
{
    const char *path = t->route ? t->route->path : "";
    bool in = t->signed_in;
    return (struct tmpl_layout_staff_model){
        .title = view_text(title),
        .look = look_class(t),
        .path = view_text(own_path(t, "/staff")),
        .elder = t->look.elder,
        .contrast = t->look.contrast,
        .expired = !law_measure_in_force(&t->app.law, t->app.clock.business_date),
        .training = app_training(&t->app),
        .signed_in = in,
        .user = view_text(in ? t->call.who.login : ""),
        .office = view_text(in ? frame_office(t, t->call.who.agency) : ""),
        .token = view_text(t->token),
        .lock_seconds = in && t->route && t->route->counter ? SESSION_COUNTER : 0,
        .on_counter = strncmp(path, "/staff/counter", 14) == 0,
        .on_find = strncmp(path, "/staff/find", 11) == 0 || strncmp(path, "/staff/person", 13) == 0,
        .on_today = strncmp(path, "/staff/today", 12) == 0,
        .on_suspension = strcmp(path, "/staff/suspension") == 0,
        .on_reinstatement = strcmp(path, "/staff/reinstatement") == 0,
        .on_users = strncmp(path, "/staff/users", 12) == 0,
        .on_law = strncmp(path, "/staff/law", 10) == 0,
        .on_sources =
            strncmp(path, "/staff/sources", 14) == 0 || strncmp(path, "/staff/feed", 11) == 0,
        .on_import = strncmp(path, "/staff/import", 13) == 0,
        .may_counter = may(t, ACTION_CERTIFY),
        .may_find = may(t, ACTION_PERSON_FIND),
        .may_list = may(t, ACTION_MATTER_LIST),
        .may_users = may(t, ACTION_USERS),
        .may_sources = may(t, ACTION_FEED_READ),
        .may_import = may(t, ACTION_IMPORT_EVIDENCE),
    };
}

struct tmpl_errors_model frame_errors(const struct turn *t)
{
    size_t n = t->form.error_n;
    struct tmpl_errors_item *items = ARENA_ARRAY(t->arena, struct tmpl_errors_item, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct tmpl_errors_item){view_text(t->form.error[i].field),
                                             view_text(t->form.error[i].message)};
    return (struct tmpl_errors_model){.items = items, .items_n = n};
}

/* ---- Problems ------------------------------------------------------------------------------- */

static enum zh_id status_title(int status)
{
    switch (status) {
    case 401:
        return ZH_web_401;
    case 403:
        return ZH_web_403;
    case 404:
        return ZH_web_404;
    case 405:
        return ZH_web_405;
    case 409:
        return ZH_web_409;
    case 400:
    case 422:
        return ZH_web_422;
    case 429:
        return ZH_web_429;
    case 503:
        return ZH_web_503;
    default:
        return ZH_web_500;
    }
}

void frame_json_start(struct turn *t)
{
    t->r->type = "application/json; charset=utf-8";
}

static void problem_document(struct turn *t, const char *sentence, int status, const char *error_id)
{
    struct buf *b = &t->r->body;
    t->r->type = "application/problem+json; charset=utf-8";
    buf_puts(b, "{\"title\":");
    buf_json(b, zh_text(status_title(status)));
    buf_printf(b, ",\"status\":%d,\"detail\":", status);
    buf_json(b, sentence);
    buf_printf(b, ",\"instance\":\"urn:request:%s\"", t->q->id);
    if (error_id[0]) buf_printf(b, ",\"error\":\"%s\"", error_id);
    buf_puts(b, ",\"errors\":[");
    for (size_t i = 0; i < t->form.error_n; i++) {
        buf_puts(b, i ? ",{\"field\":" : "{\"field\":");
        buf_json(b, t->form.error[i].field);
        buf_puts(b, ",\"message\":");
        buf_json(b, t->form.error[i].message);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}\n");
}

void frame_problem(struct turn *t, const struct problem *why, int status)
{
    char sentence[1024];
    struct log_error_id id = {""};
    problem_sentence(why, sentence, sizeof sentence);
    if (status >= 500) id = log_failure("http.failure", why);
    t->r->status = status;
    buf_clear(&t->r->body);
    t->r->headers_n = 0;
    bool api = (t->route && t->route->json) || strncmp(t->q->path, "/api/", 5) == 0;
    if (api) {
        problem_document(t, sentence, status, id.s);
        return;
    }
    struct tmpl_error_model m = {
        .page = frame_public(t, zh_text(status_title(status))),
        .title = view_text(zh_text(status_title(status))),
        .what = view_text(status == 500 ? zh_text(ZH_web_500_text) : sentence),
        .next = view_text(status == 404 ? zh_text(ZH_web_404_next) : ""),
        .request = view_text(t->q->id),
        .error_id = view_text(id.s),
        .retry_url = view_text(status == 503 && t->q->method == HTTP_GET ? t->q->path : ""),
    };
    tmpl_error(&t->r->body, &m);
}

const char *frame_error_at(const struct turn *t, const char *field)
{
    for (size_t i = 0; i < t->form.error_n; i++)
        if (strcmp(t->form.error[i].field, field) == 0) return t->form.error[i].message;
    return "";
}

/* ---- Small things --------------------------------------------------------------------------- */

const char *frame_office(const struct turn *t, const char *code)
{
    const char *name = agency_name_of(&t->web->names, code);
    return name == code ? arena_copy(t->arena, code, strlen(code))
                        : name; /* the page outlives it */
}

const char *frame_print(const struct turn *t, enum zh_id id, const char *a, const char *b)
{
    char *out = arena_alloc(t->arena, 1024);
    return zh_print(out, 1024, id, a, b, NULL);
}

const char *frame_mark(const struct turn *t, const char *kind, int64_t id, const char *more)
{
    char *mark = arena_alloc(t->arena, 33);
    const char *text = arena_print(t->arena, "%s %s %lld %s", t->session ? t->session : "", kind,
                                   (long long)id, more ? more : "");
    session_mark(&t->app, "web.mark", text, mark);
    return mark;
}

bool frame_mark_is(const struct turn *t, const char *kind, int64_t id, const char *more,
                   const char *given)
{
    return given && strlen(given) == 32 && sm_equal(given, frame_mark(t, kind, id, more), 32);
}

const char *frame_shown(const struct turn *t, int64_t id)
{
    const char *now = id_text(t->arena, clock_system().moment);
    return arena_print(t->arena, "%s.%s", now, frame_mark(t, "shown", id, now));
}

int64_t frame_shown_age(const struct turn *t, int64_t id, const char *shown)
{
    const char *dot = strchr(shown, '.');
    if (!dot || dot - shown > 18) return -1;
    const char *moment = arena_copy(t->arena, shown, (size_t)(dot - shown)), *end = moment;
    if (!frame_mark_is(t, "shown", id, moment, dot + 1)) return -1;
    int64_t age = clock_system().moment - id_parse(moment, &end);
    return age < 0 ? 0 : age;
}

struct view_text *frame_lines(const struct turn *t, const char *text, size_t *n)
{
    struct view_text *lines = ARENA_ARRAY(t->arena, struct view_text, FRAME_LINES);
    for (*n = 0; *text && *n < FRAME_LINES;) {
        size_t len = strcspn(text, "\n");
        if (len) lines[(*n)++] = view_text(arena_copy(t->arena, text, len));
        text += len + (text[len] != 0);
    }
    return lines;
}
