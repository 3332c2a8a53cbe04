#include "law/change.h"

#include "law/rules.h"
#include "law/words.h"

struct change_clock change_report(const struct law *law, struct date changed_on,
                                  struct date reported_on, struct finding *why)
{
    struct change_clock c = {0};
    int64_t days;
    finding_start(why, QUESTION_CHANGE_REPORT, law->today);
    rules_date(why, FACT_CHANGED_ON, changed_on);
    if (!date_is_set(changed_on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return c;
    }
    if (rules_contradict(why, FACT_CHANGED_ON, changed_on, FACT_REPORTED_ON, reported_on)) return c;
    rules_cite(why, RULE_CHANGE_REPORT, changed_on);
    if (!rules_param(law, PARAM_ART6_DAYS, changed_on, &days, why)) return c;
    c.by = rules_working_days(law, changed_on, days, why);
    if (date_is_set(reported_on)) {
        int late = calendar_between(law->calendar, c.by, reported_on);
        c.days_late = late > 0 ? late : 0;
        finding_fact(why, FACT_REPORTED_ON, FACT_DATE, reported_on.day);
        finding_fact(why, FACT_DAYS_LATE, FACT_COUNT, c.days_late);
        rules_outcome(why, c.days_late ? OUTCOME_NOT_MET : OUTCOME_MET);
    }
    rules_answer(law, c.by, why);
    return c;
}

enum change_handling change_handling(const struct law *law, enum change_field field,
                                     struct finding *why)
{
    finding_start(why, QUESTION_CHANGE_HANDLING, law->today);
    finding_fact(why, FACT_CHANGED_FIELD, FACT_CODE, field);
    finding_rule(why, RULE_CHANGE_REVIEW);
    bool at_once = field == CHANGE_PHONE || field == CHANGE_ADDRESS;
    finding_fact(why, FACT_REVIEW_NEEDED, FACT_FLAG, !at_once);
    rules_outcome(why, OUTCOME_MET);
    return at_once ? CHANGE_AT_ONCE : CHANGE_NEEDS_REVIEW; /* what is unknown is reviewed */
}

bool change_opens_loss_check(enum change_field field)
{
    return field == CHANGE_MARITAL || field == CHANGE_EMPLOYMENT;
}

static const struct word fields[CHANGE_COUNT] = {
    [CHANGE_PHONE] = {ZH_change_field_phone, ZH_change_field_phone_also},
    [CHANGE_ADDRESS] = {ZH_change_field_address, ZH_change_field_address_also},
    [CHANGE_NAME] = {ZH_change_field_name, ZH_none},
    [CHANGE_NUMBER] = {ZH_change_field_number, ZH_change_field_number_also},
    [CHANGE_BANK] = {ZH_change_field_bank, ZH_change_field_bank_also},
    [CHANGE_MARITAL] = {ZH_change_field_marital, ZH_none},
    [CHANGE_EMPLOYMENT] = {ZH_change_field_employment, ZH_none},
    [CHANGE_OTHER] = {ZH_change_field_other, ZH_none},
};

enum zh_id change_field_word(enum change_field f)
{
    return f > CHANGE_UNSET && f < CHANGE_COUNT ? fields[f].word : ZH_none;
}

enum change_field change_field_from_word(const char *word)
{
    return (enum change_field)words_find(fields, CHANGE_COUNT, word);
}
