/* The template compiler on any text: no crash; what it accepts it writes within the buffers. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tmplc/tmplc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char layout[] = "{{model lay: a text}}<div>{{content}}</div>";
    struct arena *a = arena_new(64 << 20);
    struct tmplc *c = tmplc_new(a);
    struct buf header = BUF(1 << 22), source = BUF(1 << 22);
    bool ok = tmplc_add(c, "lay", "lay.html", layout, sizeof layout - 1) &&
              tmplc_add(c, "t", "t.html", (const char *)data, size) &&
              tmplc_compile(c, &header, &source);
    if (ok == (tmplc_error(c)[0] != 0)) abort(); /* an error exactly when it failed */
    buf_free(&header);
    buf_free(&source);
    arena_free(a);
    return 0;
}
