#include "web/sides.h"

#include <string.h>

#include "app/evidence_apply.h"
#include "base/name.h"
#include "law/kinds.h"
#include "law/words.h"
#include "web/frame.h"
#include "web/word.h"

enum { FACTS_MOST = 8 };

struct weighing {
    const struct turn *t;
    const struct person_file *p;
    const struct matter *m;
    struct side {
        struct tmpl_side_fact *facts;
        size_t n;
    } said, stands;
    bool name_differs, later;
};

/* ---- Facts ---------------------------------------------------------------------------------- */

static const char *name_of(const struct weighing *k, const struct evidence *e)
{
    return e->name_agrees || !e->name[0] ? k->p->s.p.name : e->name;
}

static struct tmpl_side_fact fact_of(const struct weighing *k, const struct evidence *e)
{
    return (struct tmpl_side_fact){
        .what = view_text(zh_text(evidence_word(e->kind))),
        .on = e->happened_on,
        .source = view_text(word_source(k->t, e->source)),
        .name = view_text(name_of(k, e)),
        .differs = !e->name_agrees,
        .came = moment_date(e->recorded_at),
    };
}

/* Asked newest first: what no longer fits is the oldest. */
static void put(struct side *side, struct tmpl_side_fact fact)
{
    if (side->n < FACTS_MOST) side->facts[side->n++] = fact;
}

/* ---- What stands on our side ---------------------------------------------------------------- */

/* The latest day, which the latest record need not be of. */
static const struct certification *last_certified(const struct person_file *p)
{
    const struct certification *last = NULL;
    for (size_t i = 0; i < p->certification_count; i++) {
        const struct certification *c = &p->certifications[i];
        if (certification_counts(c) && (!last || date_cmp(c->held_on, last->held_on) > 0)) last = c;
    }
    return last;
}

static void stand_certified(struct weighing *k)
{
    const struct certification *c = last_certified(k->p);
    if (!c) return;
    k->later |= date_cmp(c->held_on, k->m->event_on) > 0;
    put(&k->stands,
        (struct tmpl_side_fact){
            .what = view_text(frame_print(k->t, ZH_sides_certified, word_way(k->t, c->way), NULL)),
            .on = c->held_on,
            .source = view_text(frame_office(k->t, c->agency)),
            .name = view_text(k->p->s.p.name),
            .came = moment_date(c->recorded_at),
        });
}

/* Leaves room for the last certification. */
static void stand_life_after(struct weighing *k)
{
    for (size_t i = k->p->evidence_count; i-- > 0;) {
        const struct evidence *e = &k->p->evidence[i];
        bool after = date_cmp(e->happened_on, k->m->event_on) > 0;
        if (!evidence_stands(e) || evidence_side(e->kind) != EVIDENCE_FOR || !after) continue;
        k->later |= e->name_agrees;
        if (k->stands.n + 1 < FACTS_MOST) put(&k->stands, fact_of(k, e));
    }
}

/* ---- The kinds of contradiction ------------------------------------------------------------- */

/* The same name in another writing is the same. */
static bool same_name(const char *a, const char *b)
{
    char x[NAME_BYTES], y[NAME_BYTES];
    name_key(a, x, sizeof x);
    name_key(b, y, sizeof y);
    return strcmp(x, y) == 0;
}

/* Two people under one number: each with the name it came with, ours first. */
static enum zh_id two_bodies(struct weighing *k)
{
    const char *first = NULL;
    for (size_t i = 0; i < k->p->evidence_count; i++) {
        const struct evidence *e = &k->p->evidence[i];
        if (!evidence_stands(e) || evidence_side(e->kind) != EVIDENCE_FOR) continue;
        if (!first || e->name_agrees) first = name_of(k, e);
    }
    for (size_t i = k->p->evidence_count; first && i-- > 0;) {
        const struct evidence *e = &k->p->evidence[i];
        if (!evidence_stands(e) || evidence_side(e->kind) != EVIDENCE_FOR) continue;
        if (same_name(name_of(k, e), first)) put(&k->stands, fact_of(k, e));
        else put(&k->said, fact_of(k, e));
    }
    return ZH_sides_two_bodies;
}

/* A sign of life against what this payer acted on. */
static enum zh_id life_after_loss(struct weighing *k)
{
    const struct person_file *p = k->p;
    for (size_t i = p->evidence_count; i-- > 0;) {
        const struct evidence *e = &p->evidence[i];
        bool same = evidence_same_ground((int)evidence_loss_event(e->kind), k->m->cause);
        bool life = evidence_side(e->kind) == EVIDENCE_FOR;
        if (!evidence_stands(e)) continue;
        if (!life && same) put(&k->said, fact_of(k, e));
        if (life && date_cmp(e->happened_on, k->m->event_on) >= 0) put(&k->stands, fact_of(k, e));
    }
    for (size_t i = 0; i < p->s.matter_count && !k->said.n; i++) {
        const struct matter *m = &p->s.matters[i].m;
        if (m->matter_id != k->m->parent) continue;
        put(&k->said, (struct tmpl_side_fact){
                          .what = view_text(zh_text(loss_event_word((enum loss_event)m->cause))),
                          .on = m->event_on,
                          .source = view_text(frame_office(k->t, m->agency)),
                          .name = view_text(p->s.p.name),
                          .came = m->opened_on,
                      });
    }
    return ZH_sides_life;
}

static enum zh_id against(struct weighing *k)
{
    for (size_t i = k->p->evidence_count; i-- > 0;) {
        const struct evidence *e = &k->p->evidence[i];
        bool same = evidence_same_ground((int)evidence_loss_event(e->kind), k->m->cause);
        if (!evidence_stands(e) || evidence_side(e->kind) == EVIDENCE_FOR || !same) continue;
        k->name_differs |= !e->name_agrees;
        put(&k->said, fact_of(k, e));
    }
    stand_life_after(k);
    stand_certified(k);
    if (k->later) return ZH_sides_life;
    return k->name_differs ? ZH_sides_name : ZH_sides_report;
}

struct tmpl_sides_model sides_of(const struct turn *t, const struct person_file *p,
                                 const struct matter *m)
{
    struct weighing k = {.t = t, .p = p, .m = m};
    if (m->kind != MATTER_EVIDENCE_CHECK) return (struct tmpl_sides_model){0};
    k.said.facts = ARENA_ARRAY(t->arena, struct tmpl_side_fact, FACTS_MOST);
    k.stands.facts = ARENA_ARRAY(t->arena, struct tmpl_side_fact, FACTS_MOST);
    enum zh_id title = m->cause == LOSS_UNSET ? two_bodies(&k)
                       : m->parent            ? life_after_loss(&k)
                                              : against(&k);
    bool two = title == ZH_sides_two_bodies;
    return (struct tmpl_sides_model){
        .title = view_text(zh_text(title)),
        .said = {view_text(zh_text(two ? ZH_sides_other_body : ZH_sides_said)), k.said.facts,
                 k.said.n},
        .stands = {view_text(zh_text(two ? ZH_sides_one_body : ZH_sides_stands)), k.stands.facts,
                   k.stands.n},
    };
}
