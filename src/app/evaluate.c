#include "app/evaluate.h"

#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/zh.h"
#include "law/signals.h"
#include "store/person.h"

#define ROWS_PAGE 2000
#define PAGE_MEMORY ((size_t)512 << 20)

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- Asking --------------------------------------------------------------------------------- */

static enum err read_setting(const struct call *call, const struct evaluate *in, struct law *then,
                             bool *moves, struct problem *why)
{
    char key[64];
    const char *eq = in->set ? strchr(in->set, '=') : NULL;
    int64_t value;
    if (!in->set) return ERR_OK;
    if (!eq || (size_t)(eq - in->set) >= sizeof key)
        return problem_set(why, ERR_USAGE, ZH_evaluate_form, "set", in->set, NULL);
    snprintf(key, sizeof key, "%.*s", (int)(eq - in->set), in->set);
    enum param_id id = params_find(key);
    if (!id) return problem_set(why, ERR_USAGE, ZH_evaluate_unknown, "set", key, NULL);
    if (!params_parse(id, eq + 1, &value))
        return problem_set(why, ERR_USAGE, ZH_evaluate_value, "set", key, eq + 1, NULL);
    if (!params_in_range(id, value)) /* what nobody could propose is not worked out either */
        return problem_set(why, ERR_INPUT, ZH_param_range, "set", key, eq + 1, NULL);
    if (signals_param(id)) /* the packed file has no weak traces: 0 would be a false answer */
        return problem_set(why, ERR_LAW, ZH_signal_uncounted, "set", key, NULL);
    then->params = params_with(call->arena, then->params, id, value);
    *moves = sweep_moves_days(id);
    return ERR_OK;
}

static enum err sweep_rows(const struct sweep_asked *asked, struct data *d, struct evaluated *out,
                           struct problem *why)
{
    struct facts_range range = {1, INT64_MAX, ROWS_PAGE};
    size_t count = ROWS_PAGE;
    enum err e = ERR_OK;
    d->arena = arena_new(PAGE_MEMORY);
    if (!d->arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    while (!e && count == ROWS_PAGE) {
        struct evaluation_facts *f;
        arena_reset(d->arena);
        e = facts_load(d, &range, &f, &count, why);
        for (size_t i = 0; !e && i < count; i++) sweep_person(asked, &f[i], &out->r);
        if (!e && count) range.from = f[count - 1].person_id + 1;
        out->file.read += (int64_t)count;
    }
    arena_free(d->arena);
    if (!e && out->r.failed) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    return e;
}

static enum err sweep_file(const struct evaluate *in, const struct sweep_asked *asked,
                           struct data *d, struct evaluated *out, struct problem *why)
{
    const char *path = packed_path(d->store);
    struct packed *p = NULL;
    int64_t began = now_us();
    enum err e = packed_update(d, path, in->rebuild, &out->file, why);
    if (!e) e = packed_open(path, &p, why);
    int64_t open = now_us();
    out->update_us = open - began;
    if (!e) e = sweep_packed(asked, p, &out->r, why);
    out->sweep_us = now_us() - open;
    packed_close(p);
    return e;
}

enum err evaluate_sweep(const struct call *call, const struct evaluate *in,
                        const struct sweep_asked *asked, struct evaluated *out, struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    if (in->rows) {
        e = sweep_rows(asked, &d, out, why);
    } else {
        e = sweep_file(in, asked, &d, out, why);
        if (e == ERR_NOT_FOUND) { /* damaged between two looks at it */
            struct evaluate anew = *in;
            anew.rebuild = true;
            sweep_free(&out->r);
            *out = (struct evaluated){0};
            e = sweep_file(&anew, asked, &d, out, why);
        }
    }
    store_read_end(&r);
    return e;
}

enum err evaluate_all(const struct call *call, const struct evaluate *in, struct evaluated *out,
                      struct problem *why)
{
    struct evaluation_law now = {call->app->law, call->app->windows, call->app->window_count};
    now.law.today = call->clock.business_date;
    struct evaluation_law then = now;
    struct sweep_asked asked = {.now = &now,
                                .then = in->set ? &then : NULL,
                                .within = call->who.agency,
                                .list = in->list,
                                .threads = in->threads};
    *out = (struct evaluated){0};
    enum err e = app_authorise(call, ACTION_EVALUATE, call->who.agency, why);
    if (!e) e = read_setting(call, in, &then.law, &asked.moved, why);
    if (!e) e = app_disclose(call, "evaluate", 0, why);
    if (!e) e = evaluate_sweep(call, in, &asked, out, why);
    if (e) sweep_free(&out->r);
    return e;
}

/* ---- Showing -------------------------------------------------------------------------------- */

static const struct {
    enum sweep_change change;
    const char *word;
} words[] = {
    {SWEEP_NEWLY_DUE, "newly_due"}, {SWEEP_NO_LONGER_DUE, "no_longer_due"},
    {SWEEP_SUSPEND, "suspend"},     {SWEEP_SPARE, "spare"},
    {SWEEP_RESTORE, "restore"},     {SWEEP_EARLIER, "earlier"},
    {SWEEP_LATER, "later"},
};

const char *evaluate_changes(unsigned changes, char out[80])
{
    out[0] = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (changes & words[i].change) {
            size_t n = strlen(out);
            snprintf(out + n, 80 - n, n ? " %s" : "%s", words[i].word);
        }
    return out;
}

static void csv_case(struct buf *b, const struct person *p, const struct sweep_case *c,
                     const char *payer)
{
    char changes[80];
    buf_csv(b, p->number);
    buf_putc(b, ',');
    buf_csv(b, p->name);
    buf_printf(b, ",%s,%s,%s,%s\n", payer, date_print(c->before).s, date_print(c->after).s,
               evaluate_changes(c->changes, changes));
}

static void json_case(struct buf *b, const struct person *p, const struct sweep_case *c,
                      const char *payer)
{
    char changes[80];
    buf_puts(b, "{\"number\":");
    buf_json(b, p->number);
    buf_puts(b, ",\"name\":");
    buf_json(b, p->name);
    buf_printf(b,
               ",\"payer\":\"%s\",\"due_before\":\"%s\",\"due_after\":\"%s\",\"changes\":\"%s\"}",
               payer, date_print(c->before).s, date_print(c->after).s,
               evaluate_changes(c->changes, changes));
}

/* Names and numbers are loaded for those listed only, a page at a time. */
static enum err print_cases(const struct call *call, const struct evaluate *in,
                            const struct evaluated *done, FILE *out, struct problem *why)
{
    struct read r = {0};
    struct arena *a = arena_new(PAGE_MEMORY);
    if (!a) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err e = store_read_begin(call->app->store, &r, why);
    struct data d = data_of_read(&r);
    d.arena = a;
    for (size_t i = 0; !e && i < done->r.case_count; i++) {
        const struct sweep_case *c = &done->r.cases[i];
        struct buf b = BUF(4096);
        struct person p;
        if (i % 500 == 0) arena_reset(a);
        e = person_load(&d, c->person_id, &p, why);
        if (e) break;
        if (in->json) {
            if (i) buf_putc(&b, ',');
            json_case(&b, &p, c, done->r.payer[c->payer]);
        } else {
            csv_case(&b, &p, c, done->r.payer[c->payer]);
        }
        fwrite(b.p, 1, b.n, out);
        buf_free(&b);
    }
    if (r.impl) store_read_end(&r);
    arena_free(a);
    return e;
}

struct shown { /* one number of a tally */
    const char *name;
    int64_t value;
};

#define SHOWN 21

static size_t shown_of(const struct sweep_tally *t, bool what_if, struct shown out[SHOWN])
{
    const struct shown all[SHOWN] = {
        {"persons", t->persons},
        {"due", t->past_due},
        {"paid", t->lines[1]},
        {"suspended", t->lines[2]},
        {"stopped", t->lines[3]},
        {"ended", t->lines[4]},
        {"suspension", t->suspensions},
        {"investigation", t->investigations},
        {"foreseen_loss", t->foreseen},
        {"loss", t->losses},
        {"stale", t->stale},
        {"confirmed", t->level[SURVIVAL_CONFIRMED]},
        {"signs", t->level[SURVIVAL_SIGNS]},
        {"to_verify", t->level[SURVIVAL_TO_VERIFY]},
        {"newly_due", t->newly_due},
        {"no_longer_due", t->no_longer_due},
        {"earlier", t->earlier},
        {"later", t->later},
        {"suspend", t->suspend},
        {"spare", t->spare},
        {"restore", t->restore},
    };
    memcpy(out, all, sizeof all);
    return what_if ? SHOWN : SHOWN - 7;
}

static void print_tally(FILE *out, const struct sweep_tally *t, const struct evaluate *in)
{
    struct shown s[SHOWN];
    size_t n = shown_of(t, in->set != NULL, s);
    for (size_t i = 0; i < n; i++)
        fprintf(out, in->json ? "%s\"%s\":%lld" : "%s%s=%lld",
                i == 0     ? ""
                : in->json ? ","
                           : " ",
                s[i].name, (long long)s[i].value);
}

static void print_json_tail(const struct evaluate *in, const struct evaluated *done, FILE *out)
{
    struct sweep_tally all = sweep_total(&done->r);
    const char *comma = "";
    fprintf(out, "],\"payers\":[");
    for (size_t i = 0; i < done->r.payers; i++) {
        if (!done->r.seen[i]) continue;
        fprintf(out, "%s{\"payer\":\"%s\",", comma, done->r.payer[i]);
        print_tally(out, &done->r.tally[i], in);
        fprintf(out, "}");
        comma = ",";
    }
    fprintf(out, "],\"total\":{");
    print_tally(out, &all, in);
    fprintf(out, ",\"overlap\":%lld}}\n", (long long)done->r.overlaps);
}

enum err evaluate_print(const struct call *call, const struct evaluate *in,
                        const struct evaluated *done, FILE *out, struct problem *why)
{
    struct sweep_tally all = sweep_total(&done->r);
    if (in->json) fprintf(out, "{\"people\":[");
    enum err e = print_cases(call, in, done, out, why);
    if (e) return e;
    if (in->json) {
        print_json_tail(in, done, out);
        return ERR_OK;
    }
    for (size_t i = 0; i < done->r.payers; i++) {
        if (!done->r.seen[i]) continue;
        fprintf(out, "payer=%s ", done->r.payer[i]);
        print_tally(out, &done->r.tally[i], in);
        fprintf(out, "\n");
    }
    print_tally(out, &all, in);
    fprintf(out, " overlap=%lld\n", (long long)done->r.overlaps);
    return ERR_OK;
}
