#include "app/overlap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/move.h"
#include "law/kinds.h"

static struct line *line_by_id(struct dossier *s, int64_t line_id)
{
    for (size_t i = 0; i < s->line_count; i++)
        if (s->lines[i].line_id == line_id) return &s->lines[i];
    return NULL;
}

static struct overlap_side side_of(const struct line *l)
{
    return (struct overlap_side){l->kind, &l->ledger};
}

/* ---- detection
 * -----------------------------------------------------------------------------------------------------------
 */

/* Open, or settled once for all: rejected and undone are people's decisions. After a release only
 * months not yet counted remain. */
static bool known_pair(const struct dossier *s, int pair)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind != MATTER_OVERLAP || m->detail != pair) continue;
        if (matter_open(m->state) || m->state == STATE_REJECTED || m->state == STATE_UNDONE)
            return true;
    }
    return false;
}

static enum err tell_medical(struct dossier *s, const struct line *a, const struct line *b,
                             struct problem *why)
{
    char about[64], body[512];
    bool made;
    snprintf(about, sizeof about, "overlap:medical:%lld:%lld", (long long)a->line_id,
             (long long)b->line_id);
    zh_print(body, sizeof body, ZH_overlap_medical, s->p.name, zh_text(line_kind_word(a->kind)),
             zh_text(line_kind_word(b->kind)), NULL);
    struct notice n = {
        .subject_id = s->p.person_id,
        .about = about,
        .channel = "referral",
        .body = body,
        .kind = 2,
        .state = 1,
        .made_on = s->law.today,
        .recorded_at = s->clock.moment,
    };
    return notice_add(&s->d, &n, &made, why);
}

static enum err detect_pair(struct dossier *s, const struct line *a, const struct line *b,
                            struct problem *why)
{
    struct overlap_part parts[OVERLAP_MONTHS];
    struct overlap_asked asked = {side_of(a), side_of(b), -1, MONTH_NONE, month_of(s->law.today)};
    int pair = MATTER_PAIR(a->line_id, b->line_id);
    int item = overlap_case(&s->law, a->kind, b->kind, NULL);
    if (item == 4) return tell_medical(s, a, b, why);
    if (!item || known_pair(s, pair)) return ERR_OK;
    struct overlap_period p = overlap_period(&s->law, &asked, parts, OVERLAP_MONTHS, NULL);
    if (!p.count && !p.missing) return ERR_OK;
    struct matter_file *made;
    struct opening o = {
        .kind = MATTER_OVERLAP,
        .agency = p.refund_side == 0 ? a->payer : b->payer,
        .cause = item,
        .event_on = s->law.today,
        .detail = pair,
    };
    return move_open(s, &o, &made, why);
}

enum err overlap_detect(struct dossier *s, struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->line_count; i++)
        for (size_t k = i + 1; !e && k < s->line_count; k++)
            e = detect_pair(s, &s->lines[i], &s->lines[k], why);
    return e;
}

/* ---- facts of an overlap
 * -------------------------------------------------------------------------------------------------
 */

static const struct matter_file *refund_of(const struct dossier *s, const struct matter_file *f)
{
    for (size_t i = 0; i < s->matter_count; i++)
        if (s->matters[i].m.kind == MATTER_REFUND && s->matters[i].m.parent == f->m.matter_id)
            return &s->matters[i];
    return NULL;
}

/* What the line paid before the release lowered it, so that an undo can say it again. */
static void rate_before(const struct matter_file *f, const struct line *l, struct matter_overlap *o)
{
    const struct matter_event *released = dossier_event(f, EVENT_RELEASE);
    for (size_t i = 0; released && i < l->ledger.rate_count; i++) {
        const struct rate_row *r = &l->ledger.rates[i];
        if (r->recorded_at != released->recorded_at) continue;
        o->lowered_from = r->from;
        o->rate_before = ledger_rate(&l->ledger, r->from, r->recorded_at - 1, NULL);
    }
}

/* The side that an officer chose to refund: 0 a, 1 b, -1 nobody chose. */
static int chosen_side(const struct matter_file *f, const struct line *a, const struct line *b)
{
    int side = -1;
    for (size_t i = 0; i < f->given_count; i++) {
        if (strcmp(f->given[i].name, "refund_line") != 0) continue;
        int64_t id = strtoll(f->given[i].value, NULL, 10);
        if (id == a->line_id || id == b->line_id) side = id == b->line_id;
    }
    return side;
}

const struct matter_overlap *overlap_facts(struct dossier *s, const struct matter_file *f)
{
    if (f->m.kind != MATTER_OVERLAP) return NULL;
    struct matter_overlap *o = ARENA_ARRAY(s->d.arena, struct matter_overlap, 1);
    struct overlap_part *parts = ARENA_ARRAY(s->d.arena, struct overlap_part, OVERLAP_MONTHS),
                        next[1];
    const struct line *a = line_by_id(s, f->m.detail / MATTER_PAIR(1, 0)),
                      *b = line_by_id(s, f->m.detail % MATTER_PAIR(1, 0));
    const struct payer_locks *locks = dossier_locks(s, f->m.agency);
    int choose = chosen_side(f, a, b);
    *o = (struct matter_overlap){.parts = parts,
                                 .open = law_effect_month(&s->law, locks->locked_through)};
    struct overlap_asked past = {side_of(a), side_of(b), choose, MONTH_NONE,
                                 month_add(o->open, -1)};
    struct overlap_asked now = {past.a, past.b, choose, o->open, o->open};
    o->period = overlap_period(&s->law, &past, parts, OVERLAP_MONTHS, &o->why);
    struct finding ahead;
    struct overlap_period p = overlap_period(&s->law, &now, next, 1, &ahead);
    if (o->why.outcome == OUTCOME_NOT_MET && p.item)
        o->why = ahead; /* nothing paid yet: it is stopped before it costs */
    int side = p.refund_side >= 0 ? p.refund_side : o->period.refund_side;
    const struct line *refund = side < 0 ? NULL : side ? b : a;
    if (!refund || strcmp(refund->payer, f->m.agency) != 0) return o;
    o->refund_line = refund->line_id;
    o->goes_on = p.count > 0;
    if (p.count) o->keeps = ledger_rate(&refund->ledger, o->open, INT64_MAX, NULL) - next[0].amount;
    rate_before(f, refund, o);
    const struct matter_file *after = refund_of(s, f);
    o->refund_matter = after ? after->m.matter_id : 0;
    return o;
}

/* ---- facts of a refund
 * ---------------------------------------------------------------------------------------------------
 */

/* What of the line's entries of the overlap in that month is still owed. */
static int64_t owed(const struct line *l, const struct matter_file *f, struct month m)
{
    int64_t total = 0;
    for (size_t i = 0; i < l->ledger.entry_count; i++) {
        const struct entry_row *e = &l->ledger.entries[i];
        if (e->month.index != m.index) continue;
        if (e->kind == ENTRY_OVERPAID && e->matter == f->m.parent) total += e->amount;
        if ((e->kind == ENTRY_REFUNDED || e->kind == ENTRY_OFFSET) && e->matter == f->m.matter_id)
            total -= e->amount;
    }
    return total > 0 ? total : 0;
}

/* The months of the overlap, once each, ascending as entered. */
static bool first_of_month(const struct line *l, size_t at, const struct matter_file *f)
{
    const struct entry_row *e = &l->ledger.entries[at];
    if (e->kind != ENTRY_OVERPAID || e->matter != f->m.parent) return false;
    for (size_t i = 0; i < at; i++) {
        const struct entry_row *o = &l->ledger.entries[i];
        if (o->kind == e->kind && o->matter == e->matter && o->month.index == e->month.index)
            return false;
    }
    return true;
}

static struct line *owing_line(struct dossier *s, const struct matter_file *f)
{
    for (size_t i = 0; i < s->line_count; i++)
        for (size_t k = 0; k < s->lines[i].ledger.entry_count; k++) {
            const struct entry_row *e = &s->lines[i].ledger.entries[k];
            if (e->kind == ENTRY_OVERLAP && e->matter == f->m.parent) return &s->lines[i];
        }
    return NULL;
}

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

static struct overlap_recovery_facts steps_of(struct dossier *s, const struct matter_file *f)
{
    struct overlap_recovery_facts steps = {0};
    const struct matter_event *brought = dossier_event(f, EVENT_REVIEW),
                              *over = dossier_event(f, EVENT_REVIEW_OVER);
    first_served(s, dossier_matter(s, f->m.parent), STATE_UNSET, &steps.decision_served_on);
    first_served(s, f, STATE_PROPOSED, &steps.decision_served_on);
    first_served(s, f, STATE_DEMANDED, &steps.demand_served_on);
    bool pending = brought && (!over || over->n < brought->n);
    steps.review_pending = pending ? TRI_YES : TRI_NO;
    if (brought && over && !pending) steps.review_over_on = over->happened_on;
    return steps;
}

const struct matter_refund *overlap_refund_facts(struct dossier *s, const struct matter_file *f)
{
    if (f->m.kind != MATTER_REFUND) return NULL;
    struct matter_refund *r = ARENA_ARRAY(s->d.arena, struct matter_refund, 1);
    const struct line *l = owing_line(s, f);
    *r = (struct matter_refund){.steps = steps_of(s, f),
                                .consent = dossier_event(f, EVENT_CONSENT) != NULL};
    if (!l) return r;
    const struct payer_locks *locks = dossier_locks(s, l->payer);
    r->line_id = l->line_id;
    r->open = law_effect_month(&s->law, locks->locked_through);
    r->resident = l->kind == LINE_RESIDENT_PENSION;
    if (!ledger_in_run(&l->ledger, ENTRY_OFFSET, r->open, 0))
        r->payable = ledger_regular(&l->ledger, &locks->locks, r->open);
    for (size_t i = 0; i < l->ledger.entry_count; i++)
        if (first_of_month(l, i, f)) r->debt += owed(l, f, l->ledger.entries[i].month);
    return r;
}

/* ---- effects
 * -------------------------------------------------------------------------------------------------------------
 */

static enum err enter(struct dossier *s, struct line *l, const struct matter_file *f,
                      struct entry_row row, struct problem *why)
{
    if (row.amount <= 0) return ERR_OK;
    row.matter = f->m.matter_id;
    row.recorded_at = s->clock.moment;
    return line_add_entry(&s->d, l, &row, why);
}

/* Months that another system paid are settled by nobody: what they overpaid is entered with the
 * decision itself. */
static enum err enter_overlap(struct dossier *s, struct line *l, const struct matter_file *f,
                              const struct matter_overlap *o, struct problem *why)
{
    const struct payer_locks *locks = dossier_locks(s, l->payer);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < o->period.count; i++) {
        const struct overlap_part *part = &o->parts[i];
        bool ours = ledger_locked_at(&locks->locks, part->month) >= l->ledger.recorded_at;
        e = enter(
            s, l, f,
            (struct entry_row){.month = part->month, .kind = ENTRY_OVERLAP, .amount = part->amount},
            why);
        if (!e && !ours)
            e = enter(s, l, f,
                      (struct entry_row){
                          .month = part->month, .kind = ENTRY_OVERPAID, .amount = part->amount},
                      why);
    }
    return e;
}

static enum err enter_rate(struct dossier *s, struct line *l, const struct effect *effect,
                           struct problem *why)
{
    struct rate_row rate;
    size_t n = l->ledger.rate_count;
    ledger_rate(&l->ledger, effect->month, INT64_MAX, &rate);
    rate.from = effect->month;
    rate.amount = effect->amount;
    rate.recorded_at = s->clock.moment;
    enum err e = line_add_rate(&s->d, l, &rate, why);
    if (e) return e;
    struct rate_row *rates = ARENA_ARRAY(s->d.arena, struct rate_row, n + 1);
    if (n) memcpy(rates, l->ledger.rates, n * sizeof *rates);
    rates[n] = rate;
    l->ledger.rates = rates;
    l->ledger.rate_count = n + 1;
    return ERR_OK;
}

/* The oldest debt first. */
static enum err enter_recovered(struct dossier *s, struct line *l, const struct matter_file *f,
                                const struct effect *effect, struct problem *why)
{
    bool offset = effect->kind == EFFECT_OFFSET;
    int64_t left = effect->amount;
    size_t n = l->ledger.entry_count;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && left > 0 && i < n; i++) {
        if (!first_of_month(l, i, f)) continue;
        struct month m = l->ledger.entries[i].month;
        int64_t part = owed(l, f, m);
        if (part > left) part = left;
        left -= part;
        e = enter(s, l, f,
                  (struct entry_row){.month = m,
                                     .kind = offset ? ENTRY_OFFSET : ENTRY_REFUNDED,
                                     .amount = part,
                                     .run_month = offset ? effect->month : MONTH_NONE},
                  why);
    }
    return e;
}

enum err overlap_apply(struct dossier *s, const struct matter_file *f,
                       const struct matter_facts *facts, const struct effect *effect,
                       struct problem *why)
{
    struct line *l = line_by_id(s, effect->line_id);
    if (!l) return ERR_OK;
    if (effect->kind == EFFECT_OVERLAP) return enter_overlap(s, l, f, facts->overlap, why);
    if (effect->kind == EFFECT_RATE) return enter_rate(s, l, effect, why);
    return enter_recovered(s, l, f, effect, why);
}
