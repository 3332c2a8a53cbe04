/*
 * The one function that moves a matter: finds the row of the kind's table, checks who, asks the
 * guard, applies the effects, makes the letter, writes the event. Everything happens in the
 * transaction of the dossier; on an error the caller's transaction is rolled back.
 */
#pragma once
#include "app/dossier.h"
#include "domain/matter_field.h"

struct given_values { /* "name=value", as they were given */
    const char *const *text;
    size_t count;
};

struct move {
    enum matter_event_id event;
    const char *reason;   /* asked for from people; NULL for the system */
    struct date given_on; /* a day that came with the event, or none */
    bool system; /* the system follows a fact; no permission is asked, only rows without a role
                    apply */
    struct given_values given;         /* move_by_id reads them … */
    const struct matter_value *values; /* … into these */
    size_t value_count;
};

/* ERR_INPUT: move_needs_day, move_day_future; ERR_LAW: move_not_from_here, move_same_person,
 * move_law (with the finding in words); ERR_DENIED.
 */
enum err move_matter(struct dossier *s, struct matter_file *f, const struct move *move,
                     struct problem *why);

/* The system's own row for the event, where there is one and its guard is met; else nothing. The
 * caller folds. */
enum err move_if_met(struct dossier *s, int64_t id, enum matter_event_id event,
                     struct problem *why);

struct opening {
    enum matter_kind_id kind;
    const char *agency;
    int cause;
    struct date event_on, until_on, reported_on;
    int detail;
    int64_t parent;
    const char *note;
    const char *reason;
    const struct matter_value *values;
    size_t value_count;
};
/* Reads named values for an event of the kind. ERR_USAGE field_shape, field_unknown; ERR_INPUT of
 * matter_value_parse. */
enum err move_values(const struct matter_kind *kind, enum matter_event_id event,
                     const struct given_values *given, struct arena *arena,
                     struct matter_value **out, struct problem *why);
/* Opens a matter with its clock by the opening row of its kind, permission asked before; *out is in
 * the dossier. ERR_USAGE field_needed; what the row's guard refuses. */
enum err move_open(struct dossier *s, const struct opening *o, struct matter_file **out,
                   struct problem *why);

/* Settles the ledgers of the payer's lines: entries missing for months already locked; back-pay
 * goes where pay says. */
enum err move_settle(struct dossier *s, const char *payer, const struct ledger_pay *pay,
                     struct problem *why);

/* The supplementary run of the payer's month that is open, a new one where none is. */
enum err move_supplementary(struct dossier *s, const char *payer, struct month m, int *sequence,
                            struct problem *why);

/* matter list | show | move ID EVENT: the use case around move_matter. */
struct moved {
    int64_t matter_id;
    enum matter_state state;
    struct date due_on;
    struct month effect_month;
};
enum err move_by_id(const struct call *call, int64_t matter_id, const struct move *move,
                    struct moved *out, struct problem *why);
