/*
 * Benefit lines 待遇 with their rates, spans and month entries: everything that money is computed
 * from. The computing is law's (law/ledger.h); this file only loads and stores rows.
 */
#pragma once
#include "domain/matter.h"
#include "law/ledger.h"
#include "store/data.h"

struct line {
    int64_t person_id, line_id;
    int kind;
    char payer[AGENCY_CODE];
    int status; /* 1 paid, 2 suspended, 3 stopped, 4 ended */
    int64_t status_matter;
    int64_t linked_person;
    const uint8_t *linked_tag; /* 32 bytes, NULL for none: the worker's number, also before the
                                  worker is on record */
    int relation;
    struct date appraisal_until;
    const char *note;
    struct ledger_line ledger; /* months, rates, spans, entries */
};

/* All lines of a person with everything on them, ascending by line_id, in the arena. */
enum err line_load_all(struct data *d, int64_t person_id, struct line **out, size_t *count,
                       struct problem *why);
enum err line_insert(struct data *d, const struct line *l, struct problem *why);
enum err line_add_rate(struct data *d, const struct line *l, const struct rate_row *r,
                       struct problem *why);
enum err line_add_span(struct data *d, struct line *l, const struct span_row *s,
                       struct problem *why); /* also in memory */
enum err line_add_entry(struct data *d, struct line *l, const struct entry_row *e,
                        struct problem *why); /* also in memory */
enum err line_update_status(struct data *d, const struct line *l, struct problem *why);
enum err line_update_terms(struct data *d, const struct line *l,
                           struct problem *why); /* last month, relation, appraisal, link, note */

/* The next page of persons with a suspended or stopped line at the payer: whom the lock of a month
 * settles. */
enum err line_list_suspended(struct data *d, const char *payer, struct id_page *page,
                             struct problem *why);
