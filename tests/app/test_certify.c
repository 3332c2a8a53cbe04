/* Certification (arts. 5, 7, 10): scenarios 5, 6, 7, 15; capabilities 5.1, 5.2, 3.10, 10.5, 14.1,
 * C22. */
#include "app/world.h"

SQL_FANOUT(count_certifications, "SELECT COUNT(*) FROM certification");
SQL_FANOUT(count_requests, "SELECT COUNT(*) FROM request");
SQL_FANOUT(count_all,
           "SELECT (SELECT COUNT(*) FROM certification) + (SELECT COUNT(*) FROM matter_event)"
           " + (SELECT COUNT(*) FROM notice) + (SELECT COUNT(*) FROM audit) + (SELECT COUNT(*) "
           "FROM finding)");

static void any_agency_certifies_anybody_of_the_city(void **state)
{
    static const char *const logins[] = {"clerk@" CITY, "clerk@" RONGCHENG, "reviewer@" TOWN,
                                         "manager@371002001001"};
    struct world *w = *state;
    for (int i = 0; i < 4; i++) {
        const char *number = world_enrol(w, 11 + i, (struct newcomer){0});
        struct certified c;
        assert_int_equal(world_certify(w, logins[i], number, &c), ERR_OK);
        assert_int_equal(c.held_on.day, D("2024-01-02").day);
        assert_int_equal(c.valid_until.day, D("2025-01-02").day);
        assert_false(c.repeated);
        struct dossier s = world_dossier(w, number);
        assert_int_equal(s.p.due_on.day, c.valid_until.day);
    }
}

/* Recorded at the agency that the operator stands in, nowhere else; scenario 6: a supervisor never.
 */
static void an_operator_certifies_only_in_the_own_name(void **state)
{
    static const char *const denied[] = {"clerk@" CITY,
                                         "clerk@" WENDENG,
                                         "clerk@" TOWN,
                                         "supervisor@" HUANCUI,
                                         "officer@" HUANCUI,
                                         "deptlegal@" HUANCUI,
                                         "finance@" HUANCUI,
                                         "legal@" HUANCUI,
                                         "caseaudit@" HUANCUI,
                                         "sysadmin",
                                         "secadmin",
                                         "auditadmin",
                                         NULL};
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    int64_t before = world_count(w, &count_all);
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        struct call call = world_call(w, denied[i]);
        struct certified c;
        struct certify ask = {.number = number, .way = 1, .agency = HUANCUI};
        assert_int_equal(certify_person(&call, &ask, &c, &w->why), ERR_DENIED);
    }
    assert_int_equal(world_count(w, &count_all), before);
}

static void twice_on_one_day_has_one_effect_and_two_log_entries(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    struct certified first, second;
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &first), ERR_OK);
    int64_t rows = world_count(w, &count_certifications), entries = world_entries(w);
    assert_int_equal(world_certify(w, "clerk@" RONGCHENG, number, &second), ERR_OK);
    assert_true(second.repeated);
    assert_true(second.reference == first.reference);
    assert_int_equal(second.valid_until.day, first.valid_until.day);
    assert_int_equal(world_count(w, &count_certifications), rows);
    assert_int_equal(world_entries(w), entries + 1);
}

/* The same holds for a day in the past, also when a later one is on record. */
static void twice_for_a_past_day_has_one_effect(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    struct certified c;
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &c), ERR_OK);
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct certify ask = {
        .number = number, .way = 1, .agency = HUANCUI, .held_on = D("2023-12-20")};
    assert_int_equal(certify_person(&call, &ask, &c, &w->why), ERR_OK);
    int64_t rows = world_count(w, &count_certifications);
    assert_int_equal(certify_person(&call, &ask, &c, &w->why), ERR_OK);
    assert_true(c.repeated);
    assert_int_equal(world_count(w, &count_certifications), rows);
    assert_int_equal(world_dossier(w, number).p.success.here.day, D("2024-01-02").day);
    assert_int_equal(world_breaks(w), 0);
}

/* Scenario 7, capability 3.10. */
static void one_certification_serves_all_lines(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    world_enrol(w, 11, (struct newcomer){.kind = LINE_CARE, .payer = WENDENG, .rate = 100000});
    struct certified c;
    assert_int_equal(world_certify(w, "clerk@" RONGCHENG, number, &c), ERR_OK);
    struct dossier s = world_dossier(w, number);
    assert_int_equal(s.line_count, 2);
    assert_int_equal(s.p.due_on.day, D("2025-01-02").day);
    assert_int_equal(s.matter_count, 0);
}

static void what_cannot_be_is_refused_with_nothing_stored(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    struct call call = world_call(w, "clerk@" HUANCUI);
    const struct {
        struct certify ask;
        enum err err;
    } cases[] = {
        {{.number = "371002194603150013", .way = 1, .agency = HUANCUI}, ERR_INPUT},
        {{.number = world_number(w, NULL, 999), .way = 1, .agency = HUANCUI}, ERR_NOT_FOUND},
        {{.number = number, .way = 0, .agency = HUANCUI}, ERR_USAGE},
        {{.number = number, .way = 7, .agency = HUANCUI}, ERR_USAGE},
        {{.number = number, .way = 6, .agency = HUANCUI}, ERR_LAW},
        {{.number = number, .way = 6, .agency = HUANCUI, .note = "too short"}, ERR_LAW},
        {{.number = number, .way = 1, .agency = HUANCUI, .held_on = D("2024-01-03")}, ERR_INPUT},
        {{.number = number, .way = 1, .agency = "371099000000"}, ERR_NOT_FOUND},
    };
    int64_t before = world_count(w, &count_all);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct certified c;
        assert_int_equal(certify_person(&call, &cases[i].ask, &c, &w->why), cases[i].err);
    }
    assert_int_equal(world_count(w, &count_all), before);
}

static void a_dry_run_changes_nothing(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    int64_t before = world_count(w, &count_all), requests = world_count(w, &count_requests);
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct certified c;
    call.dry_run = true;
    struct certify ask = {.number = number, .way = 1, .agency = HUANCUI};
    assert_int_equal(certify_person(&call, &ask, &c, &w->why), ERR_OK);
    assert_int_equal(c.valid_until.day, D("2025-01-02").day);
    assert_int_equal(world_count(w, &count_all), before);
    assert_int_equal(world_count(w, &count_requests), requests);
    assert_int_equal(world_dossier(w, number).p.success.here.day, D("2023-02-28").day);
}

/* A certification of long ago gives no new cycle: it neither moves the due day nor closes what is
 * proposed. */
static void an_old_certification_does_not_close_a_proposed_suspension(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){0}); /* due 2024-02-28 */
    world_day(w, "2024-03-01");
    struct matter m = world_matter(w, number, MATTER_SUSPENSION, HUANCUI);
    assert_int_equal(m.state, STATE_PROPOSED);
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct certified c;
    struct certify ask = {
        .number = number, .way = 1, .agency = HUANCUI, .held_on = D("2022-05-10")};
    assert_int_equal(certify_person(&call, &ask, &c, &w->why), ERR_OK);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, HUANCUI).state, STATE_PROPOSED);
    ask.held_on = D("2024-03-01");
    assert_int_equal(certify_person(&call, &ask, &c, &w->why), ERR_OK);
    assert_int_equal(world_matter(w, number, MATTER_SUSPENSION, HUANCUI).state, STATE_CLOSED);
    assert_int_equal(world_breaks(w), 0);
}

/* Exactly one entry an act, in the chain of the person. */
static void every_act_is_one_entry(void **state)
{
    struct world *w = *state;
    int64_t n = world_entries(w);
    const char *number = world_enrol(w, 11, (struct newcomer){0});
    assert_int_equal(world_entries(w), n + 1);
    struct certified c;
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &c), ERR_OK);
    assert_int_equal(world_entries(w), n + 2);
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct buf out = BUF(1 << 20);
    assert_int_equal(person_show(&call, &(struct person_view){.number = number}, &out, &w->why),
                     ERR_OK);
    buf_free(&out);
    assert_int_equal(world_entries(w), n + 3);
    struct matter_list all = {0};
    assert_int_equal(matter_list(&call, &all, NULL, NULL, &w->why), ERR_OK);
    assert_int_equal(world_entries(w), n + 4);
    world_payable(w, number, "2024-01", -1);
    assert_int_equal(world_entries(w), n + 5);
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, world_number(w, NULL, 998), &c),
                     ERR_NOT_FOUND);
    assert_int_equal(world_entries(w), n + 5);
}

int main(void)
{
    static const struct CMUnitTest certify[] = {
        WORLD_TEST(any_agency_certifies_anybody_of_the_city),
        WORLD_TEST(an_operator_certifies_only_in_the_own_name),
        WORLD_TEST(twice_on_one_day_has_one_effect_and_two_log_entries),
        WORLD_TEST(twice_for_a_past_day_has_one_effect),
        WORLD_TEST(one_certification_serves_all_lines),
        WORLD_TEST(what_cannot_be_is_refused_with_nothing_stored),
        WORLD_TEST(a_dry_run_changes_nothing),
        WORLD_TEST(an_old_certification_does_not_close_a_proposed_suspension),
        WORLD_TEST(every_act_is_one_entry),
    };
    return TEST_ON_EACH(certify);
}
