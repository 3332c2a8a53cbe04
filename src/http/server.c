#include <arpa/inet.h>
#include <assert.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/zh.h"
#include "http/deadline.h"
#include "http/header.h"
#include "http/limit.h"
#include "http/multipart.h"
#include "http/pool.h"
#include "http/reply.h"

enum {
    CONNECTION_POOL = 12 * 1024, /* request line, header and write buffer of one connection */
    ARENA_MAX = 8 << 20,
    FRAMING_ROOM = 64 << 10, /* what boundaries and part headers may add to a multipart body */
    DISCARD_MAX = 16 << 20   /* of a body already refused, before the connection is cut */
};

struct http_server {
    struct http_options o;
    struct MHD_Daemon *daemon;
    struct deadlines *deadlines;
    struct limit *limit;
    struct pool *pool;
    atomic_bool draining;
    atomic_int active;
    atomic_ullong serial;
    uint64_t seed;
    uint16_t port;
};

enum stage { STAGE_NEW, STAGE_BODY, STAGE_WORKING };

struct exchange { /* one request and its reply */
    struct http_server *server;
    struct MHD_Connection *connection;
    struct arena *arena;
    enum stage stage;
    int refused; /* status found while the body still arrives */
    int wait;    /* seconds, of a client that came too often */
    struct http_limits limits;
    struct buf body;
    uint64_t discarded;
    struct multipart *multipart;
    struct http_request request;
    struct http_response response;
};

static struct watch *watch_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http_server *s = cls;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = deadlines_add(s->deadlines, info->connect_fd, s->o.header_seconds);
    } else {
        deadlines_remove(s->deadlines, *context);
        *context = NULL;
    }
}

/* Ids only need to differ, also across restarts: a random start and a counter, mixed (splitmix64).
 */
static void id_fill(struct http_server *s, char *out, size_t cap)
{
    uint64_t x = s->seed + (uint64_t)atomic_fetch_add(&s->serial, 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    snprintf(out, cap, "%016llx", (unsigned long long)(x ^ (x >> 31)));
}

/* The request line was read: the first moment with anything to remember. */
static void *on_request_line(void *cls, const char *target, struct MHD_Connection *c)
{
    struct http_server *s = cls;
    struct exchange *x = calloc(1, sizeof *x);
    if (!x) return NULL;
    x->server = s;
    x->connection = c;
    x->arena = arena_new(ARENA_MAX);
    x->request.target = x->arena ? arena_copy(x->arena, target, strlen(target)) : NULL;
    x->response.status = 200;
    x->response.body = BUF(32u << 20);
    id_fill(s, x->request.id, sizeof x->request.id);
    atomic_fetch_add(&s->active, 1);
    return x;
}

static void on_completed(void *cls, struct MHD_Connection *c, void **con,
                         enum MHD_RequestTerminationCode why)
{
    (void)why;
    struct http_server *s = cls;
    struct exchange *x = *con;
    if (!x) return;
    *con = NULL;
    for (size_t i = 0; i < x->request.files_n; i++) close(x->request.files[i].fd);
    multipart_drop(x->multipart);
    buf_free(&x->body);
    buf_free(&x->response.body);
    arena_free(x->arena);
    free(x);
    deadlines_set(s->deadlines, watch_of(c), s->o.header_seconds);
    atomic_fetch_sub(&s->active, 1);
}

static void peer_address(const struct exchange *x, char *out, socklen_t cap)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *sa = info ? info->client_addr : NULL;
    out[0] = 0;
    if (sa && sa->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, out, cap);
    if (sa && sa->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, out, cap);
}

static bool on_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static bool is_proxy(const struct http_server *s, const char *peer)
{
    const char *proxy = s->o.proxy;
    return proxy && (strcmp(peer, proxy) == 0 || (on_loopback(peer) && on_loopback(proxy)));
}

/* The client's address into `out`; behind our own proxy the one it names. */
static void client_address(const struct exchange *x, char *out, socklen_t cap)
{
    peer_address(x, out, cap);
    if (!is_proxy(x->server, out)) return;
    const char *named = http_header(&x->request, "X-Real-IP");
    unsigned char raw[16];
    if (named && strlen(named) < cap &&
        (inet_pton(AF_INET, named, raw) == 1 || inet_pton(AF_INET6, named, raw) == 1))
        memcpy(out, named, strlen(named) + 1);
}

static enum MHD_Result reply(struct exchange *x)
{
    struct http_reply_fields f;
    http_reply_fields(&x->request, &x->response, x->server->o.plain, &f);
    struct MHD_Response *r = MHD_create_response_from_buffer(f.bytes_n, (void *)(uintptr_t)f.bytes,
                                                             MHD_RESPMEM_PERSISTENT);
    if (!r) return MHD_NO;
    for (size_t i = 0; i < f.n; i++) MHD_add_response_header(r, f.p[i].name, f.p[i].value);
    if (atomic_load(&x->server->draining)) MHD_add_response_header(r, "Connection", "close");
    enum MHD_Result done = MHD_queue_response(x->connection, (unsigned)x->response.status, r);
    MHD_destroy_response(r);
    return done;
}

/* The server's own refusals: a sentence, the id, and for a broken head the end of the connection.
 */
static enum MHD_Result refuse(struct exchange *x, int status)
{
    static const struct {
        int status;
        enum zh_id text;
    } texts[] = {{403, ZH_http_sign_in},   {413, ZH_http_too_large}, {414, ZH_http_too_long},
                 {429, ZH_http_too_often}, {501, ZH_http_method},    {503, ZH_http_busy},
                 {500, ZH_http_failed}};
    enum zh_id text = ZH_http_malformed;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].status == status) text = texts[i].text;
    x->response = (struct http_response){
        .status = status, .type = "text/plain; charset=utf-8", .body = x->response.body};
    buf_clear(&x->response.body);
    buf_printf(&x->response.body, "%s\n%d %s\n", zh_text(text), status, x->request.id);
    const char *wait = arena_print(x->arena, "%d", x->wait ? x->wait : 5);
    if (status == 429 || status == 503) http_reply_header(&x->response, "Retry-After", wait);
    if (status == 400 || status == 403 || status == 413)
        http_reply_header(&x->response, "Connection", "close");
    return reply(x);
}

static void run_handler(struct exchange *x)
{
    x->server->o.handler(x->server->o.ctx, &x->request, &x->response, x->arena);
    if (!x->response.body.failed) return;
    x->response = (struct http_response){.status = 500, .body = x->response.body};
    buf_clear(&x->response.body);
}

static void pool_job(void *job)
{
    struct exchange *x = job;
    run_handler(x);
    MHD_resume_connection(x->connection);
}

static enum MHD_Result dispatch(struct exchange *x)
{
    x->stage = STAGE_WORKING;
    if (x->limits.direct) {
        run_handler(x);
        return reply(x);
    }
    MHD_suspend_connection(x->connection);
    if (!pool_give(x->server->pool, x)) {
        x->refused = 503;
        MHD_resume_connection(x->connection);
    }
    return MHD_YES;
}

static enum MHD_Result collect_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
    (void)kind;
    struct http_pairs *list = cls;
    struct http_pair *p = (struct http_pair *)(uintptr_t)list->p;
    if (list->n > HTTP_HEADERS_MAX) return MHD_NO;
    p[list->n++] = (struct http_pair){name, value ? value : ""};
    return MHD_YES;
}

/* What a body with this head would need: 0, or the status of the refusal. */
static int body_admit(struct exchange *x, const struct http_verdict *v)
{
    bool multipart = strcmp(x->request.content_type, "multipart/form-data") == 0;
    uint64_t most = x->limits.body;
    if (multipart && x->limits.files) most += x->limits.files + FRAMING_ROOM;
    if (x->limits.refuse) return x->limits.refuse;
    if (!x->limits.body && !x->limits.files) return 413;
    if (v->length > most) return 413;
    x->body = BUF(x->limits.body);
    if (!multipart) return 0;
    x->multipart = multipart_new(http_header(&x->request, "Content-Type"), x->limits, x->arena);
    return x->multipart ? 0 : 400;
}

static bool came_too_often(struct exchange *x, const char *address)
{
    char key[LIMIT_KEY];
    struct limit *limit = x->server->limit;
    if (!limit || on_loopback(address)) return false;
    limit_key(address, key);
    x->wait = limit_take(limit, key, deadlines_now());
    return x->wait > 0;
}

static int begin_check(struct exchange *x, const char *method, struct http_verdict *v)
{
    struct http_server *s = x->server;
    if (!x->arena || !x->request.target) return 500;
    struct http_pair *pairs = arena_alloc(x->arena, (HTTP_HEADERS_MAX + 1) * sizeof *pairs);
    struct http_head head = {
        arena_copy(x->arena, method, strlen(method)), x->request.target, {pairs, 0}};
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, collect_header, &head.headers);
    *v = http_head_check(&head, x->arena, &x->request);
    if (v->status) return v->status;
    char address[46];
    client_address(x, address, sizeof address);
    if (came_too_often(x, address)) return 429;
    if (!s->o.forget_address) memcpy(x->request.remote, address, sizeof address);
    if (atomic_load(&s->draining)) return 503;
    if (s->o.admit) x->limits = s->o.admit(s->o.ctx, &x->request);
    if (x->limits.seconds) deadlines_set(s->deadlines, watch_of(x->connection), x->limits.seconds);
    return v->has_body ? body_admit(x, v) : 0;
}

static enum MHD_Result begin(struct exchange *x, const char *method)
{
    struct http_verdict v = {0};
    deadlines_set(x->server->deadlines, watch_of(x->connection), x->server->o.request_seconds);
    int status = begin_check(x, method, &v);
    if (status) return refuse(x, status);
    x->stage = STAGE_BODY;
    return MHD_YES;
}

static enum MHD_Result body_bytes(struct exchange *x, const char *bytes, size_t n)
{
    if (x->refused) {
        x->discarded += n;
        return x->discarded > DISCARD_MAX ? MHD_NO : MHD_YES;
    }
    if (x->multipart) {
        x->refused = multipart_feed(x->multipart, bytes, n);
    } else {
        buf_add(&x->body, bytes, n);
        if (x->body.failed) x->refused = 413;
    }
    return MHD_YES;
}

static enum MHD_Result body_end(struct exchange *x)
{
    if (!x->refused && x->multipart) x->refused = multipart_finish(x->multipart, &x->request);
    if (!x->refused && !x->multipart)
        x->refused = http_body_decode(x->body.p, x->body.n, x->arena, &x->request);
    return x->refused ? refuse(x, x->refused) : dispatch(x);
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *c, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *upload_n, void **con)
{
    (void)cls, (void)c, (void)url, (void)version;
    struct exchange *x = *con;
    if (!x) return MHD_NO;
    switch (x->stage) {
    case STAGE_NEW:
        return begin(x, method);
    case STAGE_BODY:
        if (!*upload_n) return body_end(x);
        size_t n = *upload_n;
        *upload_n = 0;
        return body_bytes(x, upload, n);
    case STAGE_WORKING:
        return x->refused ? refuse(x, x->refused) : reply(x);
    }
    return MHD_NO;
}

/* libmicrohttpd would decode the URL in place; http_head_check does it, strictly, from the raw
 * target. */
static size_t keep_escaped(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls, (void)c;
    return strlen(s);
}

static int listen_on(const struct http_options *o, uint16_t *port)
{
    char service[8];
    snprintf(service, sizeof service, "%u", o->port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *ai = NULL;
    if (getaddrinfo(o->address, service, &hints, &ai) != 0) return -1;
    int on = 1, fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_storage bound = {0};
    socklen_t n = sizeof bound;
    bool ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
              bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, 1024) == 0 &&
              getsockname(fd, (struct sockaddr *)&bound, &n) == 0;
    freeaddrinfo(ai);
    *port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                              : ((struct sockaddr_in *)&bound)->sin_port);
    if (ok) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

static void defaults(struct http_options *o)
{
    if (!o->event_threads) o->event_threads = 2;
    if (!o->workers) o->workers = 8;
    if (!o->queue) o->queue = 512;
    if (!o->connections) o->connections = 12000;
    if (!o->header_seconds) o->header_seconds = 75;
    if (!o->request_seconds) o->request_seconds = 60;
}

static struct MHD_Daemon *daemon_start(struct http_server *s, int fd)
{
    const struct http_options *o = &s->o;
    struct MHD_OptionItem several = {MHD_OPTION_THREAD_POOL_SIZE, o->event_threads, NULL};
    struct MHD_OptionItem none = {MHD_OPTION_END, 0, NULL};
    struct MHD_OptionItem more[] = {o->event_threads > 1 ? several : none, none};
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, NULL, NULL,
        on_access, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_POOL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)o->connections_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->header_seconds + 5,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, s,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
        s, MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, NULL, MHD_OPTION_ARRAY, more,
        MHD_OPTION_END);
}

static void server_free(struct http_server *s)
{
    pool_free(s->pool);
    deadlines_free(s->deadlines);
    limit_free(s->limit);
    free(s);
}

struct http_server *http_serve(const struct http_options *options)
{
    assert(options->handler && options->address);
    struct http_server *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->o = *options;
    defaults(&s->o);
    int fd = listen_on(&s->o, &s->port);
    if (fd < 0) {
        fprintf(stderr, "http: cannot listen on %s port %u: %m\n", s->o.address, s->o.port);
        free(s);
        return NULL;
    }
    s->limit = s->o.requests_per_minute ? limit_new(s->o.requests_per_minute) : NULL;
    s->deadlines = deadlines_new();
    s->pool = pool_new(s->o.workers, s->o.queue, pool_job);
    if (getrandom(&s->seed, sizeof s->seed, 0) == (ssize_t)sizeof s->seed && s->deadlines &&
        s->pool && (s->limit || !s->o.requests_per_minute))
        s->daemon = daemon_start(s, fd);
    if (s->daemon) return s;
    fprintf(stderr, "http: cannot start the server\n");
    close(fd);
    server_free(s);
    return NULL;
}

uint16_t http_port(const struct http_server *s)
{
    return s->port;
}

void http_stop(struct http_server *s, int seconds)
{
    if (!s) return;
    MHD_socket fd = MHD_quiesce_daemon(s->daemon);
    atomic_store(&s->draining, true);
    int64_t until = deadlines_now() + (int64_t)seconds * 1000;
    while (atomic_load(&s->active) > 0 && deadlines_now() < until) usleep(5000);
    pool_finish(s->pool); /* no connection is suspended any more: the library requires it */
    MHD_stop_daemon(s->daemon);
    if (fd != MHD_INVALID_SOCKET) close(fd);
    server_free(s);
}
