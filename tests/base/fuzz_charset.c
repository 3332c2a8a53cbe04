/* Decoding any bytes gives valid UTF-8 or an error; whole and in pieces alike; names of any bytes
 * are safe. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/name.h"
#include "base/pinyin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void in_pieces(const uint8_t *data, size_t size, const struct buf *whole)
{
    struct buf out = BUF(1 << 22);
    char chunk[7];
    size_t at = 0;
    struct charset_step s = {CHARSET_DONE, 0, 0};
    while (at < size) {
        s = charset_gb18030(data + at, size - at, chunk, sizeof chunk);
        buf_add(&out, chunk, s.written);
        at += s.used;
        if (s.end == CHARSET_BAD || s.end == CHARSET_MORE) break;
    }
    if (out.n != whole->n || (out.n && memcmp(out.p, whole->p, out.n) != 0)) abort();
    buf_free(&out);
}

static void as_name(const char *s)
{
    char key[NAME_BYTES], again[NAME_BYTES], clean[NAME_BYTES], initials[64];
    name_key(s, key, sizeof key);
    name_key(key, again, sizeof again);
    if (strcmp(key, again) != 0) abort();
    name_clean(s, clean, NULL);
    pinyin_initials(s, initials, sizeof initials);
    pinyin_match(s, initials);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf out = BUF(1 << 22);
    struct problem why;
    struct charset_found found = charset_detect(data, size);
    enum err e = charset_decode(found.charset, data + found.bom, size - found.bom, &out, &why);
    if (!charset_is_utf8(out.p, out.n, NULL)) abort();
    if (!e && out.p) as_name(out.p);
    buf_clear(&out);
    charset_decode(CHARSET_GB18030, data, size, &out, &why);
    if (!charset_is_utf8(out.p, out.n, NULL)) abort();
    in_pieces(data, size, &out);
    buf_free(&out);
    char *s = malloc(size + 1);
    if (!s) return 0;
    memcpy(s, data, size);
    s[size] = 0;
    as_name(s);
    free(s);
    return 0;
}
