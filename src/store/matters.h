/*
 * Matters and their events. A matter row is the fold of its events; both are written together
 * (matter_add_event).
 */
#pragma once
#include "domain/matter_field.h"
#include "store/data.h"

struct matter_given {
    const char *name, *value;
    enum matter_event_id event;
};

struct matter_file { /* a matter with its events, in order */
    struct matter m;
    struct matter_event *events;
    size_t event_count;
    const struct matter_given *given; /* by name, in the order in which they came */
    size_t given_count;
};

/* The value given last under that name, read as the field that it came with; number 0, text "" and
 * no field where none was given. */
struct matter_value matters_value(const struct matter_file *f, const char *name);

/* All matters of a subject with their events, oldest first. */
enum err matters_load(struct data *d, int64_t subject, struct matter_file **out, size_t *count,
                      struct problem *why);
/* ERR_NOT_FOUND matter_unknown. */
enum err matters_find(struct data *d, int64_t matter_id, int64_t *subject, struct problem *why);
/* Inserts the matter; matter_id, subject_id and all else given. events stays 0: the opening event
 * follows. */
enum err matters_insert(struct data *d, const struct matter *m, int64_t recorded_at,
                        struct problem *why);
/* Appends the event (n is set), moves m->state and stores m's state, due day and effect month. */
enum err matters_add_event(struct data *d, struct matter *m, struct matter_event *event,
                           struct problem *why);

struct matters_filter {
    const char *agency; /* and below it; NULL or "" all */
    int kind, state;    /* 0 all */
    bool open_only;
    int64_t subject; /* 0 all */
};
/* Calls row for each, ordered by due day, oldest first; row returns false to stop. The arena is the
 * caller's. */
typedef bool (*matters_row)(void *ctx, const struct matter *m);
enum err matters_list(struct data *d, const struct matters_filter *filter, matters_row row,
                      void *ctx, struct problem *why);

/* Letters and reminders in the outbox. about makes it unique for the subject: a second one is
 * ERR_OK and *made false. */
struct notice {
    int64_t subject_id, notice_id, matter_id;
    const char *about, *channel, *number, *body;
    int kind;  /* 1 reminder, 2 letter */
    int state; /* 1 waiting, 2 sent, 3 served */
    struct date made_on;
    int64_t recorded_at;
};
enum err notice_add(struct data *d, struct notice *n, bool *made, struct problem *why);
enum err notice_list(struct data *d, int64_t subject, struct notice **out, size_t *count,
                     struct problem *why);
