/*
 * Citizen ID numbers (GB 11643) as 64-bit keys, for matching only.
 *
 * A key stands for the 18 characters with a capital X: 17 digits and the check character, packed so
 * that keys sort as the numbers do byte by byte. 15-digit numbers of before 1999 widen (19 before
 * the year, check character computed). Neither the check character nor the birth date inside is
 * judged: a number that is wrong in both files is still the same number. Judging and telling kinds
 * of documents apart is base's identity number module.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MATCH_NUMBER 18

/* The key of a number of 15 or 18 characters; 0 when it is none. */
uint64_t match_key(const char *s, size_t n);

void match_key_print(uint64_t key, char out[MATCH_NUMBER]); /* not terminated */

/* Eight digits at s as a number; sets *bad to not 0 when one is no digit, else leaves it. */
static inline uint64_t match_digits8(const char *s, uint64_t *bad)
{
    uint64_t v;
    memcpy(&v, s, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    v ^= 0x3030303030303030u; /* digits become 0 to 9, anything else 10 or more */
    *bad |= (v | (v + 0x0606060606060606u)) & 0xF0F0F0F0F0F0F0F0u;
    v = v * 10 + (v >> 8); /* pairs, then fours, then all eight */
    v = (v & 0x000000FF000000FFu) * (100 + (1000000ull << 32)) +
        (v >> 16 & 0x000000FF000000FFu) * (1 + (10000ull << 32));
    return v >> 32;
}

/* The key of sixteen digits and the two characters behind them; 0 when these end no number. */
static inline uint64_t match_key_end(uint64_t sixteen, const char *end)
{
    unsigned last = (unsigned)(unsigned char)end[0] - '0',
             check = (unsigned)(unsigned char)end[1] - '0';
    if (((unsigned char)end[1] | 0x20) == 'x') check = 10;
    if (last > 9 || check > 10 || end[1] == ':') return 0;
    return (sixteen * 10 + last) * 11 + check + 1;
}

/* match_key for exactly 18 characters, for the innermost loop. */
static inline uint64_t match_key18(const char *s)
{
    uint64_t bad = 0, high = match_digits8(s, &bad), low = match_digits8(s + 8, &bad);
    return bad ? 0 : match_key_end(high * 100000000 + low, s + 16);
}
