#include "law/overpaid.h"

#include "law/power.h"
#include "law/rules.h"

/* Prison stops and a death ends; a doubt only withholds from now on, what was paid before stays
 * paid. */
static bool ends_months(struct loss_effect e)
{
    return e.effect == STOP_STOP || e.effect == STOP_END;
}

/* Art. 9: how late the report was goes into the file of the recovery; the limit decides nothing
 * here. */
static void note_lateness(const struct law *law, const struct overpaid_facts *facts,
                          struct overpaid *o, struct finding *why)
{
    struct report_facts report = {.event = facts->loss.event,
                                  .on = facts->loss.on,
                                  .reported_on = facts->reported_on,
                                  .reporter_in_city = facts->reporter_in_city};
    if (!date_is_set(facts->reported_on) || !date_is_set(facts->loss.on)) return;
    struct report_clock c = law_report_clock(law, &report, NULL);
    o->report_by = c.binding_limit;
    o->days_late = c.days_late;
    finding_fact(why, FACT_REPORTED_ON, FACT_DATE, facts->reported_on.day);
    finding_fact(why, FACT_DAYS_LATE, FACT_COUNT, c.days_late);
}

struct overpaid overpaid_recover(const struct law *law, const struct overpaid_facts *facts,
                                 struct finding *why)
{
    struct overpaid o = {0};
    struct finding ground, power;
    struct loss_effect e = law_loss(law, &facts->loss, &ground);
    struct power_decision d = power_decision(law, law->today, &power);
    if (why) {
        *why = ground;
        why->question = QUESTION_OVERPAID;
    }
    finding_fact(why, FACT_OVERPAID, FACT_MONEY, facts->amount);
    note_lateness(law, facts, &o, why);
    rules_cite(why, RULE_RECOVER_NATIONAL, law->today);
    rules_cite_power(why, law->today);
    if (!d.allowed) rules_outcome(why, OUTCOME_NO_LAW);
    if (ground.outcome != OUTCOME_MET || !d.allowed) return o;
    bool owed = ends_months(e) && facts->amount > 0;
    rules_outcome(why, owed ? OUTCOME_MET : OUTCOME_NOT_MET);
    o.claim = owed ? facts->amount : 0;
    return o;
}
