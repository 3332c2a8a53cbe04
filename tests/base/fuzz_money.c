/* Any text as money: no fault; what is accepted is not negative, prints and parses back, grouped
 * too. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *s = malloc(size + 1), sentence[400];
    if (!s) return 0;
    memcpy(s, data, size);
    s[size] = 0;
    int64_t fen = -1, back = -1;
    struct problem why;
    if (money_parse(s, &fen, &why)) {
        problem_sentence(&why, sentence, sizeof sentence);
    } else {
        if (fen < 0 || fen >= 10000000000000) abort();
        if (money_parse(money_print(fen).s, &back, NULL) || back != fen) abort();
        if (money_parse(money_print_grouped(fen).s, &back, NULL) || back != fen) abort();
    }
    free(s);
    return 0;
}
