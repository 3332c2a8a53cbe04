#include "app/refund.h"

#include <string.h>

#include "app/move.h"
#include "app/refund_owed.h"
#include "law/kinds.h"
#include "law/overlap.h"

/* ---- what is owed --------------------------------------------------------------------------- */

static struct matter_owing owing_of(const struct line *l, const struct owed *o)
{
    struct matter_owing w = {.line_id = l->line_id,
                             .kind = l->kind,
                             .relation = (enum relation)l->relation,
                             .appraisal_until = l->appraisal_until};
    for (size_t i = 0; i < l->ledger.entry_count; i++) {
        struct month m = l->ledger.entries[i].month;
        if (!refund_owed_first(l, i, o)) continue;
        if (!month_is_set(w.first) || month_cmp(m, w.first) < 0) w.first = m;
        if (!month_is_set(w.last) || month_cmp(m, w.last) > 0) w.last = m;
        w.debt += refund_owed_in(l, o, m);
    }
    return w;
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* What was published is served only when its days are over. */
static struct date served_by(const struct law *law, const struct matter_event *e)
{
    if (e->event == EVENT_SERVE) return e->happened_on;
    if (e->event != EVENT_SERVE_NOTICE) return DATE_NONE;
    struct date served = overlap_notice_served(law, e->happened_on, NULL);
    return date_cmp(served, law->today) <= 0 ? served : DATE_NONE;
}

static void first_served(const struct dossier *s, const struct matter_file *f,
                         enum matter_state state, struct date *out)
{
    for (size_t i = 0; f && i < f->event_count; i++) {
        const struct matter_event *e = &f->events[i];
        struct date served = served_by(&s->law, e);
        if (!date_is_set(served) || (state && e->from != state)) continue;
        if (!date_is_set(*out) || date_cmp(served, *out) < 0) *out = served;
    }
}

/* The decision that is served is the overlap's own, or after a loss the one of this matter. */
static struct overlap_recovery_facts steps_of(struct dossier *s, const struct matter_file *f,
                                              bool after_loss)
{
    struct overlap_recovery_facts steps = {0};
    const struct matter_event *brought = dossier_event(f, EVENT_REVIEW),
                              *over = dossier_event(f, EVENT_REVIEW_OVER);
    if (after_loss) first_served(s, f, STATE_ESTABLISHED, &steps.decision_served_on);
    else {
        first_served(s, dossier_matter(s, f->m.parent), STATE_UNSET, &steps.decision_served_on);
        first_served(s, f, STATE_PROPOSED, &steps.decision_served_on);
    }
    first_served(s, f, STATE_DEMANDED, &steps.demand_served_on);
    bool pending = brought && (!over || over->n < brought->n);
    steps.review_pending = pending ? TRI_YES : TRI_NO;
    if (brought && over && !pending) steps.review_over_on = over->happened_on;
    return steps;
}

/* ---- facts ---------------------------------------------------------------------------------- */

/* Where an offset is taken from, in this order: the open month of the overpaid lines themselves;
 * where they have ended, of the person's other lines at this payer, a pension first (77号: from the
 * pension that is kept), and only with consent any other. Once a month. */
enum source_rank { SOURCE_OWN, SOURCE_PENSION, SOURCE_OTHER, SOURCE_RANKS };

static enum source_rank rank_of(const struct matter_refund *r, const struct line *l)
{
    for (size_t k = 0; k < r->owing_count; k++)
        if (r->owing[k].line_id == l->line_id) return SOURCE_OWN;
    return line_kind_basic_pension(l->kind) ? SOURCE_PENSION : SOURCE_OTHER;
}

static void add_sources(struct dossier *s, const char *payer, struct matter_refund *r)
{
    const struct payer_locks *locks = dossier_locks(s, payer);
    struct matter_source *list = ARENA_ARRAY(s->d.arena, struct matter_source, s->line_count + 1);
    r->sources = list;
    for (size_t i = 0; i < s->line_count; i++) {
        const struct line *l = &s->lines[i];
        bool pays = strcmp(l->payer, payer) == 0;
        if (pays && ledger_taken(&l->ledger, &locks->locks, r->open, NULL)) return;
    }
    for (int rank = 0; rank < SOURCE_RANKS && !(rank == SOURCE_PENSION && r->payable); rank++)
        for (size_t i = 0; i < s->line_count; i++) {
            const struct line *l = &s->lines[i];
            bool pays = strcmp(l->payer, payer) == 0 && !line_kind_medical(l->kind);
            if (!pays || (int)rank_of(r, l) != rank) continue;
            if (rank == SOURCE_OTHER && !r->consent) continue;
            int64_t payable = ledger_regular(&l->ledger, &locks->locks, r->open);
            if (payable) list[r->source_count++] = (struct matter_source){l->line_id, payable};
            r->payable += payable;
        }
}

static void after_loss(const struct matter *loss, struct matter_refund *r)
{
    r->after_loss = true;
    r->loss = (struct loss_facts){.event = (enum loss_event)loss->cause,
                                  .on = loss->event_on,
                                  .until = loss->until_on,
                                  .sentence = (enum sentence)(loss->detail / 2)};
    r->reported_on = loss->reported_on;
    r->reporter_in_city = loss->detail % 2 != 0;
}

/* The refund itself, or the one for which another payer is asked to offset. */
static const struct matter_file *refund_behind(struct dossier *s, const struct matter_file *f)
{
    if (f->m.kind == MATTER_REFUND) return f;
    return f->m.kind == MATTER_OFFSET_REQUEST ? dossier_matter(s, f->m.parent) : NULL;
}

static bool consents(const struct matter_file *f)
{
    return dossier_event(f, EVENT_CONSENT) != NULL;
}

/* The first other payer that could offset, and whether one is being asked. */
static void look_elsewhere(struct dossier *s, const struct matter_file *refund,
                           struct matter_refund *r)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        bool asks = m->kind == MATTER_OFFSET_REQUEST && m->parent == refund->m.matter_id;
        if (asks && matter_open(m->state)) r->request = m->matter_id;
    }
    for (size_t i = 0; i < s->line_count && !r->elsewhere; i++) {
        const char *payer = s->lines[i].payer;
        if (strcmp(payer, refund->m.agency) == 0) continue;
        struct matter_refund there = {
            .consent = r->consent,
            .open = law_effect_month(&s->law, dossier_locks(s, payer)->locked_through)};
        add_sources(s, payer, &there);
        r->elsewhere_payable = there.payable;
        if (there.payable) r->elsewhere = payer;
    }
}

const struct matter_refund *refund_facts(struct dossier *s, const struct matter_file *f)
{
    const struct matter_file *refund = refund_behind(s, f);
    if (!refund) return NULL;
    struct matter_refund *r = ARENA_ARRAY(s->d.arena, struct matter_refund, 1);
    struct matter_owing *owing = ARENA_ARRAY(s->d.arena, struct matter_owing, s->line_count + 1);
    const struct matter_file *cause = dossier_matter(s, refund->m.parent);
    const struct owed o = refund_owed(s, refund->m.parent, refund);
    *r = (struct matter_refund){.owing = owing, .consent = consents(f) || consents(refund)};
    if (f != refund && !matter_open(refund->m.state)) return r;
    for (size_t i = 0; i < s->line_count; i++) {
        const struct line *l = &s->lines[i];
        if (strcmp(l->payer, refund->m.agency) != 0) continue;
        struct matter_owing w = owing_of(l, &o);
        if (!month_is_set(w.first)) continue;
        owing[r->owing_count++] = w;
        r->debt += w.debt;
        r->resident |= w.kind == LINE_RESIDENT_PENSION;
    }
    if (cause && cause->m.kind == MATTER_LOSS) after_loss(&cause->m, r);
    r->ordered = refund_owed_ordered(&o);
    r->resident &= !r->after_loss; /* 77号 speaks of overlaps */
    r->steps = steps_of(s, refund, r->after_loss);
    if (!r->owing_count) return r;
    r->open = law_effect_month(&s->law, dossier_locks(s, f->m.agency)->locked_through);
    add_sources(s, f->m.agency, r);
    if (f == refund) look_elsewhere(s, refund, r);
    return r;
}

/* Decided: an overlap's own decision, or after a loss the one of the refund. */
static bool demands(const struct matter *refund, const struct matter *cause)
{
    enum matter_state st = refund->state;
    bool decided = st == STATE_ESTABLISHED || st == STATE_DEMANDED || st == STATE_APPLIED;
    return decided || (cause->kind == MATTER_OVERLAP && st == STATE_PROPOSED);
}

/* What the refund has of one entry: money that came back by it, or, with the first entry of a
 * month, what is owed of that month. */
static int64_t claim_of(const struct line *l, size_t at, const struct matter *refund,
                        const struct owed *o, bool standing)
{
    const struct entry_row *e = &l->ledger.entries[at];
    bool back = e->kind == ENTRY_REFUNDED || e->kind == ENTRY_OFFSET;
    if (back && e->matter == refund->matter_id) return e->amount;
    return standing && refund_owed_first(l, at, o) ? refund_owed_in(l, o, e->month) : 0;
}

const struct matter_claim *refund_claims(struct dossier *s, const struct matter_file *f,
                                         size_t *count)
{
    struct matter_claim *claims = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0; f->m.kind == MATTER_FRAUD && i < s->matter_count; i++) {
        const struct matter *r = &s->matters[i].m;
        const struct matter_file *cause =
            r->kind == MATTER_REFUND ? dossier_matter(s, r->parent) : NULL;
        if (!cause || cause->m.state == STATE_UNDONE) continue;
        const struct owed o = refund_owed(s, r->parent, &s->matters[i]);
        bool standing = demands(r, &cause->m);
        for (size_t k = 0; k < s->line_count; k++) {
            const struct line *l = &s->lines[k];
            if (strcmp(l->payer, f->m.agency) != 0) continue;
            for (size_t n = 0; n < l->ledger.entry_count; n++) {
                struct matter_claim c = {l->ledger.entries[n].month,
                                         claim_of(l, n, r, &o, standing)};
                if (c.amount) ARRAY_PUSH(s->d.arena, claims, *count, capacity, c);
            }
        }
    }
    return claims;
}

int64_t refund_matter_of(const struct dossier *s, const struct matter_file *f)
{
    for (size_t i = s->matter_count; i-- > 0;)
        if (s->matters[i].m.kind == MATTER_REFUND && s->matters[i].m.parent == f->m.matter_id)
            return s->matters[i].m.matter_id;
    return 0;
}

/* ---- opening -------------------------------------------------------------------------------- */

static bool wants_refund(struct dossier *s, const struct matter_file *loss)
{
    const struct owed o = refund_owed(s, loss->m.matter_id, NULL);
    int64_t debt = 0;
    for (size_t i = 0; i < o.refund_count; i++)
        if (matter_open(dossier_matter(s, o.refunds[i])->m.state)) return false;
    for (size_t i = 0; i < s->line_count; i++)
        if (strcmp(s->lines[i].payer, loss->m.agency) == 0) debt += owing_of(&s->lines[i], &o).debt;
    return debt > 0;
}

bool refund_wanted(struct dossier *s)
{
    bool wanted = false;
    for (size_t i = 0; i < s->matter_count; i++)
        wanted |= s->matters[i].m.kind == MATTER_LOSS && wants_refund(s, &s->matters[i]);
    return wanted;
}

enum err refund_detect(struct dossier *s, const char *payer, struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->matter_count; i++) {
        const struct matter_file *f = &s->matters[i];
        if (f->m.kind != MATTER_LOSS || strcmp(f->m.agency, payer) != 0) continue;
        if (!wants_refund(s, f)) continue;
        struct matter_file *made;
        struct opening o = {.kind = MATTER_REFUND,
                            .agency = payer,
                            .event_on = s->law.today,
                            .reported_on = s->law.today,
                            .parent = f->m.matter_id};
        e = move_open(s, &o, &made, why);
    }
    return e;
}

/* ---- effects -------------------------------------------------------------------------------- */

static enum err enter(struct dossier *s, struct line *l, const struct matter_file *f,
                      struct entry_row row, struct problem *why)
{
    if (row.amount <= 0) return ERR_OK;
    row.matter = f->m.matter_id;
    row.recorded_at = s->clock.moment;
    return line_add_entry(&s->d, l, &row, why);
}

enum err refund_apply(struct dossier *s, const struct matter_file *f, const struct effect *effect,
                      struct problem *why)
{
    struct line *l = dossier_line(s, effect->line_id);
    const struct matter_file *refund = refund_behind(s, f);
    const struct owed o = refund_owed(s, refund->m.parent, refund);
    if (l && effect->kind == EFFECT_TAKE)
        return enter(s, l, f,
                     (struct entry_row){.month = effect->month,
                                        .kind = ENTRY_TAKEN,
                                        .amount = effect->amount,
                                        .run_month = effect->month},
                     why);
    bool offset = effect->kind == EFFECT_OFFSET;
    int64_t left = effect->amount;
    enum err e = ERR_OK;
    for (size_t i = 0, n = l ? l->ledger.entry_count : 0; !e && left > 0 && i < n; i++) {
        if (!refund_owed_first(l, i, &o)) continue;
        struct month m = l->ledger.entries[i].month;
        int64_t part = refund_owed_in(l, &o, m);
        if (part > left) part = left;
        left -= part;
        e = enter(s, l, refund,
                  (struct entry_row){
                      .month = m, .kind = offset ? ENTRY_OFFSET : ENTRY_REFUNDED, .amount = part},
                  why);
    }
    return e;
}
