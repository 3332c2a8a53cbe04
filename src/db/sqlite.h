/*
 * The SQLite driver's inside, shared by its files: sqlite.c (statements, transactions),
 * sqlite_open.c (file, lock, settings), sqlite_file.c (bulk, backup, checkpoint). Nobody else
 * includes it.
 *
 * Rules it keeps (dependencies.md): WAL, synchronous=FULL, one writing connection which alone
 * checkpoints, readers read-only.
 */
#pragma once
#include <sqlite3.h>

#include "db/driver.h"

struct statement { /* a slot of the cache; a nested run of a statement in use gets one that is its
                      own */
    const struct sql *q;
    sqlite3_stmt *stmt;
    bool busy, single_use;
};

struct sqlite {
    struct db db;
    sqlite3 *handle;
    struct statement **cache; /* open addressing over the statement's address */
    size_t cache_size, cache_used;
    int lock; /* file descriptor of the lock, -1 for readers */
    int64_t frames, wal_pages, wal_moved;
};

enum err sqlite_failed(struct sqlite *s, const char *statement, struct problem *why);
enum err sqlite_prepare_text(struct sqlite *s, const char *name, const char *text,
                             sqlite3_stmt **out, struct problem *why);
enum err sqlite_bind(struct sqlite *s, sqlite3_stmt *stmt, const struct db_value *v, size_t n,
                     struct problem *why);
void sqlite_cache_free(struct sqlite *s);

enum err sqlite_open(const char *url, const struct db_options *options, struct db **out,
                     struct problem *why);
void sqlite_close(struct db *db);

enum err sqlite_bulk_begin(struct db *db, const char *table, const char *columns,
                           struct db_bulk **out, struct problem *why);
enum err sqlite_bulk_row(struct db_bulk *b, const struct db_value *v, size_t n,
                         struct problem *why);
enum err sqlite_bulk_end(struct db_bulk *b, struct problem *why);
enum err sqlite_backup(struct db *db, const char *path, struct problem *why);
bool sqlite_checkpoint_step(struct db *db);
int64_t sqlite_frames(struct db *db);
int64_t sqlite_frames_waiting(struct db *db);
