/* matter list: the worklists of the caller's jurisdiction, oldest clock first. One entry in the log
 * for the list. */
#pragma once
#include "app/dossier.h"

struct matter_list_row {
    const struct matter *m;
    const char *number, *name;
    bool overdue;
};
typedef void (*matter_list_fn)(void *ctx, const struct matter_list_row *row);

struct matter_list {
    const char *agency, *number, *kind, *state; /* NULL: all that the caller may see */
};

enum err matter_list(const struct call *call, const struct matter_list *in, matter_list_fn fn,
                     void *ctx, struct problem *why);
