#include "app/user.h"

#include <stdio.h>
#include <string.h>

enum err user_list(const struct call *call, staff_row_fn fn, void *ctx, struct problem *why)
{
    struct read r = {0};
    enum err e = app_authorise(call, ACTION_USERS, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = staff_list(&d, call->clock.business_date, fn, ctx, why);
    store_read_end(&r);
    return e;
}

struct disabling {
    const struct call *call;
    const char *login;
    bool changed;
};

static enum err disable(struct write *w, void *ctx, struct problem *why)
{
    struct disabling *k = ctx;
    struct data d = data_of_write(w);
    char object[80];
    struct date from = k->call->clock.business_date;
    enum err e = staff_disable(&d, k->login, from, &k->changed, why);
    if (e || !k->changed) return e;
    snprintf(object, sizeof object, "staff:%s", k->login);
    store_audit(w, &(struct audit_note){
                       .action = "user.disable",
                       .object = object,
                       .content = &from.day,
                       .content_size = sizeof from.day,
                   });
    return ERR_OK;
}

enum err user_disable(const struct call *call, const char *login, bool *changed,
                      struct problem *why)
{
    struct disabling k = {.call = call, .login = login};
    enum err e = app_authorise(call, ACTION_USERS, "", why);
    if (e) return e;
    if (strcmp(login, call->who.login) == 0)
        return problem_set(why, ERR_LAW, ZH_user_self, "user", login, NULL);
    e = app_bulk(call, disable, &k, why);
    *changed = k.changed;
    return e;
}
