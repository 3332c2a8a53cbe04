/*
 * The command line: positional words and flags. Flags may stand anywhere; each is known with its
 * kind, so that a misspelt one is refused. Words and values point into argv, which stays as it is.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define ARGS_WORDS 8
#define ARGS_FLAGS 40

struct args {
    const char *word[ARGS_WORDS]; /* after the subcommand */
    size_t words;
    const char *flag[ARGS_FLAGS], *value[ARGS_FLAGS]; /* value "" for a switch */
    size_t flags;
};

/* Where the subcommand stands: the first word that is neither a flag nor a flag's value (argc when
 * there is none). */
int args_command(int argc, char *const *argv);
enum err args_parse(int argc, char *const *argv, struct args *out, struct problem *why);
const char *args_value(const struct args *a,
                       const char *flag); /* NULL when not given; the last one wins */
bool args_has(const struct args *a, const char *flag);
