/*
 * Cookies, RFC 6265bis. Names carry the __Host- prefix (Secure, Path=/, no Domain), so that no
 * neighbouring host can plant one; a training store on plain http over loopback uses the name
 * without the prefix and without Secure.
 */
#pragma once
#include "http/http.h"

enum http_same_site { HTTP_STRICT, HTTP_LAX };

struct http_cookie {
    const char *name;  /* without prefix: letters, digits, '-' and '_' */
    const char *value; /* cookie-octets only (RFC 6265): the caller encodes */
    int max_age;       /* seconds; 0: until the browser closes; -1: delete */
    enum http_same_site same_site;
    bool script_reads; /* no HttpOnly (a display preference, never a session) */
    bool plain;        /* see above */
};

/* Parses one Cookie header into pairs[at..HTTP_COOKIES_MAX); returns the new count. Malformed parts
 * are skipped. */
size_t http_cookies_parse(const char *header, struct arena *a, struct http_pair *pairs, size_t at);
/* The value under the prefixed (or, with plain, the bare) name; NULL when absent or sent twice. */
const char *http_cookie_get(const struct http_request *r, const char *name, bool plain);
void http_cookie_set(struct http_response *r, struct arena *a, const struct http_cookie *c);
