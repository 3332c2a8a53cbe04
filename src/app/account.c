#include "app/account.h"

#include <string.h>

#include "app/move.h"

static bool run_is_open(const struct payer_locks *p, const struct entry_row *e)
{
    for (size_t i = 0; i < p->run_count; i++)
        if (p->runs[i].month.index == e->run_month.index && p->runs[i].sequence == e->run_sequence)
            return p->runs[i].state == RUN_OPEN;
    return false;
}

/* Of the matter, in the run of the entry: paid less taken out of it. */
static int64_t left_in_run(const struct line *l, const struct entry_row *of)
{
    int64_t total = 0;
    for (size_t i = 0; i < l->ledger.entry_count; i++) {
        const struct entry_row *e = &l->ledger.entries[i];
        if (e->matter != of->matter || e->run_month.index != of->run_month.index ||
            e->run_sequence != of->run_sequence)
            continue;
        if (e->kind == ENTRY_ACCOUNT) total += e->amount;
        if (e->kind == ENTRY_ACCOUNT_BACK) total -= e->amount;
    }
    return total;
}

/* The newest payment of the matter that a run still open would make; NULL: none. */
static const struct entry_row *open_payment(struct dossier *s, const struct matter_file *f,
                                            const struct line *l)
{
    const struct payer_locks *p = dossier_locks(s, l->payer);
    for (size_t i = l->ledger.entry_count; i-- > 0;) {
        const struct entry_row *e = &l->ledger.entries[i];
        bool ours = e->kind == ENTRY_ACCOUNT && e->matter == f->m.matter_id;
        if (ours && run_is_open(p, e) && left_in_run(l, e) > 0) return e;
    }
    return NULL;
}

void account_facts(struct dossier *s, const struct matter_file *f, const struct line *l,
                   struct matter_line *out)
{
    const struct entry_row *open = open_payment(s, f, l);
    out->account_paid = ledger_own_account(&l->ledger, f->m.matter_id);
    out->account_open = open ? left_in_run(l, open) : 0;
}

static enum err pay(struct dossier *s, struct line *l, struct entry_row row, struct problem *why)
{
    row.kind = ENTRY_ACCOUNT;
    row.run_month = row.month;
    enum err e = move_supplementary(s, l->payer, row.month, &row.run_sequence, why);
    return e ? e : line_add_entry(&s->d, l, &row, why);
}

/* First out of the run that is still open, so that nobody is paid it; the rest came back. */
static enum err take_back(struct dossier *s, const struct matter_file *f, struct line *l,
                          struct entry_row row, struct problem *why)
{
    const struct entry_row *open = open_payment(s, f, l);
    int64_t in_run = open ? left_in_run(l, open) : 0, left = row.amount;
    row.kind = ENTRY_ACCOUNT_BACK;
    enum err e = ERR_OK;
    if (in_run > 0) {
        row.amount = left < in_run ? left : in_run;
        row.run_month = open->run_month;
        row.run_sequence = open->run_sequence;
        left -= row.amount;
        e = line_add_entry(&s->d, l, &row, why);
    }
    row.amount = left;
    row.run_month = MONTH_NONE;
    row.run_sequence = 0;
    return e || left <= 0 ? e : line_add_entry(&s->d, l, &row, why);
}

enum err account_apply(struct dossier *s, const struct matter_file *f, const struct effect *effect,
                       struct problem *why)
{
    struct line *l = dossier_line(s, effect->line_id);
    struct entry_row row = {.month = effect->month,
                            .amount = effect->amount,
                            .matter = f->m.matter_id,
                            .recorded_at = s->clock.moment};
    if (!l || row.amount <= 0) return ERR_OK;
    return effect->kind == EFFECT_ACCOUNT ? pay(s, l, row, why) : take_back(s, f, l, row, why);
}
