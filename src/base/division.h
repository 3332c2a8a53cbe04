/*
 * What the first six digits of an ID number hint at: Weihai's districts of today and the codes that
 * its parts once had (data/divisions-weihai.csv and divisions-weihai-historic.csv, compiled in by
 * tools/divgen.c).
 *
 * A hint only. It never refuses a number and never says where somebody lives or is insured
 * (readings, art. 4).
 */
#pragma once
#include <stddef.h>

enum division_kind {
    DIVISION_NONE, /* not six digits of a mainland division (港澳台居民居住证, no division): no hint
                    */
    DIVISION_CURRENT,  /* the city or a district of today */
    DIVISION_HISTORIC, /* a code that was abolished and still stands in ID numbers */
    DIVISION_UNKNOWN   /* elsewhere, or older than the tables */
};

/* Prints the hint ("历史区划:文登县") into out[cap], always terminated, "" for none. */
enum division_kind division_hint(const char *six, char *out, size_t cap);

/* The division's name, or NULL when the code is in neither table; *kind may be NULL. A code that
 * stands in both tables is current. */
const char *division_find(const char *six, enum division_kind *kind);
