/* Arbitrary bytes as a sealed value: nothing but a value that this key sealed for this purpose may
 * open. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sm_seal_key key;
    static const uint8_t master[SM_MASTER] = {7};
    if (key.version == 0) sm_seal_key(master, 1, &key);
    uint8_t *out = malloc(size + SM_SEAL_EXTRA);
    if (!out) return 0;
    if (sm_open(&key, (struct sm_bytes){"fuzz", 4}, (struct sm_bytes){data, size}, out, NULL) ==
        ERR_OK)
        abort();
    /* What is sealed now opens, and the same bytes with one of them changed as the input says do
     * not. */
    sm_seal(&key, (struct sm_bytes){"fuzz", 4}, (struct sm_bytes){data, size}, out);
    uint8_t *back = malloc(size + 1);
    if (!back) abort();
    struct sm_bytes sealed = {out, size + SM_SEAL_EXTRA};
    if (sm_open(&key, (struct sm_bytes){"fuzz", 4}, sealed, back, NULL) != ERR_OK) abort();
    if (size && memcmp(back, data, size) != 0) abort();
    if (size >= 3) {
        size_t at = (size_t)(data[0] << 8 | data[1]) % sealed.n;
        out[at] ^= (uint8_t)(data[2] | 1);
        if (sm_open(&key, (struct sm_bytes){"fuzz", 4}, sealed, back, NULL) == ERR_OK) abort();
    }
    free(back);
    free(out);
    return 0;
}
