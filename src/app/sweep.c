#include "app/sweep.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS_MAX 64

/* ---- One person ----------------------------------------------------------------------------- */

static size_t payer_of(const struct sweep_asked *asked, struct sweep_result *r, const char *code)
{
    if (r->last < r->payers && strcmp(r->payer[r->last], code) == 0) return r->last;
    for (size_t i = 0; i < r->payers; i++)
        if (strcmp(r->payer[i], code) == 0) return r->last = i;
    if (r->payers == SWEEP_PAYERS) return SWEEP_PAYERS - 1;
    size_t i = r->payers++;
    snprintf(r->payer[i], sizeof r->payer[i], "%s", code);
    r->seen[i] = agency_within(asked->within, code);
    return i;
}

static unsigned differences(const struct evaluation *a, const struct evaluation *b, uint64_t ours)
{
    unsigned c = 0;
    if (b->past_due && !a->past_due) c |= SWEEP_NEWLY_DUE;
    if (a->past_due && !b->past_due) c |= SWEEP_NO_LONGER_DUE;
    if (b->suspend & ~a->suspend & ours) c |= SWEEP_SUSPEND;
    if (a->suspend & ~b->suspend & ours) c |= SWEEP_SPARE;
    if (b->restore & ~a->restore & ours) c |= SWEEP_RESTORE;
    if (date_cmp(b->due, a->due) < 0) c |= SWEEP_EARLIER;
    if (date_cmp(b->due, a->due) > 0) c |= SWEEP_LATER;
    return c;
}

static void count_line(const struct evaluation *e, uint64_t bit, struct sweep_tally *t)
{
    for (int s = 1; s <= 4; s++) t->lines[s] += (e->status[s] & bit) != 0;
    t->suspensions += (e->suspend & bit) != 0;
    t->investigations += (e->investigate & bit) != 0;
    for (int c = 1; e->seen & bit && c < FORESEEN_COUNT; c++) {
        t->foreseen += (e->foresee[c] & bit) != 0;
        t->losses += evaluation_opens_loss(c) && (e->arrive[c] & bit);
    }
}

static void count_change(const struct evaluation *a, const struct evaluation *b, uint64_t bit,
                         struct sweep_tally *t)
{
    t->suspend += (b->suspend & ~a->suspend & bit) != 0;
    t->spare += (a->suspend & ~b->suspend & bit) != 0;
    t->restore += (b->restore & ~a->restore & bit) != 0;
}

static void keep_case(struct sweep_result *r, const struct sweep_case *c)
{
    if (r->case_count == r->case_capacity) {
        size_t capacity = r->case_capacity ? r->case_capacity * 2 : 256;
        struct sweep_case *grown = realloc(r->cases, capacity * sizeof *grown);
        if (!grown) {
            r->failed = true;
            return;
        }
        r->cases = grown;
        r->case_capacity = capacity;
    }
    r->cases[r->case_count++] = *c;
}

static void count_person(const struct evaluation_facts *f, const struct evaluation *e,
                         struct sweep_tally *t)
{
    t->persons++;
    t->past_due += e->past_due;
    t->stale += e->due.day != f->due_on.day;
    t->level[e->level]++;
}

static void compare(const struct sweep_asked *asked, const struct evaluation_facts *f,
                    const struct evaluation *e, struct sweep_result *r, const size_t *payer,
                    uint64_t ours)
{
    struct evaluation b = evaluation_of(asked->then, f);
    struct sweep_tally *home = &r->tally[payer[__builtin_ctzll(ours)]];
    struct sweep_case c = {f->person_id,
                           differences(e, &b, ours),
                           (uint16_t)payer[__builtin_ctzll(ours)],
                           e->due,
                           b.due,
                           SURVIVAL_UNSET};
    home->newly_due += (c.changes & SWEEP_NEWLY_DUE) != 0;
    home->no_longer_due += (c.changes & SWEEP_NO_LONGER_DUE) != 0;
    home->earlier += (c.changes & SWEEP_EARLIER) != 0;
    home->later += (c.changes & SWEEP_LATER) != 0;
    for (uint64_t left = ours; left; left &= left - 1)
        count_change(e, &b, left & -left, &r->tally[payer[__builtin_ctzll(left)]]);
    unsigned moves = SWEEP_EARLIER | SWEEP_LATER;
    if (!asked->moved) c.changes &= ~moves;
    if (asked->list && c.changes) keep_case(r, &c);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool asked_for(const struct sweep_asked *asked, int64_t id)
{
    return !asked->only ||
           bsearch(&id, asked->only, asked->only_count, sizeof *asked->only, by_id) != NULL;
}

void sweep_person(const struct sweep_asked *asked, const struct evaluation_facts *f,
                  struct sweep_result *r)
{
    size_t *payer = r->line_payer, lines = f->line_count;
    uint64_t ours = 0;
    if (!asked_for(asked, f->person_id)) return;
    if (lines > EVALUATION_LINES) lines = EVALUATION_LINES;
    for (size_t i = 0; i < lines; i++) {
        payer[i] = payer_of(asked, r, f->lines[i].payer);
        if (asked->only || r->seen[payer[i]]) ours |= (uint64_t)1 << i;
    }
    if (!ours) return;
    struct evaluation e = evaluation_of(asked->now, f);
    r->persons++;
    r->overlaps += e.overlaps;
    count_person(f, &e, &r->tally[payer[__builtin_ctzll(ours)]]);
    for (uint64_t left = ours; left; left &= left - 1)
        count_line(&e, left & -left, &r->tally[payer[__builtin_ctzll(left)]]);
    if (asked->then) compare(asked, f, &e, r, payer, ours);
    if (asked->levels >> e.level & 1)
        keep_case(r, &(struct sweep_case){.person_id = f->person_id,
                                          .payer = (uint16_t)payer[__builtin_ctzll(ours)],
                                          .before = e.due,
                                          .after = e.due,
                                          .level = e.level});
}

const char *sweep_level_word(enum survival level)
{
    static const char *const words[] = {"", "confirmed", "signs", "to_verify"};
    return words[level];
}

bool sweep_moves_days(enum param_id id)
{
    return id == PARAM_CYCLE_AGE_MONTHS;
}

/* ---- Everybody ------------------------------------------------------------------------------ */

struct lane {
    const struct sweep_asked *asked;
    const struct packed *p;
    _Atomic size_t *next;
    pthread_t thread;
    bool started, damaged;
    struct sweep_result r;
};

static void *run_lane(void *ctx)
{
    struct lane *l = ctx;
    struct packed_reader *reader = packed_reader_new(l->p);
    size_t blocks = packed_blocks(l->p), block;
    const struct evaluation_facts *f;
    l->r.failed = !reader;
    while (reader && (block = atomic_fetch_add(l->next, 1)) < blocks) {
        if (!packed_block(reader, block)) {
            l->damaged = true;
            break;
        }
        while ((f = packed_next(reader))) sweep_person(l->asked, f, &l->r);
    }
    packed_reader_free(reader);
    return NULL;
}

static void add_tally(struct sweep_tally *to, const struct sweep_tally *from)
{
    int64_t *a = (int64_t *)to;
    const int64_t *b = (const int64_t *)from;
    for (size_t i = 0; i < sizeof *to / sizeof *a; i++) a[i] += b[i];
}

static void add_result(const struct sweep_asked *asked, struct sweep_result *to,
                       const struct sweep_result *from)
{
    to->persons += from->persons;
    to->overlaps += from->overlaps;
    to->failed |= from->failed;
    for (size_t i = 0; i < from->payers; i++)
        add_tally(&to->tally[payer_of(asked, to, from->payer[i])], &from->tally[i]);
    for (size_t i = 0; i < from->case_count; i++) {
        struct sweep_case c = from->cases[i];
        c.payer = (uint16_t)payer_of(asked, to, from->payer[c.payer]);
        keep_case(to, &c);
    }
}

static int by_person(const void *a, const void *b)
{
    int64_t x = ((const struct sweep_case *)a)->person_id;
    int64_t y = ((const struct sweep_case *)b)->person_id;
    return (x > y) - (x < y);
}

static int thread_count(const struct sweep_asked *asked)
{
    long cores = asked->threads > 0 ? asked->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > THREADS_MAX ? THREADS_MAX : (int)cores;
}

enum err sweep_packed(const struct sweep_asked *asked, const struct packed *p,
                      struct sweep_result *r, struct problem *why)
{
    int threads = thread_count(asked);
    _Atomic size_t next = 0;
    bool damaged = false;
    struct lane *lane = calloc((size_t)threads, sizeof *lane);
    if (!lane) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    for (int i = 0; i < threads; i++) lane[i] = (struct lane){asked, p, &next, .started = false};
    for (int i = 1; i < threads; i++)
        lane[i].started = pthread_create(&lane[i].thread, NULL, run_lane, &lane[i]) == 0;
    run_lane(&lane[0]);
    for (int i = 0; i < threads; i++) {
        if (lane[i].started) pthread_join(lane[i].thread, NULL);
        damaged |= lane[i].damaged;
        add_result(asked, r, &lane[i].r);
        free(lane[i].r.cases);
    }
    free(lane);
    if (r->case_count) qsort(r->cases, r->case_count, sizeof *r->cases, by_person);
    if (damaged) return ERR_NOT_FOUND;
    return r->failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL) : ERR_OK;
}

void sweep_free(struct sweep_result *r)
{
    free(r->cases);
    r->cases = NULL;
    r->case_count = r->case_capacity = 0;
}

struct sweep_tally sweep_total(const struct sweep_result *r)
{
    struct sweep_tally all = {0};
    for (size_t i = 0; i < r->payers; i++) add_tally(&all, &r->tally[i]);
    return all;
}
