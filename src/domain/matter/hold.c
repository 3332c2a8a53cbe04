#include "domain/matter/hold.h"

#include "law/evidence.h"
#include "law/kinds.h"
#include "law/power.h"

static bool says_dead(const struct matter *m)
{
    return law_death((enum loss_event)m->cause) == DEATH_REPORTED;
}

/* A sign of life against a death on record, and what visitors were told, are checked too; neither
 * is a partner's report of a death, and both have a parent. */
static bool reported_dead(const struct matter *m)
{
    return says_dead(m) && !m->parent;
}

struct finding hold_of_death(const struct matter_facts *f)
{
    struct finding why;
    finding_start(&why, QUESTION_LOSS, f->law->today);
    why.outcome = says_dead(f->matter) ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

struct finding hold_may_begin(const struct matter_facts *f)
{
    struct finding why;
    evidence_death_hold(f->law, f->matter->opened_on, &why);
    bool history = power_history_only(f->matter->event_on); /* nothing can be decided by it */
    if (!reported_dead(f->matter) || history) why.outcome = OUTCOME_NOT_APPLICABLE;
    return why;
}

struct date hold_until(const struct matter_facts *f)
{
    return evidence_death_hold(f->law, f->matter->opened_on, NULL);
}

size_t hold_begin(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    struct month next = law_effect_month(f->law, f->locked_through);
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS; i++) {
        if (f->lines[i].status != 1 || line_kind_medical(f->lines[i].kind)) continue;
        out[n++] = (struct effect){
            .kind = EFFECT_SPAN, .span = SPAN_HOLD, .line_id = f->lines[i].line_id, .month = next};
    }
    return n;
}

bool hold_over(const struct matter_facts *f, const struct matter_line *line)
{
    return line->held_by &&
           (line->held_by == f->matter->matter_id || line->held_by == f->matter->parent);
}

struct finding hold_is_on(const struct matter_facts *f)
{
    struct finding why;
    evidence_death_hold(f->law, f->matter->opened_on, &why);
    why.outcome = OUTCOME_NOT_MET;
    for (size_t i = 0; i < f->line_count; i++)
        if (hold_over(f, &f->lines[i])) why.outcome = OUTCOME_MET;
    return why;
}

size_t hold_end(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    bool passed = false;
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS - 1; i++) {
        const struct matter_line *l = &f->lines[i];
        if (!hold_over(f, l)) continue;
        passed |= month_cmp(l->held, f->locked_through) <= 0;
        out[n++] =
            (struct effect){.kind = EFFECT_VOID, .line_id = l->line_id, .matter_id = l->held_by};
    }
    if (passed)
        out[n++] = (struct effect){
            .kind = EFFECT_BACK_PAY, .month = month_of(f->law->today), .at_once = true};
    return n;
}
