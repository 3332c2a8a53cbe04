#include "http/cookie.h"

#include <assert.h>
#include <string.h>

static bool cookie_octet(unsigned char c)
{
    return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

static bool name_octet(unsigned char c)
{
    return cookie_octet(c) && !strchr("=()<>@:/[]?{}", c);
}

static bool all(const char *s, size_t n, bool (*ok)(unsigned char))
{
    for (size_t i = 0; i < n; i++)
        if (!ok((unsigned char)s[i])) return false;
    return true;
}

static bool part_pair(const char *s, size_t n, struct arena *a, struct http_pair *out)
{
    const char *eq = memchr(s, '=', n);
    if (!eq || eq == s) return false;
    size_t name_n = (size_t)(eq - s), value_n = n - name_n - 1;
    const char *value = eq + 1;
    if (value_n >= 2 && value[0] == '"' && value[value_n - 1] == '"') {
        value++;
        value_n -= 2;
    }
    if (!all(s, name_n, name_octet) || !all(value, value_n, cookie_octet)) return false;
    const char *name = arena_copy(a, s, name_n), *copy = arena_copy(a, value, value_n);
    *out = (struct http_pair){name, copy};
    return name && copy;
}

size_t http_cookies_parse(const char *header, struct arena *a, struct http_pair *pairs, size_t at)
{
    for (const char *s = header; *s && at < HTTP_COOKIES_MAX;) {
        while (*s == ' ' || *s == '\t' || *s == ';') s++;
        size_t n = strcspn(s, ";");
        size_t trimmed = n;
        while (trimmed > 0 && (s[trimmed - 1] == ' ' || s[trimmed - 1] == '\t')) trimmed--;
        if (trimmed > 0 && part_pair(s, trimmed, a, &pairs[at])) at++;
        s += n;
    }
    return at;
}

const char *http_cookie_get(const struct http_request *r, const char *name, bool plain)
{
    const char *found = NULL;
    const size_t prefix = plain ? 0 : strlen("__Host-");
    for (size_t i = 0; i < r->cookies.n; i++) {
        const char *have = r->cookies.p[i].name;
        if (prefix && strncmp(have, "__Host-", prefix) != 0) continue;
        if (strcmp(have + prefix, name) != 0) continue;
        if (found) return NULL; /* two of one name: somebody planted one; neither is believed */
        found = r->cookies.p[i].value;
    }
    return found;
}

void http_cookie_set(struct http_response *r, struct arena *a, const struct http_cookie *c)
{
    assert(all(c->name, strlen(c->name), name_octet) &&
           all(c->value, strlen(c->value), cookie_octet));
    const char *age = "";
    if (c->max_age < 0) age = "; Max-Age=0";
    if (c->max_age > 0) age = arena_print(a, "; Max-Age=%d", c->max_age);
    http_reply_header(r, "Set-Cookie",
                      arena_print(a, "%s%s=%s; Path=/%s%s%s; SameSite=%s",
                                  c->plain ? "" : "__Host-", c->name, c->value, age,
                                  c->plain ? "" : "; Secure", c->script_reads ? "" : "; HttpOnly",
                                  c->same_site == HTTP_LAX ? "Lax" : "Strict"));
}
