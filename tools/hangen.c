/*
 * hangen OUTDIR UnicodeData.txt Unihan_Readings.txt: han_gen.c with two tables.
 *
 * 1. Compatibility ideographs (U+F900-FAFF, U+2F800-2FA1F) and radical symbols (U+2E80-2FD5) → the
 *    unified ideograph, from the one-character decompositions of UnicodeData.txt.
 * 2. The first letters of every reading: kMandarin, kHanyuPinlu, kXHC1983, kTGHZ2013 in lower case
 *    (today's dictionaries, in this order), kHanyuPinyin in upper case behind where it has more.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 5, MAX_CP = 0x40000, MAX_SETS = 2048 };

static const char *const fields[FIELDS] = {"kMandarin", "kHanyuPinlu", "kXHC1983", "kTGHZ2013",
                                           "kHanyuPinyin"};
/* First letters per field, as they stand in it, each once. */
static char letters[FIELDS][MAX_CP][12];
static char *sets[MAX_SETS];
static size_t set_count;

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "hangen: %s: %s\n", what, detail);
    exit(1);
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);
    if (!f) die("cannot open", path);
    return f;
}

/* The letter under the tone mark that a syllable begins with: ā á ǎ à, ē é ě è, ō ó ǒ ò, ế ề; m and
 * n with marks too. */
static char base_letter(const char *s)
{
    static const struct {
        const char *letters;
        char base;
    } marked[] = {
        {"\u0101\u00e1\u01ce\u00e0", 'a'}, {"\u0113\u00e9\u011b\u00e8\u00ea\u1ebf\u1ec1", 'e'},
        {"\u014d\u00f3\u01d2\u00f2", 'o'}, {"\u1e3f", 'm'},
        {"\u0144\u0148\u01f9", 'n'},
    };
    if (isalpha((unsigned char)*s)) return (char)tolower((unsigned char)*s);
    size_t n = 1;
    while (((unsigned char)s[n] & 0xC0) == 0x80) n++;
    char one[5] = "";
    memcpy(one, s, n < 5 ? n : 4);
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
        if (strstr(marked[i].letters, one)) return marked[i].base;
    die("unknown first letter of a reading", s);
    return 0;
}

static void add_letter(char *to, size_t cap, char c)
{
    size_t n = strlen(to);
    if (strchr(to, c)) return;
    if (n + 1 >= cap) die("too many readings", to);
    to[n] = c;
    to[n + 1] = 0;
}

/* "0683.040:lè 1430.060:yuè", "lè(283) yuè(54)", "10109.030:qiú,chóu": readings after the last ':'
 * of a word, commas between. */
static void add_readings(char *to, size_t cap, const char *value)
{
    while (*value && *value != '\n') {
        size_t length = strcspn(value, " \n");
        const char *end = value + length, *p = value;
        for (const char *colon; (colon = memchr(p, ':', (size_t)(end - p))) != NULL;) p = colon + 1;
        while (p && p < end) {
            add_letter(to, cap, base_letter(p));
            p = memchr(p, ',', (size_t)(end - p));
            if (p) p++;
        }
        value = end + strspn(end, " ");
    }
}

static void read_readings(const char *path)
{
    FILE *f = open_file(path, "r");
    char line[16384];
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, "U+", 2) != 0) continue;
        char *field;
        unsigned long cp = strtoul(line + 2, &field, 16);
        size_t length = strcspn(field + 1, "\t");
        if (*field != '\t' || field[1 + length] != '\t' || cp >= MAX_CP)
            die("unexpected line", line);
        for (size_t i = 0; i < FIELDS; i++)
            if (strlen(fields[i]) == length && memcmp(field + 1, fields[i], length) == 0)
                add_readings(letters[i][cp], sizeof letters[i][cp], field + length + 2);
    }
    fclose(f);
}

static size_t set_index(const char *s)
{
    for (size_t i = 0; i < set_count; i++)
        if (strcmp(sets[i], s) == 0) return i;
    if (set_count == MAX_SETS) die("too many sets of initials", s);
    sets[set_count] = strdup(s);
    if (!sets[set_count]) die("out of memory", s);
    return set_count++;
}

static void put_readings(FILE *f)
{
    size_t count = 0;
    fputs("const uint32_t han_reading[] = {", f);
    for (uint32_t cp = 0; cp < MAX_CP; cp++) {
        char all[32] = "";
        for (size_t i = 0; i < FIELDS; i++)
            for (const char *p = letters[i][cp]; *p; p++) {
                if (i + 1 < FIELDS) add_letter(all, sizeof all, *p);
                else if (!strchr(all, *p))
                    add_letter(all, sizeof all, (char)toupper((unsigned char)*p));
            }
        if (*all)
            fprintf(f, "%s%uu,", count++ % 8 ? "" : "\n    ", cp << 11 | (uint32_t)set_index(all));
    }
    if (count < 40000) die("too few readings", "Unihan_Readings.txt");
    fprintf(f,
            "\n};\nconst size_t han_reading_count = %zu;\nconst char *const han_initial_sets[] = {",
            count);
    for (size_t i = 0; i < set_count; i++) fprintf(f, "%s\"%s\",", i % 8 ? "" : "\n    ", sets[i]);
    fputs("\n};\n", f);
}

static int is_compatibility(unsigned cp)
{
    return (cp >= 0x2E80 && cp <= 0x2FD5) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x2F800 && cp <= 0x2FA1F);
}

/* The sixth cell of a row is the decomposition: "8C48" or "<compat> 4E00". */
static size_t read_unified(const char *path, uint32_t (*pairs)[2], size_t max)
{
    FILE *f = open_file(path, "r");
    char line[4096];
    size_t count = 0;
    while (fgets(line, sizeof line, f)) {
        unsigned cp = (unsigned)strtoul(line, NULL, 16);
        if (!is_compatibility(cp)) continue;
        char *p = line;
        for (int i = 0; i < 5 && p; i++) p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL;
        if (p && strncmp(p, "<compat> ", 9) == 0) p += 9;
        if (!p || !isxdigit((unsigned char)*p)) continue;
        char *end;
        unsigned long to = strtoul(p, &end, 16);
        if (*end != ';' || to < 0x2E80) continue;
        if (count == max) die("too many compatibility ideographs", path);
        pairs[count][0] = cp;
        pairs[count++][1] = (uint32_t)to;
    }
    fclose(f);
    return count;
}

static void put_unified(FILE *f, const char *path)
{
    static uint32_t pairs[4000][2];
    static const char *const names[2] = {"han_unified_from", "han_unified_to"};
    size_t count = read_unified(path, pairs, 4000);
    if (count < 1000) die("too few compatibility ideographs", path);
    for (size_t side = 0; side < 2; side++) {
        fprintf(f, "const uint32_t %s[] = {", names[side]);
        for (size_t i = 0; i < count; i++)
            fprintf(f, "%s%uu,", i % 8 ? "" : "\n    ", pairs[i][side]);
        fputs("\n};\n", f);
    }
    fprintf(f, "const size_t han_unified_count = %zu;\n", count);
}

int main(int argc, char **argv)
{
    char path[4096];
    if (argc != 4) die("usage", "hangen OUTDIR UnicodeData.txt Unihan_Readings.txt");
    snprintf(path, sizeof path, "%s/han_gen.c", argv[1]);
    read_readings(argv[3]);
    FILE *f = open_file(path, "w");
    fputs("#include <stddef.h>\n#include <stdint.h>\n", f);
    fputs("extern const uint32_t han_unified_from[], han_unified_to[], han_reading[];\n", f);
    fputs("extern const size_t han_unified_count, han_reading_count;\nextern const char *const "
          "han_initial_sets[];\n",
          f);
    put_unified(f, argv[2]);
    put_readings(f);
    fclose(f);
    return 0;
}
