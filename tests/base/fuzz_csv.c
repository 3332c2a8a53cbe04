/* The CSV reader on any bytes: what it says must not depend on how the bytes arrive, on the kernel,
 * or on a resume. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
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

static void say(struct buf *b, enum err err, const struct csv_row *row, const struct problem *why)
{
    buf_printf(b, "%d %llu %llu %llu %zu", err, (unsigned long long)row->line,
               (unsigned long long)row->offset, (unsigned long long)row->next_offset, row->column);
    for (size_t i = 0; i < row->count; i++) {
        if (strlen(row->cells[i].s) != row->cells[i].n) abort();
        buf_putc(b, '|');
        buf_puts(b, row->cells[i].s);
    }
    if (err == ERR_ROWS) buf_printf(b, " %d", (int)why->message);
    buf_putc(b, '\n');
}

/* Reads all; with resume, seeks to where it is before every row. */
static struct buf read_all(struct csv *c, size_t size, bool resume)
{
    struct buf b = BUF(64 << 20);
    struct csv_row row;
    struct problem why;
    for (size_t rows = 0;; rows++) {
        enum err err = csv_next(c, &row, &why);
        if (err == ERR_NOT_FOUND) break;
        if ((err != ERR_OK && err != ERR_ROWS) || rows > size) abort();
        say(&b, err, &row, &why);
        if (resume && row.next_offset <= size && err == ERR_OK &&
            csv_seek(c, row.next_offset, row.next_line, &why) != ERR_OK)
            abort();
    }
    csv_close(c);
    return b;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3) return 0;
    struct csv_options options = {.max_row = data[0] ? data[0] : 1 << 16,
                                  .max_columns = data[1] ? data[1] : 256};
    struct pieces pieces = {data + 3, size - 3, 0, (size_t)data[2] + 1};
    struct csv_source source = {read_pieces, NULL, &pieces};
    struct csv *streamed = csv_open(&source, &options);
    struct csv *whole = csv_open_memory(data + 3, size - 3, &options);
    struct csv *resumed = csv_open_memory(data + 3, size - 3, &options);
    if (!streamed || !whole || !resumed) abort();
    struct buf a = read_all(streamed, size, false), b = read_all(whole, size, false);
    struct buf c = read_all(resumed, size, true);
    if (a.n != b.n || b.n != c.n) abort();
    if (a.n && (memcmp(a.p, b.p, a.n) != 0 || memcmp(b.p, c.p, a.n) != 0)) abort();
    buf_free(&a);
    buf_free(&b);
    buf_free(&c);
    return 0;
}
