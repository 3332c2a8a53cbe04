/*
 * jianzai: the command line. Finds the subcommand's row, reads the flags, has it run, prints a
 * problem once. See docs and `jianzai --help`.
 */
#include <string.h>
#include <unistd.h>

#include "base/zh.h"
#include "main/dispatch.h"
#include "match/command.h"
#include "sheet/reader.h"

#define REQUEST_MEMORY (512u << 20)

static void print_usage(FILE *out)
{
    fprintf(out, "%s\n", zh_text(ZH_main_usage));
    for (size_t i = 0; i < command_count; i++) {
        const char *help = zh_text(commands[i].help), *end = strchr(help, '\n');
        int size = (int)(end ? (size_t)(end - help) : strlen(help));
        fprintf(out, "  %-12s %.*s\n", commands[i].name, size, help);
    }
}

static enum err run_command(struct run *r, char **argv, int *status, struct problem *why)
{
    const struct command *c = dispatch_find(argv[0]);
    int words = 0;
    while (argv[words + 1]) words++;
    if (!c) return problem_set(why, ERR_USAGE, ZH_main_unknown, NULL, argv[0], NULL);
    enum err e = args_parse(words, argv + 1, &r->args, why);
    if (e) return e;
    if (args_has(&r->args, "--help")) {
        fprintf(r->out, "%s\n", zh_text(c->help));
        return ERR_OK;
    }
    r->arena = arena_new(REQUEST_MEMORY);
    if (!r->arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    e = dispatch_shared(r, c, argv, status, why);
    arena_free(r->arena);
    return e;
}

int main(int argc, char **argv)
{
    struct run r = {.out = stdout, .err = stderr, .terminal = isatty(STDERR_FILENO) != 0};
    struct problem why = {0};
    int status = 0;
    if (sheet_is_child(argc, argv)) return sheet_child();
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(argc < 2 ? stderr : stdout);
        return argc < 2 ? 2 : 0;
    }
    int at = args_command(argc - 1, argv + 1);
    if (at > 0 && at < argc - 1) { /* flags before the subcommand: it goes to the front */
        char *name = argv[1 + at];
        memmove(argv + 2, argv + 1, (size_t)at * sizeof *argv);
        argv[1] = name;
    }
    if (strcmp(argv[1], "match") == 0) return match_command(argc - 1, argv + 1, stdout, stderr);
    enum err e = run_command(&r, argv + 1, &status, &why);
    if (e) dispatch_print_problem(stderr, &why);
    if ((fflush(stdout) || ferror(stdout)) && !e && !status) {
        perror("stdout");
        return 1;
    }
    return e ? err_exit_status(e) : status;
}
