/*
 * What law says of one person on one day, from facts alone: the due day, who must be asked to
 * decide a suspension, which investigations, foreseen losses and overlaps are to be opened (arts. 7
 * to 11). The night opens exactly these; the full evaluation counts them for everybody; a what-if
 * asks twice, with two laws. Pure: no store, no clock.
 *
 * Not here: reminders, visits that go out by themselves and the payroll lock (app/day.h), what
 * follows from a decision (domain/matter/).
 */
#pragma once
#include "domain/matter.h"
#include "law/foresee.h"
#include "law/grade.h"
#include "law/law.h"
#include "law/ledger.h"

struct evaluation_line {
    int64_t line_id;
    int kind;
    const char *payer;
    enum relation relation;
    struct date appraisal_until;
    struct ledger_line ledger; /* entries: those of overlaps only */
};

struct evaluation_matter {
    int64_t matter_id, parent;
    enum matter_kind_id kind;
    enum matter_state state;
    int cause, detail;
    const char *payer;
    struct date event_on, until_on;
    struct date released_on; /* none: not released */
    bool by_certifying;      /* closed because the person certified */
};

struct evaluation_facts {
    int64_t person_id;
    struct date birth, registered_on;
    struct successes success;
    struct date due_on;   /* as stored; law is asked anew */
    struct date trace_on; /* the newest trace of life that stands, none when there is none */
    struct month first_month;
    bool abroad; /* lives outside the mainland: a paper proves life, and it runs out */
    const struct evaluation_line *lines;
    size_t line_count;
    const struct evaluation_matter *matters;
    size_t matter_count;
};

struct evaluation_law {
    struct law law;
    const struct window *windows;
    size_t window_count;
};

#define EVALUATION_LINES 64 /* lines of one person that the masks below can name */

struct evaluation {
    struct date due;
    bool past_due;
    uint64_t suspend;     /* line i: its payer is asked for the first time to decide */
    uint64_t restore;     /* line i: suspended or about to be for a day that is not missed */
    uint64_t status[5];   /* line i stands so today: 1 paid … 4 ended */
    uint64_t investigate; /* line i: an investigation opens */
    uint64_t foresee[FORESEEN_COUNT]; /* line i: a loss by that cause is shown for the first time */
    uint64_t arrive[FORESEEN_COUNT];  /* line i: its day is today */
    uint64_t seen;                    /* line i is in any of the two */
    int overlaps;                     /* pairs of lines for which an overlap opens */
    enum survival level;              /* for whom to call first; UNSET: every line has ended */
};

struct evaluation evaluation_of(const struct evaluation_law *law,
                                const struct evaluation_facts *facts);

/* The parts, for the dossier. */
/* The matter of the open suspension over a line (released or in effect, not lifted), 0: none. */
int64_t evaluation_suspended_by(const struct ledger_line *line);
/* What is known of the person's being alive (B15), due: by law today; trace: the kind of
 * facts->trace_on, UNSET where nobody asks why. */
enum survival evaluation_level(const struct law *law, const struct evaluation_facts *facts,
                               struct date due, enum evidence_kind trace, struct finding *why);
/* On its day a foreseen loss of that cause opens a loss matter (the others: foreseen.c). */
bool evaluation_opens_loss(int foreseen_cause);
/* What can be seen coming on a line, earliest first; returns the count. due: the person's. */
size_t evaluation_foreseen(const struct law *law, const struct evaluation_facts *facts,
                           const struct evaluation_line *line, struct foreseen out[FORESEEN_MOST]);
