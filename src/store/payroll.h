/*
 * Payroll runs: one regular run (sequence 0) a payer and month, supplementary ones after it; a row
 * for the state, an event for each move. What a run pays is law's to compute (law/ledger.h).
 */
#pragma once
#include "domain/agency.h"
#include "store/data.h"

enum run_state { RUN_UNSET, RUN_OPEN, RUN_LOCKED, RUN_SENT, RUN_ACKNOWLEDGED, RUN_RECALLED };
struct payroll_run {
    char payer[AGENCY_CODE];
    struct month month;
    int sequence;
    enum run_state state;
    int64_t locked_at;
};
enum err payroll_run_load(struct data *d, const char *payer, struct payroll_run **out,
                          size_t *count, struct problem *why);
/* Inserts or moves the run and appends its event. */
enum err payroll_run_move(struct data *d, const struct payroll_run *run, const char *actor,
                          struct date on, int64_t recorded_at, struct problem *why);
