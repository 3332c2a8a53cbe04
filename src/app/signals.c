#include "app/signals.h"

#include <stdlib.h>
#include <string.h>

#include "app/evidence_certify.h"
#include "app/evidence_identity.h"
#include "domain/feed_source.h"
#include "domain/synonym.h"
#include "law/explain.h"
#include "store/feeds.h"

/* The table of sources only grows at its end, so a number in a stored finding keeps its name. */
static int source_number(const char *code)
{
    const struct feed_source *source;
    for (size_t i = 0; (source = feed_source_at(i)); i++)
        if (strcmp(source->code, code) == 0) return SIGNAL_NAMED + (int)i;
    return 0;
}

static struct signal signal_of(const struct evidence *e)
{
    return (struct signal){.kind = e->kind,
                           .on = e->happened_on,
                           .source = source_number(e->source),
                           .other_name = !e->name_agrees};
}

bool signals_names(const struct finding *why, const struct evidence *e)
{
    struct signal s = signal_of(e);
    return e->name_agrees && signals_rest_on(why, &s);
}

struct gathered {
    struct signal list[SIGNALS_MOST];
    const struct evidence *row[SIGNALS_MOST];
    size_t count;
};

/* Of a kind from one source the newest is as good as all: the others need not be weighed. */
static void gather_one(struct gathered *g, const struct evidence *e)
{
    struct signal s = signal_of(e);
    size_t at = g->count;
    for (size_t i = 0; i < g->count; i++) {
        const struct signal *x = &g->list[i];
        if (x->kind == s.kind && x->source == s.source && x->other_name == s.other_name) at = i;
    }
    if (at == SIGNALS_MOST || (at < g->count && date_cmp(g->list[at].on, s.on) >= 0)) return;
    g->list[at] = s;
    g->row[at] = e;
    g->count += at == g->count;
}

static void gather(const struct dossier *s, const struct evidence *list, size_t count,
                   struct gathered *g)
{
    struct date last = law_last_success(&s->p.success);
    g->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct evidence *e = &list[i];
        if (!evidence_stands(e) || evidence_strength(e->kind) != STRENGTH_C) continue;
        if (date_cmp(e->happened_on, last) > 0 && date_cmp(e->happened_on, s->law.today) <= 0)
            gather_one(g, e);
    }
}

/* What a person has to look at first; a death on record says so whatever its day. */
static const struct matter *standing_against(const struct dossier *s, struct date *dead_on)
{
    const struct matter *found = NULL;
    *dead_on = DATE_NONE;
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        bool check = m->kind == MATTER_EVIDENCE_CHECK && matter_open(m->state);
        bool loss = m->kind == MATTER_LOSS && m->state != STATE_REJECTED &&
                    m->state != STATE_UNDONE && law_death((enum loss_event)m->cause);
        if (!check && !loss) continue;
        if (!found || check) found = m;
        if (law_death((enum loss_event)m->cause)) *dead_on = date_max(*dead_on, m->event_on);
    }
    return found;
}

static enum err doubt(struct dossier *s, struct gathered *g, struct problem *why)
{
    for (size_t i = 0; i < g->count; i++) {
        enum err e = feeds_in_doubt(&s->d, g->row[i]->source, &g->list[i].doubted, why);
        if (e) return e;
    }
    return ERR_OK;
}

static void made_whole(const struct gathered *g, struct date on, struct signals_package *out)
{
    out->whole_on = on;
    for (size_t i = 0; i < g->count; i++)
        if (g->list[i].on.day == on.day && signals_rest_on(&out->why, &g->list[i])) {
            out->n = g->row[i]->n;
            out->feed = g->row[i]->feed;
        }
}

enum err signals_look(struct dossier *s, const struct evidence *list, size_t count,
                      struct signals_package *out, struct problem *why)
{
    struct gathered g;
    struct finding unused;
    *out = (struct signals_package){0};
    if (!signals_in_force(&s->law)) return ERR_OK;
    gather(s, list, count, &g);
    struct signals_facts facts = {.list = g.list, .count = g.count, .birth = s->p.birth};
    if (!g.count || !date_is_set(signals_weigh(&s->law, &facts, NULL, &unused).whole_on))
        return ERR_OK;
    enum err e = s->line_count ? ERR_OK : dossier_load(s, s->p.person_id, why);
    if (!e) e = doubt(s, &g, why);
    if (e) return e;
    const struct matter *against = standing_against(s, &facts.dead_on);
    struct date on = signals_weigh(&s->law, &facts, NULL, &out->why).whole_on;
    if (!date_is_set(on)) return ERR_OK;
    made_whole(&g, on, out);
    out->against = against;
    out->certifies =
        out->why.outcome == OUTCOME_MET && !against && !evidence_other_name(s, list, count);
    return ERR_OK;
}

enum err signals_certify(struct dossier *s, const struct signals_package *p, const char *agency,
                         bool *certified, struct problem *why)
{
    struct feed f;
    enum err e = agency ? ERR_OK : feeds_load(&s->d, strtoll(p->feed, NULL, 10), false, &f, why);
    if (e) return e;
    struct evidence_basis b = {
        .channel = SIGNALS_CHANNEL,
        .agency = agency ? agency : f.agency,
        .held_on = p->whole_on,
        .n = p->n,
        .why = &p->why,
        .words = zh_text(ZH_signal_package),
    };
    return evidence_certify(s, &b, certified, why);
}

enum err signals_again(struct dossier *s, bool *certified, struct problem *why)
{
    struct evidence *list;
    size_t count;
    struct signals_package p;
    if (!signals_in_force(&s->law)) return ERR_OK;
    enum err e = evidence_load(&s->d, s->p.person_id, &list, &count, why);
    if (!e) e = signals_look(s, list, count, &p, why);
    return e || !p.certifies ? e : signals_certify(s, &p, NULL, certified, why);
}

/* ---- in words ------------------------------------------------------------------------------- */

static const char *name_of(void *ctx, const struct finding_fact *fact)
{
    int n = fact->id == FACT_SIGNAL ? signals_source(fact->value) : 0;
    const struct feed_source *source =
        n >= SIGNAL_NAMED ? feed_source_at((size_t)(n - SIGNAL_NAMED)) : NULL;
    if (!source) return NULL;
    struct synonym_text *name = ctx;
    *name = synonym_first(source->names);
    return name->s;
}

void signals_explain(const struct law *law, const struct finding *f, struct buf *out)
{
    struct synonym_text name;
    law_explain_from(law, f, &(struct explain_sources){name_of, &name}, out);
}
