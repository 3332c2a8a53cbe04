/*
 * Memory by lifetime: one arena per request, batch chunk or test. Everything allocated from it goes
 * at once, wiped.
 *
 * An arena has a ceiling in bytes; reaching it is a programming or input fault that the caller sees
 * as NULL from arena_try and as a clean abort of the process from arena_alloc (which is for sizes
 * the program itself decides). Not thread-safe: an arena belongs to one thread at a time.
 */
#pragma once
#include <stddef.h>

struct arena;

struct arena *arena_new(size_t ceiling); /* NULL when out of memory */
void arena_free(struct arena *a);        /* wipes and releases; NULL is allowed */
void arena_reset(struct arena *a);       /* wipes, keeps the first block for reuse */

void *arena_try(struct arena *a, size_t size); /* zeroed, 16-byte aligned; NULL at the ceiling */
/* As arena_try, but never NULL: prints one line and exits 1. */
void *arena_alloc(struct arena *a, size_t size);
char *arena_copy(struct arena *a, const char *s, size_t n); /* terminated copy */
char *arena_print(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))
