/* The people of lessons: enrolled like a roster's row, and brought to where the lesson begins by
 * the use cases that staff have. */
#include <stdio.h>
#include <string.h>

#include "app/certify.h"
#include "app/day.h"
#include "app/enrol.h"
#include "app/loss_report.h"
#include "app/move.h"
#include "app/training_part.h"
#include "domain/way.h"

#define NUMBERS 500 /* of one place, day of birth and sex */

struct making {
    const struct call *call;
    const struct lesson *lesson;
    char payer[AGENCY_CODE];
    struct roster_row row;
    int64_t person_id, matter_id;
};

/* The paying agency of the trainee's district, or one of another: the first two of the city. */
static void find_payer(struct making *m)
{
    static const char *const others[] = {"371003000000", "371082000000"};
    const char *own = m->call->who.agency;
    char district[AGENCY_CODE];
    snprintf(district, sizeof district, "%.6s000000", own);
    bool pays = agency_code_valid(own) && app_office_known(m->call->app, district) &&
                strcmp(district + 4, "00000000") != 0;
    if (!pays) snprintf(district, sizeof district, "371002000000");
    if (m->lesson->person.payer == LESSON_AT_OTHER)
        snprintf(district, sizeof district, "%s", others[strcmp(district, others[0]) == 0]);
    memcpy(m->payer, district, sizeof m->payer);
}

static unsigned first_number(const struct making *m)
{
    unsigned h = 2166136261u + (unsigned)m->lesson->number;
    for (const char *s = m->call->who.login; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
    return h % NUMBERS;
}

/* The n-th made-up number of the place, the day of birth and the sex. */
static enum err number_of(struct making *m, unsigned n, struct problem *why)
{
    char digits[20];
    struct date today = m->call->clock.business_date;
    struct civil c = date_civil(lesson_birth(&m->lesson->person, today));
    snprintf(digits, sizeof digits, "%.6s%04d%02d%02d%03u", m->payer, c.year, c.month, c.day,
             (n % NUMBERS) * 2 + (m->lesson->person.sex == 1));
    size_t end = strlen(digits);
    digits[end] = idnum_check_character(digits);
    digits[end + 1] = 0;
    return idnum_parse(digits, today, &m->row.number, why);
}

static enum err fill_row(struct making *m, struct problem *why)
{
    const struct lesson_person *p = &m->lesson->person;
    struct date today = m->call->clock.business_date;
    m->row = (struct roster_row){
        .kind = p->line_kind,
        .rate_fen = p->rate_fen,
        .first = month_of(date_add_months(today, -36)),
        .residence = {.kind = RESIDENCE_CITY},
        .last_certified = date_add_days(today, -p->certified_ago),
        .last_way = 1,
        .relation = p->relation,
        .note = "",
    };
    snprintf(m->row.name, sizeof m->row.name, "%s", p->name);
    name_key(m->row.name, m->row.name_key, sizeof m->row.name_key);
    snprintf(m->row.payer, sizeof m->row.payer, "%s", m->payer);
    snprintf(m->row.residence.code, sizeof m->row.residence.code, "%s", m->payer);
    return number_of(m, 0, why);
}

/* Another row of the roster about the same person: what overlaps is found as in an import. */
static enum err enrol_second(struct making *m, struct write *w, struct problem *why)
{
    struct dossier s = dossier_for_write(m->call, w);
    struct roster_row row = m->row;
    enum enrolled done;
    row.kind = m->lesson->person.second_kind;
    row.rate_fen = m->lesson->person.second_fen;
    row.components.basic = m->lesson->person.second_basic;
    row.components.subsidy = m->lesson->person.second_subsidy;
    row.components.account = row.rate_fen - row.components.basic - row.components.subsidy;
    return enrol_row(&s, &row, &done, why);
}

/* Looks for the first number that nobody has: other trainees, and the trainee's own earlier starts,
 * keep theirs. */
static enum err enrol(struct write *w, void *ctx, struct problem *why)
{
    struct making *m = ctx;
    struct dossier s = dossier_for_write(m->call, w);
    unsigned first = first_number(m);
    enum enrolled done;
    enum err e = ERR_OK;
    int64_t taken = 0;
    for (unsigned n = 0; !e && n < NUMBERS; n++) {
        e = number_of(m, first + n, why);
        if (!e) e = person_find(&s.d, m->row.number.number, &taken, why);
    }
    if (!e) return problem_set(why, ERR_CONFLICT, ZH_training_full, NULL, NULL);
    if (e != ERR_NOT_FOUND) return e;
    e = enrol_check(&s, &m->row, why);
    if (!e) e = enrol_row(&s, &m->row, &done, why);
    m->person_id = s.p.person_id;
    return e || !m->lesson->person.second_kind ? e : enrol_second(m, w, why);
}

/* ---- What happened before ------------------------------------------------------------------- */

/* A call by the demonstration staff of the payer. */
static enum err as(const struct making *m, const char *role, struct call *out, struct problem *why)
{
    char login[64];
    snprintf(login, sizeof login, "%s@%s", role, m->payer);
    struct app *app = m->call->app;
    enum err e = app_call(app, login, m->call->purpose, m->call->arena, out, why);
    if (!e) out->clock = m->call->clock;
    return e;
}

static enum err step(const struct making *m, const char *role, enum matter_event_id event,
                     struct problem *why)
{
    struct call call;
    struct moved done;
    struct move move = {.event = event, .reason = m->lesson->title};
    enum err e = as(m, role, &call, why);
    return e ? e : move_by_id(&call, m->matter_id, &move, &done, why);
}

/* The night of this one person; the suspension that it proposed is the matter in hand. */
static enum err night(struct write *w, void *ctx, struct problem *why)
{
    struct making *m = ctx;
    struct dossier s = dossier_for_write(m->call, w);
    struct day_counts counts = {0};
    s.who = (struct principal){.login = "system"};
    enum err e = dossier_load(&s, m->person_id, why);
    if (!e) e = day_person(&s, &counts, why);
    if (e) return e;
    const struct matter_file *proposed = dossier_open_matter(&s, MATTER_SUSPENSION, m->payer);
    m->matter_id = proposed ? proposed->m.matter_id : 0;
    return ERR_OK;
}

static enum err decide(const struct making *m, struct problem *why)
{
    enum err e = step(m, "clerk", EVENT_COMPARE, why);
    if (!e) e = step(m, "clerk", EVENT_CONTACT, why);
    if (!e) e = step(m, "clerk", EVENT_DECIDE, why);
    return e ? e : step(m, "reviewer", EVENT_RELEASE, why);
}

static enum err suspended(struct making *m, struct problem *why)
{
    enum err e = app_write(m->call, m->person_id, night, m, why);
    return e ? e : decide(m, why);
}

static enum err reported(struct making *m, const struct lesson_setup *s, struct problem *why)
{
    struct call call;
    struct loss_reported done;
    struct date today = m->call->clock.business_date;
    struct loss_report in = {.number = m->row.number.number,
                             .event = s->loss,
                             .on = date_add_days(today, -s->ago),
                             .reported_on = today,
                             .reporter_in_city = true};
    enum err e = as(m, "clerk", &call, why);
    if (!e) e = loss_report(&call, &in, &done, why);
    if (!e) m->matter_id = done.matter[0];
    return e;
}

static enum err certified(struct making *m, struct problem *why)
{
    struct certified done;
    struct certify c = {.number = m->row.number.number,
                        .way = WAY_COMMUNITY,
                        .channel = "counter",
                        .agency = m->call->who.agency};
    return certify_person(m->call, &c, &done, why);
}

static enum err prepare(struct making *m, const struct lesson_setup *s, struct problem *why)
{
    enum err e = ERR_OK;
    switch (s->kind) {
    case SETUP_UNSET:
        return ERR_OK;
    case SETUP_CERTIFIED:
        return certified(m, why);
    case SETUP_NIGHT:
        return app_write(m->call, m->person_id, night, m, why);
    case SETUP_SUSPENDED:
        return suspended(m, why);
    case SETUP_REPORTED:
        return reported(m, s, why);
    case SETUP_ENDED:
        e = reported(m, s, why);
        return e ? e : decide(m, why);
    }
    return e;
}

enum err training_people(const struct call *call, const struct lesson *l, int64_t *person_id,
                         struct problem *why)
{
    struct making m = {.call = call, .lesson = l};
    find_payer(&m);
    enum err e = fill_row(&m, why);
    if (!e) e = app_bulk(call, enrol, &m, why);
    for (size_t i = 0; !e && i < l->setup_count; i++) e = prepare(&m, &l->setup[i], why);
    *person_id = m.person_id;
    return e;
}
