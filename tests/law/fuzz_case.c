/* Any bytes as a .case file: parsed, asked, printed; nothing may read or write outside, overflow or
 * abort. */
#include <stdint.h>
#include <string.h>

#include "law/casefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const struct case_one *one)
{
    struct arena *a = arena_new(64 << 20);
    struct case_run run;
    struct problem why;
    struct buf out = BUF(1 << 20);
    if (a && casefile_run(a, one, &run, &why) == ERR_OK) {
        casefile_mismatches(&run, &out);
        casefile_print(&run, &out);
    }
    buf_free(&out);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(64 << 20);
    struct casefile file;
    struct problem why;
    if (size > 20000) size = 20000;
    char *text = a ? arena_copy(a, (const char *)data, size) : NULL;
    if (text && casefile_parse(a, text, &file, &why) == ERR_OK)
        for (size_t i = 0; i < file.count && i < 4; i++) ask(&file.cases[i]);
    arena_free(a);
    return 0;
}
