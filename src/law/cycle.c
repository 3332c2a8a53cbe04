/*
 * Art. 5, 7(2) and 7(5). A success gives one cycle, a paper from abroad that of abroad.cycle; the
 * mode in force on the day on which that cycle ends decides whether it ends there (rolling) or
 * whether the announced window of the collective mode takes its place. So the switch of 2019 needs
 * no special case. Where the city has laid down classes by age, a success may give a longer one
 * (law/ages.h).
 */
#include "law/ages.h"
#include "law/register_table.h"
#include "law/rules.h"

const struct window *law_shipped_windows(size_t *count)
{
    *count = register_windows_count;
    return register_windows;
}

bool law_window_announced(const struct law *law, const struct window *w, struct finding *why)
{
    int64_t notice;
    finding_start(why, QUESTION_WINDOW_ANNOUNCED, law->today);
    rules_date(why, FACT_WINDOW_ANNOUNCED, w->announced);
    rules_date(why, FACT_WINDOW_FIRST, w->first);
    if (!date_is_set(w->announced) || !date_is_set(w->first)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return false;
    }
    if (rules_contradict(why, FACT_WINDOW_FIRST, w->first, FACT_WINDOW_LAST, w->last)) return false;
    rules_cite(why, RULE_CYCLE_WINDOW, w->first);
    if (!rules_param(law, PARAM_WINDOW_MIN_NOTICE_DAYS, rules_substance(w->first), &notice, why))
        return false;
    bool met = w->first.day - w->announced.day >= notice;
    if (why) {
        why->outcome = met ? OUTCOME_MET : OUTCOME_NOT_MET;
        why->answer = date_add_days(w->first, (int)-notice);
    }
    return met;
}

static bool collective(const struct law *law, struct date on)
{
    int64_t mode;
    return params_value(law->params, PARAM_CYCLE_MODE, on, &mode) &&
           mode == CHOICE_CYCLE_MODE_COLLECTIVE;
}

/* Before the measure nobody's cycle ended individually: a cycle that ends there is taken up by the
 * first window. */
static bool cycle_stands(const struct law *law, struct date end)
{
    int64_t mode;
    return params_value(law->params, PARAM_CYCLE_MODE, end, &mode) &&
           mode == CHOICE_CYCLE_MODE_ROLLING;
}

/* What the successes give: where it ends, which one rules, whether a class made it longer. */
struct period {
    struct date end, since;
    bool longer;
};

static const struct window *window_for(const struct law *law, const struct cycle_facts *facts,
                                       const struct period *p)
{
    const struct window *found = NULL;
    for (size_t i = 0; i < facts->window_count; i++) {
        const struct window *w = &facts->windows[i];
        if (!collective(law, w->last) || !law_window_announced(law, w, NULL)) continue;
        struct date last = law_last_success(&facts->success);
        if (date_is_set(last)) {
            int from = p->longer ? date_civil(p->end).year : date_civil(last).year + 1;
            if (date_civil(w->last).year < from) continue;
        } else if (date_cmp(w->last, p->end) < 0) {
            continue; /* a first cycle is never cut short: 90 days after the import, or the year
                         after the approval */
        }
        if (!found || date_cmp(w->last, found->last) < 0) found = w;
    }
    return found;
}

void law_count_success(struct successes *s, int way, struct date held_on)
{
    struct date *last = way == WAYS_ABROAD ? &s->abroad : &s->here;
    *last = date_max(*last, held_on);
}

struct date law_last_success(const struct successes *s)
{
    return date_max(s->here, s->abroad);
}

static struct date after_success(const struct law *law, struct date success, enum param_id period,
                                 struct finding *why)
{
    struct date on = rules_substance(success);
    int64_t months;
    if (!rules_param(law, period, on, &months, why)) return DATE_NONE;
    return rules_cycle_end(law, success, months, why);
}

/* An end that is none: there is no law for that success. */
static struct period period_of(const struct law *law, const struct cycle_facts *facts,
                               struct finding *why)
{
    const struct successes *s = &facts->success;
    struct period p = {DATE_NONE, s->here, false};
    if (date_is_set(s->here)) {
        finding_fact(why, FACT_LAST_SUCCESS, FACT_DATE, s->here.day);
        p.end = after_success(law, s->here, PARAM_CYCLE_MONTHS, why);
        if (!date_is_set(p.end)) return p;
        struct date by_age = ages_cycle_end(law, facts->birth, s->here, why);
        p.longer = date_cmp(by_age, p.end) > 0;
        p.end = date_max(by_age, p.end);
    }
    if (!date_is_set(s->abroad)) return p;
    finding_fact(why, FACT_LAST_ABROAD, FACT_DATE, s->abroad.day);
    struct date abroad = after_success(law, s->abroad, PARAM_ABROAD_CYCLE, why);
    if (date_is_set(abroad) && date_cmp(abroad, p.end) <= 0) return p;
    p = (struct period){abroad, s->abroad, false};
    if (date_is_set(abroad)) rules_cite(why, RULE_WAY_ABROAD, rules_substance(p.since));
    return p;
}

static struct date first_cycle(const struct law *law, const struct cycle_facts *facts,
                               struct finding *why)
{
    struct date on = rules_substance(facts->registered_on), end = DATE_NONE, grace = DATE_NONE;
    int64_t months, days;
    finding_missing(why, FACT_LAST_SUCCESS, FACT_DATE);
    if (!rules_param(law, PARAM_CYCLE_MONTHS, on, &months, why) ||
        !rules_param(law, PARAM_CYCLE_FIRST_GRACE_DAYS, on, &days, why))
        return DATE_NONE;
    if (month_is_set(facts->first_month)) {
        finding_fact(why, FACT_FIRST_MONTH, FACT_MONTH, facts->first_month.index);
        end = month_last(month_add(facts->first_month, (int)months));
    }
    if (date_is_set(facts->registered_on)) {
        finding_fact(why, FACT_REGISTERED_ON, FACT_DATE, facts->registered_on.day);
        grace = date_add_days(facts->registered_on, (int)days);
    }
    return date_max(end, grace);
}

static void cite_cycle(struct finding *why, struct date on)
{
    if (!why) return;
    rules_cite(why, RULE_CYCLE_LOCAL, on);
    rules_cite(why, RULE_CYCLE_ROLLING, on);
    rules_cite_month(why, on);
    rules_cite_roll(why, on);
}

static struct date due(const struct law *law, const struct cycle_facts *facts, struct finding *why)
{
    struct period p = {0};
    if (date_is_set(law_last_success(&facts->success))) p = period_of(law, facts, why);
    else p.end = first_cycle(law, facts, why);
    if (!date_is_set(p.end)) {
        if (why && why->outcome == OUTCOME_UNSET) why->outcome = OUTCOME_NEEDS_EVIDENCE;
        return DATE_NONE;
    }
    p.end = calendar_roll(law->calendar, p.end);
    const struct window *w = cycle_stands(law, p.end) ? NULL : window_for(law, facts, &p);
    if (!w) {
        cite_cycle(why, rules_substance(date_is_set(p.since) ? p.since : p.end));
        return rules_answer(law, p.end, why);
    }
    finding_fact(why, FACT_WINDOW_FIRST, FACT_DATE, w->first.day);
    finding_fact(why, FACT_WINDOW_LAST, FACT_DATE, w->last.day);
    rules_cite(why, RULE_CYCLE_WINDOW, w->last);
    return rules_answer(law, w->last, why);
}

struct date law_due(const struct law *law, const struct cycle_facts *facts, struct finding *why)
{
    finding_start(why, QUESTION_DUE, law->today);
    return due(law, facts, why);
}

struct date law_valid_until(const struct law *law, int way, struct date held_on, struct date birth,
                            struct finding *why)
{
    struct cycle_facts facts = {.birth = birth};
    law_count_success(&facts.success, way, held_on);
    finding_start(why, QUESTION_VALID_UNTIL, law->today);
    return due(law, &facts, why);
}

size_t law_reminders(const struct law *law, struct date birth, struct date due,
                     int days[LAW_REMINDERS])
{
    int64_t packed;
    size_t n = 0;
    struct date early = ages_outreach(law, birth, due, NULL);
    int ahead = date_is_set(early) ? due.day - early.day : 0;
    if (!params_value(law->params, PARAM_REMIND_DAYS, law->today, &packed)) packed = 0;
    for (int i = 0; packed > 0 && i < LAW_REMINDERS - 1; packed >>= 8, i++) {
        int day = (int)(packed & 0xFF);
        if (ahead > day) days[n++] = ahead;
        if (ahead >= day) ahead = 0;
        days[n++] = day;
    }
    if (ahead) days[n++] = ahead;
    return n;
}
