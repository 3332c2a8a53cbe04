/*
 * gbgen OUTDIR: the tables of GB 18030-2022 (gb18030_gen.c). The base is the C library's iconv; on
 * top stand the 24 sequences in which the 2022 edition differs from what glibc before 2.39 has (a
 * newer glibc gives the same table). Supplementary planes are arithmetic in both and stay out of
 * the tables.
 *
 * Two bytes: lead 0x81-0xFE, trail 0x40-0x7E and 0x80-0xFE, index (lead - 0x81) * 190 + trail rank.
 * Four bytes of the basic plane: linear index from 81 30 81 30. 0 stands for "not assigned".
 */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TWO = 126 * 190, FOUR = 39420 };

static const struct {
    uint32_t bytes, cp;
} edition_2022[] = {
    {0xFE51, 0xE816},     {0xFE52, 0xE817},     {0xFE53, 0xE818},     {0xFE6C, 0xE831},
    {0xFE76, 0xE83B},     {0xFE91, 0xE855},     {0x82359037, 0xE81E}, {0x82359038, 0xE826},
    {0x82359039, 0xE82B}, {0x82359130, 0xE82C}, {0x82359131, 0xE832}, {0x82359132, 0xE843},
    {0x82359133, 0xE854}, {0x82359134, 0xE864}, {0x84318236, 0xE78D}, {0x84318237, 0xE78F},
    {0x84318238, 0xE78E}, {0x84318239, 0xE790}, {0x84318330, 0xE791}, {0x84318331, 0xE792},
    {0x84318332, 0xE793}, {0x84318333, 0xE794}, {0x84318334, 0xE795}, {0x84318335, 0xE796},
};

static iconv_t cd;

static void die(const char *what)
{
    fprintf(stderr, "gbgen: %s\n", what);
    exit(1);
}

static uint32_t decode(uint32_t bytes, size_t n)
{
    for (size_t i = 0; i < sizeof edition_2022 / sizeof *edition_2022; i++)
        if (edition_2022[i].bytes == bytes) return edition_2022[i].cp;
    char in[4], *from = in;
    unsigned char out[8];
    char *to = (char *)out;
    size_t left = n, room = sizeof out;
    for (size_t i = 0; i < n; i++) in[i] = (char)(bytes >> (8 * (n - 1 - i)));
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 || left || room != 4) return 0;
    return (uint32_t)out[0] << 24 | (uint32_t)out[1] << 16 | (uint32_t)out[2] << 8 | out[3];
}

static void put(FILE *f, const char *name, size_t n, uint32_t (*at)(size_t))
{
    size_t assigned = 0;
    fprintf(f, "extern const uint16_t %s[];\nconst uint16_t %s[] = {", name, name);
    for (size_t i = 0; i < n; i++) {
        uint32_t cp = at(i);
        if (cp > 0xFFFF) die("outside the basic plane");
        assigned += cp != 0;
        fprintf(f, "%s%u,", i % 16 ? "" : "\n    ", cp);
    }
    fputs("\n};\n", f);
    if (assigned < n * 9 / 10) die("iconv knows too little of GB18030");
}

static uint32_t two_at(size_t i)
{
    uint32_t lead = 0x81 + (uint32_t)(i / 190), rank = (uint32_t)(i % 190);
    return decode(lead << 8 | (0x40 + rank + (rank >= 0x3F)), 2);
}

static uint32_t four_at(size_t i)
{
    uint32_t d = 0x30 + (uint32_t)(i % 10), c = 0x81 + (uint32_t)(i / 10 % 126),
             b = 0x30 + (uint32_t)(i / 1260 % 10);
    return decode((0x81 + (uint32_t)(i / 12600)) << 24 | b << 16 | c << 8 | d, 4);
}

int main(int argc, char **argv)
{
    char path[4096];
    if (argc != 2) die("usage: gbgen OUTDIR");
    cd = iconv_open("UTF-32BE", "GB18030");
    if (cd == (iconv_t)-1) die("iconv has no GB18030 (libc-bin's gconv modules)");
    snprintf(path, sizeof path, "%s/gb18030_gen.c", argv[1]);
    FILE *f = fopen(path, "w");
    if (!f) die("cannot write");
    fputs("#include <stdint.h>\n", f);
    put(f, "charset_gb_two", TWO, two_at);
    put(f, "charset_gb_four", FOUR, four_at);
    fclose(f);
    iconv_close(cd);
    return 0;
}
