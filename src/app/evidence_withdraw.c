#include "app/evidence_withdraw.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/evidence_apply.h"
#include "app/evidence_identity.h"
#include "app/move.h"
#include "app/signals.h"

struct taking_back {
    struct dossier *s;
    const struct feed *feed;
    const struct feed_item *item;
    struct evidence *list; /* all on record */
    size_t count;
};

/* ---- evidence against ----------------------------------------------------------------------- */

static const struct evidence *row_of(const struct taking_back *a)
{
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, a->feed->feed_id);
    for (size_t i = 0; i < a->count; i++)
        if (evidence_stands(&a->list[i]) && strcmp(a->list[i].feed, id) == 0 &&
            a->list[i].feed_row == a->item->n)
            return &a->list[i];
    return NULL;
}

/* Another source says the same. */
static bool said_otherwise(const struct taking_back *a, const struct evidence *gone, int cause)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct evidence *e = &a->list[i];
        if (e == gone || !evidence_stands(e) || evidence_side(e->kind) != EVIDENCE_AGAINST)
            continue;
        if (evidence_same_ground((int)evidence_loss_event(e->kind), cause)) return true;
    }
    return false;
}

static enum err withdraw_matter(struct taking_back *a, int64_t id, struct problem *why)
{
    struct matter_file *f = dossier_matter(a->s, id);
    char number[24], reason[120];
    snprintf(number, sizeof number, "%" PRId64, a->feed->feed_id);
    zh_print(reason, sizeof reason, ZH_feed_withdrawn_reason, number, NULL);
    if (!matter_row(matter_kind(f->m.kind), f->m.state, EVENT_WITHDRAWN)) return ERR_OK;
    return move_matter(
        a->s, f, &(struct move){.event = EVENT_WITHDRAWN, .system = true, .reason = reason}, why);
}

/* A check that only this feed asked for, and a loss that was opened by such a check. */
static bool rests_on(const struct taking_back *a, const struct evidence *gone,
                     const struct matter *m)
{
    int cause = (int)evidence_loss_event(gone->kind);
    if (!evidence_same_ground(m->cause, cause) || said_otherwise(a, gone, cause)) return false;
    if (m->kind == MATTER_EVIDENCE_CHECK) return true;
    const struct matter_file *parent =
        m->kind == MATTER_LOSS ? dossier_matter(a->s, m->parent) : NULL;
    return parent && parent->m.kind == MATTER_EVIDENCE_CHECK;
}

static enum err withdraw_against(struct taking_back *a, const struct evidence *gone,
                                 struct problem *why)
{
    size_t n = a->s->matter_count;
    int64_t *ids = ARENA_ARRAY(a->s->d.arena, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        ids[i] = rests_on(a, gone, &a->s->matters[i].m) ? a->s->matters[i].m.matter_id : 0;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < n; i++)
        if (ids[i]) e = withdraw_matter(a, ids[i], why);
    return e;
}

/* ---- evidence of life ----------------------------------------------------------------------- */

static enum err reverse_certification(struct taking_back *a, const struct certification *c,
                                      struct problem *why)
{
    struct dossier *s = a->s;
    struct certification row = *c;
    row.result = RESULT_REVERSED;
    row.reverses = c->seq;
    row.operator= "system";
    row.finding_seq = 0;
    row.recorded_at = s->clock.moment;
    enum err e = certification_add(&s->d, &s->p, &row, why);
    if (e) return e;
    store_audit(s->w, &(struct audit_note){
                          .subject = s->p.person_id,
                          .action = "certify.reverse",
                          .object = arena_print(s->d.arena, "certification:%" PRId64, c->seq),
                          .content = &row.seq,
                          .content_size = sizeof row.seq});
    return ERR_OK;
}

/* The reinstatements that wait on that day's appearance alone. */
static enum err withdraw_reinstatements(struct taking_back *a, struct problem *why)
{
    struct dossier *s = a->s;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_REINSTATEMENT && matter_open(m->state) &&
            date_cmp(law_last_success(&s->p.success), m->event_on) < 0)
            e = withdraw_matter(a, m->matter_id, why);
    }
    return e;
}

/* The checks of two bodies on the number, once the row that is gone leaves only one. */
static enum err withdraw_rivalry(struct taking_back *a, const struct evidence *gone,
                                 struct problem *why)
{
    struct dossier *s = a->s;
    enum err e = ERR_OK;
    if (evidence_rivals(&s->law, a->list, a->count, gone)) return ERR_OK;
    for (size_t i = 0; !e && i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_EVIDENCE_CHECK && !m->cause && matter_open(m->state))
            e = withdraw_matter(a, m->matter_id, why);
    }
    return e;
}

static enum err rests_on_row(struct taking_back *a, const struct certification *c,
                             const struct evidence *gone, bool *out, struct problem *why)
{
    struct finding f;
    *out = c->evidence == gone->n;
    if (*out || strcmp(c->channel, SIGNALS_CHANNEL) != 0) return ERR_OK;
    enum err e = finding_load(&a->s->d, a->s->p.person_id, c->finding_seq, &f, why);
    *out = !e && signals_names(&f, gone);
    return e;
}

static enum err withdraw_for(struct taking_back *a, const struct evidence *gone,
                             struct problem *why)
{
    struct dossier *s = a->s;
    struct certification *list;
    size_t count;
    struct successes last = {0};
    bool any = false;
    enum err e = withdraw_rivalry(a, gone, why);
    if (!e) e = certification_list(&s->d, &s->p, &list, &count, why);
    for (size_t i = 0; !e && i < count; i++) {
        bool mine = list[i].result == RESULT_PASSED && !list[i].reversed;
        if (mine) e = rests_on_row(a, &list[i], gone, &mine, why);
        if (e) return e;
        any |= mine;
        if (mine) e = reverse_certification(a, &list[i], why);
        else if (certification_counts(&list[i]))
            law_count_success(&last, list[i].way, list[i].held_on);
    }
    if (e || !any) return e;
    s->p.success = last;
    s->p.due_on = dossier_due(s, NULL);
    bool again = false; /* by the weak traces that are left */
    e = person_update_dates(&s->d, &s->p, why);
    if (!e) e = signals_again(s, &again, why);
    if (!e) e = withdraw_reinstatements(a, why);
    return e ? e : dossier_fold(s, why);
}

/* ---- one row -------------------------------------------------------------------------------- */

enum err evidence_withdraw(struct dossier *s, const struct feed *feed, const struct feed_item *item,
                           bool *changed, struct problem *why)
{
    struct taking_back a = {.s = s, .feed = feed, .item = item};
    *changed = false;
    enum err e = dossier_load(s, item->person_id, why);
    if (!e) e = evidence_load(&s->d, item->person_id, &a.list, &a.count, why);
    const struct evidence *gone = e ? NULL : row_of(&a);
    if (!gone) return e;
    struct evidence row = *gone;
    row.n = a.list[a.count - 1].n + 1;
    row.withdraws = gone->n;
    row.recorded_at = s->clock.moment;
    *changed = true;
    e = evidence_insert(&s->d, s->p.person_id, &row, why);
    if (e) return e;
    return evidence_side(gone->kind) == EVIDENCE_FOR ? withdraw_for(&a, gone, why)
                                                     : withdraw_against(&a, gone, why);
}
