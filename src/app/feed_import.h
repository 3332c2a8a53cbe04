/*
 * import evidence FILE --source CODE: a partner's feed (art. 7(3)), CSV in UTF-8 or GB18030. Good
 * rows are matched by exact number, bad rows are listed and written to an error file; the breaker
 * sees the difference first. What it lets pass becomes evidence; what it holds changes nobody's
 * state until two managers release it (feed_run.h). The same file again changes nothing; a
 * broken-off import is finished by running it again. With FILE.sig beside it the envelope is
 * checked first (docs/envelope.md).
 */
#pragma once
#include <stdio.h>

#include "app/feed_run.h"
#include "base/charset.h"
#include "match/breaker.h"

struct feed_import {
    const char *path, *source;
    const char *errors_path; /* NULL: path + ".errors.csv", and none when it is only tried */
    FILE *messages;
    const struct match_breaker_limits *settings; /* of the breaker; NULL: its ceiling */
    bool progress;
    enum charset charset; /* of the file, chosen by hand; CHARSET_UNSET: found */
};

struct feed_imported {
    int64_t feed_id;
    uint64_t rows, matched, unmatched, refused,
        held; /* held: matched rows that wait for a release */
    /* The difference: people, people, checks, rows. Of what is only tried they are what the import
     * then does (feed_rehearse.h); else the breaker's estimate, and no contradictions. */
    uint64_t certifies, would_hold, contradictions, name_mismatches;
    bool holds;          /* the breaker holds it, or would */
    const char *verdict; /* its reasons, one a line; in the call's arena */
    struct feed_applied applied;
    char errors_path[512];
};

/* ERR_ROWS when rows were refused (the rest is in, or held); ERR_INPUT: the file, its envelope or
 * its source is not acceptable and nothing is in. */
enum err feed_import(const struct call *call, const struct feed_import *in,
                     struct feed_imported *out, struct problem *why);
