/* Whatever is typed: no fault, and an accepted number is its own normal form. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/idnum.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *s = malloc(size + 1);
    if (!s) return 0;
    memcpy(s, data, size);
    s[size] = 0;
    struct idnum id, again;
    struct problem why;
    char sentence[400], hint[200];
    struct date today = date_of(2026, 11, 23);
    if (idnum_parse(s, today, &id, &why)) {
        problem_sentence(&why, sentence, sizeof sentence);
    } else {
        if (idnum_parse(id.number, today, &again, NULL) || strcmp(id.number, again.number) != 0)
            abort();
        if (id.kind != again.kind || id.sex != again.sex || id.birth.day != again.birth.day)
            abort();
        if (strlen(idnum_mask(id.number).s) != strlen(id.number)) abort();
        division_hint(id.division, hint, sizeof hint);
    }
    free(s);
    return 0;
}
