/*
 * Kinds of line that the city adds by configuration (art. 3(6)), beside those of law/kinds.h. The
 * rows are the caller's: loaded once, numbered from LINE_KIND_LOCAL on, kept as long as they are
 * used.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "law/kinds.h"

struct local_kind {
    int kind;              /* ≥ LINE_KIND_LOCAL */
    const char *word;      /* as files write it */
    const char *procedure; /* art. 15: certified by it and never a line; NULL: a line of art. 3 */
};

struct local_kinds {
    const struct local_kind *rows;
    size_t count;
};

/* The kind of a word, built-in ones first; 0 when unknown. `local` may be NULL. */
int local_kind_find(const struct local_kinds *local, const char *word);
/* The procedure of art. 15 of a word, NULL when it is a line's or unknown. */
const char *local_kind_procedure(const struct local_kinds *local, const char *word);
/* The word of a kind, "" when unknown. */
const char *local_kind_word(const struct local_kinds *local, int kind);
