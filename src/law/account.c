#include "law/account.h"

#include "law/kinds.h"
#include "law/rules.h"

/* What is missing is said of all facts at once, so that nobody is sent away twice. */
static enum outcome known(const struct account_facts *f, struct finding *why)
{
    if (f->balance == ACCOUNT_UNKNOWN) finding_missing(why, FACT_BALANCE, FACT_MONEY);
    else finding_fact(why, FACT_BALANCE, FACT_MONEY, f->balance);
    if (f->heir == TRI_YES) finding_fact(why, FACT_HEIR, FACT_FLAG, 1);
    else finding_missing(why, FACT_HEIR, FACT_FLAG);
    bool all = f->balance != ACCOUNT_UNKNOWN && f->heir == TRI_YES;
    return all ? OUTCOME_MET : OUTCOME_NEEDS_EVIDENCE;
}

int64_t account_settle(const struct law *law, const struct account_facts *facts,
                       struct finding *why)
{
    finding_start(why, QUESTION_ACCOUNT, law->today);
    if (facts->event == LOSS_UNSET) finding_missing(why, FACT_LOSS_EVENT, FACT_CODE);
    else finding_fact(why, FACT_LOSS_EVENT, FACT_CODE, facts->event);
    rules_date(why, FACT_EVENT_ON, facts->on);
    finding_fact(why, FACT_LINE_KIND, FACT_CODE, facts->line_kind);
    if (facts->event == LOSS_UNSET || !date_is_set(facts->on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return 0;
    }
    if (rules_history_only(facts->on, why)) return 0;
    if (!law_death(facts->event) || !line_kind_basic_pension(facts->line_kind)) {
        rules_outcome(why, OUTCOME_NOT_MET);
        return 0;
    }
    rules_cite(why, RULE_ACCOUNT_HEIRS, law->today);
    enum outcome outcome = known(facts, why);
    finding_fact(why, FACT_ACCOUNT_PAID, FACT_MONEY, facts->paid);
    int64_t left = facts->balance - facts->paid;
    if (outcome == OUTCOME_MET && left <= 0) outcome = OUTCOME_NOT_MET;
    rules_outcome(why, outcome);
    return outcome == OUTCOME_MET ? left : 0;
}
