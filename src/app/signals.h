/*
 * The package of weak signals (law/signals.h, B14) of one person: the weak traces on record later
 * than the last certification (the record has better than the others, and none counts twice) are
 * weighed; a whole package certifies by the one path of evidence, held on the day on which it was
 * whole. Without every value in force nothing is read and nobody is certified.
 *
 * Never with a death on record, an open check, strong evidence under another name; a trace of a
 * source in doubt (a feed of its held or taken back) does not count. Asked when a weak trace comes
 * in, of whoever the night or the lock looks at, and after a reversal.
 */
#pragma once
#include "app/dossier.h"
#include "base/buf.h"
#include "law/signals.h"
#include "store/evidence.h"

#define SIGNALS_CHANNEL "signals"

struct signals_package {
    struct finding why; /* question 0: nothing asked */
    struct date whole_on;
    int n;            /* of the trace that made it whole */
    const char *feed; /* that brought it */
    bool certifies;
    const struct matter *against; /* a death on record after which the whole package was left, or
                                     an open check; in the dossier */
};

/* list: all evidence on record. Loads the dossier where the package is whole and it was not. */
enum err signals_look(struct dossier *s, const struct evidence *list, size_t count,
                      struct signals_package *out, struct problem *why);
/* Of a package that certifies. agency NULL: that of the feed which made it whole. */
enum err signals_certify(struct dossier *s, const struct signals_package *p, const char *agency,
                         bool *certified, struct problem *why);
/* Looks and certifies; the dossier is loaded. */
enum err signals_again(struct dossier *s, bool *certified, struct problem *why);

/* Does the finding of a certification rest on the row? */
bool signals_names(const struct finding *why, const struct evidence *e);
/* law_explain with the names of the sources. */
void signals_explain(const struct law *law, const struct finding *f, struct buf *out);
