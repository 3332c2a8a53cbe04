/* Random rosters and feeds with everything in them that offices and partners get wrong. dirt: one
 * cell in so many. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "match/number.h"

static uint64_t state = 1;

static uint32_t below(uint32_t n)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (uint32_t)((state >> 16) % n);
}

static bool one_in(uint32_t n)
{
    return below(n) == 0;
}

/* Number i of a small population; now and then in its old or lower-case form, or not a number at
 * all. */
static void put_number(struct buf *b, uint32_t i, uint32_t dirt)
{
    char number[19];
    uint64_t sequence = 100 + i % 800, day = 1 + i / 800 % 28, month = 1 + i / 3 % 12,
             year = 30 + i % 70;
    char short_number[16];
    snprintf(short_number, sizeof short_number, "%06u%02u%02u%02u%03u", 371002u + i % 3,
             (unsigned)year % 100, (unsigned)month % 100, (unsigned)day % 100,
             (unsigned)sequence % 1000);
    match_key_print(match_key(short_number, 15), number);
    number[18] = 0;
    if (one_in(dirt)) number[17] = number[17] == 'X' ? 'x' : number[17];
    if (one_in(dirt)) number[below(18)] = "0:xXa/ -"[below(8)];
    if (one_in(dirt)) number[below(19)] = 0;
    buf_puts(b, one_in(dirt) ? short_number : number);
}

static void put_cell(struct buf *b, const char *s, uint32_t dirt)
{
    bool quoted = one_in(dirt) || strpbrk(s, ",\"\r\n");
    if (quoted) buf_putc(b, '"');
    for (; *s; s++) {
        if (*s == '"' && !one_in(dirt * 4)) buf_putc(b, '"');
        buf_putc(b, *s);
    }
    if (quoted && !one_in(dirt * 4)) buf_putc(b, '"');
}

static const char *any_kind(uint32_t dirt)
{
    static const char *const kinds[] = {"\u6b7b\u4ea1", "\u95e8\u8bca", "\u516c\u4ea4",
                                        "\u4f4f\u9662", "\u4f53\u68c0"};
    static const char *const odd[] = {"",
                                      "a,b",
                                      "a\"b",
                                      "a\nb",
                                      "a\r\nb",
                                      "\xcb\xc0\xcd\xf6",
                                      "=1+1",
                                      "=cmd|'",
                                      " x",
                                      "\xf0\xa0\x80\x80",
                                      "sixteen bytes ok",
                                      "seventeen bytes k"};
    static char made[400];
    if (!one_in(dirt)) return kinds[below(5)];
    if (one_in(3)) return odd[below(12)];
    size_t n = one_in(2) ? 195 + below(10) : below(40);
    for (size_t i = 0; i < n; i++) made[i] = (char)('a' + below(one_in(2) ? 3 : 26));
    made[n] = 0;
    return made;
}

static void put_date(struct buf *b, uint32_t dirt)
{
    unsigned year = one_in(dirt) ? below(10000) : 2024 + below(3);
    if (one_in(dirt)) buf_printf(b, "%u-%u-%u", year, below(14), below(33));
    else
        buf_printf(b, "%04u-%02u-%02u", year, one_in(dirt) ? below(14) : 1 + below(12),
                   one_in(dirt) ? below(33) : 1 + below(28));
    if (one_in(dirt)) buf_putc(b, ' ');
}

static void put_end(struct buf *b, bool crlf, uint32_t dirt)
{
    if (one_in(dirt * 2)) buf_puts(b, "\n\n");
    if (one_in(dirt * 8)) buf_putc(b, '\r');
    if (one_in(dirt * 8)) buf_add(b, "", 1);
    buf_puts(b, crlf != one_in(dirt * 8) ? "\r\n" : "\n");
}

static void make_roster(struct buf *b, uint32_t people, uint32_t dirt)
{
    bool crlf = one_in(2);
    if (one_in(2)) buf_puts(b, "\xEF\xBB\xBF");
    if (one_in(2)) buf_puts(b, "number,name,kind\n");
    for (uint32_t i = 0; i < people; i++) {
        put_number(b, below(people) * 2, dirt);
        buf_putc(b, ',');
        put_cell(b, one_in(dirt) ? "Li, \"Wang\"\nZhang" : "Wang", dirt);
        put_end(b, crlf, dirt);
    }
}

static void make_feed(struct buf *b, uint32_t people, uint32_t rows, uint32_t dirt)
{
    bool crlf = one_in(2);
    if (one_in(2)) buf_puts(b, "\xEF\xBB\xBF");
    if (one_in(4)) buf_puts(b, "\n");
    if (!one_in(4)) buf_puts(b, "number,name,kind,date,source\n");
    for (uint32_t i = 0; i < rows; i++) {
        if (one_in(dirt)) buf_putc(b, '"');
        put_number(b, below(people * 2), dirt);
        buf_putc(b, ',');
        put_cell(b, one_in(dirt) ? "Li, \"Wang\"\nZhang" : "Wang", dirt);
        buf_putc(b, ',');
        put_cell(b, any_kind(dirt), dirt);
        buf_putc(b, ',');
        put_date(b, dirt);
        buf_puts(b, one_in(dirt) ? "" : ",source");
        if (one_in(dirt)) buf_puts(b, ",more");
        put_end(b, crlf, dirt);
    }
    if (one_in(2) && b->n) b->n--;
}
