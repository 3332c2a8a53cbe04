/*
 * Exports and snapshots of the audit chains as a file: section 6 of docs/audit-format.md.
 *
 * Not here: what is right or wrong about their content (base/chain_walk.h).
 * The caller owns the FILE; nothing here seeks, so a pipe will do.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/chain.h"

#define CHAIN_FILE_PAYLOAD 8192

struct chain_writer {
    FILE *f;
    int64_t tips, entries, heads;
    bool failed;
};

/* Writes the magic line. Then tips, entries, heads in this order, and the end; a failed write shows
 * at the end. */
struct chain_writer chain_file_start(FILE *f);
void chain_file_tip(struct chain_writer *w, const struct chain_tip *tip, int64_t head);
void chain_file_entry(struct chain_writer *w, const struct chain_entry *e,
                      const uint8_t digest[SM_DIGEST]);
void chain_file_head(struct chain_writer *w, const struct chain_head *h);
/* The closing record and fflush; ERR_FAILED chain_file_write {0} reason. Making it durable is the
 * caller's. */
enum err chain_file_end(struct chain_writer *w, struct problem *why);

enum chain_record { CHAIN_RECORD_END, CHAIN_RECORD_TIP, CHAIN_RECORD_ENTRY, CHAIN_RECORD_HEAD };

struct chain_reader {
    FILE *f;
    int64_t tips, entries, heads;
    int64_t at;              /* bytes read, for messages */
    enum chain_record order; /* kinds come in this order */
    struct chain_tip tip;    /* of the last record, by its kind: */
    int64_t head;
    struct chain_entry entry; /* points into payload until the next record */
    const uint8_t *digest;
    struct chain_head day;
    uint8_t payload[CHAIN_FILE_PAYLOAD];
};

/* ERR_INPUT chain_file_damaged {0} byte position: no export, cut off, out of order, or counts that
 * do not agree. */
enum err chain_file_open(struct chain_reader *r, FILE *f, struct problem *why);
enum err chain_file_next(struct chain_reader *r, enum chain_record *kind, struct problem *why);
