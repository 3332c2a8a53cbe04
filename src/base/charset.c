#include "base/charset.h"

#include <string.h>

extern const uint16_t charset_gb_two[]; /* gen/gb18030_gen.c, from tools/gbgen.c */
extern const uint16_t charset_gb_four[];

enum { GB_FOUR_COUNT = 39420, GB_SUPPLEMENTARY = 15 * 12600 };

/* ---- UTF-8 ---- */

/* Length of the sequence that a byte above 0x7F begins, 0 when it begins none. */
static size_t utf8_length(unsigned c)
{
    if (c < 0xC2 || c > 0xF4) return 0;
    return c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Length of the valid sequence at p (n bytes ahead), 0 when there is none; *cp its code point. */
static size_t utf8_at(const unsigned char *p, size_t n, uint32_t *cp)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned c = p[0];
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    size_t length = utf8_length(c);
    if (!length || length > n) return 0;
    uint32_t v = c & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        v = v << 6 | (p[i] & 0x3Fu);
    }
    if (v < least[length] || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF)) return 0;
    *cp = v;
    return length;
}

/* Bytes of plain ASCII at p, eight at a time; may stop up to seven short. */
static size_t ascii_run(const unsigned char *p, size_t n)
{
    size_t at = 0;
    for (uint64_t eight; at + 8 <= n; at += 8) {
        memcpy(&eight, p + at, 8);
        if (eight & 0x8080808080808080u) break;
    }
    return at;
}

bool charset_is_utf8(const void *bytes, size_t n, size_t *bad)
{
    const unsigned char *p = bytes;
    for (size_t at = 0; at < n;) {
        at += ascii_run(p + at, n - at);
        if (at == n) break;
        uint32_t cp;
        size_t length = utf8_at(p + at, n - at, &cp);
        if (!length) {
            if (bad) *bad = at;
            return false;
        }
        at += length;
    }
    return true;
}

uint32_t charset_next(const char **s)
{
    const unsigned char *p = (const unsigned char *)*s;
    uint32_t cp;
    if (!*p) return 0;
    size_t length = utf8_at(p, strnlen(*s, 4), &cp);
    *s += length ? length : 1;
    return length ? cp : CHARSET_INVALID;
}

size_t charset_put(uint32_t cp, char out[4])
{
    static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)(lead[n == 1 ? 0 : n] | cp);
    return n;
}

uint32_t charset_narrow(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E) return cp - 0xFF01 + '!';
    return cp == 0x3000 ? ' ' : cp;
}

bool charset_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF ||
           (cp >= 0x2000 && cp <= 0x200F) || cp == 0x202F || cp == 0x205F || cp == 0x2060;
}

/* ---- GB18030 ---- */

/* The code point of four bytes, 0 when the standard assigns none. */
static uint32_t gb_four(const unsigned char *p)
{
    if (p[2] < 0x81 || p[2] > 0xFE || p[3] < '0' || p[3] > '9') return 0;
    uint32_t tail =
        (uint32_t)(p[1] - '0') * 1260 + (uint32_t)(p[2] - 0x81) * 10 + (uint32_t)(p[3] - '0');
    uint32_t index = (uint32_t)(p[0] - 0x81) * 12600 + tail;
    if (index < GB_FOUR_COUNT) return charset_gb_four[index];
    return index >= GB_SUPPLEMENTARY && index - GB_SUPPLEMENTARY < 0x100000
               ? 0x10000 + index - GB_SUPPLEMENTARY
               : 0;
}

/* One character that is not ASCII. Returns its length; 0 when more bytes are needed; *cp is 0 when
 * it is not assigned. */
static size_t gb_at(const unsigned char *p, size_t n, uint32_t *cp)
{
    *cp = 0;
    if (p[0] == 0x80 || p[0] == 0xFF) return 1;
    if (n < 2) return 0;
    unsigned trail = p[1];
    if (trail >= '0' && trail <= '9') {
        if (n < 4) { /* wrong already, or still open? */
            return n == 3 && (p[2] < 0x81 || p[2] > 0xFE) ? 1 : 0;
        }
        *cp = gb_four(p);
        return 4;
    }
    if (trail < 0x40 || trail == 0x7F || trail == 0xFF) return 1;
    *cp = charset_gb_two[(size_t)(p[0] - 0x81) * 190 + trail - 0x40 - (trail > 0x7F)];
    return 2;
}

struct charset_step charset_gb18030(const void *in, size_t n, char *out, size_t cap)
{
    const unsigned char *p = in;
    struct charset_step s = {CHARSET_DONE, 0, 0};
    while (s.used < n) {
        size_t room = cap - s.written,
               run = ascii_run(p + s.used, n - s.used < room ? n - s.used : room);
        memcpy(out + s.written, p + s.used, run);
        s.used += run;
        s.written += run;
        if (s.used == n) break;
        uint32_t cp = p[s.used];
        size_t length = cp < 0x80 ? 1 : gb_at(p + s.used, n - s.used, &cp);
        if (length == 0 || (cp == 0 && p[s.used] != 0)) {
            s.end = length == 0 ? CHARSET_MORE : CHARSET_BAD;
            return s;
        }
        char one[4];
        size_t bytes = charset_put(cp, one);
        if (bytes > cap - s.written) {
            s.end = CHARSET_FULL;
            return s;
        }
        memcpy(out + s.written, one, bytes);
        s.used += length;
        s.written += bytes;
    }
    return s;
}

/* ---- Whole texts ---- */

static bool begins(const void *bytes, size_t n, const char *mark, size_t length)
{
    return n >= length && memcmp(bytes, mark, length) == 0;
}

struct charset_found charset_detect(const void *bytes, size_t n)
{
    if (begins(bytes, n, "\xEF\xBB\xBF", 3)) return (struct charset_found){CHARSET_UTF8, 3};
    if (begins(bytes, n, "\x84\x31\x95\x33", 4)) return (struct charset_found){CHARSET_GB18030, 4};
    if (begins(bytes, n, "\xFF\xFE", 2) || begins(bytes, n, "\xFE\xFF", 2))
        return (struct charset_found){CHARSET_UTF16, 2};
    return (struct charset_found){charset_is_utf8(bytes, n, NULL) ? CHARSET_UTF8 : CHARSET_GB18030,
                                  0};
}

const char *charset_name(enum charset charset)
{
    static const char *const names[] = {"", "UTF-8", "GB18030", "UTF-16"};
    return charset <= CHARSET_UTF16 ? names[charset] : "";
}

static enum err refuse_at(enum charset charset, size_t offset, enum zh_id message,
                          struct problem *why)
{
    char at[24];
    size_t digits = sizeof at - 1;
    at[digits] = 0;
    do at[--digits] = (char)('0' + offset % 10);
    while ((offset /= 10) != 0);
    return problem_set(why, ERR_INPUT, message, NULL, at + digits, charset_name(charset), NULL);
}

static enum err decode_gb18030(const char *in, size_t n, struct buf *out, struct problem *why)
{
    char chunk[8192];
    size_t at = 0;
    while (at < n) {
        struct charset_step s = charset_gb18030(in + at, n - at, chunk, sizeof chunk);
        buf_add(out, chunk, s.written);
        at += s.used;
        if (s.end == CHARSET_BAD) return refuse_at(CHARSET_GB18030, at, ZH_charset_bytes, why);
        if (s.end == CHARSET_MORE) return refuse_at(CHARSET_GB18030, at, ZH_charset_cut, why);
        if (out->failed) return problem_set(why, ERR_FAILED, ZH_charset_size, NULL, NULL);
    }
    return ERR_OK;
}

enum err charset_decode(enum charset charset, const void *bytes, size_t n, struct buf *out,
                        struct problem *why)
{
    if (charset == CHARSET_UTF16) return problem_set(why, ERR_INPUT, ZH_charset_utf16, NULL, NULL);
    if (charset == CHARSET_GB18030) return decode_gb18030(bytes, n, out, why);
    size_t good = n;
    bool valid = charset_is_utf8(bytes, n, &good);
    buf_add(out, bytes, good);
    if (!valid) return refuse_at(CHARSET_UTF8, good, ZH_charset_bytes, why);
    return out->failed ? problem_set(why, ERR_FAILED, ZH_charset_size, NULL, NULL) : ERR_OK;
}
