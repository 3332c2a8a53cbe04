/* Section 6 of docs/audit-format.md. */
#include "base/chain_file.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static const char magic[] = "JZEXPORT1\n";
enum {
    MAGIC = sizeof magic - 1,
    TIP_SIZE = 3 * 8 + SM_DIGEST,
    HEAD_SIZE = 2 * 8 + SM_DIGEST,
    END_SIZE = 3 * 8
};
_Static_assert(CHAIN_BYTES_MAX + SM_DIGEST <= CHAIN_FILE_PAYLOAD, "an entry fits into a record");

static void put(struct chain_writer *w, char type, const uint8_t *payload, size_t n)
{
    uint8_t header[5] = {(uint8_t)type, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8),
                         (uint8_t)n};
    if (fwrite(header, 1, sizeof header, w->f) != sizeof header || fwrite(payload, 1, n, w->f) != n)
        w->failed = true;
}

struct chain_writer chain_file_start(FILE *f)
{
    struct chain_writer w = {.f = f};
    w.failed = fwrite(magic, 1, MAGIC, f) != MAGIC;
    return w;
}

void chain_file_tip(struct chain_writer *w, const struct chain_tip *tip, int64_t head)
{
    uint8_t p[TIP_SIZE];
    chain_put64(p, tip->chain);
    chain_put64(p + 8, tip->n);
    chain_put64(p + 16, head);
    memcpy(p + 24, tip->digest, SM_DIGEST);
    put(w, 'T', p, sizeof p);
    w->tips++;
}

void chain_file_entry(struct chain_writer *w, const struct chain_entry *e,
                      const uint8_t digest[SM_DIGEST])
{
    uint8_t p[CHAIN_BYTES_MAX + SM_DIGEST];
    size_t n = chain_entry_bytes(e, p);
    memcpy(p + n, digest, SM_DIGEST);
    put(w, 'E', p, n + SM_DIGEST);
    w->entries++;
}

void chain_file_head(struct chain_writer *w, const struct chain_head *h)
{
    uint8_t p[HEAD_SIZE + SM_SIGNATURE];
    chain_put64(p, h->day);
    chain_put64(p + 8, h->count);
    memcpy(p + 16, h->root, SM_DIGEST);
    memcpy(p + HEAD_SIZE, h->signature, h->signature_size);
    put(w, 'H', p, HEAD_SIZE + h->signature_size);
    w->heads++;
}

enum err chain_file_end(struct chain_writer *w, struct problem *why)
{
    uint8_t p[END_SIZE];
    chain_put64(p, w->tips);
    chain_put64(p + 8, w->entries);
    chain_put64(p + 16, w->heads);
    put(w, 'Z', p, sizeof p);
    if (fflush(w->f) != 0) w->failed = true;
    if (!w->failed) return ERR_OK;
    return problem_set(why, ERR_FAILED, ZH_chain_file_write, NULL, strerror(errno), NULL);
}

static enum err damaged(const struct chain_reader *r, struct problem *why)
{
    char at[24];
    snprintf(at, sizeof at, "%" PRId64, r->at);
    return problem_set(why, ERR_INPUT, ZH_chain_file_damaged, NULL, at, NULL);
}

static bool get(struct chain_reader *r, void *out, size_t n)
{
    if (fread(out, 1, n, r->f) != n) return false;
    r->at += (int64_t)n;
    return true;
}

enum err chain_file_open(struct chain_reader *r, FILE *f, struct problem *why)
{
    char line[MAGIC];
    *r = (struct chain_reader){.f = f, .order = CHAIN_RECORD_TIP};
    return get(r, line, MAGIC) && memcmp(line, magic, MAGIC) == 0 ? ERR_OK : damaged(r, why);
}

static bool take_tip(struct chain_reader *r, size_t n)
{
    const uint8_t *p = r->payload;
    if (n != TIP_SIZE || (r->tips > 0 && chain_get64(p) <= r->tip.chain)) return false;
    r->tip.chain = chain_get64(p);
    r->tip.n = chain_get64(p + 8);
    r->head = chain_get64(p + 16);
    memcpy(r->tip.digest, p + 24, SM_DIGEST);
    r->tips++;
    return true;
}

static bool take_entry(struct chain_reader *r, size_t n)
{
    if (n < SM_DIGEST ||
        chain_entry_parse((struct sm_bytes){r->payload, n - SM_DIGEST}, &r->entry) != CHAIN_OK)
        return false;
    r->digest = r->payload + n - SM_DIGEST;
    r->entries++;
    return true;
}

static bool take_head(struct chain_reader *r, size_t n)
{
    const uint8_t *p = r->payload;
    if (n < HEAD_SIZE || n > HEAD_SIZE + SM_SIGNATURE) return false;
    r->day = (struct chain_head){
        .day = chain_get64(p), .count = chain_get64(p + 8), .signature_size = n - HEAD_SIZE};
    memcpy(r->day.root, p + 16, SM_DIGEST);
    memcpy(r->day.signature, p + HEAD_SIZE, r->day.signature_size);
    r->heads++;
    return true;
}

/* The counts agree and nothing follows: the file is whole. */
static bool take_end(struct chain_reader *r, size_t n)
{
    const uint8_t *p = r->payload;
    return n == END_SIZE && chain_get64(p) == r->tips && chain_get64(p + 8) == r->entries &&
           chain_get64(p + 16) == r->heads && fgetc(r->f) == EOF;
}

enum err chain_file_next(struct chain_reader *r, enum chain_record *kind, struct problem *why)
{
    uint8_t h[5];
    if (!get(r, h, sizeof h)) return damaged(r, why);
    size_t n = (size_t)h[1] << 24 | (size_t)h[2] << 16 | (size_t)h[3] << 8 | h[4];
    if (n > CHAIN_FILE_PAYLOAD || !get(r, r->payload, n)) return damaged(r, why);
    static const char types[] = "ZTEH";
    const char *type = h[0] ? strchr(types, h[0]) : NULL;
    if (!type) return damaged(r, why);
    *kind = (enum chain_record)(type - types);
    if (*kind != CHAIN_RECORD_END && *kind < r->order) return damaged(r, why);
    bool ok = false;
    switch (*kind) {
    case CHAIN_RECORD_TIP:
        ok = take_tip(r, n);
        break;
    case CHAIN_RECORD_ENTRY:
        ok = take_entry(r, n);
        break;
    case CHAIN_RECORD_HEAD:
        ok = take_head(r, n);
        break;
    case CHAIN_RECORD_END:
        ok = take_end(r, n);
        break;
    }
    if (*kind != CHAIN_RECORD_END) r->order = *kind;
    return ok ? ERR_OK : damaged(r, why);
}
