#include "http/limit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SETS = 4096, WAYS = 4, TOKEN = 60000 };

struct bucket {
    uint64_t key;
    int64_t level, at; /* a token is TOKEN: one millisecond brings exactly per_minute */
};

struct limit {
    pthread_mutex_t lock;
    int64_t per_minute, most;
    uint64_t seed;
    struct bucket buckets[SETS][WAYS];
};

struct limit *limit_new(int per_minute)
{
    struct limit *l = calloc(1, sizeof *l);
    if (!l) return NULL;
    pthread_mutex_init(&l->lock, NULL);
    l->per_minute = per_minute;
    l->most = per_minute < 4 ? TOKEN : (int64_t)per_minute * TOKEN / 4;
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

int limit_take(struct limit *l, const char *key, int64_t now)
{
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find(l, hash(key, l->seed), now);
    int64_t gained = now > b->at ? (now - b->at) * l->per_minute : 0;
    if (gained > 0) {
        b->level = gained > l->most - b->level ? l->most : b->level + gained;
        b->at = now;
    }
    int64_t lacking = TOKEN - b->level, second = l->per_minute * 1000;
    if (lacking <= 0) b->level -= TOKEN;
    pthread_mutex_unlock(&l->lock);
    return lacking > 0 ? (int)((lacking + second - 1) / second) : 0;
}

void limit_key(const char *address, char out[LIMIT_KEY])
{
    struct in6_addr six;
    snprintf(out, LIMIT_KEY, "%s", address);
    if (inet_pton(AF_INET6, address, &six) != 1) return;
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        inet_ntop(AF_INET, &six.s6_addr[12], out, LIMIT_KEY);
        return;
    }
    memset(&six.s6_addr[8], 0, 8);
    inet_ntop(AF_INET6, &six, out, LIMIT_KEY);
}
