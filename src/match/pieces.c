#include "match/pieces.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPINS 4000 /* before sleeping: the piece above is usually done within microseconds */

struct job {
    int fd;
    bool seekable;
    off_t base; /* where reading begins */
    const struct match_parser *parser;
    struct match_cut cut;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    uint64_t next; /* piece to be read next */
    bool ended;    /* pipe: the end of the file has been read */
    char *carry;   /* pipe: the bytes that the next piece shares with the one before it */
    size_t carried;
    _Atomic uint64_t turn; /* piece to be settled next */
    _Atomic bool failed;
    struct problem why;
    /* Known as of turn; touched only by who has the turn. Offsets are from base. */
    uint64_t begins; /* the first row that is not settled, or OPEN */
    uint64_t line;
};

#define OPEN UINT64_MAX

struct thread {
    struct job *job;
    struct match_lane *lane;
    pthread_t id;
    struct problem why;
};

static void fail(struct job *job, const struct problem *why)
{
    pthread_mutex_lock(&job->lock);
    if (!job->failed) job->why = *why;
    job->failed = true;
    pthread_cond_broadcast(&job->turned);
    pthread_mutex_unlock(&job->lock);
}

/* Where the text of a piece begins: one byte early, to see whether a line ends right before it. */
static uint64_t text_offset(const struct job *job, uint64_t order)
{
    return order ? order * job->cut.piece - 1 : 0;
}

static enum err read_some(const struct job *job, char *out, size_t cap, uint64_t offset, size_t *n, struct problem *why)
{
    *n = 0;
    while (*n < cap) {
        ssize_t got = job->seekable ? pread(job->fd, out + *n, cap - *n, job->base + (off_t)(offset + *n))
                                    : read(job->fd, out + *n, cap - *n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return problem_set(why, ERR_FAILED, ZH_csv_read, NULL, strerror(errno), NULL);
        if (got == 0) break;
        *n += (size_t)got;
    }
    return ERR_OK;
}

/* Reads the next piece of a pipe, holding the lock: behind what was carried over from the piece before. */
static enum err read_pipe(struct job *job, uint64_t order, char *text, size_t want, size_t *n, struct problem *why)
{
    size_t keep = job->carried;
    memcpy(text, job->carry, keep);
    enum err err = job->ended ? ERR_OK : read_some(job, text + keep, want - keep, 0, n, why);
    *n += keep;
    job->ended = job->ended || *n < want;
    size_t shared = (size_t)(text_offset(job, order + 1) - text_offset(job, order));
    job->carried = *n > shared ? *n - shared : 0;
    memcpy(job->carry, text + *n - job->carried, job->carried);
    return err;
}

/* The next piece into the lane's text. False: there is none, or the job has failed. */
static bool take(struct thread *t, struct match_piece *piece, uint64_t *order)
{
    struct job *job = t->job;
    char *text = t->lane->text;
    size_t n = 0;
    enum err err = ERR_OK;
    pthread_mutex_lock(&job->lock);
    bool go = !job->failed;
    *order = job->next++;
    size_t want = (size_t)((*order + 1) * job->cut.piece + job->cut.row_max + 1 - text_offset(job, *order));
    if (go && !job->seekable) err = read_pipe(job, *order, text, want, &n, &t->why);
    pthread_mutex_unlock(&job->lock);
    if (go && job->seekable) err = read_some(job, text, want, text_offset(job, *order), &n, &t->why);
    if (err != ERR_OK) fail(job, &t->why);
    if (!go || err != ERR_OK || n <= (*order > 0)) return false;
    memset(text + n, 0, MATCH_PIECE_SLACK);
    size_t stop = (size_t)((*order + 1) * job->cut.piece - text_offset(job, *order));
    *piece = (struct match_piece){
        .text = text, .n = n, .stop = stop < n ? stop : n, .beginning = *order == 0, .last = n < want};
    return true;
}

/* The likely first row of a piece: below the first line end, or MATCH_OPEN when there is none. */
static size_t guess(const struct match_piece *piece)
{
    if (piece->beginning) return 0;
    const char *lf = memchr(piece->text, '\n', piece->n);
    return lf ? (size_t)(lf + 1 - piece->text) : MATCH_OPEN;
}

static bool wait_for_turn(struct job *job, uint64_t order)
{
    for (int i = 0; i < SPINS; i++) {
        if (atomic_load_explicit(&job->turn, memory_order_acquire) == order) return !job->failed;
#if defined __x86_64__
        __builtin_ia32_pause();
#endif
    }
    pthread_mutex_lock(&job->lock);
    while (job->turn != order && !job->failed) pthread_cond_wait(&job->turned, &job->lock);
    bool go = !job->failed;
    pthread_mutex_unlock(&job->lock);
    return go;
}

struct span {
    size_t start, end; /* in the text; MATCH_OPEN: not in it */
    uint64_t lines;
};

static void parse_from(struct thread *t, const struct match_piece *piece, size_t start, struct span *span)
{
    *span = (struct span){start, start, 0};
    if (start == MATCH_OPEN) start = piece->n; /* no row begins here; the worker still forgets the last piece */
    size_t end = t->job->parser->parse(t->lane->worker, piece, start, &span->lines);
    if (span->start != MATCH_OPEN && span->start < piece->stop) span->end = end;
}

/* Has the turn: takes the guess if it was right, else parses again; moves the job on to the next piece. */
static enum err settle(struct thread *t, const struct match_piece *piece, uint64_t order, struct span *span)
{
    struct job *job = t->job;
    uint64_t offset = text_offset(job, order);
    uint64_t guessed = span->start == MATCH_OPEN ? OPEN : offset + span->start;
    bool searched = job->begins == OPEN; /* then the line end that the guess is below ends the bad line */
    if (!searched && job->begins != guessed) parse_from(t, piece, (size_t)(job->begins - offset), span);
    job->line += searched && span->start != MATCH_OPEN;
    enum err err = job->parser->settle(t->lane->worker, job->line, &t->why);
    job->line += span->lines;
    job->begins = span->end == MATCH_OPEN ? OPEN : offset + span->end;
    return err;
}

static void pass_turn(struct job *job)
{
    pthread_mutex_lock(&job->lock);
    atomic_fetch_add_explicit(&job->turn, 1, memory_order_release);
    pthread_cond_broadcast(&job->turned);
    pthread_mutex_unlock(&job->lock);
}

static void *work(void *arg)
{
    struct thread *t = arg;
    struct match_piece piece;
    uint64_t order;
    while (take(t, &piece, &order)) {
        struct span span;
        parse_from(t, &piece, guess(&piece), &span);
        if (!wait_for_turn(t->job, order)) break;
        enum err err = settle(t, &piece, order, &span);
        if (err != ERR_OK) fail(t->job, &t->why); /* before the turn passes: nothing below may be settled */
        pass_turn(t->job);
        if (err == ERR_OK && t->job->parser->apply) {
            err = t->job->parser->apply(t->lane->worker, &t->why);
            if (err != ERR_OK) fail(t->job, &t->why);
        }
    }
    return NULL;
}

static enum err run(struct job *job, struct match_lane *lanes, unsigned count, struct problem *why)
{
    struct thread *threads = calloc(count, sizeof *threads);
    if (!threads) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    unsigned started = 1; /* a thread that cannot start is one fewer, no error: the others do its work */
    for (unsigned i = 0; i < count; i++) threads[i] = (struct thread){.job = job, .lane = &lanes[i]};
    while (started < count && pthread_create(&threads[started].id, NULL, work, &threads[started]) == 0) started++;
    work(&threads[0]);
    for (unsigned i = 1; i < started; i++) pthread_join(threads[i].id, NULL);
    free(threads);
    if (!job->failed) return ERR_OK;
    if (why) *why = job->why;
    return job->why.code;
}

enum err match_pieces(int fd, const struct match_parser *parser, const struct match_lanes *lanes, struct problem *why)
{
    struct job job = {.fd = fd, .parser = parser, .cut = lanes->cut, .line = 1};
    job.base = lseek(fd, 0, SEEK_CUR);
    job.seekable = job.base >= 0;
    job.carry = malloc(match_cut_text(&job.cut));
    if (!job.carry) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    pthread_mutex_init(&job.lock, NULL);
    pthread_cond_init(&job.turned, NULL);
    enum err err = run(&job, lanes->lane, lanes->count, why);
    pthread_mutex_destroy(&job.lock);
    pthread_cond_destroy(&job.turned);
    explicit_bzero(job.carry, match_cut_text(&job.cut));
    free(job.carry);
    return err;
}
