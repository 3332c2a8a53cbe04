/* Roster and feed from any bytes: the answer must not depend on how the files are cut, and the
 * counts must add up. The bytes up to the first 0xFF are the roster, the rest the feed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "match/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int memory_file(const void *p, size_t n)
{
    int fd = memfd_create("fuzz", 0);
    if (fd < 0 || write(fd, p, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0) abort();
    return fd;
}

static void note(void *ctx, uint64_t line, const struct problem *why)
{
    buf_printf(ctx, "%llu %d %s %s\n", (unsigned long long)line, (int)why->message, why->value[0],
               why->value[1]);
}

static enum err each(void *ctx, const struct match_latest_event *event)
{
    buf_printf(ctx, "%u %s %s\n", event->rank, event->kind, date_print(event->date).s);
    return ERR_OK;
}

static void answer(int roster, int feed, struct match_options options, struct buf *out)
{
    struct match_index *index;
    struct match_run *run;
    struct match_counts counts;
    options.refused = note;
    options.ctx = out;
    if (match_roster_index(roster, &options, &index, &counts, NULL) != ERR_OK) abort();
    if (match_run_new(index, &options, &run, NULL) != ERR_OK) abort();
    enum err err = match_run_feed(run, feed, &counts, NULL);
    if (err != ERR_OK || counts.rows != counts.matched + counts.unmatched + counts.refused) abort();
    if (match_run_each(run, each, out, NULL) != ERR_OK) abort();
    match_run_free(run);
    match_index_free(index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    const uint8_t *split = memchr(data + 2, 0xFF, size - 2);
    size_t first = split ? (size_t)(split - data) - 2 : 0;
    int roster = memory_file(data + 2, first),
        feed = memory_file(data + 2 + first, size - 2 - first);
    struct buf a = BUF(64 << 20), b = BUF(64 << 20);
    size_t row_max = 64 + data[0];
    answer(roster, feed,
           (struct match_options){.threads = 1, .piece = size + row_max + 1, .row_max = row_max},
           &a);
    lseek(roster, 0, SEEK_SET);
    lseek(feed, 0, SEEK_SET);
    answer(roster, feed,
           (struct match_options){.threads = 2, .piece = row_max + 1 + data[1], .row_max = row_max},
           &b);
    if (a.n != b.n || (a.n && memcmp(a.p, b.p, a.n) != 0)) abort();
    buf_free(&a);
    buf_free(&b);
    close(roster);
    close(feed);
    return 0;
}
