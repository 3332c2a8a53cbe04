/*
 * Absolute deadlines: libmicrohttpd's own timeout starts again with every byte, so a client that
 * sends one byte a second would keep its connection for ever. A watch holds every connection's
 * socket and the moment by which it must have done its part; a thread of its own shuts the ones
 * that have not. Thread-safe.
 */
#pragma once
#include <stdint.h>

struct deadlines;
struct watch;

struct deadlines *deadlines_new(void); /* NULL when out of memory or threads */
void deadlines_free(struct deadlines *d);

struct watch *deadlines_add(struct deadlines *d, int fd, int seconds);
void deadlines_set(struct deadlines *d, struct watch *w, int seconds); /* from now; 0: none */
void deadlines_remove(struct deadlines *d, struct watch *w); /* before the socket is closed */

int64_t deadlines_now(void);
