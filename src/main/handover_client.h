/*
 * The asking side of a handover. Blocks while the command runs over there; interrupting the client
 * does not interrupt the command.
 */
#pragma once
#include <stdio.h>

#include "main/handover.h"

enum handover_result {
    HANDOVER_DONE,    /* it ran: *status, and its output went to out and err as it came */
    HANDOVER_NOBODY,  /* nobody answers on the socket, or gave up before accepting: nothing has
                         happened */
    HANDOVER_BUSY,    /* the server is full or on its way out: nothing has happened */
    HANDOVER_FOREIGN, /* a server of another version, or of another user: nothing has happened */
    HANDOVER_LOST     /* accepted, but then the server went away: what has happened is not known */
};

enum handover_result handover_run(const char *socket_path, const struct handover_request *r,
                                  FILE *out, FILE *err, int *status);
/* Where the server can be reached: one line without its end. */
enum handover_result handover_ask(const char *socket_path, char *out, size_t cap);
