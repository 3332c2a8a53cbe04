#include "app/level_list.h"

#include <stdlib.h>
#include <string.h>

#include "app/evaluate.h"
#include "app/find.h"
#include "store/search.h"

/* A town's people with all their ids take less than this. */
#define IDS_MEMORY ((size_t)64 << 20)

enum survival level_from_word(const char *word)
{
    for (int i = SURVIVAL_CONFIRMED; i < SURVIVAL_COUNT; i++)
        if (strcmp(word, sweep_level_word((enum survival)i)) == 0) return (enum survival)i;
    return SURVIVAL_UNSET;
}

static int least_known_first(const void *a, const void *b)
{
    const struct sweep_case *x = a, *y = b;
    if (x->level != y->level) return x->level > y->level ? -1 : 1;
    int later = date_cmp(x->before, y->before);
    return later ? later : (x->person_id > y->person_id) - (x->person_id < y->person_id);
}

static enum err residents(const struct call *call, struct arena *arena, struct sweep_asked *asked,
                          struct problem *why)
{
    const char *place = find_place(call->who.agency, arena);
    struct read r = {.arena = arena};
    static const int64_t nobody = 0;
    int64_t *ids = NULL;
    if (!place) return ERR_OK;
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    d.arena = arena;
    e = search_residents(&d, place, &ids, &asked->only_count, why);
    asked->only = ids ? ids : &nobody;
    store_read_end(&r);
    return e;
}

static enum err show(const struct call *call, const struct sweep_case *cases,
                     struct level_list *list, struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    for (size_t i = 0; !e && i < list->row_count; i++) {
        struct person p;
        e = person_load(&d, cases[i].person_id, &p, why);
        if (!e)
            list->rows[i] =
                (struct level_row){p.person_id,          p.name,          p.residence_code,
                                   idnum_mask(p.number), cases[i].before, cases[i].level};
    }
    store_read_end(&r);
    return e;
}

static enum err list_in(const struct call *call, struct arena *arena, struct level_list *list,
                        struct problem *why)
{
    struct evaluation_law now = {call->app->law, call->app->windows, call->app->window_count};
    struct sweep_asked asked = {.now = &now, .within = call->who.agency};
    struct evaluated done = {0};
    now.law.today = call->clock.business_date;
    asked.levels =
        list->level ? 1u << list->level : 1u << SURVIVAL_SIGNS | 1u << SURVIVAL_TO_VERIFY;
    enum err e = residents(call, arena, &asked, why);
    if (!e) e = evaluate_sweep(call, &(struct evaluate){0}, &asked, &done, why);
    if (!e) {
        struct sweep_tally all = sweep_total(&done.r);
        memcpy(list->count, all.level, sizeof list->count);
        list->total = done.r.case_count;
        list->row_count = list->total < LEVEL_ROWS ? list->total : LEVEL_ROWS;
        list->rows = ARENA_ARRAY(call->arena, struct level_row, list->row_count + 1);
        if (list->total) qsort(done.r.cases, list->total, sizeof *done.r.cases, least_known_first);
        e = show(call, done.r.cases, list, why);
    }
    sweep_free(&done.r);
    return e;
}

enum err level_list(const struct call *call, struct level_list *list, struct problem *why)
{
    enum err e = app_authorise(call, ACTION_PERSON_FIND, call->who.agency, why);
    if (!e) e = app_disclose(call, "person.find", 0, why);
    if (e) return e;
    struct arena *arena = arena_new(IDS_MEMORY);
    if (!arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    e = list_in(call, arena, list, why);
    arena_free(arena);
    return e;
}
