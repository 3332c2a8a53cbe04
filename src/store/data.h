/*
 * What every aggregate file of this room takes: a database inside a transaction, an arena for
 * results, the keys, and how far the record is read (known_at, microseconds; INT64_MAX: now). Rows
 * recorded later than known_at are not seen.
 */
#pragma once
#include "store/store.h"

struct data {
    struct db *db;
    struct arena *arena;
    struct store *store;
    int64_t known_at;
    struct load *load; /* new people gather here (load.h); NULL: every row is a statement */
};

static inline struct data data_of_read(const struct read *r)
{
    return (struct data){r->db, r->arena, r->store, r->known_at ? r->known_at : INT64_MAX, NULL};
}

static inline struct data data_of_write(const struct write *w)
{
    return (struct data){w->db, w->arena, w->store, INT64_MAX, NULL};
}

/* One page of subject ids, ascending, after `after`; the reader moves after on. */
#define ID_PAGE 500
struct id_page {
    int64_t after, ids[ID_PAGE];
    size_t count; /* < ID_PAGE: the last page */
};

/* A growing array in an arena: ARRAY_PUSH(arena, array, count, capacity, value). */
#define ARRAY_PUSH(arena, array, count, capacity, ...)                                             \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            size_t grown_ = (capacity) ? (capacity)*2 : 8;                                         \
            void *fresh_ = arena_alloc((arena), grown_ * sizeof *(array));                         \
            if (count) memcpy(fresh_, (array), (count) * sizeof *(array));                         \
            (array) = fresh_;                                                                      \
            (capacity) = grown_;                                                                   \
        }                                                                                          \
        (array)[(count)++] = (__VA_ARGS__);                                                        \
    } while (0)
