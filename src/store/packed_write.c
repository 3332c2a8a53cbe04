/* Writing the packed file: records through one buffer into a draft, the table of blocks behind
 * them, the header last. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/checksum.h"
#include "store/packed_layout.h"

struct packed_writer {
    char *path, *draft;
    int fd;
    bool failed;
    int error;
    char *block;
    size_t used, room;
    struct packed_index *index;
    size_t blocks, capacity;
    uint64_t offset;
    struct packed_header h;
};

static void fail(struct packed_writer *w, int error)
{
    if (!w->failed) w->error = error;
    w->failed = true;
}

static void write_all(struct packed_writer *w, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n && !w->failed) {
        ssize_t put = write(w->fd, p, n < ((size_t)1 << 30) ? n : (size_t)1 << 30);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) {
            fail(w, put < 0 ? errno : EIO);
            return;
        }
        p += put;
        n -= (size_t)put;
    }
}

static enum err file_problem(struct problem *why, const char *path, int error)
{
    return problem_set(why, ERR_FAILED, ZH_packed_write, NULL, path, strerror(error), NULL);
}

static void discard(struct packed_writer *w)
{
    if (w->fd >= 0) close(w->fd);
    if (w->draft && w->fd >= 0) unlink(w->draft);
    free(w->path);
    free(w->draft);
    free(w->block);
    free(w->index);
    free(w);
}

static char *draft_of(const char *path)
{
    static _Atomic unsigned serial;
    size_t size = strlen(path) + 48;
    char *draft = malloc(size);
    if (draft) snprintf(draft, size, "%s.%ld.%u.new", path, (long)getpid(), serial++);
    return draft;
}

enum err packed_begin(const char *path, struct packed_writer **out, struct problem *why)
{
    struct packed_writer *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    w->fd = -1;
    w->path = strdup(path);
    w->draft = draft_of(path);
    w->room = PACKED_BLOCK * 2;
    w->block = malloc(w->room);
    if (!w->path || !w->draft || !w->block) {
        discard(w);
        return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    }
    w->fd = open(w->draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (w->fd < 0) {
        enum err e = file_problem(why, w->draft, errno);
        discard(w);
        return e;
    }
    w->offset = PACKED_HEADER;
    if (lseek(w->fd, PACKED_HEADER, SEEK_SET) < 0) fail(w, errno);
    *out = w;
    return ERR_OK;
}

static void end_block(struct packed_writer *w)
{
    if (!w->used || w->failed) return;
    if (w->blocks == w->capacity) {
        size_t capacity = w->capacity ? w->capacity * 2 : 64;
        struct packed_index *grown = realloc(w->index, capacity * sizeof *grown);
        if (!grown) {
            fail(w, ENOMEM);
            return;
        }
        w->index = grown;
        w->capacity = capacity;
    }
    w->index[w->blocks] =
        (struct packed_index){w->offset, w->used, checksum_of(w->block, w->used, w->blocks)};
    w->blocks++;
    w->offset += w->used;
    write_all(w, w->block, w->used);
    w->used = 0;
}

static size_t line_size(const struct ledger_line *l)
{
    return sizeof(struct packed_line) + l->rate_count * sizeof(struct rate_row) +
           l->span_count * sizeof(struct span_row) + l->entry_count * sizeof(struct entry_row);
}

static size_t person_size(const struct evaluation_facts *f)
{
    size_t size = sizeof(struct packed_person) + f->matter_count * sizeof(struct packed_matter);
    for (size_t i = 0; i < f->line_count; i++) size += line_size(&f->lines[i].ledger);
    return size;
}

static uint8_t payer_of(struct packed_writer *w, const char *code)
{
    for (uint32_t i = 0; i < w->h.payers; i++)
        if (strcmp(w->h.payer[i], code) == 0) return (uint8_t)i;
    if (w->h.payers == PACKED_PAYERS) {
        fail(w, EOVERFLOW);
        return 0;
    }
    snprintf(w->h.payer[w->h.payers], sizeof w->h.payer[0], "%s", code);
    return (uint8_t)w->h.payers++;
}

static char *put_rows(char *at, const void *rows, size_t n, size_t size)
{
    if (n) memcpy(at, rows, n * size);
    return at + n * size;
}

static char *put_line(struct packed_writer *w, char *at, const struct evaluation_line *l)
{
    const struct ledger_line *k = &l->ledger;
    struct packed_line p = {
        .recorded_at = k->recorded_at,
        .line_id = (int32_t)l->line_id,
        .kind = l->kind,
        .first_month = k->first_month.index,
        .last_month = k->last_month.index,
        .appraisal_until = l->appraisal_until.day,
        .payer = payer_of(w, l->payer),
        .relation = (uint8_t)l->relation,
        .rates = (uint16_t)k->rate_count,
        .spans = (uint16_t)k->span_count,
        .entries = (uint16_t)k->entry_count,
    };
    at = put_rows(at, &p, 1, sizeof p);
    at = put_rows(at, k->rates, k->rate_count, sizeof *k->rates);
    at = put_rows(at, k->spans, k->span_count, sizeof *k->spans);
    return put_rows(at, k->entries, k->entry_count, sizeof *k->entries);
}

static char *put_matter(struct packed_writer *w, char *at, const struct evaluation_matter *m)
{
    struct packed_matter p = {
        .matter_id = m->matter_id,
        .parent = m->parent,
        .event_on = m->event_on.day,
        .until_on = m->until_on.day,
        .released_on = m->released_on.day,
        .cause = m->cause,
        .detail = m->detail,
        .kind = (uint8_t)m->kind,
        .state = (uint8_t)m->state,
        .payer = payer_of(w, m->payer),
        .by_certifying = m->by_certifying,
    };
    return put_rows(at, &p, 1, sizeof p);
}

static bool make_room(struct packed_writer *w, size_t size)
{
    if (w->used && w->used + size > PACKED_BLOCK) end_block(w);
    if (size > w->room) {
        char *grown = realloc(w->block, size);
        if (!grown) {
            fail(w, ENOMEM);
            return false;
        }
        w->block = grown;
        w->room = size;
    }
    return !w->failed;
}

static bool countable(const struct evaluation_facts *f)
{
    bool good = f->line_count <= UINT16_MAX && f->matter_count <= UINT16_MAX;
    for (size_t i = 0; i < f->line_count; i++) {
        const struct ledger_line *l = &f->lines[i].ledger;
        good &= l->rate_count <= UINT16_MAX && l->span_count <= UINT16_MAX &&
                l->entry_count <= UINT16_MAX;
    }
    return good;
}

void packed_put(struct packed_writer *w, const struct evaluation_facts *f)
{
    size_t size = person_size(f);
    if (!countable(f)) fail(w, EOVERFLOW);
    if (w->failed || !make_room(w, size)) return;
    struct packed_person p = {
        .person_id = f->person_id,
        .birth = f->birth.day,
        .registered_on = f->registered_on.day,
        .last_success = f->success.here.day,
        .last_abroad = f->success.abroad.day,
        .due_on = f->due_on.day,
        .first_month = f->first_month.index,
        .trace_on = f->trace_on.day,
        .line_count = (uint16_t)f->line_count,
        .matter_count = (uint16_t)f->matter_count,
        .size = (uint32_t)size,
        .abroad = f->abroad,
    };
    char *at = put_rows(w->block + w->used, &p, 1, sizeof p);
    for (size_t i = 0; i < f->line_count; i++) at = put_line(w, at, &f->lines[i]);
    for (size_t i = 0; i < f->matter_count; i++) at = put_matter(w, at, &f->matters[i]);
    w->used += size;
    w->h.persons++;
    if (f->line_count > w->h.most_lines) w->h.most_lines = (uint32_t)f->line_count;
    if (f->matter_count > w->h.most_matters) w->h.most_matters = (uint32_t)f->matter_count;
}

/* The file is derived, so that a cut of power may lose it; but what is half there must show. */
static void put_header(struct packed_writer *w, const struct facts_head *head)
{
    size_t index = w->blocks * sizeof *w->index;
    memcpy(w->h.magic, "JZPACKED", 8);
    w->h.version = PACKED_VERSION;
    w->h.shape = packed_shape();
    w->h.blocks = w->blocks;
    w->h.index = w->offset;
    w->h.index_sum = checksum_of(w->index, index, 0);
    w->h.size = w->offset + index;
    w->h.head = *head;
    w->h.sum = checksum_of(&w->h, offsetof(struct packed_header, sum), PACKED_VERSION);
    write_all(w, w->index, index);
    /* With nobody in it nothing was written where the first block would end the header. */
    if (!w->failed && ftruncate(w->fd, (off_t)w->h.size) != 0) fail(w, errno);
    if (!w->failed && lseek(w->fd, 0, SEEK_SET) < 0) fail(w, errno);
    write_all(w, &w->h, sizeof w->h);
}

enum err packed_finish(struct packed_writer *w, const struct facts_head *head, struct problem *why)
{
    enum err e = ERR_OK;
    if (head) {
        end_block(w);
        put_header(w, head);
        if (!w->failed && rename(w->draft, w->path) != 0) fail(w, errno);
        if (w->failed) e = file_problem(why, w->path, w->error);
        if (!w->failed) {
            close(w->fd);
            w->fd = -1;
        }
    }
    discard(w);
    return e;
}
