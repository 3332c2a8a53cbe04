#include <string.h>

#include "http/header.h"

struct cursor {
    const char *p, *end;
};

/* The next line without its CRLF (or LF) as an arena copy; NULL at the end. */
static char *line_next(struct cursor *c, struct arena *a)
{
    if (c->p >= c->end) return NULL;
    const char *nl = memchr(c->p, '\n', (size_t)(c->end - c->p));
    size_t n = nl ? (size_t)(nl - c->p) : (size_t)(c->end - c->p);
    char *line = arena_copy(a, c->p, n && c->p[n - 1] == '\r' ? n - 1 : n);
    c->p = nl ? nl + 1 : c->end;
    return line;
}

static bool request_line(char *line, struct http_head *head)
{
    char *target = line ? strchr(line, ' ') : NULL;
    if (!target) return false;
    *target++ = 0;
    char *version = strchr(target, ' ');
    if (!version || strncmp(version + 1, "HTTP/1.", 7) != 0) return false;
    *version = 0;
    head->method = line;
    head->target = target;
    return true;
}

static int header_lines(struct cursor *c, struct arena *a, struct http_pair *pairs, size_t *n)
{
    for (char *line; (line = line_next(c, a)) && *line; (*n)++) {
        char *colon = strchr(line, ':');
        if (!colon || *n == HTTP_HEADERS_MAX) return colon ? 431 : 400;
        *colon = 0;
        pairs[*n] = (struct http_pair){line, colon + 1 + strspn(colon + 1, " \t")};
    }
    return 0;
}

int http_request_from_text(const char *text, size_t n, struct arena *a, struct http_request *r)
{
    struct cursor c = {text, text + n};
    struct http_head head = {0};
    struct http_pair *pairs = arena_try(a, HTTP_HEADERS_MAX * sizeof *pairs);
    *r = (struct http_request){.id = "0000000000000000"};
    if (!pairs || !request_line(line_next(&c, a), &head)) return 400;
    size_t count = 0;
    int status = header_lines(&c, a, pairs, &count);
    if (status) return status;
    head.headers = (struct http_pairs){pairs, count};
    struct http_verdict v = http_head_check(&head, a, r);
    if (v.status) return v.status;
    const char *body = arena_copy(a, c.p, (size_t)(c.end - c.p));
    return body ? http_body_decode(body, (size_t)(c.end - c.p), a, r) : 413;
}
