/*
 * Bad rows of an imported table: listed with line, column and reason, and written to an error file
 * in the table's own columns plus 行号 and 错误原因, so that they can be corrected and sent again.
 * The file is made at the first bad row only.
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
    const char *const *header;
    size_t header_count;
    FILE *file;
    bool bad_file; /* it could not be written */
    char file_path[512];
    struct buf line;
};

void row_errors_add(struct row_errors *r, uint64_t line, const char *const *cells, size_t n,
                    const struct problem *p);
/* Closes the file. ERR_FAILED import_error_file when it could not be written. */
enum err row_errors_close(struct row_errors *r, struct problem *why);
