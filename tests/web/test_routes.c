/*
 * The handlers without sockets, on a made-up world: the route table walked by anonymous, wrong
 * role, missing token; the counter as a clerk meets it; forms; JSON.
 */
#include <unistd.h>

#include "web/json.h"
#include "web/site.h"

/* ---- The table ------------------------------------------------------------------------------ */

static const char *concrete(const struct route *r)
{
    static char path[100];
    const char *id = strstr(r->path, "{id}");
    if (!id) return r->path;
    snprintf(path, sizeof path, "%.*s1a%s", (int)(id - r->path), r->path, id + 4);
    return path;
}

static int ask_row(const struct route *r)
{
    const char *method = http_method_name(r->method);
    if (r->method == HTTP_GET) return get(concrete(r));
    if (r->json) return ask(method, concrete(r), "application/json", "{}");
    return ask(method, concrete(r), "application/x-www-form-urlencoded", "");
}

static void every_row_names_a_permission(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *r = &routes[i];
        bool named = r->permission == ROUTE_PUBLIC || r->permission == ROUTE_SIGNED_IN ||
                     (r->permission > 0 && r->permission < ACTION_COUNT);
        if (!named) fail_msg("%s names no permission", r->path);
        if (r->method != HTTP_GET && r->csrf == CSRF_NONE && !r->json)
            fail_msg("%s changes something and asks for no token", r->path);
        if (r->method != HTTP_GET && r->csrf == CSRF_NONE && r->permission != ROUTE_PUBLIC)
            fail_msg("%s is for sessions and asks for no token", r->path);
        if (r->method == HTTP_GET && r->csrf != CSRF_NONE) fail_msg("%s: GET with token", r->path);
        if (!r->json && !r->title && strcmp(r->path, "/healthz") != 0)
            fail_msg("%s has no title", r->path);
    }
}

static void nobody_gets_in_anonymously(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *r = &routes[i];
        if (r->permission == ROUTE_PUBLIC) continue;
        forget();
        int status = ask_row(r);
        if (status != (r->json ? 401 : 303)) fail_msg("%s answered %d", r->path, status);
        if (!r->json) assert_int_equal(strncmp(header("Location"), "/staff/sign-in", 14), 0);
    }
}

static void the_wrong_role_is_refused(void **state)
{
    (void)state;
    static const char *const logins[] = {"auditadmin", "secadmin", "finance@" HUANCUI,
                                         "clerk@" HUANCUI};
    size_t refused = 0;
    for (size_t l = 0; l < 4; l++) {
        sign_in(logins[l]);
        struct call call = world_call(site.w, logins[l]);
        for (size_t i = 0; i < route_count; i++) {
            const struct route *r = &routes[i];
            if (r->permission < 0) continue;
            if (permission_region(call.who.role, (enum action)r->permission) != REGION_NONE)
                continue;
            int status = ask_row(r);
            if (status != 403) fail_msg("%s let %s in: %d", r->path, logins[l], status);
            refused++;
        }
    }
    assert_true(refused > 40);
}

static void without_the_token_nothing_is_done(void **state)
{
    (void)state;
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    char json[200];
    snprintf(json, sizeof json, "{\"number\":\"%s\"}", number);
    int64_t before = world_entries(site.w);
    for (size_t i = 0; i < route_count; i++) {
        const struct route *r = &routes[i];
        if (r->csrf != CSRF_SESSION) continue;
        sign_in(r->permission == ACTION_USERS ? "secadmin" : "manager@" HUANCUI);
        before = world_entries(site.w);
        site.token[0] = 0;
        int status = r->json
                         ? ask(http_method_name(r->method), concrete(r), "application/json", json)
                         : ask_row(r);
        /* a page that shows somebody again needs somebody */
        bool refused = status == 403 || status == 404;
        if (!refused) fail_msg("%s without its token: %d", r->path, status);
    }
    struct dossier s = world_dossier(site.w, number);
    assert_int_equal(s.p.success.here.day, D("2023-03-01").day);
    assert_true(world_entries(site.w) >= before);
}

static void an_unknown_page_and_a_wrong_method(void **state)
{
    (void)state;
    assert_int_equal(get("/staff/nothing"), 404);
    assert_int_equal(post("/help", "x=1"), 405);
    assert_int_equal(get("/api/v1/nothing"), 404);
    assert_true(says("\"status\":404"));
    assert_int_equal(get("/staff/person/0"), 404);
    assert_int_equal(get("/staff/person/zzzzzzzzzzzzzzzzzzzz"), 404);
}

/* ---- Sessions ------------------------------------------------------------------------------- */

static void the_page_signs_in_and_out(void **state)
{
    (void)state;
    char form[400], code[7];
    forget();
    assert_int_equal(get("/staff/sign-in?back=/staff/today"), 200);
    assert_true(session_demo_code(&site.w->app, code));
    assert_true(says(code));
    snprintf(form, sizeof form,
             "token=%s&user=clerk%%40" HUANCUI "&password=jianzai-demo&code=%s&back=/staff/today",
             hidden("token"), code);
    assert_int_equal(post("/staff/sign-in", form), 303);
    assert_string_equal(header("Location"), "/staff/today");
    assert_int_equal(get("/staff/counter"), 200);
    char out[100];
    snprintf(out, sizeof out, "token=%s", hidden("token"));
    char before[512];
    memcpy(before, site.cookies, sizeof before);
    assert_int_equal(post("/staff/sign-out", out), 303);
    memcpy(site.cookies, before, sizeof before);
    assert_int_equal(get("/staff/counter"), 303);
}

static void five_wrong_passwords_lock_the_account_and_no_other(void **state)
{
    (void)state;
    const char *wrong = "{\"user\":\"clerk@" HUANCUI "\",\"password\":\"x\",\"code\":\"123456\"}";
    for (int i = 0; i < 5; i++) {
        forget();
        assert_int_equal(post_json("/api/v1/session", wrong), 403);
        assert_true(says(zh_text(ZH_sign_in_wrong)));
    }
    forget();
    assert_int_equal(post_json("/api/v1/session", wrong), 403);
    assert_false(says(zh_text(ZH_sign_in_wrong)));
    sign_in("clerk@" WENDENG);
}

static void a_second_sign_in_ends_the_first(void **state)
{
    (void)state;
    char first[512];
    sign_in("clerk@" HUANCUI);
    memcpy(first, site.cookies, sizeof first);
    assert_int_equal(get("/api/v1/session"), 200);
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/api/v1/session"), 200);
    memcpy(site.cookies, first, sizeof first);
    assert_int_equal(get("/api/v1/session"), 401);
}

static void a_disabled_login_is_out_at_once(void **state)
{
    (void)state;
    char keep[512], token[40];
    sign_in("clerk@" HUANCUI);
    memcpy(keep, site.cookies, sizeof keep);
    sign_in("secadmin");
    memcpy(token, site.token, sizeof token);
    char form[200];
    snprintf(form, sizeof form, "token=%s&login=clerk%%40" HUANCUI "&event=disable", token);
    assert_int_equal(post("/staff/users", form), 200);
    memcpy(site.cookies, keep, sizeof keep);
    assert_int_equal(get("/api/v1/session"), 401);
}

/* ---- The counter ---------------------------------------------------------------------------- */

static const char *to_card(const char *number)
{
    static char location[200];
    char form[300];
    assert_int_equal(get("/staff/counter"), 200);
    snprintf(form, sizeof form, "token=%s&number=%s", hidden("token"), number);
    assert_int_equal(post("/staff/counter", form), 303);
    snprintf(location, sizeof location, "%s", header("Location"));
    assert_null(strstr(location, number));
    return location;
}

static void confirm_form(char out[400])
{
    snprintf(out, 400, "token=%s&person=%s&shown=%s", hidden("token"), hidden("person"),
             hidden("shown"));
}

static void two_enters_certify_and_the_second_may_not_come_too_soon(void **state)
{
    (void)state;
    char form[400], receipt[300];
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    sign_in("clerk@" TOWN);
    assert_int_equal(get(to_card(number)), 200);
    assert_false(says(number));
    confirm_form(form);
    assert_int_equal(post("/staff/counter/confirm", form), 409);
    assert_true(says(zh_text(ZH_web_too_soon)));
    assert_int_equal(world_dossier(site.w, number).p.success.here.day, D("2023-03-01").day);
    usleep(700000);
    assert_int_equal(post("/staff/counter/confirm", form), 303);
    snprintf(receipt, sizeof receipt, "%s", header("Location"));
    assert_int_equal(get(receipt), 200);
    assert_true(says(zh_text(ZH_st_receipt_title)));
    assert_true(says("autofocus"));
    assert_int_equal(world_dossier(site.w, number).p.success.here.day, D(DAY_NAME).day);
    /* the same person again: the card says so and offers nothing */
    assert_int_equal(get(to_card(number)), 200);
    assert_true(says(zh_text(ZH_st_already)));
    assert_false(says(zh_text(ZH_st_confirm)));
}

static void a_card_opens_only_for_who_had_the_number(void **state)
{
    (void)state;
    char card[200], form[400];
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    sign_in("clerk@" HUANCUI);
    snprintf(card, sizeof card, "%s", to_card(number));
    assert_int_equal(get(card), 200);
    confirm_form(form);
    sign_in("clerk@" WENDENG);
    assert_int_equal(get(card), 403);
    *strchr(card, '?') = 0;
    assert_int_equal(get(card), 403);
    char own[440];
    snprintf(own, sizeof own, "token=%s&%s", site.token, strchr(form, '&') + 1);
    usleep(700000);
    assert_int_equal(post("/staff/counter/confirm", own), 403);
    assert_int_equal(world_dossier(site.w, number).p.success.here.day, D("2023-03-01").day);
}

static void what_readers_and_people_type_is_understood_or_explained(void **state)
{
    (void)state;
    char form[300];
    sign_in("clerk@" HUANCUI);
    const char *unknown = world_number(site.w, "1950-01-01", 7);
    snprintf(form, sizeof form, "token=%s&number=%s", site.token, unknown);
    assert_int_equal(post("/staff/counter", form), 404);
    assert_true(says("role=\"alert\""));
    snprintf(form, sizeof form, "token=%s&number=37100219500", site.token);
    assert_int_equal(post("/staff/counter", form), 422);
    assert_true(says("37100219500"));
    snprintf(form, sizeof form, "token=%s&number=", site.token);
    assert_int_equal(post("/staff/counter", form), 422);
    assert_true(says(zh_text(ZH_web_need_number)));
}

static void another_districts_person_is_certified_but_not_browsed(void **state)
{
    (void)state;
    const char *number =
        world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01", .payer = HUANCUI});
    sign_in("clerk@" RONGCHENG);
    char card[200], file[100];
    snprintf(card, sizeof card, "%s", to_card(number));
    assert_int_equal(get(card), 200);
    snprintf(file, sizeof file, "/staff/person/%s", hidden("person"));
    assert_int_equal(get(file), 403);
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(file), 200);
    assert_false(says(number));
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void certifying_by_json_is_done_once_for_its_key(void **state)
{
    (void)state;
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    char json[200];
    sign_in("clerk@" HUANCUI);
    snprintf(json, sizeof json, "{\"number\":\"%s\",\"way\":1}", number);
    assert_int_equal(post_json("/api/v1/certification", json), 201);
    assert_true(says("\"valid_until\":\"2025-03-31\"") || says("\"valid_until\":\"2025-03-20\""));
    assert_int_equal(post_json("/api/v1/certification", json), 200);
    assert_true(says("\"repeated\":true"));
    assert_int_equal(post_json("/api/v1/certification", "{\"number\":\"12\",\"wya\":1}"), 422);
    assert_int_equal(post_json("/api/v1/certification", "{\"number\":\"12\",\"way\":9}"), 422);
    assert_true(says("\"field\":\"number\"") && says("\"field\":\"way\""));
    assert_int_equal(post_json("/api/v1/certification", "[1]"), 422);
    assert_int_equal(post("/api/v1/certification", "number=1"), 400);
}

static void a_person_by_number_needs_a_purpose(void **state)
{
    (void)state;
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    char json[200];
    sign_in("clerk@" HUANCUI);
    snprintf(json, sizeof json, "{\"number\":\"%s\"}", number);
    assert_int_equal(post_json("/api/v1/person", json), 422);
    assert_true(says("\"field\":\"purpose\""));
    snprintf(json, sizeof json, "{\"number\":\"%s\",\"purpose\":\"x\"}", number);
    assert_int_equal(post_json("/api/v1/person", json), 200);
    assert_true(says(number));
}

/* C29: the readings' golden vectors over HTTP, the last two with the calendar as it was known then.
 */
static void a_deadline_is_counted_over_json(void **state)
{
    (void)state;
    static const struct {
        const char *body, *due;
    } asked[] = {
        {"{\"start\":\"2024-09-30\",\"count\":3,\"unit\":\"working_days\"}", "2024-10-10"},
        {"{\"start\":\"2024-03-15\",\"count\":30,\"unit\":\"working_days\"}", "2024-04-28"},
        {"{\"start\":\"2024-09-05\",\"count\":30,\"unit\":\"days\"}", "2024-10-08"},
        {"{\"start\":\"2023-08-31\",\"count\":6,\"unit\":\"months\"}", "2024-02-29"},
        {"{\"start\":\"2023-10-05\",\"count\":1,\"unit\":\"years\"}", "2024-10-08"},
        {"{\"start\":\"2020-01-23\",\"count\":3,\"unit\":\"working_days\","
         "\"known_at\":\"2020-01-26\"}",
         "2020-02-03"},
        {"{\"start\":\"2020-01-23\",\"count\":3,\"unit\":\"working_days\","
         "\"known_at\":\"2020-01-28\"}",
         "2020-02-05"},
    };
    assert_int_equal(post_json("/api/v1/deadline", asked[0].body), 401);
    sign_in("legal@" HUANCUI);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        assert_int_equal(post_json("/api/v1/deadline", asked[i].body), 200);
        assert_true(says(arena_print(site.w->arena, "\"due_on\":\"%s\"", asked[i].due)));
        assert_true(says("\"past_calendar\":false"));
    }
    assert_int_equal(
        post_json("/api/v1/deadline", "{\"start\":\"2029-01-01\",\"count\":3,\"unit\":\"days\"}"),
        200);
    assert_true(says("\"past_calendar\":true"));
    assert_int_equal(post_json("/api/v1/deadline", "{\"count\":3,\"unit\":\"days\"}"), 422);
    assert_true(says("\"field\":\"start\""));
    assert_int_equal(
        post_json("/api/v1/deadline", "{\"start\":\"2024-02-30\",\"count\":3,\"unit\":\"days\"}"),
        422);
    assert_int_equal(
        post_json("/api/v1/deadline", "{\"start\":\"2024-03-01\",\"count\":-3,\"unit\":\"days\"}"),
        422);
    assert_true(says(zh_text(ZH_deadline_count)));
    assert_int_equal(
        post_json("/api/v1/deadline", "{\"start\":\"2024-03-01\",\"count\":3,\"unit\":\"weeks\"}"),
        422);
    assert_true(says(zh_text(ZH_deadline_unit)));
    static const char clock[] = "{\"start\":\"2024-%s\",\"clock\":\"%s\"}";
    const char *named = arena_print(site.w->arena, clock, "09-30", "suspend.days");
    assert_int_equal(post_json("/api/v1/deadline", named), 200);
    assert_true(says("\"due_on\":\"2024-10-10\""));
    named = arena_print(site.w->arena, clock, "09-05", "abroad.proxy_days");
    assert_int_equal(post_json("/api/v1/deadline", named), 409); /* not laid down: both days */
    assert_true(says("2024-10-05") && says("2024-10-08"));
    named = arena_print(site.w->arena, clock, "09-05", "nothing");
    assert_int_equal(post_json("/api/v1/deadline", named), 422);
    assert_true(says(zh_text(ZH_deadline_need_clock)));
}

/* ---- Public --------------------------------------------------------------------------------- */

static void typed(char out[600], const char *token)
{
    snprintf(out, 600, "token=%s&query=%%E7%%8E%%8B+%%26&purpose=%%22a%%22%%3Cb", token);
}

/* Issue 3, expired form: what was typed is there after signing in, and nothing was done with it. */
static void a_form_that_outlives_its_session_comes_back_after_signing_in(void **state)
{
    (void)state;
    char form[600], cookies[sizeof site.cookies], sign[2000], code[7];
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/staff/find"), 200);
    typed(form, hidden("token"));
    memcpy(cookies, site.cookies, sizeof cookies);
    forget();
    sign_in("clerk@" HUANCUI); /* elsewhere: the session here is over */
    memcpy(site.cookies, cookies, sizeof cookies);
    assert_int_equal(post("/staff/find", form), 401);
    assert_true(says(zh_text(ZH_session_over)) && says(zh_text(ZH_web_kept)));
    assert_false(says(zh_text(ZH_st_find_result)));
    assert_string_equal(hidden("back"), "/staff/find");
    assert_null(strstr(hidden("kept"), "token"));
    snprintf(sign, sizeof sign, "token=%s&back=/staff/find&kept=", hidden("token"));
    for (const char *c = hidden("kept"); *c; c++) {
        char one[4];
        snprintf(one, sizeof one, *c == '%' || *c == '&' ? "%%%02X" : "%c", *c);
        strncat(sign, one, sizeof sign - strlen(sign) - 1);
        if (strncmp(c, "&amp;", 5) == 0) c += 4;
    }
    char wrong[2600], right[2600];
    snprintf(wrong, sizeof wrong, "%s&user=clerk%%40" HUANCUI "&password=wrong&code=000000", sign);
    assert_int_equal(post("/staff/sign-in", wrong), 403);
    assert_true(*hidden("kept")); /* also when the password was wrong */
    int64_t entries = world_entries(site.w);
    assert_true(session_demo_code(&site.w->app, code));
    snprintf(right, sizeof right, "%s&user=clerk%%40" HUANCUI "&password=jianzai-demo&code=%s",
             sign, code);
    assert_int_equal(post("/staff/sign-in", right), 200);
    assert_true(says(zh_text(ZH_web_given_back)));
    assert_true(says("value=\"\xe7\x8e\x8b &amp;\""));
    assert_true(says("value=\"&quot;a&quot;&lt;b\""));
    assert_true(world_entries(site.w) <= entries + 1); /* the sign-in, no look at people */
    const char *fresh = header("Set-Cookie");
    snprintf(site.cookies, sizeof site.cookies, "%.*s", (int)strcspn(fresh, ";"), fresh);
    typed(form, hidden("token"));
    assert_int_equal(post("/staff/find", form), 200);
    assert_false(says(zh_text(ZH_web_given_back)));
}

/* Issue 3: per account, whoever the address is; pages and JSON say when to come again. */
static void an_account_that_comes_too_often_waits_and_no_other(void **state)
{
    (void)state;
    site_limit(12); /* bursts of 3, one more every 5 s */
    site.ticks = 1000;
    sign_in("clerk@" HUANCUI);
    for (int i = 0; i < 3; i++) assert_int_equal(get("/staff/find"), 200);
    assert_int_equal(get("/staff/find"), 429);
    assert_string_equal(header("Retry-After"), "5");
    assert_true(says(zh_text(ZH_web_429)) && says("5"));
    assert_int_equal(post_json("/api/v1/person", "{\"number\":\"1\",\"purpose\":\"x\"}"), 429);
    assert_true(says("\"status\":429"));
    assert_int_equal(get("/"), 429); /* public pages too, while signed in */
    char cookies[sizeof site.cookies];
    memcpy(cookies, site.cookies, sizeof cookies);
    forget();
    assert_int_equal(get("/"), 200); /* anybody is not that account */
    sign_in("clerk@" WENDENG);
    assert_int_equal(get("/staff/find"), 200);
    memcpy(site.cookies, cookies, sizeof cookies);
    assert_int_equal(get("/staff/find"), 429);
    site.ticks += 5000;
    assert_int_equal(get("/staff/find"), 200);
    assert_int_equal(get("/staff/find"), 429);
}

static void the_look_is_kept_and_leads_back_only_here(void **state)
{
    (void)state;
    forget();
    assert_int_equal(get("/look?size=elder&back=/help"), 303);
    assert_string_equal(header("Location"), "/help");
    assert_int_equal(get("/help"), 200);
    assert_true(says("class=\"elder\""));
    static const char *const elsewhere[] = {"//x", "https://x/", "/%5Cx", "x"};
    for (size_t i = 0; i < 4; i++) {
        char target[100];
        snprintf(target, sizeof target, "/look?contrast=on&back=%s", elsewhere[i]);
        assert_int_equal(get(target), 303);
        assert_string_equal(header("Location"), "/");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(every_row_names_a_permission),
        SITE_TEST(nobody_gets_in_anonymously),
        SITE_TEST(the_wrong_role_is_refused),
        SITE_TEST(without_the_token_nothing_is_done),
        SITE_TEST(an_unknown_page_and_a_wrong_method),
        SITE_TEST(the_page_signs_in_and_out),
        SITE_TEST(five_wrong_passwords_lock_the_account_and_no_other),
        SITE_TEST(a_second_sign_in_ends_the_first),
        SITE_TEST(a_disabled_login_is_out_at_once),
        SITE_TEST(two_enters_certify_and_the_second_may_not_come_too_soon),
        SITE_TEST(a_card_opens_only_for_who_had_the_number),
        SITE_TEST(what_readers_and_people_type_is_understood_or_explained),
        SITE_TEST(another_districts_person_is_certified_but_not_browsed),
        SITE_TEST(certifying_by_json_is_done_once_for_its_key),
        SITE_TEST(a_person_by_number_needs_a_purpose),
        SITE_TEST(a_form_that_outlives_its_session_comes_back_after_signing_in),
        SITE_TEST(an_account_that_comes_too_often_waits_and_no_other),
        SITE_TEST(a_deadline_is_counted_over_json),
        SITE_TEST(the_look_is_kept_and_leads_back_only_here),
    };
    return TEST_ON_EACH(tests);
}
