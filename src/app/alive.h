/*
 * The false death, undone (C9): somebody whom a report calls dead stands at a counter, anywhere in
 * the city, with a document. One action by one clerk ends the checks and undoes the losses that
 * rest on a death, at every payer: state, months by a supplementary run at once, letters; the
 * sources that reported it are marked (feed_league.h). No second person, for it is in favour of the
 * person.
 *
 * It certifies nothing: that is the next step at the counter.
 */
#pragma once
#include "app/dossier.h"

struct alive {
    const char *number; /* NULL: by person_id, which the counter was given for a number */
    int64_t person_id;
};

struct alive_done {
    int undone, ended; /* losses that were in force; checks and losses that were not yet */
};

/* ERR_DENIED, ERR_NOT_FOUND, ERR_USAGE purpose_missing; ERR_LAW alive_nothing. */
enum err alive_at_counter(const struct call *call, const struct alive *in, struct alive_done *out,
                          struct problem *why);
/* Does something open or in force about the person rest on a death? */
bool alive_would_help(const struct dossier *s);
