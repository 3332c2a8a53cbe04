/* Setting up a login: the secret from the administrator, then password, phone and its first code on
 * one page. The secret goes along hidden: it is good for nothing else and is used up at the end. */
#include "app/setup.h"

#include <string.h>

#include "view/code.h"
#include "web/page.h"
#include "web/sign_in.h"

enum { USER, SECRET, PASSWORD, REPEAT, CODE };

static enum err show_first(struct turn *t)
{
    t->signed_in = false;
    struct tmpl_set_up_model m = {
        .page = frame_staff(t, zh_text(ZH_setup_title)),
        .errors = frame_errors(t),
        .token = view_text(sign_in_visit(t)),
        .user = view_text(t->form.text[USER] ? t->form.text[USER] : ""),
    };
    tmpl_set_up(&t->r->body, &m);
    return ERR_OK;
}

/* The key in groups of four, as it is typed. */
static const char *grouped(struct turn *t, const char *key)
{
    size_t n = strlen(key);
    char *out = arena_alloc(t->arena, n + n / 4 + 1), *to = out;
    for (size_t i = 0; i < n; i++) {
        if (i && i % 4 == 0) *to++ = ' ';
        *to++ = key[i];
    }
    *to = 0;
    return out;
}

static void show_second(struct turn *t, const struct setup_key *key)
{
    t->signed_in = false;
    struct tmpl_set_up_bind_model m = {
        .page = frame_staff(t, zh_text(ZH_setup_step2)),
        .errors = frame_errors(t),
        .token = view_text(sign_in_visit(t)),
        .user = view_text(t->form.text[USER]),
        .secret = view_text(t->form.text[SECRET]),
        .key = view_text(grouped(t, key->text)),
        .qr = code_qr(t->arena, key->uri, zh_text(ZH_setup_scan_alt)),
    };
    tmpl_set_up_bind(&t->r->body, &m);
}

/* A problem that the user can put right stands on the first page; others are an error page. */
static enum err first_again(struct turn *t, enum err e, const struct problem *why)
{
    if (e && !form_error_of(&t->form, why, "secret", t->arena)) return e;
    if (t->r->status < 400) t->r->status = e == ERR_DENIED ? 403 : 422;
    return show_first(t);
}

static struct setup_asked asked(const struct turn *t)
{
    const struct form_data *f = &t->form;
    return (struct setup_asked){f->text[USER], f->text[SECRET], f->text[PASSWORD], f->text[CODE]};
}

enum err page_set_up(struct turn *t, struct problem *why)
{
    (void)why;
    return show_first(t);
}

enum err page_set_up_do(struct turn *t, struct problem *why)
{
    struct setup_key key;
    struct setup_asked in = asked(t);
    if (t->form.error_n) return first_again(t, ERR_OK, why);
    enum err e = setup_begin(t->web->sessions, &t->app, &in, &key, why);
    if (e) return first_again(t, e, why);
    show_second(t, &key);
    return ERR_OK;
}

/* The second page again, with what is wrong; the key on it is the same. */
static enum err second_again(struct turn *t, struct problem *why)
{
    struct setup_key key;
    struct setup_asked in = asked(t);
    enum err e = setup_begin(t->web->sessions, &t->app, &in, &key, why);
    if (e) return first_again(t, e, why);
    if (t->r->status < 400) t->r->status = 422;
    show_second(t, &key);
    return ERR_OK;
}

enum err page_set_up_bind(struct turn *t, struct problem *why)
{
    char token[SESSION_TOKEN];
    struct form_data *f = &t->form;
    struct setup_asked in = asked(t);
    if (!f->error_n && strcmp(f->text[PASSWORD], f->text[REPEAT]) != 0)
        form_error(f, "repeat", zh_text(ZH_setup_again));
    if (f->error_n) return second_again(t, why);
    enum err e = setup_bind(t->web->sessions, &t->app, &in, token, why);
    if (e == ERR_INPUT && form_error_of(f, why, why->field, t->arena)) return second_again(t, why);
    if (e) return first_again(t, e, why);
    sign_in_cookie(t, arena_copy(t->arena, token, strlen(token)));
    http_reply_redirect(t->r, "/staff");
    return ERR_OK;
}
