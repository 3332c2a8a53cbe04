#include "app/certify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/matter_open.h"
#include "base/sm.h"
#include "law/power.h"
#include "store/session.h"

#define OTHER_WAY 6

static enum err write_certification(struct dossier *s, const struct certify *c,
                                    struct certified *out, struct problem *why)
{
    struct finding finding = {0};
    struct certification row = {
        .way = c->way,
        .channel = c->channel ? c->channel : "counter",
        .agency = c->agency,
        .operator= s->who.role ? s->who.login : "system",
        .held_on = c->held_on,
        .valid_until = law_valid_until(&s->law, c->way, c->held_on, s->p.birth, &finding),
        .result = RESULT_PASSED,
        .evidence = c->evidence,
        .recorded_at = s->clock.moment,
    };
    enum err e = finding_add(&s->d, s->p.person_id, c->why ? c->why : &finding, s->clock.moment,
                             &row.finding_seq, why);
    if (!e) e = certification_add(&s->d, &s->p, &row, why);
    if (e) return e;
    law_count_success(&s->p.success, c->way, c->held_on);
    s->p.due_on = dossier_due(s, NULL);
    *out = (struct certified){.reference = row.seq,
                              .person_id = s->p.person_id,
                              .held_on = c->held_on,
                              .valid_until = row.valid_until};
    return person_update_dates(&s->d, &s->p, why);
}

/* One held long ago gives no cycle that reaches past the day that was missed. */
static bool cures(const struct dossier *s, const struct matter *m)
{
    return m->cause != CAUSE_MISSED || date_cmp(s->p.due_on, m->event_on) > 0;
}

/* Open suspensions end here; at a payer that has suspended already, a reinstatement waits for its
 * decision. */
static enum err follow_up(struct dossier *s, const struct certify *c, struct certified *out,
                          struct problem *why)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        struct matter_file *f = &s->matters[i];
        if (f->m.kind != MATTER_SUSPENSION || !matter_open(f->m.state) || !cures(s, &f->m))
            continue;
        enum err e =
            move_matter(s, f, &(struct move){.event = EVENT_CERTIFIED, .system = true}, why);
        if (e) return e;
    }
    for (size_t i = 0; i < s->line_count; i++) {
        const char *payer = s->lines[i].payer;
        if (!dossier_suspended_by(&s->lines[i])) continue;
        if (dossier_open_matter(s, MATTER_REINSTATEMENT, payer)) continue;
        struct matter_file *made;
        struct opening o = {
            .kind = MATTER_REINSTATEMENT,
            .agency = payer,
            .event_on = c->held_on,
            .reported_on = s->law.today,
            .parent = dossier_suspended_by(&s->lines[i]),
        };
        enum err e = move_open(s, &o, &made, why);
        if (e) return e;
    }
    for (size_t i = 0; i < s->matter_count; i++)
        out->forwarded +=
            s->matters[i].m.kind == MATTER_REINSTATEMENT && matter_open(s->matters[i].m.state);
    return dossier_fold(s, why); /* a foreseen end may be out of sight now */
}

static void note(struct dossier *s, const char *action, const struct certified *c)
{
    char *object = arena_print(s->d.arena, "certification:%lld", (long long)c->reference);
    store_audit(s->w, &(struct audit_note){.subject = s->p.person_id,
                                           .action = action,
                                           .object = object,
                                           .content = &c->valid_until,
                                           .content_size = sizeof c->valid_until});
}

enum err certify_in_dossier(struct dossier *s, const struct certify *c, struct certified *out,
                            struct problem *why)
{
    if (date_cmp(c->held_on, law_last_success(&s->p.success)) <= 0 && s->p.certification_seq) {
        struct certification *list;
        size_t count;
        enum err e = certification_list(&s->d, &s->p, &list, &count, why);
        if (e) return e;
        for (size_t i = 0; i < count; i++) {
            if (list[i].held_on.day != c->held_on.day || list[i].result != RESULT_PASSED ||
                list[i].reversed)
                continue;
            *out = (struct certified){.reference = list[i].seq,
                                      .person_id = s->p.person_id,
                                      .held_on = c->held_on,
                                      .valid_until = list[i].valid_until,
                                      .repeated = true};
            note(s, "certify.repeat", out);
            return ERR_OK;
        }
    }
    enum err e = write_certification(s, c, out, why);
    if (e) return e;
    note(s, "certify", out);
    return s->p.attention ? follow_up(s, c, out, why) : ERR_OK;
}

struct certifying {
    const struct call *call;
    const struct certify *c;
    int64_t person_id;
    struct certified *out;
};

/* What a repetition with the caller's own key is answered with. */
static void keep_answer(struct write *w, const struct certified *c)
{
    store_answer(w, arena_print(w->arena, "%lld %lld %d %d %d %d", (long long)c->reference,
                                (long long)c->person_id, (int)c->held_on.day,
                                (int)c->valid_until.day, (int)c->repeated, c->forwarded));
}

static enum err read_answer(const char *text, struct certified *out, struct problem *why)
{
    int64_t v[6] = {0};
    for (int i = 0; i < 6; i++) {
        char *end;
        v[i] = strtoll(text, &end, 10);
        if (end == text) return problem_set(why, ERR_CONFLICT, ZH_certify_key_used, "key", NULL);
        text = end;
    }
    *out = (struct certified){.reference = v[0],
                              .person_id = v[1],
                              .held_on = {(int32_t)v[2]},
                              .valid_until = {(int32_t)v[3]},
                              .repeated = v[4] != 0,
                              .forwarded = (int)v[5]};
    return ERR_OK;
}

/* Art. 5 lets every institution certify everybody; scope.certify can bind it to those who live or
 * are paid in its own place. */
static enum err in_scope(const struct call *call, struct data *d, const struct person *p,
                         const char *agency, struct problem *why)
{
    int64_t scope;
    struct line *lines;
    size_t count;
    if (!params_value(call->app->law.params, PARAM_SCOPE_CERTIFY, call->app->law.today, &scope))
        return problem_set(why, ERR_LAW, ZH_certify_no_scope, NULL, NULL);
    if (scope != CHOICE_SCOPE_CERTIFY_OWN || agency_within(agency, p->residence_code))
        return ERR_OK;
    enum err e = line_load_all(d, p->person_id, &lines, &count, why);
    if (e) return e;
    for (size_t i = 0; i < count; i++)
        if (agency_within(agency, lines[i].payer)) return ERR_OK;
    return problem_set(why, ERR_DENIED, ZH_certify_scope, "agency", agency,
                       count ? lines[0].payer : p->residence_code, NULL);
}

static enum err certify_write(struct write *w, void *ctx, struct problem *why)
{
    struct certifying *k = ctx;
    struct dossier s = dossier_for_write(k->call, w);
    enum err e = person_load(&s.d, k->person_id, &s.p, why);
    if (!e) e = in_scope(k->call, &s.d, &s.p, k->c->agency, why);
    if (!e && s.p.attention) e = dossier_load(&s, k->person_id, why);
    if (!e) e = certify_in_dossier(&s, k->c, k->out, why);
    if (!e && k->c->desk && !k->out->repeated) {
        struct desk_entry done = {k->out->reference, k->person_id, s.clock.moment};
        e = desk_add(&s.d, s.who.login, s.clock.business_date, &done, why);
    }
    if (!e && k->c->key) keep_answer(w, k->out);
    return e;
}

static enum err check_way(const struct call *call, const struct certify *c, struct problem *why)
{
    char way[16];
    snprintf(way, sizeof way, "%d", c->way);
    if (c->way < 1 || c->way > 6)
        return problem_set(why, ERR_USAGE, ZH_certify_way, "way", way, NULL);
    if (c->way != OTHER_WAY || (c->note && *c->note)) return ERR_OK;
    int64_t least = 0;
    const struct law *law = &call->app->law;
    if (!params_value(law->params, PARAM_OTHER_WAY_MIN_CHARS, law->today, &least))
        return problem_set(why, ERR_LAW, ZH_move_no_law, NULL, NULL);
    return problem_set(why, ERR_LAW, ZH_certify_other_note, "note",
                       arena_print(call->arena, "%lld", (long long)least), NULL);
}

static enum err write_once(const struct call *call, struct certifying *k, struct problem *why)
{
    uint8_t digest[SM_DIGEST];
    struct app_once once = {.key = k->c->key, .digest = digest};
    char asked[96];
    snprintf(asked, sizeof asked, "%lld %d %d %s", (long long)k->person_id, k->c->way,
             (int)k->c->held_on.day, k->c->agency);
    sm_digest(asked, strlen(asked), digest);
    enum err e = app_write_once(call, k->person_id, &once, certify_write, k, why);
    return e || !once.replayed ? e : read_answer(once.answer, k->out, why);
}

/* Another way takes effect when a second person has released it (art. 7(6)). */
static enum err propose_other_way(const struct call *call, const struct certify *c,
                                  struct certified *out, struct problem *why)
{
    struct matter_opened opened;
    const char *text[] = {arena_print(call->arena, "description=%s", c->note),
                          arena_print(call->arena, "held_on=%s", date_print(c->held_on).s)};
    struct matter_open in = {.kind = matter_other_way.word,
                             .number = c->number,
                             .person_id = c->person_id,
                             .agency = c->agency,
                             .given = {text, sizeof text / sizeof *text}};
    enum err e = app_authorise(call, ACTION_CERTIFY, c->agency, why);
    if (!e) e = matter_open_by_hand(call, &in, &opened, why);
    *out = (struct certified){
        .reference = opened.moved.matter_id, .held_on = c->held_on, .pending = true};
    return e;
}

enum err certify_person(const struct call *call, const struct certify *given, struct certified *out,
                        struct problem *why)
{
    struct certify c = *given;
    struct idnum number;
    struct agency agency;
    struct read r = {.arena = call->arena};
    if (!date_is_set(c.held_on)) c.held_on = call->clock.business_date;
    enum err e = check_way(call, &c, why);
    if (!e && c.number) e = idnum_parse(c.number, call->clock.business_date, &number, why);
    if (!e && date_cmp(c.held_on, call->clock.business_date) > 0)
        e = problem_set(why, ERR_INPUT, ZH_certify_future, "on", date_print(c.held_on).s, NULL);
    if (!e && power_history_only(c.held_on))
        e = problem_set(why, ERR_LAW, ZH_certify_history, "on", date_print(c.held_on).s, NULL);
    if (!e && c.way == OTHER_WAY) return propose_other_way(call, &c, out, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    struct certifying k = {.call = call, .c = &c, .person_id = c.person_id, .out = out};
    e = agency_load(&d, c.agency, AGENCY_OFFICE, &agency, why);
    if (!e) e = app_authorise(call, ACTION_CERTIFY, c.agency, why);
    if (!e && c.number) e = person_find(&d, number.number, &k.person_id, why);
    store_read_end(&r);
    return e ? e : write_once(call, &k, why);
}
