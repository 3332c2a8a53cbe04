#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inside.h"

bool scan_fail(struct scan *s, const char *format, ...)
{
    char what[300];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    return tmplc_fail(s->c, s->t->file, s->line, "%s", what);
}

void scan_keep(struct scan *s, const char *p, size_t n)
{
    buf_add(&s->literal, p, n);
}

static void quoted(struct buf *out, char c)
{
    switch (c) {
    case '"':
    case '\\':
        buf_putc(out, '\\');
        buf_putc(out, c);
        break;
    case '\n':
        buf_puts(out, "\\n");
        break;
    case '\t':
        buf_puts(out, "\\t");
        break;
    default:
        buf_putc(out, c);
    }
}

void scan_flush(struct scan *s)
{
    if (!s->literal.n) return;
    buf_puts(s->out, "    buf_add(out, \"");
    for (size_t i = 0; i < s->literal.n; i++) {
        quoted(s->out, s->literal.p[i]);
        if (i % 90 == 89) buf_puts(s->out, "\"\n        \"");
    }
    buf_printf(s->out, "\", %zu);\n", s->literal.n);
    buf_clear(&s->literal);
}

static bool in_pre(const struct scan *s)
{
    for (size_t i = 0; i < s->state.depth; i++)
        if (strcmp(s->open[i], "pre") == 0) return true;
    return false;
}

/* White space of text: a line break vanishes with the blanks around it, other runs become one
 * blank. */
static void text_blanks(struct scan *s)
{
    const char *from = s->p;
    bool line_break = false;
    for (; s->p < s->end && strchr(" \t\r\n", *s->p); s->p++) {
        line_break |= *s->p == '\n';
        s->line += *s->p == '\n';
    }
    if (in_pre(s)) scan_keep(s, from, (size_t)(s->p - from));
    else if (!line_break) scan_keep(s, " ", 1);
}

/* Inside <title> and <textarea>: text until the closing tag, which is the only '<' allowed. */
static bool rcdata(struct scan *s)
{
    const char *name = s->open[s->state.depth - 1];
    size_t n = strlen(name);
    if (*s->p != '<') {
        s->line += *s->p == '\n';
        scan_keep(s, s->p++, 1);
        return true;
    }
    if ((size_t)(s->end - s->p) < n + 3 || memcmp(s->p, "</", 2) != 0 ||
        memcmp(s->p + 2, name, n) != 0 || s->p[n + 2] != '>')
        return scan_fail(s, "only text may stand in <%s>", name);
    s->state.place = PLACE_TEXT;
    return tag_open(s);
}

static bool step(struct scan *s)
{
    unsigned char ch = (unsigned char)*s->p;
    if (ch >= 0x80)
        return scan_fail(s, "not ASCII: sentences stand in ui/zh and are written {{t:id}}");
    if (ch < 0x20 && !strchr("\t\r\n", ch)) return scan_fail(s, "control character");
    if (ch == 0) return scan_fail(s, "control character");
    if (s->end - s->p >= 2 && s->p[0] == '{' && s->p[1] == '{') return code_braces(s);
    switch (s->state.place) {
    case PLACE_TAG:
        return tag_inside(s);
    case PLACE_ATTRIBUTE:
        return tag_attribute(s);
    case PLACE_RCDATA:
        return rcdata(s);
    case PLACE_TEXT:
        break;
    }
    if (ch == '<') return tag_open(s);
    if (strchr(" \t\r\n", ch)) {
        text_blanks(s);
        return true;
    }
    scan_keep(s, s->p++, 1);
    return true;
}

static bool ended(struct scan *s)
{
    if (s->blocks_n) {
        s->line = s->blocks[s->blocks_n - 1].line;
        return scan_fail(s, "this {{#%s}} is never closed",
                         s->blocks[s->blocks_n - 1].each ? "each" : "if");
    }
    if (s->state.place == PLACE_TAG || s->state.place == PLACE_ATTRIBUTE)
        return scan_fail(s, "the file ends inside a tag");
    if (s->state.depth) return scan_fail(s, "<%s> is never closed", s->open[s->state.depth - 1]);
    return true;
}

static void begin(struct scan *s)
{
    const struct template *t = s->t;
    buf_printf(
        s->out,
        "\nvoid tmpl_%s%s(struct buf *out, const struct tmpl_%s_model *m)\n{\n    (void)m;\n",
        t->name, t->is_layout ? "_open" : "", t->name);
    if (t->layout)
        buf_printf(s->out, "    tmpl_%s_open(out, &m->%s);\n", t->layout->name, t->layout_field);
}

static void finish(struct scan *s)
{
    scan_flush(s);
    const struct template *t = s->t;
    if (t->layout)
        buf_printf(s->out, "    tmpl_%s_close(out, &m->%s);\n", t->layout->name, t->layout_field);
    buf_puts(s->out, "}\n");
}

bool tmplc_scan(struct tmplc *c, struct template *t, struct buf *out)
{
    struct scan *s = arena_try(c->arena, sizeof *s);
    if (!s) return tmplc_fail(c, t->file, 1, "too large");
    s->c = c;
    s->t = t;
    s->out = out;
    s->p = t->text + t->body_at;
    s->end = t->text + t->n;
    s->line = t->body_line;
    s->literal = BUF(1 << 20);
    s->scopes[0] = (struct scope){&t->model, KIND_RECORD, "m"};
    s->scopes_n = 1;
    begin(s);
    bool ok = true;
    while (ok && s->p < s->end) ok = step(s);
    ok = ok && ended(s);
    if (ok) finish(s);
    buf_free(&s->literal);
    return ok;
}
