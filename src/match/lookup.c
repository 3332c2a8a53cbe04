#include "match/lookup.h"

#define INLINE __attribute__((always_inline)) static inline
#define TOGETHER 64 /* rows whose cache lines are asked for at the same time */

/* A few rows on their way: while their cache lines come, the rows before are worked on. */
struct batch {
    const struct match_row *row;
    size_t n;
    const struct match_bucket *home[TOGETHER];
    uint32_t cell[TOGETHER];
    uint16_t day[TOGETHER];
};

struct part {
    const struct match_index *index;
    uint32_t number;
    uint16_t *cells;              /* of the part's first person */
    uint32_t column[MATCH_DENSE]; /* by kind, from a rank to its cell (modulo 2^32) */
};

/* A bit for each of the bucket's five keys that this is: which of them it is cannot be foreseen,
 * so there is no branch on it. */
typedef unsigned hit_fn(const struct match_bucket *b, uint64_t key);

INLINE unsigned hit_plain(const struct match_bucket *b, uint64_t key)
{
    return (unsigned)(b->key[0] == key) | (unsigned)(b->key[1] == key) << 1 |
           (unsigned)(b->key[2] == key) << 2 | (unsigned)(b->key[3] == key) << 3 |
           (unsigned)(b->key[4] == key) << 4;
}

INLINE void ask(const struct part *part, struct batch *batch)
{
    const struct match_index *index = part->index;
    for (size_t i = 0; i < batch->n; i++) {
        batch->home[i] =
            &index->bucket[match_index_home(index, part->number, match_row_key(&batch->row[i]))];
        __builtin_prefetch(batch->home[i]);
    }
}

/* From rows to cells. A row that is nobody's raises the first cell to no day, which leaves it as it
 * is: whose rows match cannot be foreseen either. Returns how many do. */
INLINE size_t find(hit_fn *hit_of, const struct part *part, struct batch *batch)
{
    size_t found = 0;
    for (size_t i = 0; i < batch->n; i++) {
        const struct match_row *row = &batch->row[i];
        const struct match_bucket *b = batch->home[i];
        uint64_t key = match_row_key(row);
        unsigned hit = hit_of(b, key), here = hit != 0;
        uint32_t rank = b->rank[__builtin_ctz(hit | 16)];
        if (__builtin_expect((here ^ 1) & b->moved_on, 0)) {
            rank = match_index_at(part->index, (uint64_t)(b - part->index->bucket), key);
            here = rank != MATCH_NOBODY;
        }
        batch->cell[i] = (part->column[row->kind] + rank) & -here;
        batch->day[i] = (uint16_t)(row->day & -here);
        __builtin_prefetch(&part->cells[batch->cell[i]], 1);
        found += here;
    }
    return found;
}

INLINE void raise_cells(const struct part *part, const struct batch *batch)
{
    for (size_t i = 0; i < batch->n; i++) {
        uint16_t *cell = &part->cells[batch->cell[i]], day = batch->day[i];
        *cell = day > *cell ? day : *cell; /* written in any case: cannot be foreseen */
    }
}

INLINE uint64_t look_up(hit_fn *hit_of, struct match_latest *latest, uint32_t number,
                        const struct match_row *rows, size_t n)
{
    const struct match_index *index = latest->index;
    uint32_t first = match_part_first(index, number);
    struct part part = {.index = index, .number = number, .cells = latest->cell + first};
    if (index->people == 0) return 0;
    for (uint32_t kind = 0; kind < MATCH_DENSE; kind++)
        part.column[kind] = kind * index->people - first;
    struct batch batch[3], *asked = &batch[0], *found = &batch[1], *done = &batch[2];
    asked->n = found->n = 0;
    uint64_t matched = 0;
    do {
        struct batch *next = done;
        done = found;
        found = asked;
        asked = next;
        asked->row = rows;
        asked->n = n < TOGETHER ? n : TOGETHER;
        rows += asked->n;
        n -= asked->n;
        ask(&part, asked);
        matched += find(hit_of, &part, found);
        raise_cells(&part, done);
    } while (asked->n || found->n);
    return matched;
}

static void parts_plain(const struct match_index *index, const struct match_row *rows, size_t n,
                        uint8_t *parts)
{
    for (size_t i = 0; i < n; i++)
        parts[i] = (uint8_t)match_part_of(index, match_row_key(&rows[i]));
}

static uint64_t look_up_plain(struct match_latest *latest, uint32_t part,
                              const struct match_row *rows, size_t n)
{
    return look_up(hit_plain, latest, part, rows, n);
}

#if defined __x86_64__
#include <immintrin.h>

__attribute__((target("avx2"))) INLINE unsigned hit_avx2(const struct match_bucket *b, uint64_t key)
{
    __m256i four = _mm256_loadu_si256((const __m256i *)(const void *)b->key);
    __m256i same = _mm256_cmpeq_epi64(four, _mm256_set1_epi64x((long long)key));
    return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(same)) | (unsigned)(b->key[4] == key)
                                                                         << 4;
}

__attribute__((target("avx2,bmi"))) static uint64_t
look_up_avx2(struct match_latest *latest, uint32_t part, const struct match_row *rows, size_t n)
{
    return look_up(hit_avx2, latest, part, rows, n);
}

__attribute__((target("avx512f"))) INLINE unsigned hit_avx512(const struct match_bucket *b,
                                                              uint64_t key)
{
    return _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(b), _mm512_set1_epi64((long long)key)) & 31u;
}

__attribute__((target("avx512f,bmi"))) static uint64_t
look_up_avx512(struct match_latest *latest, uint32_t part, const struct match_row *rows, size_t n)
{
    return look_up(hit_avx512, latest, part, rows, n);
}

/* Two steps of eight, each with how many of the lowest keys are not above this one. */
__attribute__((target("avx512f,popcnt"))) static void parts_avx512(const struct match_index *index,
                                                                   const struct match_row *rows,
                                                                   size_t n, uint8_t *parts)
{
    _Static_assert(MATCH_PARTS_MAX == 64, "eight times eight");
    uint64_t eighth[8];
    for (size_t i = 0; i < 8; i++) eighth[i] = index->lowest[i * 8];
    const __m512i coarse = _mm512_loadu_si512(eighth);
    for (size_t i = 0; i < n; i++) {
        __m512i key = _mm512_set1_epi64((long long)match_row_key(&rows[i]));
        unsigned eight = (unsigned)__builtin_popcount(_mm512_cmpge_epu64_mask(key, coarse)) - 1;
        __m512i fine = _mm512_loadu_si512(&index->lowest[eight * 8]);
        unsigned one = (unsigned)__builtin_popcount(_mm512_cmpge_epu64_mask(key, fine)) - 1;
        parts[i] = (uint8_t)(eight * 8 + one);
    }
}

struct match_kernels match_kernels_of(enum match_kernel kernel)
{
    bool bmi = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    if ((kernel == MATCH_BEST || kernel == MATCH_AVX512) && bmi &&
        __builtin_cpu_supports("avx512f"))
        return (struct match_kernels){parts_avx512, look_up_avx512};
    if ((kernel == MATCH_BEST || kernel == MATCH_AVX2) && bmi && __builtin_cpu_supports("avx2"))
        return (struct match_kernels){parts_plain, look_up_avx2};
    return (struct match_kernels){parts_plain, look_up_plain};
}
#else
struct match_kernels match_kernels_of(enum match_kernel kernel)
{
    (void)kernel;
    return (struct match_kernels){parts_plain, look_up_plain};
}
#endif
