/*
 * A table file on disk as UTF-8 for the CSV reader: the character set is found (BOM, strict UTF-8,
 * else GB18030) and decoded on the way; of a workbook (xlsx) its first visible sheet. A byte that
 * the set does not assign becomes U+FFFD, which no checked field accepts: its row is refused, the
 * others go on.
 */
#pragma once
#include "base/arena.h"
#include "base/charset.h"
#include "base/csv.h"

struct table_source;

/* charset: chosen by hand, of a file that is no workbook; CHARSET_UNSET: found. ERR_INPUT:
 * file_open, file_empty, file_utf16, sheet_... */
enum err table_source_open(const char *path, enum charset charset, struct table_source **out,
                           struct problem *why);
struct csv_source table_source_csv(struct table_source *t);
/* Back to the first row; a workbook is not unpacked again. ERR_INPUT: file_open. */
enum err table_source_rewind(struct table_source *t, struct problem *why);
enum charset table_source_charset(const struct table_source *t);
uint64_t table_source_size(const struct table_source *t);
void table_source_close(struct table_source *t);

/* Merged titles may stand above the header: it is the first row that is one, at the latest the
 * tenth, whatever that is. */
#define TABLE_HEADER_WITHIN 10
typedef bool (*table_is_header)(const char *const *cells, size_t n);
/* Reads on to the header; its cells are in the arena. ERR_NOT_FOUND, with no problem set: the table
 * ends above it. ERR_INPUT: the reader's. */
enum err table_header(struct csv *csv, struct arena *arena, table_is_header is, const char ***cells,
                      size_t *count, struct problem *why);
