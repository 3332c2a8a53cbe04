/*
 * Handing a command over to the process that holds the SQLite file (docs/handover.md): frames on a
 * Unix stream socket beside the file. This is the protocol's text form and its sending and
 * receiving; who asks is handover_client.h, who answers handover_server.h. Which commands may be
 * handed over and how they run there is dispatch.h's.
 *
 * A frame is a type byte, the payload's size as 4 bytes big-endian, the payload. One request per
 * connection. Everything has a ceiling, and what does not fit the rules is refused as a whole.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/arena.h"
#include "base/buf.h"

#define HANDOVER_HEAD 5
#define HANDOVER_REQUEST_MAX (1u << 20)
#define HANDOVER_PIECE 65536u /* most bytes of a frame to the client */
#define HANDOVER_WORDS 128

enum handover_type {
    HANDOVER_REQUEST = 'Q',  /* client: struct handover_request */
    HANDOVER_ACCEPTED = 'A', /* server: empty; from here on the command may have acted */
    HANDOVER_OUT = 'O',      /* bytes for standard output */
    HANDOVER_ERR = 'E',      /* bytes for standard error */
    HANDOVER_EXIT = 'X',     /* one byte: exit status. The last frame */
    HANDOVER_REFUSED = 'R',  /* one byte: enum handover_refusal. The last frame */
    HANDOVER_SERVED = 'S'    /* answer to ASK: where the server can be reached. The last frame */
};

enum handover_refusal { HANDOVER_WELCOME, HANDOVER_FULL, HANDOVER_DRAINING, HANDOVER_MALFORMED };

enum handover_kind { HANDOVER_RUN = 1, HANDOVER_ASK };

struct handover_request {
    enum handover_kind kind;
    bool terminal;   /* the client's standard error is a terminal */
    const char *cwd; /* absolute; relative file names are the client's */
    int argc;
    char *const *argv; /* subcommand and its arguments; argv[argc] is NULL */
};

struct handover_head {
    enum handover_type type;
    uint32_t size;
};

void handover_head_write(struct handover_head h, uint8_t out[HANDOVER_HEAD]);
/* False for an unknown type or a size that the type does not have. */
bool handover_head_read(const uint8_t in[HANDOVER_HEAD], struct handover_head *out);

/* The payload of a request; false when it would not be readable at the other end. */
bool handover_encode(const struct handover_request *r, struct buf *out);
/* Everything in *out is copied to the arena. False, and nothing promised about *out, when bytes are
 * not exactly one request. */
bool handover_decode(const void *bytes, size_t n, struct arena *a, struct handover_request *out);

/* ---- On a socket: false when the other side is gone, broke a rule or let a timeout pass ----  */

bool handover_send(int fd, enum handover_type type, const void *bytes, size_t n);
/* The payload goes to *out, which is emptied first. */
bool handover_receive(int fd, enum handover_type *type, struct buf *out);

/* A socket's address for bind and connect; a path longer than an address holds goes through a
 * descriptor of its folder, which must stay open until then. */
struct handover_address {
    struct sockaddr_un un;
    socklen_t size;
    int folder; /* -1: not needed */
};
bool handover_address(const char *path, struct handover_address *out); /* errno says why not */
void handover_address_done(struct handover_address *a);

/* Who is at the other end; (uid_t)-1 when that is not known. */
uid_t handover_peer(int fd);
