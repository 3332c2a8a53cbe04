/*
 * The packed file 测算文件: the facts of everybody (domain/evaluation.h) in one private file beside
 * the store, so that the whole city is judged anew in less than a second. Derived: it is rebuilt by
 * one command, refreshed from the list of people changed since, never edited, never backed up, and
 * whatever is wrong with it is answered by building it again. It holds ids, dates and amounts, no
 * name and no number; mode 0600.
 *
 * A file is made beside the old one and takes its place at once; those who read the old one go on
 * reading it. Readers: one thread each, of a file that all share.
 */
#pragma once
#include "store/facts.h"

struct packed; /* an open file */

struct packed_counts {
    int64_t persons;
    int64_t read; /* of them from rows, the others are taken over */
    bool rebuilt;
};

/* Where the file of a store is. */
const char *packed_path(const struct store *s);
/* Brings the file up to the read transaction of d. rebuild: from rows alone, also when there is a
 * good one. d's arena is not used. ERR_FAILED packed_write. */
enum err packed_update(const struct data *d, const char *path, bool rebuild,
                       struct packed_counts *out, struct problem *why);

/* ERR_NOT_FOUND: there is none, or none that this program wrote in full. */
enum err packed_open(const char *path, struct packed **out, struct problem *why);
void packed_close(struct packed *p);
int64_t packed_persons(const struct packed *p);
struct facts_head packed_head(const struct packed *p);
/* The payers' codes; evaluation_line.payer points into them. */
const char (*packed_payers(const struct packed *p, size_t *count))[16];

size_t packed_blocks(const struct packed *p);
struct packed_reader;                                            /* room for one person's facts */
struct packed_reader *packed_reader_new(const struct packed *p); /* NULL: out of memory */
void packed_reader_free(struct packed_reader *r);
/* Goes to a block; false: it is damaged. */
bool packed_block(struct packed_reader *r, size_t block);
/* The next person of the block, NULL after the last; good until the next call. */
const struct evaluation_facts *packed_next(struct packed_reader *r);

/* ---- Writing -------------------------------------------------------------------------------- */

struct packed_writer;
enum err packed_begin(const char *path, struct packed_writer **out, struct problem *why);
/* Persons in ascending order. A failure is told by packed_finish. */
void packed_put(struct packed_writer *w, const struct evaluation_facts *f);
/* Takes the file into use; head: what it rests on. NULL: it is thrown away. Frees w. */
enum err packed_finish(struct packed_writer *w, const struct facts_head *head, struct problem *why);
