/*
 * The use cases' common ground: the open store with the law as it is now, the caller (principal,
 * purpose, clock), and authorising.
 *
 * A use case: authorise → load → ask law → apply effects → audit. Every one takes a struct call;
 * none trusts its caller for permission.
 */
#pragma once
#include <stdatomic.h>

#include "domain/local_kind.h"
#include "domain/permission.h"
#include "law/law.h"
#include "store/reference.h"
#include "store/store.h"

struct app_options {
    const char *db;   /* URL */
    const char *keys; /* NULL: beside the store */
    struct date date; /* --date; none: now */
    bool create, migrate, training;
    bool served;              /* others may come at any moment */
    int pg_writers, cache_mb; /* store.h; 0: the store's own */
    const char *vfs;
};

/*
 * An open store as one request sees it. Calendar, parameters and windows are one immutable snapshot
 * that all views of a store share; clock and law.today are the request's own. A request that
 * changes what it has (another day) copies the struct: what the pointers lead to is never changed.
 * Threads that serve one store each make a view.
 */
struct app_shared;   /* what all views of an open store have in common */
struct app_snapshot; /* counted; goes with its last view */

struct app {
    struct store *store;
    struct clock clock;
    struct law law;
    const struct calendar_row *calendar_rows;
    size_t calendar_count;
    const struct window *windows;
    size_t window_count;
    struct app_shared *shared;
    struct app_snapshot *snapshot;
    bool view;
};

/* Errors: those of store_open; ERR_CONFIG app_date_past when a production store refuses a date
 * before its last day. */
enum err app_open(const struct app_options *options, struct app *out, struct problem *why);
/* Another view of an open store for one request, with a clock of its own: date, or now when it is
 * none. Errors: those of a read; ERR_CONFIG app_date_past. Close views before the app that they
 * came from. */
enum err app_view(const struct app *home, struct date date, struct app *out, struct problem *why);
/* Of a view: lets the snapshot go, the store stays open. */
void app_close(struct app *a);
/* Loads calendar, parameters and windows again (after init and reference imports), for this view
 * and all later ones. */
enum err app_load_law(struct app *a, struct problem *why);
/* The kinds of benefit that the city added; live as long as the view. */
const struct local_kinds *app_kinds(const struct app *a);
/* What people call a kind of line, the city's own too; "" when unknown. */
const char *app_kind_word(const struct app *a, int kind);
/* Is there an office of that code? Offices are never removed, so true holds for good; false means
 * only that the snapshot has none: ask the store. */
bool app_office_known(const struct app *a, const char *code);
struct app_counts {
    int64_t jobs, groups, audit_entries;
};
struct app_counts app_counts(const struct app *a); /* since the store was opened; for metrics */
bool app_training(const struct app *a); /* a store for exercise: everybody in it is made up */
/* The night and the life of payroll runs: one at a time in a process. Not recursive. */
void app_night_begin(const struct app *a);
void app_night_end(const struct app *a);
/* The same snapshot as of another day; calendar and parameters as known by the end of known_at when
 * it is set. */
struct law app_law_on(const struct app *a, struct arena *arena, struct date today,
                      struct date known_at);

/* The days on which what is known of the law changed (an amended calendar, a released parameter),
 * newest first, each once. */
size_t app_law_changes(const struct app *a, struct arena *arena, struct date **out);

/* A long use case tells somebody else how far it is, and ends between two steps when asked to: what
 * was done is done, and running it again finishes it. */
struct call_watch {
    _Atomic bool stop;
    _Atomic int64_t rows,
        feed_id; /* rows read; of an evidence import, its record once there is one */
};

struct call {
    struct app *app;
    struct principal who;
    const char *purpose; /* NULL: none given */
    struct arena *arena;
    struct clock clock;
    int64_t request_id;
    bool dry_run;             /* everything is done and then rolled back */
    struct call_watch *watch; /* NULL: nobody watches */
};

/* Between two steps: rows are told; ERR_BUSY import_stopped when the watcher wants an end. */
enum err app_go_on(const struct call *call, uint64_t rows, struct problem *why);

/* The principal of a login on the business date; NULL or "" login: the console, the operator who
 * holds the key ring. */
enum err app_call(struct app *a, const char *login, const char *purpose, struct arena *arena,
                  struct call *out, struct problem *why);
/* ERR_DENIED denied {role} {action's word}. */
enum err app_authorise(const struct call *call, enum action action, const char *agency,
                       struct problem *why);
/* The same, and the caller's agency is the city's: standards are laid down there (art. 4(3)).
 * ERR_DENIED param_city. */
enum err app_authorise_city(const struct call *call, enum action action, struct problem *why);
/* scope.browse = city today: an agency that may read any person by number (art. 5) may list and
 * open them too. With no value in force it is false, and browsing stays in the own jurisdiction. */
bool app_browses_city(const struct call *call);
/* A read in the name of the call, on a person or (subject 0) a list: its entry is in the log on
 * return. */
enum err app_disclose(const struct call *call, const char *action, int64_t subject,
                      struct problem *why);
/* A write in the name of the call on one person. */
enum err app_write(const struct call *call, int64_t subject, store_fn fn, void *ctx,
                   struct problem *why);
/* The same, known to the caller by a key of its own (Idempotency-Key): done once, and a repetition
 * gets what fn told the store with store_answer. ERR_CONFLICT when the key came with another digest
 * before. key NULL: as app_write. */
struct app_once {
    const char *key;
    const uint8_t *digest; /* 32 bytes of what was asked */
    char answer[201];
    bool replayed;
};
enum err app_write_once(const struct call *call, int64_t subject, struct app_once *once,
                        store_fn fn, void *ctx, struct problem *why);
enum err app_bulk(const struct call *call, store_fn fn, void *ctx, struct problem *why);
