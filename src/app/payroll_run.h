/*
 * The life of a payer's payroll run, asked for by people: lock, send, recall. The night locks on
 * the lock day by itself (day.h); a run that was recalled waits for a person to lock it again.
 *
 *   open → locked → sent → acknowledged
 *             └──────┴──► recalled → locked …
 *
 * Sending covers every locked run of the month, the supplementary ones included. Recalling opens
 * the month of the regular run again, as if it had not been locked: what locking entered is taken
 * back. It is refused (ERR_LAW) once the bank has acknowledged the run, once a later month is
 * locked, and once money has moved on the month (back-pay, refunds).
 */
#pragma once
#include "app/day.h"

/* Locked already: nothing happens. ERR_LAW payroll_gone (sent), payroll_early (more than a month
 * ahead). */
enum err payroll_lock(const struct call *call, const char *payer, struct month m,
                      struct problem *why);
/* *sent: runs that changed; 0 when all were sent before. ERR_LAW payroll_not_locked. */
enum err payroll_send(const struct call *call, const char *payer, struct month m, int *sent,
                      struct problem *why);
/* *lines: benefit lines whose entries of the month were taken back. ERR_LAW as above. */
enum err payroll_recall(const struct call *call, const char *payer, struct month m, int *lines,
                        struct problem *why);
