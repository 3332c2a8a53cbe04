/*
 * What the law and the organisation are made of: agencies, the calendar, parameters, collective
 * windows, outages; staff and their grants. Rarely written, read as snapshots. Payroll runs, the
 * days that were run and the store's own notes have their own headers.
 */
#pragma once
#include "domain/permission.h"
#include "law/calendar.h"
#include "law/law.h"
#include "law/params.h"
#include "store/data.h"
#include "store/day.h"
#include "store/meta.h"
#include "store/param.h"
#include "store/payroll.h"

struct agency {
    char code[AGENCY_CODE], parent[AGENCY_CODE];
    enum agency_kind kind;
    enum agency_level level;
    const char *name;
    struct date valid_from, valid_until;
    int64_t recorded_at;
};

enum err agency_load(struct data *d, const char *code, enum agency_kind kind, struct agency *out,
                     struct problem *why);
enum err agency_insert(struct data *d, const struct agency *a, struct problem *why);
/* The name of the version with that code, kind and valid_from. */
enum err agency_rename(struct data *d, const struct agency *a, struct problem *why);
/* Until the transaction ends, others that ask this of the agency wait: what is counted for one
 * agency is counted in turn. An agency that is not there locks nothing. */
enum err agency_lock(struct data *d, const char *code, struct problem *why);
/* All versions, by code, kind and day. */
enum err agency_list(struct data *d, struct agency **out, size_t *count, struct problem *why);
struct agency_code {
    char code[AGENCY_CODE];
};
/* Of the offices from the city down to that level, each once, in the order of strcmp; in the arena
 * of d. A city has thousands: one column is read. */
enum err agency_codes(struct data *d, enum agency_level lowest, struct agency_code **out,
                      size_t *count, struct problem *why);

enum err calendar_insert(struct data *d, int version, const struct calendar_row *row,
                         int64_t recorded_at, struct problem *why);
/* The rows of the newest version. */
enum err calendar_load(struct data *d, struct calendar_row **out, size_t *count, int *version,
                       struct problem *why);
enum err window_insert(struct data *d, const struct window *w, const char *scope,
                       int64_t recorded_at, struct problem *why);
enum err window_load(struct data *d, struct window **out, size_t *count, struct problem *why);
enum err outage_covers(struct data *d, struct date day, bool *covered, struct problem *why);

enum err staff_insert(struct data *d, const char *login, const char *name, const char *password,
                      int64_t recorded_at, struct problem *why);
enum err staff_grant(struct data *d, const struct principal *p, struct date from, const char *by,
                     int64_t recorded_at, struct problem *why);
/* The grant in force on the day: ERR_DENIED staff_unknown. A login has one role and agency at a
 * time. */
enum err staff_principal(struct data *d, const char *login, struct date on, struct principal *out,
                         struct problem *why);
