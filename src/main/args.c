#include "main/args.h"

#include <string.h>

static const char *const with_value[] = {
    "--db",      "--keys",       "--date",         "--as",
    "--purpose", "--people",     "--seed",         "--way",
    "--agency",  "--reason",     "--event",        "--on",
    "--until",   "--sentence",   "--reported",     "--reporter-lives",
    "--as-of",   "--known-at",   "--set",          "--payer",
    "--port",    "--source",     "--errors",       "--kind",
    "--state",   "--number",     "--note",         "--channel",
    "--config",  "--request-id", "--category",     "--article",
    "--listen",  "--workers",    "--metrics-port", "--name",
    "--field",   "--from",       "--citation",     "--since",
    "--key",     "--previous",   "--period",       "--consent",
    "--taken",   "--because",    "--level"};
static const char *const switches[] = {
    "--training", "--demo-staff", "--json", "--dry-run", "--list",    "--help",  "--overdue",
    "--quiet",    "--rebuild",    "--rows", "--apply",   "--propose", "--reads", "--image"};

/* The table's own text, NULL when it is not there. */
static const char *in_table(const char *const *table, size_t n, const char *flag, size_t size)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(table[i]) == size && strncmp(table[i], flag, size) == 0) return table[i];
    return NULL;
}

static enum err parse_flag(int argc, char *const *argv, int *at, struct args *out,
                           struct problem *why)
{
    const char *flag = argv[*at], *eq = strchr(flag, '='), *value = "";
    size_t size = eq ? (size_t)(eq - flag) : strlen(flag);
    const char *name = in_table(with_value, sizeof with_value / sizeof *with_value, flag, size);
    const char *plain = in_table(switches, sizeof switches / sizeof *switches, flag, size);
    if (!name && (!plain || eq))
        return problem_set(why, ERR_USAGE, ZH_args_unknown, NULL, flag, NULL);
    if (out->flags == ARGS_FLAGS) return problem_set(why, ERR_USAGE, ZH_args_many, NULL, NULL);
    if (name && eq) {
        value = eq + 1;
    } else if (name) {
        if (*at + 1 >= argc) return problem_set(why, ERR_USAGE, ZH_args_no_value, NULL, flag, NULL);
        value = argv[++*at];
    }
    out->flag[out->flags] = name ? name : plain;
    out->value[out->flags++] = value;
    return ERR_OK;
}

int args_command(int argc, char *const *argv)
{
    int i = 0;
    while (i < argc && strncmp(argv[i], "--", 2) == 0) {
        bool apart =
            in_table(with_value, sizeof with_value / sizeof *with_value, argv[i], strlen(argv[i]));
        i += apart ? 2 : 1;
    }
    return i < argc ? i : argc;
}

enum err args_parse(int argc, char *const *argv, struct args *out, struct problem *why)
{
    *out = (struct args){0};
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            enum err e = parse_flag(argc, argv, &i, out, why);
            if (e) return e;
            continue;
        }
        if (out->words == ARGS_WORDS) return problem_set(why, ERR_USAGE, ZH_args_many, NULL, NULL);
        out->word[out->words++] = argv[i];
    }
    return ERR_OK;
}

const char *args_value(const struct args *a, const char *flag)
{
    const char *found = NULL;
    for (size_t i = 0; i < a->flags; i++)
        if (strcmp(a->flag[i], flag) == 0) found = a->value[i];
    return found;
}

bool args_has(const struct args *a, const char *flag)
{
    return args_value(a, flag) != NULL;
}
