/*
 * What is payable in a month: every run of it, regular and supplementary, as locked or, while open,
 * as it would be now (interface.md, "Payroll"). 应发 + 补发 - 扣回 = 实发, never negative: what
 * could not be taken is carried. A settled own account is paid beside it, to the heirs.
 */
#pragma once
#include <stdio.h>

#include "app/dossier.h"

struct payroll_row {
    struct month month;
    int sequence;
    const char *number, *name, *payer, *note;
    int kind;
    int64_t due, back, taken, net; /* 分 */
    int64_t account;               /* … of the own account; in net */
};
typedef void (*payroll_row_fn)(void *ctx, const struct payroll_row *row);

/* payer NULL: all that the caller may see. Rows come by person. One entry in the log for the sweep.
 */
enum err payroll_show(const struct call *call, struct month m, const char *payer, payroll_row_fn fn,
                      void *ctx, struct problem *why);
