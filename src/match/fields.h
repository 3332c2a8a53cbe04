/*
 * Number and date of a plain row, the innermost loop: inside of src/match only. Two kernels with
 * the same answer, one of them for processors with AVX2: both fields in one vector.
 *
 * Dates are told by a table of short days (match/latest.h) with a place for each year from
 * MATCH_YEAR_FIRST to MATCH_YEAR_LAST, month of two digits below 20 and day below 40; 0 where there
 * is no such date.
 */
#pragma once
#include "base/date.h"
#include "match/latest.h"
#include "match/number.h"

#define MATCH_YEAR_FIRST 1900
#define MATCH_YEAR_LAST 2078
#define MATCH_PER_MONTH 40
#define MATCH_PER_YEAR (20 * MATCH_PER_MONTH)
#define MATCH_DAYS ((MATCH_YEAR_LAST - MATCH_YEAR_FIRST + 1) * MATCH_PER_YEAR)

void match_days(uint16_t days[MATCH_DAYS]);

static inline size_t match_day_place(unsigned year, unsigned month, unsigned day)
{
    return (year - MATCH_YEAR_FIRST) * MATCH_PER_YEAR + month * MATCH_PER_MONTH + day;
}

struct match_fields {
    uint64_t key; /* 0: not 18 characters of a number */
    uint16_t day; /* 0: no date, or none of these years */
};

/* number has 18 bytes, date 10; 16 from each of them can be read. */
static inline struct match_fields match_fields_plain(const char *number, const char *date,
                                                     const uint16_t *days)
{
    uint64_t v;
    memcpy(&v, date, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    v ^= 0x2D30302D30303030u; /* "0000-00-": digits become 0 to 9, dashes 0 */
    unsigned tens = (unsigned)(unsigned char)date[8] - '0',
             ones = (unsigned)(unsigned char)date[9] - '0';
    unsigned year = (unsigned)(v & 15) * 1000 + (unsigned)(v >> 8 & 15) * 100 +
                    (unsigned)(v >> 16 & 15) * 10 + (unsigned)(v >> 24 & 15);
    unsigned month = (unsigned)(v >> 40 & 15) * 10 + (unsigned)(v >> 48 & 15);
    bool wrong = ((v | (v + 0x0F060E0F06060606u)) & 0xF0F0F0F0F0F0F0F0u) || tens > 3 || ones > 9 ||
                 year - MATCH_YEAR_FIRST > MATCH_YEAR_LAST - MATCH_YEAR_FIRST;
    return (struct match_fields){
        match_key18(number),
        wrong ? 0 : days[match_day_place(year, month, tens * 10 + ones)],
    };
}

#if defined __x86_64__
#include <immintrin.h>

/* What a digit is at most, and so no less: 255 where nothing is asked. */
#define MATCH_NINES 9, 9, 9, 9, 9, 9, 9, 9
#define MATCH_ZEROES '0', '0', '0', '0', '0', '0', '0', '0'

/* Digits to pairs, pairs to fours, fours to eights, in both halves at once; the date's month and
 * day come together as a place in the year, and then with the year as the place in the table. */
__attribute__((target("avx2"), always_inline)) static inline struct match_fields
match_fields_avx2(const char *number, const char *date, const uint16_t *days)
{
    const __m256i zero = _mm256_setr_epi8(MATCH_ZEROES, MATCH_ZEROES, '0', '0', '0', '0', '-', '0',
                                          '0', '-', '0', '0', 0, 0, 0, 0, 0, 0),
                  most = _mm256_setr_epi8(MATCH_NINES, MATCH_NINES, 9, 9, 9, 9, 0, 1, 9, 0, 3, 9,
                                          -1, -1, -1, -1, -1, -1),
                  digits = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0,
                                            1, 2, 3, 5, 6, 8, 9, -1, -1, -1, -1, -1, -1, -1, -1),
                  tens = _mm256_set1_epi16(1 << 8 | 10),
                  hundreds = _mm256_setr_epi16(100, 1, 100, 1, 100, 1, 100, 1, 100, 1,
                                               MATCH_PER_MONTH, 1, 0, 0, 0, 0),
                  rest = _mm256_setr_epi16(10000, 1, 10000, 1, 0, 0, 0, 0, MATCH_PER_YEAR, 1, 0, 0,
                                           0, 0, 0, 0);
    __m256i v = _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)number)),
        _mm_loadu_si128((const __m128i *)(const void *)date), 1);
    v = _mm256_xor_si256(v, zero);
    __m256i over = _mm256_subs_epu8(v, most);
    v = _mm256_maddubs_epi16(_mm256_shuffle_epi8(v, digits), tens);
    v = _mm256_madd_epi16(v, hundreds);
    v = _mm256_madd_epi16(_mm256_packus_epi32(v, v), rest);
    uint64_t eights = (uint64_t)_mm_cvtsi128_si64(_mm256_castsi256_si128(v));
    uint32_t place = (uint32_t)_mm_cvtsi128_si32(_mm256_extracti128_si256(v, 1)) -
                     MATCH_YEAR_FIRST * MATCH_PER_YEAR;
    if (!_mm256_testz_si256(over, over) || place >= MATCH_DAYS) return (struct match_fields){0, 0};
    uint64_t sixteen = (eights & UINT32_MAX) * 100000000 + (eights >> 32);
    return (struct match_fields){match_key_end(sixteen, number + 16), days[place]};
}
#endif
