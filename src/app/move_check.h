/*
 * What is asked of a move before its row is taken: who moves, that a second person is another one,
 * that what the step needs came with it. Inside of app/move.c; the guard of the row is the law's.
 */
#pragma once
#include "app/move.h"

/* Who decided, or did what the row names as `first`; where a row releases what was only received
 * and described, who did that. NULL: there is nobody yet. */
const struct matter_event *move_first_person(const struct matter_file *f,
                                             const struct matter_row *row);
/* ERR_DENIED; ERR_LAW move_same_person, move_no_decision, move_same_opener; ERR_USAGE field_needed;
 * ERR_INPUT move_needs_day, move_day_future. */
enum err move_check(struct dossier *s, const struct matter_file *f, const struct matter_row *row,
                    const struct move *move, struct problem *why);
/* Every value that the event needs is there. ERR_USAGE field_needed. */
enum err move_check_values(const struct matter_kind *kind, const struct move *move,
                           struct problem *why);
