#include "support/proxy.h"

#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct proxy {
    int listener;
    char server[108];
    pthread_t thread;
    _Atomic int cut, left, done, open;
    _Atomic bool refuse, stop;
};

struct link {
    struct proxy *p;
    int client, server;
};

static void die(const char *what)
{
    perror(what);
    abort();
}

static int unix_socket(const char *path, bool listening)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int code = listening ? bind(fd, (struct sockaddr *)&a, sizeof a)
                         : connect(fd, (struct sockaddr *)&a, sizeof a);
    if (code != 0 || (listening && listen(fd, 64) != 0)) die(path);
    return fd;
}

static bool pass(int from, int to, char *bytes, size_t cap, ssize_t *n)
{
    *n = read(from, bytes, cap);
    return *n > 0 && (to < 0 || write(to, bytes, (size_t)*n) == *n);
}

/* True when this was a COMMIT to be cut, and it is. */
static bool cut_here(struct link *l, const char *bytes, size_t n)
{
    struct proxy *p = l->p;
    if (!memmem(bytes, n, "COMMIT", 7) || atomic_load(&p->left) <= 0) return false;
    atomic_fetch_sub(&p->left, 1);
    atomic_fetch_add(&p->done, 1); /* before the server has it: the store may be told at once */
    int cut = atomic_load(&p->cut);
    char answer[4096];
    if (cut == PROXY_CUT_LATE) {
        shutdown(l->client, SHUT_RDWR);
        usleep(400000);
    }
    if (cut != PROXY_CUT_BEFORE && write(l->server, bytes, n) == (ssize_t)n &&
        read(l->server, answer, sizeof answer) <= 0)
        die("server");
    return true;
}

static void *carry(void *arg)
{
    struct link *l = arg;
    char bytes[65536];
    ssize_t n;
    while (!atomic_load(&l->p->refuse) && !atomic_load(&l->p->stop)) {
        struct pollfd fd[2] = {{l->client, POLLIN, 0}, {l->server, POLLIN, 0}};
        if (poll(fd, 2, 50) < 0) break;
        if (fd[1].revents && !pass(l->server, l->client, bytes, sizeof bytes, &n)) break;
        if (!fd[0].revents) continue;
        if (!pass(l->client, -1, bytes, sizeof bytes, &n) || cut_here(l, bytes, (size_t)n)) break;
        if (write(l->server, bytes, (size_t)n) != n) break;
    }
    close(l->client);
    close(l->server);
    atomic_fetch_sub(&l->p->open, 1);
    free(l);
    return NULL;
}

static void *listen_loop(void *arg)
{
    struct proxy *p = arg;
    while (!atomic_load(&p->stop)) {
        struct pollfd fd = {p->listener, POLLIN, 0};
        if (poll(&fd, 1, 50) <= 0) continue;
        int client = accept(p->listener, NULL, NULL);
        if (client < 0) continue;
        if (atomic_load(&p->refuse)) {
            close(client);
            continue;
        }
        struct link *l = malloc(sizeof *l);
        *l = (struct link){p, client, unix_socket(p->server, false)};
        atomic_fetch_add(&p->open, 1);
        pthread_t thread;
        if (pthread_create(&thread, NULL, carry, l) != 0) die("thread");
        pthread_detach(thread);
    }
    return NULL;
}

struct proxy *proxy_new(const struct test_db *t)
{
    char path[100];
    struct proxy *p = calloc(1, sizeof *p);
    signal(SIGPIPE, SIG_IGN); /* a side that went away is no reason to end */
    PGconn *conn = PQconnectdb(getenv("JIANZAI_TEST_PG"));
    snprintf(p->server, sizeof p->server, "%s/.s.PGSQL.%s", PQhost(conn), PQport(conn));
    PQfinish(conn);
    snprintf(path, sizeof path, "%s/.s.PGSQL.5432", t->folder);
    p->listener = unix_socket(path, true);
    if (pthread_create(&p->thread, NULL, listen_loop, p) != 0) die("thread");
    return p;
}

void proxy_free(struct proxy *p)
{
    atomic_store(&p->stop, true);
    pthread_join(p->thread, NULL);
    while (atomic_load(&p->open) > 0) usleep(1000);
    close(p->listener);
    free(p);
}

void proxy_arm(struct proxy *p, enum proxy_cut cut, int commits)
{
    atomic_store(&p->cut, cut);
    atomic_store(&p->left, commits);
}

int proxy_cuts(struct proxy *p)
{
    return atomic_load(&p->done);
}

void proxy_refuse(struct proxy *p, bool refuse)
{
    atomic_store(&p->refuse, refuse);
}
