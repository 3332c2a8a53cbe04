#include "app/loss_report.h"

#include <string.h>

#include "app/move.h"
#include "law/kinds.h"
#include "law/power.h"

struct reporting {
    const struct call *call;
    const struct loss_report *in;
    struct loss_reported *out;
    int64_t person_id;
};

static bool concerned(const struct loss_reported *out, const struct dossier *s, const char *payer)
{
    for (size_t i = 0; i < s->matter_count; i++)
        for (size_t k = 0; k < out->matter_count; k++)
            if (s->matters[i].m.matter_id == out->matter[k] &&
                strcmp(s->matters[i].m.agency, payer) == 0)
                return true;
    return false;
}

/* The same report again finds its matter instead of opening a second one. */
static struct matter_file *reported_before(struct dossier *s, const struct loss_report *in,
                                           const char *payer)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_LOSS && m->cause == (int)in->event && m->event_on.day == in->on.day &&
            strcmp(m->agency, payer) == 0 && m->state != STATE_REJECTED && m->state != STATE_UNDONE)
            return &s->matters[i];
    }
    return NULL;
}

static enum err report_in_write(struct write *w, void *ctx, struct problem *why)
{
    struct reporting *k = ctx;
    const struct loss_report *in = k->in;
    struct dossier s = dossier_for_write(k->call, w);
    k->out->matter_count = 0;
    enum err e = dossier_load(&s, k->person_id, why);
    for (size_t i = 0; !e && i < s.line_count && k->out->matter_count < 8; i++) {
        const char *payer = s.lines[i].payer;
        if (concerned(k->out, &s, payer)) continue;
        struct matter_file *f = reported_before(&s, in, payer);
        struct opening o = {
            .kind = MATTER_LOSS,
            .agency = payer,
            .cause = (int)in->event,
            .event_on = in->on,
            .until_on = in->until,
            .reported_on = in->reported_on,
            .detail = (int)in->sentence * 2 + in->reporter_in_city,
        };
        if (!f) e = move_open(&s, &o, &f, why);
        if (!e) k->out->matter[k->out->matter_count++] = f->m.matter_id;
    }
    return e;
}

enum err loss_report(const struct call *call, const struct loss_report *in,
                     struct loss_reported *out, struct problem *why)
{
    struct reporting k = {.call = call, .in = in, .out = out};
    struct read r = {.arena = call->arena};
    struct idnum number;
    enum err e = app_authorise(call, ACTION_REPORT_LOSS, call->who.agency, why);
    if (!e) e = idnum_parse(in->number, call->clock.business_date, &number, why);
    if (!e && date_cmp(in->on, in->reported_on) > 0)
        e = problem_set(why, ERR_INPUT, ZH_loss_order, "on", date_print(in->on).s,
                        date_print(in->reported_on).s, NULL);
    if (!e && date_is_set(in->until) && date_cmp(in->until, in->on) < 0)
        e = problem_set(why, ERR_INPUT, ZH_loss_until, "until", date_print(in->until).s,
                        date_print(in->on).s, NULL);
    if (!e && power_history_only(in->on))
        e = problem_set(why, ERR_LAW, ZH_move_history, "on", date_print(in->on).s, NULL);
    if (!e && in->event == LOSS_PRISON && in->sentence == SENTENCE_UNSET)
        e = problem_set(why, ERR_INPUT, ZH_loss_sentence, "sentence", NULL);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = person_find(&d, number.number, &k.person_id, why);
    store_read_end(&r);
    if (e) return e;
    struct report_facts facts = {.event = in->event,
                                 .on = in->on,
                                 .reported_on = in->reported_on,
                                 .reporter_in_city = in->reporter_in_city ? TRI_YES : TRI_NO};
    out->clock = law_report_clock(&call->app->law, &facts, &out->why);
    return app_write(call, k.person_id, report_in_write, &k, why);
}
