#include "http/header.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "http/cookie.h"
#include "http/form.h"

static const char *const method_names[] = {"", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

const char *http_method_name(enum http_method m)
{
    return method_names[m];
}

enum http_method http_method_parse(const char *s)
{
    for (size_t i = 1; i < sizeof method_names / sizeof *method_names; i++)
        if (strcmp(s, method_names[i]) == 0) return (enum http_method)i;
    return HTTP_NONE;
}

const char *http_get(struct http_pairs list, const char *name)
{
    for (size_t i = 0; i < list.n; i++)
        if (strcmp(list.p[i].name, name) == 0) return list.p[i].value;
    return NULL;
}

const char *http_header(const struct http_request *r, const char *name)
{
    for (size_t i = 0; i < r->headers.n; i++)
        if (strcasecmp(r->headers.p[i].name, name) == 0) return r->headers.p[i].value;
    return NULL;
}

static bool length_parse(const char *s, uint64_t *out)
{
    uint64_t value = 0;
    if (!*s || strlen(s) > 12) return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9') return false;
        value = value * 10 + (uint64_t)(*s - '0');
    }
    *out = value;
    return true;
}

struct framing {
    int hosts, lengths, codings;
    const char *host, *length, *coding, *type;
    bool dirty; /* a control byte in a name or value */
};

static bool clean(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 && *s != '\t') return false;
    return true;
}

static struct framing framing_of(struct http_pairs headers)
{
    struct framing f = {0};
    for (size_t i = 0; i < headers.n; i++) {
        const char *name = headers.p[i].name, *value = headers.p[i].value;
        if (!clean(name) || !clean(value) || !*name || strpbrk(name, " \t")) f.dirty = true;
        if (strcasecmp(name, "Host") == 0) f.hosts++, f.host = value;
        if (strcasecmp(name, "Content-Length") == 0) f.lengths++, f.length = value;
        if (strcasecmp(name, "Transfer-Encoding") == 0) f.codings++, f.coding = value;
        if (strcasecmp(name, "Content-Type") == 0 && !f.type) f.type = value;
    }
    return f;
}

static bool host_valid(const char *s)
{
    size_t n = strlen(s);
    return n > 0 && n < 256 &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]_") == n;
}

static int framing_check(const struct framing *f, enum http_method m, struct http_verdict *v)
{
    if (f->dirty || f->hosts != 1 || !host_valid(f->host)) return 400;
    if (f->lengths > 1 || f->codings > 1 || (f->lengths && f->codings)) return 400;
    if (f->codings && strcasecmp(f->coding, "chunked") != 0) return 501;
    if (f->lengths && !length_parse(f->length, &v->length)) return 400;
    v->chunked = f->codings > 0;
    v->has_body = v->chunked || v->length > 0;
    if (v->has_body && (m == HTTP_GET || m == HTTP_HEAD)) return 400;
    return 0;
}

static bool dot_segment(const char *path)
{
    for (const char *s = path; (s = strchr(s, '/')); s++) {
        size_t n = strcspn(s + 1, "/");
        if (n == 0 && s[1] == '/') return true; /* "//" names another host in a Location */
        if ((n == 1 && s[1] == '.') || (n == 2 && s[1] == '.' && s[2] == '.')) return true;
    }
    return false;
}

static int target_parse(const char *target, struct arena *a, struct http_request *r)
{
    size_t n = strlen(target);
    if (n > HTTP_URL_MAX) return 414;
    if (target[0] != '/' || strchr(target, '#') || strchr(target, '\\')) return 400;
    size_t path_n = strcspn(target, "?");
    r->path = http_percent_decode(target, path_n, false, a);
    if (!r->path || dot_segment(r->path) || strpbrk(r->path, "\\\r\n\t")) return 400;
    if (path_n == n) return 0;
    enum form_result q = http_form_decode(target + path_n + 1, n - path_n - 1, a, &r->query);
    return q == FORM_OK ? 0 : q == FORM_TOO_MANY ? 414 : 400;
}

static const char *media_type(const char *value, struct arena *a)
{
    if (!value) return "";
    char *type = arena_copy(a, value, strcspn(value, "; \t"));
    for (char *s = type; s && *s; s++) *s = (char)tolower((unsigned char)*s);
    return type ? type : "";
}

static bool cookies_of(struct http_request *r, struct arena *a)
{
    struct http_pair *pairs = arena_try(a, HTTP_COOKIES_MAX * sizeof *pairs);
    if (!pairs) return false;
    size_t n = 0;
    for (size_t i = 0; i < r->headers.n; i++)
        if (strcasecmp(r->headers.p[i].name, "Cookie") == 0)
            n = http_cookies_parse(r->headers.p[i].value, a, pairs, n);
    r->cookies = (struct http_pairs){pairs, n};
    return true;
}

struct http_verdict http_head_check(const struct http_head *head, struct arena *a,
                                    struct http_request *r)
{
    struct http_verdict v = {0};
    r->target = head->target;
    r->headers = head->headers;
    r->path = "/";
    r->body = "";
    r->method = http_method_parse(head->method);
    struct framing f = framing_of(head->headers);
    r->content_type = media_type(f.type, a);
    if (head->headers.n > HTTP_HEADERS_MAX) v.status = 431;
    if (!v.status) v.status = framing_check(&f, r->method, &v);
    if (!v.status && r->method == HTTP_NONE) v.status = 501;
    if (!v.status) v.status = target_parse(head->target, a, r);
    if (!v.status && !cookies_of(r, a)) v.status = 431;
    return v;
}

int http_body_decode(const char *body, size_t n, struct arena *a, struct http_request *r)
{
    if (strcmp(r->content_type, "application/x-www-form-urlencoded") == 0) {
        enum form_result f = http_form_decode(body, n, a, &r->form);
        return f == FORM_OK ? 0 : f == FORM_TOO_MANY ? 413 : 400;
    }
    r->body = n ? body : "";
    r->body_n = n;
    return 0;
}
