#include "app/user.h"

#include <stdio.h>
#include <string.h>

#include "store/session.h"

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

/* ---- Roles and the second factor ------------------------------------------------------------ */

struct changing {
    const struct call *call;
    const char *login, *action;
    struct principal to; /* user_grant */
    const char *name;    /* user_add */
    struct setup_offer *offer;
    bool changed;
};

static void note(struct write *w, const struct changing *k)
{
    const char *to = arena_print(w->arena, "%s@%s", role_word(k->to.role), k->to.agency);
    store_audit(w, &(struct audit_note){
                       .action = k->action,
                       .object = arena_print(w->arena, "staff:%s", k->login),
                       .content = to,
                       .content_size = strlen(to),
                   });
}

static enum err change(struct changing *k, store_fn fn, struct problem *why)
{
    enum err e = app_authorise(k->call, ACTION_USERS, "", why);
    if (!e && strcmp(k->login, k->call->who.login) == 0)
        e = problem_set(why, ERR_LAW, ZH_user_own, "user", k->login, NULL);
    return e ? e : app_bulk(k->call, fn, k, why);
}

static bool administrator(enum role role)
{
    return role == ROLE_SYSTEM_ADMIN || role == ROLE_SECURITY_ADMIN || role == ROLE_AUDIT_ADMIN;
}

/* Three people: nobody comes from one administrator's role to another role, nor from any role in
 * force to one of theirs. */
static enum err check_apart(const struct changing *k, const struct staff_grant_row *had,
                            size_t count, struct problem *why)
{
    for (size_t i = 0; i < count; i++) {
        bool same = had[i].role == k->to.role;
        bool now = staff_in_force(&had[i], k->call->clock.business_date);
        if (!same && (administrator(had[i].role) || (now && administrator(k->to.role))))
            return problem_set(why, ERR_LAW, ZH_user_apart, "user", k->login,
                               role_word(had[i].role), NULL);
    }
    return ERR_OK;
}

static enum err grant(struct write *w, void *ctx, struct problem *why)
{
    struct changing *k = ctx;
    struct data d = data_of_write(w);
    struct staff_grant_row *had;
    size_t count;
    struct date today = k->call->clock.business_date;
    enum err e = staff_grants(&d, k->login, &had, &count, why);
    if (!e) e = check_apart(k, had, count, why);
    if (!e) e = staff_revoke(&d, k->login, today, &k->changed, why);
    if (!e) e = staff_give(&d, &k->to, today, k->call->who.login, k->call->clock.moment, why);
    if (!e) note(w, k);
    return e;
}

static enum agency_kind side_of(enum role role)
{
    return role >= ROLE_SUPERVISOR && role <= ROLE_DEPARTMENT_LEGAL ? AGENCY_DEPARTMENT
                                                                    : AGENCY_OFFICE;
}

enum err user_grant(const struct call *call, const char *login, const char *role,
                    const char *agency, struct problem *why)
{
    struct changing k = {.call = call, .login = login, .action = "user.grant"};
    struct agency place;
    struct read r = {0};
    k.to.role = role_from_word(role);
    k.to.agency_kind = side_of(k.to.role);
    snprintf(k.to.login, sizeof k.to.login, "%s", login);
    if (k.to.role == ROLE_UNSET || k.to.role == ROLE_CONSOLE)
        return problem_set(why, ERR_USAGE, ZH_user_role, "role", role, NULL);
    enum err e = app_authorise(call, ACTION_USERS, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = agency_load(&d, agency, k.to.agency_kind, &place, why);
    store_read_end(&r);
    if (e) return e;
    snprintf(k.to.agency, sizeof k.to.agency, "%s", place.code);
    return change(&k, grant, why);
}

static enum err revoke(struct write *w, void *ctx, struct problem *why)
{
    struct changing *k = ctx;
    struct data d = data_of_write(w);
    struct staff_grant_row *had;
    size_t count;
    enum err e = staff_grants(&d, k->login, &had, &count, why);
    if (!e) e = staff_revoke(&d, k->login, k->call->clock.business_date, &k->changed, why);
    if (!e && k->changed) note(w, k);
    return e;
}

enum err user_revoke(const struct call *call, const char *login, bool *changed, struct problem *why)
{
    struct changing k = {.call = call, .login = login, .action = "user.revoke"};
    enum err e = change(&k, revoke, why);
    *changed = k.changed;
    return e;
}

static enum err reset_factor(struct write *w, void *ctx, struct problem *why)
{
    struct changing *k = ctx;
    struct data d = data_of_write(w);
    enum err e = staff_forget_factor(&d, k->login, &k->changed, why);
    if (!e) e = session_end(&d, k->login, clock_system().moment, why);
    if (!e) e = setup_offer_make(w, k->login, k->offer, why);
    if (!e) note(w, k);
    return e;
}

enum err user_reset_factor(const struct call *call, const char *login, struct setup_offer *offer,
                           bool *changed, struct problem *why)
{
    struct changing k = {.call = call, .login = login, .action = "user.reset", .offer = offer};
    enum err e = change(&k, reset_factor, why);
    *changed = k.changed;
    return e;
}

/* ---- A new login ---------------------------------------------------------------------------- */

#define LOGIN_LEAST 3
#define LOGIN_MOST 60
#define NAME_MOST 60

static enum err add(struct write *w, void *ctx, struct problem *why)
{
    struct changing *k = ctx;
    struct data d = data_of_write(w);
    bool known;
    enum err e = staff_known(&d, k->login, &known, why);
    if (!e && known) e = problem_set(why, ERR_CONFLICT, ZH_user_known, "login", k->login, NULL);
    if (!e) e = staff_insert(&d, k->login, k->name, "*", k->call->clock.moment, why);
    if (!e) e = setup_offer_make(w, k->login, k->offer, why);
    if (!e) note(w, k);
    return e;
}

enum err user_add(const struct call *call, const char *login, const char *name,
                  struct setup_offer *offer, struct problem *why)
{
    struct changing k = {
        .call = call, .login = login, .name = name, .action = "user.add", .offer = offer};
    size_t n = strlen(login);
    if (n < LOGIN_LEAST || n > LOGIN_MOST ||
        strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-@") != n)
        return problem_set(why, ERR_INPUT, ZH_user_login, "login", NULL);
    if (!*name || strlen(name) > NAME_MOST)
        return problem_set(why, ERR_INPUT, ZH_user_name, "name", NULL);
    return change(&k, add, why);
}
