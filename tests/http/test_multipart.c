/* multipart/form-data in every cut of the stream. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/multipart.h"

#define TYPE "multipart/form-data; boundary=xyz"
#define PART(name, value)                                                                          \
    "--xyz\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, value)                                                                     \
    "--xyz\r\nContent-Disposition: form-data; name=\"" name                                        \
    "\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n" value "\r\n"

static struct http_request request;
static struct arena *arena;

static int run(const char *type, const char *body, struct http_limits limits, size_t step)
{
    arena_reset(arena);
    request = (struct http_request){0};
    struct multipart *m = multipart_new(type, limits, arena);
    if (!m) return -1;
    int status = 0;
    for (size_t at = 0, n = strlen(body); at < n && !status; at += step)
        status = multipart_feed(m, body + at, n - at < step ? n - at : step);
    if (!status) status = multipart_finish(m, &request);
    multipart_drop(m);
    return status;
}

static void close_files(void)
{
    for (size_t i = 0; i < request.files_n; i++) close(request.files[i].fd);
}

static void every_cut_of_the_stream_gives_the_same(void **state)
{
    (void)state;
    static const char body[] = PART("a", "1\r\n--xy\r\n-") PART("empty", "")
        FILE_PART("f", "x\r\n--xyy\ny") PART("b", "\u738b") "--xyz--\r\n";
    for (size_t step = 1; step < sizeof body; step++) {
        assert_int_equal(run(TYPE, body, (struct http_limits){.body = 100, .files = 100}, step), 0);
        assert_string_equal(http_get(request.form, "a"), "1\r\n--xy\r\n-");
        assert_string_equal(http_get(request.form, "empty"), "");
        assert_string_equal(http_get(request.form, "b"), "\u738b");
        assert_int_equal(request.files_n, 1);
        char got[32] = "";
        assert_int_equal(read(request.files[0].fd, got, sizeof got), 10);
        assert_memory_equal(got, "x\r\n--xyy\ny", 10);
        assert_int_equal(request.files[0].size, 10);
        assert_string_equal(request.files[0].name, "a.csv");
        assert_string_equal(request.files[0].type, "text/csv");
        close_files();
    }
}

static void limits_hold(void **state)
{
    (void)state;
    assert_int_equal(
        run(TYPE, PART("a", "12345") "--xyz--", (struct http_limits){.body = 5, .files = 9}, 7), 0);
    assert_int_equal(
        run(TYPE, PART("a", "123456") "--xyz--", (struct http_limits){.body = 5, .files = 9}, 7),
        413);
    assert_int_equal(run(TYPE, FILE_PART("a", "1234567890") "--xyz--",
                         (struct http_limits){.body = 5, .files = 9}, 7),
                     413);
    assert_int_equal(run(TYPE, FILE_PART("a", "123456789") "--xyz--",
                         (struct http_limits){.body = 5, .files = 9}, 7),
                     0);
    close_files();
    assert_int_equal(
        run(TYPE, PART("a", "1") "--xyz--", (struct http_limits){.body = 5, .files = 0}, 7), -1);
}

static void malformed_bodies_are_refused(void **state)
{
    (void)state;
    const struct http_limits l = {.body = 100, .files = 100};
    assert_int_equal(run(TYPE, PART("a", "1"), l, 9), 400); /* never ends */
    assert_int_equal(run(TYPE, "--xyz\r\nX: y\r\n\r\n1\r\n--xyz--", l, 9),
                     400); /* no disposition */
    assert_int_equal(
        run(TYPE, "--xyz\r\nContent-Disposition: form-data; name=a\"\r\n\r\n1\r\n--xyzq", l, 9),
        400);
    assert_int_equal(run(TYPE, PART("a", "\xff") "--xyz--", l, 9), 400); /* no UTF-8 */
    assert_int_equal(run(TYPE,
                         "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: "
                         "multipart/mixed\r\n\r\n1\r\n--xyz--",
                         l, 9),
                     400);
    assert_int_equal(run("multipart/form-data", PART("a", "1") "--xyz--", l, 9), -1);
    assert_int_equal(run("multipart/form-data; boundary=\"a\"b\"", "", l, 9), -1);
    assert_int_equal(run("multipart/form-data; boundary=a*b", "", l, 9), -1);
    assert_int_equal(run(TYPE, "", l, 9), 400);
}

int main(void)
{
    arena = arena_new(1 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_of_the_stream_gives_the_same),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(malformed_bodies_are_refused),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
