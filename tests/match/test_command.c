/* `jianzai match` as a script sees it: exit codes, stdout, stderr. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "match/command.h"

#define P1 "371002193001011234"
#define P2 "37100219300101124X"
#define HEAD "number,name,kind,date,source\n"

static char folder[64];

struct outcome {
    int status;
    char out[4096], err[4096];
};

static void read_back(FILE *f, char *to)
{
    rewind(f);
    to[fread(to, 1, 4095, f)] = 0;
    fclose(f);
}

static struct outcome call(int argc, const char *const *argv)
{
    struct outcome o;
    char *copy[16];
    for (int i = 0; i < argc; i++) copy[i] = strdup(argv[i]);
    FILE *out = tmpfile(), *err = tmpfile();
    o.status = match_command(argc, copy, out, err);
    read_back(out, o.out);
    read_back(err, o.err);
    for (int i = 0; i < argc; i++) free(copy[i]);
    return o;
}

#define CALL(...)                                                                                  \
    call((int)(sizeof(const char *[]){"match", __VA_ARGS__} / sizeof(char *)),                     \
         (const char *const[]){"match", __VA_ARGS__})

static void put(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void roster_and_feed_give_lines_and_counts(void **test)
{
    (void)test;
    put("roster", "number,name\n" P1 ",a\n" P2 ",b\n" P2 ",b\n");
    put("feed", HEAD P2 ",b,k,2026-01-02,s\n371002193001011999,c,k,2026-01-02,s\n");
    struct outcome o = CALL("roster", "feed");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, P2 ",k,2026-01-02\n");
    assert_string_equal(o.err, "rows=2 matched=1 unmatched=1 refused=0 lines=1\n");
    struct outcome one = CALL("--threads", "1", "roster", "feed");
    assert_string_equal(one.out, o.out);
}

static void an_index_is_built_and_used(void **test)
{
    (void)test;
    put("roster", P1 "\n" P2 "\n" P2 "\n");
    put("feed", HEAD P1 ",a,k,2026-01-02,s\n");
    struct outcome o = CALL("--build", "index", "roster");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, "");
    assert_string_equal(o.err, "rows=3 people=2 refused=0\n");
    o = CALL("--index", "index", "feed");
    assert_int_equal(o.status, 0);
    assert_string_equal(o.out, P1 ",k,2026-01-02\n");
    assert_int_equal(truncate("index", 5000), 0);
    o = CALL("--index", "index", "feed");
    assert_int_equal(o.status, 1);
    assert_string_equal(o.out, "");
    assert_non_null(strstr(o.err, "index"));
    unlink("index");
}

static void refused_rows_are_listed_with_their_line_and_the_rest_is_done(void **test)
{
    (void)test;
    put("roster", P1 "\n");
    put("feed",
        HEAD P1 ",a,k,2026-02-30,s\n" P1 ",a,k,2026-02-03,s\nx,a,k,2026-02-03,s\n" P1 ",\"a\n");
    struct outcome o = CALL("roster", "feed");
    assert_int_equal(o.status, 4);
    assert_string_equal(o.out, P1 ",k,2026-02-03\n");
    assert_non_null(strstr(o.err, " 2 "));
    assert_non_null(strstr(o.err, " 4 "));
    assert_non_null(strstr(o.err, " 5 "));
    assert_null(strstr(o.err, P1)); /* no number in what may go to a log */
    assert_non_null(strstr(o.err, "rows=4 matched=1 unmatched=0 refused=3 lines=1\n"));
    put("roster", P1 "\nbad\n");
    put("feed", HEAD);
    assert_int_equal(CALL("roster", "feed").status, 4);
    assert_int_equal(CALL("--build", "index", "roster").status, 4);
    unlink("index");
}

static void wrong_calls_and_missing_files_have_their_exit_codes(void **test)
{
    (void)test;
    put("roster", P1 "\n");
    assert_int_equal(call(1, (const char *const[]){"match"}).status, 2);
    assert_int_equal(CALL("roster").status, 2);
    assert_int_equal(CALL("a", "b", "c").status, 2);
    assert_int_equal(CALL("--index", "i", "--build", "j", "roster").status, 2);
    assert_int_equal(CALL("--index").status, 2);
    assert_int_equal(CALL("--wrong", "a", "b").status, 2);
    assert_int_equal(CALL("--threads", "0", "a", "b").status, 2);
    assert_int_equal(CALL("--threads", "2x", "a", "b").status, 2);
    assert_int_equal(CALL("roster", "no-such-file").status, 1);
    assert_int_equal(CALL("--index", "no-such-file", "roster").status, 1);
    assert_int_equal(CALL("--build", "no/such/folder", "roster").status, 1);
    struct outcome o = CALL("--help");
    assert_int_equal(o.status, 0);
    assert_non_null(strstr(o.out, "--build"));
    assert_non_null(strstr(o.out, "--index"));
}

/* Cuts the feed off at its first refused row, while it is read. */
static ssize_t cut_off(void *cookie, const char *bytes, size_t n)
{
    (void)bytes;
    assert_int_equal(truncate(cookie, 4096), 0);
    return (ssize_t)n;
}

static void a_feed_that_shrinks_ends_it_with_a_sentence(void **test)
{
    (void)test;
    put("roster", P1 "\n");
    FILE *f = fopen("feed", "w");
    fputs(HEAD "bad\n", f);
    for (int i = 0; i < 400000; i++) fputs(P1 ",a,k,2026-01-02,s\n", f);
    fclose(f);
    int said = open("said", O_RDWR | O_CREAT | O_TRUNC, 0600), status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(said, STDERR_FILENO);
        FILE *out = fopen("out", "w"),
             *err = fopencookie("feed", "w", (cookie_io_functions_t){.write = cut_off});
        setvbuf(err, NULL, _IONBF, 0);
        char *argv[] = {"match", "--threads", "1", "roster", "feed"};
        _exit(100 + match_command(5, argv, out, err));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    char sentence[512] = {0};
    assert_true(pread(said, sentence, sizeof sentence - 1, 0) > 0);
    assert_non_null(strstr(sentence, "读 feed 时它变短了"));
    close(said);
    struct stat st;
    assert_int_equal(stat("out", &st), 0);
    assert_int_equal(st.st_size, 0);
    unlink("said");
    unlink("out");
}

static int enter(void **test)
{
    (void)test;
    snprintf(folder, sizeof folder, "/tmp/test-command-XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **test)
{
    (void)test;
    unlink("roster");
    unlink("feed");
    return chdir("/") == 0 ? rmdir(folder) : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roster_and_feed_give_lines_and_counts),
        cmocka_unit_test(an_index_is_built_and_used),
        cmocka_unit_test(refused_rows_are_listed_with_their_line_and_the_rest_is_done),
        cmocka_unit_test(wrong_calls_and_missing_files_have_their_exit_codes),
        cmocka_unit_test(a_feed_that_shrinks_ends_it_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
