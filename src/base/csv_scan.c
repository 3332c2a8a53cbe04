#include "base/csv_scan.h"

#include <stdbool.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* Writes the positions of the set bits. Eight at a time without asking: ordinary rows have about
 * five specials in 64 bytes, and a mispredicted loop end costs more than three useless stores into
 * the slack. */
INLINE size_t emit(uint64_t mask, size_t base, uint32_t *out)
{
    size_t count = (size_t)__builtin_popcountll(mask);
    for (size_t done = 0; done < count; done += 8) {
        for (size_t i = 0; i < 8; i++) {
            out[done + i] = (uint32_t)(base + (mask ? (size_t)__builtin_ctzll(mask) : 0));
            mask &= mask - 1;
        }
    }
    return count;
}

static bool special(unsigned char c)
{
    return c == ',' || c == '"' || c == '\n' || c == '\r' || c == 0;
}

static uint64_t mask_plain(const unsigned char *p)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < 64; i++) mask |= (uint64_t)special(p[i]) << i;
    return mask;
}

/* The loop every kernel shares: whole blocks of 64, then the rest through a block filled up with
 * ordinary bytes. */
#define SCAN_BODY(mask_of)                                                                         \
    size_t count = 0, at = 0;                                                                      \
    for (; at + 64 <= n; at += 64)                                                                 \
        count += emit(mask_of((const unsigned char *)p + at), at, out + count);                    \
    if (at < n) {                                                                                  \
        unsigned char rest[64];                                                                    \
        memset(rest, 'x', sizeof rest);                                                            \
        memcpy(rest, p + at, n - at);                                                              \
        count += emit(mask_of(rest), at, out + count);                                             \
    }                                                                                              \
    return count;

static size_t scan_plain(const char *p, size_t n, uint32_t *out){SCAN_BODY(mask_plain)}

/* The five bytes differ in their low nibble (0 2 A C D), so a table of 16 looked up by the low
 * nibble gives back the one special byte that this byte could be; where it is the byte itself, it
 * is special. The other entries have a nibble that is not their own place, so no byte equals them.
 * (x86 looks up 0 for bytes from 0x80, which none of them equals either.) */
#define NIBBLE_TABLE 0, 2, '"', 1, 1, 1, 1, 1, 1, 1, '\n', 1, ',', '\r', 1, 1

#if defined __x86_64__
#include <immintrin.h>

INLINE uint64_t mask_sse2(const unsigned char *p)
{
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(',')),
                                   _mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_setzero_si128()));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * i);
    }
    return mask;
}

static size_t scan_sse2(const char *p, size_t n, uint32_t *out)
{
    SCAN_BODY(mask_sse2)
}

__attribute__((target("avx2,bmi,popcnt"))) INLINE uint64_t mask_avx2(const unsigned char *p)
{
    const __m256i table = _mm256_setr_epi8(NIBBLE_TABLE, NIBBLE_TABLE);
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
    __m256i x = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, a), a);
    __m256i y = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, b), b);
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(x) | (uint64_t)(uint32_t)_mm256_movemask_epi8(y)
                                                             << 32;
}

__attribute__((target("avx2,bmi,popcnt"))) static size_t scan_avx2(const char *p, size_t n,
                                                                   uint32_t *out)
{
    SCAN_BODY(mask_avx2)
}

#define AVX512 "avx512f,avx512bw,avx512vbmi2,bmi,popcnt"

__attribute__((target(AVX512))) INLINE uint64_t mask_avx512(const unsigned char *p)
{
    const __m512i table = _mm512_broadcast_i32x4(_mm_setr_epi8(NIBBLE_TABLE));
    __m512i v = _mm512_loadu_si512(p);
    return _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(table, v), v);
}

/* The offsets of the set bits are those of a row of offsets that a compress leaves: sixteen a
 * store. */
__attribute__((target(AVX512))) INLINE size_t emit_avx512(uint64_t mask, __m512i offsets,
                                                          size_t base, uint32_t *out)
{
    size_t count = (size_t)__builtin_popcountll(mask);
    __m512i found = _mm512_maskz_compress_epi8(mask, offsets), start = _mm512_set1_epi32((int)base);
    _mm512_storeu_si512(
        out, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(found)), start));
    for (size_t done = 16; done < count; done += 16) {
        found = _mm512_alignr_epi64(_mm512_setzero_si512(), found, 2);
        _mm512_storeu_si512(
            out + done,
            _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(found)), start));
    }
    return count;
}

__attribute__((target(AVX512))) static size_t scan_avx512(const char *p, size_t n, uint32_t *out)
{
    unsigned char row[64];
    for (unsigned char i = 0; i < 64; i++) row[i] = i;
    const __m512i offsets = _mm512_loadu_si512(row);
    size_t count = 0, at = 0;
    for (; at + 64 <= n; at += 64)
        count += emit_avx512(mask_avx512((const unsigned char *)p + at), offsets, at, out + count);
    if (at < n) {
        memset(row, 'x', sizeof row);
        memcpy(row, p + at, n - at);
        count += emit_avx512(mask_avx512(row), offsets, at, out + count);
    }
    return count;
}
#endif

#if defined __aarch64__
#include <arm_neon.h>

INLINE uint64_t mask_neon(const unsigned char *p)
{
    static const unsigned char nibble[16] = {NIBBLE_TABLE};
    static const unsigned char bits[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                           1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t table = vld1q_u8(nibble), weight = vld1q_u8(bits);
    uint8x16_t hit[4];
    for (int i = 0; i < 4; i++) {
        uint8x16_t v = vld1q_u8(p + 16 * i);
        hit[i] = vandq_u8(vceqq_u8(vqtbl1q_u8(table, vandq_u8(v, vdupq_n_u8(15))), v), weight);
    }
    /* Three rounds of adding neighbours leave one byte for every eight: the mask. */
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(hit[0], hit[1]), vpaddq_u8(hit[2], hit[3]));
    sum = vpaddq_u8(sum, sum);
    return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static size_t scan_neon(const char *p, size_t n, uint32_t *out){SCAN_BODY(mask_neon)}
#endif

csv_scan_fn csv_scan_of(enum csv_scan_set set)
{
    switch (set) {
    case CSV_SCAN_PLAIN:
        return scan_plain;
#if defined __x86_64__
    case CSV_SCAN_SSE2:
        return scan_sse2;
    case CSV_SCAN_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") ? scan_avx2 : NULL;
    case CSV_SCAN_AVX512:
        return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2")
                   ? scan_avx512
                   : NULL;
#endif
#if defined __aarch64__
    case CSV_SCAN_NEON:
        return scan_neon;
#endif
    default:
        return NULL;
    }
}

csv_scan_fn csv_scan_best(void)
{
    csv_scan_fn best = scan_plain;
    for (enum csv_scan_set set = CSV_SCAN_PLAIN; set < CSV_SCAN_SETS; set++) {
        csv_scan_fn fn = csv_scan_of(set);
        if (fn) best = fn;
    }
    return best;
}
