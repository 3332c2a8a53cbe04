/*
 * The inside of the store's core, shared by its files: store.c (opening), ids.c, reader.c (pool),
 * writer.c (queue and thread), batch.c (one transaction of many jobs), audit.c (chains), request.c
 * (retries), seal.c (verify, daily head). Aggregates include store.h only.
 *
 * One writer has one queue, one thread, one connection. Its jobs form batches: one transaction, one
 * commit, then all are answered.
 */
#pragma once
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "base/chain.h"
#include "store/store.h"

#define STORE_ANSWER 200 /* bytes kept with a request id */
#define BATCH_JOBS 256   /* most jobs of one commit */
#define WRITERS_MAX 16
#define READERS_MAX 32

/* ---- Ids (ids.c) ---------------------------------------------------------------------------- */

struct ids {
    _Atomic int64_t last;
    int64_t node;
};
void ids_init(struct ids *ids, int64_t newest, bool alone);
int64_t ids_next(struct ids *ids);
int64_t ids_next_above(struct ids *ids, int64_t floor); /* also greater than floor */
/* An id below all that were made from an hour before this one on. */
int64_t ids_hour_before(int64_t id);
/* The id of a partner's key in the window of a day. */
int64_t ids_foreign(struct date day, const char *actor, int64_t subject, const char *key);

/* ---- Jobs ----------------------------------------------------------------------------------- */

enum job_kind { JOB_WRITE, JOB_BULK, JOB_NOTE }; /* NOTE: one audit entry and nothing else */

struct job {
    enum job_kind kind;
    struct write_request *r;
    store_fn fn;
    void *ctx;
    sem_t done;
    struct job *next;
    /* the outcome, of the latest run */
    enum err result;
    struct problem problem;
    bool replayed;
    bool bad_note;
    char answer[STORE_ANSWER + 1];
};

struct note { /* an audit entry on its way; strings in the batch's arena */
    struct job *job;
    int64_t subject;
    const char *action, *object;
    uint8_t content[SM_DIGEST];
    bool fresh;
};

struct tip {
    int64_t chain, n, seq;
    uint8_t digest[SM_DIGEST];
};

struct tip_cache; /* what the single writer knows of audit_tip; bounded */
struct tip_cache *audit_cache_new(void);
void audit_cache_free(struct tip_cache *c);

struct batch { /* one attempt at one transaction */
    struct writer *writer;
    struct job **job;
    size_t count;
    struct note *note;
    size_t note_count, note_cap;
    struct tip *tip; /* of the chains touched, as they will be after the commit */
    size_t tip_count;
    bool written;  /* there is something to commit */
    bool deferred; /* statements are sent ahead (db_defer) */
};

/* ---- Writers (writer.c, batch.c) ------------------------------------------------------------ */

struct proof { /* something that an attempt wrote: if it is there, the whole attempt was committed
                */
    bool set;
    int64_t chain, n, seq;       /* an audit entry, when seq is not 0 */
    int64_t subject, request_id; /* otherwise a request */
};

struct job_queue {
    struct job *head, *tail;
};

struct writer {
    struct store *store;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct job_queue parts, others; /* JOB_BULK, and all else */
    _Atomic size_t waiting;         /* in others; a running part looks at it */
    bool sleeping;                  /* the thread waits on wake */
    bool stop, started;
    bool loading; /* the last batch was a part of a long one */
    size_t last_group;
    int64_t began, part_at; /* the thread's: of the batch under way; when the last part was done; ms
                               of the monotonic clock, 0: never */
    struct db *db;
    struct arena *arena, *job_arena; /* of the batch, of the running job */
    struct tip_cache *tips;          /* NULL when other writers share the database */
    struct proof proof;
    struct batch batch;  /* the attempt under way; its array of notes is kept */
    struct job *running; /* its job whose fn runs */
    struct problem start_problem;
};

enum err writer_start(struct writer *w, struct store *s, struct problem *why);
void writer_stop(struct writer *w); /* after the last queued job */
enum err writer_submit(struct writer *w, struct job *j);
/* Runs the jobs and answers each exactly once. */
void batch_run(struct writer *w, struct job **job, size_t count);
void batch_answer(struct job *j);
int64_t store_now_ms(void); /* of the monotonic clock */
/* Where the keys of a store are when no option names them; malloc'ed, NULL when nobody says. */
char *store_keys_place(const char *url);
struct db_options store_db_options(const struct store *s, enum db_mode mode);

/* ---- Inside a batch (audit.c, request.c) ---------------------------------------------------- */

void audit_add_note(struct batch *b, struct job *j, const struct audit_note *note);
/* Appends all notes of the batch to their chains; fills b->tip. */
enum err audit_append(struct batch *b, struct problem *why);
void audit_committed(struct batch *b); /* the cache learns the new tips */
/* The newest seq of the log, 0 when empty. */
enum err audit_newest(struct db *db, int64_t *seq, struct problem *why);
/* Was what p names committed? Called in a transaction of its own, rolled back afterwards; waits
 * until a transaction whose connection was lost is decided. */
enum err audit_has(struct db *db, const struct proof *p, bool *found, struct problem *why);

/* Has this request been done? Then *found, with the job's answer, or ERR_CONFLICT when it was
 * another one. */
enum err request_find(struct db *db, struct job *j, bool *found, struct problem *why);
/* The same for those that stand before it in its batch: the later one gets the earlier one's
 * answer. */
enum err request_find_in_batch(const struct batch *b, size_t at, bool *found, struct problem *why);
enum err request_append(struct batch *b, struct problem *why);
enum err request_newest(struct db *db, int64_t *id, struct problem *why);
enum err request_has(struct db *db, const struct proof *p, bool *found, struct problem *why);

/* ---- Readers (reader.c) --------------------------------------------------------------------- */

struct reader {
    struct db *db;
    struct arena *arena;
    struct reader *next;
};

struct readers {
    pthread_mutex_t mutex;
    pthread_cond_t free;
    struct reader *idle;
    int open;
};
void reader_pool_init(struct readers *r);
void reader_pool_close(struct readers *r);

/* ---- The store ------------------------------------------------------------------------------ */

struct store {
    char *url, *keys_path, *heads_path, *tips_path, *packed_path, *roster_path, *uploads_path, *vfs;
    bool sync_normal, training, served;
    int cache_mb;
    struct keyring *keys;
    struct ids ids;
    struct writer writer[WRITERS_MAX];
    int writer_count;
    struct readers readers;
    _Atomic int64_t jobs, groups, frames, audit_entries;
};
