/* Heads, forms, cookies and replies, without a socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "http/cookie.h"
#include "http/form.h"
#include "http/header.h"
#include "http/reply.h"

static struct arena *arena;
static struct http_request request;

static int parse(const char *text)
{
    arena_reset(arena);
    return http_request_from_text(text, strlen(text), arena, &request);
}

static void a_plain_request_is_decoded(void **state)
{
    (void)state;
    assert_int_equal(parse("GET /people/%E7%8E%8B?name=%E6%9D%8E+%E5%9B%9B&x= HTTP/1.1\r\nHost: "
                           "a\r\nCookie: a=1; b=\"2\"\r\n\r\n"),
                     0);
    assert_string_equal(request.path, "/people/\u738b");
    assert_string_equal(http_get(request.query, "name"), "\u674e \u56db");
    assert_string_equal(http_get(request.query, "x"), "");
    assert_null(http_get(request.query, "y"));
    assert_string_equal(http_get(request.cookies, "b"), "2");
}

static void a_form_is_decoded(void **state)
{
    (void)state;
    assert_int_equal(parse("POST /k2 HTTP/1.1\r\nHost: a\r\nContent-Type: "
                           "application/x-www-form-urlencoded; charset=UTF-8\r\n"
                           "Content-Length: 19\r\n\r\nnumber=371002%2b&b=c"),
                     0);
    assert_string_equal(http_get(request.form, "number"), "371002+");
    assert_string_equal(http_get(request.form, "b"), "c");
}

static void refusals_have_their_status(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int status;
    } cases[] = {
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
         400},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx", 400},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999\r\n\r\nx", 400},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nx", 501},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 400},
        {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /a/%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET //evil.example HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /%e0%80%af HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /%ed%a0%80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /%f0%80%80%af HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /%f4%90%80%80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /?a=%0 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost\r\n\r\n", 400},
        {"GET /", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (parse(cases[i].text) != cases[i].status) fail_msg("%s", cases[i].text);
}

static void an_overlong_url_is_refused(void **state)
{
    (void)state;
    char text[HTTP_URL_MAX + 100];
    memset(text, 'a', sizeof text);
    memcpy(text, "GET /", 5);
    static const char rest[] = " HTTP/1.1\r\nHost: a\r\n\r\n";
    memcpy(text + HTTP_URL_MAX + 5, rest, sizeof rest);
    assert_int_equal(parse(text), 414);
    memmove(text + HTTP_URL_MAX + 4, text + HTTP_URL_MAX + 5, 60);
    assert_int_equal(parse(text), 0);
}

static void too_many_fields_are_refused(void **state)
{
    (void)state;
    struct http_pairs out;
    char s[HTTP_FIELDS_MAX * 2 + 2];
    for (size_t i = 0; i < sizeof s; i++) s[i] = i % 2 ? '&' : 'a';
    arena_reset(arena);
    assert_int_equal(http_form_decode(s, HTTP_FIELDS_MAX * 2 - 1, arena, &out), FORM_OK);
    assert_int_equal(out.n, HTTP_FIELDS_MAX);
    assert_int_equal(http_form_decode(s, HTTP_FIELDS_MAX * 2 + 1, arena, &out), FORM_TOO_MANY);
}

static void a_cookie_sent_twice_or_without_prefix_is_not_believed(void **state)
{
    (void)state;
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: a\r\nCookie: __Host-s=1; s=2; t=3\r\n\r\n"), 0);
    assert_string_equal(http_cookie_get(&request, "s", false), "1");
    assert_null(http_cookie_get(&request, "t", false));
    assert_string_equal(http_cookie_get(&request, "t", true), "3");
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: a\r\nCookie: __Host-s=1; __Host-s=2\r\n\r\n"),
                     0);
    assert_null(http_cookie_get(&request, "s", false));
}

static const char *field(const struct http_reply_fields *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->p[i].name, name) == 0) return f->p[i].value;
    return NULL;
}

static void cookies_are_set_strictly(void **state)
{
    (void)state;
    struct http_response r = {.status = 200};
    struct http_reply_fields f;
    http_cookie_set(&r, arena, &(struct http_cookie){.name = "session", .value = "abc"});
    http_reply_fields(&request, &r, false, &f);
    assert_string_equal(field(&f, "Set-Cookie"),
                        "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Strict");
    r = (struct http_response){.status = 200};
    http_cookie_set(&r, arena,
                    &(struct http_cookie){.name = "look",
                                          .value = "elder",
                                          .max_age = 60,
                                          .same_site = HTTP_LAX,
                                          .script_reads = true,
                                          .plain = true});
    http_reply_fields(&request, &r, true, &f);
    assert_string_equal(field(&f, "Set-Cookie"), "look=elder; Path=/; Max-Age=60; SameSite=Lax");
    r = (struct http_response){.status = 200};
    http_cookie_set(&r, arena,
                    &(struct http_cookie){.name = "session", .value = "", .max_age = -1});
    http_reply_fields(&request, &r, false, &f);
    assert_non_null(strstr(field(&f, "Set-Cookie"), "Max-Age=0"));
}

static void pages_carry_the_policies_and_assets_are_cached_for_ever(void **state)
{
    (void)state;
    struct http_response r = {.status = 200, .camera = true};
    struct http_reply_fields f;
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip\r\n\r\n"), 0);
    http_reply_fields(&request, &r, false, &f);
    assert_string_equal(field(&f, "Content-Security-Policy"), HTTP_POLICY);
    assert_string_equal(field(&f, "Cache-Control"), "no-store");
    assert_string_equal(field(&f, "X-Content-Type-Options"), "nosniff");
    assert_non_null(strstr(field(&f, "Permissions-Policy"), "camera=(self)"));
    assert_non_null(field(&f, "Strict-Transport-Security"));
    const struct asset asset = {
        "/a", "text/css", (const unsigned char *)"a{}", (const unsigned char *)"gz", 3, 2};
    r = (struct http_response){.status = 200, .asset = &asset};
    http_reply_fields(&request, &r, true, &f);
    assert_string_equal(field(&f, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_string_equal(field(&f, "Content-Encoding"), "gzip");
    assert_int_equal(f.bytes_n, 2);
    assert_null(field(&f, "Strict-Transport-Security"));
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0\r\n\r\n"), 0);
    http_reply_fields(&request, &r, true, &f);
    assert_null(field(&f, "Content-Encoding"));
    assert_int_equal(f.bytes_n, 3);
}

int main(void)
{
    arena = arena_new(1 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_request_is_decoded),
        cmocka_unit_test(a_form_is_decoded),
        cmocka_unit_test(refusals_have_their_status),
        cmocka_unit_test(an_overlong_url_is_refused),
        cmocka_unit_test(too_many_fields_are_refused),
        cmocka_unit_test(a_cookie_sent_twice_or_without_prefix_is_not_believed),
        cmocka_unit_test(cookies_are_set_strictly),
        cmocka_unit_test(pages_carry_the_policies_and_assets_are_cached_for_ever),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
