#include "law/fraud.h"

#include "law/rules.h"

struct date fraud_report_by(const struct law *law, struct date established_on, struct finding *why)
{
    int64_t days;
    finding_start(why, QUESTION_FRAUD_REPORT, law->today);
    rules_date(why, FACT_ESTABLISHED_ON, established_on);
    if (!date_is_set(established_on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return DATE_NONE;
    }
    finding_rule(why, RULE_FRAUD_REPORT); /* a duty of the agency: goes on as practice */
    rules_cite(why, RULE_FRAUD_FINE, established_on);
    rules_cite_roll(why, established_on);
    if (!rules_param(law, PARAM_FRAUD_REPORT_DAYS, established_on, &days, why)) return DATE_NONE;
    return rules_answer(law, calendar_roll(law->calendar, date_add_days(established_on, (int)days)),
                        why);
}

struct date fraud_hearing_until(const struct law *law, struct date served_on, struct finding *why)
{
    int64_t days;
    finding_start(why, QUESTION_HEARING_UNTIL, law->today);
    rules_date(why, FACT_NOTICE_ON, served_on);
    if (!date_is_set(served_on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return DATE_NONE;
    }
    rules_cite(why, RULE_FINE_PROCEDURE, served_on);
    if (!rules_param(law, PARAM_HEARING_DAYS, served_on, &days, why)) return DATE_NONE;
    return rules_answer(law, rules_working_days(law, served_on, days, why), why);
}

#define OFFICERS 2 /* 行政处罚法: not fewer than two, a number of the statute itself */

static bool papers(const struct fraud_fine_facts *f, struct finding *why)
{
    const struct {
        int fact;
        struct date on;
    } needed[] = {{FACT_FILED_ON, f->filed_on},
                  {FACT_NOTICE_ON, f->notice_on},
                  {FACT_LEGAL_REVIEW_ON, f->legal_review_on},
                  {FACT_COLLECTIVE_ON, f->collective_on}};
    bool all = f->officers >= OFFICERS;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        rules_date(why, needed[i].fact, needed[i].on);
        all = all && date_is_set(needed[i].on);
    }
    finding_fact(why, FACT_LAW_OFFICERS, FACT_COUNT, f->officers);
    return all;
}

struct fraud_fine fraud_fine(const struct law *law, const struct fraud_fine_facts *f,
                             struct finding *why)
{
    struct fraud_fine fine = {0};
    int64_t least, most;
    finding_start(why, QUESTION_FINE, law->today);
    rules_cite(why, RULE_FRAUD_FINE, law->today);
    rules_cite(why, RULE_FRAUD_CRIME, law->today);
    rules_cite(why, RULE_FINE_PROCEDURE, law->today);
    rules_cite(why, RULE_FRAUD_REFUND, law->today);
    if (f->amount == 0) {
        finding_missing(why, FACT_AMOUNT, FACT_MONEY);
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return fine;
    }
    if (rules_contradict(why, FACT_FILED_ON, f->filed_on, FACT_NOTICE_ON, f->notice_on))
        return fine;
    finding_fact(why, FACT_AMOUNT, FACT_MONEY, f->amount);
    if (!rules_param(law, PARAM_FINE_MIN_TIMES, law->today, &least, why) ||
        !rules_param(law, PARAM_FINE_MAX_TIMES, law->today, &most, why))
        return fine;
    fine = (struct fraud_fine){f->amount * least, f->amount * most};
    finding_fact(why, FACT_FINE_MIN, FACT_MONEY, fine.least);
    finding_fact(why, FACT_FINE_MAX, FACT_MONEY, fine.most);
    rules_flag(why, FACT_TRANSFERRED, f->transferred);
    rules_flag(why, FACT_HEARING_OPEN, f->hearing_open);
    bool complete = papers(f, why);
    if (!why) return fine;
    complete = complete && f->transferred && f->hearing_open;
    if (f->transferred == TRI_YES || f->hearing_open == TRI_YES) why->outcome = OUTCOME_NOT_MET;
    else why->outcome = complete ? OUTCOME_MET : OUTCOME_NEEDS_EVIDENCE;
    return fine;
}
