#include "app/matter_open.h"

#include <stdio.h>
#include <string.h>

#include "base/zh.h"
#include "law/power.h"

struct by_hand {
    const struct call *call;
    const struct matter_open *in;
    const struct matter_kind *kind;
    const char *agency;
    int64_t subject;
    struct matter_opened *out;
};

static enum err agency_of(const struct by_hand *b, const struct dossier *s, char out[AGENCY_CODE],
                          struct problem *why)
{
    const char *code = b->agency;
    bool lives = b->kind->at == AT_RESIDENCE && app_office_known(s->app, s->p.residence_code);
    if (!code && lives) code = s->p.residence_code;
    bool opener = b->kind->at == AT_OPENER || b->kind->at == AT_CITY;
    for (size_t i = 0; !code && !opener && i < s->line_count; i++) code = s->lines[i].payer;
    if (!code) code = s->who.agency;
    if (!agency_code_valid(code))
        return problem_set(why, ERR_USAGE, ZH_main_flag, NULL, "--agency", NULL);
    memcpy(out, code, AGENCY_CODE);
    out[AGENCY_CODE - 1] = 0;
    return ERR_OK;
}

/* A matter of the payer belongs to one who pays. */
static enum err check_agency(const struct by_hand *b, const struct dossier *s, const char *agency,
                             struct problem *why)
{
    const struct matter_row *row = matter_row(b->kind, STATE_UNSET, EVENT_OPEN);
    if (b->kind->at == AT_PAYER && !dossier_pays(s, agency))
        return problem_set(why, ERR_LAW, ZH_open_not_payer, "agency", agency, NULL);
    return app_authorise(b->call, row->who, agency, why);
}

static enum err check_single(const struct by_hand *b, struct dossier *s, struct problem *why)
{
    char id[24];
    for (size_t i = 0; b->kind->single && i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind != b->kind->id || !matter_open(m->state)) continue;
        snprintf(id, sizeof id, "%lld", (long long)m->matter_id);
        return problem_set(why, ERR_LAW, ZH_open_already, NULL, zh_text(b->kind->title), id, NULL);
    }
    return ERR_OK;
}

static struct date event_on(const struct by_hand *b, const struct matter_value *values, size_t n,
                            struct date today)
{
    for (size_t i = 0; b->kind->event_field && i < n; i++)
        if (strcmp(values[i].field->name, b->kind->event_field) == 0)
            return (struct date){(int32_t)values[i].number};
    return today;
}

static enum err open_in_write(struct write *w, void *ctx, struct problem *why)
{
    struct by_hand *b = ctx;
    struct dossier s = dossier_for_write(b->call, w);
    struct matter_file *made = NULL;
    struct matter_value *values = NULL;
    char agency[AGENCY_CODE];
    enum err e = dossier_load(&s, b->subject, why);
    if (!e) e = agency_of(b, &s, agency, why);
    if (!e) e = check_agency(b, &s, agency, why);
    if (!e) e = check_single(b, &s, why);
    if (!e) e = move_values(b->kind, EVENT_OPEN, &b->in->given, s.d.arena, &values, why);
    if (e) return e;
    struct opening o = {
        .kind = b->kind->id,
        .agency = agency,
        .event_on = event_on(b, values, b->in->given.count, s.law.today),
        .reported_on = s.law.today,
        .reason = b->in->reason,
        .values = values,
        .value_count = b->in->given.count,
    };
    if (power_history_only(o.event_on))
        return problem_set(why, ERR_LAW, ZH_open_history, b->kind->event_field,
                           date_print(o.event_on).s, NULL);
    e = move_open(&s, &o, &made, why);
    if (e) return e;
    b->out->moved =
        (struct moved){made->m.matter_id, made->m.state, made->m.due_on, made->m.effect_month};
    return ERR_OK;
}

struct counting {
    int year, count;
};

static bool count_one(void *ctx, const struct matter *m)
{
    struct counting *c = ctx;
    c->count += date_civil(m->opened_on).year == c->year;
    return true;
}

/* How many there were this year in the whole city: the way is being phased out there. */
static enum err count_year(const struct by_hand *b, struct problem *why)
{
    struct read r = {.arena = b->call->arena};
    struct counting c = {.year = date_civil(b->call->clock.business_date).year};
    enum err e = store_read_begin(b->call->app->store, &r, why);
    if (e) return e;
    r.arena = b->call->arena;
    struct data d = data_of_read(&r);
    struct matters_filter filter = {.kind = (int)b->kind->id};
    e = matters_list(&d, &filter, count_one, &c, why);
    store_read_end(&r);
    b->out->this_year = c.count;
    return e;
}

static enum err find_subject(struct by_hand *b, struct problem *why)
{
    struct idnum number;
    struct agency agency;
    struct read r = {.arena = b->call->arena};
    enum err e = ERR_OK;
    b->subject = b->kind->about_nobody ? -store_new_id(b->call->app->store) : b->in->person_id;
    if (b->kind->about_nobody && b->in->number)
        return problem_set(why, ERR_USAGE, ZH_open_about_nobody, "number", NULL);
    if (b->in->number) e = idnum_parse(b->in->number, b->call->clock.business_date, &number, why);
    if (!e) e = store_read_begin(b->call->app->store, &r, why);
    if (e) return e;
    r.arena = b->call->arena;
    struct data d = data_of_read(&r);
    if (b->in->number) e = person_find(&d, number.number, &b->subject, why);
    if (!e && b->agency) e = agency_load(&d, b->agency, AGENCY_OFFICE, &agency, why);
    store_read_end(&r);
    return e;
}

enum err matter_open_by_hand(const struct call *call, const struct matter_open *in,
                             struct matter_opened *out, struct problem *why)
{
    struct by_hand b = {.call = call, .in = in, .agency = in->agency, .out = out};
    *out = (struct matter_opened){0};
    b.kind = matter_kind_from_word(in->kind);
    if (!b.kind) return problem_set(why, ERR_USAGE, ZH_list_kind, "kind", in->kind, NULL);
    out->kind = b.kind;
    const struct matter_row *row = matter_row(b.kind, STATE_UNSET, EVENT_OPEN);
    if (row->who == ACTION_UNSET)
        return problem_set(why, ERR_LAW, ZH_open_by_system, "kind", zh_text(b.kind->title), NULL);
    if (permission_region(call->who.role, row->who) == REGION_NONE)
        return app_authorise(call, row->who, call->who.agency, why);
    enum err e = find_subject(&b, why);
    if (!e) e = app_write(call, b.subject, open_in_write, &b, why);
    if (!e && b.kind->on_open != ZH_none) e = count_year(&b, why);
    return e;
}
