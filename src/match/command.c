#include "match/command.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/zh.h"
#include "match/match.h"

struct call {
    const char *index, *build, *threads;
    const char *file[2];
    int files;
    bool help;
    FILE *out, *err;
    struct match_options options;
};

static int tell(const struct call *call, const struct problem *why)
{
    char sentence[512];
    fprintf(call->err, "%s\n", problem_sentence(why, sentence, sizeof sentence));
    return err_exit_status(why->code);
}

static void refused(void *ctx, uint64_t line, const struct problem *why)
{
    const struct call *call = ctx;
    (void)line;
    tell(call, why);
}

static bool option(int argc, char **argv, int *i, const char *name, const char **value)
{
    if (strcmp(argv[*i], name) != 0 || *i + 1 >= argc) return false;
    *value = argv[++*i];
    return true;
}

/* False: not a call this command has. */
static bool read_call(struct call *call, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (strcmp(a, "--help") == 0) call->help = true;
        else if (option(argc, argv, &i, "--index", &call->index) ||
                 option(argc, argv, &i, "--build", &call->build) ||
                 option(argc, argv, &i, "--threads", &call->threads))
            continue;
        else if ((a[0] == '-' && a[1]) || call->files == 2) return false;
        else call->file[call->files++] = a;
    }
    if (call->help) return true;
    if (call->threads) {
        char *end;
        errno = 0;
        unsigned long n = strtoul(call->threads, &end, 10);
        if (errno || *end || n < 1 || n > 64) return false;
        call->options.threads = (unsigned)n;
    }
    if (call->index && call->build) return false;
    return call->files == (call->index || call->build ? 1 : 2);
}

static char shrank[512]; /* what to say when the file at hand can no longer be read */

static void say_shrank(int signal)
{
    (void)signal;
    ssize_t ignored = write(STDERR_FILENO, shrank, strlen(shrank));
    (void)ignored;
    _exit(err_exit_status(ERR_FAILED));
}

/* Files are mapped: this process does nothing else, and while it reads it has answered nothing. */
static void map_files(struct call *call)
{
    struct sigaction action = {.sa_handler = say_shrank};
    sigemptyset(&action.sa_mask);
    call->options.map = sigaction(SIGBUS, &action, NULL) == 0;
}

static enum err open_file(const char *path, int *fd, struct problem *why)
{
    struct problem later;
    char sentence[sizeof shrank - 1];
    problem_set(&later, ERR_FAILED, ZH_match_file_shrank, NULL, path, NULL);
    snprintf(shrank, sizeof shrank, "%s\n", problem_sentence(&later, sentence, sizeof sentence));
    *fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (*fd >= 0) return ERR_OK;
    return problem_set(why, ERR_FAILED, ZH_err_file_open, NULL, path, strerror(errno), NULL);
}

static enum err roster_index(const struct call *call, const char *path, struct match_index **index,
                             struct match_counts *counts, struct problem *why)
{
    int fd;
    enum err err = open_file(path, &fd, why);
    if (err != ERR_OK) return err;
    err = match_roster_index(fd, &call->options, index, counts, why);
    close(fd);
    return err;
}

static int build(const struct call *call)
{
    struct match_index *index = NULL;
    struct match_counts counts = {0};
    struct problem why;
    enum err err = roster_index(call, call->file[0], &index, &counts, &why);
    if (err == ERR_OK) err = match_index_write(index, call->build, &why);
    if (err == ERR_OK)
        fprintf(call->err, "rows=%" PRIu64 " people=%" PRIu32 " refused=%" PRIu64 "\n", counts.rows,
                index->people, counts.refused);
    match_index_free(index);
    if (err != ERR_OK) return tell(call, &why);
    return counts.refused ? err_exit_status(ERR_ROWS) : 0;
}

static enum err feed(const struct call *call, struct match_run *run, const char *path,
                     struct match_counts *counts, struct problem *why)
{
    int fd;
    enum err err = open_file(path, &fd, why);
    if (err != ERR_OK) return err;
    err = match_run_feed(run, fd, counts, why);
    close(fd);
    if (err != ERR_OK) return err;
    uint64_t lines = 0;
    fflush(call->out);
    err = match_run_write(run, fileno(call->out), &lines, why);
    if (err == ERR_OK)
        fprintf(call->err,
                "rows=%" PRIu64 " matched=%" PRIu64 " unmatched=%" PRIu64 " refused=%" PRIu64
                " lines=%" PRIu64 "\n",
                counts->rows, counts->matched, counts->unmatched, counts->refused, lines);
    return err;
}

static int match(const struct call *call)
{
    struct match_index *index = NULL;
    struct match_counts roster = {0}, counts = {0};
    struct match_run *run = NULL;
    struct problem why;
    enum err err = call->index ? match_index_open(call->index, &index, &why)
                               : roster_index(call, call->file[0], &index, &roster, &why);
    if (err == ERR_OK) err = match_run_new(index, &call->options, &run, &why);
    if (err == ERR_OK) err = feed(call, run, call->file[call->index ? 0 : 1], &counts, &why);
    match_run_free(run);
    match_index_free(index);
    if (err != ERR_OK) return tell(call, &why);
    return roster.refused || counts.refused ? err_exit_status(ERR_ROWS) : 0;
}

int match_command(int argc, char **argv, FILE *out, FILE *err)
{
    struct call call = {.out = out, .err = err};
    call.options.refused = refused;
    call.options.ctx = &call;
    if (!read_call(&call, argc, argv)) {
        fprintf(err, "%s\n", zh_text(ZH_match_usage));
        return err_exit_status(ERR_USAGE);
    }
    if (call.help) {
        fprintf(out, "%s\n", zh_text(ZH_match_help));
        return 0;
    }
    map_files(&call);
    return call.build ? build(&call) : match(&call);
}
