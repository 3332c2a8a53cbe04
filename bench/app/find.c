/*
 * bench_find DB-URL DATE [SEED]: how long finding people (K3) takes, on a store made by
 * `jianzai init --training --demo-staff` and `jianzai demo --people 1000000`.
 *
 * What is typed is taken from people picked at random, so that a common name comes as often as it
 * is borne; it is asked by somebody of a station, a town, a district, the city. The use case is
 * called as a page calls it: wall holds the sync of the disk that makes its entry in the log
 * durable, cpu is the calling thread's own time, which a busy machine does not change.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/find.h"
#include "store/person.h"

#define ASKED 400 /* times a form and level */

struct typed {
    char text[ASKED][64];
    size_t count;
};

enum form { NUMBER, LAST4, PHONE, NAME2, NAME3, INITIALS2, INITIALS3, SURNAME, FORMS };
static const char *const form_names[FORMS] = {
    "number",   "last four",          "phone",   "name of two", "name of three",
    "initials", "initials of a name", "surname",
};
static const char *const askers[][2] = {{"station", "clerk@371002001001"},
                                        {"town", "clerk@371002001000"},
                                        {"district", "clerk@371002000000"},
                                        {"city", "manager@371000000000"}};
static struct typed forms[FORMS];
static uint64_t seed = 1;

static uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 11) % below;
}

static double read_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int failed(const char *what, const struct problem *why)
{
    char text[400];
    problem_sentence(why, text, sizeof text);
    fprintf(stderr, "bench_find: %s: %s\n", what, text);
    return 1;
}

static void keep(enum form f, const char *text, size_t n)
{
    struct typed *t = &forms[f];
    if (t->count == ASKED || !n) return;
    snprintf(t->text[t->count++], sizeof t->text[0], "%.*s", (int)n, text);
}

static void type_person(const struct person *p)
{
    size_t name = strlen(p->name_key), initials = strlen(p->initials);
    keep(NUMBER, p->number, strlen(p->number));
    keep(LAST4, p->last4, strlen(p->last4));
    keep(PHONE, p->phone, strlen(p->phone));
    if (name == 6) keep(NAME2, p->name_key, name); /* three bytes a character */
    if (name == 9) keep(NAME3, p->name_key, name);
    if (initials == 3) keep(INITIALS3, p->initials, 3);
    if (initials >= 2) keep(INITIALS2, p->initials, 2);
    if (name >= 6) keep(SURNAME, p->name_key, 3);
}

static bool enough(void)
{
    for (int f = 0; f < FORMS; f++)
        if (forms[f].count < ASKED) return false;
    return true;
}

static enum err all_ids(struct data *d, int64_t **ids, uint64_t *count, struct problem *why)
{
    static struct id_page page;
    size_t n = 0;
    enum err e = person_count(d, count, why);
    *ids = e ? NULL : calloc(*count + ID_PAGE, sizeof **ids);
    if (!e && !*ids) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    do {
        if (!e) e = person_list(d, &page, why);
        if (e) break;
        memcpy(*ids + n, page.ids, page.count * sizeof **ids);
        n += page.count;
    } while (page.count == ID_PAGE && n < *count);
    return e;
}

static enum err pick(struct app *a, struct problem *why)
{
    struct read r;
    int64_t *ids = NULL;
    uint64_t count = 0;
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = all_ids(&d, &ids, &count, why);
    for (int i = 0; !e && count && i < 100000 && !enough(); i++) {
        struct person p;
        e = person_load(&d, ids[draw(count)], &p, why);
        if (!e) type_person(&p);
    }
    store_read_end(&r);
    free(ids);
    return e;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(struct app *a, struct arena *arena, enum form f, size_t who)
{
    static double wall[ASKED], cpu[ASKED];
    const struct typed *t = &forms[f];
    size_t rows = 0, more = 0;
    for (size_t i = 0; i < t->count; i++) {
        struct call call;
        struct found found = {0};
        struct problem why;
        if (app_call(a, askers[who][1], "bench", arena, &call, &why))
            exit(failed(askers[who][1], &why));
        double wall_began = read_ms(CLOCK_MONOTONIC), cpu_began = read_ms(CLOCK_THREAD_CPUTIME_ID);
        if (find_persons(&call, t->text[i], &found, &why)) exit(failed(form_names[f], &why));
        wall[i] = read_ms(CLOCK_MONOTONIC) - wall_began;
        cpu[i] = read_ms(CLOCK_THREAD_CPUTIME_ID) - cpu_began;
        rows += found.count;
        more += found.more;
        arena_reset(arena);
    }
    qsort(wall, t->count, sizeof *wall, by_size);
    qsort(cpu, t->count, sizeof *cpu, by_size);
    size_t p50 = t->count / 2, p99 = t->count * 99 / 100;
    printf("%-18s %-8s wall p50 %6.2f p99 %6.2f ms, cpu p50 %6.2f p99 %6.2f max %6.2f ms, "
           "%5.1f rows, cut %3.0f %%\n",
           form_names[f], askers[who][0], wall[p50], wall[p99], cpu[p50], cpu[p99],
           cpu[t->count - 1], (double)rows / (double)t->count,
           100.0 * (double)more / (double)t->count);
}

int main(int argc, char **argv)
{
    struct app app;
    struct problem why = {0};
    struct date day;
    if (argc < 3 || date_parse(argv[2], &day, &why)) {
        fprintf(stderr, "usage: bench_find DB-URL DATE [SEED]\n");
        return 2;
    }
    if (argc > 3) seed = strtoull(argv[3], NULL, 10) + 1;
    struct arena *arena = arena_new(64u << 20);
    struct app_options o = {.db = argv[1], .date = day};
    if (!arena || app_open(&o, &app, &why)) return failed("open", &why);
    if (pick(&app, &why)) return failed("pick", &why);
    for (enum form f = 0; f < FORMS; f++)
        for (size_t w = 0; w < sizeof askers / sizeof *askers; w++) measure(&app, arena, f, w);
    app_close(&app);
    arena_free(arena);
    return 0;
}
