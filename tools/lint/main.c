/*
 * lint [--warn] [--count] [ROOT]: checks the rules that every file keeps, without exceptions.
 *
 * --warn also shows what is beyond the wish but within the limit; --count ends with "passed failed
 * skipped", one for each rule, for ./test. Exit status 0 when no rule is broken, 1 when one is, 2
 * when the tree cannot be read.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lint.h"

static struct rule rules[] = {
    {.name = "layers",
     .says = "a room includes only what tools/layers.txt allows",
     .check = rule_layers},
    {.name = "file-length",
     .says = "at most 800 lines a file, better 500",
     .check = rule_file_length},
    {.name = "function-length",
     .says = "at most 100 lines a function, better 60",
     .check = rule_function_length},
    {.name = "complexity",
     .says = "cyclomatic complexity at most 25, better 15",
     .check = rule_complexity},
    {.name = "parameters", .says = "at most six parameters, better five", .check = rule_parameters},
    {.name = "columns", .says = "at most 120 columns, better 100", .check = rule_columns},
    {.name = "banned-calls", .says = "no call that cannot be bounded", .check = rule_banned_calls},
    {.name = "sql", .says = "SQL only in the rooms of tools/layers.txt", .check = rule_sql},
    {.name = "chinese", .says = "sentences only in ui/zh", .check = rule_chinese},
    {.name = "exports",
     .says = "what is not static stands in its header, once",
     .check = rule_exports},
    {.name = "header-comment",
     .says = "a header begins by saying what it is",
     .check = rule_header_comment},
    {.name = "readme",
     .says = "each folder at the top and each room has a README.md",
     .check = rule_readme},
    {.name = "unfinished", .says = "no marks of unfinished work", .check = rule_unfinished},
    {.name = "machine", .says = "no path or package host of one machine", .check = rule_machine},
    {.name = "blanks", .says = "no tabs in C, no blanks at line ends", .check = rule_blanks},
};

__attribute__((format(printf, 4, 0))) static void say(const struct rule *r, const char *path,
                                                      int line, const char *format, va_list args)
{
    if (line) printf("%s:%d: %s: ", path, line, r->name);
    else printf("%s: %s: ", path, r->name);
    vprintf(format, args);
    putchar('\n');
}

void lint_found(struct rule *r, const char *path, int line, const char *format, ...)
{
    va_list args;
    r->findings++;
    va_start(args, format);
    say(r, path, line, format, args);
    va_end(args);
}

void lint_warn(struct rule *r, const char *path, int line, const char *format, ...)
{
    va_list args;
    r->warnings++;
    if (!r->show_warnings) return;
    va_start(args, format);
    say(r, path, line, format, args);
    va_end(args);
}

static int usage(void)
{
    fputs("usage: lint [--warn] [--count] [ROOT]\n", stderr);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        fprintf(stderr, "  %-16s %s\n", rules[i].name, rules[i].says);
    return 2;
}

int main(int argc, char **argv)
{
    static struct tree tree; /* reachable to the end, for the leak checker */
    const char *root = ".";
    bool warn = false, counts = false;
    int failed = 0, warnings = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--warn") == 0) warn = true;
        else if (strcmp(argv[i], "--count") == 0) counts = true;
        else if (argv[i][0] == '-') return usage();
        else root = argv[i];
    }
    tree.arena = arena_new((size_t)4 << 30);
    if (!tree.arena || !tree_read(&tree, root)) return 2;
    const size_t count = sizeof rules / sizeof *rules;
    for (size_t i = 0; i < count; i++) {
        rules[i].show_warnings = warn;
        rules[i].check(&tree, &rules[i]);
        failed += rules[i].findings > 0;
        warnings += rules[i].warnings;
    }
    if (warnings && !warn)
        printf("lint: %d times beyond the wish, within the limit (build/dev/lint --warn)\n",
               warnings);
    if (counts) printf("%d %d 0\n", (int)count - failed, failed);
    return failed ? 1 : 0;
}
