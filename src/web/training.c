/* C30: the lessons of a training store, and one of them. */
#include "app/training.h"

#include <string.h>

#include "law/register.h"
#include "web/page.h"

static const char *address(const struct turn *t, int number)
{
    return arena_print(t->arena, "/staff/training/%s", id_text(t->arena, number));
}

static struct tmpl_training_row row_of(const struct turn *t, const struct training_view *v)
{
    return (struct tmpl_training_row){
        .url = view_text(address(t, v->lesson->number)),
        .title = view_text(v->lesson->title),
        .state = view_text(zh_text(training_state_word(v->state))),
        .good = v->state == TRAINING_DONE,
        .bad = v->state == TRAINING_WRONG,
        .mid = v->state == TRAINING_BEGUN,
    };
}

enum err page_training(struct turn *t, struct problem *why)
{
    struct training_view *views;
    size_t count, n = 0;
    int64_t done = 0;
    enum err e = training_all(&t->call, &views, &count, why);
    if (e) return e;
    struct tmpl_training_group *groups = ARENA_ARRAY(t->arena, struct tmpl_training_group, count);
    struct tmpl_training_row *rows = ARENA_ARRAY(t->arena, struct tmpl_training_row, count);
    for (size_t i = 0; i < count; i++) {
        const struct lesson *l = views[i].lesson;
        rows[i] = row_of(t, &views[i]);
        done += views[i].state == TRAINING_DONE;
        if (!i || strcmp(views[i - 1].lesson->group, l->group) != 0)
            groups[n++] =
                (struct tmpl_training_group){.title = view_text(l->group), .rows = &rows[i]};
        groups[n - 1].rows_n++;
    }
    const char *of = arena_print(t->arena, "%zu", count);
    struct tmpl_training_model m = {
        .page = frame_staff(t, zh_text(ZH_pt_title)),
        .done = view_text(
            frame_print(t, ZH_pt_done, arena_print(t->arena, "%lld", (long long)done), of)),
        .groups = groups,
        .groups_n = n,
    };
    tmpl_training(&t->r->body, &m);
    return ERR_OK;
}

static void put_results(const struct turn *t, const struct training_view *v,
                        struct tmpl_lesson_model *m)
{
    struct tmpl_lesson_result *rows = ARENA_ARRAY(t->arena, struct tmpl_lesson_result, LESSON_MANY);
    for (size_t i = 0; i < v->lesson->expect_count; i++)
        rows[i] = (struct tmpl_lesson_result){
            .what = view_text(v->lesson->expect[i].key),
            .expected = view_text(v->lesson->expect[i].text),
            .verdict = view_text(zh_text(training_verdict_word(v->verdict[i]))),
            .good = v->verdict[i] == VERDICT_DONE,
            .bad = v->verdict[i] == VERDICT_WRONG,
            .mid = v->verdict[i] == VERDICT_NOT_YET,
        };
    m->checked = true;
    m->done = v->state == TRAINING_DONE;
    m->wrong = v->state == TRAINING_WRONG;
    m->results = rows;
    m->results_n = v->lesson->expect_count;
}

static void put_answer(const struct turn *t, const struct lesson *l, struct tmpl_lesson_model *m)
{
    struct tmpl_lesson_cite *cites = ARENA_ARRAY(t->arena, struct tmpl_lesson_cite, LESSON_MANY);
    struct date today = t->app.clock.business_date;
    for (size_t i = 0; i < l->cite_count; i++) {
        char *text = arena_alloc(t->arena, 300);
        cites[i] = (struct tmpl_lesson_cite){
            .url = view_text(
                arena_print(t->arena, "/staff/law/%s", id_text(t->arena, l->cites[i] + 1))),
            .text = view_text(register_citation_on(l->cites[i], today, text, 300)),
        };
    }
    m->answered = true;
    m->answer = view_text(l->answer);
    m->why = view_text(l->why);
    m->cites = cites;
    m->cites_n = l->cite_count;
}

static void put_person(const struct turn *t, const struct training_view *v,
                       struct tmpl_lesson_model *m)
{
    m->begun = true;
    m->name = view_text(v->lesson->person.name);
    m->number = view_text(arena_copy(t->arena, v->number, strlen(v->number)));
    m->on = v->started_on;
    m->may_counter = m->page.may_counter;
    m->person_url =
        view_text(arena_print(t->arena, "/staff/person/%s?k=%s", id_text(t->arena, v->person_id),
                              frame_mark(t, "file", v->person_id, NULL)));
}

static int number_of(const struct turn *t)
{
    return t->id > 0 && t->id < 10000 ? (int)t->id : 0;
}

/* The answer is shown when it is asked for, and with a check that found something to learn from. */
static enum err show(struct turn *t, const char *look, struct problem *why)
{
    struct training_view v;
    enum err e = training_one(&t->call, number_of(t), &v, why);
    if (e) return e;
    const struct lesson *l = v.lesson;
    bool check = v.person_id && strcmp(look, "check") == 0;
    struct tmpl_lesson_model m = {
        .page = frame_staff(t, l->title),
        .errors = frame_errors(t),
        .title = view_text(l->title),
        .group = view_text(l->group),
        .visitor = view_text(l->visitor),
        .says = view_text(l->says),
        .task = view_text(l->task),
        .self = view_text(address(t, l->number)),
        .token = view_text(t->token),
        .wrong_sure = view_text(frame_error_at(t, "sure")),
        .forgotten = !v.person_id && strcmp(look, "reset") == 0,
    };
    if (v.person_id) put_person(t, &v, &m);
    if (check) put_results(t, &v, &m);
    if ((check && v.state >= TRAINING_WRONG) || strcmp(look, "answer") == 0) put_answer(t, l, &m);
    tmpl_lesson(&t->r->body, &m);
    return ERR_OK;
}

enum err page_lesson(struct turn *t, struct problem *why)
{
    const char *look = http_get(t->q->query, "look");
    return show(t, look ? look : "", why);
}

enum err page_lesson_do(struct turn *t, struct problem *why)
{
    struct training_view v;
    enum err e = training_begin(&t->call, number_of(t), &v, why);
    if (!e) http_reply_redirect(t->r, address(t, v.lesson->number));
    return e;
}

/* What was done with the made-up person stays on record; the lesson only lets go of it. */
enum err page_lesson_reset(struct turn *t, struct problem *why)
{
    int number = number_of(t);
    if (t->form.error_n) {
        if (t->r->status < 400) t->r->status = err_http_status(ERR_INPUT);
        return show(t, "", why);
    }
    enum err e = training_forget(&t->call, number, why);
    if (!e) http_reply_redirect(t->r, arena_print(t->arena, "%s?look=reset", address(t, number)));
    return e;
}
