/*
 * Dated parameters: every number and choice of the readings, with unit, citation and values by
 * date. A value is an int64_t (a count, 分, per mille, or one of the parameter's named choices). A
 * parameter without a value in force is "no law in force", never a default. The shipped values are
 * compiled from law/params.txt; a store may add later ones (table param).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "params_gen.h" /* enum param_id { PARAM_NONE, … PARAM_COUNT }, made by tools/lawgen */

struct param_row {
    enum param_id id;
    int64_t value;
    struct date valid_from, valid_until; /* inclusive; until none: open */
    int version;
};

struct params;

/* Snapshot of the shipped rows and `more` (which win over the shipped where both hold; among them
 * the one that begins last, of one day the higher version). */
const struct params *params_build(struct arena *a, const struct param_row *more, size_t count);
/* false: no value in force on that day. */
bool params_value(const struct params *p, enum param_id id, struct date on, int64_t *value);
const char *params_key(enum param_id id);   /* "cycle.months" */
enum param_id params_find(const char *key); /* PARAM_NONE when unknown */
/* The same snapshot with one value overlaid for every day (what-if). */
const struct params *params_with(struct arena *a, const struct params *p, enum param_id id,
                                 int64_t value);
/* … and with no value in force on any day (what if this were not law). */
const struct params *params_without(struct arena *a, const struct params *p, enum param_id id);
/* … and with one row more, which wins from its first day on until a later one. */
const struct params *params_later(struct arena *a, const struct params *p,
                                  const struct param_row *row);
/* Is that a value anybody would set: no cycle of no months, no age of 200? */
bool params_in_range(enum param_id id, int64_t value);
/* Reads "12", "corresponding_day", "6 months" …: a value as written in law/params.txt; false when
 * it does not fit the parameter. */
bool params_parse(enum param_id id, const char *text, int64_t *value);
const char *params_print(enum param_id id, int64_t value, char *out, size_t cap);

/* ---- For those who show parameters ---------------------------------------------------------- */

/* The row in force on that day, NULL when there is none; lives as long as p. */
const struct param_row *params_row(const struct params *p, enum param_id id, struct date on);
/* All rows of one parameter, the one that wins first. */
const struct param_row *params_rows(const struct params *p, enum param_id id, size_t *count);
const char *params_text(enum param_id id); /* the description of law/params.txt */
/* "count", "days", "working_days", "months", "years", "percent", "permille", "fen", "month_day",
 * "list", "ages" or "choice". A choice is its place in the list, 0 first (enum
 * CHOICE_<KEY>_<CHOICE> of params_gen.h); a list is packed one byte each, the first lowest; ages
 * are a list of pairs (law/ages.h). */
const char *params_unit(enum param_id id);
int params_citation(enum param_id id, int n); /* n-th article (law/register.h), -1 past the last */
