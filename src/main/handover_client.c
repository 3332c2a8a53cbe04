#include "main/handover_client.h"

#include <string.h>
#include <unistd.h>

/* A server that this process may trust: its own user's, root's, or anybody's for root. */
static bool trusted(int fd)
{
    uid_t peer = handover_peer(fd);
    return peer == geteuid() || peer == 0 || (geteuid() == 0 && peer != (uid_t)-1);
}

static int reach(const char *path)
{
    struct handover_address a;
    if (!handover_address(path, &a)) return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&a.un, a.size) != 0) {
        close(fd);
        fd = -1;
    }
    handover_address_done(&a);
    return fd;
}

static enum handover_result refusal(const struct buf *b)
{
    return b->p[0] == HANDOVER_MALFORMED ? HANDOVER_FOREIGN : HANDOVER_BUSY;
}

struct answer {
    FILE *out, *err; /* NULL for ASK */
    int status;
    char *served;
    size_t cap;
};

static enum handover_result listen_to(int fd, struct buf *b, struct answer *a)
{
    enum handover_type type;
    bool accepted = false;
    while (handover_receive(fd, &type, b)) {
        if (type == HANDOVER_REFUSED) return refusal(b);
        if (type == HANDOVER_ACCEPTED) accepted = true;
        if (type == HANDOVER_OUT && a->out && b->n) fwrite(b->p, 1, b->n, a->out);
        if (type == HANDOVER_ERR && a->err && b->n) {
            if (a->out) fflush(a->out); /* in the order in which they were written */
            fwrite(b->p, 1, b->n, a->err);
        }
        if (type == HANDOVER_SERVED && a->served) {
            snprintf(a->served, a->cap, "%.*s", (int)b->n, b->p ? b->p : "");
            return HANDOVER_DONE;
        }
        if (type == HANDOVER_EXIT) {
            a->status = (uint8_t)b->p[0];
            return HANDOVER_DONE;
        }
    }
    return accepted ? HANDOVER_LOST : HANDOVER_NOBODY;
}

static enum handover_result converse(const char *path, const struct handover_request *r,
                                     struct answer *a)
{
    struct buf b = BUF(HANDOVER_REQUEST_MAX + HANDOVER_PIECE);
    int fd = reach(path);
    if (fd < 0) return HANDOVER_NOBODY;
    enum handover_result result = HANDOVER_FOREIGN;
    if (trusted(fd) && handover_encode(r, &b)) {
        /* A server that refuses may have closed before it read: what it said is still there. */
        handover_send(fd, HANDOVER_REQUEST, b.p, b.n);
        result = listen_to(fd, &b, a);
    }
    close(fd);
    buf_free(&b);
    return result;
}

enum handover_result handover_run(const char *socket_path, const struct handover_request *r,
                                  FILE *out, FILE *err, int *status)
{
    struct answer a = {.out = out, .err = err};
    enum handover_result result = converse(socket_path, r, &a);
    *status = a.status;
    return result;
}

enum handover_result handover_ask(const char *socket_path, char *out, size_t cap)
{
    struct handover_request r = {.kind = HANDOVER_ASK, .cwd = "/"};
    struct answer a = {.served = out, .cap = cap};
    return converse(socket_path, &r, &a);
}
