#include <stdlib.h>

#include "store/core.h"

#define ARENA_CEILING (256u << 20)

void reader_pool_init(struct readers *r)
{
    *r = (struct readers){.idle = NULL};
    pthread_mutex_init(&r->mutex, NULL);
    pthread_cond_init(&r->free, NULL);
}

static void reader_free(struct reader *one)
{
    db_close(one->db);
    arena_free(one->arena);
    free(one);
}

void reader_pool_close(struct readers *r)
{
    while (r->idle) {
        struct reader *one = r->idle;
        r->idle = one->next;
        reader_free(one);
    }
    pthread_cond_destroy(&r->free);
    pthread_mutex_destroy(&r->mutex);
}

static struct reader *reader_new(void)
{
    struct reader *one = calloc(1, sizeof *one);
    if (!one) return NULL;
    one->arena = arena_new(ARENA_CEILING);
    if (one->arena) return one;
    free(one);
    return NULL;
}

/* An idle reader, or a fresh one without connection while there are fewer than the pool holds; NULL
 * when out of memory. */
static struct reader *take(struct readers *pool)
{
    struct reader *one = NULL;
    pthread_mutex_lock(&pool->mutex);
    while (!pool->idle && pool->open == READERS_MAX) pthread_cond_wait(&pool->free, &pool->mutex);
    if (pool->idle) {
        one = pool->idle;
        pool->idle = one->next;
    } else {
        one = reader_new();
        if (one) pool->open++;
    }
    pthread_mutex_unlock(&pool->mutex);
    return one;
}

/* Newest first: its cache is warm. */
static void give_back(struct readers *pool, struct reader *one)
{
    pthread_mutex_lock(&pool->mutex);
    one->next = pool->idle;
    pool->idle = one;
    pthread_cond_signal(&pool->free);
    pthread_mutex_unlock(&pool->mutex);
}

static void drop_connection(struct reader *one)
{
    db_close(one->db);
    one->db = NULL;
}

/* A connection that went away while it was idle is found here and replaced once. */
static enum err begin(struct store *s, struct reader *one, struct problem *why)
{
    struct db_options options = store_db_options(s, DB_READ);
    enum err e = ERR_OK;
    for (int attempt = 0; attempt < 2; attempt++) {
        if (!one->db) e = db_open(s->url, &options, &one->db, why);
        if (e && why) why->code = ERR_BUSY; /* the store was open: the database is away for now */
        if (e) return ERR_BUSY;
        e = db_begin(one->db, why);
        if (!e || !db_broken(one->db)) return e;
        drop_connection(one);
        e = ERR_OK;
    }
    return problem_set(why, ERR_BUSY, ZH_err_db_busy, "db", NULL);
}

enum err store_read_begin(struct store *s, struct read *r, struct problem *why)
{
    struct reader *one = take(&s->readers);
    if (!one) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err e = begin(s, one, why);
    if (e) {
        give_back(&s->readers, one);
        return e;
    }
    *r = (struct read){s, one->db, one->arena, INT64_MAX, one};
    return ERR_OK;
}

void store_read_end(struct read *r)
{
    struct reader *one = r->impl;
    if (!one) return;
    if (db_broken(one->db)) drop_connection(one);
    else db_rollback(one->db);
    arena_reset(one->arena);
    give_back(&r->store->readers, one);
    *r = (struct read){.store = r->store};
}
