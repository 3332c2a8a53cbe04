/*
 * The pages of lessons (C30): the story, beginning, what is not done yet, and after the counter has
 * done it the result with the reason and the article; each trainee sees only his own, and puts only
 * that back.
 */
#include "app/training.h"
#include "web/site.h"

#define ONE "/staff/training/%s"

static const char *at(int lesson, const char *query)
{
    return arena_print(site.w->arena, ONE "%s", id_text(site.w->arena, lesson), query);
}

static void a_lesson_is_begun_done_and_checked(void **state)
{
    (void)state;
    world_go(site.w, "2024-03-20");
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/staff/training"), 200);
    assert_true(says(zh_text(ZH_training_state_new)));
    assert_false(says(zh_text(ZH_training_state_begun)));
    assert_int_equal(get(at(101, "")), 200);
    assert_true(says(zh_text(ZH_pt_start)));
    assert_false(says("有效期从认证当天起算"));
    assert_int_equal(get(at(101, "?look=check")), 200);
    assert_false(says(zh_text(ZH_pt_result)));

    assert_int_equal(get(at(101, "")), 200);
    const char *form = arena_print(site.w->arena, "token=%s", hidden("token"));
    assert_int_equal(post(at(101, ""), form), 303);
    assert_int_equal(get(at(101, "?look=check")), 200);
    assert_true(says(zh_text(ZH_pt_to_do)));
    assert_false(says("有效期从认证当天起算"));

    struct training_view v;
    struct certified done;
    struct call call = world_call(site.w, "clerk@" HUANCUI);
    assert_int_equal(training_one(&call, 101, &v, &site.w->why), ERR_OK);
    assert_true(says(v.number));
    assert_int_equal(world_certify(site.w, "clerk@" HUANCUI, v.number, &done), ERR_OK);
    assert_int_equal(get(at(101, "?look=check")), 200);
    assert_true(says(zh_text(ZH_pt_all_done)));
    assert_true(says("有效期从认证当天起算"));
    assert_true(says("第七条第（一）项"));
    assert_int_equal(get("/staff/training"), 200);
    assert_true(says(zh_text(ZH_training_done)));

    sign_in("clerk@" RONGCHENG);
    assert_int_equal(get("/staff/training"), 200);
    assert_false(says(zh_text(ZH_training_done)));
    assert_int_equal(get(at(101, "")), 200);
    assert_false(says(v.number));
}

static enum training_state state_of(const char *login, int lesson)
{
    struct training_view v;
    struct call call = world_call(site.w, login);
    assert_int_equal(training_one(&call, lesson, &v, &site.w->why), ERR_OK);
    return v.state;
}

/* One's own, after a tick, and nothing without the session's token. */
static void a_lesson_is_put_back_by_whose_it_is(void **state)
{
    (void)state;
    world_go(site.w, "2024-03-20");
    sign_in("clerk@" RONGCHENG);
    assert_int_equal(get(at(101, "")), 200);
    assert_false(says(zh_text(ZH_pt_reset)));
    assert_int_equal(post(at(101, ""), arena_print(site.w->arena, "token=%s", hidden("token"))),
                     303);

    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(at(101, "")), 200);
    const char *token = arena_print(site.w->arena, "token=%s", hidden("token"));
    const char *sure = arena_print(site.w->arena, "%s&sure=yes", token);
    assert_int_equal(post(at(101, "/reset"), sure), 409);
    assert_int_equal(post(at(101, ""), token), 303);
    assert_int_equal(get(at(101, "?look=reset")), 200);
    assert_false(says(zh_text(ZH_pt_forgotten)));

    site.token[0] = 0; /* else it goes along as a header */
    assert_int_equal(post(at(101, "/reset"), token), 422);
    assert_true(says(zh_text(ZH_pt_reset_need)));
    assert_int_equal(post(at(101, "/reset"), "sure=yes"), 403);
    assert_true(says(zh_text(ZH_web_form_expired)));
    assert_int_equal(state_of("clerk@" HUANCUI, 101), TRAINING_BEGUN);

    assert_int_equal(post(at(101, "/reset"), sure), 303);
    assert_string_equal(header("Location"), at(101, "?look=reset"));
    assert_int_equal(get(at(101, "?look=reset")), 200);
    assert_true(says(zh_text(ZH_pt_forgotten)));
    assert_true(says(zh_text(ZH_pt_start)));
    assert_int_equal(state_of("clerk@" HUANCUI, 101), TRAINING_NEW);
    assert_int_equal(state_of("clerk@" RONGCHENG, 101), TRAINING_BEGUN);
    assert_int_equal(post(at(9998, "/reset"), sure), 404);
}

static void every_page_of_the_store_leads_there(void **state)
{
    (void)state;
    sign_in("secadmin");
    assert_int_equal(get("/staff/law"), 200);
    assert_true(says("href=\"/staff/training\""));
    assert_int_equal(get("/staff/training"), 200);
    assert_int_equal(get(at(9998, "")), 404);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SITE_TEST(a_lesson_is_begun_done_and_checked),
        SITE_TEST(a_lesson_is_put_back_by_whose_it_is),
        SITE_TEST(every_page_of_the_store_leads_there),
    };
    return TEST_ON_EACH(tests);
}
