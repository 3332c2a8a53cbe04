/*
 * The permission table is what architecture.md, "Trust", says: every role × action × region, deny
 * by default (scenario 6; capabilities 4.2, 5.1, 14.1; readings, "Art. 4" and trap 11).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/permission.h"

#define CITY "371000000000"
#define HUANCUI "371002000000"
#define RONGCHENG "371082000000"
#define TOWN "371002001000"
#define STATION "371002001001"

/* One column a role, in the order of the enum: clerk reviewer manager, finance legal caseaudit,
 * supervisor officer deptlegal, sysadmin secadmin auditadmin, console. Regions: . none, s self, x
 * exact, o own, a any. */
static const struct {
    enum action action;
    const char *regions;
} want[] = {
    {ACTION_CERTIFY, "sss"
                     "..."
                     "..."
                     "..."
                     "."},
    {ACTION_PERSON_READ_EXACT, "aaa"
                               "ooo"
                               "oo."
                               "..."
                               "."},
    {ACTION_PERSON_READ_FULL, "..."
                              "..."
                              "..."
                              "..."
                              "."},
    {ACTION_PERSON_FIND, "ooo"
                         "..o"
                         "o.."
                         "..."
                         "."},
    {ACTION_MATTER_LIST, "ooo"
                         "ooo"
                         "ooo"
                         "..."
                         "a"},
    {ACTION_MATTER_NOTE, "ooo"
                         "..."
                         "..."
                         "..."
                         "."},
    {ACTION_MATTER_DECIDE, "xxx"
                           "..."
                           "..."
                           "..."
                           "."},
    {ACTION_MATTER_RELEASE, ".xx"
                            "..."
                            "..."
                            "..."
                            "."},
    {ACTION_BATCH_RELEASE, "..o"
                           "..."
                           "..."
                           "..."
                           "."},
    {ACTION_MATTER_REJECT, "xxx"
                           "..."
                           "..."
                           "..."
                           "."},
    {ACTION_MATTER_HOLD, "xxx"
                         "..."
                         "..."
                         "..."
                         "."},
    {ACTION_MATTER_CLOSE, "xxx"
                          "..."
                          "..."
                          "..."
                          "."},
    {ACTION_MATTER_UNDO, ".xx"
                         "..."
                         "..."
                         "..."
                         "."},
    {ACTION_FALSE_DEATH, "aaa"
                         "..."
                         "..."
                         "..."
                         "."},
    {ACTION_PHOTO, "aaa"
                   "..."
                   "..."
                   "..."
                   "."},
    {ACTION_TRAINING, "aaa"
                      "aaa"
                      "aaa"
                      "aaa"
                      "."},
    {ACTION_REPORT_LOSS, "aaa"
                         "..."
                         "..."
                         "..."
                         "."},
    {ACTION_IMPORT_ROSTER, "ooo"
                           "..."
                           "..."
                           "..."
                           "a"},
    {ACTION_IMPORT_EVIDENCE, "ooo"
                             "..."
                             "..."
                             "..."
                             "a"},
    {ACTION_IMPORT_REFERENCE, "..."
                              "..."
                              "..."
                              "a.."
                              "a"},
    {ACTION_PAYROLL_SHOW, ".oo"
                          "o.o"
                          "o.."
                          "..."
                          "a"},
    {ACTION_PAYROLL_RUN, "..x"
                         "x.."
                         "..."
                         "..."
                         "a"},
    {ACTION_EVALUATE, "..o"
                      "..."
                      "o.."
                      "..."
                      "a"},
    {ACTION_NIGHT, "..."
                   "..."
                   "..."
                   "a.."
                   "a"},
    {ACTION_AUDIT_VERIFY, "..."
                          "..."
                          "a.."
                          "..a"
                          "a"},
    {ACTION_CHECK, "..."
                   "..."
                   "..."
                   "a.a"
                   "a"},
    {ACTION_BACKUP, "..."
                    "..."
                    "..."
                    "a.."
                    "a"},
    {ACTION_USERS, "..."
                   "..."
                   "..."
                   ".a."
                   "a"},
    {ACTION_FEED_READ, "aaa"
                       "..a"
                       "a.."
                       "..."
                       "a"},
    {ACTION_JOB_READ, "aaa"
                      "..."
                      "..."
                      "a.."
                      "a"},
    {ACTION_FEED_RELEASE, "..a"
                          "..."
                          "..."
                          "..."
                          "."},
    {ACTION_FEED_SENDER, "..."
                         "..."
                         "..."
                         ".a."
                         "a"},
    {ACTION_MATTER_OPEN, "aaa"
                         "..."
                         "..."
                         "..."
                         "."},
    {ACTION_PUBLISH, "xxx"
                     "..."
                     "..."
                     "..."
                     "."},
    {ACTION_DISCIPLINE, "..x"
                        "..x"
                        "..."
                        "..."
                        "."},
    {ACTION_ORDER, "..."
                   "..."
                   ".x."
                   "..."
                   "."},
    {ACTION_LEGAL_REVIEW, "..."
                          "..."
                          "..x"
                          "..."
                          "."},
    {ACTION_PARAM_PROPOSE, "xxx"
                           "..."
                           "..."
                           "..."
                           "."},
    {ACTION_PARAM_DECIDE, ".xx"
                          "..."
                          "..."
                          "..."
                          "."},
    {ACTION_PARAM_RELEASE, "..x"
                           "..."
                           "..."
                           "..."
                           "."},
};

static char letter(enum region r)
{
    static const char letters[] = {[REGION_NONE] = '.',
                                   [REGION_SELF] = 's',
                                   [REGION_EXACT] = 'x',
                                   [REGION_OWN] = 'o',
                                   [REGION_ANY] = 'a'};
    return letters[r];
}

static void every_role_has_exactly_its_actions(void **state)
{
    (void)state;
    assert_int_equal(sizeof want / sizeof *want, ACTION_COUNT - 1);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char got[ROLE_COUNT] = "";
        for (int r = 1; r < ROLE_COUNT; r++)
            got[r - 1] = letter(permission_region((enum role)r, want[i].action));
        if (strcmp(got, want[i].regions) != 0) print_message("action %d\n", want[i].action);
        assert_string_equal(got, want[i].regions);
    }
}

static struct principal person_of(enum role role, const char *agency)
{
    bool department =
        role == ROLE_SUPERVISOR || role == ROLE_OFFICER || role == ROLE_DEPARTMENT_LEGAL;
    struct principal p = {.role = role,
                          .agency_kind = department ? AGENCY_DEPARTMENT : AGENCY_OFFICE};
    snprintf(p.login, sizeof p.login, "%s@%s", role_word(role), agency);
    snprintf(p.agency, sizeof p.agency, "%s", agency);
    return p;
}

static void nobody_is_nobody_and_unknown_actions_are_denied(void **state)
{
    (void)state;
    for (int a = 0; a <= ACTION_COUNT; a++) {
        struct principal p = {.agency = CITY, .agency_kind = AGENCY_OFFICE};
        assert_false(permission_allows(&p, (enum action)a, CITY));
        p.role = ROLE_COUNT;
        assert_false(permission_allows(&p, (enum action)a, CITY));
    }
    for (int r = 0; r < ROLE_COUNT; r++) {
        assert_int_equal(permission_region((enum role)r, ACTION_UNSET), REGION_NONE);
        assert_int_equal(permission_region((enum role)r, ACTION_COUNT), REGION_NONE);
    }
}

/* Every role × action × own agency × asked agency, by the definition of the four regions. */
static void each_region_reaches_as_far_as_it_says(void **state)
{
    static const char *const places[] = {CITY, HUANCUI, RONGCHENG, TOWN, STATION, ""};
    (void)state;
    for (int r = 1; r < ROLE_COUNT; r++)
        for (int a = 1; a < ACTION_COUNT; a++)
            for (size_t own = 0; own < 5; own++)
                for (size_t asked = 0; asked < 6; asked++) {
                    struct principal p = person_of((enum role)r, places[own]);
                    char region = letter(permission_region((enum role)r, (enum action)a));
                    bool same = own == asked,
                         below = asked < 5 && agency_within(places[own], places[asked]);
                    bool may = region == 'a' || (region == 'o' && below) ||
                               ((region == 'x' || region == 's') && same);
                    assert_int_equal(permission_allows(&p, (enum action)a, places[asked]), may);
                }
}

static void without_an_agency_only_the_whole_city_is_reached(void **state)
{
    struct principal p = person_of(ROLE_MANAGER, "");
    (void)state;
    assert_false(permission_allows(&p, ACTION_MATTER_DECIDE, ""));
    assert_false(permission_allows(&p, ACTION_CERTIFY, ""));
    assert_true(permission_allows(&p, ACTION_PERSON_READ_EXACT, ""));
}

/* Readings, trap 11: not the city above, not the town below, not the neighbour. */
static void only_the_payer_decides_and_releases(void **state)
{
    static const enum action deciding[] = {ACTION_MATTER_DECIDE, ACTION_MATTER_RELEASE,
                                           ACTION_MATTER_REJECT, ACTION_MATTER_HOLD,
                                           ACTION_MATTER_CLOSE,  ACTION_MATTER_UNDO};
    static const char *const others[] = {CITY, RONGCHENG, TOWN, STATION};
    (void)state;
    for (size_t i = 0; i < sizeof deciding / sizeof *deciding; i++)
        for (int r = 1; r < ROLE_COUNT; r++)
            for (size_t o = 0; o < 4; o++) {
                struct principal p = person_of((enum role)r, others[o]);
                assert_false(permission_allows(&p, deciding[i], HUANCUI));
            }
    struct principal clerk = person_of(ROLE_CLERK, HUANCUI),
                     reviewer = person_of(ROLE_REVIEWER, HUANCUI);
    assert_true(permission_allows(&clerk, ACTION_MATTER_DECIDE, HUANCUI));
    assert_false(permission_allows(&clerk, ACTION_MATTER_RELEASE, HUANCUI));
    assert_true(permission_allows(&reviewer, ACTION_MATTER_RELEASE, HUANCUI));
}

static const enum action business[] = {
    ACTION_CERTIFY,       ACTION_MATTER_NOTE,   ACTION_MATTER_DECIDE, ACTION_MATTER_RELEASE,
    ACTION_MATTER_REJECT, ACTION_MATTER_HOLD,   ACTION_MATTER_CLOSE,  ACTION_MATTER_UNDO,
    ACTION_REPORT_LOSS,   ACTION_IMPORT_ROSTER, ACTION_PAYROLL_RUN,   ACTION_IMPORT_EVIDENCE};

/* Scenario 6, capability 4.2: guide and supervise, read all, write none of the agencies' business.
 */
static void departments_write_no_agency_business(void **state)
{
    static const enum role departments[] = {ROLE_SUPERVISOR, ROLE_OFFICER, ROLE_DEPARTMENT_LEGAL};
    (void)state;
    for (size_t i = 0; i < sizeof business / sizeof *business; i++)
        for (size_t r = 0; r < 3; r++)
            assert_int_equal(permission_region(departments[r], business[i]), REGION_NONE);
}

static void the_three_administrators_have_no_business_rights(void **state)
{
    static const enum role admins[] = {ROLE_SYSTEM_ADMIN, ROLE_SECURITY_ADMIN, ROLE_AUDIT_ADMIN};
    static const enum action reading[] = {ACTION_PERSON_READ_EXACT, ACTION_PERSON_READ_FULL,
                                          ACTION_PERSON_FIND,       ACTION_MATTER_LIST,
                                          ACTION_PAYROLL_SHOW,      ACTION_EVALUATE};
    (void)state;
    for (size_t r = 0; r < 3; r++) {
        for (size_t i = 0; i < sizeof business / sizeof *business; i++)
            assert_int_equal(permission_region(admins[r], business[i]), REGION_NONE);
        for (size_t i = 0; i < sizeof reading / sizeof *reading; i++)
            assert_int_equal(permission_region(admins[r], reading[i]), REGION_NONE);
    }
    assert_int_equal(permission_region(ROLE_SYSTEM_ADMIN, ACTION_USERS), REGION_NONE);
    assert_int_equal(permission_region(ROLE_SECURITY_ADMIN, ACTION_AUDIT_VERIFY), REGION_NONE);
    assert_int_equal(permission_region(ROLE_AUDIT_ADMIN, ACTION_BACKUP), REGION_NONE);
}

/* The console sets up, imports and runs the night; it certifies and decides nothing and reads
 * nobody by number. */
static void the_console_decides_nothing(void **state)
{
    static const enum action machine[] = {ACTION_IMPORT_ROSTER, ACTION_IMPORT_EVIDENCE,
                                          ACTION_PAYROLL_RUN};
    (void)state;
    for (size_t i = 0; i < sizeof business / sizeof *business; i++) {
        bool imports = false;
        for (size_t m = 0; m < 3; m++) imports |= business[i] == machine[m];
        assert_int_equal(permission_region(ROLE_CONSOLE, business[i]),
                         imports ? REGION_ANY : REGION_NONE);
    }
    assert_int_equal(permission_region(ROLE_CONSOLE, ACTION_PERSON_READ_EXACT), REGION_NONE);
    assert_int_equal(permission_region(ROLE_CONSOLE, ACTION_PERSON_FIND), REGION_NONE);
}

/* Readings, "Art. 4": the same account never holds roles of both sides; a grant on the wrong side
 * gives nothing. */
static void a_role_counts_only_on_its_own_side(void **state)
{
    struct principal clerk = person_of(ROLE_CLERK, HUANCUI),
                     supervisor = person_of(ROLE_SUPERVISOR, HUANCUI);
    (void)state;
    assert_true(permission_allows(&clerk, ACTION_CERTIFY, HUANCUI));
    assert_true(permission_allows(&supervisor, ACTION_MATTER_LIST, HUANCUI));
    clerk.agency_kind = AGENCY_DEPARTMENT;
    supervisor.agency_kind = AGENCY_OFFICE;
    for (int a = 1; a < ACTION_COUNT; a++) {
        assert_false(permission_allows(&clerk, (enum action)a, HUANCUI));
        assert_false(permission_allows(&supervisor, (enum action)a, HUANCUI));
    }
}

static void every_role_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (int r = 1; r < ROLE_COUNT; r++) {
        assert_true(strlen(role_word((enum role)r)) > 0);
        assert_int_equal(role_from_word(role_word((enum role)r)), r);
    }
    assert_string_equal(role_word(ROLE_UNSET), "");
    assert_string_equal(role_word(ROLE_COUNT), "");
    assert_int_equal(role_from_word(""), ROLE_UNSET);
    assert_int_equal(role_from_word("Clerk"), ROLE_UNSET);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_has_exactly_its_actions),
        cmocka_unit_test(nobody_is_nobody_and_unknown_actions_are_denied),
        cmocka_unit_test(each_region_reaches_as_far_as_it_says),
        cmocka_unit_test(without_an_agency_only_the_whole_city_is_reached),
        cmocka_unit_test(only_the_payer_decides_and_releases),
        cmocka_unit_test(departments_write_no_agency_business),
        cmocka_unit_test(the_three_administrators_have_no_business_rights),
        cmocka_unit_test(the_console_decides_nothing),
        cmocka_unit_test(a_role_counts_only_on_its_own_side),
        cmocka_unit_test(every_role_has_a_word_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
