/* Art. 10 beside 条例 25 and 26. The event's day picks the substance, the day of the decision the
 * power. */
#include "law/rules.h"

static int cause_rule(enum suspension_cause cause)
{
    static const int rules[] = {RULE_NONE,           RULE_SUSPEND_MISSED,
                                RULE_SUSPEND_FAILED, RULE_SUSPEND_OBJECTION,
                                RULE_LOSS_MISSING,   RULE_LOSS_CUSTODY_NATIONAL};
    return rules[cause];
}

struct date law_suspend_by(const struct law *law, enum suspension_cause cause, struct date from,
                           struct finding *why)
{
    int64_t days;
    finding_start(why, QUESTION_SUSPEND_BY, law->today);
    finding_fact(why, FACT_CAUSE, FACT_CODE, cause);
    rules_date(why, cause == CAUSE_MISSED ? FACT_DUE_ON : FACT_EVENT_ON, from);
    if (!date_is_set(from)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return DATE_NONE;
    }
    if (date_cmp(from, rules_measure_first()) < 0) {
        rules_outcome(why, OUTCOME_NO_LAW);
        return DATE_NONE;
    }
    rules_cite(why, cause_rule(cause), from);
    rules_cite(why, RULE_VERIFY_NATIONAL, law->today);
    if (!rules_param(law, PARAM_SUSPEND_DAYS, from, &days, why)) return DATE_NONE;
    return rules_answer(law, rules_working_days(law, from, days, why), why);
}

/* ---- May it be suspended? ------------------------------------------------------------------- */

bool law_measure_in_force(const struct law *law, struct date on)
{
    (void)law; /* the end of the measure is in the register */
    return register_act_in_force(ACT_MEASURE, on);
}

/* Some law gives the power to suspend today; notes what may be cited. */
static bool power(const struct law *law, const struct suspension_facts *facts, struct finding *f)
{
    struct date today = law->today;
    bool national = register_in_force(RULE_VERIFY_NATIONAL, today);
    if (date_cmp(today, rules_measure_first()) < 0) return false;
    if (!law_measure_in_force(law, today)) {
        int64_t after;
        if (!rules_param(law, PARAM_AFTER_EXPIRY, today, &after, f)) return false;
        if (after != CHOICE_AFTER_EXPIRY_NATIONAL_POWER_LOCAL_PRACTICE || !national) return false;
    } else {
        rules_cite(f, cause_rule(facts->cause), today);
    }
    if (facts->cause == CAUSE_MISSING_PERSON || facts->cause == CAUSE_CUSTODY)
        rules_cite(f, RULE_LOSS_VERIFIED, today);
    rules_cite(f, RULE_VERIFY_NATIONAL, today);
    rules_cite(f, RULE_POWER_PAYMENT, today);
    return true;
}

#define AGAINST_SHOWN                                                                              \
    6 /* so that cause, dates, papers and protection still find room in the finding */

/* What stands against it now; each is a reason of its own. */
static bool nothing_against(unsigned against, struct finding *f)
{
    static const int facts[] = {FACT_CERTIFIED_SINCE, FACT_PENDING_VISIT, FACT_PENDING_PAPER,
                                FACT_PENDING_ASSIST,  FACT_NOT_VISITED,   FACT_OUTAGE,
                                FACT_FRESH_EVIDENCE,  FACT_PENDING_CHECK};
    int shown = 0;
    for (unsigned i = 0; i < sizeof facts / sizeof *facts; i++)
        if (against >> i & 1 && shown++ < AGAINST_SHOWN) finding_fact(f, facts[i], FACT_FLAG, 1);
    return against == 0;
}

/* The event has happened, and a cycle is not missed before its end. */
static enum outcome event_outcome(const struct law *law, const struct suspension_facts *facts,
                                  struct finding *f)
{
    rules_date(f, facts->cause == CAUSE_MISSED ? FACT_DUE_ON : FACT_EVENT_ON, facts->event_on);
    if (!date_is_set(facts->event_on)) return OUTCOME_NEEDS_EVIDENCE;
    if (date_cmp(facts->event_on, law->today) > 0) return OUTCOME_NOT_MET;
    if (facts->cause == CAUSE_MISSED && date_cmp(facts->event_on, law->today) == 0)
        return OUTCOME_NOT_MET;
    if (facts->cause != CAUSE_FAILED) return OUTCOME_MET;
    rules_date(f, FACT_DUE_ON, facts->due_on);
    if (!date_is_set(facts->due_on)) return OUTCOME_NEEDS_EVIDENCE;
    return date_cmp(law->today, facts->due_on) > 0 ? OUTCOME_MET : OUTCOME_NOT_MET;
}

static bool on_file(const struct law *law, struct date d, int fact, struct finding *f)
{
    bool there = date_is_set(d) && date_cmp(d, law->today) <= 0;
    if (there) finding_fact(f, fact, FACT_DATE, d.day);
    return there;
}

/* 条例 26 before a release: the comparison, and the attempt to reach the person or the entrusted
 * check. */
bool law_verification_on_file(const struct law *law, const struct suspension_facts *facts,
                              struct finding *f)
{
    if (!register_in_force(RULE_VERIFY_NATIONAL, law->today)) return true;
    bool compared = on_file(law, facts->compared_on, FACT_COMPARED_ON, f);
    bool contacted = on_file(law, facts->contacted_on, FACT_CONTACTED_ON, f);
    bool entrusted = on_file(law, facts->entrusted_on, FACT_ENTRUSTED_ON, f);
    if (!compared) finding_missing(f, FACT_COMPARED_ON, FACT_DATE);
    if (!contacted && !entrusted) {
        finding_missing(f, FACT_CONTACTED_ON, FACT_DATE);
        finding_missing(f, FACT_ENTRUSTED_ON, FACT_DATE);
    }
    return compared && (contacted || entrusted);
}

static enum outcome protection(const struct law *law, const struct suspension_facts *facts,
                               bool releasing, struct finding *f)
{
    if (!facts->protected_person) return OUTCOME_MET;
    finding_fact(f, FACT_PROTECTED_PERSON, FACT_FLAG, 1);
    if (!on_file(law, facts->visited_on, FACT_VISITED_ON, f)) {
        finding_missing(f, FACT_VISITED_ON, FACT_DATE);
        return OUTCOME_NEEDS_EVIDENCE;
    }
    if (!releasing) return OUTCOME_MET; /* the manager may still be the one who releases */
    finding_fact(f, FACT_SOMEONE_MANAGER, FACT_FLAG, facts->someone_manager);
    return facts->someone_manager ? OUTCOME_MET : OUTCOME_NOT_MET;
}

struct finding law_may_suspend(const struct law *law, const struct suspension_facts *facts,
                               bool releasing)
{
    struct finding f;
    finding_start(&f, releasing ? QUESTION_MAY_RELEASE : QUESTION_MAY_SUSPEND, law->today);
    if (facts->cause == CAUSE_UNSET) {
        finding_missing(&f, FACT_CAUSE, FACT_CODE);
        f.outcome = OUTCOME_NEEDS_EVIDENCE;
        return f;
    }
    finding_fact(&f, FACT_CAUSE, FACT_CODE, facts->cause);
    if (!power(law, facts, &f)) {
        f.outcome = OUTCOME_NO_LAW;
        return f;
    }
    enum outcome event = event_outcome(law, facts, &f);
    bool clear = nothing_against(facts->against, &f);
    bool steps = !releasing || law_verification_on_file(law, facts, &f);
    enum outcome kept = protection(law, facts, releasing, &f);
    if (event == OUTCOME_NOT_MET || !clear || kept == OUTCOME_NOT_MET) f.outcome = OUTCOME_NOT_MET;
    else
        f.outcome = event == OUTCOME_MET && steps && kept == OUTCOME_MET ? OUTCOME_MET
                                                                         : OUTCOME_NEEDS_EVIDENCE;
    return f;
}

/* ---- Payroll -------------------------------------------------------------------------------- */

struct date law_lock_day(const struct law *law, struct month m)
{
    int64_t day;
    struct date first = month_first(m);
    if (!params_value(law->params, PARAM_PAYROLL_LOCK, rules_substance(first), &day))
        return DATE_NONE;
    return calendar_back(law->calendar,
                         date_min(date_add_days(first, (int)day - 1), month_last(m)));
}

struct month law_effect_month(const struct law *law, struct month locked_through)
{
    struct month m = month_of(law->today);
    if (month_is_set(locked_through)) {
        struct month open = month_add(locked_through, 1);
        return month_cmp(open, m) > 0 ? open : m;
    }
    return date_cmp(law->today, law_lock_day(law, m)) > 0 ? month_add(m, 1) : m;
}

/* ---- Make-up and investigation -------------------------------------------------------------- */

struct month law_resume_month(const struct law *law, struct date appeared_on, struct finding *why)
{
    finding_start(why, QUESTION_RESUME_MONTH, law->today);
    rules_date(why, FACT_APPEARED_ON, appeared_on);
    if (!date_is_set(appeared_on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return MONTH_NONE;
    }
    if (rules_history_only(appeared_on, why)) return MONTH_NONE;
    struct month m = month_add(month_of(appeared_on), 1);
    finding_rule(why, RULE_MAKEUP_RESUME); /* in the person's favour: carries over as practice after
                                              the end of the measure */
    rules_answer(law, month_first(m), why);
    return m;
}

bool law_reinstate_needs_manager(const struct law *law, struct date suspended_on)
{
    int64_t months;
    if (!params_value(law->params, PARAM_REINSTATE_MANAGER_MONTHS, law->today, &months))
        return true;
    return date_cmp(law->today, date_add_months(suspended_on, (int)months)) > 0;
}

struct date law_investigation_day(const struct law *law, struct date suspended_on,
                                  struct finding *why)
{
    int64_t months;
    finding_start(why, QUESTION_INVESTIGATION_DAY, law->today);
    rules_date(why, FACT_SUSPENDED_ON, suspended_on);
    if (!date_is_set(suspended_on)) rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
    if (!date_is_set(suspended_on) || rules_history_only(suspended_on, why)) return DATE_NONE;
    rules_cite(why, RULE_INVESTIGATE, suspended_on);
    rules_cite(why, RULE_VERIFY_NATIONAL, law->today);
    rules_cite_month(why, suspended_on);
    if (!rules_param(law, PARAM_INVESTIGATE_MONTHS, suspended_on, &months, why)) return DATE_NONE;
    return rules_answer(law, date_add_days(date_add_months(suspended_on, (int)months), 1), why);
}

struct date law_investigation_by(const struct law *law, struct date opened_on)
{
    int64_t days;
    if (!params_value(law->params, PARAM_INVESTIGATE_DAYS, rules_substance(opened_on), &days))
        return DATE_NONE;
    return rules_working_days(law, opened_on, days, NULL);
}
