/*
 * import roster FILE: CSV in UTF-8 or GB18030, header by synonym (also below merged titles). Good
 * rows go in, bad rows are listed with line, column and reason and written to an error file; a
 * repeated import changes nothing; a broken-off import is finished by running it again.
 */
#pragma once
#include <stdio.h>

#include "app/app.h"
#include "base/charset.h"

struct roster_import {
    const char *path;
    const char *errors_path; /* NULL: path + ".errors.csv"; written only when rows are refused,
                                and when it is only tried only where one is named */
    FILE *messages;          /* bad rows and unknown columns, one line each */
    bool progress;           /* a terminal watches */
    bool dry_run;            /* counts and lists, stores nothing */
    enum charset charset;    /* of the file, chosen by hand; CHARSET_UNSET: found */
};

struct roster_counts {
    uint64_t rows, fresh, changed, unchanged, refused;
    char errors_path[512];
};

/* ERR_ROWS when some rows were refused (the rest is in), ERR_INPUT when the file as a whole cannot
 * be read. */
enum err roster_import(const struct call *call, const struct roster_import *in,
                       struct roster_counts *out, struct problem *why);
