/*
 * The web server as the rest of the program sees it: a request decoded into bounded lists, a
 * response to fill, and http_serve, which calls one handler for every request that kept the rules.
 * Hidden behind it is libmicrohttpd (server.c); nothing above this room sees it.
 *
 * Not here: routes, sessions, permissions, forms with meaning (src/web); TLS, HTTP/2 and slow
 * clients on the open network (nginx in front).
 *
 * Rules kept before a handler is called (header.h, RFC 9112): exactly one Host; not
 * Transfer-Encoding beside Content-Length; not two Content-Lengths; a known method; an URL of at
 * most HTTP_URL_MAX bytes; no control bytes, invalid UTF-8, `.` or `..` in the decoded path; bodies
 * within the limits the route gave; one absolute deadline.
 *
 * Ownership: everything in a request lives in the request's arena, which is wiped after the reply
 * is sent. The response is filled by the handler with memory of the same arena, or with static
 * bytes.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/asset.h"
#include "base/buf.h"

#define HTTP_URL_MAX 2048
#define HTTP_HEADERS_MAX 48
#define HTTP_FIELDS_MAX 400 /* query, or form; more is refused with 413 */
#define HTTP_COOKIES_MAX 16
#define HTTP_FILES_MAX 8
#define HTTP_REPLY_HEADERS_MAX 12

enum http_method { HTTP_NONE, HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE };

struct http_pair {
    const char *name, *value;
};

struct http_pairs {
    const struct http_pair *p; /* in the order received; names may repeat */
    size_t n;
};

/* One uploaded file. fd is an unnamed temporary file, positioned at its start, closed by the server
 * after the reply. */
struct http_file {
    const char *field, *name,
        *type; /* name and type are what the browser claims: show them, never trust them */
    int fd;
    uint64_t size;
};

struct http_request {
    enum http_method method;
    const char *path;   /* percent-decoded, UTF-8, starts with '/' */
    const char *target; /* as received */
    struct http_pairs query, form, cookies, headers;
    const char *content_type; /* "" when there is none; lower case, without parameters */
    const char *body;         /* bodies that are no form; terminated */
    size_t body_n;
    const struct http_file *files;
    size_t files_n;
    char remote[46]; /* address of the client; "" where the listener keeps none */
    char id[17];     /* 16 hex digits, for log and error page */
};

struct http_response {
    int status;       /* 200 unless the handler says otherwise */
    const char *type; /* "text/html; charset=utf-8" unless … */
    struct buf body;
    const struct asset *asset; /* instead of body */
    struct http_pair headers[HTTP_REPLY_HEADERS_MAX];
    size_t headers_n;
    bool camera;    /* the page may ask for the camera (photo page only) */
    bool cacheable; /* public, changes seldom: max-age=60 instead of no-store */
};

/* What a route allows; given once the header is read, before any body is. */
struct http_limits {
    size_t body; /* bytes of a form or JSON body, and of all text fields of a multipart one; 0 = no
                    body */
    uint64_t files; /* bytes of all files together; 0 = multipart refused */
    int seconds;    /* header complete → reply sent, of an upload; 0: request_seconds */
    int refuse;     /* a body is refused with this status, before any of it is read */
    bool direct; /* the handler never blocks: called on the event thread, without the worker pool */
};

typedef struct http_limits http_admit_fn(void *ctx, const struct http_request *head);
typedef void http_handler_fn(void *ctx, const struct http_request *request,
                             struct http_response *response, struct arena *arena);

struct http_options {
    const char *address;         /* "127.0.0.1" or "::1" …; numeric */
    uint16_t port;               /* 0: any free one, see http_port */
    int event_threads;           /* 0: 2 */
    int workers;                 /* 0: 8 */
    int queue;                   /* requests waiting for a worker before 503; 0: 512 */
    int connections;             /* 0: 12000 */
    int connections_per_address; /* 0: no limit (all of nginx is one address) */
    int requests_per_minute;     /* per address (limit.h), bursts of a quarter of it; 0: no limit.
                                    This machine itself, when it names nobody, has none */
    int header_seconds;  /* connection accepted (or last reply) → header complete; 0: 75 */
    int request_seconds; /* header complete → reply sent; 0: 60 */
    const char *proxy;   /* the numeric address whose X-Real-IP names the client (127.0.0.1: all of
                            loopback); NULL: nobody's is believed */
    bool forget_address; /* request.remote stays empty: the listener of people who report */
    bool plain; /* a training store without TLS on loopback: no Strict-Transport-Security */
    http_admit_fn *admit; /* NULL: no bodies, worker pool */
    http_handler_fn *handler;
    void *ctx; /* passed to both; outlives the server */
};

struct http_server;

/* Starts to listen and returns at once; NULL with a reason on stderr when the address cannot be
 * had. */
struct http_server *http_serve(const struct http_options *options);
uint16_t http_port(const struct http_server *s);
/* Stops accepting, lets requests under way finish for up to `seconds`, closes everything and frees
 * s. */
void http_stop(struct http_server *s, int seconds);

/* First value of that name or NULL. Header names are compared without case. */
const char *http_get(struct http_pairs list, const char *name);
const char *http_header(const struct http_request *r, const char *name);

/* Reply helpers. Values must outlive the handler (arena or static); CR, LF and NUL in a value are
 * an assert. */
void http_reply_header(struct http_response *r, const char *name, const char *value);
/* 303 See Other; `location` must start with a single '/'. */
void http_reply_redirect(struct http_response *r, const char *location);

const char *http_method_name(enum http_method m);
enum http_method http_method_parse(const char *s); /* HTTP_NONE when unknown */
