/*
 * law_table: the table articles × sub-items × rules × cases × tests as Markdown on stdout, made
 * from law/ and the .case files of the folder given, which are asked: the rules of an item are
 * those that the findings of its cases cite. docs/law-table.md is its output; a test compares the
 * two. An item whose cases cite no rule is an error.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zh.h"
#include "law/casefile.h"
#include "law/register.h"

#define MOST_ITEMS 100
#define MOST_FILES 200

static int cases[MOST_ITEMS];
static char questions[MOST_ITEMS][512], sources[MOST_ITEMS][512];
static bool cited[MOST_ITEMS][RULE_COUNT];
static char *files[MOST_FILES];
static int file_count;

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int item_index(const char *key)
{
    const struct register_item *item;
    for (size_t i = 0; (item = register_item_at(i)) && i < MOST_ITEMS; i++)
        if (strcmp(item->key, key) == 0) return (int)i;
    return -1;
}

static const char *given(const struct case_one *one, enum zh_id key)
{
    for (size_t i = 0; i < one->given_count; i++)
        if (strcmp(one->given[i].key, zh_text(key)) == 0) return one->given[i].value;
    return "";
}

static void once(char *list, size_t cap, const char *what)
{
    if (strstr(list, what)) return;
    size_t at = strlen(list);
    snprintf(list + at, cap - at, "%s%s", at ? ", " : "", what);
}

static void count(struct arena *a, const char *file, const struct case_one *one)
{
    struct case_run run;
    struct problem why;
    int i = item_index(given(one, ZH_case_item));
    if (i < 0 || casefile_run(a, one, &run, &why) != ERR_OK) return;
    cases[i]++;
    once(questions[i], sizeof questions[i], given(one, ZH_case_question));
    once(sources[i], sizeof sources[i], file);
    for (int r = 0; r < run.finding.rule_count; r++) cited[i][run.finding.rule[r]] = true;
}

static int read_cases(const char *folder)
{
    DIR *d = opendir(folder);
    if (!d) return 0;
    for (struct dirent *e; (e = readdir(d)) && file_count < MOST_FILES;) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot && strcmp(dot, ".case") == 0) files[file_count++] = strdup(e->d_name);
    }
    closedir(d);
    qsort(files, (size_t)file_count, sizeof *files, by_name);
    for (int i = 0; i < file_count; i++) {
        char path[4096];
        struct casefile file;
        struct arena *a = arena_new(64 << 20);
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        if (a && casefile_read(a, path, &file, NULL) == ERR_OK)
            for (size_t k = 0; k < file.count; k++) count(a, files[i], &file.cases[k]);
        arena_free(a);
        free(files[i]);
    }
    return file_count;
}

static int rules_of(int item)
{
    int n = 0;
    for (int r = 1; r < RULE_COUNT; r++)
        if (cited[item][r]) {
            const struct register_rule *rule = register_rule_at(r);
            printf("%s`%s` %s", n++ ? ", " : "", rule->key, rule->function);
        }
    return n;
}

int main(int argc, char **argv)
{
    const struct register_item *item;
    int bare = 0;
    if (argc != 2 || !read_cases(argv[1])) return 1;
    puts("# The measure, item by item\n\nMade by `law_table tests/law`; do not edit. Rules are "
         "those "
         "that the findings of the item's cases cite.\n");
    puts("| Article | Item | | Rules and functions | Cases | Asked as | Tests |\n"
         "|---|---|---|---|---|---|---|");
    for (size_t i = 0; (item = register_item_at(i)) && i < MOST_ITEMS; i++) {
        printf("| %s | `%s` | %s | ", register_article_at(item->article)->key, item->key,
               item->title);
        bare += rules_of((int)i) == 0;
        printf(" | %d | %s | %s |\n", cases[i], questions[i], sources[i]);
    }
    return bare ? 1 : 0;
}
