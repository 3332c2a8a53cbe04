/*
 * One request on its way through this room. It lives as long as its handler; what it points to is
 * in the request's arena.
 */
#pragma once
#include <stdatomic.h>

#include "app/person_file.h"
#include "app/session.h"
#include "http/limit.h"
#include "tmpl_gen.h"
#include "view/mask.h"
#include "web/route.h"
#include "web/web.h"

#define WEB_STATUSES 600

struct web {
    struct web_options o;
    struct arena *arena;
    struct sessions *sessions;
    struct uploads *uploads;
    struct limit *accounts; /* NULL: no limit */
    struct agency_names names;
    _Atomic uint64_t status[WEB_STATUSES];
    _Atomic uint64_t refused, busy_us;
};

struct look {
    bool elder, contrast;
};

struct turn {
    struct web *web;
    const struct http_request *q;
    struct http_response *r;
    struct arena *arena;
    const struct route *route;
    int64_t id; /* {id} of the path */
    struct app app;
    struct call call;
    struct session_now now;
    bool signed_in;
    const char *session; /* the cookie's token */
    const char *token;   /* for forms of this page */
    struct form_data form;
    struct look look;
};

/* web.c: whose request it is; ERR_DENIED as session_call. May they ask for t->route? */
enum err web_session(struct turn *t, const char *token, struct problem *why);
enum err web_may(const struct turn *t, struct problem *why);
