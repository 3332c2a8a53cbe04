#include "http/limit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SETS = 4096, WAYS = 4 };

struct bucket {
    uint64_t key;
    int64_t millitokens, at;
};

struct limit {
    pthread_mutex_t lock;
    int64_t per_second_milli, most;
    uint64_t seed;
    struct bucket buckets[SETS][WAYS];
};

struct limit *limit_new(int per_minute, int burst)
{
    struct limit *l = calloc(1, sizeof *l);
    if (!l) return NULL;
    pthread_mutex_init(&l->lock, NULL);
    l->per_second_milli = (int64_t)per_minute * 1000 / 60;
    l->most = (int64_t)burst * 1000;
    if (getrandom(&l->seed, sizeof l->seed, 0) != (ssize_t)sizeof l->seed)
        l->seed = (uint64_t)(uintptr_t)l;
    return l;
}

void limit_free(struct limit *l)
{
    if (!l) return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

/* FNV-1a with a seed and a final mix: an attacker who could choose addresses cannot aim at one set.
 */
static uint64_t hash(const char *s, uint64_t seed)
{
    uint64_t h = 1469598103934665603u ^ seed;
    for (; *s; s++) h = (h ^ (unsigned char)*s) * 1099511628211u;
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    h ^= h >> 32;
    return h ? h : 1;
}

static struct bucket *find(struct limit *l, uint64_t key, int64_t now)
{
    struct bucket *set = l->buckets[key % SETS], *oldest = &set[0];
    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key) return &set[i];
        if (set[i].at < oldest->at || !set[i].key) oldest = &set[i];
    }
    *oldest = (struct bucket){key, l->most, now};
    return oldest;
}

bool limit_take(struct limit *l, const char *key, int64_t now)
{
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find(l, hash(key, l->seed), now);
    int64_t gained = now > b->at ? (now - b->at) * l->per_second_milli / 1000 : 0;
    if (gained > 0) {
        b->millitokens = gained > l->most - b->millitokens ? l->most : b->millitokens + gained;
        b->at = now;
    }
    bool ok = b->millitokens >= 1000;
    if (ok) b->millitokens -= 1000;
    pthread_mutex_unlock(&l->lock);
    return ok;
}
