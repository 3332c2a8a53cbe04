/*
 * A writer: callers queue jobs, its thread takes what is there as one batch, commits it and
 * answers; then, between batches, it moves the WAL into the file in small steps. A lone caller
 * never waits for company: the thread gathers only after it has just served several.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/core.h"

#define BATCH_ARENA (1u << 30)
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

/* With the mutex held: waits for a job, moving the WAL while nothing else is to do. False when the
 * writer is to stop. */
static bool wait_for_jobs(struct writer *w)
{
    bool more = w->db && db_frames_waiting(w->db) > 0;
    while (!w->head && !w->stop) {
        int64_t quiet = w->loading ? IDLE_BULK_MS : IDLE_MS;
        if (more && !sleep_for(w, quiet * 1000) && !w->head) {
            pthread_mutex_unlock(&w->mutex);
            db_checkpoint_step(w->db);
            pthread_mutex_lock(&w->mutex);
            more = false; /* what a reader still holds waits for the next commit */
        } else if (!more) {
            w->sleeping = true;
            if (!w->head && !w->stop) pthread_cond_wait(&w->wake, &w->mutex);
            w->sleeping = false;
        }
    }
    return w->head != NULL;
}

/* With the mutex held: after a group of several, their callers are about to come back; a commit for
 * the first of them alone would cost as much as one for all. */
static void gather(struct writer *w)
{
    size_t expected = w->last_group;
    int64_t patience = w->store->group_ms > 0 ? w->store->group_ms * INT64_C(1000) : 300;
    if (expected < 4) return;
    while (w->waiting < expected / 2 && !w->stop)
        if (!sleep_for(w, patience)) return;
}

/* With the mutex held. A long batch runs alone. */
static size_t take(struct writer *w, struct job *out[BATCH_JOBS])
{
    size_t n = 0;
    while (w->head && n < BATCH_JOBS) {
        if (w->head->kind == JOB_BULK && n > 0) break;
        out[n] = w->head;
        w->head = w->head->next;
        w->waiting--;
        if (out[n++]->kind == JOB_BULK) break;
    }
    if (!w->head) w->tail = NULL;
    return n;
}

/* The number of frames from which on they are moved after a batch. */
static int64_t step_from(const struct writer *w, size_t jobs)
{
    if (w->loading) return STEP_BULK;
    return jobs < BUSY_GROUP ? STEP_QUIET : STEP_BUSY;
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
        w->loading = job[0]->kind == JOB_BULK; /* asked now: answered jobs are their callers' */
        pthread_mutex_unlock(&w->mutex);
        batch_run(w, job, n);
        if (w->db && db_frames_waiting(w->db) >= step_from(w, n)) db_checkpoint_step(w->db);
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
    if (db_single_writer(w->db)) {
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
        j->next = NULL;
        if (w->tail) w->tail->next = j;
        else w->head = j;
        w->tail = j;
        w->waiting++;
        if (w->sleeping) pthread_cond_signal(&w->wake);
    }
    pthread_mutex_unlock(&w->mutex);
    if (!open) return problem_set(&j->problem, ERR_BUSY, ZH_err_store_closing, NULL, NULL);
    while (sem_wait(&j->done) != 0 && errno == EINTR) continue;
    return j->result;
}
