/*
 * M10, changing a parameter (art. 4(3), C3): the city agency proposes with a day and a reason and
 * sees by district whom it would touch; another decides, a third releases; never backwards.
 */
#include "law/params.h"
#include "web/site.h"

static const char *form(const char *rest)
{
    return arena_print(site.w->arena, "token=%s&%s", site.token, rest);
}

#define PROPOSED "key=cycle.months&value=6&citation=Wei+2024-9&reason=twice+a+year&from="

static int64_t months_on(const char *day)
{
    int64_t value = 0;
    assert_int_equal(app_load_law(&site.w->app, &site.w->why), ERR_OK);
    params_value(site.w->app.law.params, PARAM_CYCLE_MONTHS, D(day), &value);
    return value;
}

static void proposed_decided_released_by_three_and_never_backwards(void **state)
{
    (void)state;
    world_go(site.w, "2024-02-01");
    world_enrol(site.w, 1, (struct newcomer){.last = "2023-09-10"});
    world_enrol(site.w, 2, (struct newcomer){.last = "2023-09-10", .payer = WENDENG});
    world_go(site.w, DAY_NAME);
    sign_in("clerk@" CITY);
    assert_int_equal(get("/staff/law/change"), 200);
    assert_true(says("value=\"cycle.months\"") && says(zh_text(ZH_parampage_list_none)));
    assert_int_equal(post("/staff/law/change", form(PROPOSED "2024-03-19")), 422); /* yesterday */
    assert_true(says("value=\"2024-03-19\"") && says("twice a year</textarea>"));
    assert_true(says("href=\"#from\""));
    assert_int_equal(
        post("/staff/law/change", form("key=cycle.months&value=six&citation=Wei+2024-9&reason="
                                       "x&from=2024-07-01")),
        422);
    assert_true(says("href=\"#value\"") && says("value=\"six\""));
    assert_int_equal(post("/staff/law/change", form(PROPOSED "2024.7.1")), 303);
    char target[200];
    snprintf(target, sizeof target, "%s", header("Location"));
    assert_int_equal(get(target), 200);
    assert_true(says("twice a year") && says("Wei 2024-9"));
    const char *huancui = strstr(site.r.body.p, "<tbody>");
    assert_non_null(huancui);
    assert_true(says("<td class=\"sum\">1</td><td class=\"sum\">1</td>")); /* by payer: 1 of 1 */
    assert_true(says("<td class=\"sum\">2</td><td class=\"sum\">2</td>")); /* the city: 2 of 2 */
    assert_true(says(zh_text(ZH_parampage_wait))); /* a clerk decides nothing */
    assert_int_equal(decides(target, "event=decide&reason=x"), 403);

    sign_in("reviewer@" CITY);
    assert_int_equal(decides(target, "event=decide&reason=agreed"), 303);
    assert_int_equal(months_on("2024-07-01"), 12);
    sign_in("reviewer@" CITY);
    assert_int_equal(get(target), 200);
    assert_false(says("value=\"release\""));
    sign_in("manager@" CITY);
    assert_int_equal(get(target), 200);
    assert_true(says("value=\"release\""));
    assert_int_equal(decides(target, "event=release&reason=released"), 303);
    assert_int_equal(months_on("2024-07-01"), 6);
    assert_int_equal(months_on("2024-06-30"), 12);
    assert_int_equal(get(target), 200);
    char done[300];
    assert_true(says(zh_print(done, sizeof done, ZH_parampage_done, "2024-07-01", NULL)));
    /* the matter of no person leads here */
    char matter[200];
    snprintf(matter, sizeof matter, "/staff/matter/%s", strrchr(target, '/') + 1);
    assert_int_equal(get(matter), 303);
    assert_string_equal(header("Location"), target);
}

static void who_proposed_does_not_release_and_districts_change_nothing(void **state)
{
    (void)state;
    world_enrol(site.w, 1, (struct newcomer){0});
    sign_in("manager@" CITY);
    assert_int_equal(post("/staff/law/change", form(PROPOSED "2024-07-01")), 303);
    char target[200];
    snprintf(target, sizeof target, "%s", header("Location"));
    sign_in("reviewer@" CITY);
    assert_int_equal(decides(target, "event=decide&reason=agreed"), 303);
    sign_in("manager@" CITY);
    assert_int_equal(get(target), 200);
    assert_true(says(zh_text(ZH_parampage_own_text)) && !says("value=\"release\""));
    assert_int_equal(decides(target, "event=release&reason=mine"), 409);
    assert_int_equal(months_on("2024-07-01"), 12);

    sign_in("manager@" HUANCUI);
    assert_int_equal(get("/staff/law/change"), 200);
    assert_true(says(zh_text(ZH_parampage_city)) && !says("name=\"key\""));
    assert_int_equal(post("/staff/law/change", form(PROPOSED "2024-07-01")), 403);
    assert_int_equal(get(target), 403);
    sign_in("finance@" HUANCUI);
    assert_int_equal(get("/staff/law/change"), 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(proposed_decided_released_by_three_and_never_backwards),
        SITE_TEST(who_proposed_does_not_release_and_districts_change_nothing),
    };
    return TEST_ON_EACH(tests);
}
