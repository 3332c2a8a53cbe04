#include "app/agency_tree.h"

#include <string.h>

#include "store/staff.h"

struct loaded {
    struct agency *list; /* by code, kind and day */
    size_t count;
    struct agency_user *users;
    size_t user_count, user_capacity;
    const struct call *call;
};

/* A renamed agency has a row for each name; the newest that has begun holds. */
static bool newest(const struct loaded *l, size_t i)
{
    const struct agency *a = &l->list[i], *next = i + 1 < l->count ? a + 1 : NULL;
    struct date today = l->call->clock.business_date;
    bool renamed = next && strcmp(next->code, a->code) == 0 && next->kind == a->kind &&
                   date_cmp(next->valid_from, today) <= 0;
    return !renamed && date_cmp(a->valid_from, today) <= 0 && !date_is_set(a->valid_until);
}

static bool current(const struct loaded *l, size_t i)
{
    return l->list[i].kind == AGENCY_OFFICE && newest(l, i);
}

static bool take_user(void *ctx, const struct staff_row *row)
{
    struct loaded *l = ctx;
    struct arena *arena = l->call->arena;
    bool off = date_is_set(row->disabled_from) &&
               date_cmp(row->disabled_from, l->call->clock.business_date) <= 0;
    if (off || row->who.role == ROLE_UNSET) return true;
    struct agency_user one = {row->who, arena_copy(arena, row->name, strlen(row->name))};
    ARRAY_PUSH(arena, l->users, l->user_count, l->user_capacity, one);
    return true;
}

static enum err load(struct loaded *l, struct problem *why)
{
    struct read r = {0};
    enum err e = store_read_begin(l->call->app->store, &r, why);
    if (e) return e;
    r.arena = l->call->arena;
    struct data d = data_of_read(&r);
    e = agency_list(&d, &l->list, &l->count, why);
    if (!e) e = staff_list(&d, l->call->clock.business_date, take_user, l, why);
    store_read_end(&r);
    return e;
}

static const struct agency *find(const struct loaded *l, const char *code)
{
    for (size_t i = 0; i < l->count; i++)
        if (current(l, i) && strcmp(l->list[i].code, code) == 0) return &l->list[i];
    return NULL;
}

/* The root of the tree is the agency that none is above. */
static const struct agency *root(const struct loaded *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (current(l, i) && l->list[i].level == LEVEL_CITY) return &l->list[i];
    return NULL;
}

static struct agency_row row_of(const struct loaded *l, const struct agency *a)
{
    struct agency_row row = {.a = a};
    for (size_t i = 0; i < l->count; i++)
        row.below += current(l, i) && strcmp(l->list[i].parent, a->code) == 0;
    for (size_t i = 0; i < l->user_count; i++)
        row.staff += strcmp(l->users[i].who.agency, a->code) == 0;
    return row;
}

static void put_self(const struct loaded *l, const struct agency *a, struct agency_tree *out)
{
    struct arena *arena = l->call->arena;
    struct agency *former = ARENA_ARRAY(arena, struct agency, l->count + 1);
    out->self = row_of(l, a);
    out->former = former;
    for (size_t i = 0; i < l->count; i++) {
        const struct agency *x = &l->list[i];
        if (strcmp(x->code, a->code) != 0) continue;
        if (x->kind == AGENCY_OFFICE && !current(l, i)) former[out->former_count++] = *x;
        if (x->kind == AGENCY_DEPARTMENT && newest(l, i)) out->department = x;
    }
    const struct agency *chain[4];
    size_t n = 0;
    for (const struct agency *up = find(l, a->parent); up && n < 4; up = find(l, up->parent))
        chain[n++] = up;
    while (n) out->up[out->up_count++] = chain[--n];
    out->users = ARENA_ARRAY(arena, struct agency_user, l->user_count + 1);
    for (size_t i = 0; i < l->user_count; i++)
        if (strcmp(l->users[i].who.agency, a->code) == 0)
            out->users[out->user_count++] = l->users[i];
}

static void put_rows(const struct loaded *l, const struct agency_tree_wanted *in,
                     struct agency_tree *out)
{
    bool asked = in->query && *in->query;
    const char *self = out->self.a->code;
    out->rows = ARENA_ARRAY(l->call->arena, struct agency_row, AGENCY_PAGE);
    for (size_t i = 0; i < l->count; i++) {
        const struct agency *a = &l->list[i];
        if (!current(l, i)) continue;
        if (asked ? !strstr(a->name, in->query) && !strstr(a->code, in->query)
                  : strcmp(a->parent, self) != 0)
            continue;
        size_t at = out->total++;
        if (at / AGENCY_PAGE == in->page) out->rows[out->row_count++] = row_of(l, a);
    }
}

enum err agency_tree(const struct call *call, const struct agency_tree_wanted *in,
                     struct agency_tree *out, struct problem *why)
{
    struct loaded l = {.call = call};
    bool city = !in->code || !*in->code;
    *out = (struct agency_tree){0};
    enum err e = app_authorise(call, ACTION_USERS, "", why);
    if (!e) e = load(&l, why);
    if (e) return e;
    const struct agency *a = city ? root(&l) : find(&l, in->code);
    if (!a)
        return problem_set(why, ERR_NOT_FOUND, ZH_agency_unknown, "agency", city ? "" : in->code,
                           NULL);
    put_self(&l, a, out);
    put_rows(&l, in, out);
    return ERR_OK;
}
