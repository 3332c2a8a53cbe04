#include "app/upload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RECORD_MAGIC UINT64_C(0x6a7a75706c6f6131)
#define COPY_BYTES (64u << 10)

static const char *const suffixes[] = {"", ".sig", ".errors.csv", ".record"};

struct record {
    uint64_t magic, size;
    struct upload u;
};

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

enum err upload_store(const struct call *call, const struct upload *u, struct problem *why)
{
    const char *path = upload_path(call, u->id, ".record");
    const char *fresh = upload_path(call, u->id, ".record.new");
    struct record r;
    memset(&r, 0, sizeof r); /* no byte of the stack goes to the file */
    r.magic = RECORD_MAGIC;
    r.size = sizeof r;
    r.u = *u;
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return failed(fresh, why);
    bool good = write_all(fd, (const char *)&r, sizeof r) && fsync(fd) == 0;
    if (close(fd) || !good || rename(fresh, path)) return failed(path, why);
    return ERR_OK;
}

static bool read_record(const struct call *call, int64_t id, struct upload *out)
{
    struct record r;
    int fd = open(upload_path(call, id, ".record"), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return false;
    ssize_t n = read(fd, &r, sizeof r);
    close(fd);
    bool good = n == (ssize_t)sizeof r && r.magic == RECORD_MAGIC && r.size == sizeof r;
    if (good) *out = r.u;
    return good;
}

enum err upload_load(const struct call *call, int64_t id, struct upload *out, struct problem *why)
{
    if (read_record(call, id, out) && strcmp(out->login, call->who.login) == 0) return ERR_OK;
    return problem_set(why, ERR_NOT_FOUND, ZH_upload_unknown, NULL, NULL);
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
    enum err e = acceptable(call, in, why);
    if (e) return e;
    *out = (struct upload){.id = store_new_id(call->app->store),
                           .received = call->clock.moment,
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
    if (!e) e = upload_store(call, out, why);
    if (e) upload_discard(call, out);
    return e;
}

/* ---- Going ---------------------------------------------------------------------------------- */

void upload_discard(const struct call *call, const struct upload *u)
{
    unlink(upload_path(call, u->id, ""));
    unlink(upload_path(call, u->id, ".sig"));
}

static void remove_all(const struct call *call, int64_t id)
{
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        unlink(upload_path(call, id, suffixes[i]));
}

enum err upload_remove(const struct call *call, int64_t id, struct problem *why)
{
    struct upload u;
    enum err e = upload_load(call, id, &u, why);
    if (!e) remove_all(call, id);
    return e;
}

/* ---- All of one login ----------------------------------------------------------------------- */

static void put_sorted(struct upload *list, size_t *count, const struct upload *u)
{
    size_t at = *count;
    while (at > 0 && list[at - 1].id < u->id) at--;
    if (at == UPLOAD_LIST) return;
    size_t last = *count < UPLOAD_LIST ? *count : UPLOAD_LIST - 1;
    memmove(list + at + 1, list + at, (last - at) * sizeof *list);
    list[at] = *u;
    *count = last + 1;
}

enum err upload_list(const struct call *call, struct upload *out, size_t *count,
                     struct problem *why)
{
    DIR *dir = opendir(store_uploads_folder(call->app->store));
    struct date today = moment_date(call->clock.moment);
    struct dirent *entry;
    *count = 0;
    if (!dir) return errno == ENOENT ? ERR_OK : failed("", why);
    while ((entry = readdir(dir))) {
        char *end;
        struct upload u;
        int64_t id = strtoll(entry->d_name, &end, 10);
        if (strcmp(end, ".record") != 0 || !read_record(call, id, &u)) continue;
        bool under_way = u.phase == UPLOAD_RUNNING || u.phase == UPLOAD_TRYING;
        if (today.day - moment_date(u.received).day > UPLOAD_DAYS && !under_way)
            remove_all(call, id);
        else if (strcmp(u.login, call->who.login) == 0) put_sorted(out, count, &u);
    }
    closedir(dir);
    return ERR_OK;
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
