/* training: lessons about made-up people, in a training store. */
#include <inttypes.h>
#include <string.h>

#include "app/training.h"
#include "law/register.h"
#include "main/command.h"

static void expect_json(const struct training_view *v, struct buf *b)
{
    static const char *const words[] = {"not_yet", "done", "wrong"};
    for (size_t i = 0; i < v->lesson->expect_count; i++) {
        buf_puts(b, i ? ",{\"what\":" : "{\"what\":");
        buf_json(b, v->lesson->expect[i].key);
        buf_puts(b, ",\"expected\":");
        buf_json(b, v->lesson->expect[i].text);
        buf_printf(b, ",\"verdict\":\"%s\"}", words[v->verdict[i]]);
    }
}

static void view_json(const struct training_view *v, struct buf *b)
{
    static const char *const states[] = {"new", "begun", "wrong", "done"};
    buf_printf(b, "{\"lesson\":%d,\"title\":", v->lesson->number);
    buf_json(b, v->lesson->title);
    buf_puts(b, ",\"group\":");
    buf_json(b, v->lesson->group);
    buf_printf(b, ",\"state\":\"%s\"", states[v->state]);
    if (v->person_id) {
        buf_printf(b, ",\"person_id\":\"%" PRId64 "\",\"name\":", v->person_id);
        buf_json(b, v->lesson->person.name);
        buf_printf(b, ",\"number\":\"%s\",\"started_on\":\"%s\",\"expected\":[", v->number,
                   date_print(v->started_on).s);
        expect_json(v, b);
        buf_puts(b, "]");
    }
    buf_puts(b, "}");
}

/* What is expected, how it stands, and where that is not "done" why and by which article. */
static void view_text(const struct training_view *v, struct buf *b)
{
    char text[1024];
    for (size_t i = 0; i < v->lesson->expect_count; i++) {
        const struct lesson_expect *x = &v->lesson->expect[i];
        buf_printf(b, "%s\t%s\n", zh_text(training_verdict_word(v->verdict[i])),
                   zh_print(text, sizeof text, ZH_training_said, x->key, x->text, NULL));
    }
    if (v->state == TRAINING_BEGUN) return;
    buf_printf(b, "%s\n", v->lesson->why);
    for (size_t i = 0; i < v->lesson->cite_count; i++)
        buf_printf(b, "%s\n",
                   register_citation_on(v->lesson->cites[i], v->started_on, text, sizeof text));
}

static enum err list(struct run *r, struct buf *out, struct problem *why)
{
    struct training_view *views;
    size_t count;
    const char *group = "";
    bool json = args_has(&r->args, "--json");
    enum err e = training_all(&r->call, &views, &count, why);
    if (e) return e;
    if (json) buf_puts(out, "{\"lessons\":[");
    for (size_t i = 0; i < count; i++) {
        const struct lesson *l = views[i].lesson;
        if (json) {
            buf_puts(out, i ? ",\n" : "\n");
            view_json(&views[i], out);
            continue;
        }
        if (strcmp(group, l->group) != 0) buf_printf(out, "%s\n", l->group);
        group = l->group;
        buf_printf(out, "%d\t%s\t%s\n", l->number, zh_text(training_state_word(views[i].state)),
                   l->title);
    }
    if (json) buf_puts(out, "]}\n");
    return ERR_OK;
}

static enum err number_of(struct run *r, int *out, struct problem *why)
{
    const char *word;
    enum err e = command_word(r, 1, &word, why);
    return e ? e : command_number(word, out, why);
}

static enum err start(struct run *r, int number, struct buf *out, struct problem *why)
{
    struct training_view v;
    char text[512], n[16];
    enum err e = training_begin(&r->call, number, &v, why);
    if (e) return e;
    snprintf(n, sizeof n, "%d", number);
    if (args_has(&r->args, "--json")) {
        view_json(&v, out);
        buf_puts(out, "\n");
        return ERR_OK;
    }
    buf_printf(
        out, "%s\n",
        zh_print(text, sizeof text, ZH_training_started, n, v.lesson->person.name, v.number, NULL));
    buf_printf(out, "%s\n%s\n%s\n", v.lesson->visitor, v.lesson->says, v.lesson->task);
    return ERR_OK;
}

static enum err check(struct run *r, int number, struct buf *out, struct problem *why)
{
    struct training_view v;
    enum err e = training_check(&r->call, number, &v, why);
    if (e) return e;
    if (args_has(&r->args, "--json")) {
        view_json(&v, out);
        buf_puts(out, "\n");
    } else {
        view_text(&v, out);
    }
    return ERR_OK;
}

static enum err reset(struct run *r, int number, struct buf *out, struct problem *why)
{
    char text[256], n[16];
    enum err e = training_forget(&r->call, number, why);
    snprintf(n, sizeof n, "%d", number);
    if (!e) buf_printf(out, "%s\n", zh_print(text, sizeof text, ZH_training_forgotten, n, NULL));
    return e;
}

/* A trainer's file, without a store. */
static enum err lint(struct run *r, struct buf *out, struct problem *why)
{
    const char *path;
    struct casefile file;
    struct lessons all;
    char text[256], n[16];
    enum err e = command_word(r, 1, &path, why);
    if (!e) e = command_path(r, path, &path, why);
    if (!e) e = casefile_read(r->arena, path, &file, why);
    if (!e) e = lessons_of(r->arena, &file, &all, why);
    if (e) return e;
    snprintf(n, sizeof n, "%zu", all.count);
    buf_printf(out, "%s\n", zh_print(text, sizeof text, ZH_training_lint_ok, n, NULL));
    return ERR_OK;
}

static enum err in_store(struct run *r, const char *what, struct buf *out, struct problem *why)
{
    static const struct {
        const char *word;
        enum err (*run)(struct run *r, int number, struct buf *out, struct problem *why);
    } words[] = {{"start", start}, {"check", check}, {"reset", reset}};
    int number = 0;
    enum err e = command_open(r, why);
    if (e) return e;
    if (strcmp(what, "list") == 0) return list(r, out, why);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(what, words[i].word) != 0) continue;
        e = number_of(r, &number, why);
        return e ? e : words[i].run(r, number, out, why);
    }
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}

enum err command_training(struct run *r, struct problem *why)
{
    const char *what;
    struct buf out = BUF(4u << 20);
    enum err e = command_word(r, 0, &what, why);
    if (!e && strcmp(what, "lint") == 0) e = lint(r, &out, why);
    else if (!e) e = in_store(r, what, &out, why);
    if (!e && out.n) fwrite(out.p, 1, out.n, r->out);
    buf_free(&out);
    return e;
}
