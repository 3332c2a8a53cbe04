#include "app/refund_owed.h"

#include <string.h>

struct owed_share {
    int64_t line_id;
    struct month month;
    int64_t amount;
};

struct order { /* what is left of one order to be shared out */
    const char *payer;
    struct month from, until; /* none: every month */
    int64_t left;
};

static int64_t shared(const struct line *l, const struct owed *o, struct month m)
{
    int64_t sum = 0;
    for (size_t i = 0; i < o->ordered_count; i++)
        if (o->ordered[i].line_id == l->line_id && o->ordered[i].month.index == m.index)
            sum += o->ordered[i].amount;
    return sum;
}

int64_t refund_owed_in(const struct line *l, const struct owed *o, struct month m)
{
    int64_t owed = ledger_owed(&l->ledger, o->cause, o->refunds, o->refund_count, m);
    owed -= shared(l, o, m);
    return owed > 0 ? owed : 0;
}

bool refund_owed_first(const struct line *l, size_t at, const struct owed *o)
{
    const struct entry_row *e = &l->ledger.entries[at];
    if (e->kind != ENTRY_OVERPAID || e->matter != o->cause) return false;
    for (size_t i = 0; i < at; i++) {
        const struct entry_row *other = &l->ledger.entries[i];
        if (other->kind == e->kind && other->matter == e->matter &&
            other->month.index == e->month.index)
            return false;
    }
    return true;
}

int64_t refund_owed_ordered(const struct owed *o)
{
    int64_t sum = 0;
    for (size_t i = 0; i < o->ordered_count; i++) sum += o->ordered[i].amount;
    return sum;
}

/* ---- orders --------------------------------------------------------------------------------- */

/* When the debt was decided: by the refund itself, or by the overlap that it came from. */
static int64_t decided_at(struct dossier *s, int64_t cause, const struct matter_file *refund)
{
    const struct matter_file *c = dossier_matter(s, cause);
    const struct matter_event *e = refund ? dossier_event(refund, EVENT_RELEASE) : NULL;
    if (!e && refund && c && c->m.kind == MATTER_OVERLAP) e = dossier_event(c, EVENT_RELEASE);
    return e ? e->recorded_at : INT64_MAX;
}

/* Released by then and not undone before. */
static bool stood(const struct matter_file *f, int64_t moment)
{
    const struct matter_event *released = dossier_event(f, EVENT_RELEASE),
                              *undone = dossier_event(f, EVENT_UNDO);
    return released && released->recorded_at <= moment && !(undone && undone->recorded_at < moment);
}

static struct month month_named(const struct matter_file *f, const char *name)
{
    struct date on = {(int32_t)matters_value(f, name).number};
    return date_is_set(on) ? month_of(on) : MONTH_NONE;
}

static bool names(const struct order *r, struct month m)
{
    return (!month_is_set(r->from) || month_cmp(m, r->from) >= 0) &&
           (!month_is_set(r->until) || month_cmp(m, r->until) <= 0);
}

/* Over the months of one line, the oldest first. */
static void share_line(struct dossier *s, const struct line *l, struct order *r, struct owed *o,
                       size_t *capacity)
{
    for (size_t i = 0; r->left > 0 && i < l->ledger.entry_count; i++) {
        struct month m = l->ledger.entries[i].month;
        if (!names(r, m) || !refund_owed_first(l, i, o)) continue;
        int64_t open = refund_owed_in(l, o, m);
        struct owed_share share = {l->line_id, m, open < r->left ? open : r->left};
        if (!share.amount) continue;
        ARRAY_PUSH(s->d.arena, o->ordered, o->ordered_count, *capacity, share);
        r->left -= share.amount;
    }
}

struct owed refund_owed(struct dossier *s, int64_t cause, const struct matter_file *refund)
{
    struct owed o = {.cause = cause,
                     .refunds = ARENA_ARRAY(s->d.arena, int64_t, s->matter_count + 1)};
    int64_t moment = decided_at(s, cause, refund);
    size_t capacity = 0;
    for (size_t i = 0; i < s->matter_count; i++)
        if (s->matters[i].m.kind == MATTER_REFUND && s->matters[i].m.parent == cause)
            o.refunds[o.refund_count++] = s->matters[i].m.matter_id;
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter_file *f = &s->matters[i];
        if (f->m.kind != MATTER_FRAUD || !stood(f, moment)) continue;
        struct order r = {f->m.agency, month_named(f, "refund_from"),
                          month_named(f, "refund_until"), matters_value(f, "refund").number};
        for (size_t k = 0; k < s->line_count; k++)
            if (strcmp(s->lines[k].payer, r.payer) == 0)
                share_line(s, &s->lines[k], &r, &o, &capacity);
    }
    return o;
}
