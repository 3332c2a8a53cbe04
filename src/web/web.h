/*
 * The site: everything between a decoded request and a filled response. One struct web serves one
 * open store; its handler is called by many threads at once.
 *
 * Not here: sockets (src/http), the use cases (src/app), what pages look like (ui/templates).
 */
#pragma once
#include "app/upload_run.h"
#include "base/password.h"
#include "http/http.h"

struct web_options {
    const struct app *home;
    struct date date;    /* the day a training store plays; none: now */
    bool plain;          /* cookies without the __Host- prefix: plain http over loopback */
    size_t batch_people; /* that a list may move (app/batch.h); 0: the ceiling */
    int session_minutes; /* idle limit away from the counter */
    struct password_settings passwords;
    struct match_breaker_limits breaker; /* of uploaded feeds; zeros: its ceiling */
    int account_per_minute; /* requests of one login, pictures and styles not counted; 0: no limit
                             */
    int64_t (*ticks)(void); /* milliseconds of a monotonic clock; NULL: the machine's */
};

struct web;
/* ERR_FAILED err_memory; errors of a read (the names of the agencies are read once). */
enum err web_new(const struct web_options *options, struct web **out, struct problem *why);
void web_free(struct web *w); /* no handler may be running */

/* ctx is the struct web. */
struct http_limits web_admit(void *ctx, const struct http_request *head);
void web_handle(void *ctx, const struct http_request *q, struct http_response *r,
                struct arena *arena);
/* The listener of /metrics: Prometheus text, counts only. */
void web_metrics(void *ctx, const struct http_request *q, struct http_response *r,
                 struct arena *arena);
