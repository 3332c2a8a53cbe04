#include "app/check.h"

#include <inttypes.h>
#include <string.h>

#include "base/zh.h"
#include "store/photo.h"

#define SHOWN 50

struct checking {
    const struct call *call;
    FILE *out;
    struct check_counts *n;
    struct date last_day;
    struct date *changes; /* days on which the law changed, newest first */
    size_t change_count;
    struct date since; /* the earliest of those before which a due day found here was right */
};

static void broken(struct checking *k, const struct dossier *s, enum zh_id what, const char *detail)
{
    char text[512], id[24];
    snprintf(id, sizeof id, "%" PRId64, s->p.person_id);
    if (k->n->breaks++ < SHOWN)
        fprintf(k->out, "%s\n", zh_print(text, sizeof text, what, id, detail, NULL));
}

/* Months are settled by the night of their lock; one locked by the calendar alone still waits for
 * its run. */
static bool settled(const struct payer_locks *p, struct month m, struct date last_day)
{
    for (size_t i = 0; i < p->run_count; i++) {
        const struct payroll_run *r = &p->runs[i];
        if (r->month.index == m.index && !r->sequence && r->state != RUN_OPEN)
            return date_cmp(moment_date(r->locked_at), last_day) <= 0;
    }
    return false;
}

/* Settling again would add nothing: neither what is withheld nor what is owed back is missing. */
static void check_settled(struct checking *k, struct dossier *s, const struct line *l,
                          const struct payer_locks *p)
{
    enum { MOST = 64 };
    struct entry_row missing[MOST];
    struct ledger_pay pay = {.month = month_add(month_of(s->law.today), 1)};
    size_t n = ledger_settle(&l->ledger, &p->locks, &pay, missing, MOST);
    for (size_t i = 0; i < n; i++)
        if (settled(p, missing[i].month, k->last_day)) {
            broken(k, s, ZH_check_month, month_print(missing[i].month).s);
            return;
        }
}

static void check_line(struct checking *k, struct dossier *s, const struct line *l)
{
    int64_t matter;
    struct date change = ledger_next_change(&l->ledger, k->last_day);
    bool due = date_is_set(change) &&
               date_cmp(change, s->law.today) <= 0; /* the night has yet to fold it */
    const struct payer_locks *p = dossier_locks(s, l->payer);
    if (!due && (ledger_status(&l->ledger, INT64_MAX, s->law.today, &matter) != l->status ||
                 matter != l->status_matter))
        broken(k, s, ZH_check_status, l->payer);
    k->n->lines++;
    check_settled(k, s, l, p);
    for (size_t i = 0; i < p->locks.count; i++) {
        if (!p->locks.locked_at[i] || p->locks.locked_at[i] < l->ledger.recorded_at) continue;
        struct month m = month_add(p->locks.first, (int)i);
        struct month_account a = ledger_account(&l->ledger, &p->locks, m);
        k->n->months++;
        if (ledger_difference(&a) && settled(p, m, k->last_day))
            broken(k, s, ZH_check_month, month_print(m).s);
    }
}

static void check_matter(struct checking *k, struct dossier *s, const struct matter_file *f)
{
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, f->m.matter_id);
    k->n->matters++;
    bool gap = f->event_count == 0 || f->m.events != (int)f->event_count;
    for (size_t i = 0; i < f->event_count; i++) {
        gap |= f->events[i].n != (int)i + 1;
        gap |= i > 0 && f->events[i].from != f->events[i - 1].to;
        if (f->events[i].adverse && (!f->events[i].finding_seq || !f->events[i].releaser[0] ||
                                     strcmp(f->events[i].actor, f->events[i].releaser) == 0))
            broken(k, s, ZH_check_adverse, id);
    }
    if (gap || f->events[f->event_count - 1].to != f->m.state) broken(k, s, ZH_check_matter, id);
}

/* Right by what was known before an amendment? */
static bool outdated(struct checking *k, struct dossier *s)
{
    struct law now = s->law;
    bool found = false;
    for (size_t i = 0; !found && i < k->change_count; i++) {
        struct date since = k->changes[i];
        s->law = app_law_on(s->app, s->d.arena, now.today, date_add_days(since, -1));
        found = dossier_due(s, NULL).day == s->p.due_on.day;
        if (found && (!date_is_set(k->since) || date_cmp(since, k->since) < 0)) k->since = since;
    }
    s->law = now;
    k->n->outdated += found;
    return found;
}

static enum err check_certifications(struct checking *k, struct dossier *s, struct problem *why)
{
    struct certification *list;
    size_t count;
    enum err e = certification_list(&s->d, &s->p, &list, &count, why);
    if (e) return e;
    struct successes last = certification_last(list, count, (struct date){INT32_MAX});
    bool gap = (int)count != s->p.certification_count;
    for (size_t i = 0; i < count; i++) gap |= list[i].n != (int)(count - i);
    if (gap) broken(k, s, ZH_check_certifications, "");
    bool moved =
        last.here.day != s->p.success.here.day || last.abroad.day != s->p.success.abroad.day;
    if (moved || (dossier_due(s, NULL).day != s->p.due_on.day && !outdated(k, s)))
        broken(k, s, ZH_check_due, "");
    return ERR_OK;
}

/* Every picture that stands is there and opens; what was withdrawn is gone. */
static enum err check_photo(struct checking *k, struct dossier *s, struct problem *why)
{
    struct photo now;
    struct sm_bytes picture;
    bool whole = false;
    enum err e = photo_whole(&s->d, s->p.person_id, &whole, why);
    if (!e) e = photo_current(&s->d, s->p.person_id, &now, why);
    if (e) return e;
    if (!whole || (now.n && photo_picture(&s->d, &now, &picture, NULL)))
        broken(k, s, ZH_check_photo, "");
    return ERR_OK;
}

static void notice_outdated(const struct checking *k)
{
    char text[512], count[24];
    snprintf(count, sizeof count, "%" PRId64, k->n->outdated);
    if (k->n->outdated)
        fprintf(
            k->out, "%s\n",
            zh_print(text, sizeof text, ZH_check_outdated, count, date_print(k->since).s, NULL));
}

static enum err check_person(struct checking *k, struct read *r, int64_t id, struct problem *why)
{
    struct dossier s = dossier_for_read(k->call, r);
    enum err e = dossier_load(&s, id, why);
    if (e) return e;
    k->n->persons++;
    for (size_t i = 0; i < s.line_count; i++) check_line(k, &s, &s.lines[i]);
    for (size_t i = 0; i < s.matter_count; i++) check_matter(k, &s, &s.matters[i]);
    e = check_certifications(k, &s, why);
    return e ? e : check_photo(k, &s, why);
}

enum err check_store(const struct call *call, FILE *out, struct check_counts *counts,
                     struct problem *why)
{
    struct checking k = {.call = call, .out = out, .n = counts};
    struct read r = {.arena = call->arena};
    struct id_page page = {.count = ID_PAGE};
    *counts = (struct check_counts){0};
    k.change_count = app_law_changes(call->app, call->arena, &k.changes);
    enum err e = app_authorise(call, ACTION_CHECK, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data first = data_of_read(&r);
    e = day_last(&first, &k.last_day, why);
    struct arena *arena = arena_new(256u << 20);
    if (!arena) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    while (!e && page.count == ID_PAGE) {
        r.arena = arena;
        struct data d = data_of_read(&r);
        e = person_list(&d, &page, why);
        for (size_t i = 0; !e && i < page.count; i++) e = check_person(&k, &r, page.ids[i], why);
        arena_reset(arena);
    }
    arena_free(arena);
    store_read_end(&r);
    notice_outdated(&k);
    if (!e && counts->breaks) e = problem_set(why, ERR_FAILED, ZH_check_broken, NULL, NULL);
    return e;
}
