#include "app/evidence_package.h"

#include <stdlib.h>
#include <string.h>

#include "domain/feed_source.h"
#include "law/facts.h"
#include "law/params.h"
#include "law/signals.h"
#include "store/feeds.h"

struct gathering {
    struct dossier *s;
    struct signal *list;
    size_t count;
    int64_t feed; /* the one asked for last, and whether it is being taken back */
    bool doubted;
};

/* The traces of one feed stand together. */
static enum err doubt(struct gathering *g, const char *feed, struct problem *why)
{
    int64_t id = strtoll(feed, NULL, 10);
    struct feed f;
    if (id == g->feed) return ERR_OK;
    g->feed = id;
    g->doubted = false;
    if (!id) return ERR_OK;
    enum err e = feeds_load(&g->s->d, id, false, &f, why);
    if (!e) g->doubted = f.state == FEED_REVERSING || f.state == FEED_REVERSED;
    return e;
}

static enum err gather(struct gathering *g, const struct evidence *list, size_t count, int64_t days,
                       struct problem *why)
{
    int32_t first = g->s->law.today.day - (int32_t)days;
    g->list = ARENA_ARRAY(g->s->d.arena, struct signal, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct evidence *e = &list[i];
        if (!evidence_stands(e) || evidence_strength(e->kind) != STRENGTH_C ||
            e->happened_on.day < first)
            continue;
        enum err failed = doubt(g, e->feed, why);
        if (failed) return failed;
        g->list[g->count++] = (struct signal){.kind = e->kind,
                                              .on = e->happened_on,
                                              .source = feed_source_number(e->source),
                                              .doubted = g->doubted,
                                              .other_name = !e->name_agrees};
    }
    return ERR_OK;
}

/* A death that nobody has rejected: a person looks, points do not outweigh it. */
static struct date death_of(const struct dossier *s)
{
    struct date on = DATE_NONE;
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        bool lives = m->state != STATE_REJECTED && m->state != STATE_UNDONE;
        if (m->kind == MATTER_LOSS && lives && law_death((enum loss_event)m->cause))
            on = date_max(on, m->event_on);
    }
    return on;
}

bool evidence_package_in_force(const struct law *law)
{
    int64_t days;
    return params_value(law->params, PARAM_SIGNALS_DAYS, law->today, &days);
}

enum err evidence_package(struct dossier *s, const struct evidence *list, size_t count,
                          struct evidence_package *out, struct problem *why)
{
    struct gathering g = {.s = s};
    int64_t days;
    *out = (struct evidence_package){0};
    if (!params_value(s->law.params, PARAM_SIGNALS_DAYS, s->law.today, &days)) return ERR_OK;
    enum err e = gather(&g, list, count, days, why);
    if (e || !g.count) return e;
    struct signals_facts facts = {g.list, g.count, death_of(s), s->p.birth};
    out->on = signals_weigh(&s->law, &facts, NULL, &out->why).whole_on;
    out->whole =
        out->why.outcome == OUTCOME_MET && date_cmp(out->on, law_last_success(&s->p.success)) > 0;
    return ERR_OK;
}

bool evidence_package_holds(const struct finding *f, const struct evidence *row)
{
    struct signal s = {row->kind, row->happened_on, feed_source_number(row->source), false, false};
    int64_t counted = signals_fact(&s, SIGNAL_COUNTS);
    if (f->question != QUESTION_SIGNALS || evidence_strength(row->kind) != STRENGTH_C) return false;
    for (int i = 0; i < f->fact_count; i++)
        if (f->fact[i].id == FACT_SIGNAL && f->fact[i].value == counted) return true;
    return false;
}

enum err evidence_package_why(struct dossier *s, const struct certification *list, size_t count,
                              struct finding *out, struct problem *why)
{
    *out = (struct finding){0};
    size_t i = 0;
    while (i < count && !certification_counts(&list[i])) i++;
    if (i == count || !list[i].evidence || !list[i].finding_seq) return ERR_OK;
    struct finding f;
    enum err e = finding_load(&s->d, s->p.person_id, list[i].finding_seq, &f, why);
    if (!e && f.question == QUESTION_SIGNALS) *out = f;
    return e;
}
