/*
 * zhgen OUTDIR FILE...: turns the texts of ui/zh into zh_gen.h (enum zh_id) and zh_gen.c (the
 * sentences).
 *
 * A line is `id = sentence`; `#` starts a comment line. Placeholders are {0} to {3}; `\n` in a
 * sentence is a line break. An id stands once over all files, or the build stops here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SENTENCES 8000

struct sentence {
    char *id;
    char *text;
};

static struct sentence sentences[MAX_SENTENCES];
static size_t count;

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "zhgen: %s: %s\n", what, detail);
    exit(1);
}

static char *trimmed(char *s)
{
    while (*s == ' ' || *s == '\t') s++;
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r\n", s[n - 1])) s[--n] = 0;
    return s;
}

static char *copy(const char *s)
{
    char *p = strdup(s);
    if (!p) die("out of memory", s);
    return p;
}

static void read_file(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) die("cannot read", path);
    char line[4096];
    while (fgets(line, sizeof line, f)) {
        char *s = trimmed(line);
        if (*s == 0 || *s == '#') continue;
        char *eq = strchr(s, '=');
        if (!eq) die("no '=' in line", s);
        *eq = 0;
        if (count == MAX_SENTENCES) die("too many sentences", path);
        sentences[count].id = copy(trimmed(s));
        sentences[count++].text = copy(trimmed(eq + 1));
    }
    fclose(f);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct sentence *)a)->id, ((const struct sentence *)b)->id);
}

static void put_quoted(FILE *f, const char *s)
{
    putc('"', f);
    for (; *s; s++) {
        if (*s == '"') putc('\\', f);
        putc(*s, f);
    }
    putc('"', f);
}

static FILE *create(const char *dir, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (!f) die("cannot write", path);
    return f;
}

int main(int argc, char **argv)
{
    if (argc < 3) die("usage", "zhgen OUTDIR FILE...");
    for (int i = 2; i < argc; i++) read_file(argv[i]);
    qsort(sentences, count, sizeof *sentences, by_id);
    for (size_t i = 1; i < count; i++)
        if (strcmp(sentences[i - 1].id, sentences[i].id) == 0) die("id twice", sentences[i].id);

    FILE *h = create(argv[1], "zh_gen.h");
    fputs("#pragma once\nenum zh_id {\n    ZH_none,\n", h);
    for (size_t i = 0; i < count; i++) fprintf(h, "    ZH_%s,\n", sentences[i].id);
    fputs("    ZH_count\n};\n", h);
    fclose(h);

    FILE *c = create(argv[1], "zh_gen.c");
    fputs("#include \"zh_gen.h\"\nextern const char *const zh_sentence[];\nextern const char "
          "*const zh_name[];\n",
          c);
    fputs("const char *const zh_sentence[] = {\n    \"\",\n", c);
    for (size_t i = 0; i < count; i++) {
        fputs("    ", c);
        put_quoted(c, sentences[i].text);
        fputs(",\n", c);
    }
    fputs("};\nconst char *const zh_name[] = {\n    \"none\",\n", c);
    for (size_t i = 0; i < count; i++) fprintf(c, "    \"%s\",\n", sentences[i].id);
    fputs("};\n", c);
    fclose(c);
    return 0;
}
