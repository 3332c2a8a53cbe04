/*
 * feed-sign: what a partner runs before it sends. Writes FILE.sig, the envelope of FILE
 * (docs/envelope.md), signed with the partner's SM2 key. Needs no store.
 */
#pragma once
#include "app/app.h"
#include "base/envelope.h"

struct feed_sign {
    const char *path, *source, *key_path;
    const char *recipient;     /* 12 digits */
    const char *previous_path; /* the .sig of the one sent before; NULL for the first */
    struct month period;
};

/* ERR_INPUT: file_open, file_empty, feed_source_unknown, envelope_key, envelope_format. The
 * envelope as written is in *out. */
enum err feed_sign(const struct feed_sign *in, struct envelope *out, struct problem *why);
