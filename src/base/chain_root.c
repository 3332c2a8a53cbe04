/* Section 3 of docs/audit-format.md: leaves, root and inclusion proofs. */
#include <assert.h>
#include <string.h>

#include "base/chain.h"

void chain_leaf(const struct chain_tip *tip, uint8_t out[SM_DIGEST])
{
    uint8_t bytes[1 + 2 * 8 + SM_DIGEST] = {0x00};
    chain_put64(bytes + 1, tip->chain);
    chain_put64(bytes + 9, tip->n);
    memcpy(bytes + 17, tip->digest, SM_DIGEST);
    sm_digest(bytes, sizeof bytes, out);
}

static void join(const uint8_t left[SM_DIGEST], const uint8_t right[SM_DIGEST],
                 uint8_t out[SM_DIGEST])
{
    uint8_t bytes[1 + 2 * SM_DIGEST] = {0x01};
    memcpy(bytes + 1, left, SM_DIGEST);
    memcpy(bytes + 1 + SM_DIGEST, right, SM_DIGEST);
    sm_digest(bytes, sizeof bytes, out);
}

/* The stack holds the roots of the perfect trees that make up count, largest first, as in a binary
 * counter. */
bool chain_merkle_add(struct chain_merkle *m, const struct chain_tip *tip)
{
    if (m->count > 0 && tip->chain <= m->last) return false;
    int depth = __builtin_popcountll((unsigned long long)m->count);
    chain_leaf(tip, m->stack[depth]);
    for (int64_t c = m->count; c & 1; c >>= 1, depth--)
        join(m->stack[depth - 1], m->stack[depth], m->stack[depth - 1]);
    m->count++;
    m->last = tip->chain;
    return true;
}

bool chain_merkle_add_tree(struct chain_merkle *m, int levels, int64_t last,
                           const uint8_t root[SM_DIGEST])
{
    assert((m->count & ((INT64_C(1) << levels) - 1)) == 0);
    if (m->count > 0 && last <= m->last) return false;
    int depth = __builtin_popcountll((unsigned long long)m->count);
    memcpy(m->stack[depth], root, SM_DIGEST);
    for (int64_t c = m->count >> levels; c & 1; c >>= 1, depth--)
        join(m->stack[depth - 1], m->stack[depth], m->stack[depth - 1]);
    m->count += INT64_C(1) << levels;
    m->last = last;
    return true;
}

void chain_merkle_root(const struct chain_merkle *m, uint8_t out[SM_DIGEST])
{
    int depth = __builtin_popcountll((unsigned long long)m->count);
    if (depth == 0) {
        sm_digest("", 0, out);
        return;
    }
    memcpy(out, m->stack[depth - 1], SM_DIGEST);
    for (int i = depth - 1; i-- > 0;) join(m->stack[i], out, out);
}

static size_t split(size_t count)
{
    size_t k = 1;
    while (k * 2 < count) k *= 2;
    return k;
}

static void root_of(const struct chain_tip *tips, size_t count, uint8_t out[SM_DIGEST])
{
    struct chain_merkle m = {0};
    for (size_t i = 0; i < count; i++) {
        bool ascending = chain_merkle_add(&m, &tips[i]);
        assert(ascending);
        (void)ascending;
    }
    chain_merkle_root(&m, out);
}

void chain_prove(const struct chain_tip *tips, size_t count, size_t index, struct chain_proof *out)
{
    assert(index < count);
    *out = (struct chain_proof){.index = (int64_t)index, .count = (int64_t)count};
    uint8_t down[CHAIN_PROOF_MAX][SM_DIGEST]; /* siblings from the root down */
    while (count > 1) {
        size_t k = split(count);
        bool left = index < k;
        root_of(left ? tips + k : tips, left ? count - k : k, down[out->n++]);
        tips = left ? tips : tips + k;
        index = left ? index : index - k;
        count = left ? k : count - k;
    }
    for (size_t i = 0; i < out->n; i++) memcpy(out->sibling[i], down[out->n - 1 - i], SM_DIGEST);
}

bool chain_proof_holds(const struct chain_proof *p, const struct chain_tip *tip,
                       const uint8_t root[SM_DIGEST])
{
    bool left[CHAIN_PROOF_MAX]; /* from the root down: whether the leaf is in the left half */
    size_t depth = 0;
    if (p->index < 0 || p->index >= p->count) return false;
    for (size_t index = (size_t)p->index, count = (size_t)p->count; count > 1; depth++) {
        size_t k = split(count);
        left[depth] = index < k;
        index = left[depth] ? index : index - k;
        count = left[depth] ? k : count - k;
    }
    if (depth != p->n) return false;
    uint8_t at[SM_DIGEST];
    chain_leaf(tip, at);
    for (size_t i = 0; i < p->n; i++) {
        bool is_left = left[depth - 1 - i];
        join(is_left ? at : p->sibling[i], is_left ? p->sibling[i] : at, at);
    }
    return memcmp(at, root, SM_DIGEST) == 0;
}
