#include <stdlib.h>
#include <unistd.h>

#include "fixture.h"

#include "law/casefile.h"
#include "law/casetry.h"

static struct problem why;

static const char *sentence(void)
{
    static char text[512];
    return problem_sentence(&why, text, sizeof text);
}

static enum err parse(const char *text, struct casefile *f)
{
    why = (struct problem){0};
    return casefile_parse(arena, text, f, &why);
}

static enum err run(const char *text, struct case_run *r)
{
    struct casefile f;
    assert_int_equal(parse(text, &f), ERR_OK);
    return casefile_run(arena, &f.cases[0], r, &why);
}

static void what_cannot_be_read_is_said_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } bad[] = {
        {"", "没有情景"},
        {"# only\n\n", "没有情景"},
        {"\n[x\n", "第2行"},
        {"今日 = 2024-01-01\n", "第1行：还没有标题"},
        {"[x]\nabc\n", "第2行：缺少等号"},
    };
    struct casefile f;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(parse(bad[i].text, &f), ERR_INPUT);
        assert_non_null(strstr(sentence(), bad[i].part));
    }
}

static void too_many_lines_or_cases_are_refused(void **state)
{
    (void)state;
    struct casefile f;
    struct buf b = BUF(1 << 20);
    buf_puts(&b, "[x]\n");
    for (int i = 0; i <= CASE_LINES; i++) buf_puts(&b, "a = b\n");
    assert_int_equal(parse(b.p, &f), ERR_INPUT);
    buf_clear(&b);
    for (int i = 0; i <= 2000; i++) buf_puts(&b, "[x]\n");
    assert_int_equal(parse(b.p, &f), ERR_INPUT);
    buf_free(&b);
}

static void spaces_and_full_width_signs_are_accepted(void **state)
{
    (void)state;
    struct case_run r;
    assert_int_equal(run("  [ 题 ]\r\n\t今日　＝ 2024年7月1日\r\n问：有效期\n 认证日 = "
                         "2023/7/15\n应为 有效期至＝2024-07-15\n",
                         &r),
                     ERR_OK);
    struct buf out = BUF(1 << 16);
    assert_int_equal(casefile_mismatches(&r, &out), 0);
    assert_string_equal(r.one->title, "题");
    buf_free(&out);
}

static void faults_in_facts_are_said(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } bad[] = {
        {"[x]\n问 = 有效期\n", "今日"},
        {"[x]\n今日 = 昨天\n问 = 有效期\n", "今日"},
        {"[x]\n今日 = 2024-01-01\n", "不认识问题"},
        {"[x]\n今日 = 2024-01-01\n问 = 天气\n", "天气"},
        {"[x]\n今日 = 2024-01-01\n问 = 有效期\n认证日 = 13月\n", "不是日期"},
        {"[x]\n今日 = 2024-01-01\n问 = 有效期\n认证日 = 1899-12-31\n", "不是日期"},
        {"[x]\n今日 = 2024-01-01\n问 = 有效期\n认证日 = 2201-01-01\n", "不是日期"},
        {"[x]\n今日 = 2024-01-01\n问 = 认证期限\n待遇起始年月 = 2024-13\n", "不是年月"},
        {"[x]\n今日 = 2024-01-01\n问 = 有效期\n认证日 = 2023-07-15\n认证期限 = 2024-01-01\n",
         "第5行：这个问题用不到"},
        {"[x]\n今日 = 2024-01-01\n问 = 罚款\n骗取金额 = 一百\n", "不是金额"},
        {"[x]\n今日 = 2024-01-01\n问 = 罚款\n执法人员数 = 两\n", "不是数目"},
        {"[x]\n今日 = 2024-01-01\n问 = 罚款\n执法人员数 = 1234567\n", "不是数目"},
        {"[x]\n今日 = 2024-01-01\n问 = 罚款\n执法人员数 = 2人\n", "不是数目"},
        {"[x]\n今日 = 2024-01-01\n问 = 罚款\n已移送司法机关 = 也许\n", "请写"},
        {"[x]\n今日 = 2024-01-01\n问 = 丧失\n丧失情形 = 感冒\n", "不认识“感冒”"},
        {"[x]\n今日 = 2024-06-01\n问 = 弱信号\n弱信号 = 门诊 2024-05-01\n", "第4行"},
        {"[x]\n今日 = 2024-06-01\n问 = 弱信号\n弱信号 = 散步 2024-05-01 医保\n", "散步"},
        {"[x]\n今日 = 2024-06-01\n问 = 弱信号\n弱信号 = 门诊 13月 医保\n", "13月"},
        {"[x]\n今日 = 2024-06-01\n问 = 弱信号\n弱信号 = 门诊 2024-05-01 医保 大概\n", "大概"},
        {"[x]\n今日 = 2024-01-01\n问 = 有效期\n参数 = no.such = 1\n", "no.such"},
        {"[x]\n今日 = 2024-01-01\n问 = 有效期\n参数 = cycle.months = x\n", "cycle.months"},
        {"[x]\n今日 = 2024-01-01\n问 = 有效期\n参数 = cycle.months\n", "cycle.months"},
    };
    struct case_run r;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(run(bad[i].text, &r), ERR_INPUT);
        assert_non_null(strstr(sentence(), bad[i].part));
    }
}

static void a_difference_names_line_and_both_values(void **state)
{
    (void)state;
    struct case_run r;
    struct buf out = BUF(1 << 16);
    assert_int_equal(run("[x]\n今日 = 2024-01-01\n问 = 有效期\n认证日 = 2023-07-15\n应为 有效期至 "
                         "= 2024-07-16\n应为 天气 = 晴\n",
                         &r),
                     ERR_OK);
    assert_int_equal(casefile_mismatches(&r, &out), 2);
    assert_non_null(strstr(out.p, "第5行：有效期至 应为 2024-07-16，实为 2024-07-15"));
    assert_non_null(strstr(out.p, "第6行：天气 应为 晴，实为 无"));
    buf_free(&out);
}

static int try_file(const char *text, char *out, size_t cap)
{
    char path[] = "/tmp/case_test_XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "w"), *o = tmpfile(), *e = tmpfile();
    fputs(text, f);
    fclose(f);
    int status = law_try_command(path, o, e);
    remove(path);
    rewind(o);
    rewind(e);
    size_t n = fread(out, 1, cap - 1, o);
    n += fread(out + n, 1, cap - 1 - n, e);
    out[n] = 0;
    fclose(o);
    fclose(e);
    return status;
}

static void the_command_prints_answers_and_reasons(void **state)
{
    (void)state;
    static char out[65536];
    const char *good = "[x]\n今日 = 2024-10-08\n问 = 暂停期限\n事由 = 未按时认证\n认证期限 = "
                       "2024-09-30\n应为 最迟决定日 = 2024-10-10\n";
    assert_int_equal(try_file(good, out, sizeof out), 0);
    assert_non_null(strstr(out, "最迟决定日 = 2024-10-10"));
    assert_non_null(strstr(out, "第3日"));
    assert_int_equal(try_file("[x]\n今日 = 2024-10-08\n问 = 有效期\n认证日 = 2024-10-08\n应为 "
                              "有效期至 = 2020-01-01\n",
                              out, sizeof out),
                     1);
    assert_int_equal(try_file("[x]\n今日 = 2024-10-08\n问 = 天气\n", out, sizeof out), 1);
    assert_non_null(strstr(out, "天气"));
    assert_int_equal(try_file("", out, sizeof out), 1);
    FILE *e = tmpfile();
    assert_int_equal(law_try_command("/nonexistent/x.case", e, e), 1);
    assert_int_equal(law_try_command("/tmp", e, e), 1);
    fclose(e);
}

static void a_fact_said_twice_shows_both(void **state)
{
    (void)state;
    struct case_run r;
    assert_int_equal(run("[x]\n今日 = 2024-06-03\n问 = 受保护上门\n事项开立日 = 2024-06-03\n"
                         "事项开立日 = 2024-06-05\n",
                         &r),
                     ERR_INPUT);
    assert_non_null(strstr(sentence(), "2024-06-03 | 2024-06-05"));
    assert_int_equal(run("[x]\n今日 = 2024-06-03\n问 = 受保护上门\n事项开立日 = 2024-06-03\n"
                         "事项开立日 = 2024-06-03\n",
                         &r),
                     ERR_OK);
}

/* docs/cases.md is the manual: every question stands there. */
static void every_question_is_documented(void **state)
{
    (void)state;
    static char doc[65536];
    FILE *f = fopen(JZ_SOURCE_DIR "/docs/cases.md", "r");
    assert_non_null(f);
    doc[fread(doc, 1, sizeof doc - 1, f)] = 0;
    fclose(f);
    const struct try_question *const groups[] = {try_clock_questions, try_loss_questions,
                                                 try_way_questions, try_money_questions};
    for (size_t g = 0; g < COUNT_OF(groups); g++)
        for (const struct try_question *q = groups[g]; q->word; q++)
            assert_non_null(strstr(doc, zh_text(q->word)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_cannot_be_read_is_said_with_its_line),
        TEST(too_many_lines_or_cases_are_refused),
        TEST(spaces_and_full_width_signs_are_accepted),
        TEST(faults_in_facts_are_said),
        TEST(a_difference_names_line_and_both_values),
        TEST(the_command_prints_answers_and_reasons),
        TEST(a_fact_said_twice_shows_both),
        TEST(every_question_is_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
