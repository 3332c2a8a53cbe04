#include "law/explain.h"

#include <stdio.h>

#include "base/money.h"
#include "base/zh.h"
#include "law/abroad.h"
#include "law/change.h"
#include "law/evidence.h"
#include "law/facts.h"
#include "law/grade.h"
#include "law/kinds.h"
#include "law/power.h"
#include "law/register.h"
#include "law/signals.h"
#include "law/tips.h"
#include "law/ways.h"
#include "law/words.h"

#define TEXT 1024

static void line(struct buf *out, enum zh_id id, const char *a, const char *b, const char *c)
{
    char text[TEXT];
    zh_print(text, sizeof text, id, a ? a : "", b ? b : "", c ? c : "", NULL);
    buf_puts(out, text);
    buf_putc(out, '\n');
}

/* ---- Facts ---------------------------------------------------------------------------------- */

/* Codes of arts. 3, 8, 10 and 11 … */
static enum zh_id code_word(int fact, int v)
{
    switch (fact) {
    case FACT_CAUSE:
        return suspension_cause_word((enum suspension_cause)v);
    case FACT_LOSS_EVENT:
        return loss_event_word((enum loss_event)v);
    case FACT_SENTENCE:
        return sentence_word((enum sentence)v);
    case FACT_LINE_KIND:
    case FACT_OTHER_KIND:
    case FACT_KEEP_KIND:
        return line_kind_word(v);
    case FACT_RELATION:
        return relation_word((enum relation)v);
    case FACT_EFFECT:
        return stop_effect_word((enum stop_effect)v);
    default:
        return ZH_none;
    }
}

/* … and of arts. 4, 6, 7 and 13. */
static enum zh_id other_code_word(int fact, int v)
{
    switch (fact) {
    case FACT_BODY:
        return power_body_word((enum power_body)v);
    case FACT_DEED:
        return power_deed_word((enum power_deed)v);
    case FACT_CHANGED_FIELD:
        return change_field_word((enum change_field)v);
    case FACT_EVIDENCE_KIND:
        return evidence_word((enum evidence_kind)v);
    case FACT_STRENGTH:
        return evidence_strength_word((enum evidence_strength)v);
    case FACT_WAY:
        return ways_word((enum ways)v);
    case FACT_PLACE:
        return abroad_place_word((enum abroad_place)v);
    case FACT_ISSUER:
        return abroad_issuer_word((enum abroad_issuer)v);
    case FACT_SURVIVAL:
        return grade_word((enum survival)v);
    case FACT_SUBJECT:
        return tips_subject_word((enum tips_subject)v);
    default:
        return ZH_none;
    }
}

static void code_print(const struct finding_fact *fact, char *out, size_t cap)
{
    if (fact->id == FACT_SIGNAL) {
        signals_print(fact->value, out, cap);
        return;
    }
    enum zh_id word = code_word(fact->id, (int)fact->value);
    if (word == ZH_none) word = other_code_word(fact->id, (int)fact->value);
    if (word == ZH_none) snprintf(out, cap, "%lld", (long long)fact->value);
    else snprintf(out, cap, "%s", zh_text(word));
}

const char *law_explain_fact(const struct finding_fact *fact, char *out, size_t cap)
{
    int64_t v = fact->value;
    if (!fact->known) {
        snprintf(out, cap, "%s", zh_text(ZH_law_unknown));
        return out;
    }
    switch (fact->kind) {
    case FACT_DATE:
        snprintf(out, cap, "%s", date_print((struct date){(int32_t)v}).s);
        break;
    case FACT_MONTH:
        snprintf(out, cap, "%s", month_print((struct month){(int32_t)v}).s);
        break;
    case FACT_MONEY:
        snprintf(out, cap, "%s", money_print_grouped(v).s);
        break;
    case FACT_FLAG:
        snprintf(out, cap, "%s", zh_text(v ? ZH_law_yes : ZH_law_no));
        break;
    case FACT_CODE:
        code_print(fact, out, cap);
        break;
    default:
        snprintf(out, cap, "%lld", (long long)v);
    }
    return out;
}

static const char *source_of(const struct explain_sources *sources, const struct finding_fact *fact)
{
    const char *s = sources ? sources->of(sources->ctx, fact) : NULL;
    return s ? s : zh_text(facts_source_word(fact->id));
}

static void facts(const struct finding *f, const struct explain_sources *sources, struct buf *out)
{
    char value[TEXT];
    if (f->fact_count) line(out, ZH_law_facts, NULL, NULL, NULL);
    for (int i = 0; i < f->fact_count; i++) {
        const struct finding_fact *fact = &f->fact[i];
        const char *word = zh_text(facts_word(fact->id));
        law_explain_fact(fact, value, sizeof value);
        if (fact->id == FACT_CONTRADICTORY) continue; /* said with the answer */
        if (fact->known) line(out, ZH_law_fact_from, word, value, source_of(sources, fact));
        else line(out, ZH_law_fact, word, value, NULL);
    }
}

/* ---- Rules and parameters ------------------------------------------------------------------- */

static int64_t fact_value(const struct finding *f, int fact)
{
    for (int i = 0; i < f->fact_count; i++)
        if (f->fact[i].id == fact && f->fact[i].known) return f->fact[i].value;
    return 0;
}

/* What burdens somebody: after the end of the measure it stands on national law alone. */
static bool adverse(const struct finding *f)
{
    switch (f->question) {
    case QUESTION_MAY_SUSPEND:
    case QUESTION_MAY_RELEASE:
    case QUESTION_SUSPEND_BY:
    case QUESTION_LOSS:
    case QUESTION_OVERLAP:
    case QUESTION_REFUND:
    case QUESTION_RECOVERY:
    case QUESTION_OFFSET:
    case QUESTION_FINE:
    case QUESTION_POWER:
    case QUESTION_OVERPAID:
        return true;
    case QUESTION_MAY_ACT:
        return power_adverse((enum power_deed)fact_value(f, FACT_DEED));
    default:
        return false;
    }
}

/* An article that came later than its act has a day of its own. */
static bool first_day_rough(const struct register_article *article)
{
    const struct register_act *act = register_act_at(article->act);
    return act->rough && article->from.day == act->from.day;
}

static void rule_line(const struct finding *f, int id, struct buf *out)
{
    char cite[TEXT];
    const struct register_rule *r = register_rule_at(id);
    if (!r) return;
    const struct register_article *article = register_article_at(r->article);
    register_citation_on(r->article, f->asked_on, cite, sizeof cite);
    line(out, ZH_law_rule, cite, article->gist, NULL);
    if (register_holds(r->from, r->until, f->asked_on))
        line(out, first_day_rough(article) ? ZH_law_in_force_rough : ZH_law_in_force,
             date_print(article->from).s, NULL, NULL);
    else if (date_cmp(f->asked_on, r->from) < 0)
        line(out, ZH_law_not_yet, date_print(r->from).s, NULL, NULL);
    else
        line(out, adverse(f) ? ZH_law_over_adverse : ZH_law_over_practice, date_print(r->until).s,
             NULL, NULL);
    const struct register_interpretation *reading = register_interpretation_at(r->reading);
    if (reading && register_holds(reading->from, reading->until, f->asked_on))
        line(out, ZH_law_reading, reading->gist, NULL, NULL);
}

/* The parameter's first citation that is in force on that day, or its first. */
static int param_citation(enum param_id id, struct date on)
{
    for (int n = 0; params_citation(id, n) >= 0; n++) {
        const struct register_article *a = register_article_at(params_citation(id, n));
        if (register_holds(a->from, a->until, on)) return params_citation(id, n);
    }
    return params_citation(id, 0);
}

static void params_lines(const struct finding *f, struct buf *out)
{
    char value[TEXT], cite[TEXT];
    if (f->param_count) line(out, ZH_law_params, NULL, NULL, NULL);
    for (int i = 0; i < f->param_count; i++) {
        enum param_id id = (enum param_id)f->param[i].id;
        char head[TEXT];
        params_print(id, f->param[i].value, value, sizeof value);
        snprintf(head, sizeof head, "%s = %.200s", params_key(id), value);
        register_citation_on(param_citation(id, f->asked_on), f->asked_on, cite, sizeof cite);
        line(out, ZH_law_param, head, params_text(id), cite);
    }
}

/* ---- Days ----------------------------------------------------------------------------------- */

static const char *weekday(struct date d)
{
    static const enum zh_id words[] = {ZH_none,          ZH_law_monday,   ZH_law_tuesday,
                                       ZH_law_wednesday, ZH_law_thursday, ZH_law_friday,
                                       ZH_law_saturday,  ZH_law_sunday};
    return zh_text(words[date_weekday(d)]);
}

static void day_line(const struct law *law, struct date d, int counted, struct buf *out)
{
    char head[64], number[16];
    const char *name = calendar_name(law->calendar, d);
    snprintf(head, sizeof head, "%s %s", date_print(d).s, weekday(d));
    snprintf(number, sizeof number, "%d", counted);
    if (calendar_workday(law->calendar, d)) line(out, ZH_law_day_counts, head, number, name);
    else line(out, ZH_law_day_off, head, *name ? name : zh_text(ZH_law_weekend), NULL);
}

#define MOST_DAYS 400 /* a finding of other hands must not make endless text */

static void days(const struct law *law, const struct finding *f, struct buf *out)
{
    if (f->count_days <= 0 || !date_is_set(f->count_from)) return;
    char number[16];
    snprintf(number, sizeof number, "%d", (int)f->count_days);
    line(out, ZH_law_count, date_print(f->count_from).s, weekday(f->count_from), number);
    int counted = 0;
    struct date d = f->count_from;
    for (int i = 0; i < MOST_DAYS && counted < f->count_days; i++) {
        d = date_add_days(d, 1);
        counted += calendar_workday(law->calendar, d);
        day_line(law, d, counted, out);
    }
}

/* ---- Answer --------------------------------------------------------------------------------- */

static void answer(const struct finding *f, struct buf *out)
{
    const char *word = zh_text(outcome_word(f->outcome));
    if (date_is_set(f->answer))
        line(out, ZH_law_answer_date, word, date_print(f->answer).s, weekday(f->answer));
    else line(out, ZH_law_answer, word, NULL, NULL);
}

/* Why there is no plain answer: history, no value in force, facts that contradict each other. */
static void why_none(const struct finding *f, struct buf *out)
{
    struct date first = register_act_at(ACT_MEASURE)->from;
    bool history = date_cmp(f->asked_on, first) < 0;
    if (fact_value(f, FACT_CONTRADICTORY)) line(out, ZH_law_contradictory, NULL, NULL, NULL);
    if (f->outcome != OUTCOME_NO_LAW) return;
    for (int i = 0; i < f->fact_count; i++) {
        const struct finding_fact *fact = &f->fact[i];
        if (!fact->known) continue;
        if (fact->kind == FACT_DATE && fact->value < first.day) history = true;
        if (fact->kind == FACT_MONTH && fact->value < month_of(first).index) history = true;
    }
    if (history) line(out, ZH_law_history, date_print(first).s, NULL, NULL);
    else line(out, ZH_law_no_law_then, NULL, NULL, NULL);
}

static void what_would_change(const struct finding *f, struct buf *out)
{
    static const enum zh_id sentences[] = {
        ZH_none,
#define LAW_QUESTION(upper, lower) ZH_change_##lower,
#include "law/facts_list.h"
    };
    for (int i = 0; i < f->fact_count; i++)
        if (!f->fact[i].known)
            line(out, ZH_law_change_missing, zh_text(facts_word(f->fact[i].id)), NULL, NULL);
    if (f->question > QUESTION_NONE && f->question < QUESTION_COUNT)
        line(out, ZH_law_change, zh_text(sentences[f->question]), NULL, NULL);
}

/* ---- Warnings ------------------------------------------------------------------------------- */

static void expiry(const struct law *law, const struct finding *f, struct buf *out)
{
    struct date until = register_act_at(ACT_MEASURE)->until;
    char year[8], month[8], day[8];
    struct civil c = date_civil(until);
    int64_t ahead;
    snprintf(year, sizeof year, "%d", c.year);
    snprintf(month, sizeof month, "%d", c.month);
    snprintf(day, sizeof day, "%d", c.day);
    if (date_cmp(f->asked_on, until) > 0) {
        line(out, ZH_law_expired, year, month, day);
        line(out, adverse(f) ? ZH_law_expired_adverse : ZH_law_expired_practice, NULL, NULL, NULL);
    } else if (params_value(law->params, PARAM_EXPIRY_WARN_MONTHS, f->asked_on, &ahead) &&
               date_cmp(f->asked_on, date_add_months(until, (int)-ahead)) >= 0) {
        line(out, ZH_law_expires_soon, year, month, day);
    }
}

static void past_calendar(const struct law *law, const struct finding *f, struct buf *out)
{
    char year[16];
    if (!f->past_calendar) return;
    snprintf(year, sizeof year, "%d", calendar_last_year(law->calendar));
    line(out, ZH_law_past_calendar, year, NULL, NULL);
}

void law_explain(const struct law *law, const struct finding *f, struct buf *out)
{
    law_explain_from(law, f, NULL, out);
}

void law_explain_from(const struct law *law, const struct finding *f,
                      const struct explain_sources *sources, struct buf *out)
{
    line(out, ZH_law_asked, zh_text(facts_question_word(f->question)), date_print(f->asked_on).s,
         NULL);
    if (f->rule_count) line(out, ZH_law_rules, NULL, NULL, NULL);
    for (int i = 0; i < f->rule_count; i++) rule_line(f, f->rule[i], out);
    facts(f, sources, out);
    params_lines(f, out);
    days(law, f, out);
    answer(f, out);
    why_none(f, out);
    what_would_change(f, out);
    expiry(law, f, out);
    past_calendar(law, f, out);
}
