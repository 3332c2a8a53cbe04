/*
 * http_load PORT FILE [--connections N] [--seconds S] [--rate R] [--save FILE] [--once]
 *
 * Sends whole HTTP/1.1 requests over loopback and says how fast the answers came. FILE holds the
 * requests as they go over the line, each ended by a NUL; they are sent round and round, or each
 * once. With --rate a request's time runs from the moment at which it was to be sent, so that
 * waiting for a slow server counts. --save keeps the answers in the order of the requests, NUL
 * after each. Prints one line of key=value; a bad answer (not 2xx, 3xx) is counted, a lost
 * connection ends the run with 1.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ANSWER (128 << 10)
#define SAMPLES (4 << 20)

struct request {
    const char *text;
    size_t n;
};

struct connection {
    int fd;
    long at; /* which request is under way, -1: none */
    double since;
    char *answer;
    size_t have, want; /* want 0: the head is not whole yet */
};

static struct {
    int port, connections;
    double seconds, rate;
    bool once;
    struct request *requests;
    long count, sent, done, bad;
    char **saved;
    float *took;
} load = {.connections = 64, .seconds = 5};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "http_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void read_requests(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) die(path);
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *text = malloc((size_t)size + 1);
    if (!text || fread(text, 1, (size_t)size, f) != (size_t)size) die(path);
    fclose(f);
    for (long i = 0; i < size; i++) load.count += text[i] == 0;
    load.requests = calloc((size_t)load.count + 1, sizeof *load.requests);
    load.saved = calloc((size_t)load.count + 1, sizeof *load.saved);
    load.took = malloc(SAMPLES * sizeof *load.took);
    if (!load.requests || !load.saved || !load.took || !load.count) die("requests");
    for (long i = 0; i < load.count; i++) {
        load.requests[i] = (struct request){text, strlen(text)};
        text += load.requests[i].n + 1;
    }
}

static void dial(struct connection *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)load.port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    *c = (struct connection){.fd = socket(AF_INET, SOCK_STREAM, 0), .at = -1};
    c->answer = malloc(ANSWER + 1);
    if (!c->answer || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0) die("connect");
}

static bool more(double start)
{
    if (load.once && load.sent >= load.count) return false;
    if (!load.once && now() - start > load.seconds) return false;
    return !(load.rate > 0 && now() - start < (double)load.sent / load.rate);
}

static void begin(struct connection *c, double start)
{
    const struct request *r = &load.requests[load.sent % load.count];
    c->at = load.sent % load.count;
    c->since = load.rate > 0 ? start + (double)load.sent / load.rate : now();
    c->have = c->want = 0;
    load.sent++;
    for (size_t sent = 0; sent < r->n;) {
        ssize_t n = send(c->fd, r->text + sent, r->n - sent, MSG_NOSIGNAL);
        if (n <= 0) die("send");
        sent += (size_t)n;
    }
}

static void finish(struct connection *c)
{
    long status = strtol(c->answer + 9, NULL, 10);
    load.bad += status < 200 || status >= 400;
    if (load.done < SAMPLES) load.took[load.done] = (float)(now() - c->since);
    load.done++;
    free(load.saved[c->at]);
    load.saved[c->at] = NULL;
    if (load.once) load.saved[c->at] = strdup(c->answer);
    c->at = -1;
}

static void receive(struct connection *c)
{
    ssize_t got = recv(c->fd, c->answer + c->have, ANSWER - c->have, 0);
    if (got <= 0) die("an answer");
    c->have += (size_t)got;
    c->answer[c->have] = 0;
    if (!c->want) {
        const char *body = strstr(c->answer, "\r\n\r\n");
        const char *length = strcasestr(c->answer, "\r\nContent-Length: ");
        if (!body) return;
        c->want = (size_t)(body + 4 - c->answer);
        if (length && length < body) c->want += strtoul(length + 18, NULL, 10);
    }
    if (c->have >= c->want) finish(c);
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void report(double wall)
{
    long n = load.done < SAMPLES ? load.done : SAMPLES;
    qsort(load.took, (size_t)n, sizeof *load.took, by_value);
    printf("done=%ld bad=%ld seconds=%.2f rate=%.0f p50_ms=%.2f p99_ms=%.2f max_ms=%.1f\n",
           load.done, load.bad, wall, (double)load.done / wall,
           n ? (double)load.took[n / 2] * 1e3 : 0, n ? (double)load.took[n * 99 / 100] * 1e3 : 0,
           n ? (double)load.took[n - 1] * 1e3 : 0);
}

static void save(const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f) die(path);
    for (long i = 0; i < load.count; i++) {
        if (load.saved[i]) fputs(load.saved[i], f);
        fputc(0, f);
    }
    if (fclose(f) != 0) die(path);
}

static void run(void)
{
    struct connection *c = calloc((size_t)load.connections, sizeof *c);
    struct pollfd *fds = calloc((size_t)load.connections, sizeof *fds);
    if (!c || !fds) die("memory");
    for (int i = 0; i < load.connections; i++) dial(&c[i]);
    double start = now();
    for (long open = 1; open;) {
        open = 0;
        for (int i = 0; i < load.connections; i++) {
            if (c[i].at < 0 && more(start)) begin(&c[i], start);
            fds[i] = (struct pollfd){c[i].at >= 0 ? c[i].fd : -1, POLLIN, 0};
            open += c[i].at >= 0;
        }
        bool ended = load.once ? load.sent >= load.count : now() - start > load.seconds;
        if (!open && ended) break;
        open = 1;
        poll(fds, (nfds_t)load.connections, load.rate > 0 ? 1 : 100);
        for (int i = 0; i < load.connections; i++)
            if (fds[i].revents) receive(&c[i]);
    }
    report(now() - start);
}

int main(int argc, char **argv)
{
    const char *kept = NULL;
    if (argc < 3) return 2;
    load.port = (int)strtol(argv[1], NULL, 10);
    read_requests(argv[2]);
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "--once") == 0) load.once = true;
        else if (i + 1 >= argc) return 2;
        else if (strcmp(argv[i], "--connections") == 0) load.connections = (int)strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--seconds") == 0) load.seconds = strtod(argv[++i], NULL);
        else if (strcmp(argv[i], "--rate") == 0) load.rate = strtod(argv[++i], NULL);
        else if (strcmp(argv[i], "--save") == 0) kept = argv[++i], load.once = true;
        else return 2;
    }
    run();
    if (kept) save(kept);
    return load.bad ? 1 : 0;
}
