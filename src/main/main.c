/*
 * jianzai: the command line. Finds the subcommand's row, reads the flags, opens the store when the row needs one, runs it, prints a problem
 * once. See docs and `jianzai --help`.
 */
#include <stdlib.h>
#include <string.h>

#include "base/zh.h"
#include "main/command.h"
#include "match/command.h"

#define REQUEST_MEMORY (512u << 20)
#define DEFAULT_DB "sqlite:var/jianzai.db"

static void print_problem(FILE *err, const struct problem *p)
{
    char sentence[1024];
    problem_sentence(p, sentence, sizeof sentence);
    fprintf(err, "%s\n", sentence);
}

static void print_usage(FILE *out)
{
    fprintf(out, "%s\n", zh_text(ZH_main_usage));
    for (size_t i = 0; i < command_count; i++) {
        const char *help = zh_text(commands[i].help), *end = strstr(help, "\\n");
        int size = (int)(end ? (size_t)(end - help) : strlen(help));
        fprintf(out, "  %-12s %.*s\n", commands[i].name, size, help);
    }
}

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

static enum err open_app(struct run *r, const struct command *c, struct problem *why);

enum err command_open(struct run *r, struct problem *why)
{
    return open_app(r, &(struct command){.needs = NEEDS_CALLER, .name = "law"}, why);
}

static enum err open_app(struct run *r, const struct command *c, struct problem *why)
{
    const char *db = args_value(&r->args, "--db");
    if (!db) db = getenv("JIANZAI_DB");
    struct app_options o = {
        .db = db && *db ? db : DEFAULT_DB,
        .keys = args_value(&r->args, "--keys"),
        .date = r->date,
        .create = c->create,
        .training = args_has(&r->args, "--training") || args_has(&r->args, "--demo-staff"),
    };
    enum err e = app_open(&o, &r->app, why);
    if (e) return e;
    const char *as = args_value(&r->args, "--as");
    const char *purpose = args_value(&r->args, "--purpose");
    if (c->needs == NEEDS_CALLER && (!as || !*as || !purpose || !*purpose))
        return problem_set(why, ERR_USAGE, ZH_main_as, NULL, c->name, NULL);
    e = app_call(&r->app, as, args_value(&r->args, "--purpose"), r->arena, &r->call, why);
    r->call.dry_run = args_has(&r->args, "--dry-run");
    return e;
}

static enum err run_command(struct run *r, const struct command *c, struct problem *why)
{
    enum err e = command_date(r, "--date", &r->date, why);
    if (!e && c->needs != NEEDS_NOTHING) e = open_app(r, c, why);
    if (!e) e = c->run(r, why);
    if (r->app.store) app_close(&r->app);
    return e;
}

int main(int argc, char **argv)
{
    struct run r = {.out = stdout, .err = stderr};
    struct problem why = {0};
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(argc < 2 ? stderr : stdout);
        return argc < 2 ? 2 : 0;
    }
    if (strcmp(argv[1], "match") == 0) return match_command(argc - 1, argv + 1, stdout, stderr);
    const struct command *c = find(argv[1]);
    enum err e = c ? args_parse(argc - 2, argv + 2, &r.args, &why)
                   : problem_set(&why, ERR_USAGE, ZH_main_unknown, NULL, argv[1], NULL);
    if (!e && args_has(&r.args, "--help")) {
        char text[2048];
        printf("%s\n", zh_print(text, sizeof text, c->help, NULL));
        return 0;
    }
    r.arena = arena_new(REQUEST_MEMORY);
    if (!r.arena) e = problem_set(&why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) e = run_command(&r, c, &why);
    if (e) print_problem(stderr, &why);
    arena_free(r.arena);
    if (fflush(stdout) && !e) {
        perror("stdout");
        return 1;
    }
    return err_exit_status(e);
}
