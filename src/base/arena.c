#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 16384u

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
};

struct arena {
    struct block *head; /* newest first; the last one is kept by arena_reset */
    size_t ceiling, used;
};

static struct block *block_new(size_t size)
{
    struct block *b = malloc(sizeof *b + size);
    if (b) *b = (struct block){.size = size};
    return b;
}

struct arena *arena_new(size_t ceiling)
{
    struct arena *a = malloc(sizeof *a);
    struct block *b = block_new(FIRST_BLOCK);
    if (!a || !b) {
        free(a);
        free(b);
        return NULL;
    }
    *a = (struct arena){.head = b, .ceiling = ceiling};
    return a;
}

static void block_free(struct block *b)
{
    explicit_bzero(b->bytes, b->used);
    free(b);
}

void arena_reset(struct arena *a)
{
    while (a->head->next) {
        struct block *b = a->head;
        a->head = b->next;
        block_free(b);
    }
    explicit_bzero(a->head->bytes, a->head->used);
    a->head->used = 0;
    a->used = 0;
}

void arena_free(struct arena *a)
{
    if (!a) return;
    arena_reset(a);
    block_free(a->head);
    free(a);
}

void *arena_try(struct arena *a, size_t size)
{
    if (size > a->ceiling || a->used > a->ceiling - size) return NULL;
    size_t need = (size + 15u) & ~(size_t)15u;
    if (need > a->head->size - a->head->used) {
        size_t grown = a->head->size * 2 > (1u << 20) ? (1u << 20) : a->head->size * 2;
        struct block *b = block_new(need > grown ? need : grown);
        if (!b) return NULL;
        b->next = a->head;
        a->head = b;
    }
    void *p = a->head->bytes + a->head->used;
    a->head->used += need;
    a->used += need;
    return memset(p, 0, need);
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *p = arena_try(a, size);
    if (!p) {
        fprintf(stderr, "jianzai: memory ceiling of %zu bytes reached\n", a->ceiling);
        exit(1);
    }
    return p;
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
    char *p = arena_alloc(a, n + 1);
    memcpy(p, s, n);
    return p;
}

char *arena_print(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
