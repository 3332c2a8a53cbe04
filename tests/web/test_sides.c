/*
 * K5: what is said of somebody and what stands against it, beside each other on the page of the
 * check, as feeds make it. Capability C8.
 */
#include "web/site.h"

/* One fact of a partner's file about a number, under a name of its own. */
static void says_under(const char *source, const char *number, const char *name, const char *what)
{
    site_feed(source, arena_print(site.w->arena, "%s,%s,%s,%s", number, name, what, source));
}

static const char *check_of(const char *number)
{
    static char target[100];
    struct matter m = world_matter(site.w, number, MATTER_EVIDENCE_CHECK, HUANCUI);
    assert_int_equal(m.state, STATE_PROPOSED);
    snprintf(target, sizeof target, "/staff/matter/%s", id_text(site.w->arena, m.matter_id));
    return target;
}

static bool titled(enum zh_id title)
{
    char h2[200];
    snprintf(h2, sizeof h2, "<h2>%s</h2>", zh_text(title));
    return says(h2);
}

/* Is what stands under the first title before the second, and what under the second behind it? */
static bool beside(enum zh_id left, const char *said, enum zh_id right, const char *stands)
{
    const char *l = strstr(site.r.body.p, zh_text(left)),
               *r = strstr(site.r.body.p, zh_text(right));
    const char *s = l ? strstr(l, said) : NULL;
    return l && r && s && l < s && s < r && strstr(r, stands);
}

/* Scenario 26 and its neighbour, the same name. */
static void a_death_under_another_name_stands_beside_ours(void **state)
{
    (void)state;
    const char *a =
        world_enrol(site.w, 1, (struct newcomer){.last = "2024-01-20", .name = "王秀英"});
    const char *b =
        world_enrol(site.w, 2, (struct newcomer){.last = "2024-01-20", .name = "李秀兰"});
    says_under("民政", a, "王秀瑛", "火化,2024-03-10");
    says_under("民政", b, "李秀兰", "死亡,2024-03-11");
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/staff/check"), 200);
    assert_true(says("王秀英") && says("李秀兰") && says("2024年3月25日"));
    assert_int_equal(get(check_of(a)), 200);
    assert_true(titled(ZH_sides_name) && says("2024年3月25日"));
    assert_true(beside(ZH_sides_said, "王秀瑛", ZH_sides_stands, "王秀英"));
    assert_true(beside(ZH_sides_said, "2024年3月10日", ZH_sides_stands, "2024年1月20日"));
    assert_true(says(zh_text(ZH_sides_differs)));
    assert_true(says("value=\"found_alive\"") && says("value=\"found_dead\""));
    assert_int_equal(get(check_of(b)), 200);
    assert_true(titled(ZH_sides_report));
    assert_false(says(zh_text(ZH_sides_differs)));
    sign_in("clerk@" WENDENG);
    assert_int_equal(get(check_of(a)), 403);
}

static void a_sign_of_life_stands_beside_the_death(void **state)
{
    (void)state;
    const char *a =
        world_enrol(site.w, 1, (struct newcomer){.last = "2024-01-20", .name = "王秀英"});
    const char *b =
        world_enrol(site.w, 2, (struct newcomer){.last = "2024-01-20", .name = "李秀兰"});
    says_under("公安", a, "王秀英", "死亡,2024-03-01");
    says_under("医院", a, "王秀英", "住院,2024-03-15");
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(check_of(a)), 200);
    assert_true(titled(ZH_sides_life));
    assert_true(beside(ZH_sides_said, "公安", ZH_sides_stands, "医院"));
    says_under("公安", b, "李秀兰", "死亡,2024-03-01"); /* after it was acted on */
    struct matter m = world_matter(site.w, b, MATTER_EVIDENCE_CHECK, HUANCUI);
    assert_int_equal(world_move(site.w, "clerk@" HUANCUI, m.matter_id, EVENT_FOUND_DEAD), 0);
    world_release(site.w, world_matter(site.w, b, MATTER_LOSS, HUANCUI));
    says_under("医院", b, "李秀兰", "住院,2024-03-15");
    assert_int_equal(get(check_of(b)), 200);
    assert_true(titled(ZH_sides_life));
    assert_true(beside(ZH_sides_said, "公安", ZH_sides_stands, "2024年3月15日"));
}

static void two_people_under_one_number_stand_beside_each_other(void **state)
{
    (void)state;
    const char *a =
        world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-25", .name = "王秀英"});
    says_under("医院", a, "李大力", "住院,2024-03-10");
    says_under("卫健", a, "王秀英", "疫苗接种,2024-03-12");
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(check_of(a)), 200);
    assert_true(titled(ZH_sides_two_bodies));
    assert_true(beside(ZH_sides_other_body, "李大力", ZH_sides_one_body, "卫健"));
    /* neither is ours, and one of them is written in two ways */
    const char *b =
        world_enrol(site.w, 2, (struct newcomer){.last = "2023-03-25", .name = "李秀兰"});
    says_under("医院", b, "买买提·江", "住院,2024-03-10");
    says_under("卫健", b, "买买提•江", "疫苗接种,2024-03-11");
    says_under("医院", b, "李大力", "住院,2024-03-12");
    assert_int_equal(get(check_of(b)), 200);
    assert_true(beside(ZH_sides_other_body, "李大力", ZH_sides_one_body, "卫健"));
}

static void the_latest_day_of_certification_stands_beside_the_report(void **state)
{
    (void)state;
    const char *a =
        world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-25", .name = "王秀英"});
    says_under("医院", a, "王秀英", "住院,2024-03-15");
    says_under("民政", a, "王秀英", "死亡,2024-03-12");
    for (int day = 13; day < 20; day++) /* more signs of life than there is room for */
        says_under("医保", a, "王秀英", arena_print(site.w->arena, "门诊,2024-03-%d", day));
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(check_of(a)), 200);
    assert_true(titled(ZH_sides_life));
    assert_true(beside(ZH_sides_said, "民政", ZH_sides_stands, "2024年3月19日"));
    assert_true(beside(ZH_sides_said, "民政", ZH_sides_stands, "认证（"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(a_death_under_another_name_stands_beside_ours),
        SITE_TEST(a_sign_of_life_stands_beside_the_death),
        SITE_TEST(two_people_under_one_number_stand_beside_each_other),
        SITE_TEST(the_latest_day_of_certification_stands_beside_the_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
