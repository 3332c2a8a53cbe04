#include "app/evidence_identity.h"

#include <string.h>

#include "base/name.h"

struct claim { /* somebody with this name was seen under the number */
    enum evidence_kind kind;
    struct date on;
    bool ours; /* by the roster's name */
    const char *name;
};

static struct claim claim_of(const struct evidence *e)
{
    return (struct claim){e->kind, e->happened_on, e->name_agrees, e->name};
}

/* Weak traces are left by whoever carries the card. */
static bool counts(const struct law *law, const struct claim *c)
{
    return evidence_side(c->kind) == EVIDENCE_FOR && evidence_strength(c->kind) < STRENGTH_C &&
           evidence_fresh(law, c->on);
}

static bool same_name(const struct claim *a, const struct claim *b)
{
    char x[NAME_BYTES], y[NAME_BYTES];
    if (a->ours || b->ours) return a->ours == b->ours;
    name_key(a->name, x, sizeof x);
    name_key(b->name, y, sizeof y);
    return strcmp(x, y) == 0;
}

/* The latest day that a person has looked at and found nothing wrong with. */
static struct date looked_at(const struct dossier *s)
{
    struct date last = DATE_NONE;
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_EVIDENCE_CHECK && !m->cause && m->state == STATE_REJECTED)
            last = date_max(last, m->event_on);
    }
    return last;
}

static const struct evidence *rival_of(const struct law *law, const struct claim *c,
                                       const struct evidence *list, size_t count,
                                       struct date looked)
{
    if (!counts(law, c)) return NULL;
    for (size_t i = 0; i < count; i++) {
        const struct claim other = claim_of(&list[i]);
        if (!evidence_stands(&list[i]) || !counts(law, &other) || same_name(c, &other)) continue;
        bool new = (!c->ours && date_cmp(c->on, looked) > 0) ||
                   (!other.ours && date_cmp(other.on, looked) > 0);
        if (new) return &list[i];
    }
    return NULL;
}

bool evidence_other_name(const struct dossier *s, const struct evidence *list, size_t count)
{
    struct date looked = looked_at(s);
    for (size_t i = 0; i < count; i++) {
        const struct claim c = claim_of(&list[i]);
        if (evidence_stands(&list[i]) && !c.ours && counts(&s->law, &c) &&
            date_cmp(c.on, looked) > 0)
            return true;
    }
    return false;
}

enum err evidence_rival(struct dossier *s, const struct feed_item *item,
                        const struct evidence *list, size_t count, struct rival *out,
                        struct problem *why)
{
    const struct claim c = {item->kind, item->on, item->name_agrees, item->name};
    *out = (struct rival){.evidence = rival_of(&s->law, &c, list, count, DATE_NONE)};
    bool beside = item->name_agrees && item->other_name && counts(&s->law, &c);
    if (!out->evidence && !beside) return ERR_OK;
    enum err e = s->p.attention ? ERR_OK : dossier_load(s, item->person_id, why);
    if (e) return e;
    out->evidence = rival_of(&s->law, &c, list, count, looked_at(s));
    out->found = out->evidence || beside;
    return ERR_OK;
}

bool evidence_rivals(const struct law *law, const struct evidence *list, size_t count,
                     const struct evidence *but)
{
    for (size_t i = 0; i < count; i++) {
        const struct claim c = claim_of(&list[i]);
        if (&list[i] == but || !evidence_stands(&list[i])) continue;
        const struct evidence *other = rival_of(law, &c, list, count, DATE_NONE);
        if (other && other != but) return true;
    }
    return false;
}
