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

#define LEAGUE_SILENT_AFTER 3 /* feeds before silence is one */

enum err feed_league(const struct call *call, bool json, struct buf *out, struct problem *why);
