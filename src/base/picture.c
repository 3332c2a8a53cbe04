#include "base/picture.h"

#include <string.h>

#include "base/zh.h"

enum outcome { READ_OK, READ_BROKEN, READ_OTHER };

struct reader {
    const uint8_t *p;
    size_t n, at;
    struct picture *out;
    struct buf *clean;
};

static size_t left(const struct reader *r)
{
    return r->n - r->at;
}

static uint32_t be16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t be32(const uint8_t *p)
{
    return be16(p) << 16 | be16(p + 2);
}

static void keep(struct reader *r, size_t from, size_t n)
{
    buf_add(r->clean, r->p + from, n);
}

/* ---- JPEG ----------------------------------------------------------------------------------- */

enum { SOF0 = 0xc0, SOF2 = 0xc2, SOI = 0xd8, EOI = 0xd9, SOS = 0xda };

/* Tables, frame, scan, JFIF, and Adobe's word on colours; ICC profiles and all else are left out.
 */
static bool jpeg_needs(int marker)
{
    return marker == 0xc4 || marker == 0xdb || marker == 0xdd || marker == SOS || marker == 0xe0 ||
           marker == 0xee || (marker >= SOF0 && marker <= SOF2);
}

/* Frames that browsers do not draw: lossless, hierarchical, arithmetic. */
static bool jpeg_foreign(int marker)
{
    return marker >= 0xc3 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static enum outcome jpeg_frame(struct reader *r, const uint8_t *body, size_t n)
{
    if (n < 6 || r->out->width) return READ_BROKEN;
    uint32_t parts = body[5];
    r->out->height = be16(body + 1);
    r->out->width = be16(body + 3);
    if (body[0] != 8 || (parts != 1 && parts != 3)) return READ_OTHER;
    if (n != 6 + 3 * (size_t)parts || !r->out->width || !r->out->height) return READ_BROKEN;
    return READ_OK;
}

/* The coded data of a scan, up to the next marker. */
static bool jpeg_scan(struct reader *r)
{
    size_t from = r->at;
    for (; left(r) >= 2; r->at++) {
        if (r->p[r->at] != 0xff) continue;
        int next = r->p[r->at + 1];
        if (next == 0 || next == 0xff || (next >= 0xd0 && next <= 0xd7)) continue;
        keep(r, from, r->at - from);
        return true;
    }
    return false;
}

static enum outcome jpeg_segment(struct reader *r, int marker, bool *scanned)
{
    if (left(r) < 2) return READ_BROKEN;
    size_t size = be16(r->p + r->at), from = r->at - 2;
    if (size < 2 || size > left(r)) return READ_BROKEN;
    enum outcome o = READ_OK;
    if (jpeg_foreign(marker)) return READ_OTHER;
    if (marker >= SOF0 && marker <= SOF2) o = jpeg_frame(r, r->p + r->at + 2, size - 2);
    if (o) return o;
    r->at += size;
    if (jpeg_needs(marker)) keep(r, from, size + 2);
    if (marker != SOS) return READ_OK;
    *scanned = true;
    return r->out->width && jpeg_scan(r) ? READ_OK : READ_BROKEN;
}

static enum outcome jpeg_read(struct reader *r)
{
    bool scanned = false;
    r->out->kind = PICTURE_JPEG;
    r->at = 2;
    keep(r, 0, 2);
    while (left(r) >= 2) {
        if (r->p[r->at] != 0xff) return READ_BROKEN;
        int marker = r->p[r->at + 1];
        if (marker == 0xff) { /* fill */
            r->at++;
            continue;
        }
        r->at += 2;
        if (marker == EOI) {
            keep(r, r->at - 2, 2);
            return scanned ? READ_OK : READ_BROKEN;
        }
        if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI)) return READ_BROKEN;
        enum outcome o = jpeg_segment(r, marker, &scanned);
        if (o) return o;
    }
    return READ_BROKEN;
}

/* ---- PNG ------------------------------------------------------------------------------------ */

static const uint8_t png_head[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

static bool png_is(const uint8_t *chunk, const char *name)
{
    return memcmp(chunk + 4, name, 4) == 0;
}

static bool png_needs(const uint8_t *chunk)
{
    static const char *const names[] = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (png_is(chunk, names[i])) return true;
    return false;
}

/* A sum that is wrong would make a browser show half a face: each chunk's is checked. */
uint32_t picture_sum(const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        sum ^= p[i];
        for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
    }
    return ~sum;
}

static bool png_header(struct reader *r, const uint8_t *chunk, uint32_t size)
{
    if (size != 13 || !png_is(chunk, "IHDR")) return false;
    r->out->width = be32(chunk + 8);
    r->out->height = be32(chunk + 12);
    return r->out->width && r->out->height && r->out->width <= INT32_MAX &&
           r->out->height <= INT32_MAX;
}

static enum outcome png_read(struct reader *r)
{
    bool data = false;
    r->out->kind = PICTURE_PNG;
    r->at = sizeof png_head;
    keep(r, 0, sizeof png_head);
    while (left(r) >= 12) {
        const uint8_t *chunk = r->p + r->at;
        uint32_t size = be32(chunk);
        if (size > left(r) - 12) return READ_BROKEN;
        if (picture_sum(chunk + 4, size + 4) != be32(chunk + 8 + size)) return READ_BROKEN;
        if (!r->out->width && !png_header(r, chunk, size)) return READ_BROKEN;
        if (png_needs(chunk)) keep(r, r->at, size + 12);
        data |= png_is(chunk, "IDAT");
        if (png_is(chunk, "IEND")) return data ? READ_OK : READ_BROKEN;
        r->at += size + 12;
    }
    return READ_BROKEN;
}

/* ---- Either --------------------------------------------------------------------------------- */

enum err picture_read(struct sm_bytes file, struct picture *out, struct buf *clean,
                      struct problem *why)
{
    struct reader r = {.p = file.p, .n = file.n, .out = out, .clean = clean};
    enum outcome o = READ_OTHER;
    *out = (struct picture){0};
    buf_clear(clean);
    if (r.n >= 3 && r.p[0] == 0xff && r.p[1] == SOI && r.p[2] == 0xff) o = jpeg_read(&r);
    else if (r.n >= sizeof png_head && memcmp(r.p, png_head, sizeof png_head) == 0)
        o = png_read(&r);
    if (o == READ_OTHER) return problem_set(why, ERR_INPUT, ZH_picture_kind, "file", NULL);
    if (o) return problem_set(why, ERR_INPUT, ZH_picture_broken, "file", NULL);
    return clean->failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL) : ERR_OK;
}

const char *picture_type(enum picture_kind kind)
{
    return kind == PICTURE_PNG ? "image/png" : "image/jpeg";
}
