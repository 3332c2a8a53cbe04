/*
 * Today's work (K7): what the caller certified today, and taking one back. A certification is never
 * erased: a reversing entry names it, and from then on neither counts (store/certification.h). What
 * followed is put right: last success and due day from those that remain, a reinstatement that it
 * opened is closed while nobody has released it, and the night proposes again what is due again.
 */
#pragma once
#include "app/app.h"
#include "base/idnum.h"

#define TODAY_ROWS 200
#define TODAY_REASON 200 /* most characters' bytes of a reason */

struct today_row {
    int64_t reference, person_id, recorded_at;
    const char *name;
    struct idnum_text number; /* masked */
    int way;
    struct date held_on, valid_until;
    bool reversed; /* taken back since; then there is nothing to undo */
};

struct today { /* newest first, in the call's arena */
    struct today_row *rows;
    size_t count, total; /* count at most TODAY_ROWS; total: all of the day */
    size_t reversed;     /* of the total */
    bool more; /* a day of imports: what was recorded before the newest 50,000 was not looked at */
};

/* Recorded on the business date by the caller. One entry in the log. ERR_DENIED for who cannot
 * certify. */
enum err today_list(const struct call *call, struct today *out, struct problem *why);

struct undone {
    int64_t reference, reversal, person_id;
    struct date last_success,
        due_on; /* after it; last_success none when no certification is left */
    int closed; /* reinstatement matters closed */
};

/*
 * For the operator who recorded it, on the same day; later, or for others, for a manager of that
 * agency or above it or of a payer. ERR_USAGE today_reason; ERR_NOT_FOUND certification_unknown;
 * ERR_CONFLICT today_reversed (done before); ERR_DENIED today_not_yours; ERR_LAW today_kind
 * (history from a roster), today_reinstated (payment was resumed on it: undo that matter),
 * today_locked (a payroll was locked since: only a manager of a payer itself decides then). Nothing
 * is stored on an error.
 */
enum err today_undo(const struct call *call, int64_t reference, const char *reason,
                    struct undone *out, struct problem *why);
