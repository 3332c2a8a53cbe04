/* check refolds everything and finds each kind of damage (architecture, two time axes; capability
 * C22, 14.1). */
#include "app/world.h"

SQL(break_status, "UPDATE line SET status = 1, status_matter = 0 WHERE person_id = ?1");
SQL(break_status_matter, "UPDATE line SET status_matter = status_matter + 1 WHERE person_id = ?1");
SQL(break_due, "UPDATE person SET due_on = 20300101 WHERE person_id = ?1");
SQL(break_success, "UPDATE person SET last_success = 20240101 WHERE person_id = ?1");
SQL(break_matter_state, "UPDATE matter SET state = 6 WHERE subject_id = ?1 AND kind = 1");
SQL(break_matter_count, "UPDATE matter SET events = events + 1 WHERE subject_id = ?1 AND kind = 1");
SQL(break_event_gap, "DELETE FROM matter_event WHERE subject_id = ?1 AND n = 2");
SQL(break_event_last, "DELETE FROM matter_event WHERE subject_id = ?1 AND n = (SELECT MAX(n) FROM "
                      "matter_event e WHERE"
                      " e.subject_id = ?1 AND e.matter_id = matter_event.matter_id)");
SQL(break_event_jump, "UPDATE matter_event SET from_state = 5 WHERE subject_id = ?1 AND event = 8");
SQL(break_all_events, "DELETE FROM matter_event WHERE subject_id = ?1");
SQL(break_certification, "DELETE FROM certification WHERE person_id = ?1 AND n = 1");
SQL(break_certification_n, "UPDATE certification SET n = 9 WHERE person_id = ?1 AND n = 1");
SQL(break_head, "UPDATE person SET certification_seq = 0 WHERE person_id = ?1");
SQL(break_withheld, "DELETE FROM month_entry WHERE person_id = ?1 AND kind = 1");
SQL(break_back_pay, "DELETE FROM month_entry WHERE person_id = ?1 AND kind = 2");
SQL(break_amount, "UPDATE month_entry SET amount = amount - 1 WHERE person_id = ?1 AND kind = 2");
SQL(break_span, "DELETE FROM line_span WHERE person_id = ?1");

/* One person suspended in March 2024 and withheld since, as on 2024-05-31. */
static const char *withheld(struct world *w)
{
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    world_day(w, "2024-02-29");
    world_go(w, "2024-03-01");
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, NULL));
    world_day(w, "2024-05-31");
    assert_int_equal(world_breaks(w), 0);
    return number;
}

static void finds(struct world *w, const char *number, const struct sql *damage)
{
    world_edit(w, damage, world_id(w, number));
    if (!world_breaks(w)) print_message("not found: %s\n", damage->text);
    assert_true(world_breaks(w) > 0);
}

#define FINDS(name, damage)                                                                        \
    static void name(void **state)                                                                 \
    {                                                                                              \
        struct world *w = *state;                                                                  \
        finds(w, withheld(w), &damage);                                                            \
    }

FINDS(a_status_that_is_not_the_fold_of_its_spans_is_found, break_status)
FINDS(a_status_of_another_matter_is_found, break_status_matter)
FINDS(a_wrong_due_day_is_found, break_due)
FINDS(a_wrong_last_success_is_found, break_success)
FINDS(a_matter_in_another_state_than_its_last_event_is_found, break_matter_state)
FINDS(a_matter_with_another_count_of_events_is_found, break_matter_count)
FINDS(a_gap_in_the_events_is_found, break_event_gap)
FINDS(a_missing_last_event_is_found, break_event_last)
FINDS(an_event_that_does_not_follow_is_found, break_event_jump)
FINDS(a_matter_without_events_is_found, break_all_events)
FINDS(a_missing_certification_is_found, break_certification)
FINDS(a_certification_out_of_order_is_found, break_certification_n)
FINDS(a_lost_head_of_the_certifications_is_found, break_head)
FINDS(a_missing_withheld_entry_is_found, break_withheld)
FINDS(missing_spans_are_found, break_span)

static const char *restored(struct world *w)
{
    struct certified c;
    const char *number = withheld(w);
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &c), ERR_OK);
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, NULL));
    world_day(w, "2024-06-30");
    assert_int_equal(world_breaks(w), 0);
    return number;
}

static void missing_back_pay_is_found(void **state)
{
    struct world *w = *state;
    finds(w, restored(w), &break_back_pay);
}

static void back_pay_of_another_amount_is_found(void **state)
{
    struct world *w = *state;
    finds(w, restored(w), &break_amount);
}

static void a_sound_store_has_no_breaks_and_everybody_is_counted(void **state)
{
    struct world *w = *state;
    struct check_counts counts;
    world_crowd(w, 1, 600, (struct newcomer){.last = "2023-06-30"});
    world_day(w, "2024-02-20");
    struct call call = world_call(w, NULL);
    FILE *out = tmpfile();
    assert_int_equal(check_store(&call, out, &counts, &w->why), ERR_OK);
    fclose(out);
    assert_int_equal(counts.persons, 600);
    assert_int_equal(counts.lines, 600);
    assert_int_equal(counts.months, 1200);
    assert_int_equal(counts.breaks, 0);
    call = world_call(w, "clerk@" HUANCUI);
    assert_int_equal(check_store(&call, stdout, &counts, &w->why), ERR_DENIED);
}

/* What is left between the lock by the calendar and the night that settles it is nothing broken. */
static void a_month_that_waits_for_its_night_is_not_broken(void **state)
{
    struct world *w = *state;
    const char *number = withheld(w);
    world_go(w, "2024-06-20"); /* the lock of June was on the 7th, no night has run since May */
    assert_int_equal(world_breaks(w), 0);
    assert_int_equal(world_status(w, number, 0), 2);
}

int main(void)
{
    static const struct CMUnitTest check[] = {
        WORLD_TEST(a_sound_store_has_no_breaks_and_everybody_is_counted),
        WORLD_TEST(a_month_that_waits_for_its_night_is_not_broken),
        WORLD_TEST(a_status_that_is_not_the_fold_of_its_spans_is_found),
        WORLD_TEST(a_status_of_another_matter_is_found),
        WORLD_TEST(a_wrong_due_day_is_found),
        WORLD_TEST(a_wrong_last_success_is_found),
        WORLD_TEST(a_matter_in_another_state_than_its_last_event_is_found),
        WORLD_TEST(a_matter_with_another_count_of_events_is_found),
        WORLD_TEST(a_gap_in_the_events_is_found),
        WORLD_TEST(a_missing_last_event_is_found),
        WORLD_TEST(an_event_that_does_not_follow_is_found),
        WORLD_TEST(a_matter_without_events_is_found),
        WORLD_TEST(a_missing_certification_is_found),
        WORLD_TEST(a_certification_out_of_order_is_found),
        WORLD_TEST(a_lost_head_of_the_certifications_is_found),
        WORLD_TEST(a_missing_withheld_entry_is_found),
        WORLD_TEST(missing_spans_are_found),
        WORLD_TEST(missing_back_pay_is_found),
        WORLD_TEST(back_pay_of_another_amount_is_found),
    };
    return TEST_ON_EACH(check);
}
