#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/core.h"
#include "store/load.h"

#define WRITER_CACHE_MB 32
#define READER_CACHE_KIB 2048
#define WRITERS_DEFAULT 4

SQL(store_meta_load, "SELECT value FROM store_meta WHERE name = ?1");
SQL(store_meta_insert, "INSERT INTO store_meta (name, value) VALUES (?1, ?2)");

/* ---- Opening -------------------------------------------------------------------------------- */

struct db_options store_db_options(const struct store *s, enum db_mode mode)
{
    return (struct db_options){
        .mode = mode,
        .cache_kib = mode == DB_WRITE ? s->cache_mb * 1024 : READER_CACHE_KIB,
        .vfs = s->vfs,
        .sync_normal = s->sync_normal,
    };
}

static char *joined(const char *a, const char *b)
{
    size_t n = strlen(a) + strlen(b) + 1;
    char *s = malloc(n);
    if (s) snprintf(s, n, "%s%s", a, b);
    return s;
}

/* One ring for all PostgreSQL stores of this user where nobody named a folder: a copied or renamed
 * database still opens. */
static char *home_keys(void)
{
    const char *home = getenv("HOME");
    if (!home || !*home) return NULL;
    char *folder = joined(home, "/.jianzai");
    bool there = folder && (mkdir(folder, 0700) == 0 || errno == EEXIST);
    char *path = there ? joined(folder, "/postgresql.keys") : NULL;
    free(folder);
    return path;
}

char *store_keys_place(const char *url)
{
    const char *file = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : NULL;
    if (file) return joined(file, ".keys");
    const char *keys = getenv("JIANZAI_KEYS");
    return keys ? joined(keys, "") : home_keys();
}

/* Keys and heads stand beside a SQLite file; for PostgreSQL an option, JIANZAI_KEYS or the home
 * folder names the keys' folder. */
static enum err name_paths(struct store *s, const struct store_options *o, struct problem *why)
{
    const char *file = strncmp(o->url, "sqlite:", 7) == 0 ? o->url + 7 : NULL;
    s->url = joined(o->url, "");
    s->keys_path = o->keys ? joined(o->keys, "") : store_keys_place(o->url);
    if (!s->keys_path) return problem_set(why, ERR_CONFIG, ZH_err_store_keys, "keys", NULL);
    s->heads_path = joined(file ? file : s->keys_path, ".heads");
    s->tips_path = joined(file ? file : s->keys_path, ".tips");
    s->packed_path = joined(file ? file : s->keys_path, ".packed");
    s->roster_path = joined(file ? file : s->keys_path, ".roster");
    s->uploads_path = joined(file ? file : s->keys_path, ".uploads");
    s->vfs = o->vfs ? joined(o->vfs, "") : NULL;
    if (s->url && s->keys_path && s->heads_path && s->tips_path && s->packed_path &&
        s->roster_path && s->uploads_path && (s->vfs || !o->vfs))
        return ERR_OK;
    return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
}

static enum err meta_put(struct db *db, const char *name, const char *value, struct problem *why)
{
    return db_exec(db, &store_meta_insert, DB_VALUES(DB_T(name), DB_T(value)), NULL, why);
}

static enum err create(struct store *s, struct db *db, const struct store_options *o,
                       struct problem *why)
{
    char moment[24];
    int version = 0;
    enum err e = db_schema_version(db, &version, why);
    if (!e && version) e = problem_set(why, ERR_CONFIG, ZH_err_store_exists, "db", o->url, NULL);
    if (!e) e = keyring_create(s->keys_path, why);
    if (e == ERR_CONFLICT) e = ERR_OK; /* a ring is there already: the new store uses it */
    if (!e) e = db_migrate(db, o->clock.moment, why);
    if (!e) e = db_begin(db, why);
    if (e) return e;
    snprintf(moment, sizeof moment, "%lld", (long long)o->clock.moment);
    e = meta_put(db, "created", moment, why);
    if (!e) e = meta_put(db, "training", o->training ? "1" : "0", why);
    if (!e) e = db_commit(db, why);
    if (e) db_rollback(db);
    return e;
}

static enum err check_version(struct db *db, const char *url, struct problem *why)
{
    int version = 0;
    char have[16], need[16];
    enum err e = db_schema_version(db, &version, why);
    if (e) return e;
    if (version == 0) return problem_set(why, ERR_CONFIG, ZH_err_store_empty, "db", url, NULL);
    if (version == db_schema_latest()) return ERR_OK;
    snprintf(have, sizeof have, "%d", version);
    snprintf(need, sizeof need, "%d", db_schema_latest());
    return problem_set(why, ERR_CONFIG,
                       version > db_schema_latest() ? ZH_err_db_newer : ZH_err_store_older, "db",
                       have, need, NULL);
}

/* Only what is a store already: an empty database is no old one. */
static enum err migrate(struct db *db, const struct store_options *o, struct problem *why)
{
    int version = 0;
    enum err e = db_schema_version(db, &version, why);
    return e || !version ? e : db_migrate(db, o->clock.moment, why);
}

static enum err load_meta(struct store *s, struct db *db, struct problem *why)
{
    struct db_cursor c;
    int64_t audit = 0, request = 0;
    enum err e = db_query(db, &store_meta_load, DB_VALUES(DB_T("training")), &c, why);
    if (e) return e;
    s->training = db_step(&c) && strcmp(db_text(&c, 0), "1") == 0;
    e = db_done(&c, why);
    bool alone = db_single_writer(db);
    if (!e && alone) e = audit_newest(db, &audit, why);
    if (!e && alone) e = request_newest(db, &request, why);
    ids_init(&s->ids, audit > request ? audit : request, alone);
    return e;
}

/* What a killed first load left to be made. */
static enum err finish_load(struct store *s, struct db *db, struct problem *why)
{
    struct data d = {.db = db, .store = s, .known_at = INT64_MAX};
    bool more = true;
    enum err e = db_begin(db, why);
    if (e) return e;
    while (!e && more) e = load_first_end(&d, &more, why);
    if (!e) e = db_commit(db, why);
    if (e) db_rollback(db);
    return e;
}

static enum err open_first(struct store *s, const struct store_options *o, struct problem *why)
{
    struct db_options options = store_db_options(s, DB_WRITE);
    options.create = o->create;
    enum err e = db_open(s->url, &options, &s->writer[0].db, why);
    struct db *db = s->writer[0].db;
    if (!e && o->create) e = create(s, db, o, why);
    if (!e && o->migrate) e = migrate(db, o, why);
    if (!e) e = check_version(db, s->url, why);
    if (!e) e = keyring_open(s->keys_path, &s->keys, why);
    if (!e) e = load_meta(s, db, why);
    if (!e && (o->migrate || db_single_writer(db))) e = finish_load(s, db, why);
    if (!e && !db_single_writer(db))
        s->writer_count = o->writers > 0 ? o->writers : WRITERS_DEFAULT;
    if (s->writer_count > WRITERS_MAX) s->writer_count = WRITERS_MAX;
    return e;
}

/* A server says at its start that the database takes too few connections, not to its callers. */
static enum err open_others(struct store *s, struct problem *why)
{
    struct db_options options = store_db_options(s, DB_WRITE);
    enum err e = ERR_OK;
    for (int i = 1; !e && i < s->writer_count; i++)
        e = db_open(s->url, &options, &s->writer[i].db, why);
    return e;
}

enum err store_open(const struct store_options *options, struct store **out, struct problem *why)
{
    *out = NULL;
    struct store *s = calloc(1, sizeof *s);
    if (!s) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    s->sync_normal = options->sync_normal;
    s->served = options->served;
    s->cache_mb = options->cache_mb > 0 ? options->cache_mb : WRITER_CACHE_MB;
    s->writer_count = 1;
    reader_pool_init(&s->readers);
    for (int i = 0; i < WRITERS_MAX; i++) {
        pthread_mutex_init(&s->writer[i].mutex, NULL);
        pthread_cond_init(&s->writer[i].wake, NULL);
    }
    enum err e = sm_ready(why);
    if (!e) e = name_paths(s, options, why);
    if (!e) e = open_first(s, options, why);
    if (!e && s->served) e = open_others(s, why);
    for (int i = 0; !e && i < s->writer_count; i++) e = writer_start(&s->writer[i], s, why);
    if (e) {
        store_close(s);
        return e;
    }
    *out = s;
    return ERR_OK;
}

void store_close(struct store *s)
{
    if (!s) return;
    reader_pool_close(&s->readers); /* first: the last connection to close is one that can empty the
                                       log into the file */
    for (int i = 0; i < WRITERS_MAX; i++) writer_stop(&s->writer[i]);
    keyring_close(s->keys);
    free(s->url);
    free(s->keys_path);
    free(s->heads_path);
    free(s->tips_path);
    free(s->packed_path);
    free(s->roster_path);
    free(s->uploads_path);
    free(s->vfs);
    free(s);
}

bool store_training(const struct store *s)
{
    return s->training;
}

const char *store_roster_path(const struct store *s)
{
    return s->roster_path;
}

const char *store_uploads_folder(const struct store *s)
{
    return s->uploads_path;
}

const char *store_keys_folder(const struct store *s)
{
    return s->keys_path;
}

struct keyring *store_keys(struct store *s)
{
    return s->keys;
}

struct store_counts store_counts(const struct store *s)
{
    return (struct store_counts){
        .jobs = atomic_load_explicit(&s->jobs, memory_order_relaxed),
        .groups = atomic_load_explicit(&s->groups, memory_order_relaxed),
        .frames = atomic_load_explicit(&s->frames, memory_order_relaxed),
        .audit_entries = atomic_load_explicit(&s->audit_entries, memory_order_relaxed),
    };
}

/* ---- Writing -------------------------------------------------------------------------------- */

/* One person always meets the same writer, so that writers seldom wait for each other's rows. */
static struct writer *writer_of(struct store *s, const struct write_request *r)
{
    uint64_t subject = r->subject_count ? (uint64_t)r->subject[0] : 0;
    return &s->writer[(subject * UINT64_C(0x9E3779B97F4A7C15) >> 33) % (uint64_t)s->writer_count];
}

static enum err submit(struct store *s, struct job *j, struct problem *why)
{
    sem_init(&j->done, 0, 0);
    enum err e = writer_submit(writer_of(s, j->r), j);
    if (e && why) *why = j->problem;
    sem_destroy(&j->done);
    return e;
}

enum err store_write(struct store *s, struct write_request *r, store_fn fn, void *ctx,
                     struct problem *why)
{
    struct job j = {.kind = JOB_WRITE, .r = r, .fn = fn, .ctx = ctx};
    return submit(s, &j, why);
}

enum err store_bulk(struct store *s, struct write_request *r, store_fn fn, void *ctx,
                    struct problem *why)
{
    struct job j = {.kind = JOB_BULK, .r = r, .fn = fn, .ctx = ctx};
    return submit(s, &j, why);
}

static enum err note_disclosure(struct write *w, void *ctx, struct problem *why)
{
    const struct disclosure *d = ctx;
    char object[40];
    (void)why;
    snprintf(object, sizeof object, "person:%lld", (long long)d->subject);
    store_audit(w,
                &(struct audit_note){.subject = d->subject, .action = d->action, .object = object});
    return ERR_OK;
}

enum err store_disclose(struct store *s, const struct disclosure *d, struct problem *why)
{
    struct write_request r = {.subject = {d->subject},
                              .subject_count = 1,
                              .actor = d->actor,
                              .purpose = d->purpose,
                              .clock = d->clock};
    struct job j = {.kind = JOB_NOTE, .r = &r, .fn = note_disclosure, .ctx = (void *)(uintptr_t)d};
    return submit(s, &j, why);
}
