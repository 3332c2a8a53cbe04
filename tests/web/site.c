#include "web/site.h"

#include <unistd.h>

#include "http/multipart.h"

struct site site;

static int64_t ticks(void)
{
    return site.ticks;
}

static void make_web(int account_per_minute, size_t batch_people)
{
    struct web_options o = {.home = &site.w->app,
                            .date = D(DAY_NAME),
                            .plain = true,
                            .account_per_minute = account_per_minute,
                            .batch_people = batch_people,
                            .ticks = ticks,
                            .session_minutes = 30,
                            .passwords = {.memory_mib = 19, .passes = 2, .jobs = 1, .waiting = 4}};
    assert_int_equal(web_new(&o, &site.web, &site.w->why), ERR_OK);
}

void site_limit(int account_per_minute)
{
    web_free(site.web);
    make_web(account_per_minute, 0);
}

void site_batch(size_t people)
{
    web_free(site.web);
    make_web(0, people);
}

int site_setup(void **state)
{
    if (world_setup(state)) return 1;
    site = (struct site){.w = *state};
    world_go(site.w, DAY_NAME);
    site.arena = arena_new(64u << 20);
    site.r.body = BUF(1 << 20);
    log_level_set(LOG_LEVEL_ERROR);
    make_web(0, 0);
    return 0;
}

int site_teardown(void **state)
{
    web_free(site.web);
    buf_free(&site.r.body);
    arena_free(site.arena);
    return world_teardown(state);
}

/* ---- Asking --------------------------------------------------------------------------------- */

const char *header(const char *name)
{
    for (size_t i = 0; i < site.r.headers_n; i++)
        if (strcasecmp(site.r.headers[i].name, name) == 0) return site.r.headers[i].value;
    return "";
}

/* Cookies that the reply sets are sent from now on. */
static void keep_cookies(void)
{
    for (size_t i = 0; i < site.r.headers_n; i++) {
        if (strcasecmp(site.r.headers[i].name, "Set-Cookie") != 0) continue;
        const char *v = site.r.headers[i].value;
        size_t n = strlen(site.cookies);
        snprintf(site.cookies + n, sizeof site.cookies - n, "%s%.*s", n ? "; " : "",
                 (int)strcspn(v, ";"), v);
    }
}

int ask(const char *method, const char *target, const char *type, const char *body)
{
    static char text[8192];
    arena_reset(site.arena);
    buf_clear(&site.r.body);
    site.r = (struct http_response){.status = 200, .body = site.r.body};
    int n = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: x\r\n", method, target);
    if (*site.cookies)
        n += snprintf(text + n, sizeof text - (size_t)n, "Cookie: %s\r\n", site.cookies);
    if (*site.token)
        n += snprintf(text + n, sizeof text - (size_t)n, "X-Token: %s\r\n", site.token);
    if (body)
        n += snprintf(text + n, sizeof text - (size_t)n,
                      "Content-Type: %s\r\nContent-Length: %zu\r\n", type, strlen(body));
    n += snprintf(text + n, sizeof text - (size_t)n, "\r\n%s", body ? body : "");
    assert_int_equal(http_request_from_text(text, (size_t)n, site.arena, &site.q), 0);
    web_handle(site.web, &site.q, &site.r, site.arena);
    keep_cookies();
    return site.r.status;
}

int get(const char *target)
{
    return ask("GET", target, NULL, NULL);
}

int post(const char *target, const char *form)
{
    return ask("POST", target, "application/x-www-form-urlencoded", form);
}

int post_json(const char *target, const char *json)
{
    return ask("POST", target, "application/json", json);
}

static void feed_part(struct multipart *m, const char *head, const void *bytes, size_t n)
{
    assert_int_equal(multipart_feed(m, head, strlen(head)), 0);
    for (size_t at = 0; at < n; at += 1000)
        assert_int_equal(multipart_feed(m, (const char *)bytes + at, n - at < 1000 ? n - at : 1000),
                         0);
    assert_int_equal(multipart_feed(m, "\r\n", 2), 0);
}

static void feed_fields(struct multipart *m, const char *fields)
{
    char head[300], name[60];
    for (const char *at = fields; *at;) {
        const char *eq = strchr(at, '=');
        size_t n = strcspn(eq + 1, "&");
        snprintf(name, sizeof name, "%.*s", (int)(eq - at), at);
        snprintf(head, sizeof head, "--edge\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n",
                 name);
        feed_part(m, head, eq + 1, n);
        at = eq + 1 + n + (eq[1 + n] == '&');
    }
}

int post_files(const char *target, const char *fields, const struct sent_file files[2])
{
    static char text[2048], head[500], all[600];
    arena_reset(site.arena);
    buf_clear(&site.r.body);
    site.r = (struct http_response){.status = 200, .body = site.r.body};
    int n = snprintf(text, sizeof text, "POST %s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", target,
                     site.cookies);
    assert_int_equal(http_request_from_text(text, (size_t)n, site.arena, &site.q), 0);
    struct http_limits limits = web_admit(site.web, &site.q);
    if (limits.refuse) return limits.refuse;
    struct multipart *m = multipart_new("multipart/form-data; boundary=edge", limits, site.arena);
    assert_non_null(m);
    snprintf(all, sizeof all, "token=%s%s%s", site.token, *fields ? "&" : "", fields);
    feed_fields(m, all);
    for (size_t i = 0; i < 2 && files[i].field; i++) {
        snprintf(head, sizeof head,
                 "--edge\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n",
                 files[i].field, files[i].name);
        feed_part(m, head, files[i].bytes, files[i].n);
    }
    assert_int_equal(multipart_feed(m, "--edge--", 8), 0);
    assert_int_equal(multipart_finish(m, &site.q), 0);
    web_handle(site.web, &site.q, &site.r, site.arena);
    for (size_t i = 0; i < site.q.files_n; i++) close(site.q.files[i].fd);
    multipart_drop(m);
    return site.r.status;
}

bool says(const char *text)
{
    return site.r.body.p && strstr(site.r.body.p, text);
}

/* The value of a hidden field of the page in hand. */
const char *hidden(const char *name)
{
    static char out[4][200];
    static int turn;
    char *to = out[turn++ % 4], key[64];
    snprintf(key, sizeof key, "name=\"%s\" value=\"", name);
    const char *at = site.r.body.p ? strstr(site.r.body.p, key) : NULL;
    assert_non_null(at);
    at += strlen(key);
    snprintf(to, sizeof out[0], "%.*s", (int)strcspn(at, "\""), at);
    return to;
}

struct feed_imported site_feed(const char *source, const char *row)
{
    char path[200], sentence[400];
    struct feed_imported n;
    struct call call = world_call(site.w, "clerk@" HUANCUI);
    FILE *messages = fopen("/dev/null", "w");
    snprintf(path, sizeof path, "%s.feed.csv", site.w->keys);
    FILE *f = fopen(path, "w");
    assert_true(messages && f && fprintf(f, FEED_HEAD "%s\n", row) > 0 && fclose(f) == 0);
    struct feed_import in = {.path = path, .source = source, .messages = messages};
    enum err e = feed_import(&call, &in, &n, &site.w->why);
    fclose(messages);
    if (e) print_error("%s\n", problem_sentence(&site.w->why, sentence, sizeof sentence));
    assert_int_equal(e, ERR_OK);
    return n;
}

void forget(void)
{
    site.cookies[0] = site.token[0] = 0;
}

void sign_in(const char *login)
{
    char json[300], code[7];
    forget();
    assert_true(session_demo_code(&site.w->app, code));
    snprintf(json, sizeof json, "{\"user\":\"%s\",\"password\":\"jianzai-demo\",\"code\":\"%s\"}",
             login, code);
    assert_int_equal(post_json("/api/v1/session", json), 200);
    const char *at = strstr(site.r.body.p, "\"token\":\"");
    assert_non_null(at);
    snprintf(site.token, sizeof site.token, "%.32s", at + 9);
}

int decides(const char *target, const char *fields)
{
    char code[7];
    struct arena *a = site.w->arena;
    int status = post(target, arena_print(a, "token=%s&%s", site.token, fields));
    if (status != 403 || !says("/staff/step-up")) return status;
    assert_true(session_demo_code(&site.w->app, code));
    return post("/staff/step-up",
                arena_print(a, "token=%s&code=%s&action=%s&%s", site.token, code, target, fields));
}
