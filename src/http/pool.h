/* Worker threads for handlers that may block (the store, a password hash). The queue is bounded; a
 * full one refuses. */
#pragma once
#include <stdbool.h>

struct pool;
typedef void pool_fn(void *job);

struct pool *pool_new(int workers, int queue, pool_fn *fn); /* NULL when out of memory or threads */
bool pool_give(struct pool *p, void *job); /* false: the queue is full, or finished */
void pool_finish(struct pool *p);          /* runs what is queued, then ends the threads */
void pool_free(struct pool *p);            /* finishes it if need be; NULL is allowed */
