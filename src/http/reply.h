/*
 * The header fields that every reply carries: content type, caching and the policies of
 * docs/pages.md. One list for the server and for tests.
 */
#pragma once
#include "http/http.h"

#define HTTP_POLICY                                                                                \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; "        \
    "media-src 'self' blob:; "                                                                     \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

struct http_reply_fields {
    struct http_pair p[HTTP_REPLY_HEADERS_MAX + 12];
    size_t n;
    const unsigned char *
        bytes; /* the body to send: the response's own, or the asset in the form the client takes */
    size_t bytes_n;
};

/* r's fields point into static memory and into the response. plain: no Strict-Transport-Security.
 */
void http_reply_fields(const struct http_request *request, const struct http_response *response,
                       bool plain, struct http_reply_fields *out);
