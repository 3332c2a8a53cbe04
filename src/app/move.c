#include "app/move.h"

#include <stdio.h>
#include <string.h>

#include "app/account.h"
#include "app/benefit.h"
#include "app/certify.h"
#include "app/detail.h"
#include "app/letter.h"
#include "app/move_check.h"
#include "app/move_facts.h"
#include "app/move_refused.h"
#include "app/overlap.h"
#include "app/param_change.h"
#include "app/readjudicate.h"
#include "app/refund.h"
#include "law/power.h"
#include "store/fields.h"

/* ---- effects -------------------------------------------------------------------------------- */

static enum err add_span(struct dossier *s, struct matter_file *f, const struct effect *effect,
                         struct problem *why)
{
    struct line *l = dossier_line(s, effect->line_id);
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

enum err move_supplementary(struct dossier *s, const char *payer, struct month m, int *sequence,
                            struct problem *why)
{
    *sequence = supplementary(dossier_locks(s, payer), m);
    struct payroll_run run = {.month = m, .sequence = *sequence, .state = RUN_OPEN};
    memcpy(run.payer, payer, AGENCY_CODE);
    return payroll_run_move(&s->d, &run, s->who.role ? s->who.login : "system", s->law.today,
                            s->clock.moment, why);
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
        enum err e = move_supplementary(s, p->payer, pay.month, &pay.sequence, why);
        if (e) return e;
    }
    return move_settle(s, f->m.agency, &pay, why);
}

typedef size_t (*settle_fn)(const struct ledger_line *line, const struct ledger_locks *locks,
                            const struct ledger_pay *pay, struct entry_row *out, size_t cap);

static enum err settle_line(struct dossier *s, struct line *l, settle_fn settle,
                            const struct ledger_pay *pay, struct problem *why)
{
    struct entry_row rows[64];
    const struct payer_locks *locks = dossier_locks(s, l->payer);
    size_t n = 0;
    do {
        n = settle(&l->ledger, &locks->locks, pay, rows, 64);
        for (size_t k = 0; k < n; k++) {
            enum err e = line_add_entry(&s->d, l, &rows[k], why);
            if (e) return e;
        }
    } while (n >= 62);
    return ERR_OK;
}

enum err move_settle(struct dossier *s, const char *payer, const struct ledger_pay *pay,
                     struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->line_count; i++) {
        if (strcmp(s->lines[i].payer, payer) != 0) continue;
        e = settle_line(s, &s->lines[i], ledger_settle, pay, why);
        if (!e) e = settle_line(s, &s->lines[i], ledger_settle_past, pay, why);
    }
    return e;
}

static enum err close_other(struct dossier *s, const struct effect *effect, struct problem *why)
{
    struct matter_file *other = dossier_matter(s, effect->matter_id);
    if (!other || !matter_row(matter_kind(other->m.kind), other->m.state, effect->event))
        return ERR_OK;
    return move_matter(s, other, &(struct move){.event = effect->event, .system = true}, why);
}

static enum err open_at(struct dossier *s, int64_t parent, const struct effect *effect,
                        const char *agency, struct problem *why)
{
    struct matter_file *made;
    if (effect->once && dossier_open_matter(s, effect->open, agency)) return ERR_OK;
    struct opening o = {
        .kind = effect->open,
        .agency = agency,
        .cause = effect->cause,
        .event_on = effect->event_on,
        .until_on = effect->until_on,
        .detail = effect->detail,
        .reported_on = s->law.today,
        .parent = parent,
        .note = effect->text,
    };
    return move_open(s, &o, &made, why);
}

static bool concerned(const struct line *l, enum effect_whom whom)
{
    if (line_kind_medical(l->kind) || l->status == 4) return false;
    return whom == WHOM_EVERY_PAYER || line_kind_dependant(l->kind);
}

/* Who pays the other of the two lines of an overlap. */
static const char *other_payer(struct dossier *s, int pair, const char *agency)
{
    const struct line *a = dossier_line(s, pair / MATTER_PAIR(1, 0)),
                      *b = dossier_line(s, pair % MATTER_PAIR(1, 0));
    return strcmp(a->payer, agency) == 0 ? b->payer : a->payer;
}

static enum err open_next(struct dossier *s, const struct matter_file *f,
                          const struct effect *effect, struct problem *why)
{
    char agency[AGENCY_CODE];
    int64_t parent = f->m.matter_id;
    if (!date_is_set(effect->event_on))
        return problem_set(why, ERR_INPUT, ZH_move_needs_day, "on", zh_text(ZH_move_day_fact),
                           NULL);
    memcpy(agency, f->m.agency, AGENCY_CODE);
    if (effect->agency) return open_at(s, parent, effect, effect->agency, why);
    if (effect->whom == WHOM_PAYER) return open_at(s, parent, effect, agency, why);
    if (effect->whom == WHOM_OTHER_PAYER)
        return open_at(s, parent, effect, other_payer(s, effect->detail, agency), why);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < s->line_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again |= concerned(&s->lines[k], effect->whom) &&
                     strcmp(s->lines[k].payer, s->lines[i].payer) == 0;
        if (!again && concerned(&s->lines[i], effect->whom))
            e = open_at(s, parent, effect, s->lines[i].payer, why);
    }
    return e;
}

static enum err certify_by(struct dossier *s, const struct matter_file *f,
                           const struct effect *effect, struct problem *why)
{
    struct certified done;
    char agency[AGENCY_CODE];
    memcpy(agency, f->m.agency, AGENCY_CODE);
    struct certify c = {.way = effect->way,
                        .channel = matter_kind(f->m.kind)->word,
                        .agency = agency,
                        .held_on = effect->event_on,
                        .note = effect->text};
    return certify_in_dossier(s, &c, &done, why);
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
        case EFFECT_OWING:
            e = refund_detect(s, arena_copy(s->d.arena, f->m.agency, strlen(f->m.agency)), why);
            break;
        case EFFECT_OVERLAP:
        case EFFECT_RATE:
            e = overlap_apply(s, f, facts, &effects[i], why);
            break;
        case EFFECT_REFUND:
        case EFFECT_OFFSET:
        case EFFECT_TAKE:
            e = refund_apply(s, f, &effects[i], why);
            break;
        case EFFECT_ACCOUNT:
        case EFFECT_ACCOUNT_BACK:
            e = account_apply(s, f, &effects[i], why);
            break;
        case EFFECT_CERTIFY:
            e = certify_by(s, f, &effects[i], why);
            break;
        case EFFECT_CHANGE:
            e = detail_change(s, &effects[i], why);
            break;
        case EFFECT_BENEFIT:
            e = benefit_apply(s, f, why);
            break;
        case EFFECT_READJUDICATE:
            s->readjudicate = true;
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
    const struct matter_event *decide = move_first_person(f, row);
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

/* Kept with the event that is about to be written. */
static enum err keep_values(struct dossier *s, struct matter_file *f, const struct move *move,
                            struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < move->value_count; i++) {
        struct matter_given given = {move->values[i].field->name, move->values[i].text,
                                     move->event};
        e = fields_add(&s->d, &f->m, &given, s->clock.moment, why);
    }
    return e || !move->value_count ? e : fields_load(&s->d, f, why);
}

/* Guard, effects, clock, event and letter of one row; who may was asked before. */
static enum err take_row(struct dossier *s, int64_t id, const struct matter_row *row,
                         const struct move *move, struct problem *why)
{
    struct matter_facts facts;
    struct finding finding = {0};
    int64_t finding_seq = 0;
    struct matter_file *f = dossier_matter(s, id);
    enum err e = move_facts(s, f, move, &facts, why);
    if (e) return e;
    if (row->guard) {
        finding = row->guard(&facts);
        if (finding.outcome != OUTCOME_MET) return move_refused(row, &finding, why);
        e = finding_add(&s->d, s->p.person_id, &finding, s->clock.moment, &finding_seq, why);
    }
    if (!e) e = keep_values(s, f, move, why);
    if (!e) e = apply_effects(s, f, &facts, row, why);
    f = dossier_matter(s, id);
    if (!e && row->clock) f->m.due_on = row->clock(&facts);
    if (!e) e = write_event(s, f, row, move, finding_seq, why);
    if (!e && row->letter != ZH_none) e = letter_make(s, f, row, &finding, move->reason, why);
    return e;
}

enum err move_matter(struct dossier *s, struct matter_file *f, const struct move *move,
                     struct problem *why)
{
    const struct matter_kind *kind = matter_kind(f->m.kind);
    const struct matter_row *row = matter_row(kind, f->m.state, move->event);
    if (!row)
        return problem_set(why, ERR_LAW, ZH_move_not_from_here, "event", zh_text(kind->title),
                           matter_state_word(f->m.state), matter_event_word(move->event), NULL);
    enum err e = move_check(s, f, row, move, why);
    if (!e) e = take_row(s, f->m.matter_id, row, move, why);
    return e ? e : dossier_fold(s, why);
}

enum err move_if_met(struct dossier *s, int64_t id, enum matter_event_id event, struct problem *why)
{
    struct matter_file *f = dossier_matter(s, id);
    struct matter_facts facts;
    struct move move = {.event = event, .system = true};
    const struct matter_row *row = matter_row(matter_kind(f->m.kind), f->m.state, event);
    if (!row || row->who != ACTION_UNSET) return ERR_OK;
    enum err e = move_facts(s, f, &move, &facts, why);
    if (e || (row->guard && row->guard(&facts).outcome != OUTCOME_MET)) return e;
    return take_row(s, id, row, &move, why);
}

/* What needs nobody's review or decision happens with the opening, and so does a hold that the law
 * itself attaches to it. */
static enum err follow_at_once(struct dossier *s, int64_t id, struct problem *why)
{
    enum err e = move_if_met(s, id, EVENT_AT_ONCE, why);
    return e ? e : move_if_met(s, id, EVENT_HOLD, why);
}

enum err move_open(struct dossier *s, const struct opening *o, struct matter_file **out,
                   struct problem *why)
{
    const struct matter_kind *kind = matter_kind(o->kind);
    const struct matter_row *row = matter_row(kind, STATE_UNSET, EVENT_OPEN);
    struct move move = {.event = EVENT_OPEN,
                        .reason = o->reason,
                        .values = o->values,
                        .value_count = o->value_count,
                        .system = s->who.role == ROLE_UNSET};
    struct matter m = {
        .subject_id = s->p.person_id,
        .matter_id = store_new_id(s->d.store),
        .kind = o->kind,
        .state = row->to,
        .opened_on = s->law.today,
        .clock_from = o->event_on,
        .due_on = kind->due(&s->law, o->cause, o->event_on, s->law.today, NULL),
        .cause = o->cause,
        .event_on = o->event_on,
        .until_on = o->until_on,
        .reported_on = o->reported_on,
        .detail = o->detail,
        .parent = o->parent,
        .note = o->note,
    };
    memcpy(m.agency, o->agency, AGENCY_CODE);
    if (kind->no_history && power_history_only(o->event_on))
        return move_refuse_history(o->event_on, why);
    enum err e = move_check_values(kind, &move, why);
    if (!e) e = matters_insert(&s->d, &m, s->clock.moment, why);
    if (e) return e;
    size_t n = s->matter_count;
    struct matter_file *files = ARENA_ARRAY(s->d.arena, struct matter_file, n + 1);
    if (n) memcpy(files, s->matters, n * sizeof *files);
    files[n] = (struct matter_file){.m = m};
    s->matters = files;
    s->matter_count = n + 1;
    e = take_row(s, m.matter_id, row, &move, why);
    if (!e) e = follow_at_once(s, m.matter_id, why);
    *out = dossier_matter(s, m.matter_id);
    return e ? e : dossier_fold(s, why);
}

struct by_id {
    const struct call *call;
    int64_t matter_id, subject;
    const struct move *move;
    struct moved *out;
    bool law_changed, readjudicate;
};

static enum err move_in_write(struct write *w, void *ctx, struct problem *why)
{
    struct by_id *b = ctx;
    struct dossier s = dossier_for_write(b->call, w);
    enum err e = dossier_load(&s, b->subject, why);
    struct matter_file *f = e ? NULL : dossier_matter(&s, b->matter_id);
    if (!e && !f) e = problem_set(why, ERR_NOT_FOUND, ZH_matter_unknown, NULL, NULL);
    struct move move = *b->move;
    struct matter_value *values = NULL;
    if (!e)
        e = move_values(matter_kind(f->m.kind), move.event, &b->move->given, s.d.arena, &values,
                        why);
    move.values = values;
    move.value_count = b->move->given.count;
    if (!e) e = move_matter(&s, f, &move, why);
    if (e) return e;
    f = dossier_matter(&s, b->matter_id);
    b->law_changed = s.law_changed;
    b->readjudicate = s.readjudicate;
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
    if (e || call->dry_run) return e;
    struct readjudicate_written written;
    if (b.readjudicate) e = readjudicate_apply(call, matter_id, &written, why);
    return e || !b.law_changed ? e : app_load_law(call->app, why);
}
