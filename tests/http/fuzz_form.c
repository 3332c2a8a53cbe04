/* A whole request head and form body from text: no crash, no overrun, bounded lists. */
#include <stdint.h>
#include <stdlib.h>

#include "http/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(1 << 20);
    struct http_request r;
    if (http_request_from_text((const char *)data, size, a, &r) == 0) {
        if (r.path[0] != '/' || r.query.n > HTTP_FIELDS_MAX || r.form.n > HTTP_FIELDS_MAX) abort();
        for (size_t i = 0; i < r.form.n; i++)
            if (!r.form.p[i].name || !r.form.p[i].value) abort();
    }
    arena_free(a);
    return 0;
}
