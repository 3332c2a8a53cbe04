/*
 * Worklists for pages: matters of one kind in the caller's jurisdiction, a page at a time with the
 * persons' names and amounts, oldest clock first; and one step for many matters at once. One entry
 * in the log for a list.
 */
#pragma once
#include "app/move.h"

#define WORKLIST_PAGE 50

/* What people call a matter in a list: the person's name; about nobody, the value of the field that
 * its kind is named by, else its note. */
enum err worklist_name(struct data *d, const struct matter *m, const struct person *p,
                       const char **out, struct problem *why);

struct worklist_row {
    struct matter m;
    const char *name, *number;
    int line_kind;         /* of the first line that the matter's agency pays */
    int64_t amount;        /* 分 a month, of all lines that it pays */
    bool overdue, guarded; /* guarded: protected by age or otherwise, never in a batch */
};

struct worklist {
    enum matter_kind_id kind;
    enum matter_state state; /* UNSET: all open ones */
    const char *agency;      /* NULL: the caller's own */
    int page;                /* from 0 */
    /* out */
    struct worklist_row *rows;
    size_t row_count, count, overdue;
};
enum err worklist_load(const struct call *call, struct worklist *w, struct problem *why);

struct worklist_result {
    size_t done, refused;
    struct problem first; /* why the first of the refused was */
    bool held;            /* nothing was moved: more people than the ceiling (batch.h) */
    size_t people;
};
struct worklist_many {
    const int64_t *ids; /* of matters */
    size_t count;
    size_t most; /* people that several may move (batch.h); 0: the ceiling */
    const struct move *move;
};
/* Each matter in its own write; what is refused stays as it was. ERR_DENIED only when nobody of the
 * caller's role may do it at all. */
enum err worklist_step(const struct call *call, const struct worklist_many *in,
                       struct worklist_result *out, struct problem *why);
/* The matter as it stands. ERR_NOT_FOUND, ERR_DENIED: not in the caller's jurisdiction. */
enum err worklist_matter(const struct call *call, int64_t matter_id, struct matter *out,
                         struct problem *why);
