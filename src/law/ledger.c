#include "law/ledger.h"

#include <string.h>

#include "base/clock.h"

/* What the spans of one matter amount to. */
struct cause {
    enum span_effect effect;
    struct month from, until; /* until none: open */
    bool voided, foreseen;    /* foreseen: the lift came with the beginning */
};

static struct cause cause_of(const struct ledger_line *line, size_t begin, int64_t known_at,
                             struct date as_of)
{
    const struct span_row *b = &line->spans[begin];
    struct cause c = {.effect = b->effect, .from = b->from};
    if (b->effect == SPAN_HOLD) c.until = month_add(b->from, 1);
    for (size_t i = 0; i < line->span_count; i++) {
        const struct span_row *s = &line->spans[i];
        if (s->matter != b->matter || s->recorded_at > known_at || i < begin) continue;
        if (date_is_set(as_of) && date_cmp(s->happened_on, as_of) > 0) continue;
        if (s->effect == SPAN_LIFT && !month_is_set(c.until)) {
            c.until = s->from;
            c.foreseen = s->by_matter == b->matter;
        }
        if (s->effect == SPAN_VOID) c.voided = true;
    }
    return c;
}

static bool begins(const struct span_row *s, int64_t known_at)
{
    return s->effect >= SPAN_SUSPEND && s->effect <= SPAN_END && s->recorded_at <= known_at;
}

static bool holds(const struct span_row *s, int64_t known_at)
{
    return s->effect == SPAN_HOLD && s->recorded_at <= known_at;
}

static bool covers(const struct cause *c, struct month m)
{
    return !c->voided && month_cmp(c->from, m) <= 0 &&
           (!month_is_set(c->until) || month_cmp(m, c->until) < 0);
}

static bool outside(const struct ledger_line *line, struct month m)
{
    return month_cmp(m, line->first_month) < 0 ||
           (month_is_set(line->last_month) && month_cmp(m, line->last_month) > 0);
}

/* How a month stands, and by whose decision. */
struct standing {
    enum month_state state;
    bool open;      /* a suspension over it has not been lifted, or a hold not been taken off */
    int64_t matter; /* of the heaviest effect, the oldest of equal ones; 0 when payable */
};

static struct standing stands(const struct ledger_line *line, struct month m, int64_t known_at)
{
    static const enum month_state states[] = {[SPAN_SUSPEND] = MONTH_WITHHELD,
                                              [SPAN_STOP] = MONTH_NOT_DUE,
                                              [SPAN_END] = MONTH_ENDED,
                                              [SPAN_HOLD] = MONTH_WITHHELD};
    struct standing st = {.state = MONTH_PAYABLE};
    if (outside(line, m)) return (struct standing){.state = MONTH_OUTSIDE};
    for (size_t i = 0; i < line->span_count; i++) {
        if (!begins(&line->spans[i], known_at) && !holds(&line->spans[i], known_at)) continue;
        struct cause c = cause_of(line, i, known_at, DATE_NONE);
        if (!covers(&c, m)) continue;
        if (states[c.effect] > st.state) {
            st.state = states[c.effect];
            st.matter = line->spans[i].matter;
        }
        st.open |= c.effect == SPAN_HOLD || (c.effect == SPAN_SUSPEND && !month_is_set(c.until));
    }
    return st;
}

const struct span_row *ledger_held(const struct ledger_line *line, struct month m, int64_t known_at,
                                   struct date as_of)
{
    for (size_t i = line->span_count; i-- > 0;) {
        const struct span_row *s = &line->spans[i];
        if (!holds(s, known_at) || (date_is_set(as_of) && date_cmp(s->happened_on, as_of) > 0))
            continue;
        struct cause c = cause_of(line, i, known_at, as_of);
        if (!c.voided && (!month_is_set(m) || covers(&c, m))) return s;
    }
    return NULL;
}

enum month_state ledger_state(const struct ledger_line *line, struct month m, int64_t known_at)
{
    return stands(line, m, known_at).state;
}

int64_t ledger_rate(const struct ledger_line *line, struct month m, int64_t known_at,
                    struct rate_row *row)
{
    const struct rate_row *best = NULL;
    for (size_t i = 0; i < line->rate_count; i++) {
        const struct rate_row *r = &line->rates[i];
        if (r->recorded_at > known_at || month_cmp(r->from, m) > 0) continue;
        if (!best || month_cmp(r->from, best->from) > 0 ||
            (month_cmp(r->from, best->from) == 0 && r->recorded_at >= best->recorded_at))
            best = r;
    }
    if (row) *row = best ? *best : (struct rate_row){0};
    return best && !outside(line, m) ? best->amount : 0;
}

static bool voided(const struct ledger_line *line, int64_t matter)
{
    for (size_t i = 0; i < line->span_count; i++)
        if (line->spans[i].effect == SPAN_VOID && line->spans[i].matter == matter) return true;
    return false;
}

int64_t ledger_overlap(const struct ledger_line *line, struct month m)
{
    int64_t total = 0;
    for (size_t i = 0; i < line->entry_count; i++) {
        const struct entry_row *e = &line->entries[i];
        if (e->kind == ENTRY_OVERLAP && e->month.index == m.index && !voided(line, e->matter))
            total += e->amount;
    }
    return total;
}

int64_t ledger_locked_at(const struct ledger_locks *locks, struct month m)
{
    int32_t at = m.index - locks->first.index;
    return at >= 0 && (size_t)at < locks->count ? locks->locked_at[at] : 0;
}

static int64_t paid_in(const struct ledger_line *line, int64_t locked_at, struct month m)
{
    if (!locked_at || line->recorded_at > locked_at) return 0;
    if (ledger_state(line, m, locked_at) != MONTH_PAYABLE) return 0;
    return ledger_rate(line, m, locked_at, NULL);
}

static int64_t positive(int64_t v)
{
    return v > 0 ? v : 0;
}

/* What of the month's rate is due at all, as known now. */
static int64_t entitled(const struct ledger_line *line, struct month m)
{
    return positive(ledger_rate(line, m, INT64_MAX, NULL) - ledger_overlap(line, m));
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What a later fact has overtaken (an overpayment by a death that was undone, months not due of a
 * conviction that was) counts no more. */
static void overtake(struct month_account *a)
{
    bool due = a->state == MONTH_PAYABLE || a->state == MONTH_WITHHELD;
    int64_t recovered = a->sum[ENTRY_REFUNDED] + a->sum[ENTRY_OFFSET] + a->sum[ENTRY_WRITTEN_OFF];
    int64_t not_due = due ? 0 : a->sum[ENTRY_TURNED_NOT_DUE],
            settled = a->sum[ENTRY_BACK_PAID] + not_due;
    if (a->state == MONTH_NOT_DUE) not_due = least(not_due, a->entitled);
    int64_t rest = a->entitled - a->paid - a->sum[ENTRY_BACK_PAID] + recovered - not_due;
    bool over = a->state == MONTH_ENDED || a->state == MONTH_OUTSIDE;
    a->open_withheld = positive(a->sum[ENTRY_WITHHELD] - settled);
    if (!over) a->open_withheld = least(a->open_withheld, positive(rest));
    a->open_overpaid = least(positive(a->sum[ENTRY_OVERPAID] - recovered), positive(-rest));
    a->sum[ENTRY_TURNED_NOT_DUE] = not_due;
    a->sum[ENTRY_WITHHELD] = least(a->sum[ENTRY_WITHHELD], a->open_withheld + settled);
    a->sum[ENTRY_OVERPAID] = least(a->sum[ENTRY_OVERPAID], a->open_overpaid + recovered);
}

struct month_account ledger_account(const struct ledger_line *line,
                                    const struct ledger_locks *locks, struct month m)
{
    struct month_account a = {.month = m, .state = ledger_state(line, m, INT64_MAX)};
    int64_t locked_at = ledger_locked_at(locks, m);
    a.paid = paid_in(line, locked_at, m);
    for (size_t i = 0; i < line->entry_count; i++) {
        const struct entry_row *e = &line->entries[i];
        if (e->month.index != m.index) continue;
        if (e->kind == ENTRY_RECALLED) memset(a.entered, 0, sizeof a.entered);
        else a.entered[e->kind] += e->amount;
    }
    memcpy(a.sum, a.entered, sizeof a.sum);
    a.entitled = entitled(line, m);
    if (a.state == MONTH_ENDED || a.state == MONTH_OUTSIDE)
        a.entitled = a.sum[ENTRY_TURNED_NOT_DUE];
    overtake(&a);
    return a;
}

int64_t ledger_difference(const struct month_account *a)
{
    int64_t left = a->entitled - a->paid - a->sum[ENTRY_BACK_PAID] + a->sum[ENTRY_REFUNDED] +
                   a->sum[ENTRY_OFFSET] + a->sum[ENTRY_WRITTEN_OFF];
    return left - (a->open_withheld - a->open_overpaid + a->sum[ENTRY_TURNED_NOT_DUE]);
}

struct settling {
    const struct ledger_pay *pay;
    int64_t cause; /* the matter by which the month is not due, 0: none */
    struct entry_row *out;
    size_t cap, count;
};

static void want(struct settling *s, const struct month_account *a, enum entry_kind kind,
                 int64_t total)
{
    int64_t missing = total - a->entered[kind];
    bool pays = kind == ENTRY_BACK_PAID;
    if (missing <= 0 || s->count == s->cap || (pays && !month_is_set(s->pay->month))) return;
    s->out[s->count++] = (struct entry_row){
        .month = a->month,
        .kind = kind,
        .amount = missing,
        .run_month = pays ? s->pay->month : MONTH_NONE,
        .run_sequence = pays ? s->pay->sequence : 0,
        .matter = kind == ENTRY_OVERPAID && s->cause ? s->cause : s->pay->matter,
        .recorded_at = s->pay->recorded_at,
    };
}

/* In whose name the month is not due; 0 when it is. */
static int64_t not_due_by(const struct standing *st)
{
    return st->state == MONTH_NOT_DUE || st->state == MONTH_ENDED ? st->matter : 0;
}

/* What was entered as overpaid for an undone decision was never overpaid, but for what came back
 * of it and was given again: the decision that now makes the month not due enters it anew. */
static void forget_undone(const struct ledger_line *line, struct month_account *a)
{
    int64_t undone = 0;
    for (size_t i = 0; i < line->entry_count; i++) {
        const struct entry_row *e = &line->entries[i];
        if (e->month.index != a->month.index) continue;
        if (e->kind == ENTRY_RECALLED) undone = 0;
        else if (e->kind == ENTRY_OVERPAID && voided(line, e->matter)) undone += e->amount;
    }
    int64_t came_back = a->entered[ENTRY_REFUNDED] + a->entered[ENTRY_OFFSET];
    a->entered[ENTRY_OVERPAID] -= undone - least(undone, came_back);
}

static void settle_month(struct settling *s, const struct ledger_line *line,
                         const struct ledger_locks *locks, struct month m)
{
    struct month_account a = ledger_account(line, locks, m);
    int64_t rate = entitled(line, m), given = a.paid + a.entered[ENTRY_BACK_PAID];
    int64_t regular = a.paid - a.entered[ENTRY_REFUNDED] -
                      a.entered[ENTRY_OFFSET]; /* of it still with the person */
    struct standing st = stands(line, m, INT64_MAX);
    s->cause = not_due_by(&st);
    if (s->cause) forget_undone(line, &a);
    switch (st.state) {
    case MONTH_OUTSIDE:
        break;
    case MONTH_PAYABLE:
        want(s, &a, ENTRY_BACK_PAID, rate - regular);
        want(s, &a, ENTRY_OVERPAID, given - rate);
        break;
    case MONTH_WITHHELD:
        want(s, &a, ENTRY_WITHHELD, rate - regular);
        if (!st.open) want(s, &a, ENTRY_BACK_PAID, rate - regular);
        want(s, &a, ENTRY_OVERPAID, given - rate);
        break;
    case MONTH_NOT_DUE:
        want(s, &a, ENTRY_TURNED_NOT_DUE, rate);
        want(s, &a, ENTRY_OVERPAID, given);
        break;
    case MONTH_ENDED:
        want(s, &a, ENTRY_TURNED_NOT_DUE,
             positive(a.entered[ENTRY_WITHHELD] - a.entered[ENTRY_BACK_PAID]));
        want(s, &a, ENTRY_OVERPAID, given);
        break;
    }
}

size_t ledger_settle(const struct ledger_line *line, const struct ledger_locks *locks,
                     const struct ledger_pay *pay, struct entry_row *out, size_t cap)
{
    struct settling s = {.pay = pay, .out = out, .cap = cap};
    for (size_t i = 0; i < locks->count && s.count + 3 <= cap; i++) {
        if (!locks->locked_at[i] || locks->locked_at[i] < line->recorded_at) continue;
        settle_month(&s, line, locks, month_add(locks->first, (int)i));
    }
    return s.count;
}

/* One month of another system: it was paid there. */
static void settle_past(struct settling *s, const struct ledger_line *line,
                        const struct ledger_locks *locks, struct month m)
{
    struct month_account a = ledger_account(line, locks, m);
    struct standing st = stands(line, m, INT64_MAX);
    int64_t recovered = a.entered[ENTRY_REFUNDED] + a.entered[ENTRY_OFFSET];
    s->cause = not_due_by(&st);
    if (s->cause) forget_undone(line, &a);
    if (s->cause) want(s, &a, ENTRY_OVERPAID, ledger_rate(line, m, INT64_MAX, NULL));
    else want(s, &a, ENTRY_BACK_PAID, positive(recovered - ledger_overlap(line, m)));
}

size_t ledger_settle_past(const struct ledger_line *line, const struct ledger_locks *locks,
                          const struct ledger_pay *pay, struct entry_row *out, size_t cap)
{
    struct settling s = {.pay = pay, .out = out, .cap = cap};
    struct month own = month_of(moment_date(line->recorded_at)), m = line->first_month;
    if (!line->span_count && !line->entry_count) return 0;
    for (; month_cmp(m, own) <= 0 && s.count < cap; m = month_add(m, 1)) {
        int64_t locked_at = ledger_locked_at(locks, m);
        bool past = month_cmp(m, own) < 0 || (locked_at && locked_at < line->recorded_at);
        if (past) settle_past(&s, line, locks, m);
    }
    return s.count;
}

static bool among(int64_t id, const int64_t *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id) return true;
    return false;
}

int64_t ledger_owed(const struct ledger_line *line, int64_t cause, const int64_t *refunds,
                    size_t refund_count, struct month m)
{
    int64_t over = 0, back = 0;
    if (voided(line, cause)) return 0;
    for (size_t i = 0; i < line->entry_count; i++) {
        const struct entry_row *e = &line->entries[i];
        if (e->month.index != m.index) continue;
        bool came_back = e->kind == ENTRY_REFUNDED || e->kind == ENTRY_OFFSET;
        if (e->kind == ENTRY_RECALLED) over = back = 0;
        else if (e->kind == ENTRY_OVERPAID && e->matter == cause) over += e->amount;
        else if (came_back && among(e->matter, refunds, refund_count)) back += e->amount;
    }
    return positive(over - back);
}

int64_t ledger_regular(const struct ledger_line *line, const struct ledger_locks *locks,
                       struct month m)
{
    int64_t locked_at = ledger_locked_at(locks, m);
    if (locked_at) return paid_in(line, locked_at, m);
    return ledger_state(line, m, INT64_MAX) == MONTH_PAYABLE ? ledger_rate(line, m, INT64_MAX, NULL)
                                                             : 0;
}

/* Entries from before ENTRY_TAKEN name the run in the offset itself. */
static bool takes(const struct entry_row *e)
{
    bool kind = e->kind == ENTRY_TAKEN || e->kind == ENTRY_OFFSET;
    return kind && month_is_set(e->run_month) && !e->run_sequence;
}

int64_t ledger_taken(const struct ledger_line *line, const struct ledger_locks *locks,
                     struct month m, int64_t *left)
{
    struct month first = MONTH_NONE;
    int64_t owing = 0, taken = 0;
    for (size_t i = 0; i < line->entry_count; i++) {
        const struct entry_row *e = &line->entries[i];
        if (takes(e) && (!month_is_set(first) || month_cmp(e->run_month, first) < 0))
            first = e->run_month;
    }
    for (struct month at = first; month_is_set(first) && month_cmp(at, m) <= 0;
         at = month_add(at, 1)) {
        owing -= taken;
        for (size_t i = 0; i < line->entry_count; i++)
            if (takes(&line->entries[i]) && line->entries[i].run_month.index == at.index)
                owing += line->entries[i].amount;
        int64_t pays = ledger_regular(line, locks, at);
        taken = owing < pays ? owing : pays;
    }
    if (left) *left = owing - taken;
    return month_is_set(first) && month_cmp(first, m) <= 0 ? taken : 0;
}

int64_t ledger_own_account(const struct ledger_line *line, int64_t matter)
{
    int64_t total = 0;
    for (size_t i = 0; i < line->entry_count; i++) {
        const struct entry_row *e = &line->entries[i];
        if (e->matter != matter) continue;
        if (e->kind == ENTRY_ACCOUNT) total += e->amount;
        if (e->kind == ENTRY_ACCOUNT_BACK) total -= e->amount;
    }
    return total;
}

int64_t ledger_in_run(const struct ledger_line *line, enum entry_kind kind, struct month run_month,
                      int sequence)
{
    int64_t total = 0;
    for (size_t i = 0; i < line->entry_count; i++) {
        const struct entry_row *e = &line->entries[i];
        if (e->kind == kind && e->run_month.index == run_month.index && e->run_sequence == sequence)
            total += e->amount;
    }
    return total;
}

struct date ledger_next_change(const struct ledger_line *line, struct date after)
{
    struct date next = DATE_NONE;
    for (size_t i = 0; i < line->span_count; i++) {
        struct date on = line->spans[i].happened_on;
        if (date_cmp(on, after) > 0 && (!date_is_set(next) || date_cmp(on, next) < 0)) next = on;
        if (!begins(&line->spans[i], INT64_MAX)) continue;
        struct cause c = cause_of(line, i, INT64_MAX, DATE_NONE);
        if (c.voided || !c.foreseen || date_cmp(month_first(c.until), after) <= 0) continue;
        if (!date_is_set(next) || date_cmp(month_first(c.until), next) < 0)
            next = month_first(c.until);
    }
    return next;
}

int ledger_status(const struct ledger_line *line, int64_t known_at, struct date as_of,
                  int64_t *matter)
{
    int status = 1;
    *matter = 0;
    for (size_t i = 0; i < line->span_count; i++) {
        const struct span_row *s = &line->spans[i];
        if (!begins(s, known_at) || (date_is_set(as_of) && date_cmp(s->happened_on, as_of) > 0))
            continue;
        struct cause c = cause_of(line, i, known_at, as_of);
        if (c.voided ||
            (month_is_set(c.until) && !(c.foreseen && month_cmp(month_of(as_of), c.until) < 0)))
            continue;
        if ((int)c.effect + 1 > status) {
            status = (int)c.effect + 1;
            *matter = s->matter;
        }
    }
    return status;
}
