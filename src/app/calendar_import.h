/*
 * import calendar FILE: the published days off and make-up working days, as a new version of the
 * calendar. Two forms, by the header:
 *
 *   date,day,name                                 what is in force now. A holiday (year, name) that
 * the file names replaces what was known of it, and what it replaces is kept as superseded from the
 * business date on, so that
 *                                                 --known-at still answers; holidays that it does
 * not name stay year,published,superseded_on,date,day,name    what had been in force before an
 * amendment; added to what is known
 *
 * day is holiday or workday. The file is taken whole or not at all: half a calendar would be wrong
 * law. A repeated import changes nothing and makes no version.
 */
#pragma once
#include "app/reference_file.h"

/* ERR_ROWS when rows were refused, and then nothing is in. The call's app (and later views) look at
 * the new version. */
enum err calendar_import(const struct call *call, const struct reference_import *in,
                         struct reference_counts *out, struct problem *why);
