/*
 * Bad rows of an imported table: listed with line, column and reason, and written to an error file
 * in the table's own columns plus 行号 and 错误原因, so that they can be corrected and sent again.
 * The file is made at the first bad row only. Set the fields up to `told`, begin, add, close.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

struct row_errors {
    FILE *messages;
    const char *path,
        *errors_path; /* of the table; of the error file, NULL: path + ".errors.csv" */
    bool quiet;       /* no file: a dry run */
    long told;        /* bytes that a broken-off run left in the file and that stay; 0: made anew */
    const char *const *header;
    size_t header_count;
    FILE *file;
    bool bad_file; /* it could not be written */
    char file_path[512];
    struct buf line;
};

/* Sets file_path. */
void row_errors_begin(struct row_errors *r);
void row_errors_add(struct row_errors *r, uint64_t line, const char *const *cells, size_t n,
                    const struct problem *p);
/* Bytes of the file up to here, handed to the system. */
long row_errors_told(struct row_errors *r);
/* Closes the file. ERR_FAILED import_error_file when it could not be written. */
enum err row_errors_close(struct row_errors *r, struct problem *why);
