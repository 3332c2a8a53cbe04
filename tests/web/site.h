/*
 * A site on a made-up world (tests/app/world.h), asked without sockets: cookies are kept, the token
 * of a JSON session is sent along. One site at a time, `site`.
 */
#pragma once
#include <stdio.h>

#include "app/feed_import.h"
#include "app/world.h"
#include "base/log.h"
#include "http/header.h"
#include "web/page.h"

#define DAY_NAME "2024-03-20"

struct site {
    struct world *w;
    struct web *web;
    struct arena *arena;
    struct http_request q;
    struct http_response r;
    char cookies[512], token[40];
    int64_t ticks; /* the clock that the limits see, ms */
};
extern struct site site;

int site_setup(void **state);
int site_teardown(void **state);
/* A new site on the same world; sign in again. */
void site_limit(int account_per_minute);
void site_batch(size_t people); /* that a list may move */
#define SITE_TEST(f) cmocka_unit_test_setup_teardown(f, site_setup, site_teardown)

const char *header(const char *name); /* of the reply in hand; "" */
/* The status; body NULL: none. */
int ask(const char *method, const char *target, const char *type, const char *body);
int get(const char *target);
int post(const char *target, const char *form);
int post_json(const char *target, const char *json);
struct sent_file { /* one file of an upload; field NULL: none */
    const char *field, *name;
    const void *bytes;
    size_t n;
};
/* A form with files through the server's own parser: fields are "name=value&…", without escapes.
 * The token is sent as a field. */
int post_files(const char *target, const char *fields, const struct sent_file files[2]);
bool says(const char *text);          /* does the reply in hand hold it? */
const char *hidden(const char *name); /* the value of a hidden field of the page in hand */
/* One row of a partner's file (FEED_HEAD), brought in by a clerk of Huancui. */
#define FEED_HEAD "社会保障号码,姓名,事件,事件日期,来源\n"
struct feed_imported site_feed(const char *source, const char *row);
void forget(void); /* no cookies, no token */
void sign_in(const char *login);
/* A form with the session's token; the one-time code again where a decision wants it. */
int decides(const char *target, const char *fields);
