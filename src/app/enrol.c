#include "app/enrol.h"

#include <stdio.h>
#include <string.h>

#include "app/move.h"
#include "app/overlap.h"
#include "base/pinyin.h"
#include "store/load.h"

enum err enrol_check(struct dossier *s, const struct roster_row *row, struct problem *why)
{
    if (!agency_may_pay(row->payer) || !app_office_known(s->app, row->payer)) {
        struct agency payer;
        enum err e = agency_load(&s->d, row->payer, AGENCY_OFFICE, &payer, why);
        if (e == ERR_NOT_FOUND)
            return problem_set(why, ERR_INPUT, ZH_enrol_payer_unknown,
                               roster_field_name(ROSTER_PAYER).s, row->payer, NULL);
        if (e) return e;
        if (!agency_may_pay(row->payer))
            return problem_set(why, ERR_INPUT, ZH_enrol_payer_level,
                               roster_field_name(ROSTER_PAYER).s, row->payer, payer.name, NULL);
    }
    if (row->residence.kind != RESIDENCE_CITY) return ERR_OK;
    if (app_office_known(s->app, row->residence.code)) return ERR_OK;
    struct agency home;
    enum err e = agency_load(&s->d, row->residence.code, AGENCY_OFFICE, &home, why);
    if (e == ERR_NOT_FOUND)
        return problem_set(why, ERR_INPUT, ZH_enrol_residence_unknown,
                           roster_field_name(ROSTER_RESIDENCE).s, row->residence.code, NULL);
    return e;
}

static void note(struct dossier *s, const char *action, bool fresh, const struct roster_row *row)
{
    store_audit(s->w, &(struct audit_note){.subject = s->p.person_id,
                                           .action = action,
                                           .object = "roster",
                                           .content = &row->rate_fen,
                                           .content_size = sizeof row->rate_fen,
                                           .fresh = fresh});
}

enum err enrol_history(struct dossier *s, struct date held_on, int way, const char *agency,
                       struct problem *why)
{
    struct certification c = {
        .way = way ? way : 1,
        .channel = "history",
        .agency = agency,
        .operator= "roster",
        .held_on = held_on,
        .valid_until = law_valid_until(&s->law, way, held_on, s->p.birth, NULL),
        .result = RESULT_HISTORY,
        .recorded_at = s->clock.moment,
    };
    law_count_success(&s->p.success, way, held_on);
    return certification_add(&s->d, &s->p, &c, why);
}

static enum err add_line(struct dossier *s, const struct roster_row *row, struct problem *why)
{
    uint8_t tag[32];
    struct line l = {
        .person_id = s->p.person_id,
        .line_id = s->line_count ? s->lines[s->line_count - 1].line_id + 1 : 1,
        .kind = row->kind,
        .status = 1,
        .relation = (int)row->relation,
        .appraisal_until = row->appraisal_until,
        .note = row->note,
        .ledger = {.first_month = row->first, .recorded_at = s->clock.moment},
    };
    memcpy(l.payer, row->payer, AGENCY_CODE);
    if (row->linked.kind != IDNUM_UNSET) {
        person_tag(s->d.store, row->linked.number, tag);
        l.linked_tag = tag;
        enum err e = person_find(&s->d, row->linked.number, &l.linked_person, NULL);
        if (e && e != ERR_NOT_FOUND) return problem_set(why, e, ZH_err_memory, NULL, NULL);
    }
    struct rate_row rate = {
        .from = row->first,
        .amount = row->rate_fen,
        .basic = row->components.basic > 0 ? row->components.basic : 0,
        .account = row->components.account > 0 ? row->components.account : 0,
        .subsidy = row->components.subsidy > 0 ? row->components.subsidy : 0,
        .standard = row->components.standard > 0 ? row->components.standard : 0,
        .recorded_at = s->clock.moment,
    };
    enum err e = line_insert(&s->d, &l, why);
    if (!e) e = line_add_rate(&s->d, &l, &rate, why);
    if (e) return e;
    struct line *lines = ARENA_ARRAY(s->d.arena, struct line, s->line_count + 1);
    if (s->line_count) memcpy(lines, s->lines, s->line_count * sizeof *lines);
    l.linked_tag = NULL;
    l.ledger.rates = memcpy(ARENA_ARRAY(s->d.arena, struct rate_row, 1), &rate, sizeof rate);
    l.ledger.rate_count = 1;
    lines[s->line_count++] = l;
    s->lines = lines;
    return ERR_OK;
}

static enum err enrol_new(struct dossier *s, const struct roster_row *row,
                          const struct enrol_history *history, struct problem *why)
{
    char initials[128];
    size_t n = strlen(row->number.number);
    pinyin_initials(row->name, initials, sizeof initials);
    s->p = (struct person){
        .person_id = store_new_id(s->d.store),
        .name = row->name,
        .name_key = row->name_key,
        .initials = initials,
        .phone = row->phone,
        .sex = (int)row->number.sex,
        .birth = row->number.birth,
        .residence_kind = (int)row->residence.kind,
        .residence_code = row->residence.code,
        .registered_on = s->law.today,
        .first_month = row->first,
        .recorded_at = s->clock.moment,
    };
    memcpy(s->p.number, row->number.number, n + 1);
    snprintf(s->p.last4, sizeof s->p.last4, "%.4s",
             n > 4 ? row->number.number + n - 4 : row->number.number);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < history->count; i++)
        e = enrol_history(s, history->held_on[i], history->way[i], row->payer, why);
    s->p.due_on = dossier_due(s, NULL);
    s->line_count = 1;
    s->lines = &(struct line){.kind = row->kind,
                              .status = 1,
                              .relation = (int)row->relation,
                              .appraisal_until = row->appraisal_until};
    s->p.next_on = dossier_next(s);
    s->line_count = 0;
    if (!e) e = person_insert(&s->d, &s->p, row->number.kind, row->number.original15, why);
    if (!e) e = add_line(s, row, why);
    if (!e) note(s, "person.enrol", true, row);
    return e;
}

static struct line *same_line(struct dossier *s, const struct roster_row *row)
{
    uint8_t tag[32];
    bool linked = row->linked.kind != IDNUM_UNSET;
    if (linked) person_tag(s->d.store, row->linked.number, tag);
    for (size_t i = 0; i < s->line_count; i++) {
        struct line *l = &s->lines[i];
        if (l->kind != row->kind || strcmp(l->payer, row->payer) != 0) continue;
        if (!linked || !l->linked_tag || memcmp(l->linked_tag, tag, 32) == 0) return l;
    }
    return NULL;
}

/* A row with a later first month than the line's own brings a rate from that month, arrears
 * included; else a new amount holds from the first month that is still open. */
static enum err change_rate(struct dossier *s, struct line *l, const struct roster_row *row,
                            bool *changed, struct problem *why)
{
    struct month now = month_of(s->law.today);
    struct month open = law_effect_month(&s->law, dossier_locks(s, l->payer)->locked_through);
    if (month_cmp(l->ledger.first_month, now) > 0) open = l->ledger.first_month;
    if (month_cmp(row->first, l->ledger.first_month) > 0) open = row->first;
    if (ledger_rate(&l->ledger, open, INT64_MAX, NULL) == row->rate_fen) return ERR_OK;
    *changed = true;
    struct rate_row rate = {
        .from = open,
        .amount = row->rate_fen,
        .basic = row->components.basic > 0 ? row->components.basic : 0,
        .account = row->components.account > 0 ? row->components.account : 0,
        .subsidy = row->components.subsidy > 0 ? row->components.subsidy : 0,
        .standard = row->components.standard > 0 ? row->components.standard : 0,
        .recorded_at = s->clock.moment,
    };
    enum err e = line_add_rate(&s->d, l, &rate, why);
    if (e) return e;
    struct rate_row *rates = ARENA_ARRAY(s->d.arena, struct rate_row, l->ledger.rate_count + 1);
    memcpy(rates, l->ledger.rates, l->ledger.rate_count * sizeof *rates);
    rates[l->ledger.rate_count++] = rate;
    l->ledger.rates = rates;
    struct ledger_pay pay = {
        .month = law_effect_month(&s->law, dossier_locks(s, l->payer)->locked_through),
        .recorded_at = s->clock.moment};
    return move_settle(s, l->payer, &pay, why);
}

static enum err change_line(struct dossier *s, struct line *l, const struct roster_row *row,
                            bool *changed, struct problem *why)
{
    enum err e = change_rate(s, l, row, changed, why);
    bool terms = l->relation != (int)row->relation ||
                 l->appraisal_until.day != row->appraisal_until.day ||
                 strcmp(l->note, row->note) != 0;
    if (e || !terms) return e;
    *changed = true;
    l->relation = (int)row->relation;
    l->appraisal_until = row->appraisal_until;
    l->note = row->note;
    return line_update_terms(&s->d, l, why);
}

static enum err change_person(struct dossier *s, const struct roster_row *row, bool *changed,
                              struct problem *why)
{
    struct {
        const char *field, *before, *after;
    } fields[] = {
        {"name", s->p.name_key, row->name_key},
        {"phone", s->p.phone, row->phone[0] ? row->phone : s->p.phone},
        {"residence", s->p.residence_code, row->residence.code},
    };
    bool any = month_cmp(row->first, s->p.first_month) < 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strcmp(fields[i].before, fields[i].after) == 0) continue;
        any = *changed = true;
        const char *kept = strcmp(fields[i].field, "phone") == 0 ? "" : fields[i].after;
        struct person_fact fact = {s->p.person_id, fields[i].field, kept,
                                   s->who.login,   s->law.today,    s->clock.moment};
        enum err e = person_add_fact(&s->d, &fact, why);
        if (e) return e;
    }
    if (!any) return ERR_OK;
    char initials[128];
    pinyin_initials(row->name, initials, sizeof initials);
    s->p.name = row->name;
    s->p.name_key = row->name_key;
    s->p.initials = initials;
    s->p.phone = fields[1].after;
    s->p.residence_kind = (int)row->residence.kind;
    s->p.residence_code = row->residence.code;
    if (month_cmp(row->first, s->p.first_month) < 0) s->p.first_month = row->first;
    return person_update(&s->d, &s->p, why);
}

static enum err enrol_again(struct dossier *s, const struct roster_row *row, bool *changed,
                            bool *fresh, struct problem *why)
{
    enum err e = change_person(s, row, changed, why);
    struct line *l = same_line(s, row);
    if (!e && l) e = change_line(s, l, row, changed, why);
    if (!e && !l) {
        *changed = *fresh = true;
        e = add_line(s, row, why);
    }
    if (!e && date_cmp(row->last_certified, law_last_success(&s->p.success)) > 0) {
        *changed = true;
        e = enrol_history(s, row->last_certified, row->last_way, row->payer, why);
    }
    if (e || !*changed) return e;
    s->p.due_on = dossier_due(s, NULL);
    e = person_update_dates(&s->d, &s->p, why);
    if (!e) e = overlap_detect(s, why);
    if (!e) e = dossier_fold(s, why);
    if (!e) note(s, "person.change", false, row);
    return e;
}

enum err enrol_row(struct dossier *s, const struct roster_row *row, enum enrolled *out,
                   struct problem *why)
{
    struct enrol_history last = {&row->last_certified, &row->last_way,
                                 date_is_set(row->last_certified)};
    return enrol_with_history(s, row, &last, out, why);
}

enum err enrol_with_history(struct dossier *s, const struct roster_row *row,
                            const struct enrol_history *history, enum enrolled *out,
                            struct problem *why)
{
    int64_t person_id = 0;
    bool changed = false, fresh = false;
    enum err e =
        s->absent ? ERR_NOT_FOUND : person_find(&s->d, row->number.number, &person_id, why);
    if (e == ERR_NOT_FOUND) {
        *out = ENROLLED_NEW;
        return enrol_new(s, row, history, why);
    }
    if (!e) e = dossier_load(s, person_id, why);
    if (!e) e = enrol_again(s, row, &changed, &fresh, why);
    *out = fresh ? ENROLLED_NEW : changed ? ENROLLED_CHANGED : ENROLLED_UNCHANGED;
    return e;
}

static enum err load_begins(struct write *w, void *ctx, struct problem *why)
{
    (void)ctx;
    struct data d = data_of_write(w);
    return load_first_begin(&d, why);
}

static enum err load_ends(struct write *w, void *ctx, struct problem *why)
{
    struct data d = data_of_write(w);
    return load_first_end(&d, ctx, why);
}

enum err enrol_load_begin(const struct call *call, struct problem *why)
{
    return app_bulk(call, load_begins, NULL, why);
}

enum err enrol_load_end(const struct call *call, struct problem *why)
{
    bool more = true;
    enum err e = ERR_OK;
    while (!e && more) e = app_bulk(call, load_ends, &more, why);
    return e;
}
