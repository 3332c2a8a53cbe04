#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/sqlite.h"

#define LONGEST_PATH 4000

/* ---- The lock: one process writes ----------------------------------------------------------- */

static enum err lock_unopened(const char *path, struct problem *why)
{
    if (errno == EROFS || errno == EACCES || errno == EPERM)
        return problem_set(why, ERR_CONFIG, ZH_err_db_read_only, "db", path, NULL);
    if (errno == ENOSPC || errno == EDQUOT)
        return problem_set(why, ERR_FAILED, ZH_err_db_full, "db", NULL);
    return problem_set(why, ERR_CONFIG, ZH_err_db_open, "db", path, strerror(errno), NULL);
}

static enum err lock_held(int fd, const char *path, struct problem *why)
{
    char pid[24] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = 0;
    pid[strspn(pid, "0123456789")] = 0;
    return problem_set(why, ERR_BUSY, ZH_err_db_locked, "db", path, pid[0] ? pid : "?", NULL);
}

/* The file stays when the lock goes: removing it would let two processes lock two files of one
 * name. The system drops the lock of a process that dies. */
static enum err lock_take(const char *path, int *out, struct problem *why)
{
    char name[LONGEST_PATH + 8], pid[24];
    snprintf(name, sizeof name, "%s.lock", path);
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return lock_unopened(path, why);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum err e = lock_held(fd, path, why);
        close(fd);
        return e;
    }
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    /* Only a courtesy to whoever finds the lock held: a full disk must not keep the owner out. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)n, 0) != n) errno = 0;
    *out = fd;
    return ERR_OK;
}

/* ---- Settings ------------------------------------------------------------------------------- */

/* The hook that SQLite calls after each commit with the number of pages in the WAL; the count
 * starts over when the WAL does. */
static int count_frames(void *arg, sqlite3 *handle, const char *schema, int pages)
{
    struct sqlite *s = arg;
    (void)handle;
    (void)schema;
    if (pages < s->wal_pages) s->wal_pages = s->wal_moved = 0;
    s->frames += pages - s->wal_pages;
    s->wal_pages = pages;
    return SQLITE_OK;
}

static enum err pragma(struct sqlite *s, const char *text, struct problem *why)
{
    return sqlite3_exec(s->handle, text, NULL, NULL, NULL) == SQLITE_OK
               ? ERR_OK
               : sqlite_failed(s, text, why);
}

static enum err settings(struct sqlite *s, const struct db_options *options, struct problem *why)
{
    char cache[48];
    int kib = options->cache_kib > 0 ? options->cache_kib : 8192;
    snprintf(cache, sizeof cache, "PRAGMA cache_size = -%d", kib);
    const char *const both[] = {"PRAGMA foreign_keys = ON",    "PRAGMA trusted_schema = OFF",
                                "PRAGMA mmap_size = 0",        "PRAGMA temp_store = MEMORY",
                                "PRAGMA cell_size_check = ON", cache};
    const char *const writing[] = {
        "PRAGMA journal_mode = WAL",
        options->sync_normal ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
        "PRAGMA wal_autocheckpoint = 0", "PRAGMA journal_size_limit = 67108864",
        /* A deleted picture leaves no bytes in free pages, however the library was built. */
        "PRAGMA secure_delete = ON"};
    enum err e = ERR_OK;
    if (s->db.mode == DB_WRITE)
        for (size_t i = 0; !e && i < sizeof writing / sizeof writing[0]; i++)
            e = pragma(s, writing[i], why);
    for (size_t i = 0; !e && i < sizeof both / sizeof both[0]; i++) e = pragma(s, both[i], why);
    /* Opening is lazy: the first look at the schema finds a file that is no database. */
    if (!e) e = pragma(s, "SELECT count(*) FROM sqlite_master", why);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(s->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    if (s->db.mode == DB_WRITE) sqlite3_wal_hook(s->handle, count_frames, s);
    return e;
}

/* ---- Opening and closing -------------------------------------------------------------------- */

static enum err open_handle(struct sqlite *s, const char *path, const struct db_options *options,
                            struct problem *why)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options->mode == DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                       : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path, &s->handle, flags, options->vfs) != SQLITE_OK)
        return sqlite_failed(s, "open", why);
    sqlite3_busy_timeout(s->handle, options->busy_ms > 0 ? options->busy_ms : 5000);
    if (options->mode == DB_WRITE && sqlite3_db_readonly(s->handle, "main") == 1)
        return problem_set(why, ERR_CONFIG, ZH_err_db_read_only, "db", path, NULL);
    return settings(s, options, why);
}

static enum err usable_path(const char *path, const struct db_options *options, struct problem *why)
{
    struct stat st;
    if (!*path || strlen(path) >= LONGEST_PATH)
        return problem_set(why, ERR_CONFIG, ZH_err_db_open, "db", path, strerror(ENAMETOOLONG),
                           NULL);
    if (options->vfs) return ERR_OK; /* the path is the VFS's business */
    if (stat(path, &st) != 0) {
        if (errno == ENOENT && options->create) return ERR_OK;
        if (errno == ENOENT)
            return problem_set(why, ERR_CONFIG, ZH_err_db_missing, "db", path, NULL);
        return problem_set(why, ERR_CONFIG, ZH_err_db_open, "db", path, strerror(errno), NULL);
    }
    if (!S_ISREG(st.st_mode))
        return problem_set(why, ERR_CONFIG, ZH_err_db_not_database, "db", path, NULL);
    return ERR_OK;
}

enum err sqlite_open(const char *url, const struct db_options *options, struct db **out,
                     struct problem *why)
{
    const char *path = url + strlen(db_sqlite.scheme);
    enum err e = usable_path(path, options, why);
    if (e) return e;
    struct sqlite *s = calloc(1, sizeof *s);
    if (!s) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    s->db = (struct db){.driver = &db_sqlite, .mode = options->mode};
    strncat(s->db.name, path, sizeof s->db.name - 1);
    s->lock = -1;
    if (options->mode == DB_WRITE && !options->vfs) e = lock_take(path, &s->lock, why);
    if (!e) e = open_handle(s, path, options, why);
    if (e) {
        sqlite_close(&s->db);
        return e;
    }
    *out = &s->db;
    return ERR_OK;
}

void sqlite_close(struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    sqlite_cache_free(s);
    sqlite3_close(s->handle);
    if (s->lock >= 0) close(s->lock);
    free(s);
}
