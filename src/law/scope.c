#include "law/scope.h"

#include "law/kinds.h"
#include "law/rules.h"

static enum scope result(struct finding *why, enum scope s, enum outcome outcome)
{
    rules_outcome(why, outcome);
    return s;
}

/* A kind that the city added (3(6)), or a benefit that is no line. */
static enum scope local_kind(const struct scope_facts *f, struct finding *why)
{
    rules_flag(why, FACT_FUND_PAID, f->fund_paid);
    if (f->fund_paid == TRI_UNKNOWN) return result(why, SCOPE_UNSET, OUTCOME_NEEDS_EVIDENCE);
    if (f->fund_paid == TRI_NO) return result(why, SCOPE_OUTSIDE, OUTCOME_NOT_MET);
    rules_flag(why, FACT_PERIODIC, f->periodic);
    rules_flag(why, FACT_LONG_TERM, f->long_term);
    if (f->periodic == TRI_NO || f->long_term == TRI_NO) {
        finding_rule(why, RULE_OTHER_BENEFIT);
        return result(why, SCOPE_OTHER_BENEFIT, OUTCOME_NOT_MET);
    }
    if (f->periodic == TRI_UNKNOWN || f->long_term == TRI_UNKNOWN)
        return result(why, SCOPE_UNSET, OUTCOME_NEEDS_EVIDENCE);
    finding_rule(why, RULE_SCOPE_OTHER);
    return result(why, SCOPE_COVERED, OUTCOME_MET);
}

enum scope scope_line(const struct law *law, const struct scope_facts *f, struct finding *why)
{
    static const int rules[] = {RULE_NONE,         RULE_SCOPE_PENSION,   RULE_SCOPE_RESIDENT,
                                RULE_SCOPE_INJURY, RULE_SCOPE_DEPENDANT, RULE_SCOPE_SURVIVOR,
                                RULE_SCOPE_OTHER};
    finding_start(why, QUESTION_SCOPE, law->today);
    if (rules_history_only(law->today, why)) return SCOPE_UNSET;
    if (f->line_kind == LINE_KIND_UNSET) {
        finding_missing(why, FACT_LINE_KIND, FACT_CODE);
    } else {
        finding_fact(why, FACT_LINE_KIND, FACT_CODE, f->line_kind);
        finding_rule(why, rules[line_kind_paragraph(f->line_kind)]); /* coverage is no burden: it
                                                                        carries over as practice */
    }
    if (f->line_kind == LINE_KIND_UNSET || f->line_kind >= LINE_KIND_COUNT)
        return local_kind(f, why);
    if (f->line_kind == LINE_DISABILITY && f->disability_grade) {
        finding_fact(why, FACT_GRADE, FACT_COUNT, f->disability_grade);
        if (f->disability_grade > 4) return result(why, SCOPE_OUTSIDE, OUTCOME_NOT_MET);
    }
    return result(why, SCOPE_COVERED, OUTCOME_MET);
}

enum zh_id scope_word(enum scope s)
{
    static const enum zh_id words[] = {ZH_none, ZH_scope_covered, ZH_scope_other_benefit,
                                       ZH_scope_outside};
    return (size_t)s < sizeof words / sizeof *words ? words[s] : ZH_none;
}
