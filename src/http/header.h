/*
 * From a request line and header fields to a struct http_request, or to the status of the refusal.
 * Pure: the server, the tests and the fuzzers call the same function. The rules are those listed in
 * http.h.
 */
#pragma once
#include "http/http.h"

struct http_head {
    const char *method, *target; /* as received */
    struct http_pairs headers;   /* in the order received */
};

struct http_verdict {
    int status;             /* 0: accepted */
    bool has_body, chunked; /* accepted: what follows */
    uint64_t length;        /* of the body, when not chunked */
};

/* Fills method, target, path, query, cookies, headers and content_type of *r. Strings of head must
 * outlive r. */
struct http_verdict http_head_check(const struct http_head *head, struct arena *a,
                                    struct http_request *r);

/* A whole request from text ("GET / HTTP/1.1\r\nHost: …\r\n\r\nbody"), for tests of handlers
 * without sockets and for fuzzers. Forms are decoded, multipart is not. Returns 0 or the status of
 * the refusal. */
int http_request_from_text(const char *text, size_t n, struct arena *a, struct http_request *r);

/* Decodes a complete body that is no multipart: a form into r->form, all else into r->body. 0 or a
 * status. */
int http_body_decode(const char *body, size_t n, struct arena *a, struct http_request *r);
