#include <string.h>

#include "inside.h"

static const char *c_type(const struct field *f)
{
    static const char *const names[] = {
        "struct view_text",   "struct view_html",  "struct date", "struct month",
        "struct view_moment", "struct view_money", "int64_t",     "bool",
        "enum zh_id"};
    return names[f->kind];
}

/* Records a record holds come first; a record inside itself (by way of @) is refused. */
static bool write_record(struct tmplc *c, struct record *r, struct buf *h)
{
    if (r->mark == 2) return true;
    if (r->mark == 1) return tmplc_fail(c, r->tag, 1, "this model contains itself");
    r->mark = 1;
    for (size_t i = 0; i < r->n; i++)
        if (r->fields[i].kind == KIND_RECORD && !write_record(c, r->fields[i].record, h))
            return false;
    buf_printf(h, "struct %s {\n", r->tag);
    if (!r->n) buf_puts(h, "    char unused;\n");
    for (size_t i = 0; i < r->n; i++) {
        const struct field *f = &r->fields[i];
        const char *stars = f->list ? "const " : "";
        if (f->kind == KIND_RECORD)
            buf_printf(h, "    %sstruct %s %s%s;\n", stars, f->record->tag, f->list ? "*" : "",
                       f->name);
        else buf_printf(h, "    %s%s %s%s;\n", stars, c_type(f), f->list ? "*" : "", f->name);
        if (f->list) buf_printf(h, "    size_t %s_n;\n", f->name);
    }
    buf_puts(h, "};\n\n");
    r->mark = 2;
    return true;
}

/* Two lists named alike would make two C structs of one tag. */
static bool tags_differ(struct tmplc *c, struct template *t, const struct record *r,
                        const char **seen, size_t *n)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(seen[i], r->tag) == 0)
            return tmplc_fail(c, t->file, 1, "two records are named %s", r->tag);
    if (*n == FIELDS_MAX) return tmplc_fail(c, t->file, 1, "too many records");
    seen[(*n)++] = r->tag;
    for (size_t i = 0; i < r->n; i++) {
        const struct field *f = &r->fields[i];
        bool own = f->kind == KIND_RECORD &&
                   strncmp(f->record->tag + strlen(f->record->tag) - 6, "_model", 6) != 0;
        if (own && !tags_differ(c, t, f->record, seen, n)) return false;
    }
    return true;
}

static bool has_content(const struct template *t)
{
    static const char word[] = "{{content}}";
    return memmem(t->text, t->n, word, sizeof word - 1) != NULL;
}

struct tmplc *tmplc_new(struct arena *a)
{
    struct tmplc *c = arena_try(a, sizeof *c);
    if (c) c->arena = a;
    return c;
}

bool tmplc_add(struct tmplc *c, const char *name, const char *file, const char *text, size_t n)
{
    char checked[NAME_LEN];
    const char *p = name;
    if (!tmplc_name(&p, name + strlen(name), checked) || *p)
        return tmplc_fail(c, file, 1, "the name must be [a-z][a-z0-9_]*");
    if (tmplc_find(c, name)) return tmplc_fail(c, file, 1, "there are two templates \"%s\"", name);
    if (c->n == TEMPLATES_MAX) return tmplc_fail(c, file, 1, "too many templates");
    struct template *t = arena_try(c->arena, sizeof *t);
    if (!t) return tmplc_fail(c, file, 1, "too large");
    *t = (struct template){.name = name, .file = file, .text = text, .n = n};
    t->model.tag = arena_print(c->arena, "tmpl_%s_model", name);
    t->is_layout = has_content(t);
    c->templates[c->n++] = t;
    return true;
}

static void write_prototypes(struct tmplc *c, struct buf *h)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct template *t = c->templates[i];
        static const char form[] =
            "void tmpl_%s%s(struct buf *out, const struct tmpl_%s_model *m);\n";
        buf_printf(h, form, t->name, t->is_layout ? "_open" : "", t->name);
        if (t->is_layout) buf_printf(h, form, t->name, "_close", t->name);
    }
}

bool tmplc_compile(struct tmplc *c, struct buf *header, struct buf *source)
{
    if (c->error[0]) return false;
    buf_puts(header, "/* Written by tmplc from ui/templates; do not edit. */\n#pragma "
                     "once\n#include \"view/view.h\"\n\n");
    buf_puts(source,
             "/* Written by tmplc from ui/templates; do not edit. */\n#include \"tmpl_gen.h\"\n");
    for (size_t i = 0; i < c->n; i++)
        if (!tmplc_declarations(c, c->templates[i])) return false;
    for (size_t i = 0; i < c->n; i++) {
        const char *seen[FIELDS_MAX];
        size_t n = 0;
        if (!tags_differ(c, c->templates[i], &c->templates[i]->model, seen, &n)) return false;
        if (!write_record(c, &c->templates[i]->model, header)) return false;
        if (c->templates[i]->layout && !c->templates[i]->layout->is_layout)
            return tmplc_fail(c, c->templates[i]->file, 1, "\"%s\" has no {{content}}",
                              c->templates[i]->layout->name);
    }
    write_prototypes(c, header);
    for (size_t i = 0; i < c->n; i++)
        if (!tmplc_scan(c, c->templates[i], source)) return false;
    if (header->failed || source->failed) return tmplc_fail(c, "tmplc", 0, "too large");
    return true;
}

const char *tmplc_error(const struct tmplc *c)
{
    return c->error;
}
