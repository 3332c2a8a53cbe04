/*
 * The arrows between the rooms, read from tools/layers.txt:
 *   ROOM: ROOM...            rooms that it may include, besides itself
 *   only HEADER: ROOM...     a system header (or a folder of them, with a final slash) that only
 * these rooms include never ROOM: HEADER...    system headers that this room never includes
 */
#include <string.h>

#include "lint.h"

#define LAYERS "tools/layers.txt"

struct row {
    const char *verb; /* "", "only" or "never" */
    const char *head;
    const char *words; /* " a b c " with a blank around each */
};

struct layers {
    struct row rows[200];
    size_t count;
};

static bool read_layers(const struct tree *t, struct layers *l)
{
    const struct file *f = tree_file(t, LAYERS);
    if (!f) return false;
    for (const char *s = f->text; *s && l->count < sizeof l->rows / sizeof *l->rows;
         s += strcspn(s, "\n"), s += *s == '\n') {
        size_t length = strcspn(s, "\n"), colon = strcspn(s, ":\n");
        if (*s == '#' || colon == length) continue;
        char *head = arena_copy(t->arena, s, colon), *blank = strchr(head, ' ');
        struct row *row = &l->rows[l->count++];
        row->words = arena_print(t->arena, " %.*s ", (int)(length - colon - 1), s + colon + 1);
        row->verb = blank ? head : "";
        row->head = blank ? blank + 1 : head;
        if (blank) *blank = 0;
    }
    return true;
}

static bool has_word(const char *words, const char *word, size_t n)
{
    for (const char *s = words; (s = strchr(s, ' ')); s++)
        if (strncmp(s + 1, word, n) == 0 && s[1 + n] == ' ') return true;
    return false;
}

static const struct row *row_of(const struct layers *l, const char *verb, const char *head)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->rows[i].verb, verb) == 0 && strcmp(l->rows[i].head, head) == 0)
            return &l->rows[i];
    return NULL;
}

bool layers_allow(const struct tree *t, const char *what, const char *room)
{
    struct layers *l = ARENA_NEW(t->arena, struct layers);
    const struct row *row = read_layers(t, l) ? row_of(l, "only", what) : NULL;
    return row && has_word(row->words, room, strlen(room));
}

static void check_own(const struct layers *l, struct rule *r, const struct file *f,
                      const struct token *include)
{
    const char *name = include->s + 1, *slash = memchr(name, '/', include->n - 2);
    size_t room = slash ? (size_t)(slash - name) : 0;
    if (!slash) {
        static const char tail[] = "_gen.h\"";
        size_t n = sizeof tail - 1;
        if (include->n <= n || memcmp(include->s + include->n - n, tail, n) != 0)
            lint_found(r, f->path, include->line, "%.*s: write \"room/header.h\"", (int)include->n,
                       include->s);
        return;
    }
    if (strlen(f->room) == room && memcmp(f->room, name, room) == 0) return;
    const struct row *row = row_of(l, "", f->room);
    if (row && !has_word(row->words, name, room))
        lint_found(r, f->path, include->line, "%s may not use %.*s", f->room, (int)room, name);
}

static bool covers(const char *pattern, size_t n, const char *header, size_t header_n)
{
    bool folder = n > 0 && pattern[n - 1] == '/';
    return folder ? header_n > n && memcmp(pattern, header, n) == 0
                  : header_n == n && memcmp(pattern, header, n) == 0;
}

static bool never_covers(const struct row *never, const char *header, size_t n)
{
    for (const char *s = never->words + strspn(never->words, " "); *s; s += strspn(s, " ")) {
        size_t word = strcspn(s, " ");
        if (covers(s, word, header, n)) return true;
        s += word;
    }
    return false;
}

static void check_system(const struct layers *l, struct rule *r, const struct file *f,
                         const struct token *include)
{
    const char *header = include->s + 1;
    size_t n = include->n - 2;
    const struct row *never = row_of(l, "never", f->room);
    if (never && never_covers(never, header, n))
        lint_found(r, f->path, include->line, "%s never uses <%.*s>", f->room, (int)n, header);
    for (size_t i = 0; i < l->count; i++) {
        const struct row *only = &l->rows[i];
        if (strcmp(only->verb, "only") != 0 || !covers(only->head, strlen(only->head), header, n))
            continue;
        if (!has_word(only->words, f->room, strlen(f->room)))
            lint_found(r, f->path, include->line, "<%.*s> is for%sonly", (int)n, header,
                       only->words);
    }
}

void rule_layers(const struct tree *t, struct rule *r)
{
    struct layers *l = ARENA_NEW(t->arena, struct layers);
    if (!read_layers(t, l)) {
        lint_found(r, LAYERS, 0, "is not there");
        return;
    }
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        if (!f->room || !f->is_c) continue;
        if (!row_of(l, "", f->room))
            lint_found(r, f->path, 0, "the room %s has no row in " LAYERS, f->room);
        for (size_t k = 0; k < f->token_count; k++) {
            const struct token *now = &f->tokens[k];
            if (now->kind != TOKEN_INCLUDE || now->n < 3) continue;
            if (now->s[0] == '"') check_own(l, r, f, now);
            else check_system(l, r, f, now);
        }
    }
}
