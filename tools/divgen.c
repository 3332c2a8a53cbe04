/*
 * divgen OUTDIR CURRENT.csv HISTORIC.csv: the division codes that stand at the head of ID numbers,
 * as a sorted table (division_gen.h, division_gen.c). From the first file the city and its
 * districts (code,parent_code,level,name; 12 digits), from the second every row (code,name; 6
 * digits). A code in both files is current.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ROWS 1000

struct row {
    char code[7];
    bool historic;
    char name[128];
};

static struct row rows[MAX_ROWS];
static size_t count;

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "divgen: %s: %s\n", what, detail);
    exit(1);
}

static void add(const char *code, const char *name, bool historic)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(rows[i].code, code, 6) == 0) {
            if (rows[i].historic == historic) die("code twice", code);
            return; /* the current table was read first */
        }
    if (count == MAX_ROWS) die("too many rows", code);
    struct row *r = &rows[count++];
    snprintf(r->code, sizeof r->code, "%.6s", code);
    snprintf(r->name, sizeof r->name, "%s", name);
    r->historic = historic;
}

/* Cuts the line into cells at its commas (the files have no quoted cells). */
static size_t cells_of(char *line, char *cells[4])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *p = line; p && n < 4; n++) {
        cells[n] = p;
        p = strchr(p, ',');
        if (p) *p++ = 0;
    }
    return n;
}

static void read_file(const char *path, bool historic)
{
    FILE *f = fopen(path, "r");
    if (!f) die("cannot read", path);
    char line[1024], *cells[4];
    if (!fgets(line, sizeof line, f)) die("empty", path);
    while (fgets(line, sizeof line, f)) {
        size_t n = cells_of(line, cells), digits = strspn(cells[0], "0123456789");
        if (cells[0][digits] || n != (historic ? 2 : 4) || digits != (historic ? 6 : 12))
            die("bad row", line);
        if (historic) add(cells[0], cells[1], true);
        else if (strcmp(cells[2], "city") == 0 || strcmp(cells[2], "district") == 0)
            add(cells[0], cells[3], false);
    }
    fclose(f);
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->code, ((const struct row *)b)->code);
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
    if (argc != 4) die("usage", "divgen OUTDIR CURRENT.csv HISTORIC.csv");
    read_file(argv[2], false);
    read_file(argv[3], true);
    qsort(rows, count, sizeof *rows, by_code);

    FILE *h = create(argv[1], "division_gen.h");
    fputs("#pragma once\n#include <stdbool.h>\n#include <stddef.h>\n", h);
    fputs(
        "struct division_row {\n    char code[7];\n    bool historic;\n    const char *name;\n};\n",
        h);
    fputs("extern const struct division_row division_rows[];\nextern const size_t "
          "division_row_count;\n",
          h);
    fclose(h);

    FILE *c = create(argv[1], "division_gen.c");
    fputs("#include \"division_gen.h\"\nconst struct division_row division_rows[] = {\n", c);
    for (size_t i = 0; i < count; i++)
        fprintf(c, "    {\"%s\", %s, \"%s\"},\n", rows[i].code, rows[i].historic ? "true" : "false",
                rows[i].name);
    fprintf(c, "};\nconst size_t division_row_count = %zu;\n", count);
    fclose(c);
    return 0;
}
