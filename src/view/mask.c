#include "view/mask.h"

#include <string.h>

static size_t char_bytes(const char *s)
{
    size_t n = 1;
    while (((unsigned char)s[n] & 0xc0) == 0x80) n++;
    return n;
}

static size_t char_count(const char *s)
{
    size_t n = 0;
    for (; *s; s += char_bytes(s)) n++;
    return n;
}

struct view_text mask_name(struct arena *a, const char *name)
{
    size_t count = char_count(name);
    struct buf out = BUF(1024);
    size_t i = 0;
    for (const char *s = name; *s; s += char_bytes(s), i++) {
        bool shown =
            i == 0 || (count > 2 && i == count - 1) || memcmp(s, "\u00b7", char_bytes(s)) == 0;
        if (shown && count > 1) buf_add(&out, s, char_bytes(s));
        else buf_putc(&out, '*');
    }
    const char *copy = arena_copy(a, out.n ? out.p : "", out.n);
    buf_free(&out);
    return view_text(copy);
}

/* Keeps `head` and `tail` characters of s; all stars when there are not more than that. */
static struct view_text stars(struct arena *a, const char *s, size_t head, size_t tail)
{
    size_t n = strlen(s);
    char *copy = arena_copy(a, s, n);
    bool all = n <= head + tail;
    for (size_t i = 0; copy && i < n; i++)
        if (all || (i >= head && i < n - tail)) copy[i] = '*';
    return view_text(copy ? copy : "");
}

struct view_text mask_number(struct arena *a, const char *number)
{
    return strlen(number) == 18 ? stars(a, number, 6, 4) : stars(a, number, 3, 4);
}

struct view_text mask_tail(struct arena *a, const char *number)
{
    size_t n = strlen(number);
    return n > 4 ? view_text(arena_print(a, "****%s", number + n - 4)) : view_text("****");
}

struct view_text mask_phone(struct arena *a, const char *phone)
{
    return stars(a, phone, strlen(phone) >= 7 ? 3 : 0, strlen(phone) >= 7 ? 4 : 0);
}
