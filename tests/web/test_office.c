/*
 * The office's paper and lists: a decision that is released prints with bars that lead back to its
 * matter (C16); a list that is refused comes again as it was filled in; the law is read as of a day
 * (C28, scenario 41); the tabs are those of the role.
 */
#include "app/agency_import.h"
#include "law/register.h"
#include "view/code.h"
#include "web/scan.h"
#include "web/site.h"

static void a_mistyped_bar_code_is_nobodys(void **state)
{
    (void)state;
    static const int64_t ids[] = {1, 36, 1295, 5068902071997038592, INT64_MAX};
    arena_reset(site.arena);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char text[40];
        snprintf(text, sizeof text, "%s", scan_text(site.arena, ids[i]));
        assert_int_equal(scan_parse(text), ids[i]);
        size_t n = strlen(text);
        for (size_t k = 2; k < n; k++) {
            char right = text[k];
            for (const char *c = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"; *c; c++) {
                text[k] = *c;
                if (*c != right) assert_int_equal(scan_parse(text), 0);
            }
            text[k] = right;
        }
        for (size_t k = 2; k + 1 < n; k++) {
            if (text[k] == text[k + 1]) continue;
            char a = text[k];
            text[k] = text[k + 1], text[k + 1] = a;
            assert_int_equal(scan_parse(text), 0);
            text[k + 1] = text[k], text[k] = a;
        }
    }
    assert_int_equal(scan_parse(" jz11 "), 1);
    assert_int_equal(scan_parse("371002194603150012"), 0);
    assert_int_equal(scan_parse("JZ"), 0);
}

/* ISO/IEC 15417: "PJJ123C" has the check symbol 54 with start A (103), hence 55 with start B. */
static void bars_carry_start_check_and_stop(void **state)
{
    (void)state;
    int out[CODE128_MOST + 3];
    assert_int_equal(code_128("PJJ123C", out), 10);
    assert_int_equal(out[0], 104);
    assert_int_equal(out[1], 48);
    assert_int_equal(out[8], 55);
    assert_int_equal(out[9], 106);
    assert_int_equal(code_128("\xe5\x81\xa5", out), 0);
}

/* Somebody whose suspension is proposed on the site's day. */
static struct matter proposed(void)
{
    world_go(site.w, "2024-02-01");
    const char *number = world_enrol(site.w, 1, (struct newcomer){0});
    world_day(site.w, "2024-02-29");
    world_go(site.w, DAY_NAME);
    struct matter m = world_matter(site.w, number, MATTER_SUSPENSION, HUANCUI);
    assert_int_equal(m.state, STATE_PROPOSED);
    return m;
}

static void a_released_letter_prints_with_bars_that_lead_back(void **state)
{
    (void)state;
    char target[100], code[40], form[200];
    struct matter m = proposed();
    world_release(site.w, m);
    sign_in("clerk@" HUANCUI);
    snprintf(target, sizeof target, "/staff/letters?id=%s", id_text(site.w->arena, m.matter_id));
    assert_int_equal(get(target), 200);
    snprintf(code, sizeof code, "%s", scan_text(site.w->arena, m.matter_id));
    assert_true(says(code) && says("class=\"bars\""));
    assert_true(says("class=\"sign\"") && says("class=\"cut\""));
    assert_true(says("60") && says(zh_text(ZH_letter_suspension)));
    assert_false(says("after_expiry")); /* no inner names on a citizen's letter */
    snprintf(form, sizeof form, "token=%s&query=%s", site.token, code);
    assert_int_equal(post("/staff/find", form), 303);
    snprintf(target, sizeof target, "/staff/matter/%s", id_text(site.w->arena, m.matter_id));
    assert_string_equal(header("Location"), target);
    snprintf(form, sizeof form, "token=%s&number=%s", site.token, code);
    assert_int_equal(post("/staff/counter", form), 303);
    assert_string_equal(header("Location"), target);
    assert_int_equal(get(target), 200);
    sign_in("clerk@" WENDENG); /* whoever finds the paper elsewhere */
    assert_int_equal(get(target), 403);
}

static void a_refused_list_comes_again_as_it_was_filled_in(void **state)
{
    (void)state;
    char form[300], box[100];
    struct matter m = proposed();
    const char *id = id_text(site.w->arena, m.matter_id);
    sign_in("reviewer@" HUANCUI);
    char token[40];
    memcpy(token, site.token, sizeof token);
    site.token[0] = 0; /* the page stood too long: another session's token */
    snprintf(form, sizeof form,
             "token=0123&id=%s&event=hold&reason=long+story&state=proposed&agency=" HUANCUI, id);
    assert_int_equal(post("/staff/suspension", form), 403);
    snprintf(box, sizeof box, "value=\"%s\"", id);
    const char *at = strstr(site.r.body.p, box);
    assert_non_null(at);
    assert_int_equal(strncmp(strchr(at, '>') - 8, " checked", 8), 0);
    assert_true(says("long story</textarea>"));
    assert_true(says(zh_text(ZH_web_form_expired)));
    assert_int_equal(
        world_matter(site.w, world_number(site.w, "1955-03-01", 1), MATTER_SUSPENSION, HUANCUI)
            .state,
        STATE_PROPOSED);
}

/* C29: the readings' golden vector, with the days that were not counted and why. */
static void a_period_is_counted_day_by_day(void **state)
{
    (void)state;
    char text[300];
    sign_in("legal@" HUANCUI);
    assert_int_equal(get("/staff/law/deadline"), 200);
    assert_true(says("fraud.report_days") && !says("role=\"status\""));
    assert_int_equal(get("/staff/law/deadline?clock=suspend.days&start=2024-09-30"), 200);
    assert_true(says("2024年10月10日 到期"));
    assert_true(says("2024年10月7日") && says("国庆节"));
    assert_true(says(zh_print(text, sizeof text, ZH_deadline_nth, "3", NULL)));
    assert_false(says(zh_print(text, sizeof text, ZH_deadline_nth, "4", NULL)));
    assert_true(says("value=\"2024-09-30\"") && says("value=\"suspend.days\" selected"));
    assert_int_equal(get("/staff/law/deadline?clock=fraud.report_days&start=2024-09-05"), 200);
    assert_true(says("2024年10月8日 到期"));
    assert_true(says(zh_text(ZH_deadline_moved)));
    assert_int_equal(get("/staff/law/deadline?clock=abroad.proxy_days&start=2024-09-05"), 200);
    assert_true(
        says(zh_print(text, sizeof text, ZH_deadline_unsaid, "2024-10-05", "2024-10-08", NULL)));
    assert_int_equal(get("/staff/law/deadline?clock=art9.local_days&start=2025-01-02"), 422);
    assert_true(says(zh_print(text, sizeof text, ZH_deadline_no_value, "2025-01-02", NULL)));
    assert_int_equal(
        get("/staff/law/deadline?clock=art9.local_days&start=2025-01-02&on=2024-12-31"), 200);
    assert_int_equal(get("/staff/law/deadline?clock=x&start=2024-02-30"), 422);
    assert_true(says(zh_text(ZH_deadline_need_clock)) && says(zh_text(ZH_lawpage_bad_day)));
    assert_true(says("value=\"2024-02-30\""));
    assert_int_equal(get("/staff/law/deadline?clock=suspend.days&start=2029-01-05"), 200);
    assert_true(says("2026 年"));
    assert_int_equal(get("/staff/law/deadline?clock=review.days&start=2024-03-01"), 200);
    assert_true(says("2023修订")); /* the article in force on that day, not the one before */
    assert_int_equal(get("/staff/law/deadline?clock=review.days&start=2023-03-01"), 200);
    assert_false(says("2023修订"));
}

static void the_law_is_read_as_of_a_day(void **state)
{
    (void)state;
    char over[300], *article, target[100];
    sign_in("legal@" HUANCUI);
    assert_int_equal(get("/staff/law?on=2024-12-31"), 200);
    zh_print(over, sizeof over, ZH_lawpage_measure_over, register_act_at(ACT_MEASURE)->title,
             "2024-12-31", NULL);
    assert_false(says(over));
    assert_int_equal(get("/staff/law?on=2025-01-01"), 200);
    assert_true(says(over));
    article = strstr(site.r.body.p, "/staff/law/");
    assert_non_null(article);
    int tenth = register_article_find(ACT_MEASURE, "10");
    assert_true(tenth >= 0);
    snprintf(target, sizeof target, "/staff/law/%s?on=2024-03-01",
             id_text(site.w->arena, tenth + 1));
    assert_int_equal(get(target), 200);
    assert_true(says("10-missed.case") && says(zh_text(ZH_lawpage_in_force)));
    assert_int_equal(get("/staff/law?on=2024-02-30"), 422);
    assert_true(says(zh_text(ZH_lawpage_bad_day)));
    assert_int_equal(get("/staff/law/zzz"), 404);
}

static void the_tabs_are_those_of_the_role(void **state)
{
    (void)state;
    sign_in("secadmin");
    assert_int_equal(get("/staff/users"), 200);
    assert_false(says("href=\"/staff/counter\"") || says("href=\"/staff/suspension\""));
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/staff/counter"), 200);
    assert_true(says("href=\"/staff/suspension\""));
    assert_false(says("href=\"/staff/users\""));
}

static size_t count_of(const char *piece)
{
    size_t n = 0;
    const char *at = site.r.body.p;
    while (at && (at = strstr(at, piece))) n++, at++;
    return n;
}

/* M9: one level at a time, 2,768 stations never on one page. */
static void agencies_are_read_one_level_at_a_time(void **state)
{
    (void)state;
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/staff/agencies"), 403);
    sign_in("secadmin");
    assert_int_equal(get("/staff/agencies"), 200);
    assert_int_equal(count_of("<tr><th scope=\"row\">"), 7); /* the districts and zones */
    assert_int_equal(count_of(zh_text(ZH_agencypage_pays)), 8);
    assert_int_equal(get("/staff/agencies?code=" HUANCUI), 200);
    assert_true(says("/staff/agencies?code=" TOWN) && says("clerk@" HUANCUI));
    assert_int_equal(count_of(zh_text(ZH_agencypage_pays)), 1); /* itself; no town office pays */
    assert_true(says(zh_text(ZH_agencypage_how_text)));
    assert_int_equal(get("/staff/agencies?q=37"), 200); /* every code: the whole city */
    assert_true(says(" 2849 "));
    assert_int_equal(count_of("<tr><th scope=\"row\">"), 50);
    assert_true(says("page=2") && !says("page=0"));
    assert_int_equal(get("/staff/agencies?q=37&page=57"), 200);
    assert_int_equal(count_of("<tr><th scope=\"row\">"), 49);
    assert_true(says("page=56") && !says("page=58"));
    assert_int_equal(get("/staff/agencies?code=" TOWN "&page=nonsense"), 200);
    assert_true(says("/staff/users?agency=" TOWN));
    assert_int_equal(get("/staff/users?agency=" TOWN), 200);
    assert_string_equal(hidden("agency_code"), TOWN);
    assert_int_equal(get("/staff/agencies?code=371099000000"), 404);
}

/* What the reference file renames keeps its former name. */
static void a_renamed_agency_keeps_its_former_name(void **state)
{
    (void)state;
    char path[200];
    struct reference_counts n;
    sign_in("secadmin");
    assert_int_equal(get("/staff/agencies?code=" TOWN), 200);
    assert_false(says(zh_text(ZH_agencypage_former)));
    snprintf(path, sizeof path, "%s/agencies.csv", site.w->t.folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("code,parent_code,level,name\n" TOWN "," HUANCUI ",town,Xin Jiedao\n", f);
    assert_int_equal(fclose(f), 0);
    FILE *messages = tmpfile();
    struct call call = world_call(site.w, "sysadmin");
    assert_int_equal(
        agency_import(&call, &(struct reference_import){path, messages}, &n, &site.w->why), ERR_OK);
    fclose(messages);
    assert_int_equal(get("/staff/agencies?code=" TOWN), 200);
    assert_true(says("<h2>Xin Jiedao"));
    assert_true(says(zh_text(ZH_agencypage_former)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(a_mistyped_bar_code_is_nobodys),
        SITE_TEST(bars_carry_start_check_and_stop),
        SITE_TEST(a_released_letter_prints_with_bars_that_lead_back),
        SITE_TEST(a_refused_list_comes_again_as_it_was_filled_in),
        SITE_TEST(a_period_is_counted_day_by_day),
        SITE_TEST(the_law_is_read_as_of_a_day),
        SITE_TEST(the_tabs_are_those_of_the_role),
        SITE_TEST(agencies_are_read_one_level_at_a_time),
        SITE_TEST(a_renamed_agency_keeps_its_former_name),
    };
    return TEST_ON_EACH(tests);
}
