#include "app/training.h"

#include <stdio.h>
#include <string.h>

#include "app/training_part.h"
#include "store/training.h"

extern const unsigned char embedded_lessons[];
extern const size_t embedded_lessons_size;

enum zh_id training_verdict_word(enum training_verdict v)
{
    static const enum zh_id words[] = {ZH_training_not_yet, ZH_training_done, ZH_training_wrong};
    return words[v];
}

enum zh_id training_state_word(enum training_state s)
{
    static const enum zh_id words[] = {ZH_training_state_new, ZH_training_state_begun,
                                       ZH_training_wrong, ZH_training_done};
    return words[s];
}

static enum err may(const struct call *call, struct lessons *all, struct problem *why)
{
    if (!app_training(call->app)) return problem_set(why, ERR_DENIED, ZH_training_only, NULL, NULL);
    if (!call->who.login[0] || call->who.role == ROLE_CONSOLE)
        return problem_set(why, ERR_DENIED, ZH_training_login, "as", NULL);
    enum err e = app_authorise(call, ACTION_TRAINING, "", why);
    if (e) return e;
    const char *text =
        arena_copy(call->arena, (const char *)embedded_lessons, embedded_lessons_size);
    return lessons_parse(call->arena, text, all, why);
}

static enum err unknown(enum err code, enum zh_id message, int number, struct problem *why)
{
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    return problem_set(why, code, message, NULL, text, NULL);
}

static void place(struct training_view *v, const struct training_start *starts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (starts[i].lesson != v->lesson->number) continue;
        v->person_id = starts[i].person_id;
        v->started_on = starts[i].started_on;
    }
}

/* Reads are of the trainee's own made-up people, yet told in the log like any other. */
static enum err look(const struct call *call, struct training_view *views, size_t count,
                     struct problem *why)
{
    struct read r = {0};
    struct training_start *starts;
    size_t started;
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = training_list(&d, call->who.login, &starts, &started, why);
    for (size_t i = 0; !e && i < count; i++) {
        place(&views[i], starts, started);
        if (views[i].person_id) e = training_judge(call, &r, &views[i], why);
    }
    store_read_end(&r);
    return e ? e : app_disclose(call, "training.look", count == 1 ? views->person_id : 0, why);
}

enum err training_all(const struct call *call, struct training_view **out, size_t *count,
                      struct problem *why)
{
    struct lessons all;
    enum err e = may(call, &all, why);
    if (e) return e;
    *count = all.count;
    *out = ARENA_ARRAY(call->arena, struct training_view, all.count);
    for (size_t i = 0; i < all.count; i++)
        (*out)[i] = (struct training_view){.lesson = &all.rows[i]};
    return look(call, *out, all.count, why);
}

static enum err find(const struct call *call, int number, struct training_view *out,
                     struct problem *why)
{
    struct lessons *all = ARENA_NEW(call->arena, struct lessons);
    enum err e = may(call, all, why);
    *out = (struct training_view){.lesson = e ? NULL : lesson_find(all, number)};
    if (!e && !out->lesson) e = unknown(ERR_NOT_FOUND, ZH_training_unknown, number, why);
    return e;
}

enum err training_one(const struct call *call, int number, struct training_view *out,
                      struct problem *why)
{
    enum err e = find(call, number, out, why);
    return e ? e : look(call, out, 1, why);
}

enum err training_check(const struct call *call, int number, struct training_view *out,
                        struct problem *why)
{
    enum err e = training_one(call, number, out, why);
    if (!e && !out->person_id) e = unknown(ERR_CONFLICT, ZH_training_not_started, number, why);
    return e;
}

struct noting {
    const struct call *call;
    int lesson;
    int64_t person_id;
};

static enum err note(struct write *w, void *ctx, struct problem *why)
{
    const struct noting *n = ctx;
    struct data d = data_of_write(w);
    struct training_start t = {.login = n->call->who.login,
                               .lesson = n->lesson,
                               .start_id = store_new_id(w->store),
                               .person_id = n->person_id,
                               .started_on = n->call->clock.business_date,
                               .recorded_at = n->call->clock.moment};
    enum err e = training_insert(&d, &t, why);
    if (e) return e;
    store_audit(w,
                &(struct audit_note){.subject = n->person_id,
                                     .action = n->person_id ? "training.start" : "training.reset",
                                     .object = "training",
                                     .content = &n->lesson,
                                     .content_size = sizeof n->lesson});
    return ERR_OK;
}

enum err training_begin(const struct call *call, int number, struct training_view *out,
                        struct problem *why)
{
    int64_t person_id = 0;
    enum err e = find(call, number, out, why);
    if (!e) e = training_people(call, out->lesson, &person_id, why);
    struct noting n = {call, number, person_id};
    if (!e) e = app_write(call, person_id, note, &n, why);
    return e ? e : look(call, out, 1, why);
}

enum err training_forget(const struct call *call, int number, struct problem *why)
{
    struct training_view v;
    enum err e = training_check(call, number, &v, why);
    struct noting n = {call, number, 0};
    return e ? e : app_bulk(call, note, &n, why);
}
