/* The answer of a run: blocks of people turned into lines by all threads, written in order. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "match/run.h"

#define BLOCK 1024 /* people */
#define KIND_ROOM (2 * MATCH_KIND_BYTES + 4)
#define LINE_MAX_BYTES (MATCH_NUMBER + KIND_ROOM + 12)

struct kind_text { /* ",kind," as it stands in a line */
    char text[KIND_ROOM];
    size_t n;
};

struct answer {
    struct match_run *run;
    uint16_t order[MATCH_KINDS],
        place[MATCH_KINDS];      /* kinds in byte order, and where each stands in it */
    uint16_t dense[MATCH_DENSE]; /* the dense kinds in byte order */
    int kinds, denses;
    struct kind_text *text;  /* by number of kind */
    struct match_rare *rare; /* by rank and place */
    size_t rares;
    char (*day)[12]; /* short day to "YYYY-MM-DD\n" */
    int fd;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    uint32_t next, turn; /* blocks to be formatted and to be written next */
    uint64_t lines;
    bool failed;
    int error;
};

/* The lines of one person, in order: kind and date. */
struct person {
    size_t n;
    struct {
        uint16_t kind;
        struct date date;
    } line[MATCH_KINDS];
};

static void quote_kind(struct kind_text *out, const struct match_kind *kind)
{
    bool quoted = false;
    for (size_t i = 0; i < kind->n; i++) quoted |= strchr(",\"\r\n", kind->text[i]) != NULL;
    char *p = out->text;
    *p++ = ',';
    if (quoted) *p++ = '"';
    for (size_t i = 0; i < kind->n; i++) {
        if (kind->text[i] == '"') *p++ = '"';
        *p++ = kind->text[i];
    }
    if (quoted) *p++ = '"';
    *p++ = ',';
    out->n = (size_t)(p - out->text);
}

static void answer_done(struct answer *a)
{
    free(a->text);
    free(a->rare);
    free(a->day);
    pthread_mutex_destroy(&a->lock);
    pthread_cond_destroy(&a->turned);
    free(a);
}

/* Not by date_print: 65,000 of them would take longer than all else here for a small feed. */
static void days(char (*day)[12], const uint16_t *short_days)
{
    for (unsigned year = MATCH_YEAR_FIRST; year <= MATCH_YEAR_LAST; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            char text[12] = {(char)('0' + year / 1000),
                             (char)('0' + year / 100 % 10),
                             (char)('0' + year / 10 % 10),
                             (char)('0' + year % 10),
                             '-',
                             (char)('0' + month / 10),
                             (char)('0' + month % 10),
                             '-',
                             '0',
                             '0',
                             '\n',
                             0};
            for (unsigned d = 1; d <= 31; d++) {
                text[8] = (char)('0' + d / 10);
                text[9] = (char)('0' + d % 10);
                uint16_t of = short_days[match_day_place(year, month, d)];
                if (of) memcpy(day[of], text, sizeof text);
            }
        }
    }
}

static struct answer *answer_new(struct match_run *run)
{
    struct answer *a = calloc(1, sizeof *a);
    if (!a) return NULL;
    const struct match_kinds *kinds = run->shared.kinds;
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->turned, NULL);
    a->run = run;
    a->kinds = match_kinds_order(kinds, a->order);
    for (int i = 0; i < a->kinds; i++) {
        a->place[a->order[i]] = (uint16_t)i;
        if (a->order[i] < MATCH_DENSE) a->dense[a->denses++] = a->order[i];
    }
    a->text = calloc((size_t)a->kinds + 1, sizeof *a->text);
    a->day = calloc(65536, sizeof *a->day);
    a->rares = run->latest.rare;
    a->rare = match_latest_rare(&run->latest, a->place);
    if (!a->text || !a->day || (a->rares && !a->rare)) {
        answer_done(a);
        return NULL;
    }
    for (int i = 0; i < a->kinds; i++) quote_kind(&a->text[i], &kinds->kind[i]);
    days(a->day, run->days);
    return a;
}

/* The first rare entry of a rank or of one behind it. */
static const struct match_rare *rare_from(const struct answer *a, uint32_t rank)
{
    size_t low = 0, high = a->rares;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (a->rare[middle].rank < rank) low = middle + 1;
        else high = middle;
    }
    return a->rare + low;
}

/* Puts a rare entry among the person's lines, or over the same kind when it is later. */
static void merge(const struct answer *a, struct person *p, const struct match_rare *r)
{
    size_t i = p->n;
    while (i && a->place[p->line[i - 1].kind] > a->place[r->kind]) i--;
    if (i && p->line[i - 1].kind == r->kind) {
        p->line[i - 1].date = date_max(p->line[i - 1].date, r->date);
        return;
    }
    memmove(&p->line[i + 1], &p->line[i], (p->n - i) * sizeof p->line[0]);
    p->line[i].kind = r->kind;
    p->line[i].date = r->date;
    p->n++;
}

/* The person's dense cells in order of kinds, without a branch on whether there is one: most of
 * them are not, unforeseeably. */
static size_t dense_lines(const struct answer *a, uint32_t rank, uint16_t kinds[MATCH_DENSE],
                          uint16_t days_of[MATCH_DENSE])
{
    const struct match_latest *t = &a->run->latest;
    size_t n = 0, people = t->index->people;
    for (int i = 0; i < a->denses; i++) {
        uint16_t kind = a->dense[i], day = t->cell[kind * people + rank];
        kinds[n] = kind;
        days_of[n] = day;
        n += day != 0;
    }
    return n;
}

/* All of a person's lines; *rare moves on behind the person's. */
static void collect(const struct answer *a, uint32_t rank, const struct match_rare **rare,
                    struct person *p)
{
    uint16_t kinds[MATCH_DENSE], days_of[MATCH_DENSE];
    p->n = dense_lines(a, rank, kinds, days_of);
    for (size_t i = 0; i < p->n; i++) {
        p->line[i].kind = kinds[i];
        p->line[i].date = match_short_date(days_of[i]);
    }
    for (; a->rares && *rare < a->rare + a->rares && (*rare)->rank == rank; ++*rare)
        merge(a, p, *rare);
}

struct writer {
    struct answer *answer;
    pthread_t id;
    struct person person;
    char *out;
    size_t n, cap;
    uint64_t lines;
};

static bool room(struct writer *w, size_t lines)
{
    size_t need = w->n + lines * LINE_MAX_BYTES;
    if (need <= w->cap) return true;
    size_t cap = w->cap ? w->cap : (size_t)512 << 10;
    while (cap < need) cap *= 2;
    char *out = realloc(w->out, cap);
    if (!out) return false;
    w->out = out;
    w->cap = cap;
    return true;
}

static inline char *put_line(char *out, const char number[32], const struct kind_text *kind,
                             const char date[12])
{
    memcpy(out, number, 32); /* fixed lengths are single moves; what is too much is written over */
    out += MATCH_NUMBER;
    if (kind->n <= 32) memcpy(out, kind->text, 32);
    else memcpy(out, kind->text, kind->n);
    out += kind->n;
    memcpy(out, date, 12);
    return out + 11;
}

static bool one_person(struct writer *w, uint32_t rank, const struct match_rare **rare)
{
    const struct answer *a = w->answer;
    uint16_t kinds[MATCH_DENSE], days_of[MATCH_DENSE];
    char number[32] = {0};
    match_key_print(a->run->shared.index->key[rank], number);
    if (*rare == a->rare + a->rares || (*rare)->rank != rank) {
        size_t n = dense_lines(a, rank, kinds, days_of);
        if (!room(w, n + 1)) return false;
        char *out = w->out + w->n;
        for (size_t i = 0; i < n; i++)
            out = put_line(out, number, &a->text[kinds[i]], a->day[days_of[i]]);
        w->n = (size_t)(out - w->out);
        w->lines += n;
        return true;
    }
    struct person *p = &w->person;
    collect(a, rank, rare, p);
    if (!room(w, p->n + 1)) return false;
    char *out = w->out + w->n;
    for (size_t i = 0; i < p->n; i++) {
        char date[12] = {0};
        memcpy(date, date_print(p->line[i].date).s, 10);
        date[10] = '\n';
        out = put_line(out, number, &a->text[p->line[i].kind], date);
    }
    w->n = (size_t)(out - w->out);
    w->lines += p->n;
    return true;
}

static bool write_out(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t put = write(fd, p, n);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        p += put;
        n -= (size_t)put;
    }
    return true;
}

/* Waits for the block's turn, writes it, passes the turn on. */
static void in_turn(struct writer *w, uint32_t block, bool formatted)
{
    struct answer *a = w->answer;
    pthread_mutex_lock(&a->lock);
    while (a->turn != block) pthread_cond_wait(&a->turned, &a->lock);
    bool go = !a->failed;
    pthread_mutex_unlock(&a->lock);
    if (go && !formatted) errno = ENOMEM;
    bool done = go && formatted && write_out(a->fd, w->out, w->n);
    int error = errno;
    pthread_mutex_lock(&a->lock);
    if (go && !done) {
        a->failed = true;
        a->error = error;
    }
    a->turn++;
    pthread_cond_broadcast(&a->turned);
    pthread_mutex_unlock(&a->lock);
}

static void *write_blocks(void *arg)
{
    struct writer *w = arg;
    struct answer *a = w->answer;
    uint32_t people = a->run->shared.index->people, blocks = (people + BLOCK - 1) / BLOCK;
    for (;;) {
        pthread_mutex_lock(&a->lock);
        uint32_t block = a->next++;
        pthread_mutex_unlock(&a->lock);
        if (block >= blocks) return NULL;
        uint32_t rank = block * BLOCK, end = people - rank > BLOCK ? rank + BLOCK : people;
        const struct match_rare *rare = rare_from(a, rank);
        bool formatted = true;
        w->n = 0;
        for (; formatted && rank < end; rank++) formatted = one_person(w, rank, &rare);
        in_turn(w, block, formatted);
    }
}

static bool write_all(struct answer *a, unsigned count)
{
    struct writer *writers = calloc(count, sizeof *writers);
    if (!writers) {
        a->error = ENOMEM;
        return false;
    }
    unsigned started = 1;
    for (unsigned i = 0; i < count; i++) writers[i].answer = a;
    while (started < count &&
           pthread_create(&writers[started].id, NULL, write_blocks, &writers[started]) == 0)
        started++;
    write_blocks(&writers[0]);
    for (unsigned i = 0; i < started; i++) {
        if (i) pthread_join(writers[i].id, NULL);
        a->lines += writers[i].lines;
        if (writers[i].out) explicit_bzero(writers[i].out, writers[i].cap);
        free(writers[i].out);
    }
    free(writers);
    return !a->failed;
}

enum err match_run_write(struct match_run *run, int fd, uint64_t *lines, struct problem *why)
{
    struct answer *a = answer_new(run);
    if (!a) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    a->fd = fd;
    enum err err = ERR_OK;
    if (!write_all(a, run->lanes.threads))
        err =
            problem_set(why, ERR_FAILED, ZH_match_write, NULL, "stdout", strerror(a->error), NULL);
    if (lines) *lines = a->lines;
    answer_done(a);
    return err;
}

enum err match_run_each(struct match_run *run,
                        enum err (*each)(void *ctx, const struct match_latest_event *event),
                        void *ctx, struct problem *why)
{
    struct answer *a = answer_new(run);
    struct person *p = calloc(1, sizeof *p);
    enum err err = ERR_OK;
    if (!a || !p) err = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    const struct match_rare *rare = a ? a->rare : NULL;
    for (uint32_t rank = 0; err == ERR_OK && rank < run->shared.index->people; rank++) {
        collect(a, rank, &rare, p);
        for (size_t i = 0; err == ERR_OK && i < p->n; i++) {
            char kind[MATCH_KIND_BYTES + 1];
            const struct match_kind *k = &run->shared.kinds->kind[p->line[i].kind];
            memcpy(kind, k->text, k->n);
            kind[k->n] = 0;
            err = each(ctx, &(struct match_latest_event){rank, kind, p->line[i].date});
        }
    }
    free(p);
    if (a) answer_done(a);
    return err;
}
