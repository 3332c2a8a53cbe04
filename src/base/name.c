#include "base/name.h"

#include <stdbool.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/han.h"

enum { DOT = 0x00B7 };

/* Private use points that decoders of earlier editions give, outside the block E815-E864. */
static const struct {
    uint16_t from;
    uint32_t to;
} private_points[] = {
    {0xE78D, 0xFE10},
    {0xE78E, 0xFE12},
    {0xE78F, 0xFE11},
    {0xE790, 0xFE13},
    {0xE791, 0xFE14},
    {0xE792, 0xFE15},
    {0xE793, 0xFE16},
    {0xE794, 0xFE17},
    {0xE795, 0xFE18},
    {0xE796, 0xFE19},
    {0xE7C7, 0x1E3F},
    {0xE7C8, 0x01F9},
    /* these six still are private use in the 2022 edition, beside the real character in plane 2 */
    {0xE816, 0x20087},
    {0xE817, 0x20089},
    {0xE818, 0x200CC},
    {0xE831, 0x215D7},
    {0xE83B, 0x2298F},
    {0xE855, 0x241FE},
};

static uint32_t fold_private(uint32_t cp)
{
    for (size_t i = 0; i < sizeof private_points / sizeof *private_points; i++)
        if (private_points[i].from == cp) return private_points[i].to;
    if (cp < 0xE815 || cp > 0xE864) return cp;
    /* GBK put the 80 characters FE50-FEA0 there in order; the standard's table says what they are
     * today. */
    uint32_t trail = 0x50 + (cp - 0xE815);
    unsigned char pair[2] = {0xFE, (unsigned char)(trail >= 0x7F ? trail + 1 : trail)};
    char utf8[5] = "";
    struct charset_step step = charset_gb18030(pair, 2, utf8, 4);
    utf8[step.written] = 0;
    const char *s = utf8;
    return step.end == CHARSET_DONE ? charset_next(&s) : cp;
}

static bool is_dot(uint32_t cp)
{
    /* The middle dot and what keyboards and fonts offer for it: Greek, bullets, hyphenation point,
     * operators, katakana. */
    static const uint16_t dots[] = {0x00B7, 0x0387, 0x2022, 0x2024, 0x2027, 0x2219,
                                    0x22C5, 0x25CF, 0x2E31, 0x30FB, 0xFF65};
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
        if (dots[i] == cp) return true;
    return cp == '.';
}

static bool is_selector(uint32_t cp)
{
    return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

uint32_t name_fold(uint32_t cp)
{
    cp = charset_narrow(cp);
    if (cp == CHARSET_INVALID || charset_blank(cp) || is_selector(cp)) return 0;
    if (is_dot(cp)) return DOT;
    if (cp >= 'a' && cp <= 'z') return cp - 'a' + 'A';
    if (cp >= 0xE000 && cp <= 0xF8FF) return fold_private(cp);
    return cp >= 0x2E80 ? han_unified(cp) : cp;
}

size_t name_key(const char *name, char *out, size_t cap)
{
    size_t n = 0;
    for (uint32_t cp; (cp = charset_next(&name)) != 0;) {
        char one[4];
        cp = name_fold(cp);
        if (!cp) continue;
        size_t length = charset_put(cp, one);
        if (n + length >= cap) break;
        memcpy(out + n, one, length);
        n += length;
    }
    out[n] = 0;
    return n;
}

int name_compare(const char *a, const char *b)
{
    for (;;) {
        uint32_t x = 0, y = 0;
        while (*a && !x) x = name_fold(charset_next(&a));
        while (*b && !y) y = name_fold(charset_next(&b));
        if (x != y) return x < y ? -1 : 1;
        if (!x) return 0;
    }
}

/* A character that only a failed decoding leaves behind. */
static bool garbled(uint32_t cp)
{
    if (cp == CHARSET_INVALID || cp == 0xFFFD || cp == 0xFFFE || cp == 0xFFFF) return true;
    if (cp == '?' || cp == 0xFF1F || (cp < ' ' && !charset_blank(cp)) || (cp >= 0x7F && cp < 0xA0))
        return true;
    if (cp < 0xE000 || cp > 0xF8FF) return false;
    return name_fold(cp) == cp;
}

static enum err refuse_garbled(size_t at, uint32_t cp, struct problem *why)
{
    char place[24], shown[16];
    snprintf(place, sizeof place, "%zu", at);
    snprintf(shown, sizeof shown, cp == CHARSET_INVALID ? "?" : "U+%04X", cp);
    return problem_set(why, ERR_INPUT, ZH_name_garbled, NULL, place, shown, NULL);
}

static enum err refuse_long(size_t characters, struct problem *why)
{
    char is[24], may[24];
    snprintf(is, sizeof is, "%zu", characters);
    snprintf(may, sizeof may, "%d", NAME_MAX_CHARACTERS);
    return problem_set(why, ERR_INPUT, ZH_name_long, NULL, is, may, NULL);
}

/* The text between the blanks around it. */
static const char *trimmed(const char *s, size_t *n)
{
    const char *begin = s, *end = s, *p = s;
    bool inside = false;
    for (uint32_t cp; (cp = charset_next(&p)) != 0;) {
        if (!charset_blank(cp)) {
            if (!inside) begin = s;
            inside = true;
            end = p;
        }
        s = p;
    }
    *n = (size_t)(end - begin) * inside;
    return begin;
}

enum err name_clean(const char *s, char out[NAME_BYTES], struct problem *why)
{
    size_t n, characters = 0;
    bool letters = false;
    const char *begin = trimmed(s, &n);
    out[0] = 0;
    if (n == 0) return problem_set(why, ERR_INPUT, ZH_name_empty, NULL, NULL);
    for (const char *p = begin; p < begin + n;) {
        uint32_t cp = charset_next(&p);
        characters++;
        if (garbled(cp)) return refuse_garbled(characters, cp, why);
        uint32_t narrow = charset_narrow(cp);
        letters |= !(narrow >= '0' && narrow <= '9') && !charset_blank(cp);
    }
    if (characters > NAME_MAX_CHARACTERS) return refuse_long(characters, why);
    if (!letters) return problem_set(why, ERR_INPUT, ZH_name_digits, NULL, NULL);
    memcpy(out, begin, n);
    out[n] = 0;
    return ERR_OK;
}
