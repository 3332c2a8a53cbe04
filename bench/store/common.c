#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

void latency_add(struct latencies *l, double seconds)
{
    if (l->count == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 4096;
        l->us = realloc(l->us, l->cap * sizeof *l->us);
        if (!l->us) abort();
    }
    l->us[l->count++] = (uint32_t)(seconds * 1e6);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

double latency_at(struct latencies *l, double share)
{
    if (l->count == 0) return 0;
    qsort(l->us, l->count, sizeof *l->us, by_value);
    return l->us[(size_t)((double)(l->count - 1) * share)] / 1000.0;
}

static _Atomic int64_t sequence;

void certified_begin(void)
{
    sequence = INT64_C(1) << 62 | ((int64_t)time(NULL) + 2 - 1577836800) * 1000
                                      << 21; /* after all ids so far: rows append */
}

void certified_make(struct certified *c, const struct plan *plan, uint64_t *random)
{
    int64_t base = atomic_fetch_add(&sequence, 8) + 8;
    c->person = plan->first_person + (int64_t)(random_next(random) % (uint64_t)plan->people);
    c->finding_seq = base;
    c->certification_seq = base + 1;
    c->request_id = base + 2;
    c->audit_seq = base + 3;
    c->moment = 1795395600000000;
    for (size_t i = 0; i + 8 <= FINDING_SIZE; i += 8) {
        uint64_t bits = random_next(random);
        for (size_t k = 0; k < 8; k++) c->finding[i + k] = (uint8_t)(bits >> 8 * k);
    }
}
