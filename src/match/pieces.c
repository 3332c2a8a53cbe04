#include "match/pieces.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN UINT64_MAX
/* Where a page of this system is larger, madvise refuses, which is no harm. */
#define MAP_PAGE 4096

struct job {
    int fd;
    bool seekable;
    off_t base;      /* where reading begins */
    const char *map; /* the file, where it is mapped */
    size_t mapped;
    const struct match_parser *parser;
    const struct match_lanes *lanes;
    struct match_cut cut;
    pthread_mutex_t lock; /* over all of the below */
    pthread_cond_t changed;
    struct match_lane *
        *spare; /* lanes without a piece; the last one used is the next, its memory is still near */
    unsigned spares;
    uint64_t next;   /* piece to be read next */
    uint64_t pieces; /* how many there are; OPEN before the end has been seen */
    uint64_t turn;   /* piece to be settled next */
    bool settling;   /* somebody is at it */
    bool failed;
    struct problem why;
    char *carry; /* pipe: the bytes that the next piece shares with the one before it */
    size_t carried;
    bool ended; /* pipe: the end of the file has been read */
    /* Known as of turn; touched only by who is settling. Offsets are from base. */
    uint64_t begins; /* the first row that is not settled, or OPEN */
    uint64_t line;
};

/* The first failure is the job's; the lock is held. */
static void fail(struct job *job, const struct problem *why)
{
    if (!job->failed) job->why = *why;
    job->failed = true;
    pthread_cond_broadcast(&job->changed);
}

/* Where the text of a piece begins: one byte early, to see whether a line ends right before it. */
static uint64_t text_offset(const struct job *job, uint64_t order)
{
    return order ? order * job->cut.piece - 1 : 0;
}

static enum err read_some(const struct job *job, char *out, size_t cap, uint64_t offset, size_t *n,
                          struct problem *why)
{
    *n = 0;
    while (*n < cap) {
        ssize_t got = job->seekable
                          ? pread(job->fd, out + *n, cap - *n, job->base + (off_t)(offset + *n))
                          : read(job->fd, out + *n, cap - *n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return problem_set(why, ERR_FAILED, ZH_csv_read, NULL, strerror(errno), NULL);
        if (got == 0) break;
        *n += (size_t)got;
    }
    return ERR_OK;
}

/* Reads the next piece of a pipe, holding the lock: behind what was carried over from the piece
 * before. */
static enum err read_pipe(struct job *job, uint64_t order, char *text, size_t want, size_t *n,
                          struct problem *why)
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

/* The piece as it lies in the mapped file, unless it ends there: behind the last byte nothing may
 * be read. */
static bool take_mapped(const struct job *job, uint64_t offset, size_t want, const char **text)
{
    size_t end = (size_t)offset + want + MATCH_PIECE_SLACK;
    if (!job->map || end > job->mapped) return false;
    *text = job->map + offset;
    /* All its pages at once; where the system cannot, each comes when it is read. */
    uintptr_t page = (uintptr_t)*text & ~(uintptr_t)(MAP_PAGE - 1);
    madvise((void *)page, (uintptr_t)job->map + end - page, MADV_POPULATE_READ);
    return true;
}

/* Reads the lane's piece; the lock is held when coming and going, but for seekable files not in
 * between. False: there is no such piece, or reading failed. */
static bool take(struct job *job, struct match_lane *lane, struct problem *why)
{
    uint64_t order = lane->order, offset = text_offset(job, order);
    size_t n = 0, want = (size_t)((order + 1) * job->cut.piece + job->cut.row_max + 1 - offset);
    const char *text = lane->text;
    enum err err = ERR_OK;
    if (job->seekable) {
        pthread_mutex_unlock(&job->lock);
        if (take_mapped(job, offset, want, &text)) n = want;
        else err = read_some(job, lane->text, want, offset, &n, why);
        pthread_mutex_lock(&job->lock);
    } else {
        err = read_pipe(job, order, lane->text, want, &n, why);
    }
    if (err != ERR_OK) fail(job, why);
    if (err != ERR_OK || n <= (order > 0)) return false;
    if (text == lane->text) memset(lane->text + n, 0, MATCH_PIECE_SLACK);
    size_t stop = (size_t)((order + 1) * job->cut.piece - offset);
    lane->piece = (struct match_piece){.text = text,
                                       .n = n,
                                       .stop = stop < n ? stop : n,
                                       .beginning = order == 0,
                                       .last = n < want};
    return true;
}

/* The likely first row of a piece: below the first line end, or MATCH_OPEN when there is none. */
static size_t guess(const struct match_piece *piece)
{
    if (piece->beginning) return 0;
    const char *lf = memchr(piece->text, '\n', piece->n);
    return lf ? (size_t)(lf + 1 - piece->text) : MATCH_OPEN;
}

static void parse_from(const struct job *job, struct match_lane *lane, size_t start)
{
    const struct match_piece *piece = &lane->piece;
    struct match_span *span = &lane->span;
    *span = (struct match_span){start, start, 0};
    if (start == MATCH_OPEN)
        start = piece->n; /* no row begins here; the worker still forgets its last piece */
    size_t end = job->parser->parse(lane->worker, piece, start, &span->lines);
    if (span->start != MATCH_OPEN && span->start < piece->stop) span->end = end;
}

/* Takes the guess if it was right, else parses again; moves begins and line on to the next piece.
 */
static enum err settle(struct job *job, struct match_lane *lane, struct problem *why)
{
    const struct match_span *span = &lane->span;
    uint64_t offset = text_offset(job, lane->order);
    uint64_t guessed = span->start == MATCH_OPEN ? OPEN : offset + span->start;
    bool searched =
        job->begins == OPEN; /* then the line end that the guess is below ends the bad line */
    if (!searched && job->begins != guessed) parse_from(job, lane, (size_t)(job->begins - offset));
    job->line += searched && span->start != MATCH_OPEN;
    enum err err = job->parser->settle(lane->worker, job->line, why);
    job->line += span->lines;
    job->begins = span->end == MATCH_OPEN ? OPEN : offset + span->end;
    return err;
}

static struct match_lane *lane_in_turn(const struct job *job)
{
    if (job->settling) return NULL;
    for (unsigned i = 0; i < job->lanes->count; i++) {
        struct match_lane *lane = &job->lanes->lane[i];
        if (lane->ready && lane->order == job->turn) return lane;
    }
    return NULL;
}

static void give_back(struct job *job, struct match_lane *lane)
{
    lane->ready = false;
    job->spare[job->spares++] = lane;
    pthread_cond_broadcast(&job->changed);
}

static void settle_and_apply(struct job *job, struct match_lane *lane)
{
    struct problem why;
    job->settling = true;
    lane->ready = false;
    pthread_mutex_unlock(&job->lock);
    enum err err = settle(job, lane, &why);
    pthread_mutex_lock(&job->lock);
    if (err != ERR_OK) fail(job, &why);
    job->settling = false;
    job->turn++;
    pthread_cond_broadcast(&job->changed);
    if (err == ERR_OK && job->parser->apply) {
        pthread_mutex_unlock(&job->lock);
        err = job->parser->apply(lane->worker, &why);
        pthread_mutex_lock(&job->lock);
        if (err != ERR_OK) fail(job, &why);
    }
    give_back(job, lane);
}

static void read_and_parse(struct job *job)
{
    struct problem why;
    struct match_lane *lane = job->spare[--job->spares];
    lane->order = job->next++;
    if (!take(job, lane, &why)) {
        if (lane->order < job->pieces) job->pieces = lane->order;
        give_back(job, lane);
        return;
    }
    pthread_mutex_unlock(&job->lock);
    parse_from(job, lane, guess(&lane->piece));
    pthread_mutex_lock(&job->lock);
    lane->ready = true;
    pthread_cond_broadcast(&job->changed);
}

static void *work(void *arg)
{
    struct job *job = arg;
    pthread_mutex_lock(&job->lock);
    while (!job->failed && job->turn < job->pieces) {
        struct match_lane *lane = lane_in_turn(job);
        if (lane) settle_and_apply(job, lane);
        else if (job->spares && job->next < job->pieces) read_and_parse(job);
        else pthread_cond_wait(&job->changed, &job->lock);
    }
    pthread_mutex_unlock(&job->lock);
    return NULL;
}

static void run(struct job *job, pthread_t *ids)
{
    unsigned started =
        1; /* a thread that cannot start is one fewer, no error: the others do its work */
    while (started < job->lanes->threads && pthread_create(&ids[started], NULL, work, job) == 0)
        started++;
    work(job);
    for (unsigned i = 1; i < started; i++) pthread_join(ids[i], NULL);
}

/* Without a map, reading is by pread. */
static void map_file(struct job *job)
{
    struct stat st;
    if (!job->cut.map || job->base != 0 || fstat(job->fd, &st) != 0 || st.st_size <= 0) return;
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, job->fd, 0);
    if (map == MAP_FAILED) return;
    job->map = map;
    job->mapped = (size_t)st.st_size;
}

enum err match_pieces(int fd, const struct match_parser *parser, const struct match_lanes *lanes,
                      struct problem *why)
{
    struct job job = {
        .fd = fd, .parser = parser, .lanes = lanes, .cut = lanes->cut, .pieces = OPEN, .line = 1};
    size_t carry = match_cut_text(&job.cut);
    job.base = lseek(fd, 0, SEEK_CUR);
    job.seekable = job.base >= 0;
    map_file(&job);
    job.carry = malloc(carry);
    job.spare = calloc(lanes->count, sizeof *job.spare);
    pthread_t *ids = calloc(lanes->threads, sizeof *ids);
    if (job.carry && job.spare && ids) {
        pthread_mutex_init(&job.lock, NULL);
        pthread_cond_init(&job.changed, NULL);
        for (unsigned i = 0; i < lanes->count; i++) give_back(&job, &lanes->lane[i]);
        run(&job, ids);
        pthread_mutex_destroy(&job.lock);
        pthread_cond_destroy(&job.changed);
    } else {
        job.failed = true;
        problem_set(&job.why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    }
    if (job.map) munmap((void *)(uintptr_t)job.map, job.mapped);
    if (job.carry) explicit_bzero(job.carry, carry);
    free(job.carry);
    free(job.spare);
    free(ids);
    if (!job.failed) return ERR_OK;
    if (why) *why = job.why;
    return job.why.code;
}
