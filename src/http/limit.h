/*
 * Requests per address: a token bucket for each of a fixed number of addresses (the least used of a
 * set of four makes room for a new one), so that memory is bounded whatever comes. Thread-safe.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct limit;

struct limit *limit_new(int per_minute, int burst); /* NULL when out of memory */
void limit_free(struct limit *l);
/* Takes one token of that key; false when there is none. now: milliseconds of any monotonic clock.
 */
bool limit_take(struct limit *l, const char *key, int64_t now);
