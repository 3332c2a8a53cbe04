/*
 * The block format of law/: `TYPE id` at the start of a line, then indented `key = value` lines;
 * `#` starts a comment line. Read whole, checked by lawgen, never seen by the program itself. Any
 * fault ends the build with file and line.
 */
#pragma once
#include <stddef.h>

struct field {
    char *key, *value;
    int line;
};

#define BLOCK_FIELDS 24

struct block {
    char *type, *id;
    const char *file;
    int line;
    struct field field[BLOCK_FIELDS];
    size_t fields;
};

struct blocks {
    struct block *at;
    size_t count, cap;
};

void blocks_read(struct blocks *all, const char *path);
void blocks_die(const char *file, int line, const char *what, const char *detail)
    __attribute__((noreturn));
/* The n-th field of that key, NULL when there is none. */
const struct field *blocks_field(const struct block *b, const char *key, size_t n);
const char *blocks_need(const struct block *b, const char *key); /* dies without it */
/* Dies on a key that is not in the NULL-terminated list. */
void blocks_only(const struct block *b, const char *const *keys);
char *blocks_trim(char *s);
char *blocks_copy(const char *s);
