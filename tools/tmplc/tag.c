#include <string.h>

#include "inside.h"

static bool in_list(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0) return true;
    return false;
}

static bool is_void(const char *tag)
{
    static const char *const list[] = {"br",   "hr",  "img", "input",  "link",
                                       "meta", "col", "wbr", "source", NULL};
    return in_list(tag, list);
}

static bool refused_tag(const char *tag)
{
    static const char *const list[] = {"style",  "iframe",   "object",   "embed",    "base",
                                       "applet", "frame",    "frameset", "noscript", "plaintext",
                                       "xmp",    "template", "math",     "portal",   NULL};
    return in_list(tag, list);
}

static bool is_url(const char *attribute)
{
    static const char *const list[] = {"href",   "src",  "action", "formaction",
                                       "poster", "cite", NULL};
    return in_list(attribute, list);
}

static bool refused_attribute(const char *a)
{
    static const char *const list[] = {"style", "srcdoc",   "srcset", "ping", "background",
                                       "data",  "manifest", "xmlns",  NULL};
    return strncmp(a, "on", 2) == 0 || in_list(a, list);
}

/* A lower-case word of letters, digits and '-' into out[NAME_LEN]. */
static bool word(struct scan *s, char *out)
{
    size_t n = 0;
    while (
        s->p < s->end && n + 1 < NAME_LEN &&
        ((*s->p >= 'a' && *s->p <= 'z') || (n && ((*s->p >= '0' && *s->p <= '9') || *s->p == '-'))))
        out[n++] = *s->p++;
    out[n] = 0;
    return n > 0;
}

static bool close_tag(struct scan *s)
{
    s->p += 2;
    if (!word(s, s->tag) || s->p >= s->end || *s->p != '>')
        return scan_fail(s, "malformed closing tag");
    if (!s->state.depth) return scan_fail(s, "</%s> closes nothing", s->tag);
    const char *top = s->open[s->state.depth - 1];
    if (strcmp(top, s->tag) != 0) return scan_fail(s, "</%s> where </%s> is expected", s->tag, top);
    if (s->blocks_n && s->blocks[s->blocks_n - 1].at.depth == s->state.depth)
        return scan_fail(s, "</%s> closes an element that was opened outside this block", s->tag);
    s->state.depth--;
    s->p++;
    scan_keep(s, "</", 2);
    scan_keep(s, s->tag, strlen(s->tag));
    scan_keep(s, ">", 1);
    return true;
}

static bool doctype(struct scan *s)
{
    static const char text[] = "<!doctype html>";
    if ((size_t)(s->end - s->p) < sizeof text - 1 || memcmp(s->p, text, sizeof text - 1) != 0)
        return scan_fail(
            s, "comments are written {{! ... }}; the only declaration is <!doctype html>");
    scan_keep(s, text, sizeof text - 1);
    s->p += sizeof text - 1;
    return true;
}

bool tag_open(struct scan *s)
{
    if (s->end - s->p > 1 && s->p[1] == '/') return close_tag(s);
    if (s->end - s->p > 1 && s->p[1] == '!') return doctype(s);
    s->p++;
    if (!word(s, s->tag))
        return scan_fail(s,
                         "'<' that begins no tag: write &lt; (tag names are lower case and fixed)");
    if (refused_tag(s->tag)) return scan_fail(s, "<%s> is not used here", s->tag);
    s->script_src = false;
    s->state.place = PLACE_TAG;
    s->state.space_needed = true;
    scan_keep(s, "<", 1);
    scan_keep(s, s->tag, strlen(s->tag));
    return true;
}

static bool tag_end(struct scan *s)
{
    if (s->blocks_n && s->blocks[s->blocks_n - 1].at.place == PLACE_TAG)
        return scan_fail(s, "the tag <%s> ends inside a block that began in it", s->tag);
    s->p++;
    scan_keep(s, ">", 1);
    s->state.place = PLACE_TEXT;
    if (is_void(s->tag)) return true;
    if (s->state.depth == NEST_MAX) return scan_fail(s, "elements nested too deeply");
    const char *name = arena_copy(s->c->arena, s->tag, strlen(s->tag));
    if (!name) return scan_fail(s, "too large");
    s->open[s->state.depth++] = name;
    if (strcmp(name, "title") == 0 || strcmp(name, "textarea") == 0) s->state.place = PLACE_RCDATA;
    if (strcmp(name, "script") != 0) return true;
    if (!s->script_src) return scan_fail(s, "scripts stand in ui/script and are named by src");
    if (s->end - s->p < 9 || memcmp(s->p, "</script>", 9) != 0)
        return scan_fail(s, "nothing may stand in <script>");
    return true;
}

static bool attribute_begin(struct scan *s)
{
    char name[NAME_LEN];
    if (s->state.space_needed) return scan_fail(s, "a blank is expected before an attribute");
    if (!word(s, name)) return scan_fail(s, "malformed attribute in <%s>", s->tag);
    if (refused_attribute(name)) return scan_fail(s, "attribute %s is not used here", name);
    scan_keep(s, name, strlen(name));
    s->state.space_needed = true;
    if (s->p >= s->end || *s->p != '=') return true;
    if (s->end - s->p < 2 || s->p[1] != '"')
        return scan_fail(s, "the value of %s must stand in double quotes", name);
    s->p += 2;
    scan_keep(s, "=\"", 2);
    if (strcmp(s->tag, "script") == 0 && strcmp(name, "src") == 0) s->script_src = true;
    if (strcmp(s->tag, "meta") == 0 && strcmp(name, "http-equiv") == 0)
        return scan_fail(s, "http-equiv is not used here");
    s->state.place = PLACE_ATTRIBUTE;
    s->state.url = is_url(name);
    s->url_n = 0;
    s->url_value = false;
    s->url_literal[0] = 0;
    return true;
}

bool tag_inside(struct scan *s)
{
    if (strchr(" \t\r\n", *s->p)) {
        for (; s->p < s->end && strchr(" \t\r\n", *s->p); s->p++) s->line += *s->p == '\n';
        if (s->p < s->end && *s->p != '>') scan_keep(s, " ", 1);
        s->state.space_needed = false;
        return true;
    }
    if (*s->p == '>') return tag_end(s);
    if (*s->p == '/') return scan_fail(s, "write <%s> without '/'", s->tag);
    return attribute_begin(s);
}

bool tag_attribute(struct scan *s)
{
    char ch = *s->p++;
    if (ch == '<') return scan_fail(s, "'<' in an attribute: is a quote missing?");
    if (ch == '\n') return scan_fail(s, "line break in an attribute: is a quote missing?");
    scan_keep(s, &ch, 1);
    if (ch != '"') {
        if (s->state.url && s->url_n + 1 < sizeof s->url_literal) {
            s->url_literal[s->url_n++] = ch;
            s->url_literal[s->url_n] = 0;
        }
        return true;
    }
    if (s->blocks_n && s->blocks[s->blocks_n - 1].at.place == PLACE_ATTRIBUTE)
        return scan_fail(s, "the value ends inside a block that began in it");
    if (s->state.url && strncmp(s->url_literal, "javascript", 10) == 0)
        return scan_fail(s, "no script URLs");
    s->state.place = PLACE_TAG;
    s->state.url = false;
    s->state.space_needed = true;
    return true;
}
