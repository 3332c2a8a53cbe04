/*
 * The use cases' common ground: the open store with the law as it is now, the caller (principal, purpose, clock), and authorising.
 *
 * A use case: authorise → load → ask law → apply effects → audit. Every one takes a struct call; none trusts its caller for permission.
 */
#pragma once
#include "domain/permission.h"
#include "law/law.h"
#include "store/reference.h"
#include "store/store.h"

struct app_options {
    const char *db;      /* URL */
    const char *keys;    /* NULL: beside the store */
    struct date date;    /* --date; none: now */
    bool create, training;
    const char *vfs;
};

struct app {
    struct store *store;
    struct arena *arena; /* the law snapshot lives here */
    struct clock clock;
    struct law law;
    const struct calendar_row *calendar_rows;
    size_t calendar_count;
    struct window *windows;
    size_t window_count;
};

/* Errors: those of store_open; ERR_CONFIG app_date_past when a production store refuses a date before its last day. */
enum err app_open(const struct app_options *options, struct app *out, struct problem *why);
void app_close(struct app *a);
/* Loads calendar, parameters and windows again (after init and reference imports). */
enum err app_load_law(struct app *a, struct problem *why);
/* The same snapshot as of another day; the calendar as known then when known_at is set. */
struct law app_law_on(const struct app *a, struct arena *arena, struct date today, struct date known_at);

struct call {
    struct app *app;
    struct principal who;
    const char *purpose; /* NULL: none given */
    struct arena *arena;
    struct clock clock;
    int64_t request_id;
    bool dry_run; /* everything is done and then rolled back */
};

/* The principal of a login on the business date; NULL or "" login: the console, the operator who holds the key ring. */
enum err app_call(struct app *a, const char *login, const char *purpose, struct arena *arena, struct call *out,
                  struct problem *why);
/* ERR_DENIED denied {role} {action's word}. */
enum err app_authorise(const struct call *call, enum action action, const char *agency, struct problem *why);
/* A write in the name of the call on one person. */
enum err app_write(const struct call *call, int64_t subject, store_fn fn, void *ctx, struct problem *why);
enum err app_bulk(const struct call *call, store_fn fn, void *ctx, struct problem *why);
