#include "law/casefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zh.h"
#include "law/casetry.h"
#include "law/explain.h"
#include "law/words.h"

#define MOST_BYTES (1 << 20)
#define MOST_TITLES 2000

/* ---- Parsing -------------------------------------------------------------------------------- */

struct reader {
    struct arena *arena;
    struct casefile *file;
    struct problem *why;
    int line;
};

static enum err fault(struct reader *r, enum zh_id message, const char *value)
{
    char number[16];
    snprintf(number, sizeof number, "%d", r->line);
    return problem_set(r->why, ERR_INPUT, message, NULL, number, value, NULL);
}

/* Trims ASCII spaces, tabs, carriage returns and ideographic spaces (U+3000). */
static const char *trimmed(struct arena *a, const char *s, size_t n)
{
    for (;;) {
        if (n >= 3 && memcmp(s, "\u3000", 3) == 0) s += 3, n -= 3;
        else if (n && strchr(" \t", *s)) s++, n--;
        else break;
    }
    for (;;) {
        if (n >= 3 && memcmp(s + n - 3, "\u3000", 3) == 0) n -= 3;
        else if (n && strchr(" \t\r", s[n - 1])) n--;
        else break;
    }
    return arena_copy(a, s, n);
}

/* Where the key ends: "=", full-width "=" (U+FF1D) or full-width colon (U+FF1A); *skip is its
 * length. */
static const char *separator(const char *s, size_t *skip)
{
    for (; *s; s++) {
        if (*s == '=') return *skip = 1, s;
        if (strncmp(s, "\uff1d", 3) == 0 || strncmp(s, "\uff1a", 3) == 0) return *skip = 3, s;
    }
    return NULL;
}

static enum err take_title(struct reader *r, const char *s)
{
    size_t n = strlen(s);
    if (s[n - 1] != ']') return fault(r, ZH_case_bad_title, s);
    struct case_one *one = &r->file->cases[r->file->count++];
    one->title = trimmed(r->arena, s + 1, n - 2);
    one->line = r->line;
    return ERR_OK;
}

/* "应为 KEY = VALUE" is an expectation, everything else a fact. */
static enum err take_field(struct reader *r, const char *s)
{
    size_t skip;
    const char *eq = separator(s, &skip), *expect = zh_text(ZH_case_expect);
    if (!eq) return fault(r, ZH_case_no_equals, s);
    if (r->file->count == 0) return fault(r, ZH_case_no_title, s);
    struct case_one *one = &r->file->cases[r->file->count - 1];
    bool expected = strncmp(s, expect, strlen(expect)) == 0;
    const char *from = expected ? s + strlen(expect) : s;
    struct case_line l = {trimmed(r->arena, from, (size_t)(eq - from)),
                          trimmed(r->arena, eq + skip, strlen(eq + skip)), r->line};
    size_t *count = expected ? &one->expected_count : &one->given_count;
    if (*count == CASE_LINES) return fault(r, ZH_case_too_many, s);
    if (expected) one->expected[(*count)++] = l;
    else one->given[(*count)++] = l;
    return ERR_OK;
}

/* An upper bound: every "[" that could start a title. */
static size_t count_titles(const char *text)
{
    size_t n = 0;
    while ((text = strchr(text, '['))) n++, text++;
    return n;
}

enum err casefile_parse(struct arena *a, const char *text, struct casefile *out,
                        struct problem *why)
{
    struct reader r = {a, out, why, 0};
    size_t most = count_titles(text);
    if (most > MOST_TITLES) return fault(&r, ZH_case_too_many, "");
    *out = (struct casefile){ARENA_ARRAY(a, struct case_one, most + 1), 0};
    while (*text) {
        size_t n = strcspn(text, "\n");
        const char *s = trimmed(a, text, n);
        enum err e = ERR_OK;
        r.line++;
        if (*s == '[') e = take_title(&r, s);
        else if (*s && *s != '#') e = take_field(&r, s);
        if (e != ERR_OK) return e;
        text += n + (text[n] == '\n');
    }
    return out->count ? ERR_OK : fault(&r, ZH_case_empty, "");
}

enum err casefile_read(struct arena *a, const char *path, struct casefile *out, struct problem *why)
{
    FILE *f = fopen(path, "rb");
    if (!f) return problem_set(why, ERR_FAILED, ZH_case_cannot_open, NULL, path, NULL);
    char *text = arena_try(a, MOST_BYTES + 1);
    size_t n = text ? fread(text, 1, MOST_BYTES, f) : 0;
    bool failed = !text || ferror(f) || n == MOST_BYTES || memchr(text, 0, n);
    fclose(f);
    if (failed) return problem_set(why, ERR_FAILED, ZH_case_cannot_open, NULL, path, NULL);
    return casefile_parse(a, text, out, why);
}

/* ---- Asking --------------------------------------------------------------------------------- */

static const struct try_question *question(const char *word)
{
    const struct try_question *const groups[] = {try_clock_questions, try_loss_questions,
                                                 try_way_questions, try_money_questions};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        for (const struct try_question *q = groups[g]; q->word; q++)
            if (strcmp(zh_text(q->word), word) == 0) return q;
    return NULL;
}

/* One "cycle.months = 6" (or = none, for no value in force): it holds on every day of this case. */
static bool set_param(struct try *t, struct arena *a, const char *text)
{
    const char *eq = strchr(text, '=');
    struct law *law = &t->run->law;
    int64_t value;
    enum param_id id = eq ? params_find(trimmed(a, text, (size_t)(eq - text))) : PARAM_NONE;
    if (id == PARAM_NONE) return false;
    const char *written = trimmed(a, eq + 1, strlen(eq + 1));
    if (strcmp(written, zh_text(ZH_case_none)) == 0) {
        law->params = params_without(a, law->params, id);
        return true;
    }
    if (!params_parse(id, written, &value)) return false;
    law->params = params_with(a, law->params, id, value);
    return true;
}

static void set_params(struct try *t, struct arena *a)
{
    int line;
    const char *text;
    for (size_t n = 0; t->code == ERR_OK && (text = try_text_next(t, ZH_case_param, n, &line)); n++)
        if (!set_param(t, a, text)) try_fault(t, line, ZH_case_bad_param, text);
}

static struct date day_of(struct try *t, enum zh_id key, bool needed)
{
    int line = t->run->one->line;
    struct date d = DATE_NONE;
    const char *text = try_text_next(t, key, 0, &line);
    if (!text && !needed) return d;
    if (!text || date_parse_office(text, &d, NULL) != ERR_OK)
        try_fault(t, line, ZH_case_bad_day, zh_text(key));
    return d;
}

/* The same fact said twice: both are shown where they differ. */
static bool said_before(struct try *t, size_t i)
{
    const struct case_one *one = t->run->one;
    char both[400], number[16];
    for (size_t k = 0; k < i; k++) {
        const struct case_line *a = &one->given[k], *b = &one->given[i];
        if (!t->used[k] || strcmp(a->key, b->key) != 0) continue;
        if (strcmp(a->value, b->value) == 0) return true;
        snprintf(both, sizeof both, "%.190s | %.190s", a->value, b->value);
        snprintf(number, sizeof number, "%d", b->line);
        if (t->code == ERR_OK)
            t->code =
                problem_set(t->why, ERR_INPUT, ZH_case_twice, NULL, number, b->key, both, NULL);
        return true;
    }
    return false;
}

static void unused(struct try *t)
{
    const struct case_one *one = t->run->one;
    for (size_t i = 0; i < one->given_count; i++)
        if (!t->used[i] && !said_before(t, i))
            try_fault(t, one->given[i].line, ZH_case_unused, one->given[i].key);
}

enum err casefile_run(struct arena *a, const struct case_one *one, struct case_run *out,
                      struct problem *why)
{
    size_t rows;
    const struct calendar_row *shipped = calendar_shipped(&rows);
    *out = (struct case_run){.one = one, .item = ""};
    struct try t = {.run = out, .why = why};
    out->law.today = day_of(&t, ZH_case_today, true);
    out->law.calendar = calendar_build(a, shipped, rows, day_of(&t, ZH_case_known_at, false));
    out->law.params = params_build(a, NULL, 0);
    set_params(&t, a);
    const char *item = try_text(&t, ZH_case_item), *asked = try_text(&t, ZH_case_question);
    try_text(&t, ZH_case_note);
    if (item) out->item = item;
    const struct try_question *q = asked ? question(asked) : NULL;
    if (!q) try_fault(&t, one->line, ZH_case_bad_question, asked ? asked : "");
    if (t.code != ERR_OK) return t.code;
    q->ask(&t, &out->law, &out->finding);
    if (out->finding.outcome)
        try_answer_word(&t, ZH_case_outcome, outcome_word(out->finding.outcome));
    unused(&t);
    return t.code;
}

/* ---- Results -------------------------------------------------------------------------------- */

static const char *answered(const struct case_run *run, const char *key)
{
    for (size_t i = 0; i < run->answer_count; i++)
        if (strcmp(zh_text(run->answer[i].key), key) == 0) return run->answer[i].text;
    return NULL;
}

size_t casefile_mismatches(const struct case_run *run, struct buf *out)
{
    size_t wrong = 0;
    for (size_t i = 0; i < run->one->expected_count; i++) {
        const struct case_line *e = &run->one->expected[i];
        const char *got = answered(run, e->key);
        char text[512], number[16];
        if (got && strcmp(got, e->value) == 0) continue;
        snprintf(number, sizeof number, "%d", e->line);
        buf_puts(out, zh_print(text, sizeof text, ZH_case_differs, number, e->key, e->value,
                               got ? got : zh_text(ZH_case_none), NULL));
        buf_putc(out, '\n');
        wrong++;
    }
    return wrong;
}

struct origin {
    const struct case_one *one;
    char text[64];
};

/* A fact of a case comes from its line. */
static const char *origin_of(void *ctx, const struct finding_fact *fact)
{
    struct origin *o = ctx;
    char number[16];
    for (size_t i = 0; i < o->one->given_count; i++) {
        if (strcmp(o->one->given[i].key, zh_text(facts_word(fact->id))) != 0) continue;
        snprintf(number, sizeof number, "%d", o->one->given[i].line);
        return zh_print(o->text, sizeof o->text, ZH_source_case, number, NULL);
    }
    return NULL;
}

void casefile_print(const struct case_run *run, struct buf *out)
{
    buf_printf(out, "[%s]\n", run->one->title);
    for (size_t i = 0; i < run->answer_count; i++)
        buf_printf(out, "%s = %s\n", zh_text(run->answer[i].key), run->answer[i].text);
    struct origin origin = {.one = run->one};
    struct explain_sources sources = {origin_of, &origin};
    if (run->finding.question) law_explain_from(&run->law, &run->finding, &sources, out);
}

static void complain(FILE *err, const struct problem *why)
{
    char text[512];
    fprintf(err, "%s\n", problem_sentence(why, text, sizeof text));
}

/* Prints one case; the number of expectations that fail, or 1 when it cannot be asked. */
static size_t try_one(const struct case_one *one, FILE *out, FILE *err)
{
    struct case_run run;
    struct problem why = {.code = ERR_FAILED, .message = ZH_err_memory};
    struct buf text = BUF(4 << 20);
    struct arena *a = arena_new(64 << 20);
    size_t wrong = 1;
    if (a && casefile_run(a, one, &run, &why) == ERR_OK) {
        casefile_print(&run, &text);
        wrong = casefile_mismatches(&run, &text);
        fwrite(text.p, 1, text.n, out);
        fputc('\n', out);
    } else {
        complain(err, &why);
    }
    buf_free(&text);
    arena_free(a);
    return wrong;
}

int law_try_command(const char *path, FILE *out, FILE *err)
{
    struct arena *a = arena_new(256 << 20);
    struct casefile file;
    struct problem why = {.code = ERR_FAILED, .message = ZH_err_memory};
    size_t wrong = 0;
    if (!a || casefile_read(a, path, &file, &why) != ERR_OK) {
        complain(err, &why);
        arena_free(a);
        return 1;
    }
    for (size_t i = 0; i < file.count; i++) wrong += try_one(&file.cases[i], out, err);
    arena_free(a);
    return wrong ? 1 : 0;
}
