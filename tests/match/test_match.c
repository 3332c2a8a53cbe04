/* The matching engine against tests/match/oracle.py, and its edges one by one. */
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/zh.h"
#include "dirty.h"
#include "files.h"
#include "match/match.h"

extern char **environ;

#define CEILING ((size_t)64 << 20)

/* What the engine says, in the oracle's words. */
struct said {
    struct buf refused; /* "LINE REASON\n" */
    char *lines;
    struct match_counts counts;
};

static const char *reason(enum zh_id id)
{
    switch (id) {
    case ZH_match_columns:
        return "columns";
    case ZH_match_number:
        return "number";
    case ZH_match_date:
        return "date";
    case ZH_match_kind:
        return "kind";
    case ZH_match_kind_utf8:
        return "utf8";
    default:
        return "csv";
    }
}

static void note_feed(void *ctx, uint64_t line, const struct problem *why)
{
    buf_printf(ctx, "%llu %s\n", (unsigned long long)line, reason(why->message));
}

static void note_roster(void *ctx, uint64_t line, const struct problem *why)
{
    (void)why;
    buf_printf(ctx, "%llu roster\n", (unsigned long long)line);
}

struct cut {
    unsigned threads;
    size_t piece, row_max;
    bool pipe, map;
};

/* A pipe that another process fills, for what has no offsets. */
static int through_pipe(const struct buf *text, pid_t *child)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    *child = fork();
    assert_true(*child >= 0);
    if (*child == 0) {
        close(ends[0]);
        for (size_t at = 0; at < text->n;) {
            ssize_t put = write(ends[1], text->p + at, text->n - at);
            if (put <= 0) break;
            at += (size_t)put;
        }
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

static struct said engine(const struct buf *roster, const struct buf *feed, const struct cut *cut)
{
    struct said said = {.refused = BUF(CEILING)};
    buf_puts(&said.refused, "");
    struct match_options options = {.threads = cut->threads,
                                    .refused = note_roster,
                                    .ctx = &said.refused,
                                    .piece = cut->piece,
                                    .row_max = cut->row_max,
                                    .map = cut->map};
    pid_t children[2];
    int in = cut->pipe ? through_pipe(roster, &children[0]) : memory_file(roster->p, roster->n);
    struct match_index *index;
    struct match_run *run;
    struct problem why;
    assert_int_equal(match_roster_index(in, &options, &index, NULL, &why), ERR_OK);
    close(in);
    options.refused = note_feed;
    assert_int_equal(match_run_new(index, &options, &run, &why), ERR_OK);
    in = cut->pipe ? through_pipe(feed, &children[1]) : memory_file(feed->p, feed->n);
    int out = memory_file("", 0);
    assert_int_equal(match_run_feed(run, in, &said.counts, &why), ERR_OK);
    assert_int_equal(match_run_write(run, out, NULL, &why), ERR_OK);
    close(in);
    for (int i = 0; cut->pipe && i < 2; i++) waitpid(children[i], NULL, 0);
    said.lines = file_text(out, NULL);
    close(out);
    match_run_free(run);
    match_index_free(index);
    struct match_counts c = said.counts;
    assert_int_equal(c.rows, c.matched + c.unmatched + c.refused);
    buf_printf(&said.refused, "rows=%llu matched=%llu unmatched=%llu refused=%llu\n",
               (unsigned long long)c.rows, (unsigned long long)c.matched,
               (unsigned long long)c.unmatched, (unsigned long long)c.refused);
    return said;
}

static void said_free(struct said *said)
{
    buf_free(&said->refused);
    free(said->lines);
}

static struct said oracle(const struct buf *roster, const struct buf *feed)
{
    int files[4] = {memory_file(roster->p, roster->n), memory_file(feed->p, feed->n),
                    memory_file("", 0), memory_file("", 0)};
    char paths[2][64];
    for (int i = 0; i < 2; i++) snprintf(paths[i], sizeof paths[i], "/proc/self/fd/%d", files[i]);
    char *argv[] = {"python3", "-B",     JZ_SOURCE_DIR "/tests/match/oracle.py",
                    paths[0],  paths[1], NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, files[2], 1);
    posix_spawn_file_actions_adddup2(&actions, files[3], 2);
    pid_t child;
    int status;
    assert_int_equal(posix_spawnp(&child, argv[0], &actions, NULL, argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(child, &status, 0), child);
    struct said said = {.lines = file_text(files[2], NULL), .refused = BUF(CEILING)};
    char *refused = file_text(files[3], NULL);
    buf_puts(&said.refused, refused);
    if (status != 0) print_error("%s", refused);
    assert_int_equal(status, 0);
    free(refused);
    for (int i = 0; i < 4; i++) close(files[i]);
    return said;
}

static void compare(const struct buf *roster, const struct buf *feed, const struct said *want,
                    const struct cut *cut)
{
    struct said got = engine(roster, feed, cut);
    assert_string_equal(got.refused.p, want->refused.p);
    assert_string_equal(got.lines, want->lines);
    said_free(&got);
}

static void answers_are_those_of_plain_python(void **test)
{
    (void)test;
    for (unsigned round = 0; round < 12; round++) {
        state = 1000 + round;
        uint32_t dirt = round % 3 == 0   ? 1000000
                        : round % 3 == 1 ? 60
                                         : 12,
                 people = 10 + below(1000);
        struct buf roster = BUF(CEILING), feed = BUF(CEILING);
        buf_puts(&roster, "");
        buf_puts(&feed, "");
        make_roster(&roster, people, dirt);
        make_feed(&feed, people, 5000, dirt);
        struct said want = oracle(&roster, &feed);
        assert_true(strlen(want.lines) > 100);
        static const struct cut cuts[] = {{.threads = 1},
                                          {.threads = 2, .map = true},
                                          {.threads = 3, .piece = 20000},
                                          {.threads = 3, .piece = 20000, .map = true},
                                          {.threads = 2, .piece = 20000, .pipe = true}};
        for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
            compare(&roster, &feed, &want, &cuts[i]);
        said_free(&want);
        buf_free(&roster);
        buf_free(&feed);
    }
}

/* Where pieces end must not show, least of all inside quoted cells. */
static void pieces_of_any_size_give_one_answer(void **test)
{
    (void)test;
    for (unsigned round = 0; round < 60; round++) {
        state = 7 + round;
        struct buf roster = BUF(CEILING), feed = BUF(CEILING);
        buf_puts(&roster, "");
        buf_puts(&feed, "");
        make_roster(&roster, 50, 20);
        make_feed(&feed, 50, 200, round % 2 ? 4 : 15);
        size_t row_max = 64 + below(200);
        struct cut whole = {.threads = 1, .row_max = row_max};
        struct said want = engine(&roster, &feed, &whole);
        for (int i = 0; i < 6; i++)
            compare(&roster, &feed, &want,
                    &(struct cut){1 + below(4), row_max + 1 + below(300), row_max, one_in(2),
                                  one_in(2)});
        said_free(&want);
        buf_free(&roster);
        buf_free(&feed);
    }
}

static char *answer(const char *roster, const char *feed, struct match_counts *counts)
{
    struct buf r = BUF(CEILING), f = BUF(CEILING);
    buf_puts(&r, roster);
    buf_puts(&f, feed);
    struct said said = engine(&r, &f, &(struct cut){.threads = 2});
    if (counts) *counts = said.counts;
    buf_free(&said.refused);
    buf_free(&r);
    buf_free(&f);
    return said.lines;
}

#define HEAD "number,name,kind,date,source\n"
#define P1 "371002193001011234"
#define P2 "37100219300101124X"

static void expect(const char *feed, const char *want)
{
    char *got = answer("number\n" P2 ",b\n" P1 ",a\n", feed, NULL);
    assert_string_equal(got, want);
    free(got);
}

static void the_latest_date_of_each_kind_is_kept(void **test)
{
    (void)test;
    expect(HEAD, "");
    expect("", "");
    expect(HEAD P1 ",a,k,2026-11-22,s\n" P1 ",a,k,2026-11-23,s\n" P1 ",a,k,2025-11-24,s",
           P1 ",k,2026-11-23\n");
    expect(HEAD P2 ",a,z,2026-01-01,s\n" P2 ",a,b,2026-01-02,s\n" P1 ",a,m,2026-01-03,s\n",
           P1 ",m,2026-01-03\n" P2 ",b,2026-01-02\n" P2 ",z,2026-01-01\n");
    expect(HEAD "37100219300101124x,a,k,2026-01-01,s\n", P2 ",k,2026-01-01\n");
    expect(HEAD P1 ",a,k,0001-01-01,s\n", P1 ",k,0001-01-01\n");
    expect(HEAD P1 ",a,k,9999-12-31,s\n" P1 ",a,k,2026-12-31,s\n", P1 ",k,9999-12-31\n");
    expect(HEAD P1 ",a,k,1899-12-31,s\n" P1 ",a,k,1900-01-01,s\n", P1 ",k,1900-01-01\n");
    expect(HEAD P1 ",a,k,2078-12-31,s\n" P1 ",a,k,2079-01-01,s\n", P1 ",k,2079-01-01\n");
    expect(HEAD P1 ",a,k,2024-02-29,s\n" P1 ",a,k,2025-02-29,s\n", P1 ",k,2024-02-29\n");
    expect(P1 ",a,k,2026-01-01,s\n", P1 ",k,2026-01-01\n");
}

static void old_numbers_widen(void **test)
{
    (void)test;
    char number[19] = "";
    match_key_print(match_key("371002300101123", 15), number);
    assert_memory_equal(number, "37100219300101123", 17);
    char *got = answer("371002300101123\n", HEAD "371002300101123,a,k,2026-01-01,s\n", NULL),
         want[64];
    snprintf(want, sizeof want, "%s,k,2026-01-01\n", number);
    assert_string_equal(got, want);
    free(got);
}

static void only_numbers_are_keys(void **test)
{
    (void)test;
    static const char *const bad[] = {"",
                                      "37100219300101123",
                                      "3710021930010112345",
                                      "37100219300101123:",
                                      "37100219300101123Y",
                                      "3710021930010112X4",
                                      "371002 93001011234",
                                      "37100219300101123/",
                                      ("\xff"
                                       "71002193001011234"),
                                      "37100230010112X",
                                      "37100230010112",
                                      ":71002193001011234"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(match_key(bad[i], strlen(bad[i])), 0);
    char before[19] = "", text[19] = "";
    for (int i = 0; i < 100000; i++) {
        for (int k = 0; k < 17; k++) text[k] = (char)('0' + below(10));
        text[17] = "0123456789X"[below(11)];
        uint64_t key = match_key(text, 18);
        char back[19] = "";
        match_key_print(key, back);
        assert_string_equal(back, text);
        if (i) assert_int_equal(strcmp(before, text) < 0, match_key(before, 18) < key);
        snprintf(before, sizeof before, "%s", text);
    }
}

/* More kinds than have columns, and all of one person. */
static void any_number_of_kinds_is_answered(void **test)
{
    (void)test;
    struct buf feed = BUF(CEILING), want = BUF(CEILING);
    buf_puts(&feed, HEAD);
    for (int i = 0; i < 4096; i++) {
        int kind = (i * 1237) % 4096;
        buf_printf(&feed, P1 ",a,k%04d,2026-01-%02d,s\n" P1 ",a,k%04d,2025-01-01,s\n", kind,
                   kind % 28 + 1, kind);
        buf_printf(&want, P1 ",k%04d,2026-01-%02d\n", i, i % 28 + 1);
    }
    expect(feed.p, want.p);
    buf_puts(&feed, P1 ",a,one more,2026-01-01,s\n");
    int roster = memory_file(P1 "\n", 19), in = memory_file(feed.p, feed.n);
    struct match_index *index;
    struct match_run *run;
    struct problem why;
    assert_int_equal(match_roster_index(roster, NULL, &index, NULL, &why), ERR_OK);
    assert_int_equal(match_run_new(index, NULL, &run, &why), ERR_OK);
    assert_int_equal(match_run_feed(run, in, NULL, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_match_kinds_many);
    match_run_free(run);
    match_index_free(index);
    close(roster);
    close(in);
    buf_free(&feed);
    buf_free(&want);
}

static enum err gather(void *ctx, const struct match_latest_event *event)
{
    buf_printf(ctx, "%u %s %s\n", event->rank, event->kind, date_print(event->date).s);
    return event->rank < 2 ? ERR_OK : ERR_BUSY;
}

static void a_run_takes_many_feeds_and_begins_anew(void **test)
{
    (void)test;
    int roster = memory_file(P1 "\n" P2 "\n", 38), out = memory_file("", 0);
    struct match_index *index;
    struct match_run *run;
    struct problem why;
    struct match_counts counts;
    uint64_t lines;
    assert_int_equal(match_roster_index(roster, NULL, &index, &counts, &why), ERR_OK);
    assert_int_equal(counts.matched, 2);
    assert_int_equal(match_run_new(index, NULL, &run, &why), ERR_OK);
    static const char *const feeds[] = {HEAD P1 ",a,k,2026-01-05,s\n",
                                        HEAD P1 ",a,k,2026-01-04,s\n" P2 ",a,j,1850-01-01,s\n"};
    for (int i = 0; i < 2; i++) {
        int in = memory_file(feeds[i], strlen(feeds[i]));
        assert_int_equal(match_run_feed(run, in, &counts, &why), ERR_OK);
        assert_int_equal(counts.matched, i + 1);
        close(in);
    }
    struct buf b = BUF(CEILING);
    assert_int_equal(match_run_each(run, gather, &b, &why), ERR_OK);
    assert_string_equal(b.p, "0 k 2026-01-05\n1 j 1850-01-01\n");
    match_run_clear(run);
    assert_int_equal(match_run_write(run, out, &lines, &why), ERR_OK);
    assert_int_equal(lines, 0);
    int closed = open("/dev/full", O_WRONLY), in = memory_file(feeds[0], strlen(feeds[0]));
    assert_int_equal(match_run_feed(run, in, &counts, &why), ERR_OK);
    assert_int_equal(match_run_write(run, closed, &lines, &why), ERR_FAILED);
    buf_free(&b);
    match_run_free(run);
    match_index_free(index);
    close(roster), close(out), close(closed), close(in);
}

static void a_broken_source_is_an_error(void **test)
{
    (void)test;
    int folder = open("/", O_RDONLY | O_DIRECTORY);
    struct match_index *index = NULL;
    struct problem why;
    assert_int_equal(match_roster_index(folder, NULL, &index, NULL, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_csv_read);
    assert_null(index);
    close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_date_of_each_kind_is_kept),
        cmocka_unit_test(old_numbers_widen),
        cmocka_unit_test(only_numbers_are_keys),
        cmocka_unit_test(any_number_of_kinds_is_answered),
        cmocka_unit_test(a_run_takes_many_feeds_and_begins_anew),
        cmocka_unit_test(a_broken_source_is_an_error),
        cmocka_unit_test(pieces_of_any_size_give_one_answer),
        cmocka_unit_test(answers_are_those_of_plain_python),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
