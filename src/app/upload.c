#include "app/upload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/feed_file.h"
#include "app/upload_record.h"

#define COPY_BYTES (64u << 10)
#define RECORDS_MOST 1000                          /* of all logins, newest first */
#define SWEEP_AFTER (INT64_C(24) * 3600 * 1000000) /* after UPLOAD_DAYS; microseconds */

static const char *const suffixes[] = {"", ".sig", ".errors.csv"};

/* ---- Places --------------------------------------------------------------------------------- */

const char *upload_path(const struct call *call, int64_t id, const char *suffix)
{
    return arena_print(call->arena, "%s/%" PRId64 "%s", store_uploads_folder(call->app->store), id,
                       suffix);
}

static enum err failed(const char *path, struct problem *why)
{
    return problem_set(why, ERR_FAILED, ZH_upload_disk, "file", path, strerror(errno), NULL);
}

static enum err make_folder(const struct call *call, struct problem *why)
{
    const char *folder = store_uploads_folder(call->app->store);
    return mkdir(folder, 0700) && errno != EEXIST ? failed(folder, why) : ERR_OK;
}

/* ---- Bytes ---------------------------------------------------------------------------------- */

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, bytes, n);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        bytes += done;
        n -= (size_t)done;
    }
    return true;
}

static bool copy_bytes(const struct call *call, int from, int to)
{
    char *bytes = arena_alloc(call->arena, COPY_BYTES);
    for (;;) {
        ssize_t n = read(from, bytes, COPY_BYTES);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        if (!write_all(to, bytes, (size_t)n)) return false;
    }
}

static enum err keep_file(const struct call *call, int from, const char *path, struct problem *why)
{
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (to < 0) return failed(path, why);
    bool good = copy_bytes(call, from, to) && fsync(to) == 0;
    if (close(to) || !good) {
        enum err e = failed(path, why);
        unlink(path);
        return e;
    }
    return ERR_OK;
}

/* ---- The record ----------------------------------------------------------------------------- */

struct recording {
    const struct upload *u;
    const char *action; /* NULL: a step of the work, whose own entries are in the log */
    bool fresh;
};

static enum err record(struct write *w, void *ctx, struct problem *why)
{
    const struct recording *k = ctx;
    const char *object = arena_print(w->arena, "job:%" PRId64, k->u->id);
    if (k->action)
        store_audit(w, &(struct audit_note){.subject = k->u->id,
                                            .action = k->action,
                                            .object = object,
                                            .content = k->u->digest,
                                            .content_size = strlen(k->u->digest)});
    return upload_record_write(w, k->u, k->fresh, why);
}

enum err upload_store(const struct call *call, struct upload *u, struct problem *why)
{
    struct call real = *call;
    real.dry_run = false;
    u->moved = call->clock.moment;
    return app_bulk(&real, record, &(struct recording){.u = u}, why);
}

enum err upload_load(const struct call *call, int64_t id, struct upload *out, struct problem *why)
{
    struct job job;
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = job_load(&d, JOB_UPLOAD, id, &job, why);
    store_read_end(&r);
    if (e && e != ERR_NOT_FOUND) return e;
    if (!e) upload_record_read(&job, out);
    if (!e && strcmp(out->login, call->who.login) == 0) return ERR_OK;
    return problem_set(why, ERR_NOT_FOUND, ZH_upload_unknown, NULL, NULL);
}

enum err upload_hold(const struct call *call, const struct upload *u, int *fd, struct problem *why)
{
    const char *path = upload_path(call, u->id, "");
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (*fd < 0 && errno == ENOENT)
        return problem_set(why, ERR_NOT_FOUND, ZH_upload_elsewhere, NULL, NULL);
    if (*fd < 0) return failed(path, why);
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0) return ERR_OK;
    bool held = errno == EWOULDBLOCK;
    enum err e = held ? problem_set(why, ERR_BUSY, ZH_upload_busy, NULL, NULL) : failed(path, why);
    close(*fd);
    *fd = -1;
    return e;
}

/* ---- Arriving ------------------------------------------------------------------------------- */

/* What the browser calls the file: its last part, without control characters. */
static void put_name(const char *given, char *out, size_t cap)
{
    for (const char *c = given; *c; c++)
        if (*c == '/' || *c == '\\') given = c + 1;
    size_t n = 0;
    for (const char *c = given; *c && n + 1 < cap; c++)
        if ((unsigned char)*c >= 0x20 && *c != 0x7f) out[n++] = *c;
    while (n && ((unsigned char)out[n - 1] & 0xc0) == 0x80 && n + 4 > cap) n--; /* no half one */
    if (n && n + 4 > cap && (unsigned char)out[n - 1] >= 0xc0) n--;
    out[n] = 0;
}

static enum err acceptable(const struct call *call, const struct upload_in *in, struct problem *why)
{
    enum action action = in->what == UPLOAD_ROSTER ? ACTION_IMPORT_ROSTER : ACTION_IMPORT_EVIDENCE;
    enum err e = app_authorise(call, action, call->who.agency, why);
    if (e) return e;
    if (in->what == UPLOAD_FEED && !feed_source_find(in->source))
        return problem_set(why, ERR_INPUT, ZH_upload_source, "source", NULL);
    if (!in->size) return problem_set(why, ERR_INPUT, ZH_upload_empty, "file", NULL);
    if (in->size > UPLOAD_MOST) return problem_set(why, ERR_INPUT, ZH_upload_large, "file", NULL);
    return ERR_OK;
}

enum err upload_receive(const struct call *call, const struct upload_in *in, struct upload *out,
                        struct problem *why)
{
    struct feed_file file;
    enum err e = acceptable(call, in, why);
    if (e) return e;
    *out = (struct upload){.id = store_new_id(call->app->store),
                           .received = call->clock.moment,
                           .moved = call->clock.moment,
                           .what = in->what,
                           .signed_file = in->signature >= 0 && in->signature_size > 0,
                           .size = in->size};
    snprintf(out->login, sizeof out->login, "%s", call->who.login);
    if (in->what == UPLOAD_FEED)
        snprintf(out->source, sizeof out->source, "%s", feed_source_find(in->source)->code);
    put_name(in->name, out->name, sizeof out->name);
    e = make_folder(call, why);
    if (!e) e = keep_file(call, in->file, upload_path(call, out->id, ""), why);
    if (!e && out->signed_file)
        e = keep_file(call, in->signature, upload_path(call, out->id, ".sig"), why);
    if (!e) e = feed_file_digest(upload_path(call, out->id, ""), &file, why);
    if (!e) {
        memcpy(out->digest, file.digest, sizeof out->digest);
        struct recording k = {out, "upload.receive", true};
        e = app_bulk(call, record, &k, why);
    }
    if (e) upload_discard(call, out);
    return e;
}

/* ---- Going ---------------------------------------------------------------------------------- */

void upload_discard(const struct call *call, const struct upload *u)
{
    unlink(upload_path(call, u->id, ""));
    unlink(upload_path(call, u->id, ".sig"));
}

static void remove_files(const struct call *call, int64_t id)
{
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        unlink(upload_path(call, id, suffixes[i]));
}

static enum err forget(struct write *w, void *ctx, struct problem *why)
{
    const struct upload *u = ctx;
    struct data d = data_of_write(w);
    const char *object = arena_print(w->arena, "job:%" PRId64, u->id);
    store_audit(w, &(struct audit_note){.subject = u->id,
                                        .action = "upload.remove",
                                        .object = object,
                                        .content = u->digest,
                                        .content_size = strlen(u->digest)});
    return job_forget(&d, u->id, why);
}

/* Not while somebody is at work on it. */
static enum err remove_all(const struct call *call, struct upload *u, struct problem *why)
{
    int held;
    enum err e = upload_hold(call, u, &held, why);
    if (e && e != ERR_NOT_FOUND) return e;
    e = app_bulk(call, forget, u, why);
    if (!e) remove_files(call, u->id);
    if (held >= 0) close(held);
    return e;
}

enum err upload_remove(const struct call *call, int64_t id, struct problem *why)
{
    struct upload u;
    enum err e = upload_load(call, id, &u, why);
    return e ? e : remove_all(call, &u, why);
}

/* ---- All of one login ----------------------------------------------------------------------- */

static bool outlived(const struct call *call, int64_t moment)
{
    return moment_date(call->clock.moment).day - moment_date(moment).day > UPLOAD_DAYS;
}

/* Files that no record speaks of: a server was killed between the two, or an older program kept its
 * records here. */
static void sweep(const struct call *call)
{
    DIR *dir = opendir(store_uploads_folder(call->app->store));
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        struct stat st;
        if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
            continue;
        if (outlived(call, (int64_t)st.st_mtim.tv_sec * 1000000 + SWEEP_AFTER))
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    if (dir) closedir(dir);
}

static enum err records(const struct call *call, struct job **list, size_t *n, struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = job_list(&d, JOB_UPLOAD, RECORDS_MOST, list, n, why);
    store_read_end(&r);
    return e;
}

enum err upload_list(const struct call *call, struct upload *out, size_t *count,
                     struct problem *why)
{
    struct job *list;
    struct problem busy;
    size_t n;
    *count = 0;
    enum err e = records(call, &list, &n, why);
    for (size_t i = 0; !e && i < n; i++) {
        struct upload u;
        upload_record_read(&list[i], &u);
        if (outlived(call, u.received)) remove_all(call, &u, &busy); /* at work: another day */
        else if (*count < UPLOAD_LIST && strcmp(u.login, call->who.login) == 0) out[(*count)++] = u;
    }
    if (!e) sweep(call);
    return e;
}

/* ---- What was refused ----------------------------------------------------------------------- */

enum err upload_errors(const struct call *call, const struct upload *u, uint64_t most,
                       struct buf *out, uint64_t *size, struct problem *why)
{
    const char *path = upload_path(call, u->id, ".errors.csv");
    char *bytes = arena_alloc(call->arena, COPY_BYTES);
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return problem_set(why, ERR_NOT_FOUND, ZH_upload_no_errors, NULL, NULL);
    *size = fstat(fd, &st) ? 0 : (uint64_t)st.st_size;
    ssize_t n = 1;
    while (*size <= most && (n = read(fd, bytes, COPY_BYTES)) > 0) buf_add(out, bytes, (size_t)n);
    close(fd);
    return n < 0 || out->failed ? failed(path, why) : ERR_OK;
}

/* ---- Sentences ------------------------------------------------------------------------------ */

const char *upload_sentence(const struct call *call, const struct upload *u,
                            const struct problem *why)
{
    char text[2048];
    const char *path = upload_path(call, u->id, ""), *at;
    problem_sentence(why, text, sizeof text);
    at = strstr(text, path);
    if (!at) return arena_copy(call->arena, text, strlen(text));
    return arena_print(call->arena, "%.*s%s%s", (int)(at - text), text, u->name, at + strlen(path));
}
