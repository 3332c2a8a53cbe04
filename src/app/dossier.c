#include "app/dossier.h"

#include <string.h>

#include "app/outreach.h"
#include "app/refund.h"
#include "law/kinds.h"
#include "law/signals.h"

struct dossier dossier_for_write(const struct call *call, struct write *w)
{
    return (struct dossier){
        .d = data_of_write(w),
        .w = w,
        .app = call->app,
        .law = call->app->law,
        .clock = call->clock,
        .who = call->who,
    };
}

struct dossier dossier_for_read(const struct call *call, struct read *r)
{
    return (struct dossier){.d = data_of_read(r),
                            .app = call->app,
                            .law = call->app->law,
                            .clock = call->clock,
                            .who = call->who};
}

enum err dossier_load(struct dossier *s, int64_t person_id, struct problem *why)
{
    enum err e = s->w ? person_lock_row(&s->d, person_id, why) : ERR_OK;
    if (!e) e = person_load(&s->d, person_id, &s->p, why);
    if (!e) e = line_load_all(&s->d, person_id, &s->lines, &s->line_count, why);
    if (!e) e = matters_load(&s->d, person_id, &s->matters, &s->matter_count, why);
    s->payers =
        ARENA_ARRAY(s->d.arena, struct payer_locks, s->line_count + 1); /* one line may be added */
    s->payer_count = 0;
    for (size_t i = 0; !e && i < s->line_count; i++)
        if (!dossier_locks(s, s->lines[i].payer)) e = ERR_FAILED;
    return e;
}

static bool locked_state(enum run_state state)
{
    return state == RUN_LOCKED || state == RUN_SENT || state == RUN_ACKNOWLEDGED;
}

/* A month is locked once its run is, or once its lock day has passed (docs/adr/0005). */
static enum err load_locks(struct dossier *s, struct payer_locks *p)
{
    struct payroll_run *runs = NULL;
    size_t count = 0;
    enum err e = payroll_run_load(&s->d, p->payer, &runs, &count, NULL);
    if (e) return e;
    struct month now = month_of(s->law.today), first = now;
    for (size_t i = 0; i < s->line_count; i++) {
        struct month from = month_of(moment_date(s->lines[i].ledger.recorded_at));
        if (month_cmp(from, first) < 0) first = from;
    }
    struct month last = month_add(now, 1);
    for (size_t i = 0; i < count; i++)
        if (month_cmp(runs[i].month, last) > 0) last = runs[i].month;
    size_t n = (size_t)(last.index - first.index + 1);
    int64_t *locked = ARENA_ARRAY(s->d.arena, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        struct date day = law_lock_day(&s->law, month_add(first, (int)i));
        if (date_cmp(day, s->law.today) < 0) locked[i] = moment_of(day, 24, 0) - 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (runs[i].sequence) continue;
        int32_t at = runs[i].month.index - first.index;
        if (at >= 0 && (size_t)at < n)
            locked[at] = locked_state(runs[i].state) ? runs[i].locked_at : 0;
    }
    for (size_t i = 0; i < n; i++)
        if (locked[i]) p->locked_through = month_add(first, (int)i);
    p->locks = (struct ledger_locks){first, n, locked};
    p->runs = runs;
    p->run_count = count;
    return ERR_OK;
}

const struct payer_locks *dossier_locks(struct dossier *s, const char *payer)
{
    for (size_t i = 0; i < s->payer_count; i++)
        if (strcmp(s->payers[i].payer, payer) == 0) return &s->payers[i];
    struct payer_locks *p = &s->payers[s->payer_count];
    memcpy(p->payer, payer, AGENCY_CODE);
    if (load_locks(s, p)) return NULL;
    s->payer_count++;
    return p;
}

bool dossier_pays(const struct dossier *s, const char *payer)
{
    for (size_t i = 0; i < s->line_count; i++)
        if (strcmp(s->lines[i].payer, payer) == 0) return true;
    return false;
}

struct ledger_line dossier_projected(struct dossier *s, const struct line *l)
{
    enum { MORE = 120 };
    struct ledger_line projected = l->ledger;
    const struct payer_locks *p = dossier_locks(s, l->payer);
    struct entry_row *all = ARENA_ARRAY(s->d.arena, struct entry_row, l->ledger.entry_count + MORE);
    struct ledger_pay pay = {.month = law_effect_month(&s->law, p->locked_through)};
    if (l->ledger.entry_count) memcpy(all, l->ledger.entries, l->ledger.entry_count * sizeof *all);
    projected.entries = all;
    projected.entry_count +=
        ledger_settle(&l->ledger, &p->locks, &pay, all + l->ledger.entry_count, MORE);
    return projected;
}

struct line *dossier_line(struct dossier *s, int64_t line_id)
{
    for (size_t i = 0; i < s->line_count; i++)
        if (s->lines[i].line_id == line_id) return &s->lines[i];
    return NULL;
}

struct matter_file *dossier_matter(struct dossier *s, int64_t matter_id)
{
    for (size_t i = 0; i < s->matter_count; i++)
        if (s->matters[i].m.matter_id == matter_id) return &s->matters[i];
    return NULL;
}

struct matter_file *dossier_open_matter(struct dossier *s, enum matter_kind_id kind,
                                        const char *agency)
{
    for (size_t i = s->matter_count; i-- > 0;) {
        struct matter *m = &s->matters[i].m;
        if (m->kind == kind && matter_open(m->state) && strcmp(m->agency, agency) == 0)
            return &s->matters[i];
    }
    return NULL;
}

int64_t dossier_suspended_by(const struct line *l)
{
    return evaluation_suspended_by(&l->ledger);
}

const struct matter_event *dossier_event(const struct matter_file *f, enum matter_event_id event)
{
    for (size_t i = f->event_count; i-- > 0;)
        if (f->events[i].event == event) return &f->events[i];
    return NULL;
}

struct date dossier_due(struct dossier *s, struct finding *why)
{
    struct cycle_facts facts = {
        .success = s->p.success,
        .first_month = s->p.first_month,
        .registered_on = s->p.registered_on,
        .birth = s->p.birth,
        .windows = s->app->windows,
        .window_count = s->app->window_count,
    };
    return law_due(&s->law, &facts, why);
}

static bool has_stoppable_line(const struct dossier *s)
{
    for (size_t i = 0; i < s->line_count; i++)
        if (!line_kind_medical(s->lines[i].kind) && s->lines[i].status <= 2) return true;
    return false;
}

static struct date earlier(struct date a, struct date b)
{
    return !date_is_set(a) ? b : !date_is_set(b) ? a : date_min(a, b);
}

/* Suspended and not yet investigated: the day six months on. */
static struct date next_investigation(struct dossier *s)
{
    struct date next = DATE_NONE;
    for (size_t i = 0; i < s->line_count; i++) {
        struct matter_file *f = dossier_matter(s, dossier_suspended_by(&s->lines[i]));
        const struct matter_event *released = f ? dossier_event(f, EVENT_RELEASE) : NULL;
        if (!released) continue;
        bool investigated = false;
        for (size_t k = 0; k < s->matter_count; k++)
            investigated |= s->matters[k].m.kind == MATTER_INVESTIGATION &&
                            s->matters[k].m.parent == f->m.matter_id;
        if (!investigated)
            next = earlier(next, law_investigation_day(&s->law, released->happened_on, NULL));
    }
    return next;
}

static bool closed_by_certifying(const struct matter_file *f)
{
    return f->m.state == STATE_CLOSED &&
           (dossier_event(f, EVENT_CERTIFIED) || dossier_event(f, EVENT_LAST_LOOK));
}

bool dossier_proposed(const struct dossier *s, const char *payer)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind != MATTER_SUSPENSION || date_cmp(m->event_on, s->p.due_on) < 0) continue;
        if ((!payer || strcmp(m->agency, payer) == 0) && !closed_by_certifying(&s->matters[i]))
            return true;
    }
    return false;
}

bool dossier_waits(const struct dossier *s)
{
    return has_stoppable_line(s) && !dossier_proposed(s, NULL);
}

static struct evaluation_matter matter_facts(const struct matter_file *f)
{
    const struct matter_event *released = dossier_event(f, EVENT_RELEASE);
    return (struct evaluation_matter){
        .matter_id = f->m.matter_id,
        .parent = f->m.parent,
        .kind = f->m.kind,
        .state = f->m.state,
        .cause = f->m.cause,
        .detail = f->m.detail,
        .payer = f->m.agency,
        .event_on = f->m.event_on,
        .until_on = f->m.until_on,
        .released_on = released ? released->happened_on : DATE_NONE,
        .by_certifying = closed_by_certifying(f),
    };
}

struct evaluation_facts dossier_facts(struct dossier *s)
{
    struct evaluation_line *lines =
        ARENA_ARRAY(s->d.arena, struct evaluation_line, s->line_count + 1);
    struct evaluation_matter *matters =
        ARENA_ARRAY(s->d.arena, struct evaluation_matter, s->matter_count + 1);
    for (size_t i = 0; i < s->line_count; i++) {
        const struct line *l = &s->lines[i];
        lines[i] = (struct evaluation_line){l->line_id,         l->kind,
                                            l->payer,           (enum relation)l->relation,
                                            l->appraisal_until, l->ledger};
    }
    for (size_t i = 0; i < s->matter_count; i++) matters[i] = matter_facts(&s->matters[i]);
    return (struct evaluation_facts){
        .person_id = s->p.person_id,
        .birth = s->p.birth,
        .registered_on = s->p.registered_on,
        .success = s->p.success,
        .due_on = s->p.due_on,
        .first_month = s->p.first_month,
        .abroad = s->p.residence_kind >= PLACE_HONGKONG,
        .lines = lines,
        .line_count = s->line_count,
        .matters = matters,
        .matter_count = s->matter_count,
    };
}

enum survival dossier_level(struct dossier *s, const struct evidence *list, size_t count,
                            struct finding *why)
{
    struct evaluation_facts f = dossier_facts(s);
    enum evidence_kind trace = EVIDENCE_UNSET;
    bool draws = false;
    *why = (struct finding){0};
    for (size_t i = 0; i < s->line_count; i++) draws |= s->lines[i].status < 4;
    for (size_t i = 0; i < count; i++) {
        const struct evidence *e = &list[i];
        if (!evidence_stands(e) || !e->name_agrees || evidence_side(e->kind) != EVIDENCE_FOR ||
            date_cmp(e->happened_on, s->law.today) > 0 || date_cmp(e->happened_on, f.trace_on) < 0)
            continue;
        f.trace_on = e->happened_on;
        trace = e->kind;
    }
    if (!draws) return SURVIVAL_UNSET;
    return evaluation_level(&s->law, &f, dossier_due(s, NULL), trace, why);
}

size_t dossier_foreseen(struct dossier *s, const struct evaluation_facts *f, size_t line,
                        struct foreseen out[FORESEEN_MOST])
{
    return s->lines[line].status == 4 ? 0 : evaluation_foreseen(&s->law, f, &f->lines[line], out);
}

struct matter_file *dossier_foreseen_matter(struct dossier *s, const char *payer,
                                            const struct foreseen *seen)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_FORESEEN_LOSS && m->cause == (int)seen->cause &&
            m->event_on.day == seen->on.day && strcmp(m->agency, payer) == 0)
            return &s->matters[i];
    }
    return NULL;
}

/* Is what the matter foresaw still in sight? */
static bool still_foreseen(struct dossier *s, const struct evaluation_facts *f,
                           const struct matter *m)
{
    struct foreseen list[FORESEEN_MOST];
    for (size_t i = 0; i < s->line_count; i++) {
        if (strcmp(s->lines[i].payer, m->agency) != 0) continue;
        size_t n = dossier_foreseen(s, f, i, list);
        for (size_t k = 0; k < n; k++)
            if ((int)list[k].cause == m->cause && list[k].on.day == m->event_on.day) return true;
    }
    return false;
}

struct matter_file *dossier_foreseen_gone(struct dossier *s, const struct evaluation_facts *f)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_FORESEEN_LOSS && matter_open(m->state) && !still_foreseen(s, f, m))
            return &s->matters[i];
    }
    return NULL;
}

/* Shown from its first day on, then again on the day itself; what is out of sight goes tomorrow. */
static struct date next_foreseen(struct dossier *s)
{
    struct date next = DATE_NONE, tomorrow = date_add_days(s->law.today, 1);
    struct evaluation_facts f = dossier_facts(s);
    for (size_t i = 0; i < s->line_count; i++) {
        struct foreseen list[FORESEEN_MOST];
        size_t n = dossier_foreseen(s, &f, i, list);
        for (size_t k = 0; k < n; k++) {
            struct matter_file *m = dossier_foreseen_matter(s, s->lines[i].payer, &list[k]);
            if (!m) next = earlier(next, date_max(list[k].shown_from, tomorrow));
            else if (matter_open(m->m.state)) next = earlier(next, date_max(list[k].on, tomorrow));
        }
    }
    return dossier_foreseen_gone(s, &f) ? earlier(next, tomorrow) : next;
}

static bool holds_payroll(const struct dossier *s)
{
    bool held = false;
    for (size_t i = 0; i < s->line_count; i++)
        held |= ledger_held(&s->lines[i].ledger, MONTH_NONE, INT64_MAX, DATE_NONE) != NULL;
    return held;
}

/* A row with a guard is the end of a hold: it waits only while something is held. */
static struct date next_expiry(const struct dossier *s)
{
    struct date next = DATE_NONE;
    bool held = holds_payroll(s);
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        const struct matter_row *row = matter_row(matter_kind(m->kind), m->state, EVENT_EXPIRED);
        if (row && (!row->guard || held))
            next = earlier(next,
                           date_max(date_add_days(m->due_on, 1), date_add_days(s->law.today, 1)));
    }
    return next;
}

/* A line that begins, or pays another amount, in a month to come may overlap then (art. 11). */
static struct date next_amount(const struct dossier *s)
{
    struct month now = month_of(s->law.today);
    struct date next = DATE_NONE;
    for (size_t i = 0; s->line_count > 1 && i < s->line_count; i++) {
        const struct ledger_line *l = &s->lines[i].ledger;
        if (month_cmp(l->first_month, now) > 0) next = earlier(next, month_first(l->first_month));
        for (size_t k = 0; k < l->rate_count; k++)
            if (month_cmp(l->rates[k].from, now) > 0)
                next = earlier(next, month_first(l->rates[k].from));
    }
    return next;
}

struct date dossier_next(struct dossier *s)
{
    struct date next = earlier(next_investigation(s), next_foreseen(s)), today = s->law.today;
    next = earlier(earlier(next, next_expiry(s)), next_amount(s));
    next = earlier(next, signals_next_change(&s->law)); /* woken for it: stays so */
    if (refund_wanted(s)) next = earlier(next, date_add_days(today, 1));
    for (size_t i = 0; i < s->line_count; i++) {
        struct date change = ledger_next_change(&s->lines[i].ledger, today);
        if (date_is_set(change)) next = earlier(next, change);
    }
    bool waiting = dossier_waits(s);
    next = earlier(next, outreach_next(s, waiting));
    if (!waiting) return next;
    int days[LAW_REMINDERS];
    size_t n = law_reminders(&s->law, s->p.birth, s->p.due_on, days);
    for (size_t i = 0; i < n; i++) {
        struct date day = date_add_days(s->p.due_on, -days[i]);
        if (date_cmp(day, today) > 0) return earlier(next, day);
    }
    return earlier(next, date_max(date_add_days(s->p.due_on, 1), date_add_days(today, 1)));
}

enum err dossier_fold(struct dossier *s, struct problem *why)
{
    if (s->p.person_id < 0) return ERR_OK; /* a matter about no person */
    bool attention = false;
    for (size_t i = 0; i < s->line_count; i++) {
        struct line *l = &s->lines[i];
        int64_t matter;
        int status = ledger_status(&l->ledger, INT64_MAX, s->law.today, &matter);
        attention |= status == 2 || status == 3;
        if (status == l->status && matter == l->status_matter) continue;
        l->status = status;
        l->status_matter = matter;
        enum err e = line_update_status(&s->d, l, why);
        if (e) return e;
    }
    for (size_t i = 0; i < s->matter_count; i++)
        attention |= s->matters[i].m.state == STATE_RELEASED || matter_open(s->matters[i].m.state);
    struct date next = dossier_next(s);
    if (next.day == s->p.next_on.day && attention == s->p.attention) return ERR_OK;
    s->p.next_on = next;
    s->p.attention = attention;
    return person_update_next(&s->d, &s->p, why);
}
