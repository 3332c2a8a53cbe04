#include "app/evidence_apply.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/evidence_certify.h"
#include "app/evidence_identity.h"
#include "app/move.h"
#include "app/signals.h"
#include "domain/feed_source.h"
#include "domain/synonym.h"
#include "law/power.h"

#define NOTE 800

struct applying {
    struct dossier *s;
    const struct feed *feed;
    const struct feed_item *item;
    struct evidence *list; /* on record before */
    size_t count;
    int n; /* of the new row */
    struct evidence_done *out;
};

/* ---- what the record says ------------------------------------------------------------------- */

bool evidence_same_ground(int a, int b)
{
    return a == b || (law_death((enum loss_event)a) && law_death((enum loss_event)b));
}

static const char *source_name(const char *code, char out[64])
{
    const struct feed_source *source = feed_source_find(code);
    snprintf(out, 64, "%s", source ? synonym_first(source->names).s : code);
    return out;
}

bool evidence_would_certify(const struct law *law, const struct person *p, enum evidence_kind kind,
                            struct date on)
{
    struct evidence_facts facts = {.kind = kind, .happened_on = on, .birth = p->birth};
    if (date_cmp(on, law_last_success(&p->success)) <= 0) return false; /* the record has better */
    return evidence_weigh(law, &facts).outcome == OUTCOME_MET;
}

/* An open check, or a death on record after which this trace was left. */
static const struct matter *contradicted(const struct dossier *s, struct date on)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_EVIDENCE_CHECK && matter_open(m->state)) return m;
        bool lives = m->state != STATE_REJECTED && m->state != STATE_UNDONE;
        if (m->kind == MATTER_LOSS && lives && law_death((enum loss_event)m->cause) &&
            date_cmp(m->event_on, on) < 0)
            return m;
    }
    return NULL;
}

enum err evidence_speaks(struct dossier *s, const struct matter *m, bool *out, struct problem *why)
{
    struct evidence *list;
    size_t count;
    *out = false;
    if (m->kind != MATTER_SUSPENSION) return ERR_OK;
    enum err e = evidence_load(&s->d, s->p.person_id, &list, &count, why);
    for (size_t i = 0; !e && i < count; i++) {
        if (!evidence_stands(&list[i]) || !list[i].name_agrees) continue;
        if (!evidence_would_certify(&s->law, &s->p, list[i].kind, list[i].happened_on)) continue;
        struct date until =
            law_valid_until(&s->law, WAYS_DATA, list[i].happened_on, s->p.birth, NULL);
        *out |= date_cmp(m->cause == CAUSE_MISSED ? until : list[i].happened_on, m->event_on) > 0;
    }
    struct signals_package p = {0};
    if (!e && !*out) e = signals_look(s, list, count, &p, why);
    if (e || !date_is_set(p.whole_on)) return e;
    struct date until = law_valid_until(&s->law, WAYS_DATA, p.whole_on, s->p.birth, NULL);
    *out = date_cmp(m->cause == CAUSE_MISSED ? until : p.whole_on, m->event_on) > 0;
    return e;
}

/* ---- for ------------------------------------------------------------------------------------ */

static enum err certify(struct applying *a, struct problem *why)
{
    struct evidence_basis b = {
        .channel = arena_print(a->s->d.arena, "feed:%s", a->feed->source),
        .agency = a->feed->agency,
        .held_on = a->item->on,
        .n = a->n,
        .words = zh_text(evidence_word(a->item->kind)),
    };
    return evidence_certify(a->s, &b, &a->out->certified, why);
}

/* parent: the matter that a sign of life contradicts; 0 where the evidence is against. */
struct check {
    const char *payer, *note;
    int cause;
    int64_t parent;
};

static enum err open_check(struct applying *a, const struct check *c, struct problem *why)
{
    struct matter_file *made;
    struct opening o = {
        .kind = MATTER_EVIDENCE_CHECK,
        .agency = c->payer,
        .cause = c->cause,
        .event_on = a->item->on,
        .until_on = a->item->until,
        .reported_on = a->s->law.today,
        .detail = (int)a->item->sentence * 2 + 1,
        .parent = c->parent,
        .note = arena_copy(a->s->d.arena, c->note, strlen(c->note)),
    };
    enum err e = move_open(a->s, &o, &made, why);
    if (!e) a->out->checks++;
    return e;
}

/* A sign of life after a death on record: the payer that acted on the death looks again. */
static enum err contradiction(struct applying *a, const struct matter *found, struct problem *why)
{
    char note[NOTE], source[64], payer[AGENCY_CODE];
    if (found->kind == MATTER_EVIDENCE_CHECK) return ERR_OK; /* somebody looks already */
    memcpy(payer, found->agency, sizeof payer);
    struct check c = {payer, note, found->cause, found->matter_id};
    zh_print(note, sizeof note, ZH_feed_contradiction_note, date_print(a->item->on).s,
             zh_text(evidence_word(a->item->kind)), source_name(a->feed->source, source), NULL);
    return open_check(a, &c, why);
}

/* A weak trace proves nothing; it may make a package whole. */
static enum err weak(struct applying *a, struct problem *why)
{
    struct signals_package p;
    if (!signals_in_force(&a->s->law) || !a->item->name_agrees) return ERR_OK;
    struct evidence *list;
    size_t count;
    enum err e = evidence_load(&a->s->d, a->item->person_id, &list, &count, why);
    if (!e) e = signals_look(a->s, list, count, &p, why);
    if (e) return e;
    if (p.against) return contradiction(a, p.against, why);
    if (!p.certifies || a->item->other_name) return ERR_OK;
    return signals_certify(a->s, &p, a->feed->agency, &a->out->certified, why);
}

static enum err alone(struct applying *a, struct problem *why)
{
    if (!a->item->name_agrees ||
        !evidence_would_certify(&a->s->law, &a->s->p, a->item->kind, a->item->on)) {
        const struct matter *found = contradicted(a->s, a->item->on);
        if (evidence_strength(a->item->kind) == STRENGTH_C) return weak(a, why);
        return found && a->item->name_agrees ? contradiction(a, found, why) : ERR_OK;
    }
    const struct matter *found = contradicted(a->s, a->item->on);
    return found ? contradiction(a, found, why) : certify(a, why);
}

/* ---- against -------------------------------------------------------------------------------- */

/* Does it concern any line of the payer, as far as law can tell? Before the measure law decides
 * nothing; somebody is to look all the same at what such an event would touch today, unless it was
 * over by then. */
static bool concerns(struct applying *a, const char *payer, enum loss_event event)
{
    bool history = power_history_only(a->item->on);
    if (power_history_only(a->item->until)) return false;
    for (size_t i = 0; i < a->s->line_count; i++) {
        const struct line *l = &a->s->lines[i];
        if (strcmp(l->payer, payer) != 0 || l->status == 4) continue;
        struct loss_facts facts = {
            .event = event,
            .on = history ? a->s->law.today : a->item->on,
            .until = history ? DATE_NONE : a->item->until,
            .sentence = a->item->sentence,
            .line_kind = l->kind,
            .relation = (enum relation)l->relation,
            .birth = a->s->p.birth,
            .appraisal_until = l->appraisal_until,
        };
        struct finding why = {0};
        if (law_loss(&a->s->law, &facts, &why).effect != STOP_NONE ||
            why.outcome == OUTCOME_NEEDS_EVIDENCE)
            return true;
    }
    return false;
}

/* The payer knows already: a check or a loss on the same ground that was not rejected. */
static bool known(const struct dossier *s, const char *payer, int cause)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (strcmp(m->agency, payer) != 0 || !evidence_same_ground(m->cause, cause)) continue;
        if (m->kind == MATTER_EVIDENCE_CHECK && matter_open(m->state)) return true;
        if (m->kind == MATTER_LOSS && m->state != STATE_REJECTED && m->state != STATE_UNDONE)
            return true;
    }
    return false;
}

static void check_note(struct applying *a, char out[NOTE])
{
    char source[64], name[400] = "", later[160] = "";
    if (!a->item->name_agrees) zh_print(name, sizeof name, ZH_feed_check_name, a->item->name, NULL);
    struct date alive = law_last_success(&a->s->p.success);
    for (size_t i = 0; i < a->count; i++)
        if (evidence_stands(&a->list[i]) && evidence_side(a->list[i].kind) == EVIDENCE_FOR)
            alive = date_max(alive, a->list[i].happened_on);
    if (date_cmp(alive, a->item->on) > 0)
        zh_print(later, sizeof later, ZH_feed_check_later, date_print(alive).s, NULL);
    char what[96];
    snprintf(what, sizeof what, "%s", zh_text(evidence_word(a->item->kind)));
    zh_print(out, NOTE, ZH_feed_check_note, source_name(a->feed->source, source),
             date_print(a->item->on).s, what, name, NULL);
    size_t n = strlen(out);
    snprintf(out + n, NOTE - n, "%s%s", later,
             power_history_only(a->item->on) ? zh_text(ZH_feed_check_history) : "");
}

static enum err apply_against(struct applying *a, struct problem *why)
{
    enum loss_event event = evidence_loss_event(a->item->kind);
    char note[NOTE];
    check_note(a, note);
    for (size_t i = 0; i < a->s->line_count; i++) {
        char payer[AGENCY_CODE];
        memcpy(payer, a->s->lines[i].payer, sizeof payer);
        if (known(a->s, payer, (int)event) || !concerns(a, payer, event)) continue;
        struct check c = {.payer = payer, .note = note, .cause = (int)event};
        enum err e = open_check(a, &c, why);
        if (e) return e;
    }
    return ERR_OK;
}

/* ---- two bodies ----------------------------------------------------------------------------- */

static void body(char out[NOTE], struct date on, enum evidence_kind kind, const char *source,
                 const char *name)
{
    char what[96], from[64];
    snprintf(what, sizeof what, "%s", zh_text(evidence_word(kind)));
    zh_print(out, NOTE, ZH_feed_body, date_print(on).s, what, source_name(source, from), name,
             NULL);
}

static enum err two_bodies(struct applying *a, const struct rival *rival, struct problem *why)
{
    const struct evidence *other = rival->evidence;
    const char *ours = a->s->p.name;
    char one[NOTE], two[NOTE], note[2 * NOTE];
    body(one, a->item->on, a->item->kind, a->feed->source,
         a->item->name_agrees ? ours : a->item->name);
    if (other)
        body(two, other->happened_on, other->kind, other->source,
             other->name_agrees ? ours : other->name);
    else snprintf(two, sizeof two, "%s", zh_text(ZH_feed_body_same));
    zh_print(note, sizeof note, ZH_feed_two_bodies, one, two, NULL);
    for (size_t i = 0; i < a->s->line_count; i++) {
        char payer[AGENCY_CODE];
        memcpy(payer, a->s->lines[i].payer, sizeof payer);
        if (a->s->lines[i].status == 4 || known(a->s, payer, LOSS_UNSET)) continue;
        struct check c = {.payer = payer, .note = note, .cause = LOSS_UNSET};
        enum err e = open_check(a, &c, why);
        if (e) return e;
    }
    return ERR_OK;
}

static enum err apply_for(struct applying *a, struct problem *why)
{
    struct rival rival;
    enum err e = evidence_rival(a->s, a->item, a->list, a->count, &rival, why);
    if (e) return e;
    return rival.found ? two_bodies(a, &rival, why) : alone(a, why);
}

/* ---- one row -------------------------------------------------------------------------------- */

static bool on_record(const struct applying *a)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct evidence *e = &a->list[i];
        if (evidence_stands(e) && e->kind == a->item->kind &&
            e->happened_on.day == a->item->on.day && strcmp(e->source, a->feed->source) == 0)
            return true;
    }
    return false;
}

static enum err put_on_record(struct applying *a, struct problem *why)
{
    struct dossier *s = a->s;
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, a->feed->feed_id);
    a->n = a->count ? a->list[a->count - 1].n + 1 : 1;
    struct evidence row = {
        .n = a->n,
        .kind = a->item->kind,
        .happened_on = a->item->on,
        .until_on = a->item->until,
        .sentence = a->item->sentence,
        .source = a->feed->source,
        .feed = id,
        .feed_row = a->item->n,
        .name = a->item->name,
        .name_agrees = a->item->name_agrees,
        .recorded_at = s->clock.moment,
    };
    enum err e = evidence_insert(&s->d, s->p.person_id, &row, why);
    if (e) return e;
    store_audit(s->w, &(struct audit_note){
                          .subject = s->p.person_id,
                          .action = "evidence",
                          .object = arena_print(s->d.arena, "feed:%s:%" PRId64, id, a->item->n),
                          .content = &row.happened_on,
                          .content_size = sizeof row.happened_on});
    return ERR_OK;
}

/* Evidence of life on somebody about whom nothing is open needs the person's row alone. */
static enum err load(struct dossier *s, const struct feed_item *item, struct problem *why)
{
    enum err e = person_lock_row(&s->d, item->person_id, why);
    if (!e) e = person_load(&s->d, item->person_id, &s->p, why);
    if (e || (!s->p.attention && evidence_side(item->kind) == EVIDENCE_FOR)) return e;
    return dossier_load(s, item->person_id, why);
}

enum err evidence_apply(struct dossier *s, const struct feed *feed, const struct feed_item *item,
                        struct evidence_done *out, struct problem *why)
{
    struct applying a = {.s = s, .feed = feed, .item = item, .out = out};
    *out = (struct evidence_done){0};
    enum err e = load(s, item, why);
    if (!e) e = evidence_load(&s->d, item->person_id, &a.list, &a.count, why);
    if (e) return e;
    if (on_record(&a)) {
        out->repeated = true;
        return ERR_OK;
    }
    e = put_on_record(&a, why);
    if (e) return e;
    if (evidence_side(item->kind) == EVIDENCE_AGAINST) return apply_against(&a, why);
    e = apply_for(&a, why);
    out->contradictions = out->checks; /* a sign of life asks for a look for no other reason */
    return e;
}
