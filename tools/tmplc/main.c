/* tmplc OUTDIR FILE.html...: writes tmpl_gen.h and tmpl_gen.c, or the first error and status 1. */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tmplc.h"

static char *slurp(struct arena *a, const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    char *text = arena_alloc(a, 1 << 18);
    *n = fread(text, 1, 1 << 18, f);
    fclose(f);
    return *n < (1 << 18) ? text : NULL;
}

static bool add(struct tmplc *c, struct arena *a, const char *path)
{
    size_t n = 0;
    char *text = slurp(a, path, &n);
    if (!text) {
        fprintf(stderr, "tmplc: cannot read %s\n", path);
        return false;
    }
    char *name = basename(arena_copy(a, path, strlen(path)));
    char *dot = strrchr(name, '.');
    if (dot) *dot = 0;
    return tmplc_add(c, name, path, text, n);
}

static bool save(const char *dir, const char *name, const struct buf *b)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(b->p, 1, b->n, f) == b->n;
    return f && fclose(f) == 0 && ok;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(256u << 20);
    struct tmplc *c = a ? tmplc_new(a) : NULL;
    struct buf header = BUF(16 << 20), source = BUF(64 << 20);
    if (argc < 3 || !c) {
        fprintf(stderr, "usage: tmplc OUTDIR FILE.html...\n");
        return 2;
    }
    bool ok = true;
    for (int i = 2; i < argc && ok; i++) ok = add(c, a, argv[i]);
    ok = ok && tmplc_compile(c, &header, &source);
    if (!ok && tmplc_error(c)[0]) fprintf(stderr, "%s\n", tmplc_error(c));
    ok = ok && save(argv[1], "tmpl_gen.h", &header) && save(argv[1], "tmpl_gen.c", &source);
    buf_free(&header);
    buf_free(&source);
    arena_free(a);
    return ok ? 0 : 1;
}
