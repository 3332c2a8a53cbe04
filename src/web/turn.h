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

/* ---- words.c: enums as staff read them ------------------------------------------------------ */

const char *word_state(enum matter_state s);
const char *word_event(enum matter_event_id e);
const char *word_role(enum role r);
const char *word_status(int line_status);
const char *word_way(const struct turn *t, int way);
const char *word_cause(const struct matter *m);
const char *word_sex(int sex);
const char *word_address(const struct turn *t, const struct person *p);
struct tmpl_clock_model word_clock(const struct turn *t, const struct matter *m);
struct tmpl_why_model word_why(const struct turn *t, const struct finding *f);

/* ---- the handlers --------------------------------------------------------------------------- */

turn_fn page_front, page_help, page_accessibility, page_privacy, page_look, page_where, health,
    page_sign_in, page_sign_in_do, page_sign_out, page_start, page_counter, page_counter_find,
    page_counter_card, page_counter_confirm, page_person, page_person_reveal, page_suspension,
    page_suspension_do, page_reinstatement, page_reinstatement_do, page_matter, page_matter_do,
    page_letters, page_step_up, page_find, page_find_do, page_today, page_today_undo, page_users,
    page_users_do, api_session, api_sign_in, api_sign_out, api_person, api_certify;

/* Shows the page that asks for one more code and keeps the form that needs it. */
enum err step_up_ask(struct turn *t, const char *message);
/* The session cookie: set, or cleared with NULL. */
void sign_in_cookie(struct turn *t, const char *token);
