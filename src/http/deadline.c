#include "http/deadline.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct watch {
    struct watch *next, *prev;
    int64_t due; /* milliseconds; 0: none */
    int fd;
};

struct deadlines {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct watch head; /* a ring */
    bool stop;
};

int64_t deadlines_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sweep(struct deadlines *d)
{
    int64_t now = deadlines_now();
    for (struct watch *w = d->head.next; w != &d->head; w = w->next)
        if (w->due && now >= w->due) {
            shutdown(w->fd, SHUT_RDWR); /* the event thread sees the end and closes it */
            w->due = 0;
        }
}

static void *watch_thread(void *arg)
{
    struct deadlines *d = arg;
    pthread_mutex_lock(&d->lock);
    while (!d->stop) {
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        t.tv_nsec += 250000000;
        t.tv_sec += t.tv_nsec / 1000000000;
        t.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&d->wake, &d->lock, &t);
        sweep(d);
    }
    pthread_mutex_unlock(&d->lock);
    return NULL;
}

struct deadlines *deadlines_new(void)
{
    struct deadlines *d = calloc(1, sizeof *d);
    if (!d) return NULL;
    d->head.next = d->head.prev = &d->head;
    pthread_mutex_init(&d->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&d->wake, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&d->thread, NULL, watch_thread, d) == 0) return d;
    free(d);
    return NULL;
}

void deadlines_free(struct deadlines *d)
{
    if (!d) return;
    pthread_mutex_lock(&d->lock);
    d->stop = true;
    pthread_cond_signal(&d->wake);
    pthread_mutex_unlock(&d->lock);
    pthread_join(d->thread, NULL);
    while (d->head.next != &d->head) deadlines_remove(d, d->head.next);
    pthread_cond_destroy(&d->wake);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

struct watch *deadlines_add(struct deadlines *d, int fd, int seconds)
{
    struct watch *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->fd = fd;
    w->due = seconds ? deadlines_now() + (int64_t)seconds * 1000 : 0;
    pthread_mutex_lock(&d->lock);
    w->next = &d->head;
    w->prev = d->head.prev;
    w->prev->next = d->head.prev = w;
    pthread_mutex_unlock(&d->lock);
    return w;
}

void deadlines_set(struct deadlines *d, struct watch *w, int seconds)
{
    if (!w) return;
    pthread_mutex_lock(&d->lock);
    w->due = seconds ? deadlines_now() + (int64_t)seconds * 1000 : 0;
    pthread_mutex_unlock(&d->lock);
}

void deadlines_remove(struct deadlines *d, struct watch *w)
{
    if (!w) return;
    pthread_mutex_lock(&d->lock);
    w->prev->next = w->next;
    w->next->prev = w->prev;
    pthread_mutex_unlock(&d->lock);
    free(w);
}
