/*
 * The signed envelope of a feed (docs/envelope.md): who sends what to whom, as which of a numbered,
 * chained series. Pure: text in, text out, and the question whether it may be accepted now.
 *
 * The text has one writing only: what does not print back byte for byte is refused, so that nothing
 * unsigned can hide in it. The signature is SM2 with SM3 over all lines before its own.
 *
 * Not here: whose key it is and what came before (store/feeds.h), reading the file itself
 * (app/feed_file.h).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/sm.h"

#define ENVELOPE_MOST 1024 /* bytes of the whole text */
#define ENVELOPE_HEX (2 * SM_DIGEST + 1)

struct envelope {
    char sender[32], recipient[32]; /* partner code; agency code of 12 digits */
    int64_t sequence;               /* from 1, without gaps */
    struct month period;
    int64_t rows; /* data rows, header not counted */
    char digest[ENVELOPE_HEX],
        previous[ENVELOPE_HEX]; /* SM3 of this file; of the one before, zeros for the first */
    uint8_t signature[SM_SIGNATURE];
    size_t signature_size;
};

/* The signed lines. */
void envelope_print(const struct envelope *e, struct buf *out);
/* Signs and appends the signature's line: the whole text. ERR_FAILED. */
enum err envelope_sign(struct envelope *e, const struct sm_pair *pair, struct buf *out,
                       struct problem *why);
/* ERR_INPUT envelope_format. Says nothing yet about the signature. */
enum err envelope_parse(const char *text, size_t n, struct envelope *out, struct problem *why);
/* ERR_INPUT envelope_signature. */
enum err envelope_verify(const struct envelope *e, const struct sm_pair *sender,
                         struct problem *why);

struct envelope_expected {
    const char *sender, *recipient;
    const char *digest; /* of the file as it is here */
    int64_t rows;
    int64_t last_sequence; /* of what was accepted from the sender before, 0: nothing yet */
    const char *last_digest;
    struct month last_period, now;
};

/* ERR_INPUT: envelope_foreign, _replayed, _reordered, _broken (chain), _stale, _early, _altered,
 * _truncated. */
enum err envelope_check(const struct envelope *e, const struct envelope_expected *x,
                        struct problem *why);
