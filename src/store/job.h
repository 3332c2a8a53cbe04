/*
 * Long runs that go on in parts (table job): what was begun, how far it came, how it ended. The
 * position is moved in the transaction of a later part than those it counts, so that what it says
 * is done is done, after a kill too. Progress, not a fact: the audit log says who did it.
 */
#pragma once
#include "store/data.h"

#define JOB_ROSTER "roster" /* import roster; position: rows of the file */
#define JOB_UPLOAD "upload" /* a file that came by the page (app/upload.h); position: rows read */
#define JOB_MOVED "moved"   /* what short lists of an agency moved on a day (app/batch.h) */
#define JOB_BATCH "batch"   /* a list that waits for somebody to look at it (app/batch.h) */

enum job_state {
    JOB_STATE_UNSET,
    JOB_OPEN,   /* goes on, or its process was killed: recorded_at says when it moved last */
    JOB_BROKEN, /* ended early and said so */
    JOB_DONE,
    JOB_STATE_COUNT
};

struct job {
    int64_t job_id;
    const char *kind;
    enum job_state state;
    const char *digest;      /* of what it works on, hex; the same again goes on where it stopped */
    int64_t position, total; /* total 0: not known yet */
    const char *detail;      /* counts so far, as the kind writes them */
    int64_t recorded_at;     /* when it moved last, microseconds */
};

enum err job_insert(struct data *d, const struct job *job, struct problem *why);
/* Stores state, position, total, detail, recorded_at. */
enum err job_update(struct data *d, const struct job *job, struct problem *why);
/* The newest of that kind and digest which is not done and moved at `since` or later; job_id 0 when
 * there is none. */
enum err job_find(struct data *d, const char *kind, const char *digest, int64_t since,
                  struct job *out, struct problem *why);
/* ERR_NOT_FOUND, with no problem set: none of that kind. */
enum err job_load(struct data *d, const char *kind, int64_t id, struct job *out,
                  struct problem *why);
enum err job_forget(struct data *d, int64_t id, struct problem *why);
/* The newest `most`, newest first; kind NULL: of all kinds that read a file.
 */
enum err job_list(struct data *d, const char *kind, int64_t most, struct job **out, size_t *count,
                  struct problem *why);
