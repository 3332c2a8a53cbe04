#include "lawblocks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void blocks_die(const char *file, int line, const char *what, const char *detail)
{
    fprintf(stderr, "lawgen: %s:%d: %s: %s\n", file, line, what, detail);
    exit(1);
}

char *blocks_copy(const char *s)
{
    char *p = strdup(s);
    if (!p) blocks_die("", 0, "out of memory", s);
    return p;
}

char *blocks_trim(char *s)
{
    while (*s == ' ' || *s == '\t') s++;
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r\n", s[n - 1])) s[--n] = 0;
    return s;
}

static struct block *block_new(struct blocks *all)
{
    if (all->count == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 256;
        all->at = realloc(all->at, all->cap * sizeof *all->at);
        if (!all->at) blocks_die("", 0, "out of memory", "blocks");
    }
    struct block *b = &all->at[all->count++];
    memset(b, 0, sizeof *b);
    return b;
}

static void head_line(struct blocks *all, char *s, const char *path, int line)
{
    char *space = strchr(s, ' ');
    if (!space) blocks_die(path, line, "a block starts with TYPE id", s);
    *space = 0;
    struct block *b = block_new(all);
    b->type = blocks_copy(s);
    b->id = blocks_copy(blocks_trim(space + 1));
    b->file = path;
    b->line = line;
}

static void field_line(struct block *b, char *s, const char *path, int line)
{
    char *eq = strchr(s, '=');
    if (!eq) blocks_die(path, line, "no '=' in line", s);
    *eq = 0;
    if (b->fields == BLOCK_FIELDS) blocks_die(path, line, "too many fields", b->id);
    b->field[b->fields++] =
        (struct field){blocks_copy(blocks_trim(s)), blocks_copy(blocks_trim(eq + 1)), line};
}

void blocks_read(struct blocks *all, const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) blocks_die(path, 0, "cannot read", path);
    char text[4096];
    size_t first = all->count;
    for (int line = 1; fgets(text, sizeof text, f); line++) {
        char *s = blocks_trim(text);
        if (*s == 0 || *s == '#') continue;
        if (text[0] != ' ') head_line(all, s, path, line);
        else if (all->count == first) blocks_die(path, line, "a field before any block", s);
        else field_line(&all->at[all->count - 1], s, path, line);
    }
    fclose(f);
}

const struct field *blocks_field(const struct block *b, const char *key, size_t n)
{
    for (size_t i = 0; i < b->fields; i++)
        if (strcmp(b->field[i].key, key) == 0 && n-- == 0) return &b->field[i];
    return NULL;
}

const char *blocks_need(const struct block *b, const char *key)
{
    const struct field *f = blocks_field(b, key, 0);
    if (!f || !*f->value) blocks_die(b->file, b->line, "missing field", key);
    return f->value;
}

void blocks_only(const struct block *b, const char *const *keys)
{
    for (size_t i = 0; i < b->fields; i++) {
        size_t k = 0;
        while (keys[k] && strcmp(keys[k], b->field[i].key) != 0) k++;
        if (!keys[k]) blocks_die(b->file, b->field[i].line, "unknown field", b->field[i].key);
    }
}
