/* Section 5 of docs/audit-format.md. */
#include "base/chain_walk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct link {            /* one chain on the way */
    struct chain_tip at; /* the last entry that was right */
    int64_t tip, head;   /* n that the stored tip and the newest head claim; tip 0: no stored tip */
    uint8_t tip_digest[SM_DIGEST];
    uint8_t head_digest[SM_DIGEST]; /* of entry number head, once it went by */
    uint32_t outside;               /* place in `leaf` + 1; 0: none */
};

struct leaf {
    struct chain_tip tip;
    bool seen;
};

struct stored_head {
    struct chain_head head;
    bool seen;
};

struct chain_walk {
    const struct sm_pair *key;
    struct chain_result result;
    uint32_t *index; /* open addressing: place in `link` + 1, 0 is free */
    size_t index_size;
    struct link *link;
    size_t links, link_cap;
    struct leaf *leaf;
    size_t leaves, leaf_cap;
    struct stored_head *outside;
    size_t outsides, outside_cap;
    struct chain_head newest;
    struct chain_merkle covered; /* what the newest head covers, of the parts that have ended */
};

struct chain_walk *chain_walk_new(const struct sm_pair *key)
{
    struct chain_walk *w = calloc(1, sizeof *w);
    if (w) w->key = key;
    return w;
}

void chain_walk_free(struct chain_walk *w)
{
    if (!w) return;
    free(w->index);
    free(w->link);
    free(w->leaf);
    free(w->outside);
    free(w);
}

static bool broken(struct chain_walk *w, struct chain_break where)
{
    if (w->result.first.fault == CHAIN_OK) w->result.first = where;
    return false;
}

static bool stopped(const struct chain_walk *w)
{
    return w->result.memory || w->result.first.fault != CHAIN_OK;
}

/* Room for one more element; false when memory is out. */
static bool grow(struct chain_walk *w, void **array, size_t *cap, size_t n, size_t size)
{
    if (n < *cap) return true;
    size_t more = *cap ? *cap + *cap / 2 : 1024;
    void *p = more < UINT32_MAX ? realloc(*array, more * size) : NULL;
    if (!p) return !(w->result.memory = true);
    *array = p;
    *cap = more;
    return true;
}

/* ---- From chain to link ---- */

static size_t spread(int64_t chain)
{
    uint64_t x = (uint64_t)chain * 0x9E3779B97F4A7C15u;
    return (size_t)(x ^ x >> 29);
}

static bool rehash(struct chain_walk *w)
{
    size_t size = w->index_size ? w->index_size * 2 : 4096;
    uint32_t *index = calloc(size, sizeof *index);
    if (!index) return !(w->result.memory = true);
    for (uint32_t k = 0; k < w->links; k++) {
        size_t i = spread(w->link[k].at.chain) & (size - 1);
        while (index[i]) i = (i + 1) & (size - 1);
        index[i] = k + 1;
    }
    free(w->index);
    w->index = index;
    w->index_size = size;
    return true;
}

/* The link of a chain, made when there is none; NULL when memory is out. Valid until the next call.
 */
static struct link *link_of(struct chain_walk *w, int64_t chain)
{
    if (w->links * 4 >= w->index_size * 3 && !rehash(w)) return NULL;
    size_t i = spread(chain) & (w->index_size - 1);
    for (; w->index[i]; i = (i + 1) & (w->index_size - 1))
        if (w->link[w->index[i] - 1].at.chain == chain) return &w->link[w->index[i] - 1];
    if (!grow(w, (void **)&w->link, &w->link_cap, w->links, sizeof *w->link)) return NULL;
    w->link[w->links] = (struct link){.at.chain = chain};
    w->index[i] = (uint32_t)++w->links;
    return &w->link[w->links - 1];
}

/* ---- Feeding ---- */

bool chain_walk_outside_head(struct chain_walk *w, const struct chain_head *h)
{
    if (stopped(w) ||
        !grow(w, (void **)&w->outside, &w->outside_cap, w->outsides, sizeof *w->outside))
        return false;
    w->outside[w->outsides++] = (struct stored_head){.head = *h};
    return true;
}

bool chain_walk_outside_leaf(struct chain_walk *w, const struct chain_tip *leaf)
{
    struct link *l = stopped(w) ? NULL : link_of(w, leaf->chain);
    if (!l || !grow(w, (void **)&w->leaf, &w->leaf_cap, w->leaves, sizeof *w->leaf)) return false;
    w->leaf[w->leaves++] = (struct leaf){.tip = *leaf};
    l->outside = (uint32_t)w->leaves;
    return true;
}

bool chain_walk_tip(struct chain_walk *w, const struct chain_tip *tip, int64_t head)
{
    struct link *l = stopped(w) ? NULL : link_of(w, tip->chain);
    if (!l) return false;
    if (tip->n < 1 || head < 0 || head > tip->n || l->tip != 0)
        return broken(w, (struct chain_break){CHAIN_TIP, tip->chain, tip->n, 0});
    l->tip = tip->n;
    l->head = head;
    memcpy(l->tip_digest, tip->digest, SM_DIGEST);
    return true;
}

bool chain_walk_entry(struct chain_walk *w, const struct chain_entry *e,
                      const uint8_t digest[SM_DIGEST])
{
    struct link *l = stopped(w) ? NULL : link_of(w, e->chain);
    if (!l) return false;
    enum chain_fault fault = chain_verify_step(&l->at, e, digest);
    /* A gap is named by the entry that is missing, a repetition by the one that is there again. */
    int64_t n = fault == CHAIN_N && e->n > l->at.n ? l->at.n + 1 : e->n;
    if (fault != CHAIN_OK) return broken(w, (struct chain_break){fault, e->chain, n, 0});
    if (l->at.n == l->head) memcpy(l->head_digest, digest, SM_DIGEST);
    struct leaf *leaf = l->outside ? &w->leaf[l->outside - 1] : NULL;
    if (leaf && leaf->tip.n == e->n) {
        leaf->seen = true;
        if (memcmp(leaf->tip.digest, digest, SM_DIGEST) != 0)
            return broken(w, (struct chain_break){CHAIN_OUTSIDE, e->chain, e->n, 0});
    }
    w->result.entries++;
    return true;
}

bool chain_walk_malformed(struct chain_walk *w, struct chain_break where)
{
    assert(where.fault != CHAIN_OK);
    return stopped(w) ? false : broken(w, where);
}

static bool head_broken(struct chain_walk *w, enum chain_fault fault, int64_t day)
{
    return broken(w, (struct chain_break){.fault = fault, .day = day});
}

/* Step 4: all outside heads of this day say what the stored one says. The signature is fresh at
 * every signing: not compared. */
static bool agrees_outside(struct chain_walk *w, const struct chain_head *h)
{
    for (size_t i = 0; i < w->outsides; i++) {
        struct stored_head *o = &w->outside[i];
        if (o->head.day != h->day) continue;
        o->seen = true;
        if (o->head.count != h->count || memcmp(o->head.root, h->root, SM_DIGEST) != 0)
            return false;
    }
    return true;
}

bool chain_walk_head(struct chain_walk *w, const struct chain_head *h)
{
    if (stopped(w)) return false;
    if (w->result.heads > 0 && h->day <= w->newest.day) return head_broken(w, CHAIN_DAY, h->day);
    if (w->key && !chain_head_verify(h, w->key)) return head_broken(w, CHAIN_SIGNATURE, h->day);
    if (!agrees_outside(w, h)) return head_broken(w, CHAIN_OUTSIDE, h->day);
    w->newest = *h;
    w->result.heads++;
    return true;
}

/* ---- The end ---- */

static int by_chain(const void *a, const void *b)
{
    int64_t x = ((const struct link *)a)->at.chain, y = ((const struct link *)b)->at.chain;
    return (x > y) - (x < y);
}

/* Step 2, and what of a snapshot never came by. */
static bool link_ends(struct chain_walk *w, const struct link *l)
{
    struct chain_break where = {CHAIN_TIP, l->at.chain, l->at.n, 0};
    if (l->at.n != l->tip) {
        where.n = (l->at.n < l->tip ? l->at.n : l->tip) +
                  1; /* the first entry that one of the two lacks */
        return broken(w, where);
    }
    if (l->tip > 0 && memcmp(l->tip_digest, l->at.digest, SM_DIGEST) != 0) return broken(w, where);
    const struct leaf *leaf = l->outside ? &w->leaf[l->outside - 1] : NULL;
    if (leaf && !leaf->seen)
        return broken(w, (struct chain_break){CHAIN_OUTSIDE, l->at.chain, l->at.n + 1, 0});
    return true;
}

/* Step 3: the newest head over what its tips were. */
static bool newest_head_fits(struct chain_walk *w)
{
    uint8_t root[SM_DIGEST];
    if (w->covered.count != w->newest.count) return head_broken(w, CHAIN_COUNT, w->newest.day);
    chain_merkle_root(&w->covered, root);
    if (w->result.heads > 0 && memcmp(root, w->newest.root, SM_DIGEST) != 0)
        return head_broken(w, CHAIN_ROOT, w->newest.day);
    return true;
}

static bool link_covered(struct chain_walk *w, const struct link *l)
{
    struct chain_tip t = {.chain = l->at.chain, .n = l->head};
    memcpy(t.digest, l->head_digest, SM_DIGEST);
    return l->head == 0 || chain_merkle_add(&w->covered, &t) ||
           broken(w, (struct chain_break){CHAIN_TIP, l->at.chain, l->at.n, 0});
}

bool chain_walk_part(struct chain_walk *w)
{
    if (stopped(w)) return false;
    w->result.chains += (int64_t)w->links;
    if (w->links) qsort(w->link, w->links, sizeof *w->link, by_chain);
    for (size_t i = 0; i < w->links; i++)
        if (!link_ends(w, &w->link[i]) || !link_covered(w, &w->link[i])) return false;
    w->links = 0;
    if (w->index_size) memset(w->index, 0, w->index_size * sizeof *w->index);
    return true;
}

bool chain_walk_end(struct chain_walk *w)
{
    if (!chain_walk_part(w)) return false;
    w->result.outside = (int64_t)(w->leaves + w->outsides);
    for (size_t i = 0; i < w->outsides; i++)
        if (!w->outside[i].seen) return head_broken(w, CHAIN_OUTSIDE, w->outside[i].head.day);
    return newest_head_fits(w);
}

struct chain_result chain_walk_result(const struct chain_walk *w)
{
    return w->result;
}
