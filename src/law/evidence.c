#include "law/evidence.h"

#include "law/ages.h"
#include "law/rules.h"
#include "law/words.h"

static const struct word words[EVIDENCE_COUNT] = {
    [EVIDENCE_DEATH] = {ZH_loss_death, ZH_loss_death_also},
    [EVIDENCE_CREMATION] = {ZH_loss_cremation, ZH_none},
    [EVIDENCE_HOUSEHOLD_CANCELLED] = {ZH_loss_household_cancelled,
                                      ZH_loss_household_cancelled_also},
    [EVIDENCE_DECLARED_DEAD] = {ZH_loss_declared_dead, ZH_none},
    [EVIDENCE_MISSING] = {ZH_loss_missing, ZH_loss_missing_also},
    [EVIDENCE_PRISON] = {ZH_loss_prison, ZH_loss_prison_also},
    [EVIDENCE_PROBATION] = {ZH_loss_probation, ZH_none},
    [EVIDENCE_CUSTODY] = {ZH_loss_custody, ZH_loss_custody_also},
    [EVIDENCE_RELEASE] = {ZH_loss_release, ZH_loss_release_also},
    [EVIDENCE_REMARRIAGE] = {ZH_loss_remarriage, ZH_loss_remarriage_also},
    [EVIDENCE_ADOPTION] = {ZH_loss_adoption, ZH_loss_adoption_also},
    [EVIDENCE_EMPLOYMENT] = {ZH_loss_employment, ZH_loss_employment_also},
    [EVIDENCE_ENLISTMENT] = {ZH_loss_enlistment, ZH_loss_enlistment_also},
    [EVIDENCE_BIOMETRIC] = {ZH_evidence_biometric, ZH_evidence_biometric_also},
    [EVIDENCE_IN_PERSON] = {ZH_evidence_in_person, ZH_evidence_in_person_also},
    [EVIDENCE_HOSPITAL] = {ZH_evidence_hospital, ZH_none},
    [EVIDENCE_EXIT] = {ZH_evidence_exit, ZH_none},
    [EVIDENCE_ENTRY] = {ZH_evidence_entry, ZH_none},
    [EVIDENCE_VACCINATION] = {ZH_evidence_vaccination, ZH_evidence_vaccination_also},
    [EVIDENCE_OUTPATIENT] = {ZH_evidence_outpatient, ZH_none},
    [EVIDENCE_CHECKUP] = {ZH_evidence_checkup, ZH_none},
    [EVIDENCE_PHARMACY] = {ZH_evidence_pharmacy, ZH_none},
    [EVIDENCE_CONTRIBUTION] = {ZH_evidence_contribution, ZH_none},
    [EVIDENCE_BUS] = {ZH_evidence_bus, ZH_none},
};

enum evidence_kind evidence_from_word(const char *word)
{
    return (enum evidence_kind)words_find(words, EVIDENCE_COUNT, word);
}

enum zh_id evidence_word(enum evidence_kind k)
{
    return k > EVIDENCE_UNSET && k < EVIDENCE_COUNT ? words[k].word : ZH_none;
}

enum evidence_side evidence_side(enum evidence_kind k)
{
    if (k <= EVIDENCE_UNSET || k >= EVIDENCE_COUNT) return EVIDENCE_NO_SIDE;
    return k <= EVIDENCE_ENLISTMENT ? EVIDENCE_AGAINST : EVIDENCE_FOR;
}

enum evidence_strength evidence_strength(enum evidence_kind k)
{
    if (evidence_side(k) != EVIDENCE_FOR) return STRENGTH_NONE;
    if (k <= EVIDENCE_IN_PERSON) return STRENGTH_A;
    return k <= EVIDENCE_VACCINATION ? STRENGTH_B : STRENGTH_C;
}

enum zh_id evidence_strength_word(enum evidence_strength s)
{
    static const enum zh_id names[] = {ZH_none, ZH_strength_a, ZH_strength_b, ZH_strength_c};
    return (size_t)s < sizeof names / sizeof *names ? names[s] : ZH_none;
}

enum loss_event evidence_loss_event(enum evidence_kind k)
{
    return evidence_side(k) == EVIDENCE_AGAINST ? (enum loss_event)k : LOSS_UNSET;
}

static enum evidence_strength effective(const struct evidence_facts *f)
{
    bool unchecked = f->kind == EVIDENCE_HOSPITAL && f->id_checked == TRI_NO;
    return unchecked ? STRENGTH_C : evidence_strength(f->kind);
}

bool evidence_fresh(const struct law *law, struct date happened_on)
{
    int64_t months;
    if (!params_value(law->params, PARAM_EVIDENCE_FRESH_MONTHS, law->today, &months)) return false;
    return date_cmp(law->today, date_add_months(happened_on, (int)months)) <= 0;
}

/* The weakest that stands alone at that age, by the class in force on the day of the trace, so that
 * an older trace keeps its force; any where no class says it. */
static enum evidence_strength by_age(const struct law *law, const struct evidence_facts *facts,
                                     struct finding *f)
{
    struct date on = facts->happened_on;
    const struct param_row *row = params_row(law->params, PARAM_EVIDENCE_AGE_STRENGTH, on);
    if (!row) return STRENGTH_C;
    if (!date_is_set(facts->birth)) {
        finding_missing(f, FACT_BIRTH, FACT_DATE);
        return STRENGTH_C;
    }
    int age = ages_years(law, facts->birth, facts->happened_on);
    int weakest = ages_class(row->value, age);
    if (weakest < STRENGTH_A || weakest >= STRENGTH_C) return STRENGTH_C;
    rules_cite(f, RULE_EVIDENCE_AGES, on);
    finding_fact(f, FACT_BIRTH, FACT_DATE, facts->birth.day);
    finding_fact(f, FACT_CLASS_AGE, FACT_COUNT, age);
    finding_param(f, PARAM_EVIDENCE_AGE_STRENGTH, row->value, row->valid_from);
    return (enum evidence_strength)weakest;
}

/* A is stronger than B; the parameter names the weakest that stands alone, counted from 0. A class
 * of age can only ask for more. */
static bool strong(const struct law *law, const struct evidence_facts *facts, struct finding *f)
{
    int64_t weakest;
    enum evidence_strength s = effective(facts);
    if (!rules_param(law, PARAM_EVIDENCE_MIN_STRENGTH, law->today, &weakest, f)) return false;
    return (int64_t)s - STRENGTH_A <= weakest && s <= by_age(law, facts, f);
}

bool evidence_age_stricter(const struct law *law, struct date happened_on, struct date birth,
                           struct finding *why)
{
    const struct evidence_facts facts = {.happened_on = happened_on, .birth = birth};
    int64_t weakest;
    if (!rules_param(law, PARAM_EVIDENCE_MIN_STRENGTH, law->today, &weakest, NULL)) return false;
    enum evidence_strength needed = by_age(law, &facts, why);
    return needed < STRENGTH_C && (int64_t)needed - STRENGTH_A < weakest;
}

struct finding evidence_weigh(const struct law *law, const struct evidence_facts *facts)
{
    struct finding f;
    finding_start(&f, QUESTION_EVIDENCE, law->today);
    f.outcome = OUTCOME_NEEDS_EVIDENCE;
    if (evidence_side(facts->kind) == EVIDENCE_NO_SIDE) {
        finding_missing(&f, FACT_EVIDENCE_KIND, FACT_CODE);
        return f;
    }
    finding_fact(&f, FACT_EVIDENCE_KIND, FACT_CODE, facts->kind);
    rules_date(&f, FACT_HAPPENED_ON, facts->happened_on);
    finding_rule(&f, RULE_WAY_DATA);
    rules_cite(&f, RULE_DATA_FIRST, law->today);
    if (!date_is_set(facts->happened_on) || evidence_side(facts->kind) == EVIDENCE_AGAINST)
        return f;
    enum evidence_strength s = effective(facts);
    finding_fact(&f, FACT_STRENGTH, FACT_CODE, s);
    f.outcome = OUTCOME_UNSET;
    bool stands = strong(law, facts, &f) && date_cmp(facts->happened_on, law->today) <= 0 &&
                  evidence_fresh(law, facts->happened_on);
    if (f.outcome == OUTCOME_NO_LAW) return f;
    f.outcome = stands ? OUTCOME_MET : OUTCOME_NOT_MET;
    if (stands)
        rules_answer(law, law_valid_until(law, WAYS_DATA, facts->happened_on, facts->birth, NULL),
                     &f);
    return f;
}

struct finding evidence_contradiction(const struct law *law, struct date dead_on,
                                      const struct evidence_facts *life)
{
    struct finding f;
    finding_start(&f, QUESTION_CONTRADICTION, law->today);
    rules_date(&f, FACT_REPORTED_DEAD_ON, dead_on);
    finding_fact(&f, FACT_EVIDENCE_KIND, FACT_CODE, life->kind);
    rules_date(&f, FACT_HAPPENED_ON, life->happened_on);
    finding_rule(&f, RULE_WAY_DATA);
    if (!date_is_set(dead_on) || !date_is_set(life->happened_on))
        f.outcome = OUTCOME_NEEDS_EVIDENCE;
    else if (evidence_side(life->kind) != EVIDENCE_FOR) f.outcome = OUTCOME_NOT_APPLICABLE;
    else f.outcome = date_cmp(life->happened_on, dead_on) > 0 ? OUTCOME_MET : OUTCOME_NOT_MET;
    return f;
}

struct date evidence_death_hold(const struct law *law, struct date received_on, struct finding *why)
{
    int64_t days, action;
    finding_start(why, QUESTION_DEATH_HOLD, law->today);
    rules_date(why, FACT_RECEIVED_ON, received_on);
    if (!date_is_set(received_on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return DATE_NONE;
    }
    rules_cite(why, RULE_WAY_DATA, received_on);
    rules_cite(why, RULE_VERIFY_NATIONAL, received_on);
    if (!rules_param(law, PARAM_DEATH_VERIFY_DAYS, received_on, &days, why) ||
        !rules_param(law, PARAM_DEATH_AUTO_ACTION, received_on, &action, why))
        return DATE_NONE;
    if (action != CHOICE_DEATH_AUTO_ACTION_HOLD_NEXT_PAYROLL) {
        rules_outcome(why, OUTCOME_NOT_MET);
        return DATE_NONE;
    }
    return rules_answer(law, rules_working_days(law, received_on, days, why), why);
}
