/* The roster decoder: headers by synonym, one row at a time, every fault of a row at once. Numbers
 * are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/zh.h"
#include "domain/roster.h"

enum { MAX = 16 };

static const char *const header[] = {
    "社会保障号码", "姓名",   "待遇类别", "待遇发放地",   "月标准",
    "起始年月",     "居住地", "联系电话", "上次认证日期", "上次认证方式",
    "关联人号码",   "关系",   "金额构成", "鉴定有效期",   "备注",
};
static const char *const good[] = {
    "37100319581120002x",
    "丛玉兰",
    "居民养老",
    "371003000000",
    "218.00",
    "2018-12",
    "371003001000",
    "136-3100-0000",
    "2026-05-06",
    "3",
    "",
    "",
    "基础=183;个人账户=28;政府补贴=7",
    "",
    "按月",
};
enum { N = sizeof header / sizeof *header };

static struct date today(void)
{
    return date_of(2026, 11, 23);
}

static struct roster_columns columns(void)
{
    struct problem why;
    struct roster_columns c = roster_header(header, N, &why);
    assert_int_equal(c.code, ERR_OK);
    return c;
}

/* The good row with one cell changed. */
static size_t with(enum roster_field f, const char *cell, struct roster_row *row,
                   struct problem *problems)
{
    const char *cells[N];
    struct roster_columns c = columns();
    memcpy(cells, good, sizeof cells);
    cells[f] = cell;
    return roster_row(&c, &(struct roster_cells){cells, N, today()}, row, problems, MAX);
}

static struct roster_row accepted(enum roster_field f, const char *cell)
{
    struct roster_row row;
    struct problem problems[MAX];
    char sentence[400];
    if (with(f, cell, &row, problems))
        fail_msg("%s: %s", cell, problem_sentence(problems, sentence, sizeof sentence));
    return row;
}

static struct problem refused(enum roster_field f, const char *cell, enum zh_id message)
{
    struct roster_row row;
    struct problem problems[MAX];
    size_t count = with(f, cell, &row, problems);
    if (count != 1) fail_msg("%s: %zu problems", cell, count);
    if (problems[0].message != message) fail_msg("%s: %s", cell, zh_id_name(problems[0].message));
    assert_string_equal(problems[0].field, header[f]);
    assert_int_equal(problems[0].code, ERR_INPUT);
    return problems[0];
}

static void a_good_row_is_decoded_whole(void **state)
{
    (void)state;
    struct roster_row row = accepted(ROSTER_NOTE, "按月");
    assert_string_equal(row.number.number, "37100319581120002X");
    assert_int_equal(row.number.sex, SEX_FEMALE);
    assert_string_equal(row.name, "丛玉兰");
    assert_string_equal(row.name_key, "丛玉兰");
    assert_int_equal(row.kind, LINE_RESIDENT_PENSION);
    assert_string_equal(row.payer, "371003000000");
    assert_int_equal(row.rate_fen, 21800);
    assert_string_equal(month_print(row.first).s, "2018-12");
    assert_int_equal(row.residence.kind, RESIDENCE_CITY);
    assert_string_equal(row.residence.code, "371003001000");
    assert_string_equal(row.phone, "13631000000");
    assert_string_equal(date_print(row.last_certified).s, "2026-05-06");
    assert_int_equal(row.last_way, 3);
    assert_int_equal(row.linked.kind, IDNUM_UNSET);
    assert_int_equal(row.components.basic, 18300);
    assert_int_equal(row.components.account, 2800);
    assert_int_equal(row.components.subsidy, 700);
    assert_int_equal(row.components.standard, -1);
    assert_false(date_is_set(row.appraisal_until));
    assert_string_equal(row.note, "按月");
}

static void scenarios_1_to_4_hold_in_a_roster(void **state)
{
    (void)state;
    assert_string_equal(accepted(ROSTER_NUMBER, "37100319581120002x").number.number,
                        "37100319581120002X");
    struct idnum id = accepted(ROSTER_NUMBER, "371002460315001").number;
    assert_string_equal(id.number, "371002194603150012");
    assert_string_equal(id.original15, "371002460315001");
    refused(ROSTER_NUMBER, "371082197102290012", ZH_idnum_birth_impossible_check_fits);
    char old[19] = "37213219800101001";
    old[17] = idnum_check_character(old);
    assert_string_equal(accepted(ROSTER_NUMBER, old).number.division, "372132");
}

static void headers_are_known_by_synonym_and_writing(void **state)
{
    (void)state;
    static const char *const cells[] = {"序号",       "＊身份证号",   " 姓　名 ", "险种",
                                        "参保地",     "月标准（元）", "起始年月", "居住地代码",
                                        "乡镇(街道)", "手机号码",     "",         ""};
    struct problem why;
    struct roster_columns c = roster_header(cells, 12, &why);
    assert_int_equal(c.code, ERR_OK);
    assert_int_equal(c.at[ROSTER_NUMBER], 1);
    assert_int_equal(c.at[ROSTER_NAME], 2);
    assert_int_equal(c.at[ROSTER_KIND], 3);
    assert_int_equal(c.at[ROSTER_PAYER], 4);
    assert_int_equal(c.at[ROSTER_RATE], 5);
    assert_int_equal(c.at[ROSTER_PHONE], 9);
    assert_int_equal(c.at[ROSTER_LINKED], -1);
    assert_int_equal(c.count, 10);
    assert_int_equal(c.unknown_count, 2);
    assert_int_equal(c.unknown[0], 0);
    assert_int_equal(c.unknown[1], 8);
    assert_true(roster_is_header(cells, 12));
    static const char *const title[] = {"威海市领取待遇人员名册", "", ""};
    assert_false(roster_is_header(title, 3));
}

static void every_synonym_leads_to_its_own_column(void **state)
{
    (void)state;
    static const enum zh_id lists[] = {
        ZH_roster_col_number,     ZH_roster_col_name,      ZH_roster_col_kind,
        ZH_roster_col_payer,      ZH_roster_col_rate,      ZH_roster_col_first,
        ZH_roster_col_residence,  ZH_roster_col_phone,     ZH_roster_col_last_on,
        ZH_roster_col_last_way,   ZH_roster_col_linked,    ZH_roster_col_relation,
        ZH_roster_col_components, ZH_roster_col_appraisal, ZH_roster_col_note,
    };
    for (int f = 0; f < ROSTER_FIELD_COUNT; f++) {
        for (const char *s = zh_text(lists[f]); *s;) {
            char one[64] = "";
            size_t n = strcspn(s, "|");
            memcpy(one, s, n);
            const char *cells[] = {one};
            struct roster_columns c = roster_header(cells, 1, NULL);
            if (c.at[f] != 0) fail_msg("%s", one);
            s += n + (s[n] == '|');
        }
        assert_string_equal(roster_field_name((enum roster_field)f).s, header[f]);
    }
}

static void a_header_without_a_mandatory_column_is_refused_naming_all_missing(void **state)
{
    (void)state;
    static const char *const cells[] = {"身份证号", "姓名", "待遇类别", "月标准", "起始年月"};
    struct problem why;
    struct roster_columns c = roster_header(cells, 5, &why);
    assert_int_equal(c.code, ERR_INPUT);
    assert_int_equal(why.message, ZH_roster_header_missing);
    assert_string_equal(why.value[0], "待遇发放地、居住地");
}

static void a_header_with_one_meaning_twice_is_refused(void **state)
{
    (void)state;
    static const char *const cells[] = {"身份证号", "姓名",     "待遇类别", "待遇发放地",
                                        "月标准",   "起始年月", "居住地",   "社会保障号码"};
    struct problem why;
    assert_int_equal(roster_header(cells, 8, &why).code, ERR_INPUT);
    assert_int_equal(why.message, ZH_roster_header_twice);
    assert_string_equal(why.value[0], "身份证号");
    assert_string_equal(why.value[1], "社会保障号码");
}

static void all_faults_of_a_row_are_listed_with_their_columns(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "371082197102290012", "张?", "养老", "371003001000", "-1",   "2018-13",    "", "abc",
        "2027-01-01",         "9",   "1",    "邻居",         "基础", "2026-02-30", ""};
    static const enum zh_id messages[] = {
        ZH_idnum_birth_impossible_check_fits,
        ZH_name_garbled,
        ZH_roster_kind,
        ZH_roster_payer_town,
        ZH_err_money_negative,
        ZH_err_month_format,
        ZH_roster_empty,
        ZH_roster_phone,
        ZH_roster_last_future,
        ZH_roster_way,
        ZH_idnum_length,
        ZH_roster_relation,
        ZH_roster_components,
        ZH_err_date_impossible,
    };
    struct roster_columns c = columns();
    struct roster_row row;
    struct problem problems[MAX];
    char sentence[400];
    assert_int_equal(roster_row(&c, &(struct roster_cells){bad, N, today()}, &row, problems, MAX),
                     14);
    for (size_t i = 0; i < 14; i++) {
        if (problems[i].message != messages[i])
            fail_msg("%zu: %s", i, zh_id_name(problems[i].message));
        assert_string_equal(problems[i].field, header[i]);
        assert_true(strlen(problem_sentence(&problems[i], sentence, sizeof sentence)) > 10);
    }
    /* fewer places than problems: the count is still right and nothing beyond is written */
    memset(problems, 0, sizeof problems);
    assert_int_equal(roster_row(&c, &(struct roster_cells){bad, N, today()}, &row, problems, 2),
                     14);
    assert_int_equal(problems[1].message, ZH_name_garbled);
    assert_int_equal(problems[2].message, ZH_none);
    assert_int_equal(roster_row(&c, &(struct roster_cells){bad, N, today()}, &row, NULL, 0), 14);
}

static void money_is_refused_when_negative_or_of_three_decimals(void **state)
{
    (void)state;
    refused(ROSTER_RATE, "-3210.55", ZH_err_money_negative);
    refused(ROSTER_RATE, "3210.555", ZH_err_money_format);
    refused(ROSTER_RATE, "三千", ZH_err_money_format);
    refused(ROSTER_RATE, "", ZH_roster_empty);
    assert_int_equal(accepted(ROSTER_RATE, "￥3,210.5").rate_fen, 321050);
}

static void a_medical_line_needs_no_amount(void **state)
{
    (void)state;
    const char *cells[N];
    struct roster_columns c = columns();
    struct roster_row row;
    struct problem problems[MAX];
    memcpy(cells, good, sizeof cells);
    cells[ROSTER_KIND] = "职工医保";
    cells[ROSTER_RATE] = cells[ROSTER_COMPONENTS] = "";
    assert_int_equal(roster_row(&c, &(struct roster_cells){cells, N, today()}, &row, problems, MAX),
                     0);
    assert_int_equal(row.rate_fen, 0);
}

static void numbers_that_a_spreadsheet_spoilt_are_refused_with_the_cause(void **state)
{
    (void)state;
    refused(ROSTER_NUMBER, "3.71002E+17", ZH_idnum_scientific);
    refused(ROSTER_NUMBER, "371002194603150000", ZH_idnum_rounded);
    refused(ROSTER_LINKED, "3.71002E+17", ZH_idnum_scientific);
    assert_string_equal(accepted(ROSTER_NUMBER, "'37100319581120002X").number.number,
                        "37100319581120002X");
}

static void dates_are_read_in_every_office_writing(void **state)
{
    (void)state;
    static const char *const writings[] = {"2026-05-06", "2026/5/6",         "2026.05.06",
                                           "20260506",   "2026年5月6日",     "２０２６－０５－０６",
                                           "46148",      "2026/5/6 0:00:00", "2026-05-06T08:30"};
    for (size_t i = 0; i < sizeof writings / sizeof *writings; i++)
        assert_string_equal(date_print(accepted(ROSTER_LAST_ON, writings[i]).last_certified).s,
                            "2026-05-06");
    static const char *const months[] = {"2018-12",    "201812",   "2018年12月",
                                         "2018/12/01", "20181231", "2018.12"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        assert_string_equal(month_print(accepted(ROSTER_FIRST, months[i]).first).s, "2018-12");
    refused(ROSTER_LAST_ON, "2026-02-30", ZH_err_date_impossible);
    refused(ROSTER_LAST_ON, "去年", ZH_err_date_format);
    refused(ROSTER_FIRST, "2018-02-30", ZH_err_date_impossible);
    refused(ROSTER_APPRAISAL, "2026-13-01", ZH_err_date_impossible);
    assert_string_equal(date_print(accepted(ROSTER_APPRAISAL, "2027-06-30").appraisal_until).s,
                        "2027-06-30");
}

static void a_certification_may_be_today_but_not_tomorrow_or_before_birth(void **state)
{
    (void)state;
    accepted(ROSTER_LAST_ON, "2026-11-23");
    struct problem why = refused(ROSTER_LAST_ON, "2026-11-24", ZH_roster_last_future);
    assert_string_equal(why.value[0], "2026-11-24");
    assert_string_equal(why.value[1], "2026-11-23");
    refused(ROSTER_LAST_ON, "1958-11-19", ZH_roster_before_birth);
    refused(ROSTER_FIRST, "1958-10", ZH_roster_before_birth);
    accepted(ROSTER_FIRST, "1958-11");
}

static void payers_are_the_city_or_a_district(void **state)
{
    (void)state;
    assert_string_equal(accepted(ROSTER_PAYER, " ３７１０７１００００００ ").payer, "371071000000");
    accepted(ROSTER_PAYER, "371000000000");
    refused(ROSTER_PAYER, "371003001000", ZH_roster_payer_town);
    refused(ROSTER_PAYER, "371002", ZH_roster_payer);
    refused(ROSTER_PAYER, "文登区", ZH_roster_payer);
}

static void a_residence_is_read_and_must_be_given(void **state)
{
    (void)state;
    assert_string_equal(accepted(ROSTER_RESIDENCE, "fra").residence.code, "FR");
    refused(ROSTER_RESIDENCE, "XX", ZH_residence_unknown);
    refused(ROSTER_RESIDENCE, "", ZH_roster_empty);
}

static void dependants_name_their_worker_and_relation(void **state)
{
    (void)state;
    struct roster_row row = accepted(ROSTER_LINKED, "371002460315001");
    assert_string_equal(row.linked.number, "371002194603150012");
    refused(ROSTER_LINKED, "37100319581120002X", ZH_roster_linked_self);
    static const struct {
        const char *word;
        enum relation relation;
    } rows[] = {
        {"配偶", RELATION_SPOUSE},     {"妻", RELATION_SPOUSE},    {"子女", RELATION_CHILD},
        {"女儿", RELATION_CHILD},      {"母亲", RELATION_PARENT},  {"外祖母", RELATION_GRANDPARENT},
        {"外孙", RELATION_GRANDCHILD}, {"弟弟", RELATION_SIBLING},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(accepted(ROSTER_RELATION, rows[i].word).relation, rows[i].relation);
    refused(ROSTER_RELATION, "朋友", ZH_roster_relation);
}

static void ways_are_the_six_of_article_7(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        int way;
    } rows[] = {{"1", 1},        {"６", 6},       {"(三)", 3}, {"（四）", 4}, {"五", 5},
                {"数据比对", 3}, {"人脸识别", 2}, {"入户", 1}, {"使领馆", 5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(accepted(ROSTER_LAST_WAY, rows[i].word).last_way, rows[i].way);
    refused(ROSTER_LAST_WAY, "7", ZH_roster_way);
    refused(ROSTER_LAST_WAY, "0", ZH_roster_way);
    refused(ROSTER_LAST_WAY, "33", ZH_roster_way);
}

static void components_are_named_amounts(void **state)
{
    (void)state;
    struct roster_components c =
        accepted(ROSTER_COMPONENTS, "基础＝１８３；个人账户＝28.5；").components;
    assert_int_equal(c.basic, 18300);
    assert_int_equal(c.account, 2850);
    assert_int_equal(c.subsidy, -1);
    c = accepted(ROSTER_COMPONENTS, "标准=3500").components;
    assert_int_equal(c.standard, 350000);
    refused(ROSTER_COMPONENTS, "基础=183;基础=1", ZH_roster_components_twice);
    refused(ROSTER_COMPONENTS, "高温补贴=183", ZH_roster_components_name);
    refused(ROSTER_COMPONENTS, "基础=-1", ZH_err_money_negative);
    refused(ROSTER_COMPONENTS, "基础=1.234", ZH_err_money_format);
    refused(ROSTER_COMPONENTS, "基础 183", ZH_roster_components);
    struct problem why =
        refused(ROSTER_COMPONENTS, "基础=183;个人账户=28;政府补贴=7.01", ZH_roster_components_sum);
    assert_string_equal(why.value[0], "218.01");
}

static void every_kind_of_the_interface_is_known_and_local_kinds_can_be_added(void **state)
{
    (void)state;
    static const char *const words[] = {
        "职工养老",     "机关养老",   "退职",           "企业离休",         "居民养老", "伤残津贴",
        "伤残津贴补差", "生活护理费", "供养亲属抚恤金", "遗属生活困难补助", "职工医保", "居民医保"};
    for (int i = 0; i < 12; i++) assert_int_equal(accepted(ROSTER_KIND, words[i]).kind, i + 1);
    refused(ROSTER_KIND, "失业保险金", ZH_roster_kind_other);
    refused(ROSTER_KIND, "养老", ZH_roster_kind);
    static const struct local_kind rows[] = {{LINE_KIND_LOCAL, "高龄津贴", NULL}};
    static const struct local_kinds local = {rows, 1};
    const char *cells[N];
    struct roster_columns c = columns();
    struct roster_row row;
    memcpy(cells, good, sizeof cells);
    cells[ROSTER_KIND] = " 高龄津贴";
    assert_int_equal(roster_row(&c, &(struct roster_cells){cells, N, today()}, &row, NULL, 0), 1);
    c.local = &local;
    assert_int_equal(roster_row(&c, &(struct roster_cells){cells, N, today()}, &row, NULL, 0), 0);
    assert_int_equal(row.kind, LINE_KIND_LOCAL);
    assert_string_equal(local_kind_word(&local, LINE_KIND_LOCAL), "高龄津贴");
    assert_string_equal(local_kind_word(&local, LINE_RESIGNED), "退职");
    assert_string_equal(local_kind_word(NULL, 999), "");
}

static void a_row_with_other_than_the_headers_cells_is_refused_whole(void **state)
{
    (void)state;
    struct roster_columns c = columns();
    struct roster_row row;
    struct problem problems[MAX];
    const char *cells[N + 2];
    memcpy(cells, good, sizeof good);
    cells[N] = cells[N + 1] = " ";
    assert_int_equal(
        roster_row(&c, &(struct roster_cells){cells, N + 2, today()}, &row, problems, MAX),
        0); /* empty cells behind */
    assert_int_equal(
        roster_row(&c, &(struct roster_cells){cells, N - 1, today()}, &row, problems, MAX), 1);
    assert_int_equal(problems[0].message, ZH_roster_cells);
    cells[N] = "x";
    assert_int_equal(
        roster_row(&c, &(struct roster_cells){cells, N + 2, today()}, &row, problems, MAX), 1);
    assert_int_equal(problems[0].message, ZH_roster_cells);
    assert_string_equal(problems[0].value[0], "16");
}

static void columns_that_the_file_lacks_are_simply_not_given(void **state)
{
    (void)state;
    struct problem why;
    struct roster_columns c = roster_header(header, ROSTER_RESIDENCE + 1, &why);
    struct roster_row row;
    assert_int_equal(c.code, ERR_OK);
    assert_int_equal(
        roster_row(&c, &(struct roster_cells){good, ROSTER_RESIDENCE + 1, today()}, &row, &why, 1),
        0);
    assert_string_equal(row.phone, "");
    assert_string_equal(row.note, "");
    assert_false(date_is_set(row.last_certified));
    assert_int_equal(row.components.basic, -1);
}

static void a_cell_longer_than_any_is_refused(void **state)
{
    (void)state;
    char cell[700];
    memset(cell, '9', sizeof cell - 1);
    cell[sizeof cell - 1] = 0;
    refused(ROSTER_NUMBER, cell, ZH_roster_long);
    refused(ROSTER_APPRAISAL, cell, ZH_roster_long);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_row_is_decoded_whole),
        cmocka_unit_test(scenarios_1_to_4_hold_in_a_roster),
        cmocka_unit_test(headers_are_known_by_synonym_and_writing),
        cmocka_unit_test(every_synonym_leads_to_its_own_column),
        cmocka_unit_test(a_header_without_a_mandatory_column_is_refused_naming_all_missing),
        cmocka_unit_test(a_header_with_one_meaning_twice_is_refused),
        cmocka_unit_test(all_faults_of_a_row_are_listed_with_their_columns),
        cmocka_unit_test(money_is_refused_when_negative_or_of_three_decimals),
        cmocka_unit_test(a_medical_line_needs_no_amount),
        cmocka_unit_test(numbers_that_a_spreadsheet_spoilt_are_refused_with_the_cause),
        cmocka_unit_test(dates_are_read_in_every_office_writing),
        cmocka_unit_test(a_certification_may_be_today_but_not_tomorrow_or_before_birth),
        cmocka_unit_test(payers_are_the_city_or_a_district),
        cmocka_unit_test(a_residence_is_read_and_must_be_given),
        cmocka_unit_test(dependants_name_their_worker_and_relation),
        cmocka_unit_test(ways_are_the_six_of_article_7),
        cmocka_unit_test(components_are_named_amounts),
        cmocka_unit_test(every_kind_of_the_interface_is_known_and_local_kinds_can_be_added),
        cmocka_unit_test(a_row_with_other_than_the_headers_cells_is_refused_whole),
        cmocka_unit_test(columns_that_the_file_lacks_are_simply_not_given),
        cmocka_unit_test(a_cell_longer_than_any_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
