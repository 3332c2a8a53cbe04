/* A PNG that is one by its markers and sums, of any size: what is drawn in it nobody looks at. */
#pragma once
#include <stdint.h>
#include <string.h>

#include "base/picture.h"

static inline void picture_chunk(struct buf *b, const char *name, const void *bytes, size_t n)
{
    uint8_t head[4], tail[4];
    for (int i = 0; i < 4; i++) head[i] = (uint8_t)(n >> (24 - 8 * i));
    buf_add(b, head, 4);
    size_t from = b->n;
    buf_add(b, name, 4);
    buf_add(b, bytes, n);
    uint32_t sum = b->failed ? 0 : picture_sum(b->p + from, b->n - from);
    for (int i = 0; i < 4; i++) tail[i] = (uint8_t)(sum >> (24 - 8 * i));
    buf_add(b, tail, 4);
}

/* data: bytes in it, at most 300 KB. */
static inline void picture_png(struct buf *b, uint32_t width, uint32_t height, size_t data)
{
    static const uint8_t zeros[300u << 10];
    uint8_t h[13] = {0};
    for (int i = 0; i < 4; i++) h[i] = (uint8_t)(width >> (24 - 8 * i));
    for (int i = 0; i < 4; i++) h[4 + i] = (uint8_t)(height >> (24 - 8 * i));
    h[8] = 8;
    buf_clear(b);
    buf_add(b, "\x89PNG\r\n\x1a\n", 8);
    picture_chunk(b, "IHDR", h, sizeof h);
    picture_chunk(b, "tEXt", "Comment\0home", 12);
    picture_chunk(b, "IDAT", zeros, data);
    picture_chunk(b, "IEND", "", 0);
}
