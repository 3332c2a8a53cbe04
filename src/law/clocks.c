#include "law/clocks.h"

#include <string.h>

static const struct law_clock clocks[] = {
    {PARAM_CYCLE_MONTHS, CLOCK_ROLLS},
    {PARAM_ART6_DAYS, CLOCK_WORKING},
    {PARAM_PUB_DAYS, CLOCK_ROLLS},
    {PARAM_PROTECT_VISIT_DAYS, CLOCK_WORKING},
    {PARAM_DEATH_VERIFY_DAYS, CLOCK_WORKING},
    {PARAM_ABROAD_PAPER_VALID, CLOCK_ROLLS},
    {PARAM_ABROAD_PROXY_DAYS, CLOCK_UNSAID},
    {PARAM_ART9_LOCAL_DAYS, CLOCK_WORKING},
    {PARAM_ART9_OUTSIDE_DAYS, CLOCK_WORKING},
    {PARAM_ART9_NATIONAL_DAYS, CLOCK_WORKING},
    {PARAM_SUSPEND_DAYS, CLOCK_WORKING},
    {PARAM_OBJECTION_DAYS, CLOCK_WORKING},
    {PARAM_INVESTIGATE_MONTHS, CLOCK_STAYS}, /* the breach is the day after it */
    {PARAM_INVESTIGATE_DAYS, CLOCK_WORKING},
    {PARAM_DEMAND_DAYS, CLOCK_WORKING},
    {PARAM_COURT_APPLY_MONTHS, CLOCK_ROLLS},
    {PARAM_REVIEW_DAYS, CLOCK_ROLLS},
    {PARAM_SUIT_MONTHS, CLOCK_ROLLS},
    {PARAM_SERVICE_NOTICE_DAYS, CLOCK_ROLLS},
    {PARAM_FRAUD_REPORT_DAYS, CLOCK_ROLLS},
    {PARAM_HEARING_DAYS, CLOCK_WORKING},
    {PARAM_TIP_REVIEW_DAYS, CLOCK_WORKING},
    {PARAM_TIP_NOTIFY_DAYS, CLOCK_WORKING},
    {PARAM_TIP_CONCLUDE_DAYS, CLOCK_WORKING},
};

const struct law_clock *clocks_at(size_t index)
{
    return index < sizeof clocks / sizeof *clocks ? &clocks[index] : NULL;
}

const struct law_clock *clocks_find(const char *key)
{
    for (size_t i = 0; clocks_at(i); i++)
        if (strcmp(params_key(clocks[i].param), key) == 0) return &clocks[i];
    return NULL;
}

enum period_unit clocks_unit(const struct law_clock *c)
{
    static const char *const units[] = {[PERIOD_WORKING_DAYS] = "working_days",
                                        [PERIOD_DAYS] = "days",
                                        [PERIOD_MONTHS] = "months",
                                        [PERIOD_YEARS] = "years"};
    for (int i = PERIOD_WORKING_DAYS; i <= PERIOD_YEARS; i++)
        if (strcmp(params_unit(c->param), units[i]) == 0) return (enum period_unit)i;
    return PERIOD_UNSET;
}

bool clocks_answer(const struct calendar *calendar, const struct params *params,
                   const struct law_clock *c, struct date event, struct date law_day,
                   struct law_clock_answer *out)
{
    enum period_unit unit = clocks_unit(c);
    *out = (struct law_clock_answer){0};
    if (!params_value(params, c->param, law_day, &out->count)) return false;
    int n = (int)out->count, months = unit == PERIOD_YEARS ? n * 12 : n;
    out->rolled = calendar_period(calendar, event, n, unit);
    out->due = unit == PERIOD_WORKING_DAYS ? out->rolled
               : unit == PERIOD_DAYS       ? date_add_days(event, n)
                                           : date_add_months(event, months);
    if (c->end == CLOCK_ROLLS) out->due = out->rolled;
    out->past_calendar = calendar_past(calendar, date_max(out->due, out->rolled));
    return true;
}
