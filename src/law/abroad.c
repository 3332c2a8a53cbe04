#include "law/abroad.h"

#include "law/rules.h"
#include "law/words.h"

/* Does the issuer fit the place? review: only after a reviewer has looked. */
static bool fits(const struct abroad_paper_facts *f, bool *review)
{
    *review = f->issuer == ISSUER_APOSTILLE || f->issuer == ISSUER_TAIWAN_NOTARY;
    switch (f->place) {
    case PLACE_HONG_KONG:
    case PLACE_MACAU:
        return f->issuer == ISSUER_FEDERATION;
    case PLACE_TAIWAN:
        return f->issuer == ISSUER_TAIWAN_NOTARY;
    case PLACE_ABROAD:
        if (f->issuer == ISSUER_APOSTILLE) return register_act_in_force(ACT_APOSTILLE, f->issued);
        return f->issuer == ISSUER_EMBASSY;
    default:
        return false;
    }
}

static bool complete(const struct abroad_paper_facts *f, struct finding *why)
{
    if (f->place == PLACE_UNSET) finding_missing(why, FACT_PLACE, FACT_CODE);
    if (f->issuer == ISSUER_UNSET) finding_missing(why, FACT_ISSUER, FACT_CODE);
    if (!date_is_set(f->issued)) finding_missing(why, FACT_ISSUED_ON, FACT_DATE);
    if (!date_is_set(f->posted) && !date_is_set(f->received))
        finding_missing(why, FACT_RECEIVED_ON, FACT_DATE);
    return f->place != PLACE_UNSET && f->issuer != ISSUER_UNSET && date_is_set(f->issued) &&
           (date_is_set(f->posted) || date_is_set(f->received));
}

static void note(const struct abroad_paper_facts *f, const struct abroad_paper_answer *a,
                 struct finding *why)
{
    finding_fact(why, FACT_PLACE, FACT_CODE, f->place);
    finding_fact(why, FACT_ISSUER, FACT_CODE, f->issuer);
    finding_fact(why, FACT_ISSUED_ON, FACT_DATE, f->issued.day);
    if (date_is_set(f->posted)) finding_fact(why, FACT_POSTED_ON, FACT_DATE, f->posted.day);
    if (date_is_set(f->received)) finding_fact(why, FACT_RECEIVED_ON, FACT_DATE, f->received.day);
    finding_fact(why, FACT_USABLE_UNTIL, FACT_DATE, a->through.day);
    finding_fact(why, FACT_REVIEW_NEEDED, FACT_FLAG, a->review);
    finding_rule(why, RULE_WAY_ABROAD);
    rules_cite_month(why, f->issued);
    rules_cite_roll(why, f->issued);
}

/* By proxy: a fresh authorisation, and after so many years on end the person comes. */
static enum outcome by_proxy(const struct law *law, const struct abroad_paper_facts *f,
                             struct finding *why)
{
    int64_t days, years;
    struct date on = rules_substance(f->issued);
    if (!f->proxy) return OUTCOME_MET;
    finding_fact(why, FACT_PROXY, FACT_FLAG, 1);
    rules_cite(why, RULE_ABROAD_PROXY, on);
    rules_date(why, FACT_AUTHORISED_ON, f->authorised);
    if (f->proxy_years) finding_fact(why, FACT_PROXY_YEARS, FACT_COUNT, f->proxy_years);
    else finding_missing(why, FACT_PROXY_YEARS, FACT_COUNT);
    if (!date_is_set(f->authorised) || !f->proxy_years) return OUTCOME_NEEDS_EVIDENCE;
    if (rules_contradict(why, FACT_AUTHORISED_ON, f->authorised, FACT_ISSUED_ON, f->issued))
        return OUTCOME_NEEDS_EVIDENCE;
    if (!rules_param(law, PARAM_ABROAD_PROXY_DAYS, on, &days, why) ||
        !rules_param(law, PARAM_ABROAD_PROXY_YEARS, on, &years, why))
        return OUTCOME_NO_LAW;
    bool fresh = f->issued.day - f->authorised.day <= days;
    return fresh && f->proxy_years <= years ? OUTCOME_MET : OUTCOME_NOT_MET;
}

struct abroad_paper_answer abroad_paper(const struct law *law, const struct abroad_paper_facts *f,
                                        struct finding *why)
{
    struct abroad_paper_answer a = {0};
    int64_t months, basis, cycle;
    finding_start(why, QUESTION_PAPER, law->today);
    if (rules_contradict(why, FACT_ISSUED_ON, f->issued, FACT_POSTED_ON, f->posted) ||
        rules_contradict(why, FACT_ISSUED_ON, f->issued, FACT_RECEIVED_ON, f->received) ||
        rules_contradict(why, FACT_POSTED_ON, f->posted, FACT_RECEIVED_ON, f->received))
        return a;
    if (!complete(f, why)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return a;
    }
    struct date on = rules_substance(f->issued);
    if (!rules_param(law, PARAM_ABROAD_PAPER_VALID, on, &months, why) ||
        !rules_param(law, PARAM_ABROAD_DATE_BASIS, on, &basis, why) ||
        !rules_param(law, PARAM_ABROAD_CYCLE, on, &cycle, why))
        return a;
    a.through = rules_roll(law, date_add_months(f->issued, (int)months), why);
    bool by_receipt = (basis == CHOICE_ABROAD_DATE_BASIS_RECEIVED && date_is_set(f->received)) ||
                      !date_is_set(f->posted);
    struct date sent = by_receipt ? f->received : f->posted;
    bool fit = fits(f, &a.review);
    enum outcome proxy = by_proxy(law, f, why);
    bool kept = fit && date_cmp(sent, a.through) <= 0;
    a.usable = kept && proxy == OUTCOME_MET;
    note(f, &a, why);
    rules_outcome(why, kept ? proxy : OUTCOME_NOT_MET);
    if (a.usable)
        a.due =
            rules_answer(law, law_valid_until(law, WAYS_ABROAD, f->issued, DATE_NONE, NULL), why);
    return a;
}

struct date abroad_remind_on(const struct law *law, struct date issued)
{
    int64_t days;
    if (!params_value(law->params, PARAM_ABROAD_REMIND_DAYS, rules_substance(issued), &days))
        return DATE_NONE;
    return date_add_days(issued, (int)days);
}

static const struct word places[PLACE_COUNT] = {
    [PLACE_HONG_KONG] = {ZH_place_hong_kong, ZH_none},
    [PLACE_MACAU] = {ZH_place_macau, ZH_none},
    [PLACE_TAIWAN] = {ZH_place_taiwan, ZH_none},
    [PLACE_ABROAD] = {ZH_place_abroad, ZH_place_abroad_also},
};

static const struct word issuers[ISSUER_COUNT] = {
    [ISSUER_EMBASSY] = {ZH_issuer_embassy, ZH_issuer_embassy_also},
    [ISSUER_FEDERATION] = {ZH_issuer_federation, ZH_none},
    [ISSUER_TAIWAN_NOTARY] = {ZH_issuer_taiwan_notary, ZH_none},
    [ISSUER_APOSTILLE] = {ZH_issuer_apostille, ZH_issuer_apostille_also},
    [ISSUER_OTHER] = {ZH_issuer_other, ZH_issuer_other_also},
};

enum zh_id abroad_place_word(enum abroad_place p)
{
    return p > PLACE_UNSET && p < PLACE_COUNT ? places[p].word : ZH_none;
}

enum abroad_place abroad_place_from_word(const char *word)
{
    return (enum abroad_place)words_find(places, PLACE_COUNT, word);
}

enum zh_id abroad_issuer_word(enum abroad_issuer i)
{
    return i > ISSUER_UNSET && i < ISSUER_COUNT ? issuers[i].word : ZH_none;
}

enum abroad_issuer abroad_issuer_from_word(const char *word)
{
    return (enum abroad_issuer)words_find(issuers, ISSUER_COUNT, word);
}
