#include "base/han.h"

#include <stddef.h>

/* gen/han_gen.c, from tools/hangen.c; all sorted by code point */
extern const uint32_t han_unified_from[], han_unified_to[];
extern const size_t han_unified_count;
extern const uint32_t han_reading[]; /* code point << 11 | index into han_initial_sets */
extern const size_t han_reading_count;
extern const char *const han_initial_sets[];

uint32_t han_unified(uint32_t cp)
{
    size_t low = 0, high = han_unified_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (han_unified_from[middle] < cp) low = middle + 1;
        else high = middle;
    }
    return low < han_unified_count && han_unified_from[low] == cp ? han_unified_to[low] : cp;
}

const char *han_initials(uint32_t cp)
{
    size_t low = 0, high = han_reading_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (han_reading[middle] >> 11 < cp) low = middle + 1;
        else high = middle;
    }
    return low < han_reading_count && han_reading[low] >> 11 == cp
               ? han_initial_sets[han_reading[low] & 0x7FF]
               : "";
}
