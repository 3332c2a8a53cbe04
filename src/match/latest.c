#include "match/latest.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

bool match_latest_init(struct match_latest *t, const struct match_index *index)
{
    *t = (struct match_latest){.index = index};
    t->bytes = (size_t)(index->people ? index->people : 1) * MATCH_DENSE * sizeof *t->cell;
    t->cell = mmap(NULL, t->bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (t->cell == MAP_FAILED) {
        t->cell = NULL;
        return false;
    }
    madvise(t->cell, t->bytes, MADV_HUGEPAGE);
    for (uint32_t part = 0; part < index->parts; part++)
        pthread_mutex_init(&t->part_lock[part], NULL);
    pthread_mutex_init(&t->lock, NULL);
    return true;
}

void match_latest_clear(struct match_latest *t)
{
    memset(t->cell, 0, t->bytes);
    if (t->slot) memset(t->slot, 0, t->slots * sizeof *t->slot);
    t->rare = 0;
}

void match_latest_done(struct match_latest *t)
{
    if (!t->cell) return;
    munmap(t->cell, t->bytes);
    free(t->slot);
    for (uint32_t part = 0; part < t->index->parts; part++)
        pthread_mutex_destroy(&t->part_lock[part]);
    pthread_mutex_destroy(&t->lock);
    *t = (struct match_latest){0};
}

#define DATE_BITS 22
#define KIND_BITS 12
#define DATE_MASK ((UINT64_C(1) << DATE_BITS) - 1)

static size_t home(uint64_t entry, size_t slots)
{
    uint64_t h = (entry >> DATE_BITS) * 0x9E3779B97F4A7C15u;
    return (size_t)(h >> 20) & (slots - 1);
}

static void put(struct match_latest *t, uint64_t entry)
{
    size_t at = home(entry, t->slots);
    while (t->slot[at] && t->slot[at] >> DATE_BITS != entry >> DATE_BITS)
        at = (at + 1) & (t->slots - 1);
    if (!t->slot[at]) t->rare++;
    if (t->slot[at] < entry) t->slot[at] = entry;
}

static bool room(struct match_latest *t, size_t more)
{
    size_t need = (t->rare + more) * 2, slots = t->slots ? t->slots : 4096;
    if (need <= t->slots) return true;
    while (slots < need) slots *= 2;
    struct match_latest bigger = {.slot = calloc(slots, sizeof *bigger.slot), .slots = slots};
    if (!bigger.slot) return false;
    for (size_t i = 0; i < t->slots; i++)
        if (t->slot[i]) put(&bigger, t->slot[i]);
    free(t->slot);
    t->slot = bigger.slot;
    t->slots = slots;
    return true;
}

bool match_latest_add_rare(struct match_latest *t, const struct match_rare *rare, size_t n)
{
    if (n == 0) return true;
    pthread_mutex_lock(&t->lock);
    bool fits = room(t, n);
    for (size_t i = 0; fits && i < n; i++)
        put(t, (uint64_t)rare[i].rank << (DATE_BITS + KIND_BITS) |
                   (uint64_t)rare[i].kind << DATE_BITS | (uint64_t)rare[i].date.day);
    pthread_mutex_unlock(&t->lock);
    return fits;
}

static int by_rank_and_place(const void *a, const void *b, void *place)
{
    const struct match_rare *x = a, *y = b;
    const uint16_t *p = place;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return (p[x->kind] > p[y->kind]) - (p[x->kind] < p[y->kind]);
}

struct match_rare *match_latest_rare(const struct match_latest *t, const uint16_t *place)
{
    struct match_rare *list = t->rare ? calloc(t->rare, sizeof *list) : NULL;
    if (!list) return NULL;
    size_t n = 0;
    for (size_t i = 0; i < t->slots; i++) {
        uint64_t entry = t->slot[i];
        if (!entry) continue;
        list[n++] = (struct match_rare){(uint32_t)(entry >> (DATE_BITS + KIND_BITS)),
                                        (uint16_t)(entry >> DATE_BITS & ((1u << KIND_BITS) - 1)),
                                        {(int32_t)(entry & DATE_MASK)}};
    }
    qsort_r(list, n, sizeof *list, by_rank_and_place, (void *)(uintptr_t)place);
    return list;
}
