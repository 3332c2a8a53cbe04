#include "base/checksum.h"

uint64_t checksum_mix(uint64_t h, uint64_t w)
{
    h += w * 0xC2B2AE3D27D4EB4Fu;
    return (h << 31 | h >> 33) * 0x9E3779B185EBCA87u;
}

/* Four lanes, so that the multiplications overlap. */
uint64_t checksum_of(const void *bytes, size_t n, uint64_t seed)
{
    const uint64_t *w = bytes;
    uint64_t lane[4] = {seed, seed + 1, seed + 2, seed + 3}, h = n ^ seed;
    size_t i = 0;
    for (; i + 4 <= n / 8; i += 4)
        for (size_t k = 0; k < 4; k++) lane[k] = checksum_mix(lane[k], w[i + k]);
    for (; i < n / 8; i++) h = checksum_mix(h, w[i]);
    for (size_t k = 0; k < 4; k++) h = checksum_mix(h ^ h >> 29, lane[k]);
    return h ^ h >> 32;
}
