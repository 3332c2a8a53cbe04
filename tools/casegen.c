/*
 * casegen OUT FILE.case...: the titles of the worked cases (docs/cases.md), with the item of the
 * measure that each is about, as one C table for the page of the law (C28). The cases themselves
 * are read by `law try` and the tests alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ITEM "\xe6\x9d\xa1\xe7\x9b\xae = " /* the key that names the item, with its sign */
#define LONGEST 1024

static void die(const char *what, const char *name)
{
    fprintf(stderr, "casegen: %s: %s\n", what, name);
    exit(1);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void put(FILE *f, const char *s)
{
    fputc('"', f);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') fputc('\\', f);
        fputc(*s, f);
    }
    fputc('"', f);
}

static void put_case(FILE *f, const char *item, const char *title, const char *file)
{
    fputs("    {", f);
    put(f, item);
    fputs(", ", f);
    put(f, title);
    fputs(", ", f);
    put(f, file);
    fputs("},\n", f);
}

static void read_file(FILE *f, const char *path)
{
    char line[LONGEST], title[LONGEST] = "";
    FILE *in = fopen(path, "rb");
    if (!in) die("cannot read", path);
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = 0;
        size_t n = strlen(line);
        if (line[0] == '[' && n > 2 && line[n - 1] == ']') {
            snprintf(title, sizeof title, "%.*s", (int)n - 2, line + 1);
        } else if (strncmp(line, ITEM, sizeof ITEM - 1) == 0 && *title) {
            put_case(f, line + sizeof ITEM - 1, title, base_name(path));
            *title = 0;
        }
    }
    fclose(in);
}

int main(int argc, char **argv)
{
    if (argc < 3) die("usage", "casegen OUT FILE.case...");
    FILE *f = fopen(argv[1], "w");
    if (!f) die("cannot write", argv[1]);
    fputs("#include \"law/cases.h\"\n\nconst struct law_case law_cases[] = {\n", f);
    for (int i = 2; i < argc; i++) read_file(f, argv[i]);
    fputs("    {0, 0, 0},\n};\n", f);
    return fclose(f) == 0 ? 0 : 1;
}
