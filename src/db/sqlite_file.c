#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "db/sqlite.h"

#define BACKUP_PAGES 1024
#define LONGEST_PATH 4000

/* ---- Many rows ------------------------------------------------------------------------------ */

struct bulk {
    struct db_bulk head;
    struct sqlite *s;
    sqlite3_stmt *stmt;
};

/* The only SQL put together from parts: a table and columns that the program names. */
static enum err insert_text(const char *table, const char *columns, struct buf *out)
{
    buf_printf(out, "INSERT INTO %s (%s) VALUES (?1", table, columns);
    int count = 1;
    for (const char *p = columns; *p; p++)
        if (*p == ',') buf_printf(out, ", ?%d", ++count);
    buf_putc(out, ')');
    return out->failed ? ERR_FAILED : ERR_OK;
}

enum err sqlite_bulk_begin(struct db *db, const char *table, const char *columns,
                           struct db_bulk **out, struct problem *why)
{
    struct buf text = BUF(1 << 16);
    struct bulk *b = calloc(1, sizeof *b);
    if (!b || insert_text(table, columns, &text)) {
        free(b);
        return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    }
    b->s = (struct sqlite *)db;
    enum err e = sqlite_prepare_text(b->s, table, text.p, &b->stmt, why);
    buf_free(&text);
    if (e) {
        free(b);
        return e;
    }
    *out = &b->head;
    return ERR_OK;
}

enum err sqlite_bulk_row(struct db_bulk *head, const struct db_value *v, size_t n,
                         struct problem *why)
{
    struct bulk *b = (struct bulk *)head;
    enum err e = sqlite_bind(b->s, b->stmt, v, n, why);
    if (!e && sqlite3_step(b->stmt) != SQLITE_DONE) e = sqlite_failed(b->s, "bulk", why);
    sqlite3_reset(b->stmt);
    return e;
}

enum err sqlite_bulk_end(struct db_bulk *head, struct problem *why)
{
    struct bulk *b = (struct bulk *)head;
    (void)why;
    sqlite3_finalize(b->stmt);
    free(b);
    return ERR_OK;
}

/* ---- Copy ----------------------------------------------------------------------------------- */

static enum err backup_failed(const char *path, const char *words, struct problem *why)
{
    return problem_set(why, ERR_FAILED, ZH_err_db_backup, "path", path, words, NULL);
}

static enum err copy_pages(struct sqlite *s, sqlite3 *to, const char *path, struct problem *why)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", s->handle, "main");
    if (!copy) return backup_failed(path, sqlite3_errmsg(to), why);
    int code;
    do {
        code = sqlite3_backup_step(copy, BACKUP_PAGES);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(5);
    } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
    sqlite3_backup_finish(copy);
    if ((code & 0xff) == SQLITE_FULL)
        return problem_set(why, ERR_FAILED, ZH_err_db_full, "path", NULL);
    return code == SQLITE_DONE ? ERR_OK : backup_failed(path, sqlite3_errstr(code), why);
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    return good;
}

/* Under its own name only when it is whole and on the disk. */
static enum err publish(const char *part, const char *path, struct problem *why)
{
    char folder[LONGEST_PATH];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash) slash[slash == folder] = 0;
    else snprintf(folder, sizeof folder, ".");
    if (sync_path(part, O_RDWR) && link(part, path) == 0 && unlink(part) == 0 &&
        sync_path(folder, O_RDONLY | O_DIRECTORY))
        return ERR_OK;
    if (errno == EEXIST)
        return problem_set(why, ERR_CONFLICT, ZH_err_db_exists, "path", path, NULL);
    return backup_failed(path, strerror(errno), why);
}

enum err sqlite_backup(struct db *db, const char *path, struct problem *why)
{
    char part[LONGEST_PATH + 8];
    if (strlen(path) >= LONGEST_PATH) return backup_failed(path, strerror(ENAMETOOLONG), why);
    if (access(path, F_OK) == 0)
        return problem_set(why, ERR_CONFLICT, ZH_err_db_exists, "path", path, NULL);
    snprintf(part, sizeof part, "%s.part", path);
    unlink(part);
    sqlite3 *to = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    enum err e = ERR_OK;
    if (sqlite3_open_v2(part, &to, flags, NULL) != SQLITE_OK)
        e = backup_failed(path, sqlite3_errmsg(to), why);
    if (!e) e = copy_pages((struct sqlite *)db, to, path, why);
    sqlite3_close(to);
    if (!e) e = publish(part, path, why);
    if (e) unlink(part);
    return e;
}

/* ---- Checkpoint ----------------------------------------------------------------------------- */

bool sqlite_checkpoint_step(struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    int pages = 0, moved = 0;
    if (db->mode != DB_WRITE || s->wal_pages <= s->wal_moved) return false;
    int code =
        sqlite3_wal_checkpoint_v2(s->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
    if (code != SQLITE_OK || pages < 0) return false;
    s->wal_moved = moved;
    return moved < pages;
}

int64_t sqlite_frames(struct db *db)
{
    return ((struct sqlite *)db)->frames;
}

int64_t sqlite_frames_waiting(struct db *db)
{
    const struct sqlite *s = (const struct sqlite *)db;
    return s->wal_pages - s->wal_moved;
}
