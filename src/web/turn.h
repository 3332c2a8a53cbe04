/*
 * One request on its way through this room, and what all handlers share.
 */
#pragma once
#include <stdatomic.h>

#include "app/person_file.h"
#include "app/session.h"
#include "tmpl_gen.h"
#include "view/mask.h"
#include "web/route.h"
#include "web/web.h"

#define WEB_STATUSES 600

struct web {
    struct web_options o;
    struct arena *arena;
    struct sessions *sessions;
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

/* ---- frame.c -------------------------------------------------------------------------------- */

void frame_look_read(struct turn *t);
struct tmpl_layout_public_model frame_public(const struct turn *t, const char *title);
struct tmpl_layout_staff_model frame_staff(const struct turn *t, const char *title);
struct tmpl_errors_model frame_errors(const struct turn *t);
/* An error page or a problem document, with the request's id; 500 and above also an error id. */
void frame_problem(struct turn *t, const struct problem *why, int status);
void frame_json_start(struct turn *t);

const char *frame_office(const struct turn *t, const char *code);
const char *frame_print(const struct turn *t, enum zh_id id, const char *a, const char *b);
/* A keyed token over this session, a kind and an id: shows that this very session was given it. */
const char *frame_mark(const struct turn *t, const char *kind, int64_t id, const char *more);
bool frame_mark_is(const struct turn *t, const char *kind, int64_t id, const char *more,
                   const char *given);

/* What every handler file uses beside this. */
#include "web/api.h"
#include "web/health.h"
#include "web/page.h"
#include "web/sign_in.h"
#include "web/words.h"
