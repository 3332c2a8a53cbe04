/* Reading the packed file: mapped, checked, and shown as facts without a copy of what is long. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/checksum.h"
#include "store/packed_layout.h"

struct packed {
    const char *bytes;
    size_t size;
    const struct packed_header *h;
    const struct packed_index *index;
};

struct packed_reader {
    const struct packed *p;
    const char *at, *end;
    struct evaluation_facts facts;
    struct evaluation_line *lines;
    struct evaluation_matter *matters;
};

uint32_t packed_shape(void)
{
    static const size_t sizes[] = {sizeof(struct packed_header),
                                   sizeof(struct packed_person),
                                   sizeof(struct packed_line),
                                   sizeof(struct packed_matter),
                                   sizeof(struct rate_row),
                                   sizeof(struct span_row),
                                   sizeof(struct entry_row),
                                   ENTRY_COUNT,
                                   MATTER_KIND_COUNT};
    uint64_t h = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) h = checksum_mix(h, sizes[i]);
    return (uint32_t)(h ^ h >> 32);
}

/* ---- Opening -------------------------------------------------------------------------------- */

static bool header_good(const struct packed *p)
{
    const struct packed_header *h = p->h;
    if (memcmp(h->magic, "JZPACKED", 8) != 0 || h->version != PACKED_VERSION) return false;
    if (h->shape != packed_shape() || h->size != p->size || h->payers > PACKED_PAYERS) return false;
    if (h->sum != checksum_of(h, offsetof(struct packed_header, sum), PACKED_VERSION)) return false;
    return h->index % 8 == 0 && h->index <= p->size && h->blocks <= p->size &&
           p->size - h->index == h->blocks * sizeof(struct packed_index);
}

static bool index_good(const struct packed *p)
{
    uint64_t at = PACKED_HEADER;
    if (p->h->index_sum != checksum_of(p->index, p->size - p->h->index, 0)) return false;
    for (size_t i = 0; i < p->h->blocks; i++) {
        if (p->index[i].offset != at || p->index[i].size > p->h->index - at) return false;
        at += p->index[i].size;
    }
    return at == p->h->index;
}

static bool map(struct packed *p, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < PACKED_HEADER) return false;
    p->size = (size_t)st.st_size;
    void *bytes = mmap(NULL, p->size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) return false;
    p->bytes = bytes;
    p->h = bytes;
    if (!header_good(p)) return false;
    p->index = (const void *)(p->bytes + p->h->index);
    return index_good(p);
}

enum err packed_open(const char *path, struct packed **out, struct problem *why)
{
    struct packed *p = calloc(1, sizeof *p);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *out = NULL;
    bool good = p && fd >= 0 && map(p, fd);
    if (fd >= 0) close(fd);
    if (good) {
        *out = p;
        return ERR_OK;
    }
    packed_close(p);
    return problem_set(why, ERR_NOT_FOUND, ZH_packed_none, NULL, path, NULL);
}

void packed_close(struct packed *p)
{
    if (!p) return;
    if (p->bytes) munmap((void *)(uintptr_t)p->bytes, p->size);
    free(p);
}

int64_t packed_persons(const struct packed *p)
{
    return (int64_t)p->h->persons;
}

struct facts_head packed_head(const struct packed *p)
{
    return p->h->head;
}

const char (*packed_payers(const struct packed *p, size_t *count))[16]
{
    *count = p->h->payers;
    return p->h->payer;
}

size_t packed_blocks(const struct packed *p)
{
    return p->h->blocks;
}

/* ---- Reading -------------------------------------------------------------------------------- */

struct packed_reader *packed_reader_new(const struct packed *p)
{
    struct packed_reader *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->p = p;
    r->lines = calloc(p->h->most_lines + 1, sizeof *r->lines);
    r->matters = calloc(p->h->most_matters + 1, sizeof *r->matters);
    if (r->lines && r->matters) return r;
    packed_reader_free(r);
    return NULL;
}

void packed_reader_free(struct packed_reader *r)
{
    if (!r) return;
    free(r->lines);
    free(r->matters);
    free(r);
}

bool packed_block(struct packed_reader *r, size_t block)
{
    const struct packed_index *b = &r->p->index[block];
    r->at = r->p->bytes + b->offset;
    r->end = r->at + b->size;
    if (b->sum == checksum_of(r->at, b->size, block)) return true;
    r->at = r->end;
    return false;
}

static const char *read_line(struct packed_reader *r, const char *at, struct evaluation_line *out)
{
    const struct packed_line *l = (const void *)at;
    const struct rate_row *rates = (const void *)(l + 1);
    const struct span_row *spans = (const void *)(rates + l->rates);
    const struct entry_row *entries = (const void *)(spans + l->spans);
    *out = (struct evaluation_line){
        .line_id = l->line_id,
        .kind = l->kind,
        .payer = r->p->h->payer[l->payer],
        .relation = (enum relation)l->relation,
        .appraisal_until = {l->appraisal_until},
        .ledger = {.first_month = {l->first_month},
                   .last_month = {l->last_month},
                   .recorded_at = l->recorded_at,
                   .rates = rates,
                   .rate_count = l->rates,
                   .spans = spans,
                   .span_count = l->spans,
                   .entries = entries,
                   .entry_count = l->entries},
    };
    return (const char *)(entries + l->entries);
}

static void read_matter(struct packed_reader *r, const struct packed_matter *m,
                        struct evaluation_matter *out)
{
    *out = (struct evaluation_matter){
        .matter_id = m->matter_id,
        .parent = m->parent,
        .kind = (enum matter_kind_id)m->kind,
        .state = (enum matter_state)m->state,
        .cause = m->cause,
        .detail = m->detail,
        .payer = r->p->h->payer[m->payer],
        .event_on = {m->event_on},
        .until_on = {m->until_on},
        .released_on = {m->released_on},
        .by_certifying = m->by_certifying != 0,
    };
}

const struct evaluation_facts *packed_next(struct packed_reader *r)
{
    if (r->at == r->end) return NULL;
    const struct packed_person *q = (const void *)r->at;
    const char *at = (const char *)(q + 1);
    for (size_t i = 0; i < q->line_count; i++) at = read_line(r, at, &r->lines[i]);
    const struct packed_matter *m = (const void *)at;
    for (size_t i = 0; i < q->matter_count; i++) read_matter(r, &m[i], &r->matters[i]);
    r->at += q->size;
    r->facts = (struct evaluation_facts){
        .person_id = q->person_id,
        .birth = {q->birth},
        .registered_on = {q->registered_on},
        .success = {.here = {q->last_success}, .abroad = {q->last_abroad}},
        .due_on = {q->due_on},
        .trace_on = {q->trace_on},
        .first_month = {q->first_month},
        .abroad = q->abroad != 0,
        .lines = r->lines,
        .line_count = q->line_count,
        .matters = r->matters,
        .matter_count = q->matter_count,
    };
    return &r->facts;
}
