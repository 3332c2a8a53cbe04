#include "http/reply.h"

#include <assert.h>
#include <string.h>

void http_reply_header(struct http_response *r, const char *name, const char *value)
{
    assert(r->headers_n < HTTP_REPLY_HEADERS_MAX && !strpbrk(value, "\r\n") &&
           !strpbrk(name, "\r\n: "));
    r->headers[r->headers_n++] = (struct http_pair){name, value};
}

void http_reply_redirect(struct http_response *r, const char *location)
{
    assert(location[0] == '/' && location[1] != '/' && location[1] != '\\');
    r->status = 303;
    http_reply_header(r, "Location", location);
}

static void add(struct http_reply_fields *f, const char *name, const char *value)
{
    f->p[f->n++] = (struct http_pair){name, value};
}

/* Does the client take gzip? "gzip;q=0" is a no; anything finer is not worth deciding. */
static bool takes_gzip(const struct http_request *request)
{
    const char *accept = http_header(request, "Accept-Encoding");
    const char *hit = accept ? strstr(accept, "gzip") : NULL;
    return hit && strncmp(hit + 4, ";q=0", 4) != 0;
}

static void body_fields(const struct http_request *request, const struct http_response *r,
                        struct http_reply_fields *f)
{
    if (!r->asset) {
        f->bytes = (const unsigned char *)r->body.p;
        f->bytes_n = r->body.n;
        add(f, "Content-Type", r->type ? r->type : "text/html; charset=utf-8");
        add(f, "Cache-Control", r->cacheable ? "public, max-age=60" : "no-store");
        return;
    }
    bool gzip = r->asset->gzip && takes_gzip(request);
    f->bytes = gzip ? r->asset->gzip : r->asset->bytes;
    f->bytes_n = gzip ? r->asset->gzip_n : r->asset->bytes_n;
    add(f, "Content-Type", r->asset->type);
    add(f, "Cache-Control", "public, max-age=31536000, immutable");
    if (r->asset->gzip) add(f, "Vary", "Accept-Encoding");
    if (gzip) add(f, "Content-Encoding", "gzip");
}

void http_reply_fields(const struct http_request *request, const struct http_response *r,
                       bool plain, struct http_reply_fields *out)
{
    *out = (struct http_reply_fields){0};
    body_fields(request, r, out);
    add(out, "X-Content-Type-Options", "nosniff");
    if (!plain) add(out, "Strict-Transport-Security", "max-age=31536000");
    if (!r->asset) { /* these say nothing about a style sheet, and every byte counts on a bad line
                      */
        add(out, "Content-Security-Policy", HTTP_POLICY);
        add(out, "Referrer-Policy", "same-origin");
        add(out, "Permissions-Policy",
            r->camera ? "camera=(self), geolocation=(), microphone=()"
                      : "camera=(), geolocation=(), microphone=()");
        add(out, "Cross-Origin-Opener-Policy", "same-origin");
    }
    add(out, "Cross-Origin-Resource-Policy", "same-origin");
    for (size_t i = 0; i < r->headers_n; i++) add(out, r->headers[i].name, r->headers[i].value);
}
