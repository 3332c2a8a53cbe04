/*
 * Suspension and reinstatement through the use cases (arts. 10, 17; 条例 26): scenarios 10, 11, 12,
 * 14, 15, 16; capabilities 10.1, 10.4 to 10.8, B17, C5, C6, C7, C9, C12.
 */
#include "app/world.h"

#include "base/zh.h"

#define CLERK "clerk@" HUANCUI
#define REVIEWER "reviewer@" HUANCUI
#define MANAGER "manager@" HUANCUI

/* Due 2024-02-28, proposed in the night of the 29th. */
static const char *proposed(struct world *w, struct newcomer who, struct matter *m)
{
    const char *number = world_enrol(w, 11, who);
    world_day(w, "2024-02-29");
    *m = world_matter(w, number, MATTER_SUSPENSION, NULL);
    assert_int_equal(m->state, STATE_PROPOSED);
    return number;
}

/* The same, released on 2024-03-01: March is withheld. */
static const char *suspended(struct world *w, struct newcomer who, struct matter *m)
{
    const char *number = proposed(w, who, m);
    world_go(w, "2024-03-01");
    world_release(w, *m);
    assert_int_equal(world_status(w, number, 0), 2);
    return number;
}

static void a_missed_cycle_is_proposed_decided_released_and_withheld(void **state)
{
    struct world *w = *state;
    struct matter m;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    assert_int_equal(m.due_on.day, D("2024-03-04").day); /* three working days */
    assert_int_equal(m.event_on.day, D("2024-02-28").day);
    m = world_matter(w, number, MATTER_SUSPENSION, HUANCUI);
    assert_int_equal(m.state, STATE_RELEASED);
    assert_int_equal(m.effect_month.index, M("2024-03").index);
    struct day_counts n = world_day(w, "2024-03-08");
    assert_int_equal(n.took_effect, 1);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, HUANCUI).state, STATE_IN_EFFECT);
    assert_int_equal(world_payable(w, number, "2024-02", -1).net, RATE);
    assert_int_equal(world_payable(w, number, "2024-03", -1).net, 0);
    assert_int_equal(world_breaks(w), 0);
}

static void nobody_releases_the_own_decision(void **state)
{
    struct world *w = *state;
    struct matter m;
    proposed(w, (struct newcomer){0}, &m);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_DECIDE), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(w->why.message, ZH_move_same_person);
    assert_int_equal(world_move(w, MANAGER, m.matter_id, EVENT_RELEASE), ERR_OK);
}

/* Readings, trap 11; scenario 15: nobody but the payer decides. What goes on file may come from the
 * offices below it. */
static void another_agency_can_neither_decide_nor_release(void **state)
{
    static const char *const others[] = {
        "clerk@" WENDENG,      "manager@" WENDENG, "manager@" CITY, "manager@" TOWN,
        "supervisor@" HUANCUI, "officer@" HUANCUI, "sysadmin",      NULL};
    static const enum matter_event_id events[] = {EVENT_DECIDE, EVENT_REJECT, EVENT_HOLD};
    struct world *w = *state;
    struct matter m;
    const char *number = proposed(w, (struct newcomer){0}, &m);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (int e = 0; e < 3; e++)
            assert_int_equal(world_move(w, others[i], m.matter_id, events[e]), ERR_DENIED);
    assert_int_equal(world_move(w, "clerk@" TOWN, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, "clerk@" WENDENG, m.matter_id, EVENT_CONTACT), ERR_DENIED);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(world_move(w, others[i], m.matter_id, EVENT_RELEASE), ERR_DENIED);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_RELEASE), ERR_DENIED);
    assert_int_equal(world_status(w, number, 0), 1);
}

/* 条例 26, from 2023-12-01: comparison, and contact or entrusted check, before the release. */
static void without_the_file_nothing_is_released(void **state)
{
    struct world *w = *state;
    struct matter m;
    const char *number = proposed(w, (struct newcomer){0}, &m);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    int64_t entries = world_entries(w);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(w->why.message, ZH_move_needs);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(world_status(w, number, 0), 1);
    assert_int_equal(world_entries(w), entries + 1);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_ENTRUST), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_OK);
    assert_int_equal(world_entries(w), entries + 3);
}

static void before_the_national_regulation_the_measure_alone_is_enough(void **state)
{
    struct world *w = *state;
    world_go(w, "2023-10-09");
    const char *number = world_enrol(
        w, 11, (struct newcomer){.last = "2022-09-30"}); /* due 10-07, a make-up working day */
    world_day(w, "2023-10-10");
    struct matter m = world_matter(w, number, MATTER_SUSPENSION, NULL);
    assert_int_equal(m.event_on.day, D("2023-10-07").day);
    world_grant(w, m);
    assert_int_equal(world_status(w, number, 0), 2);
}

/* Scenario 11: on 条例 26 alone, with its file; the measure is named as expired. */
static void after_the_end_of_the_measure_the_letter_says_so(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){.last = "2023-12-31"});
    world_day(w, "2025-01-01");
    struct matter m = world_matter(w, number, MATTER_SUSPENSION, NULL);
    assert_int_equal(m.event_on.day, D("2024-12-31").day);
    assert_int_equal(m.due_on.day, D("2025-01-06").day);
    world_go(w, "2025-01-02");
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_OK);
    struct call call = world_call(w, CLERK);
    struct buf out = BUF(1 << 20);
    assert_int_equal(
        person_show(&call, &(struct person_view){.number = number, .json = true}, &out, &w->why),
        ERR_OK);
    assert_non_null(strstr(out.p, zh_text(ZH_letter_expired)));
    buf_free(&out);
}

/* C6: eighty and older: a visit first, and a manager among the two. */
static void a_protected_person_needs_a_visit_and_a_manager(void **state)
{
    struct world *w = *state;
    struct matter m;
    const char *number = proposed(w, (struct newcomer){.birth = "1940-02-01"}, &m);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_LAW);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_VISIT), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(world_status(w, number, 0), 1);
    assert_int_equal(world_move(w, MANAGER, m.matter_id, EVENT_RELEASE), ERR_OK);
    assert_int_equal(world_status(w, number, 0), 2);
}

SQL(lower_age, "INSERT INTO param (name, valid_from, version, value, citation, decided_by, "
               "released_by, recorded_at)"
               " VALUES ('protect.min_age', 20240301, ?1, 65, 'x', 'a', 'b', 1)");

/* The age is a dated parameter of the city, not a number of the program (readings, first page). */
static void who_is_protected_follows_the_dated_parameter(void **state)
{
    struct world *w = *state;
    struct matter m;
    proposed(w, (struct newcomer){0}, &m); /* born 1955-03-01 */
    world_edit(w, &lower_age, 1);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    world_go(w, "2024-03-01");
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_VISIT), ERR_OK);
    assert_int_equal(world_move(w, MANAGER, m.matter_id, EVENT_RELEASE), ERR_OK);
}

SQL(make_outage, "INSERT INTO outage (outage_id, channel, from_day, until_day, note, recorded_at) "
                 "VALUES (?1, 'web', 20240228, 20240301, '', 1)");
SQL(make_disabled, "UPDATE person SET protection = 1 WHERE person_id = ?1");

/* C7: our own outage stands against it; C6: a recorded disability protects like age. */
static void an_outage_or_a_disability_holds_it(void **state)
{
    struct world *w = *state;
    struct matter m;
    const char *number = proposed(w, (struct newcomer){0}, &m);
    world_edit(w, &make_outage, 1);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_LAW);
    world_go(w, "2024-03-02");
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    world_edit(w, &make_disabled, world_id(w, number));
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, MANAGER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(world_status(w, number, 0), 1);
}

/* ---- the last look -------------------------------------------------------------------------- */

static void certified_before_the_release_nothing_can_be_released(void **state)
{
    struct world *w = *state;
    struct matter m;
    struct certified c;
    const char *number = proposed(w, (struct newcomer){0}, &m);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    assert_int_equal(world_certify(w, "clerk@" WENDENG, number, &c), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(w->why.message, ZH_move_not_from_here);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, NULL).state, STATE_CLOSED);
    world_day(w, "2024-03-20");
    assert_int_equal(world_payable(w, number, "2024-03", -1).net, RATE);
}

/* Scenario 12, C5: released, certified before the lock: the lock finds it and nothing is withheld.
 */
static void certified_before_the_lock_the_suspension_never_takes_effect(void **state)
{
    struct world *w = *state;
    struct matter m;
    struct certified c;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    world_go(w, "2024-03-05");
    assert_int_equal(world_certify(w, "clerk@" RONGCHENG, number, &c), ERR_OK);
    assert_int_equal(c.forwarded, 1);
    struct day_counts n = world_day(w, "2024-03-08");
    assert_int_equal(n.last_looks, 1);
    assert_int_equal(n.took_effect, 0);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, NULL).state, STATE_CLOSED);
    assert_int_equal(world_matter(w, number, MATTER_REINSTATEMENT, NULL).state, STATE_CLOSED);
    assert_int_equal(world_status(w, number, 0), 1);
    assert_int_equal(world_payable(w, number, "2024-03", -1).net, RATE);
    world_day(w, "2024-04-10");
    assert_int_equal(world_payable(w, number, "2024-04", -1).net, RATE);
    assert_int_equal(world_breaks(w), 0);
}

/* ---- reinstatement -------------------------------------------------------------------------- */

/* Scenario 14. */
static void reinstated_before_the_lock_the_regular_run_pays_back(void **state)
{
    struct world *w = *state;
    struct matter m;
    struct certified c;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    world_day(w, "2024-05-31");
    assert_int_equal(world_certify(w, CLERK, number, &c), ERR_OK);
    assert_int_equal(c.forwarded, 1);
    assert_int_equal(world_status(w, number, 0), 2); /* the payer decides */
    world_go(w, "2024-06-03");
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI));
    assert_int_equal(world_status(w, number, 0), 1);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, NULL).state, STATE_CLOSED);
    world_day(w, "2024-06-07");
    struct world_pay p = world_payable(w, number, "2024-06", 0);
    assert_int_equal(p.due, RATE);
    assert_int_equal(p.back, 963165);
    assert_int_equal(world_payable(w, number, "2024-06", -1).net, 1284220);
    assert_int_equal(world_matter(w, number, MATTER_REINSTATEMENT, NULL).state, STATE_IN_EFFECT);
    assert_int_equal(world_breaks(w), 0);
}

static void reinstated_after_the_lock_a_supplementary_run_pays_back(void **state)
{
    struct world *w = *state;
    struct matter m;
    struct certified c;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    world_day(w, "2024-05-31");
    assert_int_equal(world_certify(w, CLERK, number, &c), ERR_OK);
    world_day(w, "2024-06-12");
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI));
    assert_int_equal(world_payable(w, number, "2024-06", 0).net, 0);
    assert_int_equal(world_payable(w, number, "2024-06", 1).net, 4 * RATE);
    world_day(w, "2024-07-10");
    assert_int_equal(world_payable(w, number, "2024-07", -1).net, RATE);
    assert_int_equal(world_breaks(w), 0);
}

/* Anyone may receive, only the payer decides, and not without the person having appeared. */
static void more_than_a_year_suspended_a_manager_is_one_of_the_two(void **state)
{
    struct world *w = *state;
    struct matter m;
    struct certified c;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    world_day(w, "2025-03-03");
    assert_int_equal(world_certify(w, CLERK, number, &c), ERR_OK);
    m = world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(world_move(w, MANAGER, m.matter_id, EVENT_RELEASE), ERR_OK);
    assert_int_equal(world_status(w, number, 0), 1);
}

static void exactly_a_year_suspended_two_of_any_rank_are_enough(void **state)
{
    struct world *w = *state;
    struct matter m;
    struct certified c;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    world_day(w, "2025-03-01");
    assert_int_equal(world_certify(w, CLERK, number, &c), ERR_OK);
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI));
    assert_int_equal(world_status(w, number, 0), 1);
}

/* Scenario 16: suspended 2024-03-05, the investigation opens 2024-09-06, once. */
static void six_months_later_an_investigation_opens(void **state)
{
    struct world *w = *state;
    struct matter m;
    const char *number = proposed(w, (struct newcomer){0}, &m);
    world_go(w, "2024-03-05");
    world_release(w, m);
    world_day(w, "2024-09-05");
    assert_int_equal(world_matter(w, number, MATTER_INVESTIGATION, NULL).kind, MATTER_UNSET);
    assert_int_equal(world_day(w, "2024-09-06").investigations, 1);
    m = world_matter(w, number, MATTER_INVESTIGATION, HUANCUI);
    assert_int_equal(m.opened_on.day, D("2024-09-06").day);
    assert_int_equal(world_day(w, "2024-12-31").investigations, 0);
    assert_int_equal(world_breaks(w), 0);
}

/* Trap 11: one decision from each payer; one make-up restores both. */
static void two_payers_decide_each_and_one_make_up_restores_both(void **state)
{
    static const char *const payers[] = {HUANCUI, WENDENG};
    struct world *w = *state;
    struct certified c;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    world_enrol(w, 11, (struct newcomer){.kind = LINE_CARE, .payer = WENDENG, .rate = 100000});
    world_day(w, "2024-02-29");
    world_go(w, "2024-03-01");
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, HUANCUI));
    assert_int_equal(world_status(w, number, 0), 2);
    assert_int_equal(world_status(w, number, 1), 1);
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, WENDENG));
    assert_int_equal(world_status(w, number, 1), 2);
    world_day(w, "2024-04-15");
    assert_int_equal(world_certify(w, "clerk@" RONGCHENG, number, &c), ERR_OK);
    assert_int_equal(c.forwarded, 2);
    for (int i = 0; i < 2; i++)
        world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, payers[i]));
    for (int i = 0; i < 2; i++) assert_int_equal(world_status(w, number, i), 1);
    world_day(w, "2024-05-10");
    assert_int_equal(world_payable(w, number, "2024-05", -1).net, 3 * RATE + 3 * 100000);
    assert_int_equal(world_breaks(w), 0);
}

/* What a payer rejected is not proposed again when the night looks at the person for another
 * reason. */
static void a_rejected_proposal_is_not_made_again(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    world_enrol(w, 11, (struct newcomer){.kind = LINE_CARE, .payer = WENDENG});
    world_day(w, "2024-02-29");
    world_go(w, "2024-03-01");
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, HUANCUI));
    struct matter m = world_matter(w, number, MATTER_SUSPENSION, WENDENG);
    assert_int_equal(world_move(w, "clerk@" WENDENG, m.matter_id, EVENT_REJECT), ERR_OK);
    struct day_counts n = world_day(w, "2024-09-10");
    assert_int_equal(n.investigations, 1);
    assert_int_equal(n.suspensions, 0);
    assert_true(world_matter(w, number, MATTER_SUSPENSION, WENDENG).matter_id == m.matter_id);
    assert_int_equal(world_status(w, number, 1), 1);
}

/* C9: one act restores everything at once, by a supplementary run of its own. */
static void an_undo_pays_at_once(void **state)
{
    struct world *w = *state;
    struct matter m;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    world_day(w, "2024-04-20");
    int64_t entries = world_entries(w);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_UNDO), ERR_DENIED);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_UNDO), ERR_OK);
    assert_int_equal(world_entries(w), entries + 1);
    assert_int_equal(world_status(w, number, 0), 1);
    assert_int_equal(world_payable(w, number, "2024-04", 1).back, 2 * RATE);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, NULL).state, STATE_UNDONE);
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_UNDO), ERR_LAW);
    world_day(w, "2024-05-10");
    assert_int_equal(world_payable(w, number, "2024-05", -1).net, RATE);
    assert_int_equal(world_breaks(w), 0);
}

/* Also while the regular run of the month is still open: nobody waits for its lock. */
static void an_undo_before_the_lock_still_pays_at_once(void **state)
{
    struct world *w = *state;
    struct matter m;
    const char *number = suspended(w, (struct newcomer){0}, &m);
    world_day(w, "2024-04-03");
    assert_int_equal(world_move(w, REVIEWER, m.matter_id, EVENT_UNDO), ERR_OK);
    assert_int_equal(world_payable(w, number, "2024-04", 0).net, RATE);
    assert_int_equal(world_payable(w, number, "2024-04", 1).back, RATE); /* March */
    world_day(w, "2024-04-20");
    assert_int_equal(world_payable(w, number, "2024-04", -1).net, 2 * RATE);
    assert_int_equal(world_breaks(w), 0);
}

/* Readings, trap 8: a medical line is never stopped here. */
static void a_person_with_a_medical_line_alone_is_never_proposed(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){.kind = LINE_WORKER_MEDICAL});
    world_day(w, "2024-03-08");
    assert_int_equal(world_dossier(w, number).matter_count, 0);
}

SQL_FANOUT(count_rows, "SELECT (SELECT COUNT(*) FROM matter_event) + (SELECT COUNT(*) FROM "
                       "line_span) + (SELECT COUNT(*) FROM notice)"
                       " + (SELECT COUNT(*) FROM finding) + (SELECT COUNT(*) FROM audit)");

static void a_dry_run_of_a_release_changes_nothing(void **state)
{
    struct world *w = *state;
    struct matter m;
    struct moved done;
    const char *number = proposed(w, (struct newcomer){0}, &m);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_CONTACT), ERR_OK);
    assert_int_equal(world_move(w, CLERK, m.matter_id, EVENT_DECIDE), ERR_OK);
    int64_t rows = world_count(w, &count_rows);
    struct call call = world_call(w, REVIEWER);
    call.dry_run = true;
    assert_int_equal(move_by_id(&call, m.matter_id,
                                &(struct move){.event = EVENT_RELEASE, .reason = "x"}, &done,
                                &w->why),
                     ERR_OK);
    assert_int_equal(done.state, STATE_RELEASED);
    assert_int_equal(world_count(w, &count_rows), rows);
    assert_int_equal(world_status(w, number, 0), 1);
    call.dry_run = false;
    assert_int_equal(move_by_id(&call, m.matter_id,
                                &(struct move){.event = EVENT_RELEASE, .reason = "x"}, &done,
                                &w->why),
                     ERR_OK);
    assert_true(world_count(w, &count_rows) > rows);
}

int main(void)
{
    static const struct CMUnitTest suspension[] = {
        WORLD_TEST(a_missed_cycle_is_proposed_decided_released_and_withheld),
        WORLD_TEST(nobody_releases_the_own_decision),
        WORLD_TEST(another_agency_can_neither_decide_nor_release),
        WORLD_TEST(without_the_file_nothing_is_released),
        WORLD_TEST(before_the_national_regulation_the_measure_alone_is_enough),
        WORLD_TEST(after_the_end_of_the_measure_the_letter_says_so),
        WORLD_TEST(a_protected_person_needs_a_visit_and_a_manager),
        WORLD_TEST(who_is_protected_follows_the_dated_parameter),
        WORLD_TEST(an_outage_or_a_disability_holds_it),
        WORLD_TEST(certified_before_the_release_nothing_can_be_released),
        WORLD_TEST(certified_before_the_lock_the_suspension_never_takes_effect),
        WORLD_TEST(reinstated_before_the_lock_the_regular_run_pays_back),
        WORLD_TEST(reinstated_after_the_lock_a_supplementary_run_pays_back),
        WORLD_TEST(more_than_a_year_suspended_a_manager_is_one_of_the_two),
        WORLD_TEST(exactly_a_year_suspended_two_of_any_rank_are_enough),
        WORLD_TEST(six_months_later_an_investigation_opens),
        WORLD_TEST(two_payers_decide_each_and_one_make_up_restores_both),
        WORLD_TEST(a_rejected_proposal_is_not_made_again),
        WORLD_TEST(an_undo_pays_at_once),
        WORLD_TEST(an_undo_before_the_lock_still_pays_at_once),
        WORLD_TEST(a_person_with_a_medical_line_alone_is_never_proposed),
        WORLD_TEST(a_dry_run_of_a_release_changes_nothing),
    };
    return TEST_ON_EACH(suspension);
}
