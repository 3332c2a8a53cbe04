/* Sections in comments are those of docs/audit-format.md. */
#include "base/chain.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const uint8_t chain_zero[SM_DIGEST];

const char *chain_field(enum chain_fault fault)
{
    static const char *const names[CHAIN_FAULTS] = {
        [CHAIN_OK] = "",
        [CHAIN_N] = "n",
        [CHAIN_PREV] = "prev",
        [CHAIN_DIGEST] = "digest",
        [CHAIN_TIP] = "tip",
        [CHAIN_COUNT] = "count",
        [CHAIN_ROOT] = "root",
        [CHAIN_SIGNATURE] = "signature",
        [CHAIN_OUTSIDE] = "outside",
        [CHAIN_MOMENT] = "moment",
        [CHAIN_ACTOR] = "actor",
        [CHAIN_ACTION] = "action",
        [CHAIN_OBJECT] = "object",
        [CHAIN_PURPOSE] = "purpose",
        [CHAIN_REQUEST_ID] = "request_id",
        [CHAIN_CONTENT] = "content",
        [CHAIN_DAY] = "day",
        [CHAIN_CHAIN] = "chain",
    };
    return names[fault];
}

void chain_put64(uint8_t *p, int64_t v)
{
    for (int i = 0; i < 8; i++) p[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
}

int64_t chain_get64(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++) v = v << 8 | p[i];
    return (int64_t)v;
}

/* ---- Entry, section 1 ---- */

static bool text_ok(struct sm_bytes t)
{
    return t.n <= CHAIN_TEXT_MAX && (t.n == 0 || memchr(t.p, 0, t.n) == NULL);
}

enum chain_fault chain_entry_limits(const struct chain_entry *e)
{
    if (!text_ok(e->actor)) return CHAIN_ACTOR;
    if (!text_ok(e->action)) return CHAIN_ACTION;
    if (!text_ok(e->object)) return CHAIN_OBJECT;
    if (!text_ok(e->purpose)) return CHAIN_PURPOSE;
    return CHAIN_OK;
}

static uint8_t *put_text(uint8_t *p, struct sm_bytes t)
{
    *p++ = (uint8_t)(t.n >> 8);
    *p++ = (uint8_t)t.n;
    if (t.n) memcpy(p, t.p, t.n);
    return p + t.n;
}

size_t chain_entry_bytes(const struct chain_entry *e, uint8_t out[CHAIN_BYTES_MAX])
{
    assert(chain_entry_limits(e) == CHAIN_OK);
    memcpy(out, "JZA1", 4);
    chain_put64(out + 4, e->chain);
    chain_put64(out + 12, e->n);
    chain_put64(out + 20, e->moment);
    chain_put64(out + 28, e->request_id);
    uint8_t *p = put_text(out + 36, e->actor);
    p = put_text(p, e->action);
    p = put_text(p, e->object);
    p = put_text(p, e->purpose);
    memcpy(p, e->content, SM_DIGEST);
    memcpy(p + SM_DIGEST, e->prev, SM_DIGEST);
    return (size_t)(p + 2 * SM_DIGEST - out);
}

void chain_entry_digest(const struct chain_entry *e, uint8_t out[SM_DIGEST])
{
    uint8_t bytes[CHAIN_BYTES_MAX];
    sm_digest(bytes, chain_entry_bytes(e, bytes), out);
}

static bool get_text(const uint8_t **p, const uint8_t *end, struct sm_bytes *out)
{
    if (end - *p < 2) return false;
    size_t n = (size_t)((*p)[0] << 8 | (*p)[1]);
    *p += 2;
    if ((size_t)(end - *p) < n) return false;
    *out = (struct sm_bytes){*p, n};
    *p += n;
    return true;
}

enum chain_fault chain_entry_parse(struct sm_bytes bytes, struct chain_entry *out)
{
    const uint8_t *p = bytes.p, *end = p + bytes.n;
    if (bytes.n < 36 || memcmp(p, "JZA1", 4) != 0) return CHAIN_DIGEST;
    *out = (struct chain_entry){chain_get64(p + 4),
                                chain_get64(p + 12),
                                chain_get64(p + 20),
                                chain_get64(p + 28),
                                {0},
                                {0},
                                {0},
                                {0},
                                NULL,
                                NULL};
    p += 36;
    if (!get_text(&p, end, &out->actor) || !get_text(&p, end, &out->action) ||
        !get_text(&p, end, &out->object) || !get_text(&p, end, &out->purpose) ||
        end - p != 2 * SM_DIGEST)
        return CHAIN_DIGEST;
    out->content = p;
    out->prev = p + SM_DIGEST;
    return chain_entry_limits(out);
}

/* Section 5, step 1. */
enum chain_fault chain_verify_step(struct chain_tip *tip, const struct chain_entry *e,
                                   const uint8_t digest[SM_DIGEST])
{
    uint8_t computed[SM_DIGEST];
    enum chain_fault fault = chain_entry_limits(e);
    if (fault != CHAIN_OK) return fault;
    if (e->chain != tip->chain || e->n != tip->n + 1) return CHAIN_N;
    if (memcmp(e->prev, tip->digest, SM_DIGEST) != 0) return CHAIN_PREV;
    chain_entry_digest(e, computed);
    if (memcmp(computed, digest, SM_DIGEST) != 0) return CHAIN_DIGEST;
    tip->n = e->n;
    memcpy(tip->digest, digest, SM_DIGEST);
    return CHAIN_OK;
}

/* ---- Head, section 4 ---- */

void chain_head_bytes(const struct chain_head *h, uint8_t out[CHAIN_HEAD_BYTES])
{
    memcpy(out, "JZH1", 4);
    chain_put64(out + 4, h->day);
    chain_put64(out + 12, h->count);
    memcpy(out + 20, h->root, SM_DIGEST);
}

bool chain_head_verify(const struct chain_head *h, const struct sm_pair *key)
{
    uint8_t bytes[CHAIN_HEAD_BYTES];
    chain_head_bytes(h, bytes);
    return h->signature_size > 0 && h->signature_size <= SM_SIGNATURE &&
           sm_verify(key, (struct sm_bytes){bytes, sizeof bytes},
                     (struct sm_bytes){h->signature, h->signature_size});
}

const char *chain_head_print(const struct chain_head *h, char out[CHAIN_HEAD_LINE])
{
    char root[2 * SM_DIGEST + 1], signature[2 * SM_SIGNATURE + 1];
    int64_t day = h->day % 100000000;
    sm_hex(h->root, SM_DIGEST, root);
    sm_hex(h->signature, h->signature_size, signature);
    snprintf(out, CHAIN_HEAD_LINE, "%04d-%02d-%02d %" PRId64 " %s %s", (int)(day / 10000),
             (int)(day / 100 % 100), (int)(day % 100), h->count, root, signature);
    return out;
}

/* Decimal digits and nothing else, at most 18. */
static bool digits(const char *s, size_t n, int64_t *out)
{
    *out = 0;
    if (n == 0 || n > 18) return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') return false;
        *out = *out * 10 + (s[i] - '0');
    }
    return true;
}

static bool parse_day(const char *s, int64_t *day)
{
    int64_t y, m, d;
    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-') return false;
    if (!digits(s, 4, &y) || !digits(s + 5, 2, &m) || !digits(s + 8, 2, &d)) return false;
    *day = y * 10000 + m * 100 + d;
    return true;
}

bool chain_head_parse(const char *line, struct chain_head *out)
{
    char copy[CHAIN_HEAD_LINE + 64], *part[4];
    size_t size = strcspn(line, "\r\n");
    if (size >= sizeof copy) return false;
    memcpy(copy, line, size);
    copy[size] = 0;
    part[0] = copy;
    for (int i = 1; i < 4; i++) {
        char *space = strchr(part[i - 1], ' ');
        if (!space) return false;
        *space = 0;
        part[i] = space + 1;
    }
    *out = (struct chain_head){.signature_size = strlen(part[3]) / 2};
    return parse_day(part[0], &out->day) && digits(part[1], strlen(part[1]), &out->count) &&
           sm_unhex(part[2], SM_DIGEST, out->root) && out->signature_size <= SM_SIGNATURE &&
           sm_unhex(part[3], out->signature_size, out->signature);
}
