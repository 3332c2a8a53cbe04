/*
 * matter open: the one way in which people begin a matter (an application, an objection, a paper, a
 * change, a tip …). Who may, which facts are asked for and where it belongs stand in the kind's
 * table.
 */
#pragma once
#include "app/move.h"

struct matter_open {
    const char *kind, *number; /* number NULL: person_id */
    int64_t person_id;
    const char *agency; /* NULL: where the kind says */
    const char *reason; /* NULL: none */
    struct given_values given;
};

struct matter_opened {
    struct moved moved;
    const struct matter_kind *kind;
    int this_year; /* of the kind at the agency and below, this one too; 0 when it is not counted */
};

/* ERR_USAGE (unknown kind, a field unknown or missing), ERR_INPUT, ERR_NOT_FOUND, ERR_DENIED,
 * ERR_LAW (the guard's no; opened_by_system; one is open already). */
enum err matter_open_by_hand(const struct call *call, const struct matter_open *in,
                             struct matter_opened *out, struct problem *why);
