/*
 * assetc OUT.c FILE...: the style sheets and scripts as C arrays, plain and gzipped (best
 * compression, no time stamp: the same input gives the same bytes), in the order of enum asset_id:
 * public.css public.js staff.css staff.js.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define MOST (1u << 20)

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "assetc: %s: %s\n", what, detail);
    exit(1);
}

static size_t slurp(const char *path, unsigned char *out)
{
    FILE *f = fopen(path, "rb");
    if (!f) die("cannot read", path);
    size_t n = fread(out, 1, MOST, f);
    fclose(f);
    if (n == MOST) die("too large", path);
    return n;
}

/* Comments and indentation do not travel: whole-line comments, leading blanks and empty lines are
 * dropped. */
static size_t squeeze(unsigned char *s, size_t n)
{
    size_t at = 0;
    int comment = 0;
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && s[end] != '\n') end++;
        size_t from = i;
        while (from < end && (s[from] == ' ' || s[from] == '\t')) from++;
        if (!comment && end - from >= 2 && memcmp(s + from, "/*", 2) == 0) comment = 1;
        int drop = comment || from == end || (end - from >= 2 && memcmp(s + from, "//", 2) == 0);
        if (comment && end - from >= 2 && memcmp(s + end - 2, "*/", 2) == 0) comment = 0;
        if (!drop) {
            memmove(s + at, s + from, end - from);
            at += end - from;
            s[at++] = '\n';
        }
        i = end + 1;
    }
    return at;
}

static size_t compress_gzip(const unsigned char *in, size_t n, unsigned char *out)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die("zlib", "init");
    z.next_in = (unsigned char *)(uintptr_t)in;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = MOST;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) die("zlib", "deflate");
    deflateEnd(&z);
    return z.total_out;
}

static void put_array(FILE *f, const char *kind, int i, const unsigned char *p, size_t n)
{
    fprintf(f, "static const unsigned char %s%d[] = {", kind, i);
    for (size_t at = 0; at < n; at++) fprintf(f, "%s%u,", at % 24 ? "" : "\n", p[at]);
    fputs("0};\n", f);
}

static uint64_t hash(const unsigned char *p, size_t n)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * 1099511628211u;
    return h;
}

static void put_asset(FILE *f, FILE *table, int i, const char *path)
{
    static unsigned char bytes[MOST], gzip[MOST];
    size_t n = squeeze(bytes, slurp(path, bytes)), gzip_n = compress_gzip(bytes, n, gzip);
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path,
               *dot = strrchr(name, '.');
    if (!dot) die("no suffix", path);
    put_array(f, "bytes", i, bytes, n);
    put_array(f, "gzip", i, gzip, gzip_n);
    fprintf(table,
            "    {\"/a/%.*s-%012llx%s\", \"%s; charset=utf-8\", bytes%d, gzip%d, %zu, %zu},\n",
            (int)(dot - name), name, (unsigned long long)(hash(bytes, n) & 0xffffffffffffu), dot,
            strcmp(dot, ".css") == 0 ? "text/css" : "text/javascript", i, i, n, gzip_n);
}

int main(int argc, char **argv)
{
    if (argc < 3) die("usage", "assetc OUT.c FILE...");
    FILE *f = fopen(argv[1], "wb");
    char *text = NULL;
    size_t text_n = 0;
    FILE *table = open_memstream(&text, &text_n);
    if (!f || !table) die("cannot write", argv[1]);
    fputs("/* Written by assetc from ui/style and ui/script; do not edit. */\n#include "
          "\"view/assets.h\"\n",
          f);
    for (int i = 2; i < argc; i++) put_asset(f, table, i - 2, argv[i]);
    fclose(table);
    fprintf(f,
            "extern const struct asset asset_table[ASSET_COUNT];\nconst struct asset "
            "asset_table[ASSET_COUNT] = {\n%s};\n",
            text);
    free(text);
    return fclose(f) == 0 ? 0 : 1;
}
