#include "app/import_job.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/feed_file.h"
#include "app/upload_record.h"

#define TAKEN_UP_WITHIN (INT64_C(24) * 3600 * 1000000) /* microseconds */
#define LISTED 100
#define DETAIL 200

/* ---- the counts as the job keeps them ------------------------------------------------------- */

static void detail_print(const struct import_done *n, char out[DETAIL])
{
    snprintf(out, DETAIL, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %ld", n->fresh,
             n->changed, n->unchanged, n->refused, n->errors);
}

static bool is_upload(const struct job *job)
{
    return strcmp(job->kind, JOB_UPLOAD) == 0;
}

/* Of an upload, what its import counted; what it was about is its uploader's alone. */
static struct import_done done_of(const struct job *job)
{
    if (is_upload(job)) {
        struct upload u;
        upload_record_read(job, &u);
        return (struct import_done){u.rows, u.fresh, u.changed, u.unchanged, u.refused, 0};
    }
    char *at = (char *)job->detail;
    struct import_done n = {.rows = (uint64_t)job->position};
    uint64_t *const v[] = {&n.fresh, &n.changed, &n.unchanged, &n.refused};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) *v[i] = strtoull(at, &at, 10);
    n.errors = strtol(at, NULL, 10);
    return n;
}

/* ---- begun, moved, ended -------------------------------------------------------------------- */

static struct job job_at(const struct import_job *j, const struct import_done *done,
                         char detail[DETAIL])
{
    struct job job = j->job;
    detail_print(done, detail);
    job.position = (int64_t)done->rows;
    job.detail = detail;
    job.recorded_at = j->call->clock.moment;
    return job;
}

static void note(struct write *w, const struct import_job *j, const char *action)
{
    const char *object = arena_print(w->arena, "job:%" PRId64, j->job.job_id);
    store_audit(w, &(struct audit_note){.subject = j->job.job_id,
                                        .action = action,
                                        .object = object,
                                        .content = j->job.digest,
                                        .content_size = strlen(j->job.digest)});
}

/* Can what had been told be told on? Cuts off what was written after the last move. */
static bool errors_go_on(const char *path, long told)
{
    struct stat st;
    if (!told) return true;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size >= told &&
           truncate(path, told) == 0;
}

struct beginning {
    struct import_job *j;
    const char *kind, *digest, *errors_path;
};

static enum err begin(struct write *w, void *ctx, struct problem *why)
{
    struct beginning *b = ctx;
    struct import_job *j = b->j;
    struct data d = data_of_write(w);
    char detail[DETAIL];
    int64_t since = j->call->clock.moment - TAKEN_UP_WITHIN;
    enum err e = job_find(&d, b->kind, b->digest, since, &j->job, why);
    if (e) return e;
    bool taken_up = j->job.job_id != 0;
    j->before = taken_up ? done_of(&j->job) : (struct import_done){0};
    if (!errors_go_on(b->errors_path, j->before.errors)) j->before = (struct import_done){0};
    if (!taken_up) j->job.job_id = store_new_id(w->store);
    j->job.kind = b->kind;
    j->job.digest = b->digest;
    j->job.state = JOB_OPEN;
    struct job row = job_at(j, &j->before, detail);
    e = taken_up ? job_update(&d, &row, why) : job_insert(&d, &row, why);
    if (!e) note(w, j, taken_up ? "job.resume" : "job.begin");
    return e;
}

enum err import_job_begin(const struct call *call, const char *kind, const char *path,
                          const char *errors_path, struct import_job *out, struct problem *why)
{
    struct feed_file file;
    *out = (struct import_job){.call = call};
    if (call->dry_run) return ERR_OK;
    enum err e = feed_file_digest(path, &file, why);
    if (e) return e;
    struct beginning b = {out, kind, arena_print(call->arena, "%s", file.digest), errors_path};
    return app_bulk(call, begin, &b, why);
}

enum err import_job_move(struct write *w, const struct import_job *j,
                         const struct import_done *done, struct problem *why)
{
    char detail[DETAIL];
    struct data d = data_of_write(w);
    if (!j->job.job_id) return ERR_OK;
    struct job row = job_at(j, done, detail);
    return job_update(&d, &row, why);
}

struct ending {
    const struct import_job *j;
    const struct import_done *done;
    bool broken;
};

static enum err end(struct write *w, void *ctx, struct problem *why)
{
    struct ending *x = ctx;
    char detail[DETAIL];
    struct data d = data_of_write(w);
    struct job row = job_at(x->j, x->done, detail);
    row.state = x->broken ? JOB_BROKEN : JOB_DONE;
    if (!x->broken) row.total = row.position;
    enum err e = job_update(&d, &row, why);
    if (!e) note(w, x->j, x->broken ? "job.break" : "job.end");
    return e;
}

enum err import_job_end(const struct import_job *j, const struct import_done *done, enum err e,
                        struct problem *why)
{
    struct problem after;
    if (!j->job.job_id) return e;
    struct ending x = {j, done, e != ERR_OK};
    enum err late = app_bulk(j->call, end, &x, &after);
    if (!e && late) *why = after;
    return e ? e : late;
}

/* ---- told ----------------------------------------------------------------------------------- */

static const struct {
    const char *code;
    enum zh_id word;
} states[JOB_STATE_COUNT] = {[JOB_STATE_UNSET] = {"", ZH_job_open},
                             [JOB_OPEN] = {"open", ZH_job_open},
                             [JOB_BROKEN] = {"broken", ZH_job_broken},
                             [JOB_DONE] = {"done", ZH_job_done}};

static void put_json(const struct job *job, struct buf *b)
{
    struct import_done n = done_of(job);
    buf_printf(b, "{\"id\":\"%" PRId64 "\",\"kind\":\"%s\",\"state\":\"%s\",\"digest\":\"%s\"",
               job->job_id, job->kind, states[job->state].code, job->digest);
    buf_printf(b, ",\"position\":%" PRId64 ",\"total\":%" PRId64 ",\"moved_at\":\"%s\"",
               job->position, job->total, moment_print(job->recorded_at).s);
    buf_printf(b,
               ",\"new\":%" PRIu64 ",\"changed\":%" PRIu64 ",\"unchanged\":%" PRIu64
               ",\"refused\":%" PRIu64 "}",
               n.fresh, n.changed, n.unchanged, n.refused);
}

static void put_text(const struct job *job, struct buf *b)
{
    struct import_done n = done_of(job);
    buf_printf(b, "%" PRId64 "\t%s\t%s\t%s\t%" PRId64, job->job_id,
               zh_text(is_upload(job) ? ZH_job_upload : ZH_job_roster),
               zh_text(states[job->state].word), moment_print(job->recorded_at).s, job->position);
    buf_printf(b, "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%.12s\n", n.fresh,
               n.changed, n.unchanged, n.refused, job->digest);
}

enum err import_job_list(const struct call *call, bool json, struct buf *out, struct problem *why)
{
    struct job *list;
    size_t count;
    struct read r = {.arena = call->arena};
    enum err e = app_authorise(call, ACTION_JOB_READ, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = job_list(&d, NULL, LISTED, &list, &count, why);
    store_read_end(&r);
    if (e) return e;
    if (json) buf_putc(out, '[');
    else buf_printf(out, "%s\n", zh_text(ZH_job_head));
    for (size_t i = 0; i < count; i++) {
        if (json && i) buf_puts(out, ",\n");
        if (json) put_json(&list[i], out);
        else put_text(&list[i], out);
    }
    if (json) buf_puts(out, "]\n");
    return ERR_OK;
}
