#include "app/payroll_run.h"

#include <stdio.h>
#include <string.h>

#include "store/recall.h"

struct moving {
    const struct call *call;
    const char *payer;
    struct month month;
    int done; /* runs sent, lines taken back */
};

static bool regular(const struct payroll_run *run, struct month m)
{
    return run->month.index == m.index && run->sequence == 0;
}

static const struct payroll_run *find_regular(const struct payroll_run *runs, size_t count,
                                              struct month m)
{
    for (size_t i = 0; i < count; i++)
        if (regular(&runs[i], m)) return &runs[i];
    return NULL;
}

static bool locked(const struct payroll_run *run)
{
    return run &&
           (run->state == RUN_LOCKED || run->state == RUN_SENT || run->state == RUN_ACKNOWLEDGED);
}

static enum err refuse(enum zh_id sentence, const struct moving *k, struct problem *why)
{
    return problem_set(why, ERR_LAW, sentence, "month", month_print(k->month).s, k->payer, NULL);
}

/* Moves the run and says so in the log of the store. */
static enum err move_run(struct write *w, const struct moving *k, struct payroll_run run,
                         const char *action, struct problem *why)
{
    struct data d = data_of_write(w);
    char object[64];
    enum err e = payroll_run_move(&d, &run, k->call->who.login, k->call->clock.business_date,
                                  k->call->clock.moment, why);
    if (e) return e;
    snprintf(object, sizeof object, "payroll:%s:%s:%d", run.payer, month_print(run.month).s,
             run.sequence);
    store_audit(w, &(struct audit_note){
                       .action = action, .object = object, .content = "", .content_size = 0});
    return ERR_OK;
}

/* One life at a time: the night and other people's locks wait. */
static enum err alone(const struct call *call, store_fn fn, struct moving *k, struct problem *why)
{
    app_night_begin(call->app);
    enum err e = app_bulk(call, fn, k, why);
    app_night_end(call->app);
    return e;
}

/* ---- lock ----------------------------------------------------------------------------------- */

static enum err lock_unless_locked(const struct moving *k, struct problem *why)
{
    struct read r = {0};
    struct payroll_run *runs;
    size_t count;
    struct day_counts counts = {0};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    r.arena = k->call->arena;
    struct data d = data_of_read(&r);
    e = payroll_run_load(&d, k->payer, &runs, &count, why);
    store_read_end(&r);
    if (e) return e;
    const struct payroll_run *run = find_regular(runs, count, k->month);
    if (run && (run->state == RUN_SENT || run->state == RUN_ACKNOWLEDGED))
        return refuse(ZH_payroll_gone, k, why);
    return locked(run) ? ERR_OK : day_lock_payroll(k->call, k->payer, k->month, &counts, why);
}

enum err payroll_lock(const struct call *call, const char *payer, struct month m,
                      struct problem *why)
{
    struct moving k = {.call = call, .payer = payer, .month = m};
    enum err e = app_authorise(call, ACTION_PAYROLL_RUN, payer, why);
    if (e) return e;
    if (month_cmp(m, month_add(month_of(call->clock.business_date), 1)) > 0)
        return refuse(ZH_payroll_early, &k, why);
    app_night_begin(call->app);
    e = lock_unless_locked(&k, why);
    app_night_end(call->app);
    return e;
}

/* ---- send ----------------------------------------------------------------------------------- */

static enum err send_runs(struct write *w, void *ctx, struct problem *why)
{
    struct moving *k = ctx;
    struct data d = data_of_write(w);
    struct payroll_run *runs;
    size_t count;
    k->done = 0;
    enum err e = payroll_run_load(&d, k->payer, &runs, &count, why);
    if (e) return e;
    if (!locked(find_regular(runs, count, k->month))) return refuse(ZH_payroll_not_locked, k, why);
    for (size_t i = 0; !e && i < count; i++) {
        if (runs[i].month.index != k->month.index || runs[i].state != RUN_LOCKED) continue;
        runs[i].state = RUN_SENT;
        e = move_run(w, k, runs[i], "payroll.send", why);
        k->done++;
    }
    return e;
}

enum err payroll_send(const struct call *call, const char *payer, struct month m, int *sent,
                      struct problem *why)
{
    struct moving k = {.call = call, .payer = payer, .month = m};
    enum err e = app_authorise(call, ACTION_PAYROLL_RUN, payer, why);
    if (!e) e = alone(call, send_runs, &k, why);
    *sent = k.done;
    return e;
}

/* ---- recall --------------------------------------------------------------------------------- */

static enum err may_recall(const struct moving *k, const struct payroll_run *runs, size_t count,
                           struct problem *why)
{
    const struct payroll_run *run = find_regular(runs, count, k->month);
    if (!locked(run)) return refuse(ZH_payroll_not_locked, k, why);
    if (run->state == RUN_ACKNOWLEDGED) return refuse(ZH_payroll_acknowledged, k, why);
    for (size_t i = 0; i < count; i++)
        if (!runs[i].sequence && month_cmp(runs[i].month, k->month) > 0 && locked(&runs[i]))
            return refuse(ZH_payroll_later, k, why);
    return ERR_OK;
}

/* Withheld, overpaid and turned not due came with the lock; anything else is money that went on. */
static enum err only_by_lock(const struct moving *k, const struct recalled_entry *entries,
                             size_t count, struct problem *why)
{
    for (size_t i = 0; i < count; i++) {
        int64_t kind = entries[i].kind;
        bool account = kind == ENTRY_ACCOUNT || kind == ENTRY_ACCOUNT_BACK; /* of other runs */
        bool taken = kind == ENTRY_TAKEN; /* the run takes it when it is locked again */
        if (kind == ENTRY_RECALLED || account || taken) continue;
        if (kind != ENTRY_WITHHELD && kind != ENTRY_OVERPAID && kind != ENTRY_TURNED_NOT_DUE)
            return refuse(ZH_payroll_settled, k, why);
    }
    return ERR_OK;
}

/* One line: its entries count no more, and the person's chain says which. */
static enum err take_back(struct write *w, const struct moving *k,
                          const struct recalled_entry *first, size_t count, struct problem *why)
{
    struct data d = data_of_write(w);
    char object[64];
    enum err e = recall_line(&d, first, k->month, w->clock.moment, why);
    snprintf(object, sizeof object, "line:%lld:%s", (long long)first->line_id,
             month_print(k->month).s);
    store_audit(w, &(struct audit_note){
                       .subject = first->person_id,
                       .action = "payroll.recall",
                       .object = object,
                       .content = first,
                       .content_size = count * sizeof *first,
                   });
    return e;
}

static enum err recall_run(struct write *w, void *ctx, struct problem *why)
{
    struct moving *k = ctx;
    struct data d = data_of_write(w);
    struct payroll_run *runs;
    struct recalled_entry *entries;
    size_t run_count, count;
    k->done = 0;
    enum err e = payroll_run_load(&d, k->payer, &runs, &run_count, why);
    if (!e) e = may_recall(k, runs, run_count, why);
    if (!e) e = recall_list(&d, k->payer, k->month, &entries, &count, why);
    if (!e) e = only_by_lock(k, entries, count, why);
    for (size_t i = 0, end; !e && i < count; i = end) {
        for (end = i + 1; end < count && entries[end].person_id == entries[i].person_id &&
                          entries[end].line_id == entries[i].line_id;)
            end++;
        e = take_back(w, k, &entries[i], end - i, why);
        k->done++;
    }
    if (e) return e;
    struct payroll_run run = *find_regular(runs, run_count, k->month);
    run.state = RUN_RECALLED;
    return move_run(w, k, run, "payroll.recall", why);
}

enum err payroll_recall(const struct call *call, const char *payer, struct month m, int *lines,
                        struct problem *why)
{
    struct moving k = {.call = call, .payer = payer, .month = m};
    enum err e = app_authorise(call, ACTION_PAYROLL_RUN, payer, why);
    if (!e) e = alone(call, recall_run, &k, why);
    *lines = k.done;
    return e;
}
