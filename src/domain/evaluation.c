#include "domain/evaluation.h"

#include <string.h>

#include "law/kinds.h"
#include "law/overlap_period.h"

static uint64_t bit(size_t line)
{
    return line < EVALUATION_LINES ? (uint64_t)1 << line : 0;
}

static bool same_payer(const char *a, const char *b)
{
    return a == b || strcmp(a, b) == 0;
}

int64_t evaluation_suspended_by(const struct ledger_line *l)
{
    for (size_t i = 0; i < l->span_count; i++) {
        const struct span_row *b = &l->spans[i];
        bool over = b->effect != SPAN_SUSPEND;
        for (size_t k = i + 1; k < l->span_count; k++)
            over |= l->spans[k].matter == b->matter &&
                    (l->spans[k].effect == SPAN_LIFT || l->spans[k].effect == SPAN_VOID);
        if (!over) return b->matter;
    }
    return 0;
}

static const struct evaluation_matter *matter_by_id(const struct evaluation_facts *f, int64_t id)
{
    for (size_t i = 0; id && i < f->matter_count; i++)
        if (f->matters[i].matter_id == id) return &f->matters[i];
    return NULL;
}

/* ---- Art. 10: who is asked to decide -------------------------------------------------------- */

/* A suspension for that missed day, or a later one. One that was closed because the person
 * certified answers nothing once that certification is taken back. */
static bool about_day(const struct evaluation_matter *m, struct date due)
{
    return m->kind == MATTER_SUSPENSION && date_cmp(m->event_on, due) >= 0 && !m->by_certifying;
}

static bool proposed(const struct evaluation_facts *f, const char *payer, struct date due)
{
    for (size_t i = 0; i < f->matter_count; i++)
        if (about_day(&f->matters[i], due) && same_payer(f->matters[i].payer, payer)) return true;
    return false;
}

static bool asked_before(const struct evaluation_facts *f, const struct evaluation *e, size_t line)
{
    for (size_t i = 0; i < line; i++)
        if (e->suspend & bit(i) && same_payer(f->lines[i].payer, f->lines[line].payer)) return true;
    return false;
}

static void suspensions(const struct evaluation_facts *f, struct evaluation *e)
{
    for (size_t i = 0; i < f->line_count; i++) {
        const struct evaluation_line *l = &f->lines[i];
        if (line_kind_medical(l->kind) || !(e->status[1] & bit(i))) continue;
        if (!asked_before(f, e, i) && !proposed(f, l->payer, e->due)) e->suspend |= bit(i);
    }
}

static bool still_alive(enum matter_state s)
{
    return matter_open(s) || s == STATE_RELEASED || s == STATE_IN_EFFECT;
}

/* The day that a suspension is about has not passed by this law. */
static void restorations(const struct evaluation_facts *f, struct evaluation *e)
{
    for (size_t k = 0; k < f->matter_count; k++) {
        const struct evaluation_matter *m = &f->matters[k];
        if (m->kind != MATTER_SUSPENSION || m->cause != CAUSE_MISSED || !still_alive(m->state))
            continue;
        for (size_t i = 0; i < f->line_count; i++)
            if (!line_kind_medical(f->lines[i].kind) && same_payer(f->lines[i].payer, m->payer)) {
                e->restore |= bit(i);
                break;
            }
    }
}

static bool investigated(const struct evaluation_facts *f, int64_t matter_id)
{
    for (size_t i = 0; i < f->matter_count; i++)
        if (f->matters[i].kind == MATTER_INVESTIGATION && f->matters[i].parent == matter_id)
            return true;
    return false;
}

static void investigations(const struct law *law, const struct evaluation_facts *f,
                           struct evaluation *e)
{
    int64_t before[EVALUATION_LINES];
    size_t n = 0;
    for (size_t i = 0; i < f->line_count && i < EVALUATION_LINES; i++) {
        const struct evaluation_matter *m =
            matter_by_id(f, evaluation_suspended_by(&f->lines[i].ledger));
        bool again = false;
        for (size_t k = 0; m && k < n; k++) again |= before[k] == m->matter_id;
        if (!m || again || !date_is_set(m->released_on) || investigated(f, m->matter_id)) continue;
        struct date day = law_investigation_day(law, m->released_on, NULL);
        if (!date_is_set(day) || date_cmp(day, law->today) > 0) continue;
        before[n++] = m->matter_id;
        e->investigate |= bit(i);
    }
}

/* ---- Art. 8: losses that can be seen coming ------------------------------------------------- */

/* The end of the sentence that stops the line, none when it is open or there is none. */
static struct date sentence_until(const struct evaluation_facts *f, const struct evaluation_line *l)
{
    struct date until = DATE_NONE;
    for (size_t i = 0; i < f->matter_count; i++) {
        const struct evaluation_matter *m = &f->matters[i];
        if (m->kind != MATTER_LOSS || m->cause != LOSS_PRISON || !same_payer(m->payer, l->payer))
            continue;
        if (m->state == STATE_RELEASED || m->state == STATE_IN_EFFECT)
            until = date_max(until, m->until_on);
    }
    return until;
}

/* The first day of the pension that takes the place of a 伤残津贴 (工伤保险条例 35). */
static struct date retires_on(const struct evaluation_facts *f, const struct evaluation_line *l)
{
    struct date on = DATE_NONE;
    if (l->kind != LINE_DISABILITY) return on;
    for (size_t i = 0; i < f->line_count; i++)
        if (line_kind_work_pension(f->lines[i].kind))
            on = month_first(f->lines[i].ledger.first_month);
    return on;
}

size_t evaluation_foreseen(const struct law *law, const struct evaluation_facts *f,
                           const struct evaluation_line *l, struct foreseen out[FORESEEN_MOST])
{
    struct foresee_facts facts = {
        .line_kind = l->kind,
        .relation = l->relation,
        .birth = f->birth,
        .appraisal_until = l->appraisal_until,
        .sentence_until = sentence_until(f, l),
        .retires_on = retires_on(f, l),
    };
    if (f->abroad && date_is_set(law_last_success(&f->success)) && !line_kind_medical(l->kind))
        facts.proof_until = f->due_on;
    return foresee_list(law, &facts, out);
}

bool evaluation_opens_loss(int cause)
{
    return cause == FORESEEN_ADULTHOOD || cause == FORESEEN_APPRAISAL;
}

static bool foreseen_open(const struct evaluation_facts *f, const struct evaluation_line *l,
                          const struct foreseen *seen, bool *open)
{
    for (size_t i = 0; i < f->matter_count; i++) {
        const struct evaluation_matter *m = &f->matters[i];
        if (m->kind != MATTER_FORESEEN_LOSS || m->cause != (int)seen->cause ||
            m->event_on.day != seen->on.day || !same_payer(m->payer, l->payer))
            continue;
        *open = matter_open(m->state);
        return true;
    }
    return false;
}

/* Lines of one payer share a matter for one day and cause. */
static bool seen_before(const struct law *law, const struct evaluation_facts *f, size_t line,
                        const struct foreseen *seen)
{
    struct foreseen list[FORESEEN_MOST];
    for (size_t i = 0; i < line; i++) {
        if (!same_payer(f->lines[i].payer, f->lines[line].payer)) continue;
        size_t n = evaluation_foreseen(law, f, &f->lines[i], list);
        for (size_t k = 0; k < n; k++)
            if (list[k].cause == seen->cause && list[k].on.day == seen->on.day) return true;
    }
    return false;
}

/* Most lines have nothing that could be seen coming. */
static bool may_foresee(const struct evaluation_facts *f, const struct evaluation_line *l)
{
    return f->matter_count || f->abroad || date_is_set(l->appraisal_until) ||
           l->kind == LINE_DISABILITY || line_kind_dependant(l->kind);
}

static void foreseen(const struct law *law, const struct evaluation_facts *f, struct evaluation *e)
{
    struct foreseen list[FORESEEN_MOST];
    for (size_t i = 0; i < f->line_count; i++) {
        if (e->status[4] & bit(i) || !may_foresee(f, &f->lines[i])) continue;
        size_t n = evaluation_foreseen(law, f, &f->lines[i], list);
        for (size_t k = 0; k < n; k++) {
            bool open = true;
            if (!foresee_shown(law, &list[k]) || seen_before(law, f, i, &list[k])) continue;
            e->seen |= bit(i);
            if (!foreseen_open(f, &f->lines[i], &list[k], &open))
                e->foresee[list[k].cause] |= bit(i);
            if (open && list[k].on.day == law->today.day) e->arrive[list[k].cause] |= bit(i);
        }
    }
}

/* ---- Art. 11 -------------------------------------------------------------------------------- */

/* What the other payer had handed over and this one did not take up is no decision about the pair;
 * an overlap is closed by handing it over alone. */
static bool sent_back(const struct evaluation_facts *f, const struct evaluation_matter *m)
{
    for (size_t i = 0; m->state == STATE_REJECTED && m->parent && i < f->matter_count; i++)
        if (f->matters[i].matter_id == m->parent)
            return f->matters[i].kind == MATTER_OVERLAP && f->matters[i].state == STATE_CLOSED;
    return false;
}

/* Open, or settled once for all: rejected and undone are people's decisions. */
static bool known_pair(const struct evaluation_facts *f, int pair)
{
    for (size_t i = 0; i < f->matter_count; i++) {
        const struct evaluation_matter *m = &f->matters[i];
        if (m->kind != MATTER_OVERLAP || m->detail != pair || sent_back(f, m)) continue;
        if (matter_open(m->state) || m->state == STATE_REJECTED || m->state == STATE_UNDONE)
            return true;
    }
    return false;
}

static bool pair_overlaps(const struct law *law, const struct evaluation_facts *f,
                          const struct evaluation_line *a, const struct evaluation_line *b)
{
    struct overlap_part part[1]; /* one month is enough to open it */
    struct overlap_asked asked = {
        {a->kind, &a->ledger}, {b->kind, &b->ledger}, -1, MONTH_NONE, month_of(law->today)};
    int item = overlap_case(law, a->kind, b->kind, NULL);
    if (!item || item == 4 || known_pair(f, MATTER_PAIR(a->line_id, b->line_id))) return false;
    struct overlap_period p = overlap_period(law, &asked, part, 1, NULL);
    return p.count || p.missing;
}

static void overlaps(const struct law *law, const struct evaluation_facts *f, struct evaluation *e)
{
    for (size_t i = 0; i < f->line_count; i++)
        for (size_t k = i + 1; k < f->line_count; k++)
            e->overlaps += pair_overlaps(law, f, &f->lines[i], &f->lines[k]);
}

/* ---- Art. 7(3): who is to be called first --------------------------------------------------- */

/* Says that the person may not be alive, or not be who certified, and nobody has settled it. */
static bool unsettled(const struct evaluation_matter *m)
{
    bool of_life = law_death((enum loss_event)m->cause) != DEATH_NOT || m->cause == LOSS_MISSING;
    if (m->kind == MATTER_OBJECTION) return matter_open(m->state);
    if (m->kind == MATTER_EVIDENCE_CHECK)
        return matter_open(m->state) && (of_life || m->cause == LOSS_UNSET);
    return m->kind == MATTER_LOSS && of_life && still_alive(m->state) && !date_is_set(m->until_on);
}

enum survival evaluation_level(const struct law *law, const struct evaluation_facts *f,
                               struct date due, enum evidence_kind trace, struct finding *why)
{
    struct grade_facts g = {.last_success = law_last_success(&f->success),
                            .due_on = due,
                            .trace_on = f->trace_on,
                            .trace_kind = trace};
    for (size_t i = 0; i < f->matter_count; i++) g.unsettled |= unsettled(&f->matters[i]);
    return grade_survival(law, &g, why);
}

/* ---- All of it ------------------------------------------------------------------------------ */

struct evaluation evaluation_of(const struct evaluation_law *w, const struct evaluation_facts *f)
{
    struct evaluation e = {0};
    struct cycle_facts cycle = {
        .success = f->success,
        .first_month = f->first_month,
        .registered_on = f->registered_on,
        .birth = f->birth,
        .windows = w->windows,
        .window_count = w->window_count,
    };
    e.due = law_due(&w->law, &cycle, NULL);
    e.past_due = date_is_set(e.due) && date_cmp(e.due, w->law.today) < 0;
    for (size_t i = 0; i < f->line_count; i++) {
        const struct ledger_line *l = &f->lines[i].ledger;
        int64_t matter;
        int status = l->span_count ? ledger_status(l, INT64_MAX, w->law.today, &matter) : 1;
        e.status[status] |= bit(i);
    }
    if (e.past_due) suspensions(f, &e);
    else if (f->matter_count) restorations(f, &e);
    if (f->matter_count) investigations(&w->law, f, &e);
    foreseen(&w->law, f, &e);
    if (f->line_count > 1) overlaps(&w->law, f, &e);
    if (e.status[1] | e.status[2] | e.status[3])
        e.level = evaluation_level(&w->law, f, e.due, EVIDENCE_UNSET, NULL);
    return e;
}
