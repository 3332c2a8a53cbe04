/* Arbitrary bytes as an export: read, walked, ended; head lines: what parses prints back to what
 * parses to the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chain_file.h"
#include "base/chain_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(uint8_t *data, size_t size)
{
    FILE *f = size ? fmemopen(data, size, "rb") : NULL;
    if (!f) return;
    struct chain_reader *r = malloc(sizeof *r);
    struct chain_walk *w = chain_walk_new(NULL);
    if (!r || !w) abort();
    enum chain_record kind = CHAIN_RECORD_TIP;
    if (chain_file_open(r, f, NULL) == ERR_OK)
        while (kind != CHAIN_RECORD_END && chain_file_next(r, &kind, NULL) == ERR_OK) {
            if (kind == CHAIN_RECORD_TIP) chain_walk_tip(w, &r->tip, r->head);
            if (kind == CHAIN_RECORD_ENTRY) chain_walk_entry(w, &r->entry, r->digest);
            if (kind == CHAIN_RECORD_HEAD) chain_walk_head(w, &r->day);
        }
    chain_walk_end(w);
    chain_walk_free(w);
    free(r);
    fclose(f);
}

static void line(const uint8_t *data, size_t size)
{
    char text[512], printed[CHAIN_HEAD_LINE];
    struct chain_head h, again;
    if (size >= sizeof text) return;
    memcpy(text, data, size);
    text[size] = 0;
    if (!chain_head_parse(text, &h)) return;
    if (!chain_head_parse(chain_head_print(&h, printed), &again)) abort();
    if (h.day != again.day || h.count != again.count || memcmp(h.root, again.root, SM_DIGEST) != 0)
        abort();
    if (h.signature_size != again.signature_size ||
        memcmp(h.signature, again.signature, h.signature_size) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + 1);
    if (!copy) return 0;
    memcpy(copy, data, size);
    walk(copy, size);
    line(data, size);
    free(copy);
    return 0;
}
