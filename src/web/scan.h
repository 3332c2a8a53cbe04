/*
 * The bar code on a letter: what a hand reader at the counter types, and the matter it leads to.
 * "JZ", the matter's id in base 36, one check character; not a document number in any reading.
 */
#pragma once
#include <stdint.h>

#include "base/arena.h"

/* "JZ1A2B3C4D5E6F" */
const char *scan_text(struct arena *a, int64_t matter_id);
/* Any case, full width too, blanks around; 0: not one of ours, or mistyped. */
int64_t scan_parse(const char *typed);
