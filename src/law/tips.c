#include "law/tips.h"

#include "base/money.h"
#include "law/rules.h"
#include "law/words.h"

static struct date clock_day(const struct law *law, enum param_id id, struct date from,
                             struct finding *why)
{
    int64_t days;
    if (!date_is_set(from) || !rules_param(law, id, from, &days, why)) return DATE_NONE;
    return rules_working_days(law, from, days, why);
}

struct tips_clock tips_clock(const struct law *law, struct date received_on,
                             struct date accepted_on, bool named, struct finding *why)
{
    struct tips_clock c = {0};
    finding_start(why, QUESTION_TIP, law->today);
    rules_date(why, FACT_RECEIVED_ON, received_on);
    if (!date_is_set(received_on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return c;
    }
    if (rules_contradict(why, FACT_RECEIVED_ON, received_on, FACT_ACCEPTED_ON, accepted_on))
        return c;
    if (date_is_set(accepted_on)) finding_fact(why, FACT_ACCEPTED_ON, FACT_DATE, accepted_on.day);
    finding_fact(why, FACT_NAMED, FACT_FLAG, named);
    rules_cite(why, RULE_TIP_LOCAL, received_on);
    rules_cite(why, RULE_TIP_OLD, received_on);
    rules_cite(why, RULE_TIP_REVIEW, received_on);
    rules_cite(why, RULE_TIP_NOTIFY, received_on);
    rules_cite(why, RULE_TIP_CONCLUDE, received_on);
    struct date from = date_is_set(accepted_on) ? accepted_on : received_on;
    if (named) c.notify_by = clock_day(law, PARAM_TIP_NOTIFY_DAYS, from, why);
    c.conclude_by = clock_day(law, PARAM_TIP_CONCLUDE_DAYS, accepted_on, why);
    c.review_by = clock_day(law, PARAM_TIP_REVIEW_DAYS, received_on,
                            why); /* last: its days are the ones shown */
    if (date_is_set(c.review_by)) rules_answer(law, c.review_by, why);
    return c;
}

/* ---- Reward --------------------------------------------------------------------------------- */

/* One exclusion is enough; short of that, one unknown leaves the question open. */
static enum outcome entitled(const struct tips_reward_facts *f, struct finding *why)
{
    rules_flag(why, FACT_CONFIRMED, f->confirmed);
    rules_flag(why, FACT_FIRST_REPORTER, f->first);
    rules_flag(why, FACT_SUPERVISING_STAFF, f->supervising_staff);
    rules_flag(why, FACT_FULL_CAPACITY, f->full_capacity);
    if (f->confirmed == TRI_NO || f->first == TRI_NO || f->supervising_staff == TRI_YES ||
        f->full_capacity == TRI_NO)
        return OUTCOME_NOT_MET;
    bool known = f->confirmed && f->first && f->supervising_staff && f->full_capacity;
    return known ? OUTCOME_MET : OUTCOME_NEEDS_EVIDENCE;
}

struct terms { /* of the reward rules in force on the day of the report */
    int64_t rate, cap, fixed;
};

static bool terms_on(const struct law *law, const struct tips_reward_facts *f, struct terms *t,
                     struct finding *why)
{
    static const enum param_id rates[SUBJECT_COUNT] = {
        [SUBJECT_PERSON] = PARAM_REWARD_PERSON_PERMILLE,
        [SUBJECT_COMPANY] = PARAM_REWARD_COMPANY_PERMILLE,
        [SUBJECT_AGENCY] = PARAM_REWARD_AGENCY_PERMILLE};
    rules_cite(why, RULE_REWARD_LOCAL, f->reported_on);
    rules_cite(why, RULE_REWARD_NATIONAL, f->reported_on);
    rules_cite(why, f->loss ? RULE_REWARD_RATE : RULE_REWARD_FIXED, f->reported_on);
    rules_cite(why, RULE_REWARD_CAP, f->reported_on);
    rules_cite(why, RULE_REWARD_WHO, f->reported_on);
    return rules_param(law, rates[f->subject], f->reported_on, &t->rate, why) &&
           rules_param(law, PARAM_REWARD_CAP, f->reported_on, &t->cap, why) &&
           rules_param(law, PARAM_REWARD_FIXED, f->reported_on, &t->fixed, why);
}

static int64_t amount(const struct tips_reward_facts *f, const struct terms *t)
{
    int64_t reward = f->loss ? money_share(f->loss, t->rate, 1000) : t->fixed;
    int64_t left = t->cap > f->paid_elsewhere ? t->cap - f->paid_elsewhere : 0;
    return reward < left ? reward : left;
}

int64_t tips_reward(const struct law *law, const struct tips_reward_facts *f, struct finding *why)
{
    struct terms t;
    bool subject = f->subject > SUBJECT_UNSET && f->subject < SUBJECT_COUNT;
    finding_start(why, QUESTION_REWARD, law->today);
    rules_date(why, FACT_REPORTED_ON, f->reported_on);
    if (!subject) finding_missing(why, FACT_SUBJECT, FACT_CODE);
    if (!date_is_set(f->reported_on) || !subject) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return 0;
    }
    finding_fact(why, FACT_SUBJECT, FACT_CODE, f->subject);
    finding_fact(why, FACT_LOSS_AMOUNT, FACT_MONEY, f->loss);
    if (!terms_on(law, f, &t, why)) return 0;
    enum outcome may = entitled(f, why);
    rules_outcome(why, may);
    if (may != OUTCOME_MET) return 0;
    int64_t reward = amount(f, &t);
    if (f->paid_elsewhere) finding_fact(why, FACT_PAID_ELSEWHERE, FACT_MONEY, f->paid_elsewhere);
    finding_fact(why, FACT_REWARD, FACT_MONEY, reward);
    return reward;
}

/* ---- Art. 14 -------------------------------------------------------------------------------- */

enum act_id tips_secrecy(const struct law *law, struct date on, struct finding *why)
{
    finding_start(why, QUESTION_SECRECY, law->today);
    rules_date(why, FACT_EVENT_ON, on);
    if (!date_is_set(on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return ACT_NONE;
    }
    if (rules_history_only(on, why)) return ACT_NONE;
    finding_rule(why, RULE_SECRECY_LOCAL); /* a duty, no burden on anybody: goes on as practice */
    rules_cite(why, RULE_TIP_OLD, on);
    rules_cite(why, RULE_SECRECY_NATIONAL, on);
    rules_cite(why, RULE_SECRECY_LAW, on);
    rules_outcome(why, OUTCOME_MET);
    return register_act_in_force(ACT_ORDER_49, on) ? ACT_ORDER_49 : ACT_ORDER_11;
}

static const struct word subjects[SUBJECT_COUNT] = {
    [SUBJECT_PERSON] = {ZH_subject_person, ZH_none},
    [SUBJECT_COMPANY] = {ZH_subject_company, ZH_subject_company_also},
    [SUBJECT_AGENCY] = {ZH_subject_agency, ZH_subject_agency_also},
};

enum zh_id tips_subject_word(enum tips_subject s)
{
    return s > SUBJECT_UNSET && s < SUBJECT_COUNT ? subjects[s].word : ZH_none;
}

enum tips_subject tips_subject_from_word(const char *word)
{
    return (enum tips_subject)words_find(subjects, SUBJECT_COUNT, word);
}
