/*
 * Nothing but days is compared. The level of a valid certification falls to signs once it is older
 * than a trace may be: where a class of age gives two years, the second is known less well. That is
 * why to call somebody, and no reason to doubt the certification.
 */
#include "law/grade.h"

#include "law/rules.h"

enum zh_id grade_word(enum survival s)
{
    static const enum zh_id names[] = {ZH_none, ZH_survival_confirmed, ZH_survival_signs,
                                       ZH_survival_to_verify};
    return (size_t)s < sizeof names / sizeof *names ? names[s] : ZH_none;
}

/* How long what happened on that day is fresh; none where it did not or is yet to happen. */
static struct date fresh_until(const struct law *law, struct date on, int64_t months)
{
    bool past = date_is_set(on) && date_cmp(on, law->today) <= 0;
    return past ? date_add_months(on, (int)months) : DATE_NONE;
}

/* The later of two days that today has not passed, none when it has passed both. */
static struct date later_open(const struct law *law, struct date a, struct date b)
{
    struct date d = date_max(a, b);
    return date_cmp(d, law->today) >= 0 ? d : DATE_NONE;
}

/* What is not known is missing where it could have made the level better. */
static void note(const struct grade_facts *f, enum survival level, struct finding *why)
{
    if (level != SURVIVAL_CONFIRMED || date_is_set(f->trace_on))
        rules_date(why, FACT_HAPPENED_ON, f->trace_on);
    rules_date(why, FACT_LAST_SUCCESS, f->last_success);
    rules_date(why, FACT_DUE_ON, f->due_on);
    if (f->trace_kind) {
        finding_fact(why, FACT_EVIDENCE_KIND, FACT_CODE, f->trace_kind);
        finding_fact(why, FACT_STRENGTH, FACT_CODE, evidence_strength(f->trace_kind));
    }
    finding_fact(why, FACT_UNSETTLED, FACT_FLAG, f->unsettled);
    finding_fact(why, FACT_SURVIVAL, FACT_CODE, level);
}

enum survival grade_survival(const struct law *law, const struct grade_facts *f,
                             struct finding *why)
{
    int64_t months;
    finding_start(why, QUESTION_SURVIVAL, law->today);
    if (!rules_param(law, PARAM_EVIDENCE_FRESH_MONTHS, law->today, &months, why))
        return SURVIVAL_UNSET;
    rules_cite(why, RULE_GRADE_SURVIVAL, law->today);
    rules_cite(why, RULE_DATA_FIRST, law->today);
    struct date success = fresh_until(law, f->last_success, months);
    struct date valid = date_is_set(success) ? f->due_on : DATE_NONE;
    struct date known = later_open(law, success, fresh_until(law, f->trace_on, months));
    struct date confirmed = date_min(success, valid);
    struct date signs = later_open(law, valid, known);
    enum survival level = SURVIVAL_TO_VERIFY;
    if (!f->unsettled && date_is_set(signs)) {
        level = date_cmp(confirmed, law->today) >= 0 ? SURVIVAL_CONFIRMED : SURVIVAL_SIGNS;
        rules_answer(law, level == SURVIVAL_CONFIRMED ? confirmed : signs, why);
    } else {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
    }
    note(f, level, why);
    return level;
}
