#include <dirent.h>

#include "fixture.h"

static void the_words_of_the_roster_are_known(void **state)
{
    (void)state;
    static const char *const words[] = {
        "职工养老",     "机关养老",   "退职",           "企业离休",         "居民养老", "伤残津贴",
        "伤残津贴补差", "生活护理费", "供养亲属抚恤金", "遗属生活困难补助", "职工医保", "居民医保"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        assert_int_equal(line_kind_from_word(words[i]), (int)i + 1);
        assert_string_equal(zh_text(line_kind_word((int)i + 1)), words[i]);
    }
    assert_int_equal(line_kind_from_word(" 职工 养老　"), LINE_WORKER_PENSION);
    assert_int_equal(line_kind_from_word("护理费"), LINE_CARE);
    assert_int_equal(line_kind_from_word("伤残"), 0);
    assert_int_equal(line_kind_from_word(""), 0);
    assert_int_equal(line_kind_from_word("|"), 0);
    assert_int_equal(line_kind_word(LINE_KIND_LOCAL), ZH_none);
    assert_int_equal(line_kind_word(0), ZH_none);
}

static void a_kind_stands_under_its_item_of_article_3(void **state)
{
    (void)state;
    static const int item[] = {0, 1, 1, 1, 1, 2, 3, 3, 3, 4, 5, 1, 1};
    for (int k = 1; k < LINE_KIND_COUNT; k++) assert_int_equal(line_kind_paragraph(k), item[k]);
    assert_int_equal(line_kind_paragraph(LINE_KIND_LOCAL + 3), 6);
    assert_int_equal(line_kind_paragraph(0), 6);
}

static void kinds_fall_into_the_groups_of_article_11(void **state)
{
    (void)state;
    for (int k = 1; k <= LINE_KIND_LOCAL; k++) {
        assert_int_equal(line_kind_work_pension(k), k >= 1 && k <= 4);
        assert_int_equal(line_kind_basic_pension(k), k >= 1 && k <= 5);
        assert_int_equal(line_kind_dependant(k),
                         k == LINE_DEPENDANT || k == LINE_SURVIVOR_HARDSHIP);
        assert_int_equal(line_kind_medical(k),
                         k == LINE_WORKER_MEDICAL || k == LINE_RESIDENT_MEDICAL);
    }
}

static void the_words_of_events_sentences_and_relations_come_back(void **state)
{
    (void)state;
    static const char *const events[] = {"死亡", "火化", "户口注销", "宣告死亡", "失踪",
                                         "服刑", "缓刑", "在押",     "释放",     "再婚",
                                         "收养", "就业", "参军"};
    for (size_t i = 0; i < COUNT_OF(events); i++)
        assert_int_equal(loss_event_from_word(events[i]), (int)i + 1);
    for (int i = 1; i < LOSS_EVENT_COUNT; i++)
        assert_int_equal(loss_event_from_word(zh_text(loss_event_word((enum loss_event)i))), i);
    for (int i = 1; i < SENTENCE_COUNT; i++)
        assert_int_equal(sentence_from_word(zh_text(sentence_word((enum sentence)i))), i);
    for (int i = 1; i < RELATION_COUNT; i++)
        assert_int_equal(relation_from_word(zh_text(relation_word((enum relation)i))), i);
    for (int i = 1; i <= CAUSE_CUSTODY; i++)
        assert_int_equal(
            suspension_cause_from_word(zh_text(suspension_cause_word((enum suspension_cause)i))),
            i);
    assert_int_equal(relation_from_word("外祖母"), RELATION_GRANDPARENT);
    assert_int_equal(sentence_from_word("死缓"), SENTENCE_DEATH_SUSPENDED);
    assert_int_equal(loss_event_from_word("住院"), LOSS_UNSET);
    assert_int_equal(loss_event_word(LOSS_EVENT_COUNT), ZH_none);
    assert_int_equal(loss_event_word(LOSS_UNSET), ZH_none);
    assert_int_equal(register_item_at(100000), NULL);
    for (int i = STOP_NONE; i <= STOP_FREEZE; i++)
        assert_int_not_equal(stop_effect_word((enum stop_effect)i), ZH_none);
    assert_int_equal(stop_effect_word((enum stop_effect)9), ZH_none);
}

/* ---- The register ---- */

static void acts_articles_and_rules_are_found(void **state)
{
    (void)state;
    assert_int_equal(register_act_find("measure"), ACT_MEASURE);
    assert_int_equal(register_act_find("nothing"), ACT_NONE);
    assert_null(register_act_at(ACT_NONE));
    assert_null(register_act_at(ACT_COUNT));
    for (int n = 1; n <= 17; n++) {
        char key[8];
        snprintf(key, sizeof key, "%d", n);
        assert_true(register_article_find(ACT_MEASURE, key) >= 0);
    }
    assert_int_equal(register_article_find(ACT_MEASURE, "18"), -1);
    assert_null(register_article_at(-1));
    assert_null(register_article_at((int)register_article_count()));
    for (int r = 1; r < RULE_COUNT; r++) {
        const struct register_rule *rule = register_rule_at(r);
        assert_int_equal(register_rule_find(rule->key), r);
        assert_non_null(register_article_at(rule->article));
        assert_true(register_act_in_force(register_article_at(rule->article)->act, rule->from));
        assert_true(register_in_force(r, rule->from));
        assert_false(register_in_force(r, date_add_days(rule->from, -1)));
        if (date_is_set(rule->until))
            assert_false(register_in_force(r, date_add_days(rule->until, 1)));
    }
    assert_int_equal(register_rule_find("nothing"), RULE_NONE);
    assert_null(register_rule_at(RULE_NONE));
    assert_false(register_in_force(RULE_COUNT, law.today));
    assert_false(register_act_in_force(ACT_COUNT, law.today));
    for (int i = 1; i < INTERPRETATION_COUNT; i++)
        assert_non_null(register_article_at(register_interpretation_at(i)->article));
    assert_null(register_interpretation_at(INTERPRETATION_COUNT));
    assert_null(register_interpretation_at(0));
}

static void every_rule_names_a_function_of_this_room(void **state)
{
    (void)state;
    static char headers[1 << 18];
    size_t n = 0;
    DIR *d = opendir(JZ_SOURCE_DIR "/src/law");
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        char path[1024];
        size_t len = strlen(e->d_name);
        if (len < 2 || strcmp(e->d_name + len - 2, ".h") != 0) continue;
        snprintf(path, sizeof path, "%s/src/law/%s", JZ_SOURCE_DIR, e->d_name);
        FILE *f = fopen(path, "r");
        assert_non_null(f);
        n += fread(headers + n, 1, sizeof headers - 1 - n, f);
        fclose(f);
    }
    closedir(d);
    for (int r = 1; r < RULE_COUNT; r++) {
        char call[128];
        snprintf(call, sizeof call, "%s(", register_rule_at(r)->function);
        if (!strstr(headers, call)) fail_msg("no function %s) in src/law", call);
    }
}

static void citations_read_as_in_a_letter(void **state)
{
    (void)state;
    char text[256];
    static const struct {
        enum act_id act;
        const char *key, *want;
    } v[] = {
        {ACT_AGENCY_REGULATION, "26", "《社会保险经办条例》第二十六条"},
        {ACT_MEASURE, "10", "《威海市社会保险长期待遇领取资格认证办法》第十条"},
        {ACT_MEASURE, "7.5", "《威海市社会保险长期待遇领取资格认证办法》第七条第（五）项"},
        {ACT_CIVIL_CODE, "203", "《中华人民共和国民法典》第二百零三条"},
        {ACT_MEASURE, "12", "《威海市社会保险长期待遇领取资格认证办法》第十二条"},
        {ACT_ORDER_48, "general", "《社会保险基金行政监督办法》"},
    };
    for (size_t i = 0; i < COUNT_OF(v); i++)
        assert_string_equal(
            register_citation(register_article_find(v[i].act, v[i].key), text, sizeof text),
            v[i].want);
    assert_string_equal(register_citation(-1, text, sizeof text), "");
    int ten = register_article_find(ACT_MEASURE, "10"),
        old = register_article_find(ACT_ORDER_11, "general");
    assert_string_equal(register_citation_on(ten, D("2024-12-31"), text, sizeof text), v[1].want);
    assert_string_equal(register_citation_on(ten, D("2025-01-01"), text, sizeof text),
                        "原办法（已于2024-12-31期满）第十条");
    assert_string_equal(register_citation_on(old, D("2025-01-01"), text, sizeof text),
                        "《社会保险基金监督举报工作管理办法》");
    assert_string_equal(register_citation_on(register_article_find(ACT_CIVIL_CODE, "203"),
                                             D("2025-01-01"), text, sizeof text),
                        v[3].want);
    assert_string_equal(register_citation_on(-1, D("2025-01-01"), text, sizeof text), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_words_of_the_roster_are_known),
        TEST(a_kind_stands_under_its_item_of_article_3),
        TEST(kinds_fall_into_the_groups_of_article_11),
        TEST(the_words_of_events_sentences_and_relations_come_back),
        TEST(acts_articles_and_rules_are_found),
        TEST(every_rule_names_a_function_of_this_room),
        TEST(citations_read_as_in_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
