/*
 * Arts. 8 and 9. The month of the event is paid; what follows depends on the ground and, for arts.
 * 8(3) to 8(6), on whether the line is a dependant's. A medical line is only notified.
 */
#include "law/kinds.h"
#include "law/rules.h"

static bool sentence_served_inside(enum sentence s)
{
    return s == SENTENCE_DETENTION || s == SENTENCE_IMPRISONMENT || s == SENTENCE_LIFE ||
           s == SENTENCE_DEATH_SUSPENDED;
}

struct date law_adulthood(const struct law *law, struct date birth)
{
    int64_t years, reached;
    struct date on = rules_substance(birth);
    if (!params_value(law->params, PARAM_AGE_ADULT, on, &years) ||
        !params_value(law->params, PARAM_AGE_REACHED_ON, on, &reached))
        return DATE_NONE;
    struct date birthday = date_add_months(birth, (int)years * 12);
    params_value(law->params, PARAM_AGE_REACHED_ON, rules_substance(birthday), &reached);
    return reached == CHOICE_AGE_REACHED_ON_BIRTHDAY ? birthday : date_add_days(birthday, 1);
}

/* ---- One function a ground ------------------------------------------------------------------ */

typedef struct loss_effect (*ground_fn)(const struct law *law, const struct loss_facts *facts,
                                        struct finding *why);

static struct loss_effect goes_on(struct finding *why, enum outcome outcome)
{
    rules_outcome(why, outcome);
    return (struct loss_effect){.effect = STOP_NONE};
}

static struct loss_effect lacks(struct finding *why, int fact, enum fact_kind kind)
{
    finding_missing(why, fact, kind);
    return goes_on(why, OUTCOME_NEEDS_EVIDENCE);
}

static struct loss_effect ends_after(const struct law *law, struct date event, struct finding *why)
{
    struct loss_effect e = {.effect = STOP_END, .from = rules_month_after(law, event, why)};
    return e;
}

static struct loss_effect on_death(const struct law *law, const struct loss_facts *facts,
                                   struct finding *why)
{
    rules_cite(why, RULE_LOSS_DEATH, facts->on);
    rules_cite(why, RULE_LOSS_DEATH_NATIONAL, facts->on);
    if (line_kind_dependant(facts->line_kind))
        rules_cite(why, RULE_LOSS_DEPENDANT_NATIONAL, facts->on);
    return ends_after(law, facts->on, why);
}

static struct loss_effect on_declared_dead(const struct law *law, const struct loss_facts *facts,
                                           struct finding *why)
{
    rules_cite(why, RULE_LOSS_DEATH, facts->on);
    rules_cite(why, RULE_LOSS_DECLARED_NATIONAL, facts->on);
    struct loss_effect e = ends_after(law, facts->on, why);
    e.withheld_turn_not_due = true;
    e.turn_from = month_from(1, 1); /* the months withheld while missing, however far back */
    return e;
}

static struct loss_effect withheld_while(const struct law *law, const struct loss_facts *facts,
                                         struct finding *why)
{
    struct loss_effect e = {.effect = STOP_SUSPEND, .from = rules_month_after(law, facts->on, why)};
    return e;
}

static struct loss_effect on_missing(const struct law *law, const struct loss_facts *facts,
                                     struct finding *why)
{
    rules_cite(why, RULE_LOSS_MISSING, facts->on);
    rules_cite(why, RULE_LOSS_MISSING_NATIONAL, facts->on);
    return withheld_while(law, facts, why);
}

static struct loss_effect on_custody(const struct law *law, const struct loss_facts *facts,
                                     struct finding *why)
{
    rules_cite(why, RULE_LOSS_CUSTODY_NATIONAL, facts->on);
    return withheld_while(law, facts, why);
}

static struct month month_again(const struct law *law, struct date until, struct finding *why)
{
    return date_is_set(until) ? rules_month_after(law, until, why) : MONTH_NONE;
}

/* 管制, 缓刑, 监外执行: payment goes on without adjustments. */
static struct loss_effect on_probation(const struct law *law, const struct loss_facts *facts,
                                       struct finding *why)
{
    rules_cite(why, RULE_LOSS_PROBATION_NATIONAL, facts->on);
    if (line_kind_medical(facts->line_kind)) return goes_on(why, OUTCOME_NOT_APPLICABLE);
    struct loss_effect e = {.effect = STOP_FREEZE, .from = rules_month_after(law, facts->on, why)};
    e.until = month_again(law, facts->until, why);
    return e;
}

static struct loss_effect on_prison(const struct law *law, const struct loss_facts *facts,
                                    struct finding *why)
{
    if (facts->sentence == SENTENCE_UNSET) return lacks(why, FACT_SENTENCE, FACT_CODE);
    finding_fact(why, FACT_SENTENCE, FACT_CODE, facts->sentence);
    if (!sentence_served_inside(facts->sentence)) return on_probation(law, facts, why);
    rules_cite(why, RULE_LOSS_PRISON, facts->on);
    rules_cite(why, RULE_LOSS_PRISON_NATIONAL, facts->on);
    if (line_kind_dependant(facts->line_kind))
        rules_cite(why, RULE_LOSS_DEPENDANT_PRISON, facts->on);
    struct loss_effect e = {.effect = STOP_STOP, .from = rules_month_after(law, facts->on, why)};
    e.until = month_again(law, facts->until, why);
    if (month_is_set(e.until) && month_cmp(e.until, e.from) <= 0)
        return goes_on(
            why,
            OUTCOME_MET); /* began and ended in one month: that month is paid, none falls out */
    e.withheld_turn_not_due = true;
    e.turn_from = e.from;
    return e;
}

/* A release ends a stop; it stops nothing. `until` says from when the line is payable again. */
static struct loss_effect on_release(const struct law *law, const struct loss_facts *facts,
                                     struct finding *why)
{
    rules_cite(why, RULE_LOSS_PRISON_NATIONAL, facts->on);
    struct loss_effect e = goes_on(why, OUTCOME_MET);
    e.until = rules_month_after(law, facts->on, why);
    return e;
}

static struct loss_effect dependant_ends(const struct law *law, const struct loss_facts *facts,
                                         int rule, struct finding *why)
{
    if (!line_kind_dependant(facts->line_kind)) return goes_on(why, OUTCOME_NOT_APPLICABLE);
    rules_cite(why, rule, facts->on);
    rules_cite(why, RULE_LOSS_DEPENDANT_NATIONAL, facts->on);
    return ends_after(law, facts->on, why);
}

static struct loss_effect on_remarriage(const struct law *law, const struct loss_facts *facts,
                                        struct finding *why)
{
    if (!line_kind_dependant(facts->line_kind)) return goes_on(why, OUTCOME_NOT_APPLICABLE);
    if (facts->relation == RELATION_UNSET) return lacks(why, FACT_RELATION, FACT_CODE);
    finding_fact(why, FACT_RELATION, FACT_CODE, facts->relation);
    if (facts->relation != RELATION_SPOUSE) return goes_on(why, OUTCOME_NOT_APPLICABLE);
    return dependant_ends(law, facts, RULE_LOSS_REMARRIAGE, why);
}

static struct loss_effect on_adoption(const struct law *law, const struct loss_facts *facts,
                                      struct finding *why)
{
    return dependant_ends(law, facts, RULE_LOSS_ADOPTION, why);
}

static struct loss_effect on_work(const struct law *law, const struct loss_facts *facts,
                                  struct finding *why)
{
    return dependant_ends(law, facts, RULE_LOSS_EMPLOYMENT, why);
}

static bool grows_up(enum relation r)
{
    return r == RELATION_CHILD || r == RELATION_GRANDCHILD || r == RELATION_SIBLING;
}

static struct loss_effect on_adulthood(const struct law *law, const struct loss_facts *facts,
                                       struct finding *why)
{
    if (!line_kind_dependant(facts->line_kind)) return goes_on(why, OUTCOME_NOT_APPLICABLE);
    if (facts->relation == RELATION_UNSET) return lacks(why, FACT_RELATION, FACT_CODE);
    finding_fact(why, FACT_RELATION, FACT_CODE, facts->relation);
    if (!grows_up(facts->relation)) return goes_on(why, OUTCOME_NOT_APPLICABLE);
    if (!date_is_set(facts->birth)) return lacks(why, FACT_BIRTH, FACT_DATE);
    struct date adult = law_adulthood(law, facts->birth);
    finding_fact(why, FACT_BIRTH, FACT_DATE, facts->birth.day);
    if (!date_is_set(adult)) return goes_on(why, OUTCOME_NO_LAW);
    finding_fact(why, FACT_ADULT_ON, FACT_DATE, adult.day);
    if (rules_history_only(adult, why)) return goes_on(why, OUTCOME_NO_LAW);
    rules_cite(why, RULE_LOSS_ADULTHOOD, adult);
    rules_cite(why, RULE_LOSS_DEPENDANT_NATIONAL, adult);
    if (date_is_set(facts->appraisal_until) && date_cmp(facts->appraisal_until, adult) >= 0) {
        finding_fact(why, FACT_APPRAISAL_UNTIL, FACT_DATE, facts->appraisal_until.day);
        if (why) why->answer = facts->appraisal_until;
        bool valid = date_cmp(law->today, facts->appraisal_until) <= 0;
        return goes_on(why, valid ? OUTCOME_NOT_MET : OUTCOME_NEEDS_EVIDENCE);
    }
    return ends_after(law, adult, why);
}

/* 法律法规规定的其他情形: which law, is for a person to say. */
static struct loss_effect on_other(const struct law *law, const struct loss_facts *facts,
                                   struct finding *why)
{
    (void)law;
    rules_cite(why, RULE_LOSS_OTHER, facts->on);
    return goes_on(why, OUTCOME_NEEDS_EVIDENCE);
}

/* What a ground does, and whether it says that the person is dead. */
static const struct {
    ground_fn effect;
    enum loss_death death;
} grounds[LOSS_EVENT_COUNT] = {
    [LOSS_DEATH] = {on_death, DEATH_REPORTED},
    [LOSS_CREMATION] = {on_death, DEATH_REPORTED},
    [LOSS_HOUSEHOLD_CANCELLED] = {on_death, DEATH_REPORTED},
    [LOSS_DECLARED_DEAD] = {on_declared_dead, DEATH_DECLARED},
    [LOSS_MISSING] = {on_missing, DEATH_NOT},
    [LOSS_PRISON] = {on_prison, DEATH_NOT},
    [LOSS_PROBATION] = {on_probation, DEATH_NOT},
    [LOSS_CUSTODY] = {on_custody, DEATH_NOT},
    [LOSS_RELEASE] = {on_release, DEATH_NOT},
    [LOSS_REMARRIAGE] = {on_remarriage, DEATH_NOT},
    [LOSS_ADOPTION] = {on_adoption, DEATH_NOT},
    [LOSS_EMPLOYMENT] = {on_work, DEATH_NOT},
    [LOSS_ENLISTMENT] = {on_work, DEATH_NOT},
    [LOSS_ADULTHOOD] = {on_adulthood, DEATH_NOT},
    [LOSS_OTHER] = {on_other, DEATH_NOT},
};

enum loss_death law_death(enum loss_event event)
{
    return event > LOSS_UNSET && event < LOSS_EVENT_COUNT ? grounds[event].death : DEATH_NOT;
}

/* A medical line is told to 医保局, whatever would have stopped another: notifying is the only
 * choice of art3.medical_line_action, and without a value there is nothing to go by. */
static struct loss_effect medical(const struct law *law, struct loss_effect e, struct finding *why)
{
    int64_t action;
    bool stops = e.effect == STOP_SUSPEND || e.effect == STOP_STOP || e.effect == STOP_END;
    if (!stops || !rules_param(law, PARAM_ART3_MEDICAL_LINE_ACTION, law->today, &action, why))
        return (struct loss_effect){.effect = STOP_NONE};
    return (struct loss_effect){.effect = STOP_NOTIFY};
}

static void note_effect(const struct law *law, struct loss_effect e, struct finding *why)
{
    if (!why) return;
    finding_fact(why, FACT_EFFECT, FACT_CODE, e.effect);
    if (month_is_set(e.from)) finding_fact(why, FACT_FROM_MONTH, FACT_MONTH, e.from.index);
    if (month_is_set(e.until)) finding_fact(why, FACT_UNTIL_MONTH, FACT_MONTH, e.until.index);
    if (e.effect != STOP_NONE) rules_cite(why, RULE_LOSS_VERIFIED, law->today);
    if (why->outcome == OUTCOME_UNSET) why->outcome = OUTCOME_MET;
    if (month_is_set(e.from)) why->answer = month_first(e.from);
}

static bool dated(const struct loss_facts *facts)
{
    return date_is_set(facts->on) || facts->event == LOSS_ADULTHOOD;
}

struct loss_effect law_loss(const struct law *law, const struct loss_facts *facts,
                            struct finding *why)
{
    finding_start(why, QUESTION_LOSS, law->today);
    if (facts->event <= LOSS_UNSET || facts->event >= LOSS_EVENT_COUNT)
        return lacks(why, FACT_LOSS_EVENT, FACT_CODE);
    finding_fact(why, FACT_LOSS_EVENT, FACT_CODE, facts->event);
    finding_fact(why, FACT_LINE_KIND, FACT_CODE, facts->line_kind);
    if (!dated(facts)) return lacks(why, FACT_EVENT_ON, FACT_DATE);
    if (date_is_set(facts->on)) finding_fact(why, FACT_EVENT_ON, FACT_DATE, facts->on.day);
    if (date_is_set(facts->until)) finding_fact(why, FACT_UNTIL, FACT_DATE, facts->until.day);
    if (rules_contradict(why, FACT_EVENT_ON, facts->on, FACT_UNTIL, facts->until) ||
        rules_contradict(why, FACT_BIRTH, facts->birth, FACT_EVENT_ON, facts->on))
        return (struct loss_effect){.effect = STOP_NONE};
    if (rules_history_only(facts->on, why)) return goes_on(why, OUTCOME_NO_LAW);
    struct loss_effect e = grounds[facts->event].effect(law, facts, why);
    if (e.effect != STOP_NONE && !month_is_set(e.from))
        return goes_on(why, OUTCOME_NO_LAW); /* pay.stop has no value */
    if (line_kind_medical(facts->line_kind)) e = medical(law, e, why);
    note_effect(law, e, why);
    return e;
}

/* ---- Art. 9 --------------------------------------------------------------------------------- */

static struct date limit(const struct law *law, enum param_id id, struct date from,
                         struct finding *why)
{
    const struct param_row *row = params_row(law->params, id, from);
    if (!row) return DATE_NONE;
    finding_param(why, (int)id, row->value, row->valid_from);
    return rules_working_days(law, from, row->value, why);
}

static int late(const struct law *law, struct date by, struct date reported)
{
    if (!date_is_set(by) || !date_is_set(reported)) return 0;
    int days = calendar_between(law->calendar, by, reported);
    return days > 0 ? days : 0;
}

static void note_clock(const struct law *law, const struct report_facts *facts,
                       const struct report_clock *c, struct finding *why)
{
    if (!why) return;
    if (date_is_set(c->local_limit))
        finding_fact(why, FACT_LOCAL_LIMIT, FACT_DATE, c->local_limit.day);
    if (date_is_set(c->national_limit))
        finding_fact(why, FACT_NATIONAL_LIMIT, FACT_DATE, c->national_limit.day);
    if (!date_is_set(c->binding_limit)) {
        why->outcome = OUTCOME_NO_LAW;
        return;
    }
    if (date_is_set(facts->reported_on)) {
        finding_fact(why, FACT_REPORTED_ON, FACT_DATE, facts->reported_on.day);
        finding_fact(why, FACT_DAYS_LATE, FACT_COUNT, c->days_late);
        finding_fact(why, FACT_DAYS_LATE_LOCAL, FACT_COUNT, c->days_late_local);
        why->outcome = c->days_late ? OUTCOME_NOT_MET : OUTCOME_MET;
    }
    rules_answer(law, c->binding_limit, why);
}

/* Whose residence art9.basis asks for; noted, also when it is not known. */
static enum tri residence(const struct report_facts *facts, int64_t basis, struct finding *why)
{
    bool reporter = basis == CHOICE_ART9_BASIS_REPORTER;
    enum tri lives = reporter ? facts->reporter_in_city : facts->recipient_in_city;
    rules_flag(why, reporter ? FACT_REPORTER_IN_CITY : FACT_RECIPIENT_IN_CITY, lives);
    return lives;
}

struct report_clock law_report_clock(const struct law *law, const struct report_facts *facts,
                                     struct finding *why)
{
    struct report_clock c = {0};
    int64_t basis = CHOICE_ART9_BASIS_REPORTER, start = CHOICE_ART9_START_EVENT;
    finding_start(why, QUESTION_REPORT_CLOCK, law->today);
    finding_fact(why, FACT_LOSS_EVENT, FACT_CODE, facts->event);
    rules_date(why, FACT_EVENT_ON, facts->on);
    if (!date_is_set(facts->on)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return c;
    }
    if (rules_history_only(facts->on, why)) return c;
    struct date on = facts->on, from = facts->on;
    if (!rules_param(law, PARAM_ART9_BASIS, on, &basis, why) ||
        !rules_param(law, PARAM_ART9_START, on, &start, why))
        return c;
    if (rules_contradict(why, FACT_EVENT_ON, facts->on, FACT_REPORTED_ON, facts->reported_on))
        return c;
    enum tri lives = residence(facts, basis, why);
    if (start == CHOICE_ART9_START_KNOWN && date_is_set(facts->known_on)) {
        from = facts->known_on;
        finding_fact(why, FACT_KNOWN_ON, FACT_DATE, from.day);
    }
    rules_cite(why, RULE_REPORT_LOCAL, facts->on);
    rules_cite(why, RULE_REPORT_NATIONAL, facts->on);
    if (lives != TRI_UNKNOWN)
        c.local_limit = limit(
            law, lives == TRI_YES ? PARAM_ART9_LOCAL_DAYS : PARAM_ART9_OUTSIDE_DAYS, from, why);
    c.national_limit = limit(law, PARAM_ART9_NATIONAL_DAYS, facts->on, why); /* 自情形发生之日 */
    if (lives == TRI_UNKNOWN && !date_is_set(c.national_limit)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return c;
    }
    c.binding_limit = date_is_set(c.national_limit) ? c.national_limit : c.local_limit;
    c.days_late = late(law, c.binding_limit, facts->reported_on);
    c.days_late_local = late(law, c.local_limit, facts->reported_on);
    note_clock(law, facts, &c, why);
    return c;
}
