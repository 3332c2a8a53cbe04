/*
 * Histories of the answering program: one line lived through month by month in the ledger, as the
 * app does it — every decision writes its spans and settles, every lock settles — and read back as
 * what each payroll paid.
 */
#include "answer.h"

#include <string.h>

#include "base/clock.h"
#include "law/kinds.h"
#include "law/ledger.h"

#define MONTHS 400
#define ROWS 1600
#define EVENTS 16
#define LOCK_HOUR 23 /* the lock falls at the close of its day */

struct life {
    const struct law *law;
    struct rate_row rates[8];
    struct span_row spans[EVENTS];
    struct entry_row entries[ROWS];
    int64_t locked_at[MONTHS];
    struct ledger_line line;
    struct ledger_locks locks;
    struct month pay; /* the run that takes back-pay now */
    int sequence;
};

static struct life life;

struct deed { /* spans that one release writes, and the run that pays what they give back */
    struct date on;
    struct span_row spans[3];
    size_t count;
    bool pays;
    struct month not_before; /* a make-up's M + 1; none: the run of the month of release */
    bool error;              /* an agency's: at once */
};

static void settle(struct life *l, struct month run, int sequence, int64_t moment)
{
    struct ledger_pay pay = {run, sequence, 1, moment};
    struct entry_row out[32];
    size_t n;
    do {
        n = ledger_settle(&l->line, &l->locks, &pay, out, 32);
        memcpy(l->entries + l->line.entry_count, out, n * sizeof *out);
        l->line.entry_count += n;
    } while (n >= 30 && l->line.entry_count < ROWS - 64);
}

static void lock(struct life *l, struct month m)
{
    int64_t moment = moment_of(law_lock_day(l->law, m), LOCK_HOUR, 0);
    bool planned = month_is_set(l->pay) && month_cmp(l->pay, m) > 0;
    l->locked_at[m.index - l->locks.first.index] = moment;
    settle(l, planned ? l->pay : month_add(m, 1), 0, moment);
}

static void act(struct life *l, const struct deed *d)
{
    int64_t moment = moment_of(d->on, 9, 0);
    for (size_t i = 0; i < d->count; i++) {
        struct span_row s = d->spans[i];
        s.happened_on = d->on;
        s.recorded_at = moment;
        l->spans[l->line.span_count++] = s;
    }
    if (d->pays) {
        struct month now = month_of(d->on);
        l->pay =
            month_is_set(d->not_before) && month_cmp(d->not_before, now) > 0 ? d->not_before : now;
        bool late = date_cmp(d->on, law_lock_day(l->law, l->pay)) > 0;
        l->sequence = late || d->error ? 1 : 0;
    }
    struct month open = month_add(month_of(d->on), 1);
    settle(l, d->pays ? l->pay : open, d->pays ? l->sequence : 0, moment);
}

static void begin(struct life *l, const struct law *law, const json_t *rates, struct month first)
{
    size_t i;
    json_t *row;
    memset(l, 0, sizeof *l);
    l->law = law;
    json_array_foreach(rates, i, row)
    {
        struct month from;
        month_parse(json_string_value(json_array_get(row, 0)), &from, NULL);
        l->rates[i] = (struct rate_row){
            .from = from, .amount = json_integer_value(json_array_get(row, 1)), .recorded_at = 1};
    }
    l->line = (struct ledger_line){.first_month = first,
                                   .recorded_at = 1,
                                   .rates = l->rates,
                                   .rate_count = i,
                                   .spans = l->spans,
                                   .entries = l->entries};
    l->locks = (struct ledger_locks){first, MONTHS, l->locked_at};
}

static void sort(struct deed *deeds, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && date_cmp(deeds[k - 1].on, deeds[k].on) > 0; k--) {
            struct deed d = deeds[k];
            deeds[k] = deeds[k - 1];
            deeds[k - 1] = d;
        }
}

/* Locks and deeds in the order of time, through the lock of `last`. */
static void live(struct life *l, struct deed *deeds, size_t n, struct month last)
{
    size_t next = 0;
    sort(deeds, n);
    for (struct month m = l->locks.first; month_cmp(m, last) <= 0; m = month_add(m, 1)) {
        for (; next < n && date_cmp(deeds[next].on, law_lock_day(l->law, m)) <= 0; next++)
            act(l, &deeds[next]);
        lock(l, m);
    }
    for (; next < n; next++) act(l, &deeds[next]);
}

static struct month effect_month(const struct law *law, struct date released)
{
    struct law then = {law->calendar, law->params, released};
    return law_effect_month(&then, MONTH_NONE);
}

static struct deed suspend(const struct law *law, struct date released)
{
    struct deed d = {.on = released, .count = 1};
    d.spans[0] = (struct span_row){
        .effect = SPAN_SUSPEND, .matter = 1, .by_matter = 1, .from = effect_month(law, released)};
    return d;
}

/* The months not due of a sentence, by law; both none when it began and ended in one month. */
static bool sentence(const struct law *law, struct date from, struct date release,
                     struct span_row out[2])
{
    struct loss_facts f = {.event = LOSS_PRISON,
                           .on = from,
                           .until = release,
                           .sentence = SENTENCE_IMPRISONMENT,
                           .line_kind = LINE_WORKER_PENSION};
    struct loss_effect e = law_loss(law, &f, NULL);
    out[0] = (struct span_row){.effect = SPAN_STOP, .matter = 2, .by_matter = 2, .from = e.from};
    out[1] = (struct span_row){.effect = SPAN_LIFT, .matter = 2, .by_matter = 2, .from = e.until};
    return e.effect == STOP_STOP;
}

static struct deed reinstate(const struct law *law, struct date certified, struct date released)
{
    struct deed d = {.on = released, .count = 1, .pays = true};
    d.not_before = law_resume_month(law, certified, NULL);
    d.spans[0] =
        (struct span_row){.effect = SPAN_LIFT, .matter = 1, .by_matter = 3, .from = d.not_before};
    return d;
}

/* ---- Reading it back ------------------------------------------------------------------------ */

static int64_t back_paid(const struct life *l, struct month run)
{
    int64_t total = 0;
    for (int s = 0; s <= 1; s++) total += ledger_in_run(&l->line, ENTRY_BACK_PAID, run, s);
    return total;
}

static void put(json_t *object, struct month m, int64_t fen)
{
    if (fen) json_object_set_new(object, month_print(m).s, json_integer(fen));
}

/* ---- story ---------------------------------------------------------------------------------- */

static size_t deeds_of(const struct law *law, const json_t *q, struct month last, struct deed *d)
{
    const json_t *s = json_object_get(q, "suspension"), *p = json_object_get(q, "prison"),
                 *dead = json_object_get(q, "death");
    size_t n = 0;
    struct span_row spans[2];
    bool served = p && sentence(law, day(p, "from"), day(p, "release"), spans);
    bool known_apart = p && date_is_set(day(p, "stopped"));
    if (s) d[n++] = suspend(law, day(s, "released"));
    if (s && date_is_set(day(s, "certified")))
        d[n++] = reinstate(law, day(s, "certified"), day(s, "reinstated"));
    if (served && known_apart) {
        d[n] = (struct deed){.on = day(p, "stopped"), .count = 1};
        d[n++].spans[0] = spans[0];
        d[n] = (struct deed){.on = day(p, "resumed"), .count = 1, .pays = true};
        d[n].not_before = spans[1].from;
        d[n++].spans[0] = spans[1];
    } else if (served) { /* found when the suspended person was checked: before the make-up's effect
                          */
        struct deed *with = date_is_set(day(s, "certified")) ? &d[n - 1] : &d[n];
        if (with == &d[n]) d[n++] = (struct deed){.on = month_last(last)};
        memmove(with->spans + 2, with->spans, sizeof *spans);
        memcpy(with->spans, spans, sizeof spans);
        with->count += 2;
    }
    if (dead) {
        struct loss_facts f = {
            .event = LOSS_DEATH, .on = day(dead, "on"), .line_kind = LINE_WORKER_PENSION};
        d[n] = (struct deed){.on = day(dead, "stopped"), .count = 1};
        d[n++].spans[0] = (struct span_row){
            .effect = SPAN_END, .matter = 4, .by_matter = 4, .from = law_loss(law, &f, NULL).from};
    }
    return n;
}

json_t *q_story(const json_t *q)
{
    struct law law = law_on(q, date_of(2026, 12, 31));
    struct month first = month(q, "first"), last = month(q, "last");
    struct deed deeds[EVENTS] = {0};
    begin(&life, &law, json_object_get(q, "rates"), first);
    size_t n = deeds_of(&law, q, last, deeds);
    live(&life, deeds, n, last);
    json_t *runs = json_object(), *over = json_object(), *held = json_object(),
           *not_due = json_object();
    for (struct month m = first; month_cmp(m, last) <= 0; m = month_add(m, 1)) {
        struct month_account a = ledger_account(&life.line, &life.locks, m);
        json_object_set_new(
            runs, month_print(m).s,
            json_pack("[I,I]", (json_int_t)a.paid, (json_int_t)back_paid(&life, m)));
        put(over, m, a.open_overpaid);
        put(held, m, a.open_withheld);
        bool over_by_then = a.state == MONTH_ENDED && !a.paid;
        if (over_by_then) put(not_due, m, ledger_rate(&life.line, m, INT64_MAX, NULL));
        else if (!a.paid) put(not_due, m, a.sum[ENTRY_TURNED_NOT_DUE]);
    }
    /* what is back-paid only in a run after the last month is still held in it */
    for (size_t i = 0; i < life.line.entry_count; i++) {
        const struct entry_row *e = &life.entries[i];
        if (e->kind == ENTRY_BACK_PAID && month_cmp(e->run_month, last) > 0)
            put(held, e->month, e->amount);
    }
    return json_pack("{s:o,s:o,s:o,s:o}", "runs", runs, "overpaid", over, "held", held, "not_due",
                     not_due);
}

/* ---- reinstate ------------------------------------------------------------------------------ */

json_t *q_reinstate(const json_t *q)
{
    struct law law = law_on(q, date_of(2026, 12, 31));
    struct date released = day(q, "released"), made_up = day(q, "certified"),
                reinstated = day(q, "reinstated");
    const json_t *prison = json_object_get(q, "prison");
    struct month first = month_add(month_of(released), -1),
                 last = month_add(month_of(reinstated), 3);
    struct deed deeds[2] = {suspend(&law, released), reinstate(&law, made_up, reinstated)};
    struct deed *lift = &deeds[1];
    struct span_row spans[2];
    lift->error = yes(q, "error");
    if (lift->error) { /* undone: as if it had never been */
        lift->not_before = MONTH_NONE;
        lift->spans[0].effect = SPAN_VOID;
    }
    if (prison) {
        struct date d[2];
        for (size_t i = 0; i < 2; i++)
            date_parse(json_string_value(json_array_get(prison, i)), &d[i], NULL);
        if (sentence(&law, d[0], d[1], spans)) {
            lift->spans[2] = lift->spans[0];
            memcpy(lift->spans, spans, sizeof spans);
            lift->count = 3;
        }
    }
    begin(&life, &law, json_object_get(q, "rates"), first);
    live(&life, deeds, 2, last);
    struct month pay = life.pay;
    bool regular = life.sequence == 0;
    json_t *back = json_array(), *gone = json_array();
    int64_t total = 0;
    for (size_t i = 0; i < life.line.entry_count; i++) {
        const struct entry_row *e = &life.entries[i];
        if (e->kind != ENTRY_BACK_PAID) continue;
        total += e->amount;
        json_array_append_new(back,
                              json_pack("[s,I]", month_print(e->month).s, (json_int_t)e->amount));
    }
    bool locked = date_cmp(reinstated, law_lock_day(&law, pay)) > 0;
    struct month end = locked ? pay : month_add(pay, -1);
    for (struct month m = effect_month(&law, released); month_cmp(m, end) <= 0;
         m = month_add(m, 1)) {
        struct month_account a = ledger_account(&life.line, &life.locks, m);
        if (!a.paid && a.sum[ENTRY_TURNED_NOT_DUE])
            json_array_append_new(gone, json_pack("[s,I]", month_print(m).s,
                                                  (json_int_t)a.sum[ENTRY_TURNED_NOT_DUE]));
    }
    return json_pack("{s:o,s:s,s:I,s:I,s:o,s:o}", "month", month_json(pay), "run",
                     regular ? "regular" : "supplementary", "normal",
                     (json_int_t)(regular ? ledger_account(&life.line, &life.locks, pay).paid : 0),
                     "back", (json_int_t)total, "back_months", back, "not_due", gone);
}
