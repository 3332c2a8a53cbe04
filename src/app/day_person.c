/* What the night does for one person: reminders, what is foreseen, proposals, inquiries, overlaps,
 * refunds, and what ends. */
#include <stdio.h>
#include <string.h>

#include "app/day_part.h"
#include "app/move.h"
#include "app/outreach.h"
#include "app/overlap.h"
#include "app/refund.h"
#include "app/signals.h"
#include "law/ages.h"
#include "law/kinds.h"

static enum err remind(struct dossier *s, struct day_counts *n, struct problem *why)
{
    int days[LAW_REMINDERS];
    size_t count = law_reminders(&s->law, s->p.birth, s->p.due_on, days);
    bool visited = date_is_set(ages_outreach(&s->law, s->p.birth, s->p.due_on, NULL));
    for (size_t i = 0; i < count; i++) {
        if (date_add_days(s->p.due_on, -days[i]).day != s->law.today.day) continue;
        char about[64], body[512], left[16];
        bool made = false;
        snprintf(about, sizeof about, "reminder:%s:%d", date_print(s->p.due_on).s, days[i]);
        snprintf(left, sizeof left, "%d", days[i]);
        zh_print(body, sizeof body, ZH_reminder, s->p.name, date_print(s->p.due_on).s, left,
                 visited ? zh_text(ZH_outreach_offer) : "", NULL);
        struct notice notice = {
            .subject_id = s->p.person_id,
            .about = about,
            .channel = s->p.phone && *s->p.phone ? "sms" : "letter",
            .body = body,
            .kind = 1,
            .state = 1,
            .made_on = s->law.today,
            .recorded_at = s->clock.moment,
        };
        enum err e = notice_add(&s->d, &notice, &made, why);
        if (e) return e;
        n->reminders += made;
    }
    return ERR_OK;
}

/* Past the due day: each payer of a stoppable line is asked to decide. Nothing stops by itself. A
 * stored day that law has since moved on (a class of age released, a calendar amended) and that
 * nobody has written yet asks nobody. */
static enum err propose(struct dossier *s, struct day_counts *n, struct problem *why)
{
    if (!date_is_set(s->p.due_on) || date_cmp(s->p.due_on, s->law.today) >= 0) return ERR_OK;
    if (date_cmp(dossier_due(s, NULL), s->law.today) >= 0) return ERR_OK;
    for (size_t i = 0; i < s->line_count; i++) {
        const struct line *l = &s->lines[i];
        if (line_kind_medical(l->kind) || l->status != 1 || dossier_proposed(s, l->payer)) continue;
        struct matter_file *made;
        struct opening o = {.kind = MATTER_SUSPENSION,
                            .agency = l->payer,
                            .cause = CAUSE_MISSED,
                            .event_on = s->p.due_on};
        enum err e = move_open(s, &o, &made, why);
        if (e) return e;
        n->suspensions++;
    }
    return ERR_OK;
}

static bool investigated(const struct dossier *s, int64_t matter_id)
{
    for (size_t i = 0; i < s->matter_count; i++)
        if (s->matters[i].m.kind == MATTER_INVESTIGATION && s->matters[i].m.parent == matter_id)
            return true;
    return false;
}

static enum err investigate(struct dossier *s, struct day_counts *n, struct problem *why)
{
    for (size_t i = 0; i < s->line_count; i++) {
        struct matter_file *f = dossier_matter(s, dossier_suspended_by(&s->lines[i]));
        const struct matter_event *released = f ? dossier_event(f, EVENT_RELEASE) : NULL;
        if (!released || investigated(s, f->m.matter_id)) continue;
        struct date day = law_investigation_day(&s->law, released->happened_on, NULL);
        if (date_cmp(day, s->law.today) > 0) continue;
        struct matter_file *made;
        struct opening o = {.kind = MATTER_INVESTIGATION,
                            .agency = s->lines[i].payer,
                            .event_on = day,
                            .parent = f->m.matter_id};
        enum err e = move_open(s, &o, &made, why);
        if (e) return e;
        n->investigations++;
    }
    return ERR_OK;
}

/* Ninety days ahead the foreseen loss is shown; on its day it hands over to whom it concerns. */
static enum err foresee_one(struct dossier *s, const char *payer, const struct foreseen *seen,
                            struct day_counts *n, struct problem *why)
{
    struct matter_file *m = dossier_foreseen_matter(s, payer, seen);
    struct opening o = {.kind = MATTER_FORESEEN_LOSS,
                        .agency = payer,
                        .cause = (int)seen->cause,
                        .event_on = seen->on,
                        .note = zh_text(foreseen_word(seen->cause))};
    enum err e = ERR_OK;
    if (!m) {
        e = move_open(s, &o, &m, why);
        n->foreseen++;
    }
    if (e || seen->on.day != s->law.today.day || !matter_open(m->m.state)) return e;
    n->losses += evaluation_opens_loss((int)seen->cause);
    return move_matter(s, m, &(struct move){.event = EVENT_ARRIVED, .system = true}, why);
}

static enum err foresee(struct dossier *s, struct day_counts *n, struct problem *why)
{
    struct evaluation_facts f = dossier_facts(s);
    struct matter_file *gone;
    enum err e = ERR_OK;
    while (!e && (gone = dossier_foreseen_gone(s, &f)))
        e = move_matter(s, gone, &(struct move){.event = EVENT_WITHDRAWN, .system = true}, why);
    for (size_t i = 0; !e && i < f.line_count; i++) {
        struct foreseen list[FORESEEN_MOST];
        size_t count = dossier_foreseen(s, &f, i, list);
        for (size_t k = 0; !e && k < count; k++)
            if (foresee_shown(&s->law, &list[k]))
                e = foresee_one(s, f.lines[i].payer, &list[k], n, why);
    }
    return e;
}

enum err day_expire(struct dossier *s, struct problem *why)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (date_cmp(m->due_on, s->law.today) >= 0) continue;
        enum err e = move_if_met(s, m->matter_id, EVENT_EXPIRED, why);
        if (e) return e;
    }
    return ERR_OK;
}

enum err day_signals(struct dossier *s, struct day_counts *n, struct problem *why)
{
    bool certified = false;
    enum err e = signals_again(s, &certified, why);
    n->certified += certified;
    return e;
}

enum err day_person(struct dossier *s, struct day_counts *n, struct problem *why)
{
    enum err e = day_signals(s, n, why);
    if (!e) e = remind(s, n, why);
    if (!e) e = foresee(s, n, why);
    if (!e) e = outreach_night(s, dossier_waits(s), &n->visits, why);
    if (!e) e = propose(s, n, why);
    if (!e) e = investigate(s, n, why);
    if (!e) e = overlap_detect(s, why);
    for (size_t i = 0; !e && i < s->line_count; i++) e = refund_detect(s, s->lines[i].payer, why);
    if (!e) e = day_expire(s, why);
    return e ? e : dossier_fold(s, why);
}
