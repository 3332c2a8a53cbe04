/*
 * gen WORDS roster SEED PEOPLE, gen WORDS feed SEED PEOPLE ROWS: the two files of the matching
 * benchmark, to stdout. Same arguments, same bytes, on every machine.
 *
 * The roster is the people 0 .. PEOPLE-1 in shuffled order, the feed draws from the people 0 ..
 * PEOPLE*5/4-1, so that one row in five matches nobody. Numbers have real regions, birth dates from
 * 1930 to 1965 and right check digits; kinds are as uneven as real feeds are (many visits and bus
 * rides, few deaths). A feed row has about 72 bytes.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N(a) (sizeof(a) / sizeof *(a))
#define DAYS 13149u    /* 1930-01-01 .. 1965-12-31 */
#define SEQUENCES 998u /* 001 .. 998 */

static const char *const regions[] = {"371002", "371003", "371081", "371082", "371083",
                                      "371001", "370602", "370681", "370202", "370102",
                                      "220602", "230103", "210102", "410305", "320106",
                                      "340123", "130402", "370883", "371302", "372801"};

#define WORDS_MAX 64

struct words {
    char word[WORDS_MAX][16];
    size_t n;
};

static struct words family, given, last;

static struct kind {
    char name[32], source[64];
    unsigned weight;
} kinds[WORDS_MAX];
static size_t kind_count;

static uint64_t state;

static uint64_t next_random(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static uint32_t below(uint32_t n)
{
    return (uint32_t)((next_random() >> 32) * n >> 32);
}

/* yyyymmdd of a day counted from 1930-01-01, by walking the months. */
static unsigned birth_date(unsigned day)
{
    static const unsigned months[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (unsigned year = 1930;; year++) {
        for (unsigned m = 0; m < 12; m++) {
            unsigned length = months[m] + (m == 1 && year % 4 == 0);
            if (day < length) return year * 10000 + (m + 1) * 100 + day + 1;
            day -= length;
        }
    }
}

static unsigned dates[DAYS];

/* The number of person i: a permutation of all (region, birth date, sequence), so no two people
 * share one. */
static void put_number(char *out, uint64_t i)
{
    static const unsigned weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const uint64_t all = (uint64_t)N(regions) * DAYS * SEQUENCES;
    uint64_t x =
        (i * 2654435761u + 104729u) % all; /* 2654435761 is prime and does not divide all */
    unsigned sequence = (unsigned)(x % SEQUENCES) + 1, day = (unsigned)(x / SEQUENCES % DAYS);
    char text[32];
    snprintf(text, sizeof text, "%s%08u%03u", regions[x / SEQUENCES / DAYS], dates[day],
             sequence % 1000);
    unsigned sum = 0;
    for (unsigned k = 0; k < 17; k++) sum += weights[k] * (unsigned)(text[k] - '0');
    memcpy(out, text, 17);
    out[17] = "10X98765432"[sum % 11];
    out[18] = 0;
}

static bool read_word(struct words *to, const char *line, const char *name)
{
    size_t n = strlen(name);
    if (strncmp(line, name, n) != 0 || line[n] != ' ' || to->n == WORDS_MAX) return false;
    snprintf(to->word[to->n++], sizeof to->word[0], "%.15s",
             line[n + 1] == '-' ? "" : line + n + 1);
    return true;
}

/* "kind WEIGHT NAME SOURCE" */
static bool read_kind(const char *line)
{
    if (strncmp(line, "kind ", 5) != 0 || kind_count == WORDS_MAX) return false;
    struct kind *k = &kinds[kind_count++];
    char *name;
    k->weight = (unsigned)strtoul(line + 5, &name, 10);
    if (*name != ' ') return false;
    int n = (int)strcspn(++name, " ");
    snprintf(k->name, sizeof k->name, "%.*s", n < 31 ? n : 31, name);
    snprintf(k->source, sizeof k->source, "%.63s", name + n + (name[n] == ' '));
    return k->weight && k->source[0];
}

static bool read_words(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[160];
    bool good = f != NULL;
    while (good && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        good = line[0] == '#' || read_word(&family, line, "family") ||
               read_word(&given, line, "given") || read_word(&last, line, "last") ||
               read_kind(line);
    }
    if (f) fclose(f);
    return good && kind_count && family.n && given.n && last.n;
}

static const char *put_name(uint64_t person)
{
    static char name[64];
    uint64_t h = (person + 1) * 0x9E3779B97F4A7C15u >> 20;
    snprintf(name, sizeof name, "%s%s%s", family.word[h % family.n], given.word[h / 16 % given.n],
             last.word[h / 256 % last.n]);
    return name;
}

static void roster(uint32_t people)
{
    puts("number,name,kind,payer,since");
    char number[19];
    const uint64_t step =
        1000003; /* prime: visits everybody once, in shuffled order, unless it divides people */
    uint64_t person = below(people);
    for (uint32_t i = 0; i < people; i++) {
        person = (person + step) % people;
        put_number(number, person);
        printf("%s,%s,%s,3710%02u000000,%u-%02u\n", number, put_name(person),
               person % 3 ? "R" : "E", (unsigned)(person % 4), (unsigned)(1995 + person % 30),
               (unsigned)(person % 12 + 1));
    }
}

static const struct kind *any_kind(void)
{
    uint32_t total = 0;
    for (size_t i = 0; i < kind_count; i++) total += kinds[i].weight;
    uint32_t x = below(total);
    const struct kind *k = kinds;
    while (x >= k->weight) x -= k++->weight;
    return k;
}

static void feed(uint32_t people, uint32_t rows)
{
    puts("number,name,kind,date,source");
    char number[19];
    for (uint32_t i = 0; i < rows; i++) {
        uint64_t person = below(people + people / 4);
        const struct kind *k = any_kind();
        put_number(number, person);
        printf("%s,%s,%s,202%u-%02u-%02u,%s\n", number, put_name(person), k->name, 5 + below(2),
               1 + below(12), 1 + below(28), k->source);
    }
}

int main(int argc, char **argv)
{
    if (argc < 5 || !read_words(argv[1])) {
        fputs("gen WORDS roster SEED PEOPLE | gen WORDS feed SEED PEOPLE ROWS\n", stderr);
        return 2;
    }
    static char out[1 << 20];
    setvbuf(stdout, out, _IOFBF, sizeof out);
    for (unsigned day = 0; day < DAYS; day++) dates[day] = birth_date(day);
    uint32_t people = (uint32_t)strtoul(argv[4], NULL, 10);
    state = strtoull(argv[3], NULL, 10) * 2 + (argv[2][0] == 'f');
    if (argv[2][0] == 'f') feed(people, argc > 5 ? (uint32_t)strtoul(argv[5], NULL, 10) : 0);
    else roster(people);
    return fflush(stdout) == 0 ? 0 : 1;
}
