/*
 * One piece of evidence taken back (the reversal of a feed, C10), inside a write: what it did is
 * undone, what other evidence says too stays.
 */
#pragma once
#include "app/dossier.h"
#include "store/evidence.h"
#include "store/feeds.h"

/* Takes the row back: its certification by a reversing entry, its checks and the losses that came
 * of them undone with back-pay, unless other evidence says the same. *changed false when there is
 * nothing to take back. */
enum err evidence_withdraw(struct dossier *s, const struct feed *feed, const struct feed_item *item,
                           bool *changed, struct problem *why);
