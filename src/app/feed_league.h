/*
 * feed league: what each partner is worth, over the last twelve months. Freshness (its last feed,
 * how often it comes, whether it has fallen silent), yield (rows that concern somebody, people
 * certified without effort), false positives (people it spoke against who were found alive or
 * otherwise not concerned: the mark that an undone false death leaves on its source, C9) and feeds
 * taken back; and the share of all certifications that nobody had to do anything for (C10). Counts
 * only.
 */
#pragma once
#include "app/app.h"
#include "base/buf.h"
#include "domain/feed_source.h"

#define LEAGUE_SILENT_AFTER 3 /* feeds before silence is one */

struct league_source {
    const struct feed_source *source;
    struct date last;         /* its last feed; none: none within the twelve months */
    int quiet_days, gap_days; /* since then; usually between two, 0: too few to say */
    bool silent;
    uint64_t feeds, taken_back, rows, matched;
    int64_t certified, against, wrong; /* people; wrong: of against */
};

struct league {
    struct date since;
    int64_t certified, effortless;    /* by whatever way, and by data alone */
    const struct league_source *list; /* in the arena; only those that have sent or are cited */
    size_t count;
};

/* part of whole in basis points; 0 of nothing. */
int64_t league_share(int64_t part, int64_t whole);
enum err league_read(const struct call *call, struct league *out, struct problem *why);

enum err feed_league(const struct call *call, bool json, struct buf *out, struct problem *why);
