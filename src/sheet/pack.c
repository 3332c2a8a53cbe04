#include "sheet/pack.h"

#include <stdlib.h>
#include <zip.h>

#define PIECE (32u << 10)

struct pack {
    zip_t *zip;
};

enum sheet_fault pack_open(const void *bytes, size_t n, struct pack **out)
{
    *out = NULL;
    if (n > SHEET_FILE) return SHEET_TOO_LARGE;
    struct pack *p = calloc(1, sizeof *p);
    zip_source_t *source = p ? zip_source_buffer_create(bytes, n, 0, NULL) : NULL;
    if (source) p->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (!source || !p->zip) {
        enum sheet_fault fault = source ? SHEET_NOT_PACKED : SHEET_NO_MEMORY;
        zip_source_free(source);
        free(p);
        return fault;
    }
    *out = p;
    return zip_get_num_entries(p->zip, 0) > SHEET_PARTS ? SHEET_TOO_LARGE : SHEET_OK;
}

void pack_close(struct pack *p)
{
    if (!p) return;
    if (p->zip) zip_discard(p->zip);
    free(p);
}

/* What the directory says of a size is the sender's word: what comes out is counted. */
static enum sheet_fault within(zip_uint64_t got, zip_uint64_t packed)
{
    if (got > SHEET_PART) return SHEET_TOO_LARGE;
    return got > SHEET_FREE && got / SHEET_RATIO > packed ? SHEET_BOMB : SHEET_OK;
}

static enum sheet_fault read_through(zip_file_t *f, zip_uint64_t packed, pack_taker take, void *ctx)
{
    static char piece[PIECE];
    zip_uint64_t got = 0;
    for (;;) {
        zip_int64_t n = zip_fread(f, piece, sizeof piece);
        if (n < 0) return SHEET_NOT_PACKED;
        got += (zip_uint64_t)n;
        enum sheet_fault fault = within(got, packed);
        if (!fault) fault = take(ctx, piece, (size_t)n, n == 0);
        if (fault || n == 0) return fault;
    }
}

enum sheet_fault pack_read(struct pack *p, const char *name, pack_taker take, void *ctx)
{
    zip_stat_t st;
    zip_int64_t at = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
    if (at < 0) return SHEET_NO_SHEET;
    if (zip_stat_index(p->zip, (zip_uint64_t)at, 0, &st)) return SHEET_NOT_PACKED;
    if (!(st.valid & ZIP_STAT_COMP_SIZE)) return SHEET_NOT_PACKED;
    if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE)
        return SHEET_ENCRYPTED;
    if (st.valid & ZIP_STAT_SIZE && within(st.size, st.comp_size))
        return within(st.size, st.comp_size);
    zip_file_t *f = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
    if (!f) return SHEET_NOT_PACKED;
    enum sheet_fault fault = read_through(f, st.comp_size, take, ctx);
    zip_fclose(f);
    return fault;
}
