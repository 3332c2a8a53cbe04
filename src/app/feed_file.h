/*
 * The file of a feed: its digest, how it ends, the envelope FILE.sig beside it when there is one,
 * and its rows, which are unpacked once however often they are read.
 */
#pragma once
#include "app/app.h"
#include "app/table_source.h"
#include "base/charset.h"
#include "base/envelope.h"
#include "domain/feed_source.h"
#include "store/data.h"

struct feed_file {
    const char *path;
    char digest[ENVELOPE_HEX]; /* SM3, hex */
    int64_t size;              /* bytes */
    bool ends_with_newline;
    bool sealed; /* FILE.sig is there */
    struct envelope envelope;
    enum charset charset;       /* chosen by hand; unset: found */
    struct table_source *table; /* NULL before feed_file_table */
};

/* ERR_INPUT: file_open, file_empty, envelope_format. */
enum err feed_file_open(const char *path, struct feed_file *out, struct problem *why);
/* The file alone, without its envelope. ERR_INPUT: file_open, file_empty. */
enum err feed_file_digest(const char *path, struct feed_file *out, struct problem *why);
/* The rows from the first on; *out belongs to f. ERR_INPUT as table_source_open. */
enum err feed_file_table(struct feed_file *f, struct table_source **out, struct problem *why);
/* Data rows of the file, bad ones with them. */
enum err feed_file_rows(struct feed_file *f, int64_t *rows, struct problem *why);
void feed_file_close(struct feed_file *f);
/* Who signs must sign, who signs is known, and the envelope is the next one of the sender's series
 * for exactly this file. */
enum err feed_file_check(struct data *d, const struct call *call, const struct feed_source *source,
                         struct feed_file *f, struct problem *why);
