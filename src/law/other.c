#include "law/other.h"

#include "law/rules.h"

struct finding other_benefit(const struct law *law, const struct other_facts *facts)
{
    struct finding f;
    finding_start(&f, QUESTION_OTHER_BENEFIT, law->today);
    if (rules_history_only(law->today, &f)) return f;
    finding_rule(&f, RULE_OTHER_BENEFIT);
    rules_flag(&f, FACT_FUND_PAID, facts->fund_paid);
    rules_flag(&f, FACT_LONG_TERM, facts->long_term);
    rules_flag(&f, FACT_PROCEDURE, facts->procedure);
    if (facts->fund_paid == TRI_NO || facts->long_term == TRI_YES)
        f.outcome = OUTCOME_NOT_APPLICABLE;
    else if (facts->fund_paid == TRI_YES && facts->long_term == TRI_NO &&
             facts->procedure == TRI_YES)
        f.outcome = OUTCOME_MET;
    else f.outcome = OUTCOME_NEEDS_EVIDENCE;
    return f;
}
