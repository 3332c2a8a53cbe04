/* The template compiler: what it writes for good templates, and one refusal for each rule, with
 * file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tmplc/tmplc.h"

static struct buf header, source;
static char error[500];

static bool compile_with(const char *text, const char *other_name, const char *other)
{
    struct arena *a = arena_new(16 << 20);
    struct tmplc *c = tmplc_new(a);
    header = BUF(1 << 20);
    source = BUF(1 << 20);
    bool ok = tmplc_add(c, "t", "t.html", text, strlen(text));
    if (other) ok = ok && tmplc_add(c, other_name, "other.html", other, strlen(other));
    ok = ok && tmplc_compile(c, &header, &source);
    snprintf(error, sizeof error, "%s", tmplc_error(c));
    arena_free(a);
    return ok;
}

static void drop(void)
{
    buf_free(&header);
    buf_free(&source);
}

static void writes(const char *text, const char *in_header, const char *in_source)
{
    if (!compile_with(text, NULL, NULL)) fail_msg("%s", error);
    if (in_header && !strstr(header.p, in_header)) fail_msg("no %s in\n%s", in_header, header.p);
    if (in_source && !strstr(source.p, in_source)) fail_msg("no %s in\n%s", in_source, source.p);
    drop();
}

static void refuses(const char *text, const char *message)
{
    if (compile_with(text, NULL, NULL)) fail_msg("accepted: %s", text);
    if (!strstr(error, message)) fail_msg("%s\nsays: %s", text, error);
    drop();
}

#define M                                                                                          \
    "{{model t: x text, y html, n int, b bool, d date, m money, l[] row{k text}, w[] text, r "     \
    "one{k text}}}\n"

static void a_model_becomes_a_struct(void **state)
{
    (void)state;
    writes(M "<p></p>", "struct view_text x;", NULL);
    writes(M "<p></p>", "const struct tmpl_t_row *l;\n    size_t l_n;", NULL);
    writes(M "<p></p>", "struct tmpl_t_one r;", NULL);
    writes(M "<p></p>", "const struct view_text *w;", NULL);
    writes(M "<p></p>", "struct date d;",
           "void tmpl_t(struct buf *out, const struct tmpl_t_model *m)");
}

static void values_are_escaped_for_their_place(void **state)
{
    (void)state;
    writes(M "<p>{{x}}</p>", NULL, "view_put_text(out, m->x)");
    writes(M "<p title=\"{{x}}\"></p>", NULL, "view_put_text(out, m->x)");
    writes(M "<a href=\"{{x}}\"></a>", NULL, "view_put_url(out, m->x)");
    writes(M "<a href=\"/a/{{x}}?b={{n}}\"></a>", NULL, "view_put_component(out, m->x)");
    writes(M "<p>{{y}}</p>", NULL, "view_put_html(out, m->y)");
    writes(M "<p>{{d}}</p>", NULL, "view_put_date(out, m->d)");
    writes(M "<input value=\"{{d}}\">", NULL, "view_put_date_iso(out, m->d)");
    writes(M "<input value=\"{{m}}\">", NULL, "view_put_money_plain(out, m->m)");
    writes(M "<p>{{r.k}}</p>", NULL, "view_put_text(out, m->r.k)");
    writes(M "<p>{{t:some_id x n}}</p>", NULL, "view_put_sentence_with(out, ZH_some_id, a, 2)");
    writes(M "<title>{{x}}</title><textarea>{{x}}</textarea>", NULL, "view_put_text(out, m->x)");
}

static void blocks_become_code(void **state)
{
    (void)state;
    writes(M "{{#each l}}<p>{{k}}{{x}}</p>{{/each}}", NULL, "view_put_text(out, e1->k)");
    writes(M "{{#each w}}<p>{{.}}</p>{{/each}}", NULL, "view_put_text(out, (*e1))");
    writes(M "{{#if b}}<p></p>{{else}}<b></b>{{/if}}", NULL, "if (m->b) {");
    writes(M "{{#if !l}}<p></p>{{/if}}", NULL, "if (!(m->l_n > 0)) {");
    writes(M "<input{{#if b}} checked{{/if}}>", NULL, "if (m->b) {");
    writes(M "<p class=\"a{{#if b}} c{{/if}}\"></p>", NULL, "\" c\"");
}

static void layouts_and_partials_are_called(void **state)
{
    (void)state;
    assert_true(compile_with("{{model t: page @lay, e @lay2}}{{layout lay page}}<p></p>", "lay",
                             "{{model lay: a text}}<div>{{content}}</div>") == false);
    assert_non_null(strstr(error, "no template \"lay2\""));
    drop();
    assert_true(compile_with("{{model t: page @lay}}{{layout lay page}}<p></p>", "lay",
                             "{{model lay: a text}}<div>{{content}}</div>"));
    assert_non_null(strstr(source.p, "tmpl_lay_open(out, &m->page)"));
    assert_non_null(strstr(source.p, "tmpl_lay_close(out, &m->page)"));
    drop();
    assert_true(compile_with("{{model t: p[] @part}}{{#each p}}<p></p>{{/each}}", "part",
                             "{{model part: a text}}{{a}}"));
    drop();
    assert_true(
        compile_with("{{model t: p @part}}{{>part p}}", "part", "{{model part: a text}}{{a}}"));
    assert_non_null(strstr(source.p, "tmpl_part(out, &m->p)"));
    drop();
    assert_false(compile_with("{{model t: p @part}}{{>part p}}", "part", "{{model part: a @t}}"));
    assert_non_null(strstr(error, "contains itself"));
    drop();
    assert_false(compile_with("{{model t: p @part, x text}}{{>part x}}", "part",
                              "{{model part: a text}}{{a}}"));
    assert_non_null(strstr(error, "must have the type @part"));
    drop();
}

static void blanks_around_line_breaks_vanish(void **state)
{
    (void)state;
    writes(M "<p>\n  a  b\n</p>", NULL, "\"<p>a b</p>\"");
    writes(M "<pre>a\n b</pre>", NULL, "\"<pre>a\\n b</pre>\"");
}

static void dangerous_places_are_refused(void **state)
{
    (void)state;
    refuses(M "<p title={{x}}></p>", "t.html:2: the value of title must stand in double quotes");
    refuses(M "<p title='{{x}}'></p>", "double quotes");
    refuses(M "<p title=a></p>", "double quotes");
    refuses(M "\n<p {{x}}></p>",
            "t.html:3: a value may stand in text or in a quoted attribute only");
    refuses(M "<{{x}}></p>", "begins no tag");
    refuses(M "<p {{x}}=\"a\"></p>", "a value may stand");
    refuses(M "<p onclick=\"{{x}}\"></p>", "attribute onclick is not used here");
    refuses(M "<p onclick=\"a\"></p>", "attribute onclick");
    refuses(M "<p style=\"{{x}}\"></p>", "attribute style");
    refuses(M "<style>{{x}}</style>", "<style> is not used here");
    refuses(M "<script>{{x}}</script>", "scripts stand in ui/script");
    refuses(M "<script>alert()</script>", "scripts stand in ui/script");
    refuses(M "<script src=\"/a\">{{x}}</script>", "nothing may stand in <script>");
    refuses(M "<iframe srcdoc=\"{{x}}\"></iframe>", "is not used here");
    refuses(M "<img srcset=\"{{x}}\">", "attribute srcset");
    refuses(M "<a href=\"javascript:{{x}}\"></a>", "must begin with");
    refuses(M "<a href=\"javascript:a\"></a>", "no script URLs");
    refuses(M "<a href=\"/{{x}}/b\"></a>", "must begin with");
    refuses(M "<a href=\"//{{x}}\"></a>", "must begin with");
    refuses(M "<a href=\"{{x}}{{x}}\"></a>", "nothing may follow a whole URL");
    refuses(M "<a href=\"{{n}}\"></a>", "a whole URL must be text");
    refuses(M "<a href=\"/a/{{y}}\"></a>", "may stand in a URL");
    refuses(M "<a href=\"{{#if b}}/a{{/if}}\"></a>", "no blocks inside a URL");
    refuses(M "<p title=\"{{y}}\"></p>", "html may stand in text only");
    refuses(M "<title>{{y}}</title>", "html may stand in text only");
    refuses(M "<meta http-equiv=\"refresh\">", "http-equiv is not used");
    refuses(M "<!-- {{x}} -->", "comments are written");
    refuses(M "<p>\xe7\x8e\x8b</p>", "not ASCII");
    refuses(M "<p>{{b}}</p>", "a bool is asked with");
    refuses(M "<p>{{l}}</p>", "a list or record cannot be printed");
}

static void unbalanced_templates_are_refused(void **state)
{
    (void)state;
    refuses(M "<p>", "<p> is never closed");
    refuses(M "</p>", "closes nothing");
    refuses(M "<p><b></p></b>", "</p> where </b> is expected");
    refuses(M "\n\n{{#if b}}<p></p>", "t.html:4: this {{#if}} is never closed");
    refuses(M "{{/if}}", "closes no block");
    refuses(M "{{else}}", "{{else}} without");
    refuses(M "{{#if b}}{{else}}{{else}}{{/if}}", "a second {{else}}");
    refuses(M "{{#each l}}{{/if}}", "closes no block");
    refuses(M "{{#if b}}<p>{{/if}}</p>", "ends in another place");
    refuses(M "{{#if b}}<p>{{else}}<p></p>{{/if}}", "ends in another place");
    refuses(M "<p>{{#if b}}</p><p>{{/if}}</p>", "opened outside this block");
    refuses(M "<p{{#if b}}>{{/if}}</p>", "ends inside a block");
    refuses(M "<p title=\"{{#if b}}\"{{/if}}></p>", "ends inside a block");
    refuses(M "<p title=\"a\"{{#if b}}id=\"c\"{{/if}}></p>", "a blank is expected");
    refuses(M "<p title=\"a", "ends inside a tag");
    refuses(M "<p>{{x", "\"{{\" without");
    refuses(M "<br/>", "without '/'");
    refuses(M "a < b", "begins no tag");
}

static void unknown_names_are_refused(void **state)
{
    (void)state;
    refuses(M "\n<p>{{z}}</p>", "t.html:3: unknown field \"z\"");
    refuses(M "{{k}}", "unknown field \"k\"");
    refuses(M "{{r.z}}", "unknown field \"z\"");
    refuses(M "{{x.z}}", "has no fields of its own");
    refuses(M "{{#each x}}{{/each}}", "needs a list");
    refuses(M "{{.}}", "outside a list");
    refuses(M "{{>none x}}", "no partial");
    refuses(M "{{content}}{{content}}", "stands once");
    refuses(M "{{x y}}", "is not understood here");
    refuses("<p></p>", "begins with {{model");
    refuses("{{model u: x text}}", "must be named \"t\"");
    refuses("{{model t: x string}}", "unknown type");
    refuses("{{model t: x text, x text}}", "stands twice");
    refuses("{{model t: if text}}", "cannot name a field");
    refuses("{{model t: x text y text}}", "\",\" is expected");
    refuses("{{model t: x text}}{{layout none x}}", "no layout");
    refuses("{{model t: a[] same{k text}, b[] same{k text}}}", "two records are named");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_becomes_a_struct),
        cmocka_unit_test(values_are_escaped_for_their_place),
        cmocka_unit_test(blocks_become_code),
        cmocka_unit_test(layouts_and_partials_are_called),
        cmocka_unit_test(blanks_around_line_breaks_vanish),
        cmocka_unit_test(dangerous_places_are_refused),
        cmocka_unit_test(unbalanced_templates_are_refused),
        cmocka_unit_test(unknown_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
