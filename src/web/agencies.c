/* M9: the agencies, one level at a time; the reference file rules, so nothing is changed here. */
#include "app/agency_tree.h"

#include <stdlib.h>
#include <string.h>

#include "web/page.h"

#define PAGE_MOST 9999
#define USERS_MOST 20

static const char *level_word(enum agency_level level)
{
    static const enum zh_id words[] = {ZH_none, ZH_agencypage_level1, ZH_agencypage_level2,
                                       ZH_agencypage_level3, ZH_agencypage_level4};
    return zh_text(words[level]);
}

static struct view_text url_of(struct turn *t, const char *code)
{
    return view_text(arena_print(t->arena, "/staff/agencies?code=%s", code));
}

static void put_self(struct turn *t, const struct agency_tree *tree, struct tmpl_agencies_model *m)
{
    const struct agency *a = tree->self.a;
    struct tmpl_agencies_up *up = ARENA_ARRAY(t->arena, struct tmpl_agencies_up, 4);
    struct tmpl_agencies_former *former =
        ARENA_ARRAY(t->arena, struct tmpl_agencies_former, tree->former_count + 1);
    for (size_t i = 0; i < tree->up_count; i++)
        up[i] =
            (struct tmpl_agencies_up){url_of(t, tree->up[i]->code), view_text(tree->up[i]->name)};
    for (size_t i = 0; i < tree->former_count; i++)
        former[i].text = view_text(frame_print(t, ZH_agencypage_former_row, tree->former[i].name,
                                               date_print(tree->former[i].valid_from).s));
    m->name = view_text(a->name);
    m->code = view_text(a->code);
    m->level = view_text(level_word(a->level));
    m->pays = agency_may_pay(a->code);
    m->since = a->valid_from;
    m->up = up, m->up_n = tree->up_count;
    m->former = former, m->former_n = tree->former_count;
    if (tree->department) m->department = view_text(tree->department->name);
    m->give_url = view_text(arena_print(t->arena, "/staff/users?agency=%s", a->code));
}

static void put_users(struct turn *t, const struct agency_tree *tree, struct tmpl_agencies_model *m)
{
    struct tmpl_agencies_user *users = ARENA_ARRAY(t->arena, struct tmpl_agencies_user, USERS_MOST);
    for (size_t i = 0; i < tree->user_count && i < USERS_MOST; i++) {
        const struct agency_user *u = &tree->users[i];
        const char *url = arena_print(t->arena, "/staff/users?login=%s", u->who.login);
        users[m->users_n++] =
            (struct tmpl_agencies_user){view_text(url), view_text(u->name), view_text(u->who.login),
                                        view_text(word_role(u->who.role))};
    }
    m->users = users;
    m->more_users = tree->user_count > USERS_MOST;
}

static void put_rows(struct turn *t, const struct agency_tree *tree, struct tmpl_agencies_model *m)
{
    struct tmpl_agencies_row *rows =
        ARENA_ARRAY(t->arena, struct tmpl_agencies_row, tree->row_count + 1);
    for (size_t i = 0; i < tree->row_count; i++) {
        const struct agency_row *r = &tree->rows[i];
        rows[i] = (struct tmpl_agencies_row){
            .url = url_of(t, r->a->code),
            .name = view_text(r->a->name),
            .code = view_text(r->a->code),
            .level = view_text(level_word(r->a->level)),
            .pays = agency_may_pay(r->a->code),
            .below = (int64_t)r->below,
            .users = (int64_t)r->staff,
        };
    }
    m->rows = rows, m->rows_n = tree->row_count;
    m->count = (int64_t)tree->total;
}

enum err page_agencies(struct turn *t, struct problem *why)
{
    struct agency_tree tree;
    const char *page = http_get(t->q->query, "page");
    long at = page && strlen(page) < 6 ? strtol(page, NULL, 10) : 1;
    if (at < 1 || at > PAGE_MOST) at = 1;
    struct agency_tree_wanted wanted = {.code = http_get(t->q->query, "code"),
                                        .query = http_get(t->q->query, "q"),
                                        .page = (size_t)at - 1};
    enum err e = agency_tree(&t->call, &wanted, &tree, why);
    if (e) return e;
    struct tmpl_agencies_model m = {.page = frame_staff(t, zh_text(ZH_agencypage_title)),
                                    .query = view_text(wanted.query),
                                    .found = wanted.query && *wanted.query,
                                    .previous = at - 1};
    if ((size_t)at * AGENCY_PAGE < tree.total) m.next = at + 1;
    m.page.on_users = true;
    put_self(t, &tree, &m);
    put_users(t, &tree, &m);
    put_rows(t, &tree, &m);
    tmpl_agencies(&t->r->body, &m);
    return ERR_OK;
}
