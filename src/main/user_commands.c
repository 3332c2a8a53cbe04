/* user list, add, disable, grant, revoke, reset. */
#include <string.h>

#include "app/user.h"
#include "base/buf.h"
#include "base/zh.h"
#include "main/command.h"

struct listing {
    struct run *r;
    bool json;
    int rows;
};

static void put_json(struct buf *b, const char *name, const char *value)
{
    buf_printf(b, "\"%s\":", name);
    buf_json(b, value);
    buf_putc(b, ',');
}

static bool print_row(void *ctx, const struct staff_row *row)
{
    struct listing *l = ctx;
    struct buf b = BUF(1 << 16);
    const char *role = role_word(row->who.role);
    struct date_text day = date_print(row->disabled_from);
    if (l->json) {
        buf_puts(&b, l->rows ? ",\n{" : "\n{");
        put_json(&b, "login", row->who.login);
        put_json(&b, "role", role);
        put_json(&b, "agency", row->who.agency);
        buf_printf(&b, "\"disabled_from\":\"%s\"}", day.s);
    } else {
        buf_printf(&b, "%s\t%s\t%s\t%s\n", row->who.login, role, row->who.agency, day.s);
    }
    fwrite(b.p, 1, b.n, l->r->out);
    buf_free(&b);
    l->rows++;
    return !ferror(l->r->out);
}

static enum err list(struct run *r, struct problem *why)
{
    struct listing l = {.r = r, .json = args_has(&r->args, "--json")};
    if (l.json) fputs("[", r->out);
    enum err e = user_list(&r->call, print_row, &l, why);
    if (l.json) fputs("]\n", r->out);
    return e;
}

static enum err disable(struct run *r, struct problem *why)
{
    const char *login;
    bool changed = false;
    enum err e = command_word(r, 1, &login, why);
    if (!e) e = user_disable(&r->call, login, &changed, why);
    if (e) return e;
    fprintf(r->out, "login=%s disabled=%s\n", login, changed ? "now" : "before");
    return ERR_OK;
}

static enum err grant(struct run *r, struct problem *why)
{
    const char *login, *role, *agency;
    enum err e = command_word(r, 1, &login, why);
    if (!e) e = command_word(r, 2, &role, why);
    if (!e) e = command_needed(r, "--agency", &agency, why);
    if (!e) e = user_grant(&r->call, login, role, agency, why);
    if (e) return e;
    fprintf(r->out, "login=%s role=%s agency=%s\n", login, role, agency);
    return ERR_OK;
}

static enum err revoke(struct run *r, struct problem *why)
{
    const char *login;
    bool changed = false;
    enum err e = command_word(r, 1, &login, why);
    if (!e) e = user_revoke(&r->call, login, &changed, why);
    if (e) return e;
    fprintf(r->out, "login=%s revoked=%s\n", login, changed ? "now" : "before");
    return ERR_OK;
}

/* The secret is the point of the command: it is on stdout once and nowhere else. */
static void print_offer(struct run *r, struct setup_offer *offer)
{
    fprintf(r->out, " setup=%s until=%s\n", offer->secret, date_print(moment_date(offer->until)).s);
    memset(offer, 0, sizeof *offer);
}

static enum err reset(struct run *r, struct problem *why)
{
    const char *login;
    bool changed = false;
    struct setup_offer offer;
    enum err e = command_word(r, 1, &login, why);
    if (!e) e = user_reset_factor(&r->call, login, &offer, &changed, why);
    if (e) return e;
    fprintf(r->out, "login=%s reset=%s", login, changed ? "now" : "none");
    print_offer(r, &offer);
    return ERR_OK;
}

static enum err add(struct run *r, struct problem *why)
{
    const char *login, *name;
    struct setup_offer offer;
    enum err e = command_word(r, 1, &login, why);
    if (!e) e = command_needed(r, "--name", &name, why);
    if (!e) e = user_add(&r->call, login, name, &offer, why);
    if (e) return e;
    fprintf(r->out, "login=%s", login);
    print_offer(r, &offer);
    return ERR_OK;
}

enum err command_user(struct run *r, struct problem *why)
{
    const char *what;
    enum err e = command_word(r, 0, &what, why);
    if (e) return e;
    if (strcmp(what, "list") == 0) return list(r, why);
    if (strcmp(what, "add") == 0) return add(r, why);
    if (strcmp(what, "disable") == 0) return disable(r, why);
    if (strcmp(what, "grant") == 0) return grant(r, why);
    if (strcmp(what, "revoke") == 0) return revoke(r, why);
    if (strcmp(what, "reset") == 0) return reset(r, why);
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}
