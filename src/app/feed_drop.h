/*
 * feed drop DIR: the folder that partners put their files into, DIR/CODE/NAME and, when it is
 * complete, DIR/CODE/NAME.ok (with NAME.sig before it, of those that sign). Every file that has its
 * .ok is imported as `import evidence` does it; then the .ok becomes .done, or .refused with the
 * reason in it. A run that is killed leaves the .ok, and the next run finishes the file; a file
 * that was in already changes nothing.
 */
#pragma once
#include <stdio.h>

#include "app/feed_import.h"

struct feed_drop {
    const char *dir;
    FILE *messages;
    const struct match_breaker_limits *settings; /* as for feed_import */
};

struct feed_dropped {
    uint64_t files, refused, waiting; /* waiting: somebody else is at it, or the machine failed */
    uint64_t rows, matched, bad_rows, held;
};

/* One line a file on messages. ERR_INPUT: DIR cannot be read; ERR_ROWS: a file or rows were
 * refused.
 */
enum err feed_drop(const struct call *call, const struct feed_drop *in, struct feed_dropped *out,
                   struct problem *why);
