/*
 * Character sets of files and of typed text. Everything inside the program is UTF-8; a file is
 * decoded once, at the edge.
 *
 * GB18030 is GB 18030-2022, level 3: the build machine's iconv as the base and, on top of it, the
 * code points in which the 2022 edition differs (tools/gbgen.c). Decoding is strict: a byte
 * sequence that the standard does not assign is an error with its offset, never a replacement
 * character. UTF-8 is RFC 3629 (no surrogates, no overlong forms, up to U+10FFFF).
 *
 * Not here: comparing names (base/name.h), reading files and CSV (base/csv.h).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum charset {
    CHARSET_UNSET,
    CHARSET_UTF8,
    CHARSET_GB18030,
    CHARSET_UTF16 /* only recognised, so that the sentence can say how to save the file instead */
};

struct charset_found {
    enum charset charset;
    size_t bom; /* bytes of byte order mark to skip */
};

/* BOM, else strictly valid UTF-8, else GB18030. `bytes` must be the whole text (or end at a
 * character boundary). */
struct charset_found charset_detect(const void *bytes, size_t n);

/* true when the n bytes are strictly valid UTF-8; otherwise *bad (may be NULL) is the offset of the
 * first bad sequence. */
bool charset_is_utf8(const void *bytes, size_t n, size_t *bad);

/* "UTF-8", "GB18030", "UTF-16", "". */
const char *charset_name(enum charset charset);

enum charset_end {
    CHARSET_DONE, /* all input used */
    CHARSET_MORE, /* the input ends inside a character: bring the unused bytes again with more
                     behind them */
    CHARSET_FULL, /* no room for the next character */
    CHARSET_BAD   /* in[used] starts a sequence that the standard does not assign */
};

struct charset_step {
    enum charset_end end;
    size_t used, written; /* bytes of input and of output; output always ends at a character
                             boundary, not terminated */
};

/* GB18030 to UTF-8, as much as fits: for streams of any length in constant memory. At the end of
 * the input CHARSET_MORE means that the text is cut off. cap ≥ 2 * n never gives CHARSET_FULL. */
struct charset_step charset_gb18030(const void *in, size_t n, char *out, size_t cap);

/* Appends n bytes of `charset` (CHARSET_UTF8 is validated) to out. Problem: charset_bytes with the
 * offset from the start of `bytes`, charset_cut, charset_utf16; out then ends before the bad
 * sequence. */
enum err charset_decode(enum charset charset, const void *bytes, size_t n, struct buf *out,
                        struct problem *why);

#define CHARSET_INVALID 0xFFFFFFFFu

/* The next code point of terminated UTF-8, advancing *s; 0 at the end (not advanced);
 * CHARSET_INVALID for a bad byte (advanced by one byte). */
uint32_t charset_next(const char **s);
/* Writes cp (must be a scalar value) and returns its length, 1 to 4. */
size_t charset_put(uint32_t cp, char out[4]);
/* The code point with full-width forms (U+FF01-FF5E, U+3000) turned to their half-width ones. */
uint32_t charset_narrow(uint32_t cp);
/* Every kind of blank that typed text carries: spaces, tabs, line ends, no-break, zero-width, BOM,
 * ideographic space. */
bool charset_blank(uint32_t cp);
