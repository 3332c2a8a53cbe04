/* The CSV reader on any bytes: what it says must not depend on how the bytes arrive, on the kernel,
 * or on a resume. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct pieces {
    const uint8_t *p;
    size_t n, at, step;
};

static enum err read_pieces(void *ctx, char *out, size_t cap, size_t *n, struct problem *why)
{
    struct pieces *s = ctx;
    (void)why;
    size_t left = s->n - s->at;
    *n = left < s->step ? left : s->step;
    if (*n > cap) *n = cap;
    if (*n) memcpy(out, s->p + s->at, *n);
    s->at += *n;
    return ERR_OK;
}

/* What a reader said, as one number: two that said the same have the same. (Texts to compare took
 * most of the fuzzer's time.) */
struct said {
    uint64_t hash, rows;
};

static void add(struct said *said, uint64_t value)
{
    said->hash = (said->hash ^ value) * 0x9E3779B97F4A7C15u;
    said->hash ^= said->hash >> 29;
}

static void say(struct said *said, enum err err, const struct csv_row *row,
                const struct problem *why)
{
    said->rows++;
    add(said, (uint64_t)err);
    add(said, row->line);
    add(said, row->offset);
    add(said, row->next_offset);
    add(said, row->column);
    add(said, row->count);
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *c = &row->cells[i];
        if (strlen(c->s) != c->n) abort();
        add(said, checksum_of(c->s, c->n, i));
    }
    if (err == ERR_ROWS) add(said, (uint64_t)why->message);
}

/* Reads all; every `seek`th row (0: never) it goes on by seeking to where it is. */
static struct said read_all(struct csv *c, size_t size, size_t seek)
{
    struct said said = {0};
    struct csv_row row;
    struct problem why;
    for (size_t rows = 1;; rows++) {
        enum err err = csv_next(c, &row, &why);
        if (err == ERR_NOT_FOUND) break;
        if ((err != ERR_OK && err != ERR_ROWS) || rows > size + 1) abort();
        say(&said, err, &row, &why);
        if (seek && rows % seek == 0 && row.next_offset <= size && err == ERR_OK &&
            csv_seek(c, row.next_offset, row.next_line, &why) != ERR_OK)
            abort();
    }
    csv_close(c);
    return said;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3) return 0;
    struct csv_options options = {.max_row = data[0] ? data[0] : 1 << 10,
                                  .max_columns = data[1] ? data[1] : 256};
    size_t step = (size_t)data[2] + (size < 200 ? 1 : 16); /* byte by byte costs its square */
    struct pieces pieces = {data + 3, size - 3, 0, step};
    struct csv_source source = {read_pieces, NULL, &pieces};
    struct csv *streamed = csv_open(&source, &options);
    struct csv *whole = csv_open_memory(data + 3, size - 3, &options);
    struct csv *resumed = csv_open_memory(data + 3, size - 3, &options);
    if (!streamed || !whole || !resumed) abort();
    struct said a = read_all(streamed, size, 0), b = read_all(whole, size, 0);
    struct said c = read_all(resumed, size, size < 200 ? 1 : 1 + data[2] % 32);
    if (a.hash != b.hash || b.hash != c.hash || a.rows != b.rows || b.rows != c.rows) abort();
    return 0;
}
