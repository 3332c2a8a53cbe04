#include "store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/backup_postgresql.h"
#include "store/core.h"

static enum err failed(const char *path, struct problem *why)
{
    return problem_set(why, ERR_FAILED, ZH_backup_failed, "file", path, strerror(errno), NULL);
}

static enum err copy_bytes(int in, int out, const char *to, struct problem *why)
{
    char bytes[65536];
    ssize_t n;
    while ((n = read(in, bytes, sizeof bytes)) > 0)
        if (write(out, bytes, (size_t)n) != n) return failed(to, why);
    return n < 0 || fsync(out) ? failed(to, why) : ERR_OK;
}

static enum err copy_file(const char *from, const char *to, struct problem *why)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) return failed(from, why);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e = out < 0 ? failed(to, why) : copy_bytes(in, out, to, why);
    close(in);
    if (out >= 0 && close(out) && !e) e = failed(to, why);
    return e;
}

static enum err copy_folder(const char *from, const char *to, struct problem *why)
{
    if (mkdir(to, 0700)) return failed(to, why);
    DIR *d = opendir(from);
    if (!d) return failed(from, why);
    enum err e = ERR_OK;
    for (struct dirent *f; !e && (f = readdir(d));) {
        char a[PATH_MAX], b[PATH_MAX];
        if (f->d_name[0] == '.') continue;
        int na = snprintf(a, sizeof a, "%s/%s", from, f->d_name),
            nb = snprintf(b, sizeof b, "%s/%s", to, f->d_name);
        if (na >= (int)sizeof a || nb >= (int)sizeof b) {
            errno = ENAMETOOLONG;
            e = failed(from, why);
        } else {
            e = copy_file(a, b, why);
        }
    }
    closedir(d);
    return e;
}

static enum err join(char out[PATH_MAX], const char *a, const char *b, struct problem *why)
{
    if (snprintf(out, PATH_MAX, "%s%s", a, b) < PATH_MAX) return ERR_OK;
    errno = ENAMETOOLONG;
    return failed(a, why);
}

static bool in_postgresql(const char *url)
{
    return strncmp(url, "sqlite:", 7) != 0;
}

static enum err new_folder(const char *dir, struct problem *why)
{
    if (mkdir(dir, 0700) == 0) return ERR_OK;
    if (errno == EEXIST && rmdir(dir) == 0 && mkdir(dir, 0700) == 0)
        return ERR_OK; /* there, but empty */
    if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
        return problem_set(why, ERR_CONFLICT, ZH_backup_exists, "file", dir, NULL);
    return failed(dir, why);
}

static enum err copy_database(struct store *s, const char *to, struct problem *why)
{
    if (in_postgresql(s->url)) return backup_postgresql_dump(s->url, to, why);
    struct read r = {0};
    enum err e = store_read_begin(s, &r, why);
    if (e) return e;
    e = db_backup(r.db, to, why);
    store_read_end(&r);
    return e;
}

static const char *file_of(const char *url)
{
    return in_postgresql(url) ? "/jianzai.pgdump" : "/jianzai.db";
}

enum err store_backup(struct store *s, const char *dir, struct problem *why)
{
    char db[PATH_MAX], keys[PATH_MAX];
    enum err e = join(db, dir, file_of(s->url), why);
    if (!e) e = join(keys, dir, "/keys", why);
    if (!e) e = new_folder(dir, why);
    if (e) return e;
    e = copy_database(s, db, why);
    if (e) rmdir(dir); /* nothing is in it: the next try finds the place free */
    return e ? e : copy_folder(store_keys_folder(s), keys, why);
}

/* ---- Restore -------------------------------------------------------------------------------- */

/* What was copied opens with its keys and every chain holds. */
static enum err verify_copy(const char *url, struct problem *why)
{
    struct store *s;
    int64_t entries;
    struct store_options options = {.url = url, .clock = clock_system()};
    enum err e = store_open(&options, &s, why);
    if (e) return e;
    e = store_audit_verify(s, &entries, why);
    store_close(s);
    return e;
}

static bool same_bytes(int a, int b)
{
    char x[4096], y[4096];
    ssize_t n, m;
    do {
        n = read(a, x, sizeof x);
        m = read(b, y, sizeof y);
        if (n < 0 || n != m || memcmp(x, y, (size_t)n) != 0) return false;
    } while (n > 0);
    return true;
}

static bool same_file(const char *a, const char *b)
{
    int x = open(a, O_RDONLY | O_CLOEXEC), y = open(b, O_RDONLY | O_CLOEXEC);
    bool same = x >= 0 && y >= 0 && same_bytes(x, y);
    if (x >= 0) close(x);
    if (y >= 0) close(y);
    return same;
}

/* A ring that is there already serves when it has every key of the copy, byte for byte. */
static enum err ring_serves(const char *copy, const char *ring, struct problem *why)
{
    DIR *d = opendir(copy);
    if (!d) return failed(copy, why);
    enum err e = ERR_OK;
    for (struct dirent *f; !e && (f = readdir(d));) {
        char a[PATH_MAX], b[PATH_MAX], name[NAME_MAX + 2];
        if (f->d_name[0] == '.') continue;
        snprintf(name, sizeof name, "/%s", f->d_name);
        e = join(a, copy, name, why);
        if (!e) e = join(b, ring, name, why);
        if (!e && !same_file(a, b))
            e = problem_set(why, ERR_CONFLICT, ZH_backup_other_keys, "keys", ring, NULL);
    }
    closedir(d);
    return e;
}

static enum err restore_keys(const char *copy, const char *url, struct problem *why)
{
    struct stat st;
    char *ring = store_keys_place(url);
    if (!ring) return problem_set(why, ERR_CONFIG, ZH_err_store_keys, "keys", NULL);
    enum err e = stat(ring, &st) ? copy_folder(copy, ring, why) : ring_serves(copy, ring, why);
    free(ring);
    return e;
}

/* An empty database is one without our schema. */
static enum err vacant(const char *url, struct problem *why)
{
    struct stat st;
    struct db *db = NULL;
    int version = 0;
    if (!in_postgresql(url)) {
        if (stat(url + 7, &st)) return ERR_OK;
        return problem_set(why, ERR_CONFLICT, ZH_backup_exists, "db", url + 7, NULL);
    }
    enum err e = db_open(url, &(struct db_options){.mode = DB_WRITE}, &db, why);
    if (e) return e;
    e = db_schema_version(db, &version, why);
    if (!e && version) e = problem_set(why, ERR_CONFLICT, ZH_backup_store_there, "db", NULL);
    db_close(db);
    return e;
}

enum err store_restore(const char *dir, const char *url, struct problem *why)
{
    char from[PATH_MAX], keys[PATH_MAX];
    bool postgresql = in_postgresql(url);
    enum err e = join(from, dir, file_of(url), why);
    if (!e) e = join(keys, dir, "/keys", why);
    if (!e && access(from, R_OK)) e = failed(from, why);
    if (!e) e = vacant(url, why);
    if (e) return e;
    e = restore_keys(keys, url, why);
    if (e) return e;
    e = postgresql ? backup_postgresql_load(url, from, why) : copy_file(from, url + 7, why);
    if (!e) e = verify_copy(url, why);
    if (e && !postgresql) unlink(url + 7); /* a half or a damaged copy is worse than none */
    return e;
}
