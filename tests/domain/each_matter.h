/* Loops over all kinds of matter and over the rows of one. */
#pragma once
#include "domain/matter.h"

#define EACH_KIND(k)                                                                               \
    for (const struct matter_kind *k = matter_kind(1); k;                                          \
         k = matter_kind((enum matter_kind_id)(k->id + 1)))
#define EACH_ROW(k, r)                                                                             \
    for (const struct matter_row *r = (k)->rows; r < (k)->rows + (k)->row_count; r++)
