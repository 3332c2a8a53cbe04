#include "http/form.h"

#include <string.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/* Length of the UTF-8 sequence at p, 0 when it is none (RFC 3629: no surrogates, no overlong forms,
 * ≤ U+10FFFF). */
static size_t sequence(const unsigned char *p, size_t left)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t more;
    if (p[0] < 0x80) return 1;
    if (p[0] >= 0xc2 && p[0] <= 0xdf) more = 1;
    else if (p[0] >= 0xe0 && p[0] <= 0xef) more = 2;
    else if (p[0] >= 0xf0 && p[0] <= 0xf4) more = 3;
    else return 0;
    if (p[0] == 0xe0) low = 0xa0;
    if (p[0] == 0xed) high = 0x9f;
    if (p[0] == 0xf0) low = 0x90;
    if (p[0] == 0xf4) high = 0x8f;
    if (left <= more || p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i <= more; i++)
        if (p[i] < 0x80 || p[i] > 0xbf) return 0;
    return more + 1;
}

bool http_text_valid(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    for (size_t i = 0; i < n;) {
        if ((p[i] < 0x20 && p[i] != '\t' && p[i] != '\r' && p[i] != '\n') || p[i] == 0x7f)
            return false;
        size_t step = sequence(p + i, n - i);
        if (!step) return false;
        i += step;
    }
    return true;
}

const char *http_percent_decode(const char *s, size_t n, bool plus, struct arena *a)
{
    char *out = arena_try(a, n + 1);
    if (!out) return NULL;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '+' && plus) c = ' ';
        if (c == '%') {
            if (n - i < 3 || hex(s[i + 1]) < 0 || hex(s[i + 2]) < 0) return NULL;
            c = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
            i += 2;
        }
        out[at++] = c;
    }
    out[at] = 0;
    return http_text_valid(out, at) ? out : NULL;
}

static size_t count_fields(const char *s, size_t n)
{
    size_t count = 1;
    for (size_t i = 0; i < n; i++) count += s[i] == '&';
    return count;
}

enum form_result http_form_decode(const char *s, size_t n, struct arena *a, struct http_pairs *out)
{
    *out = (struct http_pairs){0};
    if (n == 0) return FORM_OK;
    size_t count = count_fields(s, n);
    if (count > HTTP_FIELDS_MAX) return FORM_TOO_MANY;
    struct http_pair *pairs = arena_try(a, count * sizeof *pairs);
    if (!pairs) return FORM_TOO_MANY;
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        const char *end = memchr(s + i, '&', n - i);
        size_t len = end ? (size_t)(end - (s + i)) : n - i;
        const char *eq = memchr(s + i, '=', len);
        size_t name_n = eq ? (size_t)(eq - (s + i)) : len;
        if (len > 0) {
            pairs[used].name = http_percent_decode(s + i, name_n, true, a);
            pairs[used].value = eq ? http_percent_decode(eq + 1, len - name_n - 1, true, a) : "";
            if (!pairs[used].name || !pairs[used].value) return FORM_MALFORMED;
            used++;
        }
        i += len + 1;
    }
    *out = (struct http_pairs){pairs, used};
    return FORM_OK;
}
