#include "web/kept.h"

#include <string.h>

#include "http/form.h"
#include "web/frame.h"

#define KEPT_MOST 4000 /* bytes; twice encoded it still fits a form */

static bool secret(const struct form *f, const char *name)
{
    if (strcmp(name, "token") == 0) return true;
    for (size_t i = 0; i < FORM_FIELDS && f->field[i].name; i++)
        if (strcmp(f->field[i].name, name) == 0)
            return f->field[i].kind == FIELD_SECRET || f->field[i].kind == FIELD_CODE;
    return false;
}

static bool is_form(const struct route *r)
{
    return r && r->method == HTTP_POST && r->form && !r->json && r->csrf == CSRF_SESSION;
}

const char *kept_of(struct turn *t)
{
    struct buf b = BUF(KEPT_MOST);
    const char *out = "";
    if (!is_form(t->route)) return out;
    for (size_t i = 0; i < t->q->form.n; i++) {
        const struct http_pair *p = &t->q->form.p[i];
        if (secret(t->route->form, p->name)) continue;
        if (b.n) buf_putc(&b, '&');
        view_put_component(&b, view_text(p->name));
        buf_putc(&b, '=');
        view_put_component(&b, view_text(p->value));
    }
    if (b.n && !b.failed) out = arena_copy(t->arena, b.p, b.n);
    buf_free(&b);
    return out;
}

bool kept_show(struct turn *t, const char *token, const char *path, enum err *e,
               struct problem *why)
{
    bool other;
    int64_t id;
    const char *kept = http_get(t->q->form, "kept");
    const struct route *asked = route_find(HTTP_POST, path, &id, &other);
    struct http_request *again = ARENA_NEW(t->arena, struct http_request);
    *again = *t->q;
    if (!kept || !*kept || !is_form(asked)) return false;
    if (http_form_decode(kept, strlen(kept), t->arena, &again->form) != FORM_OK) return false;
    again->path = arena_copy(t->arena, path, strlen(path));
    t->q = again;
    t->route = asked;
    t->id = id;
    if (web_session(t, token, why) || web_may(t, why)) return false;
    form_decode(asked->form, again->form, t->app.clock.business_date, t->arena, &t->form);
    t->form.error_n = 0;
    form_error(&t->form, "", zh_text(ZH_web_given_back));
    *e = asked->handler(t, why);
    if (!*e && t->r->status == 422) t->r->status = 200; /* nothing is wrong with it */
    return true;
}
