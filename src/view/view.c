#include "view/view.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/money.h"

/* 1 where a byte needs an entity in text or in a double-quoted attribute; one table serves both
 * places. */
static const unsigned char special[256] = {['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1};

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return "&#39;";
    }
}

static uint64_t zero_byte(uint64_t x) /* not 0 when one of the eight bytes is 0 */
{
    return (x - 0x0101010101010101u) & ~x & 0x8080808080808080u;
}

/* Eight bytes at once: & and ' differ in one bit, < and > in another, so three tests find all five.
 */
static bool eight_plain(const char *s)
{
    uint64_t x;
    memcpy(&x, s, sizeof x);
    return !(zero_byte((x & ~0x0101010101010101u) ^ 0x2626262626262626u) |
             zero_byte((x & ~0x0202020202020202u) ^ 0x3c3c3c3c3c3c3c3cu) |
             zero_byte(x ^ 0x2222222222222222u));
}

static void escape(struct buf *out, const char *s, size_t n)
{
    size_t from = 0, i = 0;
    while (i < n) {
        if (n - i >= 8 && eight_plain(s + i)) {
            i += 8;
            continue;
        }
        size_t end = n - i > 8 ? i + 8 : n;
        for (; i < end; i++) {
            if (!special[(unsigned char)s[i]]) continue;
            buf_add(out, s + from, i - from);
            buf_puts(out, entity(s[i]));
            from = i + 1;
        }
    }
    buf_add(out, s + from, n - from);
}

void view_put_text(struct buf *out, struct view_text t)
{
    if (t.p) escape(out, t.p, strlen(t.p));
}

void view_put_html(struct buf *out, struct view_html h)
{
    buf_add(out, h.p, h.n);
}

/* Decimal digits of n into out, terminated; returns their number. snprintf would be a third of a
 * page's time. */
static size_t digits(char *out, uint64_t n, size_t least)
{
    char back[24];
    size_t count = 0;
    do {
        back[count++] = (char)('0' + n % 10);
        n /= 10;
    } while (n || count < least);
    for (size_t i = 0; i < count; i++) out[i] = back[count - 1 - i];
    out[count] = 0;
    return count;
}

static size_t int_text(char *out, int64_t n)
{
    size_t sign = n < 0;
    if (sign) out[0] = '-';
    return sign + digits(out + sign, sign ? 0 - (uint64_t)n : (uint64_t)n, 1);
}

void view_put_int(struct buf *out, int64_t n)
{
    char s[24];
    buf_add(out, s, int_text(s, n));
}

/* The sentence with {0}.. replaced by numbers without leading zeros, as offices write dates; cap is
 * ample. */
static void numbers_text(char *out, size_t cap, enum zh_id id, const int *values)
{
    size_t n = 0;
    for (const char *s = zh_text(id); *s && n + 12 < cap; s++) {
        if (s[0] == '{' && s[1] >= '0' && s[1] <= '2' && s[2] == '}') {
            n += digits(out + n, (uint64_t)values[s[1] - '0'], 1);
            s += 2;
        } else {
            out[n++] = *s;
        }
    }
    out[n] = 0;
}

static void date_text(char *out, size_t cap, struct date d)
{
    out[0] = 0;
    if (!date_is_set(d)) return;
    struct civil c = date_civil(d);
    numbers_text(out, cap, ZH_view_date, (int[]){c.year, c.month, c.day});
}

static void month_text(char *out, size_t cap, struct month m)
{
    out[0] = 0;
    if (!month_is_set(m)) return;
    numbers_text(out, cap, ZH_view_month, (int[]){m.index / 12, m.index % 12 + 1, 0});
}

/* 3,210.55 */
static size_t money_text(char *out, int64_t fen)
{
    char yuan[24];
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    size_t n = 0, count = digits(yuan, size / 100, 1);
    if (fen < 0) out[n++] = '-';
    for (size_t i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0) out[n++] = ',';
        out[n++] = yuan[i];
    }
    out[n++] = '.';
    return n + digits(out + n, size % 100, 2);
}

static void moment_text(char *out, size_t cap, struct view_moment m)
{
    date_text(out, cap, moment_date(m.us));
    size_t n = strlen(out);
    snprintf(out + n, cap - n, " %.5s", moment_print(m.us).s + 11);
}

void view_put_date(struct buf *out, struct date d)
{
    char s[48];
    date_text(s, sizeof s, d);
    buf_puts(out, s);
}

void view_put_date_iso(struct buf *out, struct date d)
{
    buf_puts(out, date_print(d).s);
}

void view_put_month(struct buf *out, struct month m)
{
    char s[48];
    month_text(s, sizeof s, m);
    buf_puts(out, s);
}

void view_put_month_iso(struct buf *out, struct month m)
{
    buf_puts(out, month_print(m).s);
}

void view_put_moment(struct buf *out, struct view_moment m)
{
    char s[48];
    moment_text(s, sizeof s, m);
    buf_puts(out, s);
}

void view_put_moment_iso(struct buf *out, struct view_moment m)
{
    struct moment_text t = moment_print(m.us);
    buf_printf(out, "%.10sT%.8s+08:00", t.s, t.s + 11);
}

void view_put_money(struct buf *out, struct view_money m)
{
    char s[40];
    buf_add(out, s, money_text(s, m.fen));
}

void view_put_money_plain(struct buf *out, struct view_money m)
{
    buf_puts(out, money_print(m.fen).s);
}

void view_put_sentence(struct buf *out, enum zh_id id)
{
    const char *s = zh_text(id);
    escape(out, s, strlen(s));
}

/* ---- URLs ---- */

static bool url_allowed(const char *s)
{
    for (const char *c = s; *c; c++)
        if ((unsigned char)*c <= 0x20 || *c == '\\' || *c == 0x7f)
            return false; /* browsers drop or turn these */
    if (s[0] == '/') return s[1] != '/';
    return s[0] == '?' || s[0] == '#' || strncmp(s, "https://", 8) == 0 ||
           strncmp(s, "tel:", 4) == 0;
}

void view_put_url(struct buf *out, struct view_text t)
{
    const char *s = t.p && url_allowed(t.p) ? t.p : "#";
    escape(out, s, strlen(s));
}

void view_put_component(struct buf *out, struct view_text t)
{
    static const char hex[] = "0123456789ABCDEF";
    for (const char *s = t.p ? t.p : ""; *s; s++) {
        unsigned char c = (unsigned char)*s;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-_.~", c);
        char coded[3] = {'%', hex[c >> 4], hex[c & 15]};
        if (plain) buf_putc(out, *s);
        else buf_add(out, coded, 3);
    }
}

void view_put_asset(struct buf *out, enum asset_id id)
{
    buf_puts(out, asset_get(id)->path);
}

/* ---- sentences with values ---- */

void view_argument_text(struct view_argument *a, struct view_text t)
{
    a->p = t.p ? t.p : "";
}

void view_argument_int(struct view_argument *a, int64_t n)
{
    int_text(a->own, n);
    a->p = a->own;
}

void view_argument_date(struct view_argument *a, struct date d)
{
    date_text(a->own, sizeof a->own, d);
    a->p = a->own;
}

void view_argument_month(struct view_argument *a, struct month m)
{
    month_text(a->own, sizeof a->own, m);
    a->p = a->own;
}

void view_argument_moment(struct view_argument *a, struct view_moment m)
{
    moment_text(a->own, sizeof a->own, m);
    a->p = a->own;
}

void view_argument_money(struct view_argument *a, struct view_money m)
{
    money_text(a->own, m.fen);
    a->p = a->own;
}

void view_argument_sentence(struct view_argument *a, enum zh_id id)
{
    a->p = zh_text(id);
}

void view_put_sentence_with(struct buf *out, enum zh_id id, const struct view_argument *a, size_t n)
{
    const char *s = zh_text(id), *from = s;
    while ((s = strchr(s, '{'))) {
        if (s[1] < '0' || s[1] > '3' || s[2] != '}') {
            s++;
            continue;
        }
        escape(out, from, (size_t)(s - from));
        size_t at = (size_t)(s[1] - '0');
        if (at < n) escape(out, a[at].p, strlen(a[at].p));
        from = s += 3;
    }
    escape(out, from, strlen(from));
}
