#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(4 << 20);
    struct http_pair pairs[HTTP_COOKIES_MAX];
    char *header = arena_copy(a, (const char *)data, size > 100000 ? 100000 : size);
    size_t n = http_cookies_parse(header, a, pairs, 0);
    if (n > HTTP_COOKIES_MAX) abort();
    for (size_t i = 0; i < n;
         i++) /* what is parsed could be set again without breaking the header */
        if (strpbrk(pairs[i].value, "\r\n;, ") || !*pairs[i].name) abort();
    arena_free(a);
    return 0;
}
