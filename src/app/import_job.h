/*
 * An import as a job (store/job.h): broken off, by a kill too, it is taken up where it stopped when
 * the same file comes again within a day. Later, or when the error file it wrote is gone, all of
 * the file is looked at anew. An import that was done is never shortened.
 */
#pragma once
#include "app/app.h"
#include "base/buf.h"
#include "store/job.h"

struct import_done { /* what is stored and told */
    uint64_t rows, fresh, changed, unchanged, refused;
    long errors; /* bytes of the error file */
};

struct import_job {
    const struct call *call;
    struct job job;            /* job_id 0: a rehearsal leaves no job */
    struct import_done before; /* of the run that is taken up; all 0: from the first row on */
};

/* Finds the job to take up, or begins one; both are in the log. errors_path: the error file, cut
 * back to what had been told. ERR_INPUT: file_open. */
enum err import_job_begin(const struct call *call, const char *kind, const char *path,
                          const char *errors_path, struct import_job *out, struct problem *why);
/* Inside the transaction of the part that follows what is done. */
enum err import_job_move(struct write *w, const struct import_job *j,
                         const struct import_done *done, struct problem *why);
/* e: how the import ended. Returns e, or what kept the job from being written. */
enum err import_job_end(const struct import_job *j, const struct import_done *done, enum err e,
                        struct problem *why);

/* job list: the newest hundred. */
enum err import_job_list(const struct call *call, bool json, struct buf *out, struct problem *why);
