/*
 * A writer: callers queue jobs, its thread takes what is there as one batch, commits it and
 * answers; then, between batches, it moves the WAL into the file in small steps. A lone caller
 * never waits for company: the thread gathers only after it has just served several.
 *
 * Parts of long batches have a queue of their own and take turns with everybody else: who came
 * while one ran goes before the next, and it ends early for them (store_make_way).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/core.h"

#define BATCH_ARENA (1u << 30)
/* How long a group waits for each caller of the one before: a commit takes several times as long.
 */
#define GATHER_US 300
/* A step costs one sync of the file and about 10 µs a frame: with few callers small steps keep the
 * longest wait short, under a flood large ones keep the number of syncs small
 * (bench/store/README.md). */
#define STEP_QUIET 500
#define STEP_BUSY 1500
#define BUSY_GROUP 16
#define IDLE_MS 20 /* of quiet, then what is left is moved too */
/* A load writes the same pages again and again: moved seldom, each is moved once. The next part is
 * read from its file meanwhile, which is no quiet (bench/app/README.md). */
#define STEP_BULK 32768 /* frames: 128 MiB of WAL */
#define IDLE_BULK_MS 1000
/* A part's time on the writer while somebody waits, and where somebody may come: what it has
 * written by then is still to be committed and moved, which takes longer again, and he who comes
 * meanwhile waits for that (bench/web/README.md). */
#define PART_MS 10

bool store_make_way(const struct write *write)
{
    const struct writer *w = write->impl;
    bool awaited = w->store->served || atomic_load_explicit(&w->waiting, memory_order_relaxed) > 0;
    return awaited && store_now_ms() - w->began >= PART_MS;
}

static void deadline_in(struct timespec *t, int64_t microseconds)
{
    clock_gettime(CLOCK_REALTIME, t);
    t->tv_nsec += microseconds % 1000000 * 1000;
    t->tv_sec += microseconds / 1000000 + t->tv_nsec / 1000000000;
    t->tv_nsec %= 1000000000;
}

/* With the mutex held: false when the time passed without a signal. */
static bool sleep_for(struct writer *w, int64_t microseconds)
{
    struct timespec t;
    deadline_in(&t, microseconds);
    w->sleeping = true;
    int code = pthread_cond_timedwait(&w->wake, &w->mutex, &t);
    w->sleeping = false;
    return code != ETIMEDOUT;
}

static bool has_jobs(const struct writer *w)
{
    return w->others.head || w->parts.head;
}

/* With the mutex held: waits for a job, moving the WAL while nothing else is to do. False when the
 * writer is to stop. */
static bool wait_for_jobs(struct writer *w)
{
    bool more = w->db && db_frames_waiting(w->db) > 0;
    while (!has_jobs(w) && !w->stop) {
        int64_t quiet = w->loading ? IDLE_BULK_MS : IDLE_MS;
        if (more && !sleep_for(w, quiet * 1000) && !has_jobs(w)) {
            pthread_mutex_unlock(&w->mutex);
            db_checkpoint_step(w->db);
            pthread_mutex_lock(&w->mutex);
            more = false; /* what a reader still holds waits for the next commit */
        } else if (!more) {
            w->sleeping = true;
            if (!has_jobs(w) && !w->stop) pthread_cond_wait(&w->wake, &w->mutex);
            w->sleeping = false;
        }
    }
    return has_jobs(w);
}

/* With the mutex held: after a group of several, their callers are about to come back; a commit for
 * the first of them alone would cost as much as one for all. */
static void gather(struct writer *w)
{
    size_t expected = w->last_group;
    if (expected < 4) return;
    while (w->waiting < expected / 2 && !w->stop)
        if (!sleep_for(w, GATHER_US)) return;
}

static struct job *pop(struct job_queue *q)
{
    struct job *j = q->head;
    q->head = j->next;
    if (!q->head) q->tail = NULL;
    return j;
}

/* With the mutex held. A part of a long batch runs alone, and never twice while others wait. */
static size_t take(struct writer *w, struct job *out[BATCH_JOBS])
{
    size_t n = 0;
    w->loading = w->parts.head && !(w->loading && w->others.head);
    if (w->loading) return out[0] = pop(&w->parts), 1;
    while (w->others.head && n < BATCH_JOBS) out[n++] = pop(&w->others);
    w->waiting -= n;
    return n;
}

/* The number of frames from which on they are moved after a batch. Nobody can come between the
 * parts of a process that serves no one. */
static int64_t step_from(const struct writer *w, size_t jobs)
{
    bool load = w->part_at && store_now_ms() - w->part_at < IDLE_BULK_MS;
    if (load && !w->store->served) return STEP_BULK;
    return load || jobs >= BUSY_GROUP ? STEP_BUSY : STEP_QUIET;
}

static void *run(void *arg)
{
    struct writer *w = arg;
    struct job *job[BATCH_JOBS];
    pthread_mutex_lock(&w->mutex);
    while (wait_for_jobs(w)) {
        gather(w);
        size_t n = take(w, job);
        w->last_group = n;
        pthread_mutex_unlock(&w->mutex);
        w->began = store_now_ms();
        batch_run(w, job, n);
        if (w->loading) w->part_at = store_now_ms();
        /* Who came while a part ran has waited for its commit; the step goes after him. */
        bool awaited = w->loading && atomic_load_explicit(&w->waiting, memory_order_relaxed);
        if (w->db && !awaited && db_frames_waiting(w->db) >= step_from(w, n))
            db_checkpoint_step(w->db);
        pthread_mutex_lock(&w->mutex);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

enum err writer_start(struct writer *w, struct store *s, struct problem *why)
{
    w->store = s;
    w->arena = arena_new(BATCH_ARENA);
    w->job_arena = arena_new(BATCH_ARENA);
    if (!w->arena || !w->job_arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (w->db && db_single_writer(w->db)) {
        w->tips = audit_cache_new();
        if (!w->tips) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    }
    int code = pthread_create(&w->thread, NULL, run, w);
    if (code != 0)
        return problem_set(why, ERR_FAILED, ZH_err_store_thread, NULL, strerror(code), NULL);
    w->started = true;
    return ERR_OK;
}

void writer_stop(struct writer *w)
{
    pthread_mutex_lock(&w->mutex);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->mutex);
    if (w->started) pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->mutex);
    audit_cache_free(w->tips);
    free(w->batch.note);
    arena_free(w->arena);
    arena_free(w->job_arena);
    db_close(w->db);
}

enum err writer_submit(struct writer *w, struct job *j)
{
    pthread_mutex_lock(&w->mutex);
    bool open = !w->stop;
    if (open) {
        struct job_queue *q = j->kind == JOB_BULK ? &w->parts : &w->others;
        j->next = NULL;
        if (q->tail) q->tail->next = j;
        else q->head = j;
        q->tail = j;
        if (q == &w->others) w->waiting++;
        if (w->sleeping) pthread_cond_signal(&w->wake);
    }
    pthread_mutex_unlock(&w->mutex);
    if (!open) return problem_set(&j->problem, ERR_BUSY, ZH_err_store_closing, NULL, NULL);
    while (sem_wait(&j->done) != 0 && errno == EINTR) continue;
    return j->result;
}
