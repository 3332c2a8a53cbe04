/*
 * Matters that people bring (6.1, 7.3, C16): opened from the person file, every step with the facts
 * that its kind's table asks for, typed, refused beside the field, what was typed kept; also when
 * the site asks for one more code on the way.
 */
#include "web/site.h"

static const char *person(const char *number, const char *more)
{
    return arena_print(site.w->arena, "/staff/person/%s%s",
                       id_text(site.w->arena, world_id(site.w, number)), more);
}

static const char *form(const char *rest)
{
    return arena_print(site.w->arena, "token=%s&%s", site.token, rest);
}

static bool asks(const char *event, const char *name)
{
    return says(arena_print(site.w->arena, "name=\"f.%s.%s\"", event, name));
}

static void every_kind_that_people_open_asks_for_what_its_table_says(void **state)
{
    (void)state;
    const char *number = world_enrol(site.w, 1, (struct newcomer){0});
    int opened = 0;
    sign_in("manager@" HUANCUI);
    assert_int_equal(get(person(number, "/open")), 200);
    struct buf list = BUF(1 << 20);
    buf_puts(&list, site.r.body.p);
    for (int k = 1; k < MATTER_KIND_COUNT; k++) {
        const struct matter_kind *kind = matter_kind((enum matter_kind_id)k);
        const struct matter_row *row = matter_row(kind, STATE_UNSET, EVENT_OPEN);
        const char *link = arena_print(site.w->arena, "?kind=%s\"", kind->word);
        bool may = row && row->who && !kind->about_nobody &&
                   permission_region(ROLE_MANAGER, row->who) != REGION_NONE;
        assert_int_equal(strstr(list.p, link) != NULL, may);
        if (!may) continue;
        opened++;
        assert_int_equal(
            get(person(number, arena_print(site.w->arena, "/open?kind=%s", kind->word))), 200);
        for (size_t i = 0; i < kind->field_count; i++) {
            const struct matter_field *f = &kind->fields[i];
            bool now = f->event == EVENT_OPEN || f->event == EVENT_UNSET;
            assert_int_equal(asks(f->event ? matter_event_word(f->event) : "any", f->name), now);
        }
    }
    assert_true(opened >= 10);
    buf_free(&list);
    assert_int_equal(get(person(number, "/open?kind=suspension")), 200); /* the system's own */
    assert_false(says("name=\"kind\""));
}

static void what_is_missing_stands_beside_its_field_and_what_was_typed_stays(void **state)
{
    (void)state;
    const char *number = world_enrol(site.w, 1, (struct newcomer){0});
    sign_in("clerk@" HUANCUI);
    assert_int_equal(post(person(number, "/open"),
                          form("kind=wrong_contact&f.open.text=no+such+door&f.open.returned_on="
                               "2024-02-30&reason=letter+came+back")),
                     422);
    assert_true(says("id=\"f.open.returned_on.e\"") && says("href=\"#f.open.returned_on\""));
    assert_true(says("no such door</textarea>") && says("letter came back</textarea>"));
    assert_true(says("value=\"2024-02-30\""));
    assert_int_equal(world_matter(site.w, number, MATTER_WRONG_CONTACT, NULL).matter_id, 0);
    assert_int_equal(
        post(person(number, "/open"), form("kind=wrong_contact&f.open.returned_on=2024.3.5")), 303);
    struct matter m = world_matter(site.w, number, MATTER_WRONG_CONTACT, NULL);
    assert_int_equal(m.state, STATE_PROPOSED);
    char there[300];
    snprintf(there, sizeof there, "%s", header("Location"));
    assert_int_equal(get(there), 200);
    assert_true(says("class=\"done\"") && says(id_text(site.w->arena, m.matter_id)));
}

static void a_step_takes_its_facts_through_the_one_more_code(void **state)
{
    (void)state;
    char code[7], target[100];
    const char *number = world_enrol(site.w, 1, (struct newcomer){.birth = "1940-03-01"});
    sign_in("clerk@" HUANCUI);
    const char *ground = arena_print(site.w->arena, "kind=home_visit&f.open.ground=other");
    assert_int_equal(post(person(number, "/open"), form(ground)), 422); /* no such ground */
    assert_true(says("f.open.ground.e"));
    const char *chosen = strstr(site.r.body.p, "<option value=\"\xe9"); /* the first ground */
    assert_non_null(chosen);
    chosen = arena_copy(site.w->arena, chosen + 15, strcspn(chosen + 15, "\""));
    assert_int_equal(
        post(person(number, "/open"),
             form(arena_print(site.w->arena, "kind=home_visit&f.open.ground=%s", chosen))),
        303);
    struct matter m = world_matter(site.w, number, MATTER_HOME_VISIT, NULL);
    assert_int_equal(m.state, STATE_PROPOSED);
    snprintf(target, sizeof target, "/staff/matter/%s", id_text(site.w->arena, m.matter_id));
    assert_int_equal(get(target), 200);
    assert_true(says(chosen)); /* what was given is shown */
    assert_true(asks("any", "address"));

    assert_int_equal(post(target, form("event=accept&reason=granted&f.any.address=Third+Lane+7")),
                     403);
    assert_string_equal(hidden("f.any.address"), "Third Lane 7");
    assert_true(session_demo_code(&site.w->app, code));
    assert_int_equal(
        post("/staff/step-up", form(arena_print(site.w->arena,
                                                "code=%s&action=%s&event=accept&reason=granted&"
                                                "f.any.address=Third+Lane+7",
                                                code, target))),
        303);
    assert_int_equal(get(target), 200);
    assert_true(says("<dd>Third Lane 7</dd>"));
    assert_true(asks("visit", "visitor_one") && asks("visit", "visitor_two"));

    assert_int_equal(post(target, form("event=visit&reason=seen&f.visit.visitor_one=Wu")), 422);
    assert_true(says("f.visit.visitor_two.e") && says("name=\"f.visit.visitor_one\" value=\"Wu\""));
    assert_true(says("value=\"visit\" checked"));
    assert_false(says("f.visit.visited_on.e"));
    assert_int_equal(post(target, form("event=visit&reason=seen&f.visit.visitor_one=Wu&f.visit."
                                       "visitor_two=Zheng")),
                     303);
    assert_int_equal(get(target), 200);
    assert_true(says("<dd>Zheng</dd>"));
}

/* A visit that is granted, at its page; signed in with the one more code behind it. */
static struct matter granted_visit(const char *number, char target[100])
{
    char code[7];
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(person(number, "/open?kind=home_visit")), 200);
    const char *chosen = strstr(site.r.body.p, "<option value=\"\xe9");
    assert_non_null(chosen);
    chosen = arena_copy(site.w->arena, chosen + 15, strcspn(chosen + 15, "\""));
    const char *given = arena_print(site.w->arena, "kind=home_visit&f.open.ground=%s", chosen);
    assert_int_equal(post(person(number, "/open"), form(given)), 303);
    struct matter m = world_matter(site.w, number, MATTER_HOME_VISIT, NULL);
    snprintf(target, 100, "/staff/matter/%s", id_text(site.w->arena, m.matter_id));
    assert_true(session_demo_code(&site.w->app, code));
    assert_int_equal(
        post("/staff/step-up",
             form(arena_print(site.w->arena, "code=%s&action=%s&event=accept&reason=granted", code,
                              target))),
        303);
    return m;
}

/* The day that the command line takes with --on: asked for where the step needs it, with the same
 * bounds and sentences, beside its field. */
static void a_step_that_takes_a_day_asks_for_it(void **state)
{
    (void)state;
    char target[100], said[300];
    struct problem why = {0};
    struct moved moved;
    const char *number = world_enrol(site.w, 1, (struct newcomer){.birth = "1940-03-01"});
    struct matter m = granted_visit(number, target);
    assert_int_equal(get(target), 200);
    assert_true(asks("found_dead", "on") && !asks("not_found", "on"));
    assert_int_equal(post(target, form("event=found_dead&reason=told+so")), 422);
    assert_true(says("f.found_dead.on.e\"") && says(zh_text(ZH_move_day_death)));
    assert_int_equal(post(target, form("event=found_dead&reason=told&f.found_dead.on=2024-02-30")),
                     422);
    assert_true(says("value=\"2024-02-30\"") && says("f.found_dead.on.e\""));
    assert_int_equal(post(target, form("event=found_dead&reason=told&f.found_dead.on=2024-03-21")),
                     422);
    struct call call = world_call(site.w, "clerk@" HUANCUI);
    struct move late = {.event = EVENT_FOUND_DEAD, .reason = "told", .given_on = D("2024-03-21")};
    assert_int_equal(move_by_id(&call, m.matter_id, &late, &moved, &why), ERR_INPUT);
    assert_true(says(problem_sentence(&why, said, sizeof said)));
    assert_int_equal(world_matter(site.w, number, MATTER_EVIDENCE_CHECK, NULL).matter_id, 0);
    assert_int_equal(post(target, form("event=found_dead&reason=told&f.found_dead.on=2024.3.20")),
                     303);
    struct matter check = world_matter(site.w, number, MATTER_EVIDENCE_CHECK, NULL);
    assert_int_equal(check.event_on.day, D("2024-03-20").day);
}

static void elsewhere_only_by_the_exact_number(void **state)
{
    (void)state;
    char find[200];
    const char *number = world_enrol(site.w, 1, (struct newcomer){0});
    sign_in("clerk@" WENDENG);
    assert_int_equal(get(person(number, "/open?kind=change")), 403);
    assert_int_equal(
        post(person(number, "/open"), form("kind=wrong_contact&f.open.returned_on=2024-03-05")),
        403);
    assert_int_equal(world_matter(site.w, number, MATTER_WRONG_CONTACT, NULL).matter_id, 0);
    snprintf(find, sizeof find, "query=%s&purpose=came+in+person", number);
    assert_int_equal(post("/staff/find", form(find)), 200);
    const char *at = strstr(site.r.body.p, "?k=");
    assert_non_null(at);
    const char *mark = arena_copy(site.w->arena, at + 3, 32);
    const char *given =
        arena_print(site.w->arena, "kind=wrong_contact&k=%s&f.open.returned_on=2024-03-05", mark);
    assert_int_equal(post(person(number, "/open"), form(given)), 303);
    assert_int_equal(get(arena_print(site.w->arena, "%s", header("Location"))), 200);
    assert_true(says("class=\"done\"") && !says("href=\"/staff/matter/"));
}

/* B19: which decision, is chosen among the person's own matters. */
static void an_appeal_chooses_among_the_persons_matters(void **state)
{
    (void)state;
    world_go(site.w, "2024-02-01");
    const char *number = world_enrol(site.w, 1, (struct newcomer){0});
    world_day(site.w, "2024-02-29");
    world_go(site.w, DAY_NAME);
    struct matter m = world_matter(site.w, number, MATTER_SUSPENSION, HUANCUI);
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(person(number, "/open?kind=appeal")), 200);
    assert_true(
        says(arena_print(site.w->arena, "<option value=\"%lld\">", (long long)m.matter_id)));
    assert_int_equal(
        post(person(number, "/open"), form(arena_print(site.w->arena,
                                                       "kind=appeal&f.open.text=not+true&f."
                                                       "open.against=%lld",
                                                       (long long)m.matter_id))),
        303);
    assert_int_equal(world_matter(site.w, number, MATTER_APPEAL, NULL).state, STATE_PROPOSED);
}

/* 7.14: who is on nobody's roster is received from K3, has a page, and leaves with a letter. */
static void a_matter_about_nobody_is_opened_found_and_closed_on_its_own_page(void **state)
{
    (void)state;
    char there[200];
    sign_in("clerk@" HUANCUI);
    assert_int_equal(post("/staff/find", form("query=110101194903070014&purpose=came+in+person")),
                     200);
    assert_true(says("/staff/open?kind=inbound"));
    assert_int_equal(get("/staff/open"), 200);
    assert_true(says("kind=inbound\"") && !says("kind=home_visit\""));
    assert_int_equal(get("/staff/open?kind=inbound"), 200);
    assert_true(asks("open", "number") && says(zh_text(ZH_mattnew_open_none)));
    assert_int_equal(post("/staff/open", form("kind=inbound&f.open.number=110101194903070015&"
                                              "f.open.name=Zhao&f.open.payer=Far&"
                                              "f.open.requires=self&f.open.lives=Here")),
                     409);
    assert_true(says("value=\"Zhao\""));
    assert_int_equal(post("/staff/open", form("kind=inbound&f.open.number=110101194903070014&"
                                              "f.open.name=Zhao&f.open.payer=Far&"
                                              "f.open.requires=self&f.open.lives=Here")),
                     303);
    snprintf(there, sizeof there, "%s", header("Location"));
    assert_int_equal(strncmp(there, "/staff/matter/", 14), 0);
    assert_int_equal(get("/staff/open?kind=inbound"), 200);
    assert_true(says(there) && says(">Zhao</a>"));
    assert_int_equal(get(there), 200);
    assert_true(says("<dd>Zhao</dd>") && says("110101********0014"));
    assert_false(says("110101194903070014") || says("/staff/person/"));
    assert_true(asks("confirm", "held_on"));
    sign_in("clerk@" WENDENG);
    assert_int_equal(get(there), 403);
    sign_in("clerk@" HUANCUI);
    char code[7];
    assert_true(session_demo_code(&site.w->app, code));
    const char *step =
        arena_print(site.w->arena,
                    "code=%s&action=%s&event=confirm&reason=seen&f.confirm.held_on=" DAY_NAME
                    "&f.confirm.how=card",
                    code, there);
    assert_int_equal(post("/staff/step-up", form(step)), 303);
    assert_int_equal(get(there), 200);
    assert_true(says("/staff/letters?id="));
    assert_int_equal(get(arena_print(site.w->arena, "/staff/letters?id=%s", there + 14)), 200);
    assert_true(says("Zhao"));
}

/* 3.11, 15.1: the city agency's own; read on its page, decided by another than who proposed it. */
static void a_kind_of_benefit_is_proposed_from_the_law_pages_by_the_city(void **state)
{
    (void)state;
    char there[200];
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get("/staff/law"), 200);
    assert_false(says("/staff/open?kind=benefit_kind"));
    assert_int_equal(get("/staff/open?kind=benefit_kind"), 200); /* by its address neither */
    assert_false(says("f.open.fund_paid"));
    assert_int_equal(post("/staff/open", form("kind=benefit_kind")), 404);
    sign_in("clerk@" CITY);
    assert_int_equal(get("/staff/law"), 200);
    assert_true(says("/staff/open?kind=benefit_kind"));
    assert_int_equal(get("/staff/open?kind=benefit_kind"), 200);
    assert_true(says("f.open.fund_paid"));
    const char *yes = zh_text(ZH_field_yes);
    const char *given = arena_print(site.w->arena,
                                    "kind=benefit_kind&f.open.word=Village+doctors&"
                                    "f.open.fund_paid=%s&f.open.periodic=%s&f.open.long_term=%s&"
                                    "f.open.citation=No.+7",
                                    yes, yes, yes);
    assert_int_equal(post("/staff/open", form(given)), 303);
    snprintf(there, sizeof there, "%s", header("Location"));
    assert_int_equal(get(there), 200);
    assert_true(says("<dd>Village doctors</dd>") && says("<dd>No. 7</dd>"));
    assert_false(says("/staff/law/change/"));
    assert_false(says("value=\"decide\"")); /* a clerk proposes */
    sign_in("reviewer@" CITY);
    assert_int_equal(get(there), 200);
    assert_true(says("value=\"decide\"") && says(zh_text(ZH_matter_nobody)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(every_kind_that_people_open_asks_for_what_its_table_says),
        SITE_TEST(what_is_missing_stands_beside_its_field_and_what_was_typed_stays),
        SITE_TEST(a_step_takes_its_facts_through_the_one_more_code),
        SITE_TEST(a_step_that_takes_a_day_asks_for_it),
        SITE_TEST(elsewhere_only_by_the_exact_number),
        SITE_TEST(an_appeal_chooses_among_the_persons_matters),
        SITE_TEST(a_matter_about_nobody_is_opened_found_and_closed_on_its_own_page),
        SITE_TEST(a_kind_of_benefit_is_proposed_from_the_law_pages_by_the_city),
    };
    return TEST_ON_EACH(tests);
}
