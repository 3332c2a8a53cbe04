/*
 * engine gen PACKED CSV PEOPLE SEED      a made-up city as a packed file, and the few columns that
 *                                        DuckDB needs as CSV: the same people
 * engine sweep PACKED TIMES THREADS      evaluates everybody; one JSON line on stdout
 *
 * The city: eight payers; three in ten have a second line; one in a hundred is a dependant child;
 * one in 200 lives abroad; one in 200 has a suspension over a line, one in 300 a second pension;
 * three in a thousand are past their day.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "app/sweep.h"
#include "law/kinds.h"

static const char *const payers[] = {"371000000000", "371002000000", "371003000000",
                                     "371071000000", "371072000000", "371073000000",
                                     "371082000000", "371083000000"};
static uint64_t seed;

static uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 11) % below;
}

static struct evaluation_law law_of(struct arena *a)
{
    size_t rows, windows;
    const struct calendar_row *shipped = calendar_shipped(&rows);
    struct evaluation_law w = {
        .law = {calendar_build(a, shipped, rows, DATE_NONE), params_build(a, NULL, 0),
                date_of(2026, 3, 2)},
    };
    w.windows = law_shipped_windows(&windows);
    w.window_count = windows;
    return w;
}

/* ---- The city ------------------------------------------------------------------------------- */

struct made {
    struct evaluation_facts f;
    struct evaluation_line line[2];
    struct evaluation_matter matter[1];
    struct rate_row rate[2];
    struct span_row span[1];
};

static void make_suspended(struct made *m, struct date today)
{
    m->span[0] = (struct span_row){.effect = SPAN_SUSPEND,
                                   .matter = m->f.person_id * 10,
                                   .by_matter = m->f.person_id * 10,
                                   .from = month_add(month_of(today), -4),
                                   .happened_on = date_add_days(today, -130),
                                   .recorded_at = 1};
    m->line[0].ledger.spans = m->span;
    m->line[0].ledger.span_count = 1;
    m->matter[0] = (struct evaluation_matter){.matter_id = m->f.person_id * 10,
                                              .kind = MATTER_SUSPENSION,
                                              .state = STATE_IN_EFFECT,
                                              .cause = CAUSE_MISSED,
                                              .payer = m->line[0].payer,
                                              .event_on = date_add_days(today, -140),
                                              .released_on = date_add_days(today, -130)};
    m->f.matters = m->matter;
    m->f.matter_count = 1;
}

static void make_second(struct made *m, int kind)
{
    for (int i = 0; i < 2; i++) {
        m->rate[i] = (struct rate_row){.from = m->line[0].ledger.first_month, .amount = 321055};
        m->line[i].ledger.rates = &m->rate[i];
        m->line[i].ledger.rate_count = 1;
    }
    m->line[1].line_id = 2;
    m->line[1].kind = kind;
    m->line[1].payer = m->line[0].payer;
    m->line[1].ledger.first_month = m->line[0].ledger.first_month;
    m->f.line_count = 2;
}

static void make(struct made *m, int64_t id, const struct evaluation_law *w)
{
    struct date today = w->law.today;
    bool child = draw(100) == 0;
    int year = child ? 2006 + (int)draw(8) : 1930 + (int)draw(36);
    *m = (struct made){.f = {.person_id = id, .lines = m->line, .line_count = 1}};
    m->f.birth = date_add_days(date_of(year, 1, 1), (int)draw(365));
    m->f.registered_on = date_of(2024, 1, 2);
    m->f.first_month = month_from(2015, 1 + (int)draw(12));
    m->f.abroad = draw(200) == 0;
    m->f.success.here =
        date_add_days(today, draw(1000) < 3 ? -370 - (int)draw(30) : -(int)draw(355));
    m->line[0] = (struct evaluation_line){
        .line_id = 1,
        .kind = child ? LINE_DEPENDANT : LINE_WORKER_PENSION,
        .relation = child ? RELATION_CHILD : RELATION_UNSET,
        .payer = payers[draw(8)],
        .ledger = {.first_month = m->f.first_month, .recorded_at = 1},
    };
    if (!child && draw(10) < 3) make_second(m, LINE_WORKER_MEDICAL);
    else if (draw(300) == 0) make_second(m, LINE_RESIDENT_PENSION);
    if (draw(200) == 0) make_suspended(m, today);
    m->f.due_on = evaluation_of(w, &m->f).due;
}

static int generate(const char *packed, const char *csv, int64_t people)
{
    struct arena *a = arena_new(64u << 20);
    struct evaluation_law w = law_of(a);
    struct packed_writer *out;
    struct made m;
    FILE *f = fopen(csv, "w");
    if (!f || packed_begin(packed, &out, NULL)) return 1;
    fprintf(f, "person,payer,birth,due,child,suspended\n");
    for (int64_t id = 1; id <= people; id++) {
        make(&m, id, &w);
        packed_put(out, &m.f);
        fprintf(f, "%" PRId64 ",%s,%s,", id, m.line[0].payer, date_print(m.f.birth).s);
        fprintf(f, "%s,%d,%d\n", date_print(m.f.due_on).s, m.line[0].kind == LINE_DEPENDANT,
                m.f.matter_count != 0);
    }
    struct facts_head head = {.n = 1, .seq = 1};
    bool done = fclose(f) == 0 && packed_finish(out, &head, NULL) == ERR_OK;
    arena_free(a);
    return !done;
}

/* ---- The sweep ------------------------------------------------------------------------------ */

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_result(const struct sweep_result *r)
{
    struct sweep_tally t = sweep_total(r);
    printf("\"persons\":%" PRId64 ",\"due\":%" PRId64 ",\"suspension\":%" PRId64
           ",\"investigation\":%" PRId64 ",\"foreseen\":%" PRId64 ",\"overlap\":%" PRId64
           ",\"suspended\":%" PRId64 ",\"payers\":{",
           r->persons, t.past_due, t.suspensions, t.investigations, t.foreseen, r->overlaps,
           t.lines[2]);
    for (size_t i = 0; i < r->payers; i++)
        printf("%s\"%s\":[%" PRId64 ",%" PRId64 "]", i ? "," : "", r->payer[i], r->tally[i].persons,
               r->tally[i].past_due);
    printf("}");
}

/* set: another what-if than six months, KEY=VALUE. */
static int sweep(const char *path, int times, int threads, const char *set)
{
    struct arena *a = arena_new(64u << 20);
    struct evaluation_law w = law_of(a), then = w;
    struct packed *p;
    double began = seconds(CLOCK_MONOTONIC);
    if (packed_open(path, &p, NULL)) return 1;
    double open = seconds(CLOCK_MONOTONIC) - began;
    then.law.params = params_with(a, w.law.params, PARAM_CYCLE_MONTHS, 6);
    if (set) {
        char key[64];
        int64_t value;
        snprintf(key, sizeof key, "%.*s", (int)strcspn(set, "="), set);
        enum param_id id = params_find(key);
        if (!id || !params_parse(id, set + strcspn(set, "=") + 1, &value)) return 2;
        then.law.params = params_with(a, w.law.params, id, value);
    }
    printf("{\"open\":%.6f,\"runs\":[", open);
    for (int i = 0; i < 2 * times; i++) {
        static struct sweep_result r;
        struct sweep_asked asked = {.now = &w,
                                    .then = i < times ? NULL : &then,
                                    .within = "371000000000",
                                    .list = true,
                                    .threads = threads};
        memset(&r, 0, sizeof r);
        double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
        if (sweep_packed(&asked, p, &r, NULL)) return 1;
        printf("%s{\"what_if\":%s,\"wall\":%.6f,\"cpu\":%.6f,", i ? "," : "",
               asked.then ? "true" : "false", seconds(CLOCK_MONOTONIC) - wall,
               seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
        print_result(&r);
        printf(",\"listed\":%zu}", r.case_count);
        sweep_free(&r);
    }
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("],\"max_rss_kib\":%ld}\n", use.ru_maxrss);
    packed_close(p);
    arena_free(a);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "gen") == 0) {
        seed = strtoull(argv[5], NULL, 10) * 0x9E3779B97F4A7C15u + 1;
        return generate(argv[2], argv[3], strtoll(argv[4], NULL, 10));
    }
    if ((argc == 5 || argc == 6) && strcmp(argv[1], "sweep") == 0)
        return sweep(argv[2], (int)strtol(argv[3], NULL, 10), (int)strtol(argv[4], NULL, 10),
                     argc == 6 ? argv[5] : NULL);
    fprintf(stderr, "engine gen PACKED CSV PEOPLE SEED | engine sweep PACKED TIMES THREADS\n");
    return 2;
}
