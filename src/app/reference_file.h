/*
 * Small reference tables as files (agencies, calendar): CSV with a known header, read whole. A row
 * that is not acceptable is marked, not skipped; who reads it lists the marked ones at the end.
 */
#pragma once
#include <stdio.h>

#include "app/app.h"

#define REFERENCE_ROWS 200000
#define REFERENCE_CELLS 8
#define REFERENCE_NAME 60 /* most characters of a name */

struct reference_row {
    const char *cell[REFERENCE_CELLS];
    uint64_t line;
    enum zh_id fault; /* ZH_none: acceptable; sentence with {0} value */
    const char *value;
};

struct reference_file {
    int format; /* which of the headers the file has */
    struct reference_row *rows;
    size_t count;
};

struct reference_import {
    const char *path;
    FILE *messages; /* rows refused, one line each */
};

struct reference_counts {
    uint64_t rows, fresh, changed, unchanged, refused;
};

/* headers: each a NULL-terminated list of column names. ERR_INPUT: the file cannot be read, has
 * none of the headers or too many rows. Rows live in the arena. */
enum err reference_read(const char *path, const char *const *const *headers, struct arena *a,
                        struct reference_file *out, struct problem *why);

/* Marks the row; the first fault stays. */
void reference_refuse(struct reference_row *row, enum zh_id fault, const char *value);
/* A name for people: some text, not too long, nothing lost in decoding. */
bool reference_name(const char *s);
/* Prints the refused rows and counts them. */
void reference_list_refused(const struct reference_file *f, FILE *messages,
                            struct reference_counts *out);
