/*
 * The life of a feed once its rows are in: applied as far as its stage allows, released by two
 * managers in stages (1 %, 10 %, all), reversed as a whole. Every step is one transaction with its
 * own position, so that a broken-off run is finished by running it again.
 */
#pragma once
#include "app/app.h"
#include "app/evidence_apply.h"
#include "store/feeds.h"

/* Kinds of which a row under another name stands against every other row about the number. */
#define FEED_OTHER_FIRST EVIDENCE_BIOMETRIC
#define FEED_OTHER_LAST EVIDENCE_VACCINATION

struct feed_applied {
    uint64_t certified, checks, repeated, kept; /* kept: evidence on record without effect */
};
/* Applies what the feed's stage allows; f is read again and left as it is then. */
enum err feed_apply(const struct call *call, int64_t feed_id, struct feed *f,
                    struct feed_applied *out, struct problem *why);

/* One row, inside a write, by the system: no operator's name stands under a certification that
 * nobody gave. item->other_name is set. */
enum err feed_apply_item(const struct call *call, struct write *w, const struct feed *f,
                         const struct feed_item *item, struct evidence_done *out,
                         struct problem *why);

struct feed_released {
    enum feed_state state;
    int approvals, stage;
    struct feed_applied applied;
};
/* A manager's consent: the second one opens the first stage, each later call the next, or finishes
 * the one that was broken off. ERR_DENIED, ERR_LAW, ERR_NOT_FOUND. */
enum err feed_release(const struct call *call, int64_t feed_id, struct feed_released *out,
                      struct problem *why);

/* What of these would refuse the caller, without doing anything. ERR_DENIED, ERR_LAW. */
struct feed_notes {
    struct feed_note *list;
    size_t count;
};
enum err feed_release_check(const struct call *call, const struct feed *f,
                            const struct feed_notes *notes, struct problem *why);
enum err feed_reverse_check(const struct call *call, const struct feed *f, struct problem *why);

struct feed_reversed {
    uint64_t rows;
};
enum err feed_reverse(const struct call *call, int64_t feed_id, const char *reason,
                      struct feed_reversed *out, struct problem *why);

/* How many of its rows stage 1, 2 or 3 lets through. */
int64_t feed_stage_rows(const struct feed *f, int stage);
enum zh_id feed_state_word(enum feed_state state);
const char *feed_state_code(enum feed_state state); /* "held", as in --json */
/* Notes an event of the feed and stores its row; inside a write. */
enum err feed_note_event(struct data *d, const struct call *call, struct feed *f,
                         enum feed_event_kind event, const char *reason, struct problem *why);
