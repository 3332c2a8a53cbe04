/*
 * Feeds: what partners sent, how far it is read and applied, who released or reversed it. A feed's
 * row is the fold of its events plus the positions that make every step resumable; feed_row holds
 * the matched rows until they are evidence, and stays as their record.
 */
#pragma once
#include "domain/agency.h"
#include "law/evidence.h"
#include "store/data.h"

enum feed_state {
    FEED_STATE_UNSET,
    FEED_READING,  /* rows come in; a broken-off reading goes on at `staged` */
    FEED_HELD,     /* the breaker holds it: nobody's state is touched */
    FEED_APPLYING, /* rows become evidence, up to what the stage allows */
    FEED_APPLIED,
    FEED_REVERSING,
    FEED_REVERSED,
    FEED_STATE_COUNT
};

enum feed_event_kind {
    FEED_EVENT_UNSET,
    FEED_RECEIVED,
    FEED_PASSED,
    FEED_STOPPED,
    FEED_APPROVED,
    FEED_STAGED,
    FEED_FINISHED,
    FEED_REVERSE,
    FEED_TAKEN_BACK
};

struct feed {
    int64_t feed_id;
    const char *source, *digest, *uploader;
    char agency[AGENCY_CODE];
    struct date received_on;
    enum feed_state state;
    int stage; /* 0 not staged, 1 1 %, 2 10 %, 3 all */
    int64_t staged, kept, applied, reversed;
    const char *counts, *verdict;
    int64_t sequence; /* of the envelope, 0: unsigned */
    struct month period;
    int events;
    int64_t recorded_at;
};

enum err feeds_insert(struct data *d, const struct feed *f, struct problem *why);
/* ERR_NOT_FOUND feed_unknown. lock: the row stays locked until the transaction ends. */
enum err feeds_load(struct data *d, int64_t feed_id, bool lock, struct feed *out,
                    struct problem *why);
/* Stores state, stage, positions, counts, verdict, events. */
enum err feeds_update(struct data *d, const struct feed *f, struct problem *why);
/* The newest of the source with that digest; feed_id 0 when there is none. */
enum err feeds_find(struct data *d, const char *source, const char *digest, struct feed *out,
                    struct problem *why);
/* Newest first; source NULL: all. */
enum err feeds_list(struct data *d, const char *source, struct feed **out, size_t *count,
                    struct problem *why);

/* Is one of the source's feeds held by the breaker or being taken back, or its newest taken back?
 */
enum err feeds_in_doubt(struct data *d, const char *source, bool *out, struct problem *why);

/* Newest first, of all sources, at most FEEDS_RECENT. */
#define FEEDS_RECENT 30
enum err feeds_recent(struct data *d, struct feed **out, size_t *count, struct problem *why);

struct feed_note {
    int n;
    enum feed_event_kind event;
    const char *actor, *reason;
    struct date happened_on;
    int64_t recorded_at;
};
/* Appends; f->events moves on (feeds_update stores it). */
enum err feeds_add_event(struct data *d, struct feed *f, const struct feed_note *note,
                         struct problem *why);
enum err feeds_events(struct data *d, int64_t feed_id, struct feed_note **out, size_t *count,
                      struct problem *why);

struct feed_item { /* a matched row */
    int64_t n, line, person_id;
    enum evidence_kind kind;
    struct date on, until;
    enum sentence sentence;
    bool name_agrees;
    const char *name;
    bool other_name; /* another row of the feed names somebody else for this number; not stored */
};
enum err feeds_add_item(struct data *d, int64_t feed_id, const struct feed_item *item,
                        struct problem *why);
/* Up to limit items with n greater than `after`, ascending. */
struct feed_page {
    int64_t feed_id, after, limit;
    struct feed_item *items; /* in the arena */
    size_t count;
};
enum err feeds_items(struct data *d, struct feed_page *page, struct problem *why);

/* The people whom a row of the feed with a kind from first to last gives a name that is not ours,
 * ascending, and the latest day of such a row. */
struct feed_other {
    int64_t person_id;
    struct date last;
};
struct feed_others {
    int64_t feed_id;
    enum evidence_kind first, last;
    struct feed_other *people; /* in the arena */
    size_t count;
};
enum err feeds_other_names(struct data *d, struct feed_others *others, struct problem *why);

struct feed_refusal {
    int64_t line;
    int n;
    const char *field, *reason;
};
enum err feeds_add_refusal(struct data *d, int64_t feed_id, const struct feed_refusal *r,
                           struct problem *why);
enum err feeds_refusals(struct data *d, int64_t feed_id, struct feed_refusal **out, size_t *count,
                        struct problem *why);

/* The key of a signing partner in force on the day, PEM; NULL when it does not sign. */
enum err feeds_sender(struct data *d, const char *source, struct date on, const char **pem,
                      struct problem *why);
enum err feeds_add_sender(struct data *d, const char *source, const struct feed_note *by,
                          const char *pem, struct problem *why);
