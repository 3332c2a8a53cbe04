/*
 * Two bodies on one number (C8): strong, fresh evidence of life from under one social-security
 * number with two names. Which of the two is the person nothing here can say; so neither certifies,
 * nothing stops, and a person looks.
 */
#pragma once
#include "app/dossier.h"
#include "store/evidence.h"
#include "store/feeds.h"

struct rival {
    bool found;
    const struct evidence *evidence; /* NULL: another row of the same feed */
};

/* Of the row's kind and day: does other evidence on record (list), or another row of its feed, give
 * the number to somebody else? Pairs that a person has looked at (an evidence check without cause
 * that was rejected) count no more. Loads the whole dossier where it has to look at matters. */
enum err evidence_rival(struct dossier *s, const struct feed_item *item,
                        const struct evidence *list, size_t count, struct rival *out,
                        struct problem *why);
/* Does strong, fresh evidence on record give the number another name, and nobody has looked? The
 * dossier is loaded. */
bool evidence_other_name(const struct dossier *s, const struct evidence *list, size_t count);
/* Is there such a pair on record, `but` left out? */
bool evidence_rivals(const struct law *law, const struct evidence *list, size_t count,
                     const struct evidence *but);
