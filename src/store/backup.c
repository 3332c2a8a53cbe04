#include "store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
        int na = snprintf(a, sizeof a, "%s/%s", from, f->d_name), nb = snprintf(b, sizeof b, "%s/%s", to, f->d_name);
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

enum err store_backup(struct store *s, const char *dir, struct problem *why)
{
    char db[PATH_MAX], keys[PATH_MAX];
    enum err e = join(db, dir, "/jianzai.db", why);
    if (!e) e = join(keys, dir, "/keys", why);
    if (!e && mkdir(dir, 0700)) {
        if (errno == EEXIST && rmdir(dir) == 0 && mkdir(dir, 0700) == 0) e = ERR_OK; /* there, but empty */
        else if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
            e = problem_set(why, ERR_CONFLICT, ZH_backup_exists, "file", dir, NULL);
        else e = failed(dir, why);
    }
    struct read r = {0};
    if (!e) e = store_read_begin(s, &r, why);
    if (e) return e;
    e = db_backup(r.db, db, why);
    store_read_end(&r);
    return e ? e : copy_folder(store_keys_folder(s), keys, why);
}

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

enum err store_restore(const char *dir, const char *url, struct problem *why)
{
    char from[PATH_MAX], keys[PATH_MAX], to_keys[PATH_MAX];
    struct stat st;
    if (strncmp(url, "sqlite:", 7) != 0) return problem_set(why, ERR_USAGE, ZH_backup_sqlite_only, "db", NULL);
    const char *to = url + 7;
    enum err e = join(from, dir, "/jianzai.db", why);
    if (!e) e = join(keys, dir, "/keys", why);
    if (!e) e = join(to_keys, to, ".keys", why);
    if (e) return e;
    if (stat(to, &st) == 0) return problem_set(why, ERR_CONFLICT, ZH_backup_exists, "db", to, NULL);
    e = copy_file(from, to, why);
    if (!e && stat(to_keys, &st)) e = copy_folder(keys, to_keys, why);
    if (!e) e = verify_copy(url, why);
    if (e && e != ERR_CONFLICT) unlink(to); /* a half or a damaged copy is worse than none */
    return e;
}
