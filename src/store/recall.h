/*
 * What locking a month's regular run entered into the ledgers, and taking it back when the run is
 * recalled before anybody was paid: the month is then open again and the next lock enters what
 * holds by then. Nothing is removed: an entry `recalled` ends what the earlier ones of the month
 * count for (law/ledger.h).
 */
#pragma once
#include "law/ledger.h"
#include "store/data.h"

struct recalled_entry {
    int64_t person_id, line_id;
    int64_t kind; /* enum entry_kind; no padding, the struct is digested */
    int64_t amount;
};

/* The entries of the month's entitlement on the payer's lines, by person and line, in the arena. */
enum err recall_list(struct data *d, const char *payer, struct month m, struct recalled_entry **out,
                     size_t *count, struct problem *why);
/* Enters `recalled` for the month of the line. */
enum err recall_line(struct data *d, const struct recalled_entry *of, struct month m,
                     int64_t recorded_at, struct problem *why);
