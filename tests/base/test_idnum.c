/* Golden vectors of readings.md "Numbers and codes" and scenarios 1 to 4. All numbers are made up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/division.h"
#include "base/idnum.h"
#include "base/zh.h"

static struct date today(void)
{
    return date_of(2026, 11, 23);
}

static struct idnum accepted(const char *s)
{
    struct idnum id;
    struct problem why = {.message = ZH_none};
    char sentence[400];
    enum err e = idnum_parse(s, today(), &id, &why);
    if (e) fail_msg("%s: %s", s, problem_sentence(&why, sentence, sizeof sentence));
    return id;
}

static struct problem refused(const char *s, enum zh_id message)
{
    struct idnum id, empty = {0};
    struct problem why = {.message = ZH_none};
    assert_int_equal(idnum_parse(s, today(), &id, &why), ERR_INPUT);
    if (why.message != message)
        fail_msg("%s: %s, not %s", s, zh_id_name(why.message), zh_id_name(message));
    assert_memory_equal(&id, &empty, sizeof id);
    return why;
}

static void scenario_1_lower_case_x_is_normalised_and_the_woman_of_1958_recognised(void **state)
{
    (void)state;
    struct idnum id = accepted("37100319581120002x");
    assert_string_equal(id.number, "37100319581120002X");
    assert_int_equal(id.kind, IDNUM_RESIDENT);
    assert_int_equal(id.sex, SEX_FEMALE);
    assert_string_equal(date_print(id.birth).s, "1958-11-20");
    assert_string_equal(id.division, "371003");
    assert_string_equal(id.original15, "");
    assert_false(id.age_unusual);
}

static void scenario_2_fifteen_digits_become_eighteen_and_stay_searchable(void **state)
{
    (void)state;
    struct idnum id = accepted("371002460315001");
    assert_string_equal(id.number, "371002194603150012");
    assert_string_equal(id.original15, "371002460315001");
    assert_string_equal(date_print(id.birth).s, "1946-03-15");
    assert_int_equal(id.sex, SEX_MALE);
}

static void scenario_3_29_february_1971_is_refused_though_the_check_digit_fits(void **state)
{
    (void)state;
    assert_int_equal(idnum_check_character("37108219710229001"), '2');
    struct problem why = refused("371082197102290012", ZH_idnum_birth_impossible_check_fits);
    assert_string_equal(why.value[0], "1971-02-29");
    refused("371082197102290013", ZH_idnum_birth_impossible);
}

static void scenario_4_an_old_division_code_is_a_hint_and_never_a_refusal(void **state)
{
    (void)state;
    char number[19] = "37213219800101001", hint[200];
    number[17] = idnum_check_character(number);
    struct idnum id = accepted(number);
    assert_int_equal(division_hint(id.division, hint, sizeof hint), DIVISION_HISTORIC);
    assert_string_equal(hint, "历史区划:文登县");
}

static void check_characters_are_those_of_the_standard(void **state)
{
    (void)state;
    assert_int_equal(idnum_check_character("37100219460315001"), '2');
    assert_int_equal(idnum_check_character("37100319581120002"), 'X');
    assert_int_equal(idnum_check_character("11010519491231002"), 'X'); /* the example of GB 11643 */
}

static void sequence_996_to_999_of_fifteen_digits_is_a_birth_in_the_1800s(void **state)
{
    (void)state;
    char out[19];
    idnum_from15("371002980101996", out);
    assert_memory_equal(out, "37100218980101996", 17);
    idnum_from15("371002980101995", out);
    assert_memory_equal(out, "37100219980101995", 17);
    /* 128 years on the day: unusual, not impossible */
    struct idnum id = accepted("371002980101998");
    assert_true(id.age_unusual);
    assert_string_equal(date_print(id.birth).s, "1898-01-01");
}

static void residence_cards_of_hong_kong_macau_and_taiwan_people_are_told_apart(void **state)
{
    (void)state;
    struct idnum id = accepted("810000195001010010");
    assert_int_equal(id.kind, IDNUM_HMT_RESIDENCE);
    assert_int_equal(id.sex, SEX_MALE);
    id = accepted("830000194808080027");
    assert_int_equal(id.kind, IDNUM_HMT_RESIDENCE);
    assert_int_equal(id.sex, SEX_FEMALE);
    char hint[100];
    assert_int_equal(division_hint(id.division, hint, sizeof hint), DIVISION_NONE);
    assert_string_equal(hint, "");
}

static void both_residence_cards_of_foreigners_are_recognised(void **state)
{
    (void)state;
    char number[19] = "93784019600229012";
    number[17] = idnum_check_character(number);
    struct idnum id = accepted(number);
    assert_int_equal(id.kind, IDNUM_FOREIGN_RESIDENCE);
    assert_string_equal(date_print(id.birth).s, "1960-02-29");
    assert_string_equal(id.division, "");
    number[17] = number[17] == '1' ? '2' : '1';
    refused(number, ZH_idnum_check);
    id = accepted("usa 370060022901");
    assert_int_equal(id.kind, IDNUM_FOREIGN_RESIDENCE_OLD);
    assert_string_equal(id.number, "USA370060022901");
    assert_false(date_is_set(id.birth));
}

static void travel_documents_are_told_by_their_shape(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *number;
        enum idnum_kind kind;
    } rows[] = {
        {"E12345678", "E12345678", IDNUM_PASSPORT},
        {"g 1234 5678", "G12345678", IDNUM_PASSPORT},
        {"ea1234567", "EA1234567", IDNUM_PASSPORT},
        {"H12345678", "H12345678", IDNUM_HM_PERMIT},
        {"m1234567801", "M12345678", IDNUM_HM_PERMIT},
        {"12345678", "12345678", IDNUM_TW_PERMIT},
        {"C01X00T47", "C01X00T47", IDNUM_FOREIGN_PASSPORT},
        {"512345678", "512345678", IDNUM_FOREIGN_PASSPORT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct idnum id = accepted(rows[i].typed);
        assert_string_equal(id.number, rows[i].number);
        assert_int_equal(id.kind, rows[i].kind);
        assert_int_equal(id.sex, SEX_UNSET);
    }
}

static void every_writing_of_an_office_gives_the_same_number(void **state)
{
    (void)state;
    static const char *const writings[] = {
        "37100319581120002X",
        "37100319581120002x",
        " 37100319581120002X\r\n",
        "371003 19581120 002X",
        "371003-19581120-002x",
        "３７１００３１９５８１１２０００２Ｘ",
        "３７１００３１９５８１１２０００２ｘ",
        "'37100319581120002X",
        "\t37100319581120002X",
        "\uFEFF37100319581120002X",
        "37100319581120002×",
        "37100319581120002Ⅹ",
        "371003　19581120　002X",
        "371003－19581120－002X",
    };
    for (size_t i = 0; i < sizeof writings / sizeof *writings; i++)
        assert_string_equal(accepted(writings[i]).number, "37100319581120002X");
}

static void a_card_readers_longer_string_gives_its_one_number(void **state)
{
    (void)state;
    static const char *const strings[] = {
        "张三 男 汉 19460315 山东省威海市环翠区 371002194603150012 威海市公安局 20100101 20300101",
        "ID:371002194603150012;NAME=ZHANG SAN;",
        "371002194603150012,371002194603150012,",
        "威海市371002194603150012公安局2010010120300101",
        "3710021946031500122010010120300101",
        "ID371002194603150012\r\n",
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        assert_string_equal(accepted(strings[i]).number, "371002194603150012");
    refused("371002194603150012;37100319581120002X", ZH_idnum_reader_many);
    refused("张三 男 汉 19460315 山东省威海市环翠区文化中路", ZH_idnum_reader_none);
    /* a digit typed twice is a mistyped number, not a reader's string */
    refused("3371002194603150012", ZH_idnum_length);
    refused("37100219460315001222", ZH_idnum_length);
}

static void each_fault_has_its_own_sentence(void **state)
{
    (void)state;
    refused("", ZH_idnum_empty);
    refused(" 　\t", ZH_idnum_empty);
    assert_string_equal(refused("37100219460315001", ZH_idnum_length).value[0], "17");
    assert_string_equal(refused("3710021946031500123", ZH_idnum_length).value[0], "19");
    struct problem why = refused("3710O2194603150012", ZH_idnum_character);
    assert_string_equal(why.value[0], "5");
    assert_string_equal(why.value[1], "O");
    why = refused("37100219460315王012", ZH_idnum_character);
    assert_string_equal(why.value[1], "王");
    assert_string_equal(refused("X71002194603150012", ZH_idnum_character).value[0], "1");
    refused("371002194603150013", ZH_idnum_check);
    refused("3.71002E+17", ZH_idnum_scientific);
    refused("3.71002e17", ZH_idnum_scientific);
    refused("３．７１００２Ｅ＋１７", ZH_idnum_scientific);
    refused("3.71002194603150E+17", ZH_idnum_scientific);
    refused("371002194603150000", ZH_idnum_rounded);
    refused("371002194603150.0", ZH_idnum_numeric);
    refused("王小明", ZH_idnum_character);
    refused("12345", ZH_idnum_length);
    refused("ABC", ZH_idnum_format);
    refused("37100X460315001", ZH_idnum_character);
    refused("\xFF\xFE", ZH_idnum_character);
}

static void births_in_the_future_and_ages_over_130_are_refused(void **state)
{
    (void)state;
    char number[19] = "37100220261124001";
    number[17] = idnum_check_character(number);
    assert_string_equal(refused(number, ZH_idnum_birth_future).value[0], "2026-11-24");
    memcpy(number, "37100220261123001", 17); /* born today */
    number[17] = idnum_check_character(number);
    accepted(number);
    memcpy(number, "37100218951123001", 17); /* 131 today */
    number[17] = idnum_check_character(number);
    assert_string_equal(refused(number, ZH_idnum_too_old).value[1], "131");
    memcpy(number, "37100218951124001", 17); /* 130 until tomorrow */
    number[17] = idnum_check_character(number);
    assert_true(accepted(number).age_unusual);
    memcpy(number, "37100219151124001", 17); /* 110 */
    number[17] = idnum_check_character(number);
    assert_false(accepted(number).age_unusual);
}

static void no_problem_holds_a_whole_number(void **state)
{
    (void)state;
    static const char *const bad[] = {"371002194603150013", "371082197102290012",
                                      "371002209903150013", "37100219460315001",
                                      "3371002194603150012"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct idnum id;
        struct problem why;
        char sentence[400];
        assert_int_equal(idnum_parse(bad[i], today(), &id, &why), ERR_INPUT);
        problem_sentence(&why, sentence, sizeof sentence);
        assert_null(strstr(sentence, bad[i]));
    }
}

static void masks_show_the_head_and_the_last_four(void **state)
{
    (void)state;
    assert_string_equal(idnum_mask("371002194603151234").s, "371002********1234");
    assert_string_equal(idnum_mask("USA370060022901").s, "USA********2901");
    assert_string_equal(idnum_mask("E12345678").s, "E*****678");
    assert_string_equal(idnum_mask("").s, "");
}

static void divisions_of_today_are_named_and_unknown_ones_are_said_to_be_unknown(void **state)
{
    (void)state;
    char hint[200];
    enum division_kind kind;
    assert_int_equal(division_hint("371002", hint, sizeof hint), DIVISION_CURRENT);
    assert_string_equal(hint, "区划:环翠区");
    assert_int_equal(division_hint("379020", hint, sizeof hint), DIVISION_HISTORIC);
    assert_string_equal(hint, "历史区划:乳山市");
    assert_int_equal(division_hint("370633", hint, sizeof hint), DIVISION_HISTORIC);
    assert_int_equal(division_hint("110105", hint, sizeof hint), DIVISION_UNKNOWN);
    assert_non_null(strstr(hint, "110105"));
    assert_int_equal(division_hint("37100", hint, sizeof hint), DIVISION_NONE);
    assert_string_equal(division_find("371000", &kind), "威海市");
    assert_int_equal(kind, DIVISION_CURRENT);
    assert_null(division_find("371099", &kind));
}

static void every_kind_has_a_word(void **state)
{
    (void)state;
    for (int k = IDNUM_RESIDENT; k < IDNUM_KIND_COUNT; k++)
        assert_true(*zh_text(idnum_kind_word((enum idnum_kind)k)));
    assert_string_equal(zh_text(idnum_kind_word(IDNUM_RESIDENT)), "居民身份证");
    assert_string_equal(zh_text(idnum_sex_word(SEX_FEMALE)), "女");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenario_1_lower_case_x_is_normalised_and_the_woman_of_1958_recognised),
        cmocka_unit_test(scenario_2_fifteen_digits_become_eighteen_and_stay_searchable),
        cmocka_unit_test(scenario_3_29_february_1971_is_refused_though_the_check_digit_fits),
        cmocka_unit_test(scenario_4_an_old_division_code_is_a_hint_and_never_a_refusal),
        cmocka_unit_test(check_characters_are_those_of_the_standard),
        cmocka_unit_test(sequence_996_to_999_of_fifteen_digits_is_a_birth_in_the_1800s),
        cmocka_unit_test(residence_cards_of_hong_kong_macau_and_taiwan_people_are_told_apart),
        cmocka_unit_test(both_residence_cards_of_foreigners_are_recognised),
        cmocka_unit_test(travel_documents_are_told_by_their_shape),
        cmocka_unit_test(every_writing_of_an_office_gives_the_same_number),
        cmocka_unit_test(a_card_readers_longer_string_gives_its_one_number),
        cmocka_unit_test(each_fault_has_its_own_sentence),
        cmocka_unit_test(births_in_the_future_and_ages_over_130_are_refused),
        cmocka_unit_test(no_problem_holds_a_whole_number),
        cmocka_unit_test(masks_show_the_head_and_the_last_four),
        cmocka_unit_test(divisions_of_today_are_named_and_unknown_ones_are_said_to_be_unknown),
        cmocka_unit_test(every_kind_has_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
