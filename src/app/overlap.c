#include "app/overlap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/move.h"
#include "law/kinds.h"

static struct overlap_side side_of(const struct line *l)
{
    return (struct overlap_side){l->kind, &l->ledger};
}

/* ---- detection ------------------------------------------------------------------------------ */

/* Handed over by the other payer, to refund this one's line. What came back is not. */
static bool handed_over(struct dossier *s, const struct matter_file *f)
{
    const struct matter_file *before = f->m.parent ? dossier_matter(s, f->m.parent) : NULL;
    return before && before->m.kind == MATTER_OVERLAP && dossier_event(before, EVENT_HAND_OVER);
}

/* Open, or settled once for all: rejected and undone are people's decisions. After a release only
 * months not yet counted remain. */
static bool known_pair(struct dossier *s, int pair)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind != MATTER_OVERLAP || m->detail != pair) continue;
        bool sent_back = m->state == STATE_REJECTED && handed_over(s, &s->matters[i]);
        if (matter_open(m->state) || m->state == STATE_REJECTED || m->state == STATE_UNDONE)
            if (!sent_back) return true;
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

/* ---- facts of an overlap -------------------------------------------------------------------- */

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

/* The side that an officer chose to refund: 0 a, 1 b, -1 nobody chose. What was handed over is
 * about the line of who got it. */
static int chosen_side(struct dossier *s, const struct matter_file *f, const struct line *a,
                       const struct line *b)
{
    int side = handed_over(s, f) ? strcmp(b->payer, f->m.agency) == 0 : -1;
    int64_t id = matters_value(f, "refund_line").number;
    if (id == a->line_id || id == b->line_id) side = id == b->line_id;
    return side;
}

const struct matter_overlap *overlap_facts(struct dossier *s, const struct matter_file *f)
{
    if (f->m.kind != MATTER_OVERLAP) return NULL;
    struct matter_overlap *o = ARENA_ARRAY(s->d.arena, struct matter_overlap, 1);
    struct overlap_part *parts = ARENA_ARRAY(s->d.arena, struct overlap_part, OVERLAP_MONTHS),
                        next[1];
    const struct line *a = dossier_line(s, f->m.detail / MATTER_PAIR(1, 0)),
                      *b = dossier_line(s, f->m.detail % MATTER_PAIR(1, 0));
    const struct payer_locks *locks = dossier_locks(s, f->m.agency);
    int choose = chosen_side(s, f, a, b);
    *o = (struct matter_overlap){.parts = parts,
                                 .other_payer = strcmp(a->payer, b->payer) != 0,
                                 .handed_over = handed_over(s, f),
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
    return o;
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

enum err overlap_apply(struct dossier *s, const struct matter_file *f,
                       const struct matter_facts *facts, const struct effect *effect,
                       struct problem *why)
{
    struct line *l = dossier_line(s, effect->line_id);
    if (!l) return ERR_OK;
    if (effect->kind == EFFECT_OVERLAP) return enter_overlap(s, l, f, facts->overlap, why);
    return enter_rate(s, l, effect, why);
}
