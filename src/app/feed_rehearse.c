#include "app/feed_rehearse.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 200 /* rows, and the rest of the last person's */

enum err feed_rehearsal_add(struct feed_rehearsal *r, const struct feed_item *item,
                            struct problem *why)
{
    if (r->count == r->capacity) {
        size_t capacity = r->capacity ? r->capacity * 2 : 1024;
        struct feed_item *items = realloc(r->items, capacity * sizeof *items);
        if (!items) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
        r->items = items;
        r->capacity = capacity;
    }
    struct feed_item *mine = &r->items[r->count];
    *mine = *item;
    mine->name = strdup(item->name);
    if (!mine->name) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    mine->n = (int64_t)++r->count;
    return ERR_OK;
}

void feed_rehearsal_free(struct feed_rehearsal *r)
{
    for (size_t i = 0; i < r->count; i++) free((char *)r->items[i].name);
    free(r->items);
    *r = (struct feed_rehearsal){0};
}

struct rehearsing {
    const struct call *call;
    const struct feed *f;
    struct feed_rehearsal *r;
    size_t first, end;                         /* whole people */
    uint64_t certifies, holds, contradictions; /* of the chunk: a write may be run twice */
};

/* Does a row of the feed give the number a name that is not ours, on a day that still speaks? As
 * feeds_other_names asks it of the store. */
static bool other_name(const struct rehearsing *k, size_t from, size_t to)
{
    struct date last = DATE_NONE;
    for (size_t i = from; i < to; i++) {
        const struct feed_item *x = &k->r->items[i];
        if (!x->name_agrees && x->kind >= FEED_OTHER_FIRST && x->kind <= FEED_OTHER_LAST)
            last = date_max(last, x->on);
    }
    return date_is_set(last) && evidence_fresh(&k->call->app->law, last);
}

static size_t end_of_person(const struct feed_rehearsal *r, size_t i)
{
    int64_t id = r->items[i].person_id;
    while (i < r->count && r->items[i].person_id == id) i++;
    return i;
}

static enum err one_person(struct rehearsing *k, struct write *w, size_t from, size_t to,
                           struct problem *why)
{
    bool certified = false, held = false, other = other_name(k, from, to);
    for (size_t i = from; i < to; i++) {
        struct feed_item item = k->r->items[i];
        struct evidence_done done;
        item.other_name = other;
        enum err e = feed_apply_item(k->call, w, k->f, &item, &done, why);
        if (e) return e;
        certified |= done.certified;
        held |= done.checks > 0;
        k->contradictions += (uint64_t)done.contradictions;
    }
    k->certifies += certified;
    k->holds += held;
    return ERR_OK;
}

static enum err chunk(struct write *w, void *ctx, struct problem *why)
{
    struct rehearsing *k = ctx;
    k->certifies = k->holds = k->contradictions = 0;
    for (size_t i = k->first; i < k->end;) {
        size_t to = end_of_person(k->r, i);
        enum err e = one_person(k, w, i, to, why);
        if (e) return e;
        i = to;
    }
    return ERR_OK;
}

static int by_person(const void *a, const void *b)
{
    const struct feed_item *x = a, *y = b;
    if (x->person_id != y->person_id) return x->person_id < y->person_id ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

enum err feed_rehearse(const struct call *call, const struct feed *f, struct feed_rehearsal *r,
                       struct problem *why)
{
    struct rehearsing k = {.call = call, .f = f, .r = r};
    enum err e = ERR_OK;
    if (r->count) qsort(r->items, r->count, sizeof *r->items, by_person);
    while (!e && k.end < r->count) {
        k.first = k.end;
        while (k.end < r->count && k.end - k.first < CHUNK) k.end = end_of_person(r, k.end);
        e = app_go_on(call, call->watch ? (uint64_t)call->watch->rows : 0, why);
        if (!e) e = app_bulk(call, chunk, &k, why);
        r->certifies += k.certifies;
        r->holds += k.holds;
        r->contradictions += k.contradictions;
    }
    return e;
}
