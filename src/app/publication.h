/*
 * The public list 公示 of a place (art. 7(1), (2)): who stands on it today, masked: the surname,
 * the last four characters of the number, the village, the result, the last day. No birth date, no
 * cause, no health, nobody whose seven days are over. Made for everybody to read.
 */
#pragma once
#include "app/app.h"
#include "base/buf.h"

/* The surname and one star, whatever follows; a copy in the arena. */
const char *name_masked(struct arena *arena, const char *name);

/* agency: a place and all below it. ERR_INPUT agency_unknown. */
enum err publication_show(const struct call *call, const char *agency, bool json, struct buf *out,
                          struct problem *why);
