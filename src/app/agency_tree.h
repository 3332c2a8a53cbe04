/*
 * The agencies (M9) one level at a time: an agency with those directly below it, what it may do,
 * its names since when, and who works there. Read only: the tree comes from the reference file
 * (agency_import.h). For the security administrator and the console.
 */
#pragma once
#include "app/app.h"

#define AGENCY_PAGE 50

struct agency_row {
    const struct agency *a;
    size_t below; /* directly below it */
    size_t staff; /* logins with a role there today, the department's with them */
};

struct agency_user {
    struct principal who;
    const char *name;
};

struct agency_tree_wanted {
    const char *code; /* NULL or "": the city */
    const char
        *query;  /* a piece of a name or code, anywhere in the tree; NULL or "": what is below */
    size_t page; /* from 0 */
};

struct agency_tree { /* everything in the call's arena */
    struct agency_row self;
    const struct agency *department; /* beside it, NULL: none */
    const struct agency *former;     /* earlier names, oldest first */
    size_t former_count;
    const struct agency *up[4]; /* from the city down to its parent */
    size_t up_count;
    struct agency_row *rows; /* of the page */
    size_t row_count, total;
    struct agency_user *users; /* by login */
    size_t user_count;
};

/* ERR_DENIED; ERR_NOT_FOUND agency_unknown {code}. */
enum err agency_tree(const struct call *call, const struct agency_tree_wanted *in,
                     struct agency_tree *out, struct problem *why);
