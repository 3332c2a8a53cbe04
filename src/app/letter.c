#include "app/letter.h"

#include <stdio.h>
#include <string.h>

#include "app/publication.h"
#include "app/refund.h"
#include "base/buf.h"
#include "base/money.h"
#include "domain/matter_field.h"
#include "law/explain.h"
#include "law/facts.h"
#include "law/kinds.h"
#include "law/overlap.h"
#include "law/register.h"

static void put(struct buf *b, enum zh_id id, const char *a, const char *c)
{
    char line[1024];
    buf_puts(b, zh_print(line, sizeof line, id, a ? a : "", c ? c : "", NULL));
    buf_putc(b, '\n');
}

static const char *agency_name(struct dossier *s, const char *code)
{
    struct agency a;
    return agency_load(&s->d, code, AGENCY_OFFICE, &a, NULL) ? code : a.name;
}

/* Did the matter change the line? SPAN_UNSET: in whatever way. */
static bool begun_by(const struct line *l, const struct matter_file *f, enum span_effect effect)
{
    for (size_t i = 0; i < l->ledger.span_count; i++) {
        const struct span_row *r = &l->ledger.spans[i];
        if (r->matter == f->m.matter_id && (!effect || r->effect == effect)) return true;
    }
    return false;
}

/* Of a loss only the lines that it concerns: a remarriage says nothing of the own pension. */
static void put_lines(struct dossier *s, const struct matter_file *f, struct buf *b)
{
    for (size_t i = 0; i < s->line_count; i++) {
        const struct line *l = &s->lines[i];
        if (strcmp(l->payer, f->m.agency) != 0 || line_kind_medical(l->kind)) continue;
        if (f->m.kind == MATTER_LOSS && !begun_by(l, f, SPAN_UNSET)) continue;
        struct month m =
            month_is_set(f->m.effect_month) ? f->m.effect_month : month_of(s->law.today);
        char text[160], amount[96];
        zh_print(amount, sizeof amount, ZH_letter_amount,
                 money_print_grouped(ledger_rate(&l->ledger, m, INT64_MAX, NULL)).s,
                 month_print(m).s, NULL);
        zh_print(text, sizeof text, ZH_letter_line, app_kind_word(s->app, l->kind), amount, NULL);
        buf_puts(b, text);
        buf_putc(b, '\n');
    }
}

/* Of a loss learnt late: the months that were paid beyond it, and how much. */
static void put_overpaid(struct dossier *s, const struct matter_file *f, struct buf *b)
{
    struct month first = MONTH_NONE, last = MONTH_NONE;
    int64_t total = 0;
    for (size_t i = 0; f->m.kind == MATTER_LOSS && i < s->line_count; i++)
        for (size_t k = 0; k < s->lines[i].ledger.entry_count; k++) {
            const struct entry_row *e = &s->lines[i].ledger.entries[k];
            if (e->kind != ENTRY_OVERPAID || e->matter != f->m.matter_id) continue;
            if (!total || month_cmp(e->month, first) < 0) first = e->month;
            if (!total || month_cmp(e->month, last) > 0) last = e->month;
            total += e->amount;
        }
    char text[256];
    if (total <= 0) return;
    struct date_text from = month_print(first), to = month_print(last);
    struct money_text sum = money_print_grouped(total);
    const char *const values[3] = {from.s, to.s, sum.s};
    buf_puts(b, zh_format(text, sizeof text, ZH_letter_overpaid, values, 3));
    buf_putc(b, '\n');
}

/* Of an overlap: the months, what goes back and what is the person's own. */
static void put_overlap(struct dossier *s, const struct matter_file *f, struct buf *b)
{
    struct month first = MONTH_NONE, last = MONTH_NONE;
    int64_t total = 0, own = 0;
    int months = 0;
    for (size_t i = 0; i < s->line_count; i++)
        for (size_t k = 0; k < s->lines[i].ledger.entry_count; k++) {
            const struct entry_row *e = &s->lines[i].ledger.entries[k];
            struct rate_row rate;
            if (e->kind != ENTRY_OVERLAP || e->matter != f->m.matter_id) continue;
            if (!months++) first = e->month;
            last = e->month;
            total += e->amount;
            ledger_rate(&s->lines[i].ledger, e->month, INT64_MAX, &rate);
            own += rate.account;
        }
    char text[512], count[16];
    if (!months) return;
    snprintf(count, sizeof count, "%d", months);
    struct date_text from = month_print(first), to = month_print(last);
    struct money_text sum = money_print_grouped(total);
    const char *const values[4] = {from.s, to.s, count, sum.s};
    buf_puts(b, zh_format(text, sizeof text, ZH_letter_overlap_months, values, 4));
    buf_putc(b, '\n');
    if (own) put(b, ZH_letter_overlap_own, money_print_grouped(own).s, NULL);
}

/* The law in its words, each article once; only what is in force on the day of the decision. */
static void put_law(const struct dossier *s, const struct finding *finding, struct buf *b)
{
    int named[FINDING_RULES], n = 0;
    for (int i = 0; i < finding->rule_count; i++) {
        const struct register_rule *r = register_rule_at(finding->rule[i]);
        char cite[512];
        if (!r || !register_in_force(finding->rule[i], s->law.today)) continue;
        bool again = false;
        for (int k = 0; k < n; k++) again |= named[k] == r->article;
        if (again) continue;
        named[n++] = r->article;
        register_citation_on(r->article, s->law.today, cite, sizeof cite);
        put(b, ZH_letter_law, cite, register_article_at(r->article)->gist);
    }
}

/* The days and amounts that the finding rests on, and the amounts that were given by name. */
static void put_told(const struct matter_file *f, const struct finding *finding, struct buf *b)
{
    char text[256];
    for (int i = 0; i < finding->fact_count; i++) {
        const struct finding_fact *fact = &finding->fact[i];
        bool said = fact->known && (fact->kind == FACT_DATE || fact->kind == FACT_MONEY);
        if (!said) continue;
        const char *value = fact->kind == FACT_MONEY ? money_print_grouped(fact->value).s
                                                     : law_explain_fact(fact, text, sizeof text);
        put(b, ZH_letter_told, zh_text(facts_word(fact->id)), value);
    }
    for (size_t i = 0; i < f->given_count; i++) {
        const struct matter_given *g = &f->given[i];
        const struct matter_field *field = matter_field(matter_kind(f->m.kind), g->name, g->event);
        struct matter_value v;
        if (field && field->type == VALUE_MONEY && !matter_value_parse(field, g->value, &v, NULL))
            put(b, ZH_letter_told, zh_text(field->title), money_print_grouped(v.number).s);
    }
}

/* Who is to pay or to get the money, as it was last given. */
static void put_parties(const struct matter_file *f, struct buf *b)
{
    const struct matter_kind *kind = matter_kind(f->m.kind);
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct matter_field *field = &kind->fields[i];
        if (field->type != VALUE_PARTY) continue;
        struct matter_value v = matters_value(f, field->name);
        if (v.field) put(b, ZH_letter_told, zh_text(field->title), v.text);
    }
}

static void put_given(const struct matter_file *f, struct buf *b)
{
    for (size_t i = 0; i < f->given_count; i++) {
        const struct matter_given *g = &f->given[i];
        const struct matter_field *field = matter_field(matter_kind(f->m.kind), g->name, g->event);
        if (field) put(b, ZH_letter_told, zh_text(field->title), g->value);
    }
}

static void put_file(const struct matter_file *f, struct buf *b)
{
    static const struct {
        enum matter_event_id event;
        enum zh_id sentence;
    } notes[] = {{EVENT_COMPARE, ZH_letter_compared},
                 {EVENT_CONTACT, ZH_letter_contacted},
                 {EVENT_ENTRUST, ZH_letter_entrusted},
                 {EVENT_VISIT, ZH_letter_visited}};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        const struct matter_event *e = dossier_event(f, notes[i].event);
        if (e) put(b, notes[i].sentence, date_print(e->happened_on).s, e->reason);
    }
}

/* A development zone's committee is no people's government: the city's stands above its agencies,
 * and which court is competent is not for this program to guess. */
static bool of_district(const struct matter_file *f)
{
    return agency_code_level(f->m.agency) != LEVEL_CITY && f->m.agency[4] != '7';
}

/* Whom reconsideration is asked of. */
static void authority(struct dossier *s, const struct matter_file *f, int64_t whose, char out[512])
{
    char government[256];
    if (of_district(f))
        zh_print(government, sizeof government, ZH_letter_district_government,
                 agency_name(s, f->m.agency), NULL);
    else snprintf(government, sizeof government, "%s", zh_text(ZH_letter_city_department));
    if (whose == CHOICE_REVIEW_AUTHORITY_GOVERNMENT) snprintf(out, 512, "%s", government);
    else zh_print(out, 512, ZH_letter_or_superior, government, NULL);
}

static void put_suit(struct dossier *s, const struct matter_file *f, int64_t months, struct buf *b)
{
    static const enum zh_id digits[] = {
        ZH_law_digit_0, ZH_law_digit_1, ZH_law_digit_2, ZH_law_digit_3, ZH_law_digit_4,
        ZH_law_digit_5, ZH_law_digit_6, ZH_law_digit_7, ZH_law_digit_8, ZH_law_digit_9};
    char number[24], court[256];
    if (months < 10) snprintf(number, sizeof number, "%s", zh_text(digits[months]));
    else snprintf(number, sizeof number, "%lld", (long long)months);
    zh_print(court, sizeof court,
             of_district(f) ? ZH_letter_district_court : ZH_letter_competent_court,
             agency_name(s, f->m.agency), NULL);
    put(b, ZH_letter_suit, number, court);
}

/* Review and suit, with the terms and the authority of that day (dated parameters). */
static void put_remedies(struct dossier *s, const struct matter_file *f, struct buf *b)
{
    const struct params *p = s->law.params;
    struct date today = s->law.today;
    int64_t days, months, whose;
    char number[24], to[512];
    if (!params_value(p, PARAM_REVIEW_DAYS, today, &days) ||
        !params_value(p, PARAM_REVIEW_AUTHORITY, today, &whose) ||
        !params_value(p, PARAM_SUIT_MONTHS, today, &months)) {
        put(b, ZH_letter_remedies_by_law, NULL, NULL);
        return;
    }
    authority(s, f, whose, to);
    snprintf(number, sizeof number, "%lld", (long long)days);
    put(b, ZH_letter_reconsideration, to, number);
    put_suit(s, f, months, b);
}

/* Of a refund: of which line, which months and how much is to be paid back. */
static void put_owing(const struct dossier *s, const struct matter_refund *r, struct buf *b)
{
    char text[512];
    for (size_t i = 0; i < r->owing_count; i++) {
        const struct matter_owing *w = &r->owing[i];
        if (!w->debt) continue;
        struct date_text from = month_print(w->first), to = month_print(w->last);
        struct money_text sum = money_print_grouped(w->debt);
        const char *const values[4] = {app_kind_word(s->app, w->kind), from.s, to.s, sum.s};
        buf_puts(b, zh_format(text, sizeof text, ZH_letter_refund_line, values, 4));
        buf_putc(b, '\n');
    }
    if (r->ordered) put(b, ZH_letter_refund_ordered, money_print_grouped(r->ordered).s, NULL);
}

/* The instalments of what is still owed; the last takes the remainder. */
static void put_plan(const struct matter_file *f, const struct matter_refund *r, struct buf *b)
{
    char text[256], number[24];
    int64_t parts[REFUND_PARTS], n = matters_value(f, "instalments").number;
    struct date first = {(int32_t)matters_value(f, "first_due").number};
    overlap_instalments(r->debt, (int)n, parts);
    for (int i = 0; i < n; i++) {
        struct date_text by = date_print(date_add_months(first, i));
        struct money_text sum = money_print_grouped(parts[i]);
        snprintf(number, sizeof number, "%d", i + 1);
        const char *const values[3] = {number, by.s, sum.s};
        buf_puts(b, zh_format(text, sizeof text, ZH_letter_plan_part, values, 3));
        buf_putc(b, '\n');
    }
}

/* The own account of who died: what is paid now and to whom, or what came back, and what of it has
 * not come back of a death that was none. */
static void put_account(const struct dossier *s, const struct matter_file *f,
                        enum matter_event_id event, struct buf *b)
{
    int64_t out = 0, now = 0;
    for (size_t i = 0; i < s->line_count; i++) {
        const struct ledger_line *l = &s->lines[i].ledger;
        out += ledger_own_account(l, f->m.matter_id);
        for (size_t k = 0; k < l->entry_count; k++)
            if (l->entries[k].kind == ENTRY_ACCOUNT && l->entries[k].matter == f->m.matter_id &&
                l->entries[k].recorded_at == s->clock.moment)
                now += l->entries[k].amount;
    }
    if (event == EVENT_PAY_ACCOUNT) {
        put(b, ZH_letter_account_amount, money_print_grouped(now).s,
            month_print(month_of(s->law.today)).s);
        put_parties(f, b);
        return;
    }
    if (event == EVENT_ACCOUNT_BACK)
        put(b, ZH_letter_account_taken,
            money_print_grouped(matters_value(f, "account_back").number).s, NULL);
    bool undone = f->m.state == STATE_UNDONE;
    if (undone && out) put(b, ZH_letter_account_out, money_print_grouped(out).s, NULL);
}

/* Art. 9: how late the loss was reported goes into the file of its recovery. */
static void put_lateness(const struct dossier *s, const struct matter_refund *r, struct buf *b)
{
    char text[256], number[24];
    struct report_facts facts = {.event = r->loss.event,
                                 .on = r->loss.on,
                                 .reported_on = r->reported_on,
                                 .reporter_in_city = r->reporter_in_city ? TRI_YES : TRI_NO};
    if (!r->after_loss || !date_is_set(r->reported_on)) return;
    struct report_clock c = law_report_clock(&s->law, &facts, NULL);
    if (!date_is_set(c.binding_limit)) return;
    snprintf(number, sizeof number, "%d", c.days_late);
    struct date_text on = date_print(r->loss.on), told = date_print(r->reported_on);
    const char *const values[3] = {on.s, told.s, number};
    buf_puts(b, zh_format(text, sizeof text, ZH_letter_refund_late, values, 3));
    buf_putc(b, '\n');
}

/* What is still owed, and the working days that the demand leaves. */
static void put_debt(const struct dossier *s, int64_t debt, struct buf *b)
{
    char number[24];
    int64_t days;
    if (!params_value(s->law.params, PARAM_DEMAND_DAYS, s->law.today, &days)) return;
    snprintf(number, sizeof number, "%lld", (long long)days);
    put(b, ZH_letter_debt, money_print_grouped(debt).s, number);
}

/* Certifying lifts a suspension; it brings back neither who died nor what was paid twice. */
static bool can_be_made_up(const struct dossier *s, const struct matter_file *f)
{
    for (size_t i = 0; i < s->line_count; i++)
        if (begun_by(&s->lines[i], f, SPAN_SUSPEND)) return true;
    return f->m.kind == MATTER_SUSPENSION;
}

/* What every letter that burdens somebody says at its end. */
static void put_rights(struct dossier *s, const struct matter_file *f, struct buf *b)
{
    if (can_be_made_up(s, f)) put(b, ZH_letter_make_up, agency_name(s, f->m.agency), NULL);
    put(b, ZH_letter_statement, NULL, NULL);
    put_remedies(s, f, b);
}

static enum err keep(struct dossier *s, const struct matter_file *f, const char *number,
                     struct buf *b, struct problem *why)
{
    char about[64];
    snprintf(about, sizeof about, "letter:%lld:%d", (long long)f->m.matter_id, f->m.events);
    bool made;
    struct notice n = {
        .subject_id = s->p.person_id,
        .matter_id = f->m.matter_id,
        .about = about,
        .channel = "letter",
        .number = number,
        .body = b->p,
        .kind = 2,
        .state = 1,
        .made_on = s->law.today,
        .recorded_at = s->clock.moment,
    };
    enum err e = b->failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL)
                           : notice_add(&s->d, &n, &made, why);
    buf_free(b);
    return e;
}

/* What this letter takes of which month; the entries stand already. */
static void put_offset(const struct dossier *s, const struct matter_file *f, int64_t debt,
                       struct buf *b)
{
    int64_t now = 0;
    struct month of = MONTH_NONE;
    for (size_t i = 0; i < s->line_count; i++) {
        const struct ledger_line *l = &s->lines[i].ledger;
        for (size_t k = 0; k < l->entry_count; k++) {
            const struct entry_row *e = &l->entries[k];
            if (e->kind != ENTRY_TAKEN || e->matter != f->m.matter_id ||
                e->recorded_at != s->clock.moment)
                continue;
            now += e->amount;
            of = e->run_month;
        }
    }
    put(b, ZH_letter_offset_taken, month_print(of).s, money_print_grouped(now).s);
    put(b, ZH_letter_offset_left, money_print_grouped(debt).s, NULL);
}

static void put_refund(const struct dossier *s, const struct matter_file *f,
                       const struct matter_row *row, const struct matter_refund *r, struct buf *b)
{
    put_owing(s, r, b);
    if (row->event == EVENT_TAKE_OFFSET) put_offset(s, f, r->debt, b);
    else if (row->adverse) put_lateness(s, r, b);
    if (row->event == EVENT_PLAN) put_plan(f, r, b);
}

enum err letter_make(struct dossier *s, const struct matter_file *f, const struct matter_row *row,
                     const struct finding *finding, const char *reason, struct problem *why)
{
    struct buf b = BUF(1 << 16);
    char number[64];
    snprintf(number, sizeof number, "%.6s-%d-%lld", f->m.agency, date_civil(s->law.today).year,
             (long long)f->m.matter_id);
    buf_puts(&b, zh_text(row->letter));
    buf_putc(&b, '\n');
    put(&b, ZH_letter_number, number, NULL);
    if (row->bare) {
        if (*s->p.name) put(&b, ZH_letter_about, name_masked(s->d.arena, s->p.name), NULL);
        if (row->given) put_given(f, &b);
        if (reason && *reason) put(&b, ZH_letter_reason, reason, NULL);
        if (row->told) put_told(f, finding, &b);
        if (finding->question) put_law(s, finding, &b);
        put(&b, ZH_letter_seal, agency_name(s, f->m.agency), date_print(s->law.today).s);
        return keep(s, f, number, &b, why);
    }
    put(&b, ZH_letter_person, s->p.name, idnum_mask(s->p.number).s);
    if (f->m.kind == MATTER_SUSPENSION)
        put(&b, ZH_letter_fact_due, date_print(f->m.event_on).s, NULL);
    else put(&b, ZH_letter_fact_event, date_print(f->m.event_on).s, NULL);
    put_file(f, &b);
    if (reason && *reason) put(&b, ZH_letter_reason, reason, NULL);
    if (row->told) put_told(f, finding, &b);
    if (finding->question) put_law(s, finding, &b);
    const struct matter_refund *refund = refund_facts(s, f);
    if (row->told || refund) put_parties(f, &b);
    if (refund) put_refund(s, f, row, refund, &b);
    else put_lines(s, f, &b);
    if (f->m.kind == MATTER_LOSS) put_account(s, f, row->event, &b);
    put_overpaid(s, f, &b);
    put_overlap(s, f, &b);
    bool demands = row->event == EVENT_DEMAND || row->event == EVENT_APPLY;
    if (refund && demands) put_debt(s, refund->debt, &b);
    if (!law_measure_in_force(&s->law, s->law.today)) put(&b, ZH_letter_expired, NULL, NULL);
    if (row->adverse) put_rights(s, f, &b);
    put(&b, ZH_letter_seal, agency_name(s, f->m.agency), date_print(s->law.today).s);
    if (row->adverse) put(&b, ZH_letter_receipt, NULL, NULL);
    return keep(s, f, number, &b, why);
}
