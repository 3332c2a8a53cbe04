#include "http/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pool_fn *fn;
    pthread_t *threads;
    void **ring;
    int threads_n, size, first, count;
    bool stop;
};

static void *work(void *arg)
{
    struct pool *p = arg;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->count && !p->stop) pthread_cond_wait(&p->wake, &p->lock);
        if (!p->count) break;
        void *job = p->ring[p->first];
        p->first = (p->first + 1) % p->size;
        p->count--;
        pthread_mutex_unlock(&p->lock);
        p->fn(job);
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct pool *pool_new(int workers, int queue, pool_fn *fn)
{
    struct pool *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    p->fn = fn;
    p->size = queue;
    p->threads = calloc((size_t)workers, sizeof *p->threads);
    p->ring = calloc((size_t)queue, sizeof *p->ring);
    while (p->threads && p->ring && p->threads_n < workers) {
        if (pthread_create(&p->threads[p->threads_n], NULL, work, p) != 0) break;
        p->threads_n++;
    }
    if (p->threads_n == workers) return p; /* at least one */
    pool_free(p);
    return NULL;
}

bool pool_give(struct pool *p, void *job)
{
    pthread_mutex_lock(&p->lock);
    bool ok = p->count < p->size && !p->stop;
    if (ok) {
        p->ring[(p->first + p->count) % p->size] = job;
        p->count++;
        pthread_cond_signal(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return ok;
}

void pool_finish(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->threads_n; i++) pthread_join(p->threads[i], NULL);
    p->threads_n = 0;
}

void pool_free(struct pool *p)
{
    if (!p) return;
    pool_finish(p);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p->threads);
    free(p->ring);
    free(p);
}
