#include "main/dispatch.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/zh.h"
#include "main/handover_client.h"
#include "main/serve.h"

#define REQUEST_MEMORY (512u << 20)
#define FIRST_PAUSE_MS 5
#define LONGEST_PAUSE_MS 200

const struct command *dispatch_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

void dispatch_print_problem(FILE *err, const struct problem *p)
{
    char sentence[1024];
    problem_sentence(p, sentence, sizeof sentence);
    fprintf(err, "%s\n", sentence);
}

/* ---- Running it here ---------------------------------------------------------------------------
 */

static enum err open_store(struct run *r, const struct command *command, struct problem *why)
{
    const struct conf *c = command_settings(r);
    struct app_options o = {
        .db = command_db(r),
        .keys = args_value(&r->args, "--keys"),
        .date = r->date,
        .create = command->opens == OPENS_NEW,
        .migrate = command->opens == OPENS_OLD,
        .training = args_has(&r->args, "--training") || args_has(&r->args, "--demo-staff"),
        .served = command->run == command_serve,
        .pg_writers = (int)conf_number(c, CONF_PG_WRITERS),
        .cache_mb = (int)conf_number(c, CONF_CACHE_MB),
    };
    return app_open(&o, &r->app, why);
}

static enum err open_for(struct run *r, const struct command *c, struct problem *why)
{
    const char *as = args_value(&r->args, "--as"), *purpose = args_value(&r->args, "--purpose");
    if (c->needs == NEEDS_CALLER && (!as || !*as || !purpose || !*purpose))
        return problem_set(why, ERR_USAGE, ZH_main_as, NULL, c->name, NULL);
    enum err e = r->home ? app_view(r->home, r->date, &r->app, why) : open_store(r, c, why);
    if (!e) e = app_call(&r->app, as, purpose, r->arena, &r->call, why);
    r->call.dry_run = args_has(&r->args, "--dry-run");
    return e;
}

enum err command_open(struct run *r, struct problem *why)
{
    return open_for(r, &(struct command){.needs = NEEDS_CALLER, .name = "law"}, why);
}

enum err command_look(struct run *r, struct problem *why)
{
    return open_for(r, &(struct command){.needs = NEEDS_STORE, .name = "law"}, why);
}

enum err dispatch_execute(struct run *r, const struct command *c, struct problem *why)
{
    enum err e = command_date(r, "--date", &r->date, why);
    if (!e && c->needs >= NEEDS_STORE) e = open_for(r, c, why);
    if (!e) e = c->run(r, why);
    if (r->app.store) app_close(&r->app);
    return e;
}

/* ---- Running it beside the holder of the file ---------------------------------------------------
 */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sleep_ms(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

const char *dispatch_socket(const char *db, struct arena *a)
{
    return strncmp(db, "sqlite:", 7) == 0 ? arena_print(a, "%s.sock", db + 7) : NULL;
}

/* A second server does nothing but tell where the first one is. */
static enum handover_result ask_where(struct run *r, const char *path, int *status)
{
    char where[1024];
    enum handover_result result = handover_ask(path, where, sizeof where);
    if (result != HANDOVER_DONE) return result;
    fprintf(r->err, "%s\n", zh_text(ZH_serve_already));
    fprintf(r->out, "%s\n", where);
    *status = 0;
    return result;
}

static enum handover_result hand_over(struct run *r, const struct command *c, char *const *argv,
                                      int *status)
{
    char cwd[PATH_MAX];
    const char *path = dispatch_socket(command_db(r), r->arena);
    if (!path || access(path, F_OK) != 0) return HANDOVER_NOBODY;
    if (c->run == command_serve) return ask_where(r, path, status);
    struct handover_request q = {.kind = HANDOVER_RUN,
                                 .terminal = r->terminal,
                                 .cwd = getcwd(cwd, sizeof cwd),
                                 .argv = argv};
    if (!q.cwd) q.cwd = "/";
    while (argv[q.argc]) q.argc++;
    return handover_run(path, &q, r->out, r->err, status);
}

static bool held_by_another(enum err e, const struct problem *why)
{
    return e == ERR_BUSY && why->message == ZH_err_db_locked;
}

enum err dispatch_shared(struct run *r, const struct command *c, char *const *argv, int *status,
                         struct problem *why)
{
    if (c->run == command_serve) serve_block_signals();
    enum err e = dispatch_execute(r, c, why);
    if (!held_by_another(e, why)) return e;
    const char *db = command_db(r);
    int64_t until = now_ms() + conf_number(command_settings(r), CONF_BUSY_MS),
            pause = FIRST_PAUSE_MS;
    for (; held_by_another(e, why); e = dispatch_execute(r, c, why)) {
        if (c->opens == OPENS_NEW)
            return problem_set(why, ERR_CONFIG, ZH_handover_init, "db", db, NULL);
        switch (hand_over(r, c, argv, status)) {
        case HANDOVER_DONE:
            return ERR_OK;
        case HANDOVER_LOST:
            return problem_set(why, ERR_FAILED, ZH_handover_lost, "db", NULL);
        case HANDOVER_FOREIGN:
            return problem_set(why, ERR_CONFIG, ZH_handover_foreign, "db", db, NULL);
        case HANDOVER_BUSY:
            problem_set(why, ERR_BUSY, ZH_handover_busy, "db", NULL);
            break;
        case HANDOVER_NOBODY:
            break;
        }
        if (now_ms() >= until) return ERR_BUSY;
        sleep_ms(pause);
        pause = pause * 2 < LONGEST_PAUSE_MS ? pause * 2 : LONGEST_PAUSE_MS;
    }
    return e;
}

/* ---- Running it for a client ---------------------------------------------------------------- */

/* What makes, replaces or serves a store is not for a client to ask. */
static const struct command *served_command(const char *name)
{
    const struct command *c = dispatch_find(name);
    return c && c->needs && c->opens != OPENS_NEW && c->run != command_serve ? c : NULL;
}

int dispatch_served(void *ctx, const struct handover_request *q, FILE *out, FILE *err)
{
    struct problem why = {0};
    struct run r = {.out = out, .err = err, .terminal = q->terminal, .home = ctx, .cwd = q->cwd};
    const struct command *c = served_command(q->argv[0]);
    enum err e = c ? args_parse(q->argc - 1, q->argv + 1, &r.args, &why)
                   : problem_set(&why, ERR_USAGE, ZH_handover_not_here, NULL, q->argv[0], NULL);
    r.arena = arena_new(REQUEST_MEMORY);
    if (!r.arena) e = problem_set(&why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) e = dispatch_execute(&r, c, &why);
    if (e) dispatch_print_problem(err, &why);
    arena_free(r.arena);
    return err_exit_status(e);
}
