/*
 * What the compiled templates call, and the types of their models (docs/templates.md). Every value
 * is escaped for the place where it stands; the compiler chooses the function, so no page calls
 * these itself.
 *
 * A raw `char *` does not compile as a field: text is made by view_text(), markup only by functions
 * of this room that return struct view_html (charts, codes), money by view_money().
 *
 * Not here: the pages' own models (tmpl_gen.h), the sentences (ui/zh). Nothing here fails; a full
 * buffer is the caller's to check once at the end (buf.failed).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/zh.h"
#include "view/assets.h"

struct view_text {
    const char *p; /* UTF-8; NULL and "" print nothing */
};

struct view_html { /* safe markup, made by functions of src/view only */
    const char *p;
    size_t n;
};

struct view_money {
    int64_t fen;
};

struct view_moment {
    int64_t us; /* since 1970-01-01 UTC; printed as China time */
};

static inline struct view_text view_text(const char *p)
{
    return (struct view_text){p};
}
static inline struct view_money view_money(int64_t fen)
{
    return (struct view_money){fen};
}
static inline struct view_moment view_moment(int64_t us)
{
    return (struct view_moment){us};
}
static inline bool view_has_text(struct view_text t)
{
    return t.p && t.p[0];
}

/* Element text and quoted attributes. */
void view_put_text(struct buf *out, struct view_text t);
void view_put_html(struct buf *out, struct view_html h);
void view_put_int(struct buf *out, int64_t n);
void view_put_date(struct buf *out, struct date d); /* 2026年11月23日 */
void view_put_date_iso(struct buf *out, struct date d);
void view_put_month(struct buf *out, struct month m); /* 2026年11月 */
void view_put_month_iso(struct buf *out, struct month m);
void view_put_moment(struct buf *out, struct view_moment m); /* 2026年11月23日 09:00 */
void view_put_moment_iso(struct buf *out, struct view_moment m);
void view_put_money(struct buf *out, struct view_money m);       /* 3,210.55 */
void view_put_money_plain(struct buf *out, struct view_money m); /* 3210.55 */
void view_put_sentence(struct buf *out, enum zh_id id);

/* A whole URL in href, src, action: a path of this site, a query, a fragment, https: or tel:;
 * anything else becomes "#". */
void view_put_url(struct buf *out, struct view_text t);
/* A part of a URL: everything but A-Z a-z 0-9 - _ . ~ is percent-encoded. */
void view_put_component(struct buf *out, struct view_text t);
void view_put_asset(struct buf *out, enum asset_id id);

/* Values inside a sentence: {0} to {3}. */
struct view_argument {
    char own[48];
    const char *p;
};
void view_argument_text(struct view_argument *a, struct view_text t);
void view_argument_int(struct view_argument *a, int64_t n);
void view_argument_date(struct view_argument *a, struct date d);
void view_argument_month(struct view_argument *a, struct month m);
void view_argument_moment(struct view_argument *a, struct view_moment m);
void view_argument_money(struct view_argument *a, struct view_money m);
void view_argument_sentence(struct view_argument *a, enum zh_id id);
void view_put_sentence_with(struct buf *out, enum zh_id id, const struct view_argument *a,
                            size_t n);
