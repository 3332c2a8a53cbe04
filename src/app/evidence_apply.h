/*
 * One piece of evidence on one person (art. 7(3)), inside a write: put on record, and what follows.
 * Fresh strong evidence of life certifies by way 3, held on its own day; evidence against opens a
 * check at each payer that it concerns and nothing else; what contradicts the record, or gives the
 * number to somebody else (evidence_identity.h), certifies nothing and opens a check. Nothing here
 * ends or suspends a benefit.
 *
 * Not here: reading files, the breaker, who may release a feed (feed_import.h, feed_run.h),
 * taking it back (evidence_withdraw.h).
 */
#pragma once
#include "app/dossier.h"
#include "store/evidence.h"
#include "store/feeds.h"

struct evidence_done {
    bool repeated;      /* this fact of this source is on record: nothing changed */
    bool certified;     /* a new certification */
    int checks;         /* evidence_check matters opened */
    int contradictions; /* of them: what contradicts the record, or two people on one number */
};

/* The row of a feed, to the person it names. The dossier is fresh (not loaded), its `who` unset:
 * the system acts. */
enum err evidence_apply(struct dossier *s, const struct feed *feed, const struct feed_item *item,
                        struct evidence_done *out, struct problem *why);
/* Causes (enum loss_event) that say the same of somebody: death in whatever form. */
bool evidence_same_ground(int a, int b);
/* The last look: is there evidence of life that would certify, and does not for want of a person's
 * look? */
enum err evidence_speaks(struct dossier *s, const struct matter *m, bool *out, struct problem *why);
/* Would it certify today, were there no contradiction? */
bool evidence_would_certify(const struct law *law, const struct person *p, enum evidence_kind kind,
                            struct date on);
