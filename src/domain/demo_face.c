#include "domain/demo_face.h"

#include <stdbool.h>
#include <string.h>

#include "base/picture.h"

enum { BACK, CLOTH, HAIR, SKIN };
enum { ROW = 1 + DEMO_FACE_WIDTH / 4, ROWS = ROW * DEMO_FACE_HEIGHT };

static void put32(uint8_t *p, uint32_t n)
{
    for (int i = 0; i < 4; i++) p[i] = (uint8_t)(n >> (24 - 8 * i));
}

static void chunk(struct buf *b, const char *name, const uint8_t *bytes, size_t n)
{
    uint8_t four[4];
    put32(four, (uint32_t)n);
    buf_add(b, four, 4);
    size_t from = b->n;
    buf_add(b, name, 4);
    buf_add(b, bytes, n);
    put32(four, b->failed ? 0 : picture_sum(b->p + from, n + 4));
    buf_add(b, four, 4);
}

/* Inside the ellipse around (cx, cy) with half axes a, b? */
static bool within(int x, int y, const int e[4])
{
    int dx = (x - e[0]) * e[3], dy = (y - e[1]) * e[2], r = e[2] * e[3];
    return dx * dx + dy * dy <= r * r;
}

static int colour_at(int x, int y, uint64_t seed)
{
    int broad = (int)(seed >> 8 & 3), high = (int)(seed >> 10 & 3);
    if (within(x, y, (const int[4]){32, 38, 12 + broad, 16})) return SKIN;
    if (within(x, y, (const int[4]){32, 33, 16 + broad, 17 + high})) return HAIR;
    if (y > 50 && y < 62 && x > 26 && x < 38) return SKIN;
    if (within(x, y, (const int[4]){32, 82, 26 + broad, 24})) return CLOTH;
    return BACK;
}

static void draw(uint64_t seed, uint8_t rows[ROWS])
{
    for (int y = 0; y < DEMO_FACE_HEIGHT; y++)
        for (int x = 0; x < DEMO_FACE_WIDTH; x++)
            rows[y * ROW + 1 + x / 4] |= (uint8_t)(colour_at(x, y, seed) << (6 - x % 4 * 2));
}

/* zlib's frame around one stored block: nothing is packed. */
static size_t store(const uint8_t rows[ROWS], uint8_t out[ROWS + 11])
{
    uint32_t a = 1, b = 0;
    static const uint8_t head[] = {0x78,
                                   0x01,
                                   1,
                                   (uint8_t)(ROWS & 255),
                                   ROWS >> 8,
                                   (uint8_t)(~ROWS & 255),
                                   (uint8_t)(~ROWS >> 8)};
    memcpy(out, head, sizeof head);
    memcpy(out + sizeof head, rows, ROWS);
    for (size_t i = 0; i < ROWS; i++) a = (a + rows[i]) % 65521, b = (b + a) % 65521;
    put32(out + sizeof head + ROWS, b << 16 | a);
    return sizeof head + ROWS + 4;
}

void demo_face(uint64_t seed, struct buf *out)
{
    static const uint8_t cloths[4][3] = {{60, 80, 110}, {90, 60, 70}, {70, 90, 70}, {80, 80, 80}};
    static const uint8_t hairs[4][3] = {
        {230, 230, 230}, {190, 190, 190}, {120, 120, 120}, {60, 55, 50}};
    uint8_t rows[ROWS] = {0}, packed[ROWS + 11], header[13] = {0};
    uint8_t palette[12] = {222, 232, 240, 0, 0, 0, 0, 0, 0, 226, 190, 160};
    memcpy(palette + 3, cloths[seed & 3], 3);
    memcpy(palette + 6, hairs[seed >> 2 & 3], 3);
    put32(header, DEMO_FACE_WIDTH);
    put32(header + 4, DEMO_FACE_HEIGHT);
    header[8] = 2; /* bits of a pixel */
    header[9] = 3; /* by palette */
    draw(seed, rows);
    buf_clear(out);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    chunk(out, "IHDR", header, sizeof header);
    chunk(out, "PLTE", palette, sizeof palette);
    chunk(out, "IDAT", packed, store(rows, packed));
    chunk(out, "IEND", packed, 0);
}
