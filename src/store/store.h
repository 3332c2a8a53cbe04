/*
 * The one way to the data. store_write is the only place that commits; audit is appended there and
 * nowhere else.
 *
 * Writing: the caller gives a restartable function. The store takes the person rows' locks in
 * ascending order, runs it, appends the audit entries it asked for, stores the unique request id,
 * commits, and only then answers. SQLite: one writer thread, jobs in savepoints, groups committed
 * together. PostgreSQL: the same batch runner over a few connections, persons hashed to them. A job
 * whose function fails is rolled back alone; a batch with a failed job on PostgreSQL is run again
 * job by job. Reading: one read transaction a request. A read of a person is a disclosure:
 * store_disclose returns once its entry is durable.
 *
 * This file is the core; each aggregate has its own file (person.h, certification.h, …) whose
 * functions take struct write * or struct read *.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/keyring.h"
#include "db/db.h"

struct store;

struct store_options {
    const char *url;
    const char *keys;   /* folder of the key ring; NULL: beside the SQLite file; PostgreSQL:
                           JIANZAI_KEYS, else ~/.jianzai/ */
    bool create;        /* init: make the schema in an empty database */
    bool migrate;       /* an older schema is brought up to date instead of being refused */
    bool training;      /* with create: mark it a training store */
    struct clock clock; /* with create: recorded as the start */
    int writers;      /* PostgreSQL: connections that write, default 4, at most 16; made when first
                         needed, at once when served; SQLite always 1 */
    int cache_mb;     /* SQLite: pages that the writer keeps, default 32 */
    bool served;      /* others may come at any moment (serve): parts of long batches stay short */
    const char *vfs;  /* tests */
    bool sync_normal; /* the power-cut control */
};

/* Errors: ERR_CONFIG (not a store, newer schema, keys missing, read-only), ERR_BUSY (another
 * process holds the SQLite file). */
enum err store_open(const struct store_options *options, struct store **out, struct problem *why);
void store_close(struct store *s); /* drains */
bool store_training(const struct store *s);
struct keyring *store_keys(struct store *s);
const char *store_keys_folder(const struct store *s);
/* Where files wait that somebody uploaded; private, and nothing of it is in a backup. */
const char *store_uploads_folder(const struct store *s);
/* The file of the roster's packed numbers (app/roster_index.h), beside the store. */
const char *store_roster_path(const struct store *s);

/* Ids: 63-bit, time-ordered, made by the program, unique over processes. Beyond 2^53: strings in
 * JSON. */
int64_t store_new_id(struct store *s);
/* An id that all made from an hour before the moment on are above: ids follow the machine's clock,
 * not a training store's dates. */
int64_t store_id_floor(int64_t moment);

/* ---- Writing -------------------------------------------------------------------------------- */

struct audit_note { /* one entry of the chain of its subject; strings are bounded and hold no
                       personal data in clear */
    int64_t subject;
    const char *action;  /* "certify", "matter.release", "person.read" … */
    const char *object;  /* "certification:123" */
    const void *content; /* digested, not stored */
    size_t content_size;
    bool fresh; /* the subject was made by this very job: its chain is known to be empty, nothing is
                   looked up */
};

struct write {
    struct store *store;
    struct db *db;       /* inside the transaction */
    struct arena *arena; /* reset after the job */
    struct clock clock;
    const char *actor, *purpose; /* who and why, for the audit entries */
    int64_t request_id;
    void *impl;
};

typedef enum err (*store_fn)(struct write *w, void *ctx, struct problem *why);

#define STORE_SUBJECTS 8

struct write_request {
    int64_t request_id; /* 0: the store makes one. A second write with the same id does not run fn:
                           answer_replayed is set */
    int64_t subject[STORE_SUBJECTS]; /* persons (or other subjects) touched; locked in ascending
                                        order where a person row exists */
    size_t subject_count;
    const char *actor, *purpose;
    struct clock clock;
    const void *digest; /* 32 bytes of what was asked, or NULL: the same id with another digest is
                           ERR_CONFLICT */
    char *answer; /* what a replay answers: fn's text, at most 200 bytes (store_answer); NULL when
                     not wanted */
    size_t answer_size;
    bool replayed; /* out */
    /* Instead of request_id: a partner's own key (Idempotency-Key). It is hashed, with actor and
     * first subject, into the window of the day of clock; the windows of that day and of the day
     * before are looked up, so a repetition within 24 hours never acts twice. request_id then tells
     * the id it got. */
    const char *foreign_key;
};

/* Blocks until durable. Restarts fn on serialization failures; fn must do everything through w and
 * put results in ctx afresh each run. */
enum err store_write(struct store *s, struct write_request *r, store_fn fn, void *ctx,
                     struct problem *why);
void store_audit(struct write *w,
                 const struct audit_note *note);      /* appended after fn returns ERR_OK */
void store_answer(struct write *w, const char *text); /* kept with the request id */
/* Are statements of this run sent ahead of their answers (db_defer)? */
bool store_sends_ahead(const struct write *w);
/* A long batch (import, demo): fn runs in its own transaction on the writer, alone; call it in
 * parts: whoever waits goes before the next. Same audit and commit path. */
enum err store_bulk(struct store *s, struct write_request *r, store_fn fn, void *ctx,
                    struct problem *why);
/* For the fn of a part: has it had its time while others wait, or may come? Then it had better end
 * with what is done; its caller comes again with the rest. Never true before something was tried
 * for some ms, so that a batch gets on beside any number of others. */
bool store_make_way(const struct write *w);

/* ---- Reading -------------------------------------------------------------------------------- */

struct read {
    struct store *store;
    struct db *db; /* a read transaction */
    struct arena *arena;
    int64_t known_at; /* microseconds; INT64_MAX: now */
    void *impl;
};

/* Fills *r; known_at is INT64_MAX, set it afterwards. The arena is the reader's, reset by
 * store_read_end. Waits while all readers are out; ERR_BUSY when the database is away. */
enum err store_read_begin(struct store *s, struct read *r, struct problem *why);
void store_read_end(struct read *r);
/* One entry in the log of the subject's chain, durable on return. */
struct disclosure {
    int64_t subject; /* 0: a list or a sweep */
    const char *action, *actor, *purpose;
    struct clock clock;
};
enum err store_disclose(struct store *s, const struct disclosure *d, struct problem *why);

/* Wait-free counters for benchmarks and metrics. */
struct store_counts {
    int64_t jobs, groups, frames, audit_entries;
};
struct store_counts store_counts(const struct store *s);

/* Walks every chain; ERR_OK or ERR_FAILED with the first broken entry in why (audit_broken {0}
 * chain {1} n {2} what). */
enum err store_audit_verify(struct store *s, int64_t *entries, struct problem *why);
/* Signs the Merkle root over all tips for a day (table audit_head) and writes it beside the store
 * for keeping outside. */
enum err store_audit_seal_day(struct store *s, struct clock clock, struct problem *why);
