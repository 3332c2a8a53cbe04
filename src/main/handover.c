#include "main/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char magic[4] = {'J', 'Z', 'H', '1'};

/* ---- Frames --------------------------------------------------------------------------------- */

static void put32(uint8_t *out, uint32_t v)
{
    for (int i = 0; i < 4; i++) out[i] = (uint8_t)(v >> (24 - 8 * i));
}

static uint32_t get32(const uint8_t *in)
{
    return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
}

void handover_head_write(struct handover_head h, uint8_t out[HANDOVER_HEAD])
{
    out[0] = (uint8_t)h.type;
    put32(out + 1, h.size);
}

bool handover_head_read(const uint8_t in[HANDOVER_HEAD], struct handover_head *out)
{
    *out = (struct handover_head){(enum handover_type)in[0], get32(in + 1)};
    switch (out->type) {
    case HANDOVER_REQUEST:
        return out->size > 0 && out->size <= HANDOVER_REQUEST_MAX;
    case HANDOVER_ACCEPTED:
        return out->size == 0;
    case HANDOVER_EXIT:
    case HANDOVER_REFUSED:
        return out->size == 1;
    case HANDOVER_OUT:
    case HANDOVER_ERR:
    case HANDOVER_SERVED:
        return out->size <= HANDOVER_PIECE;
    }
    return false;
}

/* ---- A request ------------------------------------------------------------------------------ */

static void put_word(struct buf *out, const char *s)
{
    uint8_t size[4];
    size_t n = strlen(s);
    put32(size, (uint32_t)n);
    buf_add(out, size, sizeof size);
    buf_add(out, s, n);
}

bool handover_encode(const struct handover_request *r, struct buf *out)
{
    uint8_t fixed[4] = {(uint8_t)r->kind, r->terminal, 0, (uint8_t)r->argc};
    if (r->argc < 0 || r->argc > HANDOVER_WORDS || r->cwd[0] != '/') return false;
    buf_clear(out);
    buf_add(out, magic, sizeof magic);
    buf_add(out, fixed, sizeof fixed);
    put_word(out, r->cwd);
    for (int i = 0; i < r->argc; i++) put_word(out, r->argv[i]);
    return !out->failed && out->n <= HANDOVER_REQUEST_MAX;
}

struct reading {
    const uint8_t *p;
    size_t left;
};

/* NULL when the bytes end too early, hold a NUL or memory is out. */
static char *get_word(struct reading *r, struct arena *a)
{
    if (r->left < 4) return NULL;
    size_t n = get32(r->p);
    const uint8_t *text = r->p + 4;
    if (n > r->left - 4 || memchr(text, 0, n)) return NULL;
    char *word = arena_try(a, n + 1);
    if (!word) return NULL;
    memcpy(word, text, n);
    r->p = text + n;
    r->left -= 4 + n;
    return word;
}

static bool get_words(struct reading *r, struct arena *a, struct handover_request *out)
{
    char **argv = arena_try(a, sizeof *argv * ((size_t)out->argc + 1));
    if (!argv) return false;
    for (int i = 0; i < out->argc; i++)
        if (!(argv[i] = get_word(r, a))) return false;
    out->argv = argv;
    return r->left == 0;
}

bool handover_decode(const void *bytes, size_t n, struct arena *a, struct handover_request *out)
{
    const uint8_t *p = bytes;
    if (n < sizeof magic + 4 || n > HANDOVER_REQUEST_MAX) return false;
    if (memcmp(p, magic, sizeof magic) != 0) return false;
    p += sizeof magic;
    if (p[0] != HANDOVER_RUN && p[0] != HANDOVER_ASK) return false;
    if (p[1] > 1 || p[2] != 0 || p[3] > HANDOVER_WORDS) return false;
    if (p[0] == HANDOVER_RUN && p[3] == 0) return false;
    *out = (struct handover_request){
        .kind = (enum handover_kind)p[0], .terminal = p[1] == 1, .argc = p[3]};
    struct reading r = {p + 4, n - sizeof magic - 4};
    out->cwd = get_word(&r, a);
    return out->cwd && out->cwd[0] == '/' && get_words(&r, a, out);
}

/* ---- On a socket ---------------------------------------------------------------------------- */

static bool send_all(int fd, const void *bytes, size_t n, int flags)
{
    const char *p = bytes;
    while (n > 0) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL | flags);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        p += sent;
        n -= (size_t)sent;
    }
    return true;
}

bool handover_send(int fd, enum handover_type type, const void *bytes, size_t n)
{
    uint8_t head[HANDOVER_HEAD];
    handover_head_write((struct handover_head){type, (uint32_t)n}, head);
    return send_all(fd, head, sizeof head, n ? MSG_MORE : 0) && send_all(fd, bytes, n, 0);
}

static bool receive_all(int fd, void *bytes, size_t n)
{
    char *p = bytes;
    while (n > 0) {
        ssize_t got = recv(fd, p, n, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

bool handover_receive(int fd, enum handover_type *type, struct buf *out)
{
    uint8_t head[HANDOVER_HEAD], piece[4096];
    struct handover_head h;
    buf_clear(out);
    if (!receive_all(fd, head, sizeof head) || !handover_head_read(head, &h)) return false;
    for (size_t left = h.size; left > 0;) {
        size_t n = left < sizeof piece ? left : sizeof piece;
        if (!receive_all(fd, piece, n)) return false;
        buf_add(out, piece, n);
        left -= n;
    }
    *type = h.type;
    return !out->failed;
}

static bool through_folder(const char *path, struct handover_address *out)
{
    char folder[4096];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = slash ? (size_t)(slash - path) : 0;
    if (n >= sizeof folder) return errno = ENAMETOOLONG, false;
    memcpy(folder, path, n);
    folder[n] = 0;
    out->folder = open(n ? folder : slash ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (out->folder < 0) return false;
    int size = snprintf(out->un.sun_path, sizeof out->un.sun_path, "/proc/self/fd/%d/%s",
                        out->folder, name);
    if (size < (int)sizeof out->un.sun_path) return true;
    handover_address_done(out);
    return errno = ENAMETOOLONG, false;
}

bool handover_address(const char *path, struct handover_address *out)
{
    size_t n = strlen(path);
    *out =
        (struct handover_address){.un.sun_family = AF_UNIX, .size = sizeof out->un, .folder = -1};
    if (n >= sizeof out->un.sun_path) return through_folder(path, out);
    memcpy(out->un.sun_path, path, n + 1);
    return true;
}

void handover_address_done(struct handover_address *a)
{
    if (a->folder >= 0) close(a->folder);
    a->folder = -1;
}

uid_t handover_peer(int fd)
{
    struct ucred who;
    socklen_t n = sizeof who;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 ? who.uid : (uid_t)-1;
}
