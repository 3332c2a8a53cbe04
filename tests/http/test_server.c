/* The server over raw sockets on 127.0.0.1. Every wait is bounded. */
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/zh.h"
#include "http/deadline.h"
#include "http/http.h"
#include "http/limit.h"

static char answer[1 << 16];

static struct http_limits admit(void *ctx, const struct http_request *head)
{
    (void)ctx;
    if (strcmp(head->path, "/none") == 0) return (struct http_limits){0};
    return (struct http_limits){
        .body = 1000, .files = 5000, .direct = strcmp(head->path, "/direct") == 0};
}

static void handler(void *ctx, const struct http_request *q, struct http_response *r,
                    struct arena *a)
{
    (void)ctx, (void)a;
    if (strcmp(q->path, "/slow") == 0) usleep(300000);
    const char *name = http_get(q->form, "name");
    buf_printf(&r->body, "%s %s name=%s files=%zu from=%s.", http_method_name(q->method), q->path,
               name ? name : "-", q->files_n, q->remote);
    if (q->files_n) {
        char bytes[16] = "";
        ssize_t n = read(q->files[0].fd, bytes, sizeof bytes - 1);
        buf_printf(&r->body, " file=%s %zd.", bytes, n);
    }
}

static struct http_server *start(struct http_options o)
{
    o.address = "127.0.0.1";
    o.handler = handler;
    o.admit = admit;
    struct http_server *s = http_serve(&o);
    assert_non_null(s);
    return s;
}

static int dial(const struct http_server *s)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval wait = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(http_port(s)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void say(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* Reads until `stop` was seen or the connection ends. */
static const char *hear(int fd, const char *stop)
{
    size_t n = 0;
    memset(answer, 0, sizeof answer);
    while (n + 1 < sizeof answer && !(stop && strstr(answer, stop))) {
        ssize_t got = recv(fd, answer + n, sizeof answer - 1 - n, 0);
        if (got <= 0) break;
        n += (size_t)got;
    }
    return answer;
}

static int status_of(const struct http_server *s, const char *text)
{
    int fd = dial(s);
    if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0) answer[0] = 0;
    else hear(fd, "\r\n\r\n");
    close(fd);
    return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? (int)strtol(answer + 9, NULL, 10) : 0;
}

static void requests_are_answered_and_connections_kept(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){0});
    int fd = dial(s);
    say(fd, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_non_null(strstr(hear(fd, "."
                                    "1."),
                           "GET /a name=- files=0 from=127.0.0.1."));
    assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'"));
    say(fd, "POST /b HTTP/1.1\r\nHost: x\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nname=%41b");
    assert_non_null(strstr(hear(fd, "0.0.1."), "POST /b name=Ab"));
    say(fd, "GET /direct HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_non_null(strstr(hear(fd, "0.0.1."), "GET /direct"));
    close(fd);
    http_stop(s, 2);
}

static void broken_heads_are_refused(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){0});
    assert_int_equal(status_of(s, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                  "4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                     400);
    assert_int_equal(
        status_of(
            s, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 3\r\n\r\nabcd"),
        400);
    assert_int_equal(status_of(s, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), 400);
    assert_int_equal(status_of(s, "GET / HTTP/1.1\r\n\r\n"), 400);
    assert_int_equal(status_of(s, "BREW / HTTP/1.1\r\nHost: x\r\n\r\n"), 501);
    assert_int_equal(status_of(s, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n"),
                     413);
    assert_int_equal(status_of(s, "POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"),
                     413);
    char url[HTTP_URL_MAX + 100];
    snprintf(url, sizeof url, "GET /%0*d HTTP/1.1\r\nHost: x\r\n\r\n", HTTP_URL_MAX, 0);
    assert_int_equal(status_of(s, url), 414);
    http_stop(s, 2);
}

static void a_chunked_body_over_the_limit_is_refused(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){0});
    char text[2000];
    snprintf(text, sizeof text,
             "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
             "chunked\r\n\r\n4b0\r\n%01200d\r\n0\r\n\r\n",
             0);
    assert_int_equal(status_of(s, text), 413);
    assert_int_equal(status_of(s, "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                                  "chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                     200);
    http_stop(s, 2);
}

static void an_upload_reaches_the_handler_as_a_file(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){0});
    static const char body[] =
        "--q\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nW\r\n--q\r\n"
        "Content-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nhello\r\n--q--\r\n";
    char text[1000];
    snprintf(text, sizeof text,
             "POST /up HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; "
             "boundary=q\r\nContent-Length: %zu\r\n\r\n%s",
             sizeof body - 1, body);
    int fd = dial(s);
    say(fd, text);
    assert_non_null(
        strstr(hear(fd, "file=hello 5."), "name=W files=1 from=127.0.0.1. file=hello 5."));
    close(fd);
    http_stop(s, 2);
}

/* Sends a byte every 50 ms, so that the connection never is idle; milliseconds until the server
 * ended it. */
static int64_t trickle(struct http_options o, const char *first)
{
    struct http_server *s = start(o);
    int fd = dial(s);
    say(fd, first);
    int64_t since = deadlines_now();
    while (deadlines_now() - since < 4000 && send(fd, "a", 1, MSG_NOSIGNAL) == 1) usleep(50000);
    int64_t took = deadlines_now() - since;
    close(fd);
    assert_int_equal(status_of(s, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
    http_stop(s, 2);
    return took;
}

static void a_client_that_trickles_is_cut(void **state)
{
    (void)state;
    struct http_options head = {.header_seconds = 1, .request_seconds = 30};
    struct http_options body = {.header_seconds = 30, .request_seconds = 1};
    assert_in_range(trickle(head, "GET /"), 900, 3000);
    assert_in_range(trickle(body, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n"),
                    900, 3000);
}

static void requests_over_the_rate_are_refused(void **state)
{
    (void)state;
    struct http_server *s =
        start((struct http_options){.requests_per_minute = 8, .proxy = "127.0.0.1"});
    int ok = 0, refused = 0;
    for (int i = 0; i < 6; i++) {
        int status = status_of(s, "GET / HTTP/1.1\r\nHost: x\r\nX-Real-IP: 10.0.0.1\r\n\r\n");
        ok += status == 200;
        refused += status == 429;
    }
    assert_int_equal(ok, 2);
    assert_int_equal(refused, 4);
    int fd = dial(s);
    say(fd, "GET / HTTP/1.1\r\nHost: x\r\nX-Real-IP: 10.0.0.1\r\n\r\n");
    const char *told = strstr(hear(fd, zh_text(ZH_http_too_often)), "Retry-After: ");
    assert_non_null(told);
    assert_in_range(strtol(told + 13, NULL, 10), 1, 8);
    close(fd);
    fd = dial(s);
    say(fd, "GET / HTTP/1.1\r\nHost: x\r\nX-Real-IP: 10.0.0.2\r\n\r\n");
    assert_non_null(strstr(hear(fd, "0.2."), "from=10.0.0.2."));
    close(fd);
    http_stop(s, 2);
}

static void only_the_configured_proxy_may_name_the_client(void **state)
{
    static const char named[] = "GET / HTTP/1.1\r\nHost: x\r\nX-Real-IP: 10.0.0.1\r\n\r\n";
    static const char *const others[] = {NULL, "192.0.2.7"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct http_server *s =
            start((struct http_options){.requests_per_minute = 8, .proxy = others[i]});
        int fd = dial(s);
        say(fd, named);
        assert_non_null(strstr(hear(fd, "from="), "from=127.0.0.1."));
        close(fd);
        for (int k = 0; k < 6; k++) /* this machine itself is not counted */
            assert_int_equal(status_of(s, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
        http_stop(s, 2);
    }
}

static void an_address_stands_for_who_has_it(void **state)
{
    (void)state;
    const struct {
        const char *address, *key;
    } cases[] = {{"192.0.2.7", "192.0.2.7"},
                 {"::ffff:192.0.2.7", "192.0.2.7"},
                 {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
                 {"2001:db8:1:2:ffff::1", "2001:db8:1:2::"},
                 {"2001:db8:1:3::1", "2001:db8:1:3::"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char key[LIMIT_KEY];
        limit_key(cases[i].address, key);
        assert_string_equal(key, cases[i].key);
    }
}

static void a_full_queue_says_busy(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){.workers = 1, .queue = 1});
    int fds[6], busy = 0, ok = 0;
    for (int i = 0; i < 6; i++) {
        fds[i] = dial(s);
        say(fds[i], "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
    for (int i = 0; i < 6; i++) {
        hear(fds[i], NULL);
        ok += strstr(answer, "HTTP/1.1 200") != NULL;
        busy += strstr(answer, "HTTP/1.1 503") != NULL;
        close(fds[i]);
    }
    assert_int_equal(ok + busy, 6);
    assert_in_range(busy, 3, 5);
    http_stop(s, 2);
}

static void *stopper(void *s)
{
    http_stop(s, 5);
    return NULL;
}

static void stopping_lets_a_running_request_finish(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){0});
    int fd = dial(s);
    say(fd, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    usleep(100000);
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, stopper, s), 0);
    assert_non_null(strstr(hear(fd, NULL), "GET /slow"));
    assert_non_null(strstr(answer, "Connection: close"));
    pthread_join(t, NULL);
    close(fd);
}

static void addresses_are_forgotten_where_asked(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){.forget_address = true});
    int fd = dial(s);
    say(fd, "GET /w HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_non_null(strstr(hear(fd, "from=."), "from=."));
    close(fd);
    http_stop(s, 2);
}

static void an_address_gets_only_its_share_of_connections(void **state)
{
    (void)state;
    struct http_server *s = start((struct http_options){.connections_per_address = 2});
    static const char request[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    int a = dial(s), b = dial(s);
    say(a, request);
    assert_non_null(strstr(hear(a, "0.0.1."), "GET /"));
    say(b, request);
    assert_non_null(strstr(hear(b, "0.0.1."), "GET /"));
    assert_int_equal(status_of(s, request), 0);
    close(a);
    usleep(200000);
    assert_int_equal(status_of(s, request), 200);
    close(b);
    http_stop(s, 2);
}

static void tokens_return_with_time(void **state)
{
    (void)state;
    struct limit *l = limit_new(8); /* bursts of 2, one more every 7.5 s */
    assert_int_equal(limit_take(l, "a", 1000), 0);
    assert_int_equal(limit_take(l, "a", 1000), 0);
    assert_int_equal(limit_take(l, "a", 1000), 8);
    assert_int_equal(limit_take(l, "a", 8000), 1);
    assert_int_equal(limit_take(l, "a", 8500), 0);
    assert_int_equal(limit_take(l, "a", 8500), 8);
    assert_int_equal(limit_take(l, "b", 8500), 0);
    assert_int_equal(limit_take(l, "a", 1000000), 0); /* no more than a burst is saved up */
    assert_int_equal(limit_take(l, "a", 1000000), 0);
    assert_int_equal(limit_take(l, "a", 1000000), 8);
    limit_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_answered_and_connections_kept),
        cmocka_unit_test(broken_heads_are_refused),
        cmocka_unit_test(a_chunked_body_over_the_limit_is_refused),
        cmocka_unit_test(an_upload_reaches_the_handler_as_a_file),
        cmocka_unit_test(a_client_that_trickles_is_cut),
        cmocka_unit_test(requests_over_the_rate_are_refused),
        cmocka_unit_test(only_the_configured_proxy_may_name_the_client),
        cmocka_unit_test(an_address_stands_for_who_has_it),
        cmocka_unit_test(a_full_queue_says_busy),
        cmocka_unit_test(stopping_lets_a_running_request_finish),
        cmocka_unit_test(addresses_are_forgotten_where_asked),
        cmocka_unit_test(an_address_gets_only_its_share_of_connections),
        cmocka_unit_test(tokens_return_with_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
