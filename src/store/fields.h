/*
 * What was given with a matter's events by name (domain/matter_field.h): kept for ever, sealed, for
 * it holds descriptions, accounts and names of people.
 */
#pragma once
#include "store/matters.h"

/* Keeps one value with the event that comes next on the matter; a name once an event. */
enum err fields_add(struct data *d, const struct matter *m, const struct matter_given *given,
                    int64_t recorded_at, struct problem *why);
/* All of one matter, in the order in which they came. */
enum err fields_load(struct data *d, struct matter_file *f, struct problem *why);
/* The same for all matters of a subject, which are ascending by id. */
enum err fields_load_all(struct data *d, int64_t subject, struct matter_file *files, size_t count,
                         struct problem *why);
