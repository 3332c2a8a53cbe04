/*
 * application/x-www-form-urlencoded, of URLs and bodies, decoded strictly: a broken percent escape,
 * a NUL, a control byte other than tab, CR and LF, or anything that is not UTF-8 refuses the whole
 * (a form that a browser made has none of them).
 */
#pragma once
#include "http/http.h"

enum form_result {
    FORM_OK,
    FORM_MALFORMED, /* 400 */
    FORM_TOO_MANY   /* 413 */
};

enum form_result http_form_decode(const char *s, size_t n, struct arena *a, struct http_pairs *out);
/* Percent-decodes s[0..n) into the arena; plus: '+' is a space. NULL when malformed. */
const char *http_percent_decode(const char *s, size_t n, bool plus, struct arena *a);
/* Strict UTF-8 (RFC 3629) without NUL and without control bytes other than tab, CR, LF. */
bool http_text_valid(const char *s, size_t n);
