/*
 * A worklist's step for more people than the ceiling waits for another person (B17, architecture:
 * the breaker of what is moved at once): held, looked at, released and carried out by the pages.
 */
#include "app/batch.h"
#include "web/site.h"

#define MANY 3

static const char *number[MANY];

static const char *id_of(int i)
{
    struct matter m = world_matter(site.w, number[i], MATTER_SUSPENSION, HUANCUI);
    return id_text(site.w->arena, m.matter_id);
}

/* All of them, by the form of the worklist. */
static int step(const char *event)
{
    char form[500];
    snprintf(form, sizeof form, "state=decided&id=%s&id=%s&id=%s&event=%s&reason=x", id_of(0),
             id_of(1), id_of(2), event);
    return decides("/staff/suspension", form);
}

static void are(enum matter_state state)
{
    for (int i = 0; i < MANY; i++)
        assert_int_equal(world_matter(site.w, number[i], MATTER_SUSPENSION, HUANCUI).state, state);
}

/* Three people whose suspension is decided; a list may move two. */
static void decided(void)
{
    world_go(site.w, "2024-02-01");
    for (int i = 0; i < MANY; i++) number[i] = world_enrol(site.w, i + 1, (struct newcomer){0});
    world_day(site.w, "2024-02-29");
    world_go(site.w, DAY_NAME);
    site_batch(MANY - 1);
    sign_in("clerk@" HUANCUI);
    assert_int_equal(step("compare"), 303);
    assert_int_equal(step("contact"), 303);
    assert_int_equal(step("decide"), 303); /* what has no effect yet waits for nobody */
    are(STATE_DECIDED);
}

/* The page of the list, from its link on the worklist. */
static const char *linked(void)
{
    static char target[80];
    assert_int_equal(get("/staff/suspension?state=decided"), 200);
    const char *at = strstr(site.r.body.p, "/staff/batch/");
    if (!at) return NULL;
    snprintf(target, sizeof target, "%.*s", (int)strcspn(at, "\""), at);
    return target;
}

static void a_long_list_waits_for_another_who_has_seen_it(void **state)
{
    (void)state;
    decided();
    assert_null(linked());
    sign_in("reviewer@" HUANCUI);
    assert_int_equal(step("release"), 409);
    assert_true(says("这 3 人先不办理"));
    are(STATE_DECIDED);

    const char *list = linked();
    assert_non_null(list);
    assert_int_equal(get(list), 200);
    assert_true(says(zh_text(ZH_bp_state_waits)));
    assert_false(says(zh_text(ZH_bp_release_text)) || says(zh_text(ZH_bp_go_on_text)));
    assert_int_equal(decides(list, "event=release"), 403); /* no manager */

    sign_in("manager@" WENDENG);
    assert_int_equal(get(list), 403);
    assert_int_equal(decides(list, "event=release"), 403);
    assert_null(linked());

    sign_in("manager@" HUANCUI);
    assert_int_equal(decides(list, "event=release"), 409);
    assert_true(says(zh_text(ZH_bp_state_waits))); /* shown now, and so seen */
    assert_string_equal(linked(), list);
    assert_int_equal(get(list), 200);
    for (int i = 0; i < MANY; i++) {
        assert_true(says(id_of(i)));
        assert_false(says(number[i])); /* C19: masked */
    }
    assert_true(says(zh_text(ZH_bp_release_text)));
    assert_int_equal(decides(list, "event=release"), 303);
    are(STATE_DECIDED); /* a release moves nobody */
    assert_int_equal(get(list), 200);
    assert_true(says(zh_text(ZH_bp_state_released)));
    assert_false(says(zh_text(ZH_bp_go_on_text))); /* for who brought it */
    assert_null(linked());

    sign_in("reviewer@" HUANCUI);
    assert_string_equal(linked(), list);
    assert_int_equal(get(list), 200);
    assert_true(says(zh_text(ZH_bp_go_on_text)) && says("action=\"/staff/suspension\""));
    assert_int_equal(step("release"), 303);
    are(STATE_RELEASED);
    assert_null(linked());
    assert_int_equal(get(list), 200);
    assert_true(says(zh_text(ZH_bp_state_done)));
    assert_int_equal(world_breaks(site.w), 0);
}

static void who_brought_it_does_not_release_it(void **state)
{
    (void)state;
    decided();
    sign_in("manager@" HUANCUI);
    assert_int_equal(step("release"), 409);
    const char *list = linked();
    assert_int_equal(get(list), 200);
    assert_false(says(zh_text(ZH_bp_release_text)));
    assert_int_equal(decides(list, "event=release"), 409);
    are(STATE_DECIDED);
}

static void a_list_of_no_one_is_not_found(void **state)
{
    (void)state;
    sign_in("manager@" HUANCUI);
    assert_int_equal(get("/staff/batch/zzz"), 404);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SITE_TEST(a_long_list_waits_for_another_who_has_seen_it),
        SITE_TEST(who_brought_it_does_not_release_it),
        SITE_TEST(a_list_of_no_one_is_not_found),
    };
    return TEST_ON_EACH(tests);
}
