/* Prints docs/matters.md. */
#include <stdio.h>

#include "domain/matters_doc.h"

int main(void)
{
    struct buf out = BUF(1 << 20);
    matters_doc(&out);
    bool good = !out.failed && fwrite(out.p, 1, out.n, stdout) == out.n;
    buf_free(&out);
    return good ? 0 : 1;
}
