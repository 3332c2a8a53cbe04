/*
 * Rows of a feed gathered by part of the index before they are looked up: inside of src/match only.
 *
 * Looked up one by one as they come, rows fall anywhere in the index and in the latest dates, and
 * most of the time is spent waiting for cache lines. A gather holds rows in a stream for each part;
 * when a stream is full, all its rows are looked up, and what is known of the part's people is then
 * small enough for a processor's own cache. There is one gather a thread; a part is worked on by
 * one thread at a time, so its dates need no atomics.
 */
#pragma once
#include "match/lookup.h"

struct match_gathers;

/* One for each of that many threads. NULL: out of memory. */
struct match_gathers *match_gathers_new(struct match_latest *latest, unsigned threads,
                                        const struct match_kernels *kernels);
void match_gathers_free(struct match_gathers *g); /* NULL is allowed */

/* As many threads at a time as were said. */
void match_gathers_add(struct match_gathers *g, const struct match_row *rows, size_t n);

/* Looks up all that is left, on all cores; returns how many rows have matched since it was last
 * asked. Not while match_gathers_add runs. */
uint64_t match_gathers_finish(struct match_gathers *g);
