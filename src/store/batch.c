/*
 * One batch: many jobs, one transaction, one commit, then every job is answered.
 *
 * A job that fails is undone alone: by its savepoint where those cost nothing (single writer),
 * otherwise the batch is rolled back and its jobs run one by one. A batch that lost a race (40001,
 * 40P01, a key taken meanwhile) runs again one by one. After a commit whose outcome is unknown the
 * batch looks for one row that it wrote: the commit was whole or nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/core.h"

#define TRIES 12
#define PATIENCE_MS 30000 /* how long a caller waits for a database that went away */
#define BACKOFF_MAX_MS 5000

SQL(person_lock, "SELECT person_id FROM person WHERE person_id = ?1 {FOR UPDATE}");

enum outcome {
    OUTCOME_DONE,
    OUTCOME_ALONE,   /* run the jobs one by one */
    OUTCOME_AGAIN,   /* the same once more */
    OUTCOME_LOST,    /* the connection is gone, nothing was committed */
    OUTCOME_UNKNOWN, /* … while it was committing */
    OUTCOME_FAILED   /* for every job */
};

/* ---- Answering ------------------------------------------------------------------------------ */

void batch_answer(struct job *j)
{
    struct write_request *r = j->r;
    r->replayed = j->replayed;
    if (r->answer && r->answer_size) {
        r->answer[0] = 0;
        if (!j->result) strncat(r->answer, j->answer, r->answer_size - 1);
    }
    sem_post(&j->done); /* from here on the job belongs to its caller again */
}

static void answer_all(struct job **job, size_t count)
{
    for (size_t i = 0; i < count; i++) batch_answer(job[i]);
}

static void fail_all(struct job **job, size_t count, const struct problem *why)
{
    for (size_t i = 0; i < count; i++) {
        job[i]->result = why->code;
        job[i]->problem = *why;
    }
    answer_all(job, count);
}

/* ---- Running one job ------------------------------------------------------------------------ */

static bool was_given(const struct write_request *r)
{
    return r->request_id != 0 || r->foreign_key;
}

static enum err call(struct batch *b, struct job *j)
{
    struct writer *w = b->writer;
    struct write write = {
        .store = w->store,
        .db = w->db,
        .arena = w->job_arena,
        .clock = j->r->clock,
        .actor = j->r->actor,
        .purpose = j->r->purpose,
        .request_id = j->r->request_id,
        .impl = w,
    };
    j->answer[0] = 0;
    j->bad_note = false;
    w->running = j;
    enum err e = j->fn(&write, j->ctx, &j->problem);
    w->running = NULL;
    arena_reset(w->job_arena);
    if (!e && j->bad_note)
        e = problem_set(&j->problem, ERR_FAILED, ZH_err_store_note, NULL, "", NULL);
    return e;
}

bool store_sends_ahead(const struct write *w)
{
    return ((const struct writer *)w->impl)->batch.deferred;
}

void store_answer(struct write *w, const char *text)
{
    struct job *j = ((struct writer *)w->impl)->running;
    j->answer[0] = 0;
    strncat(j->answer, text, STORE_ANSWER);
}

/* Settles the request's id and finds out whether it was done before. */
static enum err prepare(struct batch *b, size_t at)
{
    struct job *j = b->job[at];
    j->replayed = false;
    j->problem = (struct problem){0};
    if (j->kind == JOB_NOTE) return ERR_OK;
    if (!was_given(j->r)) {
        j->r->request_id = ids_next(&b->writer->store->ids);
        return ERR_OK;
    }
    enum err e = request_find(b->writer->db, j, &j->replayed, &j->problem);
    if (!e && !j->replayed) e = request_find_in_batch(b, at, &j->replayed, &j->problem);
    return e;
}

static bool lost_race(const struct problem *why)
{
    return why->code == ERR_BUSY && why->message == ZH_err_db_retry;
}

/* What a failed job means for its batch; touched: it may have changed rows that no savepoint can
 * give back. */
static enum outcome judge(struct batch *b, const struct job *j, bool touched)
{
    bool alone = b->count == 1;
    if (db_broken(b->writer->db)) return OUTCOME_LOST;
    if (lost_race(&j->problem)) return alone ? OUTCOME_AGAIN : OUTCOME_ALONE;
    if (alone) return OUTCOME_DONE;
    return touched || !db_in_transaction(b->writer->db) ? OUTCOME_ALONE : OUTCOME_DONE;
}

static enum outcome run_job(struct batch *b, size_t at)
{
    struct job *j = b->job[at];
    struct db *db = b->writer->db;
    size_t notes = b->note_count;
    j->result = prepare(b, at);
    if (j->result) return judge(b, j, false);
    if (j->replayed) return OUTCOME_DONE;
    bool writes = j->kind != JOB_NOTE, savepoint = writes && b->count > 1 && db_single_writer(db);
    if (savepoint) j->result = db_savepoint(db, &j->problem);
    if (!j->result) j->result = call(b, j);
    if (!j->result && savepoint) j->result = db_savepoint_release(db, &j->problem);
    if (!j->result) return OUTCOME_DONE;
    if (savepoint) db_savepoint_rollback(db);
    b->note_count = notes;
    return judge(b, j, writes && !savepoint);
}

/* ---- One attempt ---------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct db_value *)a)->i, y = ((const struct db_value *)b)->i;
    return (x > y) - (x < y);
}

/* Person rows of all jobs, ascending, one statement each. The single writer holds the whole file
 * already. */
static enum err lock_subjects(struct batch *b, struct problem *why)
{
    if (db_single_writer(b->writer->db)) return ERR_OK;
    struct db_value *v = ARENA_ARRAY(b->writer->arena, struct db_value, b->count * STORE_SUBJECTS);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < b->count; i++) {
        const struct write_request *r = b->job[i]->r;
        for (size_t k = 0; b->job[i]->kind != JOB_NOTE && k < r->subject_count; k++)
            v[n++] = DB_I(r->subject[k]);
    }
    qsort(v, n, sizeof *v, by_id);
    for (size_t i = 0; i < n; i++)
        if (v[i].i > 0 && (kept == 0 || v[i].i != v[kept - 1].i)) v[kept++] = v[i];
    return db_many(b->writer->db,
                   &(struct db_many){.q = &person_lock, .v = v, .columns = 1, .rows = kept}, why);
}

static enum outcome failed(const struct batch *b, const struct problem *why)
{
    if (db_broken(b->writer->db)) return OUTCOME_LOST;
    if (b->count > 1 && !db_single_writer(b->writer->db))
        return OUTCOME_ALONE; /* it may have been one job's statement, sent ahead */
    if (lost_race(why) || why->code == ERR_CONFLICT)
        return b->count == 1 ? OUTCOME_AGAIN : OUTCOME_ALONE;
    return OUTCOME_FAILED;
}

static enum outcome finish(struct batch *b, struct problem *why)
{
    struct db *db = b->writer->db;
    if (db_settle(db, why) || audit_append(b, why) || request_append(b, why)) return failed(b, why);
    if (!b->written) return OUTCOME_DONE;
    enum err e = db_commit(db, why);
    if (e && why->message == ZH_err_db_ambiguous) return OUTCOME_UNKNOWN;
    if (e) return failed(b, why);
    audit_committed(b);
    return OUTCOME_DONE;
}

static enum outcome run_jobs(struct batch *b, struct problem *why)
{
    for (size_t i = 0; i < b->count; i++) {
        enum outcome outcome = run_job(b, i);
        if (outcome == OUTCOME_DONE) continue;
        *why = b->job[i]->problem;
        return outcome;
    }
    return OUTCOME_DONE;
}

static enum outcome attempt(struct batch *b, struct problem *why)
{
    struct writer *w = b->writer;
    w->proof.set = false;
    *why = (struct problem){0};
    if (db_begin(w->db, why) || lock_subjects(b, why)) return failed(b, why);
    db_defer(w->db, b->deferred);
    enum outcome outcome = run_jobs(b, why);
    db_defer(w->db, false);
    return outcome == OUTCOME_DONE ? finish(b, why) : outcome;
}

/* ---- Connections that went away ------------------------------------------------------------- */

int64_t store_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void pause_ms(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* Waits ever longer, at most BACKOFF_MAX_MS, until the database answers again or the callers'
 * patience ends. */
static enum err connected(struct writer *w, int64_t until, struct problem *why)
{
    struct db_options options = store_db_options(w->store, DB_WRITE);
    int64_t wait = 20;
    while (!w->db || db_broken(w->db)) {
        db_close(w->db);
        w->db = NULL;
        if (!db_open(w->store->url, &options, &w->db, why)) return ERR_OK;
        if (store_now_ms() + wait > until)
            return problem_set(why, ERR_BUSY, ZH_err_db_lost, "db", why->value[1], NULL);
        pause_ms(wait);
        wait = wait * 2 < BACKOFF_MAX_MS ? wait * 2 : BACKOFF_MAX_MS;
    }
    return ERR_OK;
}

static enum err proven(struct writer *w, const struct proof *p, bool *found, struct problem *why)
{
    *found = false;
    enum err e = db_begin(w->db, why);
    if (!e) e = p->seq ? audit_has(w->db, p, found, why) : request_has(w->db, p, found, why);
    db_rollback(w->db);
    return e;
}

/* ---- The batch ------------------------------------------------------------------------------ */

struct course {           /* of one batch over its attempts */
    struct proof pending; /* of an attempt whose commit is unknown */
    struct problem why;
    int64_t until;
    int tries;
    bool exact; /* every statement is waited for, so that a failure is told where it happened */
};

/* True when the jobs are answered: committed after all, or nobody can tell in time. */
static bool settled(struct writer *w, struct job **job, size_t count, struct course *c)
{
    bool found = false;
    enum err e = connected(w, c->until, &c->why);
    if (!e && c->pending.set) {
        e = proven(w, &c->pending, &found, &c->why);
        if (e && store_now_ms() < c->until) return false;
        if (found) answer_all(job, count);
        if (!e) c->pending.set = false;
        if (found) return true;
    }
    if (!e) return false;
    if (c->pending.set) problem_set(&c->why, ERR_BUSY, ZH_err_db_ambiguous, NULL, NULL);
    fail_all(job, count, &c->why);
    return true;
}

static void one_by_one(struct writer *w, struct job **job, size_t count)
{
    for (size_t i = 0; i < count; i++) batch_run(w, job + i, 1);
}

/* Statements sent ahead save most of the waiting of a batch; when one fails, the jobs run again
 * with each waited for. */
static bool may_defer(const struct writer *w, struct job **job, size_t count,
                      const struct course *c)
{
    return !c->exact && !db_single_writer(w->db) && (count > 1 || job[0]->kind == JOB_BULK);
}

static bool needs_exact_run(const struct batch *b, enum outcome outcome)
{
    if (!b->deferred || b->count > 1) return false;
    return outcome == OUTCOME_AGAIN || outcome == OUTCOME_FAILED ||
           (outcome == OUTCOME_DONE && b->job[0]->result);
}

/* Ends an attempt; true when the batch is over. */
static bool conclude(struct writer *w, struct job **job, size_t count, enum outcome outcome,
                     struct course *c)
{
    if (outcome == OUTCOME_UNKNOWN) c->pending = w->proof;
    if (outcome != OUTCOME_DONE || !w->batch.written) db_rollback(w->db);
    arena_reset(w->arena);
    if (needs_exact_run(&w->batch, outcome)) return !(c->exact = true);
    switch (outcome) {
    case OUTCOME_DONE:
        atomic_fetch_add_explicit(&w->store->groups, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&w->store->jobs, (int64_t)count, memory_order_relaxed);
        atomic_store_explicit(&w->store->frames, db_frames(w->db), memory_order_relaxed);
        answer_all(job, count);
        return true;
    case OUTCOME_ALONE:
        one_by_one(w, job, count);
        return true;
    case OUTCOME_AGAIN:
        pause_ms(c->tries);
        if (++c->tries < TRIES) return false;
        break;
    case OUTCOME_LOST:
    case OUTCOME_UNKNOWN:
        return false;
    case OUTCOME_FAILED:
        break;
    }
    fail_all(job, count, &c->why);
    return true;
}

void batch_run(struct writer *w, struct job **job, size_t count)
{
    struct course c = {.until = store_now_ms() + PATIENCE_MS};
    bool over = false;
    while (!over) {
        over = settled(w, job, count, &c);
        if (over || c.pending.set || !w->db || db_broken(w->db)) continue;
        struct batch *b = &w->batch;
        *b = (struct batch){
            .writer = w, .job = job, .count = count, .note = b->note, .note_cap = b->note_cap};
        b->deferred = may_defer(w, job, count, &c);
        over = conclude(w, job, count, attempt(b, &c.why), &c);
    }
}
