#include "law/ways.h"

#include "law/evidence.h"
#include "law/rules.h"
#include "law/words.h"

static enum outcome yes(struct finding *f, int fact, enum tri t)
{
    rules_flag(f, fact, t);
    return t == TRI_UNKNOWN ? OUTCOME_NEEDS_EVIDENCE : t == TRI_YES ? OUTCOME_MET : OUTCOME_NOT_MET;
}

/* NOT_MET beats NEEDS_EVIDENCE beats MET. */
static enum outcome worse(enum outcome a, enum outcome b)
{
    if (a == OUTCOME_NO_LAW || b == OUTCOME_NO_LAW) return OUTCOME_NO_LAW;
    if (a == OUTCOME_NOT_MET || b == OUTCOME_NOT_MET) return OUTCOME_NOT_MET;
    return a == OUTCOME_MET ? b : a;
}

static enum outcome at_least(const struct law *law, enum param_id id, int fact, int value,
                             struct finding *f)
{
    int64_t least;
    if (!rules_param(law, id, rules_substance(law->today), &least, f)) return OUTCOME_NO_LAW;
    finding_fact(f, fact, FACT_COUNT, value);
    return value >= least ? OUTCOME_MET : OUTCOME_NOT_MET;
}

typedef enum outcome (*way_fn)(const struct law *law, const struct way_facts *facts,
                               struct finding *f);

static enum outcome community(const struct law *law, const struct way_facts *facts,
                              struct finding *f)
{
    int64_t age;
    if (!facts->home_visit) return OUTCOME_MET;
    if (!rules_param(law, PARAM_VISIT_MIN_AGE, law->today, &age, f)) return OUTCOME_NO_LAW;
    bool ground = facts->disabled || facts->bedridden || facts->age >= age;
    if (facts->age) finding_fact(f, FACT_AGE, FACT_COUNT, facts->age);
    finding_fact(f, FACT_VISIT_GROUND, FACT_FLAG, ground);
    enum outcome o =
        yes(f, FACT_APPROVED,
            facts->approved); /* who does not fit the conditions may still be approved */
    return worse(o, at_least(law, PARAM_VISIT_OFFICERS, FACT_OFFICERS, facts->officers, f));
}

static enum outcome self_service(const struct law *law, const struct way_facts *facts,
                                 struct finding *f)
{
    int64_t gap;
    if (!rules_param(law, PARAM_SELF_MIN_GAP_DAYS, law->today, &gap, f)) return OUTCOME_NO_LAW;
    enum outcome o = yes(f, FACT_LIVENESS, facts->liveness);
    if (!date_is_set(facts->last_success) || gap == 0) return o;
    finding_fact(f, FACT_LAST_SUCCESS, FACT_DATE, facts->last_success.day);
    return worse(o, facts->held_on.day - facts->last_success.day >= gap ? OUTCOME_MET
                                                                        : OUTCOME_NOT_MET);
}

static enum outcome by_data(const struct law *law, const struct way_facts *facts, struct finding *f)
{
    struct evidence_facts e = {.kind = (enum evidence_kind)facts->evidence_kind,
                               .happened_on = facts->held_on,
                               .birth = facts->birth};
    finding_fact(f, FACT_EVIDENCE_KIND, FACT_CODE, facts->evidence_kind);
    return (enum outcome)evidence_weigh(law, &e).outcome;
}

static enum outcome elsewhere(const struct law *law, const struct way_facts *facts,
                              struct finding *f)
{
    int64_t approval;
    if (!facts->mailed) return yes(f, FACT_CONNECTED, facts->connected);
    finding_fact(f, FACT_MAILED, FACT_FLAG, 1);
    if (!rules_param(law, PARAM_MAIL_FORM_APPROVAL, law->today, &approval, f))
        return OUTCOME_NO_LAW;
    return approval == CHOICE_MAIL_FORM_APPROVAL_NONE ? OUTCOME_MET
                                                      : yes(f, FACT_SUPERVISOR, facts->supervisor);
}

static enum outcome abroad(const struct law *law, const struct way_facts *facts, struct finding *f)
{
    (void)law;
    (void)facts;
    finding_missing(f, FACT_ISSUED_ON, FACT_DATE);
    return OUTCOME_NEEDS_EVIDENCE; /* the paper decides: abroad_paper */
}

static enum outcome other(const struct law *law, const struct way_facts *facts, struct finding *f)
{
    enum outcome o = yes(f, FACT_SECOND_PERSON, facts->second_person);
    return worse(o, at_least(law, PARAM_OTHER_WAY_MIN_CHARS, FACT_DESCRIPTION_CHARS,
                             facts->description_chars, f));
}

struct finding ways_valid(const struct law *law, const struct way_facts *facts)
{
    static const struct {
        int rule;
        way_fn check;
    } ways[WAYS_COUNT] = {
        [WAYS_COMMUNITY] = {RULE_WAY_COMMUNITY, community},
        [WAYS_SELF] = {RULE_WAY_SELF, self_service},
        [WAYS_DATA] = {RULE_WAY_DATA, by_data},
        [WAYS_ELSEWHERE] = {RULE_WAY_ELSEWHERE, elsewhere},
        [WAYS_ABROAD] = {RULE_WAY_ABROAD, abroad},
        [WAYS_OTHER] = {RULE_WAY_OTHER, other},
    };
    struct finding f;
    finding_start(&f, QUESTION_WAY_VALID, law->today);
    f.outcome = OUTCOME_NEEDS_EVIDENCE;
    if (facts->way <= WAYS_UNSET || facts->way >= WAYS_COUNT) {
        finding_missing(&f, FACT_WAY, FACT_CODE);
        return f;
    }
    finding_fact(&f, FACT_WAY, FACT_CODE, facts->way);
    rules_date(&f, FACT_HELD_ON, facts->held_on);
    finding_rule(&f, ways[facts->way].rule);
    if (!date_is_set(facts->held_on) || rules_history_only(facts->held_on, &f)) return f;
    f.outcome = OUTCOME_UNSET;
    enum outcome o = ways[facts->way].check(law, facts, &f);
    if (date_cmp(facts->held_on, law->today) > 0) o = worse(o, OUTCOME_NOT_MET);
    f.outcome = (uint8_t)o;
    if (o == OUTCOME_MET)
        rules_answer(law, law_valid_until(law, (int)facts->way, facts->held_on, facts->birth, NULL),
                     &f);
    return f;
}

bool ways_counts_as_mailed(const struct way_facts *facts)
{
    return facts->way == WAYS_ELSEWHERE && facts->mailed;
}

/* ---- Notices and objections ----------------------------------------------------------------- */

/* The day that everything here hangs on: there, and not before the measure. */
static bool asked_of(struct finding *why, int fact, struct date d)
{
    rules_date(why, fact, d);
    if (!date_is_set(d)) rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
    return date_is_set(d) && !rules_history_only(d, why);
}

struct date ways_publication_last(const struct law *law, struct date first, struct finding *why)
{
    int64_t days;
    finding_start(why, QUESTION_PUBLICATION, law->today);
    if (!asked_of(why, FACT_PUBLISHED_ON, first)) return DATE_NONE;
    finding_rule(why, RULE_WAY_COMMUNITY);
    rules_cite_roll(why, first);
    if (!rules_param(law, PARAM_PUB_DAYS, first, &days, why)) return DATE_NONE;
    return rules_answer(law, calendar_roll(law->calendar, date_add_days(first, (int)days)), why);
}

struct date ways_objection_by(const struct law *law, struct date raised_on, struct finding *why)
{
    int64_t mode, days;
    finding_start(why, QUESTION_OBJECTION, law->today);
    if (!asked_of(why, FACT_RAISED_ON, raised_on)) return DATE_NONE;
    finding_rule(why, RULE_SUSPEND_OBJECTION);
    if (!rules_param(law, PARAM_OBJECTION_MODE, raised_on, &mode, why)) return DATE_NONE;
    if (mode == CHOICE_OBJECTION_MODE_LITERAL) return rules_answer(law, raised_on, why);
    if (!rules_param(law, PARAM_OBJECTION_DAYS, raised_on, &days, why)) return DATE_NONE;
    return rules_answer(law, rules_working_days(law, raised_on, days, why), why);
}

struct date ways_protected_visit_by(const struct law *law, struct date opened_on,
                                    struct finding *why)
{
    int64_t days;
    finding_start(why, QUESTION_PROTECTED_VISIT, law->today);
    if (!asked_of(why, FACT_OPENED_ON, opened_on)) return DATE_NONE;
    finding_rule(why, RULE_PROTECT_VISIT); /* in the person's favour: goes on as practice */
    if (!rules_param(law, PARAM_PROTECT_VISIT_DAYS, opened_on, &days, why)) return DATE_NONE;
    return rules_answer(law, rules_working_days(law, opened_on, days, why), why);
}

static const struct word words[WAYS_COUNT] = {
    [WAYS_COMMUNITY] = {ZH_way_community, ZH_way_community_also},
    [WAYS_SELF] = {ZH_way_self, ZH_way_self_also},
    [WAYS_DATA] = {ZH_way_data, ZH_way_data_also},
    [WAYS_ELSEWHERE] = {ZH_way_elsewhere, ZH_way_elsewhere_also},
    [WAYS_ABROAD] = {ZH_way_abroad, ZH_way_abroad_also},
    [WAYS_OTHER] = {ZH_way_other, ZH_way_other_also},
};

enum zh_id ways_word(enum ways w)
{
    return w > WAYS_UNSET && w < WAYS_COUNT ? words[w].word : ZH_none;
}

enum ways ways_from_word(const char *word)
{
    return (enum ways)words_find(words, WAYS_COUNT, word);
}
