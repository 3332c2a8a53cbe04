#include "base/envelope.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STALE_MONTHS 3 /* a period further back than this is old news under a new number */
#define NUMBER_MOST INT64_C(1000000000000000)

static const char head[] = "jianzai-envelope 1\n";

void envelope_print(const struct envelope *e, struct buf *out)
{
    buf_puts(out, head);
    buf_printf(out,
               "sender=%s\nrecipient=%s\nsequence=%" PRId64 "\nperiod=%s\nrows=%" PRId64
               "\ndigest=%s\nprevious=%s\n",
               e->sender, e->recipient, e->sequence, month_print(e->period).s, e->rows, e->digest,
               e->previous);
}

enum err envelope_sign(struct envelope *e, const struct sm_pair *pair, struct buf *out,
                       struct problem *why)
{
    struct buf text = BUF(ENVELOPE_MOST);
    char hex[2 * SM_SIGNATURE + 1];
    envelope_print(e, &text);
    enum err err =
        sm_sign(pair, (struct sm_bytes){text.p, text.n}, e->signature, &e->signature_size, why);
    if (!err) {
        sm_hex(e->signature, e->signature_size, hex);
        buf_puts(out, text.p);
        buf_printf(out, "signature=%s\n", hex);
    }
    buf_free(&text);
    return err;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct reading {
    const char *at, *end;
};

/* The value of the next line, which must have this name; false when it has not or does not fit. */
static bool value(struct reading *r, const char *name, char *out, size_t cap)
{
    size_t n = strlen(name);
    const char *newline = r->at < r->end ? memchr(r->at, '\n', (size_t)(r->end - r->at)) : NULL;
    if (!newline || (size_t)(newline - r->at) < n + 1 || memcmp(r->at, name, n) != 0 ||
        r->at[n] != '=')
        return false;
    const char *from = r->at + n + 1;
    size_t size = (size_t)(newline - from);
    if (size >= cap || memchr(from, 0, size)) return false;
    memcpy(out, from, size);
    out[size] = 0;
    r->at = newline + 1;
    return true;
}

static bool number(struct reading *r, const char *name, int64_t *out)
{
    char text[24], *end;
    if (!value(r, name, text, sizeof text) || text[0] < '0' || text[0] > '9') return false;
    *out = strtoll(text, &end, 10);
    return *end == 0 && *out < NUMBER_MOST;
}

static bool digest(struct reading *r, const char *name, char out[ENVELOPE_HEX])
{
    uint8_t bytes[SM_DIGEST];
    return value(r, name, out, ENVELOPE_HEX) && strlen(out) == ENVELOPE_HEX - 1 &&
           sm_unhex(out, SM_DIGEST, bytes);
}

static bool signature(struct reading *r, struct envelope *e)
{
    char hex[2 * SM_SIGNATURE + 1], again[2 * SM_SIGNATURE + 1];
    if (!value(r, "signature", hex, sizeof hex)) return false;
    size_t n = strlen(hex);
    e->signature_size = n / 2;
    if (n < 2 || n % 2 || !sm_unhex(hex, n / 2, e->signature)) return false;
    sm_hex(e->signature, e->signature_size, again);
    return strcmp(hex, again) == 0 && r->at == r->end;
}

static bool same_writing(const struct envelope *e, const char *text, size_t n)
{
    struct buf b = BUF(ENVELOPE_MOST);
    envelope_print(e, &b);
    bool same = b.p && b.n < n && memcmp(b.p, text, b.n) == 0;
    buf_free(&b);
    return same;
}

static bool read_all(const char *text, size_t n, struct envelope *e)
{
    char period[16];
    struct reading r = {text + sizeof head - 1, text + n};
    return value(&r, "sender", e->sender, sizeof e->sender) &&
           value(&r, "recipient", e->recipient, sizeof e->recipient) &&
           number(&r, "sequence", &e->sequence) && value(&r, "period", period, sizeof period) &&
           month_parse(period, &e->period, NULL) == ERR_OK && number(&r, "rows", &e->rows) &&
           digest(&r, "digest", e->digest) && digest(&r, "previous", e->previous) &&
           signature(&r, e) && e->sequence > 0;
}

enum err envelope_parse(const char *text, size_t n, struct envelope *out, struct problem *why)
{
    *out = (struct envelope){.sequence = 0};
    bool good = n > sizeof head - 1 && n <= ENVELOPE_MOST &&
                memcmp(text, head, sizeof head - 1) == 0 && read_all(text, n, out) &&
                same_writing(out, text, n);
    if (good) return ERR_OK;
    *out = (struct envelope){.sequence = 0};
    return problem_set(why, ERR_INPUT, ZH_envelope_format, "envelope", NULL);
}

enum err envelope_verify(const struct envelope *e, const struct sm_pair *sender,
                         struct problem *why)
{
    struct buf b = BUF(ENVELOPE_MOST);
    envelope_print(e, &b);
    bool good = !b.failed && sm_verify(sender, (struct sm_bytes){b.p, b.n},
                                       (struct sm_bytes){e->signature, e->signature_size});
    buf_free(&b);
    return good ? ERR_OK
                : problem_set(why, ERR_INPUT, ZH_envelope_signature, "envelope", e->sender, NULL);
}

/* ---- may it be accepted? -------------------------------------------------------------------- */

static enum err refuse(struct problem *why, enum zh_id message, int64_t got, int64_t want)
{
    char a[24], b[24];
    snprintf(a, sizeof a, "%" PRId64, got);
    snprintf(b, sizeof b, "%" PRId64, want);
    return problem_set(why, ERR_INPUT, message, "envelope", a, b, NULL);
}

static enum err check_series(const struct envelope *e, const struct envelope_expected *x,
                             struct problem *why)
{
    static const char nothing[] =
        "0000000000000000000000000000000000000000000000000000000000000000";
    if (e->sequence <= x->last_sequence)
        return refuse(why, ZH_envelope_replayed, e->sequence, x->last_sequence);
    if (e->sequence != x->last_sequence + 1)
        return refuse(why, ZH_envelope_reordered, e->sequence, x->last_sequence + 1);
    if (strcmp(e->previous, x->last_sequence ? x->last_digest : nothing) != 0)
        return problem_set(why, ERR_INPUT, ZH_envelope_broken, "envelope", NULL);
    if (month_cmp(e->period, x->now) > 0)
        return problem_set(why, ERR_INPUT, ZH_envelope_early, "envelope", month_print(e->period).s,
                           NULL);
    if (month_cmp(e->period, x->last_period) < 0 ||
        month_cmp(e->period, month_add(x->now, -STALE_MONTHS)) < 0)
        return problem_set(why, ERR_INPUT, ZH_envelope_stale, "envelope", month_print(e->period).s,
                           NULL);
    return ERR_OK;
}

enum err envelope_check(const struct envelope *e, const struct envelope_expected *x,
                        struct problem *why)
{
    if (strcmp(e->sender, x->sender) != 0 || strcmp(e->recipient, x->recipient) != 0)
        return problem_set(why, ERR_INPUT, ZH_envelope_foreign, "envelope", e->sender, e->recipient,
                           NULL);
    enum err err = check_series(e, x, why);
    if (err) return err;
    if (e->rows > x->rows) return refuse(why, ZH_envelope_truncated, x->rows, e->rows);
    if (strcmp(e->digest, x->digest) != 0 || e->rows != x->rows)
        return problem_set(why, ERR_INPUT, ZH_envelope_altered, "envelope", NULL);
    return ERR_OK;
}
