/* Building the packed file from rows, and refreshing it: old persons are taken over as they are,
 * those with an entry in the log since are read again. */
#include "store/packed.h"

#include "store/core.h"

#define PAGE 2000
#define PAGE_MEMORY ((size_t)512 << 20)

const char *packed_path(const struct store *s)
{
    return s->packed_path;
}

struct updating {
    struct data d; /* with an arena of its own */
    struct packed_writer *w;
    struct packed_counts *n;
};

static enum err put_rows(struct updating *k, const struct facts_range *range, int64_t *last,
                         size_t *count, struct problem *why)
{
    struct evaluation_facts *f;
    arena_reset(k->d.arena);
    enum err e = facts_load(&k->d, range, &f, count, why);
    for (size_t i = 0; !e && i < *count; i++) packed_put(k->w, &f[i]);
    if (e || !*count) return e;
    *last = f[*count - 1].person_id;
    k->n->read += (int64_t)*count;
    k->n->persons += (int64_t)*count;
    return ERR_OK;
}

static enum err build(struct updating *k, struct problem *why)
{
    struct facts_range range = {1, INT64_MAX, PAGE};
    size_t count = PAGE;
    enum err e = ERR_OK;
    *k->n = (struct packed_counts){.rebuilt = true};
    while (!e && count == PAGE) {
        int64_t last = 0;
        e = put_rows(k, &range, &last, &count, why);
        range.from = last + 1;
    }
    return e;
}

struct changed {
    const int64_t *ids;
    size_t count, at;
};

/* Reads anew those changed persons whose id is up to that one, which is among them or not. */
static enum err put_changed(struct updating *k, struct changed *c, int64_t through, bool *itself,
                            struct problem *why)
{
    enum err e = ERR_OK;
    *itself = false;
    while (!e && c->at < c->count && c->ids[c->at] <= through) {
        int64_t id = c->ids[c->at++], last;
        size_t count;
        struct facts_range one = {id, id, 1};
        *itself = id == through;
        e = put_rows(k, &one, &last, &count, why);
    }
    return e;
}

/* ERR_NOT_FOUND: the old file is damaged. */
static enum err merge(struct updating *k, const struct packed *old, struct changed *c,
                      struct problem *why)
{
    struct packed_reader *r = packed_reader_new(old);
    enum err e = r ? ERR_OK : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    const struct evaluation_facts *f;
    bool itself;
    *k->n = (struct packed_counts){0};
    for (size_t i = 0; !e && i < packed_blocks(old); i++) {
        if (!packed_block(r, i)) e = ERR_NOT_FOUND;
        while (!e && (f = packed_next(r))) {
            e = put_changed(k, c, f->person_id, &itself, why);
            if (e || itself) continue;
            packed_put(k->w, f);
            k->n->persons++;
        }
    }
    packed_reader_free(r);
    return e ? e : put_changed(k, c, INT64_MAX, &itself, why);
}

/* Whom to read anew; false: too many, or the file rests on another log. */
static enum err find_changed(struct updating *k, const struct packed *old, struct arena *a,
                             struct changed *c, bool *usable, struct problem *why)
{
    struct facts_head head = packed_head(old);
    struct data d = k->d;
    int64_t *ids;
    d.arena = a;
    enum err e = facts_head_known(&d, &head, usable, why);
    if (e || !*usable) return e;
    e = facts_changed(&d, head.seq, &ids, &c->count, why);
    c->ids = ids;
    while (c->at < c->count && ids[c->at] <= 0) c->at++; /* other subjects */
    *usable = c->count - c->at <= (size_t)packed_persons(old) / 4 + 100;
    return e;
}

static enum err write_file(struct updating *k, const char *path, const struct packed *old,
                           struct changed *c, struct problem *why)
{
    struct facts_head head;
    enum err e = facts_head(&k->d, &head, why);
    if (!e) e = packed_begin(path, &k->w, why);
    if (e) return e;
    e = old ? merge(k, old, c, why) : build(k, why);
    enum err finished = packed_finish(k->w, e ? NULL : &head, why);
    return e ? e : finished;
}

static enum err refresh(struct updating *k, const char *path, struct arena *a, bool *done,
                        struct problem *why)
{
    struct packed *old;
    struct changed c = {0};
    *done = false;
    if (packed_open(path, &old, NULL)) return ERR_OK;
    enum err e = find_changed(k, old, a, &c, done, why);
    if (!e && *done && c.at < c.count) e = write_file(k, path, old, &c, why);
    else if (!e && *done) *k->n = (struct packed_counts){.persons = packed_persons(old)};
    packed_close(old);
    if (e != ERR_NOT_FOUND) return e;
    *done = false; /* damaged: from rows */
    return ERR_OK;
}

enum err packed_update(const struct data *d, const char *path, bool rebuild,
                       struct packed_counts *out, struct problem *why)
{
    struct updating k = {.d = *d, .n = out};
    struct arena *list = arena_new(PAGE_MEMORY);
    bool done = false;
    k.d.arena = arena_new(PAGE_MEMORY);
    enum err e =
        list && k.d.arena ? ERR_OK : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e && !rebuild) e = refresh(&k, path, list, &done, why);
    if (!e && !done) e = write_file(&k, path, NULL, NULL, why);
    if (k.d.arena) arena_free(k.d.arena);
    arena_free(list);
    return e;
}
