/* Agencies (art. 4; capabilities 4.1, 4.4; readings, trap 11). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/agency.h"

#define CITY "371000000000"
#define HUANCUI "371002000000"
#define GAOQU "371071000000" /* a national development zone: a district */
#define TOWN "371002001000"
#define STATION "371002001001"

static void a_code_is_twelve_digits_and_nothing_else(void **state)
{
    static const char *const bad[] = {"",
                                      "3710",
                                      "37100000000",
                                      "3710000000000",
                                      "37100000000a",
                                      "371000000000x",
                                      "371000000000 ",
                                      "371000 00000",
                                      "-71000000000",
                                      "37100000000\n",
                                      "\357\274\22371000000000" /* a full-width digit */};
    (void)state;
    assert_true(agency_code_valid(CITY));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(agency_code_valid(bad[i]));
        assert_int_equal(agency_code_level(bad[i]), LEVEL_UNSET);
        assert_false(agency_may_pay(bad[i]));
    }
}

static void the_level_is_in_the_code(void **state)
{
    static const struct {
        const char *code;
        enum agency_level level;
    } of[] = {{CITY, LEVEL_CITY},
              {HUANCUI, LEVEL_DISTRICT},
              {GAOQU, LEVEL_DISTRICT},
              {TOWN, LEVEL_TOWN},
              {STATION, LEVEL_STATION},
              {"371082117000", LEVEL_TOWN},
              {"371083000001", LEVEL_STATION}};
    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        assert_int_equal(agency_code_level(of[i].code), of[i].level);
}

/* Readings, "Art. 4": 高区 is a district of its own beside 环翠, whatever the ID numbers of its
 * people say. */
static void within_is_the_agency_itself_and_below_it(void **state)
{
    static const struct {
        const char *root, *code;
        bool within;
    } of[] = {
        {CITY, CITY, true},
        {CITY, HUANCUI, true},
        {CITY, STATION, true},
        {HUANCUI, HUANCUI, true},
        {HUANCUI, TOWN, true},
        {HUANCUI, STATION, true},
        {HUANCUI, CITY, false},
        {HUANCUI, GAOQU, false},
        {GAOQU, HUANCUI, false},
        {GAOQU, TOWN, false},
        {TOWN, STATION, true},
        {TOWN, HUANCUI, false},
        {TOWN, "371002002001", false},
        {STATION, STATION, true},
        {STATION, TOWN, false},
        {STATION, "371002001002", false},
        {CITY, "370200000000", false},
        {CITY, "", false},
        {"", CITY, false},
        {"", "", false},
        {HUANCUI, "37100200100", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        assert_int_equal(agency_within(of[i].root, of[i].code), of[i].within);
}

static void only_the_city_and_the_districts_pay(void **state)
{
    (void)state;
    assert_true(agency_may_pay(CITY));
    assert_true(agency_may_pay(HUANCUI));
    assert_true(agency_may_pay(GAOQU));
    assert_false(agency_may_pay(TOWN));
    assert_false(agency_may_pay(STATION));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_twelve_digits_and_nothing_else),
        cmocka_unit_test(the_level_is_in_the_code),
        cmocka_unit_test(within_is_the_agency_itself_and_below_it),
        cmocka_unit_test(only_the_city_and_the_districts_pay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
