/*
 * Counts over everybody that say what the sources of evidence are worth (app/feed_league.h).
 * Fan-out by nature: who is certified by what cannot be known from one person.
 */
#pragma once
#include "law/evidence.h"
#include "store/data.h"

struct league_certified {
    const char *channel;
    int way;
    int64_t count; /* passed, less those taken back */
};
typedef void (*league_certified_fn)(void *ctx, const struct league_certified *c);
/* Held since the day, by channel and way. */
enum err league_certified_list(struct data *d, struct date since, league_certified_fn fn, void *ctx,
                               struct problem *why);

/* People that a source spoke against, of events since the day. */
typedef void (*league_against_fn)(void *ctx, const char *source, int64_t people);
enum err league_against_list(struct data *d, struct date since, league_against_fn fn, void *ctx,
                             struct problem *why);

struct league_asked {
    struct date since;
    const int *kinds, *states; /* two each */
};
struct league_wrong {
    const char *source;
    int64_t person_id;
    enum evidence_kind kind;
    int cause; /* of the matter */
};
/* Evidence against somebody of whom a matter of one of the kinds is in one of the states; by
 * person. */
typedef void (*league_wrong_fn)(void *ctx, const struct league_wrong *w);
enum err league_wrong_list(struct data *d, const struct league_asked *in, league_wrong_fn fn,
                           void *ctx, struct problem *why);
