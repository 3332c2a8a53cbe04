/* Arbitrary bytes as a configuration file: read, checked, printed; what is printed reads back
 * without a problem and to the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > CONF_FILE_MAX) return 0;
    struct arena *a = arena_new(8u << 20);
    if (!a) return 0;
    struct buf out = BUF(1u << 20);
    struct conf *c = conf_new(a), *again = conf_new(a);
    conf_read_text(c, "fuzz.conf", (const char *)data, size);
    conf_check(c, &out);
    buf_clear(&out);
    conf_print(c, &out);
    if (out.failed) abort();
    conf_read_text(again, "printed.conf", out.p, out.n);
    if (conf_problem_count(again) != 0) abort();
    for (int i = 0; i < CONF_COUNT; i++)
        if (i != CONF_DB &&
            strcmp(conf_text(c, (enum conf_key)i), conf_text(again, (enum conf_key)i)) != 0)
            abort();
    buf_free(&out);
    arena_free(a);
    return 0;
}
