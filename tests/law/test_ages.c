/* Classes by age (B9): src/law/ages.c. Weihai has none; here they are put into force. */
#include "fixture.h"

#include "law/ages.h"

static uint64_t luck;

static int dice(int n)
{
    luck = luck * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (int)(luck >> 33) % n;
}

static int64_t ages(const char *text)
{
    int64_t v = 0;
    assert_true(params_parse(PARAM_CYCLE_AGE_MONTHS, text, &v));
    return v;
}

static void in_force(const char *text, const char *from)
{
    struct param_row row = {PARAM_CYCLE_AGE_MONTHS, ages(text), D(from), DATE_NONE, 1};
    law.params = params_later(arena, law.params, &row);
}

static struct date due_of(struct date success, struct date birth)
{
    struct cycle_facts f = {.success = {.here = success}, .birth = birth};
    f.windows = law_shipped_windows(&f.window_count);
    return law_due(&law, &f, NULL);
}

static struct date due_after(const char *success, const char *birth)
{
    return due_of(D(success), D(birth));
}

static void a_value_is_pairs_in_ascending_order(void **state)
{
    (void)state;
    char out[32];
    int64_t v;
    assert_string_equal(params_print(PARAM_CYCLE_AGE_MONTHS, ages("75 24 95 12"), out, sizeof out),
                        "75 24 95 12");
    static const char *const bad[] = {"75",          "75 24 95", "75 24 70 12",
                                      "75 24 75 12", "75 0",     "128 12",
                                      "75 24,95 12", "",         "75 24 95 12x"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(params_parse(PARAM_CYCLE_AGE_MONTHS, bad[i], &v));
    assert_int_equal(ages_class(ages("75 24 95 12"), 74), -1);
    assert_int_equal(ages_class(ages("75 24 95 12"), 75), 24);
    assert_int_equal(ages_class(ages("75 24 95 12"), 94), 24);
    assert_int_equal(ages_class(ages("75 24 95 12"), 95), 12);
    assert_int_equal(ages_class(0, 95), -1);
}

static void years_are_completed_as_the_parameter_says(void **state)
{
    (void)state;
    assert_date(ages_reached(&law, D("1948-02-29"), 75), "2023-02-28");
    assert_int_equal(ages_years(&law, D("1948-02-29"), D("2023-02-27")), 74);
    assert_int_equal(ages_years(&law, D("1948-02-29"), D("2023-02-28")), 75);
    law.params =
        params_with(arena, law.params, PARAM_AGE_REACHED_ON, CHOICE_AGE_REACHED_ON_NEXT_DAY);
    assert_date(ages_reached(&law, D("1948-02-29"), 75), "2023-03-01");
    assert_int_equal(ages_years(&law, D("1948-02-29"), D("2023-02-28")), 74);
    assert_int_equal(ages_years(&law, D("1948-02-29"), D("2023-03-01")), 75);
    law.params = params_without(arena, law.params, PARAM_AGE_REACHED_ON);
    assert_int_equal(ages_years(&law, D("1948-02-29"), D("2023-02-28")), 75);
}

/* Everything as before until the city lays a class down. */
static void weihai_has_no_classes(void **state)
{
    (void)state;
    size_t n;
    params_rows(law.params, PARAM_CYCLE_AGE_MONTHS, &n);
    assert_int_equal(n, 0);
    assert_date(due_after("2023-07-15", "1930-01-01"), "2024-07-15");
    assert_false(date_is_set(ages_cycle_end(&law, D("1930-01-01"), D("2023-07-15"), NULL)));
}

static void a_released_class_reaches_running_cycles_and_shortens_none(void **state)
{
    (void)state;
    assert_date(due_after("2023-07-15", "1948-01-01"), "2024-07-15");
    in_force("75 24 95 12", "2024-03-01");
    assert_date(due_after("2023-07-15", "1948-01-01"), "2025-07-15"); /* ends after its first day */
    assert_date(due_after("2023-02-28", "1948-01-01"), "2024-02-28"); /* had ended before it */
    assert_date(due_after("2023-03-01", "1948-01-01"), "2025-03-03"); /* ends on it; 1 March 2025 is
                                                                         a Saturday */
    assert_date(due_after("2023-07-15", "1926-01-01"), "2024-07-15"); /* 95 and older: as before */
    in_force("80 24", "2024-06-01"); /* taken back for those of 75 to 79 */
    assert_date(due_after("2023-07-15", "1948-01-01"), "2025-07-15"); /* was told so */
    assert_date(due_after("2024-06-03", "1948-01-01"), "2026-06-01"); /* not before who came on
                                                                         31 May, a Sunday in 2026 */
}

static void what_the_finding_tells(void **state)
{
    (void)state;
    struct finding why;
    struct cycle_facts f = {.success = {.here = D("2023-07-15")}, .birth = D("1928-07-15")};
    in_force("75 24 95 12", "2020-01-01");
    assert_date(law_due(&law, &f, &why), "2025-07-14");
    assert_int_equal(why.outcome, OUTCOME_MET);
    assert_true(cites(&why, RULE_CYCLE_AGES));
    assert_int_equal(fact_of(&why, FACT_CLASS_AGE)->value, 94);
    assert_int_equal(fact_of(&why, FACT_CLASS_UNTIL)->value, D("2023-07-14").day);
    assert_int_equal(fact_of(&why, FACT_BIRTH)->value, D("1928-07-15").day);
    assert_int_equal(why.param[why.param_count - 1].id, PARAM_CYCLE_AGE_MONTHS);
    assert_date(why.param[why.param_count - 1].valid_from, "2020-01-01");
    f.birth = DATE_NONE;
    assert_date(law_due(&law, &f, &why), "2024-07-15");
    assert_false(fact_of(&why, FACT_BIRTH)->known);
    assert_false(cites(&why, RULE_CYCLE_AGES));
    f.birth = D("1960-01-01"); /* no class concerns that age: nothing is said of it */
    law_due(&law, &f, &why);
    assert_null(fact_of(&why, FACT_BIRTH));
}

static void without_a_cycle_in_force_no_class_makes_one(void **state)
{
    (void)state;
    in_force("75 24", "2018-01-01");
    law.params = params_without(arena, law.params, PARAM_CYCLE_MONTHS);
    assert_false(date_is_set(due_after("2023-07-15", "1940-01-01")));
    assert_false(date_is_set(ages_cycle_end(&law, D("1940-01-01"), D("2023-07-15"), NULL)));
}

/* A window of the collective mode takes the place of a cycle that ends in its year, not of one that
 * a class lets run past it. */
static void a_window_of_a_year_before_the_longer_end_does_not_concern_the_person(void **state)
{
    (void)state;
    struct window w[] = {{D("2018-03-01"), D("2018-04-01"), D("2018-06-30")},
                         {D("2019-03-01"), D("2019-04-01"), D("2019-06-30")}};
    struct cycle_facts f = {.success = {.here = D("2017-07-15")},
                            .birth = D("1940-01-01"),
                            .windows = w,
                            .window_count = 2};
    law.params = params_with(arena, law.params, PARAM_CYCLE_MODE, CHOICE_CYCLE_MODE_COLLECTIVE);
    assert_date(law_due(&law, &f, NULL), "2018-06-30");
    in_force("75 24", "2018-01-01");
    assert_date(law_due(&law, &f, NULL), "2019-06-30");
}

/* The reminder of going out early stands in its place among the others, once. */
static void the_early_day_is_a_reminder(void **state)
{
    (void)state;
    int days[LAW_REMINDERS];
    struct date born = D("1944-07-15"), due = D("2024-07-15");
    today("2024-03-04");
    assert_int_equal(law_reminders(&law, born, due, days), 5);
    static const struct {
        const char *value;
        int first, second, count;
    } want[] = {
        {"80 120", 120, 90, 6}, {"80 90", 90, 60, 5}, {"80 75", 90, 75, 6}, {"81 120", 90, 60, 5}};
    const struct params *shipped = law.params;
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        law.params = params_with(arena, shipped, PARAM_OUTREACH_AGE_DAYS, ages(want[i].value));
        assert_int_equal(law_reminders(&law, born, due, days), want[i].count);
        assert_int_equal(days[0], want[i].first);
        assert_int_equal(days[1], want[i].second);
        assert_int_equal(days[want[i].count - 1], 3);
    }
    law.params = params_with(arena, shipped, PARAM_OUTREACH_AGE_DAYS, ages("80 1"));
    assert_int_equal(law_reminders(&law, born, due, days), 6);
    assert_int_equal(days[5], 1);
    assert_int_equal(law_reminders(&law, DATE_NONE, due, days), 5);
    assert_int_equal(law_reminders(&law, born, DATE_NONE, days), 5);
    law.params = params_without(arena, law.params, PARAM_REMIND_DAYS);
    assert_int_equal(law_reminders(&law, born, due, days), 1);
}

/* ---- Properties ----------------------------------------------------------------------------- */

static const char *const ladders[] = {"75 24",       "75 24 95 12", "80 18 85 36 90 24",
                                      "70 14 71 13", "75 6",        "60 24 75 36 76 12"};

/* Up to four values, open or ended, and a birth near one of their ages. */
static struct date some_law(bool ended)
{
    int rows = 1 + dice(4);
    for (int i = 0; i < rows; i++) {
        struct param_row row = {PARAM_CYCLE_AGE_MONTHS, ages(ladders[dice(COUNT_OF(ladders))]),
                                date_add_days(D("2019-06-01"), dice(1200)), DATE_NONE, 1};
        if (ended && dice(3) == 0) row.valid_until = date_add_days(row.valid_from, dice(500));
        law.params = params_later(arena, law.params, &row);
    }
    static const int near[] = {60, 70, 71, 75, 76, 80, 85, 90, 95};
    if (dice(2)) law.params = params_with(arena, law.params, PARAM_CYCLE_END, dice(2));
    struct date birth = date_add_months(D("2021-01-01"), -12 * near[dice(COUNT_OF(near))]);
    return date_add_days(birth, dice(1400) - 700);
}

static void one_more_certification_never_makes_a_due_date_earlier(void **state)
{
    (void)state;
    const struct params *shipped = law.params;
    for (luck = 1; luck < 60; luck += 1) {
        uint64_t seed = luck;
        struct date birth = some_law(true), before = DATE_NONE;
        for (int32_t d = D("2018-06-01").day; d < D("2024-12-31").day; d++) {
            struct date due = due_of((struct date){d}, birth);
            assert_true(due.day >= before.day);
            before = due;
        }
        law.params = shipped;
        luck = seed;
    }
}

static void no_class_makes_anybody_due_earlier_than_without(void **state)
{
    (void)state;
    const struct params *shipped = law.params;
    for (luck = 100; luck < 160; luck += 1) {
        uint64_t seed = luck;
        struct date birth = some_law(true);
        const struct params *with = law.params,
                            *without = params_without(arena, with, PARAM_CYCLE_AGE_MONTHS);
        for (int i = 0; i < 400; i++) {
            struct date s = date_add_days(D("2018-06-01"), dice(2400));
            law.params = with;
            struct date due = due_of(s, birth);
            law.params = without;
            assert_true(due.day >= due_of(s, birth).day);
        }
        law.params = shipped;
        luck = seed;
    }
}

/* A value that begins tomorrow, whatever it says, leaves everybody who has certified by today at
 * least the day that they were told; but for one that takes the place of another not yet begun (a
 * correction, or the end of a value with a last day, which no release makes). */
static void no_release_makes_a_day_that_was_told_earlier(void **state)
{
    (void)state;
    const struct params *shipped = law.params;
    for (luck = 200; luck < 320; luck += 1) {
        uint64_t seed = luck;
        struct date birth = some_law(false);
        struct param_row row = {PARAM_CYCLE_AGE_MONTHS, ages(ladders[dice(COUNT_OF(ladders))]),
                                date_add_days(D("2020-01-01"), dice(1500)), DATE_NONE, 2};
        const struct params *before = law.params, *after = params_later(arena, before, &row);
        size_t rows;
        const struct param_row *had = params_rows(before, PARAM_CYCLE_AGE_MONTHS, &rows);
        while (rows && had[rows - 1].valid_from.day != row.valid_from.day) rows--;
        for (int i = 0; !rows && i < 400; i++) {
            struct date s = date_add_days(row.valid_from, -1 - dice(900));
            law.params = before;
            struct date told = due_of(s, birth);
            law.params = after;
            assert_true(due_of(s, birth).day >= told.day);
        }
        law.params = shipped;
        luck = seed;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_is_pairs_in_ascending_order),
        TEST(years_are_completed_as_the_parameter_says),
        TEST(weihai_has_no_classes),
        TEST(a_released_class_reaches_running_cycles_and_shortens_none),
        TEST(what_the_finding_tells),
        TEST(without_a_cycle_in_force_no_class_makes_one),
        TEST(a_window_of_a_year_before_the_longer_end_does_not_concern_the_person),
        TEST(the_early_day_is_a_reminder),
        TEST(one_more_certification_never_makes_a_due_date_earlier),
        TEST(no_class_makes_anybody_due_earlier_than_without),
        TEST(no_release_makes_a_day_that_was_told_earlier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
