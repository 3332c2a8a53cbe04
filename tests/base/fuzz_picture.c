/* Any file: no fault; what is accepted is read again as the same picture, and its copy is its own
 * copy. PNG's sums are put right first, so that chunks behind the first are reached. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t be(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void mend(uint8_t *p, size_t n)
{
    for (size_t at = 8; n >= 12 && at <= n - 12;) {
        uint32_t size = be(p + at);
        if (size > n - at - 12) return;
        uint32_t sum = picture_sum(p + at + 4, size + 4);
        for (int i = 0; i < 4; i++) p[at + 8 + size + (size_t)i] = (uint8_t)(sum >> (24 - 8 * i));
        at += size + 12;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf clean = BUF(1u << 20), again = BUF(1u << 20);
    struct picture p, q;
    uint8_t *file = malloc(size + 1);
    if (!file) return 0;
    memcpy(file, data, size);
    if (size > 8 && file[0] == 0x89) mend(file, size);
    if (!picture_read((struct sm_bytes){file, size}, &p, &clean, NULL)) {
        if (!p.width || !p.height || clean.n > size) abort();
        if (picture_read((struct sm_bytes){clean.p, clean.n}, &q, &again, NULL)) abort();
        if (p.kind != q.kind || p.width != q.width || p.height != q.height) abort();
        if (clean.n != again.n || memcmp(clean.p, again.p, clean.n) != 0) abort();
    }
    free(file);
    buf_free(&clean);
    buf_free(&again);
    return 0;
}
