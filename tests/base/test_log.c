#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

static int file = -1;
static char text[1 << 20];

static int begin(void **state)
{
    (void)state;
    char path[] = "/tmp/jz-log-XXXXXX";
    file = mkstemp(path);
    unlink(path);
    log_descriptor_set(file);
    log_level_set(LOG_LEVEL_INFO);
    log_request_set(NULL);
    return file < 0;
}

static int end(void **state)
{
    (void)state;
    return close(file);
}

static const char *logged(void)
{
    ssize_t n = pread(file, text, sizeof text - 1, 0);
    assert_true(n >= 0);
    text[n] = 0;
    return text;
}

static void a_line_is_key_and_value_pairs(void **state)
{
    (void)state;
    log_request_set("7f3a");
    log_write(LOG_LEVEL_WARN, "feed.held", log_text("source", "civil"), log_number("rows", -41000));
    const char *s = logged();
    assert_memory_equal(s, "at=20", 5);
    assert_non_null(
        strstr(s, "+08:00 level=warn event=feed.held request=7f3a source=civil rows=-41000\n"));
    assert_int_equal(strcspn(s, "\n"), strlen(s) - 1);
}

static void levels_above_the_chosen_one_are_dropped(void **state)
{
    (void)state;
    enum log_level level;
    log_write(LOG_LEVEL_DEBUG, "quiet", log_number("n", 1));
    assert_string_equal(logged(), "");
    assert_true(log_level_parse("debug", &level));
    log_level_set(level);
    log_write(LOG_LEVEL_DEBUG, "loud", log_number("n", 1));
    assert_non_null(strstr(logged(), "event=loud"));
    assert_false(log_level_parse("verbose", &level));
}

static void a_value_cannot_make_a_second_line_or_key(void **state)
{
    (void)state;
    log_write(LOG_LEVEL_INFO, "e", log_text("a", "x\nat=forged level=info"),
              log_text("b", "say \"hi\\"), log_text("c", ""), log_text("d", "\x1b[2J\xff"),
              log_text("e", "\u5a01\u6d77"), log_text("f", NULL));
    const char *s = logged();
    assert_non_null(
        strstr(s, " a=\"x\\nat=forged level=info\" b=\"say \\\"hi\\\\\" c=\"\" d=\"\\x1b[2J\\xff\" "
                  "e=\"\u5a01\u6d77\" f=\"\"\n"));
    assert_ptr_equal(strchr(s, '\n'), s + strlen(s) - 1);
}

static void a_long_value_is_cut_and_the_line_stays_one_write(void **state)
{
    (void)state;
    char big[6000];
    memset(big, 'a', sizeof big - 1);
    big[sizeof big - 1] = 0;
    log_write(LOG_LEVEL_INFO, "e", log_text("a", big), log_text("b", big), log_text("c", big),
              log_text("d", big), log_text("e", big), log_text("f", big));
    const char *s = logged();
    assert_int_equal(strlen(s), LOG_LINE);
    assert_int_equal(s[LOG_LINE - 1], '\n');
}

static void document_numbers_are_refused_in_every_spelling(void **state)
{
    (void)state;
    /* in full-width digits and X */
    static const char wide[] =
        "\uff13\uff17\uff10\uff16\uff10\uff12\uff11\uff19\uff16\uff10\uff10\uff11\uff10\uff11\uff11"
        "\uff12\uff13\uff38";
    static const char *const numbers[] = {
        "37060219600101123X",
        "37060219600101123x",
        "370602196001011231",
        "id 37060219600101123X.",
        "a37060219600101123Xb",
        "370602 19600101 123X",
        "370602-19600101-1231",
        "(370602196001011231)",
        "9937060219600101123X",
        wide,
        "370602\u300019600101\u3000123\uff58",
    };
    uint64_t before = log_refused();
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_true(log_looks_personal(numbers[i]));
        log_write(LOG_LEVEL_INFO, "e", log_text("what", numbers[i]), log_number("i", (int64_t)i));
    }
    log_write(LOG_LEVEL_INFO, "e", log_number("what", 370602196001011231));
    log_write(LOG_LEVEL_INFO, "37060219600101123X", log_number("i", 1));
    log_request_set("37060219600101123X");
    log_write(LOG_LEVEL_INFO, "e", log_number("i", 1));
    assert_int_equal(log_refused() - before, sizeof numbers / sizeof *numbers + 3);
    const char *s = logged();
    assert_null(strstr(s, "3706"));
    assert_null(strstr(s, "19600101"));
    assert_null(strstr(s, "\uff13\uff17"));
    assert_non_null(strstr(s, "what=[refused] i=0"));
}

static void a_number_behind_the_cut_is_refused_too(void **state)
{
    (void)state;
    char big[1100];
    memset(big, 'a', sizeof big);
    memcpy(big + 990, "37060219600101123X", 19);
    log_write(LOG_LEVEL_INFO, "e", log_text("a", big));
    assert_non_null(strstr(logged(), "a=[refused]"));
}

static void ordinary_values_pass(void **state)
{
    (void)state;
    static const char *const values[] = {"1795395600000000",     "371002000000",
                                         "2026-11-23 09:00:00",  "37060219600101123",
                                         "37060219600101123  X", "3706021960 a 0101123X",
                                         "13800138000",          "7f3a99e1",
                                         "12345678-1234-1234-a", ""};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_false(log_looks_personal(values[i]));
}

static void a_failure_has_an_id_and_no_values(void **state)
{
    (void)state;
    struct problem why;
    problem_set(&why, ERR_INPUT, ZH_err_date_format, "birth", "secret", NULL);
    struct log_error_id id = log_failure("certify.failed", &why),
                        other = log_failure("certify.failed", &why);
    assert_int_equal(strlen(id.s), 8);
    assert_string_not_equal(id.s, other.s);
    const char *s = logged();
    assert_non_null(strstr(s, id.s));
    assert_non_null(strstr(s, "message=err_date_format field=birth"));
    assert_null(strstr(s, "secret"));
}

static void *write_many(void *arg)
{
    char id[8];
    snprintf(id, sizeof id, "r%d", *(int *)arg);
    log_request_set(id);
    for (int i = 0; i < 500; i++)
        log_write(LOG_LEVEL_INFO, "e", log_text("id", id),
                  log_text("z", "zzzzzzzzzzzzzzzzzzzzzzzz"));
    return NULL;
}

static void threads_write_whole_lines_with_their_own_request(void **state)
{
    (void)state;
    int ids[4] = {0, 1, 2, 3}, lines = 0;
    pthread_t t[4];
    /* Append mode, as stderr under a service manager. */
    char path[] = "/tmp/jz-log-XXXXXX";
    close(mkstemp(path));
    FILE *f = fopen(path, "a+");
    assert_non_null(f);
    log_descriptor_set(fileno(f));
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, write_many, &ids[i]), 0);
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    rewind(f);
    char line[LOG_LINE + 1], want[64];
    while (fgets(line, sizeof line, f)) {
        const char *r = strstr(line, "request=r");
        assert_non_null(r);
        snprintf(want, sizeof want,
                 "level=info event=e request=r%c id=r%c z=zzzzzzzzzzzzzzzzzzzzzzzz\n", r[9], r[9]);
        assert_memory_equal(line, "at=", 3);
        assert_string_equal(strstr(line, "level="), want);
        lines++;
    }
    assert_int_equal(lines, 2000);
    fclose(f);
    unlink(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_is_key_and_value_pairs),
        TEST(levels_above_the_chosen_one_are_dropped),
        TEST(a_value_cannot_make_a_second_line_or_key),
        TEST(a_long_value_is_cut_and_the_line_stays_one_write),
        TEST(document_numbers_are_refused_in_every_spelling),
        TEST(a_number_behind_the_cut_is_refused_too),
        TEST(ordinary_values_pass),
        TEST(a_failure_has_an_id_and_no_values),
        TEST(threads_write_whole_lines_with_their_own_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
