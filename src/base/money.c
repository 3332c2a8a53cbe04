#include "base/money.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Rewrites full-width digits, comma and point to ASCII and drops blanks, currency signs and
 * grouping commas. */
static bool plain(const char *s, char *out, size_t cap)
{
    static const struct {
        const char *from;
        char to;
    } wide[] = {{"\uff0c", 0}, {"\uff0e", '.'}, {"\uff0d", '-'}, {"\u3000", 0},
                {"\u00a5", 0}, {"\uffe5", 0},   {"\u5143", 0}};
    size_t n = 0;
    while (*s) {
        char c = *s;
        size_t used = 1;
        if (strncmp(s, "\xEF\xBC", 2) == 0 && (unsigned char)s[2] >= 0x90 &&
            (unsigned char)s[2] <= 0x99)
            c = (char)('0' + ((unsigned char)s[2] - 0x90)), used = 3;
        for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
            if (strncmp(s, wide[i].from, strlen(wide[i].from)) == 0)
                c = wide[i].to, used = strlen(wide[i].from);
        s += used;
        if (c == 0 || c == ' ' || c == ',') continue;
        if (n + 1 >= cap) return false;
        out[n++] = c;
    }
    out[n] = 0;
    return n > 0;
}

enum err money_parse(const char *s, int64_t *fen, struct problem *why)
{
    char t[32];
    if (!plain(s, t, sizeof t))
        return problem_set(why, ERR_INPUT, ZH_err_money_format, NULL, s, NULL);
    if (t[0] == '-') return problem_set(why, ERR_INPUT, ZH_err_money_negative, NULL, s, NULL);
    int64_t yuan = 0, cents = 0;
    int whole = 0, decimals = -1;
    for (const char *p = t; *p; p++) {
        if (*p == '.' && decimals < 0) {
            decimals = 0;
        } else if (*p < '0' || *p > '9' || decimals == 2 || (decimals < 0 && ++whole > 11)) {
            return problem_set(why, ERR_INPUT, ZH_err_money_format, NULL, s, NULL);
        } else if (decimals < 0) {
            yuan = yuan * 10 + (*p - '0');
        } else {
            cents = cents * 10 + (*p - '0');
            decimals++;
        }
    }
    if (whole == 0 || decimals == 0)
        return problem_set(why, ERR_INPUT, ZH_err_money_format, NULL, s, NULL);
    *fen = yuan * 100 + (decimals == 1 ? cents * 10 : cents);
    return ERR_OK;
}

struct money_text money_print(int64_t fen)
{
    struct money_text t;
    int64_t a = fen < 0 ? -fen : fen;
    snprintf(t.s, sizeof t.s, "%s%" PRId64 ".%02d", fen < 0 ? "-" : "", a / 100, (int)(a % 100));
    return t;
}

struct money_text money_print_grouped(int64_t fen)
{
    struct money_text in = money_print(fen), out;
    size_t n = strlen(in.s), at = 0, sign = in.s[0] == '-', whole = n - 3;
    for (size_t i = 0; i < n && at + 2 < sizeof out.s; i++) {
        if (i > sign && i < whole && (whole - i) % 3 == 0) out.s[at++] = ',';
        out.s[at++] = in.s[i];
    }
    out.s[at] = 0;
    return out;
}

int64_t money_share(int64_t fen, int64_t numerator, int64_t denominator)
{
    __extension__ typedef __int128 wide;
    return (int64_t)(((wide)fen * numerator * 2 + denominator) / (2 * (wide)denominator));
}
