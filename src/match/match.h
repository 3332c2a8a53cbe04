/*
 * The matching engine: a feed of events against a roster of people; the answer is the latest date
 * per person and kind. Pure: files in, lines out, no database, no clock, no law.
 *
 * The feed is CSV in UTF-8, `number,name,kind,date,source` with a header row (a first row that
 * begins with a number is no header). Kinds are free text of up to 200 bytes, at most 4096
 * different ones. A row that is not strict CSV, has not five columns, has a number, kind or date
 * that cannot be one, is refused: counted, reported, and without effect. Numbers match by
 * match/number.h. The same files give the same answer, in the same order, however many threads
 * work.
 *
 *     match_index_open or match_roster_index  →  match_run_new  →  match_run_feed, any number of
 * times  →  match_run_write
 *
 * All buffers are allocated by match_run_new: the index takes 26.3 bytes a person, the latest dates
 * 36, everything else is fixed (about 3 MiB a thread and at most 12 MiB more where there are many
 * people, 48 MiB in all; 12 bytes more for each pair of person and kind past the 18th kind).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "match/index.h"

struct match_counts {
    uint64_t rows; /* matched + unmatched + refused */
    uint64_t matched, unmatched, refused;
};

/* How the innermost loops work: with what this processor has, or for tests without it. */
enum match_kernel { MATCH_BEST, MATCH_PLAIN, MATCH_AVX2, MATCH_AVX512 };

struct match_options {
    enum match_kernel kernel;
    unsigned threads; /* 0: one a processor */
    /* Files are mapped, which saves copying them. One that shrinks or cannot be read meanwhile ends
     * the process by SIGBUS: for a process that does nothing else and has a handler. */
    bool map;
    /* Each refused row, in order of lines (the sentence in why names the line); called by one
     * thread at a time. May be NULL. */
    void (*refused)(void *ctx, uint64_t line, const struct problem *why);
    void *ctx;
    size_t piece, row_max; /* 0: 256 and 16 KiB; tests cut smaller */
};

struct match_run;

/* index must outlive the run. ERR_FAILED: out of memory. */
enum err match_run_new(const struct match_index *index, const struct match_options *options,
                       struct match_run **out, struct problem *why);
void match_run_free(struct match_run *run); /* wipes; NULL is allowed */

/* Reads the feed fd from where it stands and adds its events; *counts (may be NULL) is this feed's.
 * Refused rows are no error. After an error the run holds part of the feed: match_run_clear it. */
enum err match_run_feed(struct match_run *run, int fd, struct match_counts *counts,
                        struct problem *why);

/* Forgets all events, keeps the buffers. */
void match_run_clear(struct match_run *run);

/* Writes `number,kind,date` lines, ascending by number and then kind, byte by byte; kinds quoted
 * where CSV needs it. *lines (may be NULL) is how many. The lines hold identity numbers. */
enum err match_run_write(struct match_run *run, int fd, uint64_t *lines, struct problem *why);

/* The same, one event at a time; stops at the first answer that is not ERR_OK and returns it. kind
 * is terminated. */
struct match_latest_event {
    uint32_t rank; /* of the person in the index */
    const char *kind;
    struct date date;
};
enum err match_run_each(struct match_run *run,
                        enum err (*each)(void *ctx, const struct match_latest_event *event),
                        void *ctx, struct problem *why);

/* The index of a roster file: CSV, the number in the first column, a header row or none, a person
 * in any number of rows. Rows without a number are refused and the rest is done. options as for a
 * run; counts.matched is rows with a number. */
enum err match_roster_index(int fd, const struct match_options *options, struct match_index **out,
                            struct match_counts *counts, struct problem *why);
