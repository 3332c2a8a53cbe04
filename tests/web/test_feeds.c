/*
 * The pages of feeds: what each source is worth (M12), as sources, people and the court of chance
 * make it. Capabilities C8, C9, C10.
 */
#include "app/feed_import.h"
#include "web/site.h"

#define HEAD "社会保障号码,姓名,事件,事件日期,来源\n"

/* A partner's file of one row about somebody, brought in by a clerk of Huancui. */
static void brings(const char *source, const char *number, const char *kind, const char *on)
{
    char path[200], text[500], name[40];
    FILE *messages = fopen("/dev/null", "w");
    struct feed_imported n;
    struct call call = world_call(site.w, "clerk@" HUANCUI);
    struct dossier s = world_dossier(site.w, number);
    snprintf(name, sizeof name, "%s", s.p.name);
    snprintf(path, sizeof path, "%s.feed.csv", site.w->keys);
    snprintf(text, sizeof text, HEAD "%s,%s,%s,%s,%s\n", number, name, kind, on, source);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(messages && fputs(text, f) >= 0 && fclose(f) == 0);
    struct feed_import in = {.path = path, .source = source, .messages = messages};
    assert_int_equal(feed_import(&call, &in, &n, &site.w->why), ERR_OK);
    assert_int_equal(n.matched, 1);
    assert_int_equal(n.held, 0);
    fclose(messages);
}

/* The text of the table's row of a source. */
static const char *row_of(const char *source)
{
    static char out[2000];
    char key[100];
    snprintf(key, sizeof key, "<th scope=\"row\">%s", source);
    const char *at = strstr(site.r.body.p, key);
    assert_non_null(at);
    snprintf(out, sizeof out, "%.*s", (int)(strstr(at, "</tr>") - at), at);
    return out;
}

static void each_source_shows_what_it_is_worth(void **state)
{
    (void)state;
    world_go(site.w, "2024-03-20");
    const char *a = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-25"});
    const char *b = world_enrol(site.w, 2, (struct newcomer){.last = "2023-03-25"});
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/staff/sources"), 200);
    assert_true(says(zh_text(ZH_pf_sources_none)));
    brings("医院", a, "住院", "2024-03-18");
    struct certified done;
    assert_int_equal(world_certify(site.w, "clerk@" HUANCUI, b, &done), ERR_OK);
    brings("民政", b, "死亡", "2024-03-01");
    assert_int_equal(get("/staff/sources"), 200);
    assert_true(says("50.0%")); /* one of two had nothing to do */
    assert_non_null(strstr(row_of("医院"), "100.0%"));
    assert_non_null(strstr(row_of("医院"), zh_text(ZH_pf_wrong_none)));
    assert_non_null(strstr(row_of("民政"), "0 / 1 人"));
    assert_null(strstr(row_of("民政"), "tag bad"));
    assert_false(says("住院")); /* counts, nobody's news */
    assert_false(says(a + 14));
    struct matter m = world_matter(site.w, b, MATTER_EVIDENCE_CHECK, HUANCUI);
    assert_int_equal(world_move(site.w, "clerk@" HUANCUI, m.matter_id, EVENT_FOUND_ALIVE), ERR_OK);
    assert_int_equal(get("/staff/sources"), 200);
    assert_non_null(strstr(row_of("民政"), "1 / 1 人"));
    assert_non_null(strstr(row_of("民政"), "tag bad"));
}

static void a_source_that_fell_silent_raises_its_alarm(void **state)
{
    (void)state;
    static const char *const days[] = {"2024-02-28", "2024-03-06", "2024-03-13"};
    const char *a = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-25"});
    for (size_t i = 0; i < 3; i++) {
        world_go(site.w, days[i]);
        brings("医院", a, "门诊", days[i]);
    }
    world_go(site.w, DAY_NAME);
    sign_in("manager@" WENDENG);
    assert_int_equal(get("/staff/sources"), 200);
    assert_false(says(zh_text(ZH_pf_silent_tag)));
    world_go(site.w, "2024-04-04");
    struct web_options o = {.home = &site.w->app,
                            .date = D("2024-04-04"),
                            .plain = true,
                            .session_minutes = 30,
                            .passwords = {.memory_mib = 19, .passes = 2, .jobs = 1, .waiting = 4}};
    web_free(site.web);
    assert_int_equal(web_new(&o, &site.web, &site.w->why), ERR_OK);
    sign_in("manager@" WENDENG);
    assert_int_equal(get("/staff/sources"), 200);
    assert_non_null(strstr(row_of("医院"), zh_text(ZH_pf_silent_tag)));
    assert_true(says("22 天没有送"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(each_source_shows_what_it_is_worth),
        SITE_TEST(a_source_that_fell_silent_raises_its_alarm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
