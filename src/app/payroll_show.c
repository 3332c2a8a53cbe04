#include "app/payroll_show.h"

#include <string.h>

#include "base/money.h"
#include "base/zh.h"

#define RUNS_OF_MONTH 64

struct showing {
    struct month month;
    const char *payer;
    const struct call *call;
    payroll_row_fn fn;
    void *ctx;
};

/* "补发 2024-03 至 2024-05" for the back-pay in this run. */
static const char *explain_back(struct dossier *s, const struct line *l, struct month run,
                                int sequence)
{
    struct month first = MONTH_NONE, last = MONTH_NONE;
    for (size_t i = 0; i < l->ledger.entry_count; i++) {
        const struct entry_row *e = &l->ledger.entries[i];
        if (e->kind != ENTRY_BACK_PAID || e->run_month.index != run.index ||
            e->run_sequence != sequence)
            continue;
        if (!month_is_set(first) || month_cmp(e->month, first) < 0) first = e->month;
        if (month_cmp(e->month, last) > 0) last = e->month;
    }
    if (!month_is_set(first)) return "";
    char text[128];
    zh_print(text, sizeof text, ZH_payroll_back, month_print(first).s, month_print(last).s, NULL);
    return arena_copy(s->d.arena, text, strlen(text));
}

/* Why the regular run pays nothing: held, as known at its lock. */
static const char *explain_held(struct dossier *s, const struct line *l, struct month m,
                                const struct payer_locks *p)
{
    int64_t locked_at = ledger_locked_at(&p->locks, m);
    const struct span_row *held =
        ledger_held(&l->ledger, m, locked_at ? locked_at : INT64_MAX, DATE_NONE);
    const struct matter_file *f = held ? dossier_matter(s, held->matter) : NULL;
    char text[256];
    if (!f) return "";
    zh_print(text, sizeof text, ZH_payroll_held, date_print(f->m.due_on).s, NULL);
    return arena_copy(s->d.arena, text, strlen(text));
}

/* To the heirs, or nothing any more: taken out while the run was open. */
static const char *explain_account(struct dossier *s, int64_t amount)
{
    char text[160];
    zh_print(text, sizeof text, amount ? ZH_payroll_account : ZH_payroll_account_back,
             money_print(amount).s, NULL);
    return arena_copy(s->d.arena, text, strlen(text));
}

/* For what another line owes, or this one. */
static const char *explain_taken(struct dossier *s, int64_t taken, int64_t left)
{
    char text[256];
    zh_print(text, sizeof text, left ? ZH_payroll_taken_left : ZH_payroll_taken,
             money_print(taken).s, money_print(left).s, NULL);
    return arena_copy(s->d.arena, text, strlen(text));
}

static void show_run(struct dossier *s, const struct line *l, const struct showing *k, int sequence)
{
    const struct payer_locks *p = dossier_locks(s, l->payer);
    int64_t left = 0, taken = sequence ? 0 : ledger_taken(&l->ledger, &p->locks, k->month, &left);
    struct payroll_row row = {
        .month = k->month,
        .sequence = sequence,
        .number = s->p.number,
        .name = s->p.name,
        .payer = l->payer,
        .kind = l->kind,
        .due = sequence ? 0 : ledger_regular(&l->ledger, &p->locks, k->month),
        .back = ledger_in_run(&l->ledger, ENTRY_BACK_PAID, k->month, sequence),
        .taken = taken,
        .note = explain_back(s, l, k->month, sequence),
    };
    int64_t account = ledger_in_run(&l->ledger, ENTRY_ACCOUNT, k->month, sequence),
            out = ledger_in_run(&l->ledger, ENTRY_ACCOUNT_BACK, k->month, sequence);
    row.net = row.due + row.back - row.taken + account - out;
    bool pays = row.due || row.back || row.taken || account;
    if ((taken || left) && !*row.note) row.note = explain_taken(s, taken, left);
    if (account) row.note = explain_account(s, account - out);
    if (!sequence && !pays) row.note = explain_held(s, l, k->month, p);
    if (pays || *row.note) k->fn(k->ctx, &row);
}

static int last_sequence(const struct line *l, struct month m)
{
    int last = 0;
    for (size_t i = 0; i < l->ledger.entry_count; i++)
        if (l->ledger.entries[i].run_month.index == m.index &&
            l->ledger.entries[i].run_sequence > last)
            last = l->ledger.entries[i].run_sequence;
    return last;
}

static void show_person(struct dossier *s, const struct showing *k)
{
    for (size_t i = 0; i < s->line_count; i++) {
        struct line *l = &s->lines[i];
        if (k->payer && !agency_within(k->payer, l->payer)) continue;
        if (!permission_allows(&k->call->who, ACTION_PAYROLL_SHOW, l->payer)) continue;
        l->ledger = dossier_projected(s, l);
        int last = last_sequence(l, k->month);
        for (int sequence = 0; sequence <= last && sequence < RUNS_OF_MONTH; sequence++)
            show_run(s, l, k, sequence);
    }
}

static enum err sweep(struct read *r, const struct showing *k, struct problem *why)
{
    struct id_page page = {.count = ID_PAGE};
    struct arena *arena = arena_new(256u << 20);
    if (!arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err e = ERR_OK;
    while (!e && page.count == ID_PAGE) {
        r->arena = arena;
        struct data d = data_of_read(r);
        e = person_list(&d, &page, why);
        for (size_t i = 0; !e && i < page.count; i++) {
            struct dossier s = dossier_for_read(k->call, r);
            e = dossier_load(&s, page.ids[i], why);
            if (!e) show_person(&s, k);
        }
        arena_reset(arena);
    }
    arena_free(arena);
    return e;
}

enum err payroll_show(const struct call *call, struct month m, const char *payer, payroll_row_fn fn,
                      void *ctx, struct problem *why)
{
    struct read r = {.arena = call->arena};
    struct showing k = {.month = m, .payer = payer, .call = call, .fn = fn, .ctx = ctx};
    enum err e = ERR_OK;
    if (permission_region(call->who.role, ACTION_PAYROLL_SHOW) == REGION_NONE || payer)
        e = app_authorise(call, ACTION_PAYROLL_SHOW, payer ? payer : call->who.agency, why);
    if (!e) e = app_disclose(call, "payroll.show", 0, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    e = sweep(&r, &k, why);
    store_read_end(&r);
    return e;
}
