/*
 * From words to a subcommand that has run: finding the row, reading the flags, opening the store or
 * a view of the server's, running, closing. Three ways in: this process does it itself, it hands it
 * to the server that holds the SQLite file, it is that server and does it for a client.
 */
#pragma once
#include "main/command.h"
#include "main/handover.h"

const struct command *dispatch_find(const char *name); /* NULL when there is none */

/* Runs the row with r->args; opens and closes what the row needs. */
enum err dispatch_execute(struct run *r, const struct command *c, struct problem *why);

/*
 * As dispatch_execute, beside others: while another process holds the SQLite file, asks it to run
 * the command when it is a server (then the answer is *status and there is no problem), else waits
 * for the file up to busy_ms of the configuration and then gives up with ERR_BUSY. argv is the
 * subcommand and its arguments. Errors besides the command's own: ERR_CONFIG handover_init (no
 * store is made beside its holder), handover_foreign; ERR_FAILED handover_lost (what happened is
 * unknown).
 */
enum err dispatch_shared(struct run *r, const struct command *c, char *const *argv, int *status,
                         struct problem *why);

/* The server's side: one client's command on views of home, the struct app in ctx. Prints its
 * problem to err; returns the exit status. Thread-safe. */
int dispatch_served(void *ctx, const struct handover_request *request, FILE *out, FILE *err);

/* The socket beside a SQLite file; NULL for another database. */
const char *dispatch_socket(const char *db, struct arena *a);
void dispatch_print_problem(FILE *err, const struct problem *p);
