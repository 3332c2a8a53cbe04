#include "base/money.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Rewrites what offices write to ASCII: full-width digits and signs, blanks to ' ', the currency
 * signs to 'Y' and the word for yuan to 'y'. */
static bool plain(const char *s, char *out, size_t cap)
{
    static const struct {
        const char *from;
        char to;
    } wide[] = {{"\uff0c", ','}, {"\uff0e", '.'}, {"\uff0d", '-'}, {"\u3000", ' '},
                {"\u00a5", 'Y'}, {"\uffe5", 'Y'}, {"\u5143", 'y'}};
    size_t n = 0;
    while (*s) {
        char c = *s == 'Y' || *s == 'y' ? '?' : *s;
        size_t used = 1;
        if (strncmp(s, "\xEF\xBC", 2) == 0 && (unsigned char)s[2] >= 0x90 &&
            (unsigned char)s[2] <= 0x99)
            c = (char)('0' + ((unsigned char)s[2] - 0x90)), used = 3;
        for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
            if (strncmp(s, wide[i].from, strlen(wide[i].from)) == 0)
                c = wide[i].to, used = strlen(wide[i].from);
        s += used;
        if (n + 1 >= cap) return false;
        out[n++] = c;
    }
    out[n] = 0;
    return true;
}

/* Whole yuan at *p: digits, in groups of three where there are commas, at most 11 of them. */
static bool whole_yuan(const char **p, int64_t *yuan)
{
    const char *s = *p;
    size_t first = strspn(s, "0123456789"), count = 0;
    bool grouped = s[first] == ',';
    *yuan = 0;
    if (first == 0 || (grouped && first > 3)) return false;
    for (;;) {
        size_t run = strspn(s, "0123456789");
        if (count && run != 3) return false;
        count += run;
        if (count > 11) return false;
        for (; run; run--) *yuan = *yuan * 10 + (*s++ - '0');
        if (*s != ',') break;
        s++;
    }
    *p = s;
    return true;
}

/* One or two decimals after the point at *p, if there is one. */
static bool decimals(const char **p, int64_t *cents)
{
    *cents = 0;
    if (**p != '.') return true;
    const char *s = *p + 1;
    size_t run = strspn(s, "0123456789");
    if (run < 1 || run > 2) return false;
    *cents = (s[0] - '0') * 10 + (run == 2 ? s[1] - '0' : 0);
    *p = s + run;
    return true;
}

enum err money_parse(const char *s, int64_t *fen, struct problem *why)
{
    char t[64];
    int64_t yuan, cents;
    const char *p = t;
    if (!plain(s, t, sizeof t))
        return problem_set(why, ERR_INPUT, ZH_err_money_format, NULL, s, NULL);
    p += strspn(p, " ");
    p += *p == 'Y';
    p += strspn(p, " ");
    if (*p == '-') return problem_set(why, ERR_INPUT, ZH_err_money_negative, NULL, s, NULL);
    bool ok = whole_yuan(&p, &yuan) && decimals(&p, &cents);
    if (ok) p += *p == 'y';
    if (ok) p += strspn(p, " ");
    if (!ok || *p) return problem_set(why, ERR_INPUT, ZH_err_money_format, NULL, s, NULL);
    *fen = yuan * 100 + cents;
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
