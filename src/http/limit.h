/*
 * Requests per address or account: a token bucket for each of a fixed number of keys (the least
 * used of a set of four makes room for a new one), so that memory is bounded whatever comes: 384
 * KiB. A bucket holds a quarter of a minute's requests. Thread-safe.
 */
#pragma once
#include <stdint.h>

struct limit;

struct limit *limit_new(int per_minute); /* NULL when out of memory */
void limit_free(struct limit *l);
/* Takes one token of that key: 0. Else in how many seconds there is one. now: milliseconds of any
 * monotonic clock. */
int limit_take(struct limit *l, const char *key, int64_t now);

#define LIMIT_KEY 46
/* Whom an address stands for: IPv4 itself, also when it is mapped into IPv6; of IPv6 the /64 that
 * one household or office gets whole. What is no address is its own key. */
void limit_key(const char *address, char out[LIMIT_KEY]);
