#include "law/power.h"

#include "law/rules.h"
#include "law/words.h"

#define DEED(d) (1u << (d))
#define FIELD_WORK                                                                                 \
    (DEED(DEED_CERTIFY) | DEED(DEED_VISIT) | DEED(DEED_PUBLISH) | DEED(DEED_RECEIVE_MAKE_UP) |     \
     DEED(DEED_INQUIRE))
#define PAYER                                                                                      \
    (DEED(DEED_SUSPEND) | DEED(DEED_REINSTATE) | DEED(DEED_RECOVER) | DEED(DEED_REPORT_FRAUD) |    \
     DEED(DEED_ASSIGN))
#define DEPARTMENT                                                                                 \
    (DEED(DEED_SUPERVISE) | DEED(DEED_ORDER_REFUND) | DEED(DEED_FINE) | DEED(DEED_HANDLE_TIP))

static const unsigned powers[BODY_COUNT] = {
    [BODY_CITY_DEPARTMENT] = DEPARTMENT | DEED(DEED_INTERPRET),
    [BODY_DISTRICT_DEPARTMENT] = DEPARTMENT,
    [BODY_CITY_AGENCY] = FIELD_WORK | PAYER | DEED(DEED_SET_STANDARD),
    [BODY_DISTRICT_AGENCY] = FIELD_WORK | PAYER,
    [BODY_TOWN_OFFICE] = FIELD_WORK | DEED(DEED_ASSIGN),
    [BODY_STATION] = FIELD_WORK,
    [BODY_VILLAGE] = DEED(DEED_INQUIRE),
};

bool power_adverse(enum power_deed deed)
{
    return deed == DEED_SUSPEND || deed == DEED_RECOVER || deed == DEED_ORDER_REFUND ||
           deed == DEED_FINE;
}

/* An adverse deed cites only what is in force today; the others go on as practice. */
static void cite_power(const struct law *law, enum power_deed deed, struct finding *f)
{
    struct date on = law->today;
    if (!power_adverse(deed) || register_in_force(RULE_POWER_AGENCY, on))
        finding_rule(f, RULE_POWER_AGENCY);
    if (DEED(deed) & DEPARTMENT) rules_cite(f, RULE_SUPERVISE_NATIONAL, on);
    if (deed == DEED_ORDER_REFUND || deed == DEED_FINE) {
        rules_cite(f, RULE_FRAUD_FINE, on);
        rules_cite(f, RULE_FRAUD_REFUND, on);
    }
    if (DEED(deed) & (FIELD_WORK | PAYER)) rules_cite(f, RULE_POWER_PAYMENT, on);
    if (deed == DEED_SUSPEND || deed == DEED_RECOVER) rules_cite(f, RULE_VERIFY_NATIONAL, on);
}

struct finding power_may(const struct law *law, enum power_body body, enum power_deed deed)
{
    struct finding f;
    finding_start(&f, QUESTION_MAY_ACT, law->today);
    if (body <= BODY_UNSET || body >= BODY_COUNT || deed <= DEED_UNSET || deed >= DEED_COUNT) {
        finding_missing(&f, body <= BODY_UNSET || body >= BODY_COUNT ? FACT_BODY : FACT_DEED,
                        FACT_CODE);
        f.outcome = OUTCOME_NEEDS_EVIDENCE;
        return f;
    }
    finding_fact(&f, FACT_BODY, FACT_CODE, body);
    finding_fact(&f, FACT_DEED, FACT_CODE, deed);
    if (date_cmp(law->today, rules_measure_first()) < 0) {
        f.outcome = OUTCOME_NO_LAW;
        return f;
    }
    cite_power(law, deed, &f);
    f.outcome = powers[body] & DEED(deed) ? OUTCOME_MET : OUTCOME_NOT_MET;
    int64_t place;
    if (deed != DEED_RECEIVE_MAKE_UP || f.outcome == OUTCOME_NOT_MET) return f;
    if (rules_param(law, PARAM_RECERT_PLACE, law->today, &place, &f) &&
        place == CHOICE_RECERT_PLACE_PAYER_ONLY && !(powers[body] & DEED(DEED_REINSTATE)))
        f.outcome = OUTCOME_NOT_MET;
    return f;
}

static bool department(enum power_body b)
{
    return b == BODY_CITY_DEPARTMENT || b == BODY_DISTRICT_DEPARTMENT;
}

bool power_compatible(enum power_body a, enum power_body b)
{
    return department(a) == department(b);
}

static const struct word bodies[BODY_COUNT] = {
    [BODY_CITY_DEPARTMENT] = {ZH_body_city_department, ZH_none},
    [BODY_DISTRICT_DEPARTMENT] = {ZH_body_district_department, ZH_none},
    [BODY_CITY_AGENCY] = {ZH_body_city_agency, ZH_none},
    [BODY_DISTRICT_AGENCY] = {ZH_body_district_agency, ZH_none},
    [BODY_TOWN_OFFICE] = {ZH_body_town_office, ZH_none},
    [BODY_STATION] = {ZH_body_station, ZH_none},
    [BODY_VILLAGE] = {ZH_body_village, ZH_body_village_also},
};

static const struct word deeds[DEED_COUNT] = {
    [DEED_CERTIFY] = {ZH_deed_certify, ZH_none},
    [DEED_VISIT] = {ZH_deed_visit, ZH_none},
    [DEED_PUBLISH] = {ZH_deed_publish, ZH_none},
    [DEED_RECEIVE_MAKE_UP] = {ZH_deed_receive_make_up, ZH_none},
    [DEED_INQUIRE] = {ZH_deed_inquire, ZH_none},
    [DEED_ASSIGN] = {ZH_deed_assign, ZH_none},
    [DEED_SUSPEND] = {ZH_deed_suspend, ZH_none},
    [DEED_REINSTATE] = {ZH_deed_reinstate, ZH_none},
    [DEED_RECOVER] = {ZH_deed_recover, ZH_none},
    [DEED_REPORT_FRAUD] = {ZH_deed_report_fraud, ZH_none},
    [DEED_SET_STANDARD] = {ZH_deed_set_standard, ZH_none},
    [DEED_SUPERVISE] = {ZH_deed_supervise, ZH_none},
    [DEED_ORDER_REFUND] = {ZH_deed_order_refund, ZH_none},
    [DEED_FINE] = {ZH_deed_fine, ZH_none},
    [DEED_HANDLE_TIP] = {ZH_deed_handle_tip, ZH_none},
    [DEED_INTERPRET] = {ZH_deed_interpret, ZH_none},
};

enum zh_id power_body_word(enum power_body b)
{
    return b > BODY_UNSET && b < BODY_COUNT ? bodies[b].word : ZH_none;
}

enum power_body power_body_from_word(const char *word)
{
    return (enum power_body)words_find(bodies, BODY_COUNT, word);
}

enum zh_id power_deed_word(enum power_deed d)
{
    return d > DEED_UNSET && d < DEED_COUNT ? deeds[d].word : ZH_none;
}

enum power_deed power_deed_from_word(const char *word)
{
    return (enum power_deed)words_find(deeds, DEED_COUNT, word);
}

/* ---- Art. 17 -------------------------------------------------------------------------------- */

struct finding power_substance(const struct law *law, struct date event_on)
{
    struct finding f;
    finding_start(&f, QUESTION_SUBSTANCE, law->today);
    rules_date(&f, FACT_EVENT_ON, event_on);
    if (!date_is_set(event_on)) {
        f.outcome = OUTCOME_NEEDS_EVIDENCE;
        return f;
    }
    finding_rule(&f, RULE_TERM);
    rules_cite(&f, RULE_LOSS_VERIFIED, event_on);
    if (date_cmp(event_on, rules_measure_first()) < 0) f.outcome = OUTCOME_NO_LAW;
    else
        f.outcome =
            register_act_in_force(ACT_MEASURE, event_on) ? OUTCOME_MET : OUTCOME_NOT_APPLICABLE;
    return f;
}

bool power_history_only(struct date d)
{
    return rules_history_only(d, NULL);
}

struct power_decision power_decision(const struct law *law, struct date on, struct finding *why)
{
    struct power_decision d = {0};
    int64_t after = CHOICE_AFTER_EXPIRY_NONE;
    finding_start(why, QUESTION_POWER, on);
    if (date_cmp(on, rules_measure_first()) < 0) {
        rules_outcome(why, OUTCOME_NO_LAW);
        return d;
    }
    d.measure = register_act_in_force(ACT_MEASURE, on);
    d.national = register_in_force(RULE_VERIFY_NATIONAL, on);
    d.file_needed = d.national;
    d.name_expired = !d.measure;
    if (!d.measure) rules_param(law, PARAM_AFTER_EXPIRY, on, &after, why);
    d.allowed =
        d.measure || (d.national && after == CHOICE_AFTER_EXPIRY_NATIONAL_POWER_LOCAL_PRACTICE);
    finding_fact(why, FACT_MEASURE_IN_FORCE, FACT_FLAG, d.measure);
    finding_fact(why, FACT_FILE_NEEDED, FACT_FLAG, d.file_needed);
    rules_cite(why, RULE_SUSPEND_MISSED, on);
    rules_cite(why, RULE_LOSS_VERIFIED, on);
    rules_cite(why, RULE_VERIFY_NATIONAL, on);
    rules_cite(why, RULE_POWER_PAYMENT, on);
    rules_outcome(why, d.allowed ? OUTCOME_MET : OUTCOME_NO_LAW);
    return d;
}
