#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"

static struct arena *arena;
static struct conf *conf;

static int begin(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    conf = conf_new(arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void read_text(const char *text)
{
    conf_read_text(conf, "a.conf", text, strlen(text));
}

static void assert_problem(size_t i, int line, enum zh_id message)
{
    assert_true(i < conf_problem_count(conf));
    assert_int_equal(conf_problem_at(conf, i)->line, line);
    assert_int_equal(conf_problem_at(conf, i)->problem.message, message);
}

/* Each limit of the breaker: its ceiling is the default and the most, anything below is taken. */
static void breaker_limits_go_down_and_never_up(void **state)
{
    (void)state;
    static const struct {
        enum conf_key key;
        int ceiling;
    } limits[] = {
#define BREAKER_LIMIT(upper, lower, ceiling) {CONF_BREAKER_##upper, ceiling},
#include "base/breaker_list.h"
    };
    size_t n = sizeof limits / sizeof *limits;
    assert_int_equal(n, 13);
    for (size_t i = 0; i < n; i++) {
        enum conf_key key = limits[i].key;
        char text[80];
        conf = conf_new(arena);
        assert_int_equal(conf_number(conf, key), limits[i].ceiling);
        snprintf(text, sizeof text, "%s = %d\n", conf_row(key)->name, limits[i].ceiling - 1);
        read_text(text);
        assert_int_equal(conf_problem_count(conf), 0);
        assert_int_equal(conf_number(conf, key), limits[i].ceiling - 1);
        conf = conf_new(arena);
        snprintf(text, sizeof text, "%s = %d\n", conf_row(key)->name, limits[i].ceiling + 1);
        read_text(text);
        assert_problem(0, 1, ZH_conf_range);
        assert_int_equal(conf_number(conf, key), limits[i].ceiling);
    }
}

static void defaults_are_within_their_own_ranges(void **state)
{
    (void)state;
    assert_int_equal(conf_check(conf, NULL), ERR_OK);
    assert_string_equal(conf_text(conf, CONF_DB), "sqlite:var/jianzai.db");
    assert_int_equal(conf_number(conf, CONF_PORT), 8080);
    for (int i = 0; i < CONF_COUNT; i++) {
        assert_non_null(conf_row((enum conf_key)i)->name);
        assert_int_not_equal(conf_row((enum conf_key)i)->help, ZH_none);
        assert_int_equal(conf_source(conf, (enum conf_key)i), CONF_DEFAULT);
    }
}

static void a_file_sets_values(void **state)
{
    (void)state;
    read_text("\xEF\xBB\xBF# comment\r\n\r\n  port = 9090 \r\ndb=postgresql://u@h/x?a=b\nlisten = "
              "::1\nlog_level=debug");
    assert_int_equal(conf_check(conf, NULL), ERR_OK);
    assert_int_equal(conf_number(conf, CONF_PORT), 9090);
    assert_string_equal(conf_text(conf, CONF_DB), "postgresql://u@h/x?a=b");
    assert_string_equal(conf_text(conf, CONF_LISTEN), "::1");
    assert_string_equal(conf_text(conf, CONF_LOG_LEVEL), "debug");
    assert_int_equal(conf_source(conf, CONF_PORT), CONF_FROM_FILE);
}

static void later_sources_win_in_whatever_order_they_are_read(void **state)
{
    (void)state;
    char *environment[] = {"JIANZAI_PORT=2", "HOME=/", "JIANZAI_WORKERS=7", "JIANZAI_TEST_PG=x",
                           NULL};
    char *argv[] = {"jianzai", "--port=3", NULL};
    conf_read_flags(conf, 2, argv);
    conf_read_environment(conf, environment);
    read_text("port = 1\nworkers = 5\ncache_mb = 8\n");
    assert_int_equal(conf_check(conf, NULL), ERR_OK);
    assert_int_equal(conf_number(conf, CONF_PORT), 3);
    assert_int_equal(conf_number(conf, CONF_WORKERS), 7);
    assert_int_equal(conf_number(conf, CONF_CACHE_MB), 8);
    assert_int_equal(conf_source(conf, CONF_WORKERS), CONF_FROM_ENVIRONMENT);
}

static void flags_are_taken_out_of_the_arguments(void **state)
{
    (void)state;
    char *argv[] = {"jianzai",       "--busy-ms", "9",      "certify", "--way", "2",
                    "--cache_mb=16", "--",         "--port", "1",       NULL};
    assert_int_equal(conf_read_flags(conf, 10, argv), 7);
    static const char *const kept[] = {"jianzai", "certify", "--way", "2", "--", "--port", "1"};
    for (int i = 0; i < 7; i++) assert_string_equal(argv[i], kept[i]);
    assert_null(argv[7]);
    assert_int_equal(conf_number(conf, CONF_BUSY_MS), 9);
    assert_int_equal(conf_number(conf, CONF_CACHE_MB), 16);
    assert_int_equal(conf_number(conf, CONF_PORT), 8080);
    assert_int_equal(conf_check(conf, NULL), ERR_OK);
}

static void a_flag_without_value_or_with_a_bad_one_is_misuse(void **state)
{
    (void)state;
    char *argv[] = {"jianzai", "--port=x", "--workers", NULL};
    assert_int_equal(conf_read_flags(conf, 3, argv), 1);
    assert_problem(0, 0, ZH_conf_range);
    assert_problem(1, 0, ZH_conf_no_value);
    assert_int_equal(conf_check(conf, NULL), ERR_USAGE);
    assert_string_equal(conf_problem_at(conf, 1)->where, "--workers");
}

static void every_mistake_is_reported_with_its_line(void **state)
{
    (void)state;
    read_text(
        "port = 0\nport = 80\n\nworkrs = 3\nlisten = localhost\nlog_level = err\ndb = mysql:x\n"
        "cache_mb\nbusy_ms = 1e3\nzzzzzzzz = 1\n= 3\n");
    assert_problem(0, 1, ZH_conf_range);
    assert_problem(1, 2, ZH_conf_twice_line);
    assert_problem(2, 4, ZH_conf_unknown_near);
    assert_problem(3, 5, ZH_conf_address);
    assert_problem(4, 6, ZH_conf_choice);
    assert_problem(5, 7, ZH_conf_database);
    assert_problem(6, 8, ZH_conf_no_equals);
    assert_problem(7, 9, ZH_conf_range);
    assert_problem(8, 10, ZH_conf_unknown);
    assert_problem(9, 11, ZH_conf_unknown);
    assert_int_equal(conf_problem_count(conf), 10);
    assert_int_equal(conf_check(conf, NULL), ERR_CONFIG);
    assert_string_equal(conf_problem_at(conf, 2)->problem.value[1], "workers");
    assert_int_equal(conf_number(conf, CONF_PORT), 8080); /* a bad value leaves the default */
}

static void a_repetition_names_the_line_of_the_first_one(void **state)
{
    (void)state;
    char *argv[] = {"jianzai", "--port=3", NULL};
    conf_read_flags(conf, 2, argv);
    read_text("\n\nport = 1\nport = 2\n");
    assert_problem(0, 4, ZH_conf_twice_line);
    assert_string_equal(conf_problem_at(conf, 0)->problem.value[1], "3");
    assert_int_equal(conf_number(conf, CONF_PORT), 3);
}

static void the_sentences_name_file_line_and_remedy(void **state)
{
    (void)state;
    struct buf out = BUF(4096);
    read_text("\nprot = 80\n");
    assert_int_equal(conf_check(conf, &out), ERR_CONFIG);
    assert_non_null(strstr(out.p, "a.conf"));
    assert_non_null(strstr(out.p, " 2 "));
    assert_non_null(strstr(out.p, "prot"));
    assert_non_null(strstr(out.p, " port"));
    assert_int_equal(out.p[out.n - 1], '\n');
    buf_free(&out);
}

static void slips_suggest_the_nearest_name_and_others_none(void **state)
{
    (void)state;
    assert_string_equal(conf_nearest("prot"), "port");
    assert_string_equal(conf_nearest("Port"), "port");
    assert_string_equal(conf_nearest("pg-writers"), "pg_writers");
    assert_string_equal(conf_nearest("sesion_minuts"), "session_minutes");
    assert_string_equal(conf_nearest("loglevel"), "log_level");
    assert_string_equal(conf_nearest("bd"), "db");
    assert_null(conf_nearest("colour"));
    assert_null(conf_nearest("x"));
    char big[200];
    memset(big, 'p', sizeof big - 1);
    big[sizeof big - 1] = 0;
    assert_null(conf_nearest(big));
}

static void an_unknown_variable_is_refused(void **state)
{
    (void)state;
    char *environment[] = {"JIANZAI_PROT=1", NULL};
    conf_read_environment(conf, environment);
    assert_problem(0, 0, ZH_conf_unknown_near);
    assert_string_equal(conf_problem_at(conf, 0)->where, "JIANZAI_PROT");
}

static void a_binary_line_is_refused(void **state)
{
    (void)state;
    conf_read_text(conf, "a.conf", "port = 1\0\n", 10);
    assert_problem(0, 1, ZH_conf_binary);
    assert_int_equal(conf_number(conf, CONF_PORT), 8080);
}

static void many_mistakes_are_bounded(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) read_text("nonsense\n");
    assert_int_equal(conf_problem_count(conf), CONF_PROBLEMS);
}

static void files_are_read_or_named(void **state)
{
    (void)state;
    char path[] = "/tmp/jz-conf-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "port = 81\n", 10), 10);
    close(fd);
    conf_read_file(conf, path, true);
    assert_int_equal(conf_number(conf, CONF_PORT), 81);
    assert_int_equal(conf_problem_count(conf), 0);
    assert_int_equal(truncate(path, CONF_FILE_MAX + 1), 0);
    conf_read_file(conf, path, true);
    assert_problem(0, 0, ZH_conf_not_a_file);
    unlink(path);
    conf_read_file(conf, path, false);
    assert_int_equal(conf_problem_count(conf), 1);
    conf_read_file(conf, path, true);
    assert_problem(1, 0, ZH_err_file_open);
    conf_read_file(conf, "/tmp", true);
    assert_problem(2, 0, ZH_conf_not_a_file);
}

static void what_is_printed_reads_back_and_hides_passwords(void **state)
{
    (void)state;
    struct buf out = BUF(8192);
    read_text("db = postgresql://clerk:se:cr@et@host/db?password=hidden&x=1\nport = 8081\nkeys = "
              "/etc/jianzai/keys dir\n");
    conf_print(conf, &out);
    assert_null(strstr(out.p, "cr@et"));
    assert_null(strstr(out.p, "hidden"));
    assert_non_null(strstr(out.p, "db = postgresql://clerk:***@host/db?password=***&x=1\n"));
    struct conf *again = conf_new(arena);
    conf_read_text(again, "b.conf", out.p, out.n);
    assert_int_equal(conf_problem_count(again), 0);
    assert_int_equal(conf_number(again, CONF_PORT), 8081);
    assert_string_equal(conf_text(again, CONF_KEYS_DIR), "/etc/jianzai/keys dir");
    buf_free(&out);
}

static void a_password_in_a_bad_line_is_not_repeated(void **state)
{
    (void)state;
    struct buf out = BUF(4096);
    read_text("db = mysql://clerk:secret@host\ndb postgresql://clerk:secret@host\n");
    assert_int_equal(conf_problem_count(conf), 2);
    conf_check(conf, &out);
    assert_null(strstr(out.p, "secret"));
    buf_free(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(defaults_are_within_their_own_ranges),
        TEST(breaker_limits_go_down_and_never_up),
        TEST(a_file_sets_values),
        TEST(later_sources_win_in_whatever_order_they_are_read),
        TEST(flags_are_taken_out_of_the_arguments),
        TEST(a_flag_without_value_or_with_a_bad_one_is_misuse),
        TEST(every_mistake_is_reported_with_its_line),
        TEST(a_repetition_names_the_line_of_the_first_one),
        TEST(the_sentences_name_file_line_and_remedy),
        TEST(slips_suggest_the_nearest_name_and_others_none),
        TEST(an_unknown_variable_is_refused),
        TEST(a_binary_line_is_refused),
        TEST(many_mistakes_are_bounded),
        TEST(files_are_read_or_named),
        TEST(what_is_printed_reads_back_and_hides_passwords),
        TEST(a_password_in_a_bad_line_is_not_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
