#include "law/rules.h"

bool rules_param(const struct law *law, enum param_id id, struct date on, int64_t *value,
                 struct finding *why)
{
    const struct param_row *row = params_row(law->params, id, on);
    if (!row) {
        rules_outcome(why, OUTCOME_NO_LAW);
        return false;
    }
    *value = row->value;
    finding_param(why, (int)id, row->value, row->valid_from);
    return true;
}

void rules_cite(struct finding *why, int rule, struct date on)
{
    if (why && register_in_force(rule, on)) finding_rule(why, rule);
}

void rules_cite_month(struct finding *why, struct date on)
{
    rules_cite(why, RULE_MONTH_GENERAL, on);
    rules_cite(why, RULE_MONTH_CODE, on);
}

void rules_cite_roll(struct finding *why, struct date on)
{
    rules_cite(why, RULE_ROLL_GENERAL, on);
    rules_cite(why, RULE_ROLL_CODE, on);
}

struct date rules_cycle_end(const struct law *law, struct date success, int64_t months,
                            struct finding *why)
{
    int64_t end;
    if (!rules_param(law, PARAM_CYCLE_END, rules_substance(success), &end, why)) return DATE_NONE;
    struct date d = date_add_months(success, (int)months);
    return end == CHOICE_CYCLE_END_MONTH_END ? month_last(month_of(d)) : d;
}

struct date rules_answer(const struct law *law, struct date d, struct finding *why)
{
    if (!why) return d;
    why->answer = d;
    why->past_calendar |= calendar_past(law->calendar, d);
    if (why->outcome == OUTCOME_UNSET) why->outcome = OUTCOME_MET;
    return d;
}

struct date rules_working_days(const struct law *law, struct date from, int64_t n,
                               struct finding *why)
{
    int64_t include = CHOICE_COUNT_START_DAY_EXCLUDE;
    params_value(law->params, PARAM_COUNT_START_DAY, rules_substance(from), &include);
    struct date start = include == CHOICE_COUNT_START_DAY_INCLUDE ? date_add_days(from, -1) : from;
    if (why) {
        rules_cite(why, RULE_COUNT_GENERAL, from);
        rules_cite(why, RULE_COUNT_CODE, from);
        why->count_from = start;
        why->count_days = (int32_t)n;
    }
    struct date last = calendar_add(law->calendar, start, (int)n);
    if (why) why->past_calendar |= calendar_past(law->calendar, last);
    return last;
}

struct date rules_roll(const struct law *law, struct date d, struct finding *why)
{
    struct date last = calendar_roll(law->calendar, d);
    if (why) why->past_calendar |= calendar_past(law->calendar, last);
    return last;
}

void rules_cite_power(struct finding *why, struct date on)
{
    rules_cite(why, RULE_VERIFY_NATIONAL, on);
    rules_cite(why, RULE_POWER_PAYMENT, on);
}

bool rules_history_only(struct date d, struct finding *why)
{
    if (!date_is_set(d) || date_cmp(d, rules_measure_first()) >= 0) return false;
    rules_outcome(why, OUTCOME_NO_LAW);
    return true;
}

void rules_contradictory(struct finding *why)
{
    finding_fact(why, FACT_CONTRADICTORY, FACT_FLAG, 1);
    rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
}

bool rules_contradict(struct finding *why, int fact_a, struct date a, int fact_b, struct date b)
{
    if (!date_is_set(a) || !date_is_set(b) || date_cmp(b, a) >= 0) return false;
    finding_fact(why, fact_a, FACT_DATE, a.day);
    finding_fact(why, fact_b, FACT_DATE, b.day);
    rules_contradictory(why);
    return true;
}

struct date rules_measure_first(void)
{
    return register_act_at(ACT_MEASURE)->from;
}

struct date rules_substance(struct date d)
{
    return date_max(d, rules_measure_first());
}

void rules_outcome(struct finding *why, enum outcome outcome)
{
    if (why && why->outcome != OUTCOME_NO_LAW) why->outcome = (uint8_t)outcome;
}

void rules_flag(struct finding *why, int fact, enum tri t)
{
    if (t == TRI_UNKNOWN) finding_missing(why, fact, FACT_FLAG);
    else finding_fact(why, fact, FACT_FLAG, t == TRI_YES);
}

void rules_date(struct finding *why, int fact, struct date d)
{
    if (date_is_set(d)) finding_fact(why, fact, FACT_DATE, d.day);
    else finding_missing(why, fact, FACT_DATE);
}

struct month rules_month_after(const struct law *law, struct date event, struct finding *why)
{
    int64_t choice;
    if (!rules_param(law, PARAM_PAY_STOP, rules_substance(event), &choice, why)) return MONTH_NONE;
    return month_add(month_of(event), choice == CHOICE_PAY_STOP_MONTH_AFTER_EVENT ? 1 : 0);
}
