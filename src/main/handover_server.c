#include "main/handover_server.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define REQUEST_SECONDS 10 /* to send a request in */
#define ANSWER_SECONDS 30  /* a client that takes none of its output for so long is left alone */
#define BACKLOG 256
#define REQUEST_MEMORY (4u << 20)

struct handover_server {
    struct handover_options o;
    char *path, *served;
    int listener, wake; /* wake: somebody finished, or it is time to stop */
    pthread_t thread;
    pthread_mutex_t mutex;
    int running;
    bool draining;
};

struct client {
    struct handover_server *server;
    int fd;
    bool gone; /* its output goes nowhere, the command is finished all the same */
};

struct stream { /* the cookie of the command's out and err */
    struct client *client;
    enum handover_type type;
};

/* ---- One client ----------------------------------------------------------------------------- */

static ssize_t stream_write(void *cookie, const char *bytes, size_t n)
{
    struct stream *s = cookie;
    for (size_t at = 0; at < n && !s->client->gone;) {
        size_t piece = n - at < HANDOVER_PIECE ? n - at : HANDOVER_PIECE;
        s->client->gone = !handover_send(s->client->fd, s->type, bytes + at, piece);
        at += piece;
    }
    return (ssize_t)n;
}

static void refuse(int fd, enum handover_refusal reason)
{
    uint8_t byte = (uint8_t)reason;
    handover_send(fd, HANDOVER_REFUSED, &byte, 1);
}

static bool is_draining(struct handover_server *s)
{
    pthread_mutex_lock(&s->mutex);
    bool draining = s->draining;
    pthread_mutex_unlock(&s->mutex);
    return draining;
}

static void run(struct client *c, const struct handover_request *r)
{
    struct stream streams[] = {{c, HANDOVER_OUT}, {c, HANDOVER_ERR}};
    cookie_io_functions_t io = {.write = stream_write};
    FILE *out = fopencookie(&streams[0], "w", io), *err = fopencookie(&streams[1], "w", io);
    uint8_t status = 1;
    if (out && err && handover_send(c->fd, HANDOVER_ACCEPTED, NULL, 0)) {
        setvbuf(out, NULL, _IOFBF, HANDOVER_PIECE);
        setvbuf(err, NULL, r->terminal ? _IONBF : _IOLBF, BUFSIZ);
        status = (uint8_t)c->server->o.run(c->server->o.ctx, r, out, err);
    }
    if (out) fclose(out);
    if (err) fclose(err);
    if (!c->gone) handover_send(c->fd, HANDOVER_EXIT, &status, 1);
}

static void converse(struct client *c)
{
    struct handover_server *s = c->server;
    struct buf b = BUF(HANDOVER_REQUEST_MAX);
    struct handover_request r;
    enum handover_type type;
    struct arena *arena = arena_new(REQUEST_MEMORY);
    if (!arena) refuse(c->fd, HANDOVER_FULL);
    else if (!handover_receive(c->fd, &type, &b) || type != HANDOVER_REQUEST ||
             !handover_decode(b.p, b.n, arena, &r))
        refuse(c->fd, HANDOVER_MALFORMED);
    else if (r.kind == HANDOVER_ASK)
        handover_send(c->fd, HANDOVER_SERVED, s->served, strlen(s->served));
    else if (is_draining(s)) refuse(c->fd, HANDOVER_DRAINING);
    else run(c, &r);
    buf_free(&b);
    arena_free(arena);
}

static void wake(struct handover_server *s)
{
    while (eventfd_write(s->wake, 1) != 0 && errno == EINTR) continue;
}

/* The last thing a client's thread does with the server is to wake it. */
static void *client_thread(void *arg)
{
    struct client *c = arg;
    struct handover_server *s = c->server;
    converse(c);
    close(c->fd);
    free(c);
    pthread_mutex_lock(&s->mutex);
    s->running--;
    wake(s);
    pthread_mutex_unlock(&s->mutex);
    return NULL;
}

/* ---- The door ------------------------------------------------------------------------------- */

static void set_timeouts(int fd)
{
    struct timeval in = {.tv_sec = REQUEST_SECONDS}, out = {.tv_sec = ANSWER_SECONDS};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &in, sizeof in);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &out, sizeof out);
}

static bool start_client(struct handover_server *s, int fd)
{
    pthread_t thread;
    struct client *c = calloc(1, sizeof *c);
    if (!c) return false;
    *c = (struct client){.server = s, .fd = fd};
    if (pthread_create(&thread, NULL, client_thread, c) != 0) {
        free(c);
        return false;
    }
    pthread_detach(thread);
    return true;
}

/* Counts the client in when there is room for it. */
static enum handover_refusal let_in(struct handover_server *s, int fd)
{
    enum handover_refusal no = HANDOVER_WELCOME;
    pthread_mutex_lock(&s->mutex);
    if (s->draining) no = HANDOVER_DRAINING;
    else if (s->running == s->o.clients) no = HANDOVER_FULL;
    else s->running++;
    pthread_mutex_unlock(&s->mutex);
    if (no || start_client(s, fd)) return no;
    pthread_mutex_lock(&s->mutex);
    s->running--;
    pthread_mutex_unlock(&s->mutex);
    return HANDOVER_FULL;
}

static void welcome(struct handover_server *s)
{
    int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0) {
        /* Out of descriptors: whoever waits is still there when some are free again. */
        if (errno == EMFILE || errno == ENFILE) poll(NULL, 0, 10);
        return;
    }
    uid_t peer = handover_peer(fd);
    enum handover_refusal no = HANDOVER_WELCOME;
    set_timeouts(fd);
    if (peer == geteuid() || peer == 0) {
        no = let_in(s, fd);
        if (!no) return;
        refuse(fd, no);
    }
    close(fd);
}

static bool finished(struct handover_server *s)
{
    pthread_mutex_lock(&s->mutex);
    bool over = s->draining && s->running == 0;
    pthread_mutex_unlock(&s->mutex);
    return over;
}

static void *door_thread(void *arg)
{
    struct handover_server *s = arg;
    while (!finished(s)) {
        eventfd_t ignored;
        struct pollfd fds[] = {{s->listener, POLLIN, 0}, {s->wake, POLLIN, 0}};
        if (poll(fds, 2, -1) < 0) continue;
        if (fds[1].revents) eventfd_read(s->wake, &ignored);
        if (fds[0].revents) welcome(s);
    }
    return NULL;
}

/* ---- Starting and stopping ------------------------------------------------------------------ */

/* What stands at the path is a dead server's when it is a socket, and none of our business else. */
static bool clear_path(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0) return errno == ENOENT;
    if (!S_ISSOCK(st.st_mode)) return errno = EEXIST, false;
    return unlink(path) == 0;
}

/* Nobody can connect between bind and listen, so nobody meets the socket before its mode is set. */
static bool listen_at(struct handover_server *s)
{
    struct handover_address a;
    if (!clear_path(s->path) || !handover_address(s->path, &a)) return false;
    s->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = s->listener >= 0 &&
                bind(s->listener, (const struct sockaddr *)&a.un, a.size) == 0 &&
                chmod(s->path, 0600) == 0 && listen(s->listener, BACKLOG) == 0;
    int error = errno;
    handover_address_done(&a);
    return good || (errno = error, false);
}

static void release(struct handover_server *s)
{
    if (s->listener >= 0) {
        unlink(s->path);
        close(s->listener);
    }
    if (s->wake >= 0) close(s->wake);
    pthread_mutex_destroy(&s->mutex);
    free(s->path);
    free(s->served);
    free(s);
}

enum err handover_server_start(const struct handover_options *o, struct handover_server **out,
                               struct problem *why)
{
    struct handover_server *s = calloc(1, sizeof *s);
    if (!s) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    *s = (struct handover_server){.o = *o, .listener = -1, .wake = -1};
    pthread_mutex_init(&s->mutex, NULL);
    if (!s->o.clients) s->o.clients = HANDOVER_CLIENTS;
    s->path = strdup(o->path);
    s->served = strdup(o->served);
    s->wake = eventfd(0, EFD_CLOEXEC);
    if (!s->path || !s->served || s->wake < 0 || !listen_at(s) ||
        pthread_create(&s->thread, NULL, door_thread, s) != 0) {
        problem_set(why, ERR_CONFIG, ZH_handover_listen, "db", o->path, strerror(errno), NULL);
        release(s);
        return ERR_CONFIG;
    }
    *out = s;
    return ERR_OK;
}

void handover_server_stop(struct handover_server *s)
{
    if (!s) return;
    pthread_mutex_lock(&s->mutex);
    s->draining = true;
    wake(s);
    pthread_mutex_unlock(&s->mutex);
    pthread_join(s->thread, NULL);
    release(s);
}
