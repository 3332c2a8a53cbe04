#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/money.h"

/* 1 where a byte needs an entity in text or in a double-quoted attribute; one table serves both places. */
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

static void escape(struct buf *out, const char *s, size_t n)
{
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        if (!special[(unsigned char)s[i]]) continue;
        buf_add(out, s + from, i - from);
        buf_puts(out, entity(s[i]));
        from = i + 1;
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

void view_put_int(struct buf *out, int64_t n)
{
    char s[24];
    buf_add(out, s, (size_t)snprintf(s, sizeof s, "%" PRId64, n));
}

/* Day and month parts as offices write them: no leading zeros. */
static void date_text(char *out, size_t cap, struct date d)
{
    out[0] = 0;
    if (!date_is_set(d)) return;
    struct civil c = date_civil(d);
    char year[12], month[12], day[12];
    snprintf(year, sizeof year, "%d", c.year);
    snprintf(month, sizeof month, "%d", c.month);
    snprintf(day, sizeof day, "%d", c.day);
    zh_print(out, cap, ZH_view_date, year, month, day, NULL);
}

static void month_text(char *out, size_t cap, struct month m)
{
    out[0] = 0;
    if (!month_is_set(m)) return;
    char year[12], month[12];
    snprintf(year, sizeof year, "%d", m.index / 12);
    snprintf(month, sizeof month, "%d", m.index % 12 + 1);
    zh_print(out, cap, ZH_view_month, year, month, NULL);
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
    buf_puts(out, money_print_grouped(m.fen).s);
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
        if ((unsigned char)*c <= 0x20 || *c == '\\' || *c == 0x7f) return false; /* browsers drop or turn these */
    if (s[0] == '/') return s[1] != '/';
    return s[0] == '?' || s[0] == '#' || strncmp(s, "https://", 8) == 0 || strncmp(s, "tel:", 4) == 0;
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
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-_.~", c);
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
    snprintf(a->own, sizeof a->own, "%" PRId64, n);
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
    snprintf(a->own, sizeof a->own, "%s", money_print_grouped(m.fen).s);
    a->p = a->own;
}

void view_argument_sentence(struct view_argument *a, enum zh_id id)
{
    a->p = zh_text(id);
}

void view_put_sentence_with(struct buf *out, enum zh_id id, const struct view_argument *a, size_t n)
{
    const char *s = zh_text(id), *from = s;
    for (; *s; s++) {
        if (s[0] != '{' || s[1] < '0' || s[1] > '3' || s[2] != '}') continue;
        escape(out, from, (size_t)(s - from));
        size_t at = (size_t)(s[1] - '0');
        if (at < n) escape(out, a[at].p, strlen(a[at].p));
        from = s + 3;
        s += 2;
    }
    escape(out, from, (size_t)(s - from));
}
