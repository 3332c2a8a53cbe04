/*
 * sqlgen OUT FILE...: turns the migrations sql/NNNN-name.sql into one C file, one string a
 * statement.
 *
 * Comments (`-- ` to the end of the line) and blank runs go; a statement ends at `;` outside
 * quotes. Every file has a number of its own, greater than the one before, or the build stops here.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILE (1 << 20)

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "sqlgen: %s: %s\n", what, detail);
    exit(1);
}

/* Copies one statement from *s to out, without comments and with single blanks; moves *s behind it.
 * Returns its length. */
static size_t next_statement(const char **s, char *out)
{
    size_t n = 0;
    char quote = 0;
    const char *p = *s;
    for (; *p && (quote || *p != ';'); p++) {
        if (!quote && p[0] == '-' && p[1] == '-') {
            while (p[1] && p[1] != '\n') p++;
            continue;
        }
        if (quote ? *p == quote : *p == '\'' || *p == '"') quote = quote ? 0 : *p;
        if (!quote && isspace((unsigned char)*p)) {
            if (n > 0 && out[n - 1] != ' ') out[n++] = ' ';
            continue;
        }
        out[n++] = *p;
    }
    while (n > 0 && out[n - 1] == ' ') n--;
    out[n] = 0;
    *s = *p ? p + 1 : p;
    return n;
}

static void put_quoted(FILE *f, const char *s)
{
    fputs("    \"", f);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') putc('\\', f);
        if (*s == '\n') fputs("\\n", f);
        else putc(*s, f);
    }
    fputs("\",\n", f);
}

static void put_migration(FILE *f, const char *path, int number)
{
    static char text[MAX_FILE], statement[MAX_FILE];
    FILE *in = fopen(path, "rb");
    if (!in) die("cannot read", path);
    size_t n = fread(text, 1, sizeof text - 1, in);
    if (n == sizeof text - 1) die("too long", path);
    text[n] = 0;
    fclose(in);
    fprintf(f, "static const char *const statements_%d[] = {\n", number);
    const char *s = text;
    while (*s)
        if (next_statement(&s, statement) > 0) put_quoted(f, statement);
    fputs("    0,\n};\n", f);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(base_name(*(char *const *)a), base_name(*(char *const *)b));
}

static int number_of(const char *path)
{
    return (int)strtol(base_name(path), NULL, 10);
}

int main(int argc, char **argv)
{
    if (argc < 3) die("usage", "sqlgen OUT FILE...");
    qsort(argv + 2, (size_t)argc - 2, sizeof *argv, by_name);
    FILE *f = fopen(argv[1], "w");
    if (!f) die("cannot write", argv[1]);
    fputs("#include \"db/migration.h\"\n", f);
    int before = 0;
    for (int i = 2; i < argc; i++) {
        int number = number_of(argv[i]);
        if (number <= before) die("number missing or used twice", argv[i]);
        put_migration(f, argv[i], number);
        before = number;
    }
    fputs("const struct migration db_migrations[] = {\n", f);
    for (int i = 2; i < argc; i++)
        fprintf(f, "    {%d, \"%s\", statements_%d},\n", number_of(argv[i]), base_name(argv[i]),
                number_of(argv[i]));
    fprintf(f, "};\nconst int db_migration_count = %d;\n", argc - 2);
    return fclose(f) == 0 ? 0 : 1;
}
