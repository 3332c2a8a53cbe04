#include "app/move_facts.h"

#include <stdlib.h>
#include <string.h>

#include "app/account.h"
#include "app/evidence_apply.h"
#include "app/overlap.h"
#include "app/refund.h"
#include "law/kinds.h"

static struct date event_day(const struct matter_file *f, enum matter_event_id event)
{
    const struct matter_event *e = dossier_event(f, event);
    return e ? e->happened_on : DATE_NONE;
}

/* Without an age in force on the day everybody counts as protected: a gap in the parameters stops
 * nobody. */
static bool protected_person(const struct dossier *s)
{
    int64_t age;
    if (s->p.protection || !params_value(s->law.params, PARAM_PROTECT_MIN_AGE, s->law.today, &age))
        return true;
    return date_is_set(s->p.birth) && date_age(s->p.birth, s->law.today) >= age;
}

static enum err guard_facts(struct dossier *s, const struct matter_file *f,
                            struct suspension_facts *out, struct problem *why)
{
    bool outage = false;
    enum err e = outage_covers(&s->d, s->law.today, &outage, why);
    if (e) return e;
    *out = (struct suspension_facts){
        .cause = (enum suspension_cause)f->m.cause,
        .event_on = f->m.event_on,
        .due_on = s->p.due_on,
        .compared_on = event_day(f, EVENT_COMPARE),
        .contacted_on = event_day(f, EVENT_CONTACT),
        .entrusted_on = event_day(f, EVENT_ENTRUST),
        .protected_person = protected_person(s),
        .visited_on = event_day(f, EVENT_VISIT),
    };
    if (f->m.cause == CAUSE_MISSED && date_cmp(s->p.due_on, f->m.event_on) > 0)
        out->against |= AGAINST_CERTIFIED;
    if (out->protected_person && !date_is_set(out->visited_on)) out->against |= AGAINST_PROTECTED;
    if (outage) out->against |= AGAINST_OUTAGE;
    bool alive = false;
    e = evidence_speaks(s, &f->m, &alive, why);
    if (e) return e;
    if (alive) out->against |= AGAINST_EVIDENCE;
    for (size_t i = 0; i < s->matter_count; i++)
        if (matter_open(s->matters[i].m.state))
            out->against |= matter_kind(s->matters[i].m.kind)->holds;
    return ERR_OK;
}

static struct matter_line line_fact(struct dossier *s, const struct matter_file *of,
                                    const struct line *l)
{
    int64_t by = dossier_suspended_by(l);
    const struct matter_file *f = dossier_matter(s, by);
    struct month from = MONTH_NONE;
    for (size_t i = 0; by && i < l->ledger.span_count; i++)
        if (l->ledger.spans[i].matter == by && l->ledger.spans[i].effect == SPAN_SUSPEND)
            from = l->ledger.spans[i].from;
    const struct span_row *held = ledger_held(&l->ledger, MONTH_NONE, INT64_MAX, DATE_NONE);
    struct matter_line out = {
        .line_id = l->line_id,
        .kind = l->kind,
        .status = l->status,
        .relation = (enum relation)l->relation,
        .appraisal_until = l->appraisal_until,
        .suspended_by = by,
        .suspended_from = from,
        .suspended_for = f && f->m.kind == MATTER_LOSS ? (enum loss_event)f->m.cause : LOSS_UNSET,
        .held_by = held ? held->matter : 0,
        .held = held ? held->from : MONTH_NONE,
    };
    account_facts(s, of, l, &out);
    return out;
}

/* The release day of the suspension that the matter is, or that is over one of its payer's lines.
 */
static struct date suspended_on(struct dossier *s, const struct matter_file *f)
{
    if (f->m.kind == MATTER_SUSPENSION) return event_day(f, EVENT_RELEASE);
    for (size_t i = 0; i < s->line_count; i++) {
        if (strcmp(s->lines[i].payer, f->m.agency) != 0) continue;
        struct matter_file *by = dossier_matter(s, dossier_suspended_by(&s->lines[i]));
        if (by) return event_day(by, EVENT_RELEASE);
    }
    return DATE_NONE;
}

/* The decider's role is what the grant of that day says. */
static enum err decided_by_manager(struct dossier *s, const struct matter_file *f, bool *out)
{
    const struct matter_event *decide = dossier_event(f, EVENT_DECIDE);
    struct principal who = {0};
    if (decide &&
        staff_principal(&s->d, decide->actor, decide->happened_on, &who, NULL) == ERR_FAILED)
        return ERR_FAILED;
    *out = who.role == ROLE_MANAGER;
    return ERR_OK;
}

/* What was given by name so far, and with this move. */
static enum err values_of(struct dossier *s, const struct matter_file *f, const struct move *move,
                          struct matter_facts *out, struct problem *why)
{
    const struct matter_kind *kind = matter_kind(f->m.kind);
    struct matter_value *v =
        ARENA_ARRAY(s->d.arena, struct matter_value, f->given_count + move->value_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->given_count; i++) {
        const struct matter_given *g = &f->given[i];
        const struct matter_field *field = matter_field(kind, g->name, g->event);
        enum err e = field ? matter_value_parse(field, g->value, &v[n++], why) : ERR_OK;
        if (e) return e;
    }
    for (size_t i = 0; i < move->value_count; i++) v[n++] = move->values[i];
    out->values = v;
    out->value_count = n;
    const char *against = matter_value_text(out, "against");
    const struct matter_file *other =
        *against ? dossier_matter(s, strtoll(against, NULL, 10)) : NULL;
    out->against = other ? other->events : NULL;
    out->against_count = other ? other->event_count : 0;
    return ERR_OK;
}

/* The first day of the person's newest public notice. */
static struct date published_on(const struct dossier *s)
{
    struct date d = DATE_NONE;
    for (size_t i = 0; i < s->matter_count; i++)
        for (size_t k = 0; k < s->matters[i].event_count; k++)
            if (s->matters[i].events[k].to == STATE_PUBLISHED) d = s->matters[i].m.event_on;
    return d;
}

static void person_facts(const struct dossier *s, const struct matter_file *f,
                         struct matter_facts *out)
{
    out->age = date_is_set(s->p.birth) ? date_age(s->p.birth, s->law.today) : 0;
    out->protection = s->p.protection;
    out->published_on = published_on(s);
    out->residence = s->p.residence_code;
    out->mover = s->who.login;
    out->events = f->events;
    out->event_count = f->event_count;
    for (size_t i = 0; i < s->line_count; i++)
        out->dependant_lines += line_kind_dependant(s->lines[i].kind) && s->lines[i].status != 4;
}

enum err move_facts(struct dossier *s, struct matter_file *f, const struct move *move,
                    struct matter_facts *out, struct problem *why)
{
    struct matter_line *lines = ARENA_ARRAY(s->d.arena, struct matter_line, s->line_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->line_count; i++)
        if (strcmp(s->lines[i].payer, f->m.agency) == 0) lines[n++] = line_fact(s, f, &s->lines[i]);
    const struct payer_locks *locks = n ? dossier_locks(s, f->m.agency) : NULL;
    bool manager = false;
    enum err e = decided_by_manager(s, f, &manager);
    if (e) return problem_set(why, e, ZH_err_memory, NULL, NULL);
    *out = (struct matter_facts){
        .law = &s->law,
        .matter = &f->m,
        .birth = s->p.birth,
        .suspended_on = suspended_on(s, f),
        .certified_on = law_last_success(&s->p.success),
        .locked_through = locks ? locks->locked_through : MONTH_NONE,
        .decided_by_manager = manager,
        .mover_is_manager = s->who.role == ROLE_MANAGER,
        .given_on = move->given_on,
        .lines = lines,
        .line_count = n,
        .overlap = overlap_facts(s, f),
        .refund = refund_facts(s, f),
        .refund_matter = refund_matter_of(s, f),
    };
    e = guard_facts(s, f, &out->suspension, why);
    out->suspension.someone_manager = out->decided_by_manager || out->mover_is_manager;
    if (e) return e;
    person_facts(s, f, out);
    return values_of(s, f, move, out, why);
}
