/*
 * The answering side of a handover: one thread accepts, one thread a client runs its command. The
 * socket has mode 0600 and takes only its own user and root (SO_PEERCRED).
 */
#pragma once
#include <stdio.h>

#include "base/err.h"
#include "main/handover.h"

#define HANDOVER_CLIENTS 128 /* at once; more are refused with "busy" */

struct handover_options {
    const char *path;   /* of the socket; a socket that stands there already is taken for stale */
    const char *served; /* what ASK answers */
    int clients;        /* 0: HANDOVER_CLIENTS */
    /* Runs a command and returns its exit status. Called from many threads at once. */
    int (*run)(void *ctx, const struct handover_request *r, FILE *out, FILE *err);
    void *ctx;
};

struct handover_server;

/* The strings are copied. ERR_CONFIG handover_listen: the socket cannot be made. Only the holder of
 * the database's lock may call this, or it would take the path from a living server. */
enum err handover_server_start(const struct handover_options *o, struct handover_server **out,
                               struct problem *why);
/* Refuses whoever comes from now on, waits for the commands that run, removes the socket. */
void handover_server_stop(struct handover_server *s);
