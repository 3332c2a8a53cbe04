/* The gallery's pages of feeds and imports. */
#include "gallery.h"

void gallery_sources(const struct shown *s)
{
    bool silent = gallery_is(s, "silent");
    struct tmpl_sources_row rows[] = {
        {W("feed_medical"), DAY(2026, 11, 20), W("feed_ago3"), W("feed_usual7"), false,
         W("feed_rows1"), V("98.1%"), 118204, W("feed_share1"), false, V(""), V(""), false, 52, 0},
        {W("feed_hospital"), DAY(2026, 10, 12), W("feed_ago42"), W("feed_usual7"), silent,
         W("feed_rows2"), V("91.0%"), 20118, W("feed_share2"), false, V(""), V(""), false, 47, 1},
        {W("feed_civil"), DAY(2026, 11, 23), W("feed_ago0"), W("feed_usual1"), false,
         W("feed_rows3"), V("99.4%"), 0, W("feed_share3"), true, W("feed_wrong1"), V("0.2%"), true,
         330, 0},
        {W("feed_court"), DAY(2026, 11, 2), W("feed_ago21"), W("feed_usual_none"), false,
         W("feed_rows4"), V("87.5%"), 0, W("feed_share3"), true, W("feed_wrong2"), V("0.0%"), false,
         2, 0}};
    struct tmpl_sources_model m = {.page = gallery_frame(s, ZH_pf_sources_title),
                                   .effortless_share = V("73.4%"),
                                   .effortless_text = W("feed_effortless"),
                                   .never = W("feed_never")};
    m.page.on_sources = true;
    if (silent) m.silent_title = W("feed_silent"), m.silent_text = W("feed_silent_text");
    if (!gallery_is(s, "empty")) m.rows = rows, m.rows_n = 4;
    tmpl_sources(s->out, &m);
}
