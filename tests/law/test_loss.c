#include "fixture.h"

#include "law/overpaid.h"

struct row {
    enum loss_event event;
    int kind;
    const char *on, *until;
    enum sentence sentence;
    enum relation relation;
    enum stop_effect effect;
    const char *from, *again;
};

static struct loss_effect effect_of(const struct row *r, struct finding *why)
{
    struct loss_facts f = {.event = r->event,
                           .line_kind = r->kind,
                           .on = D(r->on),
                           .until = D(r->until),
                           .sentence = r->sentence,
                           .relation = r->relation};
    return law_loss(&law, &f, why);
}

static void check(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct finding why;
        struct loss_effect e = effect_of(&rows[i], &why);
        assert_int_equal(e.effect, rows[i].effect);
        assert_month(e.from, rows[i].from);
        assert_month(e.until, rows[i].again);
        assert_int_not_equal(why.outcome, OUTCOME_UNSET);
    }
}

static void a_dead_person_is_paid_through_the_month_of_death(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {LOSS_DEATH, LINE_WORKER_PENSION, "2024-02-08", "", 0, 0, STOP_END, "2024-03", ""},
        {LOSS_DEATH, LINE_RESIDENT_PENSION, "2024-12-31", "", 0, 0, STOP_END, "2025-01", ""},
        {LOSS_DEATH, LINE_DEPENDANT, "2024-02-29", "", 0, 0, STOP_END, "2024-03", ""},
        {LOSS_CREMATION, LINE_CARE, "2025-02-01", "", 0, 0, STOP_END, "2025-03", ""},
        {LOSS_HOUSEHOLD_CANCELLED, LINE_RESIGNED, "2023-06-30", "", 0, 0, STOP_END, "2023-07", ""},
        {LOSS_DEATH, LINE_WORKER_PENSION, "2017-12-31", "", 0, 0, STOP_NONE, "", ""}, /* history */
        {LOSS_DEATH, LINE_WORKER_PENSION, "2018-01-01", "", 0, 0, STOP_END, "2018-02", ""},
        {LOSS_DEATH, LINE_WORKER_MEDICAL, "2024-02-08", "", 0, 0, STOP_NOTIFY, "", ""},
    };
    check(rows, COUNT_OF(rows));
}

static void missing_and_custody_suspend(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {LOSS_MISSING, LINE_WORKER_PENSION, "2024-02-20", "", 0, 0, STOP_SUSPEND, "2024-03", ""},
        {LOSS_CUSTODY, LINE_WORKER_PENSION, "2024-02-20", "", 0, 0, STOP_SUSPEND, "2024-03", ""},
        {LOSS_MISSING, LINE_RESIDENT_MEDICAL, "2024-02-20", "", 0, 0, STOP_NOTIFY, "", ""},
        {LOSS_REMARRIAGE, LINE_SURVIVOR_HARDSHIP, "2017-02-20", "", 0, RELATION_SPOUSE, STOP_NONE,
         "", ""}, /* history only */
        {LOSS_MISSING, LINE_WORKER_PENSION, "2017-02-20", "", 0, 0, STOP_NONE, "", ""},
        {LOSS_REMARRIAGE, LINE_DEPENDANT, "2017-02-20", "", 0, RELATION_SPOUSE, STOP_NONE, "", ""},
    };
    check(rows, COUNT_OF(rows));
    struct finding why;
    effect_of(&rows[3], &why);
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
}

static void declared_dead_turns_all_that_was_withheld_not_due(void **state)
{
    (void)state;
    struct row r = {
        LOSS_DECLARED_DEAD, LINE_WORKER_PENSION, "2024-06-20", "", 0, 0, STOP_END, "2024-07", ""};
    struct loss_effect e = effect_of(&r, NULL);
    check(&r, 1);
    assert_true(e.withheld_turn_not_due);
    assert_true(month_cmp(e.turn_from, M("2018-01")) < 0);
}

/* Money, worked: prison 2023-03-01 to 2024-02-29 */
static void prison_stops_from_the_month_after_to_the_month_after(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {LOSS_PRISON, LINE_WORKER_PENSION, "2023-03-01", "2024-02-29", SENTENCE_IMPRISONMENT, 0,
         STOP_STOP, "2023-04", "2024-03"},
        {LOSS_PRISON, LINE_WORKER_PENSION, "2023-03-31", "", SENTENCE_LIFE, 0, STOP_STOP, "2023-04",
         ""},
        {LOSS_PRISON, LINE_DEPENDANT, "2024-03-31", "2024-05-01", SENTENCE_DETENTION, 0, STOP_STOP,
         "2024-04", "2024-06"},
        {LOSS_PRISON, LINE_WORKER_PENSION, "2024-03-05", "2024-03-25", SENTENCE_DETENTION, 0,
         STOP_NONE, "", ""},
        {LOSS_PRISON, LINE_WORKER_PENSION, "2023-03-01", "", SENTENCE_DEATH_SUSPENDED, 0, STOP_STOP,
         "2023-04", ""},
        {LOSS_PRISON, LINE_WORKER_PENSION, "2023-03-01", "2025-02-28", SENTENCE_PROBATION, 0,
         STOP_FREEZE, "2023-04", "2025-03"},
        {LOSS_PRISON, LINE_WORKER_PENSION, "2023-03-01", "", SENTENCE_CONTROL, 0, STOP_FREEZE,
         "2023-04", ""},
        {LOSS_PRISON, LINE_WORKER_PENSION, "2023-03-01", "", SENTENCE_OUTSIDE_PRISON, 0,
         STOP_FREEZE, "2023-04", ""},
        {LOSS_PROBATION, LINE_WORKER_PENSION, "2023-03-01", "2025-02-28", 0, 0, STOP_FREEZE,
         "2023-04", "2025-03"},
        {LOSS_PROBATION, LINE_WORKER_MEDICAL, "2023-03-01", "2025-02-28", 0, 0, STOP_NONE, "", ""},
        {LOSS_PRISON, LINE_WORKER_PENSION, "2023-03-01", "", SENTENCE_UNSET, 0, STOP_NONE, "", ""},
        {LOSS_RELEASE, LINE_WORKER_PENSION, "2024-02-29", "", 0, 0, STOP_NONE, "", "2024-03"},
    };
    check(rows, COUNT_OF(rows));
    struct loss_effect e = effect_of(&rows[0], NULL);
    assert_true(e.withheld_turn_not_due);
    assert_int_equal(e.until.index - e.from.index, 11);
    assert_int_equal(e.turn_from.index, e.from.index);
    struct finding why;
    effect_of(&rows[10], &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_false(fact_of(&why, FACT_SENTENCE)->known);
}

static void dependants_grounds_leave_ones_own_pension_alone(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {LOSS_REMARRIAGE, LINE_SURVIVOR_HARDSHIP, "2024-05-02", "", 0, RELATION_SPOUSE, STOP_END,
         "2024-06", ""}, /* scenario 24 */
        {LOSS_REMARRIAGE, LINE_RESIDENT_PENSION, "2024-05-02", "", 0, 0, STOP_NONE, "", ""},
        {LOSS_REMARRIAGE, LINE_DEPENDANT, "2024-05-02", "", 0, RELATION_PARENT, STOP_NONE, "", ""},
        {LOSS_REMARRIAGE, LINE_DEPENDANT, "2024-05-02", "", 0, RELATION_UNSET, STOP_NONE, "", ""},
        {LOSS_ADOPTION, LINE_DEPENDANT, "2024-05-31", "", 0, RELATION_CHILD, STOP_END, "2024-06",
         ""},
        {LOSS_ADOPTION, LINE_WORKER_PENSION, "2024-05-31", "", 0, 0, STOP_NONE, "", ""},
        {LOSS_EMPLOYMENT, LINE_DEPENDANT, "2024-06-01", "", 0, RELATION_CHILD, STOP_END, "2024-07",
         ""},
        {LOSS_EMPLOYMENT, LINE_CARE, "2024-06-01", "", 0, 0, STOP_NONE, "", ""},
        {LOSS_ENLISTMENT, LINE_DEPENDANT, "2024-09-10", "", 0, RELATION_SIBLING, STOP_END,
         "2024-10", ""},
        {LOSS_EMPLOYMENT, LINE_WORKER_MEDICAL, "2024-06-01", "", 0, 0, STOP_NONE, "", ""},
    };
    check(rows, COUNT_OF(rows));
    struct finding why;
    effect_of(&rows[3], &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    effect_of(&rows[1], &why);
    assert_int_equal(why.outcome, OUTCOME_NOT_APPLICABLE);
}

static struct loss_effect grown(const char *birth, const char *appraisal, int kind, enum relation r,
                                struct finding *why)
{
    struct loss_facts f = {.event = LOSS_ADULTHOOD,
                           .line_kind = kind,
                           .relation = r,
                           .birth = D(birth),
                           .appraisal_until = D(appraisal)};
    return law_loss(&law, &f, why);
}

static void eighteen_ends_the_line_of_children_after_the_birthday_month(void **state)
{
    (void)state;
    struct finding why;
    struct loss_effect e =
        grown("2006-05-20", "", LINE_DEPENDANT, RELATION_CHILD, &why); /* scenario 22 */
    assert_int_equal(e.effect, STOP_END);
    assert_month(e.from, "2024-06");
    assert_date(law_adulthood(&law, D("2008-02-29")), "2026-02-28");
    e = grown("2006-05-31", "", LINE_DEPENDANT, RELATION_GRANDCHILD, &why);
    assert_month(e.from, "2024-06");
    assert_int_equal(grown("2006-05-20", "", LINE_DEPENDANT, RELATION_SPOUSE, &why).effect,
                     STOP_NONE);
    assert_int_equal(grown("2006-05-20", "", LINE_DEPENDANT, RELATION_PARENT, &why).effect,
                     STOP_NONE);
    assert_int_equal(grown("2006-05-20", "", LINE_WORKER_PENSION, RELATION_CHILD, &why).effect,
                     STOP_NONE);
    assert_int_equal(grown("2006-05-20", "", LINE_DEPENDANT, RELATION_UNSET, &why).effect,
                     STOP_NONE);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_int_equal(grown("", "", LINE_DEPENDANT, RELATION_SIBLING, &why).effect, STOP_NONE);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
}

static void an_appraisal_carries_the_line_until_it_expires(void **state)
{
    (void)state;
    struct finding why;
    today("2024-06-03");
    assert_int_equal(grown("2006-05-20", "2026-05-19", LINE_DEPENDANT, RELATION_CHILD, &why).effect,
                     STOP_NONE); /* scenario 23 */
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
    assert_date(why.answer, "2026-05-19");
    assert_int_equal(grown("2006-05-20", "2024-05-19", LINE_DEPENDANT, RELATION_CHILD, &why).effect,
                     STOP_END);
    assert_int_equal(grown("2006-05-20", "2024-05-20", LINE_DEPENDANT, RELATION_CHILD, &why).effect,
                     STOP_NONE);
    assert_int_equal(why.outcome,
                     OUTCOME_NEEDS_EVIDENCE); /* it has run out meanwhile: ask for a new one */
    today("2024-05-20");
    grown("2006-05-20", "2024-05-20", LINE_DEPENDANT, RELATION_CHILD, &why);
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
}

static void the_parameters_of_loss_decide(void **state)
{
    (void)state;
    law.params =
        params_with(arena, law.params, PARAM_AGE_REACHED_ON, CHOICE_AGE_REACHED_ON_NEXT_DAY);
    assert_date(law_adulthood(&law, D("2006-05-31")), "2024-06-01");
    struct finding why;
    assert_month(grown("2006-05-31", "", LINE_DEPENDANT, RELATION_CHILD, &why).from, "2024-07");
    law.params = params_with(arena, law.params, PARAM_PAY_STOP, CHOICE_PAY_STOP_EVENT_MONTH);
    assert_month(grown("2006-05-31", "", LINE_DEPENDANT, RELATION_CHILD, &why).from, "2024-06");
}

static void before_the_measure_nothing_is_decided(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {LOSS_OTHER, LINE_DEPENDANT, "2017-05-01", "", 0, 0, STOP_NONE, "", ""},
        {LOSS_PRISON, LINE_DEPENDANT, "2017-05-01", "", SENTENCE_IMPRISONMENT, 0, STOP_NONE, "",
         ""},
        {LOSS_DEATH, LINE_WORKER_PENSION, "2011-06-30", "", 0, 0, STOP_NONE, "", ""},
        {LOSS_EMPLOYMENT, LINE_WORKER_PENSION, "2017-05-01", "", 0, 0, STOP_NONE, "", ""},
    };
    check(rows, COUNT_OF(rows));
    struct finding why;
    struct loss_effect e = grown("1999-05-20", "", LINE_SURVIVOR_HARDSHIP, RELATION_CHILD, &why);
    assert_int_equal(e.effect, STOP_NONE);
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
    assert_int_equal(grown("1999-05-20", "", LINE_DEPENDANT, RELATION_CHILD, &why).effect,
                     STOP_NONE);
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
    struct report_facts told = {.event = LOSS_DEATH,
                                .on = D("2017-12-31"),
                                .reported_on = D("2024-05-20"),
                                .reporter_in_city = TRI_YES};
    struct report_clock c = law_report_clock(&law, &told, &why);
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
    assert_false(date_is_set(c.binding_limit));
    struct loss_facts f = {.event = LOSS_EVENT_COUNT, .on = D("2024-01-01")};
    law_loss(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    law_loss(&law, &f, NULL);
}

static void what_is_unknown_or_other_needs_evidence(void **state)
{
    (void)state;
    struct finding why;
    struct loss_facts f = {
        .event = LOSS_OTHER, .on = D("2024-01-01"), .line_kind = LINE_RESIDENT_PENSION};
    assert_int_equal(law_loss(&law, &f, &why).effect, STOP_NONE);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    f.event = LOSS_UNSET;
    law_loss(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    f.event = LOSS_DEATH;
    f.on = DATE_NONE;
    law_loss(&law, &f, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_false(fact_of(&why, FACT_EVENT_ON)->known);
}

/* ---- Art. 9 ---- */

static struct report_clock clock_of(const char *on, const char *reported, bool in_city,
                                    struct finding *why)
{
    struct report_facts f = {.event = LOSS_DEATH,
                             .on = D(on),
                             .reported_on = D(reported),
                             .reporter_in_city = in_city ? TRI_YES : TRI_NO};
    return law_report_clock(&law, &f, why);
}

static void seven_and_thirty_days_before_the_national_rule(void **state)
{
    (void)state;
    struct finding why;
    struct report_clock c = clock_of("2023-09-27", "2023-10-13", true, &why);
    assert_date(c.local_limit, "2023-10-12");
    assert_date(c.binding_limit, "2023-10-12");
    assert_false(date_is_set(c.national_limit));
    assert_int_equal(c.days_late, 1);
    assert_int_equal(why.outcome, OUTCOME_NOT_MET);
    assert_int_equal(why.count_days, 7);
    c = clock_of("2023-11-30", "", false, &why);
    assert_false(date_is_set(c.national_limit));
    assert_int_equal(c.days_late, 0);
    assert_int_equal(why.outcome, OUTCOME_MET);
}

static void from_december_2023_twenty_working_days_bind(void **state)
{
    (void)state;
    struct finding why;
    struct report_clock c = clock_of("2024-02-08", "2024-02-23", true, &why); /* scenario 19 */
    assert_date(c.local_limit, "2024-02-23");
    assert_int_equal(c.days_late, 0);
    assert_int_equal(c.days_late_local, 0);
    c = clock_of("2024-03-15", "2024-04-29", false, &why); /* scenario 20 */
    assert_date(c.local_limit, "2024-04-28");
    assert_date(c.national_limit, "2024-04-15");
    assert_date(c.binding_limit, "2024-04-15");
    assert_int_equal(c.days_late_local, 1);
    assert_true(cites(&why, RULE_REPORT_LOCAL));
    assert_true(cites(&why, RULE_REPORT_NATIONAL));
    assert_int_equal(why.count_days, 20);
    c = clock_of("2024-03-15", "2024-03-27", true, &why);
    assert_int_equal(c.days_late, 0); /* late by the local rule only: not legally late */
    assert_int_equal(c.days_late_local, 1);
    assert_int_equal(why.outcome, OUTCOME_MET);
}

static void after_the_measure_only_the_national_limit_is_left(void **state)
{
    (void)state;
    struct finding why;
    struct report_clock c = clock_of("2025-03-03", "2025-04-01", true, &why);
    assert_false(date_is_set(c.local_limit));
    assert_date(c.binding_limit, "2025-03-31");
    assert_int_equal(c.days_late, 1);
    assert_int_equal(c.days_late_local, 0);
    assert_false(cites(&why, RULE_REPORT_LOCAL));
    c = clock_of("2017-03-03", "", true, &why);
    assert_false(date_is_set(c.binding_limit));
    assert_int_equal(why.outcome, OUTCOME_NO_LAW);
    clock_of("", "", true, &why);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
}

static void whose_residence_and_from_when_are_parameters(void **state)
{
    (void)state;
    struct report_facts f = {.event = LOSS_DEATH,
                             .on = D("2024-03-15"),
                             .reporter_in_city = false,
                             .recipient_in_city = true,
                             .known_on = D("2024-03-18")};
    law.params = params_with(arena, law.params, PARAM_ART9_BASIS, CHOICE_ART9_BASIS_RECIPIENT);
    assert_date(law_report_clock(&law, &f, NULL).local_limit, "2024-03-26");
    law.params = params_with(arena, law.params, PARAM_ART9_START, CHOICE_ART9_START_KNOWN);
    assert_date(law_report_clock(&law, &f, NULL).local_limit, "2024-03-27");
    f.known_on = DATE_NONE;
    assert_date(law_report_clock(&law, &f, NULL).local_limit, "2024-03-26");
}

/* Who asks without wanting the reasons gets the same answer; without the day of the event nothing
 * is late. */
static void what_is_overpaid_needs_its_day(void **state)
{
    (void)state;
    struct finding why;
    struct overpaid_facts facts = {
        .loss = {.event = LOSS_DEATH, .line_kind = LINE_WORKER_PENSION, .on = D("2024-02-08")},
        .reported_on = D("2024-05-20"),
        .amount = 321055};
    assert_int_equal(overpaid_recover(&law, &facts, &why).claim, 321055);
    assert_int_equal(overpaid_recover(&law, &facts, NULL).claim, 321055);
    facts.loss.on = DATE_NONE;
    struct overpaid o = overpaid_recover(&law, &facts, &why);
    assert_int_equal(o.claim, 0);
    assert_int_equal(o.days_late, 0);
    assert_int_equal(why.outcome, OUTCOME_NEEDS_EVIDENCE);
}

/* Art. 8(1): three ways in which somebody says it, one in which a court does; no other ground is a
 * death, and what is no ground is none (C9). */
static void only_four_grounds_say_that_somebody_is_dead(void **state)
{
    static const enum loss_event reported[] = {LOSS_DEATH, LOSS_CREMATION,
                                               LOSS_HOUSEHOLD_CANCELLED};
    int alive = 0;
    (void)state;
    for (size_t i = 0; i < sizeof reported / sizeof *reported; i++)
        assert_int_equal(law_death(reported[i]), DEATH_REPORTED);
    assert_int_equal(law_death(LOSS_DECLARED_DEAD), DEATH_DECLARED);
    for (int e = LOSS_UNSET - 1; e <= LOSS_EVENT_COUNT; e++)
        alive += law_death((enum loss_event)e) == DEATH_NOT;
    assert_int_equal(alive, LOSS_EVENT_COUNT + 2 - 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_four_grounds_say_that_somebody_is_dead),
        TEST(a_dead_person_is_paid_through_the_month_of_death),
        TEST(missing_and_custody_suspend),
        TEST(declared_dead_turns_all_that_was_withheld_not_due),
        TEST(prison_stops_from_the_month_after_to_the_month_after),
        TEST(dependants_grounds_leave_ones_own_pension_alone),
        TEST(eighteen_ends_the_line_of_children_after_the_birthday_month),
        TEST(an_appraisal_carries_the_line_until_it_expires),
        TEST(the_parameters_of_loss_decide),
        TEST(before_the_measure_nothing_is_decided),
        TEST(what_is_unknown_or_other_needs_evidence),
        TEST(seven_and_thirty_days_before_the_national_rule),
        TEST(from_december_2023_twenty_working_days_bind),
        TEST(after_the_measure_only_the_national_limit_is_left),
        TEST(whose_residence_and_from_when_are_parameters),
        TEST(what_is_overpaid_needs_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
