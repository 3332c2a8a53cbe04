#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "inside.h"

struct reader {
    struct tmplc *c;
    struct template *t;
    const char *p, *end;
    int line, depth;
};

bool tmplc_fail(struct tmplc *c, const char *file, int line, const char *format, ...)
{
    if (c->error[0]) return false; /* the first one is the one to mend */
    int n = snprintf(c->error, sizeof c->error, "%s:%d: ", file, line);
    va_list args;
    va_start(args, format);
    if (n > 0 && (size_t)n < sizeof c->error)
        vsnprintf(c->error + n, sizeof c->error - (size_t)n, format, args);
    va_end(args);
    return false;
}

#define FAIL(r, ...) tmplc_fail((r)->c, (r)->t->file, (r)->line, __VA_ARGS__)

bool tmplc_name(const char **p, const char *end, char *out)
{
    const char *s = *p;
    size_t n = 0;
    if (s >= end || *s < 'a' || *s > 'z') return false;
    while (s < end && ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '_')) {
        if (n + 1 == NAME_LEN) return false;
        out[n++] = *s++;
    }
    out[n] = 0;
    *p = s;
    return true;
}

struct template *tmplc_find(struct tmplc *c, const char *name)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->templates[i]->name, name) == 0) return c->templates[i];
    return NULL;
}

const struct field *tmplc_field(const struct record *r, const char *name, size_t n)
{
    for (size_t i = 0; i < r->n; i++)
        if (strlen(r->fields[i].name) == n && memcmp(r->fields[i].name, name, n) == 0)
            return &r->fields[i];
    return NULL;
}

static void blanks(struct reader *r)
{
    for (; r->p < r->end && strchr(" \t\r\n", *r->p); r->p++) r->line += *r->p == '\n';
}

static bool eat(struct reader *r, const char *s)
{
    size_t n = strlen(s);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, s, n) != 0) return false;
    r->p += n;
    return true;
}

static bool fields(struct reader *r, struct record *record, const char *close);

static bool scalar(const char *name, enum kind *kind)
{
    static const struct {
        const char *name;
        enum kind kind;
    } kinds[] = {{"text", KIND_TEXT},   {"html", KIND_HTML},     {"date", KIND_DATE},
                 {"month", KIND_MONTH}, {"moment", KIND_MOMENT}, {"money", KIND_MONEY},
                 {"int", KIND_INT},     {"bool", KIND_BOOL},     {"zh", KIND_ZH}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) return *kind = kinds[i].kind, true;
    return false;
}

static bool type(struct reader *r, struct field *f)
{
    char name[NAME_LEN];
    bool other = eat(r, "@");
    if (!tmplc_name(&r->p, r->end, name)) return FAIL(r, "field \"%s\" has no type", f->name);
    if (other) {
        struct template *t = tmplc_find(r->c, name);
        f->kind = KIND_RECORD;
        f->record = t ? &t->model : NULL;
        return t ? true : FAIL(r, "no template \"%s\" for field \"%s\"", name, f->name);
    }
    if (scalar(name, &f->kind)) return true;
    if (strcmp(name, "model") == 0) return FAIL(r, "\"model\" cannot name a record");
    if (!eat(r, "{")) return FAIL(r, "unknown type \"%s\" of field \"%s\"", name, f->name);
    if (++r->depth > 8) return FAIL(r, "records nested too deeply");
    f->kind = KIND_RECORD;
    f->record = arena_try(r->c->arena, sizeof *f->record);
    if (!f->record) return FAIL(r, "too large");
    f->record->tag = arena_print(r->c->arena, "tmpl_%s_%s", r->t->name, name);
    return fields(r, f->record, "}") && r->depth-- > 0;
}

static bool reserved(const char *name)
{
    static const char *const words[] = {
        "content", "else",   "asset",    "t",      "int",      "char",   "for",      "if",
        "do",      "case",   "long",     "short",  "static",   "struct", "void",     "switch",
        "default", "return", "const",    "double", "float",    "signed", "union",    "enum",
        "while",   "break",  "goto",     "auto",   "register", "inline", "unsigned", "volatile",
        "typedef", "sizeof", "continue", "extern", "restrict"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0) return true;
    return false;
}

/* name type, name[] type, …; ends with `close`. */
static bool fields(struct reader *r, struct record *record, const char *close)
{
    for (;;) {
        blanks(r);
        if (eat(r, close)) return true;
        char name[NAME_LEN];
        if (record->n == FIELDS_MAX) return FAIL(r, "more than %d fields", FIELDS_MAX);
        if (!tmplc_name(&r->p, r->end, name)) return FAIL(r, "a field name is expected here");
        if (reserved(name)) return FAIL(r, "\"%s\" cannot name a field", name);
        if (tmplc_field(record, name, strlen(name)))
            return FAIL(r, "field \"%s\" stands twice", name);
        struct field *f = &record->fields[record->n++];
        f->name = arena_copy(r->c->arena, name, strlen(name));
        f->list = eat(r, "[]");
        blanks(r);
        if (!type(r, f)) return false;
        blanks(r);
        if (!eat(r, ",") && (size_t)(r->end - r->p) >= strlen(close) &&
            memcmp(r->p, close, strlen(close)) != 0)
            return FAIL(r, "\",\" is expected after field \"%s\"", name);
        if (r->p >= r->end) return FAIL(r, "the model never ends");
    }
}

static bool layout(struct reader *r)
{
    char name[NAME_LEN], field[NAME_LEN];
    blanks(r);
    if (!tmplc_name(&r->p, r->end, name)) return FAIL(r, "which layout?");
    blanks(r);
    if (!tmplc_name(&r->p, r->end, field))
        return FAIL(r, "which field has the model of layout \"%s\"?", name);
    blanks(r);
    r->t->layout = tmplc_find(r->c, name);
    const struct field *f = tmplc_field(&r->t->model, field, strlen(field));
    if (!r->t->layout || r->t->layout == r->t) return FAIL(r, "no layout \"%s\"", name);
    if (!f || f->list || f->record != &r->t->layout->model)
        return FAIL(r, "field \"%s\" must have the type @%s", field, name);
    r->t->layout_field = f->name;
    return eat(r, "}}") ? true : FAIL(r, "\"}}\" is expected");
}

bool tmplc_declarations(struct tmplc *c, struct template *t)
{
    struct reader r = {c, t, t->text, t->text + t->n, 1, 0};
    char name[NAME_LEN];
    blanks(&r);
    if (!eat(&r, "{{model ")) return FAIL(&r, "a template begins with {{model NAME: …}}");
    blanks(&r);
    if (!tmplc_name(&r.p, r.end, name) || strcmp(name, t->name) != 0)
        return FAIL(&r, "the model must be named \"%s\" like the file", t->name);
    if (!eat(&r, ":")) return FAIL(&r, "\":\" is expected after the model's name");
    if (!fields(&r, &t->model, "}}")) return false;
    blanks(&r);
    if (eat(&r, "{{layout ") && !layout(&r)) return false;
    t->body_at = (size_t)(r.p - t->text);
    t->body_line = r.line;
    return true;
}
