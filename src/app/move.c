#include "app/move.h"

#include <stdio.h>
#include <string.h>

#include "app/evidence_apply.h"
#include "app/letter.h"
#include "app/overlap.h"
#include "app/param_change.h"
#include "base/buf.h"
#include "law/facts.h"

static enum err apply_effects(struct dossier *s, struct matter_file *f,
                              const struct matter_facts *facts, const struct matter_row *row,
                              struct problem *why);

/* ---- facts ---------------------------------------------------------------------------------- */

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
        if (s->matters[i].m.kind == MATTER_EVIDENCE_CHECK && matter_open(s->matters[i].m.state))
            out->against |= AGAINST_PENDING_CHECK;
    return ERR_OK;
}

static struct matter_line line_fact(struct dossier *s, const struct line *l)
{
    int64_t by = dossier_suspended_by(l);
    const struct matter_file *f = dossier_matter(s, by);
    struct month from = MONTH_NONE;
    for (size_t i = 0; by && i < l->ledger.span_count; i++)
        if (l->ledger.spans[i].matter == by && l->ledger.spans[i].effect == SPAN_SUSPEND)
            from = l->ledger.spans[i].from;
    return (struct matter_line){
        .line_id = l->line_id,
        .kind = l->kind,
        .status = l->status,
        .relation = (enum relation)l->relation,
        .appraisal_until = l->appraisal_until,
        .suspended_by = by,
        .suspended_from = from,
        .suspended_for = f && f->m.kind == MATTER_LOSS ? (enum loss_event)f->m.cause : LOSS_UNSET,
    };
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

static enum err load_facts(struct dossier *s, struct matter_file *f, const struct move *move,
                           struct matter_facts *out, struct problem *why)
{
    struct matter_line *lines = ARENA_ARRAY(s->d.arena, struct matter_line, s->line_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->line_count; i++)
        if (strcmp(s->lines[i].payer, f->m.agency) == 0) lines[n++] = line_fact(s, &s->lines[i]);
    const struct payer_locks *locks = n ? dossier_locks(s, f->m.agency) : NULL;
    bool manager = false;
    enum err e = decided_by_manager(s, f, &manager);
    if (e) return problem_set(why, e, ZH_err_memory, NULL, NULL);
    *out = (struct matter_facts){
        .law = &s->law,
        .matter = &f->m,
        .birth = s->p.birth,
        .suspended_on = suspended_on(s, f),
        .certified_on = s->p.last_success,
        .locked_through = locks ? locks->locked_through : MONTH_NONE,
        .decided_by_manager = manager,
        .mover_is_manager = s->who.role == ROLE_MANAGER,
        .given_on = move->given_on,
        .lines = lines,
        .line_count = n,
        .overlap = overlap_facts(s, f),
        .refund = overlap_refund_facts(s, f),
    };
    e = guard_facts(s, f, &out->suspension, why);
    out->suspension.someone_manager = out->decided_by_manager || out->mover_is_manager;
    return e;
}

/* ---- checks --------------------------------------------------------------------------------- */

static enum err check_second(const struct matter_file *f, const struct dossier *s,
                             struct problem *why)
{
    const struct matter_event *decide = dossier_event(f, EVENT_DECIDE);
    if (decide && strcmp(decide->actor, s->who.login) != 0) return ERR_OK;
    return problem_set(why, ERR_LAW, decide ? ZH_move_same_person : ZH_move_no_decision, "as",
                       s->who.login, NULL);
}

/* Who opened the matter does not release it where the row says so. */
static enum err check_opener(const struct matter_file *f, const struct dossier *s,
                             struct problem *why)
{
    const struct matter_event *open = dossier_event(f, EVENT_OPEN);
    if (open && strcmp(open->actor, s->who.login) != 0) return ERR_OK;
    return problem_set(why, ERR_LAW, ZH_move_same_opener, "as", s->who.login, NULL);
}

static enum err check_who(struct dossier *s, const struct matter_file *f,
                          const struct matter_row *row, const struct move *move,
                          struct problem *why)
{
    if (move->system)
        return row->who == ACTION_UNSET
                   ? ERR_OK
                   : problem_set(why, ERR_DENIED, ZH_move_needs_person, NULL, NULL);
    if (row->who == ACTION_UNSET)
        return problem_set(why, ERR_DENIED, ZH_move_system_only, "event",
                           matter_event_word(row->event), NULL);
    struct call call = {.who = s->who};
    bool below = row->who == ACTION_MATTER_NOTE && agency_within(f->m.agency, s->who.agency) &&
                 permission_region(s->who.role, row->who) != REGION_NONE;
    return below ? ERR_OK : app_authorise(&call, row->who, f->m.agency, why);
}

/* Names the facts that stand in the way: the missing ones, or the flags that are set against it. */
static enum err refused(struct dossier *s, const struct finding *finding, struct problem *why)
{
    static const enum zh_id sentences[] = {
        [OUTCOME_UNSET] = ZH_move_not_met,         [OUTCOME_MET] = ZH_move_not_met,
        [OUTCOME_NOT_MET] = ZH_move_not_met,       [OUTCOME_NEEDS_EVIDENCE] = ZH_move_needs,
        [OUTCOME_NOT_APPLICABLE] = ZH_move_no_law, [OUTCOME_NO_LAW] = ZH_move_no_law,
    };
    bool missing = finding->outcome == OUTCOME_NEEDS_EVIDENCE;
    struct buf names = BUF(4096);
    for (int i = 0; i < finding->fact_count; i++) {
        const struct finding_fact *fact = &finding->fact[i];
        bool named = missing ? !fact->known : fact->kind == FACT_FLAG && fact->value != 0;
        if (!named) continue;
        if (names.n) buf_puts(&names, zh_text(ZH_word_comma));
        buf_puts(&names, zh_text(facts_word(fact->id)));
    }
    (void)s;
    enum err e =
        problem_set(why, ERR_LAW, sentences[finding->outcome], NULL, names.p ? names.p : "", NULL);
    buf_free(&names);
    return e;
}

/* ---- effects -------------------------------------------------------------------------------- */

static struct line *line_by_id(struct dossier *s, int64_t line_id)
{
    for (size_t i = 0; i < s->line_count; i++)
        if (s->lines[i].line_id == line_id) return &s->lines[i];
    return NULL;
}

static enum err add_span(struct dossier *s, struct matter_file *f, const struct effect *effect,
                         struct problem *why)
{
    struct line *l = line_by_id(s, effect->line_id);
    enum span_effect kind = effect->kind == EFFECT_SPAN   ? effect->span
                            : effect->kind == EFFECT_LIFT ? SPAN_LIFT
                                                          : SPAN_VOID;
    struct span_row row = {
        .effect = kind,
        .matter = effect->matter_id ? effect->matter_id : f->m.matter_id,
        .by_matter = f->m.matter_id,
        .from = effect->month,
        .happened_on = s->law.today,
        .recorded_at = s->clock.moment,
    };
    if (effect->kind == EFFECT_VOID) {
        bool began = false;
        for (size_t i = 0; i < l->ledger.span_count; i++)
            began |= l->ledger.spans[i].matter == row.matter;
        for (size_t i = 0; i < l->ledger.entry_count; i++)
            began |= l->ledger.entries[i].kind == ENTRY_OVERLAP &&
                     l->ledger.entries[i].matter == row.matter;
        if (!began) return ERR_OK;
    }
    if (effect->kind != EFFECT_VOID && !month_is_set(f->m.effect_month))
        f->m.effect_month = effect->month;
    return line_add_span(&s->d, l, &row, why);
}

/* Next free number of a supplementary run of the month; an open one of today is used again. */
static int supplementary(const struct payer_locks *p, struct month m)
{
    int sequence = 1;
    for (size_t i = 0; i < p->run_count; i++)
        if (p->runs[i].month.index == m.index && p->runs[i].sequence >= sequence)
            sequence = p->runs[i].sequence + (p->runs[i].state == RUN_OPEN ? 0 : 1);
    return sequence;
}

/* The regular run of the resuming month while it is open, else a supplementary run of the month we
 * are in. */
static enum err back_pay(struct dossier *s, struct matter_file *f, const struct effect *effect,
                         struct problem *why)
{
    const struct payer_locks *p = dossier_locks(s, f->m.agency);
    struct month now = month_of(s->law.today);
    struct ledger_pay pay = {
        .month = month_cmp(effect->month, now) > 0 ? effect->month : now,
        .matter = f->m.matter_id,
        .recorded_at = s->clock.moment,
    };
    if (effect->at_once || ledger_locked_at(&p->locks, pay.month)) {
        pay.sequence = supplementary(p, pay.month);
        struct payroll_run run = {.month = pay.month, .sequence = pay.sequence, .state = RUN_OPEN};
        memcpy(run.payer, p->payer, AGENCY_CODE);
        enum err e = payroll_run_move(&s->d, &run, s->who.role ? s->who.login : "system",
                                      s->law.today, s->clock.moment, why);
        if (e) return e;
    }
    return move_settle(s, f->m.agency, &pay, why);
}

enum err move_settle(struct dossier *s, const char *payer, const struct ledger_pay *pay,
                     struct problem *why)
{
    struct entry_row rows[64];
    const struct payer_locks *locks = dossier_locks(s, payer);
    for (size_t i = 0; i < s->line_count; i++) {
        struct line *l = &s->lines[i];
        if (strcmp(l->payer, payer) != 0) continue;
        size_t n = 0;
        do {
            n = ledger_settle(&l->ledger, &locks->locks, pay, rows, 64);
            for (size_t k = 0; k < n; k++) {
                enum err e = line_add_entry(&s->d, l, &rows[k], why);
                if (e) return e;
            }
        } while (n >= 62);
    }
    return ERR_OK;
}

static enum err close_other(struct dossier *s, const struct effect *effect, struct problem *why)
{
    struct matter_file *other = dossier_matter(s, effect->matter_id);
    if (!other || !matter_row(matter_kind(other->m.kind), other->m.state, effect->event))
        return ERR_OK;
    return move_matter(s, other, &(struct move){.event = effect->event, .system = true}, why);
}

static enum err open_next(struct dossier *s, const struct matter_file *f,
                          const struct effect *effect, struct problem *why)
{
    if (!date_is_set(effect->event_on))
        return problem_set(why, ERR_INPUT, ZH_move_needs_day, "on", NULL);
    struct matter_file *made;
    char agency[AGENCY_CODE];
    memcpy(agency, f->m.agency, AGENCY_CODE);
    struct opening o = {
        .kind = effect->open,
        .agency = agency,
        .cause = effect->cause,
        .event_on = effect->event_on,
        .until_on = effect->until_on,
        .detail = effect->detail,
        .reported_on = s->law.today,
        .parent = f->m.matter_id,
    };
    return move_open(s, &o, &made, why);
}

static enum err apply_effects(struct dossier *s, struct matter_file *f,
                              const struct matter_facts *facts, const struct matter_row *row,
                              struct problem *why)
{
    struct effect *effects = ARENA_ARRAY(s->d.arena, struct effect, MATTER_EFFECTS);
    size_t n = row->effects ? row->effects(facts, effects) : 0;
    int64_t id = f->m.matter_id;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < n; i++) {
        f = dossier_matter(s, id); /* opening another matter may have moved the array */
        switch (effects[i].kind) {
        case EFFECT_SPAN:
        case EFFECT_LIFT:
        case EFFECT_VOID:
            e = add_span(s, f, &effects[i], why);
            break;
        case EFFECT_BACK_PAY:
            e = back_pay(s, f, &effects[i], why);
            break;
        case EFFECT_CLOSE:
            e = close_other(s, &effects[i], why);
            break;
        case EFFECT_OPEN:
            e = open_next(s, f, &effects[i], why);
            break;
        case EFFECT_OVERLAP:
        case EFFECT_RATE:
        case EFFECT_REFUND:
        case EFFECT_OFFSET:
            e = overlap_apply(s, f, facts, &effects[i], why);
            break;
        case EFFECT_PARAM:
            e = param_apply(s, f, why);
            break;
        case EFFECT_LETTER:
        case EFFECT_UNSET:
            break;
        }
    }
    return e;
}

/* ---- the one function ----------------------------------------------------------------------- */

static enum err write_event(struct dossier *s, struct matter_file *f, const struct matter_row *row,
                            const struct move *move, int64_t finding_seq, struct problem *why)
{
    const struct matter_event *decide = dossier_event(f, EVENT_DECIDE);
    const char *login =
        move->system ? "system" : arena_copy(s->d.arena, s->who.login, strlen(s->who.login));
    struct matter_event event = {
        .event = row->event,
        .from = row->from,
        .to = row->to,
        .actor = row->second_person ? decide->actor : login,
        .releaser = row->second_person ? login : "",
        .adverse = row->adverse,
        .happened_on = s->law.today,
        .reason = move->reason ? move->reason : "",
        .finding_seq = finding_seq,
        .recorded_at = s->clock.moment,
    };
    enum err e = matters_add_event(&s->d, &f->m, &event, why);
    if (e) return e;
    size_t n = f->event_count;
    struct matter_event *events = ARENA_ARRAY(s->d.arena, struct matter_event, n + 1);
    if (n) memcpy(events, f->events, n * sizeof *events);
    events[n] = event;
    f->events = events;
    f->event_count = n + 1;
    char object[48], action[48];
    snprintf(object, sizeof object, "matter:%lld", (long long)f->m.matter_id);
    snprintf(action, sizeof action, "matter.%s", matter_event_word(row->event));
    store_audit(s->w, &(struct audit_note){.subject = s->p.person_id,
                                           .action = arena_copy(s->d.arena, action, strlen(action)),
                                           .object = arena_copy(s->d.arena, object, strlen(object)),
                                           .content = &f->m.state,
                                           .content_size = sizeof f->m.state});
    return ERR_OK;
}

enum err move_matter(struct dossier *s, struct matter_file *f, const struct move *move,
                     struct problem *why)
{
    const struct matter_kind *kind = matter_kind(f->m.kind);
    const struct matter_row *row = matter_row(kind, f->m.state, move->event);
    struct matter_facts facts;
    struct finding finding = {0};
    int64_t finding_seq = 0, id = f->m.matter_id;
    if (!row)
        return problem_set(why, ERR_LAW, ZH_move_not_from_here, "event", zh_text(kind->title),
                           matter_state_word(f->m.state), matter_event_word(move->event), NULL);
    enum err e = check_who(s, f, row, move, why);
    if (!e && row->second_person) e = check_second(f, s, why);
    if (!e && row->not_opener) e = check_opener(f, s, why);
    if (!e) e = load_facts(s, f, move, &facts, why);
    if (e) return e;
    if (row->guard) {
        finding = row->guard(&facts);
        if (finding.outcome != OUTCOME_MET) return refused(s, &finding, why);
        e = finding_add(&s->d, s->p.person_id, &finding, s->clock.moment, &finding_seq, why);
    }
    if (!e) e = apply_effects(s, f, &facts, row, why);
    f = dossier_matter(s, id);
    if (!e) e = write_event(s, f, row, move, finding_seq, why);
    if (!e && row->letter != ZH_none) e = letter_make(s, f, row, &finding, move->reason, why);
    return e ? e : dossier_fold(s, why);
}

enum err move_open(struct dossier *s, const struct opening *o, struct matter_file **out,
                   struct problem *why)
{
    const struct matter_kind *kind = matter_kind(o->kind);
    struct finding clock_finding = {0};
    struct matter m = {
        .subject_id = s->p.person_id,
        .matter_id = store_new_id(s->d.store),
        .kind = o->kind,
        .state = STATE_PROPOSED,
        .opened_on = s->law.today,
        .clock_from = o->event_on,
        .due_on = kind->due(&s->law, o->cause, o->event_on, s->law.today, &clock_finding),
        .cause = o->cause,
        .event_on = o->event_on,
        .until_on = o->until_on,
        .reported_on = o->reported_on,
        .detail = o->detail,
        .parent = o->parent,
        .note = o->note,
    };
    memcpy(m.agency, o->agency, AGENCY_CODE);
    enum err e = matters_insert(&s->d, &m, s->clock.moment, why);
    if (e) return e;
    size_t n = s->matter_count;
    struct matter_file *files = ARENA_ARRAY(s->d.arena, struct matter_file, n + 1);
    if (n) memcpy(files, s->matters, n * sizeof *files);
    files[n] = (struct matter_file){.m = m};
    s->matters = files;
    s->matter_count = n + 1;
    *out = &files[n];
    const struct matter_row *row = matter_row(kind, STATE_UNSET, EVENT_OPEN);
    e = write_event(s, *out, row,
                    &(struct move){.event = EVENT_OPEN, .system = s->who.role == ROLE_UNSET}, 0,
                    why);
    return e ? e : dossier_fold(s, why);
}

struct by_id {
    const struct call *call;
    int64_t matter_id, subject;
    const struct move *move;
    struct moved *out;
    bool law_changed;
};

static enum err move_in_write(struct write *w, void *ctx, struct problem *why)
{
    struct by_id *b = ctx;
    struct dossier s = dossier_for_write(b->call, w);
    enum err e = dossier_load(&s, b->subject, why);
    struct matter_file *f = e ? NULL : dossier_matter(&s, b->matter_id);
    if (!e && !f) e = problem_set(why, ERR_NOT_FOUND, ZH_matter_unknown, NULL, NULL);
    if (!e) e = move_matter(&s, f, b->move, why);
    if (e) return e;
    f = dossier_matter(&s, b->matter_id);
    b->law_changed = s.law_changed;
    *b->out = (struct moved){f->m.matter_id, f->m.state, f->m.due_on, f->m.effect_month};
    return ERR_OK;
}

enum err move_by_id(const struct call *call, int64_t matter_id, const struct move *move,
                    struct moved *out, struct problem *why)
{
    struct by_id b = {.call = call, .matter_id = matter_id, .move = move, .out = out};
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = matters_find(&d, matter_id, &b.subject, why);
    store_read_end(&r);
    if (!e) e = app_write(call, b.subject, move_in_write, &b, why);
    return e || !b.law_changed || call->dry_run ? e : app_load_law(call->app, why);
}
