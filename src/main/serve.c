/*
 * serve: holds the store open for others until SIGTERM or SIGINT. What it offers are its parts,
 * each started and stopped here: now the socket for the command line (docs/handover.md); the pages
 * come as another part beside it. Parts stop in the reverse order of their start, each finishing
 * what it has begun; the store is closed by the dispatcher after the last one.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/zh.h"
#include "main/dispatch.h"
#include "main/handover_server.h"
#include "main/serve.h"
#include "main/serve_web.h"

struct serving {
    struct run *r;
    struct buf where; /* the ready line: socket=… pid=…, each part adds its own */
    struct handover_server *handover;
    struct serve_web *web;
};

/* ---- The signal to stop --------------------------------------------------------------------- */

static sigset_t stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

void serve_block_signals(void)
{
    sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void wait_for_signal(void)
{
    sigset_t set = stop_signals();
    int which;
    sigwait(&set, &which);
}

/* ---- Parts ---------------------------------------------------------------------------------- */

/* On PostgreSQL there is no socket: every subcommand connects itself. */
static enum err start_handover(struct serving *s, struct problem *why)
{
    const char *path = dispatch_socket(command_db(s->r), s->r->arena);
    char folder[PATH_MAX], full[PATH_MAX];
    if (!path) return ERR_OK;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
             slash ? path : ".");
    buf_printf(&s->where, " socket=%s/%s", realpath(folder, full) ? full : folder, name);
    struct handover_options o = {
        .path = path, .served = s->where.p, .run = dispatch_served, .ctx = &s->r->app};
    return handover_server_start(&o, &s->handover, why);
}

static enum err start_parts(struct serving *s, struct problem *why)
{
    buf_printf(&s->where, "ready pid=%ld", (long)getpid());
    enum err e = serve_web_start(s->r, &s->where, &s->web, why);
    return e ? e : start_handover(s, why); /* last: its answer to ASK names all parts */
}

static void stop_parts(struct serving *s)
{
    handover_server_stop(s->handover);
    serve_web_stop(s->web);
}

enum err command_serve(struct run *r, struct problem *why)
{
    struct serving s = {.r = r, .where = BUF(8192)};
    enum err e = start_parts(&s, why);
    if (!e) {
        fprintf(r->out, "%s\n", s.where.p);
        fflush(r->out);
        wait_for_signal();
        fprintf(r->err, "%s\n", zh_text(ZH_serve_stopping));
    }
    stop_parts(&s);
    buf_free(&s.where);
    return e;
}
