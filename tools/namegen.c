/*
 * namegen OUTDIR demo-names.txt: the lists of names as C arrays (demo_names_gen.h,
 * demo_names_gen.c). A surname stands as often in its array as its weight says, so that picking one
 * is a single look-up.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "namegen: %s: %s\n", what, detail);
    exit(1);
}

static FILE *create(const char *dir, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (!f) die("cannot write", path);
    return f;
}

struct section {
    char name[64];
    size_t count;
};

static void begin(struct section *s, const char *line, FILE *h, FILE *c)
{
    size_t n = strcspn(line + 1, "]");
    if (line[n + 1] != ']' || n >= sizeof s->name) die("bad section", line);
    memcpy(s->name, line + 1, n);
    s->name[n] = 0;
    s->count = 0;
    fprintf(h, "extern const char *const demo_%s[];\nextern const size_t demo_%s_count;\n", s->name,
            s->name);
    fprintf(c, "const char *const demo_%s[] = {\n", s->name);
}

static void end(const struct section *s, FILE *c)
{
    if (!*s->name) return;
    if (!s->count) die("empty section", s->name);
    fprintf(c, "};\nconst size_t demo_%s_count = %zu;\n", s->name, s->count);
}

static void put(struct section *s, const char *word, size_t n, long times, FILE *c)
{
    if (n > 30) die("word too long", word);
    for (long i = 0; i < times; i++, s->count++) fprintf(c, "    \"%.*s\",\n", (int)n, word);
}

static void words(struct section *s, const char *line, FILE *c)
{
    if (!*s->name) die("words before a section", line);
    while (*line) {
        size_t n = strcspn(line, " \n");
        const char *next = line + n + strspn(line + n, " \n");
        if (isdigit((unsigned char)*next)) {
            char *after;
            long weight = strtol(next, &after, 10);
            if (weight < 1 || weight > 1000) die("bad weight", line);
            put(s, line, n, weight, c);
            line = after + strspn(after, " \n");
        } else {
            put(s, line, n, 1, c);
            line = next;
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) die("usage", "namegen OUTDIR demo-names.txt");
    FILE *f = fopen(argv[2], "r");
    if (!f) die("cannot read", argv[2]);
    FILE *h = create(argv[1], "demo_names_gen.h"), *c = create(argv[1], "demo_names_gen.c");
    fputs("#pragma once\n#include <stddef.h>\n", h);
    fputs("#include \"demo_names_gen.h\"\n", c);
    struct section s = {.count = 0};
    char line[8192];
    while (fgets(line, sizeof line, f)) {
        if (*line == '#' || *line == '\n') continue;
        if (*line == '[') {
            end(&s, c);
            begin(&s, line, h, c);
        } else {
            words(&s, line, c);
        }
    }
    end(&s, c);
    fclose(f);
    fclose(h);
    fclose(c);
    return 0;
}
