/* M12: what each partner's data is worth. */
#include <inttypes.h>
#include <string.h>

#include "app/feed_judge.h"
#include "app/feed_league.h"
#include "app/feed_show.h"
#include "web/page.h"

static const char *count(const struct turn *t, int64_t n)
{
    return arena_print(t->arena, "%" PRId64, n);
}

/* "97.3": what is not all must not read as all. */
static const char *percent(const struct turn *t, int64_t part, int64_t whole)
{
    int64_t bp = league_share(part, whole);
    return arena_print(t->arena, "%" PRId64 ".%" PRId64, bp / 100, bp % 100 / 10);
}

static const char *ago(const struct turn *t, const struct league_source *s)
{
    if (!s->quiet_days) return zh_text(ZH_pf_today);
    return frame_print(t, ZH_pf_days_ago, count(t, s->quiet_days), NULL);
}

static struct tmpl_sources_row row_of(const struct turn *t, const struct league *k,
                                      const struct league_source *s)
{
    const char *usual = s->gap_days ? frame_print(t, ZH_pf_usual, count(t, s->gap_days), NULL)
                                    : zh_text(ZH_pf_usual_none);
    return (struct tmpl_sources_row){
        .name = view_text(word_source(t, s->source->code)),
        .last = s->last,
        .ago = view_text(ago(t, s)),
        .usual = view_text(usual),
        .silent = s->silent,
        .rows = view_text(frame_print(t, ZH_pf_rows_of, count(t, (int64_t)s->matched),
                                      count(t, (int64_t)s->rows))),
        .yield = view_text(
            frame_print(t, ZH_pf_percent, percent(t, (int64_t)s->matched, (int64_t)s->rows), NULL)),
        .certified = s->certified,
        .share =
            view_text(frame_print(t, ZH_pf_of_all, percent(t, s->certified, k->certified), NULL)),
        .against = s->against > 0,
        .wrong =
            view_text(frame_print(t, ZH_pf_people_of, count(t, s->wrong), count(t, s->against))),
        .wrong_share =
            view_text(frame_print(t, ZH_pf_percent, percent(t, s->wrong, s->against), NULL)),
        .bad = s->wrong > 0,
        .feeds = (int64_t)s->feeds,
        .taken_back = (int64_t)s->taken_back,
    };
}

static void put_silent(const struct turn *t, const struct league *k, struct tmpl_sources_model *m)
{
    struct buf names = BUF(1 << 14);
    int64_t n = 0;
    for (size_t i = 0; i < k->count; i++) {
        const struct league_source *s = &k->list[i];
        char one[300];
        if (!s->silent) continue;
        if (n++) buf_puts(&names, zh_text(ZH_word_comma));
        buf_puts(&names,
                 zh_print(one, sizeof one, ZH_pf_silent_one, word_source(t, s->source->code),
                          count(t, s->quiet_days), count(t, s->gap_days), NULL));
    }
    if (n) {
        m->silent_title = view_text(frame_print(t, ZH_pf_silent_title, count(t, n), NULL));
        m->silent_text = view_text(frame_print(t, ZH_pf_silent_text, names.p, NULL));
    }
    buf_free(&names);
}

/* Partners of the table that the league does not know. */
static const char *never(const struct turn *t, const struct league *k)
{
    struct buf names = BUF(1 << 14);
    const struct feed_source *s;
    for (size_t i = 0; (s = feed_source_at(i)); i++) {
        bool known = false;
        for (size_t n = 0; n < k->count; n++)
            known |= k->list[n].source == s && k->list[n].feeds > 0;
        if (known) continue;
        if (names.n) buf_puts(&names, zh_text(ZH_word_comma));
        buf_puts(&names, word_source(t, s->code));
    }
    const char *text = names.n ? frame_print(t, ZH_pf_never, names.p, NULL) : "";
    buf_free(&names);
    return text;
}

static enum err put_feeds(const struct turn *t, struct tmpl_sources_model *m, struct problem *why)
{
    struct feed *list;
    size_t n;
    enum err e = feed_recent(&t->call, &list, &n, why);
    if (e) return e;
    struct tmpl_sources_feed *rows = ARENA_ARRAY(t->arena, struct tmpl_sources_feed, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct feed *f = &list[i];
        const char *name = word_source(t, f->source);
        struct match_breaker_feed counts = {0};
        uint64_t certifies;
        feed_counts_read(f->counts, &counts, &certifies);
        rows[i] = (struct tmpl_sources_feed){
            .url =
                view_text(arena_print(t->arena, "/staff/feed/%s", id_text(t->arena, f->feed_id))),
            .open = view_text(frame_print(t, ZH_pf_open, name, date_print(f->received_on).s)),
            .name = view_text(name),
            .received = f->received_on,
            .uploader = view_text(f->uploader),
            .rows = (int64_t)counts.rows,
            .state = view_text(zh_text(feed_state_word(f->state))),
            .good = f->state == FEED_APPLIED,
            .mid = f->state == FEED_HELD,
            .bad = f->state == FEED_REVERSED,
        };
    }
    m->feeds = rows;
    m->feeds_n = n;
    return ERR_OK;
}

enum err page_sources(struct turn *t, struct problem *why)
{
    struct league k;
    enum err e = league_read(&t->call, &k, why);
    if (e) return e;
    struct tmpl_sources_row *rows = ARENA_ARRAY(t->arena, struct tmpl_sources_row, k.count + 1);
    for (size_t i = 0; i < k.count; i++) rows[i] = row_of(t, &k, &k.list[i]);
    char text[400];
    struct tmpl_sources_model m = {
        .page = frame_staff(t, zh_text(t->route->title)),
        .effortless_share = view_text(
            frame_print(t, ZH_pf_effortless_share, percent(t, k.effortless, k.certified), NULL)),
        .rows = rows,
        .rows_n = k.count,
        .never = view_text(never(t, &k)),
    };
    zh_print(text, sizeof text, ZH_pf_effortless_text, date_print(k.since).s, count(t, k.certified),
             count(t, k.effortless), NULL);
    m.effortless_text = view_text(text);
    put_silent(t, &k, &m);
    e = put_feeds(t, &m, why);
    if (e) return e;
    tmpl_sources(&t->r->body, &m);
    return ERR_OK;
}
