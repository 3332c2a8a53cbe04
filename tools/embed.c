/* embed OUT.c NAME=FILE[,FILE]...: files, one behind the other, as C byte arrays
 * `const unsigned char embedded_NAME[]` with `const size_t embedded_NAME_size`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "embed: %s: %s\n", what, detail);
    exit(1);
}

static size_t append(FILE *out, const char *path, size_t n)
{
    FILE *in = fopen(path, "rb");
    if (!in) die("cannot read", path);
    for (int c; (c = getc(in)) != EOF; n++) fprintf(out, "%s%d,", n % 24 ? "" : "\n", c);
    fclose(in);
    return n;
}

static void embed(FILE *out, const char *name, size_t name_size, char *paths)
{
    size_t n = 0;
    fprintf(
        out,
        "extern const unsigned char embedded_%.*s[];\nextern const size_t embedded_%.*s_size;\n",
        (int)name_size, name, (int)name_size, name);
    fprintf(out, "const unsigned char embedded_%.*s[] = {", (int)name_size, name);
    for (char *path = paths, *next; path; path = next) {
        next = strchr(path, ',');
        if (next) *next++ = 0;
        n = append(out, path, n);
    }
    fprintf(out, "0};\nconst size_t embedded_%.*s_size = %zu;\n", (int)name_size, name, n);
}

int main(int argc, char **argv)
{
    if (argc < 3) die("usage", "embed OUT.c NAME=FILE...");
    FILE *out = fopen(argv[1], "w");
    if (!out) die("cannot write", argv[1]);
    fputs("#include <stddef.h>\n", out);
    for (int i = 2; i < argc; i++) {
        char *eq = strchr(argv[i], '=');
        if (!eq) die("no '=' in", argv[i]);
        embed(out, argv[i], (size_t)(eq - argv[i]), eq + 1);
    }
    return fclose(out) ? 1 : 0;
}
