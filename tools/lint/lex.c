/* Tokens and functions of a C file, good enough to count and to name; it does not expand macros. */
#include <ctype.h>
#include <string.h>

#include "lint.h"

struct lexer {
    const char *p;
    int line;
    bool directive;
    bool line_start; /* nothing but blanks since the line began */
    struct token *out;
    size_t count;
};

bool token_is(const struct token *t, const char *s)
{
    return t->n == strlen(s) && memcmp(t->s, s, t->n) == 0;
}

static void emit(struct lexer *x, enum token_kind kind, const char *from)
{
    x->out[x->count++] = (struct token){kind, from, (size_t)(x->p - from), x->line, x->directive};
    x->line_start = false;
}

static void skip_comment(struct lexer *x)
{
    bool block = x->p[1] == '*';
    x->p += 2;
    while (*x->p) {
        if (block && x->p[0] == '*' && x->p[1] == '/') {
            x->p += 2;
            return;
        }
        if (*x->p == '\n') {
            if (!block) return;
            x->line++;
        }
        x->p++;
    }
}

static void quoted(struct lexer *x, enum token_kind kind)
{
    const char *from = x->p;
    char quote = *x->p++;
    while (*x->p && *x->p != quote && *x->p != '\n') x->p += x->p[0] == '\\' && x->p[1] ? 2 : 1;
    if (*x->p == quote) x->p++;
    emit(x, kind, from);
}

static void directive(struct lexer *x)
{
    x->directive = true;
    x->p++;
    while (*x->p == ' ' || *x->p == '\t') x->p++;
    if (strncmp(x->p, "include", 7) != 0) return;
    x->p += 7;
    while (*x->p == ' ' || *x->p == '\t') x->p++;
    const char *from = x->p;
    char end = *from == '<' ? '>' : '"';
    if (*from != '<' && *from != '"') return;
    x->p++;
    while (*x->p && *x->p != end && *x->p != '\n') x->p++;
    if (*x->p == end) x->p++;
    emit(x, TOKEN_INCLUDE, from);
}

static bool name_char(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static void word(struct lexer *x, enum token_kind kind)
{
    const char *from = x->p;
    while (name_char(*x->p) || (kind == TOKEN_NUMBER && *x->p == '.')) x->p++;
    emit(x, kind, from);
}

static void punct(struct lexer *x)
{
    static const char *const two[] = {"&&", "||", "->"};
    const char *from = x->p;
    size_t n = 1;
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (strncmp(x->p, two[i], 2) == 0) n = 2;
    x->p += n;
    emit(x, TOKEN_PUNCT, from);
}

static void next(struct lexer *x)
{
    char c = *x->p;
    if (c == '\n') {
        x->line++;
        x->p++;
        x->directive = false;
        x->line_start = true;
    } else if (c == '\\' && x->p[1] == '\n') {
        x->line++;
        x->p += 2;
    } else if (isspace((unsigned char)c)) {
        x->p++;
    } else if (c == '/' && (x->p[1] == '*' || x->p[1] == '/')) {
        skip_comment(x);
    } else if (c == '#' && x->line_start) {
        directive(x);
    } else if (c == '"') {
        quoted(x, TOKEN_STRING);
    } else if (c == '\'') {
        quoted(x, TOKEN_CHAR);
    } else if (isdigit((unsigned char)c)) {
        word(x, TOKEN_NUMBER);
    } else if (name_char(c)) {
        word(x, TOKEN_NAME);
    } else {
        punct(x);
    }
}

/* Index of the '(' that belongs to the ')' at index close; 0 when there is none. */
static size_t open_of(const struct token *t, size_t close)
{
    int depth = 0;
    for (size_t i = close + 1; i-- > 0;) {
        if (t[i].directive || t[i].kind != TOKEN_PUNCT) continue;
        depth += token_is(&t[i], ")") - token_is(&t[i], "(");
        if (depth == 0) return i;
    }
    return 0;
}

static int count_parameters(const struct token *t, size_t open, size_t close)
{
    int depth = 0, commas = 0;
    if (close == open + 1 || (close == open + 2 && token_is(&t[open + 1], "void"))) return 0;
    for (size_t i = open; i < close; i++) {
        depth += token_is(&t[i], "(") - token_is(&t[i], ")");
        commas += depth == 1 && token_is(&t[i], ",");
    }
    return commas + 1;
}

static bool branches(const struct token *t)
{
    static const char *const words[] = {"if", "for", "while", "case", "&&", "||", "?"};
    if (t->kind != TOKEN_NAME && t->kind != TOKEN_PUNCT) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(t, words[i])) return true;
    return false;
}

/* Is the name a macro of this file that says static? */
static bool static_macro(const struct token *t, size_t count, const struct token *name)
{
    for (size_t i = 0; i + 1 < count; i++) {
        bool here = token_is(&t[i], "define") && t[i + 1].n == name->n &&
                    memcmp(t[i + 1].s, name->s, name->n) == 0;
        for (size_t k = i; here && k < count && t[k].directive; k++)
            if (token_is(&t[k], "static")) return true;
    }
    return false;
}

/* Where a function's body begins, brace is its '{': fills *fn and says true. */
static bool function_head(const struct token *t, size_t statement, size_t brace,
                          struct function *fn)
{
    if (brace < 3 || !token_is(&t[brace - 1], ")")) return false;
    size_t open = open_of(t, brace - 1);
    if (open <= statement || t[open - 1].kind != TOKEN_NAME) return false;
    *fn = (struct function){.name = t[open - 1], .first_line = t[open - 1].line, .complexity = 1};
    fn->parameters = count_parameters(t, open, brace - 1);
    for (size_t i = statement; i + 1 < open; i++)
        fn->is_static |= token_is(&t[i], "static") || static_macro(t, statement, &t[i]);
    return true;
}

static void find_functions(struct arena *a, struct file *f)
{
    struct function now = {0};
    size_t statement = 0, room = 0, depth = 0;
    bool inside = false;
    for (size_t i = 0; i < f->token_count; i++) {
        const struct token *t = &f->tokens[i];
        if (t->directive) {
            if (depth == 0) statement = i + 1;
            continue;
        }
        if (inside && branches(t)) now.complexity++;
        if (t->kind != TOKEN_PUNCT) continue;
        if (token_is(t, ";") && depth == 0) statement = i + 1;
        if (token_is(t, "{") && depth++ == 0) inside = function_head(f->tokens, statement, i, &now);
        if (!token_is(t, "}") || depth == 0 || --depth > 0 || !inside) continue;
        now.last_line = t->line;
        if (f->function_count == room) {
            struct function *more = ARENA_ARRAY(a, struct function, room = room ? room * 2 : 16);
            if (f->function_count) memcpy(more, f->functions, f->function_count * sizeof *more);
            f->functions = more;
        }
        f->functions[f->function_count++] = now;
        inside = false;
        statement = i + 1;
    }
}

/* Only named, never called, by its own file. */
static bool is_callback(const struct file *f, const struct function *fn)
{
    for (size_t i = 0; i + 1 < f->token_count; i++) {
        const struct token *t = &f->tokens[i];
        bool same = t->n == fn->name.n && memcmp(t->s, fn->name.s, t->n) == 0;
        if (same && t->s != fn->name.s && token_is(t + 1, "(")) return false;
    }
    return fn->is_static;
}

void lex_file(struct arena *a, struct file *f)
{
    struct lexer x = {.p = f->text, .line = 1, .line_start = true};
    x.out = ARENA_ARRAY(a, struct token, f->n + 1); /* a token has at least one byte */
    while (*x.p) next(&x);
    f->tokens = x.out;
    f->token_count = x.count;
    find_functions(a, f);
    for (size_t i = 0; i < f->function_count; i++)
        f->functions[i].is_callback = is_callback(f, &f->functions[i]);
}
