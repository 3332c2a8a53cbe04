/*
 * Money is int64_t in 分 (1/100 yuan). Rounding is half-up to the 分, per line and month. No
 * floating point anywhere.
 */
#pragma once
#include <stdint.h>

#include "base/err.h"

/* "3210.55", "3,210.55", "3210", "¥3210.5", "3210.5元", full-width digits; refuses a sign, more
 * than two decimals, more than 11 digits, a comma that does not part three digits ("3210,55" is a
 * decimal comma or a slip). problem: err_money_format, err_money_negative; *fen is then untouched.
 */
enum err money_parse(const char *s, int64_t *fen, struct problem *why);

struct money_text {
    char s[32];
};
struct money_text money_print(int64_t fen);         /* "3210.55" */
struct money_text money_print_grouped(int64_t fen); /* "3,210.55" */
/* Half-up; denominator > 0, fen >= 0. */
int64_t money_share(int64_t fen, int64_t numerator, int64_t denominator);
