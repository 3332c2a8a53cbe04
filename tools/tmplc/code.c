#include <stdio.h>
#include <string.h>

#include "inside.h"

struct value {
    char expression[256];
    enum kind kind;
    bool list;
    const struct record *record;
};

static void skip_blanks(struct scan *s, const char *end)
{
    for (; s->p < end && strchr(" \t\r\n", *s->p); s->p++) s->line += *s->p == '\n';
}

static bool starts(struct scan *s, const char *end, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(end - s->p) < n || memcmp(s->p, word, n) != 0) return false;
    s->p += n;
    return true;
}

/* The innermost scope that has that field. */
static const struct field *lookup(struct scan *s, const char *name, const char **var)
{
    for (size_t i = s->scopes_n; i-- > 0;) {
        const struct scope *scope = &s->scopes[i];
        const struct field *f =
            scope->record ? tmplc_field(scope->record, name, strlen(name)) : NULL;
        *var = scope->var;
        if (f) return f;
    }
    return NULL;
}

/* name, name.name or "." (the element of a list of plain values). */
static bool path(struct scan *s, const char *end, struct value *v)
{
    char name[NAME_LEN];
    const char *var;
    const struct scope *inner = &s->scopes[s->scopes_n - 1];
    if (s->p < end && *s->p == '.') {
        s->p++;
        if (inner->record || s->scopes_n == 1)
            return scan_fail(s, "{{.}} outside a list of plain values");
        *v = (struct value){.kind = inner->kind};
        snprintf(v->expression, sizeof v->expression, "(*%s)", inner->var);
        return true;
    }
    if (!tmplc_name(&s->p, end, name)) return scan_fail(s, "a field name is expected");
    const struct field *f = lookup(s, name, &var);
    if (!f) return scan_fail(s, "unknown field \"%s\"", name);
    size_t n = (size_t)snprintf(v->expression, sizeof v->expression, "%s->%s", var, name);
    while (s->p < end && *s->p == '.') {
        s->p++;
        if (f->kind != KIND_RECORD || f->list)
            return scan_fail(s, "\"%s\" has no fields of its own", f->name);
        if (!tmplc_name(&s->p, end, name))
            return scan_fail(s, "a field name is expected after \".\"");
        f = tmplc_field(f->record, name, strlen(name));
        if (!f) return scan_fail(s, "unknown field \"%s\"", name);
        n += (size_t)snprintf(v->expression + n, sizeof v->expression - n, ".%s", name);
        if (n >= sizeof v->expression) return scan_fail(s, "too long");
    }
    v->kind = f->kind;
    v->list = f->list;
    v->record = f->record;
    return true;
}

static bool scalar_path(struct scan *s, const char *end, struct value *v)
{
    if (!path(s, end, v)) return false;
    if (v->list || v->kind == KIND_RECORD)
        return scan_fail(s, "a list or record cannot be printed");
    return true;
}

/* ---- values ---- */

static bool put_url(struct scan *s, const struct value *v)
{
    if (v->kind != KIND_TEXT && v->kind != KIND_INT && v->kind != KIND_DATE &&
        v->kind != KIND_MONTH)
        return scan_fail(s, "only text, int, date and month may stand in a URL");
    const char *l = s->url_literal;
    if (!*l && !s->url_value) {
        if (v->kind != KIND_TEXT) return scan_fail(s, "a whole URL must be text");
        buf_printf(s->out, "    view_put_url(out, %s);\n", v->expression);
        s->url_value = true;
        return true;
    }
    if (!*l) return scan_fail(s, "nothing may follow a whole URL");
    /* "/" alone would let an empty value make "//host" of what follows */
    bool rooted = (l[0] == '/' && l[1] && l[1] != '/') || l[0] == '?' || l[0] == '#' ||
                  strncmp(l, "tel:", 4) == 0;
    if (!rooted) return scan_fail(s, "a URL with a value must begin with /name, '?', '#' or tel:");
    static const char *const put[] = {[KIND_TEXT] = "view_put_component(out, %s)",
                                      [KIND_INT] = "view_put_int(out, %s)",
                                      [KIND_DATE] = "view_put_date_iso(out, %s)",
                                      [KIND_MONTH] = "view_put_month_iso(out, %s)"};
    const char *format = put[v->kind], *slot = strstr(format, "%s");
    buf_puts(s->out, "    ");
    buf_add(s->out, format, (size_t)(slot - format));
    buf_puts(s->out, v->expression);
    buf_puts(s->out, ");\n");
    return true;
}

static bool put_value(struct scan *s, const struct value *v)
{
    static const char *const text[] = {"text",  "html", "date", "month",   "moment",
                                       "money", "int",  NULL,   "sentence"};
    static const char *const attribute[] = {"text",      NULL,         "date_iso",
                                            "month_iso", "moment_iso", "money_plain",
                                            "int",       NULL,         "sentence"};
    if (s->state.place == PLACE_TAG)
        return scan_fail(s, "a value may stand in text or in a quoted attribute only");
    if (s->state.place == PLACE_ATTRIBUTE && s->state.url) return put_url(s, v);
    const char *put = s->state.place == PLACE_ATTRIBUTE ? attribute[v->kind] : text[v->kind];
    if (v->kind == KIND_HTML && s->state.place != PLACE_TEXT) put = NULL;
    if (!put)
        return scan_fail(s, v->kind == KIND_BOOL ? "a bool is asked with {{#if}}"
                                                 : "html may stand in text only");
    buf_printf(s->out, "    view_put_%s(out, %s);\n", put, v->expression);
    return true;
}

/* {{t:id argument …}} */
static bool sentence(struct scan *s, const char *end)
{
    static const char *const make[] = {"text",  NULL,  "date", "month",   "moment",
                                       "money", "int", NULL,   "sentence"};
    char id[NAME_LEN];
    struct value v[4];
    size_t n = 0;
    if (!tmplc_name(&s->p, end, id))
        return scan_fail(s, "the id of a sentence is expected after t:");
    if (s->state.place == PLACE_TAG || s->state.url)
        return scan_fail(s, "a sentence may stand in text or in a quoted attribute only");
    for (skip_blanks(s, end); s->p < end; skip_blanks(s, end)) {
        if (n == 4) return scan_fail(s, "a sentence takes at most four values");
        if (!scalar_path(s, end, &v[n])) return false;
        if (!make[v[n].kind]) return scan_fail(s, "a bool or html cannot stand in a sentence");
        n++;
    }
    if (!n) {
        buf_printf(s->out, "    view_put_sentence(out, ZH_%s);\n", id);
        return true;
    }
    buf_printf(s->out, "    {\n        struct view_argument a[%zu];\n", n);
    for (size_t i = 0; i < n; i++)
        buf_printf(s->out, "        view_argument_%s(&a[%zu], %s);\n", make[v[i].kind], i,
                   v[i].expression);
    buf_printf(s->out, "        view_put_sentence_with(out, ZH_%s, a, %zu);\n    }\n", id, n);
    return true;
}

static bool asset(struct scan *s, const char *end)
{
    const char *from = s->p;
    while (s->p < end && ((*s->p >= 'a' && *s->p <= 'z') || *s->p == '_')) s->p++;
    if (!s->state.url || s->url_n || s->url_value || s->p == from)
        return scan_fail(s, "{{asset:name}} is the whole value of href or src");
    s->url_value = true;
    buf_printf(s->out, "    view_put_asset(out, ASSET_%.*s);\n", (int)(s->p - from), from);
    return true;
}

/* ---- blocks ---- */

static bool push(struct scan *s, bool each)
{
    if (s->blocks_n == NEST_MAX || s->scopes_n == NEST_MAX)
        return scan_fail(s, "blocks nested too deeply");
    if (s->state.url) return scan_fail(s, "no blocks inside a URL");
    if (each && s->state.place == PLACE_TAG) return scan_fail(s, "no {{#each}} between attributes");
    s->blocks[s->blocks_n++] = (struct block){.each = each, .line = s->line, .at = s->state};
    return true;
}

static bool block_if(struct scan *s, const char *end)
{
    static const char *const test[] = {"view_has_text(%s)", "(%s.n > 0)",   "date_is_set(%s)",
                                       "month_is_set(%s)",  "(%s.us != 0)", "(%s.fen != 0)",
                                       "(%s != 0)",         "%s",           "(%s != ZH_none)"};
    struct value v;
    skip_blanks(s, end);
    bool negated = starts(s, end, "!");
    if (!path(s, end, &v)) return false;
    if (v.kind == KIND_RECORD && !v.list) return scan_fail(s, "a record is neither true nor false");
    if (!push(s, false)) return false;
    const char *format = v.list ? "(%s_n > 0)" : test[v.kind], *slot = strstr(format, "%s");
    buf_printf(s->out, "    if (%s", negated ? "!" : "");
    buf_add(s->out, format, (size_t)(slot - format));
    buf_printf(s->out, "%s%s) {\n", v.expression, slot + 2);
    return true;
}

static bool block_each(struct scan *s, const char *end)
{
    static const char *const c_type[] = {
        "struct view_text",   "struct view_html",  "struct date", "struct month",
        "struct view_moment", "struct view_money", "int64_t",     "bool",
        "enum zh_id"};
    struct value v;
    skip_blanks(s, end);
    if (!path(s, end, &v)) return false;
    if (!v.list) return scan_fail(s, "{{#each}} needs a list");
    if (!push(s, true)) return false;
    struct scope *scope = &s->scopes[s->scopes_n++];
    *scope = (struct scope){v.kind == KIND_RECORD ? v.record : NULL, v.kind, ""};
    snprintf(scope->var, sizeof scope->var, "e%u", (unsigned)++s->serial % 100000u);
    buf_printf(s->out, "    for (size_t i%d = 0; i%d < %s_n; i%d++) {\n", s->serial, s->serial,
               v.expression, s->serial);
    if (v.kind == KIND_RECORD) buf_printf(s->out, "    const struct %s", v.record->tag);
    else buf_printf(s->out, "    const %s", c_type[v.kind]);
    buf_printf(s->out, " *%s = &%s[i%d];\n", scope->var, v.expression, s->serial);
    return true;
}

static bool same_state(const struct state *a, const struct state *b)
{
    return a->place == b->place && a->url == b->url && a->depth == b->depth &&
           (a->place != PLACE_TAG || a->space_needed == b->space_needed);
}

static bool block_end(struct scan *s, bool each, bool is_else)
{
    struct block *b = s->blocks_n ? &s->blocks[s->blocks_n - 1] : NULL;
    if (!b || b->each != each)
        return scan_fail(s,
                         is_else ? "{{else}} without {{#if}}" : "this closes no block of its kind");
    if (is_else && b->has_else) return scan_fail(s, "a second {{else}}");
    if (!same_state(&b->at, &s->state))
        return scan_fail(
            s, "the block that began in line %d ends in another place of the HTML than it began",
            b->line);
    if (is_else) {
        b->has_else = true;
        buf_puts(s->out, "    } else {\n");
        return true;
    }
    s->blocks_n--;
    if (each) s->scopes_n--;
    buf_puts(s->out, "    }\n");
    return true;
}

static bool partial(struct scan *s, const char *end)
{
    char name[NAME_LEN];
    struct value v;
    if (!tmplc_name(&s->p, end, name)) return scan_fail(s, "which partial?");
    struct template *t = tmplc_find(s->c, name);
    if (!t || t->is_layout) return scan_fail(s, "no partial \"%s\"", name);
    skip_blanks(s, end);
    if (!path(s, end, &v)) return false;
    if (v.list || v.record != &t->model)
        return scan_fail(s, "the field for partial \"%s\" must have the type @%s", name, name);
    if (s->state.place != PLACE_TEXT) return scan_fail(s, "a partial may stand in text only");
    buf_printf(s->out, "    tmpl_%s(out, &%s);\n", name, v.expression);
    return true;
}

static bool content(struct scan *s)
{
    if (!s->t->is_layout || s->blocks_n || s->state.place != PLACE_TEXT)
        return scan_fail(s, "{{content}} stands once, in text, outside all blocks");
    buf_printf(s->out,
               "}\n\nvoid tmpl_%s_close(struct buf *out, const struct tmpl_%s_model *m)\n{\n    "
               "(void)m;\n",
               s->t->name, s->t->name);
    return true;
}

static bool content_first(struct scan *s, const char *at)
{
    static const char word[] = "{{content}}";
    const char *first = memmem(s->t->text, s->t->n, word, sizeof word - 1);
    return first == at ? content(s) : scan_fail(s, "{{content}} stands once");
}

static bool dispatch(struct scan *s, const char *end)
{
    struct value v;
    const char *at = s->p - 2;
    if (starts(s, end, "#if ")) return block_if(s, end);
    if (starts(s, end, "#each ")) return block_each(s, end);
    if (starts(s, end, "/if")) return block_end(s, false, false);
    if (starts(s, end, "/each")) return block_end(s, true, false);
    if (starts(s, end, ">")) return partial(s, end);
    if (starts(s, end, "t:")) return sentence(s, end);
    if (starts(s, end, "asset:")) return asset(s, end);
    if (end - s->p == 4 && starts(s, end, "else")) return block_end(s, false, true);
    if (end - s->p == 7 && starts(s, end, "content")) return content_first(s, at);
    return scalar_path(s, end, &v) && put_value(s, &v);
}

bool code_braces(struct scan *s)
{
    const char *end = memmem(s->p, (size_t)(s->end - s->p), "}}", 2);
    if (!end) return scan_fail(s, "\"{{\" without \"}}\"");
    s->p += 2;
    if (starts(s, end, "!")) {
        for (; s->p < end; s->p++) s->line += *s->p == '\n';
        s->p = end + 2;
        return true;
    }
    scan_flush(s);
    if (!dispatch(s, end)) return false;
    skip_blanks(s, end);
    if (s->p != end)
        return scan_fail(s, "\"%.*s\" is not understood here",
                         (int)(end - s->p > 40 ? 40 : end - s->p), s->p);
    s->p = end + 2;
    return true;
}
