/*
 * The matching engine as the benchmark runs it.
 *
 *   engine match ARGS...                 `jianzai match ARGS...`
 *   engine phases INDEX FEED OUT TIMES   one process that maps the index, then feeds and writes
 * again and again with the same buffers; prints the seconds of each phase engine rows FILE base's
 * CSV reader alone: rows, cells and seconds
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/csv.h"
#include "match/command.h"
#include "match/match.h"

static double clock_of(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(void)
{
    return clock_of(CLOCK_MONOTONIC);
}

/* Of all threads: what a busy machine distorts less than the wall clock. */
static double cpu_seconds(void)
{
    return clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

static int fail(const struct problem *why)
{
    char sentence[512];
    fprintf(stderr, "engine: %s\n", problem_sentence(why, sentence, sizeof sentence));
    return 1;
}

static int phases(const char *index_path, const char *feed_path, const char *out_path, int times)
{
    struct match_index *index;
    struct match_run *run;
    struct problem why;
    double start = seconds();
    if (match_index_open(index_path, &index, &why) != ERR_OK) return fail(&why);
    double opened = seconds();
    struct match_options options = {.map = true}; /* as the command has it */
    if (match_run_new(index, &options, &run, &why) != ERR_OK) return fail(&why);
    printf("{\"open\":%.4f,\"new\":%.4f,\"runs\":[", opened - start, seconds() - opened);
    for (int i = 0; i < times; i++) {
        int feed = open(feed_path, O_RDONLY),
            out = open(out_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        uint64_t lines;
        match_run_clear(run);
        double t0 = seconds(), c0 = cpu_seconds();
        if (match_run_feed(run, feed, NULL, &why) != ERR_OK) return fail(&why);
        double t1 = seconds(), c1 = cpu_seconds();
        if (match_run_write(run, out, &lines, &why) != ERR_OK) return fail(&why);
        printf("%s{\"feed\":%.4f,\"feedCpu\":%.4f,\"write\":%.4f,\"lines\":%" PRIu64 "}",
               i ? "," : "", t1 - t0, c1 - c0, seconds() - t1, lines);
        close(feed);
        close(out);
    }
    puts("]}");
    match_run_free(run);
    match_index_free(index);
    return 0;
}

static int rows(const char *path)
{
    int fd = open(path, O_RDONLY);
    struct csv *csv = csv_open_fd(fd, NULL);
    struct csv_row row;
    uint64_t count = 0, cells = 0;
    double start = seconds();
    if (fd < 0 || !csv) return 1;
    while (csv_next(csv, &row, NULL) == ERR_OK) {
        count++;
        cells += row.count;
    }
    printf("{\"rows\":%" PRIu64 ",\"cells\":%" PRIu64 ",\"seconds\":%.4f}\n", count, cells,
           seconds() - start);
    csv_close(csv);
    close(fd);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "match") == 0)
        return match_command(argc - 1, argv + 1, stdout, stderr);
    if (argc == 6 && strcmp(argv[1], "phases") == 0)
        return phases(argv[2], argv[3], argv[4], (int)strtol(argv[5], NULL, 10));
    if (argc == 3 && strcmp(argv[1], "rows") == 0) return rows(argv[2]);
    fputs("engine match ARGS... | engine phases INDEX FEED OUT TIMES | engine rows FILE\n", stderr);
    return 2;
}
