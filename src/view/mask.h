/*
 * Masks (docs/pages.md, "Files in Chinese offices"): what a public page and a staff page may show
 * of a name and a number. Input is UTF-8; results are arena copies, never NULL.
 */
#pragma once
#include "base/arena.h"
#include "view/view.h"

/* One star for each character between the first and, from three characters on, the last: two
 * characters 张*, three 张*明. A middle dot keeps its place.
 */
struct view_text mask_name(struct arena *a, const char *name);
/* Staff: 371002********1234 for 18 characters; for others the first three and last four, with stars
 * between. */
struct view_text mask_number(struct arena *a, const char *number);
/* Public: the last four with a leading ****; shorter numbers only stars. */
struct view_text mask_tail(struct arena *a, const char *number);
/* 138****0000; shorter than seven digits: only stars. */
struct view_text mask_phone(struct arena *a, const char *phone);
