/*
 * A person's detail becomes another (art. 6), after whatever review it needed: name, phone and
 * address on the record itself, the rest as a dated fact. Of an account only its last four digits
 * stand in the fact; the whole is sealed with the matter that it came with.
 */
#pragma once
#include "app/dossier.h"

/* The detail effect->cause (enum change_field) becomes effect->text from effect->event_on on.
 * ERR_INPUT: what cannot be such a detail. */
enum err detail_change(struct dossier *s, const struct effect *effect, struct problem *why);
