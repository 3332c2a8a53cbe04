/*
 * The pages of feeds: what each source is worth (M12), as sources, people and the court of chance
 * make it; a file on its way in (K12): looked at, tried, run, hostile ones; a held feed let through
 * by two managers. Capabilities B14, B15, C8, C9, C10.
 */
#include <unistd.h>

#include "web/site.h"

/* A row of a partner about somebody, by name. */
static void brings(const char *source, const char *number, const char *kind, const char *on)
{
    struct dossier s = world_dossier(site.w, number);
    struct feed_imported n = site_feed(
        source, arena_print(site.w->arena, "%s,%s,%s,%s,%s", number, s.p.name, kind, on, source));
    assert_int_equal(n.matched, 1);
    assert_int_equal(n.held, 0);
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

/* ---- K12 ------------------------------------------------------------------------------------ */

static int sends(const char *what, const char *name, const char *text)
{
    struct sent_file files[2] = {{"file", name, text, strlen(text)}};
    return post_files("/staff/import", what, files);
}

static char own[100]; /* the page of the upload in hand */

static void go_on(const char *event)
{
    char form[100];
    snprintf(form, sizeof form, "token=%s&event=%s", site.token, event);
    assert_int_equal(post(own, form), 303);
    for (int i = 0; i < 500; i++) {
        assert_int_equal(get(own), 200);
        if (!*header("Refresh")) return;
        usleep(20000);
    }
    fail_msg("%s does not end", event);
}

static void uploads(const char *what, const char *name, const char *text)
{
    assert_int_equal(sends(what, name, text), 303);
    snprintf(own, sizeof own, "%s", header("Location"));
    assert_int_equal(get(own), 200);
}

static const char *file_about(const char *number, const char *kind, const char *on)
{
    static char text[800];
    struct dossier s = world_dossier(site.w, number);
    snprintf(text, sizeof text,
             "社会保障号码,姓名,事件,事件日期,来源,科室\n%s,%s,%s,%s,医院,=1+1\n"
             "123,=2+2,住院,2024-03-01,医院,+3\n",
             number, s.p.name, kind, on);
    return text;
}

static void a_file_is_looked_at_tried_and_only_then_run(void **state)
{
    (void)state;
    const char *a = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-25"});
    const char *text = file_about(a, "住院", "2024-03-18");
    sign_in("clerk@" HUANCUI);
    uploads("what=feed&source=hospital", "../../etc/hospital 3.csv", text);
    assert_true(says("<h1>hospital 3.csv</h1>"));
    assert_true(says(zh_text(ZH_pi_column_none)) && says("科室"));
    assert_false(says(a)); /* masked */
    char form[100];
    snprintf(form, sizeof form, "token=%s&event=run", site.token);
    assert_int_equal(post(own, form), 409); /* not tried */
    assert_true(says(zh_text(ZH_upload_not_tried)));
    int64_t before = world_entries(site.w);
    go_on("try");
    assert_int_equal(world_entries(site.w), before);
    assert_true(says("将认证 1 人，拦下 0 人"));
    assert_int_equal(world_dossier(site.w, a).p.success.here.day, D("2023-03-25").day);
    go_on("run");
    assert_true(says("class=\"done\""));
    assert_int_equal(world_dossier(site.w, a).p.success.here.day, D("2024-03-18").day);
    char errors[120];
    snprintf(errors, sizeof errors, "%s/errors", own);
    assert_int_equal(get(errors), 200);
    assert_true(says("科室,行号,错误原因") && says("'=2+2") && says("'+3"));
    assert_non_null(strstr(header("Content-Disposition"), "attachment"));
    sign_in("clerk@" WENDENG); /* somebody else's file is nobody's */
    assert_int_equal(get(own), 404);
    assert_int_equal(get(errors), 404);
}

/* The server stopped while it worked: the record says "running" and nobody is at it. */
static void what_the_end_of_the_server_broke_off_is_finished_by_going_on(void **state)
{
    (void)state;
    const char *a = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-25"});
    const char *text = file_about(a, "住院", "2024-03-18"), *end;
    struct call call = world_call(site.w, "clerk@" HUANCUI);
    struct upload u;
    sign_in("clerk@" HUANCUI);
    uploads("what=feed&source=hospital", "a.csv", text);
    go_on("try");
    assert_int_equal(upload_load(&call, id_parse(strrchr(own, '/') + 1, &end), &u, &site.w->why),
                     0);
    u.phase = UPLOAD_RUNNING;
    assert_int_equal(upload_store(&call, &u, &site.w->why), 0);
    assert_int_equal(get(own), 200);
    assert_true(says(zh_text(ZH_pi_broken)) && says(zh_text(ZH_pi_go_on)));
    assert_string_equal(header("Refresh"), "");
    go_on("run");
    assert_true(says("class=\"done\""));
    assert_int_equal(world_dossier(site.w, a).p.success.here.day, D("2024-03-18").day);
}

static void the_character_set_can_be_switched(void **state)
{
    (void)state;
    /* GB18030 bytes that also are UTF-8: found as UTF-8, read rightly after the switch */
    static const char text[] = "\xc9\xe7\xbb\xe1\xb1\xa3\xd5\xcf\xba\xc5\xc2\xeb,"
                               "\xd0\xd5\xc3\xfb,\xca\xc2\xbc\xfe,"
                               "\xca\xc2\xbc\xfe\xc8\xd5\xc6\xda,\xc0\xb4\xd4\xb4\n";
    char form[100];
    sign_in("clerk@" HUANCUI);
    uploads("what=feed&source=hospital", "a.csv", text);
    assert_true(says("GB18030") && says("事件日期"));
    snprintf(form, sizeof form, "token=%s&event=charset&charset=utf8", site.token);
    assert_int_equal(post(own, form), 303);
    assert_int_equal(get(own), 200);
    assert_false(says("事件日期</th>") || says(zh_text(ZH_pi_column_means)));
    assert_true(says("class=\"errors\""));
    for (const char *c = site.r.body.p; *c; c++)
        assert_true((unsigned char)*c != 0xc9 || c[1] != '\xe7');
    snprintf(form, sizeof form, "token=%s&event=charset&charset=gb18030", site.token);
    assert_int_equal(post(own, form), 303);
    assert_int_equal(get(own), 200);
    assert_true(says(zh_text(ZH_pi_column_means)));
}

static void hostile_files_are_refused_in_words(void **state)
{
    (void)state;
    struct sent_file none[2] = {{0}};
    sign_in("clerk@" HUANCUI);
    assert_int_equal(sends("what=feed&source=hospital", "a.csv", ""), 422);
    assert_true(says(zh_text(ZH_upload_empty)));
    assert_int_equal(post_files("/staff/import", "what=feed&source=hospital", none), 422);
    assert_true(says(zh_text(ZH_pi_need_file)));
    assert_int_equal(sends("what=feed&source=nobody", "a.csv", "x"), 422);
    assert_true(says(zh_text(ZH_upload_source)));
    assert_int_equal(sends("what=all", "a.csv", "x"), 422);
    uploads("what=feed&source=hospital", "<b>.pdf", "%PDF-1.7 \xff\xfe binary\n");
    assert_true(says("&lt;b&gt;.pdf"));
    assert_true(says(zh_text(ZH_pi_failed)) && !says("value=\"try\""));
    assert_false(says(".uploads/")); /* no path of the machine */
    forget();
    assert_int_equal(sends("what=feed&source=hospital", "a.csv", "x"), 403);
    sign_in("auditadmin");
    assert_int_equal(sends("what=feed&source=hospital", "a.csv", "x"), 403);
    struct http_request q = {.method = HTTP_POST, .path = "/staff/import"};
    assert_int_equal(web_admit(site.web, &q).refuse, 403);
    assert_true(web_admit(site.web, &q).files == UPLOAD_MOST);
}

static void a_roster_is_brought_in_by_its_page(void **state)
{
    (void)state;
    char text[600];
    const char *number = world_number(site.w, "1950-05-01", 7);
    snprintf(text, sizeof text,
             "社会保障号码,姓名,待遇类别,待遇发放地,月标准,起始年月,居住地\n"
             "%s,王兰,职工养老," HUANCUI ",3210.55,2015-01," TOWN "\n",
             number);
    sign_in("clerk@" HUANCUI);
    uploads("what=roster", "roster.csv", text);
    go_on("try");
    assert_true(says(zh_text(ZH_pi_difference_roster_text)));
    go_on("run");
    assert_true(says("class=\"done\""));
    assert_string_equal(world_dossier(site.w, number).p.name, "王兰");
    assert_int_equal(get("/staff/import"), 200);
    assert_true(says("roster.csv") && says(zh_text(ZH_pi_phase_done)));
}

/* ---- A held feed ---------------------------------------------------------------------------- */

static void step_up(void)
{
    char form[200], code[7];
    assert_true(session_demo_code(&site.w->app, code));
    snprintf(form, sizeof form, "token=%s&code=%s&action=%s&event=%s&reason=%s", site.token, code,
             hidden("action"), hidden("event"), "wrong+feed");
    assert_int_equal(post("/staff/step-up", form), 303);
}

static void does(const char *login, const char *page, const char *event)
{
    char form[200];
    sign_in(login);
    snprintf(form, sizeof form, "token=%s&event=%s&reason=wrong+feed", site.token, event);
    assert_int_equal(post(page, form), 403);
    step_up();
    for (int i = 0; i < 500; i++) {
        assert_int_equal(get(page), 200);
        if (!*header("Refresh")) return;
        usleep(20000);
    }
}

/* Deaths of more people than the first feed of a source may hold, from the clerk of Huancui. */
static const char *held_feed(void)
{
    static char page[100];
    struct buf text = BUF(1 << 16);
    buf_puts(&text, FEED_HEAD);
    world_crowd(site.w, 1, 20, (struct newcomer){.last = "2024-03-01"});
    for (int i = 1; i <= 20; i++) {
        const char *number = world_number(site.w, "1955-03-01", i);
        buf_printf(&text, "%s,%s,死亡,2024-03-10,民政\n", number,
                   world_dossier(site.w, number).p.name);
    }
    sign_in("clerk@" HUANCUI);
    uploads("what=feed&source=civil", "deaths.csv", text.p);
    buf_free(&text);
    go_on("try");
    assert_true(says("拦下 20 人") && says(zh_text(ZH_pi_holds)));
    go_on("run");
    const char *at = strstr(site.r.body.p, "/staff/feed/");
    assert_non_null(at);
    snprintf(page, sizeof page, "%.*s", (int)strcspn(at, "\""), at);
    return page;
}

static int checks(void)
{
    int n = 0;
    for (int i = 1; i <= 20; i++) {
        const char *number = world_number(site.w, "1955-03-01", i);
        n += world_matter(site.w, number, MATTER_EVIDENCE_CHECK, HUANCUI).state == STATE_PROPOSED;
    }
    return n;
}

static void a_held_feed_is_let_through_in_stages_by_two_managers(void **state)
{
    (void)state;
    const char *page = held_feed();
    assert_int_equal(get(page), 200);
    assert_true(says(zh_text(ZH_pf_held_title)) && says("2024年3月25日")); /* 3 working days */
    assert_false(says("value=\"release\"") || says("value=\"reverse\""));
    assert_int_equal(checks(), 0);
    does("manager@" WENDENG, page, "release");
    assert_int_equal(checks(), 0);
    assert_false(says("value=\"release\"")); /* not twice by the same */
    does("manager@" CITY, page, "release");
    assert_int_equal(checks(), 1);
    does("manager@" CITY, page, "release");
    assert_int_equal(checks(), 2);
    does("manager@" CITY, page, "release");
    assert_int_equal(checks(), 20);
    does("manager@" CITY, page, "reverse");
    assert_int_equal(checks(), 0);
    assert_true(says(zh_text(ZH_pf_event_taken_back)));
    assert_true(says(zh_text(ZH_feed_state_reversed)));
}

/* ---- The false death (C9) ------------------------------------------------------------------- */

static void shows_card(const char *number)
{
    char form[200], target[300];
    snprintf(form, sizeof form, "token=%s&number=%s", site.token, number);
    assert_int_equal(post("/staff/counter", form), 303);
    snprintf(target, sizeof target, "%s", header("Location"));
    assert_int_equal(get(target), 200);
}

static int says_alive(void)
{
    char form[300];
    snprintf(form, sizeof form, "token=%s&person=%s&shown=%s", site.token, hidden("person"),
             hidden("shown"));
    usleep(650000); /* somebody looks at the card */
    return post("/staff/counter/alive", form);
}

static void a_false_death_is_undone_at_any_counter_in_one_action(void **state)
{
    (void)state;
    char target[300];
    world_go(site.w, "2024-01-22");
    const char *a = world_enrol(site.w, 1, (struct newcomer){.last = "2024-01-20"});
    const char *b = world_enrol(site.w, 2, (struct newcomer){.last = "2024-01-20"});
    brings("民政", a, "死亡", "2024-01-21");
    brings("民政", b, "死亡", "2024-01-21");
    struct matter check = world_matter(site.w, a, MATTER_EVIDENCE_CHECK, HUANCUI);
    assert_int_equal(world_move(site.w, "clerk@" HUANCUI, check.matter_id, EVENT_FOUND_DEAD), 0);
    world_release(site.w, world_matter(site.w, a, MATTER_LOSS, HUANCUI));
    world_day(site.w, DAY_NAME);
    assert_int_equal(world_status(site.w, a, 0), 4);
    assert_int_equal(world_payable(site.w, a, "2024-03", -1).due, 0);
    sign_in("clerk@" WENDENG "");
    shows_card(a);
    assert_true(says(zh_text(ZH_alive_do)));
    assert_int_equal(says_alive(), 303);
    snprintf(target, sizeof target, "%s", header("Location"));
    assert_int_equal(get(target), 200);
    assert_true(says("class=\"done\"") && says("1 件决定撤销"));
    assert_false(says(zh_text(ZH_alive_do)));
    assert_int_equal(world_status(site.w, a, 0), 1);
    assert_int_equal(world_payable(site.w, a, "2024-03", 1).back, 2 * RATE); /* a run of its own */
    assert_int_equal(world_breaks(site.w), 0);
    shows_card(b); /* held while it is checked */
    assert_int_equal(says_alive(), 303);
    check = world_matter(site.w, b, MATTER_EVIDENCE_CHECK, HUANCUI);
    assert_int_equal(check.state, STATE_REJECTED);
    assert_int_equal(get("/staff/sources"), 200);
    assert_non_null(strstr(row_of("民政"), "2 / 2 人"));
    assert_int_equal(world_breaks(site.w), 0);
}

static void nobody_else_undoes_a_death_and_no_other_loss_is_undone_so(void **state)
{
    (void)state;
    char form[300];
    const char *a = world_enrol(site.w, 1, (struct newcomer){.last = "2024-01-20"});
    brings("民政", a, "死亡", "2024-03-01");
    sign_in("clerk@" WENDENG);
    shows_card(a);
    const char *person = hidden("person"), *shown = hidden("shown");
    snprintf(form, sizeof form, "token=%s&person=%s&shown=x.y", site.token, person);
    assert_int_equal(post("/staff/counter/alive", form), 403); /* never saw the card */
    snprintf(form, sizeof form, "token=%s&person=%s&shown=%s", site.token, person, shown);
    assert_int_equal(post("/staff/counter/alive", form), 409); /* too soon */
    sign_in("finance@" HUANCUI);
    snprintf(form, sizeof form, "token=%s&person=%s&shown=%s", site.token, person, shown);
    assert_int_equal(post("/staff/counter/alive", form), 403);
    assert_int_equal(world_matter(site.w, a, MATTER_EVIDENCE_CHECK, HUANCUI).state, STATE_PROPOSED);
    const char *b = world_enrol(site.w, 2, (struct newcomer){.last = "2024-01-20"});
    brings("法院", b, "服刑", "2024-03-01");
    sign_in("clerk@" WENDENG);
    shows_card(b);
    assert_false(says(zh_text(ZH_alive_do)));
    assert_int_equal(says_alive(), 409);
    assert_true(says(zh_text(ZH_alive_nothing)));
}

/* K4 has the same form: the same guards, the same permission, and the card is next. */
static void a_false_death_is_undone_from_the_person_file_too(void **state)
{
    (void)state;
    char form[300], file[100];
    const char *a = world_enrol(site.w, 1, (struct newcomer){.last = "2024-01-20"});
    brings("民政", a, "死亡", "2024-03-01");
    snprintf(file, sizeof file, "/staff/person/%s", id_text(site.w->arena, world_id(site.w, a)));
    sign_in("supervisor@" HUANCUI);
    assert_int_equal(get(file), 200);
    assert_false(says(zh_text(ZH_alive_do)));
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(file), 200);
    assert_true(says(zh_text(ZH_alive_do)));
    snprintf(form, sizeof form, "token=%s&person=%s&shown=%s", site.token, hidden("person"),
             hidden("shown"));
    assert_int_equal(post("/staff/counter/alive", form), 409); /* two Enters */
    assert_int_equal(world_matter(site.w, a, MATTER_EVIDENCE_CHECK, HUANCUI).state, STATE_PROPOSED);
    assert_int_equal(get(file), 200);
    assert_int_equal(says_alive(), 303);
    assert_non_null(strstr(header("Location"), "/staff/counter/"));
    assert_int_equal(world_matter(site.w, a, MATTER_EVIDENCE_CHECK, HUANCUI).state, STATE_REJECTED);
    assert_int_equal(get(file), 200);
    assert_false(says(zh_text(ZH_alive_do)));
    assert_int_equal(world_breaks(site.w), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(each_source_shows_what_it_is_worth),
        SITE_TEST(a_source_that_fell_silent_raises_its_alarm),
        SITE_TEST(a_file_is_looked_at_tried_and_only_then_run),
        SITE_TEST(what_the_end_of_the_server_broke_off_is_finished_by_going_on),
        SITE_TEST(the_character_set_can_be_switched),
        SITE_TEST(hostile_files_are_refused_in_words),
        SITE_TEST(a_roster_is_brought_in_by_its_page),
        SITE_TEST(a_held_feed_is_let_through_in_stages_by_two_managers),
        SITE_TEST(a_false_death_is_undone_at_any_counter_in_one_action),
        SITE_TEST(a_false_death_is_undone_from_the_person_file_too),
        SITE_TEST(nobody_else_undoes_a_death_and_no_other_loss_is_undone_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
