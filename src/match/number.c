#include "match/number.h"

static const char check_characters[] = "10X98765432";

/* GB 11643: the weights are powers of two modulo 11. */
static char check_of(const char digits[17])
{
    static const unsigned weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    unsigned sum = 0;
    for (size_t i = 0; i < 17; i++) sum += weights[i] * (unsigned)(digits[i] - '0');
    return check_characters[sum % 11];
}

uint64_t match_key(const char *s, size_t n)
{
    if (n == MATCH_NUMBER) return match_key18(s);
    if (n != 15) return 0;
    for (size_t i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9') return 0;
    char wide[MATCH_NUMBER];
    memcpy(wide, s, 6);
    memcpy(wide + 6, "19", 2);
    memcpy(wide + 8, s + 6, 9);
    wide[17] = check_of(wide);
    return match_key18(wide);
}

void match_key_print(uint64_t key, char out[MATCH_NUMBER])
{
    uint64_t v = key - 1, check = v % 11;
    out[17] = check == 10 ? 'X' : (char)('0' + check);
    v /= 11;
    uint32_t low = (uint32_t)(v % 1000000000);
    v /= 1000000000;
    for (int i = 16; i >= 8; i--, low /= 10) out[i] = (char)('0' + low % 10);
    uint32_t high = (uint32_t)v;
    for (int i = 7; i >= 0; i--, high /= 10) out[i] = (char)('0' + high % 10);
}
