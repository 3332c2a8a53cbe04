/*
 * The full evaluation of many: every person's facts through the law (domain/evaluation.h), counted
 * by payer; with a second law, what would change. Knows no store and no permission: who asks, and
 * what of the city they may see, is evaluate.c's.
 */
#pragma once
#include "domain/evaluation.h"
#include "store/packed.h"

#define SWEEP_PAYERS 256

struct sweep_tally {
    int64_t persons, past_due, stale; /* stale: the stored due day is not what law says now */
    int64_t lines[5];                 /* by status: 1 paid … 4 ended */
    int64_t suspensions, investigations, foreseen, losses; /* matters that the night would open */
    int64_t level[SURVIVAL_COUNT]; /* people who draw something, by what is known of their life */
    /* With the second law: */
    int64_t newly_due, no_longer_due, earlier, later;
    int64_t suspend, spare; /* proposals more, and fewer */
    int64_t restore;        /* suspended, or proposed, for a day that would not be missed */
};

enum sweep_change {
    SWEEP_NEWLY_DUE = 1,
    SWEEP_NO_LONGER_DUE = 2,
    SWEEP_SUSPEND = 4,
    SWEEP_SPARE = 8,
    SWEEP_RESTORE = 16,
    SWEEP_EARLIER = 32,
    SWEEP_LATER = 64 /* the due day moves, whatever follows */
};

struct sweep_case { /* a person for whom something would change */
    int64_t person_id;
    unsigned changes;
    uint16_t payer;
    struct date before, after;
    enum survival level; /* of those kept by level */
};

struct sweep_asked {
    const struct evaluation_law *now, *then; /* then NULL: no second law */
    const char *within;                      /* only lines of payers within this agency */
    bool list, moved;    /* keep whom something changes for; also those whose day only moves */
    unsigned levels;     /* bit of enum survival: keep who is of that level */
    const int64_t *only; /* these persons, ascending, whoever pays; NULL: all within */
    size_t only_count;
    int threads; /* 0: one for each core */
};

struct sweep_result {
    int64_t persons, overlaps;
    char payer[SWEEP_PAYERS][16];
    bool seen[SWEEP_PAYERS]; /* within the agency asked for */
    struct sweep_tally tally[SWEEP_PAYERS];
    size_t payers, last;                 /* last: the payer found before */
    size_t line_payer[EVALUATION_LINES]; /* of the person at hand */
    struct sweep_case *cases;            /* malloc'ed, ascending by person; free with sweep_free */
    size_t case_count, case_capacity;
    bool failed; /* out of memory */
};

/* Does a value of that parameter move the days of running cycles, so that whom it moves is what the
 * list is about? Others count from the next certification or say what follows a day. */
bool sweep_moves_days(enum param_id id);

const char *sweep_level_word(enum survival level); /* "to_verify"; "" where there is none */

/* Zero *r first. One person more. */
void sweep_person(const struct sweep_asked *asked, const struct evaluation_facts *f,
                  struct sweep_result *r);
/* Everybody of a packed file, on several threads. ERR_FAILED: memory; ERR_NOT_FOUND: damaged. */
enum err sweep_packed(const struct sweep_asked *asked, const struct packed *p,
                      struct sweep_result *r, struct problem *why);
void sweep_free(struct sweep_result *r);
/* The sum over all payers. */
struct sweep_tally sweep_total(const struct sweep_result *r);
