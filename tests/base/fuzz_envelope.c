/* Arbitrary bytes as an envelope: what is read prints back as it was written. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct envelope e;
    if (envelope_parse((const char *)data, size, &e, NULL) != ERR_OK) return 0;
    struct buf b = BUF(2 * ENVELOPE_MOST);
    char hex[2 * SM_SIGNATURE + 1];
    envelope_print(&e, &b);
    sm_hex(e.signature, e.signature_size, hex);
    buf_printf(&b, "signature=%s\n", hex);
    if (b.n != size || memcmp(b.p, data, size) != 0) abort();
    buf_free(&b);
    return 0;
}
