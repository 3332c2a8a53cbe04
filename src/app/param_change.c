#include "app/param_change.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/move.h"
#include "base/buf.h"
#include "base/zh.h"
#include "law/signals.h"
#include "store/evidence.h"
#include "store/param.h"
#include "store/person.h"

/* ---- The list, packed: id, payer, due before, due after, changes; little-endian ------------- */

#define CASE_BYTES 28
#define CASES_A_ROW 20000

static void put(uint8_t **at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) *(*at)++ = (uint8_t)(value >> 8 * i);
}

static uint64_t get(const uint8_t **at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++) value |= (uint64_t) * (*at)++ << 8 * i;
    return value;
}

static void put_case(uint8_t **at, const struct sweep_case *c, const char *payer)
{
    put(at, (uint64_t)c->person_id, 8);
    put(at, (uint64_t)strtoll(payer, NULL, 10), 8);
    put(at, (uint32_t)c->before.day, 4);
    put(at, (uint32_t)c->after.day, 4);
    put(at, c->changes, 4);
}

static struct sweep_case get_case(const uint8_t *at, char payer[AGENCY_CODE])
{
    struct sweep_case c = {.person_id = (int64_t)get(&at, 8)};
    snprintf(payer, AGENCY_CODE, "%012" PRIu64, get(&at, 8) % UINT64_C(1000000000000));
    c.before.day = (int32_t)get(&at, 4);
    c.after.day = (int32_t)get(&at, 4);
    c.changes = (unsigned)get(&at, 4);
    return c;
}

static enum err store_cases(struct data *d, int64_t subject, const struct sweep_result *r,
                            int64_t moment, struct problem *why)
{
    enum err e = ERR_OK;
    uint8_t *bytes = malloc((size_t)CASES_A_ROW * CASE_BYTES);
    if (!bytes) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    for (size_t i = 0, n = 1; !e && i < r->case_count; n++) {
        uint8_t *at = bytes;
        for (size_t k = 0; k < CASES_A_ROW && i < r->case_count; k++, i++)
            put_case(&at, &r->cases[i], r->payer[r->cases[i].payer]);
        e = param_case_insert(d, subject, (int)n, DB_B(bytes, (size_t)(at - bytes)), moment, why);
    }
    free(bytes);
    return e;
}

/* ---- Proposing ------------------------------------------------------------------------------ */

struct proposing {
    const struct call *call;
    const struct param_propose *in;
    struct param_proposed *out;
    enum param_id id;
    int64_t value;
    struct buf counts; /* JSON */
    char note[1200];
};

static enum err check_value(struct proposing *k, struct problem *why)
{
    const struct param_propose *in = k->in;
    int64_t now;
    k->id = params_find(in->key);
    if (!k->id) return problem_set(why, ERR_USAGE, ZH_evaluate_unknown, "KEY", in->key, NULL);
    if (!params_parse(k->id, in->value, &k->value))
        return problem_set(why, ERR_USAGE, ZH_evaluate_value, "VALUE", in->key, in->value, NULL);
    if (!params_in_range(k->id, k->value))
        return problem_set(why, ERR_INPUT, ZH_param_range, "VALUE", in->key, in->value, NULL);
    if (date_cmp(in->from, k->call->clock.business_date) < 0)
        return problem_set(why, ERR_LAW, ZH_param_retroactive, "from", date_print(in->from).s,
                           NULL);
    if (strlen(in->citation) < 6)
        return problem_set(why, ERR_INPUT, ZH_param_citation, "citation", NULL);
    if (params_value(k->call->app->law.params, k->id, in->from, &now) && now == k->value)
        return problem_set(why, ERR_INPUT, ZH_param_same, "VALUE", in->key, in->value, NULL);
    return ERR_OK;
}

static void add_counts(struct buf *b, const char *name, const struct sweep_tally *t)
{
    buf_printf(b,
               "\"%s\":{\"persons\":%" PRId64 ",\"newly_due\":%" PRId64
               ",\"no_longer_due\":%" PRId64 ",\"suspend\":%" PRId64 ",\"spare\":%" PRId64
               ",\"restore\":%" PRId64 ",\"earlier\":%" PRId64 ",\"later\":%" PRId64 "}",
               name, t->persons, t->newly_due, t->no_longer_due, t->suspend, t->spare, t->restore,
               t->earlier, t->later);
}

static void print_counts(struct proposing *k, const struct evaluated *at_once,
                         const struct evaluated *dated)
{
    struct sweep_tally all = sweep_total(&at_once->r), first = sweep_total(&dated->r);
    const char *comma = "";
    buf_putc(&k->counts, '{');
    add_counts(&k->counts, "at_once", &all);
    buf_putc(&k->counts, ',');
    add_counts(&k->counts, "on_first_day", &first);
    buf_puts(&k->counts, ",\"payers\":{");
    for (size_t i = 0; i < at_once->r.payers; i++) {
        buf_puts(&k->counts, comma);
        add_counts(&k->counts, at_once->r.payer[i], &at_once->r.tally[i]);
        comma = ",";
    }
    buf_puts(&k->counts, "}}");
}

static void print_note(struct proposing *k)
{
    struct sweep_tally t = sweep_total(&k->out->what_if.r);
    char what[160], before[64], after[64], due[24], suspend[24], restore[24];
    int64_t now;
    bool there = params_value(k->call->app->law.params, k->id, k->in->from, &now);
    params_print(k->id, there ? now : 0, before, sizeof before);
    params_print(k->id, k->value, after, sizeof after);
    snprintf(due, sizeof due, "%" PRId64, t.newly_due);
    snprintf(suspend, sizeof suspend, "%" PRId64, t.suspend);
    snprintf(restore, sizeof restore, "%" PRId64, t.restore);
    const char *old = there ? before : zh_text(ZH_law_no_value);
    zh_print(what, sizeof what, ZH_param_named, params_text(k->id), k->in->key, NULL);
    zh_print(k->note, sizeof k->note, ZH_param_note, what, old, after, date_print(k->in->from).s,
             NULL);
    size_t n = strlen(k->note);
    enum zh_id list = signals_param(k->id) ? ZH_signal_uncounted_note : ZH_param_note_list;
    zh_print(k->note + n, sizeof k->note - n, list, k->in->citation, due, suspend, restore, NULL);
}

/* What if it held for everybody at once; and what the release changes in fact, on the first day.
 * What moves running cycles lists those whom it moves; else the list is of the former. */
static enum err ask(struct proposing *k, struct problem *why)
{
    const struct call *call = k->call;
    struct evaluation_law now = {call->app->law, call->app->windows, call->app->window_count};
    struct param_row row = {.id = k->id, .value = k->value, .valid_from = k->in->from};
    struct evaluated dated = {0};
    now.law.today = call->clock.business_date;
    struct evaluation_law then = now;
    bool moves = sweep_moves_days(k->id);
    struct sweep_asked asked = {
        .now = &now, .then = &then, .within = call->who.agency, .list = moves, .moved = moves};
    then.law.params = params_later(call->arena, now.law.params, &row);
    now.law.today = then.law.today = k->in->from;
    enum err e = evaluate_sweep(call, &(struct evaluate){0}, &asked, &dated, why);
    now.law.today = then.law.today = call->clock.business_date;
    then.law.params = params_with(call->arena, now.law.params, k->id, k->value);
    asked.list = !moves;
    if (!e) e = evaluate_sweep(call, &(struct evaluate){0}, &asked, &k->out->what_if, why);
    if (!e) print_counts(k, &k->out->what_if, &dated);
    if (!e && k->counts.failed) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!moves) k->out->listed = k->out->what_if.r;
    else k->out->listed = dated.r;
    return e;
}

static enum err open_matter(struct write *w, void *ctx, struct problem *why)
{
    struct proposing *k = ctx;
    struct dossier s = dossier_for_write(k->call, w);
    struct matter_file *made;
    int64_t subject = -store_new_id(w->store);
    enum err e = dossier_load(&s, subject, why);
    struct opening o = {.kind = MATTER_PARAM_CHANGE,
                        .agency = k->call->who.agency,
                        .event_on = k->in->from,
                        .note = k->note};
    if (!e) e = move_open(&s, &o, &made, why);
    if (e) return e;
    struct param_proposal p = {
        .subject_id = subject,
        .matter_id = made->m.matter_id,
        .name = k->in->key,
        .value = k->value,
        .valid_from = k->in->from,
        .citation = k->in->citation,
        .reason = k->in->reason,
        .proposed_by = k->call->who.login,
        .counts = k->counts.p,
        .cases = (int64_t)k->out->listed.case_count,
        .recorded_at = s.clock.moment,
    };
    k->out->matter_id = made->m.matter_id;
    e = param_proposal_insert(&s.d, &p, why);
    return e ? e : store_cases(&s.d, subject, &k->out->listed, s.clock.moment, why);
}

enum err param_propose(const struct call *call, const struct param_propose *in,
                       struct param_proposed *out, struct problem *why)
{
    struct proposing k = {.call = call, .in = in, .out = out, .counts = BUF(1 << 20)};
    *out = (struct param_proposed){0};
    enum err e = app_authorise_city(call, ACTION_PARAM_PROPOSE, why);
    if (!e) e = check_value(&k, why);
    if (!e) e = app_disclose(call, "param.propose", 0, why);
    if (!e) e = ask(&k, why);
    if (!e) {
        print_note(&k);
        e = app_bulk(call, open_matter, &k, why);
    }
    buf_free(&k.counts);
    if (e) sweep_free(&out->listed);
    return e;
}

/* Whose early day lies between now and the due day already is not left to the next reminder. */
static enum err wake(struct dossier *s, const struct param_proposal *p, struct problem *why)
{
    int least = (int)(p->value & 0xFF); /* the lowest age of the classes */
    struct date last = date_add_days(p->valid_from, INT8_MAX);
    return person_wake(&s->d, date_add_months(last, -12 * least), p->valid_from, last, why);
}

/* ---- Coming into force ---------------------------------------------------------------------- */

enum err param_apply(struct dossier *s, const struct matter_file *f, struct problem *why)
{
    struct param_proposal p;
    const struct matter_event *decide = dossier_event(f, EVENT_DECIDE);
    enum err e = param_proposal_load(&s->d, f->m.subject_id, &p, why);
    if (e) return e;
    if (date_cmp(p.valid_from, s->law.today) < 0)
        return problem_set(why, ERR_LAW, ZH_param_late, "from", date_print(p.valid_from).s, NULL);
    struct param_release r = {&p, decide->actor, s->who.login, s->clock.moment};
    s->law_changed = true;
    e = param_insert(&s->d, &r, why);
    if (!e && params_find(p.name) == PARAM_OUTREACH_AGE_DAYS) e = wake(s, &p, why);
    if (!e && signals_param(params_find(p.name))) e = evidence_wake(&s->d, p.valid_from, why);
    return e ? e : day_law_changed(&s->d, why);
}

/* ---- Showing -------------------------------------------------------------------------------- */

static enum err print_case(struct data *d, const uint8_t *at, bool json, struct buf *b,
                           struct problem *why)
{
    char payer[AGENCY_CODE], changes[80];
    struct person p;
    struct sweep_case c = get_case(at, payer);
    enum err e = person_load(d, c.person_id, &p, why);
    if (e) return e;
    buf_printf(b, json ? "%s{\"number\":" : "%s", json && b->n ? "," : "");
    if (json) buf_json(b, p.number);
    else buf_csv(b, p.number);
    buf_puts(b, json ? ",\"name\":" : ",");
    if (json) buf_json(b, p.name);
    else buf_csv(b, p.name);
    buf_printf(b,
               json ? ",\"payer\":\"%s\",\"due_before\":\"%s\",\"due_after\":\"%s\",\"changes\":"
                      "\"%s\"}"
                    : ",%s,%s,%s,%s\n",
               payer, date_print(c.before).s, date_print(c.after).s,
               evaluate_changes(c.changes, changes));
    return ERR_OK;
}

static enum err print_list(struct data *d, int64_t subject, bool json, FILE *out,
                           struct problem *why)
{
    const void *bytes;
    size_t size = 1, printed = 0;
    enum err e = ERR_OK;
    for (int n = 1; !e && size; n++) {
        e = param_case_load(d, subject, n, &bytes, &size, why);
        for (size_t i = 0; !e && i + CASE_BYTES <= size; i += CASE_BYTES) {
            struct buf b = BUF(4096);
            if (printed++ && json) fputc(',', out);
            e = print_case(d, (const uint8_t *)bytes + i, json, &b, why);
            if (b.n) fwrite(b.p, 1, b.n, out);
            buf_free(&b);
        }
    }
    return e;
}

static void print_proposal(const struct param_proposal *p, bool json, FILE *out)
{
    char value[64];
    params_print(params_find(p->name), p->value, value, sizeof value);
    if (!json) {
        fprintf(out, "%s = %s\n%s\n%s\n%s\n%s\n", p->name, value, date_print(p->valid_from).s,
                p->citation, p->reason, p->counts);
        return;
    }
    struct buf b = BUF(1 << 16);
    buf_printf(&b, "{\"id\":\"%" PRId64 "\",\"key\":\"%s\",\"value\":\"%s\",\"from\":\"%s\"",
               p->matter_id, p->name, value, date_print(p->valid_from).s);
    buf_puts(&b, ",\"citation\":");
    buf_json(&b, p->citation);
    buf_puts(&b, ",\"reason\":");
    buf_json(&b, p->reason);
    buf_puts(&b, ",\"proposed_by\":");
    buf_json(&b, p->proposed_by);
    buf_printf(&b, ",\"cases\":%" PRId64 ",\"counts\":", p->cases);
    fwrite(b.p, 1, b.n, out);
    fputs(p->counts, out);
    buf_free(&b);
}

static enum err show(struct data *d, int64_t matter_id, bool list, bool json, FILE *out,
                     struct problem *why)
{
    int64_t subject;
    struct param_proposal p;
    enum err e = matters_find(d, matter_id, &subject, why);
    if (!e) e = param_proposal_load(d, subject, &p, why);
    if (e) return e;
    print_proposal(&p, json, out);
    if (json) fputs(",\"people\":[", out);
    if (list) e = print_list(d, subject, json, out, why);
    if (json) fputs("]}\n", out);
    return e;
}

enum err param_show(const struct call *call, int64_t matter_id, bool list, bool json, FILE *out,
                    struct problem *why)
{
    struct read r = {0};
    enum err e = app_authorise_city(call, list ? ACTION_EVALUATE : ACTION_MATTER_LIST, why);
    if (!e) e = app_disclose(call, "param.show", 0, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    d.arena = call->arena;
    e = show(&d, matter_id, list, json, out, why);
    store_read_end(&r);
    return e;
}
