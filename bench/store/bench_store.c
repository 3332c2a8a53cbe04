/*
 * bench_store [--people N] [--seconds S] [--writers N] [--folder PATH] [--postgresql URL]
 * [PART...]: durable certifications with the store, with a bare loop and with PostgreSQL one call a
 * job, in one run on one machine; audited reads; audit entries alone; verify. See README.md.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "store/store.h"

#define CHUNK 20000

static void must(enum err e, const struct problem *why)
{
    char sentence[512];
    if (!e) return;
    fprintf(stderr, "bench_store: %s\n", problem_sentence(why, sentence, sizeof sentence));
    exit(1);
}

/* ---- A city --------------------------------------------------------------------------------- */

struct filling {
    const struct plan *plan;
    int64_t from, to;
};

static enum err fill_people(struct write *w, void *ctx, struct problem *why)
{
    const struct filling *f = ctx;
    struct db_bulk *b = NULL;
    uint64_t random = (uint64_t)f->from;
    enum err e = db_bulk_begin(w->db, "person",
                               "person_id, name, name_key, initials, sex, birth, number, last4, "
                               "residence_kind, residence_code, registered_on, "
                               "first_month, last_success, due_on, next_on, recorded_at",
                               &b, why);
    for (int64_t i = f->from; !e && i < f->to; i++) {
        char name[24], last4[8];
        uint8_t number[49];
        uint64_t bits = random_next(&random);
        snprintf(name, sizeof name, "\xE4\xBA\x8E\xE6\xB5\xB7%llu",
                 (unsigned long long)(bits % 5000));
        snprintf(last4, sizeof last4, "%04llu", (unsigned long long)(bits >> 20) % 10000);
        for (size_t k = 0; k < sizeof number; k++) number[k] = (uint8_t)random_next(&random);
        struct db_value v[] = {DB_I(f->plan->first_person + i),
                               DB_T(name),
                               DB_T(name),
                               DB_T("YH"),
                               DB_I(1),
                               DB_I(19500101 + i % 28),
                               DB_B(number, sizeof number),
                               DB_T(last4),
                               DB_I(1),
                               DB_T("371002001001"),
                               DB_I(20200101),
                               DB_I(202001),
                               DB_I(20251123),
                               DB_I(20261130 + i % 300),
                               DB_I(20261130 + i % 300),
                               DB_I(1)};
        e = db_bulk_row(b, v, sizeof v / sizeof v[0], why);
        store_audit(w, &(struct audit_note){.subject = f->plan->first_person + i,
                                            .action = "roster.new",
                                            .object = "person",
                                            .fresh = true});
    }
    enum err end = db_bulk_end(b, e ? NULL : why);
    return e ? e : end;
}

static void fill(struct store *s, const struct plan *plan)
{
    struct problem why;
    double start = now_seconds();
    for (int64_t at = 0; at < plan->people; at += CHUNK) {
        struct filling f = {plan, at, at + CHUNK < plan->people ? at + CHUNK : plan->people};
        struct write_request r = {.actor = "bench", .purpose = "fill", .clock = clock_system()};
        must(store_bulk(s, &r, fill_people, &f, &why), &why);
    }
    fprintf(stderr, "%lld people in %.1f s\n", (long long)plan->people, now_seconds() - start);
}

static struct store *open_store(const struct plan *plan, const char *url)
{
    struct store *s = NULL;
    struct problem why;
    char keys[512];
    bool fresh = false;
    snprintf(keys, sizeof keys, "%s/%s.keys", plan->folder, url ? "postgresql" : "sqlite");
    char path[512];
    snprintf(path, sizeof path, "sqlite:%s/store.db", plan->folder);
    struct store_options o = {.url = url ? url : path,
                              .keys = keys,
                              .clock = clock_system(),
                              .writers = (int)plan->writers};
    if (store_open(&o, &s, &why)) {
        o.create = o.training = fresh = true;
        must(store_open(&o, &s, &why), &why);
    }
    if (fresh) fill(s, plan);
    return s;
}

/* ---- Callers -------------------------------------------------------------------------------- */

struct caller {
    pthread_t thread;
    struct store *store;
    const struct plan *plan;
    int index;
    double until, interval; /* interval: of a fixed rate, 0 as fast as it goes */
    void (*act)(struct caller *me, uint64_t *random);
    int64_t jobs;
    struct latencies latencies;
};

SQL(bench_finding, "INSERT INTO finding (seq, subject_id, question, outcome, bytes, recorded_at) "
                   "VALUES (?1, ?2, 1, 1, ?3, ?4)");
SQL(bench_certification, "INSERT INTO certification (seq, person_id, n, prev_seq, way, channel, "
                         "held_on, agency, operator, evidence, "
                         "result, valid_until, finding_seq, reverses, recorded_at) VALUES (?1, ?2, "
                         "?3, 0, 2, ?4, 20261123, ?5, ?6, 0, 1, "
                         "20271130, ?7, 0, ?8)");
SQL(bench_person, "UPDATE person SET last_success = ?2, due_on = ?3, certification_seq = ?4, "
                  "certification_count = "
                  "certification_count + 1 WHERE person_id = ?1");
SQL(bench_read, "SELECT name, birth, number, last_success, due_on, certification_seq FROM person "
                "WHERE person_id = ?1");

static enum err certify(struct write *w, void *ctx, struct problem *why)
{
    struct certified *c = ctx;
    char object[48];
    c->finding_seq = store_new_id(w->store);
    c->certification_seq = store_new_id(w->store);
    enum err e = db_exec(w->db, &bench_finding,
                         DB_VALUES(DB_I(c->finding_seq), DB_I(c->person),
                                   DB_B(c->finding, FINDING_SIZE), DB_I(c->moment)),
                         NULL, why);
    if (!e)
        e = db_exec(w->db, &bench_certification,
                    DB_VALUES(DB_I(c->certification_seq), DB_I(c->person),
                              DB_I(c->certification_seq >> 13 & 0x7FFFFFFF), DB_T("counter"),
                              DB_T("371002000000"), DB_T("clerk@371002000000"),
                              DB_I(c->finding_seq), DB_I(c->moment)),
                    NULL, why);
    if (!e)
        e = db_exec(
            w->db, &bench_person,
            DB_VALUES(DB_I(c->person), DB_I(20261123), DB_I(20271130), DB_I(c->certification_seq)),
            NULL, why);
    snprintf(object, sizeof object, "certification:%lld", (long long)c->certification_seq);
    store_audit(w, &(struct audit_note){.subject = c->person,
                                        .action = "certify",
                                        .object = object,
                                        .content = object,
                                        .content_size = strlen(object)});
    store_answer(w, "certification");
    return e;
}

static void act_certify(struct caller *me, uint64_t *random)
{
    struct certified c;
    struct problem why;
    uint8_t digest[32] = {0};
    certified_make(&c, me->plan, random);
    struct write_request r = {.subject = {c.person},
                              .subject_count = 1,
                              .actor = "clerk@371002000000",
                              .purpose = "counter",
                              .clock = {.moment = c.moment},
                              .digest = digest};
    must(store_write(me->store, &r, certify, &c, &why), &why);
}

static int64_t some_person(const struct caller *me, uint64_t *random)
{
    return me->plan->first_person + (int64_t)(random_next(random) % (uint64_t)me->plan->people);
}

static void act_disclose(struct caller *me, uint64_t *random)
{
    struct problem why;
    must(store_disclose(me->store,
                        &(struct disclosure){some_person(me, random), "person.read",
                                             "clerk@371002000000", "counter", clock_system()},
                        &why),
         &why);
}

static void act_read(struct caller *me, uint64_t *random)
{
    struct problem why;
    struct read r;
    struct db_cursor c;
    int64_t person = some_person(me, random);
    size_t n;
    must(store_read_begin(me->store, &r, &why), &why);
    must(db_query(r.db, &bench_read, DB_VALUES(DB_I(person)), &c, &why), &why);
    if (!db_step(&c)) exit(1);
    db_text_copy(&c, 0, r.arena);
    db_blob(&c, 2, &n);
    must(db_done(&c, &why), &why);
    store_read_end(&r);
    must(store_disclose(me->store,
                        &(struct disclosure){person, "person.read", "clerk@371002000000", "counter",
                                             clock_system()},
                        &why),
         &why);
}

static void sleep_until(double at)
{
    double left = at - now_seconds();
    if (left <= 0) return;
    struct timespec t = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
    nanosleep(&t, NULL);
}

/* At a fixed rate the clock starts when the job should have started: waiting in line counts. */
static void *call(void *arg)
{
    struct caller *me = arg;
    uint64_t random = (uint64_t)getpid() * 1000 + (uint64_t)me->index;
    double due = now_seconds() + me->interval * (double)me->index / CALLERS;
    for (;;) {
        double start = me->interval > 0 ? due : now_seconds();
        if (start >= me->until) return NULL;
        if (me->interval > 0) sleep_until(due);
        me->act(me, &random);
        latency_add(&me->latencies, now_seconds() - start);
        me->jobs++;
        due += me->interval;
    }
}

static double run_callers(struct store *s, const struct plan *plan, const char *name,
                          void (*act)(struct caller *, uint64_t *), double rate)
{
    static struct caller caller[CALLERS];
    struct latencies all = {0};
    struct store_counts before = store_counts(s);
    double start = now_seconds();
    int64_t jobs = 0;
    for (int i = 0; i < CALLERS; i++) {
        caller[i] = (struct caller){
            .store = s, .plan = plan, .index = i, .until = start + plan->seconds, .act = act};
        if (rate > 0) caller[i].interval = CALLERS / rate;
        if (pthread_create(&caller[i].thread, NULL, call, &caller[i]) != 0) exit(1);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(caller[i].thread, NULL);
        jobs += caller[i].jobs;
        for (size_t k = 0; k < caller[i].latencies.count; k++)
            latency_add(&all, caller[i].latencies.us[k] / 1e6);
        free(caller[i].latencies.us);
    }
    double per_second = (double)jobs / (now_seconds() - start);
    struct store_counts after = store_counts(s);
    printf("%s %.0f/s p50 %.1f ms p99 %.1f ms max %.1f ms, %.1f jobs a commit, %.2f WAL frames a "
           "job\n",
           name, per_second, latency_at(&all, 0.5), latency_at(&all, 0.99), latency_at(&all, 1.0),
           (double)jobs / (double)(after.groups - before.groups),
           (double)(after.frames - before.frames) / (double)jobs);
    fflush(stdout);
    free(all.us);
    return per_second;
}

static void verify(struct store *s)
{
    int64_t entries = 0;
    struct problem why;
    double start = now_seconds();
    must(store_audit_verify(s, &entries, &why), &why);
    double took = now_seconds() - start;
    printf("verify %.0f entries/s (%lld in %.1f s)\n", (double)entries / took, (long long)entries,
           took);
}

/* ---- Parts ---------------------------------------------------------------------------------- */

static int chosen_count;
static char **chosen;

static bool part(const char *name)
{
    if (chosen_count == 0) return true;
    for (int i = 0; i < chosen_count; i++)
        if (strcmp(chosen[i], name) == 0) return true;
    return false;
}

#define ROUNDS_MAX 16

struct round {
    double bare, store, one_call, batched;
};

/* The contenders take turns, so that a noisy machine is noisy for all of them. */
static void run_round(const struct plan *plan, struct round *r)
{
    if (part("bare")) {
        r->bare = bench_bare(plan);
        printf("bare loop %.0f/s\n", r->bare);
    }
    if (part("store")) {
        struct store *s = open_store(plan, NULL);
        r->store = run_callers(s, plan, "store", act_certify, 0);
        store_close(s);
    }
    if (plan->postgresql && part("postgresql")) {
        r->one_call = bench_postgresql(plan);
        printf("postgresql one call a job %.0f/s\n", r->one_call);
    }
    if (plan->postgresql && part("pgstore")) {
        struct store *s = open_store(plan, plan->postgresql);
        r->batched = run_callers(s, plan, "store on postgresql", act_certify, 0);
        store_close(s);
    }
}

static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *v, int n)
{
    double sorted[ROUNDS_MAX];
    memcpy(sorted, v, (size_t)n * sizeof *v);
    qsort(sorted, (size_t)n, sizeof *sorted, by_double);
    return sorted[n / 2];
}

static void summary(const char *name, const struct round *r, int rounds,
                    double (*of)(const struct round *))
{
    double v[ROUNDS_MAX];
    for (int i = 0; i < rounds; i++) v[i] = of(&r[i]);
    double m = median(v, rounds);
    if (m > 0) printf("median of %d: %s %.2f\n", rounds, name, m);
}

static double share(double a, double b)
{
    return b > 0 ? a / b : 0;
}

static double store_rate(const struct round *r)
{
    return r->store;
}

static double against_bare(const struct round *r)
{
    return share(r->store, r->bare);
}

static double against_one_call(const struct round *r)
{
    return share(r->store, r->one_call);
}

static double batched_against_one_call(const struct round *r)
{
    return share(r->batched, r->one_call);
}

static void run_rounds(const struct plan *plan, int rounds)
{
    struct round r[ROUNDS_MAX] = {0};
    for (int i = 0; i < rounds; i++) run_round(plan, &r[i]);
    summary("store, certifications/s", r, rounds, store_rate);
    summary("store / bare loop", r, rounds, against_bare);
    summary("store / postgresql one call a job", r, rounds, against_one_call);
    summary("store on postgresql / one call a job", r, rounds, batched_against_one_call);
}

static void run_singles(const struct plan *plan)
{
    struct store *s = open_store(plan, NULL);
    if (part("fixed")) run_callers(s, plan, "store at 2,000/s", act_certify, 2000);
    if (part("reads")) run_callers(s, plan, "audited reads", act_read, 0);
    if (part("audit")) run_callers(s, plan, "audit entries", act_disclose, 0);
    if (part("verify")) verify(s);
    store_close(s);
}

static const struct {
    const char *name;
    size_t at;
} numbers[] = {{"--people", offsetof(struct plan, people)},
               {"--rounds", offsetof(struct plan, rounds)},
               {"--writers", offsetof(struct plan, writers)}};

int main(int argc, char **argv)
{
    struct plan plan = {.folder = "/tmp/bench_store",
                        .people = 1000000,
                        .rounds = 3,
                        .seconds = 5,
                        .first_person = INT64_C(1) << 40};
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
            if (strcmp(argv[at], numbers[i].name) == 0)
                *(int64_t *)(void *)((char *)&plan + numbers[i].at) =
                    strtoll(argv[at + 1], NULL, 10);
        if (strcmp(argv[at], "--seconds") == 0) plan.seconds = strtod(argv[at + 1], NULL);
        if (strcmp(argv[at], "--folder") == 0) plan.folder = argv[at + 1];
        if (strcmp(argv[at], "--postgresql") == 0) plan.postgresql = argv[at + 1];
    }
    chosen = argv + at;
    chosen_count = argc - at;
    setvbuf(stdout, NULL, _IOLBF, 0);
    store_close(open_store(&plan, NULL));
    if (plan.postgresql) store_close(open_store(&plan, plan.postgresql));
    run_rounds(&plan, plan.rounds < ROUNDS_MAX ? (int)plan.rounds : ROUNDS_MAX);
    run_singles(&plan);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("largest memory %ld MiB\n", usage.ru_maxrss / 1024);
    return 0;
}
