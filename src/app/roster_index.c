#include "app/roster_index.h"

#include <string.h>

#include "store/facts.h"

#define LIST_MEMORY ((size_t)512 << 20)
#define MANY_CHANGED                                                                               \
    10000 /* then the file is written again: the list of the changed stays short                   \
           */

static uint64_t key_of(const uint8_t tag[32])
{
    uint64_t key;
    memcpy(&key, tag, sizeof key);
    return (key >> 1) + 1; /* an index knows neither 0 nor the highest one */
}

uint64_t roster_key(struct store *s, const char *number)
{
    uint8_t tag[32];
    person_tag(s, number, tag);
    return key_of(tag);
}

/* Numbers on their way into an index. */
struct adding {
    const struct data *d; /* with an arena of its own */
    const char *path;
    struct match_builder *builder;
    struct match_index *old; /* whose keys are not added again; may be NULL */
    int64_t *changed;        /* whose numbers are read again */
    size_t changes;
    int64_t added;
    struct problem why;
};

static void add(void *ctx, const uint8_t tag[32])
{
    struct adding *a = ctx;
    uint64_t key = key_of(tag);
    if (a->old && match_index_find(a->old, key) != MATCH_NOBODY) return;
    if (!a->why.code && !match_builder_add(a->builder, key, 0, &a->why)) a->added++;
}

/* What a file rests on stands in it as its note. */
static struct facts_head head_of(const struct match_index *index)
{
    struct facts_head head;
    _Static_assert(sizeof head <= MATCH_NOTE, "the note holds it");
    memcpy(&head, index->note, sizeof head);
    return head;
}

/* Whose numbers to read again; false: too many, or the file rests on another log. */
static enum err find_changed(struct adding *a, bool *usable, struct problem *why)
{
    struct data d = *a->d;
    struct facts_head head = head_of(a->old);
    enum err e = facts_head_known(&d, &head, usable, why);
    if (e || !*usable) return e;
    e = facts_changed(&d, head.seq, &a->changed, &a->changes, why);
    *usable = a->changes <= a->old->people / 4 + 100;
    return e;
}

/* The file as it is, if it is one to go on from. */
static enum err open_old(struct adding *a, struct problem *why)
{
    bool usable = false;
    if (match_index_open(a->path, &a->old, NULL)) return ERR_OK;
    enum err e = find_changed(a, &usable, why);
    if (usable && !e) return ERR_OK;
    match_index_free(a->old);
    a->old = NULL;
    return e;
}

static enum err read_numbers(struct adding *a, struct problem *why)
{
    struct data d = *a->d;
    struct person_tag_taker taker = {add, a};
    enum err e = a->old ? ERR_OK : person_tags(&d, 0, &taker, why);
    for (size_t i = 0; !e && a->old && i < a->changes; i++)
        if (a->changed[i] > 0) e = person_tags(&d, a->changed[i], &taker, why);
    if (e || !a->why.code) return e;
    *why = a->why;
    return why->code;
}

/* A new index of the old one's numbers, if there is one, and of those read, written for the next
 * time. That it cannot be written is no reason to do without it. */
static enum err build(struct adding *a, struct match_index **out, struct problem *why)
{
    struct data d = *a->d;
    struct facts_head head;
    enum err e = facts_head(&d, &head, why);
    if (!e && a->old) e = match_builder_add_keys(a->builder, a->old->key, a->old->people, why);
    if (!e) e = match_builder_finish(a->builder, out, why);
    if (e) return e;
    memcpy((*out)->note, &head, sizeof head);
    match_index_write(*out, a->path, NULL);
    return ERR_OK;
}

static enum err bring(struct adding *a, struct match_index **out, struct problem *why)
{
    enum err e = open_old(a, why);
    if (e) return e;
    a->builder = match_builder_new(false, a->old ? a->old->people : 0);
    if (!a->builder) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    e = read_numbers(a, why);
    if (e) return e;
    if (!a->old || a->added || a->changes >= MANY_CHANGED) return build(a, out, why);
    *out = a->old;
    return ERR_OK;
}

enum err roster_index(const struct data *d, const char *path, struct match_index **out,
                      struct roster_index_counts *counts, struct problem *why)
{
    struct data own = *d;
    struct adding a = {.d = &own, .path = path};
    *out = NULL;
    own.arena = arena_new(LIST_MEMORY);
    enum err e =
        own.arena ? bring(&a, out, why) : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (counts) *counts = (struct roster_index_counts){.added = a.added, .rebuilt = !a.old};
    match_builder_free(a.builder);
    if (a.old != *out) match_index_free(a.old);
    if (own.arena) arena_free(own.arena);
    return e;
}
