/* What comes over the socket: a head and a request, from anybody's bytes. What is read is written
 * again as the same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "main/handover.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good) abort();
}

static void head(const uint8_t *data, size_t size)
{
    struct handover_head h;
    uint8_t again[HANDOVER_HEAD];
    if (size < HANDOVER_HEAD || !handover_head_read(data, &h)) return;
    check(h.size <= HANDOVER_REQUEST_MAX);
    handover_head_write(h, again);
    check(memcmp(again, data, sizeof again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct handover_request r;
    struct buf again = BUF(HANDOVER_REQUEST_MAX);
    head(data, size);
    struct arena *a = arena_new(4u << 20);
    if (a && handover_decode(data, size, a, &r)) {
        check(r.cwd[0] == '/' && r.argc <= HANDOVER_WORDS && !r.argv[r.argc]);
        check(r.kind == HANDOVER_ASK || r.argc > 0);
        for (int i = 0; i < r.argc; i++) check(r.argv[i] != NULL);
        check(handover_encode(&r, &again) && again.n == size && memcmp(again.p, data, size) == 0);
    }
    buf_free(&again);
    arena_free(a);
    return 0;
}
