/* What C code may say, and where. */
#include <string.h>

#include "lint.h"

static const char *const banned[] = {"gets",   "strcpy", "stpcpy", "strcat", "sprintf", "vsprintf",
                                     "strtok", "atoi",   "atol",   "atoll",  "atof",    "system",
                                     "popen",  "alloca", "mktemp", "tmpnam", "tempnam"};
static const char *const scanning[] = {"scanf", "fscanf", "sscanf", "vscanf", "vsscanf", "vfscanf"};

static bool one_of(const struct token *t, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (token_is(t, words[i])) return true;
    return false;
}

#define ONE_OF(t, words) one_of((t), (words), sizeof(words) / sizeof *(words))

/* Has the call whose '(' is at index open a literal with an unbounded %s or %[ in it? */
static bool unbounded_scan(const struct file *f, size_t open)
{
    int depth = 0;
    for (size_t i = open; i < f->token_count; i++) {
        const struct token *t = &f->tokens[i];
        depth += token_is(t, "(") - token_is(t, ")");
        if (depth == 0) return false;
        if (t->kind != TOKEN_STRING) continue;
        for (size_t k = 0; k + 1 < t->n; k++)
            if (t->s[k] == '%' && (t->s[k + 1] == 's' || t->s[k + 1] == '[')) return true;
    }
    return false;
}

void rule_banned_calls(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        for (size_t k = 0; k + 1 < f->token_count; k++) {
            const struct token *now = &f->tokens[k];
            bool member = k > 0 && (token_is(now - 1, ".") || token_is(now - 1, "->"));
            if (now->kind != TOKEN_NAME || member || !token_is(now + 1, "(")) continue;
            if (ONE_OF(now, banned))
                lint_found(r, f->path, now->line, "%.*s is not used here", (int)now->n, now->s);
            if (ONE_OF(now, scanning) && unbounded_scan(f, k + 1))
                lint_found(r, f->path, now->line, "%.*s with an unbounded %%s", (int)now->n,
                           now->s);
        }
    }
}

static bool starts_sql(const struct token *t)
{
    static const char *const verbs[] = {"SELECT ", "INSERT ", "UPDATE ", "DELETE ",
                                        "CREATE ", "ALTER ",  "DROP ",   "WITH "};
    const char *s = t->s + 1, *end = t->s + t->n;
    while (s < end && (*s == ' ' || (*s == '\\' && s + 1 < end && s[1] == 'n')))
        s += *s == ' ' ? 1 : 2;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if ((size_t)(end - s) > strlen(verbs[i]) && strncmp(s, verbs[i], strlen(verbs[i])) == 0)
            return true;
    return false;
}

void rule_sql(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        bool may = !f->room || layers_allow(t, "SQL", f->room);
        for (size_t k = 0; !may && k < f->token_count; k++)
            if (f->tokens[k].kind == TOKEN_STRING && starts_sql(&f->tokens[k]))
                lint_found(r, f->path, f->tokens[k].line, "SQL belongs into src/store");
    }
}

void rule_chinese(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        for (size_t k = 0; f->room && k < f->token_count; k++) {
            const struct token *now = &f->tokens[k];
            bool plain = true;
            for (size_t b = 0; b < now->n; b++) plain &= (unsigned char)now->s[b] < 0x80;
            if (!plain)
                lint_found(r, f->path, now->line,
                           "a sentence belongs into ui/zh, a single character is \\u....");
        }
    }
}

static bool declares(const struct file *header, const struct token *name)
{
    for (size_t k = 0; k + 1 < header->token_count; k++) {
        const struct token *now = &header->tokens[k];
        if (now->n == name->n && memcmp(now->s, name->s, now->n) == 0 && token_is(now + 1, "("))
            return true;
    }
    return false;
}

static size_t first_word(const char *stem)
{
    return strcspn(stem, "_");
}

static bool begins(const struct token *name, const char *stem)
{
    size_t n = first_word(stem);
    return name->n > n && strncmp(name->s, stem, n) == 0 && name->s[n] == '_';
}

/* Declared in a header of the room, and named after that header or after its own file; in the
 * header that belongs to the file (the same first word) any name will do: the date.h of date.c has
 * months. */
static bool exported_well(const struct tree *t, const struct file *f, const struct token *name)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *h = &t->files[i];
        if (!h->is_header || !h->room || strcmp(h->room, f->room) != 0 || !declares(h, name))
            continue;
        size_t n = first_word(h->stem);
        bool own = n == first_word(f->stem) && strncmp(h->stem, f->stem, n) == 0;
        if (own || begins(name, h->stem) || begins(name, f->stem) || begins(name, f->room))
            return true;
    }
    return false;
}

/* A file before this one that exports the same name; the linker might take either. */
static const struct file *exported_before(const struct tree *t, const struct file *f,
                                          const struct token *name)
{
    for (const struct file *g = t->files; g < f; g++)
        for (size_t k = 0; g->room && !g->is_header && k < g->function_count; k++) {
            const struct function *fn = &g->functions[k];
            if (!fn->is_static && fn->name.n == name->n &&
                memcmp(fn->name.s, name->s, name->n) == 0)
                return g;
        }
    return NULL;
}

void rule_exports(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        for (size_t k = 0; f->room && !f->is_header && k < f->function_count; k++) {
            const struct function *fn = &f->functions[k];
            int n = (int)fn->name.n;
            if (fn->is_static || token_is(&fn->name, "main")) continue;
            const struct file *g = exported_before(t, f, &fn->name);
            if (g)
                lint_found(r, f->path, fn->first_line, "%.*s is also in %s", n, fn->name.s,
                           g->path);
            if (!exported_well(t, f, &fn->name))
                lint_found(r, f->path, fn->first_line,
                           "%.*s is neither static nor declared in a header of the room that it or "
                           "its file is named after",
                           n, fn->name.s);
        }
    }
}

void rule_header_comment(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        if (!f->room || !f->is_header) continue;
        const char *end = strncmp(f->text, "/*", 2) == 0 ? strstr(f->text, "*/") : NULL;
        if (!end || end - f->text < 40)
            lint_found(r, f->path, 1, "a header begins with a comment that says what it is");
    }
}
