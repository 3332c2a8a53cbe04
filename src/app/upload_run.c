#include "app/upload_run.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/feed_import.h"
#include "app/roster_import.h"
#include "base/log.h"
#include "store/feeds.h"
#include "store/job.h"

#define WAITING 16
#define HOLD_TRIES 100
#define HOLD_PAUSE 20000000      /* nanoseconds: two seconds in all */
#define WORK_MEMORY (256u << 20) /* as a subcommand has */

enum work_kind { WORK_TRY, WORK_RUN, WORK_RELEASE, WORK_REVERSE };

struct work {
    int64_t id; /* of the upload, or of the feed */
    enum work_kind kind;
    int held;                    /* the upload's file; -1: none */
    char login[64], reason[400]; /* reason: of a reversal */
};

struct uploads {
    struct uploads_options o;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t more;
    bool started, ending;
    struct work queue[WAITING];
    size_t count;
    int64_t working; /* id; 0: none */
    struct call_watch watch;
};

/* ---- One upload ----------------------------------------------------------------------------- */

static enum err import_feed(const struct uploads *w, const struct call *call, struct upload *u,
                            FILE *messages, struct problem *why)
{
    struct feed_imported n = {.verdict = ""};
    struct feed_import in = {.path = upload_path(call, u->id, ""),
                             .source = u->source,
                             .errors_path = upload_path(call, u->id, ".errors.csv"),
                             .messages = messages,
                             .settings = &w->o.settings,
                             .charset = u->charset};
    enum err e = feed_import(call, &in, &n, why);
    u->rows = n.rows, u->refused = n.refused;
    u->matched = n.matched, u->unmatched = n.unmatched;
    u->certifies = n.certifies, u->would_hold = n.would_hold, u->names = n.name_mismatches;
    u->contradictions = n.contradictions;
    u->holds = n.holds, u->held = n.held;
    u->certified = n.applied.certified, u->checks = n.applied.checks;
    u->repeated = n.applied.repeated;
    u->feed_id = n.feed_id;
    snprintf(u->verdict, sizeof u->verdict, "%s", n.verdict);
    return e;
}

static enum err import_roster(const struct call *call, struct upload *u, FILE *messages,
                              struct problem *why)
{
    struct roster_counts n;
    struct roster_import in = {.path = upload_path(call, u->id, ""),
                               .errors_path = upload_path(call, u->id, ".errors.csv"),
                               .messages = messages,
                               .dry_run = call->dry_run,
                               .charset = u->charset};
    enum err e = roster_import(call, &in, &n, why);
    u->rows = n.rows, u->refused = n.refused;
    u->fresh = n.fresh, u->changed = n.changed, u->unchanged = n.unchanged;
    return e;
}

static void settle(const struct call *call, struct upload *u, enum err e, const struct problem *why)
{
    bool run = !call->dry_run;
    u->errors = u->refused > 0;
    u->problem[0] = 0;
    if (!e || e == ERR_ROWS) {
        u->phase = run ? UPLOAD_DONE : UPLOAD_TRIED;
        u->tried = true;
        return;
    }
    u->phase = e == ERR_BUSY ? UPLOAD_BROKEN_OFF : UPLOAD_FAILED;
    snprintf(u->problem, sizeof u->problem, "%s", upload_sentence(call, u, why));
    if (e == ERR_FAILED) log_failure("upload.failure", why);
}

static enum err work_on_upload(struct uploads *w, const struct work *job, struct call call,
                               struct problem *why)
{
    struct upload u;
    struct problem bad = {0};
    call.dry_run = job->kind == WORK_TRY;
    enum err e = upload_load(&call, job->id, &u, why);
    if (e) return e;
    FILE *messages = fopen("/dev/null", "w"); /* the rows are in the error file */
    if (!messages) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    remove(upload_path(&call, u.id, ".errors.csv"));
    enum err done = u.what == UPLOAD_FEED ? import_feed(w, &call, &u, messages, &bad)
                                          : import_roster(&call, &u, messages, &bad);
    fclose(messages);
    settle(&call, &u, done, &bad);
    e = upload_store(&call, &u, why);
    if (!e && u.phase == UPLOAD_DONE) upload_discard(&call, &u);
    return e;
}

static enum err work_on(struct uploads *w, const struct work *job, struct app *view,
                        struct arena *arena, struct problem *why)
{
    struct call call;
    struct feed_released released;
    struct feed_reversed reversed;
    enum err e = app_call(view, job->login, zh_text(ZH_upload_purpose), arena, &call, why);
    if (e) return e;
    call.watch = &w->watch;
    if (job->kind == WORK_RELEASE) return feed_release(&call, job->id, &released, why);
    if (job->kind == WORK_REVERSE) return feed_reverse(&call, job->id, job->reason, &reversed, why);
    return work_on_upload(w, job, call, why);
}

static void work(struct uploads *w, const struct work *job)
{
    struct app view;
    struct problem why = {0};
    struct arena *arena = arena_new(WORK_MEMORY);
    enum err e = arena ? app_view(w->o.home, w->o.date, &view, &why)
                       : problem_set(&why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) {
        e = work_on(w, job, &view, arena, &why);
        app_close(&view);
    }
    if (e) log_failure("upload.failure", &why);
    arena_free(arena);
}

/* ---- The thread ----------------------------------------------------------------------------- */

static void let_go(const struct work *job)
{
    if (job->held >= 0) close(job->held);
}

static bool take(struct uploads *w, struct work *out)
{
    pthread_mutex_lock(&w->mutex);
    while (!w->count && !w->ending) pthread_cond_wait(&w->more, &w->mutex);
    bool any = w->count && !w->ending;
    if (any) {
        *out = w->queue[0];
        memmove(w->queue, w->queue + 1, --w->count * sizeof *w->queue);
        w->watch.rows = w->watch.feed_id = 0;
        w->working = out->id;
    }
    pthread_mutex_unlock(&w->mutex);
    return any;
}

static void *run(void *arg)
{
    struct uploads *w = arg;
    struct work job;
    while (take(w, &job)) {
        work(w, &job);
        pthread_mutex_lock(&w->mutex);
        w->working = 0;
        pthread_mutex_unlock(&w->mutex);
        let_go(&job); /* last: who holds it next finds it free here too */
    }
    return NULL;
}

struct uploads *uploads_new(const struct uploads_options *options)
{
    struct uploads *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->o = *options;
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->more, NULL);
    return w;
}

void uploads_free(struct uploads *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->mutex);
    w->ending = true;
    w->watch.stop = true;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->mutex);
    if (w->started) pthread_join(w->thread, NULL);
    for (size_t i = 0; i < w->count; i++) let_go(&w->queue[i]);
    pthread_cond_destroy(&w->more);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}

/* ---- Asking --------------------------------------------------------------------------------- */

static bool known(const struct uploads *w, int64_t id)
{
    bool found = w->working == id;
    for (size_t i = 0; i < w->count; i++) found |= w->queue[i].id == id;
    return found;
}

struct upload_progress uploads_progress(struct uploads *w, int64_t id)
{
    pthread_mutex_lock(&w->mutex);
    struct upload_progress p = {.working = w->working == id};
    p.waiting = !p.working && known(w, id);
    if (p.working) p.rows = w->watch.rows, p.feed_id = w->watch.feed_id;
    pthread_mutex_unlock(&w->mutex);
    return p;
}

static bool under_way(const struct upload *u)
{
    return u->phase == UPLOAD_TRYING || u->phase == UPLOAD_RUNNING;
}

/* A feed stages its rows as it reads them and then applies them; a roster's rows are in its job. */
static enum err rows_stored(struct data *d, const struct upload *u, struct upload_progress *out,
                            struct problem *why)
{
    struct feed f = {0};
    struct job job = {0};
    enum err e = u->what == UPLOAD_FEED ? feeds_find(d, u->source, u->digest, &f, why)
                                        : job_find(d, JOB_ROSTER, u->digest, u->moved, &job, why);
    out->feed_id = f.feed_id;
    out->rows = u->what == UPLOAD_FEED ? f.staged : job.position;
    return e;
}

enum err uploads_progress_stored(const struct call *call, const struct upload *u,
                                 struct upload_progress *out, struct problem *why)
{
    struct read r = {.arena = call->arena};
    *out = (struct upload_progress){.working = true};
    if (u->phase == UPLOAD_TRYING) return ERR_OK; /* a trial stores nothing */
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = rows_stored(&d, u, out, why);
    store_read_end(&r);
    return e;
}

enum err uploads_look(struct uploads *w, const struct call *call, struct upload *u,
                      struct problem *why)
{
    int held;
    if (!under_way(u)) return ERR_OK;
    struct upload_progress p = uploads_progress(w, u->id);
    if (p.waiting || p.working) return ERR_OK;
    enum err e = upload_hold(call, u, &held, why);
    bool free = !e;
    if (e && e != ERR_BUSY && e != ERR_NOT_FOUND) return e;
    e = upload_load(call, u->id, u, why); /* perhaps it has just become ready */
    if (free) close(held);
    if (!e && free && under_way(u)) u->phase = UPLOAD_BROKEN_OFF;
    return e;
}

/* The thread begins with the first work: a server without uploads has none. */
static bool give(struct uploads *w, const struct work *job)
{
    bool room = w->count < WAITING && !w->ending && !known(w, job->id);
    if (room && !w->started) w->started = pthread_create(&w->thread, NULL, run, w) == 0;
    if (!room || !w->started) return false;
    w->queue[w->count++] = *job;
    pthread_cond_signal(&w->more);
    return true;
}

/* By who holds it. On record as at work: whoever was has gone. */
static enum err may_begin(const struct upload *u, bool run, struct problem *why)
{
    if (u->phase == UPLOAD_DONE) return problem_set(why, ERR_LAW, ZH_upload_done, NULL, NULL);
    if (run && !u->tried) return problem_set(why, ERR_LAW, ZH_upload_not_tried, NULL, NULL);
    return ERR_OK;
}

static enum err begin_held(struct uploads *w, const struct call *call, struct upload *u,
                           struct work *job, struct problem *why)
{
    bool run = job->kind == WORK_RUN;
    enum err e = upload_load(call, u->id, u, why); /* another process may have gone on */
    if (!e) e = may_begin(u, run, why);
    if (e) return e;
    enum upload_phase before = under_way(u) ? UPLOAD_BROKEN_OFF : u->phase;
    u->phase = run ? UPLOAD_RUNNING : UPLOAD_TRYING;
    snprintf(job->login, sizeof job->login, "%s", u->login);
    e = upload_store(call, u, why); /* before the thread can have it */
    if (e) return e;
    pthread_mutex_lock(&w->mutex);
    bool given = give(w, job);
    pthread_mutex_unlock(&w->mutex);
    if (given) return ERR_OK;
    u->phase = before;
    e = upload_store(call, u, why);
    return e ? e : problem_set(why, ERR_BUSY, ZH_upload_busy, NULL, NULL);
}

/* Between the record of a step that is over and the lock there is a moment; it is waited for. */
static enum err hold_ready(const struct call *call, const struct upload *u, int *fd,
                           struct problem *why)
{
    enum err e = upload_hold(call, u, fd, why);
    for (int i = 0; e == ERR_BUSY && !under_way(u) && i < HOLD_TRIES; i++) {
        nanosleep(&(struct timespec){.tv_nsec = HOLD_PAUSE}, NULL);
        e = upload_hold(call, u, fd, why);
    }
    return e;
}

enum err uploads_begin(struct uploads *w, const struct call *call, struct upload *u, bool run,
                       struct problem *why)
{
    struct work job = {.id = u->id, .kind = run ? WORK_RUN : WORK_TRY};
    enum err e = may_begin(u, run, why); /* a file that is done is gone */
    if (!e) e = hold_ready(call, u, &job.held, why);
    if (e) return e;
    e = begin_held(w, call, u, &job, why);
    if (e) let_go(&job);
    return e;
}

/* ---- Long steps of feeds -------------------------------------------------------------------- */

/* First rehearsed, so that who asks is told at once what would refuse it. */
static enum err give_step(struct uploads *w, const struct call *call, struct work *job,
                          struct problem *why)
{
    snprintf(job->login, sizeof job->login, "%s", call->who.login);
    pthread_mutex_lock(&w->mutex);
    bool given = give(w, job);
    pthread_mutex_unlock(&w->mutex);
    return given ? ERR_OK : problem_set(why, ERR_BUSY, ZH_upload_busy, NULL, NULL);
}

enum err uploads_release(struct uploads *w, const struct call *call, int64_t feed_id,
                         struct problem *why)
{
    struct work job = {.id = feed_id, .kind = WORK_RELEASE, .held = -1};
    struct call rehearsal = *call;
    struct feed_released n;
    rehearsal.dry_run = true;
    enum err e = feed_release(&rehearsal, feed_id, &n, why);
    return e ? e : give_step(w, call, &job, why);
}

enum err uploads_reverse(struct uploads *w, const struct call *call, int64_t feed_id,
                         const char *reason, struct problem *why)
{
    struct work job = {.id = feed_id, .kind = WORK_REVERSE, .held = -1};
    struct call rehearsal = *call;
    struct feed_reversed n;
    rehearsal.dry_run = true;
    snprintf(job.reason, sizeof job.reason, "%s", reason);
    enum err e = feed_reverse(&rehearsal, feed_id, reason, &n, why);
    return e ? e : give_step(w, call, &job, why);
}
