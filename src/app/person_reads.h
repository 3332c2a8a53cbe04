/*
 * Who looked at a person's record, for the person (C32, capability 14.2; art. 14): when, which
 * agency, what was looked at and why it said so. Clerks stand in it by agency and role alone: the
 * agency answers for the read (the log itself keeps the login). The same right as reading the
 * person; giving the list is itself logged as person.reads.
 */
#pragma once
#include "app/person_file.h"
#include "base/buf.h"

#define READS_MOST 300

struct person_read {
    int64_t moment;
    enum zh_id what; /* in plain words */
    char agency[AGENCY_CODE];
    enum agency_kind side;
    enum role role;      /* on that day; ROLE_CONSOLE: the operator of the machine */
    const char *purpose; /* "" when none was given */
};

struct person_reads { /* in the call's arena */
    struct person p;
    struct person_read *list; /* newest first */
    size_t count;
    bool more; /* older ones are not listed */
};

/* Errors of person_file_load; log is set here. */
enum err person_reads(const struct call *call, const struct person_wanted *who,
                      struct person_reads *out, struct problem *why);
/* Inside a read. */
enum err reads_load(struct data *d, int64_t person_id, struct person_reads *out,
                    struct problem *why);
/* As person_reads by number, printed: one line each, or JSON. ERR_USAGE purpose_missing. */
enum err person_reads_print(const struct call *call, const char *number, bool json, struct buf *out,
                            struct problem *why);
