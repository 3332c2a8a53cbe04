/* Today's work and taking a certification back (K7): capability C24. */
#include "app/today.h"

#include "app/world.h"

SQL_FANOUT(count_certifications, "SELECT COUNT(*) FROM certification");
SQL_FANOUT(count_reasons,
           "SELECT COUNT(*) FROM person_fact WHERE field = 'certification.reversed'");

static enum err take_back(struct world *w, const char *login, int64_t reference, struct undone *out)
{
    struct call call = world_call(w, login);
    return today_undo(&call, reference, "wrong person", out, &w->why);
}

static struct today today_of(struct world *w, const char *login)
{
    struct call call = world_call(w, login);
    struct today t;
    assert_int_equal(today_list(&call, &t, &w->why), ERR_OK);
    return t;
}

static int64_t certified(struct world *w, const char *login, const char *number)
{
    struct certified c;
    assert_int_equal(world_certify(w, login, number, &c), ERR_OK);
    return c.reference;
}

static void the_list_is_what_this_operator_did_today(void **state)
{
    struct world *w = *state;
    const char *a = world_enrol(w, 11, (struct newcomer){0}),
               *b = world_enrol(w, 12, (struct newcomer){0}),
               *c = world_enrol(w, 13, (struct newcomer){0});
    certified(w, "clerk@" HUANCUI, a);
    world_go(w, "2024-01-03");
    int64_t first = certified(w, "clerk@" HUANCUI, b);
    certified(w, "clerk@" WENDENG, c);
    int64_t second = certified(w, "clerk@" HUANCUI, a);
    int64_t entries = world_entries(w);
    struct today t = today_of(w, "clerk@" HUANCUI);
    assert_int_equal(world_entries(w), entries + 1);
    assert_int_equal(t.count, 2);
    assert_int_equal(t.total, 2);
    assert_true(t.rows[0].reference == second && t.rows[1].reference == first);
    assert_string_equal(t.rows[1].number.s, idnum_mask(b).s);
    assert_false(t.rows[0].reversed);
    struct undone u;
    assert_int_equal(take_back(w, "clerk@" HUANCUI, first, &u), ERR_OK);
    t = today_of(w, "clerk@" HUANCUI);
    assert_int_equal(t.total, 2);
    assert_int_equal(t.reversed, 1);
    assert_true(t.rows[1].reversed && !t.rows[0].reversed);
    struct call call = world_call(w, "finance@" HUANCUI);
    assert_int_equal(today_list(&call, &t, &w->why), ERR_DENIED);
}

static void taken_back_counts_no_more_and_stays_on_record(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0}); /* due 2024-02-28 */
    int64_t reference = certified(w, "clerk@" HUANCUI, number),
            rows = world_count(w, &count_certifications);
    int64_t entries = world_entries(w);
    struct undone u;
    assert_int_equal(take_back(w, "clerk@" HUANCUI, reference, &u), ERR_OK);
    assert_int_equal(world_entries(w), entries + 1);
    assert_int_equal(u.last_success.day, D("2023-02-28").day);
    assert_int_equal(u.due_on.day, D("2024-02-28").day);
    assert_int_equal(world_count(w, &count_certifications), rows + 1);
    assert_int_equal(world_count(w, &count_reasons), 1);
    assert_int_equal(world_dossier(w, number).p.due_on.day, D("2024-02-28").day);
    assert_int_equal(world_breaks(w), 0);
    assert_int_equal(take_back(w, "clerk@" HUANCUI, reference, &u), ERR_CONFLICT);
    assert_int_equal(take_back(w, "clerk@" HUANCUI, reference + 1, &u), ERR_NOT_FOUND);
    struct certified again; /* the same day is free again */
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &again), ERR_OK);
    assert_false(again.repeated);
    assert_int_equal(world_dossier(w, number).p.due_on.day, D("2025-01-02").day);
    assert_int_equal(world_breaks(w), 0);
}

static void who_is_due_again_is_proposed_again_by_the_night(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    world_day(w, "2024-03-01");
    struct matter before = world_matter(w, number, MATTER_SUSPENSION, HUANCUI);
    int64_t reference = certified(w, "clerk@" HUANCUI, number);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, HUANCUI).state, STATE_CLOSED);
    struct undone u;
    assert_int_equal(take_back(w, "clerk@" HUANCUI, reference, &u), ERR_OK);
    world_day(w, "2024-03-02");
    struct matter after = world_matter(w, number, MATTER_SUSPENSION, HUANCUI);
    assert_int_equal(after.state, STATE_PROPOSED);
    assert_true(after.matter_id != before.matter_id);
    assert_int_equal(world_day(w, "2024-03-04").suspensions, 0);
    assert_int_equal(world_breaks(w), 0);
}

static int64_t suspended_and_back(struct world *w, const char *number)
{
    world_day(w, "2024-03-01");
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, HUANCUI));
    world_go(w, "2024-03-04");
    return certified(w, "clerk@" HUANCUI, number);
}

static void a_reinstatement_that_waits_is_closed_with_it(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    int64_t reference = suspended_and_back(w, number);
    assert_int_equal(world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI).state, STATE_PROPOSED);
    struct undone u;
    assert_int_equal(take_back(w, "clerk@" HUANCUI, reference, &u), ERR_OK);
    assert_int_equal(u.closed, 1);
    assert_int_equal(world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI).state, STATE_CLOSED);
    assert_int_equal(world_breaks(w), 0);
    certified(w, "clerk@" HUANCUI, number);
    assert_int_equal(world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI).state, STATE_PROPOSED);
}

static void a_reinstatement_that_another_certification_bears_stays(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    int64_t reference = suspended_and_back(w, number);
    world_go(w, "2024-03-05");
    certified(w, "clerk@" WENDENG, number);
    struct undone u;
    assert_int_equal(take_back(w, "manager@" HUANCUI, reference, &u), ERR_OK);
    assert_int_equal(u.closed, 0);
    assert_int_equal(u.last_success.day, D("2024-03-05").day);
    assert_int_equal(world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI).state, STATE_PROPOSED);
    assert_int_equal(world_breaks(w), 0);
}

static void once_payment_was_resumed_on_it_it_stays(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    int64_t reference = suspended_and_back(w, number), rows = world_count(w, &count_certifications);
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI));
    struct undone u;
    assert_int_equal(take_back(w, "clerk@" HUANCUI, reference, &u), ERR_LAW);
    assert_int_equal(take_back(w, "manager@" HUANCUI, reference, &u), ERR_LAW);
    assert_int_equal(world_count(w, &count_certifications), rows);
    assert_int_equal(world_breaks(w), 0);
}

static void others_and_later_days_are_for_a_manager(void **state)
{
    static const char *const denied[] = {"clerk@" HUANCUI, "reviewer@" TOWN, "manager@" RONGCHENG,
                                         "manager@371002002000"};
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){.payer = WENDENG});
    int64_t reference = certified(w, "clerk@" TOWN, number);
    struct undone u;
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        assert_int_equal(take_back(w, denied[i], reference, &u), ERR_DENIED);
    world_go(w, "2024-01-03");
    assert_int_equal(take_back(w, "clerk@" TOWN, reference, &u), ERR_DENIED);
    struct call call = world_call(w, "manager@" WENDENG);
    assert_int_equal(today_undo(&call, reference, "", &u, &w->why), ERR_USAGE);
    assert_int_equal(take_back(w, "manager@" WENDENG, reference, &u), ERR_OK);
    reference = certified(w, "clerk@" TOWN, number);
    assert_int_equal(take_back(w, "manager@" HUANCUI, reference, &u), ERR_OK);
}

static void once_a_payroll_is_locked_the_payer_decides(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){.payer = WENDENG});
    int64_t reference = certified(w, "clerk@" WENDENG, number);
    world_day(w, "2024-02-01"); /* the payroll of January or February is locked by then */
    struct undone u;
    assert_int_equal(take_back(w, "manager@" CITY, reference, &u), ERR_LAW);
    assert_int_equal(take_back(w, "manager@" WENDENG, reference, &u), ERR_OK);
    assert_int_equal(world_breaks(w), 0);
}

int main(void)
{
    static const struct CMUnitTest today_tests[] = {
        WORLD_TEST(the_list_is_what_this_operator_did_today),
        WORLD_TEST(taken_back_counts_no_more_and_stays_on_record),
        WORLD_TEST(who_is_due_again_is_proposed_again_by_the_night),
        WORLD_TEST(a_reinstatement_that_waits_is_closed_with_it),
        WORLD_TEST(a_reinstatement_that_another_certification_bears_stays),
        WORLD_TEST(once_payment_was_resumed_on_it_it_stays),
        WORLD_TEST(others_and_later_days_are_for_a_manager),
        WORLD_TEST(once_a_payroll_is_locked_the_payer_decides),
    };
    return TEST_ON_EACH(today_tests);
}
