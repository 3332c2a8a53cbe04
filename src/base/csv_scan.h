/*
 * The vectorised half of the CSV reader: where in a stretch of bytes the five bytes stand that mean
 * something to CSV: comma, quote, LF, CR and NUL. What they mean there is csv_shape.h; reading a
 * file is csv.h.
 *
 * One kernel per instruction set, all with the same answer; csv_scan_best picks the widest that
 * this processor has.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define CSV_SCAN_BLOCK 8192 /* most bytes of one call */
#define CSV_SCAN_SLACK 64   /* entries that a kernel may write past the last one it counts */

/* Writes the offsets of the special bytes among p[0..n), ascending, and returns how many. n <=
 * CSV_SCAN_BLOCK; out has room for n + CSV_SCAN_SLACK entries. Reads nothing outside p[0..n). */
typedef size_t (*csv_scan_fn)(const char *p, size_t n, uint32_t *out);

enum csv_scan_set {
    CSV_SCAN_PLAIN,
    CSV_SCAN_SSE2,
    CSV_SCAN_AVX2,
    CSV_SCAN_AVX512,
    CSV_SCAN_NEON,
    CSV_SCAN_SETS
};

csv_scan_fn csv_scan_best(void);
csv_scan_fn csv_scan_of(enum csv_scan_set set); /* NULL where this build or processor lacks it */
