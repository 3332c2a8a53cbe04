/*
 * What a driver is: one struct of functions, chosen by db_open from the URL's scheme. The contract
 * of each slot is that of the function of the same name in db.h. Used inside src/db only.
 */
#pragma once
#include "db/db.h"

enum db_command { COMMAND_BEGIN, COMMAND_COMMIT, COMMAND_SAVEPOINT, COMMAND_RELEASE };

struct db_driver {
    const char *scheme; /* the URL up to and with the colon */
    enum err (*open)(const char *url, const struct db_options *options, struct db **out,
                     struct problem *why);
    void (*close)(struct db *db);
    bool (*broken)(const struct db *db);
    bool (*in_transaction)(const struct db *db);
    enum err (*command)(struct db *db, enum db_command command, struct problem *why);
    void (*rollback)(struct db *db);
    void (*savepoint_rollback)(struct db *db);

    enum err (*check)(struct db *db, const struct sql *q, struct problem *why);
    enum err (*exec)(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                     int64_t *changed, struct problem *why);
    void (*defer)(struct db *db, bool on); /* NULL: nothing is ever deferred */
    enum err (*settle)(struct db *db, struct problem *why);
    enum err (*many)(struct db *db, const struct db_many *m, struct problem *why);
    /* Fills c->impl; the cursor's other fields are set by db.c. */
    enum err (*query)(struct db *db, const struct sql *q, const struct db_value *v, size_t n,
                      struct db_cursor *c, struct problem *why);
    bool (*step)(struct db_cursor *c); /* false at the end or with c->failed set */
    void (*done)(struct db_cursor *c);
    int64_t (*integer)(struct db_cursor *c, int column);
    const char *(*text)(struct db_cursor *c, int column);
    const void *(*blob)(struct db_cursor *c, int column, size_t *n);
    bool (*is_null)(struct db_cursor *c, int column);

    enum err (*bulk_begin)(struct db *db, const char *table, const char *columns,
                           struct db_bulk **out, struct problem *why);
    enum err (*bulk_row)(struct db_bulk *b, const struct db_value *v, size_t n,
                         struct problem *why);
    enum err (*bulk_end)(struct db_bulk *b, struct problem *why);

    /* One statement of a migration, its tokens not yet translated. */
    enum err (*run)(struct db *db, const char *text, struct problem *why);
    /* How many tables there are in all, and whether schema_migration is one of them. */
    enum err (*tables)(struct db *db, int64_t *count, bool *migrated, struct problem *why);
    enum err (*backup)(struct db *db, const char *path, struct problem *why);
    bool (*checkpoint_step)(struct db *db);
    int64_t (*frames)(struct db *db);
    int64_t (*frames_waiting)(struct db *db);
    bool single_writer;
};

extern const struct db_driver db_sqlite, db_postgresql;

/* The head of each driver's own connection. */
struct db {
    const struct db_driver *driver;
    enum db_mode mode;
    char name[128]; /* for sentences: the path, or the URL without password */
};

/* The head of each driver's own bulk. */
struct db_bulk {
    struct db *db;
};
