/* Lessons as trainers write them (C30; docs/lessons.md): the shipped ones are read, and what is
 * unknown, missing or cited wrongly is refused with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/lesson.h"
#include "law/register.h"

static struct arena *arena;
static struct problem why;

/* One good lesson; what a test says stands instead of a line, or behind the last. */
static const char *const good[] = {"[老人]",
                                   "编号 = 101",
                                   "组 = 一",
                                   "来人 = 本人",
                                   "他说 = 来认证",
                                   "任务 = 认证",
                                   "做法 = 认证",
                                   "道理 = 有效期",
                                   "姓名 = 甲",
                                   "性别 = 女",
                                   "年龄 = 68",
                                   "待遇 = 职工养老",
                                   "月标准 = 3200",
                                   "发放地 = 外区",
                                   "上次认证 = 330天前",
                                   "依据 = measure:7.1",
                                   "应为 认证 = 当天"};
#define LINES (sizeof good / sizeof *good)

static const char *text_with(size_t line, const char *instead)
{
    char *text = arena_copy(arena, "", 0);
    for (size_t i = 0; i <= LINES; i++) {
        const char *one = i == line ? instead : i < LINES ? good[i] : "";
        text = arena_print(arena, "%s%s\n", text, one);
    }
    return text;
}

static enum err parse(const char *text, struct lessons *out)
{
    why = (struct problem){0};
    return lessons_parse(arena, text, out, &why);
}

static void a_good_one_is_read(void **state)
{
    (void)state;
    struct lessons all;
    assert_int_equal(parse(text_with(LINES, "准备 = 已报告 死亡 5天前"), &all), ERR_OK);
    assert_int_equal(all.count, 1);
    const struct lesson *l = lesson_find(&all, 101);
    assert_non_null(l);
    assert_null(lesson_find(&all, 102));
    assert_string_equal(l->person.name, "甲");
    assert_int_equal(l->person.sex, 2);
    assert_int_equal(l->person.rate_fen, 320000);
    assert_int_equal(l->person.payer, LESSON_AT_OTHER);
    assert_int_equal(l->person.certified_ago, 330);
    assert_int_equal(l->setup[0].kind, SETUP_REPORTED);
    assert_int_equal(l->setup[0].loss, LOSS_DEATH);
    assert_int_equal(l->setup[0].ago, 5);
    assert_int_equal(l->expect[0].kind, EXPECT_CERTIFIED);
    assert_string_equal(register_article_at(l->cites[0])->key, "7.1");
}

static void what_is_wrong_is_said_with_its_line(void **state)
{
    (void)state;
    static const struct {
        size_t line;
        const char *instead, *part;
    } bad[] = {
        {1, "编号 = 一", "第 2 行：“一”读不懂"},
        {1, "编码 = 101", "第 2 行：练习文件里没有“编码”"},
        {1, "", "第 1 行的练习缺少“编号”"},
        {9, "性别 = 公", "第 10 行"},
        {10, "年龄 = 168", "第 11 行"},
        {11, "待遇 = 车补", "第 12 行"},
        {12, "月标准 = 0", "第 13 行"},
        {13, "发放地 = 北京", "第 14 行"},
        {14, "上次认证 = 330", "第 15 行"},
        {15, "依据 = measure:77", "法规库里没有“measure:77”"},
        {15, "依据 = 办法", "法规库里没有“办法”"},
        {15, "", "缺少“依据”"},
        {16, "", "没有要办成的事"},
        {16, "应为 认证 = 没有", "没有要办成的事"},
        {16, "应为 发放 = 照发", "没有要办成的事"},
        {16, "应为 认证 = 昨天", "第 17 行：“昨天”读不懂"},
        {16, "应为 举办 = 未办结", "没有“举办”"},
        {16, "应为 举报 = 办好", "“办好”读不懂"},
        {16, "应为 举报/colour = 红", "没有“举报/colour”"},
        {LINES, "准备 = 已报告 死亡", "第 18 行"},
        {LINES, "准备 = 已停发 5天前", "第 18 行"},
        {LINES, "准备 = 过夜 5天前", "第 18 行"},
        {LINES, "另有待遇 = 居民养老 186", "第 18 行"},
        {LINES, "姓名 = 乙", "第 18 行"},
        {LINES, "生日 = 366天后", "第 18 行"},
        {LINES, "[又一个]\n编号 = 101", "缺少"},
    };
    struct lessons all;
    char text[512];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(parse(text_with(bad[i].line, bad[i].instead), &all), ERR_INPUT);
        problem_sentence(&why, text, sizeof text);
        if (!strstr(text, bad[i].part)) fail_msg("%s: %s", bad[i].instead, text);
    }
}

static void numbers_ascend(void **state)
{
    (void)state;
    struct lessons all;
    const char *twice = arena_print(arena, "%s%s", text_with(LINES, ""), text_with(LINES, ""));
    assert_int_equal(parse(twice, &all), ERR_INPUT);
    assert_int_equal(why.message, ZH_lesson_order);
}

/* 68 today whatever the day, also born on the 29th of February. */
static void ages_hold_on_the_day_of_the_exercise(void **state)
{
    (void)state;
    for (int add = 0; add < 800; add++) {
        struct date today = date_add_days(date_of(2023, 6, 1), add);
        struct lesson_person p = {.age = 17, .birthday_in = 1 + add % 365};
        struct date birth = lesson_birth(&p, today);
        assert_int_equal(date_age(birth, today), 17);
        assert_int_equal(date_age(birth, date_add_days(today, p.birthday_in)), 18);
    }
}

/* The shipped files one by one, so that a fault is told with the line of its file. */
static void the_shipped_ones_are_good(void **state)
{
    (void)state;
    static const char *const names[] = {"1-counter", "2-papers", "3-loss", "4-stopped", "5-fraud"};
    struct casefile file;
    struct lessons all;
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[512];
        const char *path = arena_print(arena, JZ_SOURCE_DIR "/training/%s.lesson", names[i]);
        enum err e = casefile_read(arena, path, &file, &why);
        if (!e) e = lessons_of(arena, &file, &all, &why);
        if (e) fail_msg("%s: %s", path, problem_sentence(&why, text, sizeof text));
        count += all.count;
    }
    assert_in_range(count, 20, 999);
}

int main(void)
{
    static const struct CMUnitTest lessons[] = {
        cmocka_unit_test(a_good_one_is_read),
        cmocka_unit_test(what_is_wrong_is_said_with_its_line),
        cmocka_unit_test(numbers_ascend),
        cmocka_unit_test(ages_hold_on_the_day_of_the_exercise),
        cmocka_unit_test(the_shipped_ones_are_good),
    };
    arena = arena_new(64u << 20);
    int failed = cmocka_run_group_tests(lessons, NULL, NULL);
    arena_free(arena);
    return failed;
}
