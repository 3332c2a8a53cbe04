/* Dated parameters on both time axes: capabilities B28, C2. */
#include "app/world.h"

SQL_FANOUT(released, "INSERT INTO param (name, valid_from, version, value, citation, decided_by, "
                     "released_by, recorded_at) VALUES ('cycle.months', 20240701, 1, 6, 'x', 'a', "
                     "'b', ?1)");

static int64_t months(struct world *w, const char *day, const char *known_at)
{
    int64_t value = -1;
    struct law law = app_law_on(&w->app, w->arena, D(day), D(known_at));
    params_value(law.params, PARAM_CYCLE_MONTHS, D(day), &value);
    return value;
}

static void what_was_known_then_knows_nothing_of_a_later_release(void **state)
{
    struct world *w = *state;
    world_edit(w, &released, moment_of(D("2024-06-05"), 10, 0));
    world_go(w, "2024-08-01");
    assert_int_equal(months(w, "2024-07-01", ""), 6);
    assert_int_equal(months(w, "2024-06-30", ""), 12);
    assert_int_equal(months(w, "2024-07-01", "2024-06-05"), 6);
    assert_int_equal(months(w, "2024-07-01", "2024-06-04"), 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(what_was_known_then_knows_nothing_of_a_later_release),
    };
    return TEST_ON_EACH(tests);
}
