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
    struct tmpl_sources_feed feeds[] = {
        {V("/staff/feed/a"), W("feed_open"), W("feed_civil"), DAY(2026, 11, 23), W("feed_uploader"),
         15, W("feed_state_held"), false, false, true},
        {V("/staff/feed/b"), W("feed_open2"), W("feed_medical"), DAY(2026, 11, 20),
         W("feed_uploader"), 19240, W("feed_state_done"), true, false, false}};
    if (!gallery_is(s, "empty")) {
        m.rows = rows, m.rows_n = 4;
        m.feeds = feeds, m.feeds_n = 2;
    }
    tmpl_sources(s->out, &m);
}

void gallery_import(const struct shown *s)
{
    struct tmpl_import_source sources[] = {{V("medical"), W("feed_medical"), false},
                                           {V("civil"), W("feed_civil"), false}};
    struct tmpl_import_row rows[] = {{V("/staff/import/a"), W("upload_name"), W("feed_medical"),
                                      gallery_at(9, 2), W("upload_tried"), false, false, true},
                                     {V("/staff/import/b"), W("upload_name2"), W("feed_civil"),
                                      gallery_at(8, 40), W("feed_state_done"), true, false, false},
                                     {V("/staff/import/c"), V("scan-0001.pdf"), W("feed_civil"),
                                      gallery_at(8, 31), W("upload_bad"), false, true, false}};
    struct tmpl_import_model m = {.page = gallery_frame(s, ZH_pi_title),
                                  .errors = gallery_errors(s, "file", "upload_no_file"),
                                  .token = V("t0k3n"),
                                  .feed = true,
                                  .sources = sources,
                                  .sources_n = 2};
    m.page.on_import = true;
    if (gallery_is(s, "error")) m.wrong_file = W("upload_no_file");
    if (!gallery_is(s, "empty")) m.rows = rows, m.rows_n = 3;
    tmpl_import(s->out, &m);
}

static void look(const struct shown *s, struct tmpl_upload_model *m)
{
    static struct tmpl_upload_column columns[6];
    static struct view_text cells[2][6];
    static struct tmpl_upload_row rows[2];
    static struct tmpl_upload_charset sets[2];
    static const char *const files[] = {"upload_c1", "upload_c2", "upload_c3",
                                        "upload_c4", "upload_c5", "upload_c6"};
    for (int i = 0; i < 6; i++) columns[i] = (struct tmpl_upload_column){W(files[i]), W(files[i])};
    columns[0].file = W("upload_c0");
    columns[5].means = V("");
    for (int i = 0; i < 2; i++) {
        struct view_text row[] = {V("371002********4120"), W("name1"),        W("upload_event"),
                                  V("2026-11-20"),         W("feed_medical"), V("=1+1")};
        for (int c = 0; c < 6; c++) cells[i][c] = row[c];
        rows[i] = (struct tmpl_upload_row){cells[i], 6};
    }
    sets[0] = (struct tmpl_upload_charset){V("auto"), V(zh_text(ZH_pi_charset_auto)), true};
    sets[1] = (struct tmpl_upload_charset){V("gb18030"), V(zh_text(ZH_pi_charset_gb)), false};
    m->look = m->at_look = true;
    m->charsets = sets, m->charsets_n = 2;
    m->columns = columns, m->columns_n = 6;
    m->rows = rows, m->rows_n = 2;
    m->unknown = W("upload_unknown");
    m->may_try = true;
    if (!gallery_is(s, "problem")) return;
    m->problem = W("upload_problem");
    m->unknown = V("");
    m->may_try = false;
}

static void result(const struct shown *s, struct tmpl_upload_model *m)
{
    static struct tmpl_upload_count counts[5];
    static struct tmpl_upload_refused refused[2];
    static struct view_text verdict[2];
    counts[0] = (struct tmpl_upload_count){V(zh_text(ZH_pi_rows)), 19240, false};
    counts[1] = (struct tmpl_upload_count){V(zh_text(ZH_pi_matched)), 18874, false};
    counts[2] = (struct tmpl_upload_count){V(zh_text(ZH_pi_names)), 4, true};
    counts[3] = (struct tmpl_upload_count){V(zh_text(ZH_pi_refused)), 2, true};
    counts[4] = (struct tmpl_upload_count){V(zh_text(ZH_pi_contradictions)), 1, true};
    refused[0] = (struct tmpl_upload_refused){V("18"), W("upload_bad1")};
    refused[1] = (struct tmpl_upload_refused){V("1204"), W("upload_bad2")};
    verdict[0] = W("upload_verdict1");
    verdict[1] = W("upload_verdict2");
    m->counts = counts, m->counts_n = 5;
    m->refused = refused, m->refused_n = 2;
    m->refused_text = W("upload_bad_all");
    m->errors_url = V("/staff/import/a/errors");
    m->done = m->at_result = gallery_is(s, "done");
    m->tried = m->may_run = m->at_try = !m->done;
    m->headline = m->done ? V(zh_text(ZH_pi_done)) : W("upload_difference");
    m->headline_text = V(m->done ? "" : zh_text(ZH_pi_difference_text));
    if (m->done) m->feed_url = V("/staff/feed/a");
    if (!gallery_is(s, "held")) return;
    m->holds_title = V(zh_text(ZH_pi_holds));
    m->holds_text = V(zh_text(ZH_pi_holds_text));
    m->verdict = verdict, m->verdict_n = 2;
}

void gallery_upload(const struct shown *s)
{
    struct tmpl_upload_fact facts[] = {{V(zh_text(ZH_pi_what)), W("feed_medical")},
                                       {V(zh_text(ZH_pi_size_label)), V("1204 KB")},
                                       {V(zh_text(ZH_pi_charset)), V("UTF-8")}};
    struct tmpl_upload_model m = {.page = gallery_frame(s, ZH_pi_title),
                                  .token = V("t0k3n"),
                                  .url = V("/staff/import/a"),
                                  .name = W("upload_name"),
                                  .facts = facts,
                                  .facts_n = 3};
    m.page.on_import = true;
    if (gallery_is(s, "look") || gallery_is(s, "problem")) look(s, &m);
    if (gallery_is(s, "tried") || gallery_is(s, "held") || gallery_is(s, "done")) result(s, &m);
    if (gallery_is(s, "working")) {
        m.working = m.at_run = true;
        m.progress_text = W("upload_progress");
        m.progress = 12000, m.total = 19240;
    }
    if (gallery_is(s, "failed")) m.failed = W("upload_failed"), m.at_look = m.may_try = true;
    if (gallery_is(s, "broken")) m.broken = m.at_run = m.may_run = true;
    tmpl_upload(s->out, &m);
}

static struct tmpl_clock_model three_days(void)
{
    return (struct tmpl_clock_model){.due = DAY(2026, 11, 26), .days_left = 3};
}

void gallery_feed(const struct shown *s)
{
    bool held = gallery_is(s, "held") || gallery_is(s, "error");
    bool through = gallery_is(s, "through"), working = gallery_is(s, "working");
    struct view_text verdict[] = {W("upload_verdict1"), W("upload_verdict2")};
    struct tmpl_feed_fact facts[] = {{V(zh_text(ZH_pf_uploader)), W("feed_uploader")},
                                     {V(zh_text(ZH_st_agency)), W("office")},
                                     {V(zh_text(ZH_pi_rows)), V("4336")},
                                     {V(zh_text(ZH_pf_would_hold)), V("312")}};
    struct view_text now = V(zh_text(ZH_pf_stage_now)), wait = V(zh_text(ZH_pf_stage_wait)),
                     done = V(zh_text(ZH_pf_stage_done));
    struct tmpl_feed_stage stages[] = {
        {V(zh_text(ZH_pf_stage_approve1)), done, true, false},
        {V(zh_text(ZH_pf_stage_approve2)), held ? wait : done, !held, false},
        {W("feed_stage1"), held ? wait : done, !held, false},
        {W("feed_stage2"),
         through   ? done
         : working ? now
                   : wait,
         through, working},
        {W("feed_stage3"), through ? done : wait, through, false}};
    struct tmpl_feed_step steps[] = {
        {gallery_at(8, 40), V(zh_text(ZH_pf_event_received)), W("feed_uploader"), V("")},
        {gallery_at(8, 41), V(zh_text(ZH_pf_event_stopped)), W("feed_uploader"), V("")},
        {gallery_at(9, 5), V(zh_text(ZH_pf_event_approved)), W("feed_manager"), V("")}};
    struct tmpl_feed_model m = {.page = gallery_frame(s, ZH_pf_feed_title),
                                .errors = gallery_errors(s, "reason", "feed_no_reason"),
                                .token = V("t0k3n"),
                                .url = V("/staff/feed/a"),
                                .title = W("feed_title"),
                                .state = W(held      ? "feed_state_held"
                                           : through ? "feed_state_done"
                                                     : "feed_state_applying"),
                                .held = held,
                                .mid = held,
                                .good = through,
                                .verdict = verdict,
                                .verdict_n = 2,
                                .clock = three_days(),
                                .facts = facts,
                                .facts_n = 4,
                                .stages = stages,
                                .stages_n = 5,
                                .stages_text = W("feed_stages"),
                                .may_reverse = !working,
                                .reverse = V(zh_text(ZH_pf_reverse_do)),
                                .steps = steps,
                                .steps_n = 3};
    m.page.on_sources = true;
    if (held) m.release = V(zh_text(ZH_pf_release_2));
    if (through) m.may_not = W("feed_may_not");
    if (working) m.working = W("upload_progress"), m.progress = 31, m.total = 434;
    tmpl_feed(s->out, &m);
}

struct tmpl_sides_model gallery_sides(void)
{
    static struct tmpl_side_fact said[1], stands[2];
    said[0] =
        (struct tmpl_side_fact){W("evidence2"), DAY(2026, 11, 1), W("feed_civil"), W("sides_name"),
                                true,           DAY(2026, 11, 20)};
    stands[0] = (struct tmpl_side_fact){
        W("upload_event"), DAY(2026, 11, 12), W("feed_medical"), W("name1"), false,
        DAY(2026, 11, 15)};
    stands[1] = (struct tmpl_side_fact){W("sides_certified"), DAY(2026, 2, 3), W("office"),
                                        W("name1"),           false,           DAY(2026, 2, 3)};
    return (struct tmpl_sides_model){.title = V(zh_text(ZH_sides_life)),
                                     .said = {V(zh_text(ZH_sides_said)), said, 1},
                                     .stands = {V(zh_text(ZH_sides_stands)), stands, 2}};
}
