/*
 * jianzai-verify: checks the audit chains of a SQLite store or of an export file from
 * docs/audit-format.md alone.
 *
 * Not here: what is checked (base/chain_walk.h). Nothing of the server is used but src/base: an
 * auditor can read this folder, six files of base and the page. It opens the store read-only and
 * writes nothing but the export that it is asked for.
 */
#pragma once
#include "base/chain_walk.h"
#include "base/err.h"

/* Where records go: a walk, or an export. A function that returns false ends the reading. */
struct verify_sink {
    bool (*tip)(struct verify_sink *s, const struct chain_tip *tip, int64_t head);
    bool (*entry)(struct verify_sink *s, const struct chain_entry *e,
                  const uint8_t digest[SM_DIGEST]);
    bool (*head)(struct verify_sink *s, const struct chain_head *h);
    /* A row that cannot be what it should be. */
    bool (*malformed)(struct verify_sink *s, struct chain_break where);
};

/* Tips, entries, heads in the order of chain_walk. ERR_OK also when the sink ended it. ERR_CONFIG
 * verify_unreadable {0} {1}. */
enum err verify_read_sqlite(const char *path, struct verify_sink *s, struct problem *why);
/* The same from an export. ERR_INPUT as chain_file_next. */
enum err verify_read_file(const char *path, struct verify_sink *s, struct problem *why);
/* Tells the two apart by their first bytes. */
enum err verify_read(const char *path, struct verify_sink *s, struct problem *why);

struct verify_options {
    const char *source;
    const char *key;     /* PEM of the public key; NULL: signatures are not checked */
    const char *outside; /* a file of head lines or a snapshot; NULL: none */
};

/*
 * ERR_OK: *out says whether and where the chains are broken. Otherwise nothing is known: ERR_CONFIG
 * verify_unreadable, verify_key {0} file, verify_outside {0} file (not a snapshot or head file, or
 * at odds with itself or with the key); ERR_FAILED err_memory.
 */
enum err verify_check(const struct verify_options *o, struct chain_result *out,
                      struct problem *why);
/* Writes an export of a store that can be read as rows at all; broken chains are exported as they
 * are. */
enum err verify_export(const char *source, const char *target, struct problem *why);
