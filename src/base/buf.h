/*
 * A growing byte buffer with a ceiling. Appending past the ceiling, or out of memory, sets `failed`
 * and keeps what is there; check it once at the end. Always terminated (p[n] == 0) once anything
 * was appended.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *p;
    size_t n, cap, max;
    bool failed;
};

#define BUF(ceiling) ((struct buf){.max = (ceiling)})

void buf_free(struct buf *b); /* wipes */
void buf_clear(struct buf *b);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* JSON string with quotes; s must be UTF-8. */
void buf_json(struct buf *b, const char *s);
/* One CSV cell, quoted when needed; cells that start with = + - @ (or their full-width forms) get a
 * leading apostrophe. */
void buf_csv(struct buf *b, const char *s);
