/*
 * The server on this machine, load generator on the same cores: requests a second for a page made
 * on the event thread and for one made by the worker pool, latency with a fixed rate, memory of
 * idle connections and that they slow nobody. bench_server [CONNECTIONS [SECONDS [IDLE]]]
 */
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/http.h"
#include "tmpl_gen.h"

static struct http_server *server;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct http_limits admit(void *ctx, const struct http_request *head)
{
    (void)ctx;
    return (struct http_limits){.body = 1000, .direct = strcmp(head->path, "/direct") == 0};
}

static void handler(void *ctx, const struct http_request *q, struct http_response *r,
                    struct arena *a)
{
    (void)ctx, (void)q, (void)a;
    struct tmpl_front_model front = {.page.expired = true};
    tmpl_front(&r->body, &front);
}

static int dial(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(http_port(server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        perror("connect");
        exit(1);
    }
    return fd;
}

struct load {
    const char *path;
    int connections;
    double until;
    long done;
};

/* One thread, many connections, one request under way on each. A reply is whole when its announced
 * length has come. */
static void *load_thread(void *arg)
{
    struct load *l = arg;
    char request[200];
    int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: bench\r\n\r\n", l->path);
    struct pollfd *fds = calloc((size_t)l->connections, sizeof *fds);
    long *left = calloc((size_t)l->connections, sizeof *left);
    for (int i = 0; fds && i < l->connections; i++) {
        fds[i] = (struct pollfd){dial(), POLLIN, 0};
        if (send(fds[i].fd, request, (size_t)n, MSG_NOSIGNAL) != n) exit(1);
    }
    static _Thread_local char bytes[1 << 16];
    while (fds && left && seconds() < l->until) {
        poll(fds, (nfds_t)l->connections, 100);
        for (int i = 0; i < l->connections; i++) {
            if (!(fds[i].revents & POLLIN)) continue;
            ssize_t got = recv(fds[i].fd, bytes, sizeof bytes - 1, 0);
            if (got <= 0) exit(1);
            bytes[got] = 0;
            if (left[i] == 0) {
                const char *length = strstr(bytes, "Content-Length: "),
                           *body = strstr(bytes, "\r\n\r\n");
                if (!length || !body) exit(1);
                left[i] = strtol(length + 16, NULL, 10) + (body + 4 - bytes);
            }
            left[i] -= got;
            if (left[i] > 0) continue;
            left[i] = 0;
            l->done++;
            if (send(fds[i].fd, request, (size_t)n, MSG_NOSIGNAL) != n) exit(1);
        }
    }
    for (int i = 0; fds && i < l->connections; i++) close(fds[i].fd);
    free(fds);
    free(left);
    return NULL;
}

static double rate(const char *path, int connections, double duration)
{
    struct load l = {path, connections, seconds() + duration, 0};
    double start = seconds();
    load_thread(&l);
    return (double)l.done / (seconds() - start);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One request after another at a fixed rate; prints p50 and p99 in ms. */
static void latency(const char *label, const char *path)
{
    enum { COUNT = 3000 };
    static double took[COUNT];
    struct load l = {path, 1, 0, 0};
    char request[200], bytes[1 << 16];
    int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: bench\r\n\r\n", l.path),
        fd = dial();
    for (int i = 0; i < COUNT; i++) {
        double start = seconds();
        if (send(fd, request, (size_t)n, MSG_NOSIGNAL) != n) exit(1);
        for (size_t have = 0; have < 100 || !memmem(bytes, have, "</html>", 7);) {
            ssize_t got = recv(fd, bytes + have, sizeof bytes - have, 0);
            if (got <= 0) exit(1);
            have += (size_t)got;
        }
        took[i] = (seconds() - start) * 1e3;
        usleep(500);
    }
    close(fd);
    qsort(took, COUNT, sizeof *took, by_value);
    printf("%s: p50 %.2f ms, p99 %.2f ms\n", label, took[COUNT / 2], took[COUNT * 99 / 100]);
}

static long resident_kb(void)
{
    FILE *f = fopen("/proc/self/status", "r");
    char line[200];
    long kb = 0;
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmRSS:", 6) == 0) kb = strtol(line + 6, NULL, 10);
    if (f) fclose(f);
    return kb;
}

static void idle(int count)
{
    struct rlimit files = {0};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if ((long)files.rlim_cur < 2L * count + 100) {
        printf("idle connections: only %ld descriptors\n", (long)files.rlim_cur);
        return;
    }
    long before = resident_kb();
    int *fds = calloc((size_t)count, sizeof *fds);
    char bytes[1 << 14];
    static const char request[] = "GET /direct HTTP/1.1\r\nHost: bench\r\n\r\n";
    for (int i = 0; fds && i < count; i++) { /* each has made one request, as a browser's would */
        fds[i] = dial();
        if (send(fds[i], request, sizeof request - 1, MSG_NOSIGNAL) < 0 ||
            recv(fds[i], bytes, sizeof bytes, 0) <= 0)
            exit(1);
    }
    printf("%d idle connections: %ld KB more, %.1f KB each, whole process %ld KB\n", count,
           resident_kb() - before, (double)(resident_kb() - before) / count, resident_kb());
    latency("beside them, worker pool", "/pool");
    for (int i = 0; fds && i < count; i++) close(fds[i]);
    free(fds);
}

int main(int argc, char **argv)
{
    int connections = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 64;
    double duration = argc > 2 ? strtod(argv[2], NULL) : 4;
    int count = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 10000;
    server = http_serve(&(struct http_options){
        .address = "127.0.0.1", .plain = true, .admit = admit, .handler = handler});
    if (!server) return 1;
    latency("alone, worker pool", "/pool");
    printf("front page on the event thread: %.0f requests/s\n",
           rate("/direct", connections, duration));
    printf("front page through the worker pool: %.0f requests/s\n",
           rate("/pool", connections, duration));
    idle(count);
    http_stop(server, 2);
    return 0;
}
