/*
 * The promise of the templates: no text in any field changes the structure of the page. A small
 * tokenizer (a subset of the HTML standard's states, enough for what the compiler lets through)
 * reduces a page to its tags and attribute names; the reduction must be the same for harmless and
 * for hostile values. Values of href and action must stay on this site.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tmpl_gen.h"

static struct buf structure;
static char bad_url[200];

static void url_check(const char *name, const char *value, size_t n)
{
    bool is_url = strncmp(name, "href", 4) == 0 || strncmp(name, "action", 6) == 0 ||
                  strncmp(name, "src", 3) == 0;
    bool ok = (n > 0 && value[0] == '/' && !(n > 1 && (value[1] == '/' || value[1] == '\\'))) ||
              (n > 0 && strchr("#?", value[0])) || (n > 4 && memcmp(value, "tel:", 4) == 0) ||
              (n > 4 && memcmp(value, "data:,", 6) == 0) ||
              (n > 7 && memcmp(value, "https://", 8) == 0);
    if (is_url && !ok) snprintf(bad_url, sizeof bad_url, "%.*s", (int)(n > 100 ? 100 : n), value);
}

static const char *attribute(const char *p)
{
    const char *name = p;
    while (*p && !strchr(" =>/\t\n", *p)) buf_putc(&structure, *p++);
    buf_putc(&structure, ' ');
    if (*p != '=') return p;
    p++;
    char quote = *p == '"' || *p == '\'' ? *p++ : 0;
    const char *value = p;
    while (*p && (quote ? *p != quote : !strchr(" >\t\n", *p))) p++;
    url_check(name, value, (size_t)(p - value));
    return *p && quote ? p + 1 : p;
}

static const char *tag(const char *p)
{
    while (*p && !strchr(" >\t\n", *p)) buf_putc(&structure, *p++);
    buf_putc(&structure, '(');
    while (*p && *p != '>') {
        if (strchr(" \t\n/", *p)) p++;
        else p = attribute(p);
    }
    buf_puts(&structure, ")\n");
    return *p ? p + 1 : p;
}

static void tokenize(const char *p)
{
    buf_clear(&structure);
    while (*p) {
        if (*p == '<' && (isalpha((unsigned char)p[1]) || p[1] == '/' || p[1] == '!'))
            p = tag(p + 1);
        else p++;
    }
}

static const char *hostile[] = {"<script>alert(1)</script>",
                                "\"",
                                "'",
                                ">",
                                "<",
                                "&",
                                "\" onclick=\"x",
                                "'><img src=x>",
                                "javascript:alert(1)",
                                "//evil.example",
                                "/\\evil",
                                "</title>",
                                "</textarea><b>",
                                "<!--",
                                "-->",
                                "]]>",
                                "{{x}}",
                                "&quot;",
                                "%22",
                                "\t",
                                "\n",
                                "a b",
                                "\\",
                                "/",
                                "data:text/html,x",
                                "\xe7\x8e\x8b",
                                "JaVaScRiPt:x",
                                " javascript:x",
                                "\x01",
                                "https:evil",
                                "tel:1\"x"};

static unsigned long seed = 20261123;

static unsigned pick(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static char pool[40][200];
static unsigned pool_n;

static struct view_text value(bool wild)
{
    if (!wild) return view_text("harmless");
    char *s = pool[pool_n++ % 40];
    s[0] = 0;
    for (unsigned i = 1 + pick(4); i > 0; i--) {
        size_t n = strlen(s);
        snprintf(s + n, 200 - n, "%s", hostile[pick(sizeof hostile / sizeof *hostile)]);
    }
    return view_text(s);
}

static struct tmpl_layout_staff_model staff_page(bool wild)
{
    return (struct tmpl_layout_staff_model){.title = value(wild),
                                            .look = value(wild),
                                            .path = value(wild),
                                            .signed_in = true,
                                            .user = value(wild),
                                            .office = value(wild),
                                            .token = value(wild)};
}

static void render_find(struct buf *out, bool wild)
{
    struct tmpl_errors_item item = {value(wild), value(wild)};
    struct tmpl_find_row row = {.url = value(wild),
                                .name = value(wild),
                                .masked = value(wild),
                                .address = value(wild),
                                .payer = value(wild),
                                .status = value(wild)};
    struct tmpl_find_model m = {.page = staff_page(wild),
                                .errors = {&item, 1, false},
                                .token = value(wild),
                                .query = value(wild),
                                .purpose = value(wild),
                                .searched = true,
                                .rows = &row,
                                .rows_n = 1};
    tmpl_find(out, &m);
}

static void render_person(struct buf *out, bool wild)
{
    struct view_text step = value(wild);
    struct tmpl_person_model m = {.page = staff_page(wild),
                                  .token = value(wild),
                                  .ref = value(wild),
                                  .name = value(wild),
                                  .masked = value(wild),
                                  .photo_url = value(wild),
                                  .certify_url = value(wild)};
    m.why.finding = value(wild);
    m.why.steps = &step;
    m.why.steps_n = 1;
    tmpl_person(out, &m);
}

static void render_today(struct buf *out, bool wild)
{
    struct tmpl_today_undo undo = {value(wild), value(wild), value(wild), value(wild)};
    struct tmpl_today_row row = {.id = value(wild),
                                 .what = value(wild),
                                 .name = value(wild),
                                 .masked = value(wild),
                                 .reference = value(wild),
                                 .may_undo = true,
                                 .person_url = value(wild)};
    struct tmpl_today_model m = {.page = staff_page(wild),
                                 .token = value(wild),
                                 .undo = &undo,
                                 .undo_n = 1,
                                 .rows = &row,
                                 .rows_n = 1};
    tmpl_today(out, &m);
}

static void render_help(struct buf *out, bool wild)
{
    struct tmpl_help_place place = {value(wild), value(wild), value(wild), value(wild)};
    struct tmpl_help_model m = {
        .query = value(wild), .searched = true, .places = &place, .places_n = 1};
    m.page = (struct tmpl_layout_public_model){
        .title = value(wild), .look = value(wild), .path = value(wild)};
    tmpl_help(out, &m);
}

typedef void render_fn(struct buf *out, bool wild);

static void same_structure(render_fn *render)
{
    struct buf out = BUF(1 << 20);
    structure = BUF(1 << 20);
    render(&out, false);
    tokenize(out.p);
    char *want = strdup(structure.p);
    assert_non_null(want);
    for (int i = 0; i < 3000; i++) {
        buf_clear(&out);
        render(&out, true);
        bad_url[0] = 0;
        tokenize(out.p);
        if (strcmp(want, structure.p) != 0) fail_msg("another structure in:\n%s", out.p);
        if (bad_url[0]) fail_msg("URL leaves the site: %s", bad_url);
    }
    free(want);
    buf_free(&out);
    buf_free(&structure);
}

static void no_text_changes_the_structure(void **state)
{
    (void)state;
    same_structure(render_find);
    same_structure(render_person);
    same_structure(render_today);
    same_structure(render_help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_text_changes_the_structure)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
