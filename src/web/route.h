/*
 * The route table: the whole map of the site. A row that names no permission lets nobody in; no
 * row, no page. Tests walk the table.
 */
#pragma once
#include "domain/permission.h"
#include "web/form.h"

struct turn;
typedef enum err turn_fn(struct turn *t, struct problem *why);

#define ROUTE_PUBLIC (-1)    /* anybody, signed in or not */
#define ROUTE_SIGNED_IN (-2) /* any session: signing out, one's own start page */

enum csrf {
    CSRF_NONE,   /* GET, and JSON whose content type no foreign page can send */
    CSRF_VISIT,  /* a form before signing in: the token of the visit cookie */
    CSRF_SESSION /* the session's token, as field `token` or header X-Token */
};

struct route {
    enum http_method method;
    const char *path; /* "{id}" stands for one id as id_text writes it */
    turn_fn *handler;
    int permission; /* enum action, ROUTE_PUBLIC, ROUTE_SIGNED_IN; 0: nobody */
    enum csrf csrf;
    const struct form *form; /* NULL: none */
    const char *audit;       /* the action that the use case writes; NULL: nothing about anybody */
    enum zh_id title;
    bool json;    /* answers in JSON */
    bool counter; /* idles for a short time only */
    bool step_up; /* a fresh one-time code first */
    uint64_t files; /* bytes of uploaded files; 0: none are taken */
};

extern const struct route routes[];
extern const size_t route_count;

/* The row for a method and path; *id is 0 or the value of {id}. NULL: none; *other tells whether
 * another method would find one. HEAD finds GET. */
const struct route *route_find(enum http_method method, const char *path, int64_t *id, bool *other);
